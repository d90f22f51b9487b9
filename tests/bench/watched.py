"""A program in a real terminal under the clock: read first, interpreted later.

While it runs only its bytes are noted, each with the time it was read. What they painted is worked
out afterwards, so that the emulation of a terminal is in no figure.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from terminal.rig import Emulator, answer_queries, begin

QUIET = 0.15
"""Seconds without a byte after which a program counts as waiting."""
PATIENCE = 30.0


@dataclass
class Watched:
    """`command` from before its process exists; use it in `with`. Times are seconds since then."""

    command: list[str]
    environment: Mapping[str, str]
    columns: int = 80
    rows: int = 24
    chunks: list[tuple[float, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._emulator = Emulator(self.columns, self.rows)
        self._shown = 0  # chunks that the emulator has
        self._ended = False

    def __enter__(self) -> "Watched":
        self.began = time.perf_counter()
        self.process, self._fd = begin(self.command, self.environment, self.columns, self.rows)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ended:
            os.killpg(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self._fd)

    def now(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self.began

    def read_until(self, mark: bytes) -> None:
        """Read until these bytes were written."""
        seen = b""
        while mark not in seen:
            data = self._read(PATIENCE)
            if not data:
                raise TimeoutError(f"{self.command[0]} never wrote {mark!r}")
            seen = seen[-len(mark) :] + data

    def settle(self, quiet: float = QUIET) -> None:
        """Read until nothing came for so long."""
        while self._read(quiet):
            pass

    def send(self, text: str) -> float:
        """Type; the time at which it was sent."""
        at = self.now()
        os.write(self._fd, text.encode())
        return at

    def end(self) -> float:
        """Read until the program ends by itself; the time at which it had."""
        while self._read(PATIENCE):
            pass
        os.waitpid(self.process, 0)
        self._ended = True
        return self.now()

    def seen(self) -> list[tuple[float, str]]:
        """The screens since this was last asked, each with the time its bytes were read at."""
        found = []
        for at, data in self.chunks[self._shown :]:
            self._emulator.feed(data)
            found.append((at, self._emulator.text()))
        self._shown = len(self.chunks)
        return found

    def text(self) -> str:
        """What stands on the screen; no time is told."""
        self.seen()
        return self._emulator.text()

    def wait(self, wanted: str) -> str:
        """The screen once it has that text and nothing more comes; no time is told."""
        until = self.now() + PATIENCE
        while wanted not in self.text():
            if self.now() > until:
                raise AssertionError(f"waited for {wanted!r}; the screen:\n{self.text()}")
            self._read(QUIET)
        self.settle()
        return self.text()

    def took(self, keys: str, shown: Callable[[str], bool]) -> float:
        """Milliseconds from these keys until the screen met the predicate."""
        self.text()
        sent = self._answered(keys)
        seen = self.seen()
        while not any(shown(text) for _, text in seen) and self.now() - sent < PATIENCE:
            self.settle()  # slower than it was read for
            seen += self.seen()
        return (first(seen, shown) - sent) * 1000

    def last_change(self, keys: str) -> float:
        """Milliseconds from these keys until the screen was as it then stayed."""
        before = self.text()
        sent = self._answered(keys, 3 * QUIET)  # a page is painted in several pieces
        found = None
        for at, now in self.seen():
            if now != before:
                before, found = now, at
        if found is None:
            raise AssertionError(f"{keys!r} changed nothing:\n{before}")
        return (found - sent) * 1000

    def _answered(self, keys: str, quiet: float = QUIET) -> float:
        """Type and read what comes of it; the time at which it was sent."""
        sent = self.send(keys)
        self._read(PATIENCE)
        self.settle(quiet)
        return sent

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._fd], [], [], seconds)[0]:
            return b""
        data = b""
        with suppress(OSError):  # the program has closed its side
            data = os.read(self._fd, 65536)
        if data:
            self.chunks.append((self.now(), data))
            answer_queries(self._fd, data)
        return data


def first(seen: Sequence[tuple[float, str]], shown: Callable[[str], bool]) -> float:
    """When the screen first met the predicate."""
    for at, text in seen:
        if shown(text):
            return at
    raise AssertionError(f"it was never shown:\n{seen[-1][1] if seen else ''}")


def resident_now() -> float:
    """The memory that this process holds."""
    return resident(os.getpid())


def resident(process: int) -> float:
    """The memory that a process and those it began hold, in MB; what they share counts in each."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    own = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(resident(int(child)) for child in below)
