"""What stands around every page: where we are and in what state above, the keys below."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


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
        # The page is laid out only where the right end takes other room: the left has the rest.
        moves = cell_len(right) != cell_len(self._shown[1])
        for at, before, text in (
            (".left", self._shown[0], f" {left}"),
            (".right", self._shown[1], f" {right} "),
        ):
            if text.strip() != before.strip() or moves:
                self.query_one(at, Static).update(text, layout=moves)
        self._shown = left, right

    _shown = ("", "")


class KeyHints(Static):
    """The keys that do something here, each with its name: `Enter tiếp · F1 giúp`."""

    DEFAULT_CSS = "KeyHints { height: auto; max-height: 2; padding: 0 0 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def show(self, hints: Sequence[tuple[str, str]]) -> None:
        """List (key, what it does)."""
        told = " · ".join(f"{key} {name}" for key, name in hints)
        if told != self.content:  # else the page would be laid out for nothing
            self.update(told)


class Panel(Static):
    """What is to be said about the row in focus: choices, help, a mistake. Its height is set, so
    that what it says never moves the page: it follows every key."""

    DEFAULT_CSS = "Panel { height: 9; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def show(self, lines: Sequence[str]) -> None:
        """Show `lines`; what does not fit is cut."""
        told = "\n".join(lines)
        if told != self.content:
            self.update(told, layout=False)
