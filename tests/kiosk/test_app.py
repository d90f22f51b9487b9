"""The kiosk's screens: a whole filing by keys, by taps, and nobody gets out of them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.widgets import Input

from lienthong_tui.desk import intake
from lienthong_tui.kiosk import handing_in
from lienthong_tui.kiosk_app import KioskApp
from lienthong_tui.kiosk_turns.arriving import Welcome
from lienthong_tui.kiosk_turns.turn import ASK_AFTER, LEAVE_AFTER, Done
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.screens.kiosk.away import GUESSES, Covered, StillThere
from lienthong_tui.screens.kiosk.hall import Hall as Page
from lienthong_tui.screens.kiosk.tap import Tap
from lienthong_tui.text.fold import fold
from lienthong_tui.widgets.field_row import AnswerInput

from .keyboard import SIZE, Relative, relative, seated
from .sample import GRANDSON, Hall

CASE_7 = (
    *("2", "0", "2", "1", "3"),
    *("Trần_Thị_Dâu", "099190000017", "05/03/1970", "2", "f9", "nam_cua_viet", "Thôn_An_Lợi"),
    *("6", "0912345678", "1"),
    *("Hồ_Thị_Mẫu", "1925", "2", "f9", "kinh", "1"),
    *("nam_cua_viet", "Thôn_An_Lợi", "1"),
    *("3/10_âl", "1", "1"),
    "2",
    *("2", "1", "0"),
    *("12/11/2026", "nam_cua_viet"),
    *("1", "1"),
)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def filed(hall: Hall) -> intake.Came:
    with hall.desk() as desk:
        return next(came for came in intake.collect(desk) if came.filing)


@pytest.mark.asyncio
async def test_a_grandson_files_by_keys(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say(*CASE_7)
        assert "Đã hỏi hết" in someone.text()
        await someone.press("1")
        assert "A01" in someone.text()
        await someone.press("1")
        assert isinstance(someone.app.turn, Welcome)
    with hall.desk() as desk:
        filing, _ = desk.filing(str(filed_again(desk).filing))
    assert filing.answers["deceased.given"] == "Mẫu"
    assert len(filing.unsure) == 4


def filed_again(desk: object) -> intake.Came:
    return next(came for came in intake.collect(desk) if came.filing)  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_every_button_can_be_tapped(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.tap("1")
        assert "VNeID" in someone.text()
        await someone.tap("escape")
        assert "nhà mình xin thêm gì" in someone.text()
        await someone.tap("f9")
        assert "VNeID" in someone.text()
        await someone.tap("f4")
        assert "Đã gọi người tiếp nhận" in someone.text()
        await someone.tap("1")
        await someone.tap("ctrl+l")
        assert isinstance(someone.app.screen, Covered)


@pytest.mark.asyncio
async def test_a_second_tap_answers_no_second_question(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        tap = next(tap for tap in someone.app.screen.query(Tap) if tap.key == "1")
        for _ in range(2):
            tap.post_message(Tap.Tapped("1", tap.turn))
        await someone.settle()
        assert "VNeID" in someone.text()


@pytest.mark.asyncio
async def test_leaving_on_a_full_disk_ends_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DeskUnavailable("export-full")

    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1")
        with monkeypatch.context() as patch:
            patch.setattr(handing_in, "seal_filing", full)
            await someone.press("escape", "escape", "2")
            assert "A01" in someone.text()
            await someone.press("1")
        assert isinstance(someone.app.turn, Welcome)
        await someone.wait(31)
        assert len(hall.files()) == 1


@pytest.mark.asyncio
async def test_more_choices_than_fit_are_turned_by_nine(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say(*CASE_7[:1], "1", "2", "2", "1", "1")  # to the requester
        while "là gì của người đã mất" not in someone.text():
            await someone.press("f9")
        assert "1  Vợ" in someone.text()
        await someone.press("9")
        assert "1  Ông, bà" in someone.text()
        await someone.press("9")
        assert "1  Vợ" in someone.text()


@pytest.mark.asyncio
async def test_nobody_there_gives_it_to_the_officer(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1")
        await someone.wait(ASK_AFTER)
        assert isinstance(someone.app.screen, StillThere)
        await someone.wait(LEAVE_AFTER / 2)
        assert "Sau 30 giây" in someone.text()
        await someone.press("x")
        assert isinstance(someone.app.screen, Page), "a key goes on, and acts on nothing"
        assert "VNeID" in someone.text()
        await someone.wait(ASK_AFTER)
        await someone.wait(LEAVE_AFTER)
        assert isinstance(someone.app.turn, Welcome)
        assert "Khai việc gì?" in someone.text()
        assert filed(hall).ticket == "A01"


@pytest.mark.asyncio
async def test_what_stood_half_typed_goes_along(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say("1", "1")
        await someone.press(*"Tran")
        await someone.wait(ASK_AFTER)
        await someone.wait(LEAVE_AFTER)
        with hall.desk() as desk:
            filing, _ = desk.filing(str(filed_again(desk).filing))
        assert filing.half_typed == {"requester.name": "Tran"}


@pytest.mark.asyncio
async def test_half_a_number_is_not_left_for_the_next_one(hall: Hall) -> None:
    async with relative(hall) as someone:
        await someone.press("2")
        await someone.press(*GRANDSON[:6])
        await someone.wait(ASK_AFTER)
        await someone.wait(LEAVE_AFTER)
        assert isinstance(someone.app.turn, Welcome)
        await someone.press("2")
        assert GRANDSON[:6] not in someone.text()


@pytest.mark.asyncio
async def test_a_key_held_down_answers_one_question(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1", every=2)
        await someone.press(*"1" * 40, every=0.03)
        assert "VNeID" in someone.text(), "the second question is still asked"


@pytest.mark.asyncio
async def test_the_cover_comes_off_by_the_last_digits(hall: Hall) -> None:
    async with relative(hall) as someone:
        await someone.press("ctrl+l")
        assert isinstance(someone.app.screen, Page), "there is nothing to cover yet"
        await seated(someone, hall)
        await someone.press("ctrl+l")
        assert "nhà mình" not in someone.text()
        await someone.say("0000")
        assert isinstance(someone.app.screen, Covered)
        assert "Chưa khớp" in someone.text()
        await someone.press("f4")
        assert "Đã gọi người tiếp nhận" in someone.text()
        await someone.say(GRANDSON[-4:])
        assert "nhà mình xin thêm gì" in someone.text()


@pytest.mark.asyncio
async def test_who_cannot_uncover_it_is_taken_to_be_gone(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1", "ctrl+l")
        for _ in range(GUESSES):
            assert isinstance(someone.app.screen, Covered)
            await someone.say("0000")
        assert isinstance(someone.app.turn, Welcome)
        assert "Khai việc gì?" in someone.text()
        assert filed(hall).ticket == "A01"


@pytest.mark.asyncio
async def test_any_key_says_that_somebody_is_there(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        for key in ("ctrl+l", "ctrl+g", "f4", "escape"):
            await someone.wait(ASK_AFTER)
            assert isinstance(someone.app.screen, StillThere)
            await someone.press(key)
            assert isinstance(someone.app.screen, Page), key
            assert "nhà mình xin thêm gì" in someone.text()


@pytest.mark.asyncio
async def test_how_marks_are_typed_shows_and_is_not_left_to_the_next_one(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say("1", "1")
        assert "Ctrl+G Gõ dấu" in someone.text()
        await someone.press("ctrl+g")
        assert "Ctrl+G TELEX" in someone.text()
        await someone.press(*"Tranaf")
        assert "Trần" in someone.text()
        await someone.wait(ASK_AFTER)
        await someone.wait(LEAVE_AFTER)
        assert someone.app.typing is None


@pytest.mark.asyncio
async def test_a_day_that_has_not_come_is_asked_again(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say(*CASE_7[: CASE_7.index("3/10_âl")], "12/10/2027")
        text = " ".join(someone.text().split())
        assert "Ngày mất sau ngày nộp hồ sơ" in text
        assert "Enter để giữ" in text
        await someone.press("enter")
        assert "mấy giờ" not in someone.text(), "whoever insists goes on"
        await someone.press("escape")
        await someone.say("11/11/2026")
        assert "mấy giờ" not in someone.text()


@pytest.mark.asyncio
async def test_what_was_said_shows_again_and_a_leftover_does_not(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1", "f9", "escape")
        assert "Đã khai: không biết. Enter để giữ." in someone.text()
        await someone.press("escape")
        assert "Enter để giữ" in someone.text()
        await someone.say("1", "1", "Lê_A", "1")  # not a number
        await someone.press("escape")
        assert "Lê A" in someone.text()
        await someone.press(*"zz", "escape")
        await someone.press("enter")
        assert "zz" in someone.text()
        await someone.press(*["backspace"] * 2)
        await someone.say("Lê_A")
        await someone.press("escape")
        assert "zz" not in someone.text()
        assert not someone.app.talk.now.filing.half_typed.get("requester.name")


@pytest.mark.asyncio
async def test_whose_number_it_is(hall: Hall) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)  # as a helper
        await someone.say("1", "1", "Lê_A", GRANDSON)
        assert "số của người nhập giúp" in " ".join(someone.text().split())
        await someone.say("099190000017")
        assert someone.app.talk.now.filing.answers["requester.id_number"] == "099190000017"


@pytest.mark.asyncio
async def test_one_thing_is_typed_anew_after_a_mistake(hall: Hall) -> None:
    async with relative(hall) as someone:
        await someone.say("2", GRANDSON, "000000")
        assert "Mã không đúng" in " ".join(someone.text().split())
        await someone.press("5")
        assert "Mã không đúng" not in " ".join(someone.text().split())
        assert someone.app.screen.query_one(AnswerInput).value == "5"


@pytest.mark.asyncio
async def test_a_card_fills_what_is_open(hall: Hall) -> None:
    card = (
        "099190000017||Nguyễn Thị Mẫu|05031990|Nữ|Thôn An Lợi, Xã Nam Cửa Việt, Quảng Trị|01012022"
    )
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say("1", "1")
        assert "tên đầy đủ của người đứng khai" in someone.text()
        someone.app.screen.query_one(Input).post_message(Paste(card))
        await someone.settle()
        assert "Đã nhận từ thẻ." in someone.text()
        values = someone.app.talk.now.outlined.values
        assert values["requester.name"] == "Nguyễn Thị Mẫu"
        assert values["requester.id_number"] == "099190000017"
        assert someone.app.talk.now.filing.origins["requester.name"] == "scanned"


ESCAPES = (
    *("ctrl+c", "ctrl+q", "ctrl+z", "ctrl+d", "ctrl+p", "ctrl+backslash", "ctrl+s", "ctrl+o"),
    *("f2", "f3", "f5", "f6", "f7", "f8", "f10", "f11", "f12", "ctrl+w", "ctrl+t", "ctrl+n"),
    *("alt+f4", "ctrl+alt+delete", "ctrl+left", "ctrl+home", "shift+tab", "tab", "delete", "home"),
    *("ctrl+a", "ctrl+x", "ctrl+v", "ctrl+k", "ctrl+u", "pageup", "pagedown", "insert"),
)


@pytest.mark.asyncio
async def test_no_key_leads_out(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    left: list[object] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: copied.append(text))
    monkeypatch.setattr(App, "exit", lambda _, *a, **k: left.append((a, k)))
    monkeypatch.setattr(App, "action_suspend_process", lambda _: left.append("suspended"))
    async with relative(hall) as someone:
        await seated(someone, hall)
        for page in ("0", "1"):
            await someone.press(page)
            before = len(someone.app.screen_stack)
            await someone.press(*ESCAPES)
            assert len(someone.app.screen_stack) == before
            assert isinstance(someone.app.screen, Page)
        assert someone.app.is_running
        assert (copied, left) == ([], [])


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "sent",
    [
        "\x1b]52;c;aGVsbG8=\x07",
        "\x1b[2J\x1b[H",
        "\x03\x04\x1a\x1c",
        "/etc/passwd",
        "'; DROP TABLE event; --",
        "[@click=app.quit]x[/]",
        "a" * 10_000,
    ],
    ids=["clipboard", "clear", "control", "path", "sql", "markup", "long"],
)
async def test_what_is_pasted_or_typed_is_only_a_text(hall: Hall, sent: str) -> None:
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.say("1", "1")
        someone.app.screen.query_one(Input).post_message(Paste(sent))
        await someone.settle()
        await someone.press("enter")
        assert someone.app.is_running
        assert isinstance(someone.app.screen, Page)
        assert "\x1b" not in someone.text()


def test_the_application_has_no_keys_but_its_own() -> None:
    keys = {binding.key for binding in KioskApp.BINDINGS}  # type: ignore[union-attr]
    assert keys == {"ctrl+l", "ctrl+g"}
    assert not KioskApp.ENABLE_COMMAND_PALETTE
    inherited = {key for key, _ in KioskApp._merged_bindings.key_to_bindings.items()}  # type: ignore[union-attr]
    assert inherited == keys


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [SIZE, (80, 24), (120, 40)])
async def test_every_page_fits_and_says_it_with_letters_alone(
    hall: Hall, size: tuple[int, int]
) -> None:
    """At 60 columns nothing is cut, the answers are always in sight, and the text has no glyph
    that a console's font lacks; words on each page are counted."""
    words: list[int] = []

    def look(someone: Relative) -> None:
        text = someone.text()
        for letter in text:
            assert letter in "\n·" or letter.isascii() or fold(letter).isascii(), hex(ord(letter))
        shown = someone.app.turn.shown()
        here = [line.strip() for line in text.splitlines()]
        for number in range(1, min(7, len(shown.choices)) + 1):
            assert any(line.startswith(f"{number}  ") for line in here), text
        assert "F4 Gọi người tiếp nhận" in text
        assert "Ctrl+L Che màn hình" in text
        flat = re.sub(r"\s+", " ", text)
        assert shown.text.split()[-1] in flat
        words.append(len(re.findall(r"\w+", f"{shown.text} {shown.why}")))

    async with relative(hall, size=size) as someone:
        look(someone)
        await seated(someone, hall)
        for said in CASE_7:
            look(someone)
            await someone.say(said)
        look(someone)
        await someone.press("1")
        assert isinstance(someone.app.turn, Done)
        look(someone)
        assert someone.keys <= 320
    assert max(words) <= 45
    assert sum(words) / len(words) <= 25


