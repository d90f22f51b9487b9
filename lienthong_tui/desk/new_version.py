"""A newer version, told by a file that an administrator lays beside the program or into the desk.

```toml
version = "0.14.0"
day = 2026-12-15
what = "thêm mẫu tờ khai mới"
where = 'ổ chung S:\\lienthong'
```

The program asks no network and fetches nothing: it repeats what the file says, one line each.
"""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lienthong_tui import __version__, resources
from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import clean

FILE = "ban-moi.toml"

_MOST = 10_000  # bytes of the file
_LONGEST = 200  # characters of a text
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}")


@dataclass(frozen=True)
class NewVersion:
    """A version that is there since `day`: what it brings, and where it is to be had."""

    version: str
    day: date
    what: str
    where: str


@dataclass(frozen=True)
class Told:
    """The newest of those newer than this program, and what is wrong with the files."""

    newest: NewVersion | None
    wrong: tuple[Problem, ...]


def places(desk: Path | None) -> tuple[Path, ...]:
    """Where such a file may lie."""
    return tuple(path / FILE for path in (resources.program_folder(), desk) if path is not None)


def told(paths: Iterable[Path], present: str = __version__) -> Told:
    """What the files say to somebody who has the version `present`. One that is not there says
    nothing, one that cannot be read is told and hides none of the others."""
    newer, wrong = [], []
    for path in paths:
        if not os.path.lexists(path):
            continue
        try:
            found = read(path)
        except Problem as problem:
            wrong.append(problem)
            continue
        if _order(found.version) > _order(present):
            newer.append(found)
    newest = max(newer, key=lambda each: _order(each.version), default=None)
    return Told(newest, tuple(wrong))


def read(path: Path) -> NewVersion:
    """The file at `path`. Errors: Problem("new-version-unreadable"), ("new-version-field") with
    `field` where that is missing or none of its kind."""
    try:
        said = tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):  # no text, no TOML, or nested without end
        raise Problem("new-version-unreadable", path=str(path)) from None
    version, day = said.get("version"), said.get("day")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise Problem("new-version-field", path=str(path), field="version")
    if type(day) is not date:  # a moment is one, too
        raise Problem("new-version-field", path=str(path), field="day")
    return NewVersion(version, day, _line(path, said, "what"), _line(path, said, "where"))


def _bytes(path: Path) -> bytes:
    """Raises OSError, also for what is no file and would be waited for."""
    if not path.is_file():
        raise OSError
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError
    return data


def _line(path: Path, said: dict[str, Any], field: str) -> str:
    text = said.get(field)
    try:
        line = clean(text) if isinstance(text, str) else ""
    except Problem:
        line = ""
    if not 0 < len(line) <= _LONGEST:
        raise Problem("new-version-field", path=str(path), field=field)
    return line.rstrip(" .") if field == "what" else line


def _order(version: str) -> tuple[int, ...]:
    """To compare by: 1.10 comes after 1.9, and 1.0 is 1.0.0."""
    return tuple(int(part) for part in re.sub(r"(\.0+)+$", "", version).split("."))
