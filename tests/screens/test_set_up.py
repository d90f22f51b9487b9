"""First run: a desk from nothing, its keys proved; then its first sign-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import founding, vault
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.reports import qr_text
from lienthong_tui.screens.accounts.paper import PaperCodes
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.set_up import Deadlines, SetUp
from lienthong_tui.screens.set_up_keys import Enrolment, RecoveryKey, grouped
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.screens.tour import Tour
from lienthong_tui.widgets.field_row import FieldRow
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer

NAME = "Nguyễn Thị Thùy Mẫu"
ANSWERS = {
    "number": "2",
    "commune": "nam cua v",
    "officer_name": NAME,
    "officer_id": "099190000017",
    "password": "mưa rơi trên mái",
    "again": "mưa rơi trên mái",
}


@pytest.fixture(autouse=True)
def _cheap_password(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = founding.create.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "cost", FLOOR)


@asynccontextmanager
async def first_run(root: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Officer]:
    app = LienthongApp(root / "desk", clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        yield someone


def rows(someone: Officer) -> dict[str, FieldRow]:
    return {row.field_id: row for row in someone.app.screen.query(FieldRow)}


async def fill_in(someone: Officer, **changed: str) -> None:
    """Answer the first page from its first row to its last."""
    for name, text in {**ANSWERS, **changed}.items():
        row = rows(someone)[name]
        row.field.focus()
        await someone.settle()
        row.field.value = ""
        await someone.type(text)
        await someone.press("enter")


async def reach_key(someone: Officer) -> RecoveryKey:
    await fill_in(someone)
    assert isinstance(someone.app.screen, Deadlines), someone.screen_text()
    await someone.press("2")
    assert "Đăng ký khai tử" in someone.screen_text()
    await someone.press("1")
    assert isinstance(someone.app.screen, RecoveryKey), someone.screen_text()
    return someone.app.screen


async def reach_code(someone: Officer) -> Enrolment:
    page = await reach_key(someone)
    await someone.type(page.prepared.created.recovery_key[-8:])
    await someone.press("enter")
    assert isinstance(someone.app.screen, Enrolment), someone.screen_text()
    return someone.app.screen


@pytest.mark.asyncio
async def test_from_nothing_to_the_first_sign_in(tmp_path: Path) -> None:
    async with first_run(tmp_path) as someone:
        app = someone.app
        page = await reach_key(someone)
        key, secret = page.prepared.created.recovery_key, page.prepared.secret
        assert all(group in someone.screen_text() for group in grouped(key).split())
        assert not (tmp_path / "desk").exists()
        await someone.type("wrong678")
        await someone.press("enter")
        assert "Chưa khớp" in someone.screen_text()
        page.query_one("#end", VietInput).value = ""
        await someone.type(key[-8:].lower())
        await someone.press("enter")

        assert isinstance(app.screen, Enrolment)
        shown = someone.screen_text()
        for line in qr_text(app.screen.prepared.created.otp_uri).split("\n"):
            assert line.rstrip() in shown
        assert all(secret[n : n + 4] in shown for n in range(0, 32, 4))
        style = app.screen.query_one(".qr").styles  # phones do not read an inverted code
        assert (style.color.hex, style.background.hex) == ("#FFFFFF", "#000000")
        await someone.type("000000")
        await someone.press("enter")
        assert "Mã chưa đúng" in someone.screen_text()
        assert not (tmp_path / "desk").exists()
        app.screen.query_one("#code", VietInput).value = ""
        await someone.type(pyotp.TOTP(secret).at(NOW))
        await someone.press("enter")
        assert isinstance(app.screen, PaperCodes), someone.screen_text()
        made = tuple(app.screen.codes)
        assert all(code in someone.screen_text() for code in made)
        await someone.press("enter")

        assert isinstance(app.screen, SignIn), someone.screen_text()
        assert [path.name for path in tmp_path.iterdir()] == ["desk"], "something was left behind"
        for text in (NAME, ANSWERS["password"], pyotp.TOTP(secret).at(NOW)):
            await someone.type(text)
            await someone.press("enter")
        assert isinstance(app.screen, Tour), "whoever is new is shown round"
        await someone.press("escape")
        assert isinstance(app.screen, Home), someone.screen_text()
        desk = app.at
        assert (desk.commune, desk.number, desk.demo) == ("19639", 2, False)
        assert desk.office.deadlines == {"birth": "draft-2026", "death": "portal"}
        assert "QUẦY 2 · Xã Nam Cửa Việt" in someone.screen_text()
    await recovery_key_opens(tmp_path, key)


async def recovery_key_opens(root: Path, key: str) -> None:
    """The key as it is shown, typed into a file, opens the desk."""
    file = root / "key"
    file.touch(mode=0o600)
    file.write_text("".join(grouped(key).split()))
    unlocked = vault.open_with_key_file(root / "desk", file, NOW)
    assert unlocked.kind == "recovery"
    unlocked.db.close()
    unlocked.keyring.close()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("number", "0", "Số quầy phải từ 1 đến 9"),
        ("officer_id", "12345", "12 chữ số"),
        ("officer_name", "   ", "Chưa có tên"),
        ("password", "ngắn", "Mật khẩu quá ngắn"),
        ("again", "mưa rơi", "khác nhau"),
    ],
)
@pytest.mark.asyncio
async def test_a_mistake_is_told_and_its_text_kept(
    tmp_path: Path, field: str, typed: str, said: str
) -> None:
    async with first_run(tmp_path) as someone:
        await fill_in(someone, **{field: typed})
        assert isinstance(someone.app.screen, SetUp)
        row = rows(someone)[field]
        row.field.focus()
        await someone.settle()
        assert said in someone.screen_text()
        assert row.wrong
        assert row.field.value == typed.strip()
        assert rows(someone)["commune"].field.value == "Xã Nam Cửa Việt, Tỉnh Quảng Trị"


@pytest.mark.asyncio
async def test_an_empty_page_is_told_row_by_row(tmp_path: Path) -> None:
    async with first_run(tmp_path) as someone:
        await someone.press(*["enter"] * 6)
        assert [name for name, row in rows(someone).items() if row.wrong] == [
            "commune",
            "officer_name",
            "officer_id",
            "password",
        ]
        assert rows(someone)["commune"].has_focus_within
        assert "Chưa chọn xã" in someone.screen_text()


@pytest.mark.asyncio
async def test_escape_keeps_the_answers(tmp_path: Path) -> None:
    async with first_run(tmp_path) as someone:
        await fill_in(someone)
        await someone.press("escape")
        assert isinstance(someone.app.screen, SetUp)
        found = {name: row.field.value for name, row in rows(someone).items()}
        assert found == ANSWERS | {"commune": "Xã Nam Cửa Việt, Tỉnh Quảng Trị"}
        assert ANSWERS["password"] not in someone.screen_text()


@pytest.mark.asyncio
async def test_the_deadlines_tell_that_nobody_confirmed_them(tmp_path: Path) -> None:
    async with first_run(tmp_path) as someone:
        await fill_in(someone)
        shown = someone.screen_text()
        assert shown.count("chưa xác minh") == 2
        assert "Nghị định 63/2024/NĐ-CP" in shown
        assert "…" not in shown


@pytest.mark.asyncio
async def test_leaving_before_the_code_leaves_no_desk(tmp_path: Path) -> None:
    async with first_run(tmp_path) as someone:
        page = await reach_code(someone)
        assert "CHƯA dùng được" in someone.screen_text()
        await someone.press("escape")
        assert someone.app.screen is page
    assert list(tmp_path.iterdir()) == []


@pytest.mark.asyncio
async def test_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "notes.txt").write_bytes(b"?")
    async with first_run(tmp_path) as someone:
        await fill_in(someone)
        await someone.press("1", "1")
        assert isinstance(someone.app.screen, SetUp)
        assert "đã có dữ liệu" in " ".join(someone.screen_text().split())
        assert rows(someone)["officer_name"].field.value == NAME
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


@pytest.mark.parametrize(("size", "fits"), [((80, 24), True), ((80, 20), False), ((60, 24), False)])
@pytest.mark.asyncio
async def test_a_code_that_would_be_cut_is_not_drawn(
    tmp_path: Path, size: tuple[int, int], fits: bool
) -> None:
    async with first_run(tmp_path, size) as someone:
        page = await reach_code(someone)
        shown = someone.screen_text()
        assert ("▄" in shown) is fits
        secret = page.prepared.secret
        assert all(secret[n : n + 4] in shown for n in range(0, 32, 4))
        assert "6 chữ số" in shown


def test_chosen_deadlines_are_an_overlay() -> None:
    source = overlay.choosing({"birth": "draft-2026"})
    assert overlay.read(source, loading.shipped()).deadlines == {"birth": "draft-2026"}
