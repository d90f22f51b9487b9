"""Programs that write to one desk at once, or are killed while they do."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lienthong_tui.store import chain, journal, schema
from lienthong_tui.store.sqlcipher import one

from .sample import KEY, everything, new_store, project

# What a program tells after each commit: filing, number of the event in it, position, reference.
Acknowledged = tuple[str, int, int, int]


def started(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    """A program that appends to a filing of its own, once told to go."""
    script = f"from store.sample import autosave; autosave({str(path)!r}, {name!r}, {times})"
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    program.stdin.write("go\n")
    program.stdin.flush()


def told(program: subprocess.Popen[str]) -> list[Acknowledged]:
    """All that a program told until it ended, and was not read yet."""
    assert program.stdout is not None
    # Not `communicate`: it passes over lines that `readline` has already taken from the pipe.
    with program:
        lines = [line.split() for line in program.stdout]
    return [(name, int(n), int(position), int(reference)) for name, n, position, reference in lines]


def test_two_programs_write_without_gap_repetition_or_error(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    programs = [started(tmp_path / "desk.db", name, 100) for name in ("filing-a", "filing-b")]
    for program in programs:
        go(program)
    acknowledged = [fact for program in programs for fact in told(program)]
    assert [program.returncode for program in programs] == [0, 0]
    assert sorted(position for _, _, position, _ in acknowledged) == list(range(1, 201))
    assert sorted(reference for *_, reference in acknowledged) == list(range(1, 201))
    assert chain.verify_journal(db).events == 200


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    new_store(tmp_path).close()
    chance = random.Random(20261120)
    acknowledged: list[Acknowledged] = []
    kills, end = 0, time.monotonic() + 15
    # The next program loads while the one before is at work.
    waiting = started(path, "filing-0", 100_000)
    # Past the time no further one is begun, however few there were: this PC may be slow.
    while kills == 0 or (kills < 25 and time.monotonic() < end):
        program, waiting = waiting, started(path, f"filing-{kills + 1}", 100_000)
        go(program)
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        program.kill()
        kills += 1
        name, number, position, reference = first.split()
        acknowledged.append((name, int(number), int(position), int(reference)))
        acknowledged += told(program)
    waiting.kill()
    waiting.communicate()

    db = schema.open(path, KEY)
    stored = {
        (filing, number, event.position)
        for filing in journal.filings(db)
        for number, event in enumerate(journal.events_of(db, filing))
    }
    assert {fact[:3] for fact in acknowledged} <= stored
    # Beyond these only the commit in flight of each kill can have been stored.
    assert len(stored) - len(acknowledged) <= kills
    assert chain.verify_journal(db).events == len(stored)
    assert one(db, "SELECT value FROM counter") == (len(stored),)
    tables = everything(db)
    journal.rebuild(db, project)
    assert everything(db) == tables
