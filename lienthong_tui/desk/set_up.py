"""The first desk of a PC: made whole beside its folder, and put there once its keys are proved.

Until then nothing is in use: whoever leaves in between starts over, and what was made is deleted.
So no desk works whose recovery key nobody wrote down, or whose codes no phone makes.
"""

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from pathlib import Path

import pyotp

from lienthong_tui.desk import founding
from lienthong_tui.desk.founding import Created
from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.procedures import overlay


@dataclass(frozen=True)
class Prepared:
    """A desk that is whole but not in its folder yet. It is deleted with this object."""

    folder: Path
    created: Created
    _beside: tempfile.TemporaryDirectory[str] = field(repr=False)
    _above: tuple[Path, ...] = ()

    @property
    def secret(self) -> str:
        """What the phone makes its codes of, in base32."""
        return pyotp.parse_uri(self.created.otp_uri).secret

    @property
    def building(self) -> Path:
        """Where the desk stands meanwhile."""
        return Path(self._beside.name) / self.folder.name

    def put_in_place(self) -> None:
        """Move the desk to its folder. Errors: those of `founding.move`."""
        founding.move(self.building, self.folder)
        self.discard()

    def discard(self) -> None:
        """Delete what was made, also the folders above when nothing has come into them."""
        self._beside.cleanup()
        for folder in self._above:
            with suppress(OSError):
                folder.rmdir()


def prepare(
    folder: Path,
    *,
    commune: str,
    number: int,
    officer_id: str,
    officer_name: str,
    password: str,
    deadlines: Mapping[str, str],
    now: datetime,
) -> Prepared:
    """Make a desk for `folder`; `deadlines` maps a group to the scheme that the office follows.

    Errors: those of `founding.create`; those of `founding.check_free` before anything is made.
    """
    folder = folder.resolve()
    founding.check_free(folder)
    above = tuple(takewhile(lambda parent: not parent.exists(), folder.parents))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent)
    except OSError as error:
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from error
    try:
        created = founding.create(
            Path(beside.name) / folder.name,
            commune=commune,
            number=number,
            officer_id=officer_id,
            officer_name=officer_name,
            password=password,
            recovery_file=None,
            office=overlay.choosing(deadlines),
            now=now,
        )
    except Problem:
        beside.cleanup()
        raise
    return Prepared(folder, created, beside, above)
