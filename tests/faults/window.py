"""A window of the application: begun in milliseconds, looked at and typed into as a person does."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from terminal.rig import ROOT, Emulator, Terminal

PROBE = ROOT / "tests" / "terminal" / "probes" / "ready_app.py"
COLUMNS, ROWS = 80, 26
PATIENCE = 60.0  # seconds: a shared disk that stalls holds up also the end of who was killed
_LONGEST = 65536
_LOOK_AFTER = 0.5  # seconds without what is waited for, until it is asked whether all has ended


class EndedError(Exception):
    """The application ended while something was waited for on its screen."""


class Programs:
    """Begins applications: forks of a process that has loaded it all (`probes/ready_app.py`)."""

    def __init__(self) -> None:
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, str(PROBE), str(theirs.fileno())],
            env={
                "HOME": os.environ.get("HOME", "/"),
                "LANG": "C.UTF-8",
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.environ.get("PYTHONPATH", "") + os.pathsep + str(ROOT),
                "TERM": "xterm-256color",
            },
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()

    def __enter__(self) -> "Programs":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._asked.close()
        self._process.wait()

    def begin(
        self, folder: Path, clock: Path, environment: Mapping[str, str], columns: int, rows: int
    ) -> tuple[int, int]:
        """Begin one on the desk in `folder`: its process and the descriptor of its terminal."""
        wanted = {
            "folder": str(folder),
            "clock": str(clock),
            "environment": dict(environment),
            "columns": columns,
            "rows": rows,
        }
        self._asked.send(json.dumps(wanted).encode())
        message, descriptors, _, _ = socket.recv_fds(self._asked, _LONGEST, 1)
        return json.loads(message)["pid"], descriptors[0]

    def ended(self, pid: int) -> int | None:
        """The exit code of one, or minus the signal it died of; None while it runs."""
        self._asked.send(json.dumps({"ended": pid}).encode())
        status: int | None = json.loads(self._asked.recv(_LONGEST))["status"]
        return status


class Window(Terminal):
    """A terminal in which one of the `programs` runs; use it in `with`."""

    def __init__(
        self,
        programs: Programs,
        folder: Path,
        clock: Path,
        *,
        environment: Mapping[str, str],
        columns: int = COLUMNS,
        rows: int = ROWS,
    ) -> None:
        # Not as `Terminal` does: the program is begun by another process.
        self.raw = b""
        self._status: int | None = None
        self._emulator = Emulator(columns, rows)
        self.screen = self._emulator.screen
        self._lines: list[str] = []
        self.patience = PATIENCE
        self._programs = programs
        self.pid, self._fd = programs.begin(folder, clock, environment, columns, rows)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.has_ended:
            for number in (signal.SIGCONT, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    self.kill(number)
            self.finish()
        self.hang_up()

    def lines(self) -> list[str]:
        """What is on the screen, row by row, without the blanks behind; only what changed is read
        again: an officer looks often."""
        screen = self.screen
        if len(self._lines) != screen.lines:
            self._lines = [""] * screen.lines
            screen.dirty.update(range(screen.lines))
        for row in screen.dirty & set(range(screen.lines)):
            cells = screen.buffer[row]
            self._lines[row] = "".join(cells[x].data for x in range(screen.columns)).rstrip()
        screen.dirty.clear()
        return self._lines

    def text(self) -> str:
        """As of `Terminal`."""
        return "\n".join(self.lines())

    @property
    def has_ended(self) -> bool:
        """Whether the program has."""
        if self._status is None:
            self._status = self._programs.ended(self.pid)
        return self._status is not None

    def finish(self, timeout: float = PATIENCE) -> int:
        """Wait until the program ends; its exit code, or minus the signal it died of."""
        until = time.monotonic() + timeout
        while not self.has_ended:
            if time.monotonic() > until:
                raise AssertionError(f"the program did not end; the screen:\n{self.text()}")
            self._read(0.01)
        while self._read(0):
            pass
        assert self._status is not None
        return self._status

    def wait(self, wanted: str | Callable[[str], bool], timeout: float | None = None) -> str:
        """As of `Terminal`; raises EndedError where the program ends before that is seen."""
        until = time.monotonic() + (timeout or self.patience)
        look = time.monotonic() + _LOOK_AFTER
        while True:
            text = self.text()
            if wanted in text if isinstance(wanted, str) else wanted(text):
                return text
            now = time.monotonic()
            if now > until:
                raise AssertionError(
                    f"waited for {wanted!r}; the cursor {self.cursor()}; the screen:\n{text}"
                )
            if now > look:
                look = now + _LOOK_AFTER
                if self.has_ended:
                    raise EndedError(f"exit code {self._status}; the screen:\n{text}")
            self._read(0.05)

    def send(self, text: str | bytes) -> None:
        """As of `Terminal`; raises EndedError where nobody is there to read it."""
        try:
            super().send(text)
        except OSError as error:
            raise EndedError(f"{error}; the screen:\n{self.text()}") from error

    def resize(self, columns: int, rows: int) -> None:
        """As of `Terminal`."""
        self._lines = []
        super().resize(columns, rows)

    def look(self, seconds: float) -> None:
        """See what comes for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def settle(self, quiet: float = 0.01) -> None:
        """Wait until the program has waited for a key for a while, whatever else runs here.

        A page that opens moves its focus once or twice: who types by what stands on the screen has
        to know that it is the last of it.
        """
        until, since = time.monotonic() + self.patience, time.monotonic()
        while time.monotonic() < since + quiet:
            if self._read(quiet / 4) or not self._sleeps():
                since = time.monotonic()
            if since > until:
                raise AssertionError(
                    f"the program does not come to rest; the screen:\n{self.text()}"
                )

    def _sleeps(self) -> bool:
        """Whether none of its threads has anything to do; a program that has ended has not."""
        try:
            states = [
                (task / "stat").read_text().rpartition(")")[2].split()[0]
                for task in Path(f"/proc/{self.pid}/task").iterdir()
            ]
        except OSError:  # a thread, or all of it, ended meanwhile
            return True
        return all(state in "STZ" for state in states)
