"""Whether somebody is at the keyboard: told by keys, pastes and the mouse, measured in seconds."""

import time
from collections.abc import Callable

LOCK_AFTER = 5 * 60.0
"""Seconds without a key after which the screen is locked."""
CLOSE_AFTER = 30 * 60.0
"""Seconds a screen has been locked after which the desk behind it is closed as well."""


def since_boot() -> float:
    """Seconds since the machine started, those it slept included: a laptop that was shut for two
    hours was away for two hours."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the best there is
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Presence:
    """When somebody was last here."""

    def __init__(self, ticks: Callable[[], float] = since_boot) -> None:
        self.ticks = ticks
        self._last = ticks()

    def seen(self) -> None:
        """Somebody is here now."""
        self._last = self.ticks()

    @property
    def away(self) -> float:
        """Seconds since then."""
        return self.ticks() - self._last
