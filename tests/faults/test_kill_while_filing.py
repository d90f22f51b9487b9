"""A desk killed while it files, again and again: what it acknowledged is there, whole, once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from desk.sample import MARRIED, create, opened, read

from lienthong_tui.desk.desk import Desk
from lienthong_tui.packets import packet
from lienthong_tui.store import chain, content, journal
from lienthong_tui.store.sqlcipher import one, rows

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")

FACTS = 5  # events of one filing of the first sample, started to completed


def filing(place: Path) -> subprocess.Popen[str]:
    """A program that files until it is killed."""
    script = "import sys; from desk.sample import file_for_ever; file_for_ever(sys.argv[1])"
    return subprocess.Popen(
        [sys.executable, "-c", script, str(place)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(place: Path, kills: int, seconds: float) -> tuple[list[str], int]:
    """The references told by programs killed at random moments, and how many were killed.

    Past `seconds` no further one is begun, however few there were: this PC may be slow.
    """
    seed = random.randrange(2**32)
    print(f"random.Random({seed})")  # shown by pytest when the test fails
    chance = random.Random(seed)
    told: list[str] = []
    done, end = 0, time.monotonic() + seconds
    waiting = filing(place)  # the next program loads while the one before is at work
    while done == 0 or (done < kills and time.monotonic() < end):
        program, waiting = waiting, filing(place)
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.stdin.write("go\n")
        program.stdin.flush()
        # After none, one or two are told (the first time at least one), and then somewhere
        # within the next.
        waited = max(chance.randrange(3), not told)
        told += [program.stdout.readline().strip() for _ in range(waited)]
        time.sleep(chance.uniform(0, 0.06))
        program.kill()
        # Not `communicate`: it passes over lines that `readline` has already taken from the pipe.
        with program:
            told += program.stdout.read().split()
        done += 1
    waiting.kill()
    waiting.communicate()
    return told, done


def check(desk: Desk, told: list[str], kills: int) -> None:
    stored = [reference for (reference,) in rows(desk.db, "SELECT reference FROM filing")]
    assert all(told)  # an empty line: the program was stopped by something else than this test
    assert len(told) == len(set(told))
    assert set(told) <= set(stored)
    # Beyond these only the commit in flight of each kill can have been stored.
    assert len(stored) - len(told) <= kills
    assert len(set(stored)) == len(stored) == len(journal.filings(desk.db))
    serials = sorted(int(str(reference).split("-")[2][1:]) for reference in stored)
    assert serials == list(range(1, len(stored) + 1))
    assert one(desk.db, "SELECT value FROM counter") == (len(stored),)
    answers = read(MARRIED).case.answers
    for filing_id in journal.filings(desk.db):
        filing, _ = desk.filing(filing_id)
        assert (filing.state, filing.answers) == ("completed", answers)
        assert len(journal.events_of(desk.db, filing_id)) == FACTS
        assert filing.completed is not None
        for sealed in filing.completed.packets:
            contents = packet.read(content.get(desk.db, sealed.content)).contents
            assert contents.reference == filing.reference
    report = chain.verify_journal(desk.db)
    # Three of the desk, and its signing key.
    assert report.events == 3 + bool(stored) + len(stored) * FACTS
    before = [desk.lookup(reference) for reference in told]
    desk.rebuild()
    assert [desk.lookup(reference) for reference in told] == before
    assert [[line.reference for line in found] for found in before] == [[r] for r in told]


@pytest.mark.parametrize(
    ("kills", "seconds"),
    [
        (20, 25),
        pytest.param(200, 300, marks=[pytest.mark.long, pytest.mark.timeout(600)]),
    ],
)
def test_kill_9_while_filing_loses_nothing_acknowledged(
    tmp_path: Path, kills: int, seconds: float
) -> None:
    create(tmp_path)
    told, done = killed(tmp_path, kills, seconds)
    assert told
    with opened(tmp_path) as desk:
        check(desk, told, done)
