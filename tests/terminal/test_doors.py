"""The commands that open screens, through a real terminal: what they open, and how they end."""

import re
import signal
from pathlib import Path

import pytest
from screens.walk import make_desk

from .rig import Terminal

COMMAND = Path(__file__).parent / "probes" / "command.py"
LEAVE = "\x11"


def lienthong(root: Path, *arguments: str, desk: Path | None = None) -> Terminal:
    """The command, everything it may write of its own accord below `root`."""
    folders = {"XDG_STATE_HOME": "log", "XDG_DATA_HOME": "data", "TMPDIR": "tmp"}
    (root / "tmp").mkdir(exist_ok=True)
    env = {name: str(root / folder) for name, folder in folders.items()}
    if desk is not None:
        env["LIENTHONG_DESK"] = str(desk)
    return Terminal(COMMAND, *arguments, env=env)


def left_over(root: Path) -> list[Path]:
    """What the command has left in the folders of this user, but for its log."""
    return [*(root / "tmp").iterdir(), *(root / "data").glob("**/*")]


def test_demo_opens_on_filed_samples_and_leaves_nothing(tmp_path: Path) -> None:
    with lienthong(tmp_path, "demo") as terminal:
        terminal.wait("Đang chuẩn bị quầy mẫu…")
        shown = terminal.wait("mã lúc này")
        account = re.search(r"mật khẩu +(\S+)\n mã lúc này +([0-9]{6})", shown)
        assert account is not None, shown
        terminal.send(f"1{account[1]}\r{account[2]}\r")
        terminal.wait("Chưa nộp lên Cổng (6)")  # the married, the young, twins, a widower, a sister
        assert list((tmp_path / "tmp").iterdir()) != []
        terminal.send(LEAVE)
        assert terminal.finish() == 0
        assert terminal.echoes()
    assert left_over(tmp_path) == []


def test_demo_ended_by_a_signal_leaves_nothing(tmp_path: Path) -> None:
    with lienthong(tmp_path, "demo", "--lang", "en") as terminal:
        terminal.wait("VNeID")
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
    assert left_over(tmp_path) == []


def test_demo_prints_in_a_terminal_when_asked(tmp_path: Path) -> None:
    with lienthong(tmp_path, "demo", "--print") as terminal:
        assert terminal.finish() == 0
        assert "quầy mẫu đã xóa" in " ".join(terminal.text().split())
        assert 1049 not in terminal.modes()
        assert b"\x1b[?1049h" not in terminal.raw
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("arguments", [[], ["open"]])
def test_the_desk_of_the_environment_is_opened(tmp_path: Path, arguments: list[str]) -> None:
    make_desk(tmp_path)
    with lienthong(tmp_path, *arguments, desk=tmp_path / "desk") as terminal:
        terminal.wait("ĐĂNG NHẬP QUẦY")
        terminal.send(LEAVE)
        assert terminal.finish() == 0


def test_without_a_desk_the_set_up_begins_and_makes_nothing_yet(tmp_path: Path) -> None:
    with lienthong(tmp_path, "open") as terminal:
        terminal.wait("LẬP QUẦY MỚI")
        terminal.send(LEAVE)
        assert terminal.finish() == 0
    assert left_over(tmp_path) == []
