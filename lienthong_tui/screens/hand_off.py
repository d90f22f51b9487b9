"""The way to the portal: every value in the portal's order, `Enter` copies one and goes on."""

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from lienthong_tui.desk import handing_off
from lienthong_tui.desk.exporting import into
from lienthong_tui.filing.events import HandedOff
from lienthong_tui.filing.hand_off import Act, Row, portal_pages
from lienthong_tui.problems import Problem
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.paste_trial import PasteTrial
from lienthong_tui.sentences import pick
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
_PANEL = 9  # rows of the panel
_LIST = 7  # rows that a taller one leaves: title, state, keys, and some of the list
_GAP = "   "  # between two words written letter by letter


class HandOff(FilingPage, Menu):
    """Rows by portal page. The value in hand also stands alone in the panel, to be typed off.

    Where pasting brings something else, which is tried once per sign-in, it stands there large.
    """

    hints: ClassVar[Hints] = (
        ("Enter", N_("chép, sang dòng sau")),
        ("↑↓", N_("dòng")),
        ("F4", N_("ghi ra tệp")),
        ("F7", N_("thử dán")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "write", show=False),
        Binding("f7", "try_paste", show=False),
    ]

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

    async def on_mount(self) -> None:
        """Before the first value is copied, try whether it arrives."""
        if self.ours.pastes is None:
            self.action_try_paste()

    def action_write(self) -> None:
        """The same as a file, for a program that types it."""
        self.ours.hold_keys()
        self.app.push_screen(HandOffFile(self.keeper))

    def action_try_paste(self) -> None:
        """Copy a harmless word and ask for it back."""
        self.app.push_screen(PasteTrial())

    def place(self) -> str:
        """How far the hand-off is."""
        to_do = sum(1 for row in self.rows.values() if row.act != "account")
        return self.tr(N_("Chuyển sang Cổng · {done}/{all}"), done=len(self.done), **{"all": to_do})

    def state(self) -> tuple[str, str]:
        """The filing's state: nothing is saved here."""
        return self.state_that_fits()

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

    async def reload(self) -> None:
        """The rows, and the panel of the one that is lit: whether copies arrive may be known by
        now."""
        await super().reload()
        lit = self.query_one(OptionList).highlighted
        self._show(self.rows.get(self.shown[lit].id) if lit is not None else None)

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
        panel = self.query_one(Panel)
        panel.styles.height = _PANEL
        if row is None:
            panel.show(["", "", "", "", fixed])
            return
        label = pick(row.field.label, self.language)
        act = self.tr(_ACTS[row.act])
        key = f" ({row.field.portal})" if row.field.portal else ""
        head = f"{label} – {act}{key}"
        shown = "" if row.act in ("tick", "leave") else row.value
        if self.ours.pastes is not False:
            panel.show([head, "", f"    {shown}", "", fixed])
            return
        width = self.ours.size.width - 2
        said = self.tr(N_("Sao chép KHÔNG tới máy này: gõ theo giá trị ở trên."))
        told = [head, "", *spaced(shown, width), "", said, fixed]
        lines = [line for text in told for line in textwrap.wrap(text, width) or [""]]
        panel.styles.height = max(_PANEL, min(len(lines), self.ours.size.height - _LIST))
        panel.show(lines)

    async def choose(self, item: Item) -> None:
        """Copy the row, tick it off and go to the next; at the end, ask for the number."""
        if item.id == "#number":
            from lienthong_tui.screens.official_numbers import Numbers

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


def spaced(value: str, width: int) -> list[str]:
    """`value` letter by letter in rows of at most `width` columns, to be typed off.

    Words stay whole where they fit into a row.
    """
    rows: list[str] = []
    for word in value.split():
        for start in range(0, len(word), width // 2):
            part = " ".join(word[start : start + width // 2])
            if rows and len(rows[-1]) + len(_GAP) + len(part) <= width:
                rows[-1] += _GAP + part
            else:
                rows.append(part)
    return rows or [""]


def _cut(text: str, width: int) -> str:
    """`text` in exactly `width` columns."""
    return f"{text:<{width}}" if len(text) <= width else text[: width - 1] + "…"


class HandOffFile(FilingPage, Asking):
    """Where the file goes: it holds the citizen's data, so it is asked and never assumed."""

    def place(self) -> str:
        """What is written."""
        return self.tr(N_("Chuyển sang Cổng bằng tệp"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The act."""
        return [
            Item("write", "1", self.tr(N_("Ghi tệp JSON theo tên ô của Cổng ra thư mục"))),
        ]

    async def choose(self, item: Item) -> None:  # noqa: ARG002 -- there is one
        """Ask for the folder."""
        question = N_("Ghi ra thư mục nào? Tệp có dữ liệu của công dân: dùng xong thì xóa. (Enter)")
        self.ask(self.tr(question), self._write)

    async def _write(self, text: str) -> None:
        out = await self.sure_of(typed_path(text))
        await self.keeper.do(handing_off.write, into(out))
        name = handing_off.file_name(self.keeper.draft)
        self.say(self.tr(N_("Đã ghi {name} ra {folder}."), name=name, folder=out))
