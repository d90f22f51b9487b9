"""Lines of a terminal or a pipe, for a program that nobody at the keyboard may end.

A kiosk stands in a hall: Ctrl+C, Ctrl+\\ and Ctrl+Z do nothing there, Ctrl+D is no end. A signal
from outside (SIGTERM, or SIGHUP of a line that broke) ends the program as `SystemExit`, so that
what was begun is kept.
"""

import contextlib
import os
import select
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

_CLEARED = "\x1b[H\x1b[2J\x1b[3J"  # the screen, and what was scrolled away
_KEYBOARD = ("SIGINT", "SIGQUIT", "SIGTSTP")
_OUTSIDE = ("SIGTERM", "SIGHUP")
_NO_KEY = b"\0"  # _POSIX_VDISABLE, on Linux
_SIGNALLED = 128  # added to a signal's number, as shells tell it


class LineTerminal:
    """Reads standard input, writes standard output."""

    def __init__(self) -> None:
        self.waits = sys.stdin.isatty() and os.name == "posix"  # whether a person is at the keys
        with contextlib.suppress(AttributeError):  # what a test put in its place is no file
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Meanwhile the ending is left to whoever maintains the machine."""
        ignored = _KEYBOARD if self.waits else ()
        before: dict[int, Any] = {}
        for name in (*_OUTSIDE, *ignored):
            if number := getattr(signal, name, None):
                act: Any = signal.SIG_IGN if name in ignored else _end
                before[number] = signal.signal(number, act)
        try:
            with self._nothing_but_lines():
                yield
        finally:
            for number, was in before.items():
                signal.signal(number, was)

    @contextlib.contextmanager
    def _nothing_but_lines(self) -> Iterator[None]:
        """No key ends the input or holds the output: a line ends with Enter, and only so."""
        if not self.waits:
            yield
            return
        import termios  # POSIX alone, as `waits` is

        before = termios.tcgetattr(sys.stdin)
        quiet = termios.tcgetattr(sys.stdin)
        quiet[0] &= ~(termios.IXON | termios.IXOFF)
        quiet[6][termios.VEOF] = quiet[6][termios.VEOL] = _NO_KEY
        termios.tcsetattr(sys.stdin, termios.TCSANOW, quiet)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error, OSError):  # a line that broke
                termios.tcsetattr(sys.stdin, termios.TCSANOW, before)

    def read(self, seconds: float) -> str | None:
        """A line; None once nothing more can come. Raises TimeoutError when nobody at the keys has
        typed one for so long."""
        while True:
            if self.waits and not select.select([sys.stdin], [], [], seconds)[0]:
                raise TimeoutError
            line = sys.stdin.readline()
            # Where Enter alone ends a line, an empty end is that of a terminal that broke.
            if line or not (self.waits and sys.stdin.isatty()):
                return line.rstrip("\r\n") if line else None

    def write(self, text: str) -> None:
        """A line."""
        print(text, flush=True)

    def clear(self) -> None:
        """Leave nothing to be read by the next one; a pipe has nobody who reads what is past."""
        if self.waits and sys.stdout.isatty():
            import termios

            termios.tcflush(sys.stdin, termios.TCIFLUSH)  # half a line of the last one
            print(_CLEARED, end="", flush=True)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(_SIGNALLED + number)
