"""The terminal's own cursor: input methods and screen readers go by it."""

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from lienthong_tui.terminal.safe_app import SafeApp
from lienthong_tui.widgets.viet_input import VietInput


class Form(SafeApp[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("HỌ VÀ TÊN")
            yield VietInput("Trần", id="first")
            yield VietInput(id="second")
            yield Button("Ghi")


@pytest.mark.asyncio
async def test_it_stays_in_the_field_in_focus_while_another_one_changes() -> None:
    async with Form().run_test() as pilot:
        first, second = pilot.app.query(VietInput)
        first.focus()
        await pilot.pause()
        second.value = "Nguyễn"
        await pilot.pause()
        assert pilot.app.cursor_position == first.cursor_screen_offset
        assert pilot.app.cursor_position.y == first.region.y


@pytest.mark.asyncio
async def test_it_goes_to_a_field_that_came_and_along_with_one_that_moves() -> None:
    async with Form().run_test() as pilot:
        box = pilot.app.query_one(Vertical)
        new = VietInput("2")
        await box.mount(new, after="#second")
        new.focus()
        await pilot.pause()
        assert pilot.app.cursor_position == (2, new.region.y)
        before = new.region.y
        await box.mount(Static("một dòng nữa"), before="#first")
        await pilot.pause()
        assert pilot.app.cursor_position == (2, before + 1)


@pytest.mark.asyncio
async def test_it_stands_in_the_corner_while_nothing_is_typed_into() -> None:
    async with Form().run_test() as pilot:
        pilot.app.query_one(VietInput).focus()
        await pilot.pause()
        pilot.app.query_one(Button).focus()
        await pilot.pause()
        assert pilot.app.cursor_position == (0, 0)
