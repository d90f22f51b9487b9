"""The memory of the process: no core of it, and nobody else who reads it."""

import ctypes
import faulthandler
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lienthong_tui.hardening import harden

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="told by prctl and /proc of Linux")

GET_DUMPABLE, SET_DUMPABLE = 3, 4
NOBODY = 65534

# Runs `python -m lienthong_tui` with another command line in place of its own.
MAIN = """
import ctypes, json, resource, runpy, sys, types

def run(arguments):
    print(json.dumps({
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
        "loaded": [name for name in sys.modules if name.split(".")[0] in
                   ("cryptography", "pyrage", "sqlcipher3", "textual", "lienthong_tui")],
    }))

command_line = types.ModuleType("lienthong_tui.cli")
command_line.run = run
sys.modules["lienthong_tui.cli"] = command_line
runpy.run_module("lienthong_tui", run_name="__main__")
"""


def allow_cores() -> None:
    """What `ulimit -c unlimited` does, as far as it is allowed."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def test_the_program_hardens_itself_before_it_loads_what_holds_secrets() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAIN],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=allow_cores,
        stdout=subprocess.PIPE,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["core"] == [0, 0]
    assert told["dumpable"] == 0
    assert sorted(told["loaded"]) == [
        "lienthong_tui",
        "lienthong_tui.cli",
        "lienthong_tui.hardening",
        "lienthong_tui.splash",
    ]


def test_cores_cannot_be_allowed_again_without_being_root() -> None:
    def tries() -> str:
        become_nobody()
        harden()
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
        except ValueError:
            return "refused"
        return "allowed"

    assert told_by(tries) == "refused"


def test_an_abort_leaves_no_core(tmp_path: Path) -> None:
    def abort(*, hardened: bool) -> bool:
        """Whether the system says that it wrote a core of a child that aborted."""

        def die() -> str:
            faulthandler.disable()  # pytest's word about it is not wanted
            os.chdir(tmp_path)
            allow_cores()
            if hardened:
                harden()
            os.abort()

        pid = fork(die)
        _, status = os.waitpid(pid, 0)
        assert os.WTERMSIG(status) == signal.SIGABRT
        return os.WCOREDUMP(status)

    assert not abort(hardened=True)
    assert list(tmp_path.iterdir()) == []
    written = abort(hardened=False)
    for core in tmp_path.iterdir():
        core.unlink()  # as large as pytest
    if not written:
        pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
        pytest.skip(f"no core here without it either (core_pattern {pattern!r}): proves little")


def test_another_process_of_the_user_cannot_read_the_memory() -> None:
    def reads(*, hardened: bool) -> str:
        """What its parent, no more privileged, gets of the memory of a child."""

        def parent() -> str:
            become_nobody()
            ready, tell = os.pipe()

            def child() -> str:
                if hardened:
                    harden()
                os.write(tell, b".")
                signal.pause()
                return ""

            pid = fork(child)
            try:
                os.read(ready, 1)
                with Path(f"/proc/{pid}/mem").open("rb"):
                    return "opened"
            except PermissionError:
                return "refused"
            finally:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

        return told_by(parent)

    assert reads(hardened=True) == "refused"
    if reads(hardened=False) != "opened":
        pytest.skip("this system lets no process read another one's memory: proves little")


def become_nobody() -> None:
    """Give up root, who may read everything; what the process then has is open as it was."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        # Whoever changes users is closed to readers, hardened or not.
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 1, 0, 0, 0)
    assert ctypes.CDLL(None).prctl(GET_DUMPABLE, 0, 0, 0, 0) == 1


def told_by(work: Callable[[], str]) -> str:
    """What `work` gives in a process of its own; a process that fails tells nothing."""
    end, tell = os.pipe()
    pid = fork(lambda: str(os.write(tell, work().encode())))
    os.close(tell)
    with os.fdopen(end, "rb") as told:
        text = told.read().decode()
    os.waitpid(pid, 0)
    return text


def fork(work: Callable[[], str]) -> int:
    """Do `work` in a child that ends with it, whatever becomes of it; the child's id."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid
