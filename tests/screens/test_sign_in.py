"""Signing in: by digit, by number, by name; what is told when it fails; the page for citizens."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from textual.events import Paste
from textual.widgets import OptionList

from lienthong_tui.access import passwords, slots
from lienthong_tui.access.passwords import FLOOR, Cost
from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import greeting, new_version, vault
from lienthong_tui.desk.demo import OFFICER_ID, OFFICER_NAME, DemoAccount
from lienthong_tui.desk.layout import KEYRING
from lienthong_tui.screens import sign_in
from lienthong_tui.screens.accounts.date_doubt import DateDoubt
from lienthong_tui.screens.accounts.password import Locked
from lienthong_tui.screens.blank import Blank
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.portal import PORTAL, Portal
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.screens.steps.agencies import Agencies
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer, make_desk, officer, signed_in

SMALL = (60, 16)
SECOND = "Hồ Kăn Nghĩa"


def account(someone: Officer) -> DemoAccount:
    assert someone.app.demo is not None
    return someone.app.demo


def code(someone: Officer, **later: int) -> str:
    return pyotp.TOTP(account(someone).secret).at(NOW + timedelta(**later))


def held(someone: Officer) -> dict[str, str]:
    """What stands in the fields."""
    return {str(box.id): box.value for box in someone.app.screen.query(VietInput)}


def told(someone: Officer) -> str:
    """The screen as one line."""
    return " ".join(someone.screen_text().split())


def listing(someone: Officer) -> bool:
    return someone.app.screen.query_one(OptionList).display


def list_officer(folder: Path, name: str, id_number: str) -> None:
    """Put somebody into `keys.db`, where the sign-in reads who may come in."""
    db = keyrings.open_keyring(folder / KEYRING)
    salt = keyrings.desk_salt(db)
    slot, _ = slots.officer_slot(name, id_number, "bốn từ dễ nhớ", salt, FLOOR, NOW)
    keyrings.put_slot(db, slot)
    db.close()


@pytest.mark.asyncio
async def test_a_digit_chooses_the_officer_in_one_burst(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        password = account(someone).password
        await someone.burst("1", *password, "enter", *code(someone), "enter")
        assert isinstance(someone.app.screen, Home), someone.screen_text()


@pytest.mark.asyncio
async def test_enter_chooses_what_is_highlighted(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        await someone.press("enter")
        assert held(someone)["officer"] == OFFICER_NAME
        assert someone.app.focused is someone.app.screen.query_one("#password")


@pytest.mark.asyncio
@pytest.mark.parametrize("typed", [OFFICER_ID, "kăn nghĩa", "Hồ", "đinh"])
async def test_what_is_typed_at_the_list_arrives_whole(tmp_path: Path, typed: str) -> None:
    async with officer(tmp_path) as someone:
        await someone.burst(*[*typed])
        assert held(someone)["officer"] == typed
        assert not listing(someone)


@pytest.mark.asyncio
async def test_a_number_pasted_at_the_list_goes_into_the_field(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        someone.app.post_message(Paste(f"{OFFICER_ID}\n"))
        await someone.burst("enter", *"ab")
        assert held(someone) == {"officer": OFFICER_ID, "password": "ab", "code": ""}


@pytest.mark.asyncio
async def test_a_digit_without_an_officer_does_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        await someone.press("7")
        assert listing(someone)
        await someone.press("down", "enter")
        assert held(someone)["officer"] == ""
        await someone.type("7")
        assert held(someone)["officer"] == "7"


@pytest.mark.asyncio
async def test_officers_of_one_name_sign_in_by_number(tmp_path: Path) -> None:
    demo = make_desk(tmp_path)
    list_officer(tmp_path / "desk", SECOND, "099190000018")
    list_officer(tmp_path / "desk", OFFICER_NAME.upper(), "099190000026")
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW, demo=demo)
    async with app.run_test(size=SMALL) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        assert f"1  {SECOND}" in someone.screen_text()
        assert OFFICER_NAME not in someone.screen_text()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"nothing of ours", "trống, hỏng hoặc không phải tệp"), (None, "Không thấy")],
)
async def test_a_keyring_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    demo = make_desk(tmp_path)
    keyring = tmp_path / "desk" / KEYRING
    keyring.unlink()
    if content is not None:
        keyring.write_bytes(content)
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW, demo=demo)
    async with app.run_test() as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        assert not listing(someone)
        assert said in told(someone)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), SMALL])
async def test_what_is_wrong_is_told_and_the_officer_stays(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with officer(tmp_path, size) as someone:
        password = account(someone).password
        await someone.burst("1", *"sai sai sai", "enter", *code(someone), "enter")
        assert "chưa đúng" in told(someone)
        assert held(someone) == {"officer": OFFICER_NAME, "password": "", "code": ""}
        await someone.burst(*password, "enter", *code(someone, minutes=8), "enter")
        assert "lệch khoảng 8 phút" in told(someone)
        assert held(someone) == {"officer": OFFICER_NAME, "password": "", "code": ""}
        for _ in range(4):
            await someone.burst(*"sai", "enter", *"000000", "enter")
        assert "Chưa vào được sau nhiều lần thử" in told(someone)
        assert held(someone) == {"officer": OFFICER_NAME, "password": "", "code": ""}


@pytest.mark.asyncio
async def test_escape_goes_back_to_the_officers(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        await someone.press("1", "x", "escape")
        assert listing(someone)
        assert set(held(someone).values()) == {""}
        await someone.press("escape")
        assert isinstance(someone.app.screen, SignIn)


@pytest.mark.asyncio
async def test_after_signing_out_the_officers_stand_there_again(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("0")
        assert isinstance(someone.app.screen, SignIn)
        assert listing(someone)
        await someone.press("1")
        assert held(someone)["officer"] == OFFICER_NAME


@pytest.mark.asyncio
async def test_the_sample_account_is_whole_in_a_small_window(tmp_path: Path) -> None:
    async with officer(tmp_path, SMALL) as someone:
        for keys in ([], ["1"]):
            await someone.press(*keys)
            shown = [line.strip() for line in someone.screen_text().split("\n")]
            for value in (OFFICER_ID, account(someone).password, code(someone)):
                assert [line for line in shown if line.endswith(value)]


@pytest.mark.asyncio
@pytest.mark.parametrize(("size", "drawn"), [((80, 24), True), ((80, 22), False), (SMALL, False)])
async def test_the_portals_address_is_drawn_whole_or_not_at_all(
    tmp_path: Path, size: tuple[int, int], drawn: bool
) -> None:
    async with officer(tmp_path, size) as someone:
        await someone.press("1", "f7")
        assert isinstance(someone.app.screen, Portal)
        shown = someone.screen_text()
        assert PORTAL in shown
        assert "chưa kết nối" in told(someone)
        assert ("█" in shown) is drawn
        code = someone.app.screen.query_one(".qr")
        if drawn:
            assert shown.count("█" * 33) == 4  # the quiet zone above and below, two rows each
            assert code.region.bottom < someone.app.size.height
        assert code.styles.color.hex == "#FFFFFF"
        assert code.styles.background.hex == "#000000"
        await someone.press("escape")
        assert held(someone)["officer"] == OFFICER_NAME


@pytest.mark.asyncio
async def test_the_cover_works_before_and_after_the_sign_in(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        await someone.press("1", "ctrl+l")
        assert isinstance(someone.app.screen, Blank)
        assert OFFICER_ID not in someone.screen_text()
        await someone.press("escape")
        await someone.burst(*account(someone).password, "enter", *code(someone), "enter")
        await someone.press("ctrl+l", "ctrl+l", "f3", "escape")
        assert isinstance(someone.app.screen, Locked)
        await someone.burst(*account(someone).password, "enter")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
@pytest.mark.parametrize(("key", "page"), [("1", Home), ("2", SignIn), ("escape", SignIn)])
async def test_a_strange_date_is_asked_for_before_any_filing_gets_it(
    tmp_path: Path, key: str, page: type
) -> None:
    async with officer(tmp_path) as someone:
        now = NOW + timedelta(days=400)
        someone.app.clock = lambda: now
        later = pyotp.TOTP(account(someone).secret).at(now)
        await someone.burst("1", *account(someone).password, "enter", *later, "enter")
        assert isinstance(someone.app.screen, DateDoubt), someone.screen_text()
        assert "HÔM NAY LÀ THỨ BẢY 25/12/2027" in someone.screen_text()
        await someone.press("f3")
        assert isinstance(someone.app.screen, DateDoubt), "nothing else can be reached"
        await someone.press(key)
        assert isinstance(someone.app.screen, page)
        assert (someone.app.desk is None) is (page is SignIn)


@pytest.mark.asyncio
async def test_failed_sign_ins_are_told_to_whose_they_were(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        await someone.burst("1", *"sai sai sai", "enter", *code(someone), "enter")
        await someone.burst(*account(someone).password, "enter", *code(someone), "enter")
        assert isinstance(someone.app.screen, Home)
        assert any("1 lần đăng nhập sai" in str(n.message) for n in someone.app._notifications)


@pytest.mark.asyncio
async def test_who_has_come_meanwhile_is_listed_also_behind_the_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows what is seen at a glance; what is read behind it may say otherwise."""
    demo = make_desk(tmp_path)
    list_officer(tmp_path / "desk", SECOND, "099190000018")
    monkeypatch.setattr(greeting, "at_a_glance", lambda _: [OFFICER_NAME])
    monkeypatch.setattr(sign_in, "_PAINTED", 0.2)
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW, demo=demo)
    async with app.run_test() as pilot:
        someone = Officer(app, pilot)
        await pilot.pause()
        await someone.burst("0")  # at the fields before it is known
        await asyncio.sleep(0.5)
        await someone.settle()
        await someone.press("escape")
        assert SECOND in someone.screen_text()
        assert isinstance(app.screen, SignIn)
        named = [item.name for item in app.screen.shown[:-1]]
        assert named == app.screen.officers


