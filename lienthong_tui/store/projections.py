"""What the journal says now, in tables that can be listed and searched (`search`).

These tables hold nothing of their own: `journal.append` writes them in the transaction that
appends, and `journal.rebuild` makes the same tables again from the journal alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from lienthong_tui.filing.envelope import canonical
from lienthong_tui.store.sqlcipher import Database, Parameters, one, rows, writing
from lienthong_tui.text.fold import fold

VERSION = 11
"""Of what the tables hold: a desk whose tables are of another is read from the journal anew."""

LOOKUP_LIMIT = 50
_HERE = "elsewhere IS NULL"
_NAMED_AT_ONCE = 500  # in one statement
PEOPLE_LIMIT = 1000
"""The row of a person is `started` of the filing times this, and their place in it."""


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

    `exact`: it was found by a whole reference, official number, ID or phone number. `elsewhere` is
    the number of the other desk that has it, `late` how many events came too late to count.
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
    elsewhere: int | None = None
    late: int = 0


class Named(msgspec.Struct, frozen=True):
    """What a filing is called by: its reference, or while it has none whom it is about, "" where
    that is not known either."""

    filing: str
    reference: str | None
    label: str


def write(
    db: Database,
    projection: Projection,
    *,
    started: int,
    position: int,
    updated: str,
    elsewhere: int | None = None,
    late: int = 0,
) -> None:
    """Make the tables say of this filing what `projection` says.

    `started` and `position` are the journal positions of its first and last event, `updated` the
    time of the last. `elsewhere` is the number of the desk that has it, where that is another one,
    `late` how many of its events do not count. Call it inside the `writing` that appends.
    """
    if len(projection.people) >= PEOPLE_LIMIT:
        raise ValueError("more people than one filing can list")
    filing = projection.filing
    _put(
        db,
        {
            "id": filing,
            "started": started,
            "position": position,
            "updated": updated,
            "reference": projection.reference,
            "group_id": projection.group,
            "state": projection.state,
            "received": projection.received,
            "label": projection.label,
            "summary": canonical(projection.summary),
            "place": projection.place,
            "due": projection.due,
            "closed": projection.closed,
            "elsewhere": elsewhere,
            "late": late,
        },
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
            (filing, kind, value, number_key(value), number_key(value)[::-1])
            for kind, value in set(projection.numbers)
        ),
    )
    _replace(
        db,
        "person",
        filing,
        [
            (
                started * PEOPLE_LIMIT + index,
                filing,
                p.role,
                p.name,
                " ".join(words_of(p.name)),
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


def untouched(db: Database, state: str, before: str) -> list[Line]:
    """All filings of this desk in `state` whose last change was before a time (`time_text`), oldest
    first."""
    return _lines(
        db, f"state = ? AND updated < ? AND {_HERE} ORDER BY updated, started", [state, before]
    )


def lines_of(db: Database, filings: Sequence[str]) -> list[Line]:
    """Filings as lines of a list, in the order given; one that is not there is left out."""
    lines: dict[str, Line] = {}
    for piece in _pieces(filings):
        marks = ",".join("?" * len(piece))
        lines |= {line.filing: line for line in _lines(db, f"id IN ({marks})", piece)}
    return [lines[filing] for filing in filings if filing in lines]


def received_around(db: Database, first: str, last: str) -> list[str]:
    """The filings of this desk received from the day `first` to the day `last` (ISO 8601), purged
    ones too, in the order they were started; and some of the day before and after, for a reception
    may be written in another zone."""
    found = rows(
        db,
        f"""SELECT id FROM filing
            WHERE substr(received, 1, 10) BETWEEN date(?, '-1 day') AND date(?, '+1 day')
              AND {_HERE}
            ORDER BY started""",  # noqa: S608
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


def is_borne(db: Database, reference: str, but: str | None) -> bool:
    """Whether a filing bears this reference, also one still being declared; `but` one of them."""
    found = one(
        db,
        """SELECT 1 FROM number
           WHERE kind = 'reference' AND forwards = ? AND filing IS NOT ? LIMIT 1""",
        [number_key(reference), but],
    )
    return found is not None


def updated(db: Database, filing: str) -> str | None:
    """When the last thing about a filing was stored, looks left out; None where nothing is."""
    found = one(db, "SELECT updated FROM filing WHERE id = ?", [filing])
    return found[0] if found else None


def named(db: Database, filings: Iterable[str]) -> list[Named]:
    """What these filings are called by."""
    found = []
    for filing in filings:
        row = one(db, "SELECT reference, label FROM filing WHERE id = ?", [filing])
        found.append(Named(filing, *(row or (None, ""))))
    return found


def elsewhere(db: Database, filing: str) -> int | None:
    """The number of the other desk that has a filing; None where this one has it."""
    found = one(db, "SELECT elsewhere FROM filing WHERE id = ?", [filing])
    return found[0] if found else None


def line_of(db: Database, filing: str) -> Line | None:
    """One filing as a line of a list."""
    found = one(db, "SELECT started FROM filing WHERE id = ?", [filing])
    return lines_at(db, {found[0]})[0] if found else None


def count(db: Database, state: str) -> int:
    """How many filings of this desk are in `state`."""
    ((found,),) = rows(db, f"SELECT count(*) FROM filing WHERE state = ? AND {_HERE}", [state])  # noqa: S608
    return int(found)


def standing_in(db: Database, places: Sequence[str]) -> list[Line]:
    """The filings of this desk in some places of the queue, those expected first on top, then the
    oldest."""
    marks = ",".join("?" * len(places))
    return _lines(db, f"place IN ({marks}) AND {_HERE} ORDER BY due IS NULL, due, position", places)


def closed_before(db: Database, place: str, before: str) -> list[Line]:
    """The filings of this desk in a place of the queue whose last result came before a time
    (`time_text`)."""
    return _lines(
        db, f"place = ? AND closed < ? AND {_HERE} ORDER BY closed, position", [place, before]
    )


def recent(db: Database, state: str | None = None) -> list[Line]:
    """The filings of this desk (in `state`; else all with contents) touched last, newest first, at
    most LOOKUP_LIMIT."""
    return _lines(
        db,
        f"""{_HERE} AND (state = :state OR (:state IS NULL AND state <> 'purged'))
            ORDER BY position DESC LIMIT :limit""",
        {"state": state, "limit": LOOKUP_LIMIT},
    )


def lines_at(db: Database, started: Collection[int], *, exact: bool = False) -> list[Line]:
    """The filings whose first events have these positions as lines of a list, the latest first, at
    most LOOKUP_LIMIT."""
    chosen = sorted(started, reverse=True)[:LOOKUP_LIMIT]
    marks = ",".join("?" * len(chosen))
    return _lines(db, f"started IN ({marks}) ORDER BY started DESC", chosen, exact=exact)


def _lines(db: Database, which: str, given: Parameters, *, exact: bool = False) -> list[Line]:
    """The filings of which this holds, in the order it ends with."""
    found = rows(
        db,
        f"""SELECT id, reference, group_id, state, received, updated, position, label, summary,
              place, due, closed, elsewhere, late
            FROM filing WHERE {which}""",  # noqa: S608
        given,
    )
    procedures = _procedures(db, [row[0] for row in found])
    return [
        Line(*[*row[:8], msgspec.json.decode(row[8]), procedures.get(row[0], ()), exact, *row[9:]])
        for row in found
    ]


def _procedures(db: Database, filings: Sequence[str]) -> dict[str, tuple[Procedure, ...]]:
    found: dict[str, tuple[Procedure, ...]] = {}
    for piece in _pieces(filings):
        marks = ",".join("?" * len(piece))
        for filing, name, agency, status, expected, verified in rows(
            db,
            f"""SELECT filing, id, agency, status, expected, verified FROM procedure
                WHERE filing IN ({marks}) ORDER BY filing, ordinal""",  # noqa: S608
            piece,
        ):
            procedure = Procedure(name, agency, status, expected, bool(verified))
            found[filing] = (*found.get(filing, ()), procedure)
    return found


def _pieces(filings: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at once as a statement may name: a year may be more."""
    for place in range(0, len(filings), _NAMED_AT_ONCE):
        yield filings[place : place + _NAMED_AT_ONCE]


