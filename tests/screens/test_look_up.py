"""The look-up: what is shown belongs to what stands in the box, and says how much there is."""

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from lienthong_tui.desk import drafting
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.events import Answered
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.record import Record
from lienthong_tui.store import journal
from lienthong_tui.store.projections import LOOKUP_LIMIT
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer, signed_in

START = "Gõ để tìm; tên không cần dấu."
NOTHING = "Không thấy hồ sơ nào. Thử số phiếu, số định danh hoặc vài chữ của tên."


@asynccontextmanager
async def looking_up(
    root: Path, names: Sequence[str], size: Sequence[int] = (80, 24)
) -> AsyncIterator[Officer]:
    """An officer at the look-up of a desk with drafts about these children."""

    def prepare() -> None:
        for name in names:
            draft = drafting.start(app.at, "birth")
            surname, _, given = name.partition(" ")
            answers: dict[str, Any] = {"child.surname": surname, "child.given": given}
            drafting.record(app.at, draft, Answered(answers=answers, origin="typed"))

    async with signed_in(root, size) as someone:
        app = someone.app
        await app.at_desk(prepare)
        await someone.press("f3")
        yield someone


def look_up(someone: Officer) -> LookUp:
    screen = someone.app.screen
    assert isinstance(screen, LookUp), someone.screen_text()
    return screen


def said(someone: Officer) -> str:
    return " ".join(str(look_up(someone).query_one(".found").render()).split())


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_what_is_said_when_there_is_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm"], size) as someone:
        assert said(someone) == START
        await someone.type("   ")
        assert said(someone) == START
        await someone.type("xyz")
        assert said(someone) == NOTHING
        assert NOTHING in " ".join(someone.screen_text().split())
        await someone.press("enter", "down", "enter")  # nothing to open
        assert isinstance(someone.app.screen, LookUp)


@pytest.mark.asyncio
async def test_the_box_stands_in_line_with_the_rest(tmp_path: Path) -> None:
    async with looking_up(tmp_path, []) as someone:
        lines = someone.screen_text().split("\n")
        assert all(line.startswith(" ") for line in lines if line), someone.screen_text()
        assert " Tìm" in lines


@pytest.mark.asyncio
async def test_a_name_typed_without_marks_or_in_pieces(tmp_path: Path) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm", "Đỗ Hạnh"]) as someone:
        await someone.type("do")
        assert said(someone) == "Thấy 2 hồ sơ"
        assert "Đ. Đượm" in someone.screen_text()
        assert "Đỗ Đượm" not in someone.screen_text()
        await someone.type(unicodedata.normalize("NFD", " đượm"))
        assert said(someone) == "Thấy 1 hồ sơ"
        assert "Đ. Đượm" in someone.screen_text()  # one hit for a part of a name is not exact
        assert "Đỗ Đượm" not in someone.screen_text()
        await someone.press("enter")
        assert isinstance(someone.app.screen, Record)
        await someone.press("escape")
        assert look_up(someone).sought == "do đượm"


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_what_stands_below_the_screen_is_counted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    names = [f"Đỗ Mẫu Số{number}" for number in range(30)]
    async with looking_up(tmp_path, names, size) as someone:
        await someone.type("mau")
        box = look_up(someone).query_one(OptionList)
        lines = 1 if size[0] == 80 else str(box.options[0].prompt).count("\n") + 1
        below = 30 - box.size.height // lines
        assert 0 < below < 30
        assert f"còn {below} hồ sơ ở dưới" in said(someone)
        assert someone.screen_text().count("Đ. M.") == 30 - below
        await someone.press("down", *["down"] * 29)
        assert box.highlighted == 29
        assert said(someone) == "Thấy 30 hồ sơ"


@pytest.mark.asyncio
async def test_only_the_newest_are_listed_and_it_is_said(tmp_path: Path) -> None:
    names = [f"Đỗ Mẫu Số{number}" for number in range(LOOKUP_LIMIT + 1)]
    async with looking_up(tmp_path, names, (60, 16)) as someone:
        await someone.type("mau")
        assert "Chỉ liệt kê 50 hồ sơ mới nhất" in said(someone)
        assert "ở dưới" in said(someone)
        assert "gõ thêm" in " ".join(someone.screen_text().split())


@pytest.mark.asyncio
async def test_fast_typing_ends_with_the_results_of_the_last_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Desk.lookup
    asked: list[str] = []

    def slow(desk: Desk, text: str) -> Any:
        asked.append(text)
        time.sleep(0.05 if len(text) < 4 else 0)  # the first ones find most and take longest
        return found(desk, text)

    async with looking_up(tmp_path, ["Đỗ Đượm", "Đỗ Hạnh", "Đinh Dự"]) as someone:
        monkeypatch.setattr(Desk, "lookup", slow)
        await someone.burst(*"do duom", "enter")
        assert isinstance(someone.app.screen, Record)
        assert "Đ. Đượm" in someone.screen_text()
        assert asked[-1] == "do duom"
        assert len(asked) == len(set(asked))  # no text is searched for twice


@pytest.mark.asyncio
async def test_an_older_answer_never_overwrites_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm", "Đỗ Hạnh"]) as someone:
        screen = look_up(someone)
        at_desk, held = someone.app.at_desk, asyncio.Event()

        async def late(call: Any, /, *arguments: Any) -> Any:
            found = await at_desk(call, *arguments)
            if arguments == ("do",):
                await held.wait()
            return found

        monkeypatch.setattr(someone.app, "at_desk", late)
        box = screen.query_one("#sought", VietInput)
        with box.prevent(VietInput.Changed):
            box.value = "do"
            older = asyncio.create_task(screen.reload())
            await asyncio.sleep(0.05)
            box.value = "hanh"
            await screen.reload()
        held.set()
        await older
        await someone.settle()
        assert screen.answered == "hanh"
        assert [item.name for item in screen.shown] == ["Đ. Hạnh"]


@pytest.mark.asyncio
async def test_a_whole_number_shows_the_name_and_leaves_a_trace(tmp_path: Path) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm"]) as someone:
        at = someone.app.at
        (filing,) = journal.filings(at.db)
        draft = drafting.reopen(at, filing)
        drafting.record(
            at, draft, Answered(answers={"requester.id_number": "099190000026"}, origin="typed")
        )
        at.__dict__["clock"] = lambda: NOW + timedelta(hours=1)
        await someone.type("09919000002")
        assert "Đỗ Đượm" not in someone.screen_text()
        assert looks_at(at, filing) == 0
        await someone.type("6")
        assert "Đỗ Đượm" in someone.screen_text()
        assert looks_at(at, filing) == 1
        await someone.press("backspace")
        await someone.type("6")
        assert looks_at(at, filing) == 1, "the same look goes on"


def looks_at(desk: Desk, filing: str) -> int:
    recorded = journal.events_of(desk.db, filing)
    return sum(1 for r in recorded if r.envelope.kind == "filing.viewed")


@pytest.mark.asyncio
async def test_the_end_of_a_reference_unmasks_nobody(tmp_path: Path) -> None:
    async with looking_up(tmp_path, []) as someone:
        at = someone.app.at
        read = read_case(samples()[0], now=NOW.replace(day=28), commune=at.commune)
        reference = str((await someone.app.at_desk(file_case, at, read)).reference)
        serial = reference.split("-", 2)[2]
        for typed, shown in ((serial, False), (reference, True)):
            look_up(someone).query_one("#sought", VietInput).value = ""
            await someone.type(typed)
            assert "Thấy 1 hồ sơ" in said(someone)
            assert ("Trần Minh Khôi" in someone.screen_text()) is shown, typed
