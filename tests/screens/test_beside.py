"""What a newcomer missed: what is told beside a list, whose a question is, what Enter went over."""

import asyncio
import time
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Static

from lienthong_tui.problems import Busy
from lienthong_tui.screens import host
from lienthong_tui.screens.clipboard import Clipboard
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.host import DeskClosedError
from lienthong_tui.screens.key_map import KeyMap
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.mistakes import Mistakes, go_to_field
from lienthong_tui.screens.presence import Presence
from lienthong_tui.screens.queue import Queue
from lienthong_tui.screens.steps.finish import Finish
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.chrome import KeyHints, Panel

from .test_golden import draft_and_completed
from .walk import Officer, signed_in

WIDE, NORMAL, NARROW = (130, 44), (80, 24), (60, 20)


@pytest.mark.asyncio
@pytest.mark.parametrize(("size", "told"), [(WIDE, True), (NORMAL, False)])
async def test_the_steps_tell_beside_them_what_is_left(
    tmp_path: Path, size: tuple[int, int], told: bool
) -> None:
    async with signed_in(tmp_path, size) as someone:
        await someone.press("1", "escape", "down")
        page = someone.app.screen
        assert isinstance(page, TaskList)
        assert page.query_one(Panel).display is told
        assert ("Trẻ em: Giới tính" in someone.screen_text()) is told
        if told:
            left = sum(1 for f in page.keeper.findings if f.rule == "required" and f.step == 2)
            assert bullets(someone) == left


@pytest.mark.asyncio
async def test_what_finds_no_room_beside_the_steps_is_counted(tmp_path: Path) -> None:
    async with signed_in(tmp_path, (120, 20)) as someone:
        await someone.press("1", "escape", "down")
        page = someone.app.screen
        assert isinstance(page, TaskList)
        left = sum(1 for f in page.keeper.findings if f.level == "error" and f.step == 2)
        assert 0 < bullets(someone) < left
        assert f"… và {left - bullets(someone)} chỗ nữa: F9" in someone.screen_text()


@pytest.mark.asyncio
async def test_the_first_page_tells_where_a_filing_stands(tmp_path: Path) -> None:
    async with signed_in(tmp_path, WIDE) as someone:
        assert "Đăng ký thường trú" in someone.screen_text(), "of a new birth"
        await someone.press("1")
        await someone.type("Sùng")
        await someone.press("enter", "escape", "escape")
        page = someone.app.screen
        assert isinstance(page, Home)
        await someone.press("end")
        assert "Việc tiếp theo: làm tiếp" in someone.screen_text()
        panel = page.query_one(Panel).region
        assert panel.x >= page.query_one(".body").region.right
        assert panel.bottom <= WIDE[1]


@pytest.mark.asyncio
async def test_an_open_question_tells_whose_it_is(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "f9")
        page = someone.app.screen
        assert isinstance(page, Mistakes)
        notes = [item.note for item in page.shown]
        assert "bước 2: Người yêu cầu: Số định danh" in notes
        assert "bước 2: Ngày sinh người yêu cầu" in notes, "which says whose it is"
        assert "bước 2: Trẻ em: Ngày tháng năm sinh" in notes
        assert len(set(notes)) == len(notes)


@pytest.mark.asyncio
async def test_what_enter_went_over_is_told_when_one_comes_back(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "pagedown", "pagedown")
        page = someone.app.screen
        assert isinstance(page, Questions)
        first = page.row_in_hand()
        assert first is not None
        assert first.required
        await someone.press("enter")
        assert first.flagged
        await someone.press("shift+tab")
        assert "còn trống" in someone.screen_text()
        await someone.press("1")
        assert not first.flagged
        assert "còn trống" not in someone.screen_text()


