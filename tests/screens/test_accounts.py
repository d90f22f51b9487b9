"""Accounts by keyboard: a new officer's first sign-in, what is lost, who is shut out."""

import re
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.access import codes
from lienthong_tui.desk import officers
from lienthong_tui.screens.accounts.new_password import NewPassword
from lienthong_tui.screens.accounts.new_phone import NewPhone
from lienthong_tui.screens.accounts.own import OwnAccount
from lienthong_tui.screens.accounts.paper import Handed, PaperCodes
from lienthong_tui.screens.accounts.password import Proof
from lienthong_tui.screens.accounts.people import People, Person
from lienthong_tui.screens.accounts.recovery import Lost, NewRecovery, Recovering
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.managing import Managing
from lienthong_tui.screens.settings.overview import Settings
from lienthong_tui.screens.sign_in import SignIn

from .walk import NOW, Officer, officer, signed_in

SECOND, SECOND_ID, CHOSEN = "Hồ Thị Mẫu", "099190000018", "con mèo ngủ trưa"
_PAPER = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")


def told(someone: Officer) -> str:
    return " ".join(someone.screen_text().split())


def pair(secret: str) -> tuple[str, str]:
    """Two codes in a row as a phone shows them."""
    return pyotp.TOTP(secret).at(NOW), pyotp.TOTP(secret).at(NOW + timedelta(seconds=30))


async def give(someone: Officer, *texts: str) -> None:
    """Type each text and press Enter."""
    for text in texts:
        await someone.type(text)
        await someone.press("enter")


async def sign_in(someone: Officer, name: str, password: str, code: str) -> None:
    await someone.burst(*name, "enter", *password, "enter", *code, "enter")


async def add_second(someone: Officer) -> tuple[str, str]:
    """Add a second officer as the supervisor; password and code that are handed over."""
    await someone.press("8", "2")
    assert isinstance(someone.app.screen, People), someone.screen_text()
    await someone.press("n")
    await give(someone, SECOND, "1", "0991")
    assert "12 chữ số" in told(someone)
    someone.app.screen.query_one("#given").value = ""  # type: ignore[attr-defined]
    await give(someone, SECOND_ID)
    assert isinstance(someone.app.screen, Handed), someone.screen_text()
    password, code = _PAPER.findall(someone.screen_text())
    await someone.press("escape")
    assert isinstance(someone.app.screen, Handed), "shown once: only Enter ends it"
    await someone.press("enter", "escape", "escape", "0")
    assert isinstance(someone.app.screen, SignIn)
    return password, code


async def first_sign_in(someone: Officer, password: str, code: str) -> list[str]:
    """Go through the three pages of the first sign-in; the codes on paper."""
    await sign_in(someone, SECOND, password, code)
    page = someone.app.screen
    assert isinstance(page, NewPassword), someone.screen_text()
    await give(someone, CHOSEN, CHOSEN)
    page = someone.app.screen
    assert isinstance(page, NewPhone), someone.screen_text()
    await give(someone, *pair(page.secret))
    assert isinstance(someone.app.screen, PaperCodes), someone.screen_text()
    made = _PAPER.findall(someone.screen_text())
    await someone.press("enter")
    assert isinstance(someone.app.screen, Home)
    return made


