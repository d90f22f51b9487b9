"""Filings that may be about one person, by keyboard: told, compared behind masks, decided."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.access import permits
from lienthong_tui.desk import completion, drafting, reading
from lienthong_tui.desk.demo import COMMUNE, samples
from lienthong_tui.desk.history import history
from lienthong_tui.filing.events import Answered, Compared, Viewed, Warned
from lienthong_tui.filing.filing import Filing
from lienthong_tui.screens.alike import Comparing
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.mistakes import Mistakes
from lienthong_tui.screens.steps.finish import Finish
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.field_row import FieldRow

from .walk import NOW, Officer, signed_in

ALONE, DEATH = samples()[1], samples()[9]  # a birth; demo case 9
NAME = "Lê Bảo An"


def first(someone: Officer, path: Path) -> Filing:
    """The case filed."""
    desk = someone.app.at
    return completion.file_case(desk, reading.read_case(path, now=NOW, commune=COMMUNE))


def begun(someone: Officer, path: Path, changed: dict[str, Any]) -> None:
    """A draft of the same with what the second who comes tells otherwise."""
    desk = someone.app.at
    case = reading.read_case(path, now=NOW, commune=COMMUNE)
    draft = drafting.start(desk, case.case.group.definition.group)
    answers: dict[str, Any] = {**case.case.answers, **changed}
    kept = {name: value for name, value in answers.items() if value is not None}
    draft = drafting.record(desk, draft, Answered(answers=kept, origin="typed"))
    for component, paper in case.papers:
        draft = drafting.attach(desk, draft, component, paper)
    for finding in draft.findings:
        if finding.level == "warning":
            draft = drafting.record(desk, draft, Warned(rule=finding.rule, reason="đã rõ"))


@asynccontextmanager
async def twice(
    root: Path, changed: dict[str, Any], path: Path = ALONE
) -> AsyncIterator[tuple[Officer, Filing]]:
    """An officer at the steps of the second filing, and the first."""
    async with signed_in(root) as someone:
        filed = await someone.app.at_desk(first, someone, path)
        await someone.app.at_desk(begun, someone, path, changed)
        await someone.press("f3", "escape", "a")
        assert isinstance(someone.app.screen, TaskList)
        yield someone, filed


def told(someone: Officer) -> str:
    return " ".join(someone.screen_text().split())


@pytest.mark.asyncio
async def test_two_children_file_one_death(tmp_path: Path) -> None:
    """Demo case 9, by keyboard: the second goes on only once it is decided, and why is kept."""
    changed = {"requester.name": "Lê Thị Con Hai", "requester.id_number": "099181001003"}
    changed |= {"requester.birth_date": "1981-02-02"}
    async with signed_in(tmp_path) as someone:
        app = someone.app
        path = tmp_path / DEATH.name
        shutil.copytree(DEATH.parent / "papers", tmp_path / "papers")
        path.write_text(DEATH.read_text("utf-8").replace("T14:", "T08:"), "utf-8")
        filed = await app.at_desk(first, someone, path)
        await app.at_desk(begun, someone, path, changed)
        await someone.press("f3", "escape", "a", "6", "2", "enter", "3")
        assert isinstance(app.screen, Finish)
        assert "0 Hồ sơ có thể trùng [ ] 1 chưa quyết định" in told(someone)
        await someone.press("9", "9")
        assert isinstance(app.screen, Finish), "not before it is decided"
        await someone.press("f8")
        assert isinstance(app.screen, Comparing)
        assert "GẦN NHƯ CHẮC CHẮN TRÙNG" in someone.screen_text()
        assert str(filed.reference) in someone.screen_text()
        await someone.press("2", "1")
        await someone.press("6")
        assert "cùng một việc: dừng hồ sơ này" in told(someone)
        await someone.press("0", "1", "9")
        await someone.type("số kia ghi nhầm")
        await someone.press("enter")
        assert isinstance(app.screen, Finish)
        assert "[x] đã quyết định" in told(someone)
        await someone.press("9", "9")
        assert isinstance(app.screen, Done), someone.screen_text()
        compared = app.screen.keeper.draft.filing.compared[filed.id]
        assert compared == Compared(
            other=filed.id, verdict="different", reason="số kia ghi nhầm", level="certain"
        )


@pytest.mark.asyncio
async def test_it_is_told_where_the_child_is_told_of(tmp_path: Path) -> None:
    async with twice(tmp_path, {"child.given": None}) as (someone, filed):
        app = someone.app
        assert "F7" not in someone.screen_text()
        await someone.press("2")
        while "child.given" not in {row.field_id for row in app.screen.query(FieldRow)}:
            await someone.press("pagedown")
        page = app.screen
        assert isinstance(page, Questions)
        row = page.row("child.given")
        assert row is not None
        row.field.focus()
        await someone.settle()
        await someone.type("an")
        await someone.press("enter")
        assert isinstance(app.screen, Questions), "nothing steals a key"
        assert page.field_in_hand() == "child.birth_date"
        assert f"Có thể trùng với hồ sơ {filed.reference}" in told(someone)
        assert "F7 hồ sơ trùng?" in told(someone)
        await someone.type("2")
        assert "2" in page.rows[page.rows.index(row) + 1].field.value
        await someone.press("backspace", "f7")
        assert isinstance(app.screen, Comparing)
        await someone.press("escape")
        assert isinstance(app.screen, Questions)


@pytest.mark.asyncio
async def test_both_are_masked_until_a_supervisor_looks(tmp_path: Path) -> None:
    async with twice(tmp_path, {"child.birth_date": "2026-10-30"}) as (someone, filed):
        app = someone.app
        await someone.press("f7")
        shown = someone.screen_text()
        assert "Giống nhau: cùng tên, ngày sinh gần nhau, cùng mẹ." in shown
        assert shown.count("L. B. An") == 2
        assert shown.count("•••••••••201") == 2
        assert "≈ Năm sinh" in shown
        assert NAME not in shown
        assert "099307000201" not in shown
        assert "/10/2026" not in shown
        await someone.press("3")
        shown = someone.screen_text()
        assert shown.count(NAME) == 2
        assert "28/10/2026" in shown
        entries = (await app.at_desk(history, app.at, filed.id)).entries
        assert entries[-1].payload == Viewed(why="compared")
        await someone.press("escape", "f7")
        assert NAME not in someone.screen_text(), "masked again"


@pytest.mark.asyncio
async def test_an_officer_decides_behind_the_mask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = permits.Permit(frozenset())
    monkeypatch.setattr(permits, "PERMITS", {**permits.PERMITS, "compare": nobody})
    async with twice(tmp_path, {"child.birth_date": "2026-10-30"}) as (someone, filed):
        app = someone.app

        await someone.press("f7", "3")
        assert "chỉ người phụ trách quầy" in told(someone)
        assert NAME not in someone.screen_text()
        await someone.press("1", "3")
        assert isinstance(app.screen, TaskList)
        filing = app.screen.keeper.draft.filing
        assert filing.compared[filed.id].reason == "Anh, chị, em ruột của lần sinh khác"
        await someone.press("f7")
        assert "Đã quyết định: người khác. Lý do: Anh, chị" in told(someone)


@pytest.mark.asyncio
async def test_every_step_back_loses_nothing(tmp_path: Path) -> None:
    async with twice(tmp_path, {}) as (someone, _):
        app = someone.app
        await someone.press("f9")
        assert isinstance(app.screen, Mistakes)
        assert "Hồ sơ trùng?" in someone.screen_text()
        await someone.press("f7", "1", "9")
        await someone.type("nháp")
        await someone.press("escape")
        assert "9 Lý do khác: tự ghi" in told(someone)
        await someone.press("escape")
        assert "1 Người khác" in told(someone)
        await someone.press("escape")
        assert isinstance(app.screen, Mistakes)
        assert app.screen.keeper.draft.filing.compared == {}


@pytest.mark.asyncio
async def test_what_was_filed_meanwhile_is_shown_at_completion(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        await app.at_desk(begun, someone, ALONE, {})
        await someone.press("f3", "escape", "a", "f7")
        assert isinstance(app.screen, TaskList), "nothing to compare"
        await someone.press("6", "2", "enter", "3")
        assert "Hồ sơ có thể trùng" not in someone.screen_text()
        await app.at_desk(first, someone, ALONE)
        await someone.press("9", "9")
        assert isinstance(app.screen, Finish)
        assert "Vừa thấy một hồ sơ khác" in str([n.message for n in app._notifications])
        assert "0  Hồ sơ có thể trùng" in someone.screen_text()
        await someone.press("f7", "1", "1", "9", "9")
        assert isinstance(app.screen, Done), someone.screen_text()


@pytest.mark.asyncio
async def test_a_filing_begun_twice_is_stopped_from_the_one_that_goes_on(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        for _ in range(2):
            await app.at_desk(begun, someone, ALONE, {})
        await someone.press("f3", "escape", "a")
        page = app.screen
        assert isinstance(page, TaskList)
        (found,) = page.keeper.draft.alike.found if page.keeper.draft.alike else ()
        await someone.press("f7")
        assert "4 Cùng một người, cùng một việc: dừng hồ sơ kia" in told(someone)
        await someone.press("4", "2")
        assert isinstance(app.screen, TaskList)
        assert "F7" not in someone.screen_text()
        other, _ = await app.at_desk(app.at.filing, found.line.filing)
        said = other.compared[page.keeper.draft.filing.id]
        assert (said.verdict, said.reason) == ("same", "Hồ sơ mở nhầm lần thứ hai")
        assert other.state == "withdrawn"
        await someone.press("escape")
        assert "ĐANG KÊ KHAI (1)" in someone.screen_text()
