"""Personal data, for the supervisor: what goes at its term, one citizen's data, who looked."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk import citizens, erasure
from lienthong_tui.desk.access_log import access_log
from lienthong_tui.desk.citizens import Found
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.privacy_reports import citizen_text, going_text, held_text
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import Telling, TellingActs
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_access import access_lines

_LETTERS = "abcdefghijklm"


class Purging(TellingActs):
    """What has come to the end of its term, shown before any of it goes."""

    hints: ClassVar[Hints] = (("1", N_("xóa")), ("PgUp/PgDn", N_("cuộn")), ("Esc", N_("lùi")))

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("HẾT HẠN LƯU"))

    def state(self) -> tuple[str, str]:
        """What stays."""
        return self.tr(N_("Sổ vẫn giữ số, thủ tục, ngày, quầy; nhật ký vẫn kiểm tra được.")), ""

    async def items(self) -> Sequence[Item]:
        """The one act, with how much it takes."""
        desk = self.ours.at
        self.due = await self.ours.at_desk(erasure.due, desk)
        soon = await self.ours.at_desk(erasure.soon, desk)
        self.show_text(self.wrapped(going_text(self.due, soon, self.language)))
        count = len(self.due.filings) + len(self.due.inbox)
        name = self.tr(N_("Xóa nội dung đã hết hạn: {count}"), count=count)
        return [Item("purge", "1", name, disabled=not count)]

    async def choose(self, item: Item) -> None:  # noqa: ARG002
        """Ask once more: this cannot be taken back."""
        text = N_("Xóa hẳn những nội dung ở dưới? Gõ 0 rồi Enter; Esc để giữ.")
        self.ask(self.tr(text), self._purge)

    async def _purge(self, text: str) -> None:
        if text == "0":
            await self.ours.at_desk(erasure.purge_due, self.ours.at, self.due)
            self.say(self.tr(N_("Đã xóa nội dung hết hạn.")))


class Citizen(TellingActs):
    """One citizen's data: given to them, or erased where they ask for it."""

    hints: ClassVar[Hints] = (("1-2", N_("chọn")), ("PgUp/PgDn", N_("cuộn")), ("Esc", N_("lùi")))

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.found: Sequence[Found] = ()

    def heading(self) -> str:
        """Whose data."""
        return self.tr(N_("DỮ LIỆU CỦA MỘT NGƯỜI DÂN"))

    def state(self) -> tuple[str, str]:
        """Before anything is given or erased."""
        text = N_("Xem giấy tờ của người yêu cầu trước; trả lời trong 2 ngày làm việc.")
        return self.tr(text), ""

    async def items(self) -> Sequence[Item]:
        """Find, give, erase."""
        if self.number:
            find = citizens.filings_of
            self.found = await self.ours.at_desk(find, self.ours.at, self.number)
            self.show_text(self.wrapped(held_text(self.found, self.language)))
        none = not self.found
        lines = held_text(self.found, self.language) if self.found else []
        return [
            Item("find", "1", self.tr(N_("Tìm theo số định danh"))),
            Item("give", "2", self.tr(N_("Ghi dữ liệu ra tệp để giao")), disabled=none),
            *(
                Item(each.line.filing, letter, self.tr(N_("Xóa: {filing}"), filing=told))
                for letter, (each, told) in keyed(_LETTERS, zip(self.found, lines, strict=False))
            ),
        ]

    async def choose(self, item: Item) -> None:
        """Ask what is needed for it."""
        if item.id == "find":
            self.ask(self.tr(N_("Số định danh, 12 chữ số (Enter):")), self._find)
        elif item.id == "give":
            self.ask(self.tr(N_("Ghi ra thư mục nào, ví dụ USB (Enter):")), self._give)
        else:
            text = N_("Xóa hẳn nội dung. Lý do, không ghi tên ai (Enter để xóa, Esc để giữ):")
            self.ask(self.tr(text), partial(self._erase, item.id))

    async def _find(self, number: str) -> None:
        self.found = await self.ours.at_desk(citizens.filings_of, self.ours.at, number)
        self.number = number

    async def _give(self, text: str) -> None:
        out = await self.sure_of(typed_path(text))
        told = partial(citizen_text, language=self.language)
        paths = await self.ours.at_desk(citizens.give, self.ours.at, self.found, out, told)
        self.say(self.tr(N_("Đã ghi ra {path}."), path=", ".join(path.name for path in paths)))

    async def _erase(self, filing: str, reason: str) -> None:
        lines = citizens.chosen(self.found, [filing])
        await self.ours.at_desk(erasure.erase, self.ours.at, lines, reason)
        self.say(self.tr(N_("Đã xóa nội dung; sổ chỉ còn số, thủ tục, ngày.")))


class AccessPage(Telling):
    """A day of the access log; the arrows turn to another day."""

    hints: ClassVar[Hints] = (
        ("←/→", N_("ngày trước, ngày sau")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "another_day(-1)", show=False),
        Binding("right", "another_day(1)", show=False),
    ]
    back = 0
    lines: Sequence[str] = ()

    def heading(self) -> str:
        """What is read."""
        return self.tr(N_("NHẬT KÝ TRUY CẬP"))

    def state(self) -> tuple[str, str]:
        """Which day, how much."""
        day = local_day(self.ours.clock()) - timedelta(days=self.back)
        return f"{day:%d/%m/%Y}", self.tr(N_("{count} việc"), count=len(self.lines))

    async def on_mount(self) -> None:
        """Begin with today."""
        await self._read()

    async def _read(self) -> None:
        day = local_day(self.ours.clock()) - timedelta(days=self.back)
        log = await self.ours.at_desk(access_log, self.ours.at, day, day)
        self.lines = access_lines(log, self.language)
        self.draw()

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        self.draw()

    def draw(self) -> None:
        """Show what was read."""
        none = [self.tr(N_("Không có việc nào."))]
        self.show_text(self.wrapped(self.lines or none, " " * len("dd/mm HH:MM  ")))
        self.refresh_chrome()

    async def action_another_day(self, by: int) -> None:
        """Turn to the day before or after, not past today."""
        self.back = max(0, self.back - by)
        await self._read()
