"""One screen after the other at Page Down, each of so many widgets: `pages.py FIELDS WIDGETS`.

A field stands beside its label, as Textual's own examples lay them out; below them are lines of
text until there are as many widgets as were asked for.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Label, Static

_OWN = 2  # what Textual puts on every screen: toasts and a tooltip


class Form(Screen[None]):
    """Page `number`."""

    CSS = "Form Horizontal { height: 1; } Form Input { height: 1; border: none; }"

    def __init__(self, number: int, fields: int, widgets: int) -> None:
        super().__init__()
        self.number, self.fields, self.widgets = number, fields, widgets

    def compose(self) -> ComposeResult:
        """The fields and the lines below a heading."""
        yield Label(f"Trang {self.number}")
        for row in range(self.fields):
            with Horizontal():
                yield Label(f"Ô thứ {row} của trang {self.number}  ")
                yield Input(f"giá trị {row} của trang {self.number}")
        for line in range(self.widgets - 3 * self.fields - 1 - _OWN):
            yield Static(f"Dòng {line} của trang {self.number}")


class Pages(App[None]):
    """One page after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("pagedown", "next", priority=True)]
    number = 1

    def on_mount(self) -> None:
        """The first page."""
        self.push_screen(Form(1, *map(int, sys.argv[1:])))

    def action_next(self) -> None:
        """The next one instead."""
        self.number += 1
        self.switch_screen(Form(self.number, *map(int, sys.argv[1:])))


if __name__ == "__main__":
    Pages().run()
