"""A list to choose from by digit, letter or arrow: home, the six steps, a filing's acts."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat, zip_longest
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.chrome import Panel

_T = TypeVar("_T")
_DIGITS = set("0123456789")
_OF_SLIP = ("L", "l")  # what the code on a slip begins with; some scanners change the case
_NAME = 34  # columns of a name, where what is said beside it has the room
_LEAST = 12
_RANGE = re.compile("([0-9a-z])-([0-9a-z])")
_RUNS = 2  # of keys that follow one another, which are quicker to read than "a-z"
_MARGINS = 9  # columns beside name and note: the key, the space around, the scroll bar


@dataclass(frozen=True)
class Item:
    """One line: the key that chooses it, what it is called, what is said beside it."""

    id: str
    key: str
    name: str
    note: str = ""
    disabled: bool = False


def keyed(keys: str, things: Iterable[_T]) -> Iterator[tuple[str, _T]]:
    """Each thing with the key that chooses it; "" where there are more of them than `keys`.

    Those are reached by the arrows: a list may outgrow its keys, and leaves nobody out.
    """
    return zip(chain(keys, repeat("")), things, strict=False)


def span(keys: Iterable[str], whole: str) -> str:
    """Keys in a few characters: "1-2, 4", or `whole` where they are scattered; "" of none."""
    runs: list[str] = []
    for key in sorted(set(keys)):
        if runs and ord(key) == ord(runs[-1][-1]) + 1:
            runs[-1] = f"{runs[-1][0]}-{key}"
        else:
            runs.append(key)
    return whole if len(runs) > _RUNS else ", ".join(runs)


class Menu(Page):
    """A page that is a list. `items` makes its lines, `choose` acts on one.

    One that `has_panel` has at the right of a wide window what `beside` says of the line in hand.
    """

    has_panel: ClassVar[bool] = False

    hints: ClassVar[Hints] = (("1-9", N_("chọn")), ("Enter", N_("mở")), ("Esc", N_("lùi")))

    def body(self) -> ComposeResult:
        """The list, and what is told beside it."""
        yield OptionList(classes="body", markup=False)
        if self.has_panel:
            self.add_class("with-panel")
            yield Panel()

    def beside(self, item: Item) -> Sequence[str]:  # noqa: ARG002
        """What is told of a line where there is room."""
        return ()

    def rest_beside(self, count: int) -> str:  # noqa: ARG002
        """What is said of so many lines that find no room; of half a filing no number says much."""
        return self.tr(N_("… còn nữa, không đủ chỗ ở đây"))

    @on(OptionList.OptionHighlighted)
    def _pointed(self) -> None:
        self._tell_beside()

    def _tell_beside(self) -> None:
        at = self.query_one(OptionList).highlighted
        if self.has_panel and at is not None and at < len(self.shown):
            self.query_one(Panel).show(self.beside(self.shown[at]), self.rest_beside)

    def key_shown(self, key: str) -> str:
        """Of a range as "1-9" the keys that choose a line there is, unless a hint names them.

        Where nothing is said of letters those that choose are told with the digits.
        """
        if not (asked := _RANGE.fullmatch(key)) or not hasattr(self, "shown"):
            return key
        others = {hint for hint, _ in self.keys()} - {key}
        keys = {each.key for each in self.shown if each.key and not each.disabled} - others
        first, last = asked[1].replace("1", "0"), asked[2]  # the tenth of a list has "0"
        told = [span((each for each in keys if first <= each <= last), key)]
        if key == "1-9" and not any(hint.islower() for hint in others):
            told.append(span(filter(str.islower, keys), "a-z"))
        return ", ".join(filter(None, told))

    async def on_mount(self) -> None:
        """Fill the list."""
        await self.reload()

    async def on_screen_resume(self) -> None:
        """What was done on another page shows here."""
        await self.reload()
        self.ours.release_keys()

    async def items(self) -> Sequence[Item]:
        """The lines of the list."""
        return ()

    async def choose(self, item: Item) -> None:
        """Act on a line."""

    async def reload(self) -> None:
        """Make the lines again, the highlight staying where it was."""
        self.put(await self.items())

    def put(self, found: Sequence[Item]) -> None:
        """Show these lines. Where they stand there already nothing is told of a highlight."""
        self.shown = list(found)
        box = self.query_one(OptionList)
        before = box.highlighted
        room = self.ours.size.width
        if self.has_panel and self.has_class("-wide"):
            room = room * 3 // 5
        width = max(2 * _LEAST, room - _MARGINS)
        if (self.shown, width) != self._laid_out:  # else the page would be laid out for nothing
            self._laid_out = None
            box.clear_options()
            column = _column(found, width)
            box.add_options(
                Option(Content(_line(item, column, width)), id=item.id, disabled=item.disabled)
                for item in found
            )
            self._laid_out = list(found), width
        if found:
            first = next((n for n, item in enumerate(found) if not item.disabled), 0)
            box.highlighted = min(before, len(found) - 1) if before is not None else first
        self._tell_beside()
        self.refresh_chrome()

    _laid_out: tuple[list[Item], int] | None = None

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        if hasattr(self, "shown"):
            await self.reload()

    async def on_key(self, event: Key) -> None:
        """A digit or letter chooses its line, unless a scanner types: a card is no choice."""
        if event.character in _DIGITS and await self.ours.scan_follows():
            event.stop()
            event.prevent_default()
            await self.scan_begun(str(event.character))
            return
        if event.character in _OF_SLIP and (
            number := await self.ours.slip_follows(str(event.character))
        ):
            event.stop()
            event.prevent_default()
            await self.slip_scanned(number)
            return
        for item in getattr(self, "shown", ()):
            if event.character and event.character == item.key and not item.disabled:
                event.stop()
                await self.choose(item)
                return

    async def scan_begun(self, digit: str) -> None:  # noqa: ARG002
        """A card is being scanned here: its first digit is `digit`, the rest waits."""
        await self.card_out_of_place()

    async def slip_scanned(self, number: str) -> None:  # noqa: ARG002
        """The slip of a filing was scanned here; `number` is its reference."""
        self.say(
            self.tr(N_("Phiếu vừa quét không nhận ở đây. Quét ở trang đầu, hoặc bấm F3 rồi quét."))
        )

    @on(OptionList.OptionSelected)
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        item = next(item for item in self.shown if item.id == event.option_id)
        await self.choose(item)


def _column(items: Sequence[Item], width: int) -> int:
    """How wide the names are that something is said beside: what is said comes first."""
    named = [item for item in items if item.note]
    longest = max((len(item.name) for item in named), default=0)
    note = max((len(item.note) for item in named), default=0)
    if note < width - _NAME:
        return min(max(_NAME, longest), width - note - 1)
    return min(max(_LEAST, longest), width // 2)


def _line(item: Item, column: int, width: int) -> str:
    """Key, name and note side by side, each wrapped in its own column."""
    if not item.note:
        column = width
    names = [part for line in item.name.split("\n") for part in textwrap.wrap(line, column)]
    notes = textwrap.wrap(item.note, max(_LEAST, width - column - 1))
    keys = [f"{item.key:>2}"]
    rows = zip_longest(keys, names, notes, fillvalue="")
    return "\n".join(f"{key:<2}  {name:<{column}} {note}".rstrip() for key, name, note in rows)
