"""A text field for Vietnamese: what it holds is NFC and has nothing a reader cannot see."""

import re
import unicodedata
from typing import Protocol, runtime_checkable

from textual.events import Key, Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input
from textual.widgets.input import Selection

from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import clean
from lienthong_tui.text.telex import Method, typed
from lienthong_tui.widgets.scan_box import Collecting

_NUMBER = re.compile(r"[0-9]{12}$")  # with a bar behind it, the beginning of a card's code
_CARD = re.compile(r"\s*[0-9]{12}\|")


@runtime_checkable
class Composing(Protocol):
    """An application that composes letters itself; `typing` is how, None where it does not."""

    typing: Method | None


class VietInput(Input, Collecting):
    """One line of text, one row high, composed to NFC on every change.

    A combining mark joins the letter left of the cursor, so Backspace removes a letter and the
    longest length counts letters. Control, zero-width and bidi characters are left out; tabs and
    other spaces become a space. Spaces at the ends stay: `clean` removes them from the answer.
    What would grow past `max_length` is refused whole with the bell, never cut.

    On a console without an input method the application may compose Telex or VNI (`Composing`);
    a field for codes sets `composes` to False.
    """

    # Textual lays the whole page out anew whenever this changes, which is at every letter. One line
    # as wide as the page gives it takes the same room whatever stands in it.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(
        self,
        value: str | None = None,
        placeholder: str = "",
        *,
        max_length: int = 300,
        restrict: str | None = None,
        password: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder,
            password=password,
            restrict=restrict,
            max_length=max_length,
            select_on_focus=False,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
        )
        self.composes = not password

    class CardTyped(Message):
        """A scanner types a card here; `begun` is what came of it, and does not stand here."""

        def __init__(self, begun: str) -> None:
            super().__init__()
            self.begun = begun

    async def _on_key(self, event: Key) -> None:
        if self.collected and self.collect_key(event):
            return
        number = _NUMBER.search(self.value) if event.character == "|" else None
        if number and not self.password:  # a password may be anything
            event.stop()
            event.prevent_default()
            self.value = self.value[: number.start()]
            self.collect(number[0] + "|")
            return
        method = self.app.typing if isinstance(self.app, Composing) else None
        if method is None or not self.composes or not event.is_printable:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        self.replace(typed(self.value[:start], str(event.character), method), 0, end)

    def burst_over(self, text: str) -> None:
        """A card was typed into the field by a scanner: it is none of its text."""
        self.post_message(self.CardTyped(text))

    def validate_value(self, value: str) -> str:
        """Compose and sift every value, however it is set."""
        return unicodedata.normalize("NFC", _sift(value))

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of `start`…`end`, with the cursor behind it.

        As `Input.replace`, but the limits count composed letters and the cursor follows them.
        """
        start, end = sorted((max(0, start), min(len(self.value), end)))
        left = self.validate_value(self.value[:start] + text)
        value = self.validate_value(left + self.value[end:])
        if (self.max_length and len(value) > self.max_length) or (
            self.restrict and re.fullmatch(self.restrict, value) is None
        ):
            self.restricted()
            return
        self.value = value
        self.selection = Selection.cursor(len(left))

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()  # `Input` takes the first line, even an empty one
        if _CARD.match(event.text) and not self.password:
            self.post_message(self.CardTyped(event.text))
            return
        lines = (_sift(line) for line in event.text.splitlines())
        if line := next((line for line in lines if line.strip()), ""):
            self.replace(line, *self.selection)


def _sift(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if letter.isspace() else letter for letter in text if _is_text(letter))


def _is_text(letter: str) -> bool:
    """Whether `clean` would let the character in, or it is a space of some kind."""
    if letter.isspace():
        return True
    try:
        clean(letter)
    except Problem:
        return False
    return True
