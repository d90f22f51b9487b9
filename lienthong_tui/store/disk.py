"""What the operating system says about a disk."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable


def is_full(error: OSError) -> bool:
    """Whether there is no room left: on the disk, or for this user (a quota)."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def check_room(path: Path, folder: Path | None = None) -> None:
    """Raises DeskUnavailable `no-room` (`needed`, in MB) unless the file fits a second time: in its
    own folder, or in another one."""
    needed = path.stat().st_size * 11 // 10
    if shutil.disk_usage(folder or path.parent).free < needed:
        raise DeskUnavailable("no-room", needed=needed // 1_000_000 + 1)


def write_whole(path: Path, data: bytes) -> None:
    """Put a file that only its owner can read at `path`, in place of what is there: whoever reads
    it finds the whole of one or the other. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to disk where the system can; without it the work is done too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
