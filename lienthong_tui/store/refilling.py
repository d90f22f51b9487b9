"""A new `desk.db` of what can be read of a damaged one, its holes filled from earlier copies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from lienthong_tui.filing.envelope import GENESIS, Envelope, Gap, commitment, envelope_hash
from lienthong_tui.store import schema
from lienthong_tui.store.purging import NAMING, named
from lienthong_tui.store.salvage import NOT_COPIED, Lost, Source, Table, read, tables
from lienthong_tui.store.sqlcipher import Database, connect, each, one, writing

_ORDER = "event_in_order"
_PURGED = "filing.purged"
_ENVELOPE = Envelope.__struct_fields__
_TOGETHER = 8  # rows in one transaction, each perhaps a paper of many megabytes
_TAKEN_OVER = ("counter", "meta", "signing_key", "slot")
"""Tables whose lost rows an earlier copy may fill. Not those from which a row is deleted to end
what it allows: a phone, a code on paper, a kiosk would count again."""

Row = tuple[Any, ...]


@dataclass
class Refill:
    """What came of it: `refilled` things came from other copies, and this is lost for good.

    `gaps` are events; `payloads` (kind, filing or None) are those of events that are there;
    `contents` the hex SHA-256 of papers; `tables` the others that rows are missing of.
    """

    refilled: int = 0
    gaps: tuple[Gap, ...] = ()
    payloads: tuple[tuple[str, str | None], ...] = ()
    contents: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass
class _Chains:
    """The last event of each stream as it was written, and the gaps met on the way."""

    heads: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)


def refill(
    source: Source, copies: Sequence[Source], target: Path, key: bytes, spares: Sequence[bytes]
) -> Refill:
    """Make `target` under `key` of the tables of `source`.

    What is missing is looked for in `copies`, earlier ones of the same desk, and a content also
    among `spares`, which the program itself has. Raises as `sqlcipher.connect`.
    """
    schema.create(target, key).close()
    db = connect(target, key)
    try:
        made = Refill()
        db.execute("PRAGMA foreign_keys=off")  # a payload may be there whose event is not
        db.execute(f"DROP TRIGGER {_ORDER}")
        named = {table.name: table for table in tables(source)}
        for name, columns in _wanted(db):
            table = named.get(name, Table(name, columns, 0))
            lost = Lost(whole=name not in named)
            if name == "event":
                ends = _ends((source, *copies))
                _events(db, read(source, table, lost), table, copies, made, ends)
                continue
            _copy(db, table, read(source, table, lost))
            if lost and name not in ("payload", "content"):
                made.tables = (*made.tables, name)
                for copy in copies if name in _TAKEN_OVER else ():
                    _copy(db, table, _all(copy, table))
        db.execute(
            """DELETE FROM payload WHERE NOT EXISTS (SELECT 1 FROM event
               WHERE event.stream = payload.stream AND event.seq = payload.seq)"""
        )
        _payloads(db, copies, made)
        _contents(db, copies, spares, made)
        db.execute(schema.TRIGGERS[_ORDER])
        return made
    finally:
        db.close()


def _copy(db: Database, table: Table, found: Iterator[Row]) -> None:
    known = {row[1] for row in each(db, f"PRAGMA table_info({table.name})")}
    names = [name for name in table.columns if name in known]
    marks = ", ".join("?" * len(names))
    places = [table.columns.index(name) for name in names]
    sql = f"INSERT OR IGNORE INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    for rows in _grouped(found):
        with writing(db):
            for row in rows:
                db.execute(sql, [row[place] for place in places])


def _all(copy: Source, table: Table) -> Iterator[Row]:
    """The rows of a table in an earlier copy: what is there already is newer, and stays."""
    yield from copy.ask(f"SELECT {', '.join(table.columns)} FROM {table.name}") or ()  # noqa: S608


def _wanted(db: Database) -> list[tuple[str, tuple[str, ...]]]:
    """The tables to be filled, with their columns."""
    names = each(
        db, "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY rowid"
    )
    return [
        (name, tuple(row[1] for row in each(db, f"PRAGMA table_info({name})")))
        for (name,) in list(names)
        if not name.startswith(NOT_COPIED)
    ]


def _ends(sources: Sequence[Source]) -> dict[str, int]:
    """Where the desk left a stream for another one: what a copy has of it behind that is of a
    branch that was given up."""
    ends = {}
    for (body,) in _asked(
        sources,
        """SELECT body FROM event JOIN payload USING (stream, seq) WHERE kind = 'desk.continued'""",
        [],
    ):
        told = msgspec.json.decode(body)
        ends[told["of"]] = told["seq"]
    return ends


def _events(
    db: Database,
    found: Iterator[Row],
    table: Table,
    copies: Sequence[Source],
    made: Refill,
    ends: Mapping[str, int],
) -> None:
    """The events in their order, each stream's holes filled where a copy has what was there."""
    chains = _Chains()
    order = [table.columns.index(name) for name in ("position", *_ENVELOPE)]
    for rows in _grouped(found):
        with writing(db):
            for row in rows:
                position, *fields = (row[place] for place in order)
                envelope = Envelope(*fields)
                seq, _ = chains.heads.get(envelope.stream, (0, GENESIS))
                _fill(db, copies, chains, made, envelope.stream, seq, envelope)
                _put(db, chains, position, envelope)
    with writing(db):
        for stream in {*chains.heads, *_streams(copies)}:
            seq, _ = chains.heads.get(stream, (0, GENESIS))
            _fill(db, copies, chains, made, stream, seq, None, ends.get(stream))
    made.gaps = tuple(chains.gaps)


