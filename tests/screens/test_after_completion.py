"""From completion to the next citizen: the portal, its number, papers back, packets out."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from desk.sample import SAMPLES
from textual.app import App
from textual.widgets import OptionList

from lienthong_tui.desk import completion
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.filing import Filing
from lienthong_tui.screens import clipboard
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.hand_off import HandOff, HandOffFile
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.official_numbers import Numbers
from lienthong_tui.screens.record import Record
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.store import journal
from lienthong_tui.widgets.viet_input import VietInput
from screens.walk import NOW, Officer, signed_in

LATER = NOW.replace(day=28)  # the samples were received before this
PORTAL, ONE_STOP = "G22.99.13-261128-0007", "H50.99.13-261128-0012"


@pytest.fixture
def pasted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the terminal's clipboard; the computer's own is left alone."""
    found: list[str] = []
    monkeypatch.setattr(clipboard, "system_program", lambda _: None)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: found.append(text))
    return found


@asynccontextmanager
async def after_completion(root: Path, *samples: int) -> AsyncIterator[Officer]:
    """An officer at the first sample just completed, opened from the home page."""
    async with signed_in(root) as someone:
        app = someone.app
        for sample in samples or (0,):
            reading = read_case(SAMPLES[sample], now=LATER, commune=app.at.commune)
            await app.at_desk(completion.file_case, app.at, reading)
        await someone.press("f3", "escape")  # the home page again, with what was filed
        await someone.press("a")
        assert isinstance(app.screen, Done), someone.screen_text()
        yield someone


def filing(someone: Officer) -> Filing:
    screen = someone.app.screen
    assert hasattr(screen, "keeper"), screen
    found, _ = someone.app.at.filing(screen.keeper.draft.filing.id)
    return found


def kinds(someone: Officer) -> list[str]:
    recorded = journal.events_of(someone.app.at.db, filing(someone).id)
    return [event.envelope.kind for event in recorded]


@pytest.mark.asyncio
async def test_home_counts_what_is_not_lodged(tmp_path: Path) -> None:
    async with after_completion(tmp_path, 0, 1) as someone:
        await someone.press("escape", "escape")
        assert isinstance(someone.app.screen, Home)
        assert "Chưa nộp lên Cổng (2)" in someone.screen_text()
        await someone.press("a", "2", "3", "3", "escape", "escape", "escape")
        shown = someone.screen_text()
        assert "Chưa nộp lên Cổng (1)" in shown
        assert "ĐÃ NỘP, THIẾU SỐ HỒ SƠ (1)" in shown


@pytest.mark.asyncio
async def test_enter_copies_row_by_row_and_the_journal_says_so_once(
    tmp_path: Path, pasted: list[str]
) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1")
        screen = someone.app.screen
        assert isinstance(screen, HandOff)
        assert "không hỏi, không ghi" in " ".join(someone.screen_text().split())
        assert "filing.handed_off" not in kinds(someone)
        lines = screen.query_one(OptionList).options
        assert not [
            line.id for line in lines if "\n" in str(line.prompt) and line.id in screen.rows
        ]
        to_do = [row for row in screen.rows.values() if row.act != "account"]
        for _ in range(12):
            await someone.press("enter")
        wanted = [row.value for row in to_do[:12] if row.act in ("paste", "choose")]
        assert pasted == wanted
        assert len(wanted) > 8
        assert screen.done == {row.field.id for row in to_do[:12]}
        assert kinds(someone).count("filing.handed_off") == 1
        last = journal.events_of(someone.app.at.db, filing(someone).id)[-1].payload
        assert last == {"fields": list(screen.rows), "to": "clipboard"}
        # The next value stands alone in the panel, for a terminal without a clipboard.
        shown = [line.strip() for line in someone.screen_text().split("\n")]
        assert to_do[12].value in shown


@pytest.mark.asyncio
async def test_every_value_can_be_walked_to_the_number(tmp_path: Path, pasted: list[str]) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1")
        screen = someone.app.screen
        assert isinstance(screen, HandOff)
        to_do = [row for row in screen.rows.values() if row.act != "account"]
        for _ in to_do:
            await someone.press("enter")
        assert screen.done == {row.field.id for row in to_do}
        assert filing(someone).state == "completed"
        await someone.press("enter")
        assert isinstance(someone.app.screen, Numbers)
        assert len(pasted) == sum(row.act in ("paste", "choose") for row in to_do)


@pytest.mark.asyncio
async def test_the_numbers_make_it_lodged_and_find_it(tmp_path: Path) -> None:
    async with after_completion(tmp_path, 0, 1) as someone:
        await someone.press("2", "1")
        await someone.type("LT19639-261120-1001-6")
        await someone.press("enter")
        assert "không phải số hồ sơ" in someone.screen_text()
        assert filing(someone).state == "completed"
        someone.app.screen.query_one("#given", VietInput).value = ""
        await someone.type(PORTAL.lower())
        await someone.press("enter")
        assert filing(someone).state == "lodged"
        assert f"ĐÃ NỘP LÊN CỔNG (số hồ sơ {PORTAL})" in someone.screen_text()
        await someone.press("2")
        await someone.type(ONE_STOP)
        await someone.press("enter")
        lodged = filing(someone).lodged
        assert lodged is not None
        assert (lodged.portal_number, lodged.one_stop_number) == (PORTAL, ONE_STOP)
        reference = filing(someone).reference
        for number in (PORTAL, ONE_STOP):
            assert [line.reference for line in someone.app.at.lookup(number)] == [reference]
        await someone.press("f3")
        await someone.type(ONE_STOP)
        assert isinstance(someone.app.screen, LookUp)
        await someone.press("enter")
        assert isinstance(someone.app.screen, Record)
        await someone.press("1")
        assert isinstance(someone.app.screen, Done)
        assert f"số hồ sơ {PORTAL}" in someone.screen_text()


