"""Close of day: what is left, kind by kind; the register to sign; then the day is closed."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import closing
from lienthong_tui.desk.closing import Day, Left
from lienthong_tui.filing.queue import Kind
from lienthong_tui.screens.desk_papers import RegisterOut
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.queue_lines import LETTERS, named
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.sentences.marking import N_

HEADS: dict[Left, str] = {
    "unlodged": N_("CHƯA NỘP LÊN CỔNG"),
    "number": N_("ĐÃ NỘP, THIẾU SỐ HỒ SƠ"),
    "papers": N_("GIẤY TỜ CHƯA TRẢ LẠI"),
    "unsigned": N_("CHƯA KÝ, KÝ LẠI"),
    "in-hand": N_("CÒN ĐANG KÊ KHAI, TẠM GÁC"),
}
_OPENS: dict[Left, Kind] = {"number": "number"}


class Closing(Menu):
    """A line for each filing under each kind of thing that is left; the acts on top."""

    hints: ClassVar[Hints] = (
        ("1", N_("sổ hôm nay")),
        ("2", N_("chốt ngày")),
        ("a-z", N_("mở hồ sơ")),
        ("Esc", N_("lùi")),
    )
    found: Day | None = None
    sure = False

    def heading(self) -> str:
        """What is done."""
        return self.tr(N_("CHỐT NGÀY"))

    def state(self) -> tuple[str, str]:
        """The day, and what was completed in it."""
        if self.found is None:
            return "", ""
        day = f"{self.found.day:%d/%m/%Y}"
        return day, self.tr(N_("hoàn thành {count} hồ sơ"), count=self.found.completed)

    async def items(self) -> Sequence[Item]:
        """The register, the close, then what is left."""
        found = self.found = await self.ours.at_desk(closing.day, self.ours.at)
        made = self.tr(N_("đã in đủ")) if found.registered else self.tr(N_("CHƯA IN"))
        if not found.completed:
            made = self.tr(N_("hôm nay không có hồ sơ nào"))
        note = self.tr(N_("đã chốt lúc trước")) if found.closed else ""
        if self.sure:
            note = self.tr(N_("còn việc dở: bấm phím 2 thêm một lần"))
        lines = [
            Item("register", "1", self.tr(N_("Sổ theo dõi hôm nay, in để ký")), made),
            Item("close", "2", self.tr(N_("Ghi chốt ngày")), note),
        ]
        letters = iter(LETTERS)
        for kind, left in found.left.items():
            if left:
                head = f"{self.tr(HEADS[kind])} ({len(left)})"
                lines.append(Item(f"#{kind}", "", head, disabled=True))
            lines += [
                Item(
                    f"{kind}:{line.filing}",
                    next(letters, ""),
                    named(self, line),
                    line.reference or "",
                )
                for line in left
            ]
        if found.clear:
            text = self.tr(N_("Không còn gì dở. In sổ, ký, rồi chốt ngày."))
            lines.append(Item("#clear", "", text, disabled=True))
        return lines

    async def choose(self, item: Item) -> None:
        """Print, close, or open what is left."""
        was_asked, self.sure = self.sure, False
        found = self.found
        assert found is not None, "the page was filled before a line is chosen"
        if item.id == "register":
            self.ours.hold_keys()
            self.app.push_screen(RegisterOut(found.day, found.day))
        elif item.id == "close":
            if not found.clear and not was_asked:
                self.sure = True
                await self.reload()
                self.say(self.tr(N_("Còn việc dở. Vẫn chốt thì bấm phím 2 thêm một lần.")))
                return
            await self.ours.at_desk(closing.close, self.ours.at)
            self.say(self.tr(N_("Đã chốt ngày {day}."), day=f"{found.day:%d/%m/%Y}"))
            await self.reload()
        else:
            kind, _, filing = item.id.partition(":")
            await self.ours.pasteboard.wipe()
            opens = next((_OPENS[left] for left in _OPENS if left == kind), None)
            await go_on(self.ours, filing, opens)
