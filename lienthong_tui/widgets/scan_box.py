"""Where a scanner types: takes every key of a burst as it comes, shows none of it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

IDLE = 0.15
"""Seconds without a key after which a burst is over: scanners pause 1 to 20 ms between keys."""
_MOST = 4000  # of a card's 200 letters; what is longer was not a card

_ENDS = ("enter", "tab")


class ScanBox(Static, can_focus=True):
    """Collects keys until Enter, Tab or a pause. What came is told as `Scanned`, never shown.

    Not an input: a field composes letters, leaves out control characters and keeps a first line,
    and a scanner that damages letters sends just those.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "finish", show=False)]

    class Scanned(Message):
        """A burst is over; `text` is as it came, without the key that ended it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, begun: str = "") -> None:
        super().__init__("", markup=False)
        self._text = begun
        self._pause: Timer | None = None

    @property
    def receiving(self) -> bool:
        """Whether a burst is under way."""
        return bool(self._text)

    def on_mount(self) -> None:
        """What was begun elsewhere goes on here."""
        if self._text:
            self._wait()

    async def _on_key(self, event: Key) -> None:
        if event.key in _ENDS:
            event.stop()
            event.prevent_default()
            self.action_finish()
        elif event.character is not None and event.key not in ("escape", "backspace"):
            event.stop()
            event.prevent_default()
            self._text = (self._text + event.character)[:_MOST]
            self._wait()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters act in this widget's own queue; Enter may open another page."""
        return character is not None and key not in (*_ENDS, "escape", "backspace")

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self._text = (self._text + event.text)[:_MOST]
        self.action_finish()

    def _wait(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(IDLE, self.action_finish)

    def action_finish(self) -> None:
        """Tell what came, and begin anew."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        text, self._text = self._text, ""
        if text:
            self.post_message(self.Scanned(text))
