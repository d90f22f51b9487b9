"""Going to what has to be mended, and what stands half typed: nothing is lost, nothing is stale."""

from pathlib import Path

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.mistakes import Mistakes
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.field_row import FieldRow

from .test_golden import with_filings
from .walk import Officer


def row_of(someone: Officer, name: str) -> FieldRow:
    return next(row for row in someone.app.screen.query(FieldRow) if row.field_id == name)


def in_hand(someone: Officer) -> str:
    page = someone.app.screen
    assert isinstance(page, Questions)
    return str(page.field_in_hand())


@pytest.mark.asyncio
async def test_esc_leads_to_the_steps_however_often_one_went_to_a_mistake(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("1", "f8", "f8", "f9", "enter", "f8")
        assert isinstance(someone.app.screen, Questions)
        await someone.press("escape")
        assert isinstance(someone.app.screen, TaskList)
        await someone.press("escape")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_f8_goes_past_the_field_in_hand_and_round(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("1", "f8")
        first = in_hand(someone)
        await someone.press("f8")
        assert in_hand(someone) != first
        await someone.press("escape", "f9")
        assert isinstance(someone.app.screen, Mistakes)


@pytest.mark.asyncio
async def test_what_a_rule_finds_wrong_is_marked_and_told_at_its_field(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "2", "pagedown", "pagedown")
        row = row_of(someone, "child.birth_date")
        row.field.focus()
        row.field.value = ""
        await someone.type("21/11/2026")
        await someone.press("enter")
        assert in_hand(someone) == "child.birth_date", "one stays where something is wrong"
        shown = someone.screen_text()
        assert "! Ngày tháng năm sinh" in shown
        assert "Cần sửa: Ngày sinh của trẻ sau ngày nộp hồ sơ" in shown
        page = someone.app.screen
        assert isinstance(page, Questions)
        before = page.page
        await someone.press("enter")
        assert isinstance(someone.app.screen, Questions)
        assert someone.app.screen.page == before + 1, "a second Enter goes past it"


@pytest.mark.asyncio
async def test_a_wrong_answer_that_is_not_needed_can_be_emptied(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "2", "pagedown")
        row = row_of(someone, "requester.email")
        row.field.focus()
        await someone.type("abc")
        await someone.press("enter")
        assert row.wrong
        await someone.press("ctrl+u", "enter")
        await someone.press("f9")
        assert "abc" not in someone.screen_text()
        await someone.press("escape", "pageup")
        assert row_of(someone, "requester.email").field.value == ""
        assert not row_of(someone, "requester.email").wrong


@pytest.mark.asyncio
async def test_what_is_no_answer_is_there_after_the_program_ended(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("1", "escape", "2")
        await someone.type("Nguyễn Thị Mẫu")
        await someone.press("enter")
        await someone.type("0991")
        await someone.press("enter", "tab")
        await someone.type("5/3/96")  # nobody pressed Enter
        page = someone.app.screen
        assert isinstance(page, Questions)
        filing = page.keeper.draft.filing.id
        await someone.app.store_typed()
        draft = await someone.app.at_desk(drafting.reopen, someone.app.at, filing)
        assert draft.filing.answers == {
            "requester.name": "Nguyễn Thị Mẫu",
            "requester.birth_date": "1996-03-05",
        }
        assert draft.filing.half_typed == {"requester.id_number": "0991"}
        assert [f.rule for f in draft.findings if f.field == "requester.id_number"] == ["refused"]


@pytest.mark.asyncio
async def test_a_path_may_be_typed_at_the_list_of_papers(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "4")
        await someone.burst(*"/khong/co/tep.pdf", "enter")
        assert "khong/co" not in "".join(someone.screen_text().split("không có:")[1:])
        assert "tep.pdf" in someone.screen_text()
