"""What encryption at rest costs: the store with its key against the same store without one.

`make bench ONLY=encryption`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The same rules for all:

* both are made, filled and used by the store's own functions on the same SQLite (that of
  sqlcipher3), with WAL, `synchronous=FULL`, triggers and search index. The key is all that differs;
* both hold the same 5,000 filings of three people each, and 300 filings of 60 events, all invented;
  that is more than SQLite's cache holds;
* a round does the thing once on each, the one that begins changes every round, and the figure is
  the median of the rounds in milliseconds. A slow disk or a busy PC is slow for both.

What is done in a round:

* `autosave-commit`: one answer appended to a filing, with its projection, until it is durable.
  Every 1,000 pages the log is written back into the file; the median leaves those rounds out;
* `look-up-by-name`: a full name, a name without its marks, or words that fifty and more filings
  have, found and read as lines; `after-opening`: the first one, when nothing is in the cache;
* `read-filing-of-60-events`: another filing each time, so that its pages come from the file;
* `content-put-1-mb`, `content-get-1-mb`: a megabyte that does not compress, kept until it is
  durable, and read again with its hash checked, another one each time;
* `open`: from the raw key to the first statement, tables and triggers checked. Unlocking the key
  itself (Argon2id) costs what it is meant to cost and is no part of this.

Goals are held by autosave and look-up, which an officer waits for; the others are told.
"""

import gc
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fiction
from store.sample import AT, KEY, record

from bench.line import tell
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.store import content, journal, schema, search
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.text.fold import fold

FILINGS = 5_000
LONG_FILINGS, EVENTS = 300, 60
MEGABYTE = 1_000_000
GOALS = {"autosave-commit": 1.6, "look-up-by-name": 1.6}


@dataclass
class Side:
    """One of the two stores. `long` are its filings of many events, `last` is the last position."""

    path: Path
    key: Any  # `schema` is typed for desks, which always have one
    long: list[str] = field(default_factory=list)
    last: int | None = None
    db: Database = field(init=False)

    def __post_init__(self) -> None:
        self.db = schema.create(self.path, self.key)


def fill(side: Side) -> list[str]:
    """Put the filings in, the same ones on either side; returns a name of each."""
    chance, names = random.Random(1), []
    with writing(side.db):
        for number in range(FILINGS):
            people = [fiction.somebody(chance, role) for role in ("child", "mother", "father")]
            names.append(chance.choice(people)["name"])
            told = {"label": people[0]["name"], "people": people}
            reference = {"reference": f"LT19639-261120-{number:05}-X", "received": "2026-11-20"}
            record(side.db, str(uuid7(AT)), told, reference)
        for _ in range(LONG_FILINGS):
            filing = str(uuid7(AT))
            record(side.db, filing, *(answer(number) for number in range(EVENTS)))
            side.long.append(filing)
    return names


def answer(number: int) -> dict[str, Any]:
    """What is recorded of one field."""
    return {"answers": {f"mother.detail.{number}": "Thôn Long Quang, xóm 3"}, "origin": "typed"}


def compare(
    name: str,
    sides: tuple[Side, Side],
    rounds: int,
    act: Callable[[Side, int], Callable[[], object]],
) -> None:
    """Tell what the thing costs; `act` prepares it for a side and a round, untimed."""
    took: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            work = act(sides[which], number)
            begun = time.perf_counter()
            work()
            took[which].append((time.perf_counter() - begun) * 1000)
    gc.enable()
    ours, baseline = (round(statistics.median(side), 3) for side in took)
    tell(f"encryption/{name}", ours, baseline, GOALS.get(name), unit="ms")


def autosave(side: Side, number: int) -> Callable[[], object]:
    """An answer to the filing in hand; every thirtieth begins another one."""

    def work() -> None:
        after = side.last if number % 30 else None
        written = record(side.db, f"autosave-{number // 30}", answer(number), after=after)
        side.last = written[-1].position

    return work


def main() -> None:
    """Make both, and do everything on both."""
    with tempfile.TemporaryDirectory() as folder:
        sides = Side(Path(folder) / "keyed.db", KEY), Side(Path(folder) / "plain.db", None)
        names = fill(sides[0])
        assert fill(sides[1]) == names
        assert not sides[0].path.read_bytes().startswith(b"SQLite format 3")
        assert sides[1].path.read_bytes().startswith(b"SQLite format 3")
        asked = [
            text
            for name in random.Random(2).sample(names, 200)
            for text in (name, fold(name), " ".join(name.split()[::3]))
        ]
        megabytes = [os.urandom(MEGABYTE) for _ in range(40)]
        kept: list[str] = []

        def look_up(side: Side, number: int) -> Callable[[], object]:
            return lambda: search.lookup(side.db, asked[number], AT.date())

        def look_up_first(side: Side, number: int) -> Callable[[], object]:
            side.db.close()
            side.db = schema.open(side.path, side.key)
            return look_up(side, number)

        def read(side: Side, number: int) -> Callable[[], object]:
            filing = side.long[number % LONG_FILINGS]
            return lambda: journal.events_of(side.db, filing)

        def put(side: Side, number: int) -> Callable[[], object]:
            return lambda: kept.append(content.put(side.db, megabytes[number]))

        def get(side: Side, number: int) -> Callable[[], object]:
            sha256 = kept[2 * (number % len(megabytes))]
            return lambda: content.get(side.db, sha256)

        def open_again(side: Side, _number: int) -> Callable[[], object]:
            side.db.close()

            def work() -> None:
                side.db = schema.open(side.path, side.key)

            return work

        compare("autosave-commit", sides, 1500, autosave)
        compare("look-up-by-name", sides, len(asked), look_up)
        compare("look-up-by-name/after-opening", sides, 300, look_up_first)
        compare("read-filing-of-60-events", sides, 2 * LONG_FILINGS, read)
        compare("content-put-1-mb", sides, len(megabytes), put)
        compare("content-get-1-mb", sides, 3 * len(megabytes), get)
        compare("open", sides, 200, open_again)
        for side in sides:
            side.db.close()


if __name__ == "__main__":
    main()
