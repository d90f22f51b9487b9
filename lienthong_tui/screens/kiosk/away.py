"""The two pages that lie over the kiosk's: covered, and whether anybody is still there."""

from collections.abc import Awaitable, Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key, Paste
from textual.widgets import Input, Static

from lienthong_tui.sentences.interview_words import GLYPHS
from lienthong_tui.terminal.safe_app import SafeScreen
from lienthong_tui.widgets.viet_input import VietInput

LAST = 4
"""Digits of the ID number that uncover the page: who sits here has the card in hand."""
GUESSES = 5
"""Wrong numbers after which whoever covered the page is taken to be gone."""


class Words(NamedTuple):
    """What a covered page says, in the language set: what to type, that it was wrong, how to
    call."""

    told: str
    wrong: str
    call: str


class Acts(NamedTuple):
    """What a covered page can do: be uncovered, call the officer (and what came of it), give up."""

    uncover: Callable[[], object]
    call: Callable[[], Awaitable[str]]
    give_up: Callable[[], Awaitable[None]]


class Covered(SafeScreen):
    """Nothing of the filing shows until the last digits of the ID number were typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "call", show=False)]

    def __init__(self, words: Words, number: str, acts: Acts) -> None:
        super().__init__()
        self.words = words
        self.number = number
        self.acts = acts
        self.guesses = 0

    def compose(self) -> ComposeResult:
        """What to type."""
        with Vertical(classes="over"):
            yield Static(self.words.told.translate(GLYPHS), markup=False, classes="question")
            yield VietInput(max_length=LAST, password=True)
            yield Static("", markup=False, classes="verdict")
            yield Static(self.words.call.translate(GLYPHS), markup=False, classes="call")

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value == self.number[-LAST:]:
            self.acts.uncover()
            return
        self.guesses += 1
        if self.guesses == GUESSES:
            await self.acts.give_up()
            return
        event.input.value = ""
        self._say(self.words.wrong)

    @on(Click, ".call")
    async def action_call(self) -> None:
        """Call the officer."""
        self._say(await self.acts.call())

    def _say(self, text: str) -> None:
        self.query_one(".verdict", Static).update(text.translate(GLYPHS))


class StillThere(SafeScreen):
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
