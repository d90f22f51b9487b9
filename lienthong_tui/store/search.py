"""The look-up: filings by a number, a name, a telephone or a date, narrowed by a filter.

What has to be true of a filing is a `_Side`. Of all sides the one with few filings drives the
statement through its index and the others are checked of each; where every side has many, filings
are walked through, the newest first, until there are enough. So neither a number that only one
filing has nor a name that half of them have reads the whole desk.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from lienthong_tui.people.contact import parse_phone
from lienthong_tui.people.dates import PartialDate, dates_meant
from lienthong_tui.problems import Problem
from lienthong_tui.store.projections import (
    LOOKUP_LIMIT,
    PEOPLE_LIMIT,
    Line,
    lines_at,
    number_key,
    words_of,
)
from lienthong_tui.store.sqlcipher import Database, each, one, rows

_SHORTEST_FRAGMENT = 3
# Longer text is no number and no name, and the full-text query would grow with it.
_LONGEST_QUERY = 200
_FEW = 2000  # filings: sorted in a few milliseconds
_LAST = "\U0010ffff"
_FRAGMENT_OF_PHONE = re.compile(r"\+?[0-9]{3,15}", re.ASCII)


class Filter(msgspec.Struct, frozen=True):
    """What the filings found have to be; None and () ask for nothing.

    One of the `places` of the queue is enough. Days are those of the reception at the desk, both
    included. `agency` and `status` are of one and the same procedure. `holder` is the officer
    (slot) who has it in hand.
    """

    group: str | None = None
    places: tuple[str, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    agency: str | None = None
    status: str | None = None
    holder: str | None = None


EVERYTHING = Filter()


class _Side(msgspec.Struct, frozen=True):
    """Something that has to be true of a filing `f`; `given` are its parameters.

    `source` are the rows that say so, by an index; `drive` finds the filings of those, and `check`
    asks a single filing. `walk` leads through its filings, the newest first, where that is better
    than through all filings; `{}` in it takes what is to be checked. Of several the first counts.
    """

    source: str
    drive: str
    check: str
    given: dict[str, Any]
    walk: str | None = None
    ready: bool = False  # whether the walk alone is as good as any way: then nothing is counted
    few: bool = False  # whether it never has many filings: then it drives, and nothing is counted


_ALL = "filing AS f WHERE TRUE{} ORDER BY f.started DESC"


def lookup(db: Database, text: str, today: date, only: Filter = EVERYTHING) -> list[Line]:
    """The filings `text` may mean, the latest started first, at most LOOKUP_LIMIT.

    A whole reference, portal or one-stop number (case and separators do not count), ID number or
    phone number gives exactly its filings. Otherwise `text` is the beginning or end of a number
    (at least 3 characters), 3 or more digits of a phone number, a day or month of reception or
    birth (`dates_meant`), or words of a person's name, with or without diacritics, the last one
    possibly cut short. Any text is allowed; what means nothing finds nothing.

    Without any text they are all that `only` leaves; none where it leaves everything.
    """
    text = text[:_LONGEST_QUERY]
    asked = list(_asked(only))
    if not text.strip():
        return lines_at(db, _found(db, asked)) if asked else []
    if found := _found(db, [*asked, _whole(text)]):
        # The end of a reference is called out in the room; a whole number was read off a paper.
        return lines_at(db, found, exact=not _is_serial(db, text))
    meant = (_found(db, [*asked, side]) for side in _meant(text, today))
    return lines_at(db, set().union(*meant))


def name_query(words: Sequence[str]) -> str:
    """Quoted words that must all occur, the last as a prefix: nothing in them is an operator."""
    return " AND ".join(f'"{word}"' for word in words) + "*"


def _found(db: Database, sides: Sequence[_Side]) -> set[int]:
    """The newest filings of which every side is true, by the position of their first event."""
    given = {name: value for side in sides for name, value in side.given.items()}
    walked = next((side for side in sides if side.walk is not None), None)
    driver = None if len(sides) == 1 and sides[0].ready else _smallest(db, sides)

    def checks(but: _Side | None) -> str:
        return "".join(f" AND {side.check}" for side in sides if side is not but)

    if driver is not None:
        # The plus keeps SQLite from walking through all filings for the sake of the order.
        where = f"filing AS f WHERE {driver.drive}{checks(driver)} ORDER BY +f.started DESC"
    elif walked is not None and walked.walk is not None:
        where = walked.walk.format(checks(walked))
    else:
        where = _ALL.format(checks(None))
    found: set[int] = set()
    for (started,) in each(db, f"SELECT f.started FROM {where}", given):  # noqa: S608
        found.add(started)  # a filing comes once for each of its people
        if len(found) == LOOKUP_LIMIT:
            break
    return found


def _smallest(db: Database, sides: Sequence[_Side]) -> _Side | None:
    """The side with the fewest rows; None where all have many."""
    if (few := next((side for side in sides if side.few), None)) is not None:
        return few
    counts = []
    for side in sides:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {side.source} LIMIT {_FEW + 1})"  # noqa: S608
        ((count,),) = rows(db, sql, side.given)
        counts.append(count)
    fewest = min(counts, default=_FEW + 1)
    return sides[counts.index(fewest)] if fewest <= _FEW else None


def _asked(only: Filter) -> Iterator[_Side]:
    """The sides of a filter."""
    if only.group is not None:
        yield _column("f.group_id", "= :group", {"group": only.group})
    if only.places:
        given = {f"place_{n}": place for n, place in enumerate(only.places)}
        yield _column("f.place", f"IN ({', '.join(f':{name}' for name in given)})", given)
    if only.holder is not None:
        yield _column(_HOLDER, "= :holder", {"holder": only.holder})
    if only.received_from is not None or only.received_to is not None:
        first = only.received_from or date.min
        yield _received("received", first, only.received_to or date.max)
    procedure = {"agency": only.agency, "status": only.status}
    given = {name: value for name, value in procedure.items() if value is not None}
    if given:
        yield _of_filing("procedure", " AND ".join(f"{name} = :{name}" for name in given), given)


_HOLDER = "json_extract(CAST(f.summary AS TEXT), '$.holder')"


def _column(column: str, is_asked: str, given: dict[str, Any]) -> _Side:
    """A side that a column of `filing` tells."""
    condition = f"{column} {is_asked}"
    # With the plus no index of this column is used.
    return _Side(f"filing AS f WHERE {condition}", condition, f"+{condition}", given)


def _received(name: str, first: date, last: date) -> _Side:
    """Filings received from the first to the last day."""
    # Stored as ISO 8601 of UTC+7, so that a day is a beginning of the text.
    given = {f"{name}_from": first.isoformat(), f"{name}_to": f"{last}{_LAST}"}
    condition = f"f.received >= :{name}_from AND f.received < :{name}_to"
    return _Side(
        source=f"filing AS f WHERE {condition}",
        drive=condition,
        check=f"+f.received >= :{name}_from AND +f.received < :{name}_to",
        given=given,
        walk=f"filing AS f WHERE {condition}{{}} ORDER BY f.received DESC, f.started DESC",
    )


def _of_filing(table: str, condition: str, given: dict[str, Any]) -> _Side:
    """A side that rows of another table tell, each of which names its filing."""
    source = f"{table} WHERE {condition}"
    return _Side(
        source=source,
        drive=f"f.id IN (SELECT filing FROM {source})",  # noqa: S608
        check=f"EXISTS (SELECT 1 FROM {table} AS x WHERE x.filing = f.id AND +({condition}))",  # noqa: S608
        given=given,
    )


def _of_people(index: str, query: str, condition: str, given: dict[str, Any]) -> _Side:
    """A side that a full-text index of `person` tells; `condition` says the same of one person."""
    match = f"{index} MATCH :{index}"
    first = f"f.started * {PEOPLE_LIMIT}"
    return _Side(
        source=f"{index} WHERE {match}",
        drive=f"f.started IN (SELECT rowid / {PEOPLE_LIMIT} FROM {index} WHERE {match})",  # noqa: S608
        # Asking the index of one person would make it merge all words that begin so every time.
        check=f"""EXISTS (SELECT 1 FROM person
            WHERE id BETWEEN {first} AND {first} + {PEOPLE_LIMIT - 1} AND {condition})""",  # noqa: S608
        given={index: query, **given},
        # Never ranked: sorting 100,000 hits by relevance takes fifteen times as long as by row.
        walk=f"{index} CROSS JOIN filing AS f ON f.started = {index}.rowid / {PEOPLE_LIMIT}"
        f" WHERE {match}{{}} ORDER BY {index}.rowid DESC",
        ready=True,
    )


def _named(words: Sequence[str]) -> _Side:
    """Filings with somebody of all these words in one name, the last one possibly cut short."""
    given = {f"word_{n}": f" {word} " for n, word in enumerate(words[:-1])}
    given[f"word_{len(words) - 1}"] = f" {words[-1]}"
    has = " AND ".join(f"instr(' ' || name_folded || ' ', :{name})" for name in given)
    return _of_people("person_fts", name_query(words), has, given)


def _phoned(digits: str) -> _Side:
    """Filings with these digits in somebody's phone number."""
    return _of_people("phone_fts", f'"{digits}"', "instr(phone, :digits)", {"digits": digits})


