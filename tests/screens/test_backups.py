"""Backups on the screens: by itself once a day, asked for, restored before anybody signs in."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from desk.sample import SAMPLES, file
from desk.test_recovering import cut

from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import backing_up, backup_rota, vault
from lienthong_tui.desk.session import session
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.screens import daily
from lienthong_tui.screens.backups import Backups
from lienthong_tui.screens.cut_off import WasCutOff
from lienthong_tui.screens.doctor import Doctor
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.restoring import Restoring, WasRestored
from lienthong_tui.screens.set_up import SetUp
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.store import journal
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer, make_desk, officer, signed_in

pytestmark = pytest.mark.asyncio


async def until(someone: Officer, met: Callable[[], bool]) -> None:
    """Wait for a thread that nobody can await."""
    for _ in range(400):
        await someone.settle()
        if met():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(someone.screen_text())


def daily_ones(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ltbackup"))


async def test_the_days_backup_is_made_behind_the_screens_once(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        for _ in range(2):
            await daily.look(someone.app)
            await until(someone, lambda: someone.app.backup is None)
            (path,) = daily_ones(tmp_path / "desk/backups")
            assert len(journal.of_kind(someone.app.at.db, "desk.backed_up")) == 1
        assert isinstance(someone.app.screen, Home)
        assert path.name == "LT19639-1-20261120-093000.ltbackup"


async def test_what_keeps_it_from_being_made_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DeskUnavailable("backup-place-away", path="/mnt/saoluu")

    async with signed_in(tmp_path) as someone:
        monkeypatch.setattr(backup_rota, "run", away)
        told: list[object] = []
        monkeypatch.setattr(someone.app, "complain", told.append)
        for _ in range(3):
            await daily.look(someone.app)
            await until(someone, lambda: someone.app.backup is None)
        assert told == [DeskUnavailable("backup-place-away", path="/mnt/saoluu")]
        assert someone.app.backup is None


async def test_signing_out_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless(_what: object, _folder: object, _now: object, watch: backing_up.Watch) -> None:
        loop.call_soon_threadsafe(begun.set)
        while watch["copying"](1, 2):
            pass
        raise DeskUnavailable("backup-stopped")

    async with signed_in(tmp_path) as someone:
        monkeypatch.setattr(backup_rota, "run", endless)
        await daily.look(someone.app)
        await begun.wait()
        assert someone.app.backup is not None
        await someone.press("0")
        assert isinstance(someone.app.screen, SignIn)
        await until(someone, lambda: someone.app.backup is None)
        assert someone.app.backed_up == DeskUnavailable("backup-stopped")


async def test_one_more_now_and_one_to_a_stick(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "9")
        assert isinstance(someone.app.screen, Backups)
        assert "Chưa có bản sao lưu nào" in someone.screen_text()
        await someone.press("1")
        await until(someone, lambda: "Đã sao lưu và đọc lại" in someone.screen_text())
        assert "Bản gần nhất: 09:30 20/11/2026" in someone.screen_text()
        await someone.press("2")
        await someone.type(str(tmp_path / "usb"))
        await someone.press("enter")
        assert "chưa có" in someone.screen_text().lower()  # a new folder is asked for twice
        await someone.press("enter")
        await until(someone, lambda: len(daily_ones(tmp_path / "usb")) == 1)


async def test_the_place_of_the_daily_ones_is_set_among_the_settings(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    async with signed_in(tmp_path, (160, 40)) as someone:  # so that no path is cut in the middle
        await someone.press("8", "3", "s")
        await someone.type(str(tmp_path / "share"))
        await someone.press("enter")
        assert "share" in someone.screen_text()
        await daily.look(someone.app)
        await until(someone, lambda: len(daily_ones(tmp_path / "share")) == 1)


async def test_desk_and_pc_are_examined(tmp_path: Path) -> None:
    async with signed_in(tmp_path, (100, 50)) as someone:
        await someone.press("8", "0")
        assert isinstance(someone.app.screen, Doctor)
        await until(someone, lambda: "Máy quét" in someone.screen_text())
        page = someone.screen_text()
        assert "0 điều cần sửa" in page
        assert "│Nguyễn Thị Hồng Phượng│" in page
        assert page.index("nên xem") < page.index("tốt")


def backed_up(root: Path) -> None:
    """A desk with one filing in its backup, and one more since."""
    unlocked = vault.open_with_key_file(root / "desk", root / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        file(desk, SAMPLES[0])
        made = backup_rota.run(backing_up.wanted(desk), backup_rota.place(desk), NOW)
        backing_up.record(desk, made, daily=True)
        file(desk, SAMPLES[4])


def sheet(root: Path) -> str:
    lines = (root / "recovery.txt").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("AGE-SECRET-KEY-1"))


async def test_a_desk_is_restored_at_the_sign_in(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        backed_up(tmp_path)
        await someone.press("f8")
        assert isinstance(someone.app.screen, Restoring)
        await someone.press("enter")  # the newest backup stands there
        await someone.type(sheet(tmp_path))
        await someone.press("enter")
        await until(someone, lambda: "Gõ THAY" in someone.screen_text())
        page = someone.screen_text()
        assert "nguyên vẹn, 1 hồ sơ" in page
        assert "mất hẳn: 1 (LT19639-261120-1002" in page
        await someone.press("enter")
        assert isinstance(someone.app.screen, Restoring), "an Enter too many replaces nothing"
        await someone.type("thay")
        await someone.press("enter")
        await until(someone, lambda: isinstance(someone.app.screen, WasRestored))
        assert len(list(tmp_path.glob("desk.cu-*"))) == 1
        await someone.press("enter")
        assert isinstance(someone.app.screen, SignIn)
        assert "Trần Thị Mẫu" in someone.screen_text()
    assert list(tmp_path.glob(".desk.*")) == []


async def test_what_was_not_right_is_typed_again_where_it_was(tmp_path: Path) -> None:
    """A password typed on after a wrong one must not stand where everybody reads it."""
    async with officer(tmp_path) as someone:
        backed_up(tmp_path)
        account = someone.app.demo
        assert account is not None
        code = pyotp.TOTP(account.secret).at(NOW)
        await someone.press("f8")
        offered = (path := someone.app.screen.query_one("#file", VietInput)).value
        await someone.type("/mnt/x")
        assert path.value == "/mnt/x", "typing takes the place of what is offered"
        path.value = offered
        await someone.press("enter")
        for text in (account.officer_id, "sai mật khẩu", code):
            await someone.type(text)
            await someone.press("enter")
        await until(someone, lambda: "Không mở được bản sao lưu" in someone.screen_text())
        for text in (account.password, code):
            assert account.password not in someone.screen_text()
            await someone.type(text)
            assert account.password not in someone.screen_text()
            await someone.press("enter")
        await until(someone, lambda: "Gõ THAY" in someone.screen_text())


async def test_who_goes_back_has_replaced_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        backed_up(tmp_path)
        before = (tmp_path / "desk/desk.db").read_bytes()
        await someone.press("f8", "enter")
        typed = sheet(tmp_path)
        await someone.type(typed[:-1] + ("X" if typed[-1] != "X" else "Y"))
        await someone.press("enter")
        await until(someone, lambda: "ký tự chưa đúng" in someone.screen_text())
        await someone.press("backspace")
        await someone.type(typed[-1])
        await someone.press("enter")
        await until(someone, lambda: "Gõ THAY" in someone.screen_text())
        await someone.press("escape")
        assert isinstance(someone.app.screen, SignIn)
        assert (tmp_path / "desk/desk.db").read_bytes() == before
        assert list(tmp_path.glob(".desk.*")) == []


async def test_on_a_new_pc_an_old_desk_is_restored(tmp_path: Path) -> None:
    make_desk(tmp_path)
    backed_up(tmp_path)
    (tmp_path / "desk").rename(tmp_path / "old")
    (path,) = daily_ones(tmp_path / "old/backups")
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        assert isinstance(app.screen, SetUp)
        await someone.press("f8")
        await someone.type(str(path))
        await someone.press("enter")
        await someone.type(sheet(tmp_path))
        await someone.press("enter")
        await until(someone, lambda: "Enter để khôi phục" in someone.screen_text())
        await someone.press("enter")
        await until(someone, lambda: isinstance(app.screen, WasRestored))
        await someone.press("enter")
        assert isinstance(app.screen, SignIn)


async def test_after_a_cut_one_page_says_what_was_found(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        cut(tmp_path, "answering", NOW)
        account = someone.app.demo
        assert account is not None
        code = pyotp.TOTP(account.secret).at(NOW)
        for text in (account.officer_id, account.password, code):
            await someone.type(text)
            await someone.press("enter")
        assert isinstance(someone.app.screen, WasCutOff)
        page = someone.screen_text()
        assert "ô lưu sau cùng: Họ, chữ đệm, tên người yêu cầu" in " ".join(page.split())
        assert "không trang nào hỏng" in " ".join(page.split())
        await someone.press("enter")
        assert not isinstance(someone.app.screen, WasCutOff | Home)
        await someone.press("escape", "escape")
        await someone.press("0")
        assert isinstance(someone.app.screen, SignIn)
