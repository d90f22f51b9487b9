"""What the machine does to a program: its clock jumps, its memory ends, its printer never answers,
it stands still, a second program works on the same desk."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from desk.sample import opened

from faults.ledger import in_order
from faults.officer import Moments, Officer
from faults.runs import Run, at_work, kill, leave, pass_by, sealed, struck
from faults.site import site
from faults.window import EndedError

_DAY = timedelta(days=1)
_BATTERY = datetime.fromisoformat("2016-01-01T00:00:00+00:00")  # of a clock whose battery is empty
_PAGE = resource.getpagesize()
_MORE = 1 << 23  # bytes of memory that are left, at most
_STOPPED, _STOPPED_LONG = 2.0, 70.0  # seconds


def clock(run: Run) -> None:
    """The clock jumps while births are completed and between them, and comes back."""
    for number in run.tries():
        here = site(run.place / f"trial-{number}", drafted=True)
        with at_work(run, here) as officer:
            true = here.now
            ahead = [true + _DAY, true + 3 * 365 * _DAY, true + timedelta(hours=1)]
            anywhen = [*ahead, true, true - _DAY, true - 10 * 365 * _DAY, _BATTERY]
            pass_by(officer.sign_in())
            for entry in here.ledger.entries[: 2 if run.long else 1]:
                for _ in chain(officer.find(entry), officer.file()):
                    if run.chance.random() < 0.3:
                        here.set_clock(run.chance.choice(anywhen))
                        officer.window.look(run.chance.uniform(0, 0.05))
            # Not back where days are typed: they must not be to come.
            here.set_clock(run.chance.choice(ahead))
            pass_by(officer.look_round())
            pass_by(officer.file(), run.chance.randint(4, 10))
            kill(officer)
        here.set_clock(run.chance.choice(anywhen))
        sealed(run, here)
        with opened(here.place, here.now) as desk:
            run.add(in_order(desk, here.ledger), "in order")


def printer_hangs(run: Run) -> None:
    """The command that prints never ends; the officer goes on meanwhile."""
    for number in run.tries():
        here = site(run.place / f"trial-{number}", drafted=True)
        with _printer(here.place / "bin") as folder:
            with at_work(run, here, PATH=f"{folder}:{os.environ['PATH']}") as officer:
                pass_by(officer.sign_in())
                pass_by(officer.find(here.ledger.entries[0]))
                pass_by(officer.complete())
                pass_by(officer.print_slip())
                pass_by(officer.next_citizen())
                pass_by(officer.file(), run.chance.randint(3, 12))
                kill(officer)
            assert (folder / "called").exists(), "nothing was printed"
        sealed(run, here)


@contextmanager
def _printer(folder: Path) -> Iterator[Path]:
    """The commands of a print system whose printer takes what it is given for ever."""
    folder.mkdir(parents=True)
    commands = {
        "lpstat": 'case "$1" in -e) echo hp;; -d) echo "system default destination: hp";; esac',
        "lp": f"echo $$ >> {folder}/called; exec sleep 600",
    }
    for name, does in commands.items():
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o700)
    try:
        yield folder
    finally:
        with suppress(FileNotFoundError):
            for pid in (folder / "called").read_text().split():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)


def two_programs(run: Run) -> None:
    """Two programs work on one desk at once: both answer, both complete."""
    for number in run.tries():
        here = site(run.place / f"trial-{number}", drafted=True)
        with at_work(run, here) as one, at_work(run, here) as other:
            works = [
                chain(officer.sign_in(), officer.find(entry), officer.file(), _some(run, officer))
                for officer, entry in zip((one, other), list(here.ledger.entries), strict=True)
            ]
            while works:  # by turns: while one stores something, keys are out at the other
                works = [work for work in works if next(work, None) is not None]
            leave(one)
            kill(other)
        sealed(run, here)


def _some(run: Run, officer: Officer) -> Moments:
    """A part of one more filing, acknowledged to its end."""
    yield from islice(officer.file(), run.chance.randint(20, 60) if run.long else 6)
    officer.finish()


def stopped(run: Run) -> None:
    """A program stands still for a while, in the midst of whatever; another one works meanwhile."""
    seconds = _STOPPED_LONG if run.long else _STOPPED
    for number in run.tries():
        here = site(run.place / f"trial-{number}", drafted=number % 2 == 1)
        with at_work(run, here) as one, at_work(run, here) as other:
            pass_by(one.sign_in())
            pass_by(other.sign_in())
            moments = struck(one, signed_in=True)
            one.window.kill(signal.SIGSTOP)
            awake = threading.Timer(seconds, one.window.kill, [signal.SIGCONT])
            awake.start()
            until = time.monotonic() + seconds
            for moment in chain(other.begin(), other.answer()):
                if moment == "refused":  # by a lock that the first one holds
                    awake.join()
                if time.monotonic() > until:
                    break
            awake.join()
            pass_by(moments, run.chance.randint(2, 6))
            kill(one)
            kill(other)
        sealed(run, here)


def memory(run: Run) -> None:
    """The memory that a program may have ends, little above what it has."""
    here = site(run.place / "desk", drafted=True)
    (here.place / "stick").mkdir()
    for number in run.tries():
        with at_work(run, here) as officer:
            moments = struck(officer)
            pages = Path(f"/proc/{officer.window.pid}/statm").read_text().split()[0]
            limit = int(pages) * _PAGE + run.chance.randrange(_MORE)
            resource.prlimit(officer.window.pid, resource.RLIMIT_AS, (limit, limit))
            officer.window.patience = 3.0
            with suppress(EndedError, AssertionError):  # it may crash, and it may stand still
                pass_by(moments, run.chance.randint(2, 8))
            run.met["ended by itself"] += officer.window.has_ended
            kill(officer)
        run.add(here.count_copy(thorough=number % 5 == 0))
    sealed(run, here, here.place / "stick")
