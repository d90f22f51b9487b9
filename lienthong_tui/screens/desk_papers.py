"""Papers of the desk itself: the register to sign, blank forms for a power cut, its figures."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from lienthong_tui.desk import allotting, equipment
from lienthong_tui.desk import register as registers
from lienthong_tui.desk.allotting import Allotted
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.packets.registers import Register
from lienthong_tui.papers import blank_forms
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.screens.accounts.password import open_proved
from lienthong_tui.screens.asking import Asking, typed_days
from lienthong_tui.screens.bringing_out import BringingOut
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.statistics import Statistics
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_reminders import NO_GATEWAY

_KEYS = "456789"
_MOST_NAMED = 10


class DeskPapers(Asking):
    """The register of a day or a period, blank forms of each group in force, then the figures."""

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("SỔ VÀ BIỂU MẪU CỦA QUẦY"))

    async def items(self) -> Sequence[Item]:
        """The register, and the groups with how many blank forms are still out."""
        self.free = await self.ours.at_desk(allotting.free, self.ours.at)
        self.groups = {
            group.definition.group: group
            for group in loading.shipped()
            if group.definition.in_force(local_day(self.ours.clock()))
        }
        return [
            Item("day", "1", self.tr(N_("Sổ theo dõi hồ sơ hôm nay: in để ký"))),
            Item("yesterday", "2", self.tr(N_("Sổ theo dõi hồ sơ hôm qua"))),
            Item("period", "3", self.tr(N_("Sổ theo dõi hồ sơ một kỳ"))),
            *(
                Item(
                    f"blank:{name}",
                    key,
                    self.tr(N_("Biểu mẫu trống khi mất điện: {group}"), group=self._short(group)),
                    self._left(name),
                )
                for key, (name, group) in zip(_KEYS, self.groups.items(), strict=False)
            ),
            Item("close", "c", self.tr(N_("Chốt ngày"))),
            Item("figures", "0", self.tr(N_("Số liệu của quầy: đếm theo kỳ, đúng hạn, bổ sung"))),
            Item("remind", "n", self.tr(N_("Nhắc người yêu cầu đã đồng ý")), await self._gateway()),
        ]

    async def _gateway(self) -> str:
        """Whether anything takes messages."""
        found = await self.ours.at_desk(equipment.equipment, self.ours.at)
        return "" if found.reminder_command else self.tr(NO_GATEWAY)

    def _of(self, group: str) -> tuple[Allotted, ...]:
        return tuple(allotted for allotted in self.free if allotted.group == group)

    def _left(self, group: str) -> str:
        count = len(self._of(group))
        return self.tr(N_("{count} số đã cấp chưa dùng"), count=count) if count else ""

    def _short(self, group: Group) -> str:
        return pick(group.definition.short, self.language).lower()

    async def choose(self, item: Item) -> None:
        """Open the register, or ask for the days or how many forms."""
        today = local_day(self.ours.clock())
        if item.id == "day":
            await self._register(today, today)
        elif item.id == "yesterday":
            await self._register(today - timedelta(days=1), today - timedelta(days=1))
        elif item.id == "close":
            from lienthong_tui.screens.closing import Closing

            self.ours.hold_keys()
            self.app.push_screen(Closing())
        elif item.id == "remind":
            from lienthong_tui.screens.reminders import RemindersDue

            self.ours.hold_keys()
            self.app.push_screen(RemindersDue())
        elif item.id == "period":
            text = N_("Từ ngày đến ngày, ví dụ 01/11/2026 - 30/11/2026 (Enter):")
            self.ask(self.tr(text), self._period)
        elif item.id == "figures":
            self.ours.hold_keys()
            self.app.push_screen(Statistics())
        else:
            group = self.groups[item.id.partition(":")[2]]
            text = N_("Bao nhiêu bộ, mỗi bộ một số phiếu? (Enter)")
            left = self._of(group.definition.group)
            if left:
                text = N_(
                    "Bao nhiêu bộ, mỗi bộ một số phiếu mới? Gõ phần cuối của một số đã cấp để in"
                    " lại số ấy: {numbers}. (Enter)"
                )
            numbers = ", ".join(_end(allotted) for allotted in left[:_MOST_NAMED])
            numbers += ", …" if len(left) > _MOST_NAMED else ""
            self.ask(self.tr(text, numbers=numbers), partial(self._blank, group))

    async def _period(self, text: str) -> None:
        now = self.ours.clock()
        days = typed_days(text, now)
        registers.check_period(*days, local_day(now))
        await self._register(*days)

    async def _register(self, first: date, last: date) -> None:
        act = registers.act_for(first, last, local_day(self.ours.clock()))
        await open_proved(self, act, partial(RegisterOut, first, last))

    async def _blank(self, group: Group, text: str) -> None:
        name = group.definition.group
        if text.isascii() and text.isdigit():  # no number ends in digits alone behind its dash
            count = int(text[:4])
            allotted = await self.ours.at_desk(allotting.allot, self.ours.at, name, count)
        else:
            allotted = (allotting.the_one(self._of(name), text),)
        self.ours.hold_keys()
        self.app.push_screen(BlanksOut(group, allotted))


class RegisterOut(BringingOut):
    """The register of some days, as PDF to sign and as a workbook."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__()
        self.first, self.last = first, last
        self.made: Register | None = None

    def heading(self) -> str:
        """Which days."""
        first, last = f"{self.first:%d/%m/%Y}", f"{self.last:%d/%m/%Y}"
        if first == last:
            return self.tr(N_("SỔ THEO DÕI HỒ SƠ NGÀY {day}"), day=last)
        return self.tr(N_("SỔ THEO DÕI HỒ SƠ {first} – {last}"), first=first, last=last)

    async def items(self) -> Sequence[Item]:
        """The acts; below them how many filings, and the head that is printed with them."""
        made = await self._register()
        lines = [self.tr(N_("{count} hồ sơ."), count=len(made.rows))]
        lines += [row.reference for row in made.rows]
        lines += ["", self.tr(N_("Nhật ký đến hết kỳ:")), made.journal or "…………"]
        self.show_text(self.wrapped(lines))
        return self.ways()

    async def bring(self, put: Put) -> None:
        """As it stood when the page was opened."""
        made = await self._register()
        await self.ours.at_desk(registers.take_out, self.ours.at, made, put)

    async def _register(self) -> Register:
        """The register, made once: that of a year takes seconds."""
        if self.made is None:
            make = registers.register
            self.made = await self.ours.at_desk(make, self.ours.at, self.first, self.last)
        return self.made


