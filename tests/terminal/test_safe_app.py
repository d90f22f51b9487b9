"""What of `SafeApp` needs no real terminal."""

import asyncio
import re
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.containers import Vertical
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from lienthong_tui.terminal import hangup, key_order
from lienthong_tui.terminal.safe_app import CRASHED, SafeApp


class Rows(Vertical):
    """A line that F4 removes, and two fields; Enter is slow to move on."""

    BINDINGS: ClassVar[list[BindingType]] = [("f4", "drop")]

    def compose(self) -> ComposeResult:
        yield Button("Dòng này")
        yield Input(id="a")
        yield Input(id="b")

    async def action_drop(self) -> None:
        await self.query_one(Button).remove()
        self.query_one("#a").focus()

    async def on_input_submitted(self) -> None:
        await asyncio.sleep(0.3)
        self.query_one("#b").focus()


class Slow(Static):
    async def on_mount(self) -> None:
        await asyncio.sleep(0.2)


class Long(Screen[None]):
    """Takes its time to be built."""

    def compose(self) -> ComposeResult:
        yield Slow()
        yield Input()


class Opener(Vertical):
    def compose(self) -> ComposeResult:
        yield Button("Mở")

    def on_button_pressed(self) -> None:
        self.run_worker(self.app.push_screen_wait(Long()))


class Form(SafeApp[None]):
    def __init__(self, rows: type[Vertical] = Rows) -> None:
        super().__init__()
        self.rows = rows
        self.saved = 0

    def compose(self) -> ComposeResult:
        yield self.rows()

    async def save_before_leaving(self) -> None:
        self.saved += 1

    def type(self, *keys: str) -> None:
        for key in keys:
            self.post_message(Key(key, None))

    async def settle(self) -> list[str]:
        """What the fields hold when all keys have acted."""
        async with asyncio.timeout(20):
            while self.message_queue_size or not self.keys_settled:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
        return [field.value for field in self.screen.query(Input)]


@pytest.mark.asyncio
async def test_a_key_that_removes_its_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fence is lost with the widget; that is seen, and the keys go on to the new focus."""
    monkeypatch.setattr(key_order, "_GIVE_UP_AFTER", 10**6)
    async with (app := Form()).run_test():
        app.type("f4", *"abc", "tab", *"d")
        assert await app.settle() == ["abc", "d"]


@pytest.mark.asyncio
async def test_a_slow_handler_keeps_later_keys_waiting() -> None:
    async with (app := Form()).run_test():
        app.type("tab", *"ab", "enter", *"cd")
        assert await app.settle() == ["ab", "cd"]


@pytest.mark.asyncio
async def test_a_handler_without_an_end_does_not_take_the_keyboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(key_order, "_GIVE_UP_AFTER", 3)
    end = asyncio.Event()
    monkeypatch.setattr(Rows, "on_input_submitted", lambda _rows: end.wait())
    async with (app := Form()).run_test():
        app.type("tab", *"ab", "enter", *"cd")
        assert await app.settle() == ["abcd", ""]
        end.set()


@pytest.mark.asyncio
async def test_a_screen_that_takes_its_time_gets_the_keys_meant_for_it() -> None:
    async with (app := Form(Opener)).run_test():
        app.type("enter", *"abc")
        assert await app.settle() == ["abc"]


@pytest.mark.asyncio
async def test_hold_and_release() -> None:
    async with (app := Form()).run_test() as pilot:
        app.query_one("#a").focus()
        app.hold_keys()
        app.type("a")
        await pilot.pause()
        assert not app.keys_settled
        app.query_one("#b").focus()
        app.release_keys()
        app.release_keys()
        assert await app.settle() == ["", "a"]


@pytest.mark.asyncio
async def test_a_hold_that_nobody_releases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_order, "_HOLD", 0.05)
    async with (app := Form()).run_test():
        app.query_one("#a").focus()
        app.hold_keys()
        app.hold_keys()
        app.type("a")
        assert await app.settle() == ["a", ""]


@pytest.mark.asyncio
async def test_palette_offers_no_picture() -> None:
    async with (app := Form()).run_test() as pilot:
        assert {command.title for command in app.get_system_commands(app.screen)} == {
            "Keys",
            "Quit",
        }
        app.type("ctrl+p", *"scr")
        await app.settle()
        assert isinstance(app.screen, CommandPalette)
        assert app.screen.query_one(Input).value == "scr"
        await pilot.press("escape")


@pytest.mark.asyncio
async def test_screenshot_action_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[object] = []
    monkeypatch.setattr(Form, "deliver_screenshot", lambda *args: taken.append(args))
    async with (app := Form()).run_test():
        await app.run_action("app.screenshot")
    assert taken == []


@pytest.mark.asyncio
async def test_the_reading_thread_dies_with_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hangup, "has_gone", lambda: True)
    monkeypatch.setattr(hangup, "forget", lambda: None)
    async with (app := Form()).run_test() as pilot:
        app.panic("nguyên nhân 099200001234")
        app.panic("lần nữa")
        await pilot.pause()
    assert (app.saved, app.return_code) == (1, 129)


@pytest.mark.asyncio
async def test_the_reading_thread_dies_of_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    app = Form()

    async def die() -> None:
        async with app.run_test() as pilot:
            app.panic("nguyên nhân 099200001234")
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await die()
    assert app.return_code == CRASHED
    assert "nguyên nhân" not in capsys.readouterr().err


class Unable(SafeApp[None]):
    """Cannot start, and fails again when asked for a sentence."""

    def run(self, **_options: object) -> None:
        raise ValueError("no such person 099200001234")

    def crash_sentence(self, code: str) -> str:
        raise KeyError(code)


@pytest.mark.asyncio
async def test_a_handler_cut_short_by_the_end_is_no_crash() -> None:
    async with SafeApp[None]().run_test() as pilot:
        pilot.app.exit(return_code=129)
        pilot.app._handle_exception(RuntimeError("its page has gone"))
        assert pilot.app.return_code == 129
    assert pilot.app._exception is None


def test_a_failure_to_start_tells_nothing(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert Unable().run_to_end() == CRASHED
    printed = capsys.readouterr()
    assert "Chương trình đã dừng" in printed.err
    assert "0992" not in printed.out + printed.err + caplog.text
    assert "ValueError" in caplog.text
    code = re.search(r"error ([0-9A-Z]{6})\.", printed.err)
    assert code is not None
    assert code[1] in caplog.text