@pytest.mark.asyncio
async def test_the_pledge_is_one_of_three_and_asks_for_paper(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1")
        await someone.press("enter", "enter", "1", "1", "escape", "6")
        page = someone.app.screen
        assert isinstance(page, Finish)
        pledges = [item for item in page.shown if item.id.startswith("pledge:")]
        assert [item.note[:3] for item in pledges] == ["( )"] * 3
        assert [("chưa in bộ để ký" in item.note) for item in pledges] == [True, True, False]
        await someone.press("5")
        notes = [item.note[:3] for item in page.shown if item.id.startswith("pledge:")]
        assert notes == ["( )", "( )", "(•)"]


@pytest.mark.asyncio
async def test_f1_tells_what_an_answer_is_for_and_by_which_text(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "enter", "enter", "f1")
        text = someone.screen_text()
        assert "Vì sao hỏi: Giấy khai sinh ghi cha mẹ theo lựa chọn này." in text
        assert "Theo: Cổng dịch vụ công liên thông, bước 1" in text


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [NORMAL, NARROW])
async def test_the_keys_are_each_told_once_and_how_answers_are_typed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with signed_in(tmp_path, size) as someone:
        await someone.press("1", "f1", "f1")
        page = someone.app.screen
        assert isinstance(page, KeyMap)
        lines = [line.strip() for line in str(page.query_one(".told", Static).content).splitlines()]
        for key in ("F8", "Esc", "Ctrl+P", "3/10 âl"):
            assert len([line for line in lines if line.startswith(f"{key} ")]) == 1, key


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_state_stands_whole_in_a_narrow_window(tmp_path: Path, language: str) -> None:
    async with signed_in(tmp_path, NARROW) as someone:
        await someone.app.run_action(f"speak('{language}')")
        await someone.settle()
        await someone.press("1", "enter", "enter", "1")
        state = someone.screen_text().splitlines()[1]
        assert "…" not in state
        assert someone.app.screen.query_one(KeyHints).region.bottom == NARROW[1]


