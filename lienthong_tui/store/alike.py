"""Where a filing about the same person may be: found through indexes, to be compared elsewhere.

Every function gives the people of one role in filings of one group, in no order.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lienthong_tui.store.projections import words_of
from lienthong_tui.store.search import name_query
from lienthong_tui.store.sqlcipher import Database, rows

_PIECE = 500
_WHO = "SELECT started, filing, name FROM person JOIN filing ON filing.id = person.filing"


class Person(NamedTuple):
    """Somebody in a filing; `started` grows with the time it was begun."""

    started: int
    filing: str
    name: str


Found = list[Person]


def by_numbers(db: Database, group: str, role: str, numbers: Iterable[str]) -> Found:
    """Who has one of these ID numbers."""
    # With `+role`: an index that begins with it would look at everybody who has that role.
    sql = f"{_WHO} WHERE +role = ? AND id_number IN ({{}}) AND group_id = ?"
    return _each(db, sql, group, role, numbers)


def by_births(db: Database, group: str, role: str, births: Iterable[str]) -> Found:
    """Whose birth is told by one of these texts (EDTF), exactly so."""
    sql = f"{_WHO} WHERE role = ? AND birth IN ({{}}) AND group_id = ?"
    return _each(db, sql, group, role, births)


def born_within(db: Database, group: str, role: str, first: int, last: int) -> Found:
    """Who was born from the year `first` to the year `last`."""
    sql = f"{_WHO} WHERE role = ? AND birth >= ? AND birth < ? AND group_id = ?"
    return _people(db, sql, [role, f"{first:04}", f"{last + 1:04}", group])


def named(db: Database, group: str, role: str, name: str, *, unborn: bool) -> Found:
    """Who has exactly these words as a name, marks aside; `unborn`: of whom no birth is told."""
    words = words_of(name)
    if not words:
        return []
    return _people(
        db,
        """SELECT started, person.filing, name FROM person_fts
           JOIN person ON person.id = person_fts.rowid JOIN filing ON filing.id = person.filing
           WHERE person_fts MATCH ? AND person.name_folded = ? AND (birth IS NULL OR NOT ?)
             AND +role = ? AND group_id = ?""",
        [name_query(words), " ".join(words), unborn, role, group],
    )


def _each(db: Database, sql: str, group: str, role: str, values: Iterable[str]) -> Found:
    """What `sql` finds with some of the values at a time: a statement takes only so many."""
    every, found = sorted(set(values)), Found()
    for place in range(0, len(every), _PIECE):
        piece = every[place : place + _PIECE]
        found += _people(db, sql.format(",".join("?" * len(piece))), [role, *piece, group])
    return found


def _people(db: Database, sql: str, parameters: list[str | bool]) -> Found:
    return [Person(*row) for row in rows(db, sql, parameters)]
