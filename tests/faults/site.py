"""A desk on which faults are tried: its folder, its officer, its clock, and what is known of it."""

import copy
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pyotp
from desk.sample import opened
from screens.walk import NOW, found_desk

from faults.birth import birth
from faults.ledger import Counts, Entry, Ledger, brought_out, facts_of
from faults.window import Programs, Window
from lienthong_tui.desk import drafting, incarnation
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.store.meta import forget_meta

BETWEEN = timedelta(minutes=30)
"""Between two sittings: a code is good for once, and the clock of a program runs fast."""


@dataclass
class Site:
    """A desk at `place/desk`. `now` is what its clock stands at when the next program begins;
    `aside` is where it is copied to, to be looked at."""

    place: Path
    account: DemoAccount
    ledger: Ledger
    now: datetime
    aside: Path | None = None
    begun: int = 0

    @property
    def folder(self) -> Path:
        """The folder of the desk."""
        return self.place / "desk"

    def clock(self) -> Path:
        """The clock of the program begun last."""
        return self.place / f"clock-{self.begun}"

    def set_clock(self, now: datetime) -> None:
        """Have it stand there."""
        self.now = now
        beside = self.clock().with_suffix(".new")
        beside.write_text(now.isoformat())
        beside.replace(self.clock())

    def window(self, programs: Programs, **environment: str) -> Window:
        """The application on this desk, half an hour later than the last one."""
        self.begun += 1
        self.set_clock(self.now + BETWEEN)
        environment = {"XDG_STATE_HOME": str(self.place / "log"), **environment}
        return Window(programs, self.folder, self.clock(), environment=environment)

    def code(self) -> str:
        """What the officer's phone shows while the program begun last is new."""
        return pyotp.TOTP(self.account.secret).at(self.now)

    def copied(self, to: Path) -> "Site":
        """What the disk holds now, to be looked at: the desk itself stays as the fault left it."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to / "desk", ignore=shutil.ignore_patterns("*-shm"))
        shutil.copy(self.place / "desk.key", to / "desk.key")
        return Site(to, self.account, self.ledger, self.now)

    def count(
        self, *, orderly: bool = False, thorough: bool = True, sticks: Sequence[Path] | None = None
    ) -> Counts:
        """Open the desk and hold it against the ledger; one that does not open is unreadable.

        `sticks` are those on which packets were brought out: what was told to lie there has to.
        """
        try:
            with opened(self.place, self.now) as desk:
                counts = self.ledger.hold_against(desk, orderly=orderly, thorough=thorough)
                return counts if sticks is None else counts + brought_out(desk, *sticks)
        except Exception as error:  # whatever it is: the office has no desk any more
            print(f"did not open: {error!r}")
            return Counts(unreadable=1)

    def count_copy(
        self, *, orderly: bool = False, thorough: bool = True, goes_on: bool = False
    ) -> Counts:
        """As `count`, of a copy: who recovers the desk itself is the application.

        `goes_on`: the officer is still at work, and the ledger stays theirs.
        """
        looked = self.copied(self.aside or self.place / "copy")
        if goes_on:
            looked.ledger = self.ledger.copied()
        return looked.count(orderly=orderly, thorough=thorough)


@cache
def _template() -> tuple[Path, DemoAccount]:
    place = Path(mkdtemp(prefix="faults-"))
    return place, found_desk(place)


@cache
def _template_with_drafts() -> tuple[Path, DemoAccount, list[Entry]]:
    """A desk with two filings of which all questions are answered."""
    place = Path(mkdtemp(prefix="faults-"))
    made, account = _template()
    shutil.copytree(made, place, dirs_exist_ok=True)
    entries = []
    with opened(place, NOW) as desk:
        for number in range(2):
            draft = drafting.start(desk, "birth")
            told = birth(random.Random(number))
            for name, reply in told.items():
                if reply.answer is not None:
                    draft = drafting.answer(desk, draft, name, reply.answer)
            entries.append(Entry(told, known=facts_of(draft.filing), filing=draft.filing.id))
        forget_meta(desk.db, [incarnation.PLACE])  # what is made from it has been nowhere yet
    return place, account, entries


def make_templates() -> None:
    """Make what sites are made from: no trial is to wait for it."""
    _template_with_drafts()


def forget_templates() -> None:
    """Remove what sites are made from."""
    if _template_with_drafts.cache_info().currsize:
        shutil.rmtree(_template_with_drafts()[0])
    if _template.cache_info().currsize:
        shutil.rmtree(_template()[0])
    _template_with_drafts.cache_clear()
    _template.cache_clear()


def site(place: Path, *, drafted: bool = False) -> Site:
    """A new desk in the folder `place`; `drafted`: with two filings that wait to be completed."""
    place.mkdir(parents=True, exist_ok=True)
    ledger = Ledger()
    if drafted:
        made, account, entries = _template_with_drafts()
        ledger.entries += copy.deepcopy(entries)
    else:
        made, account = _template()
    shutil.copytree(made / "desk", place / "desk")
    shutil.copy(made / "desk.key", place / "desk.key")
    return Site(place, account, ledger, NOW)
