"""The lines around a page."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from lienthong_tui.widgets.chrome import TopLine


class _Page(App[None]):
    def compose(self) -> ComposeResult:
        yield TopLine()


@pytest.mark.asyncio
async def test_a_title_that_is_cut_stays_apart_from_what_stands_beside_it() -> None:
    async with _Page().run_test(size=(40, 3)) as pilot:
        line = pilot.app.query_one(TopLine)
        line.show("GIAO CHO " + "Nguyễn " * 9, "DỮ LIỆU MẪU")
        await pilot.pause()
        left, right = line.query_one(".left", Static), line.query_one(".right", Static)
        shown = ["".join(segment.text for segment in part.render_line(0)) for part in (left, right)]
        assert "… DỮ LIỆU MẪU" in "".join(shown)
