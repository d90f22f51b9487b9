"""Personal data by keyboard: what goes, what is given, who looked."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.filing.events import Answered
from lienthong_tui.screens.privacy import AccessPage, Citizen, Purging

from .walk import NOW, Officer, signed_in

NAME, ID_NUMBER = "Nguyễn Thị Xóa Sạch", "099190000026"


def told(someone: Officer) -> str:
    return " ".join(someone.screen_text().split())


def draft(someone: Officer) -> str:
    at = someone.app.at
    answers: dict[str, Any] = {"requester.name": NAME, "requester.id_number": ID_NUMBER}
    begun = drafting.start(at, "birth")
    return drafting.record(at, begun, Answered(answers=answers, origin="typed")).filing.id


def days_later(someone: Officer, days: float) -> None:
    """The same sitting, so many days later by every clock."""
    now = NOW + timedelta(days=days)
    app = someone.app
    app.clock = lambda: now
    app.at.__dict__["clock"] = app.clock
    app.at.unlocked.__dict__["proved"] = now


async def give(someone: Officer, *texts: str) -> None:
    for text in texts:
        await someone.type(text)
        await someone.press("enter")


@pytest.mark.asyncio
async def test_what_goes_is_shown_first(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        filing = await someone.app.at_desk(draft, someone)
        await someone.press("8", "4")
        assert isinstance(someone.app.screen, Purging), someone.screen_text()
        assert "Chưa có nội dung nào hết hạn" in told(someone)
        await someone.press("escape")
        days_later(someone, 55)
        await someone.press("4")
        assert "SẮP HẾT HẠN" in told(someone)
        await someone.press("1")
        assert "Gõ 0" not in told(someone), "nothing is due yet"
        await someone.press("escape")
        days_later(someone, 61)
        await someone.press("4")
        assert "HẾT HẠN LƯU, xóa được ngay" in told(someone)
        assert NAME not in someone.screen_text()
        await someone.press("1")
        await give(someone, "không")
        assert someone.app.at.filing(filing), "only 0 means yes"
        await someone.press("1")
        await give(someone, "0")
        assert "Chưa có nội dung nào hết hạn" in told(someone)


@pytest.mark.asyncio
async def test_a_citizens_data_are_given_and_erased(tmp_path: Path) -> None:
    out = tmp_path / "usb"
    out.mkdir()
    async with signed_in(tmp_path) as someone:
        filing = await someone.app.at_desk(draft, someone)
        await someone.press("8", "5")
        assert isinstance(someone.app.screen, Citizen)
        await someone.press("1")
        await give(someone, "0991")
        assert isinstance(someone.app.screen, Citizen)
        someone.app.screen.query_one("#given").value = ""  # type: ignore[attr-defined]
        await give(someone, ID_NUMBER)
        assert filing not in told(someone), "a letter chooses it"
        assert "a Xóa: Khai sinh · 20/11/2026 · ĐANG KÊ KHAI · người yêu cầu" in told(someone)
        await someone.press("2")
        await give(someone, str(out))
        data, text = sorted(out.iterdir())
        assert json.loads(data.read_text("utf-8"))["filings"]
        assert NAME in text.read_text("utf-8")
        await someone.press("a")
        await give(someone, "chính chủ yêu cầu")
        assert "Không có hồ sơ nào" in told(someone)


@pytest.mark.asyncio
async def test_the_access_log_of_a_day(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "6")
        assert isinstance(someone.app.screen, AccessPage)
        assert "Trần Thị Mẫu: Đăng nhập" in told(someone)
        assert "20/11/2026" in told(someone)
        await someone.press("left")
        assert "19/11/2026" in told(someone)
        assert "Không có việc nào" in told(someone)
        await someone.press("right", "right")
        assert "20/11/2026" in told(someone)