def _whole(text: str) -> _Side:
    """Filings that have this very number."""
    numbers = "SELECT filing FROM number WHERE forwards = :whole"
    ids = "SELECT filing FROM person WHERE id_number = :whole"
    phones = "SELECT filing FROM person WHERE phone = :phone"
    phone = _phone(text)
    all_of_them = f"({numbers} UNION ALL {ids} UNION ALL {phones})"
    return _Side(
        source=all_of_them,
        drive=f"f.id IN {all_of_them}",
        check="""(EXISTS (SELECT 1 FROM number AS x WHERE x.filing = f.id AND +forwards = :whole)
            OR EXISTS (SELECT 1 FROM person AS x WHERE x.filing = f.id
                       AND (+id_number = :whole OR +phone = :phone)))""",
        given={"whole": number_key(text) or None, "phone": phone},
        few=phone is None,  # one telephone may stand in thousands of filings
    )


def _is_serial(db: Database, text: str) -> bool:
    found = one(
        db,
        "SELECT 1 FROM number WHERE forwards = ? AND kind = 'serial' LIMIT 1",
        [number_key(text)],
    )
    return found is not None


def _meant(text: str, today: date) -> Iterator[_Side]:
    """Everything that a text may mean which is no whole number."""
    if words := words_of(text):
        yield _named(words)
    if (key := number_key(text))[_SHORTEST_FRAGMENT - 1 :]:
        yield from _numbered(key)
    if (digits := _fragment_of_phone(text)) is not None:
        yield _phoned(digits)
    for day in dates_meant(text, today=today):
        yield _received("day", day.earliest, day.latest)
        yield _born(day)


