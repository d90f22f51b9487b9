"""The program of the office that takes messages: started once for each, as it was set and no other.

No shell reads its words, and nothing of a person stands in them or in its environment: a message
goes to its standard input alone. What it writes is read by nobody, for it may repeat a number.
"""

import os
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.text.clean import clean

PATIENCE = 10.0
"""Seconds for one message: a program that hangs is ended, with all that it started."""
_MOST_WORDS = 20
_OURS = "LIENTHONG_"


def read_command(text: str) -> tuple[str, ...]:
    """A command line as it is typed: the program by its whole path, then its arguments.

    Errors: Unusable("reminder-command-unread") with `text`; those of `clean` and `check`.
    """
    try:
        words = shlex.split(clean(text), posix=sys.platform != "win32")
    except ValueError:  # a quote that is not closed
        raise Unusable("reminder-command-unread", text=text) from None
    command = tuple(word.strip('"') if sys.platform == "win32" else word for word in words)
    if not 1 <= len(command) <= _MOST_WORDS:
        raise Unusable("reminder-command-unread", text=text)
    check(command)
    return command


def check(command: tuple[str, ...]) -> None:
    """Whether the program can be started, as far as can be seen.

    Errors: Unusable("reminder-command-relative"), ("reminder-command-missing"),
    ("reminder-command-not-run"), each with `path`.
    """
    path = Path(command[0])
    if not path.is_absolute():  # else whoever sets PATH chooses the program
        raise Unusable("reminder-command-relative", path=command[0])
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise Unusable("reminder-command-missing", path=command[0])
    if not os.access(path, os.X_OK):
        raise Unusable("reminder-command-not-run", path=command[0])


def give(command: tuple[str, ...], message: bytes, seconds: float = PATIENCE) -> None:
    """Give a message to the program; returns once it said, by exit code 0, that it has it.

    Errors: those of `check`; DeskUnavailable("reminder-refused") with its `exit` code,
    ("reminder-silent") with the `seconds` after which it was ended.
    """
    check(command)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except (OSError, ValueError):  # such as a script that does not name its interpreter
        raise Unusable("reminder-command-not-run", path=command[0]) from None
    with process:
        try:
            process.communicate(message, timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise DeskUnavailable("reminder-silent", seconds=round(seconds)) from None
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        raise DeskUnavailable("reminder-refused", exit=process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