class BlanksOut(BringingOut):
    """Blank forms under numbers that were given out for them."""

    def __init__(self, group: Group, allotted: tuple[Allotted, ...]) -> None:
        super().__init__()
        self.group = group
        self.allotted = allotted

    def heading(self) -> str:
        """Of what, how many."""
        short = pick(self.group.definition.short, self.language).upper()
        count = len(self.allotted)
        return self.tr(N_("BIỂU MẪU TRỐNG · {group} · {count} bộ"), group=short, count=count)

    async def items(self) -> Sequence[Item]:
        """The acts; below them the numbers, and how they are used."""
        told = self.tr(
            N_(
                "Có điện lại: mở hồ sơ mới, phím 8 ở danh sách các bước, chọn số in ở chân biểu mẫu"
                " và gõ giờ đã nhận giấy."
            )
        )
        numbers = (allotted.reference for allotted in self.allotted)
        self.show_text(self.wrapped([told, "", *numbers]))
        return self.ways()

    def which(self) -> Hashable:
        """Under these numbers."""
        return tuple(allotted.reference for allotted in self.allotted)

    async def bring(self, put: Put) -> None:
        """They name nobody; what is brought out again is marked as a reprint."""
        desk, group = self.ours.at, self.group
        bring_out = blank_forms.bring_out
        await self.ours.at_desk(bring_out, desk, group, self.allotted, self.language, put)
        self.allotted = tuple(replace(allotted, printed=True) for allotted in self.allotted)


def _end(allotted: Allotted) -> str:
    """The part of a number that tells it from the others of its day: "1002-4"."""
    return allotted.reference.split("-", 2)[2]
