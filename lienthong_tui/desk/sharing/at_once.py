"""What is asked of the hub while somebody waits for the answer: nothing of it is done later."""

from collections.abc import Iterator
from contextlib import contextmanager

from lienthong_tui.problems import Busy

_LINE = ("hub-away", "hub-slow", "hub-full", "hub-moved")


@contextmanager
def at_once(code: str) -> Iterator[None]:
    """Raises Busy(code) where the hub does not answer: what it says otherwise promises to go on by
    itself."""
    try:
        yield
    except Busy as problem:
        raise Busy(code) if problem.code in _LINE else problem from None
