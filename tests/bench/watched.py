"""A program in a real terminal under the clock: read first, interpreted later.

While it runs only its bytes are noted, each with the time it was read. What they painted is worked
out afterwards, so that the emulation of a terminal is in no figure.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Mapping
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

    def __enter__(self) -> "Watched":
        self._began = time.perf_counter()
        self.process, self._fd = begin(self.command, self.environment, self.columns, self.rows)
        self._ended = False
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ended:
            os.killpg(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self._fd)

    def now(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._began

    def read_until(self, mark: bytes) -> None:
        """Read until these bytes were written."""
        seen = b""
        while mark not in seen:
            data = self._read(PATIENCE)
            if not data:
                raise TimeoutError(f"{self.command[0]} never wrote {mark!r}")
            seen = seen[-len(mark) :] + data

    def settle(self) -> None:
        """Read until nothing came for a while."""
        while self._read(QUIET):
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

    def first(self, shown: Callable[[str], bool], after: float = 0.0) -> float:
        """When the screen first met the predicate, `after` that time."""
        emulator = Emulator(self.columns, self.rows)
        for at, data in self.chunks:
            emulator.feed(data)
            if at >= after and shown(emulator.text()):
                return at
        raise AssertionError(f"{self.command[0]} never showed it:\n{emulator.text()}")

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


def resident(process: int) -> float:
    """The memory that a process and those it began hold, in MB; what they share counts in each."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    own = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(resident(int(child)) for child in below)
