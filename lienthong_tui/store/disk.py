"""What the operating system says about a disk."""

import errno
import shutil
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable


def is_full(error: OSError) -> bool:
    """Whether there is no room left: on the disk, or for this user (a quota)."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def check_room(path: Path) -> None:
    """Raises DeskUnavailable `no-room` (`needed`, in MB) unless the file fits a second time."""
    needed = path.stat().st_size * 11 // 10
    if shutil.disk_usage(path.parent).free < needed:
        raise DeskUnavailable("no-room", needed=needed // 1_000_000 + 1)
