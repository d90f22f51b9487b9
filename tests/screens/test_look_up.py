"""The look-up: what is shown belongs to what stands in the box, and says how much there is."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from lienthong_tui.desk import drafting
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.events import Answered, Lodged
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.record import Record
from lienthong_tui.store import journal
from lienthong_tui.store.projections import LOOKUP_LIMIT
from lienthong_tui.store.search import EVERYTHING, Filter
from lienthong_tui.widgets.scan_box import IDLE
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
async def test_odd_text_finds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm"]) as someone:
        box = look_up(someone).query_one("#sought", VietInput)
        for text in ("\"'*", "'; DROP TABLE filing; --", "NEAR(do duom)", "do OR duom", "%_^:{}"):
            box.value = ""
            await someone.type(text)
            assert said(someone) == NOTHING, text
        for text in ('"' * 10_000, "do " * 3_333, "\u202edo\u0000"):
            box.value = ""
            someone.app.post_message(Paste(text))
            await someone.settle()
            assert len(look_up(someone).sought) <= 300
        assert said(someone) == "Thấy 1 hồ sơ"  # without the marks nobody sees


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("commune", "told"),
    [
        ("26740", "Phiếu của Phường Sài Gòn, Thành phố Hồ Chí Minh: hỏi nơi ấy."),
        ("99999", NOTHING),  # of no commune there is
        ("19639", NOTHING),
        ("19639-", "chưa khớp ký tự kiểm tra"),
    ],
)
async def test_a_slip_of_another_commune_is_told_apart(
    tmp_path: Path, commune: str, told: str
) -> None:
    async with looking_up(tmp_path, []) as someone:
        slip = make_reference(commune.strip("-"), date(2026, 11, 20), 1, 1)
        await someone.type(
            slip[:-1] + ("X" if slip[-1] != "X" else "Y") if "-" in commune else slip
        )
        assert told in " ".join(someone.screen_text().split())
        await someone.press("enter")
        assert isinstance(someone.app.screen, LookUp), "this desk has nobody to ask"


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
        lines = str(box.options[0].prompt).count("\n") + 1
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

    def slow(desk: Desk, text: str, only: Filter = EVERYTHING) -> Any:
        asked.append(text)
        sleep(0.05 if len(text) < 4 else 0)  # the first ones find most and take longest
        return found(desk, text, only)

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
            if arguments[:1] == ("do",):
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
        assert screen.answered == ("hanh", EVERYTHING)
        assert [item.name for item in screen.shown] == ["Đ. Hạnh · khai sinh"]


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


def filed(desk: Desk, sample: int = 0) -> str:
    """The reference of a sample that was completed at the desk."""
    read = read_case(samples()[sample], now=NOW.replace(day=28), commune=desk.commune)
    return str(file_case(desk, read).reference)


@pytest.mark.asyncio
async def test_a_line_tells_whom_of_what_where_and_when(tmp_path: Path) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm"]) as someone:
        reference = await someone.app.at_desk(filed, someone.app.at)

        def lodge() -> None:
            at = someone.app.at
            draft = drafting.reopen(at, at.lookup(reference)[0].filing)
            drafting.record(at, draft, Lodged(portal_number=None, one_stop_number=None))

        await someone.type("khoi")
        (line,) = look_up(someone).shown
        assert line.name == "T. M. Khôi · khai sinh"
        assert line.note == f"{reference} · KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG"
        await someone.app.at_desk(lodge)
        due = someone.app.at.lookup(reference)[0].due
        assert due is not None
        day = date.fromisoformat(due)
        moments = {
            f"dự kiến {day:%d/%m}": day - timedelta(days=1),
            "dự kiến hôm nay": day,
            f"quá ngày dự kiến {day:%d/%m}": day + timedelta(days=1),
        }
        for told, today in moments.items():
            clock = partial(datetime.combine, today, time(5), UTC)
            someone.app.at.__dict__["clock"] = someone.app.clock = clock
            await look_up(someone).reload()
            (line,) = look_up(someone).shown
            assert line.note == f"{reference} · ĐÃ NỘP LÊN CỔNG · nhập số Cổng đã cấp · {told}"


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_a_filter_is_chosen_by_digits_and_told(tmp_path: Path, size: tuple[int, int]) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm", "Đỗ Hạnh"], size) as someone:
        await someone.app.at_desk(filed, someone.app.at)

        def said_above() -> str:
            return someone.screen_text().split("\n")[1].strip()

        await someone.press("f7")
        assert said_above() == "Không lọc: mọi hồ sơ"
        await someone.press("2", "1", "escape")
        assert said_above() == "Đang lọc: chưa nộp lên Cổng"
        assert said(someone) == "Thấy 1 hồ sơ"  # nothing has to be typed
        await someone.type("do")
        assert said(someone) == "Không thấy hồ sơ nào trong phần đang lọc. F7 rồi 0 để bỏ lọc."
        await someone.press("f7", "2", "7", "3")
        await someone.type("31/11/2026")
        await someone.press("enter")
        assert "Không đọc được khoảng ngày" in " ".join(someone.screen_text().split())
        await someone.press(*["backspace"] * 10)
        await someone.type("20/11")
        await someone.press("enter")
        assert said_above() == "đang kê khai, tạm gác · nhận ngày 20/11/2026"
        await someone.press("1")
        await someone.press("escape")  # from the groups back to what can be chosen
        await someone.press("1", "1", "4", "2", "5", "escape")
        assert look_up(someone).only == Filter(
            group="birth",
            places=("unchecked", "drafting", "parked"),
            received_from=date(2026, 11, 20),
            received_to=date(2026, 11, 20),
            agency="residence-police",
            holder=someone.app.at.unlocked.officer,
        )
        assert said(someone).startswith("Không thấy")  # no agency has a draft
        await someone.press("f7", "4", "0", "5", "escape")
        assert said(someone) == "Thấy 2 hồ sơ"
        await someone.press("f7", "0", "escape")
        assert look_up(someone).only == EVERYTHING
        await someone.press("escape", "f3")
        assert said(someone) == START


# -- the code on a slip -----------------------------------------------------------------------


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("end", "lower"), [(("enter", "enter"), False), ((), False), (("tab",), True)]
)
async def test_a_slip_scanned_at_home_opens_its_filing(
    tmp_path: Path, end: tuple[str, ...], lower: bool
) -> None:
    async with signed_in(tmp_path) as someone:
        reference = await someone.app.at_desk(filed, someone.app.at)
        before = len(journal.filings(someone.app.at.db))
        await someone.burst(*(reference.lower() if lower else reference), *end)
        screen = someone.app.screen
        assert isinstance(screen, Record), someone.screen_text()
        assert screen.keeper.draft.filing.reference == reference
        assert "Trần Minh Khôi" not in someone.screen_text()
        assert len(journal.filings(someone.app.at.db)) == before, "no digit of it chose anything"
        await someone.press("escape")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_a_slip_of_another_desk_is_looked_up_and_not_found(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        slip = make_reference("19639", date(2026, 11, 22), 1, 9)
        await someone.burst(*slip, "enter")
        assert look_up(someone).sought == slip
        assert said(someone) == NOTHING
        assert journal.filings(someone.app.at.db) == []


@pytest.mark.asyncio
async def test_a_slip_is_scanned_over_what_stands_in_the_box(tmp_path: Path) -> None:
    async with looking_up(tmp_path, ["Đỗ Đượm"]) as someone:
        first = await someone.app.at_desk(filed, someone.app.at)
        second = await someone.app.at_desk(filed, someone.app.at, 5)
        await someone.type("do")
        await someone.burst(*first, "enter")
        assert isinstance(someone.app.screen, Record)
        await someone.press("escape")
        await someone.burst(*second, "enter")
        screen = someone.app.screen
        assert isinstance(screen, Record)
        assert screen.keeper.draft.filing.reference == second


@pytest.mark.asyncio
async def test_a_slip_is_taken_where_a_card_is_waited_for(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        reference = await someone.app.at_desk(filed, someone.app.at)
        await someone.press("f2")
        await someone.burst(*"LT19639-261120-1001-Z")
        await asyncio.sleep(2 * IDLE)
        await someone.settle()
        assert "ký tự kiểm tra" in " ".join(someone.screen_text().split())
        await someone.burst(*reference, "enter")
        await asyncio.sleep(2 * IDLE)
        await someone.settle()
        assert isinstance(someone.app.screen, Record), someone.screen_text()
        await someone.press("escape")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_a_slip_scanned_amid_another_filing_does_nothing_there(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        reference = await someone.app.at_desk(filed, someone.app.at)
        await someone.press("1", "escape")
        before = someone.screen_text()
        await someone.burst(*reference, "enter")
        assert someone.screen_text().split("\n")[:12] == before.split("\n")[:12]
        told = [notification.message for notification in someone.app._notifications]
        assert told == ["Phiếu vừa quét không nhận ở đây. Quét ở trang đầu, hoặc bấm F3 rồi quét."]


@pytest.mark.asyncio
async def test_an_l_that_a_finger_types_is_a_letter_of_the_list(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        screen = someone.app.screen
        assert isinstance(screen, Home)
        screen.put([Item("lookup", "l", "Tra cứu")])
        await someone.press("l")
        assert isinstance(someone.app.screen, LookUp)


@pytest.mark.asyncio
async def test_the_end_of_a_reference_unmasks_nobody(tmp_path: Path) -> None:
    async with looking_up(tmp_path, []) as someone:
        at = someone.app.at
        reference = await someone.app.at_desk(filed, at)
        serial = reference.split("-", 2)[2]
        for typed, shown in ((serial, False), (reference, True)):
            look_up(someone).query_one("#sought", VietInput).value = ""
            await someone.type(typed)
            assert "Thấy 1 hồ sơ" in said(someone)
            assert ("Trần Minh Khôi" in someone.screen_text()) is shown, typed
