"""The one file of a backup: both databases of a desk and a page about them, in a ZIP.

    backup.json   what it is of, when it was made, the size and SHA-256 of the others
    keys.db       who can open it: key slots, the wrapped store key, what was erased
    desk.db       everything else, under the store key

Nothing is compressed: `desk.db` is encrypted. Any program that opens ZIP files takes it apart, and
`age -d -i SHEET` unwraps the store key: in need this program is not needed.
"""

import hashlib
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from lienthong_tui.desk.layout import KEYRING, STORE
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store.backup import Tell
from lienthong_tui.store.disk import check_room, flush_folder, is_full

FORMAT = 1
ENDING = ".ltbackup"
DRAFT = ".lienthong-backup.tmp"

_ABOUT = "backup.json"
_MOST_ABOUT = 65_536  # bytes
_PART = 1_000_000
_LEFT_BEHIND = 3600  # seconds


class Part(Struct, frozen=True):
    """A file of the backup: bytes, and hex SHA-256."""

    size: int
    sha256: str


class About(Struct, frozen=True):
    """What a backup is of. `made` is UTC; `seq` and `hash` (hex) are the head of `stream`.

    It names no officer and no citizen, and is not signed: what is in the backup says more.
    """

    format: int
    program: str
    commune: str
    desk_number: int
    demo: bool
    made: datetime
    stream: str
    seq: int
    hash: str
    files: dict[str, Part]


def parts_of(folder: Path) -> dict[str, Part]:
    """What the two files in `folder` are, read from disk."""
    return {name: _part(folder / name) for name in (KEYRING, STORE)}


def write(path: Path, about: About, folder: Path, tell: Tell) -> None:
    """Make the backup at `path`, which is not there yet, of the two files in `folder`.

    It is written beside its name, flushed, and read back from the disk; only then it gets its name.

    Raises Unusable `file-exists`; DeskUnavailable: `backup-full`, `backup-unwritable`,
    `backup-differs` (the disk did not keep what was written), each with `path`; Problem
    `backup-stopped`.
    """
    draft = path.with_name(f".{path.name}{DRAFT}")
    whole = 2 * sum(part.size for part in about.files.values())  # each is written and read
    if os.path.lexists(path):
        raise Unusable("file-exists", path=str(path))
    with _disk_problems(path):
        for left in path.parent.glob(f".*{DRAFT}"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:  # of a program that was killed
                left.unlink(missing_ok=True)
        try:
            with open(draft, "wb", opener=_private) as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                    archive.writestr(_ABOUT, msgspec.json.encode(about))
                    done = 0
                    for name in about.files:
                        with (
                            (folder / name).open("rb") as source,
                            archive.open(_entry(name, about), "w", force_zip64=True) as entry,
                        ):
                            for piece in _pieces(source):
                                entry.write(piece)
                                done = _tell(tell, done, len(piece), whole)
                file.flush()
                os.fsync(file.fileno())
            if not _reads_back(draft, about, tell, done, whole):
                raise DeskUnavailable("backup-differs", path=str(path))
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)


def at(path: Path) -> Path:
    """The backup that is meant by a path: of a folder the last one in it, by the time in its name.

    Raises Unusable `backup-none` (`path`).
    """
    if not path.is_dir():
        return path
    if (found := newest(path)) is None:
        raise Unusable("backup-none", path=str(path))
    return found


def newest(folder: Path) -> Path | None:
    """The last backup in a folder, of whichever desk: their names end with the time."""
    found = [path for path in folder.glob(f"*{ENDING}") if path.is_file()]
    return max(found, key=lambda path: path.stem[-15:], default=None)


