"""Nobody at the keyboard, the screen covered, the next citizen: what is kept and what is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting, officers
from lienthong_tui.filing.events import Answered
from lienthong_tui.problems import Refused
from lienthong_tui.screens.accounts.new_password import NewPassword
from lienthong_tui.screens.accounts.paper import Handed
from lienthong_tui.screens.accounts.password import Locked
from lienthong_tui.screens.accounts.recovery import Recovering
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.host import DeskClosedError
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.presence import CLOSE_AFTER, LOCK_AFTER
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.widgets.field_row import AnswerInput
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer, officer, signed_in

NAME = "Nguyễn Thị Kín Đáo"


@asynccontextmanager
async def asking(root: Path) -> AsyncIterator[Officer]:
    """An officer who is half-way through a name in a new filing."""
    async with signed_in(root) as someone:
        someone.ticks = 0.0
        someone.app.presence.ticks = lambda: someone.ticks
        someone.app.presence.seen()
        await someone.press("1")
        assert isinstance(someone.app.screen, Questions)
        await someone.press("escape", "2")
        field = someone.app.focused
        assert isinstance(field, AnswerInput)
        await someone.type(NAME)
        yield someone


async def look_round(someone: Officer) -> None:
    await someone.app.look_round()
    await someone.settle()


def typed(someone: Officer) -> str:
    field = someone.app.focused
    assert isinstance(field, AnswerInput)
    return field.value


@pytest.mark.asyncio
async def test_after_five_minutes_the_screen_locks_and_everything_is_kept(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        someone.ticks = LOCK_AFTER - 1
        await look_round(someone)
        assert not app.locked
        someone.ticks = LOCK_AFTER
        await look_round(someone)
        assert app.locked
        assert NAME not in someone.screen_text()
        stored = [f.half_typed | f.answers for f in filings(someone)]
        assert any(NAME in map(str, texts.values()) for texts in stored), "stored behind the lock"
        await someone.press("escape", "f3", "ctrl+o", "ctrl+p")
        assert app.locked
        await someone.type("sai rồi nhé")
        await someone.press("enter")
        assert "Mật khẩu chưa đúng" in someone.screen_text()
        await someone.unlock()
        assert isinstance(app.screen, Questions)
        assert typed(someone) == NAME


def filings(someone: Officer) -> list:  # type: ignore[type-arg]
    from lienthong_tui.store import journal

    at = someone.app.at
    return [at.filing(name)[0] for name in journal.filings(at.db)]


@pytest.mark.asyncio
async def test_a_key_after_a_long_sleep_locks_and_acts_on_nothing(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        someone.ticks = 2 * 3600
        await someone.press("x")
        assert someone.app.locked, "the timer had no chance to look before the key came"
        await someone.unlock()
        assert typed(someone) == NAME


@pytest.mark.asyncio
async def test_whoever_types_is_not_locked_out(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        for minutes in range(4, 40, 4):
            someone.ticks = minutes * 60
            await someone.press("a")
            await look_round(someone)
        assert not someone.app.locked


@pytest.mark.asyncio
async def test_a_screen_locked_for_long_closes_the_desk_and_the_password_opens_it(
    tmp_path: Path,
) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        await someone.press("ctrl+l")
        someone.ticks = CLOSE_AFTER
        await look_round(someone)
        assert app.desk is None
        assert [type(screen) for screen in app.screen_stack[1:]] == [SignIn, Locked]
        assert not (tmp_path / "desk" / "desk.db-wal").exists()
        await someone.type("sai rồi nhé")
        await someone.press("enter")
        assert "Không đăng nhập được" in " ".join(someone.screen_text().split())
        await someone.unlock()
        assert isinstance(app.screen, Home)
        await someone.press("a", "2")
        assert typed(someone) == NAME


@pytest.mark.asyncio
async def test_after_a_shift_the_code_is_asked_again(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        await someone.press("ctrl+l")
        later = NOW + timedelta(hours=12, minutes=1)
        app.clock = lambda: later
        app.at.__dict__["clock"] = app.clock
        await someone.unlock()
        assert isinstance(app.screen, SignIn)
        assert app.desk is None
        assert any("quá một ca" in str(n.message) for n in app._notifications)


@pytest.mark.asyncio
async def test_somebody_else_may_sign_in_at_a_locked_screen(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        await someone.press("ctrl+l", "f9")
        assert isinstance(someone.app.screen, SignIn)
        assert someone.app.desk is None


@pytest.mark.asyncio
async def test_a_page_that_ends_its_work_behind_the_lock_uncovers_nothing(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        await someone.press("ctrl+l")
        app.pop_screen()
        app.push_screen(LookUp())
        app.notify("Đã xong việc")
        await someone.settle()
        assert app.locked
        assert "Đã xong việc" not in someone.screen_text()
        await someone.unlock()
        assert isinstance(app.screen, LookUp)
        assert any("Đã xong việc" in str(n.message) for n in app._notifications)


@pytest.mark.asyncio
async def test_the_next_citizen_finds_nothing_of_the_last(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        written: list[str] = []
        app.pasteboard._to_terminal = written.append
        await app.pasteboard.put(NAME)
        app.notify(NAME)
        shown = tmp_path / "shown"
        shown.mkdir()
        app.shown.append(shown)
        await someone.press("shift+home", "ctrl+c")
        assert app.clipboard == NAME, "copied in a field, pasted in a field, and nowhere else"
        assert written[-1] == NAME
        written.clear()
        await someone.press("f3")
        await someone.type("kin dao")
        await someone.press("ctrl+o")
        assert app.clipboard == ""
        assert isinstance(app.screen, Home)
        assert [type(screen) for screen in app.screen_stack[1:]] == [SignIn, Home]
        assert written[-1] == ""
        assert not app._notifications
        assert not shown.exists()
        assert NAME not in someone.screen_text()
        await someone.press("f3")
        assert "kin dao" not in someone.screen_text()
        await someone.press("escape", "a", "2")
        assert typed(someone) == NAME, "what was half typed is in its filing"


@pytest.mark.asyncio
@pytest.mark.parametrize("keys", [(), ("1",), ("3",), ("2", "1", "1")])
async def test_the_next_citizen_is_called_from_wherever_a_look_up_led(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with asking(tmp_path) as someone:
        await someone.press("enter", "escape", "escape", "escape", "f3")
        await someone.type("kin dao")
        await someone.press("enter", *keys)
        await someone.press("ctrl+o")
        assert isinstance(someone.app.screen, Home), someone.screen_text()
        assert someone.app._exception is None
        await someone.press("ctrl+l")
        await someone.unlock()
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_half_a_password_does_not_stand_there_for_whoever_comes(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        someone.app.presence.ticks = lambda: someone.ticks
        someone.app.presence.seen()
        await someone.press("1")
        await someone.type("nửa mật khẩu")
        someone.ticks = LOCK_AFTER
        await look_round(someone)
        boxes = someone.app.screen.query(VietInput)
        assert [box.value for box in boxes] == ["", "", ""]


@pytest.mark.asyncio
async def test_a_desk_opened_by_the_recovery_key_is_closed_when_nobody_is_there(
    tmp_path: Path,
) -> None:
    async with officer(tmp_path) as someone:
        someone.app.presence.ticks = lambda: someone.ticks
        someone.app.presence.seen()
        sheet = (tmp_path / "recovery.txt").read_text("utf-8").split()
        (key,) = (word for word in sheet if word.startswith("AGE-SECRET-KEY-1") and len(word) > 70)
        await someone.press("f9")
        await someone.type(key)
        await someone.press("enter")
        assert isinstance(someone.app.screen, Recovering)
        someone.ticks = LOCK_AFTER
        await look_round(someone)
        assert isinstance(someone.app.screen, SignIn)
        assert not (tmp_path / "desk" / "desk.db-wal").exists()


@pytest.mark.asyncio
async def test_what_was_shown_once_does_not_stay_behind_the_cover(tmp_path: Path) -> None:
    async with officer(tmp_path) as someone:
        sheet = (tmp_path / "recovery.txt").read_text("utf-8").split()
        (key,) = (word for word in sheet if word.startswith("AGE-SECRET-KEY-1") and len(word) > 70)
        await someone.press("f9")
        await someone.type(key)
        await someone.press("enter", "1")
        assert isinstance(someone.app.screen, Handed)
        await someone.press("ctrl+l", "escape")
        assert isinstance(someone.app.screen, SignIn)


@pytest.mark.asyncio
async def test_the_first_steps_are_not_passed_by_way_of_the_lock(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        app.presence.ticks = lambda: someone.ticks
        handed = await app.at_desk(officers.add, app.at, "Hồ Thị Mẫu", "099190000018", "officer")
        await someone.press("0")
        await someone.burst(
            *"Hồ Thị Mẫu", "enter", *handed.password, "enter", *str(handed.code), "enter"
        )
        assert isinstance(app.screen, NewPassword)
        await someone.press("ctrl+l")
        someone.ticks = CLOSE_AFTER
        await look_round(someone)
        assert app.desk is None
        await someone.type(handed.password)
        await someone.press("enter")
        assert isinstance(app.screen, NewPassword), someone.screen_text()
        with pytest.raises(Refused):
            drafting.record(
                app.at,
                drafting.start(app.at, "birth"),
                Answered(answers={"child.given": "An"}, origin="typed"),
            )


@pytest.mark.asyncio
async def test_the_cover_waits_for_no_work(tmp_path: Path) -> None:
    async with asking(tmp_path) as someone:
        app = someone.app
        app.hold_keys()
        someone._send("x")
        someone._send("ctrl+l")
        for _ in range(20):
            await someone.pilot.pause(0)
        assert app.locked, "at once, not when the two seconds of a hold are over"
        await someone.settle()
        assert app.screen.query_one(VietInput).value == "", "nothing lands in the password"
        await someone.unlock()
        assert typed(someone) == NAME


@pytest.mark.asyncio
async def test_who_asks_a_desk_that_was_closed_meanwhile_ends_nothing(tmp_path: Path) -> None:
    """A page still being filled when the program is told to end has the desk from before."""
    async with signed_in(tmp_path) as someone:
        desk = someone.app.at
        await someone.app.sign_out()
        with pytest.raises(DeskClosedError):
            await someone.app.at_desk(drafting.recent, desk, "drafting")
