"""Paper from the printer of the machine, without leaving the program.

CUPS (Linux, macOS) takes the PDF on stdin, so that no file of ours lies on a disk. What it spools
is its own: readable by root and its group, and by default kept for a day after printing
(`PreserveJobFiles` of cupsd.conf). Windows prints by the program that shows PDFs, from a file.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import visible

State = Literal["printed", "waiting", "stopped", "failed", "unknown"]

_ASKING = 5.0  # seconds for one question, however many commands it takes
_SENDING = 20.0  # seconds for a whole document
_PAUSE = 1.0  # seconds between two questions about a job
_MOST_SAID = 200
_JOB = re.compile(r"(?<!\S)\S+-[0-9]+")
# The `job-state-reasons` of CUPS for a job that will not come out whole.
_FAILED = frozenset(
    {
        "aborted-by-system",
        "canceled-at-device",
        "cups-filter-crashed",
        "job-aborted-by-system",
        "job-canceled-at-device",
        "job-canceled-by-operator",
        "job-canceled-by-user",
        "job-completed-with-errors",
        "job-stopped",
    }
)


@dataclass(frozen=True)
class Printer:
    """`name` is for the system, not made harmless for a screen; "" is the default of Windows."""

    name: str
    default: bool


@dataclass(frozen=True)
class Job:
    """`id` is what the system calls it ("hp-12"); "" where it tells nothing, as Windows does."""

    id: str
    printer: Printer


@dataclass(frozen=True)
class Sheaf:
    """What is printed in one go: each file's name, bytes and number of copies."""

    files: Mapping[str, bytes]
    copies: Mapping[str, int]


def printers() -> tuple[Printer, ...]:
    """Those there are, the default first; none where the print system is missing or silent."""
    if sys.platform == "win32":
        return (Printer("", default=True),)
    until = time.monotonic() + _ASKING
    names = (_lpstat("-e", until=until) or "").splitlines()
    # "system default destination: hp", or a sentence that names none
    default = (_lpstat("-d", until=until) or "").partition(": ")[2].strip() if names else ""
    found = [Printer(name, default=name == default) for name in names]
    return tuple(sorted(found, key=lambda printer: not printer.default))


def send(pdf: bytes, *, name: str, copies: int, printer: Printer, folder: Path) -> Job:
    """Have `pdf` printed; returns once the system has taken it.

    `name` ends in ".pdf" and carries no personal data: it is the title in the queue, and the file
    that Windows is given in `folder`, which the caller empties later. `copies` is 1 or more.
    Raises `printer-none` where nothing prints, `printer-refused` (`said`, in the words of the
    system, at most 200 letters) and `printer-silent` when it took too long and was stopped.
    """
    if sys.platform == "win32":
        _send_by_file(pdf, folder / name, copies)
        return Job("", printer)
    # The name is never a word of its own: one that begins with "-" would be an option.
    command = ("lp", f"-d{printer.name}", f"-n{copies}", f"-t{name}", "-")
    try:
        done = _run(command, _SENDING, pdf)
    except subprocess.TimeoutExpired:
        raise Problem("printer-silent") from None
    except OSError:
        raise Problem("printer-none") from None
    if done.returncode != 0:
        said = _first_line(done.stderr) or f"lp: {done.returncode}"
        raise Problem("printer-refused", said=said)
    job = _JOB.search(_text(done.stdout))
    return Job(job[0] if job else "", printer)


def state(job: Job) -> State:
    """How far the system is with a job.

    - `printed`: handed to the printer whole. One that somebody cancelled before its turn looks the
      same to CUPS 2.4.
    - `stopped`: it waits, and its printer is switched off in the system until somebody resumes it.
    - `failed`: cancelled or broken off, for instance because the driver failed. It does not come
      any more.
    - `unknown`: the system does not tell, or knows the job no longer.
    """
    return _state(job, time.monotonic() + _ASKING)


def wait(job: Job, seconds: float, sleep: Callable[[float], object] = time.sleep) -> State:
    """The `state` as soon as it is printed, stopped or failed, at the latest after `seconds`."""
    until = time.monotonic() + seconds
    found: State = "unknown"
    while job.id and (now := time.monotonic()) < until:
        found = _state(job, min(until, now + _ASKING))
        if found in ("printed", "stopped", "failed"):
            break
        sleep(max(0.0, min(_PAUSE, until - time.monotonic())))
    return found


def _state(job: Job, until: float) -> State:
    if not job.id:
        return "unknown"
    pending = _lpstat("-W", "not-completed", "-l", "-o", until=until)
    if pending is None:
        return "unknown"
    waits = _about(job, pending)
    # Gone from the queue is not yet printed, and nothing is known of a queue that was removed.
    said = waits or _about(job, _lpstat("-W", "completed", "-l", "-o", until=until) or "")
    if said is None:
        return "unknown"
    if not _FAILED.isdisjoint(said.split()):
        return "failed"
    if not waits:
        return "printed"
    return "stopped" if _disabled(job.id.rpartition("-")[0], until) else "waiting"


def _disabled(queue: str, until: float) -> bool:
    said = _lpstat(f"-p{queue}", until=until) or ""
    return any(line.startswith(f"printer {queue} disabled ") for line in said.splitlines())


def _about(job: Job, jobs: str) -> str | None:
    """What `lpstat -o` writes about a job: its line and the indented ones below.

    Found by the number alone, which CUPS gives only once: `lpstat` writes "M%C3%A1y-7" where `lp`
    wrote "Máy-7".
    """
    number = job.id.rpartition("-")[2]
    for entry in re.split(r"\n(?!\s)", jobs):
        words = entry.split(maxsplit=1)
        if words and words[0].rpartition("-")[2] == number:
            return entry
    return None


def _lpstat(*arguments: str, until: float) -> str | None:
    """What it writes; None if it fails, is missing or is still at it `until` then (monotonic)."""
    try:
        done = _run(("lpstat", *arguments), until - time.monotonic())
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _text(done.stdout) if done.returncode == 0 else None


def _run(
    command: tuple[str, ...], seconds: float, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, or end it and all it started.

    Errors: OSError if it is missing, TimeoutExpired.
    """
    program = shutil.which(command[0])
    if program is None:
        raise FileNotFoundError(command[0])
    with subprocess.Popen(
        command,  # its first word stands before what it says
        executable=program,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # CUPS asks for LC_MESSAGES before LC_ALL, and what it writes is read here.
        env={**os.environ, "LC_ALL": "C", "LC_MESSAGES": "C"},
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(given, timeout=max(0.0, seconds))
        except BaseException:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _send_by_file(pdf: bytes, path: Path, copies: int) -> None:
    if sys.platform == "win32":
        try:
            path.write_bytes(pdf)
            for _ in range(copies):  # the verb knows of no number
                os.startfile(path, "print")  # noqa: S606
        except OSError as error:  # most often: the program that shows PDFs has no such verb
            said = _first_line((error.strerror or str(error.errno)).encode())
            raise Problem("printer-refused", said=said) from None


def _first_line(said: bytes) -> str:
    return visible(_text(said).strip().partition("\n")[0])[:_MOST_SAID]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
