"""An officer opens a draft of a version that has ended, sees what is offered, and moves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from desk.test_moving import narrowed

from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import drafting, moving
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.screens.steps.moving import Moving
from lienthong_tui.screens.steps.task_list import TaskList

from .test_two_windows import MOVED, told
from .walk import Officer, make_desk

LAST_DAY = datetime(2027, 2, 26, 9, tzinfo=VIETNAM)


@asynccontextmanager
async def with_an_old_draft(root: Path) -> AsyncIterator[Officer]:
    """An officer on the steps of a draft whose version has just ended."""
    account = make_desk(root)
    clock = [LAST_DAY]
    app = LienthongApp(root / "desk", clock=lambda: clock[0], demo=account)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        for text in (
            account.officer_id,
            account.password,
            pyotp.TOTP(account.secret).at(LAST_DAY),
        ):
            await someone.type(text)
            await someone.press("enter")
        await someone.press("1")  # yes, today is months after the desk was made
        await someone.press("1", "1", "escape")
        assert isinstance(app.screen, TaskList)
        assert "hết hiệu lực" not in someone.screen_text()
        clock[0] += timedelta(days=5)
        await someone.press("escape", "a")
        yield someone


@pytest.mark.asyncio
async def test_a_draft_is_moved(tmp_path: Path) -> None:
    async with with_an_old_draft(tmp_path) as someone:
        app = someone.app
        assert "chuyển sang bản 2027-03-01" in someone.screen_text()
        await someone.press("7")
        assert isinstance(app.screen, Moving)
        assert "Bản 2026-09-01 hết hiệu lực sau ngày 28/02/2027." in someone.screen_text()
        assert "Mọi câu trả lời và giấy tờ đều dùng được tiếp." in someone.screen_text()
        assert "theo thiết lập hôm nay của cơ quan" in someone.screen_text()
        await someone.press("escape", "7", "1")
        assert isinstance(app.screen, TaskList)
        assert app.screen.keeper.draft.group.definition.version == "2027-03-01"
        assert "hết hiệu lực" not in someone.screen_text()


@pytest.mark.asyncio
async def test_what_another_window_does_is_shown_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "in_force", lambda *_: narrowed())
    async with with_an_old_draft(tmp_path) as someone:
        app = someone.app
        await someone.press("7")
        page = app.screen
        assert isinstance(page, Moving)
        draft = page.keeper.draft
        # As another window would.
        other = await app.at_desk(drafting.answer, app.at, draft, "copies.wanted", True)
        other = await app.at_desk(drafting.answer, app.at, other, "copies.count", 3)
        assert "CẦN KHAI LẠI" not in someone.screen_text()
        await someone.press("1")
        assert isinstance(app.screen, Moving)
        assert MOVED in told(someone)
        assert "CẦN KHAI LẠI, chữ cũ còn ở ô đó" in someone.screen_text()
        moved = await app.at_desk(moving.move, app.at, other, page.to)
        await someone.press("1")
        assert isinstance(app.screen, TaskList)
        assert app.screen.keeper.draft.filing == moved.filing
