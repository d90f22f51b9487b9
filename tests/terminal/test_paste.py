"""The test of the clipboard through a real terminal: out by OSC 52, back by a bracketed paste."""

import base64
import re
from pathlib import Path

import pyotp
from screens.walk import NOW, make_desk

from lienthong_tui.desk import completion, vault
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.reading import read_case
from lienthong_tui.desk.session import confirm_date, session

from .test_whole_way import start

LATER = NOW.replace(day=28)  # the samples were received before this


def file_one(root: Path) -> None:
    """A completed filing at the desk in `root`."""
    unlocked = vault.open_with_key_file(root / "desk", root / "desk.key", NOW)
    with session(unlocked, lambda: LATER) as desk:
        desk = confirm_date(desk)
        completion.file_case(desk, read_case(samples()[0], now=LATER, commune=desk.commune))


def copied(raw: bytes) -> list[str]:
    """What the terminal was told to put on its clipboard."""
    return [base64.b64decode(data).decode() for data in re.findall(rb"\x1b]52;c;([^\a]*)\a", raw)]


def test_what_the_terminal_keeps_comes_back(tmp_path: Path) -> None:
    account = make_desk(tmp_path)
    file_one(tmp_path)
    with start(tmp_path, LATER) as terminal:
        terminal.wait("ĐĂNG NHẬP QUẦY")
        terminal.send(f"1{account.password}\r{pyotp.TOTP(account.secret).at(LATER)}\r")
        terminal.wait("Chưa nộp lên Cổng (1)")
        terminal.send("a")
        terminal.wait("XONG")
        terminal.send("1")
        terminal.wait("THỬ SAO CHÉP")
        terminal.wait(lambda _: bool(copied(terminal.raw)))
        (word,) = copied(terminal.raw)
        terminal.wait(word)
        terminal.send(f"\x1b[200~{word}\x1b[201~")
        assert "KHÔNG tới máy này" not in terminal.wait("Chuyển sang Cổng")
        terminal.send("\x11")
        assert terminal.finish() == 0
        assert copied(terminal.raw) == [word, ""]
