"""What can still be read of a damaged `desk.db`, row by row, and what cannot.

A page whose seal (HMAC) is wrong is never read: what comes out here is what was written, whole. The
rows of a damaged page are narrowed down by reading smaller and smaller ranges of a table.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store.sqlcipher import (
    Database,
    OperationalError,
    Parameters,
    connect_unread,
    each,
    rows,
)

# Made again from the journal, or by SQLite for itself.
NOT_COPIED = (
    *("filing", "procedure", "person", "number", "person_fts", "phone_fts"),
    *("sqlite_", "_sqlite_migrations"),
)
_MOST_ROWS = 2**32
_MOST_TABLES = 300  # and indexes and triggers, in the list of them
_AT_ONCE = 64  # rows: a few papers of some megabytes each


@dataclass
class Source:
    """A file of pages sealed with `key`, of which some may be damaged: `pages`, from 1."""

    path: Path
    key: bytes = field(repr=False)
    pages: frozenset[int] = frozenset()
    _db: Database | None = None

    def ask(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]] | None:
        """The rows of one statement; None where a damaged page lies in the way."""
        if self._db is None:
            self._db = _tolerant(self.path, self.key)
        try:
            return rows(self._db, sql, parameters)
        except (DeskUnavailable, OperationalError):  # or a table that is not known any more
            self.close()  # SQLCipher reads nothing more on a connection that met a damaged page
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None


@dataclass(frozen=True)
class Table:
    """A table of the damaged file: its columns, and the page its tree begins on."""

    name: str
    columns: tuple[str, ...]
    root: int


@dataclass
class Lost:
    """The rows of a table that could not be read: how many, those of its last page, all of it."""

    rows: int = 0
    end: bool = False
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.end or self.whole)


def opened(path: Path, key: bytes) -> Source:
    """The file, with the pages that are damaged. Raises DeskUnavailable `salvage-nothing`: its
    first page is, or it was sealed with another key: nothing of it can be read."""
    db = connect_unread(path, key, mode="ro")
    try:
        said = [str(row[0]) for row in each(db, "PRAGMA cipher_integrity_check")]
    finally:
        db.close()
    # "HMAC verification failed for page 12"
    pages = frozenset(int(words[-1]) for line in said if (words := line.split())[-1].isdigit())
    source = Source(path, key, pages)
    if 1 in pages or not tables(source):
        source.close()
        raise DeskUnavailable("salvage-nothing", path=str(path))
    return source


def tables(source: Source) -> list[Table]:
    """The tables that hold what cannot be made again, in the order they were made."""
    found = []
    for number in range(1, _MOST_TABLES):
        named = source.ask(
            """SELECT name, rootpage FROM sqlite_master
               WHERE rowid = ? AND type = 'table' AND rootpage > 0""",
            [number],
        )
        found += named or []
    return [
        Table(name, columns, root)
        for name, root in found
        if not name.startswith(NOT_COPIED)
        if (columns := _columns(source, name))
    ]


def read(source: Source, table: Table, lost: Lost) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that can be read, in the order of their rowids; `lost` is told the rest.

    A table whose first page is damaged, or that is not known any more, is lost as a whole.
    """
    if lost.whole or table.root in source.pages:
        lost.whole = True
        return
    # By the table's own tree: an index that is damaged is in nobody's way.
    order = f"SELECT rowid FROM {table.name} ORDER BY rowid"  # noqa: S608
    last = source.ask(f"{order} DESC LIMIT 1")
    lost.end = last is None
    if last == []:
        return
    high = last[0][0] if last else _last_readable(source, table)
    for first in range(1, high + 1, _AT_ONCE):
        yield from _range(source, table, first, min(first + _AT_ONCE - 1, high), lost)


def _range(
    source: Source, table: Table, first: int, last: int, lost: Lost
) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(table.columns)
    found = source.ask(
        f"SELECT {columns} FROM {table.name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",  # noqa: S608
        [first, last],
    )
    if found is not None:
        yield from found
    elif first == last:
        lost.rows += 1
    else:
        middle = (first + last) // 2
        yield from _range(source, table, first, middle, lost)
        yield from _range(source, table, middle + 1, last, lost)


def _last_readable(source: Source, table: Table) -> int:
    """About the last rowid before the last page of a table, where that one is damaged."""
    low, high = 0, 1
    while high < _MOST_ROWS and any(_is_before_end(source, table, high * by) for by in (1, 2, 4)):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_before_end(source, table, middle) else (low, middle)
    return low


def _is_before_end(source: Source, table: Table, row: int) -> bool:
    return bool(
        source.ask(f"SELECT 1 FROM {table.name} WHERE rowid >= ? ORDER BY rowid LIMIT 1", [row])  # noqa: S608
    )


def _tolerant(path: Path, key: bytes) -> Database:
    """A connection that reads what it can: of a file shorter than it says, and with as many of the
    tables as are named before a damaged page of their list."""
    db = connect_unread(path, key, mode="ro")
    db.execute("PRAGMA writable_schema=on")
    with suppress(Exception):  # the first statement meets the damage, the next ones the rest
        db.execute("SELECT 1 FROM sqlite_master").fetchone()
    return db


def _columns(source: Source, name: str) -> tuple[str, ...]:
    found = source.ask(f"PRAGMA table_info({name})") or []
    return tuple(column for _, column, *_ in found)
