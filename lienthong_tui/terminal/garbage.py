"""Garbage is looked for once the first pages are there, and then while no key comes.

What is imported stays; to look through it takes a tenth of the start. Later a look through
everything old holds the screen up for a twentieth of a second: it is seldom had while keys come,
and whenever they pause.
"""

import asyncio
import gc
from typing import Final

_PAUSE: Final = 3.0  # seconds without a key
_SELDOM: Final = 100  # ten times as seldom as is usual


def put_off() -> None:
    """Look for none until `begin`."""
    gc.disable()


def begin() -> None:
    """Look for garbage from now on, and never in what there is."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _SELDOM)
        gc.enable()


class AtPauses:
    """Looks for garbage whenever no key has come for a while."""

    def __init__(self) -> None:
        self._next: asyncio.TimerHandle | None = None

    def key_came(self) -> None:
        """Wait from now on; call it from the loop."""
        if self._next is not None:
            self._next.cancel()
        self._next = asyncio.get_running_loop().call_later(_PAUSE, gc.collect)
