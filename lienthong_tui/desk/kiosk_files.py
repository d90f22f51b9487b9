"""What passes between a kiosk and its desk: the pairing file, a filing handed in, a call.

Each is one JSON object; its `format` says which.
"""

import msgspec
from msgspec import Struct

from lienthong_tui.problems import Problem
from lienthong_tui.store.journal import Copied

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

    `kiosk` is the opaque id, `secret` 32 bytes, `recipient` (age1…) the desk's intake; `office` is
    the overlay in force when the two were paired.
    """

    kiosk: str
    name: str
    secret: bytes
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
    """The pairing file in `data`. Errors: Problem("pairing-unreadable")."""
    try:
        return msgspec.json.decode(data, type=Pairing)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Problem("pairing-unreadable") from None


def read_sent(data: bytes) -> Sent:
    """What a kiosk sent. Errors: Problem("sealed-unreadable")."""
    try:
        sent: Sent = msgspec.json.decode(data, type=Sent)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Problem("sealed-unreadable") from None
    return sent
