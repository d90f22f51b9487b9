"""The two pages that lie over the kiosk's: covered, and whether anybody is still there."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key, Paste
from textual.screen import Screen
from textual.widgets import Input, Static

from lienthong_tui.sentences.interview_words import GLYPHS
from lienthong_tui.widgets.viet_input import VietInput

LAST = 4
"""Digits of the ID number that uncover the page: who sits here has the card in hand."""


class Covered(Screen[None]):
    """Nothing of the filing shows until the last digits of the ID number were typed."""

    def __init__(self, told: str, wrong: str, number: str, uncover: Callable[[], object]) -> None:
        super().__init__()
        self.told = told
        self.wrong = wrong
        self.number = number
        self.uncover = uncover

    def compose(self) -> ComposeResult:
        """What to type."""
        with Vertical(classes="over"):
            yield Static(self.told.translate(GLYPHS), markup=False, classes="question")
            yield VietInput(max_length=LAST, password=True)
            yield Static("", markup=False, classes="verdict")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value == self.number[-LAST:]:
            self.uncover()
        else:
            event.input.value = ""
            self.query_one(".verdict", Static).update(self.wrong.translate(GLYPHS))


class StillThere(Screen[None]):
    """A minute to press any key, before everything goes to the officer."""

    def __init__(
        self, told: Callable[[int], str], seconds: int, stay: Callable[[], object]
    ) -> None:
        super().__init__()
        self.told = told
        self.seconds = seconds
        self.stay = stay

    def compose(self) -> ComposeResult:
        """The seconds that are left."""
        with Vertical(classes="over"):
            yield Static(
                self.told(self.seconds).translate(GLYPHS), markup=False, classes="question"
            )

    def show(self, seconds: int) -> None:
        """How many seconds are left."""
        for told in self.query(Static):
            told.update(self.told(seconds).translate(GLYPHS))

    def on_key(self, event: Key) -> None:
        """Somebody is there: the key acts on nothing else."""
        event.stop()
        event.prevent_default()
        self.stay()

    def on_paste(self, event: Paste) -> None:
        """So is whoever scans."""
        event.stop()
        self.stay()

    def on_click(self, event: Click) -> None:
        """So is whoever taps."""
        event.stop()
        self.stay()
