"""The streams of the journal: their last events, and single events by their place in them.

A stream is what one incarnation of a desk or kiosk wrote, one event chained to another; its head is
what stands outside the journal to anchor it.
"""

import msgspec

from lienthong_tui.filing.envelope import GENESIS
from lienthong_tui.store.sqlcipher import Database, one, rows


class Head(msgspec.Struct, frozen=True):
    """The last event of a stream; `hash` is 32 bytes."""

    stream: str
    seq: int
    hash: bytes


def heads(db: Database) -> tuple[Head, ...]:
    """The last event of each stream, by stream."""
    # SQLite takes the other columns from the row that has the maximum.
    found = rows(db, "SELECT stream, max(seq), hash FROM event GROUP BY stream ORDER BY stream")
    return tuple(Head(*row) for row in found)


def head_of(db: Database, stream: str) -> Head:
    """The last event of one stream; of one that has none, what its first will follow."""
    found = one(
        db, "SELECT seq, hash FROM event WHERE stream = ? ORDER BY seq DESC LIMIT 1", [stream]
    )
    return Head(stream, *(found or (0, GENESIS)))


def head_before(db: Database, stream: str, until: str) -> Head | None:
    """The last event of a stream before a time (`time_text`)."""
    found = one(
        db,
        "SELECT stream, seq, hash FROM event WHERE stream = ? AND at < ? ORDER BY seq DESC LIMIT 1",
        [stream, until],
    )
    return Head(*found) if found else None


def last_stream(db: Database, prefix: str) -> str | None:
    """The stream of the last event of those streams whose names begin with `prefix`."""
    found = one(
        db,
        """SELECT stream FROM event WHERE stream >= ? AND stream < ? || char(0x10ffff)
           ORDER BY position DESC LIMIT 1""",
        [prefix, prefix],
    )
    return found[0] if found else None


def hash_at(db: Database, stream: str, seq: int) -> bytes | None:
    """The hash of one event, or None when the stream does not reach so far."""
    found = one(db, "SELECT hash FROM event WHERE stream = ? AND seq = ?", [stream, seq])
    return found[0] if found else None


def id_at(db: Database, stream: str, seq: int) -> str | None:
    """The id of one event, or None when the stream does not reach so far."""
    found = one(db, "SELECT event_id FROM event WHERE stream = ? AND seq = ?", [stream, seq])
    return found[0] if found else None


def filing_at(db: Database, stream: str, seq: int) -> str | None:
    """The filing that an event is of."""
    found = one(db, "SELECT filing FROM event WHERE stream = ? AND seq = ?", [stream, seq])
    return found[0] if found else None


def time_of(db: Database, stream: str, seq: int) -> str | None:
    """When one event was recorded, as `time_text` writes it; None where it is not there."""
    found = one(db, "SELECT at FROM event WHERE stream = ? AND seq = ?", [stream, seq])
    return found[0] if found else None
