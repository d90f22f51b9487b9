"""What a look-up costs, against the bare statements on the same rows.

`make bench ONLY=lookup`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The rules:

* `ours` is what the screen asks for: `search.lookup` or `projections.standing_in` on an encrypted
  store, with every way a text may be meant tried, and the lines of a list made of what is found;
* the baseline is the one statement that a person who knew what is meant would write, and the two
  that read the rows of what it found, on an encrypted file of the same tables and indexes, with the
  same cache, and nothing else. What encryption costs is told by `bench/encryption.py`. The median
  of ours is to be at most 1.5 times theirs;
* the two take turns, each text is asked of both, and the figures are the median and the p95 in
  milliseconds. The p95 of ours is to stay below 50 ms at 100,000 filings and 300 ms at 1,000,000,
  and that is looked at, not timed by a test;
* `register`: 500 live filings of three people and 100,000 lines of the register, which is what a
  desk holds after years with its purges; `people`: 100,000 filings that all have their people.
  Both are written through `journal.append`, event by event. `million` (only with `--million`): as
  `people`, ten times as many, put into the tables at once. All people are invented.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import fiction
from store.sample import KEY

from bench.timing import compare
from lienthong_tui.filing.envelope import canonical
from lienthong_tui.filing.queue import LIVE
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.store import journal, projections, schema
from lienthong_tui.store.journal import NewEvent, Recorded
from lienthong_tui.store.projections import Person, Procedure, Projection
from lienthong_tui.store.search import EVERYTHING, Filter, lookup
from lienthong_tui.store.sqlcipher import Database, connect, rows, writing
from lienthong_tui.text.fold import fold

LIVE_FILINGS, LINES = 500, 100_000
DAYS = 2_500  # of receptions, ten years
TODAY = date(2026, 11, 30)
ROUNDS = 100
GOAL = 1.5
_ROLES = ("child", "mother", "father")
_AGENCIES = ("ubnd", "police", "bhxh")


def projected(number: int, of: int, *, live: bool, people: bool) -> Projection:
    """The `number`-th of so many invented filings; the last ones are of today."""
    chance = random.Random(number)
    a_day = max(1, of // DAYS)
    day = TODAY - timedelta(days=(of - 1 - number) // a_day * 3652 // DAYS)
    reference = make_reference("19639", day, 1, number % a_day + 1)
    portal = f"G22.99.13-{day:%y%m%d}-{number % a_day + 1:04}"
    them = [Person(**fiction.somebody(chance, role)) for role in _ROLES] if people else []
    place = chance.choice(LIVE) if live else ("finished" if people else "purged")
    status = chance.choice(("lodged", "received", "supplement")) if live else "done"
    due = day + timedelta(days=chance.randrange(30))
    return Projection(
        filing=str(uuid7(datetime(day.year, day.month, day.day, 1, number % 60, tzinfo=UTC))),
        group=chance.choice(("birth", "birth", "death")),
        state="received" if people else "purged",
        label=them[0].name if them else "",
        reference=reference,
        received=f"{day}T{7 + number % 10:02}:{number % 60:02}:00+07:00",
        numbers=(
            ("reference", reference),
            ("serial", reference.split("-", 2)[2]),
            ("portal", portal),
        ),
        procedures=tuple(Procedure(f"p{a}", a, status, due.isoformat(), True) for a in _AGENCIES),
        people=tuple(them),
        summary={"holder": chance.choice("abcde"), "tasks": [{"kind": place}]} if people else {},
        place=place,
        due=due.isoformat() if live else None,
    )


def filings(lines: int, *, people: bool) -> Iterator[Projection]:
    """The old ones, then the live ones; `people`: whether the old ones still have theirs."""
    of = lines + LIVE_FILINGS
    for number in range(of):
        live = number >= lines
        yield projected(number, of, live=live, people=people or live)


def day_of(filing: Projection) -> date:
    """The day it was received."""
    return date.fromisoformat(str(filing.received)[:10])


def through_journal(db: Database, made: Iterator[Projection]) -> None:
    """Write each filing as an event of its own, a few hundred to a commit."""
    at = datetime(2026, 11, 30, 2, tzinfo=UTC)
    for projection in made:

        def project(_: list[Recorded], one: Projection = projection) -> Projection:
            return one

        if not db.conn.in_transaction:
            db.conn.execute("BEGIN IMMEDIATE")
        recorded = journal.append(
            db,
            stream="desk-1.1",
            filing=projection.filing,
            events=[NewEvent("filing.answered", {})],
            after=None,
            officer="officer",
            at=at,
            project=project,
        )
        if recorded[-1].position % 500 == 0:
            db.conn.execute("COMMIT")
    if db.conn.in_transaction:
        db.conn.execute("COMMIT")


def at_once(db: Database, made: Iterator[Projection]) -> None:
    """Put filings into the tables without a journal, and make their indexes afterwards."""
    ((_, _, path),) = rows(db, "PRAGMA database_list")
    raw = connect(Path(path), KEY)  # one that may drop an index
    raw.execute("PRAGMA cache_size=-500000")
    raw.execute("PRAGMA secure_delete=OFF")
    with writing(raw):
        kept = rows(raw, f"{_MADE} AND type <> 'table' AND sql IS NOT NULL", list(_ROWS))
        for (sql,) in kept:
            _, kind, name, *_ = sql.split()
            raw.execute(f"DROP {kind} {name}")
        for first in count(1, _BATCH):
            batch = list(enumerate(islice(made, _BATCH), first))
            if not batch:
                break
            for table, rows_of in _ROWS.items():
                found = [row for each in batch for row in rows_of(*each)]
                marks = ", ".join("?" * len(found[0]))
                raw.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        for (sql,) in kept:
            raw.execute(sql)
        for index in ("person_fts", "phone_fts"):
            raw.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    raw.close()


_MADE = "SELECT sql FROM sqlite_master WHERE tbl_name IN (?, ?, ?, ?)"


def _filing_rows(started: int, f: Projection) -> Iterator[tuple[Any, ...]]:
    at = "2026-11-30T02:00:00Z"
    head = (f.filing, started, started, at, f.reference, f.group, f.state)
    yield (*head, f.received, f.label, canonical(f.summary), f.place, f.due, f.closed)


def _procedure_rows(_: int, f: Projection) -> Iterator[tuple[Any, ...]]:
    for ordinal, p in enumerate(f.procedures):
        yield f.filing, ordinal, p.id, p.agency, p.status, p.expected, int(p.verified)


def _number_rows(_: int, f: Projection) -> Iterator[tuple[Any, ...]]:
    for kind, value in f.numbers:
        key = projections.number_key(value)
        yield f.filing, kind, value, key, key[::-1]


def _person_rows(started: int, f: Projection) -> Iterator[tuple[Any, ...]]:
    for index, p in enumerate(f.people, started * projections.PEOPLE_LIMIT):
        words = " ".join(projections.words_of(p.name))
        yield index, f.filing, p.role, p.name, words, p.id_number, p.phone, p.birth


_BATCH = 5_000
_ROWS = {
    "filing": _filing_rows,
    "procedure": _procedure_rows,
    "number": _number_rows,
    "person": _person_rows,
}


def bare_copy(db: Database, path: Path) -> Database:
    """The same tables and indexes in a file of their own."""
    made = connect(path, KEY, create=True)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA cache_size=-500000")

    def copy(kind: str) -> None:
        for (sql,) in rows(db, f"{_MADE} AND type = ? AND sql IS NOT NULL", [*_ROWS, kind]):
            made.execute(sql)

    with writing(made):
        copy("table")
        for name in _ROWS:
            width = len(rows(db, f"PRAGMA table_info({name})"))
            marks = ", ".join("?" * width)
            found = db.execute(f"SELECT * FROM {name}")
            made.conn.executemany(f"INSERT INTO {name} VALUES ({marks})", found)
        copy("index")
        for index in ("person_fts", "phone_fts"):
            ((sql,),) = rows(db, "SELECT sql FROM sqlite_master WHERE name = ?", [index])
            made.execute(sql)
            made.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    made.execute(f"PRAGMA cache_size=-{schema.CACHE_KIB}")
    return made


@dataclass(frozen=True)
class Question:
    """What is asked of both: `ours` with a text and a filter, `bare` the one statement."""

    name: str
    texts: Sequence[str]
    bare: str
    given: Callable[[str], dict[str, Any]]
    only: Filter = EVERYTHING


def ask(
    name: str, texts: Sequence[str], ours: Callable[[str], object], bare: Callable[[str], object]
) -> None:
    """Ask each text of both, in turns, and tell median and p95."""
    took: tuple[list[float], list[float]] = ([], [])
    for number, text in enumerate(texts):
        for which in (0, 1) if number % 2 else (1, 0):
            begun = time.perf_counter()
            (ours, bare)[which](text)
            took[which].append((time.perf_counter() - begun) * 1000)
    compare(f"lookup/{name}", *took, "ms", goal=GOAL)


_LINES = """SELECT id, reference, group_id, state, received, updated, position, label, summary,
    place, due, closed FROM filing"""
_PROCEDURES = "SELECT filing, id, agency, status, expected, verified FROM procedure"
_BY_NUMBER = "SELECT filing FROM number WHERE forwards = :key LIMIT 50"
_BY_ID = "SELECT filing FROM person WHERE id_number = :key LIMIT 50"
_BY_NAME = "SELECT rowid FROM person_fts WHERE person_fts MATCH :key ORDER BY rowid DESC LIMIT 50"
_BY_PHONE = "SELECT rowid FROM phone_fts WHERE phone_fts MATCH :key ORDER BY rowid DESC LIMIT 50"
_BEGINNING = (
    "SELECT filing FROM number WHERE forwards >= :key AND forwards < :key || :last LIMIT 50"
)
_RECEIVED = (
    "SELECT id FROM filing WHERE received >= :key AND received < :key || :last"
    " ORDER BY started DESC LIMIT 50"
)
_NAMED_WITHIN = (
    "SELECT DISTINCT f.id FROM person_fts JOIN filing f ON f.started = person_fts.rowid / 1000"
    " WHERE person_fts MATCH :key AND f.received >= :first AND f.received <= :last"
    " AND f.group_id = 'birth' ORDER BY f.started DESC LIMIT 50"
)
_FILTERED = (
    "SELECT id FROM filing WHERE group_id = 'death' AND place = 'waiting'"
    " ORDER BY started DESC LIMIT 50"
)


def questions(made: Sequence[Projection]) -> Iterator[Question]:
    """What is asked of a store of these filings, some of which are given."""
    chance = random.Random(7)
    with_people = [each for each in made if each.people]
    some = [chance.choice(made) for _ in range(ROUNDS)]
    them = [chance.choice(chance.choice(with_people).people) for _ in range(ROUNDS)]
    key = projections.number_key
    last = {"last": "\U0010ffff"}
    yield Question(
        "reference", [str(f.reference) for f in some], _BY_NUMBER, lambda t: {"key": key(t)}
    )
    yield Question("id-number", [str(p.id_number) for p in them], _BY_ID, lambda t: {"key": t})
    pieces = [str(f.reference)[: 3 + n % 16] for n, f in enumerate(some)]
    yield Question("beginning-of-reference", pieces, _BEGINNING, lambda t: {"key": key(t), **last})

    def words(text: str) -> dict[str, Any]:
        return {"key": " AND ".join(f'"{word}"' for word in fold(text).split()) + "*"}

    yield Question("name-full", [fold(p.name) for p in them], _BY_NAME, words)
    cut = [" ".join(fold(p.name).split()[-2:])[:-1] for p in them]
    yield Question("name-cut-short", cut, _BY_NAME, words)
    yield Question(
        "name-first-letters",
        [fold(p.name)[: 1 + n % 4] for n, p in enumerate(them)],
        _BY_NAME,
        words,
    )
    yield Question(
        "phone-fragment",
        [str(p.phone)[4 : 7 + n % 4] for n, p in enumerate(them)],
        _BY_PHONE,
        lambda t: {"key": f'"{t}"'},
    )
    days = [str(f.received)[:10] for f in some]
    yield Question(
        "date",
        [f"{d[8:]}/{d[5:7]}/{d[:4]}" for d in days],
        _RECEIVED,
        lambda t: {"key": "-".join(reversed(t.split("/"))), **last},
    )
    yield Question(
        "month",
        [f"{d[5:7]}/{d[:4]}" for d in days],
        _RECEIVED,
        lambda t: {"key": "-".join(reversed(t.split("/"))), **last},
    )
    yield Question(
        "filter", [""] * ROUNDS, _FILTERED, lambda _: {}, Filter(group="death", places=("waiting",))
    )

    def within(first: str, last_day: str, text: str) -> dict[str, Any]:
        return {**words(text), "first": first, "last": last_day}

    months = {
        "name-within-a-month": ("2026-09-01", "2026-09-30"),
        "name-within-an-old-year": ("2019-01-01", "2019-12-31"),
    }
    for name, (first, last_day) in months.items():
        only = Filter(
            received_from=date.fromisoformat(first),
            received_to=date.fromisoformat(last_day),
            group="birth",
        )
        yield Question(
            name,
            [p.name.split()[0] for p in them[:20]],
            _NAMED_WITHIN,
            partial(within, first, last_day),
            only,
        )


def _lookup(db: Database, only: Filter, text: str) -> object:
    return lookup(db, text, TODAY, only)


def _bare(plain: Database, asked: Question, text: str) -> object:
    return read(plain, rows(plain, asked.bare, asked.given(text)))


def read(plain: Database, found: Sequence[tuple[Any, ...]]) -> object:
    """The rows of what was found: by the id of the filing, or by the row of a person."""
    given: list[Any] = [each for (each, *_) in found]
    column = "id"
    if given and isinstance(given[0], int):
        given, column = list({row // projections.PEOPLE_LIMIT for row in given}), "started"
    marks = ", ".join("?" * len(given))
    lines = rows(plain, f"{_LINES} WHERE {column} IN ({marks})", given)
    ids = [line[0] for line in lines]
    marks = ", ".join("?" * len(ids))
    return lines, rows(plain, f"{_PROCEDURES} WHERE filing IN ({marks})", ids)


def measure(name: str, db: Database, folder: Path, made: Sequence[Projection]) -> None:
    """Ask everything of a store and of its plain copy."""
    plain = bare_copy(db, folder / "bare.db")
    for asked in questions(made):
        ask(
            f"{name}/{asked.name}",
            asked.texts,
            partial(_lookup, db, asked.only),
            partial(_bare, plain, asked),
        )
    marks = ", ".join("?" * len(LIVE))
    queue = f"SELECT id FROM filing WHERE place IN ({marks}) ORDER BY due IS NULL, due, position"
    ask(
        f"{name}/queue",
        [""] * 20,
        lambda _: projections.standing_in(db, LIVE),
        lambda _: read(plain, rows(plain, queue, LIVE)),
    )
    plain.close()
    (folder / "bare.db").unlink()


def store(
    folder: Path,
    fill: Callable[[Database, Iterator[Projection]], None],
    lines: int,
    *,
    people: bool,
) -> tuple[Database, list[Projection]]:
    """A store with so many filings, and some of them."""
    db = schema.create(folder / "desk.db", KEY)
    begun = time.perf_counter()
    seen: list[Projection] = []

    def noted() -> Iterator[Projection]:
        for number, projection in enumerate(filings(lines, people=people)):
            if number % 50 == 0 or number >= lines:
                seen.append(projection)
            yield projection

    fill(db, noted())
    rows(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    sys.stderr.write(f"{lines + LIVE_FILINGS} filings in {time.perf_counter() - begun:.0f} s\n")
    return db, seen


def main() -> None:
    """The desk with its register through the journal, then the large one."""
    stores = (("register", through_journal, LINES, False), ("million", at_once, 1_000_000, True))
    for name, fill, lines, people in stores:
        with tempfile.TemporaryDirectory() as folder:
            db, seen = store(Path(folder), fill, lines, people=people)
            measure(name, db, Path(folder), seen)
            db.close()


if __name__ == "__main__":
    main()