def unpack(path: Path, folder: Path, tell: Tell) -> About:
    """Write the two files of a backup into `folder`; they are what the backup says.

    Raises Unusable, each with `path`: `backup-missing`, `backup-unreadable` (no backup, cut short,
    or not what it says of itself); DeskUnavailable: `backup-newer` (of a later program), `no-room`,
    `disk-full`, `folder-unwritable`; Problem `backup-stopped`.
    """
    with _opened(path) as archive:
        about = _about(archive, path)
        whole, done = sum(part.size for part in about.files.values()), 0
        check_room(path, folder)
        for name, part in about.files.items():
            summed = hashlib.sha256()
            with archive.open(name) as entry, _made(folder / name) as file:
                for piece in _pieces(entry):
                    summed.update(piece)
                    file.write(piece)
                    done = _tell(tell, done, len(piece), whole)
            if summed.hexdigest() != part.sha256:
                raise Unusable("backup-unreadable", path=str(path))
    return about


def _about(archive: zipfile.ZipFile, path: Path) -> About:
    # What is stored unpacks to no more than the file itself holds, and always.
    entries = {
        entry.filename: entry if entry.compress_type == zipfile.ZIP_STORED else None
        for entry in archive.infolist()
    }
    page = entries.pop(_ABOUT, None)
    if page is None or page.file_size > _MOST_ABOUT:
        raise Unusable("backup-unreadable", path=str(path))
    try:
        source = archive.read(_ABOUT)
        if msgspec.json.decode(source, type=_Format).format > FORMAT:
            raise DeskUnavailable("backup-newer", path=str(path))
        about = msgspec.json.decode(source, type=About)
    except msgspec.MsgspecError:
        raise Unusable("backup-unreadable", path=str(path)) from None
    sizes = {name: entry and entry.file_size for name, entry in entries.items()}
    told = {name: part.size for name, part in about.files.items()}
    if sizes != told or set(told) != {KEYRING, STORE} or not _is_told(about.made):
        raise Unusable("backup-unreadable", path=str(path))
    return about


def _is_told(made: datetime) -> bool:
    """Whether a time has a zone, and a day in ours."""
    try:
        return made.tzinfo is not None and bool(local_day(made))
    except OverflowError:  # on the first and the last day of all
        return False


class _Format(Struct):
    format: int


def _entry(name: str, about: About) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, about.made.timetuple()[:6])


def _reads_back(path: Path, about: About, tell: Tell, done: int, whole: int) -> bool:
    """Whether the disk itself, where the system can be told to forget its own copy, has it all."""
    found = {}
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            with zipfile.ZipFile(file) as archive:
                for name in set(archive.namelist()) - {_ABOUT}:
                    summed, size = hashlib.sha256(), 0
                    with archive.open(name) as entry:
                        for piece in _pieces(entry):
                            summed.update(piece)
                            size += len(piece)
                            done = _tell(tell, done, len(piece), whole)
                    found[name] = Part(size, summed.hexdigest())
        except (zipfile.BadZipFile, EOFError):
            return False
    return found == about.files


def _part(path: Path) -> Part:
    with path.open("rb") as file:
        return Part(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PART):
        yield piece


def _tell(tell: Tell, done: int, more: int, whole: int) -> int:
    done += more
    if not tell(min(done, whole), whole):
        raise Problem("backup-stopped")
    return done


def _private(path: str, flags: int) -> int:
    """A new file of its owner's: what lies there by this name may be a link to anything."""
    Path(path).unlink(missing_ok=True)
    return os.open(path, flags | os.O_EXCL, 0o600)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The backup, read as what anybody may have written."""
    try:
        if not path.is_file():
            raise Unusable("backup-missing", path=str(path))
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError):
        raise Unusable("backup-unreadable", path=str(path)) from None


@contextmanager
def _made(path: Path) -> Iterator[IO[bytes]]:
    try:
        with open(path, "xb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if is_full(error):
            raise DeskUnavailable("disk-full") from error
        raise DeskUnavailable("folder-unwritable", path=str(path.parent)) from error


@contextmanager
def _disk_problems(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DeskUnavailable("backup-full", path=str(path)) from error
        raise DeskUnavailable("backup-unwritable", path=str(path)) from error
