"""Signals, a closed window and crashes, through a real terminal."""

import os
import signal
import time
from pathlib import Path

import pytest

from terminal.rig import Terminal

FIELDS = Path(__file__).parent / "probes" / "fields.py"

AT_A_PROMPT = {25, 7}  # cursor and line wrap on; no other screen, no mouse, no bracketed paste


def is_restored(terminal: Terminal) -> bool:
    return terminal.modes() == AT_A_PROMPT and terminal.echoes()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signal_saves_and_restores(number: signal.Signals, code: int, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Terminal(FIELDS, str(saved)) as terminal:
        terminal.wait("chosen=nam")
        assert not is_restored(terminal)
        terminal.send("Phượng")
        terminal.wait("a=<Phượng>")
        terminal.kill(number)
        assert terminal.finish() == code
        assert is_restored(terminal)
    assert saved.read_text(encoding="utf-8") == "Phượng"


def _as_make_does() -> None:
    """Leave the window to a process that waits: it alone is told that the terminal has gone."""
    child = os.fork()
    if child:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256)


@pytest.mark.parametrize("arguments", [(), ("--painting",)], ids=["at rest", "painting"])
def test_closed_window_is_seen_without_a_signal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """`make demo`: before, the program went on without a terminal, unlocked and at full load.

    While it paints, Textual's writing thread died of the first byte that nobody took, and with its
    queue full the program waited for it for ever.
    """
    saved = tmp_path / "saved"
    with Terminal(FIELDS, str(saved), *arguments, before=_as_make_does) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("Phượng")
        terminal.wait("a=<Phượng>")
        terminal.hang_up()
        assert terminal.finish() == 129
    assert saved.read_text(encoding="utf-8") == "Phượng"


def test_closed_window_saves(tmp_path: Path) -> None:
    """The terminal goes at once; saving takes its time all the same."""
    saved = tmp_path / "saved"
    with Terminal(FIELDS, str(saved), "--slowly") as terminal:
        terminal.wait("chosen=nam")
        terminal.send("Phượng")
        terminal.wait("a=<Phượng>")
        terminal.hang_up()
        assert terminal.finish() == 129
    assert saved.read_text(encoding="utf-8") == "Phượng"


@pytest.mark.parametrize("key", ["\x03", "\x1a", "\x1c"], ids=["Ctrl+C", "Ctrl+Z", "Ctrl+\\"])
def test_a_shells_keys_neither_end_nor_suspend(key: str, tmp_path: Path) -> None:
    """At a prompt they would leave the desk open behind it."""
    with Terminal(FIELDS, str(tmp_path / "saved")) as terminal:
        terminal.wait("chosen=nam")
        terminal.send(f"Phượ{key}ng")
        terminal.wait("a=<Phượng>")
        assert not is_restored(terminal)
        assert os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED) == (0, 0)


@pytest.mark.parametrize("key", ["f6", "f7", "f8"])
def test_crash_tells_nothing(key: str, tmp_path: Path) -> None:
    """In a handler, in a worker, and with an error that draws itself."""
    with Terminal(FIELDS, str(tmp_path / "saved")) as terminal:
        terminal.wait("chosen=nam")
        terminal.press(key)
        assert terminal.finish() == 70
        assert is_restored(terminal)
        assert "Chương trình đã dừng vì một lỗi." in terminal.text()
        for secret in (b"099200001234", b"Traceback", b"no such person", b"number"):
            assert secret not in terminal.raw
    log = (tmp_path / "saved.log").read_text()
    assert "fields.py:" in log
    assert "099200001234" not in log
    assert "no such person" not in log


def running(pid: int) -> int:
    """How many threads a process has; 0 where the system does not tell."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(1 for _ in tasks.iterdir()) if tasks.is_dir() else 0


def test_no_key_is_lost_while_a_stopped_program_goes_on(tmp_path: Path) -> None:
    """Textual empties the terminal's queue where it ends the thread that reads it."""
    typed = "0123456789" * 6
    with Terminal(FIELDS, str(tmp_path / "saved")) as terminal:
        terminal.wait("chosen=nam")
        for _ in range(8):
            terminal.kill(signal.SIGSTOP)
            os.waitpid(terminal.pid, os.WUNTRACED)
            terminal.kill(signal.SIGCONT)
            for key in typed:
                terminal.send(key)
                time.sleep(0.0005)
            terminal.wait(f"a=<{typed}>", timeout=5)
            terminal.send("\x05\x15")
            terminal.wait("a=<>")


def test_who_was_stopped_and_goes_on_reads_the_keys_once(tmp_path: Path) -> None:
    """Before, each SIGCONT began one more thread that read the same terminal."""
    with Terminal(FIELDS, str(tmp_path / "saved")) as terminal:
        terminal.wait("chosen=nam")
        threads = running(terminal.pid)
        for number in range(3):
            terminal.kill(signal.SIGSTOP)
            os.waitpid(terminal.pid, os.WUNTRACED)
            terminal.kill(signal.SIGCONT)
            terminal.send("Phượng")
            terminal.wait(f"a=<{'Phượng' * (number + 1)}>")
        assert running(terminal.pid) == threads
        assert not is_restored(terminal)
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
        assert is_restored(terminal)
