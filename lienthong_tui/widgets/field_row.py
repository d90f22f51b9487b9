"""One question on one line: its label, and a field that types text or chooses by digit.

The row keeps what was typed until it is answered; it judges nothing. Choices are drawn by the
page's panel for the row in focus, so that every row stays one line high.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Protocol, runtime_checkable

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Label

from lienthong_tui.sentences.choices import Choice, Find
from lienthong_tui.widgets.viet_input import VietInput

MOST_SHOWN = 7
"""Choices drawn at once; more are reached by typing a part of the name."""


_NUMBERED = re.compile(r"(?:^|\s)(?:phường|phuong|p\.?|quận|quan|q\.?) ?\d?$", re.IGNORECASE)


@runtime_checkable
class FollowsScans(Protocol):
    """An application that knows a scanner's typing from a finger's."""

    async def scan_follows(self) -> bool:
        """Whether the digit that has just come is the first of a card."""


_ERASES = ("backspace", "delete", "ctrl+u", "ctrl+w")  # an answer that is replaced goes whole


class AnswerInput(VietInput):
    """The field of a row: with choices, digits choose and the arrows move through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    class Pressed(Message):
        """A digit was pressed in a field with choices; `number` counts from 1."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Moved(Message):
        """An arrow was pressed; `by` is -1 or 1."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, value: str, *, chooses: bool) -> None:
        super().__init__(value)
        self.chooses = chooses
        self.replaced = False
        """Whether the next letter begins a new text instead of going on with what stands here."""

    async def _on_key(self, event: Key) -> None:
        chooses = self._is_choice(event.character)
        erases = event.key in _ERASES and not self.cursor_position  # else it has something to erase
        if self.replaced and not chooses and (event.is_printable or erases):
            self.value = ""
        self.replaced = False
        if chooses:
            event.stop()
            event.prevent_default()
            digit = event.character or ""
            if isinstance(self.app, FollowsScans) and await self.app.scan_follows():
                self.post_message(self.CardTyped(digit))
                return
            self.post_message(self.Pressed(int(digit)))
            return
        await super()._on_key(event)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Not a digit that chooses: it moves the focus, so that the keys behind it have to wait."""
        return not self._is_choice(character) and super().check_consume_key(key, character)

    def _is_choice(self, character: str | None) -> bool:
        if not self.chooses or not character or character not in "0123456789":
            return False
        return not _NUMBERED.search(self.value)  # "Phường 1", the commune

    @property
    def is_cut(self) -> bool:
        """Whether the text is longer than the field shows."""
        return cell_len(self.value) > self.content_size.width

    def render_line(self, y: int) -> Strip:
        """A text that is cut ends in a mark, until one goes there to read or change it."""
        strip = super().render_line(y)
        if self.has_focus or not self.is_cut:
            return strip
        kept = strip.crop(0, self.content_size.width - 1)
        style = next((segment.style for segment in reversed([*kept]) if segment.text), None)
        return Strip([*kept, Segment("…", style)])

    def action_move(self, by: int) -> None:
        """Tell the row which way an arrow points."""
        self.post_message(self.Moved(by))


class FieldRow(Horizontal):
    """Label and field. `find` gives the choices for what was typed; None for plain text.

    Of a row that is `free` they are only offered: an arrow takes one, any other text will do.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > Label { width: 42; height: auto; padding: 0 1; }
    FieldRow > AnswerInput { width: 1fr; }
    """

    class Answered(Message):
        """The row was left or confirmed with something new: text as typed, or a choice's value."""

        def __init__(self, row: "FieldRow", given: str | bool, confirmed: bool) -> None:
            super().__init__()
            self.row = row
            self.given = given
            self.confirmed = confirmed

    class Left(Message):
        """The row was left with a text that names no choice, or several: it stays to be mended."""

        def __init__(self, row: "FieldRow") -> None:
            super().__init__()
            self.row = row

    class Confirmed(Message):
        """Enter was pressed and nothing had changed."""

        def __init__(self, row: "FieldRow") -> None:
            super().__init__()
            self.row = row

    class Looked(Message):
        """What the panel shows for this row may have changed: focus, text, highlight."""

        def __init__(self, row: "FieldRow") -> None:
            super().__init__()
            self.row = row

    def __init__(
        self,
        field_id: str,
        label: str,
        shown: str,
        *,
        required: bool,
        find: Find | None = None,
        free: bool = False,
        composes: bool = True,
    ) -> None:
        super().__init__()
        self.field_id = field_id
        self.label = label
        self.required = required
        self.find = find
        self.free = free or find is None
        self._highlighted: int | None = None
        self.wrong = False
        self.flagged = False
        self.proposed: tuple[str | bool, str] | None = None
        self.shared = False
        self._kept = shown
        self._told = shown  # what stood in the field when an answer was told
        self.field = AnswerInput(shown, chooses=not self.free)
        """Where the answer is typed."""
        self.field.composes = composes
        self._marks = self._marked()
        self._caption = Label(self._marks, markup=False)

    def compose(self) -> ComposeResult:
        """A label and a field."""
        yield self._caption
        yield self.field

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices for what is typed; all of them while the kept answer stands there.

        Of a list too long to be drawn, the kept answer comes first.
        """
        if self.find is None:
            return ()
        typed = self.field.value
        if typed != self._kept:
            return self.find(typed)
        found = self.find("")
        if len(found) > MOST_SHOWN:
            return sorted(found, key=lambda choice: choice.label != typed)
        return found

    @property
    def pointed(self) -> int | None:
        """The choice that is marked, from 0: where an arrow went, else what Enter would take."""
        shown = self.choices[:MOST_SHOWN]
        if self._highlighted is not None and self._highlighted < len(shown):
            return self._highlighted
        text = self.field.value
        meant = next((n for n, choice in enumerate(shown) if text and choice.label == text), None)
        if self.changed or self.wrong:
            return (meant or 0) if shown and text and not self.free else None
        return meant

    def choice_lines(self) -> Iterator[str]:
        """The choices as the page's panel draws them; only those of a list have a digit."""
        for number, choice in enumerate(self.choices[:MOST_SHOWN], 1):
            pointer = "▸" if number - 1 == self.pointed else " "
            yield f"{pointer} {'↓' if self.free else number}  {choice.label}"

    def pending(self) -> str | bool | None:
        """What stands here unanswered, if it says anything: a text, or the one choice it names."""
        if not self.changed:
            return None
        if self.free or not self.field.value:
            return self.field.value
        found = self.choices
        return found[0].value if len(found) == 1 else None

    @property
    def changed(self) -> bool:
        """Whether something other than the answer, or the text refused before, stands here."""
        return self.field.value != (self._told if self.wrong else self._kept)

    @property
    def half_typed(self) -> bool:
        """Whether a text stands here that names no choice, or several."""
        return self.changed and self.pending() is None

    def keep(self, shown: str, *, wrong: bool = False) -> None:
        """Take `shown` as the row's present answer, or as refused text that stays to be mended.

        What was typed since the answer was told is newer, and stays.
        """
        newer = self.field.value not in (self._kept, self._told)
        if not wrong:
            self._kept = shown
        if newer:
            return
        self.wrong = wrong
        self._told = shown
        if self.field.value != shown:
            self.field.value = shown
            self._settle_cursor()
        self._mark()

    def propose(self, value: str | bool | None, shown: str) -> None:
        """Show what is likely while nothing stands here: `Enter` answers it; None takes it away."""
        self.proposed = None if value is None else (value, shown)
        self.field.placeholder = f"{shown} ?" if shown else ""

    def flag(self, flagged: bool) -> None:
        """Mark an answer that is stored and about which something has to be said."""
        self.flagged = flagged
        self._mark()

    def share(self, shared: bool) -> None:
        """Mark an answer that is told of another person in the filing."""
        self.shared = shared
        self._mark()

    def _mark(self) -> None:
        if (marks := self._marked()) != self._marks:
            self._marks = marks
            self._caption.update(Content(marks))
        self.set_class(self.wrong or self.flagged, "wrong")

    def _marked(self) -> str:
        # The mark is a letter as well as a colour: a 16-colour console shows it too.
        mark = "=" if self.shared else "*" if self.required else " "
        return f"{'!' if self.wrong or self.flagged else mark} {self.label}"

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._highlighted = None
        self._tell(self.Looked(self))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        names = self.changed or (self.wrong and bool(self.choices))
        typed = names and bool(self.field.value) and not self.free
        if self.find is not None and (typed or self._highlighted is not None):
            self._choose(self.pointed or 0, confirmed=True)
        elif self.changed or self.wrong:
            self._answer(self.field.value, confirmed=True)
        elif self.proposed is not None and not self.field.value:
            self._answer(self.proposed[0], confirmed=True)
        else:
            self._tell(self.Confirmed(self))

    @on(AnswerInput.Pressed)
    def _pressed(self, event: AnswerInput.Pressed) -> None:
        event.stop()
        if event.number:
            self._choose(event.number - 1, confirmed=True)
        else:
            self.app.bell()

    @on(AnswerInput.Moved)
    def _moved(self, event: AnswerInput.Moved) -> None:
        event.stop()
        shown = min(len(self.choices), MOST_SHOWN)
        if shown:
            before = self.pointed
            start = -1 if before is None and event.by > 0 else before or 0
            self._highlighted = (start + event.by) % shown
            self._tell(self.Looked(self))

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        if (given := self.pending()) is not None:
            self._answer(given, confirmed=False)
        elif self.half_typed:
            self._told = self.field.value
            self._tell(self.Left(self))

    def on_descendant_focus(self) -> None:
        """Show this row's help and choices, and its label as the present one."""
        # A class of our own: the style of `:focus-within` outlives the focus in Textual 8.2.8.
        self.add_class("present")
        self._highlighted = None
        # "Andorra" is not gone on with to find another country, nor is what named none.
        settled = self._told if self.wrong else self._kept
        self.field.replaced = not self.free and bool(settled) and self.field.value == settled
        self._settle_cursor()
        self._tell(self.Looked(self))

    def on_descendant_blur(self) -> None:
        """The label is one of many again, and a long text shows its beginning."""
        self.remove_class("present")
        self._settle_cursor()

    def _settle_cursor(self) -> None:
        """Only a text in hand is gone on with at its end; of all else the beginning shows."""
        in_hand = self.field.has_focus and (self.free or self.wrong)
        self.field.cursor_position = len(self.field.value) if in_hand else 0

    def _answer(self, given: str | bool, *, confirmed: bool) -> None:
        self._told = self.field.value
        self._tell(self.Answered(self, given, confirmed))

    def _tell(self, message: Message) -> None:
        # To the row's parent: through the row's own queue it would come behind the fence that holds
        # the keys typed ahead, and they would act on this row instead of the next.
        (self.parent or self).post_message(message)

    def _choose(self, index: int, *, confirmed: bool) -> None:
        found = self.choices
        if index < min(len(found), MOST_SHOWN):
            self._answer(found[index].value, confirmed=confirmed)
        else:
            self.app.bell()
