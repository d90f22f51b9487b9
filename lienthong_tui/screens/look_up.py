"""Look-up: one box for a number, a phone, a date or a part of a name, and what narrows it."""

import re
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
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Viewed
from lienthong_tui.filing.reference import commune_of, looks_like_reference, parse_reference
from lienthong_tui.people.places import commune, commune_label
from lienthong_tui.problems import Problem
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.narrowing import Narrowing, agency_names
from lienthong_tui.screens.other_commune import OtherCommune
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.screens.record import Record
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_search import groups, narrowed, standing
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.store.projections import LOOKUP_LIMIT, Line
from lienthong_tui.store.search import EVERYTHING, Filter
from lienthong_tui.widgets.viet_input import VietInput

_AT_END = re.compile(r"LT[0-9]{5}-[0-9]{6}-[1-9][0-9]{3,}-[0-9A-Z]$", re.IGNORECASE | re.ASCII)


class LookUp(Menu):
    """Names stay masked until a whole number is typed: the screen may face the room.

    `shown` always belongs to `answered`. `sought` is what stands in the box at first.
    """

    hints: ClassVar[Hints] = (
        ("↓", N_("xuống danh sách")),
        ("Enter", N_("mở")),
        ("F7", N_("lọc")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "into_list", show=False),
        Binding("f7", "narrow", show=False),
    ]
    AUTO_FOCUS = "VietInput"

    def __init__(self, sought: str = "") -> None:
        super().__init__()
        self.begun = sought
        self.only = EVERYTHING
        self.shown: list[Item] = []
        self.answered: tuple[str, Filter] | None = None  # the text and filter `shown` was found by

    def heading(self) -> str:
        """What the page does."""
        return self.tr(N_("TRA CỨU HỒ SƠ"))

    def state(self) -> tuple[str, str]:
        """What may be typed, or what the search is narrowed by."""
        if self.only == EVERYTHING:
            text = N_("Số phiếu, số hồ sơ, số định danh, điện thoại, ngày hoặc tên")
            return self.tr(text), ""
        names = agency_names(self.ours.at.commune, self.language)
        told = " · ".join(narrowed(self.only, names, self.language))
        return self.tr(N_("Đang lọc: {what}"), what=told), ""

    def body(self) -> ComposeResult:
        """The box and what it finds."""
        with Horizontal(classes="field sought"):
            yield Label(self.tr(N_("Tìm")), markup=False)
            yield VietInput(self.begun, id="sought")
        yield Static("", classes="found", markup=False)
        yield OptionList(classes="body", markup=False)

    @property
    def sought(self) -> str:
        """What stands in the box."""
        return self.query_one("#sought", VietInput).value

    @property
    def asked(self) -> tuple[str, Filter]:
        """What is to be found now."""
        return self.sought, self.only

    async def items(self) -> Sequence[Item]:
        """What the text in the box may mean."""
        if not self.sought.strip() and self.only == EVERYTHING:
            return ()
        lines = await self.ours.at_desk(self.ours.at.lookup, *self.asked)
        for line in lines:
            if line.exact:
                await self.ours.at_desk(look, self.ours.at, line.filing, Viewed(why="found"))
        today = local_day(self.ours.clock())
        return [
            Item(line.filing, "", self._named(line), standing(line, today, self.language))
            for line in lines
        ]

    def _named(self, line: Line) -> str:
        """Whom it is about and which group it is of; of one that was erased only that."""
        group = groups(self.language).get(line.group, line.group)
        if line.state == "purged":
            return group[:1].upper() + group[1:]
        name = line.label if line.exact else masked_name(line.label)
        return f"{name or self.tr(N_('(chưa có tên)'))} · {group}"

    async def reload(self) -> None:
        """Search. Only what the text in the box finds is shown: an answer that comes when another
        text stands there is dropped, because the search for that one is under way."""
        asked = self.asked
        found = await self.items()
        if asked != self.asked:
            return
        if asked != self.answered:
            self.query_one(OptionList).highlighted = None
        self.answered = asked
        self.put(found)
        self._tell()
        self.call_after_refresh(self._tell)  # how many fit is known once they are laid out

    def _tell(self) -> None:
        """Say how many were found, how many of them stand below, or what can be tried."""
        if not self.sought.strip() and self.only == EVERYTHING:
            told = self.tr(N_("Gõ để tìm; tên không cần dấu."))
        elif not self.shown and self.only != EVERYTHING:
            told = self.tr(N_("Không thấy hồ sơ nào trong phần đang lọc. F7 rồi 0 để bỏ lọc."))
        elif not self.shown and (wrong := self._mistyped()):
            told = wrong
        elif not self.shown and (reference := self._of_other_commune()):
            told = self._ask_there(reference)
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

    def _mistyped(self) -> str | None:
        """What is wrong with what looks like the whole number of a slip."""
        if looks_like_reference(self.sought):
            try:
                parse_reference(self.sought)
            except Problem as problem:
                return sentence(problem, self.language)
        return None

    def _of_other_commune(self) -> str | None:
        """The reference in the box, where a desk of another commune gave it."""
        try:
            reference = parse_reference(self.sought)
            commune(commune_of(reference))  # there is one of this code
        except Problem:
            return None
        return reference if commune_of(reference) != self.ours.at.commune else None

    def _ask_there(self, reference: str) -> str:
        text = N_("Phiếu của {commune}. Enter: hỏi máy chủ, cần mã tra cứu trên phiếu.")
        if self.ours.share is None:
            text = N_(
                "Phiếu của {commune}: hỏi nơi ấy. Quầy này chưa kết nối máy chủ dùng chung nên"
                " không hỏi thay được."
            )
        return self.tr(text, commune=commune_label(commune_of(reference)))

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
        if scanned := _scanned_behind(self.sought):
            self.query_one("#sought", VietInput).value = scanned
        elif self.asked != self.answered:
            await self.reload()

    @on(Input.Submitted, "#sought")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.asked != self.answered:
            await self.reload()
        if self.asked != self.answered:
            return  # typed on meanwhile: what is listed is not what stands in the box
        if len(self.shown) == 1:
            await self.choose(self.shown[0])
        elif self.shown:
            self.query_one(OptionList).focus()
        elif (reference := self._of_other_commune()) and self.ours.share is not None:
            self.ours.hold_keys()
            self.app.push_screen(OtherCommune(reference))

    async def slip_scanned(self, number: str) -> None:
        """A slip instead of what is listed."""
        await open_slip(self, number)

    def action_narrow(self) -> None:
        """Choose what to narrow by."""
        self.ours.hold_keys()
        self.app.push_screen(Narrowing(self.only, self._narrow))

    async def _narrow(self, only: Filter) -> None:
        self.only = only  # what it leaves is listed when this page shows again

    def action_into_list(self) -> None:
        """From the box into the results."""
        self.query_one(OptionList).focus()

    async def choose(self, item: Item) -> None:
        """Open the page of a filing."""
        await _open(self, item.id)


def _scanned_behind(text: str) -> str | None:
    """The reference of a slip that was scanned behind what stood in the box: it alone is meant."""
    found = _AT_END.search(text)
    if found is None or not found.start():
        return None
    try:
        return parse_reference(found[0])
    except Problem:
        return None


async def open_slip(page: Page, number: str) -> None:
    """Open the filing whose slip was scanned; where there is none, a look-up that says so."""
    found = await page.ours.at_desk(page.ours.at.lookup, number)
    page.ours.hold_keys()
    if len(found) == 1 and found[0].exact:
        await _open(page, found[0].filing)
    else:
        page.app.push_screen(LookUp(number))


async def _open(page: Page, filing: str) -> None:
    draft = await page.ours.at_desk(drafting.reopen, page.ours.at, filing)
    page.app.push_screen(Record(Keeper(page.ours, draft)))
