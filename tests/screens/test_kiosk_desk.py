"""The officer's side of a kiosk: codes handed out, what comes in, the check, kiosks paired."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kiosk.sample import GRANDSON
from kiosk.test_lines import CASE_7, Said

from lienthong_tui.access import kiosk_keys
from lienthong_tui.desk import intake, kiosks
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.history import history
from lienthong_tui.filing.checks import blocks
from lienthong_tui.filing.filing import Filing
from lienthong_tui.kiosk import device
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_lines import KioskLines
from lienthong_tui.screens import arrivals
from lienthong_tui.screens.checking import Checking
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.kiosk_codes import KioskCodes
from lienthong_tui.screens.kiosks import Kiosks
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.read_back import ReadBack
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.sentences.of_history import what_happened, who_did
from screens.walk import NOW, Officer, signed_in

NAME = "Máy sảnh 1"


@asynccontextmanager
async def with_kiosk(root: Path) -> AsyncIterator[Officer]:
    """An officer on the home page of a desk that has a kiosk at `root/kiosk`."""
    async with signed_in(root) as someone:
        await someone.app.at_desk(_pair, someone.app.at, root)
        await someone.press("4", "escape")
        yield someone


def _pair(desk: Desk, root: Path) -> None:
    kiosks.pair_into(desk, NAME, root / "pairing")
    inbox = root / "desk" / "inbox"
    device.set_up(root / "kiosk", (root / "pairing").read_bytes(), inbox)


def sit_down(desk: Desk, root: Path, said: str) -> None:
    """Somebody at the kiosk, with a code; one word a line."""
    (machine,) = kiosks.paired(desk)
    code = kiosks.code(desk, machine.id, GRANDSON, "death").code
    lines = Said(said.replace("WHO", GRANDSON).replace("CODE", code))
    with device.opened(root / "kiosk", lambda: NOW) as kiosk:
        KioskLines(Conversation(kiosk), "vi", lines).run()


async def declared(someone: Officer, root: Path, said: str = CASE_7) -> None:
    """What was declared at the kiosk is in the desk."""
    await someone.app.at_desk(sit_down, someone.app.at, root, said)
    await arrivals.take_in(someone.app)
    while someone.app.fetching:  # the look of every few seconds may have come first
        await someone.pilot.pause(0.01)
    await someone.settle()


def told(someone: Officer) -> str:
    return " ".join(notice.message for notice in someone.app._notifications)


def in_hand(someone: Officer) -> Filing:
    screen = someone.app.screen
    assert hasattr(screen, "keeper"), screen
    filing, _ = someone.app.at.filing(screen.keeper.draft.filing.id)
    return filing


@pytest.mark.asyncio
async def test_a_code_is_handed_out(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        assert "5  Mã kê khai cho máy ở sảnh" in someone.screen_text()
        await someone.press("5", "2")
        assert isinstance(someone.app.screen, KioskCodes)
        await someone.type("123")
        await someone.press("enter")
        assert "ở đây có 3" in someone.screen_text()
        await someone.press(*["backspace"] * 3)
        await someone.type(GRANDSON)
        await someone.press("enter")
        (machine,) = kiosks.paired(someone.app.at)
        bound = kiosk_keys.bound(machine.secret, machine.id, GRANDSON, "death")
        code = kiosk_keys.code_of(bound, kiosk_keys.step_at(someone.app.clock()))
        assert f"{code[:3]} {code[3:]}" in someone.screen_text()
        assert "đến 09:40" in someone.screen_text()
        assert GRANDSON not in someone.screen_text()
        await someone.press("p")
        text = " ".join(someone.screen_text().split())
        assert f"{code[:3]} {code[3:]}" in text
        assert "Khai tử" in text
        assert "•••••••••234" in text


@pytest.mark.asyncio
async def test_a_desk_without_a_kiosk_shows_nothing_of_one(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        assert "máy ở sảnh" not in someone.screen_text()
        await someone.press("5")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_what_comes_in_is_told_and_checked(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await declared(someone, tmp_path)
        assert f"{NAME}: số A01 chờ người tiếp nhận kiểm tra." in told(someone)
        text = someone.screen_text()
        assert "CHỜ NGƯỜI TIẾP NHẬN KIỂM TRA (1)" in text
        assert "số A01" in text
        await someone.press("a")
        assert isinstance(someone.app.screen, Checking)
        text = someone.screen_text()
        assert "Gọi số A01" in text
        assert "nhập giúp; không phải người yêu cầu" in " ".join(text.split())
        assert "•••••••••234" in text
        assert GRANDSON not in text
        await someone.press("c")
        screen = someone.app.screen
        assert isinstance(screen, Questions)
        assert screen.field_in_hand() == "deceased.id_number"
        await someone.type("099125001234")
        await someone.press("enter", "escape")
        assert isinstance(someone.app.screen, TaskList)
        assert "deceased.id_number" not in in_hand(someone).unsure
        await someone.press("c", "2")
        assert isinstance(someone.app.screen, ReadBack)
        await someone.press("escape", "1")
        assert "Còn 3 câu chưa biết" in someone.screen_text()
        await someone.press("escape")
        assert not in_hand(someone).checked
        await someone.press("1")
        await someone.type("0")
        await someone.press("enter")
        assert isinstance(someone.app.screen, TaskList)
        assert in_hand(someone).checked
        assert "đã kiểm tra" in someone.screen_text()
        await someone.press("c")
        text = " ".join(someone.screen_text().split())
        assert "Đã kiểm tra cùng người khai" not in text
        while "099125001234 (quầy ghi)" not in someone.screen_text():
            await someone.press("pagedown")
            assert len(someone.sent) < 80
        await someone.press("ctrl+o")
        assert "CHỜ NGƯỜI TIẾP NHẬN" not in someone.screen_text()
        assert "ĐANG KÊ KHAI (1)" in someone.screen_text()


@pytest.mark.asyncio
async def test_nothing_is_completed_unchecked(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await declared(someone, tmp_path)
        await someone.press("a", "escape", "6")
        keeper = someone.app.screen.keeper  # type: ignore[attr-defined]
        assert blocks(f for f in keeper.findings if f.rule == "check-missing")
        while not isinstance(someone.app.screen, Checking):
            await someone.press("f8")
            assert len(someone.sent) < 80


@pytest.mark.asyncio
async def test_the_history_says_what_came_from_the_kiosk(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await declared(someone, tmp_path, "2 WHO CODE 2 1 1 2 kb")
        await someone.press("a")
        entries = history(someone.app.at, in_hand(someone).id)
        definition = someone.app.screen.keeper.draft.group.definition  # type: ignore[attr-defined]
        who = {who_did(entry.officer, entries.holders, "vi") for entry in entries.entries[:-1]}
        assert f"máy tự kê khai “{NAME}”" in who
        said = [what_happened(entry, definition, "vi") for entry in entries.entries]
        assert any(line.startswith("Không biết: Trợ cấp") for line in said)
        assert any("số A01: rời máy khi chưa khai xong" in line for line in said)


@pytest.mark.asyncio
async def test_a_call_is_told_wherever_the_officer_is(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await someone.press("7")
        await declared(someone, tmp_path, "2 WHO CODE 2 1 1 !")
        assert f"{NAME} gọi người tiếp nhận lúc 09:30." in told(someone)


@pytest.mark.asyncio
async def test_behind_the_lock_it_waits(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await someone.press("ctrl+l")
        await declared(someone, tmp_path)
        assert "A01" not in told(someone)
        await someone.unlock()
        await arrivals.take_in(someone.app)
        assert "A01" in told(someone)


@pytest.mark.asyncio
async def test_a_refused_file_is_told_of_once(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        (tmp_path / "desk" / "inbox" / "x.kiosk").write_bytes(b"age")
        for _ in range(2):
            await arrivals.take_in(someone.app)
            await someone.settle()
        assert told(someone).count("không phải gửi cho quầy này") == 1


@pytest.mark.asyncio
async def test_a_file_that_cannot_be_removed_is_told_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "discard", lambda _: None)
    async with with_kiosk(tmp_path) as someone:
        await declared(someone, tmp_path)
        for _ in range(3):
            await arrivals.take_in(someone.app)
            await someone.settle()
        assert told(someone).count("số A01") == 1


@pytest.mark.asyncio
async def test_kiosks_are_paired_and_ended(tmp_path: Path) -> None:
    async with with_kiosk(tmp_path) as someone:
        await someone.press("8", "8")
        assert isinstance(someone.app.screen, Kiosks)
        await someone.press("1")
        await someone.type(NAME)
        await someone.press("enter")
        await someone.type(str(tmp_path / "other"))
        await someone.press("enter", "enter")
        assert "đã có máy tên" in someone.screen_text()
        assert not (tmp_path / "other").exists()
        await someone.press("escape", "1")
        await someone.type("Máy 2")
        await someone.press("enter")
        await someone.type(str(tmp_path / "other"))
        await someone.press("enter", "enter")
        assert (tmp_path / "other").stat().st_mode & 0o077 == 0
        assert "b  Máy 2" in someone.screen_text()
        await someone.press("a")
        await someone.type("0")
        await someone.press("enter")
        assert [k.name for k in kiosks.paired(someone.app.at)] == ["Máy 2"]