def _fill(
    db: Database,
    copies: Sequence[Source],
    chains: _Chains,
    made: Refill,
    stream: str,
    after: int,
    following: Envelope | None,
    end: int | None = None,
) -> None:
    """What a copy has of a stream behind `after` and before the event that follows; a gap is noted
    where something is missing all the same."""
    before = following.seq if following else end and end + 1
    for position, envelope in _of_copies(copies, stream, after, before):
        seq, last = chains.heads.get(stream, (0, GENESIS))
        follows = envelope.seq == seq + 1 and envelope.previous == last
        free = one(db, "SELECT 1 FROM event WHERE position = ?", [position]) is None
        if follows and free and envelope.hash == envelope_hash(envelope):
            made.refilled += 1
            _put(db, chains, position, envelope)
    seq, last = chains.heads.get(stream, (0, GENESIS))
    if following is not None and (following.seq != seq + 1 or following.previous != last):
        chains.gaps.append(Gap(stream, seq, following.seq, following.previous.hex()))


def _of_copies(
    copies: Sequence[Source], stream: str, after: int, before: int | None
) -> list[tuple[int, Envelope]]:
    """The events of the copy that has most of them between two places of a stream."""
    if before is not None and before == after + 1:
        return []
    best: list[tuple[int, Envelope]] = []
    for copy in copies:
        found = copy.ask(
            f"""SELECT position, {", ".join(_ENVELOPE)} FROM event
                WHERE stream = ? AND seq > ? AND seq < ? ORDER BY seq""",  # noqa: S608
            [stream, after, before or 2**62],
        )
        if found and len(found) > len(best):
            best = [(position, Envelope(*fields)) for position, *fields in found]
    return best


def _streams(copies: Sequence[Source]) -> set[str]:
    return {
        stream
        for copy in copies
        for (stream,) in copy.ask("SELECT DISTINCT stream FROM event") or ()
    }


def _put(db: Database, chains: _Chains, position: int, envelope: Envelope) -> None:
    names = ", ".join(("position", *_ENVELOPE))
    marks = ", ".join("?" * (1 + len(_ENVELOPE)))
    db.execute(
        f"INSERT INTO event ({names}) VALUES ({marks})",  # noqa: S608
        [position, *msgspec.structs.astuple(envelope)],
    )
    chains.heads[envelope.stream] = envelope.seq, envelope.hash


def _payloads(db: Database, copies: Sequence[Source], made: Refill) -> None:
    """Payloads that are missing, but for those of filings that were purged."""
    missing = list(
        each(
            db,
            """SELECT stream, seq, kind, filing, commitment FROM event AS e
               LEFT JOIN payload USING (stream, seq)
               WHERE body IS NULL AND NOT EXISTS (
                 SELECT 1 FROM event WHERE filing = e.filing AND kind = ? AND e.kind <> ?)""",
            [_PURGED, _PURGED],
        )
    )
    lost = []
    for stream, seq, kind, filing, committed in missing:
        for salt, body in _asked(
            copies, "SELECT salt, body FROM payload WHERE stream = ? AND seq = ?", [stream, seq]
        ):
            if commitment(salt, body) == committed:
                with writing(db):
                    db.execute("INSERT INTO payload VALUES (?, ?, ?, ?)", [stream, seq, salt, body])
                made.refilled += 1
                break
        else:
            lost.append((kind, filing))
    made.payloads = tuple(lost)


def _contents(
    db: Database, copies: Sequence[Source], spares: Sequence[bytes], made: Refill
) -> None:
    """Contents that a payload names and that are missing."""
    own = {sha256(data).hexdigest(): data for data in spares}
    lost = []
    for name in sorted(named(db, NAMING)):
        if one(db, "SELECT 1 FROM content WHERE sha256 = ?", [name]) is not None:
            continue
        found = [(own[name],)] if name in own else []
        found += _asked(copies, "SELECT data FROM content WHERE sha256 = ?", [name])
        data = next((data for (data,) in found if sha256(data).hexdigest() == name), None)
        if data is None:
            lost.append(name)
            continue
        with writing(db):
            db.execute("INSERT INTO content VALUES (?, ?, ?)", [name, len(data), data])
        made.refilled += name not in own
    made.contents = tuple(lost)


def _asked(copies: Sequence[Source], sql: str, parameters: Sequence[Any]) -> list[Row]:
    return [row for copy in copies for row in copy.ask(sql, parameters) or ()]


def _grouped(found: Iterator[Row]) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for row in found:
        rows.append(row)
        if len(rows) == _TOGETHER:
            yield rows
            rows = []
    yield rows
