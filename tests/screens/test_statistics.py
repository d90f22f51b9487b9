"""The figures of the desk by keyboard."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.sample import SAMPLES
from packets.test_register_book import parts, read_cells
from textual.widgets import OptionList

from lienthong_tui.desk import completion, drafting, outcomes
from lienthong_tui.desk.demo import OFFICER_NAME
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.events import Lodged
from lienthong_tui.filing.telling import Said
from lienthong_tui.screens.desk_papers import DeskPapers
from lienthong_tui.screens.statistics import FiguresOut, Statistics, period_of
from lienthong_tui.sentences import Language
from lienthong_tui.store import journal

from .walk import NOW, Officer, signed_in

LATER = NOW.replace(day=28)
SECRET = "bà Nguyễn Thị Không Được Lộ"


def fill(someone: Officer) -> None:
    """Three samples: one decided, one to be supplemented, one not on the portal."""
    desk: Any = someone.app.at
    for number, path in enumerate(SAMPLES[:3]):
        filing = completion.file_case(desk, read_case(path, now=LATER, commune=desk.commune))
        draft = drafting.reopen(desk, filing.id)
        first = filing.procedures[0]
        if number < 2:
            draft = drafting.record(desk, draft, Lodged(portal_number=None, one_stop_number=None))
        if number == 0:
            outcomes.tell(desk, draft, [Said(first, "done", NOW, "portal")])
        if number == 1:
            wanted = (Wanted(SECRET), Wanted("rõ hơn", component="birth-certificate"))
            outcomes.tell(desk, draft, [Said(first, "supplement", NOW, "portal", items=wanted)])


async def at_figures(someone: Officer, *, language: Language = "vi") -> FiguresOut:
    """The figures of this month."""
    someone.app.language = language
    await someone.app.at_desk(fill, someone)
    await someone.press("7")
    assert isinstance(someone.app.screen, DeskPapers)
    await someone.press("0")
    assert isinstance(someone.app.screen, Statistics)
    await someone.press("3")
    screen = someone.app.screen
    assert isinstance(screen, FiguresOut)
    return screen


@pytest.mark.asyncio
async def test_views_are_turned_and_written_as_a_workbook(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        screen = await at_figures(someone)
        assert "01/11/2026 – 30/11/2026" in someone.screen_text()
        assert "[3 Chung] 4 Thủ tục" in someone.screen_text()
        assert "3 hồ sơ" in someone.screen_text()
        await someone.press("4")
        assert "[4 Thủ tục]" in someone.screen_text()
        assert "Đăng ký khai sinh" in someone.screen_text()
        assert "█" in someone.screen_text()
        await someone.press("7")
        assert "Tỷ lệ đúng hạn: " in someone.screen_text()
        assert "chưa nộp lên Cổng" in someone.screen_text()
        await someone.press("right")
        assert "[8 Bổ sung]" in someone.screen_text()
        assert "bằng lời" in someone.screen_text()
        assert SECRET not in someone.screen_text()
        await someone.press("right", "right")
        assert "[3 Chung]" in someone.screen_text()
        await someone.press("left")
        assert "9 Thời gian]" in someone.screen_text()

        await someone.press("1")
        await someone.type("/tmp/x")
        await someone.press("left", "4")
        given: Any = screen.query_one("#given")
        assert given.value.endswith("4x"), "the arrows move in what is typed"
        assert screen.turned == 6
        await someone.press("escape")
        hidden = await written(someone, tmp_path / "one", hidden=True)
        await someone.press("2")
        assert not screen.hidden
        shown = await written(someone, tmp_path / "two", hidden=False)
        assert "1–2" in hidden
        assert "1–2" not in shown
        events = journal.desk_events(someone.app.at.db, "desk.report_made")
        assert [event.payload and event.payload["hidden"] for event in events] == [True, False]

        await someone.press("escape")
        assert isinstance(someone.app.screen, Statistics)
        await someone.press("escape")
        assert isinstance(someone.app.screen, DeskPapers)


async def written(someone: Officer, out: Path, *, hidden: bool) -> list[str | float]:
    """Write the workbook into a folder; the cells of its raw counts."""
    out.mkdir()
    await someone.press("1")
    await someone.type(str(out))  # in place of what was written to before
    await someone.press("enter")
    (path,) = out.iterdir()
    assert path.name == "so-lieu-2026-11-01-2026-11-30.xlsx"
    data = path.read_bytes()
    assert SECRET not in str(parts(data))
    about = "\n".join(map(str, read_cells(data, 1).values()))
    assert "DỮ LIỆU MẪU" in about
    assert ("ghi là “1–2”" in about) is hidden
    return list(read_cells(data, 9).values())


@pytest.mark.asyncio
async def test_in_english_and_who_did_how_many(tmp_path: Path) -> None:
    async with signed_in(tmp_path, (120, 50)) as someone:
        screen = await at_figures(someone, language="en")
        line = next(n for n in someone.screen_text().split("\n") if OFFICER_NAME in n)
        assert line.rstrip().endswith("3")
        assert "█" not in line, "who completed how many is told without a bar"
        await someone.press("4")
        assert "Birth registration" in someone.screen_text()
        assert "Health insurance card" in someone.screen_text()
        await someone.press("6")
        assert "supplement asked" in someone.screen_text()
        assert screen.turned == 3


@pytest.mark.asyncio
async def test_a_period_without_filings_and_one_that_is_typed(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("7", "0", "4")
        screen = someone.app.screen
        assert isinstance(screen, FiguresOut)
        assert "chưa nhận hồ sơ nào" in " ".join(someone.screen_text().split())
        assert screen.query_one(OptionList).option_count == 0
        await someone.press("1", "2", "5", "right", "enter")
        assert someone.app.screen is screen
        await someone.press("escape", "7")
        assert isinstance(someone.app.screen, Statistics)
        for wrong, told in (
            ("x", "Chưa đọc được “x”"),
            ("30/11/2026-1/11/2026", "ngày đầu sau ngày cuối"),
            ("1/12/2026", "chưa tới"),
            ("1/1/2024-1/12/2026", "nhiều nhất là 366"),
        ):
            await someone.type(wrong)
            await someone.press("enter")
            assert told in " ".join(someone.screen_text().split())
            await someone.burst(*["backspace"] * len(wrong))
        await someone.type("20/11/2026")
        await someone.press("enter")
        assert isinstance(someone.app.screen, FiguresOut)
        assert "SỐ LIỆU 20/11/2026" in someone.screen_text()


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("day", date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 30)),
        ("week", date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        ("week", date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 4)),
        ("month", date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("month-before", date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        ("month-before", date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2026, 11, 30), date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 1, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("year", date(2024, 2, 29), date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_periods(name: str, today: date, first: date, last: date) -> None:
    assert period_of(name, today) == (first, last)
    assert last - first < timedelta(days=366)
