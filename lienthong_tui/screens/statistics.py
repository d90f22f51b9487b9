"""The figures of the desk: a period, then its views turned like pages, and a workbook of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual.events import Key

from lienthong_tui import figure_reports
from lienthong_tui.desk import history, statistics
from lienthong_tui.desk.exporting import Put
from lienthong_tui.desk.history import Holder
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.statistics import Report
from lienthong_tui.screens.asking import Asking, typed_days
from lienthong_tui.screens.bringing_out import BringingOut
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import who_did
from lienthong_tui.sentences.of_statistics import TITLES, period
from lienthong_tui.sentences.statistics_views import views

_VIEW_KEYS = "3456789"
_MARGIN = 4  # columns beside the text: a space at each side, the scroll bar
_ONE_DAY = timedelta(days=1)

_PERIODS = {
    "day": N_("Hôm nay"),
    "week": N_("Tuần này"),
    "month": N_("Tháng này"),
    "month-before": N_("Tháng trước"),
    "quarter": N_("Quý này"),
    "year": N_("Năm nay"),
}


def period_of(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period that `today` lies in, or the month before."""
    month = today.replace(day=1)
    match name:
        case "week":
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return month, _last_of(month, 1)
        case "month-before":
            last = month - _ONE_DAY
            return last.replace(day=1), last
        case "quarter":
            first = month.replace(month=month.month - (month.month - 1) % 3)
            return first, _last_of(first, 3)
        case "year":
            return today.replace(month=1, day=1), today.replace(month=12, day=31)
    return today, today


def _last_of(first: date, months: int) -> date:
    """The last day of so many months, that of `first`, which is its first day, included."""
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first - _ONE_DAY


class Statistics(Asking):
    """Which period."""

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("SỐ LIỆU CỦA QUẦY"))

    async def items(self) -> Sequence[Item]:
        """Periods by digit, and one that is typed."""
        today = local_day(self.ours.clock())
        keyed = zip("123456", _PERIODS.items(), strict=True)
        return [
            *(
                Item(name, key, self.tr(text), period(*period_of(name, today)))
                for key, (name, text) in keyed
            ),
            Item("typed", "7", self.tr(N_("Từ ngày đến ngày"))),
        ]

    async def choose(self, item: Item) -> None:
        """Open the figures, or ask for the days."""
        if item.id == "typed":
            text = N_("Từ ngày đến ngày, ví dụ 01/11/2026 - 30/11/2026 (Enter):")
            self.ask(self.tr(text), self._typed)
            return
        await self._open(*period_of(item.id, local_day(self.ours.clock())))

    async def _typed(self, text: str) -> None:
        await self._open(*typed_days(text, self.ours.clock()))

    async def _open(self, first: date, last: date) -> None:
        self.tell(self.tr(N_("Đang đếm…")))  # a year of a large desk takes seconds
        try:
            made = await self.ours.at_desk(statistics.report, self.ours.at, first, last)
        finally:
            self.tell("")
        desk = self.ours.at
        holders = await self.ours.at_desk(history.holders, desk)
        by_officer = await self.ours.at_desk(desk.may, "access-log")
        self.ours.hold_keys()
        self.app.push_screen(FiguresOut(made, holders if by_officer else {}))


class FiguresOut(BringingOut):
    """The views of a report, one at a time; `1` writes all of them as a workbook."""

    hints: ClassVar[Hints] = (
        ("3-9 ←→", N_("bảng khác")),
        ("1", N_("ghi XLSX")),
        ("2", N_("che số nhỏ")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def __init__(self, made: Report, holders: dict[str, Holder]) -> None:
        super().__init__()
        self.made = made
        self.holders = holders
        """By whom it is told, too; empty for whoever may not see that."""
        self.turned = 0
        self.hidden = True

    def heading(self) -> str:
        """Of which days."""
        return self.tr(N_("SỐ LIỆU {period}"), period=period(self.made.first, self.made.last))

    def state(self) -> tuple[str, str]:
        """As of when, and how many filings it is about."""
        told = self.tr(N_("Như ngày {day}"), day=f"{self.made.as_of:%d/%m/%Y}")
        return told, self.tr(N_("{count} hồ sơ"), count=self.made.total)

    async def items(self) -> Sequence[Item]:
        """Writing it, and whether small numbers are hidden there; below them the view."""
        self.show_text(self._text())
        if not self.made.total:
            return []
        hides = N_("có: 1 và 2 ghi là 1–2") if self.hidden else N_("không: ghi đúng số")
        return [
            Item("write", "1", self.tr(N_("Ghi ra thư mục (XLSX)"))),
            Item("hide", "2", self.tr(N_("Che số nhỏ khi ghi ra")), self.tr(hides)),
        ]

    def put(self, found: Sequence[Item]) -> None:
        """The views have their keys too, and stand above the text."""
        super().put(found)
        if found:
            self.shown += [Item(f"view:{n}", key, "") for n, key in enumerate(_VIEW_KEYS)]

    def _text(self) -> list[str]:
        width = self.ours.size.width - _MARGIN
        if not self.made.total:
            return list(self.wrapped([figure_reports.empty(self.language)], ""))
        own = self.ours.at.unlocked.officer
        view = views(self.made, self.language, own=own)[self.turned]
        lines = figure_reports.drawn(view, width, self.language)
        officers = self._officers() if view.id == "whole" else []
        return [*self.wrapped([self._tabs()], ""), "", *lines, *officers]

    def _tabs(self) -> str:
        names = (f"{k} {self.tr(t)}" for k, t in zip(_VIEW_KEYS, TITLES.values(), strict=True))
        return " ".join(
            f"[{name}]" if place == self.turned else name for place, name in enumerate(names)
        )

    def _officers(self) -> list[str]:
        """Who completed how many, by name, for whoever looks after the desk: no order of merit."""
        if not self.holders or not self.made.completed_by:
            return []
        told = (
            (who_did(slot, self.holders, self.language), count)
            for slot, count in self.made.completed_by.items()
        )
        title = self.tr(N_("Ai kê khai xong bao nhiêu hồ sơ (xếp theo tên, không xếp hạng)"))
        lines = [f"  {name}: {count}" for name, count in sorted(told)]
        return ["", *self.wrapped([title, *lines])]

    async def choose(self, item: Item) -> None:
        """Write, hide or not, or show another view."""
        if item.id == "hide":
            self.hidden = not self.hidden
            await self.reload()
        elif item.id.startswith("view:"):
            await self._turn_to(int(item.id.partition(":")[2]))
        else:
            await super().choose(item)

    async def on_key(self, event: Key) -> None:
        """The arrows turn the views, unless a text is being typed; digits are the list's."""
        by = {"left": -1, "right": 1}.get(event.key)
        if by is not None and self._then is None and self.made.total:
            event.stop()
            await self._turn_to((self.turned + by) % len(TITLES))

    async def _turn_to(self, place: int) -> None:
        self.turned = place
        self.text.scroll_home(animate=False)
        await self.reload()

    async def bring(self, put: Put) -> None:
        """As it stood when the page was opened."""
        bring_out = partial(figure_reports.bring_out, hidden=self.hidden)
        await self.ours.at_desk(bring_out, self.ours.at, self.made, put)
