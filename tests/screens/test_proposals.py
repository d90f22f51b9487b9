"""What earlier answers make likely is shown, and counts only once it is confirmed."""

from pathlib import Path

import pytest

from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.widgets.field_row import FieldRow

from .walk import Officer, signed_in

pytestmark = pytest.mark.asyncio


def row(someone: Officer, field: str) -> FieldRow:
    page = someone.app.screen
    assert isinstance(page, Questions)
    found = page.row(field)
    assert found is not None
    return found


def values(someone: Officer) -> dict[str, object]:
    page = someone.app.screen
    assert isinstance(page, Questions)
    return dict(page.keeper.draft.outlined.values)


async def test_enter_answers_what_is_likely(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "enter")
        assert "Xã Nam Cửa Việt, Tỉnh Quảng Trị ?" in someone.screen_text()
        assert "registration.commune" not in values(someone)
        await someone.press("tab", "shift+tab")  # going by answers nothing
        assert "registration.commune" not in values(someone)
        await someone.press("enter")
        assert values(someone)["registration.commune"] == "19639"


async def test_whatever_is_typed_counts_instead(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "enter")
        await someone.type("dong ha")
        await someone.press("enter")
        assert values(someone)["registration.commune"] == "19333"


async def test_a_likely_text_is_no_text_of_the_field(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "enter")
        assert row(someone, "registration.commune").field.value == ""
        await someone.press("pagedown", "pageup")
        assert "registration.commune" not in values(someone)
