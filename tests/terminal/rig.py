"""A real pseudo-terminal with a program in it: keys go in, what a person would see comes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

ROOT = Path(__file__).parents[2]
TIMEOUT = 20.0

KEYS = {
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "enter": "\r",
    "escape": "\x1b",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "home": "\x1b[H",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "right": "\x1b[C",
    "tab": "\t",
    "up": "\x1b[A",
}

# The modes a program turns on and off, and sequences that the emulator would print as text.
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_FOREIGN = re.compile(rb"\x1b\[(?:\?[0-9;]*\$p|[<>=][0-9;]*[a-z])")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"


class Emulator:
    """What a person sees of the bytes that a program has written so far."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._unread = b""

    def feed(self, data: bytes) -> None:
        """The next bytes, cut anywhere."""
        unread = self._unread + data
        cut = _painted(unread)
        self._unread = unread[cut:]
        self._stream.feed(_FOREIGN.sub(b"", unread[:cut]))

    def text(self) -> str:
        """What is on the screen, rows ended by a line feed, without the blanks behind them."""
        return "\n".join(row.rstrip() for row in self.screen.display)


def begin(
    command: list[str],
    environment: Mapping[str, str],
    columns: int,
    rows: int,
    before: Callable[[], None] = lambda: None,
) -> tuple[int, int]:
    """Start `command` in a terminal of its own: its process, and the terminal's other end."""
    process, fd = pty.fork()
    if process == 0:
        _set_size(0, columns, rows)
        before()
        os.execve(command[0], command, environment)
    return process, fd


def answer_queries(fd: int, data: bytes) -> None:
    """Answer what a program asks of its terminal, as terminals do that paint a frame at once."""
    if b"\x1b[?2026$p" in data:
        os.write(fd, b"\x1b[?2026;2$y")


class Terminal:
    """Runs `python program arguments…` in a terminal of `columns` × `rows`; use it in `with`.

    `before` is done in the new process before the program is there.
    """

    def __init__(
        self,
        program: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        environment = {
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            **(env or {}),
        }
        self.raw = b""
        self._status: int | None = None
        self._emulator = Emulator(columns, rows)
        self.screen = self._emulator.screen
        command = [sys.executable, str(program), *arguments]
        self.pid, self._fd = begin(command, environment, columns, rows, before)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is None:
            os.killpg(self.pid, signal.SIGKILL)  # and whatever it has begun in this terminal
            os.waitpid(self.pid, 0)
        self.hang_up()

    def send(self, text: str | bytes) -> None:
        """Write all of it at once, reading meanwhile so that neither side waits for the other."""
        data = text.encode() if isinstance(text, str) else text
        while data:
            self._read(0)
            if select.select([], [self._fd], [], 0.05)[1]:
                data = data[os.write(self._fd, data[:4096]) :]

    def press(self, *names: str) -> None:
        """Send keys by name (`KEYS`) or as themselves, each in a write of its own."""
        for name in names:
            self.send(KEYS.get(name, name))

    def wait(self, wanted: str | Callable[[str], bool], timeout: float = TIMEOUT) -> str:
        """The screen as soon as it has the text or meets the predicate; fails after `timeout`."""
        until = time.monotonic() + timeout
        while True:
            text = self.text()
            if wanted in text if isinstance(wanted, str) else wanted(text):
                return text
            if time.monotonic() > until:
                raise AssertionError(f"waited for {wanted!r}; the screen:\n{text}")
            self._read(0.05)

    def text(self) -> str:
        """What is on the screen, rows ended by a line feed, without the blanks behind them."""
        return self._emulator.text()

    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    def modes(self) -> set[int]:
        """The private modes now on: 25 cursor, 1000-1006 mouse, 1049 other screen, 2004 paste."""
        on = {25}
        for numbers, switch in _MODE.findall(self.raw):
            change = {int(number) for number in numbers.split(b";")}
            on = on | change if switch == b"h" else on - change
        return on

    def echoes(self) -> bool:
        """Whether the terminal itself shows what is typed, as it does at a shell's prompt."""
        return bool(termios.tcgetattr(self._fd)[3] & termios.ECHO)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window, as a person dragging its corner does."""
        self.screen.resize(rows, columns)
        _set_size(self._fd, columns, rows)

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def finish(self, timeout: float = TIMEOUT) -> int:
        """Wait until the program ends by itself; its exit code, or minus the signal it died of."""
        until = time.monotonic() + timeout
        while self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > until:
                raise AssertionError(f"the program did not end; the screen:\n{self.text()}")
            self._read(0.05)
        while self._read(0):
            pass
        return self._status

    def _read(self, seconds: float) -> bool:
        if self._fd < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the program has closed its side
            return False
        self.raw += data
        answer_queries(self._fd, data)
        self._emulator.feed(data)
        return bool(data)


def _painted(data: bytes) -> int:
    """How much of it a terminal shows by now: no half sequence, and a frame only when it ends."""
    begins = data.rfind(_FRAME_BEGINS)
    if begins > data.rfind(_FRAME_ENDS):
        return begins
    rest = _UNFINISHED.search(data)
    return rest.start() if rest else len(data)


def _set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
