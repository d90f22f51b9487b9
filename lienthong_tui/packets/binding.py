"""What binds the packets of one filing: each holds `filing.json`, a list of them all.

MOSIP's sub-packets know nothing of one another, so one can be dropped or exchanged unnoticed. Here
every packet carries a hash of every other, under its own signature.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import msgspec

from lienthong_tui.packets import bag, signers
from lienthong_tui.packets.contents import (
    Binding,
    Contents,
    HeldComponent,
    PacketFile,
    SealedTogether,
)
from lienthong_tui.packets.seals import Seal
from lienthong_tui.problems import Problem

CONTENTS, FILING = "packet.json", "filing.json"
DATE = "Bagging-Date"

_REFERENCE = re.compile(r"LT[0-9A-Z-]{1,40}")
_AGENCY = re.compile(r"[a-z][a-z0-9-]{0,59}")


class Part(NamedTuple):
    """One packet before it is bound: what it says, and its files but the two in JSON."""

    contents: Contents
    files: Mapping[str, bytes]


def seal_together(
    parts: Sequence[Part],
    info: Mapping[str, str],
    seal: Seal,
    *,
    round_number: int = 1,
    previous: str | None = None,
) -> list[bytes]:
    """The packets of one filing, in the order of `parts`, each signed and naming all of them.

    `info` is what each `bag-info.txt` says beside what the packet is. Errors: those of `bag.pack`.
    """
    together = [{**part.files, CONTENTS: _json(part.contents)} for part in parts]
    binding = Binding(
        filing=1,
        reference=parts[0].contents.reference,
        round=round_number,
        previous=previous,
        packets=tuple(
            SealedTogether(
                number=part.contents.number,
                inventory=bag.inventory(files, FILING),
                components=_held(part.contents, files),
            )
            for part, files in zip(parts, together, strict=True)
        ),
    )
    bound = _json(binding)
    return [
        bag.pack(
            {**files, FILING: bound},
            {**info, **about(part.contents, binding)},
            partial(seal.sign, signers.PACKET),
        )
        for part, files in zip(parts, together, strict=True)
    ]


def sign_again(data: bytes, day: str, seal: Seal) -> bytes:
    """The packet under another key: the same payload, sealed on `day` (ISO 8601).

    Errors: those of `bag.unpack`.
    """
    unpacked = bag.unpack(data)
    info = {**unpacked.info, DATE: day}
    return bag.pack(unpacked.files, info, partial(seal.sign, signers.PACKET))


def about(contents: Contents, binding: Binding) -> dict[str, str]:
    """What `bag-info.txt` repeats of the two files."""
    return {
        "Bag-Count": f"{contents.number} of {len(binding.packets)}",
        "Bag-Group-Identifier": contents.reference,
        "External-Identifier": f"{contents.reference}-{contents.agency}",
        "Lienthong-Packet": str(contents.packet),
        "Lienthong-Round": str(binding.round),
        "Lienthong-Signer": contents.desk.principal,
        "Source-Organization": contents.desk.name,
    }


def check_ids(reference: str, agency: str, name: str) -> None:
    """That a reference and an agency's id are such as file names are made of.

    Raises Problem("packet-contents") with `name`, the file that says them.
    """
    if not _REFERENCE.fullmatch(reference) or not _AGENCY.fullmatch(agency):
        raise Problem("packet-contents", name=name)


def is_day(text: str) -> bool:
    """Whether `text` is a day as a bag writes it: 2026-11-22, and no other form of ISO 8601."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check(contents: Contents, binding: Binding, files: Mapping[str, bytes]) -> None:
    """That a packet is the one of its number in its `filing.json`.

    Raises Problem("packet-contents") naming the file that contradicts the other.
    """
    check_ids(contents.reference, contents.agency, CONTENTS)
    numbers = [each.number for each in binding.packets]
    follows = contents.follows
    first_round = (binding.round, binding.previous is None, follows is None)
    if (
        binding.reference != contents.reference
        or numbers != list(range(1, len(numbers) + 1))
        or contents.number not in numbers
        or (first_round != (1, True, True) and (first_round[0] < 2 or True in first_round[1:]))
        or (follows is not None and not 1 <= follows.round < binding.round)
    ):
        raise Problem("packet-contents", name=FILING)
    own = binding.packets[contents.number - 1]
    if own.inventory != bag.inventory(files, FILING) or own.components != _held(contents, files):
        raise Problem("packet-contents", name=FILING)


def round_sha256(files: Mapping[str, bytes]) -> str:
    """Hex SHA-256 of the `filing.json` of a packet: what the next round calls the one before."""
    return hashlib.sha256(files[FILING]).hexdigest()


def _held(contents: Contents, files: Mapping[str, bytes]) -> tuple[HeldComponent, ...]:
    return tuple(
        HeldComponent(component.code, tuple(_commitments(contents.salt, component.files, files)))
        for component in contents.components
        if component.files
    )


def _commitments(
    salt: str, listed: Iterable[PacketFile], files: Mapping[str, bytes]
) -> Iterable[str]:
    for file in listed:
        content = hashlib.sha256(files[file.path]).hexdigest()
        yield hashlib.sha256(f"{salt}{content}".encode()).hexdigest()


def _json(value: Contents | Binding) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
