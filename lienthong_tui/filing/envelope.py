"""The journal's envelope: what is fixed for ever about an event, and how it is chained.

`docs/journal-format.md` describes the format for a stranger and holds the test vector. The envelope
names no citizen. It holds a commitment to the payload, salted because a name or an ID number is
easily guessed, so the payload and its salt can be erased and the chain still verifies.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from lienthong_tui.problems import Problem

FORMAT = "lienthong-journal-1"
GENESIS = bytes(32)
SALT_BYTES = 32
# Beyond this a reader whose numbers are IEEE doubles would see another value.
_MAX_INT = 2**53 - 1


class Envelope(msgspec.Struct, frozen=True):
    """One event without its payload.

    `stream` is one incarnation of a desk or kiosk and `seq` counts from 1 within it. `event_id` is
    a UUIDv7, `version` the payload's, `at` UTC as `time_text` writes it, `officer` an opaque id,
    `filing` the filing's UUIDv7, or None for an event of the desk itself. `commitment`,
    `previous` (the hash before, `GENESIS` for the first) and `hash` are 32 bytes each.
    """

    stream: str
    seq: int
    event_id: str
    version: int
    at: str
    officer: str
    kind: str
    filing: str | None
    commitment: bytes
    previous: bytes
    hash: bytes


def canonical(payload: Any) -> bytes:
    """The one encoding of a JSON value: keys sorted by code point, no spaces, UTF-8.

    Raises TypeError for what another reader might read differently: floats, integers beyond
    ±(2**53 - 1), keys that are not text, lone surrogates, and anything that is not JSON.
    """
    _check(payload)
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def time_text(at: datetime) -> str:
    """An aware time as envelopes write it: UTC, six decimals, `2026-11-20T08:20:00.000000Z`."""
    if at.tzinfo is None:
        raise TypeError("an envelope's time is an aware one")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: bytes, body: bytes) -> bytes:
    """SHA-256 of the 32-byte salt followed by the canonical payload."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(salt + body).digest()


def seal(
    *,
    stream: str,
    seq: int,
    event_id: str,
    version: int,
    at: datetime,
    officer: str,
    kind: str,
    filing: str | None,
    salt: bytes,
    body: bytes,
    previous: bytes,
) -> Envelope:
    """The envelope of one event, committed to its payload and chained to the row before."""
    unsealed = Envelope(
        stream=stream,
        seq=seq,
        event_id=event_id,
        version=version,
        at=time_text(at),
        officer=officer,
        kind=kind,
        filing=filing,
        commitment=commitment(salt, body),
        previous=previous,
        hash=b"",
    )
    return msgspec.structs.replace(unsealed, hash=envelope_hash(unsealed))


def envelope_hash(envelope: Envelope) -> bytes:
    """SHA-256 over every field of the envelope except `hash` itself."""
    return hashlib.sha256(
        canonical(
            [
                FORMAT,
                envelope.stream,
                envelope.seq,
                envelope.event_id,
                envelope.version,
                envelope.at,
                envelope.officer,
                envelope.kind,
                envelope.filing,
                envelope.commitment.hex(),
                envelope.previous.hex(),
            ]
        )
    ).digest()


class Gap(msgspec.Struct, frozen=True):
    """Events of a stream that are known to be lost: all behind seq `after`, up to the one that
    comes `before` whose `previous` (hex) was the hash of the last lost one. The first event of a
    stream comes after 0; `before` is None where the lost ones were the last.
    """

    stream: str
    after: int
    before: int | None
    previous: str


def verify(envelopes: Iterable[Envelope], gaps: Iterable[Gap] = ()) -> Problem | None:
    """The first break in the chains of `envelopes`, or None; streams may be interleaved. What is
    missing exactly where `gaps` say so is no break.

    The problem is `journal-broken` with `stream`, `seq` and `what`: "sequence" (an event is missing
    or out of order), "previous" (it does not follow the one before) or "hash" (it was changed).
    Events cut off at the end leave no trace here: only a head kept elsewhere shows that.
    """
    heads: dict[str, tuple[int, bytes]] = {}
    known = {(gap.stream, gap.after, gap.before): gap.previous for gap in gaps}
    for envelope in envelopes:
        seq, previous = heads.get(envelope.stream, (0, GENESIS))
        if lost := known.get((envelope.stream, seq, envelope.seq)):
            seq, previous = envelope.seq - 1, bytes.fromhex(lost)
        if what := _break(envelope, seq, previous):
            return broken(envelope, what)
        heads[envelope.stream] = (envelope.seq, envelope.hash)
    return None


def broken(envelope: Envelope, what: str) -> Problem:
    """The problem `journal-broken` at this event."""
    return Problem("journal-broken", stream=envelope.stream, seq=envelope.seq, what=what)


def _break(envelope: Envelope, seq: int, previous: bytes) -> str | None:
    if envelope.seq != seq + 1:
        return "sequence"
    if envelope.previous != previous:
        return "previous"
    if envelope.hash != envelope_hash(envelope):
        return "hash"
    return None


def _check(value: Any) -> None:
    """Refuse what has no single canonical form."""
    match value:
        case None | bool():
            pass
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise TypeError("a lone surrogate has no UTF-8 form") from None
        case int():
            if abs(value) > _MAX_INT:
                raise TypeError("an integer beyond 2**53 - 1")
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"a key of type {type(key).__name__}")
                _check(key)
                _check(item)
        case _:
            raise TypeError(f"a value of type {type(value).__name__}")
