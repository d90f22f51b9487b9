"""What keeps the memory of this process to itself: keys and names of citizens lie in it."""

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4  # of Linux's <sys/prctl.h>


def harden() -> None:
    """Let nobody else have this process' memory; call it before a secret is in there.

    On POSIX no core file is written, and none can be allowed again. On Linux, besides, no other
    process of the same user can read the memory, and no core goes to a program that collects them.
    Root can still read it. Programs started from here write no core file either, and are readable
    as ever. On Windows this does nothing.

    Raises OSError where the system refuses, which no system this runs on is known to do.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit alone would not do: a `core_pattern` that is a pipe is fed whatever it says.
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        if prctl(_PR_SET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0))) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
