"""What is not filed here: a list of such cases, each with where to go instead, to be printed."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Referral
from lienthong_tui.referrals import file_names, sheet
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.slips import Place, as_text

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
        self.app.push_screen(ReferralPage(self.referrals[item.id]))


class ReferralPage(TellingActs):
    """What to say to the family; `Enter` writes it, as text and as PDF."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("ghi ra tệp để in")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def __init__(self, referral: Referral) -> None:
        super().__init__()
        self.referral = referral

    def heading(self) -> str:
        """The case."""
        return pick(self.referral.title, self.language)

    async def items(self) -> tuple[Item, ...]:
        """Writing it out."""
        place = Place(self.ours.at.commune, self.ours.at.number, self.ours.at.demo)
        self.sheet = sheet(self.referral, place, self.language)
        self.show_text(as_text(self.sheet).splitlines())
        return (Item("write", "1", self.tr(N_("Ghi ra tệp để in"))),)

    async def choose(self, item: Item) -> None:  # noqa: ARG002
        """Ask where to."""
        question = N_("Ghi giấy hướng dẫn ra thư mục nào (Enter để ghi):")
        self.ask(self.tr(question), self._write)

    async def _write(self, text: str) -> None:
        out = await self.write_out(self.sheet, file_names(self.referral), text)
        self.say(self.tr(N_("Đã ghi giấy hướng dẫn ra {folder}."), folder=out))
