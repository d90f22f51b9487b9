"""The streams at the hub: their heads, what is pushed behind them, what is pulled.

Exactly once needs no window of time: a desk writes behind the head it has read, or not at all. Of a
commit whose answer was lost, the next look at the head tells.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from lienthong_tui.filing.envelope import Envelope
from lienthong_tui.hub.line import Hub, answering, read
from lienthong_tui.problems import Busy, Problem

PUSHED_AT_ONCE = 200
PULLED_AT_ONCE = 500


class Head(msgspec.Struct, frozen=True):
    """The last event of a stream at the hub; seq 0 and no id: none yet."""

    stream: str
    desk: int
    seq: int
    event_id: str | None


class Row(msgspec.Struct, frozen=True):
    """An event as the hub keeps it: an envelope with the `tag` of a desk, and the payload sealed in
    `epoch`; None where it is erased. `code` is a reference it gives out."""

    envelope: Envelope
    desk: int
    epoch: int
    tag: bytes
    sealed: bytes | None
    code: str | None = None


_ENVELOPE = Envelope.__struct_fields__
_BESIDE = Row.__struct_fields__[1:]
COLUMNS = ", ".join(("commune", *_ENVELOPE, *_BESIDE))
MARKS = ", ".join(["%s"] * (1 + len(_ENVELOPE) + len(_BESIDE)))
_TEXTS = ", ".join(
    f"{name}::text" if name in ("event_id", "filing") else name for name in (*_ENVELOPE, *_BESIDE)
)


def columns(commune: str, row: Row) -> tuple[object, ...]:
    """A row as the table has it (`COLUMNS`)."""
    envelope, *beside = msgspec.structs.astuple(row)
    return (commune, *msgspec.structs.astuple(envelope), *beside)


def _row(found: Sequence[object]) -> Row:
    return read(Row, [read(Envelope, found[: len(_ENVELOPE)]), *found[len(_ENVELOPE) :]])


def now(hub: Hub) -> datetime:
    """The hub's time."""
    with answering():
        found = hub.execute("SELECT now()").fetchone()
    if found is None or not isinstance(found[0], datetime):
        raise Problem("hub-unreadable")
    return found[0]


def heads(hub: Hub, commune: str) -> dict[str, Head]:
    """The heads of a commune's streams, by stream."""
    with answering():
        found = hub.execute(
            "SELECT stream, desk, last_seq, last_id::text FROM hub_stream WHERE commune = %s",
            [commune],
        ).fetchall()
    return {head.stream: head for head in (read(Head, row) for row in found)}


def begin(hub: Hub, commune: str, stream: str, desk: int) -> None:
    """Make a stream that has no event yet. Raises Busy("hub-moved") where it is there by now."""
    try:
        with answering():
            hub.execute(
                "INSERT INTO hub_stream (commune, stream, desk) VALUES (%s, %s, %s)",
                [commune, stream, desk],
            )
    except Problem as problem:
        raise Busy("hub-moved") if problem.code == "hub-taken" else problem from None


def push(hub: Hub, commune: str, head: Head, rows: Sequence[Row]) -> Head:
    """Write `rows`, which follow `head`, and the new head, together or not at all.

    Raises Busy("hub-moved") where the head is another one by now, and as `answering` does.
    """
    last = rows[-1].envelope
    with answering(), hub.transaction():
        moved = hub.execute(
            """UPDATE hub_stream SET last_seq = %s, last_id = %s
               WHERE commune = %s AND stream = %s AND last_seq = %s
                 AND last_id IS NOT DISTINCT FROM %s::uuid""",
            [last.seq, last.event_id, commune, head.stream, head.seq, head.event_id],
        )
        if moved.rowcount != 1:
            raise Busy("hub-moved")
        with hub.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO hub_event ({COLUMNS}) VALUES ({MARKS})",  # noqa: S608
                [columns(commune, row) for row in rows],
            )
    return Head(head.stream, head.desk, last.seq, last.event_id)


def pull(hub: Hub, commune: str, stream: str, after: int) -> list[Row]:
    """The events of a stream behind seq `after`, in order, at most `PULLED_AT_ONCE`."""
    with answering():
        found = hub.execute(
            f"""SELECT {_TEXTS} FROM hub_event
                WHERE commune = %s AND stream = %s AND seq > %s ORDER BY seq LIMIT %s""",  # noqa: S608
            [commune, stream, after, PULLED_AT_ONCE],
        ).fetchall()
    return [_row(each) for each in found]


def of_kind(hub: Hub, commune: str, filing: str, kind: str) -> list[Row]:
    """The events of one kind of a filing."""
    with answering():
        found = hub.execute(
            f"SELECT {_TEXTS} FROM hub_event WHERE commune = %s AND filing = %s AND kind = %s",  # noqa: S608
            [commune, UUID(filing), kind],
        ).fetchall()
    return [_row(each) for each in found]


def event_id_at(hub: Hub, commune: str, stream: str, seq: int) -> str | None:
    """The id of one event of a stream."""
    with answering():
        found = hub.execute(
            """SELECT event_id::text FROM hub_event
               WHERE commune = %s AND stream = %s AND seq = %s""",
            [commune, stream, seq],
        ).fetchone()
    return str(found[0]) if found else None


def erase(hub: Hub, commune: str, desk: int, filing: str, kept: Collection[str]) -> None:
    """Erase what this desk sent of a filing's contents, but for events of the kinds `kept`."""
    with answering():
        hub.execute(
            """UPDATE hub_event SET sealed = NULL
               WHERE commune = %s AND filing = %s AND desk = %s AND NOT kind = ANY(%s)
                 AND sealed IS NOT NULL""",
            [commune, UUID(filing), desk, list(kept)],
        )