@pytest.mark.asyncio
async def test_lodged_without_a_number_takes_two_presses(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("2", "3")
        assert filing(someone).state == "completed"
        assert "lần nữa" in someone.screen_text()
        await someone.press("3", "3")
        assert filing(someone).state == "lodged"
        assert kinds(someone).count("filing.lodged") == 1
        assert "ĐÃ NỘP LÊN CỔNG (chưa có số)" in someone.screen_text()


@pytest.mark.asyncio
async def test_papers_handed_back_are_ticked_one_by_one(tmp_path: Path) -> None:
    async with after_completion(tmp_path, 1) as someone:
        assert "0 trên" in someone.screen_text()
        await someone.press("3")
        assert "Giấy chứng sinh" in someone.screen_text()
        assert "CCCD: mẹ" in someone.screen_text() or "CCCD: người yêu cầu" in someone.screen_text()
        await someone.press("1", "2")
        first, second = filing(someone).handed_back
        assert second.startswith("id-card:")
        assert someone.screen_text().count("[x]") == 2
        await someone.press("2", "escape")
        assert filing(someone).handed_back == (first,)
        assert "1 trên" in someone.screen_text()


@pytest.mark.asyncio
async def test_packets_leave_for_the_folder_that_is_typed(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        (tmp_path / "file").write_text("", "utf-8")
        await someone.press("4")
        await someone.type(str(tmp_path / "file"))
        await someone.press("enter")
        assert not filing(someone).exported
        assert someone.app.focused is someone.app.screen.query_one("#given")
        await someone.type("s")  # the path stayed to be mended
        await someone.press("enter")
        assert "Chưa có thư mục" in someone.screen_text()
        assert not (tmp_path / "files").exists()
        await someone.press("enter")
        sealed = filing(someone).completed
        assert sealed is not None
        found = {path.name for path in (tmp_path / "files").iterdir()}
        assert found == {packet.file_name for packet in sealed.packets}
        assert filing(someone).exported == {packet.content for packet in sealed.packets}
        assert "đã xuất" in someone.screen_text()
        await someone.press("2", "3", "3")  # the filing can still be written to
        assert filing(someone).state == "lodged"


@pytest.mark.asyncio
async def test_the_next_citizen_finds_nothing(tmp_path: Path, pasted: list[str]) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1", "enter", "escape")
        assert pasted[-1]
        await someone.press("6")
        assert "giấy tờ chưa trả: bấm 6 lần nữa" in someone.screen_text()
        await someone.press("6")
        assert pasted[-1] == ""
        assert isinstance(someone.app.screen, Home)
        assert len(someone.app.screen_stack) == 3  # Textual's own, the sign-in, home
        pasted.clear()
        await someone.press("a", "6", "6")
        assert isinstance(someone.app.screen, Home)
        assert pasted == []  # nothing of ours was in it


@pytest.mark.asyncio
async def test_signing_out_wipes_the_clipboard(tmp_path: Path, pasted: list[str]) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1", "enter")
        await someone.app.sign_out()
        assert pasted[-1] == ""
        assert len(pasted) == 2


@pytest.mark.asyncio
async def test_what_was_filed_is_read_below_at_80_columns(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        reference = str(filing(someone).reference)
        assert someone.screen_text().count(reference) == 2  # state line and text
        before = someone.screen_text()
        await someone.press("pagedown")
        assert someone.screen_text() != before
        await someone.press("pageup")
        assert someone.screen_text() == before


@pytest.mark.asyncio
async def test_signing_out_has_a_key_of_its_own(tmp_path: Path, pasted: list[str]) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1", "enter", "escape", "escape", "escape")
        assert isinstance(someone.app.screen, Home)
        await someone.press("escape", "escape")
        assert isinstance(someone.app.screen, Home), "Esc too often costs nobody a code"
        await someone.press("0", "f3")
        assert isinstance(someone.app.screen, SignIn)
        assert someone.app.desk is None
        assert pasted[-1] == ""


@pytest.mark.asyncio
async def test_a_twin_begins_with_what_goes_along(tmp_path: Path) -> None:
    async with after_completion(tmp_path, 0, 1) as someone:
        before = filing(someone)
        await someone.press("7")
        assert "bấm 7 lần nữa" in someone.screen_text()
        await someone.press("7")
        page = someone.app.screen
        assert isinstance(page, TaskList)
        draft = page.keeper.draft
        assert draft.filing.started.after == before.id
        assert draft.filing.answers["requester.name"] == before.answers["requester.name"]
        assert "child.given" not in draft.filing.answers
        await someone.press("escape")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_the_values_go_to_a_file_by_the_portal_s_names(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("1", "f4")
        assert isinstance(someone.app.screen, HandOffFile)
        await someone.press("1")
        await someone.type(str(tmp_path / "stick"))
        await someone.press("enter", "enter")
        (written,) = (tmp_path / "stick").iterdir()
        values = json.loads(written.read_text("utf-8"))
        assert values["controls"]["Ten"][0]["field"] == "child.given"
        assert kinds(someone)[-1] == "filing.handed_off"


@pytest.mark.asyncio
async def test_a_number_typed_straight_in_loses_no_letter(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("2")
        assert isinstance(someone.app.screen, Numbers)
        await someone.burst(*PORTAL.lower(), "enter")
        await someone.burst("h", "escape", *ONE_STOP, "enter")
        lodged = filing(someone).lodged
        assert lodged is not None
        assert (lodged.portal_number, lodged.one_stop_number) == (PORTAL, ONE_STOP)