def test_at_a_glance_as_when_it_is_read(tmp_path: Path) -> None:
    make_desk(tmp_path)
    desk = tmp_path / "desk"
    assert greeting.at_a_glance(desk) == vault.officers(desk) == [OFFICER_NAME]
    list_officer(desk, SECOND, "099190000018")
    list_officer(desk, OFFICER_NAME.upper(), "099190000026")
    assert greeting.at_a_glance(desk) == vault.officers(desk) == [SECOND]
    assert greeting.at_a_glance(tmp_path / "elsewhere") == []


GOOD = ('version = "99.1"', "day = 2026-12-15", 'what = "mẫu mới"', 'where = "phòng máy"')


@asynccontextmanager
async def told_of_a_version(
    root: Path, *lines: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Officer]:
    """At the sign-in of a desk with such a file, once it was looked for."""
    make_desk(root)
    (root / "desk" / new_version.FILE).write_text("\n".join(lines), "utf-8")
    app = LienthongApp(root / "desk", clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        someone = Officer(app, pilot)
        await asyncio.sleep(0.5)  # the page is painted before
        await someone.settle()
        yield someone


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [SMALL, (80, 24)])
async def test_a_newer_version_is_told_in_one_line(tmp_path: Path, size: tuple[int, int]) -> None:
    async with told_of_a_version(tmp_path, *GOOD, size=size) as someone:
        assert "Đã có bản 99.1 từ ngày 15/12/2026: mẫu mới. Lấy ở: phòng máy" in told(someone)
        await someone.press("1")
        assert held(someone)["officer"] == OFFICER_NAME
        (tmp_path / "desk" / new_version.FILE).unlink()
        await someone.press("f7", "escape")  # whoever comes back sees what is so now
        assert "99.1" not in told(someone)


@pytest.mark.asyncio
@pytest.mark.parametrize("lines", [("?",), ('version = "0.0.1"', *GOOD[1:]), (GOOD[0],)])
async def test_a_bad_file_is_not_told_at_the_sign_in(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    async with told_of_a_version(tmp_path, *lines) as someone:
        assert someone.app.screen.query_one(".newer").display is False
        assert new_version.FILE not in told(someone)


@pytest.mark.asyncio
async def test_what_is_typed_while_a_password_is_checked_acts_on_the_first_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as Argon2id takes on an old PC: other tests derive a key once for all of them."""
    derive = passwords.derive

    def on_an_old_pc(password: str, salt: bytes, cost: Cost) -> bytes:
        time.sleep(0.3)
        return derive(password, salt, cost)

    async with officer(tmp_path) as someone:
        monkeypatch.setattr(passwords, "derive", on_an_old_pc)
        password = account(someone).password
        await someone.burst("1", *password, "enter", *code(someone), "enter", "2")
        assert isinstance(someone.app.screen, Agencies | Questions)
        assert "KHAI TỬ" in someone.screen_text()
