"""The folder an office scanner drops its files into: which of them is the newest."""

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import visible

_EXTENSIONS = {"pdf", "jpg", "jpeg", "png"}
# Hidden files and what other programs keep beside a file while they write it.
_TEMPORARY_STARTS = (".", "~")
_TEMPORARY_ENDS = (".part", ".tmp")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """A file of the folder as it was when looked at; `modified_ns` counts from 1970, `size` bytes.

    It may still be growing: compare with `os.stat` a moment later, because Windows tells the size
    of an open file in its folder only when it is closed.
    """

    path: Path
    modified_ns: int
    size: int

    @property
    def modified(self) -> datetime:
        """When the file was last written, in UTC."""
        return _EPOCH + timedelta(microseconds=self.modified_ns // 1000)

    @property
    def mark(self) -> tuple[str, int, int]:
        """What tells this file from a later one of the same name: name, time and size."""
        return self.path.name, self.modified_ns, self.size


def newest(folder: Path, *, after: Collection[tuple[str, int, int]] = frozenset()) -> Found:
    """The newest PDF, JPEG or PNG file lying in `folder` whose mark is not among those of `after`.

    Of files written in the same moment it is the one with the last name. Nothing is opened, links
    are not followed. Raises `scans-none`, `scans-gone`, `scans-unreadable` (folder).
    """
    shown = visible(str(folder))
    best: Found | None = None
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found = _found(entry) if _is_scan(entry.name) else None
                if found is None or found.mark in after:
                    continue
                if best is None or _order(found) > _order(best):
                    best = found
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name with NUL
        raise Problem("scans-gone", folder=shown) from None
    except OSError:
        raise Problem("scans-unreadable", folder=shown) from None
    if best is None:
        raise Problem("scans-none", folder=shown)
    return best


def _is_scan(name: str) -> bool:
    stem, dot, extension = name.lower().rpartition(".")
    return (
        bool(dot)
        and extension in _EXTENSIONS
        and not name.startswith(_TEMPORARY_STARTS)
        and not stem.endswith(_TEMPORARY_ENDS)
    )


def _found(entry: os.DirEntry[str]) -> Found | None:
    try:
        told = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # taken away since the folder was listed
        return None
    hidden = getattr(told, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
    if hidden or not stat.S_ISREG(told.st_mode) or not told.st_size:
        return None
    return Found(Path(entry.path), told.st_mtime_ns, told.st_size)


def _order(found: Found) -> tuple[int, str]:
    return found.modified_ns, found.path.name
