"""Signing in through a real terminal, everything typed in one burst."""

from pathlib import Path

import pyotp
import pytest
from screens.walk import NOW, make_desk

from lienthong_tui.desk.demo import OFFICER_ID

from .test_whole_way import start


@pytest.mark.parametrize("officer", ["1", "\r", f"{OFFICER_ID}\r", "tran thi mau\r"])
def test_a_burst_signs_in(tmp_path: Path, officer: str) -> None:
    account = make_desk(tmp_path)
    with start(tmp_path, NOW) as terminal:
        terminal.wait("ĐĂNG NHẬP QUẦY")
        code = pyotp.TOTP(account.secret).at(NOW)
        terminal.send(f"{officer}{account.password}\r{code}\r")
        terminal.wait("Hồ sơ khai sinh mới")
        terminal.send("\x11")
        assert terminal.finish() == 0


@pytest.mark.parametrize("officer", ["1", f"{OFFICER_ID}\r"])
def test_keys_sent_before_anything_is_drawn_are_not_lost(tmp_path: Path, officer: str) -> None:
    account = make_desk(tmp_path)
    with start(tmp_path, NOW) as terminal:
        terminal.wait(lambda _: 2004 in terminal.modes())  # from here on Enter is not a line feed
        code = pyotp.TOTP(account.secret).at(NOW)
        terminal.send(f"{officer}{account.password}\r{code}\r")
        terminal.wait("Hồ sơ khai sinh mới")
