"""A text that scrolls: alone, as on a filing's page, or below the acts on it."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.page import Page

_AROUND = 4  # columns beside the text: a space at each side, the scroll bar
_LEAST = 24


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

    def show_text(self, lines: Iterable[str]) -> None:
        """Put `lines` there."""
        self.query_one(".told", Static).update("\n".join(lines))

    def wrapped(self, lines: Iterable[str], hanging: str = "  ") -> Iterator[str]:
        """`lines` cut to the width there is, `hanging` before what goes on from the one above."""
        width = max(_LEAST, self.ours.size.width - _AROUND)
        for line in lines:
            text = line.lstrip()
            indent = line[: len(line) - len(text)]
            yield from textwrap.wrap(
                text, width, initial_indent=indent, subsequent_indent=indent + hanging
            ) or [""]

    def action_turn(self, by: int) -> None:
        """Another page of the text, one line of the last one kept."""
        self.text.scroll_relative(y=by * max(1, self.text.size.height - 1), animate=False)


class Drawn(Telling):
    """A text that is laid out anew as the screen has room."""

    async def on_mount(self) -> None:
        """Show it."""
        await super().on_mount()
        self.draw()

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        self.draw()

    def draw(self) -> None:
        """Show the text (`show_text`) in the width there is."""
        raise NotImplementedError


class TellingActs(Telling, Asking):
    """Acts above the text: the list keeps the arrows."""

    def body(self) -> ComposeResult:
        """The acts, the question, the text."""
        yield OptionList(classes="acts", markup=False)
        yield from self.question()
        yield from super().body()
