"""The official numbers: only they, or that it was lodged without one, make a filing "lodged"."""

from collections.abc import Sequence
from typing import ClassVar

from textual.events import Key

from lienthong_tui.filing.events import Lodged
from lienthong_tui.filing.portal_number import parse_portal_number
from lienthong_tui.problems import Problem
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.viet_input import VietInput

_BEGINS = {"G": "portal", "H": "one-stop"}


class Numbers(FilingPage, Asking):
    """The portal's number, the one-stop number, or neither yet. Our own is none of them."""

    hints: ClassVar[Hints] = (("1-3", N_("chọn")), ("Enter", N_("ghi")), ("Esc", N_("lùi")))

    sure = False

    def state(self) -> tuple[str, str]:
        """The filing's state, with its number once there is one."""
        return self.state_that_fits()

    def place(self) -> str:
        """What is asked here."""
        return self.tr(N_("Số hồ sơ Cổng đã cấp"))

    async def items(self) -> Sequence[Item]:
        """The two numbers and the act without one."""
        lodged = self.keeper.draft.filing.lodged
        known = lodged is not None and bool(lodged.portal_number or lodged.one_stop_number)
        none_yet = "" if known else "[x]" if lodged else "[ ]"
        if self.sure and not lodged:
            none_yet = self.tr(N_("bấm 3 lần nữa để ghi là ĐÃ NỘP"))
        return [
            Item(
                "portal",
                "1",
                self.tr(N_("Số hồ sơ trên Cổng (G22…)")),
                (lodged and lodged.portal_number) or "…………",
            ),
            Item(
                "one-stop",
                "2",
                self.tr(N_("Mã hồ sơ một cửa (H50…)")),
                (lodged and lodged.one_stop_number) or "…………",
            ),
            Item("none", "3", self.tr(N_("Đã nộp, chưa có số")), none_yet),
        ]

    async def choose(self, item: Item) -> None:
        """Ask for a number, or record at the second press that there is none yet."""
        if item.id == "portal":
            self.ask(self.tr(N_("Số hồ sơ trên Cổng (Enter để ghi):")), self._portal)
        elif item.id == "one-stop":
            self.ask(self.tr(N_("Mã hồ sơ một cửa (Enter để ghi):")), self._one_stop)
        elif self.keeper.draft.filing.lodged is None:
            await self._without_number()

    async def on_key(self, event: Key) -> None:
        """A number typed straight in opens its own line: it begins with a letter."""
        kind = _BEGINS.get((event.character or "").upper()) if self._then is None else None
        if kind is None:
            return  # the list's own handler is asked after this one
        event.stop()
        event.prevent_default()
        await self.choose(next(item for item in self.shown if item.id == kind))
        given = self.query_one("#given", VietInput)
        given.value = str(event.character).upper()
        given.cursor_position = len(given.value)

    async def _without_number(self) -> None:
        # A filing taken for lodged is looked after by nobody: one slip of a finger is not enough.
        if self.sure:
            try:
                await self.keeper.record(Lodged(portal_number=None, one_stop_number=None))
            except Problem as problem:
                self.complain(problem)
        self.sure = not self.sure
        await self.reload()

    async def _portal(self, text: str) -> None:
        number = parse_portal_number(text)
        await self.keeper.record(Lodged(portal_number=number, one_stop_number=None))

    async def _one_stop(self, text: str) -> None:
        number = parse_portal_number(text)
        await self.keeper.record(Lodged(portal_number=None, one_stop_number=number))
