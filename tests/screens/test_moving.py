"""An officer opens a draft of a version that has ended, sees what is offered, and moves it."""

from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.app import LienthongApp
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.screens.steps.moving import Moving
from lienthong_tui.screens.steps.task_list import TaskList

from .walk import Officer, make_desk

LAST_DAY = datetime(2027, 2, 26, 9, tzinfo=VIETNAM)


@pytest.mark.asyncio
async def test_a_draft_is_moved(tmp_path: Path) -> None:
    account = make_desk(tmp_path)
    clock = [LAST_DAY]
    app = LienthongApp(tmp_path / "desk", clock=lambda: clock[0], demo=account)
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
        await someone.press("1", "1", "escape")
        assert isinstance(app.screen, TaskList)
        assert "hết hiệu lực" not in someone.screen_text()
        clock[0] += timedelta(days=5)
        await someone.press("escape", "a")
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
