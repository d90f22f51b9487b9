"""The application in a real terminal: the whole way from first run to look-up, and a power cut."""

import re
import signal
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from screens.test_same_packets import file_by_keyboard
from screens.walk import NOW, make_desk, signed_in

from lienthong_tui.desk import drafting, vault
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.desk.session import session
from lienthong_tui.packets import packet

from .rig import KEYS, Terminal

APPLICATION = Path(__file__).parent / "probes" / "whole_app.py"


def start(root: Path, now: datetime) -> Terminal:
    return Terminal(APPLICATION, str(root / "desk"), now.isoformat())


def sign_in(
    terminal: Terminal, account: DemoAccount, now: datetime, first: str = "Hồ sơ khai sinh mới"
) -> None:
    """Type all three answers without waiting, as someone in a hurry does; `first` is shown then."""
    terminal.wait("ĐĂNG NHẬP QUẦY")
    code = pyotp.TOTP(account.secret).at(now)
    terminal.send(f"{account.officer_id}\r{account.password}\r{code}\r")
    terminal.wait(first)


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
        terminal.wait("Cha mẹ đăng ký kết hôn")
        terminal.send("1")
        terminal.wait("trang 2/3")  # the last answer was taken: the page turned
        terminal.kill(signal.SIGKILL)
        assert terminal.finish() == -signal.SIGKILL

    later = NOW + timedelta(minutes=1)
    with start(tmp_path, later) as terminal:
        sign_in(terminal, account, later, "LẦN TRƯỚC CHƯƠNG TRÌNH BỊ NGẮT")
        terminal.send("1")  # the draft that was in hand
        terminal.wait("Lựa chọn cơ quan thực hiện")
        terminal.send("1")
        page = terminal.wait("Đã xác định được cả cha lẫn mẹ")
        assert "Không có yếu tố nước ngoài" in page
        assert "Xã Nam Cửa Việt, Tỉnh Quảng Trị" in page
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
        assert terminal.echoes()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_an_end_from_outside_keeps_what_stands_half_typed_and_closes_the_desk(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    account = make_desk(tmp_path)
    with start(tmp_path, NOW) as terminal:
        sign_in(terminal, account, NOW)
        terminal.send("1")
        terminal.wait("Phường/Xã đăng ký khai sinh")
        terminal.press("escape")
        terminal.wait("1-6 mở bước")
        terminal.send("2")
        terminal.wait("Họ, chữ đệm, tên người yêu cầu")
        terminal.send("Nguyễn Thị Mẫ")  # nobody pressed Enter
        terminal.wait("Nguyễn Thị Mẫ")
        if number == signal.SIGHUP:
            terminal.hang_up()  # the window is closed, which is what sends it
        else:
            terminal.kill(number)
        assert terminal.finish() == code
    assert {path.name for path in (tmp_path / "desk").iterdir()} == {"desk.db", "keys.db"}
    unlocked = vault.open_with_key_file(tmp_path / "desk", tmp_path / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        (line,) = drafting.recent(desk, "drafting")
        assert desk.filing(line.filing)[0].answers["requester.name"] == "Nguyễn Thị Mẫ"


def replay(terminal: Terminal, keys: Sequence[str]) -> None:
    """Send keys as fast as the terminal takes them; only behind Escape a person's pause.

    Without it, Escape and the next key are one key with Alt.
    """
    chunk = ""
    for key in keys:
        chunk += KEYS.get(key, key)
        if key == "escape":
            terminal.send(chunk)
            time.sleep(0.4)
            chunk = ""
    terminal.send(chunk)


def digit_of(name: str, text: str) -> str:
    """The key in front of a line of a list."""
    found = re.search(rf"(\w)  {re.escape(name)}", text)
    assert found, text
    return found[1]


def set_up(terminal: Terminal) -> tuple[str, str, str]:
    """The first run, typed as the pages ask for it; name, password and secret of the account."""
    name, password = "Nguyễn Thị Thùy Mẫu", "mưa rơi trên mái"
    terminal.wait("LẬP QUẦY MỚI · 1/4")
    terminal.send(f"\rnam cua v\r{name}\r099190000017\r{password}\r{password}\r")
    terminal.wait("2/4 thời hạn")
    terminal.send("11")  # births, deaths
    page = terminal.wait("8 ký tự cuối, gõ từ giấy", timeout=60)
    key = re.search(r"AGE-SECRET-KEY-[\w\s-]*", page)
    assert key, page
    groups = [word for word in key[0].split() if word.isupper() and len(word) == 8]
    assert len(groups) == 7, page
    terminal.send(f"{groups[-1]}\r")
    page = terminal.wait("6 chữ số điện thoại đang hiện")
    rows = re.findall(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){3}", page)
    secret = "".join(rows).replace(" ", "")
    terminal.send(f"{pyotp.TOTP(secret).at(NOW)}\r")
    terminal.wait("mã trên giấy")
    terminal.send("\r")
    terminal.wait("ĐĂNG NHẬP QUẦY", timeout=60)
    return name, password, secret


@pytest.mark.asyncio
async def test_from_first_run_to_packets_and_look_up(tmp_path: Path) -> None:
    """The keys of an officer who filed a birth on one desk file it on a desk made here."""
    async with signed_in(tmp_path / "recorded") as someone:
        someone.sent.clear()
        await file_by_keyboard(someone)
        keys = list(someone.sent)

    out = tmp_path / "stick"
    out.mkdir()
    with start(tmp_path, NOW) as terminal:
        _, password, secret = set_up(terminal)
        terminal.wait("Nguyễn Thị Thùy Mẫu")
        terminal.send(f"1{password}\r{pyotp.TOTP(secret).at(NOW)}\r")
        terminal.wait("LÀM QUEN CHƯƠNG TRÌNH", timeout=60)
        terminal.send("\x1b")
        terminal.wait("Hồ sơ khai sinh mới")
        replay(terminal, keys)
        page = terminal.wait("KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG", timeout=90)
        page = terminal.wait("Mời số tiếp theo")
        reference = re.search(r"LT19639-261120-1001-\w", page)
        assert reference, page

        terminal.send(digit_of("Xuất hồ sơ chuyển", page))
        terminal.wait("Xuất ra thư mục nào")
        terminal.send(f"{out}\r")
        terminal.wait(lambda text: bool(re.search(r"Xuất hồ sơ chuyển.*đã xuất", text)))
        terminal.send(digit_of("Nhập số hồ sơ", page))
        terminal.wait("Số hồ sơ Cổng đã cấp")
        terminal.send("1G22.99.13-261120-0007\r")
        terminal.wait("G22.99.13-261120-0007")
        terminal.press("escape")
        page = terminal.wait("Mời số tiếp theo")
        terminal.send(digit_of("Mời số tiếp theo", page) * 2)  # papers were not given back
        terminal.wait("ĐẾN HẠN HÔM NAY")

        terminal.press("f3")
        terminal.wait("TRA CỨU HỒ SƠ")
        terminal.send("G22.99.13-261120-0007")
        terminal.wait(reference[0])
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143

    packets = sorted(out.glob("*.zip"))
    assert len(packets) == 3
    for path in packets:
        assert packet.read(path.read_bytes())[0].reference == reference[0]