def _put(db: Database, wanted: dict[str, Any]) -> None:
    """Write the row of a filing. Only what changed: each other column would write its indexes."""
    names = ", ".join(wanted)
    present = one(db, f"SELECT {names} FROM filing WHERE id = ?", [wanted["id"]])  # noqa: S608
    if present is None:
        marks = ", ".join(f":{name}" for name in wanted)
        db.execute(f"INSERT INTO filing ({names}) VALUES ({marks})", wanted)  # noqa: S608
        return
    before = dict(zip(wanted, present, strict=True))
    changed = ", ".join(f"{name} = :{name}" for name in wanted if wanted[name] != before[name])
    if changed:
        db.execute(f"UPDATE filing SET {changed} WHERE id = :id", wanted)  # noqa: S608


def _replace(db: Database, table: str, filing: str, wanted: list[tuple[Any, ...]]) -> None:
    """Exchange those of a filing's rows of `table` that are not right. An answer changes one row or
    none, and each that is written writes its indexes."""
    present = rows(db, f"SELECT * FROM {table} WHERE filing = ?", [filing])  # noqa: S608
    key = _KEYS[table]
    this_one = " AND ".join(f"{name} = ?" for name in key)
    for row in present:
        if row not in wanted:
            db.execute(f"DELETE FROM {table} WHERE {this_one}", row[: len(key)])  # noqa: S608
    for row in wanted:
        if row not in present:
            marks = ",".join("?" * len(row))
            db.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608


# Each begins with its key.
_KEYS = {
    "procedure": ("filing", "ordinal"),
    "number": ("filing", "kind", "value"),
    "person": ("id",),
}


def words_of(text: str) -> list[str]:
    """The words of a name or a number as they are searched: letters and digits, folded."""
    return re.findall(r"[^\W_]+", fold(text))


def number_key(text: str) -> str:
    """A number without what separates its parts, so that typing it carelessly finds it."""
    return "".join(words_of(text))
