"""A reply: what an agency says of a packet, signed, in the same container as the packet.

Payload: `reply.json` (`data/schemas/reply.schema.json`) and what is sent along below `papers/`. It
names the packet it answers by its inventory, and the desk it is for, so that it fits no other. The
format is described in `docs/packet-format.md`.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Final, Literal, NamedTuple

import msgspec
from msgspec import Struct

from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import bag, seals, signers, sshsig
from lienthong_tui.packets.binding import DATE, check_ids
from lienthong_tui.packets.contents import PacketFile
from lienthong_tui.packets.names import REPLY, is_safe_name
from lienthong_tui.packets.outside import decoded
from lienthong_tui.packets.packet import Packet
from lienthong_tui.packets.papers import Paper
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.sshsig import Signature
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition

# fmt: off
Outcome = Literal["received", "processing", "supplement", "fee-due", "extended",
                  "refused", "stopped", "withdrawn", "done", "paid"]
# fmt: on

VERSION: Final = 1
"""The format that is written and read."""


class Answered(Struct, frozen=True, forbid_unknown_fields=True):
    """The packet that is answered: its place in its filing, and its inventory."""

    round: int
    number: int
    inventory: str


class ReplyItem(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wanted, in the agency's words: of an answer by field, of a paper by neutral code."""

    text: str
    field: str | None = None
    component: str | None = None


class ReplyProcedure(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one procedure. `amount` is in đồng, `number` that of the agency's paper, and
    `until` the day to which the agency puts its decision off."""

    id: str
    outcome: Outcome
    number: str | None = None
    reason: str | None = None
    items: tuple[ReplyItem, ...] = ()
    results: dict[str, str] = {}
    amount: int | None = None
    until: date | None = None


class Reply(Struct, frozen=True, forbid_unknown_fields=True):
    """`reply.json`. `desk` is the principal of the desk it is for, `signer` of who signs it.

    `said` is when it was said: ISO 8601 at UTC+7. Replies to one packet count in its order.
    """

    reply: Literal[1]
    reference: str
    packet: Answered
    desk: str
    agency: str
    signer: str
    said: str
    procedures: tuple[ReplyProcedure, ...]
    papers: tuple[PacketFile, ...] = ()


class ReadReply(NamedTuple):
    """A reply that was read: nothing is said yet of whose the signature is."""

    reply: Reply
    files: Mapping[str, bytes]
    signature: Signature
    signed_on: date

    @property
    def said_at(self) -> datetime:
        """When it was said."""
        return datetime.fromisoformat(self.reply.said)

    @property
    def fingerprint(self) -> str:
        """That of the key that signed it."""
        return sshsig.fingerprint(self.signature.key)


def write(
    answered: Packet,
    procedures: tuple[ReplyProcedure, ...],
    *,
    signer: str,
    key: Seal,
    said: datetime,
    papers: tuple[Paper, ...] = (),
) -> bytes:
    """The signed reply to a packet.

    Errors: Problem("reply-procedure") with `name` for one that the packet does not hold; those of
    `bag.pack`.
    """
    contents = answered.contents
    for procedure in procedures:
        if procedure.id not in {each.id for each in contents.procedures}:
            raise Problem("reply-procedure", name=procedure.id)
    own = answered.binding.packets[contents.number - 1]
    sent = {f"papers/{n:02}-{paper.name}": paper for n, paper in enumerate(papers, 1)}
    reply = Reply(
        reply=VERSION,
        reference=contents.reference,
        packet=Answered(answered.binding.round, own.number, own.inventory),
        desk=contents.desk.principal,
        agency=contents.agency,
        signer=signer,
        said=said.astimezone(VIETNAM).isoformat(timespec="seconds"),
        procedures=procedures,
        papers=tuple(PacketFile(path, paper.media_type) for path, paper in sent.items()),
    )
    files = {path: paper.data for path, paper in sent.items()}
    files[REPLY] = msgspec.json.format(msgspec.json.encode(reply), indent=2) + b"\n"
    info = {DATE: local_day(said).isoformat(), **_about(reply)}
    return bag.pack(files, info, partial(key.sign, signers.REPLY))


def read(data: bytes) -> ReadReply:
    """A reply after every check but whose the key is and whether it fits the desk.

    Errors: those of `bag.unpack` and `seals.signature_of`; Problem("reply-not-one") for a packet or
    another bag; Problem("packet-contents") with `name` when its parts contradict one another.
    """
    unpacked = bag.unpack(data)
    if REPLY not in unpacked.files:
        raise Problem("reply-not-one")
    signature = seals.signature_of(unpacked, signers.REPLY)
    reply = decoded(unpacked.files[REPLY], REPLY, Reply)
    check_ids(reply.reference, reply.agency, REPLY)
    day = _day_of(reply.said)
    if day is None or unpacked.info.get(DATE) != day.isoformat() or not reply.procedures:
        raise Problem("packet-contents", name=REPLY)
    listed = {paper.path for paper in reply.papers} | {REPLY}
    for name in sorted(listed ^ unpacked.files.keys()):
        raise Problem("packet-contents", name=name if is_safe_name(name) else REPLY)
    if not _about(reply).items() <= unpacked.info.items():
        raise Problem("packet-contents", name="bag-info.txt")
    return ReadReply(reply, unpacked.files, signature, day)


def _day_of(said: str) -> date | None:
    """The day of a moment at UTC+7; None of what is no moment, or none with a zone."""
    try:
        moment = datetime.fromisoformat(said)
        return local_day(moment) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def file_name(reply: Reply) -> str:
    """What the reply's file is called: `LT…-residence-police-tra-loi-20261130-091500-1a2b3c.zip`.

    The end is of what it says: two replies of one second are two files.
    """
    said = datetime.fromisoformat(reply.said).astimezone(VIETNAM)
    end = hashlib.sha256(msgspec.json.encode(reply)).hexdigest()[:6]
    return f"{reply.reference}-{reply.agency}-tra-loi-{said:%Y%m%d-%H%M%S}-{end}.zip"


def said_in(
    definition: Definition,
    procedure: ReplyProcedure,
    said_at: datetime,
    *,
    reply: str | None = None,
    round_number: int | None = None,
) -> Said:
    """What a reply says of one procedure, its neutral codes as the components they are.

    `reply` is the hex SHA-256 of the file it came in, to a packet of that round.
    """
    codes = {component.code: component.id for component in definition.component}
    return Said(
        procedure=procedure.id,
        outcome=procedure.outcome,
        said_at=said_at,
        source="reply",
        number=procedure.number or "",
        reason=procedure.reason or "",
        items=tuple(
            Wanted(item.text, item.field, codes.get(item.component, item.component))
            if item.component
            else Wanted(item.text, item.field)
            for item in procedure.items
        ),
        results=procedure.results,
        amount=procedure.amount,
        until=procedure.until,
        reply=reply,
        round=round_number,
    )


def _about(reply: Reply) -> dict[str, str]:
    """What `bag-info.txt` repeats."""
    return {
        "Bag-Group-Identifier": reply.reference,
        "External-Identifier": f"{reply.reference}-{reply.agency}-reply",
        "Lienthong-Reply": str(reply.reply),
        "Lienthong-Signer": reply.signer,
    }
