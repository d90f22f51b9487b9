"""Keys typed faster than answers are stored act where they were meant to."""

from pathlib import Path

import pytest

from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.widgets.field_row import FieldRow

from .walk import signed_in


@pytest.mark.asyncio
async def test_a_page_typed_in_one_burst(tmp_path: Path) -> None:
    """A choice, a commune by a part of its name and a choice: each key goes to its own row."""
    async with signed_in(tmp_path) as someone:
        await someone.burst("1", "1", *"nam cua v", "enter", "3", "1", "1")
        page = someone.app.screen
        assert isinstance(page, Questions), someone.screen_text()
        answers = page.keeper.draft.filing.answers
        assert answers["registration.commune"] == "19639"
        assert answers["registration.case"] == "father_unknown"
        # Asked because of the answer before it: the row was not there when its key was pressed.
        assert answers["registration.child_commune"] == "19639"
        assert answers["residence.same_commune"] is True


@pytest.mark.asyncio
async def test_what_is_typed_while_the_row_before_is_stored_stays(tmp_path: Path) -> None:
    """Storing takes its time: the rows drawn anew afterwards leave alone what is being typed."""
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "escape", "2")
        await someone.burst(
            *"Lê Thị Mẫu", "enter", *"09919600001", "tab", *"31/02/1990", "tab", "2", *"25/4/2021"
        )
        shown = {row.field_id: row.field.value for row in someone.app.screen.query(FieldRow)}
        assert shown["requester.name"] == "Lê Thị Mẫu"
        assert shown["requester.id_number"] == "09919600001"  # eleven digits
        assert shown["requester.birth_date"] == "31/02/1990"
        assert shown["requester.sex"] == "Nữ"
        assert shown["requester.id_issue_date"] == "25/4/2021"
        wrong = {row.field_id for row in someone.app.screen.query(FieldRow) if row.wrong}
        assert wrong == {"requester.id_number", "requester.birth_date"}
