"""What it takes until an answer is safe: given to a draft, against one bare insert.

`make bench ONLY=save`. The rules:

* the desk is one as an office has it, opened by its officer; ten filings of invented people are
  answered field by field, in the order of the form, through `drafting.answer`, as the screens do;
* `answer-to-durable-row`: from the answer as it was typed until its event, with the filing's
  projection, is committed. The baseline is one INSERT of a text as long into a table of two columns
  and its COMMIT, through the driver itself, in an encrypted file of its own with the same journal
  mode and `synchronous`. The two take turns;
* `answer-to-page`: until the page has what it shows next: the head of the journal noted against a
  power cut, the filing read again and folded, what now shows, every check, who else may be meant.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from desk.sample import create, signed_in
from store.sample import KEY

from bench.office import answered
from bench.timing import Series, compare
from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.store import sqlcipher
from lienthong_tui.store.sqlcipher import one

FILINGS = 10
EVENT = 420  # bytes: an event of one answer with its payload, salt, hashes and ids is as long
GOAL = 2.0


class Bare:
    """A table, and one row more in it."""

    def __init__(self, path: Path, like: Desk) -> None:
        self.db = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
        self.db.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        self.db.execute("PRAGMA journal_mode=WAL")
        (level,) = one(like.db, "PRAGMA synchronous") or (2,)
        self.db.execute(f"PRAGMA synchronous={level}")
        self.db.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        self.text = "x" * EVENT

    def insert(self) -> None:
        """Until it is durable."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT INTO row (text) VALUES (?)", [self.text])
        self.db.execute("COMMIT")


class Committed:
    """When the desk last committed, before anything is done about it."""

    def __init__(self, desk: Desk) -> None:
        self.at = 0.0
        act = sqlcipher._AFTER[desk.db]

        def note() -> None:
            self.at = time.perf_counter()
            act()

        sqlcipher.after_commit(desk.db, note)


def main() -> None:
    """Answer ten filings, an insert beside each answer."""
    durable: Series = []
    page: Series = []
    baseline: Series = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with signed_in(place, create(place)) as desk:
            bare, committed = Bare(place / "bare.db", desk), Committed(desk)

            def give(desk: Desk, draft: Draft, name: str, value: Any) -> Draft:
                if len(baseline) % 2:
                    insert()
                began = time.perf_counter()
                after = drafting.answer(desk, draft, name, value)
                page.append((time.perf_counter() - began) * 1000)
                durable.append((committed.at - began) * 1000)
                if len(baseline) < len(page):
                    insert()
                return after

            def insert() -> None:
                began = time.perf_counter()
                bare.insert()
                baseline.append((time.perf_counter() - began) * 1000)

            for number in range(FILINGS):
                answered(desk, number * 7, give=give)
    compare("save/answer-to-durable-row", durable, baseline, "ms", goal=GOAL)
    compare("save/answer-to-page", page, baseline, "ms")


if __name__ == "__main__":
    main()
