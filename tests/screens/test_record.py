"""The page of a filing: where it stands, what happened to it, and the way on."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import completion, drafting
from lienthong_tui.desk.demo import OFFICER_NAME, samples
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.events import (
    Answered,
    HandedBack,
    Lodged,
)
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.record import Record
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.store import journal

from .walk import NOW, Officer, signed_in

LONG = {
    "child.surname": "Công Tằng Tôn Nữ",
    "child.middle": "Nguyễn Phước Thiên Hương Quỳnh",
    "child.given": "Nghiêng",
}


@asynccontextmanager
async def at_record(
    root: Path, size: Sequence[int] = (80, 24), *, completed: bool
) -> AsyncIterator[Officer]:
    """An officer at the page of a filing that a look-up found."""

    def prepare() -> Draft:
        if not completed:
            draft = drafting.start(app.at, "birth")
            for field, value in LONG.items():
                draft = drafting.answer(app.at, draft, field, value)
            return draft
        reading = read_case(samples()[0], now=NOW.replace(day=28), commune=app.at.commune)
        draft = drafting.reopen(app.at, completion.file_case(app.at, reading).id)
        numbers = ("G22.99.13-261128-0007", "H50.99.13-261128-0012")
        return drafting.record(
            app.at,
            draft,
            Lodged(portal_number=numbers[0], one_stop_number=numbers[1]),
            HandedBack(papers=("id-card:mother",)),
        )

    async with signed_in(root, size) as someone:
        app = someone.app
        draft = await app.at_desk(prepare)
        await someone.press("f3")
        await someone.type(draft.filing.reference or "nghieng")
        await someone.press("enter")
        assert isinstance(app.screen, Record), someone.screen_text()
        yield someone


def whole(someone: Officer) -> str:
    screen = someone.app.screen
    assert isinstance(screen, Record)
    return " ".join(str(screen.query_one(".told").render()).split())


@pytest.mark.asyncio
async def test_a_completed_filing(tmp_path: Path) -> None:
    async with at_record(tmp_path, completed=True) as someone:
        await someone.press("3")
        told = whole(someone)
        for part in (
            "ĐÃ NỘP LÊN CỔNG (số hồ sơ G22.99.13-261128-0007)",
            "Mã hồ sơ một cửa: H50.99.13-261128-0012",
            "(không phải mã hồ sơ)",
            "→ Công an xã Nam Cửa Việt (hồ sơ chuyển chưa xuất) Đăng ký thường trú – chờ kết quả",
            "(chưa xác minh)",
            "20/11 09:30 Mở hồ sơ, nhận lúc",
            "câu trả lời từ tệp hồ sơ",
            f"Trả lại giấy tờ: CCCD: mẹ – {OFFICER_NAME}",
        ):
            assert part in told
        top = someone.screen_text()
        await someone.press("end")
        assert "Trả lại giấy tờ" in someone.screen_text()
        await someone.press("home")
        assert someone.screen_text() == top
        await someone.press("pagedown", "pageup", "down", "up")
        assert someone.screen_text() == top
        await someone.press("1")
        assert isinstance(someone.app.screen, Done)
        await someone.press("escape", "escape")
        assert isinstance(someone.app.screen, Record)
        await someone.press("escape")
        assert isinstance(someone.app.screen, LookUp)


@pytest.mark.asyncio
async def test_a_draft_is_gone_on_with_and_read_again(tmp_path: Path) -> None:
    async with at_record(tmp_path, completed=False) as someone:
        screen = someone.app.screen
        assert isinstance(screen, Record)
        filing = screen.keeper.draft.filing.id
        before = len(journal.events_of(someone.app.at.db, filing))
        await someone.press("3")
        told = whole(someone)
        assert "ĐANG KÊ KHAI" in told
        assert "Trả lời 3 câu: Họ người được khai sinh, Chữ đệm" in told
        assert "Nghiêng" not in told
        await someone.press("1")
        assert isinstance(someone.app.screen, TaskList)
        fact = Answered(answers={"child.sex": "female"}, origin="typed")
        await someone.app.screen.keeper.record(fact)
        await someone.press("escape")
        assert "Trả lời 4 câu" in whole(someone)
        assert len(journal.events_of(someone.app.at.db, filing)) == before + 1


@pytest.mark.asyncio
@pytest.mark.parametrize("completed", [True, False])
async def test_nothing_is_cut_at_60_columns(tmp_path: Path, completed: bool) -> None:
    async with at_record(tmp_path, (60, 16), completed=completed) as someone:
        screen = someone.app.screen
        assert isinstance(screen, Record)
        lines = str(screen.query_one(".told").render()).split("\n")
        assert max(map(len, lines)) <= 56
        state = someone.screen_text().split("\n")[1]
        assert "…" not in state


def looks(someone: Officer) -> list[dict[str, Any]]:
    """The looks at the one filing of the desk."""
    db = someone.app.at.db
    (filing,) = journal.filings(db)
    recorded = journal.events_of(db, filing)
    return [r.payload or {} for r in recorded if r.envelope.kind == "filing.viewed"]


@pytest.mark.asyncio
async def test_name_and_timeline_are_covered_until_they_are_asked_for(tmp_path: Path) -> None:
    async with at_record(tmp_path, completed=False) as someone:
        someone.app.at.__dict__["clock"] = lambda: NOW + timedelta(hours=1)
        shown = " ".join(someone.screen_text().split())
        assert "ĐANG KÊ KHAI" in shown
        assert "Trả lời 3 câu" not in shown
        assert "Nguyễn Phước" not in shown
        assert "Nghiêng" in shown  # what is called out in the room
        assert looks(someone) == []
        await someone.press("3", "3")
        shown = " ".join(someone.screen_text().split())
        assert "Nguyễn Phước" in shown
        assert "Trả lời 3 câu" in shown
        assert [look["why"] for look in looks(someone)] == ["work"], "going on is no second look"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("keys", "asker", "seen", "heard"),
    [
        ("11", "requester", True, True),
        ("31", "authorised", True, True),
        ("22", "relative", False, False),
        ("41", "other", True, False),
    ],
)
async def test_a_citizen_is_answered_once_it_is_said_who_asks(
    tmp_path: Path, keys: str, asker: str, seen: bool, heard: bool
) -> None:
    async with at_record(tmp_path, completed=False) as someone:
        await someone.press("2")
        assert "Người hỏi là ai?" in someone.screen_text()
        await someone.press(keys[0])
        assert "Đã xem giấy tờ của người ấy?" in someone.screen_text()
        await someone.press("escape")
        assert "Người hỏi là ai?" in someone.screen_text()
        await someone.press(*keys)
        assert isinstance(someone.app.screen, Record)
        shown = " ".join(someone.screen_text().split())
        assert "ĐANG TRẢ LỜI:" in shown
        assert ("Nguyễn Phước" in shown) is heard
        assert ("Chỉ nói hồ sơ đang ở đâu" in shown) is not heard
        assert looks(someone) == [{"why": "citizen", "asker": asker, "papers_seen": seen}]
        await someone.press("2", "1", "1")
        assert len(looks(someone)) == 2, "every answer is told"
