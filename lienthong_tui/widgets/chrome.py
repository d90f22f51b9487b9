"""What stands around every page: where we are and in what state above, the keys below."""

import textwrap
from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

_UNBROKEN = "\N{NO-BREAK SPACE}"  # only while lines are made: who searches a screen types a space

_MOST = 2  # lines of keys

Rest = Callable[[int], str]
"""What is said of so many lines that found no room."""


class TopLine(Horizontal):
    """One line with something at each end. Texts are data: never markup."""

    DEFAULT_CSS = """
    TopLine { height: 1; }
    TopLine > .left { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    TopLine > .right { width: auto; text-align: right; }
    """

    def compose(self) -> ComposeResult:
        """The two ends."""
        yield Static("", markup=False, classes="left")
        yield Static("", markup=False, classes="right")

    def show(self, left: str, right: str = "") -> None:
        """Put texts at the two ends."""
        for at, text in ((".left", f" {left}"), (".right", f" {right} ")):
            end = self.query_one(at, Static)
            if end.content != text:
                # The left has the rest of the line: only the right may take other room.
                moves = at == ".right" and cell_len(text) != cell_len(str(end.content))
                end.update(text, layout=moves)


class KeyHints(Static):
    """The keys that do something here, each with its name, which stays on one line with it:
    `Enter tiếp · F1 giúp`."""

    DEFAULT_CSS = "KeyHints { height: auto; max-height: 2; padding: 0 0 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def show(self, hints: Sequence[tuple[str, str]]) -> None:
        """List (key, what it does)."""
        each = [f"{key} {name}" for key, name in hints]
        whole = f"{_UNBROKEN}· ".join(hint.replace(" ", _UNBROKEN) for hint in each)
        room = self.app.size.width - 1
        lines = textwrap.wrap(whole, room)
        if len(lines) > _MOST:  # then rather a name in two
            lines = textwrap.wrap(" · ".join(each), room)
        told = "\n".join(lines).replace(_UNBROKEN, " ")
        if told != self.content:  # else the page would be laid out for nothing
            self.update(told)


class Panel(Static):
    """What is to be said about the row in focus: choices, help, a mistake. Its height is set, so
    that what it says never moves the page: it follows every key."""

    DEFAULT_CSS = "Panel { height: 9; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._lines: Sequence[str] = ()
        self._rest: Rest | None = None

    def show(self, lines: Sequence[str], rest: Rest | None = None) -> None:
        """Show `lines`; what does not fit is cut, or where `rest` says so, counted by it."""
        self._lines, self._rest = lines, rest
        told = "\n".join(self._fitted() if rest and self.content_size else lines)
        if told != self.content:
            self.update(told, layout=False)

    def on_resize(self) -> None:
        """Another number of lines fits."""
        self.show(self._lines, self._rest)

    def _fitted(self) -> list[str]:
        room, fitted = self.content_size, list[str]()
        for done, line in enumerate(self._lines):
            hung = " " * (len(line) - len(line.lstrip(" ·")))
            wrapped = textwrap.wrap(line, room.width, subsequent_indent=hung) or [""]
            last = done + 1 == len(self._lines)
            if self._rest and len(fitted) + len(wrapped) + (not last) > room.height:
                return [*fitted, self._rest(len(self._lines) - done)]
            fitted += wrapped
        return fitted
