"""The lines around a page."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from lienthong_tui.widgets.chrome import KeyHints, Panel, TopLine


class _Page(App[None]):
    CSS = "Panel { height: 4; padding: 0; }"

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Panel()
        yield KeyHints()


@pytest.mark.asyncio
async def test_a_title_that_is_cut_stays_apart_from_what_stands_beside_it() -> None:
    async with _Page().run_test(size=(40, 3)) as pilot:
        line = pilot.app.query_one(TopLine)
        line.show("GIAO CHO " + "Nguyễn " * 9, "DỮ LIỆU MẪU")
        await pilot.pause()
        left, right = line.query_one(".left", Static), line.query_one(".right", Static)
        shown = ["".join(segment.text for segment in part.render_line(0)) for part in (left, right)]
        assert "… DỮ LIỆU MẪU" in "".join(shown)


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (40, "Enter tiếp · F8 chỗ cần sửa · Esc lùi"),
        (30, "Enter tiếp · F8 chỗ cần sửa ·\nEsc lùi"),
        (25, "Enter tiếp ·\nF8 chỗ cần sửa · Esc lùi"),
        (20, "Enter tiếp · F8 chỗ\ncần sửa · Esc lùi"),  # else it would be three lines
    ],
)
@pytest.mark.asyncio
async def test_a_key_stays_on_one_line_with_its_name_where_two_lines_do(
    width: int, told: str
) -> None:
    async with _Page().run_test(size=(width, 12)) as pilot:
        keys = pilot.app.query_one(KeyHints)
        keys.show([("Enter", "tiếp"), ("F8", "chỗ cần sửa"), ("Esc", "lùi")])
        assert keys.content == told


@pytest.mark.asyncio
async def test_what_a_panel_has_no_room_for_is_counted_in_whatever_size() -> None:
    async with _Page().run_test(size=(18, 12)) as pilot:
        panel = pilot.app.query_one(Panel)
        panel.show(["Bước 2", "· ngày sinh của cháu", "· giới tính"], "còn {}".format)
        assert panel.content == "Bước 2\n· ngày sinh của\n  cháu\n· giới tính"
        panel.show(["Bước 2", "· ngày sinh của cháu", "· giới tính", "· tên"], "còn {}".format)
        assert panel.content == "Bước 2\n· ngày sinh của\n  cháu\ncòn 2"
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        assert panel.content == "Bước 2\n· ngày sinh của cháu\n· giới tính\n· tên"
