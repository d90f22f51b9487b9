"""Disks of a test's own: small ones that fill up, that become read-only, that are pulled.

They are mounted where no other process sees them, and go with the process that mounted them. That
needs root, as CI has it; elsewhere `Unmountable` says why.
"""

import ctypes
import fcntl
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_CLONE_NEWNS = 0x00020000  # of <linux/sched.h>
_SHUTDOWN, _WITHOUT_FLUSH = 0x8004587D, 2  # EXT4_IOC_SHUTDOWN, EXT4_GOING_FLAGS_NOLOGFLUSH


class UnmountableError(Exception):
    """No disk can be mounted here; the text says why."""


@cache
def apart() -> None:
    """Keep what this process mounts, from now on, from all others but those it starts.

    Raises UnmountableError.
    """
    if sys.platform != "linux":
        raise UnmountableError("disks of a test's own need Linux")
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_CLONE_NEWNS) != 0:
        raise UnmountableError(f"unshare: {os.strerror(ctypes.get_errno())}")
    _run("mount", "--make-rprivate", "/")


def apart_if_possible() -> None:
    """As `apart`; where it cannot be, whoever mounts something is told."""
    with suppress(UnmountableError):
        apart()


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise UnmountableError(f"{command[0]} is missing") from None
    except subprocess.CalledProcessError as error:
        raise UnmountableError(f"{' '.join(command)}: {error.stderr.strip()}") from None


def _gone(place: Path) -> None:
    """Take away what was mounted there last, also while somebody uses it."""
    _run("umount", "--lazy", str(place))


@contextmanager
def memory_disk(place: Path, size: int) -> Iterator[Path]:
    """An empty disk of `size` bytes at `place`."""
    apart()
    place.mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(place))
    try:
        yield place
    finally:
        with suppress(UnmountableError):
            _gone(place)


class FileDisk:
    """A disk in a file, at `place`: one that can fail under a program that has files open on it."""

    def __init__(self, place: Path, size: int) -> None:
        apart()
        self.place = place
        self._image = place.with_suffix(".image")
        place.mkdir(parents=True, exist_ok=True)
        with self._image.open("wb") as file:
            file.truncate(size)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self.insert()

    def insert(self) -> None:
        """Mount it."""
        _run("mount", "-o", "loop", str(self._image), str(self.place))

    def sync(self) -> None:
        """Have it hold what was written so far."""
        _run("sync", "-f", str(self.place))

    def fail(self) -> None:
        """Have it meet an error, upon which the system lets nobody write to it any more."""
        _run("mount", "-o", "remount,abort", str(self.place))

    def cut(self) -> None:
        """Take its power away: what was not synced by now is not on it, and nothing can be read."""
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, _SHUTDOWN, struct.pack("=I", _WITHOUT_FLUSH))
        finally:
            os.close(folder)

    def pull(self) -> None:
        """Unmount it, also while somebody uses it."""
        _gone(self.place)

    def __enter__(self) -> "FileDisk":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(UnmountableError):
            self.pull()
        self._image.unlink(missing_ok=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written in a folder; who has files open there before keeps them."""
    apart()
    _run("mount", "--bind", str(folder), str(folder))
    try:
        _run("mount", "-o", "remount,bind,ro", str(folder))
        yield
    finally:
        _gone(folder)


def free(place: Path) -> int:
    """How many bytes are free there."""
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


def fill(place: Path, left: int) -> Path:
    """Take all of a disk but `left` bytes; deleting the file that is returned gives it back."""
    ballast = place / "ballast"
    with ballast.open("ab") as file:
        while (size := free(place) - left) > 0:
            try:
                os.posix_fallocate(file.fileno(), file.tell(), min(size, 1 << 20))
            except OSError:
                break
            file.seek(0, os.SEEK_END)
    return ballast


def remount_read_only(place: Path, seconds: float) -> bool:
    """Let nobody write to a disk any more; whether that could be done while files are written."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            _run("mount", "-o", "remount,ro", str(place))
        except UnmountableError:  # somebody has a file open to write to
            continue
        return True
    return False


def pull(place: Path) -> int:
    """Unmount a disk while it is used; a descriptor of its folder, by which it can be read."""
    kept = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    _gone(place)
    return kept
