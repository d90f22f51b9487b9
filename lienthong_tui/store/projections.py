"""What the journal says now, in tables that can be searched, and the look-up over them.

These tables hold nothing of their own: `journal.append` writes them in the transaction that
appends, and `journal.rebuild` makes the same tables again from the journal alone.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from lienthong_tui.filing.envelope import canonical
from lienthong_tui.people.contact import parse_phone
from lienthong_tui.problems import Problem
from lienthong_tui.store.sqlcipher import Database, one, rows, writing
from lienthong_tui.text.fold import fold

VERSION = 8
"""Of what the tables hold: a desk whose tables are of another is read from the journal anew."""

LOOKUP_LIMIT = 50
_PEOPLE_LIMIT = 1000
_SHORTEST_FRAGMENT = 3
# Longer text is no number and no name, and the full-text query would grow with it.
_LONGEST_QUERY = 200


class Procedure(msgspec.Struct, frozen=True):
    """Where one procedure of a filing stands; `expected` is a date as text."""

    id: str
    agency: str
    status: str
    expected: str | None
    verified: bool


class Person(msgspec.Struct, frozen=True):
    """One person of a filing, as far as the look-up needs; `birth` is EDTF text."""

    role: str
    name: str
    id_number: str | None = None
    phone: str | None = None
    birth: str | None = None


class Projection(msgspec.Struct, frozen=True):
    """One filing as the folded journal shows it.

    `numbers` are (kind, value) pairs: the reference, the portal's and the one-stop number.
    `place` is where it stands in the queue, `due` the first date expected, `closed` the time of the
    last result (`time_text`). `summary` is any JSON object (no floats) for lists to show.
    """

    filing: str
    group: str
    state: str
    label: str
    reference: str | None = None
    received: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    procedures: tuple[Procedure, ...] = ()
    people: tuple[Person, ...] = ()
    summary: dict[str, Any] = {}
    place: str = ""
    due: str | None = None
    closed: str | None = None


class Line(msgspec.Struct, frozen=True):
    """A filing as one line of a list. `position` is that of its last event, `updated` its time.

    `exact`: it was found by a whole reference, official number, ID or phone number.
    """

    filing: str
    reference: str | None
    group: str
    state: str
    received: str | None
    updated: str
    position: int
    label: str
    summary: dict[str, Any]
    procedures: tuple[Procedure, ...]
    exact: bool = False
    place: str = ""
    due: str | None = None
    closed: str | None = None


def write(
    db: Database, projection: Projection, *, started: int, position: int, updated: str
) -> None:
    """Make the tables say of this filing what `projection` says.

    `started` and `position` are the journal positions of its first and last event, `updated` the
    time of the last. Call it inside the `writing` that appends.
    """
    if len(projection.people) >= _PEOPLE_LIMIT:
        raise ValueError("more people than one filing can list")
    filing = projection.filing
    db.execute(
        """INSERT INTO filing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET
             position = excluded.position, updated = excluded.updated,
             reference = excluded.reference, group_id = excluded.group_id,
             state = excluded.state, received = excluded.received,
             label = excluded.label, summary = excluded.summary, place = excluded.place,
             due = excluded.due, closed = excluded.closed""",
        [
            filing,
            started,
            position,
            updated,
            projection.reference,
            projection.group,
            projection.state,
            projection.received,
            projection.label,
            canonical(projection.summary),
            projection.place,
            projection.due,
            projection.closed,
        ],
    )
    _replace(
        db,
        "procedure",
        filing,
        [
            (filing, ordinal, p.id, p.agency, p.status, p.expected, int(p.verified))
            for ordinal, p in enumerate(projection.procedures)
        ],
    )
    _replace(
        db,
        "number",
        filing,
        sorted(
            (filing, kind, value, _key(value), _key(value)[::-1])
            for kind, value in set(projection.numbers)
        ),
    )
    _replace(
        db,
        "person",
        filing,
        [
            (
                started * _PEOPLE_LIMIT + index,
                filing,
                p.role,
                p.name,
                fold(p.name),
                p.id_number,
                p.phone,
                p.birth,
            )
            for index, p in enumerate(projection.people)
        ],
    )


def clear(db: Database) -> None:
    """Empty every projection table."""
    with writing(db):
        for table in ("person", "number", "procedure", "filing"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608


def lookup(db: Database, text: str) -> list[Line]:
    """The filings `text` may mean, the latest started first, at most LOOKUP_LIMIT.

    A whole reference, portal or one-stop number (case and separators do not count), ID number or
    phone number gives exactly its filings. Otherwise `text` is the beginning or end of a number
    (at least 3 characters) or words of a person's name, with or without diacritics, the last one
    possibly cut short. Any text is allowed; what means nothing finds nothing.
    """
    text = text[:_LONGEST_QUERY]
    exact = _exact(db, text)
    # The end of a reference is called out in the room; only a whole number was read off a paper.
    whole = bool(exact) and not _is_serial(db, text)
    return _lines(db, exact or _fragments(db, text) | _named(db, text), exact=whole)


def untouched(db: Database, state: str, before: str) -> list[Line]:
    """All filings in `state` whose last change was before a time (`time_text`), oldest first."""
    found = rows(
        db,
        "SELECT started FROM filing WHERE state = ? AND updated < ? ORDER BY updated, started",
        [state, before],
    )
    # In pieces: what is due after years without a purge may be more than a statement can name.
    lines = {line.filing: line for (started,) in found for line in _lines(db, {started})}
    return list(lines.values())


def lines_of(db: Database, filings: Sequence[str]) -> list[Line]:
    """Filings as lines of a list, in the order given; one that is not there is left out."""
    lines: dict[str, Line] = {}
    # In pieces: a year may be more than a statement can name.
    for place in range(0, len(filings), LOOKUP_LIMIT):
        piece = filings[place : place + LOOKUP_LIMIT]
        marks = ",".join("?" * len(piece))
        found = rows(db, f"SELECT started FROM filing WHERE id IN ({marks})", piece)  # noqa: S608
        lines |= {line.filing: line for line in _lines(db, {started for (started,) in found})}
    return [lines[filing] for filing in filings if filing in lines]


def received_around(db: Database, first: str, last: str) -> list[str]:
    """The filings received from the day `first` to the day `last` (ISO 8601), purged ones too, in
    the order they were started; and some of the day before and after, for a reception may be
    written in another zone."""
    found = rows(
        db,
        """SELECT id FROM filing
           WHERE substr(received, 1, 10) BETWEEN date(?, '-1 day') AND date(?, '+1 day')
           ORDER BY started""",
        [first, last],
    )
    return [filing for (filing,) in found]


def roles_of(db: Database, id_number: str) -> dict[str, tuple[str, ...]]:
    """The roles that the bearer of an ID number has, by filing, the latest started first."""
    found: dict[str, tuple[str, ...]] = {}
    for filing, role in rows(
        db,
        """SELECT filing, role FROM person JOIN filing ON filing.id = person.filing
           WHERE id_number = ? ORDER BY started DESC, person.id""",
        [id_number],
    ):
        found[filing] = (*found.get(filing, ()), role)
    return found


def bearer(db: Database, reference: str) -> str | None:
    """The filing that bears this reference, also one still being declared."""
    found = one(
        db,
        "SELECT filing FROM number WHERE kind = 'reference' AND forwards = ? LIMIT 1",
        [_key(reference)],
    )
    return found[0] if found else None


def line_of(db: Database, filing: str) -> Line | None:
    """One filing as a line of a list."""
    found = one(db, "SELECT started FROM filing WHERE id = ?", [filing])
    return _lines(db, {found[0]})[0] if found else None


def count(db: Database, state: str) -> int:
    """How many filings are in `state`."""
    ((found,),) = rows(db, "SELECT count(*) FROM filing WHERE state = ?", [state])
    return int(found)


def standing_in(db: Database, places: Sequence[str]) -> list[Line]:
    """The filings in some places of the queue, those expected first on top, then the oldest."""
    marks = ",".join("?" * len(places))
    found = rows(
        db,
        f"""SELECT id FROM filing WHERE place IN ({marks})
            ORDER BY due IS NULL, due, position""",  # noqa: S608
        places,
    )
    return lines_of(db, [filing for (filing,) in found])


def closed_before(db: Database, place: str, before: str) -> list[Line]:
    """The filings in a place of the queue whose last result came before a time (`time_text`)."""
    found = rows(
        db,
        "SELECT id FROM filing WHERE place = ? AND closed < ? ORDER BY closed, position",
        [place, before],
    )
    return lines_of(db, [filing for (filing,) in found])


def recent(db: Database, state: str | None = None) -> list[Line]:
    """The filings (in `state`; else all with contents) touched last, newest first, at most
    LOOKUP_LIMIT."""
    found = rows(
        db,
        """SELECT started FROM filing WHERE state = :state OR (:state IS NULL AND state <> 'purged')
           ORDER BY position DESC LIMIT :limit""",
        {"state": state, "limit": LOOKUP_LIMIT},
    )
    lines = _lines(db, {started for (started,) in found})
    return sorted(lines, key=lambda line: line.position, reverse=True)


def _exact(db: Database, text: str) -> set[int]:
    found = rows(
        db,
        """SELECT started FROM filing WHERE id IN (
             SELECT filing FROM number WHERE forwards = :key
             UNION SELECT filing FROM person WHERE id_number = :key
             UNION SELECT filing FROM person WHERE phone = :phone)
           ORDER BY started DESC LIMIT :limit""",
        {"key": _key(text) or None, "phone": _phone(text), "limit": LOOKUP_LIMIT},
    )
    return {started for (started,) in found}


def _is_serial(db: Database, text: str) -> bool:
    found = one(
        db, "SELECT 1 FROM number WHERE forwards = ? AND kind = 'serial' LIMIT 1", [_key(text)]
    )
    return found is not None


def _fragments(db: Database, text: str) -> set[int]:
    key = _key(text)
    if len(key) < _SHORTEST_FRAGMENT:
        return set()
    # A range, unlike LIKE, always uses the index and knows no wildcard.
    found = rows(
        db,
        """SELECT started FROM filing WHERE id IN (
             SELECT filing FROM number WHERE forwards >= :key AND forwards < :key || :last
             UNION SELECT filing FROM number
               WHERE backwards >= :yek AND backwards < :yek || :last)
           ORDER BY started DESC LIMIT :limit""",
        {"key": key, "yek": key[::-1], "last": "\U0010ffff", "limit": LOOKUP_LIMIT},
    )
    return {started for (started,) in found}


def _named(db: Database, text: str) -> set[int]:
    query = name_query(text)
    if query is None:
        return set()
    # Never ranked: sorting 100,000 hits by relevance takes fifteen times as long as by row.
    found = rows(
        db,
        """SELECT DISTINCT rowid / ? AS started FROM person_fts WHERE person_fts MATCH ?
           ORDER BY started DESC LIMIT ?""",
        [_PEOPLE_LIMIT, query, LOOKUP_LIMIT],
    )
    return {started for (started,) in found}


def name_query(text: str) -> str | None:
    """Quoted words that must all occur, the last as a prefix: nothing in them is an operator."""
    words = [f'"{word}"' for word in re.findall(r"[^\W_]+", fold(text))]
    return " AND ".join(words) + "*" if words else None


def _lines(db: Database, started: set[int], *, exact: bool = False) -> list[Line]:
    chosen = sorted(started, reverse=True)[:LOOKUP_LIMIT]
    marks = ",".join("?" * len(chosen))
    found = rows(
        db,
        f"""SELECT id, reference, group_id, state, received, updated, position, label, summary,
              place, due, closed
            FROM filing WHERE started IN ({marks}) ORDER BY started DESC""",  # noqa: S608
        chosen,
    )
    return [
        Line(*[*row[:8], msgspec.json.decode(row[8]), _procedures(db, row[0]), exact, *row[9:]])
        for row in found
    ]


def _procedures(db: Database, filing: str) -> tuple[Procedure, ...]:
    found = rows(
        db,
        """SELECT id, agency, status, expected, verified FROM procedure
           WHERE filing = ? ORDER BY ordinal""",
        [filing],
    )
    return tuple(
        Procedure(name, agency, status, expected, bool(verified))
        for name, agency, status, expected, verified in found
    )


def _replace(db: Database, table: str, filing: str, wanted: list[tuple[Any, ...]]) -> None:
    """Exchange a filing's rows of `table`, unless they are right: an answer rarely changes them."""
    present = rows(db, f"SELECT * FROM {table} WHERE filing = ?", [filing])  # noqa: S608
    if present == wanted:
        return
    db.execute(f"DELETE FROM {table} WHERE filing = ?", [filing])  # noqa: S608
    for row in wanted:
        db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)  # noqa: S608


def _key(text: str) -> str:
    """The letters and digits of a number, folded, so that typing it carelessly finds it."""
    return "".join(re.findall(r"[^\W_]+", fold(text)))


def _phone(text: str) -> str | None:
    try:
        return parse_phone(text)
    except Problem:
        return None
