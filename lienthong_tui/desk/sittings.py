"""Which programs have a desk open, and which were cut off: a kill, a power cut.

Each leaves a file in the desk's folder for as long as it has the desk open, and holds a lock on it
that the system lets go of when the program ends, however it ends. A file that nobody holds is that
of one that was cut off. A number of a process would not do: after a power cut another has it.

In it stands how far the journal went when its program last stored something: where the `-wal` of
the store is deleted, emptied or exchanged behind a program that was cut off, only that can tell.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lienthong_tui.problems import Busy
from lienthong_tui.store.streams import Head

_ENDING = ".sitting"
_ALONE = "alone.lock"
_OPEN = b"1"
_NOTE = re.compile(rb"1([!-~]{1,100}) ([0-9]{1,18}) ([0-9a-f]{64})\n")
_LONGEST = 256  # bytes


@contextmanager
def sitting(folder: Path) -> Iterator[Callable[[Head], None]]:
    """Have the desk in `folder` open, for all to see; where it cannot be written nobody is told.

    Yields what notes the journal's head. It is written and not synced: the journal was synced
    before it, so that after a power cut it may be behind and is never ahead.
    """
    path = folder / f"{secrets.token_hex(8)}{_ENDING}"
    descriptor = _held(path, os.O_CREAT | os.O_EXCL, wait=True)

    def note(head: Head) -> None:
        if descriptor is not None:
            with suppress(OSError):
                os.lseek(descriptor, len(_OPEN), os.SEEK_SET)
                os.write(descriptor, f"{head.stream} {head.seq} {head.hash.hex()}\n".encode())

    try:
        if descriptor is not None:
            with suppress(OSError):
                os.write(descriptor, _OPEN)  # until then another program takes it for none
        yield note
    finally:
        if descriptor is not None:
            held, descriptor = descriptor, None  # a later note must not reach whatever is open then
            if sys.platform != "win32":  # where nothing that is open can be removed
                _remove(path)
            with suppress(OSError):
                os.close(held)
            _remove(path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every program out of the desk in `folder` during the block.

    Each side first says that it is there and then looks whether the other is. Raises Busy
    `desk-open` where a program has it open, or another one keeps it for itself.
    """
    path = folder / _ALONE
    descriptor = _held(path, os.O_CREAT, wait=False)
    try:
        if descriptor is None or in_use(folder):
            raise Busy("desk-open")
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
            for place in (path, *folder.parent.glob(f"{folder.name}.*/{_ALONE}")):
                with suppress(OSError):
                    place.unlink(missing_ok=True)


def check_open_to_all(folder: Path) -> None:
    """Raises Busy `desk-open` while one program keeps the desk for itself."""
    path = folder / _ALONE
    if path.exists() and _is_held(path):
        raise Busy("desk-open")


def count(folder: Path) -> int:
    """How many programs have the desk open now."""
    return sum(_is_left(path) is False for path in _files(folder))


def in_use(folder: Path) -> bool:
    """Whether a program has the desk open now."""
    return count(folder) > 0


def cut_off(folder: Path) -> list[Path]:
    """The files of the programs that were cut off."""
    return [path for path in _files(folder) if _is_left(path)]


def heads(left: Iterable[Path]) -> list[Head]:
    """How far the journal went when each of these programs last stored something.

    Nothing is known of one that stored nothing, nor of a file that a power cut tore.
    """
    found = []
    for path in left:
        with suppress(OSError), path.open("rb") as file:
            if note := _NOTE.match(file.read(_LONGEST)):
                stream, seq, hash_ = (part.decode() for part in note.groups())
                found.append(Head(stream, int(seq), bytes.fromhex(hash_)))
    return found


def forget(left: Iterable[Path]) -> None:
    """Remove the files of programs that were cut off, once somebody was told of them."""
    for path in left:
        _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_ENDING}"))


def _is_left(path: Path) -> bool | None:
    """Whether nobody holds it any more; None where somebody is about to."""
    descriptor = _held(path, 0, wait=False)
    if descriptor is None:
        return False
    try:
        return True if os.fstat(descriptor).st_size else None
    finally:
        os.close(descriptor)


def _is_held(path: Path) -> bool:
    descriptor = _held(path, 0, wait=False)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def _held(path: Path, flags: int, *, wait: bool) -> int | None:
    """The file, locked by this program; None where it cannot be, as when another one holds it."""
    try:
        descriptor = os.open(path, os.O_RDWR | flags | getattr(os, "O_BINARY", 0), 0o600)
    except OSError:
        return None
    try:
        _lock(descriptor, wait=wait)  # whoever only tries whether it is held lets go at once
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _lock(descriptor: int, *, wait: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
