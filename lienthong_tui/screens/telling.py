"""Acts on a filing above a text that scrolls: what follows completion, the slip."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from lienthong_tui.screens.asking import Asking


class Telling(Asking):
    """The list keeps the arrows; `PgUp` and `PgDn` turn the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
    ]

    def body(self) -> ComposeResult:
        """The acts, the question, the text."""
        yield OptionList(classes="acts", markup=False)
        yield from self.question()
        with VerticalScroll(classes="body", can_focus=False):
            yield Static("", classes="told", markup=False)

    def show_text(self, text: str) -> None:
        """Put `text` below the acts."""
        self.query_one(".told", Static).update(text)

    def action_scroll_text(self, by: int) -> None:
        """Another page of the text, one line of the last one kept."""
        text = self.query_one(".body", VerticalScroll)
        text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False)
