"""What stands between and at the end of the questions: agencies and papers, notice, pledge."""

from pathlib import Path

import pytest

from lienthong_tui.problems import Unusable
from lienthong_tui.procedures import notice
from lienthong_tui.screens.accounts.password import Locked
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.steps.agencies import Agencies
from lienthong_tui.screens.steps.finish import Finish
from lienthong_tui.screens.steps.notice import NoticePage
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.review import Review
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.field_row import AnswerInput

from .test_beside import shown
from .test_golden import with_filings
from .walk import Officer, signed_in


@pytest.mark.asyncio
async def test_agencies_and_papers_stand_between_the_first_two_steps(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a", "1", "pagedown", "pagedown", "pagedown")
        assert isinstance(app.screen, Agencies)
        shown = someone.screen_text()
        assert "Công an xã Nam Cửa Việt" in shown
        assert "KHÔNG YÊU CẦU NỘP" in shown
        await someone.press("pageup")
        assert isinstance(app.screen, Questions)
        assert (app.screen.step, app.screen.page) == (1, 2)
        await someone.press("pagedown", "enter")
        assert isinstance(app.screen, Questions)
        assert (app.screen.step, app.screen.page) == (2, 0)
        await someone.press("pageup")
        assert isinstance(app.screen, Agencies)


@pytest.mark.asyncio
async def test_what_to_bring_is_printed_before_anything_is_typed(tmp_path: Path) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "1", "pagedown", "pagedown", "pagedown", "3", "2")
        await someone.type(str(out))
        await someone.press("enter")
        assert sorted(path.name for path in out.iterdir()) == [
            "giay-to-can-mang-birth.pdf",
            "giay-to-can-mang-birth.txt",
        ]
        await someone.press("escape")
        assert isinstance(someone.app.screen, Agencies)