@pytest.mark.asyncio
async def test_a_call_of_an_hour_ago_needs_a_new_code(hall: Hall) -> None:
    code = hall.code()
    hall.now += timedelta(hours=1)
    async with relative(hall) as someone:
        await someone.say("2", GRANDSON, code)
        assert "Mã không đúng" in " ".join(someone.text().split())
        await someone.press("escape")
        assert "Số căn cước" in someone.text()
        assert GRANDSON in someone.text(), "it need not be typed again"


@pytest.mark.asyncio
async def test_keys_typed_ahead_arrive_in_order(hall: Hall) -> None:
    async with relative(hall) as someone:
        await someone.press("2")
        for key in (*GRANDSON, "enter"):
            someone.app.post_message(Key(key, "\r" if key == "enter" else key))
        await someone.settle()
        assert "Mã 6 chữ số" in someone.text()


@pytest.mark.asyncio
async def test_what_the_inbox_did_not_take_goes_later(hall: Hall) -> None:
    away = hall.inbox.rename(hall.place / "away")
    hall.inbox.write_text("in the way")
    async with relative(hall) as someone:
        await seated(someone, hall)
        await someone.press("1", "escape", "escape", "2")
        assert "A01" in someone.text(), "whoever leaves is called by a number too"
        await someone.press("1")
        assert isinstance(someone.app.turn, Welcome)
        hall.inbox.unlink()
        away.rename(hall.inbox)
        assert hall.files() == []
        await someone.wait(31)
        assert len(hall.files()) == 1
