"""What there is to do: the queue, putting aside, mending, handing over, the close of day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.widgets import OptionList

from lienthong_tui.desk import drafting, officers, parking
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import export
from lienthong_tui.screens.closing import Closing
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.handing_over import HandingOver
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.mending import Mending
from lienthong_tui.screens.official_numbers import Numbers
from lienthong_tui.screens.outcomes import Outcomes
from lienthong_tui.screens.parking import Parking
from lienthong_tui.screens.queue import Queue
from lienthong_tui.screens.steps.task_list import TaskList
from screens.test_after_completion import after_completion, filing
from screens.walk import Officer, signed_in

BOY = "099226001234"


async def decided(someone: Officer) -> None:
    """The birth is registered, and the child has a number."""
    await someone.press("k", "1", "4")
    await someone.type(BOY)
    await someone.press("enter", "1", "escape")


@pytest.mark.asyncio
async def test_a_line_of_the_queue_opens_what_comes_next(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await decided(someone)
        await someone.press("ctrl+o")
        assert isinstance(someone.app.screen, Home)
        text = someone.screen_text()
        assert "ĐÃ NỘP, THIẾU SỐ HỒ SƠ (1)" in text
        await someone.press("4")
        assert isinstance(someone.app.screen, Queue)
        assert "nhập số Cổng đã cấp" in someone.screen_text()
        await someone.press("a")
        assert isinstance(someone.app.screen, Numbers)
        await someone.press("1")
        await someone.type("G22.99.13-261120-0007")
        await someone.press("enter", "escape")
        assert isinstance(someone.app.screen, Done)
        await someone.press("ctrl+o", "4")
        assert "CÓ KẾT QUẢ ĐỂ TRẢ (1)" in someone.screen_text()
        await someone.press("a")
        assert isinstance(someone.app.screen, HandingOver)


@pytest.mark.asyncio
async def test_a_result_is_handed_over_against_a_signature(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await decided(someone)
        await someone.press("t", "1")
        assert "đã ký sổ hay điểm chỉ" in " ".join(n.message for n in someone.app._notifications)
        await someone.press("e", "f", "1")
        await someone.type("0012345")
        await someone.press("enter")
        assert "Đã thu 24.000 đ, biên lai số 0012345" in someone.screen_text()
        await someone.press("1")
        assert isinstance(someone.app.screen, Done)
        (told,) = [t for t in filing(someone).told if t.collected]
        assert told.collected is not None
        assert (told.collected.copies, told.collected.signed) == (3, "signature")
        assert filing(someone).status("birth-registration") == "returned"


@pytest.mark.asyncio
async def test_what_is_wrong_is_mended_here_before_it_is_lodged(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        before = filing(someone).reference
        await someone.press("s")
        assert isinstance(someone.app.screen, Mending)
        assert "Sửa ở đây, trước khi nộp" in someone.screen_text()
        await someone.press("1")
        await someone.type("sai tên đệm")
        await someone.press("enter")
        assert isinstance(someone.app.screen, TaskList), someone.screen_text()
        assert (filing(someone).state, filing(someone).allotted) == ("drafting", before)
        await someone.press("escape")
        assert "ĐANG KÊ KHAI (1)" in someone.screen_text()


@pytest.mark.asyncio
async def test_once_registered_directions_are_printed(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await decided(someone)
        await someone.press("s")
        text = someone.screen_text()
        assert "cải chính hộ tịch" in text
        assert "Sửa ở đây" not in text
        key = next(item.key for item in someone.app.screen.shown if item.id == "correct")  # type: ignore[attr-defined]
        await someone.press(key)
        assert "Cải chính hộ tịch sau khi đã đăng ký" in someone.screen_text()
        await someone.press("escape", "n")
        await someone.type("mẹ hẹn thứ Sáu")
        await someone.press("enter")
        assert "- mẹ hẹn thứ Sáu" in someone.screen_text()


@pytest.mark.asyncio
async def test_f6_puts_a_draft_aside_and_it_is_gone_on_with(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "f6")
        assert not isinstance(someone.app.screen, Parking)
        await someone.press("1", "f6")
        assert isinstance(someone.app.screen, Parking)
        await someone.press("a")
        await someone.type("17")
        await someone.press("enter", "b")
        await someone.type("chờ chú")
        await someone.press("enter", "1")
        assert isinstance(someone.app.screen, Home)
        assert "chờ chú" not in someone.screen_text()  # the first page faces the room
        await someone.press("4")
        text = someone.screen_text()
        assert "ĐANG TẠM GÁC (1)" in text
        assert "chờ giấy tờ · số 17" in text
        assert "chờ chú" not in text
        await someone.press("a")
        assert isinstance(someone.app.screen, TaskList)
        assert "chờ chú" in [n.message for n in someone.app._notifications]
        await someone.press("escape")
        assert "ĐANG KÊ KHAI (1)" in someone.screen_text()


@pytest.mark.asyncio
async def test_what_another_has_in_hand_is_asked_about_once(tmp_path: Path) -> None:
    def begin(desk: Desk) -> str:
        account = someone.app.demo
        assert account is not None
        other = officers.add(
            desk.proved(account.password), "Lê Thị Ví Dụ", "099190000025", "officer"
        )
        draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
        parking.park(desk, draft, "shift", to=other.slot)
        return draft.filing.id

    async with signed_in(tmp_path) as someone:
        await someone.app.at_desk(begin, someone.app.at)
        await someone.press("4")
        assert "Lê Thị Ví Dụ" in someone.screen_text()
        await someone.press("a")
        assert isinstance(someone.app.screen, Queue)
        assert "đang làm hồ sơ này" in " ".join(n.message for n in someone.app._notifications)
        await someone.press("a")
        assert isinstance(someone.app.screen, TaskList)
        assert filing(someone).parked is None
        await someone.press("escape", "1", "1")
        assert "Đã bàn giao 1 hồ sơ" in " ".join(n.message for n in someone.app._notifications)


@pytest.mark.asyncio
async def test_a_withdrawn_draft_is_opened_where_it_can_be_gone_on_with(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "1", "escape", "s", "1")
        await someone.type("mở nhầm")
        await someone.press("enter")
        assert filing(someone).state == "withdrawn"
        await someone.press("escape", "escape")
        assert "ĐÃ RÚT" in someone.screen_text()
        await someone.press("a")
        assert isinstance(someone.app.screen, Mending)
        await someone.press("1")
        assert filing(someone).state == "drafting"


@pytest.mark.asyncio
async def test_the_day_is_closed_with_what_is_left(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("ctrl+o", "4", "2")
        assert isinstance(someone.app.screen, Closing)
        text = someone.screen_text()
        assert "CHƯA NỘP LÊN CỔNG (1)" in text
        assert "GIẤY TỜ CHƯA TRẢ LẠI (1)" in text
        await someone.press("2")
        assert "bấm phím 2 thêm một lần" in someone.screen_text()
        await someone.press("2")
        assert "đã chốt lúc trước" in someone.screen_text()
        await someone.press("1", "2")
        await someone.press("escape", "escape", "a")
        assert isinstance(someone.app.screen, Done)


@pytest.mark.asyncio
async def test_a_date_that_has_come_opens_what_agencies_say(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("2", "1")
        await someone.type("G22.99.13-261120-0007")
        await someone.press("enter", "ctrl+o")
        someone.app.clock = lambda: datetime(2026, 12, 28, 2, tzinfo=UTC)
        assert someone.app.desk is not None
        someone.app.desk = replace(someone.app.desk, clock=someone.app.clock)
        await someone.press("4")
        assert "QUÁ HẠN (1)" in someone.screen_text()
        await someone.press("a")
        assert isinstance(someone.app.screen, Outcomes)
        assert someone.app.screen.query_one(OptionList).option_count > 3


@pytest.mark.asyncio
async def test_a_day_put_off_is_typed_off_the_letter(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("k", "1")
        key = next(item.key for item in someone.app.screen.shown if item.id == "extended")  # type: ignore[attr-defined]
        await someone.press(key)
        assert "gõ ngày hẹn mới" in someone.screen_text().lower()
        await someone.press("escape", "1")
        missing = "Còn thiếu ngày hẹn mới"
        assert missing in " ".join(n.message for n in someone.app._notifications)
        key = next(item.key for item in someone.app.screen.shown if item.id == "ask:until")  # type: ignore[attr-defined]
        await someone.press(key)
        await someone.type("11/12/2026")
        await someone.press("enter", "1")
        assert isinstance(someone.app.screen, Outcomes)
        assert filing(someone).due("birth-registration") == date(2026, 12, 11)


@pytest.mark.asyncio
async def test_a_result_handed_over_by_mistake_is_taken_back(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await decided(someone)
        await someone.press("t", "e", "1")
        assert filing(someone).status("birth-registration") == "returned"
        await someone.press("k", "-")
        await someone.type("nhầm hồ sơ")
        await someone.press("enter")
        assert filing(someone).status("birth-registration") == "done"


@pytest.mark.asyncio
async def test_a_withdrawal_on_the_portal_written_down_by_mistake_is_taken_back(
    tmp_path: Path,
) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("2", "1")
        await someone.type("G22.99.13-261120-0007")
        await someone.press("enter", "escape", "s", "2")
        await someone.type("nhầm hồ sơ khác")
        await someone.press("enter")
        assert filing(someone).state == "withdrawn"
        await someone.press("ctrl+o")
        key = next(item.key for item in someone.app.screen.shown if "ĐÃ RÚT" in item.note)  # type: ignore[attr-defined]
        await someone.press(key)
        assert isinstance(someone.app.screen, Done)
        await someone.press("k", "-")
        await someone.type("nhầm")
        await someone.press("enter")
        assert filing(someone).state == "lodged"


@pytest.mark.asyncio
async def test_what_is_given_up_is_asked_about_once_more_where_packets_left(
    tmp_path: Path,
) -> None:
    async with after_completion(tmp_path) as someone:
        reference = str(filing(someone).reference)
        await someone.app.at_desk(export, someone.app.at, reference, tmp_path / "usb")
        await someone.press("ctrl+o", "a", "s", "2")
        await someone.type("đổi ý")
        await someone.press("enter")
        assert filing(someone).state == "completed"
        assert "thu lại đủ rồi" in someone.screen_text()
        await someone.press("2")
        assert filing(someone).state == "withdrawn"