_BEGINS = "forwards >= :key AND forwards < :key || :last"
_ENDS = "backwards >= :yek AND backwards < :yek || :last"


def _numbered(key: str) -> Iterator[_Side]:
    """Filings with a number that begins or ends so. A range, unlike LIKE, uses the index always."""
    given = {"key": key, "yek": key[::-1], "last": _LAST}
    if key[0].isdigit():
        # So begin the serials of a day, of which every day has the same: their order says nothing.
        found = f"""(SELECT filing FROM number WHERE {_BEGINS}
            UNION ALL SELECT filing FROM number WHERE {_ENDS})"""  # noqa: S608
        yield _Side(
            source=found,
            drive=f"f.id IN {found}",
            check=f"""EXISTS (SELECT 1 FROM number AS x
                WHERE x.filing = f.id AND +(({_BEGINS}) OR ({_ENDS})))""",  # noqa: S608
            given=given,
        )
        return
    # All others hold their day: the greatest are the newest.
    walk = f"""number AS n CROSS JOIN filing AS f ON f.id = n.filing
        WHERE {_BEGINS}{{}} ORDER BY n.forwards DESC"""
    yield replace(_of_filing("number", _BEGINS, given), walk=walk, ready=True)
    yield _of_filing("number", _ENDS, given)


def _born(day: PartialDate) -> _Side:
    """Filings with somebody born on a day, or within a month."""
    condition = "birth >= :born AND birth < :born || :last"
    given = {"born": day.text, "last": _LAST}
    # The row of a person tells the filing: it need not be read for that.
    started = f"SELECT id / {PEOPLE_LIMIT} FROM person WHERE {condition}"  # noqa: S608
    side = _of_filing("person", condition, given)
    return replace(side, drive=f"f.started IN ({started})")


def _fragment_of_phone(text: str) -> str | None:
    """The digits of a text that may be a piece of a phone number, +84 as its 0."""
    compact = re.sub(r"[\s.()-]", "", text)
    if _FRAGMENT_OF_PHONE.fullmatch(compact) is None:
        return None
    digits = f"0{compact[3:]}" if compact.startswith("+84") else compact.removeprefix("+")
    return digits if len(digits) >= _SHORTEST_FRAGMENT else None


def _phone(text: str) -> str | None:
    try:
        return parse_phone(text)
    except Problem:
        return None
