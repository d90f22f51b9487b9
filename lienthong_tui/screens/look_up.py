"""Look-up: one box for a reference, an ID number, a phone or a part of a name."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList

from lienthong_tui.desk import drafting
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import state_label
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.viet_input import VietInput


class LookUp(Menu):
    """Names stay masked until one filing is left: the screen may face the room."""

    hints: ClassVar[Hints] = (("↓", N_("xuống danh sách")), ("Enter", N_("mở")), ("Esc", N_("lùi")))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "into_list", show=False)]
    AUTO_FOCUS = "VietInput"

    def heading(self) -> str:
        """What the page does."""
        return self.tr(N_("TRA CỨU HỒ SƠ"))

    def state(self) -> tuple[str, str]:
        """What may be typed."""
        return self.tr(
            N_("Số phiếu, số hồ sơ, số định danh, điện thoại hoặc tên (không cần dấu)")
        ), ""

    def body(self) -> ComposeResult:
        """The box and what it finds."""
        with Horizontal(classes="field"):
            yield Label(self.tr(N_("Tìm")), markup=False)
            yield VietInput(id="sought")
        yield OptionList(classes="body", markup=False)

    async def items(self) -> Sequence[Item]:
        """What the text in the box may mean."""
        sought = self.query_one("#sought", VietInput).value
        if not sought.strip():
            return ()
        lines = await self.ours.at_desk(self.ours.at.lookup, sought)
        return [
            Item(
                line.filing,
                "",
                line.label if len(lines) == 1 else masked_name(line.label),
                f"{line.reference or '—'} · {state_label(line.state, self.language)}",
            )
            for line in lines
        ]

    @on(Input.Changed, "#sought")
    async def _typed(self, event: Input.Changed) -> None:
        event.stop()
        await self.reload()

    @on(Input.Submitted, "#sought")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if len(self.shown) == 1:
            await self.choose(self.shown[0])
        elif self.shown:
            self.query_one(OptionList).focus()

    def action_into_list(self) -> None:
        """From the box into the results."""
        self.query_one(OptionList).focus()

    async def choose(self, item: Item) -> None:
        """Open the page of a filing."""
        from lienthong_tui.screens.record import Record

        draft = await self.ours.at_desk(drafting.reopen, self.ours.at, item.id)
        self.app.push_screen(Record(Keeper(self.ours, draft)))
