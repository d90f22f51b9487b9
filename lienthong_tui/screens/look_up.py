"""Look-up: one box for a reference, an ID number, a phone or a part of a name."""

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList, Static

from lienthong_tui.desk import drafting
from lienthong_tui.desk.looking import look
from lienthong_tui.filing.events import Viewed
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import state_label
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store.projections import LOOKUP_LIMIT, Line
from lienthong_tui.widgets.viet_input import VietInput


class LookUp(Menu):
    """Names stay masked until a whole number is typed: the screen may face the room.

    `shown` always belongs to `answered`.
    """

    hints: ClassVar[Hints] = (("↓", N_("xuống danh sách")), ("Enter", N_("mở")), ("Esc", N_("lùi")))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "into_list", show=False)]
    AUTO_FOCUS = "VietInput"

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Item] = []
        self.answered: str | None = None  # the text that `shown` was found by

    def heading(self) -> str:
        """What the page does."""
        return self.tr(N_("TRA CỨU HỒ SƠ"))

    def state(self) -> tuple[str, str]:
        """What may be typed."""
        return self.tr(N_("Số phiếu, số hồ sơ, số định danh, điện thoại hoặc tên")), ""

    def body(self) -> ComposeResult:
        """The box and what it finds."""
        with Horizontal(classes="field sought"):
            yield Label(self.tr(N_("Tìm")), markup=False)
            yield VietInput(id="sought")
        yield Static("", classes="found", markup=False)
        yield OptionList(classes="body", markup=False)

    @property
    def sought(self) -> str:
        """What stands in the box."""
        return self.query_one("#sought", VietInput).value

    async def items(self) -> Sequence[Item]:
        """What the text in the box may mean."""
        if not self.sought.strip():
            return ()
        lines = await self.ours.at_desk(self.ours.at.lookup, self.sought)
        for line in lines:
            if line.exact:
                await self.ours.at_desk(look, self.ours.at, line.filing, Viewed(why="found"))
        return [
            Item(
                line.filing,
                "",
                self._named(line),
                f"{line.reference or '—'} · {state_label(line.state, self.language)}",
            )
            for line in lines
        ]

    def _named(self, line: Line) -> str:
        if not line.label:
            return self.tr(N_("(chưa có tên)"))
        return line.label if line.exact else masked_name(line.label)

    async def reload(self) -> None:
        """Search. Only what the text in the box finds is shown: an answer that comes when another
        text stands there is dropped, because the search for that one is under way."""
        sought = self.sought
        found = await self.items()
        if sought != self.sought:
            return
        if sought != self.answered:
            self.query_one(OptionList).highlighted = None
        self.answered = sought
        self.put(found)
        self._tell()
        self.call_after_refresh(self._tell)  # how many fit is known once they are laid out

    def _tell(self) -> None:
        """Say how many were found, how many of them stand below, or what can be tried."""
        if not self.sought.strip():
            told = self.tr(N_("Gõ để tìm; tên không cần dấu."))
        elif not self.shown:
            told = self.tr(
                N_("Không thấy hồ sơ nào. Thử số phiếu, số định danh hoặc vài chữ của tên.")
            )
        else:
            parts = [self.tr(N_("Thấy {count} hồ sơ"), count=len(self.shown))]
            if len(self.shown) >= LOOKUP_LIMIT:
                text = N_("Chỉ liệt kê {count} hồ sơ mới nhất, gõ thêm để tìm hẹp lại")
                parts = [self.tr(text, count=LOOKUP_LIMIT)]
            if below := self._below():
                parts.append(self.tr(N_("còn {count} hồ sơ ở dưới (↓)"), count=below))
            told = " · ".join(parts)
        self.query_one(".found", Static).update(told)

    def _below(self) -> int:
        """How many lines of the list stand below what the screen shows."""
        box = self.query_one(OptionList)
        bottom = box.scroll_offset.y + box.size.height
        ends = accumulate(str(option.prompt).count("\n") + 1 for option in box.options)
        return sum(1 for end in ends if end > bottom)

    async def on_mount(self) -> None:
        """Start empty, and follow the list as it scrolls."""
        await super().on_mount()
        self.watch(self.query_one(OptionList), "scroll_y", self._tell, init=False)

    @on(Input.Changed, "#sought")
    async def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.sought != self.answered:
            await self.reload()

    @on(Input.Submitted, "#sought")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.sought != self.answered:
            await self.reload()
        if self.sought != self.answered:
            return  # typed on meanwhile: what is listed is not what stands in the box
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
