"""Reminders by keyboard: who is due, the three ways, the program set by the supervisor."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from desk.sample import SAMPLES
from desk.test_gateway import program
from textual.widgets import OptionList

from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import completion, drafting, equipment, reminding, vault
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.desk.reading import read_case
from lienthong_tui.desk.session import session
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.record import Record
from lienthong_tui.screens.reminders import RemindersDue
from lienthong_tui.screens.settings.overview import Settings
from lienthong_tui.screens.steps.notice import NoticePage
from lienthong_tui.sentences import Language
from lienthong_tui.store import journal

from .walk import NOW, Officer, make_desk

RECEIVED = NOW.replace(day=28)  # the samples were received before this
LATER = NOW + timedelta(days=4)

ODD = {
    "gui-tin": "chưa phải đường dẫn đầy đủ",
    "/khong/co/gui-tin --sms": "Không thấy chương trình gửi tin",
    "{place}/desk/keys.db": "Máy không chạy được",
    "'/bin/true": "Chưa hiểu câu lệnh",
}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoAccount]:
    """A desk with two filings completed on NOW, whose requesters agreed."""
    place = tmp_path_factory.mktemp("pristine")
    account = make_desk(place)
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        for sample in (0, 2):
            reading = read_case(SAMPLES[sample], now=RECEIVED, commune=desk.commune)
            draft = drafting.reopen(desk, completion.file_case(desk, reading).id)
            drafting.record(desk, draft, reminding.consent(True))
    return place, account


class Case:
    """The desk four days later, one of its own for each test."""

    def __init__(self, place: Path, account: DemoAccount) -> None:
        self.place, self.account = place, account

    @asynccontextmanager
    async def later(
        self, language: Language = "vi", size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Officer]:
        app = LienthongApp(
            self.place / "desk", clock=lambda: LATER, language=language, demo=self.account
        )
        async with app.run_test(size=size) as pilot:
            someone = Officer(app, pilot)
            await someone.settle()
            code = pyotp.TOTP(self.account.secret).at(LATER)
            for text in (self.account.officer_id, self.account.password, code):
                await someone.type(text)
                await someone.press("enter")
            yield someone
            await app.save_before_leaving()

    @asynccontextmanager
    async def at_reminders(self, language: Language = "vi") -> AsyncIterator[Officer]:
        async with self.later(language) as someone:
            await someone.press("7", "n")
            assert isinstance(someone.app.screen, RemindersDue)
            yield someone


@pytest.fixture
def case(pristine: tuple[Path, DemoAccount], tmp_path: Path) -> Case:
    place, account = pristine
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    return Case(tmp_path, account)


def page(someone: Officer) -> RemindersDue:
    assert isinstance(someone.app.screen, RemindersDue)
    return someone.app.screen


def toasts(someone: Officer) -> str:
    """What was told in the corner."""
    return " ".join(note.message for note in someone.app._notifications)


def reminded(someone: Officer) -> list[object]:
    """What the journal has of reminders, by whom they were given to."""
    db = someone.app.at.db
    return [
        recorded.payload["via"]
        for filing in journal.filings(db)
        for recorded in journal.events_of(db, filing)
        if recorded.envelope.kind == "filing.reminded" and recorded.payload is not None
    ]


async def set_command(someone: Officer, path: Path) -> None:
    app = someone.app
    await app.at_desk(app.at.append, None, [Equipped(reminder_command=(str(path),))])


@pytest.mark.asyncio
async def test_who_is_due_and_what_leaves(case: Case, tmp_path: Path) -> None:
    async with case.at_reminders() as someone:
        text = someone.screen_text()
        assert "Cần nhắc: 2" in text
        assert "T. V. V. Dụ · Chưa nộp lên Cổng 20/11" in text
        assert "•••••••••101" in text
        assert "0900" not in text
        assert "UBND xa Nam Cua Viet: ho so cua ong/ba chua nop" in text
        assert text.count("chưa kết nối") == 2, "the way and the line above"
        await someone.press("2")
        assert reminded(someone) == []
        await someone.press("down")
        assert "-1002-" in someone.screen_text()
        await someone.press("enter")
        assert "0900 000 301" in someone.screen_text()
        await someone.press("up")
        assert "0900 000" not in someone.screen_text()
        viewed = page(someone).due.messages[1].filing
        last = journal.last_event(someone.app.at.db, viewed)
        assert last is not None
        assert last.envelope.kind == "filing.viewed"


@pytest.mark.asyncio
async def test_into_a_file(case: Case, tmp_path: Path) -> None:
    async with case.at_reminders() as someone:
        await someone.press("1")
        await someone.type(str(tmp_path / "desk" / "keys.db" / "usb"))
        await someone.press("enter", "enter")
        assert "Không ghi được" in " ".join(someone.screen_text().split())
        assert reminded(someone) == []
        await someone.press("ctrl+u")
        (tmp_path / "usb").mkdir()
        await someone.type(str(tmp_path / "usb"))
        await someone.press("enter")
        (written,) = (tmp_path / "usb").iterdir()
        assert written.name == "tin-nhac-2026-11-24-093000.csv"
        assert reminded(someone) == ["file", "file"]
        assert "Cần nhắc: 0" in someone.screen_text()
        assert "Tin chưa được gửi" in toasts(someone)


@pytest.mark.asyncio
async def test_one_who_was_called_is_ticked_by_pressing_twice(case: Case, tmp_path: Path) -> None:
    async with case.at_reminders() as someone:
        await someone.press("down", "3")
        assert "P. T. M. Họa: bấm 3 lần nữa" in someone.screen_text()
        await someone.press("up", "3")
        assert reminded(someone) == [], "another line was meant the first time"
        await someone.press("3")
        assert reminded(someone) == ["by-hand"]
        assert "Cần nhắc: 1" in someone.screen_text()
        assert "-1002-" in someone.screen_text()
        await someone.press("3", "3")
        assert reminded(someone) == ["by-hand", "by-hand"]
        assert "Không có ai phải nhắc hôm nay." in someone.screen_text()
        await someone.press("1", "3", "3")
        assert page(someone).query_one(OptionList).option_count == 3
        assert "Chọn một người" in toasts(someone)


@pytest.mark.asyncio
async def test_the_program_takes_one_and_refuses_the_other(case: Case, tmp_path: Path) -> None:
    picky = program(tmp_path, "sys.exit(5 if '-1001-' in sys.stdin.read() else 0)")
    async with case.later() as someone:
        await set_command(someone, picky)
        await someone.press("7", "n", "2")
        assert "giao 2 tin: bấm 2 lần nữa" in someone.screen_text()
        assert reminded(someone) == []
        await someone.press("2")
        assert reminded(someone) == ["command"]
        assert "Cần nhắc: 1" in someone.screen_text()
        assert "Đã giao 1 trên 2 tin" in toasts(someone)
        assert "(mã 5)" in toasts(someone)


@pytest.mark.asyncio
async def test_signing_out_while_messages_are_handed_over(case: Case, tmp_path: Path) -> None:
    slow = program(tmp_path, "time.sleep(0.2)")
    async with case.later() as someone:
        await set_command(someone, slow)
        await someone.press("7", "n", "2")
        someone._send("2")
        await asyncio.sleep(0.1)
        await someone.app.leave_desk()
        await someone.settle()
        assert someone.app.desk is None
        assert not isinstance(someone.app.screen, RemindersDue)


@pytest.mark.asyncio
async def test_in_english(case: Case, tmp_path: Path) -> None:
    async with case.at_reminders("en") as someone:
        text = someone.screen_text()
        assert "T. V. V. Dụ · Not lodged on the portal yet 20/11" in text
        assert "your file is not on the portal yet." in text
        await someone.press("3", "3")
        assert reminded(someone) == ["by-hand"]


@pytest.mark.asyncio
async def test_the_supervisor_sets_the_program_and_ends_it(case: Case, tmp_path: Path) -> None:
    path = program(tmp_path, "sys.exit(0)")
    async with case.later(size=(120, 40)) as someone:
        await someone.press("8", "3")
        assert "Chương trình gửi tin nhắn, thư điện tử" in someone.screen_text()
        assert "chưa kết nối" in someone.screen_text()
        assert isinstance(someone.app.screen, Settings)
        await someone.press("w")
        for typed, told in ODD.items():
            await someone.press("ctrl+u")
            await someone.type(typed.format(place=tmp_path))
            await someone.press("enter")
            assert told in " ".join(someone.screen_text().split())
        found = await someone.app.at_desk(equipment.equipment, someone.app.at)
        assert found.reminder_command is None
        await someone.press("ctrl+u")
        await someone.type(f"{path} --kieu 'tin nhan'")
        await someone.press("enter")
        found = await someone.app.at_desk(equipment.equipment, someone.app.at)
        assert found.reminder_command == (str(path), "--kieu", "tin nhan")
        await someone.press("escape", "escape", "7", "n")
        assert "đã đặt, đã giao chưa phải là đã nhận" in someone.screen_text()
        await someone.press("2", "2")
        assert reminded(someone) == ["command", "command"]
        await someone.press("escape", "escape", "8", "3", "w")
        await someone.type("-")
        await someone.press("enter")
        found = await someone.app.at_desk(equipment.equipment, someone.app.at)
        assert found.reminder_command is None


@pytest.mark.asyncio
async def test_the_requester_takes_it_back_long_after(case: Case, tmp_path: Path) -> None:
    async with case.later() as someone:
        await someone.press("f3")
        await someone.type("khoi")
        await someone.press("enter")
        assert isinstance(someone.app.screen, Record)
        assert "5 thôi nhắc" in " ".join(someone.screen_text().split())
        await someone.press("5")
        assert "5 đồng ý nhắc" in " ".join(someone.screen_text().split())
        assert someone.app.screen.keeper.draft.filing.consents == {"reminder": False}
        await someone.press("escape", "escape", "7", "n")
        assert [m.name[:4] for m in page(someone).due.messages] == ["Phan"]

        app = someone.app
        reading = read_case(SAMPLES[3], now=RECEIVED, commune=app.at.commune)
        filed = await app.at_desk(completion.file_case, app.at, reading)
        await someone.press("escape", "escape", "f3")
        await someone.type(str(filed.reference))
        await someone.press("enter", "5")
        assert isinstance(app.screen, Record)
        assert "nhắc" not in someone.screen_text(), "nobody asked them"
        assert app.screen.keeper.draft.filing.consents == {}


@pytest.mark.asyncio
async def test_the_notice_tells_when_nobody_could_be_reminded(case: Case) -> None:
    async with case.later(size=(80, 40)) as someone:
        app = someone.app
        draft = await app.at_desk(drafting.start, app.at, "birth")
        keeper = Keeper(app, draft)
        app.push_screen(NoticePage(keeper))
        await someone.settle()
        assert "chưa ghi điện thoại hay thư điện tử ở bước 2" in someone.screen_text()
        await keeper.do(drafting.answer, "requester.phone", "0900000101")
        await someone.press("1")
        assert "chưa ghi điện thoại" not in someone.screen_text()
        assert keeper.draft.filing.consents == {"reminder": True}
