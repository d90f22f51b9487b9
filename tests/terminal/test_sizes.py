"""Sizes of a terminal that is dragged come faster than a screen is laid out."""

import asyncio

import pytest
from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from lienthong_tui.terminal.safe_app import SafeApp, SafeScreen


class Nudge(Message):
    """As of a list that is filled again for its new width: two sizes in a row would become one."""


class Counting(SafeScreen):
    laid_out = 0

    def compose(self) -> ComposeResult:
        yield Static("một dòng")

    def on_resize(self) -> None:
        self.laid_out += 1
        self.post_message(Nudge())


@pytest.mark.asyncio
async def test_two_sizes_at_once_do_not_bring_each_other_back() -> None:
    async with SafeApp[None]().run_test(size=(80, 24)) as pilot:
        covered, top = Counting(), Counting()
        for screen in (covered, top):
            await pilot.app.push_screen(screen)
        await pilot.pause()
        before = covered.laid_out
        for size in (Size(1, 1), Size(80, 24)):
            covered.post_message(Resize(size, size))
            covered.post_message(Nudge())
        await asyncio.sleep(0.2)
        assert covered.laid_out - before <= 2
        assert covered.size == Size(80, 24)


@pytest.mark.asyncio
async def test_the_last_size_counts() -> None:
    async with SafeApp[None]().run_test(size=(80, 24)) as pilot:
        covered, top = Counting(), Counting()
        for screen in (covered, top):
            await pilot.app.push_screen(screen)
        for size in ((1, 1), (200, 70), (100, 30)):
            await pilot.resize_terminal(*size)
        await pilot.pause()
        assert (covered.size, top.size) == (Size(100, 30), Size(100, 30))
