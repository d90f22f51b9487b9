"""The application in a real terminal, killed like a power cut: what was acknowledged is there."""

import signal
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
from screens.walk import NOW, make_desk

from lienthong_tui.desk.demo import DemoAccount

from .rig import Terminal

APPLICATION = Path(__file__).parent / "probes" / "whole_app.py"


def start(root: Path, now: datetime) -> Terminal:
    return Terminal(APPLICATION, str(root / "desk"), now.isoformat())


def sign_in(terminal: Terminal, account: DemoAccount, now: datetime) -> None:
    """Type all three answers without waiting, as someone in a hurry does."""
    terminal.wait("ĐĂNG NHẬP QUẦY")
    code = pyotp.TOTP(account.secret).at(now)
    terminal.send(f"{account.officer_id}\r{account.password}\r{code}\r")
    terminal.wait("Hồ sơ khai sinh mới")


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    account = make_desk(tmp_path)
    with start(tmp_path, NOW) as terminal:
        sign_in(terminal, account, NOW)
        terminal.send("1")
        terminal.wait("Phường/Xã đăng ký khai sinh")
        terminal.send("1")
        terminal.send("nam cua v\r")
        terminal.wait("Xã Nam Cửa Việt, Tỉnh Quảng Trị")
        terminal.send("1")
        terminal.wait("trang 2/3")  # the third answer was taken: the page turned
        terminal.kill(signal.SIGKILL)
        assert terminal.finish() == -signal.SIGKILL

    later = NOW + timedelta(minutes=1)
    with start(tmp_path, later) as terminal:
        sign_in(terminal, account, later)
        assert "ĐI TIẾP?" in terminal.text()
        terminal.send("a")
        terminal.wait("Lựa chọn cơ quan thực hiện")
        terminal.send("1")
        page = terminal.wait("Đã xác định được cả cha lẫn mẹ")
        assert "Không có yếu tố nước ngoài" in page
        assert "Xã Nam Cửa Việt, Tỉnh Quảng Trị" in page
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
        assert terminal.echoes()