@pytest.mark.asyncio
async def test_a_word_that_all_went_well_is_gone_with_the_next_key(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        at = [100.0]
        someone.app.presence = Presence(lambda: at[0])
        await told(someone, "Đã xong.")
        at[0] += 1
        await someone.press("down")
        assert shown(someone) == ["Đã xong."], "a key typed ahead takes nothing away"
        at[0] += 2
        await someone.press("down")
        assert shown(someone) == []
        await told(someone, "Không ghi được.", severity="warning")
        at[0] += 1
        await told(someone, "Đã lưu.")
        at[0] += 4
        await someone.press("down")
        assert shown(someone) == ["Không ghi được.", "Đã lưu."], "what went wrong stays longer"
        at[0] += 2
        await someone.press("down")
        assert shown(someone) == []


def bullets(someone: Officer) -> int:
    """The lines that begin with a dot at the right of the list."""
    return sum("   · " in line for line in someone.screen_text().splitlines()[2:-1])


async def told(someone: Officer, text: str, **named: str) -> None:
    someone.app.notify(text, timeout=60, **named)
    await someone.settle()


def shown(someone: Officer) -> list[str]:
    return [notice.message for notice in someone.app._notifications]


@pytest.mark.asyncio
async def test_what_takes_long_is_told_and_ends_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with signed_in(tmp_path) as someone:
        go = Event()
        assert isinstance(someone.app.screen, Home)
        monkeypatch.setattr(host, "_LONG", 0.0)
        working = asyncio.create_task(someone.app.at_desk(go.wait, 30))
        while "đang làm" not in someone.screen_text():
            await someone.pilot.pause(0.01)
        go.set()
        await working
        await someone.settle()
        assert "đang làm" not in someone.screen_text()


@pytest.mark.asyncio
async def test_a_desk_that_closes_slowly_is_left_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiped = []

    async def wipe(_: Clipboard) -> None:
        wiped.append(True)

    async with signed_in(tmp_path) as someone:
        assert isinstance(someone.app.screen, Home)
        monkeypatch.setattr(host, "_LONG", 0.0)
        monkeypatch.setattr(Clipboard, "wipe", wipe)
        someone.app._session.callback(time.sleep, 0.2)
        await someone.app.action_leave()
        assert someone.app.return_code == 0
        assert someone.app.desk is None
        assert wiped


@pytest.mark.asyncio
async def test_a_date_is_mended_from_its_end(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1")
        page = someone.app.screen
        assert isinstance(page, Questions)
        go_to_field(page, page.keeper, "child.birth_date")
        await someone.settle()
        page = someone.app.screen
        assert isinstance(page, Questions)
        row = page.row("child.birth_date")
        assert row is not None
        await someone.type("30/2/2026")
        await someone.press("enter")
        assert "Cần sửa" in someone.screen_text()
        await someone.press("backspace")
        assert "Cần sửa" not in someone.screen_text(), "it is being mended"
        await someone.press(*["backspace"] * 8)
        await someone.type("2/12/2027")  # which is stored, and told of
        await someone.press("enter")
        assert (row.field.value, row.field.cursor_position) == ("02/12/2027", 10)
        await someone.press(*["backspace"] * 10)
        await someone.type("2/11/2026")
        await someone.press("enter")
        assert page.keeper.draft.filing.answers["child.birth_date"] == "2026-11-02"


@pytest.mark.asyncio
async def test_a_name_longer_than_its_field_shows_its_beginning(tmp_path: Path) -> None:
    longest = "Nguyễn Phước Hoàng Thị Kim Nghiêng Thượng Quỳnh Uyển Như Nguyệt"
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "escape", "2")
        await someone.type(longest)
        assert longest[-20:] in someone.screen_text(), "while it is typed, its end"
        await someone.press("enter")
        assert longest[:20] in someone.screen_text()
        await someone.press("shift+tab")
        assert longest[-20:] in someone.screen_text()
        await someone.press("tab")
        assert longest[:20] in someone.screen_text()


@pytest.mark.asyncio
async def test_a_date_beside_the_list_is_marked_as_unverified(tmp_path: Path) -> None:
    async with signed_in(tmp_path, WIDE) as someone:
        await someone.app.at_desk(draft_and_completed, someone.app)
        await someone.press("4", "down")
        text = " ".join(str(someone.app.screen.query_one(Panel).content).split())
        assert "Dự kiến nếu Cổng tiếp nhận" in text
        assert "(chưa xác minh)" in text
        assert "(không phải mã hồ sơ)" in text


@pytest.mark.asyncio
async def test_a_window_made_wider_tells_in_full_words_again(tmp_path: Path) -> None:
    async with signed_in(tmp_path, NARROW) as someone:
        await someone.press("1", "escape", "2")
        page = someone.app.screen
        assert "Bước 2/6 · 1/8" in someone.screen_text()
        await someone.pilot.resize_terminal(*NORMAL)
        await someone.pilot.pause()
        assert "Bước 2/6 · trang 1/8" in someone.screen_text()
        assert "Vì sao hỏi" not in someone.screen_text()
        await someone.pilot.resize_terminal(*WIDE)
        await someone.pilot.pause()
        assert "Vì sao hỏi" in someone.screen_text()
        await someone.pilot.resize_terminal(*NORMAL)
        await someone.pilot.pause()
        assert "Vì sao hỏi" not in someone.screen_text()
        await someone.press("f9")
        await someone.pilot.resize_terminal(*NARROW)
        await someone.press("escape")
        assert someone.app.screen is page
        assert "Bước 2/6 · 1/8" in someone.screen_text(), "also where it was covered meanwhile"


@pytest.mark.asyncio
async def test_a_window_made_wider_has_the_panel_and_its_lines_beside(tmp_path: Path) -> None:
    async with signed_in(tmp_path, NORMAL) as someone:
        await someone.app.at_desk(draft_and_completed, someone.app)
        await someone.press("4", "down")
        await someone.pilot.resize_terminal(*WIDE)
        await someone.pilot.pause()
        resized = someone.screen_text()
        await someone.press("escape", "4", "down")
        assert resized == someone.screen_text(), "as if it had been opened so"


@pytest.mark.asyncio
async def test_a_page_whose_lines_cannot_be_read_has_its_new_size_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: Queue) -> list[Item]:
        raise Busy("store-busy")

    async with signed_in(tmp_path, NORMAL) as someone:
        await someone.press("4")
        monkeypatch.setattr(Queue, "items", busy)
        await someone.pilot.resize_terminal(*WIDE)
        await someone.settle()
        assert someone.app.screen.query_one(Panel).region.x > NORMAL[0] // 2
        assert len(shown(someone)) == 1


@pytest.mark.asyncio
async def test_a_window_resized_while_one_signs_out_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(self: Queue) -> list[Item]:
        self.ours.desk = None
        raise DeskClosedError

    async with signed_in(tmp_path, NORMAL) as someone:
        await someone.press("4")
        desk = someone.app.desk
        monkeypatch.setattr(Queue, "items", gone)
        await someone.pilot.resize_terminal(*WIDE)
        await someone.settle()
        assert someone.app.desk is None, "it came as far as that"
        someone.app.desk = desk  # to be left in order
