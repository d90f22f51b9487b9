"""What passes between a kiosk and its desk: the pairing file, a filing handed in, a call.

Each is one JSON object; its `format` says which.
"""

import re
import secrets
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from lienthong_tui.access.kiosk_keys import SECRET_BYTES
from lienthong_tui.packets.encryption import read_recipient
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import overlay
from lienthong_tui.store.replication import Copied
from lienthong_tui.text.clean import clean

PATTERN = "*.kiosk"
"""The files in which a kiosk hands something over, all sealed to the desk's intake."""
LARGEST = 4_000_000
"""Bytes of such a file; an hour's typing is a hundredth of it."""


class Pairing(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="format",
    tag="lienthong-kiosk-pairing-1",
):
    """What a kiosk has to know of its desk. Whoever has it can hand over in the kiosk's name.

    `kiosk` is the opaque id, `letter` what its numbers begin with, `secret` 32 bytes, `recipient`
    (age1…) the desk's intake; `office` is the overlay in force when the two were paired.
    """

    kiosk: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    name: str
    letter: Annotated[str, Meta(pattern=r"\A[A-Z]\Z")]
    secret: Annotated[bytes, Meta(min_length=SECRET_BYTES, max_length=SECRET_BYTES)]
    recipient: str
    commune: str
    number: int
    demo: bool
    office: bytes


class Filed(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="format",
    tag="lienthong-kiosk-filing-1",
):
    """A filing that is handed in: the whole stream of the kiosk that it was declared in."""

    events: tuple[Copied, ...]


class Call(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="format",
    tag="lienthong-kiosk-call-1",
):
    """Somebody at the kiosk asks for the officer; `at` is UTC, ISO 8601."""

    at: str


Sent = Filed | Call


def write(file: Pairing | Sent) -> bytes:
    """The file as JSON."""
    return msgspec.json.encode(file)


def read_pairing(data: bytes) -> Pairing:
    """The pairing file in `data`, with which a kiosk can work.

    Errors: Problem("pairing-unreadable").
    """
    try:
        pairing = msgspec.json.decode(data, type=Pairing)
        whole = read_recipient(pairing.recipient) == pairing.recipient
        whole = whole and clean(pairing.name) == pairing.name
        overlay.decode(pairing.office)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, Problem):
        whole = False
    if not whole:
        raise Problem("pairing-unreadable")
    return pairing


def read_sent(data: bytes) -> Sent:
    """What a kiosk sent. Errors: Problem("sealed-unreadable")."""
    try:
        sent: Sent = msgspec.json.decode(data, type=Sent)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Problem("sealed-unreadable") from None
    return sent


_STREAM = "k_{kiosk}_{draft}"  # each filing declared at a kiosk is a stream of its own


def new_stream(kiosk: str) -> str:
    """A stream for the next filing at a kiosk, by its opaque id."""
    return _STREAM.format(kiosk=kiosk[:12], draft=secrets.token_hex(4))


def is_stream(stream: str) -> bool:
    """Whether a stream is that of any kiosk: those of desks are named otherwise."""
    return stream.startswith(_STREAM[:2])


def is_stream_of(kiosk: str, stream: str) -> bool:
    """Whether a stream is one of this kiosk's."""
    form = _STREAM.format(kiosk=re.escape(kiosk[:12]), draft="[0-9a-f]{8}")
    return re.fullmatch(form, stream) is not None