@pytest.mark.asyncio
async def test_the_notice_is_recorded_only_once_it_was_read(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a", "6", "2")
        assert isinstance(app.screen, NoticePage)
        await someone.press("escape")
        assert isinstance(app.screen, Finish)
        assert app.screen.keeper.draft.filing.notice is None
        await someone.press("2", "enter")
        assert isinstance(app.screen, Finish)
        given = app.screen.keeper.draft.filing.notice
        assert given is not None
        assert given.version == notice.shipped().version
        assert "đã thông báo lúc 09:30 20/11" in someone.screen_text()


@pytest.mark.asyncio
async def test_what_goes_beyond_the_filing_is_asked_and_never_assumed(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a", "6", "2")
        page = app.screen
        assert isinstance(page, NoticePage)
        assert someone.screen_text().count("chưa hỏi") == 2
        await someone.press("2", "2", "1")
        shown = someone.screen_text()
        assert "1  Nhắc về hồ sơ này qua điện thoại, tin nhắn hoặc thư điện tử: đồng ý" in shown
        assert "sau khi trả kết quả: không đồng ý" in " ".join(shown.split())
        await someone.press("escape")
        filing = page.keeper.draft.filing
        assert filing.consents == {"keep-phone": False, "reminder": True}
        assert filing.notice is None, "asking is not reading out"


@pytest.mark.asyncio
async def test_a_warning_gets_its_reason_at_the_last_step(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a")
        page = app.screen
        assert isinstance(page, TaskList)
        assert await page.keeper.answer("child.birth_date", "02/05/2026")
        await someone.press("6", "3", "2", "enter")
        assert "còn mục ở trên chưa đánh dấu" in someone.screen_text()
        await someone.press("escape", "f8")
        assert isinstance(app.screen, Finish), "not at the date, which is right"
        await someone.press("c", "3")
        assert page.keeper.draft.filing.reasons == {
            "birth-registered-late": "Chờ giấy tờ của cha, mẹ"
        }
        assert "còn mục ở trên" not in someone.screen_text()
        assert "Lý do đã ghi" in someone.screen_text()
        await someone.press("a", "d")  # it is chosen anew
        assert page.keeper.draft.filing.reasons == {
            "birth-registered-late": "Gia đình chưa biết thời hạn"
        }


@pytest.mark.asyncio
async def test_a_step_opened_twice_gives_no_reason(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        page = await late(someone)
        await someone.press("6", "6", "7", "8")
        assert page.keeper.draft.filing.reasons == {}


@pytest.mark.asyncio
async def test_a_reason_may_be_written_freely(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        page = await late(someone)
        await someone.press("6", "e")
        assert "Lý do đi tiếp" in someone.screen_text()
        await someone.press("escape")
        assert page.keeper.draft.filing.reasons == {}
        await someone.press("e")
        await someone.type("  Lũ cuốn mất đường về xã ")
        await someone.press("enter")
        assert page.keeper.draft.filing.reasons == {
            "birth-registered-late": "Lũ cuốn mất đường về xã"
        }
        assert "Lý do khác" not in someone.screen_text()


async def late(someone: Officer) -> TaskList:
    """Open the draft, and make its birth a late one."""
    await someone.press("a")
    page = someone.app.screen
    assert isinstance(page, TaskList)
    assert await page.keeper.answer("child.birth_date", "02/05/2026")
    return page


@pytest.mark.asyncio
async def test_choices_are_read_in_the_language_of_the_screen(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        someone.app.language = "en"
        await someone.press("a", "5")
        shown = someone.screen_text()
        assert "No" in shown
        assert "At the agency" in shown
        assert "Không" not in shown


@pytest.mark.asyncio
async def test_what_is_only_missing_is_one_line_each(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("1", "escape", "f9")
        shown = someone.screen_text()
        assert "còn thiếu 35" in shown
        assert "Còn thiếu" in shown
        assert "bước 1: Phường/Xã đăng ký khai sinh\n" in shown


@pytest.mark.asyncio
async def test_the_answers_are_checked_from_the_last_step(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "6", "1")
        assert isinstance(someone.app.screen, Review)
        await someone.press("escape")
        assert isinstance(someone.app.screen, Finish)


@pytest.mark.asyncio
async def test_half_a_name_stays_and_says_what_is_missing(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a", "1", "tab")
        field = app.focused
        assert isinstance(field, AnswerInput)
        field.value = ""
        await someone.type("tan")
        await someone.press("tab", "shift+tab")  # many communes are called so
        assert field.value == "tan"
        assert "“tan” chưa chọn được mục nào" in someone.screen_text()
        await someone.press("escape", "1", "tab")  # another page and back
        assert "! Phường/Xã đăng ký khai sinh            tan" in someone.screen_text()
        commune = app.screen.keeper.draft.filing.answers["registration.commune"]  # type: ignore[attr-defined]
        assert commune == "19639"
        await someone.type(" xyz")
        assert "Không có mục nào khớp" in someone.screen_text()


@pytest.mark.asyncio
async def test_nothing_is_completed_while_another_value_stands_on_the_screen(
    tmp_path: Path,
) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a", "2", "tab")
        field = app.focused
        assert isinstance(field, AnswerInput)
        field.value = ""
        await someone.type("12345")
        await someone.press("tab", "escape", "6", "2", "enter", "3")
        assert isinstance(app.screen, Finish)
        assert "còn chỗ cần sửa" in someone.screen_text()
        await someone.press("9")
        assert isinstance(app.screen, Finish)
        await someone.press("escape", "escape", "a", "f8")  # home and back
        assert isinstance(app.screen, Questions)
        assert app.focused is not None
        assert app.focused.value == "12345"  # type: ignore[attr-defined]
        assert "có 5" in someone.screen_text()


@pytest.mark.asyncio
async def test_what_covers_a_page_is_not_torn_away(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        app = someone.app
        await someone.press("a")
        page = app.screen
        assert isinstance(page, TaskList)
        await someone.press("ctrl+l")
        app.switch_screen(Review(page.keeper))
        app.notify("Xong")
        await someone.settle()
        assert isinstance(app.screen, Locked)
        assert "Xong" not in someone.screen_text()
        await someone.unlock()
        assert isinstance(app.screen, Review)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/media/usb", "/media/usb"),
        ("'/media/my usb'", "/media/my usb"),
        ("file:///media/my%20usb", "/media/my usb"),
        ("  /media/usb ", "/media/usb"),
    ],
)
def test_a_path_is_read_as_it_comes(typed: str, path: str) -> None:
    assert typed_path(typed) == Path(path)


def test_a_path_of_nobody_is_told() -> None:
    with pytest.raises(Unusable, match="path-unreadable"):
        typed_path("~nobody-of-that-name/in")


@pytest.mark.parametrize("key", ["enter", "tab", "pagedown", "f8"])
@pytest.mark.asyncio
async def test_a_warning_that_an_answer_brings_is_told(tmp_path: Path, key: str) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "escape", "2", "tab")
        await someone.type("099085004321")
        await someone.press("enter")
        await someone.type("1/1/1985")
        await someone.press("enter")
        assert shown(someone) == []
        assert "Nam ?" in someone.screen_text(), "as the number says"
        await someone.type("nữ")
        await someone.press(key)
        (note,) = shown(someone)
        assert note == "Xem lại “Số định danh”: F9 nói vì sao."
        someone.app.clear_notifications()
        await someone.press("f9")
        assert "Giới tính trong số định danh" in " ".join(someone.screen_text().split())
        await someone.press("escape")
        if key == "enter":
            assert "! Số định danh" in someone.screen_text()
            await someone.press("shift+tab")
            await someone.type("nữ")
            await someone.press("enter")
            assert shown(someone) == [], "what was told is not told again"
