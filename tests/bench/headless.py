"""Filings from their answers to sealed packets without a screen, on one core.

`make bench ONLY=headless`. The rules:

* every filing is one of `fiction`, no two alike; the process is kept to one core. Ours is the whole
  way of a case that was decoded: its answers read and judged, whoever else may be meant looked for,
  declarations typeset, packets sealed, all of it committed;
* `filing`: the milliseconds of one, against what its parts cost alone: an empty page typeset for
  each document it makes, its packets' files zipped and hashed with SHA-256, one row inserted. The
  two take turns;
* `a-second`: how many of those were filed in a second. `last-against-first`: the median of the last
  300 against that of the first;
* `memory`: the process after the last of 10,000 filings against itself after 1,000. `--quick` files
  600 and compares with 100.
"""

import hashlib
import io
import os
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import fiction
from desk.sample import NOW, create, opened

from bench.line import tell
from bench.papers import empty_page
from bench.save import Bare
from bench.timing import Series, compare
from bench.watched import resident_now
from lienthong_tui.desk import alike, completion, reading
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.filing import Filing
from lienthong_tui.store.sqlcipher import checkpoint

FILINGS, EARLY = 10_000, 1_000
COMPARED = 300
FLAT = 1.1
Files = dict[str, bytes]


def file(desk: Desk, number: int) -> Filing:
    """The whole way of one filing."""
    office = desk.office
    read = reading.judge(
        fiction.case(number), now=NOW, commune=desk.commune, relaxed=office.relaxed
    )
    return completion.file_case(desk, alike.noticed(desk, read))


def documents(filing: Filing) -> int:
    """How many were typeset: the declarations, and a sheet for each packet."""
    completed = filing.completed
    assert completed is not None
    return len(completed.declarations) + len(completed.packets)


def alone(empty: Callable[[int], object], bare: Bare, pages: int, packets: list[Files]) -> None:
    """What the parts cost by themselves."""
    for _ in range(pages):
        empty(next_number())
    for files in packets:
        zip_and_hash(files)
    bare.insert()


def next_number() -> int:
    """A number that no page has had."""
    return time.perf_counter_ns()


def entries(data: bytes) -> Files:
    """The files of a packet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_and_hash(files: Files) -> None:
    """Put into an archive, and hashed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
            hashlib.sha256(content).digest()


def main(filings: int, early: int) -> None:
    """Compare the first ones, then go on to the last."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    ours: Series = []
    bare: Series = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        create(place)
        with opened(place) as desk:
            empty, row = empty_page(place), Bare(place / "bare.db", desk)
            held = 0.0
            for number in range(filings):
                began = time.perf_counter()
                filing = file(desk, number)
                ours.append((time.perf_counter() - began) * 1000)
                if number < COMPARED:
                    packets = [entries(data) for _, data in desk.packets(filing)]
                    began = time.perf_counter()
                    alone(empty, row, documents(filing), packets)
                    bare.append((time.perf_counter() - began) * 1000)
                if number + 1 == early:
                    held = resident_now()
                if number % 1000 == 999:
                    sys.stderr.write(f"{number + 1} filings, {resident_now():.0f} MB\n")
            checkpoint(desk.db)
            last = resident_now()
    compare("headless/filing", ours[:COMPARED], bare, "ms", digits=1)
    rate = [1000 * COMPARED / sum(side) for side in (ours[:COMPARED], bare)]
    tell("headless/a-second", round(rate[0], 1), round(rate[1], 1), None, "filings/s")
    slow = [statistics.median(side) for side in (ours[-COMPARED:], ours[:COMPARED])]
    tell("headless/last-against-first", round(slow[0], 1), round(slow[1], 1), None, "ms")
    tell("headless/memory", round(last, 1), round(held, 1), FLAT, "MB")


if __name__ == "__main__":
    main(*((600, 100) if "--quick" in sys.argv else (FILINGS, EARLY)))
