"""The one page of the kiosk: the turn one is at, large, with every key a button to be tapped.

60 columns by 18 rows, which a 24-point font leaves of a screen. Nothing but Vietnamese letters,
ASCII and `·` is drawn: fonts of Linux consoles have little else.
"""

import textwrap
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Input, Static

from lienthong_tui.kiosk_turns.turn import Shown, Turn
from lienthong_tui.problems import Problem
from lienthong_tui.screens.kiosk.manned import Manned
from lienthong_tui.screens.kiosk.tap import Tap
from lienthong_tui.sentences.choices import Choice
from lienthong_tui.sentences.interview_words import GLYPHS, refusal
from lienthong_tui.sentences.marking import N_
from lienthong_tui.terminal.safe_app import SafeScreen
from lienthong_tui.widgets.chrome import TopLine
from lienthong_tui.widgets.field_row import AnswerInput
from lienthong_tui.widgets.viet_input import VietInput

_MOST = 7
"""Choices on the page at once; with the question above and the buttons below they fill it."""
_MORE, _NONE = "9", "0"
_LEAST = 3  # rows of the question, and of the answers
_AROUND_CHOICES = 8  # rows: title, part, three of the question, a space, the buttons
_BESIDE, _NARROW = 9, 20  # columns beside a label: margins, digit, scroll bar
_INDENT = "   "
_AROUND = ("title", "part", "answers", "buttons")

BUTTONS: tuple[tuple[str, str, str], ...] = (
    ("f9", "0", N_("Tôi không biết")),
    ("escape", "Esc", N_("Lùi")),
    ("enter", "Enter", N_("Tiếp")),
    ("f4", "F4", N_("Gọi người tiếp nhận")),
    ("ctrl+l", "Ctrl+L", N_("Che màn hình")),
    ("ctrl+g", "Ctrl+G", N_("Gõ dấu")),
)


