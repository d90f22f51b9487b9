"""One run of a fault: how many trials, for how long, what they came to; and what faults share."""

import random
import signal
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from faults.ledger import Counts
from faults.officer import Moment, Moments, Officer
from faults.site import Site
from faults.window import Programs

STRIKES: Mapping[Moment, tuple[float, float]] = {
    "sign-in": (0.03, 0.5),
    "begin": (0.05, 0.2),
    "resume": (0.05, 0.2),
    "answer": (0.2, 0.15),
    "turn": (0.05, 0.15),
    "attach": (0.4, 0.2),
    "finish": (0.2, 0.15),
    "complete": (0.7, 0.5),
    "export": (0.7, 0.3),
    "print": (0.3, 0.3),
    "next": (0.1, 0.2),
    "refused": (0, 0),
}
"""How likely a fault strikes once such keys are out, and how many seconds behind them at most.

Weighed so that half of all trials strike at an answer, and every completion is in danger.
"""


@dataclass
class Run:
    """Trials of one fault in a folder of their own, until there are enough or time is up. `met` is
    behind which keys a fault struck, and how often an officer was refused something."""

    programs: Programs
    place: Path
    chance: random.Random
    wanted: int
    until: float
    trials: int = 0
    long: bool = False
    counts: Counts = field(default_factory=Counts)
    met: Counter[str] = field(default_factory=Counter)

    def tries(self) -> Iterator[int]:
        """A number for each trial; at least one, however slow this machine is."""
        while self.trials == 0 or (self.trials < self.wanted and time.monotonic() < self.until):
            yield self.trials
            self.trials += 1

    def add(self, counts: Counts, what: str = "") -> None:
        """Count what a trial came to; what is not as it should be is told."""
        if counts:
            print(f"trial {self.trials}: {what} {counts}")
        self.counts += counts


def pass_by(moments: Iterable[object], most: int | None = None) -> None:
    """Let moments go by: the first few, or all."""
    deque(islice(moments, most), maxlen=0)


@contextmanager
def at_work(run: Run, here: Site, **environment: str) -> Iterator[Officer]:
    """An officer before a new window of the desk's application."""
    with here.window(run.programs, **environment) as window:
        officer = Officer(window, here, run.chance)
        yield officer
        run.add(officer.counts, "on the screen")
        run.met.update(officer.met)


def struck(officer: Officer, *, signed_in: bool = False) -> Moments:
    """Work until a fault strikes; what would come next, if anything does."""
    moments = chain(() if signed_in else officer.sign_in(), officer.work())
    for moment in moments:
        likely, longest = STRIKES[moment]
        if officer.chance.random() < likely:
            officer.window.look(officer.chance.uniform(0, longest))
            officer.met.append(moment)
            break
    return moments


def kill(officer: Officer, number: signal.Signals = signal.SIGKILL) -> int:
    """End the program, unless it has ended; note what was told until then; its exit code."""
    if not officer.window.has_ended:
        officer.window.kill(number)
    status = officer.window.finish()
    officer.note()
    return status


def opens_again(run: Run, here: Site) -> None:
    """The application itself opens the desk after what happened, and closes it in order."""
    with at_work(run, here) as officer:
        pass_by(officer.sign_in())
        leave(officer)


def leave(officer: Officer) -> None:
    """End the program by its own key."""
    officer.window.send("\x11")
    status = officer.window.finish()
    assert status == 0, f"it ended with {status}; the screen:\n{officer.window.text()}"


def sealed(run: Run, here: Site, *sticks: Path, orderly: bool = False) -> None:
    """The last look at a desk: all that is stored is counted; in the long form as it was left, and
    once more after the application itself opened it."""
    if run.long:
        run.add(here.count_copy(orderly=orderly), "as it was left")
        opens_again(run, here)
    run.add(here.count(orderly=orderly, sticks=sticks or None), "at the end")
