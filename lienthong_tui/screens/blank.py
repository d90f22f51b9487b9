"""Ctrl+L: the screen covered at once, so that the next in line reads nothing."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_


class Blank(Page):
    """Nothing but how to come back: before anyone has signed in there is nothing to keep locked."""

    hints: ClassVar[Hints] = (("Esc", N_("mở lại màn hình")),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def heading(self) -> str:
        """That the screen is covered."""
        return self.tr(N_("Màn hình đang được che"))
