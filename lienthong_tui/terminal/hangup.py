"""Hanging up: a terminal that has gone because its window was closed or its line broke."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

_STDIN: Final = 0


def has_gone() -> bool:
    """Whether nobody is at the other end of the terminal any more."""
    if sys.platform == "win32":
        return False  # a closed window ends the program there without a signal
    import termios

    try:
        termios.tcgetattr(_STDIN)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


class Lasting:
    """The terminal as it is written to: once it has gone it takes all, and nothing comes of it.

    The thread that writes would die of the first error, and the program wait for ever for that
    thread to empty its queue.
    """

    def __init__(self, terminal: IO[str]) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        """Write it, if anybody is there."""
        with self._unless_gone():
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        """Bring out what is held back, if anybody is there."""
        with self._unless_gone():
            self._terminal.flush()

    def fileno(self) -> int:
        """That of the terminal."""
        return self._terminal.fileno()

    @staticmethod
    @contextmanager
    def _unless_gone() -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno != errno.EIO:
                raise


def forget() -> None:
    """Let what is still written go nowhere: an error there would end the saving or change 129."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
