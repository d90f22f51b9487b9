"""The gate every attached paper passes: where it lies, how large it is, what it really is.

The content decides the type, never the name; a wrong extension is corrected.
"""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.names import is_safe_name, shown
from lienthong_tui.problems import Problem
from lienthong_tui.text.fold import fold

_EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
_LONGEST_STEM = 60


@dataclass(frozen=True)
class Paper:
    """A paper that may be attached: `name` is safe everywhere and tells the true type."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def read_paper(path: Path, *, root: Path, limit: int, picture_limit: int | None = None) -> Paper:
    """The paper at `path`, which is relative to the folder `root`; at most `limit` bytes.

    A picture may have `picture_limit` bytes where it is to be made smaller.

    Raises `paper-outside`, `paper-missing`, `paper-directory`, `paper-special` (a pipe or device),
    `paper-unreadable`, `paper-empty`, `paper-large` (size, limit) and what
    `media.recognise` raises. Every problem has `name`, the file's name as it can be shown.
    """
    name = shown(path.name)
    data = _read(_inside(path, root, name), max(limit, picture_limit or 0), name)
    if not data:
        raise Problem("paper-empty", name=name)
    if len(data) > limit and not data.startswith(_PICTURES):
        raise Problem("paper-large", name=name, size=len(data), limit=limit)
    media_type = recognise(data, name)
    return Paper(
        name=safe_name(path.name, _EXTENSIONS[media_type]),
        media_type=media_type,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def safe_name(name: str, extension: str) -> str:
    """An ASCII slug of a file name with the given extension.

    "Giấy chứng sinh.PDF" and ".pdf" give "giay-chung-sinh.pdf".
    """
    stem = re.sub(r"\.[A-Za-z]{2,4}$", "", name)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(stem))[:_LONGEST_STEM].strip("-")
    if not is_safe_name(slug + extension):  # nothing left, or the name of a device
        slug = f"tep-{slug}".strip("-")
    return slug + extension


def _inside(path: Path, root: Path, name: str) -> Path:
    if path.is_absolute() or ".." in path.parts:
        raise Problem("paper-outside", name=name)
    try:
        base, real = root.resolve(), (root / path).resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name with NUL
        raise Problem("paper-missing", name=name) from None
    if not real.is_relative_to(base):
        raise Problem("paper-outside", name=name)
    return real


def _read(path: Path, limit: int, name: str) -> bytes:
    try:
        _check_kind(path.stat().st_mode, name)
        # The file may have been replaced since: a link is not followed, a pipe is not waited for.
        flags = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
        with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
            found = os.fstat(file.fileno())
            _check_kind(found.st_mode, name)
            if found.st_size > limit:
                raise Problem("paper-large", name=name, size=found.st_size, limit=limit)
            data = file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Problem("paper-missing", name=name) from None
    except OSError:
        raise Problem("paper-unreadable", name=name) from None
    if len(data) > limit:
        raise Problem("paper-large", name=name, size=len(data), limit=limit)
    return data


def _check_kind(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise Problem("paper-directory", name=name)
    if not stat.S_ISREG(mode):
        raise Problem("paper-special", name=name)
