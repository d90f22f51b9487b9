"""A window dragged to a size in which nothing can be read, down to a single cell."""

from pathlib import Path

import pytest

from screens.walk import signed_in


@pytest.mark.asyncio
@pytest.mark.parametrize("keys", [[], ["1"], ["f1"]], ids=str)
async def test_nothing_ends_and_all_comes_back(tmp_path: Path, keys: list[str]) -> None:
    async with signed_in(tmp_path) as officer:
        await officer.press(*keys)
        before = officer.screen_text()
        for size in ((1, 1), (5, 24), (8, 2), (21, 3)):
            await officer.pilot.resize_terminal(*size)
            await officer.settle()
        await officer.pilot.resize_terminal(80, 24)
        await officer.settle()
        assert officer.screen_text() == before
