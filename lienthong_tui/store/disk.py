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


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to disk where the system can; without it the work is done too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
