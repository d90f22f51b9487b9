"""Keys typed faster than answers are stored act where they were meant to."""

from pathlib import Path

import pytest

from lienthong_tui.screens.steps.questions import Questions

from .walk import signed_in


@pytest.mark.asyncio
async def test_a_page_typed_in_one_burst(tmp_path: Path) -> None:
    """A choice, a commune by a part of its name and a choice: each key goes to its own row."""
    async with signed_in(tmp_path) as someone:
        await someone.burst("1", "1", *"nam cua v", "enter", "3", "1")
        page = someone.app.screen
        assert isinstance(page, Questions), someone.screen_text()
        answers = page.keeper.draft.filing.answers
        assert answers["registration.commune"] == "19639"
        assert answers["registration.case"] == "father_unknown"
        assert answers["residence.same_commune"] is True