class Hall(SafeScreen):
    """Draws the turn; keys and taps answer it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "unknown", show=False),
        Binding("escape", "back", show=False),
        Binding("f4", "call", show=False),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
    ]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.first = 0  # of the choices on the page, where there are more
        self.complaint = ""
        self._refused = ""  # the text that it is about

    @property
    def ours(self) -> Manned:
        """The application, by its own type."""
        return cast(Manned, self.app)

    @property
    def turn(self) -> Turn:
        """The turn one is at."""
        return self.ours.turn

    def compose(self) -> ComposeResult:
        """Title and part, the question with its answers, the buttons."""
        yield TopLine(classes="title")
        yield TopLine(classes="part")
        with VerticalScroll(classes="asked", can_focus=False):
            yield Static("", classes="note", markup=False)
            yield Static("", classes="question", markup=False)
            yield Static("", classes="large", markup=False)
            yield Static("", classes="why", markup=False)
            yield Static("", classes="lines", markup=False)
        with Vertical(classes="answers"):
            yield AnswerInput("", chooses=False)
            yield Static("", classes="verdict", markup=False)
            yield Vertical(classes="choices")
        yield Horizontal(classes="buttons")

    async def on_mount(self) -> None:
        """Show where the conversation begins."""
        await self.draw()

    # Drawing

    @property
    def _field(self) -> AnswerInput:
        return self.query_one(AnswerInput)

    async def draw(self) -> None:
        """Show the turn from its beginning."""
        self.first, self.complaint = 0, ""
        shown = self.turn.shown()
        self._field.value = shown.half or shown.said
        self._field.action_end()
        self._field.replaced = bool(shown.said) and not shown.half
        self._field.chooses = shown.find is not None
        self._field.display = shown.types
        await self._fill(shown)
        self.query_one(".asked", VerticalScroll).scroll_home(animate=False)
        self.set_focus(self._field if shown.types else None)
        self.call_after_refresh(self._fit)

    async def _fill(self, shown: Shown) -> None:
        ours = self.ours
        sample = ours.tr(N_("DỮ LIỆU MẪU")) if ours.is_demo else ""
        self.query_one(".title", TopLine).show(ours.title_said(), sample)
        self.query_one(".part", TopLine).show(_glyphs(shown.part))  # and `_show_more`
        self._put("note", shown.note)
        self._put("question", shown.text)
        self._put("large", shown.large)
        below = (shown.why, self._example(shown), self._kept(shown))
        self._put("why", "\n".join(filter(None, below)))
        self._put("lines", "\n".join(shown.lines))
        self._put("verdict", self.complaint)
        await self._draw_choices(shown)
        await self._draw_buttons(shown)

    def _example(self, shown: Shown) -> str:
        return self.ours.tr(N_("Ví dụ: {example}"), example=shown.example) if shown.example else ""

    def _kept(self, shown: Shown) -> str:
        """What was said before, where no field shows it."""
        said = self.ours.tr(N_("không biết")) if shown.unsure else ""
        if shown.choices:
            said = said or shown.said
        if not said:
            return ""
        return self.ours.tr(N_("Đã khai: {said}. Enter để giữ."), said=said)

    def _put(self, name: str, text: str) -> None:
        where = self.query_one(f".{name}", Static)
        where.update(_glyphs(text))
        where.display = bool(text)

    def _choices(self, shown: Shown) -> tuple[Sequence[Choice], int]:
        """Those on the page, and how many there are: as many as fit below the question."""
        every = shown.choices
        if shown.find is not None:
            typed = self._field.value
            every = tuple(shown.find("" if typed == shown.said else typed))
        rows = max(_LEAST, self.size.height - _AROUND_CHOICES - shown.types - self._told_rows())
        if self.first or len(every) > _MOST or self._rows(every) > rows:
            rows -= 1  # for the line that turns them
        here: list[Choice] = []
        for choice in every[self.first : self.first + _MOST]:
            if here and self._rows([*here, choice]) > rows:
                break
            here.append(choice)
        return here, len(every)

    def _rows(self, choices: Sequence[Choice]) -> int:
        return sum(len(self._wrapped(choice)) for choice in choices)

    def _wrapped(self, choice: Choice) -> list[str]:
        """A label as it stands beside its digit: none is cut where two differ."""
        return textwrap.wrap(_glyphs(choice.label), max(_NARROW, self.size.width - _BESIDE)) or [""]

    def _told_rows(self) -> int:
        width = max(_NARROW, self.size.width - _BESIDE)
        return len(textwrap.wrap(_glyphs(self.complaint), width))

    async def _draw_choices(self, shown: Shown) -> None:
        here, count = self._choices(shown)
        lines = [
            (str(number), f"\n{_INDENT}".join(self._wrapped(choice)))
            for number, choice in enumerate(here, 1)
        ]
        if count > len(here):
            lines.append((_MORE, self.ours.tr(N_("Xem thêm ({count} mục)"), count=count)))
        elif shown.find is not None and not count and self._field.value:
            lines.append(("", self.ours.tr(N_("Không có mục nào khớp. Gõ ít chữ hơn."))))
        box = self.query_one(".choices", Vertical)
        async with self.batch():
            await box.remove_children()
            await box.mount(
                *(Tap(key, f"{key}  {_glyphs(text)}", "choice", self.turn) for key, text in lines)
            )
        self.call_after_refresh(self._fit)

    async def _draw_buttons(self, shown: Shown) -> None:
        box = self.query_one(".buttons", Horizontal)
        async with self.batch():
            await box.remove_children()
            await box.mount(
                *(
                    # Where there is nothing to know its place stays empty: the others do not move.
                    Tap(key, f"{name} {_glyphs(told)}", "button", self.turn)
                    if key != "f9" or shown.knows
                    else Tap("", "", "button", self.turn)
                    for key, name, told in self._buttons(shown)
                )
            )

    def _buttons(self, shown: Shown) -> Iterator[tuple[str, str, str]]:
        """Each with its key and what it says now: a 0 is typed where digits are, and typing with
        marks shows how."""
        for key, name, told in BUTTONS:
            if key == "f9" and shown.types and shown.find is None:
                yield key, "F9", self.ours.tr(told)
            elif key == "ctrl+g" and self.ours.typing is not None:
                yield key, name, self.ours.typing.upper()
            else:
                yield key, name, self.ours.tr(told)

    async def show_typing(self) -> None:
        """How marks are typed has changed."""
        await self._draw_buttons(self.turn.shown())

    def _fit(self) -> None:
        """The answers are always to be seen; a long text above them is scrolled."""
        taken = sum(self.query_one(f".{name}").outer_size.height for name in _AROUND)
        self.query_one(".asked").styles.max_height = max(_LEAST, self.size.height - taken - 1)
        self.call_after_refresh(self._show_more)

    async def on_resize(self) -> None:
        """The room has changed, and how many choices it holds."""
        self.first = 0
        await self._draw_choices(self.turn.shown())

    def _show_more(self) -> None:
        """Say that a text goes on below, while it does."""
        box = self.query_one(".asked", VerticalScroll)
        below = box.max_scroll_y > box.scroll_target_y
        more = self.ours.tr(N_("mũi tên xuống: đọc tiếp")) if below else ""
        self.query_one(".part", TopLine).show(_glyphs(self.turn.shown().part), more)

    # Answering

    async def _go(self, say: Callable[..., Turn], *said: object) -> None:
        """Say something to the turn, in the thread of the disk; draw what follows, or why not."""
        self.ours.hold_keys()
        before = self.turn
        try:
            after = await self.ours.at_desk(say, *said)
            if self.turn is before:  # else they were taken to be gone meanwhile
                self.ours.turn = after
        except Problem as problem:
            self.complaint = refusal(problem, self.ours.language)
            self._refused = self._field.value
            self._field.replaced = True  # it is typed anew, or mended from its end
            await self._fill(self.turn.shown())
        else:
            await self.draw()
        self.ours.release_keys()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        shown = self.turn.shown()
        typed = event.value.strip()
        if shown.find is None or typed in ("", shown.said):
            await self._go(self.turn.typed, "" if typed == shown.said else typed)
            return
        here, _ = self._choices(shown)
        if here:
            await self._go(self.turn.took, here[0].value)
        else:
            self.app.bell()

    @on(Input.Changed)
    async def _changed(self, event: Input.Changed) -> None:
        event.stop()
        shown = self.turn.shown()
        if self.complaint and event.value != self._refused:
            self.complaint = ""
            self._put("verdict", "")
        if shown.find is not None:
            self.first = 0
            await self._draw_choices(shown)

    @on(AnswerInput.Pressed)
    async def _pressed(self, event: AnswerInput.Pressed) -> None:
        event.stop()
        await self.press(str(event.number))

    @on(VietInput.CardTyped)
    async def _card(self, event: VietInput.CardTyped) -> None:
        event.stop()
        await self._go(self.turn.scanned, event.begun)

    @on(Tap.Tapped)
    async def _tapped(self, event: Tap.Tapped) -> None:
        event.stop()
        if event.turn is not self.turn:  # a second tap, meant for the question before
            return
        acts: dict[str, Callable[[], Awaitable[None]]] = {
            "f9": self.action_unknown,
            "escape": self.action_back,
            "f4": self.action_call,
            "enter": self._enter,
            "ctrl+g": self.ours.next_typing,
        }
        if event.key == "ctrl+l":
            self.ours.cover()
        elif event.key in acts:
            await acts[event.key]()
        elif event.key:
            await self.press(event.key)

    async def on_key(self, event: Key) -> None:
        """A digit chooses; Enter takes the only choice, or keeps what was said."""
        if event.character and event.character in "0123456789":
            event.stop()
            await self.press(event.character)
        elif event.key == "enter" and not self.turn.shown().types:
            event.stop()
            await self._enter()

    async def _enter(self) -> None:
        shown = self.turn.shown()
        if shown.types:
            await self._field.action_submit()
        elif shown.said or shown.unsure:
            await self._go(self.turn.typed, "")
        elif len(shown.choices) == 1:
            await self.press("1")
        else:
            await self._go(self.turn.chose, 0)  # which says what to press

    async def press(self, digit: str) -> None:
        """Act on a digit: a choice, more of them, or not knowing."""
        shown = self.turn.shown()
        here, count = self._choices(shown)
        if digit == _NONE and shown.knows and not (shown.types and shown.find is None):
            await self.action_unknown()
        elif digit == _MORE and count > len(here):
            following = self.first + len(here)
            self.first = following if following < count else 0
            await self._draw_choices(shown)
        elif 0 < int(digit) <= len(here):
            await self._go(self.turn.took, here[int(digit) - 1].value)
        else:
            self.app.bell()

    async def action_unknown(self) -> None:
        """Nobody here knows."""
        if self.turn.shown().knows:
            await self._go(self.turn.unknown)

    async def action_back(self) -> None:
        """The turn before."""
        await self.keep_typed()
        await self._go(self.turn.back)

    async def action_call(self) -> None:
        """Call the officer."""
        await self.keep_typed()
        await self._go(self.turn.called)

    async def keep_typed(self, turn: Turn | None = None) -> None:
        """Store what stands half typed at a turn, this one or that which was shown, before
        something else is."""
        turn = turn or self.turn
        shown, typed = turn.shown(), self._field.value.strip()
        if shown.types and typed not in ("", shown.said, shown.half):
            with suppress(Problem):
                await self.ours.at_desk(turn.keep, typed)

    def action_scroll(self, by: int) -> None:
        """A long text is read by the arrows."""
        box = self.query_one(".asked", VerticalScroll)
        box.scroll_relative(y=by * 3, animate=False)
        self._show_more()


def _glyphs(text: str) -> str:
    return text.translate(GLYPHS)
