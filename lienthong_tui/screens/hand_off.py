"""The way to the portal: every value in the portal's order, `Enter` copies one and goes on."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import OptionList

from lienthong_tui.filing.events import HandedOff
from lienthong_tui.filing.hand_off import Act, Row, portal_pages
from lienthong_tui.problems import Problem
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import filing_label, pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.chrome import Panel

_ACTS: dict[Act, str] = {
    "paste": N_("dán"),
    "choose": N_("chọn"),
    "tick": N_("đánh dấu"),
    "leave": N_("để trống"),
    "account": N_("Cổng điền"),
}
_KEY = 12  # columns for the control key
_AROUND = 12 + _KEY  # columns that label and value cannot have: spaces, mark, key, scroll bar
_DONE = "✓"


class HandOff(FilingPage, Menu):
    """Rows by portal page. The value in hand also stands alone in the panel, to be typed off."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("chép, sang dòng sau")),
        ("↑↓", N_("dòng")),
        ("Esc", N_("lùi")),
    )

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.done: set[str] = set()
        self.journaled = False
        self.pages = portal_pages(keeper.draft.outlined)
        self.rows = {row.field.id: row for page in self.pages for row in page.rows}

    def body(self) -> ComposeResult:
        """The rows and the panel."""
        yield OptionList(classes="body", markup=False)
        yield Panel()

    def place(self) -> str:
        """How far the hand-off is."""
        to_do = sum(1 for row in self.rows.values() if row.act != "account")
        return self.tr(N_("Chuyển sang Cổng · {done}/{all}"), done=len(self.done), **{"all": to_do})

    def state(self) -> tuple[str, str]:
        """The filing's state: nothing is saved here."""
        return self.place(), filing_label(self.keeper.draft.filing, self.language)

    async def items(self) -> Sequence[Item]:
        """A heading for each page, its rows, and at the end the portal's number."""
        lines = []
        for page in self.pages:
            title = pick(page.section.title, self.language).upper()
            note = self.tr(N_("Cổng điền từ tài khoản VNeID")) if page.from_account else ""
            lines.append(Item(f"#{page.section.id}", "", title, note, disabled=True))
            lines += [self._line_of(row) for row in page.rows]
        number = self.tr(N_("Nhập số hồ sơ Cổng vừa cấp"))
        return [*lines, Item("#number", "2", number)]

    def _line_of(self, row: Row) -> Item:
        act = self.tr(_ACTS[row.act])
        match row.act:
            case "choose":
                done = f"{act}: {row.value}"
            case "tick" | "leave":
                done = act
            case _:
                done = f"{act}  {row.value}"
        # One line a row: the panel shows label and value whole.
        room = self.ours.size.width - _AROUND
        label = _cut(pick(row.field.label, self.language), room * 2 // 5)
        told = _cut(done, room - room * 2 // 5)
        mark = _DONE if row.field.id in self.done else ""
        text = f"{label} {told} {_cut(row.field.portal or '', _KEY)}"
        return Item(row.field.id, mark, text, disabled=row.act == "account")

    async def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The panel follows the highlight."""
        event.stop()
        self._show(self.rows.get(event.option_id or ""))

    def _show(self, row: Row | None) -> None:
        fixed = self.tr(
            N_(
                "Người dân tự nhập mật khẩu, mã xác nhận, passcode."
                " Người tiếp nhận không hỏi, không ghi."
            )
        )
        if row is None:
            self.query_one(Panel).show(["", "", "", "", fixed])
            return
        label = pick(row.field.label, self.language)
        act = self.tr(_ACTS[row.act])
        key = f" ({row.field.portal})" if row.field.portal else ""
        shown = "" if row.act in ("tick", "leave") else row.value
        self.query_one(Panel).show([f"{label} – {act}{key}", "", f"    {shown}", "", fixed])

    async def choose(self, item: Item) -> None:
        """Copy the row, tick it off and go to the next; at the end, ask for the number."""
        if item.id == "#number":
            from lienthong_tui.screens.numbers import Numbers

            self.ours.hold_keys()
            self.app.switch_screen(Numbers(self.keeper))
            return
        row = self.rows[item.id]
        if row.act in ("paste", "choose"):
            try:
                await self._journal()
            except Problem as problem:
                self.complain(problem)
                return
            await self.ours.pasteboard.put(row.value)
        self.done.add(item.id)
        await self.reload()
        ids = [line.id for line in self.shown if not line.disabled]
        box = self.query_one(OptionList)
        box.highlighted = box.get_option_index(ids[ids.index(item.id) + 1])

    async def _journal(self) -> None:
        """Personal data go to the clipboard only once the journal says so (desk practice, §7.5)."""
        if not self.journaled:
            await self.keeper.record(HandedOff(fields=tuple(self.rows)))
            self.journaled = True


def _cut(text: str, width: int) -> str:
    """`text` in exactly `width` columns."""
    return f"{text:<{width}}" if len(text) <= width else text[: width - 1] + "…"