@pytest.mark.asyncio
async def test_from_being_added_to_the_first_page(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        password, code = await add_second(someone)
        made = await first_sign_in(someone, password, code)
        assert len(made) == codes.PAPER_CODES
        await someone.press("8")
        assert isinstance(someone.app.screen, Managing)
        await someone.press("2")
        assert isinstance(someone.app.screen, Managing), "only a supervisor opens that"
        await someone.press("1")
        assert isinstance(someone.app.screen, OwnAccount)
        assert "còn 8 mã" in told(someone)
        assert "Quyền: người tiếp nhận" in told(someone)
        await someone.press("escape", "escape", "0")
        await sign_in(someone, SECOND, CHOSEN, made[0].lower())
        assert isinstance(someone.app.screen, Home), someone.screen_text()


@pytest.mark.asyncio
async def test_the_first_sign_in_is_left_only_by_signing_out(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        password, code = await add_second(someone)
        await sign_in(someone, SECOND, password, code)
        await give(someone, CHOSEN, "con mèo ngủ tối")
        assert "khác nhau" in told(someone)
        await give(someone, "matkhau123", "matkhau123")
        assert "dễ đoán" in told(someone)
        await someone.press("f3")
        assert isinstance(someone.app.screen, NewPassword), "nothing else can be reached"
        await someone.press("escape")
        assert isinstance(someone.app.screen, SignIn)
        assert someone.app.desk is None


@pytest.mark.asyncio
async def test_two_codes_that_are_not_in_a_row_are_asked_again(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "1", "2")
        page = someone.app.screen
        assert isinstance(page, NewPhone)
        first, second = pair(page.secret)
        await give(someone, second, first)
        assert "Hai mã chưa khớp" in told(someone)
        await give(someone, first)
        assert "Chờ mã kế tiếp" in told(someone)
        await give(someone, second)
        assert isinstance(someone.app.screen, PaperCodes)
        await someone.press("enter")
        assert isinstance(someone.app.screen, OwnAccount)


@pytest.mark.asyncio
async def test_an_own_password_and_new_codes_on_paper(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "1", "3")
        await give(someone, "0")
        assert len(_PAPER.findall(someone.screen_text())) == 8
        await someone.press("enter", "1")
        await give(someone, CHOSEN, CHOSEN)
        assert isinstance(someone.app.screen, OwnAccount)
        await someone.press("ctrl+l")
        await give(someone, CHOSEN)
        assert isinstance(someone.app.screen, OwnAccount)


@pytest.mark.asyncio
async def test_a_supervisor_lets_in_again_and_shuts_out(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        slot = (
            await someone.app.at_desk(officers.add, someone.app.at, SECOND, SECOND_ID, "officer")
        ).slot
        await someone.press("8", "2", "2")
        assert isinstance(someone.app.screen, Person), someone.screen_text()
        await someone.press("enter", "enter", "enter", "escape")
        assert isinstance(someone.app.screen, Person), "nobody is reset by one key too many"
        await someone.press("1")
        await give(someone, "0")
        assert len(_PAPER.findall(someone.screen_text())) == 2  # no phone yet
        await someone.press("enter", "2")
        await give(someone, "0")
        assert len(_PAPER.findall(someone.screen_text())) == 1
        await someone.press("enter", "3")
        assert "người phụ trách quầy" in told(someone)
        assert someone.app.at.accounts[slot].role == "supervisor"
        await someone.press("9")
        await give(someone, "9")
        assert not someone.app.at.accounts[slot].closed, "only 0 means yes"
        await someone.press("9")
        await give(someone, "0")
        assert "ĐÃ KHÓA" in told(someone)
        assert someone.app.at.accounts[slot].closed
        await someone.press("1")
        await give(someone, "0", SECOND_ID)
        assert isinstance(someone.app.screen, Handed), someone.screen_text()
        await someone.press("enter", "escape", "1")
        assert "nhờ người phụ trách khác" in told(someone)


@pytest.mark.asyncio
async def test_key_files_are_added_and_ended(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "2", "k")
        await give(someone, "sao lưu hằng đêm", str(tmp_path / "none" / "night.key"))
        assert "Chưa có thư mục" in told(someone)
        await someone.press("escape", "k")
        await give(someone, "sao lưu hằng đêm", str(tmp_path / "night.key"))
        assert "sao lưu hằng đêm" in told(someone)
        assert (tmp_path / "night.key").exists()
        await someone.press("b")
        await give(someone, "0")
        assert "sao lưu hằng đêm" not in told(someone)


@pytest.mark.asyncio
async def test_a_new_recovery_key_is_typed_back_before_it_counts(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "2", "r")
        page = someone.app.screen
        assert isinstance(page, NewRecovery)
        await give(someone, "XXXXXXXX")
        assert "Chưa khớp" in told(someone)
        someone.app.screen.query_one("#end").value = ""  # type: ignore[attr-defined]
        await give(someone, page.key[-8:])
        assert isinstance(someone.app.screen, People)
        await someone.press("escape", "escape", "0")
        await recover(someone, page.key)


async def recover(someone: Officer, key: str) -> None:
    """From the sign-in with the recovery key to the first page of the officer let in again."""
    await someone.press("f9")
    assert isinstance(someone.app.screen, Lost)
    await give(someone, key[:-1] + ("A" if key[-1] != "A" else "C"))
    assert "ít nhất một ký tự chưa đúng" in told(someone)
    someone.app.screen.query_one("#key").value = ""  # type: ignore[attr-defined]
    await give(someone, key.lower())
    assert isinstance(someone.app.screen, Recovering), someone.screen_text()
    await someone.press("f3")
    assert isinstance(someone.app.screen, Recovering), "nothing else can be reached"
    await someone.press("1")
    assert isinstance(someone.app.screen, Handed), someone.screen_text()
    password, code = _PAPER.findall(someone.screen_text())
    await someone.press("enter")
    assert isinstance(someone.app.screen, SignIn)
    await someone.press("1")
    await give(someone, password, code)
    assert isinstance(someone.app.screen, NewPassword), someone.screen_text()


@pytest.mark.asyncio
async def test_the_printed_recovery_key_lets_an_officer_in_again(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        sheet = (tmp_path / "recovery.txt").read_text("utf-8").split()
        (key,) = (word for word in sheet if word.startswith("AGE-SECRET-KEY-1") and len(word) > 70)
        await recover(someone, key)


@pytest.mark.asyncio
async def test_who_leaves_the_recovery_leaves_the_desk_closed(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        sheet = (tmp_path / "recovery.txt").read_text("utf-8").split()
        (key,) = (word for word in sheet if word.startswith("AGE-SECRET-KEY-1") and len(word) > 70)
        await someone.press("f9")
        await give(someone, key)
        await someone.press("escape")
        assert isinstance(someone.app.screen, SignIn)
        assert not (tmp_path / "desk" / "desk.db-wal").exists(), "the last one out checkpoints"


@pytest.mark.asyncio
async def test_what_is_grave_asks_the_password_again_after_ten_minutes(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        assert app.demo is not None
        now = NOW + timedelta(minutes=11)
        app.clock = lambda: now
        app.at.__dict__["clock"] = app.clock  # the desk that is open keeps the clock it has
        await someone.press("8", "3")
        assert isinstance(app.screen, Proof)
        await give(someone, "sai rồi nhé")
        assert "Mật khẩu chưa đúng" in told(someone)
        await give(someone, app.demo.password)
        assert isinstance(app.screen, Settings)
        await someone.press("escape", "3")
        assert isinstance(app.screen, Settings), "the proof lasts ten minutes"


@pytest.mark.asyncio
async def test_officers_beyond_the_digits_are_listed_and_reached_by_arrows(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        desk = someone.app.at
        for n in range(10):
            number = f"0991900001{n:02}"
            await someone.app.at_desk(officers.add, desk, f"Người thứ {n}", number, "officer")
        await someone.press("8", "2")
        assert "Người thứ 9" in told(someone)
        await someone.press(*["down"] * 10, "enter")
        page = someone.app.screen
        assert isinstance(page, Person)
        assert page.account.name == "Người thứ 9"
