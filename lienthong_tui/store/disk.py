"""What the operating system says about a disk."""

import errno


def is_full(error: OSError) -> bool:
    """Whether there is no room left: on the disk, or for this user (a quota)."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
