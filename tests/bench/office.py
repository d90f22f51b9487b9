"""A desk with drafts of invented people, and the application on it under the clock."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import fiction
import pyotp
from screens.walk import NOW, found_desk

from bench.start import environment
from bench.watched import Watched
from lienthong_tui.access.passwords import STANDARD
from lienthong_tui.desk import drafting, vault
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.session import session

_PROBE = Path(__file__).parents[1] / "terminal" / "probes" / "whole_app.py"
APPLICATION = (sys.executable, str(_PROBE))
LEAVE = "\x11"  # Ctrl+Q
BIRTH, DEATH = 0, 8
"""Filings of `fiction`: a birth with both parents, and the death that asks for the most."""


Give = Callable[[Desk, Draft, str, Any], Draft]


def answered(desk: Desk, number: int, *without: str, give: Give = drafting.answer) -> Draft:
    """A filing of `fiction` on this desk, each question answered as soon as it shows."""
    case = fiction.case(number)
    told = {k: v for k, v in case.file.answers.items() if k not in without}
    draft = drafting.start(desk, case.group.definition.group)
    while name := next((f.id for f in draft.outlined.fields if f.id in told), ""):
        draft = give(desk, draft, name, told.pop(name))
    return draft


@dataclass
class Office:
    """The desk at `place`; each time the application is opened a minute has gone."""

    place: Path
    account: DemoAccount = field(init=False)
    opened: int = 0

    def __post_init__(self) -> None:
        (self.place / "home").mkdir()
        self.account = found_desk(self.place, STANDARD)

    @property
    def now(self) -> datetime:
        """When it was last opened."""
        return NOW + timedelta(minutes=self.opened)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The desk itself, opened by its key file."""
        unlocked = vault.open_with_key_file(self.place / "desk", self.place / "desk.key", NOW)
        with session(unlocked, lambda: NOW) as desk:
            yield desk

    def draft(self, number: int, *without: str) -> None:
        """A filing of `fiction` with all its answers but those `without`."""
        with self.desk() as desk:
            answered(desk, number, *without)

    @contextmanager
    def open(
        self, columns: int = 80, rows: int = 24, command: Sequence[str] = APPLICATION
    ) -> Iterator[Watched]:
        """The application, signed in, on its first page; it is left at the end."""
        with self.begun(columns, rows, command) as program:
            code = pyotp.TOTP(self.account.secret).at(self.now)
            program.send(f"{self.account.officer_id}\r{self.account.password}\r{code}\r")
            program.wait("Hồ sơ khai sinh mới")
            yield program

    @contextmanager
    def begun(
        self, columns: int = 80, rows: int = 24, command: Sequence[str] = APPLICATION
    ) -> Iterator[Watched]:
        """The application before the sign-in; it is left at the end."""
        self.opened += 1
        on = [*command, str(self.place / "desk"), self.now.isoformat()]
        where = environment(self.place) | {"PYTHONPATH": os.pathsep.join(sys.path)}
        with Watched(on, where, columns, rows) as program:
            program.wait("ĐĂNG NHẬP QUẦY")
            yield program
            program.send(LEAVE)
            program.end()
