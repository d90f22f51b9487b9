"""Ctrl+C in a place whose exceptions Python drops, as are those in which modules are imported."""

import os
import signal
import sys
import weakref
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from lienthong_tui import splash


class Lock:
    """What goes while its end is waited for, as the lock of a module does."""


splash.show(["open"])
lock = Lock()
watched = weakref.ref(lock, lambda _: os.kill(os.getpid(), signal.SIGINT))
del lock
print("not interrupted")
