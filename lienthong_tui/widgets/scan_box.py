"""Where a scanner types: takes every key of a burst as it comes, shows none of it."""

import re

from textual.events import Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

IDLE = 0.15
"""Seconds without a key after which a burst is over: scanners pause 1 to 20 ms between keys."""
_MOST = 4000  # of a card's 200 letters; what is longer was not a card
_PATIENCE = 5  # pauses, when what came is the beginning of a card
_BEGUN = re.compile(r"\d{1,12}|\d{12}\|(?:[^|]*\|){0,4}[^|]*")
_ENDS = ("enter", "tab")
_OURS = ("escape", "backspace")  # keys that no code is made of


class Collecting(Widget):
    """A widget that collects the keys of a burst until a pause, and then acts on all of them."""

    collected = ""
    _pause: Timer | None = None
    _patience = 0

    def collect(self, text: str) -> None:
        """Take what came, and wait for more."""
        self.collected = (self.collected + text)[:_MOST]
        self._patience = _PATIENCE
        self._look_again()

    def collect_key(self, event: Key) -> bool:
        """Take a key, Enter and Tab as line feeds; False of one that no scanner sends.

        Enter is not the end yet: scanners send two, and a card laid down twice comes twice.
        """
        if event.key not in _ENDS and (event.character is None or event.key in _OURS):
            return False
        event.stop()
        event.prevent_default()
        ends = event.key in _ENDS
        if self.collected or not ends:
            self.collect("\n" if ends else str(event.character))
        return True

    def burst_over(self, text: str) -> None:
        """Act on a whole burst."""
        raise NotImplementedError

    def finish(self) -> None:
        """Act on what came, and begin anew."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        text, self.collected = self.collected, ""
        if text:
            self.burst_over(text)

    def _look_again(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(IDLE, self._is_over)

    def _is_over(self) -> None:
        """A pause: the end of a burst, or a busy machine in the middle of a card."""
        self._patience -= 1
        if self._patience and _BEGUN.fullmatch(self.collected):
            self._look_again()
        else:
            self.finish()


class ScanBox(Static, Collecting, can_focus=True):
    """Collects keys until a pause. What came is told as `Scanned`, never shown.

    Not an input: a field composes letters, leaves out control characters and keeps a first line,
    and a scanner that damages letters sends just those.
    """

    class Scanned(Message):
        """A burst is over; `text` is as it came, Enter and Tab as line feeds."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, begun: str = "") -> None:
        super().__init__("", markup=False)
        self.collected = begun

    @property
    def receiving(self) -> bool:
        """Whether a burst is under way."""
        return bool(self.collected)

    def on_mount(self) -> None:
        """What was begun elsewhere goes on here."""
        if self.collected:
            self.collect("")

    async def _on_key(self, event: Key) -> None:
        self.collect_key(event)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whatever a scanner sends acts in this widget's own queue."""
        return character is not None and key not in _OURS

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.collected += event.text
        self.finish()

    def burst_over(self, text: str) -> None:
        """Tell it."""
        self.post_message(self.Scanned(text))
