"""Two fields, what was submitted, and the ways a program ends."""

# ruff: noqa: E402
import asyncio
import logging
import sys
from pathlib import Path
from typing import ClassVar

from lienthong_tui.__main__ import guard_environment

guard_environment()

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import ScreenResume
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from lienthong_tui.terminal.safe_app import SafeApp
from lienthong_tui.widgets.ticks import Radio, Tick
from lienthong_tui.widgets.viet_input import VietInput


class DrawnError(Exception):
    """An error with a picture of its own, as Textual lets errors have."""

    def __rich__(self) -> str:
        return f"a picture of {self.args[0]}"


class Question(ModalScreen[str]):
    """Asks for one word."""

    def compose(self) -> ComposeResult:
        yield VietInput(id="word")

    def on_screen_resume(self, _event: ScreenResume) -> None:
        app = self.app
        assert isinstance(app, Fields)
        app.release_keys()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Fields(SafeApp[None]):
    """Says in its last rows what the fields hold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "ask"),
        ("f3", "ask_later"),
        ("f6", "crash"),
        ("f7", "crash_worker"),
        ("f8", "crash_drawn"),
    ]
    CSS = "#log { height: 8; }"

    def __init__(self, saved: Path | None) -> None:
        super().__init__()
        self.saved = saved
        self.submitted: list[str] = []
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        yield VietInput(id="a")
        yield VietInput(id="b")
        yield Radio(("nam", "Nam"), ("nu", "Nữ"), chosen="nam")
        yield Tick("Đã nhận bản giấy")
        yield Button("Mở", id="open", compact=True)
        yield Static(id="log", markup=False)

    def on_mount(self) -> None:
        self.painted = 0
        self.set_interval(0.005 if "--painting" in sys.argv else 0.05, self.tell)

    def tell(self) -> None:
        fields = [f"{field.id}=<{field.value}>" for field in self.query(VietInput)]
        fields.append(f"sent={self.submitted} asked={self.asked}")
        fields.append(f"chosen={self.query_one(Radio).chosen} {self.size.width}x{self.size.height}")
        if "--painting" in sys.argv:
            self.painted += 1
            fields.append(f"painted={self.painted}")
        self.query_one("#log", Static).update(Content("\n".join(fields)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append(event.value)
        event.input.clear()

    def on_button_pressed(self) -> None:
        self.action_ask()

    def action_ask(self) -> None:
        self.push_screen(Question(), self.take)

    def action_ask_later(self) -> None:
        self.hold_keys()
        self.ask_in_worker()

    @work
    async def ask_in_worker(self) -> None:
        await asyncio.sleep(0.2)
        word = await self.push_screen_wait(Question())
        self.take(word)

    def take(self, word: str | None) -> None:
        self.asked.append(word or "")

    def action_crash(self) -> None:
        number = "099200001234"
        raise ValueError(f"no such person {number}")

    @work
    async def action_crash_worker(self) -> None:
        self.action_crash()

    def action_crash_drawn(self) -> None:
        raise DrawnError("099200001234")

    async def save_before_leaving(self) -> None:
        if self.saved:
            await asyncio.sleep(2 if "--slowly" in sys.argv else 0)
            self.saved.write_text(self.query_one("#a", VietInput).value, encoding="utf-8")


if __name__ == "__main__":
    saved = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if saved:
        logging.basicConfig(filename=saved.with_suffix(".log"))
    sys.exit(Fields(saved).run_to_end())
