"""A text that scrolls: alone, as on a filing's page, or below the acts on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.page import Page


class Telling(Page):
    """`PgUp` and `PgDn` turn the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
    ]

    def body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static("", classes="told", markup=False)

    @property
    def text(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(".body", VerticalScroll)

    def show_text(self, text: str) -> None:
        """Put `text` there."""
        self.query_one(".told", Static).update(text)

    def action_turn(self, by: int) -> None:
        """Another page of the text, one line of the last one kept."""
        self.text.scroll_relative(y=by * max(1, self.text.size.height - 1), animate=False)


class TellingActs(Telling, Asking):
    """Acts above the text: the list keeps the arrows."""

    def body(self) -> ComposeResult:
        """The acts, the question, the text."""
        yield OptionList(classes="acts", markup=False)
        yield from self.question()
        yield from super().body()
