"""What is not filed here: a list of such cases, each with where to go instead, to be printed."""

from collections.abc import Sequence

from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.papers.referrals import file_names, sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Referral
from lienthong_tui.screens.bringing_out import SheetOut
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


class Referrals(Menu):
    """The cases, group by group; one that this office takes all the same says so."""

    def heading(self) -> str:
        """What the list is."""
        return self.tr(N_("VIỆC LÀM Ở NƠI KHÁC"))

    def state(self) -> tuple[str, str]:
        """What it is for."""
        return self.tr(N_("Chọn trường hợp để đọc và in giấy hướng dẫn")), ""

    async def items(self) -> Sequence[Item]:
        """A line for each case."""
        today = local_day(self.ours.clock())
        keys = iter(_KEYS)
        lines: list[Item] = []
        self.referrals: dict[str, Referral] = {}
        for group in loading.shipped():
            if not (group.definition.in_force(today) and group.definition.referral):
                continue
            name = pick(group.definition.short, self.language).upper()
            lines.append(Item(f"#{group.definition.group}", "", name, disabled=True))
            for referral in group.definition.referral:
                self.referrals[referral.id] = referral
                taken = referral.id in self.ours.at.office.relaxed
                note = self.tr(N_("cơ quan này vẫn nhận")) if taken else ""
                title = pick(referral.title, self.language)
                lines.append(Item(referral.id, next(keys, ""), title, note))
        return lines

    async def choose(self, item: Item) -> None:
        """Open one."""
        self.ours.hold_keys()
        referral = self.referrals[item.id]
        place = Place(self.ours.at.commune, self.ours.at.number, self.ours.at.demo)
        said = sheet(referral, place, self.language)
        title = pick(referral.title, self.language)
        self.app.push_screen(SheetOut(title, said, file_names(referral)))
