"""The application loaded once, and begun as often as it is asked to: in a second a trial is over.

`ready_app.py DESCRIPTOR`: each message on that socket is a JSON object. `folder`, `clock` and
`environment` begin the application on a desk, in a terminal of its own; the answer is its `pid`,
and with it comes the descriptor of the terminal. `ended` asks after a `pid`; the answer is its
`status`, null while it runs. When the socket closes, whatever was begun is killed.

What is begun is a fork of this process, which has imported modules and read the tables that lie in
the package, and nothing else: no store, no key, no thread.
"""

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import pty
import signal
import socket
import struct
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lienthong_tui.__main__ import guard_environment
from lienthong_tui.hardening import harden

_WHAT_IS_LOADED = ("screens", "desk", "packets", "papers")
_LONGEST = 65536
PLANTED = "PLANTED_UNSYNCED_STORE"


class Clock:
    """The time in a file, and one second more each time it is asked.

    So no two answers are stored at the same time, and the screen says of each that it was.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked = 0

    def __call__(self) -> datetime:
        self._asked += 1
        return datetime.fromisoformat(self._path.read_text()) + timedelta(seconds=self._asked)


def load() -> None:
    """Import whatever the application imports later, and read what it reads once."""
    from lienthong_tui.procedures import loading
    from lienthong_tui.sentences import choices

    for name in _WHAT_IS_LOADED:
        package = importlib.import_module(f"lienthong_tui.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    loading.shipped()
    choices.warm()
    gc.freeze()


def application(folder: Path, clock: Path) -> int:
    """The application, as the command runs it; its exit code."""
    from lienthong_tui.app import LienthongApp
    from lienthong_tui.logfile import logging_to_file

    harden()
    os.umask(0o077)
    if PLANTED in os.environ:
        _plant()
    with logging_to_file():
        return LienthongApp(folder, clock=Clock(clock)).run_to_end()


def _plant() -> None:
    """Have the store sync nothing: a loss that whoever looks for losses has to see."""
    from lienthong_tui.store import schema

    asked: Callable[..., Any] = vars(schema)["rows"]
    wanted, instead = "synchronous=FULL", "synchronous=OFF"
    vars(schema)["rows"] = lambda db, sql, *rest: asked(db, sql.replace(wanted, instead), *rest)


class Nursery:
    """What was begun and has not been told to have ended."""

    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked
        self._running: dict[int, int] = {}  # process and its terminal

    def serve(self) -> Callable[[], int] | None:
        """Answer until the socket closes (None); in a process that was begun, what it is to run."""
        while True:
            message = self._asked.recv(_LONGEST)
            if not message:
                return None
            wanted = json.loads(message)
            if "ended" in wanted:
                self._tell({"status": self._status(wanted["ended"])})
            elif (run := self._begin(wanted)) is not None:
                return run

    def _begin(self, wanted: dict[str, Any]) -> Callable[[], int] | None:
        pid, terminal = pty.fork()
        if pid == 0:
            self._asked.close()
            size = struct.pack("HHHH", wanted["rows"], wanted["columns"], 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ.update(wanted["environment"])
            return lambda: application(Path(wanted["folder"]), Path(wanted["clock"]))
        self._running[pid] = terminal
        self._tell({"pid": pid}, terminal)
        os.close(terminal)
        return None

    def _status(self, pid: int) -> int | None:
        if pid not in self._running:
            return None
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            return None
        del self._running[pid]
        return os.waitstatus_to_exitcode(status)

    def _tell(self, answer: dict[str, Any], *descriptors: int) -> None:
        socket.send_fds(self._asked, [json.dumps(answer).encode()], list(descriptors))

    def end(self) -> None:
        """Kill what still runs."""
        for pid in self._running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def main() -> int:
    """Serve; a process that was begun comes back here too, and runs."""
    guard_environment()
    load()
    nursery = Nursery(socket.socket(fileno=int(sys.argv[1])))
    run = nursery.serve()
    if run is not None:
        return run()
    nursery.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
