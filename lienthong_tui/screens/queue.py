"""Everything there is to do at this desk, section by section; each line opens what to do next."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import parking
from lienthong_tui.desk import queue as queues
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.queue_lines import LETTERS, RESTING, line_items, told_beside
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.sentences.marking import N_


class Queue(Menu):
    """The sections in the order of urgency; names masked, as on the first page."""

    has_panel = True

    hints: ClassVar[Hints] = (
        ("a-z", N_("mở việc")),
        ("1", N_("bàn giao")),
        ("2", N_("chốt ngày")),
        ("F3", N_("tra cứu")),
        ("Esc", N_("lùi")),
    )

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("VIỆC CẦN LÀM"))

    def keys(self) -> Hints:
        """Handing over only where there is something, and somebody to take it."""
        if not getattr(self, "may_hand", False):
            return [hint for hint in self.hints if hint[0] != "1"]
        return super().keys()

    def state(self) -> tuple[str, str]:
        """How many something is to be done about, as on the first page, and how many there are."""
        sections = getattr(self, "sections", ())
        now = sum(len(each.lines) for each in sections if each.kind not in RESTING)
        count = sum(len(each.lines) for each in sections)
        return (
            self.tr(N_("{count} việc"), count=now),
            self.tr(N_("{count} hồ sơ chưa xong"), count=count),
        )

    async def items(self) -> Sequence[Item]:
        """The two acts, then every section."""
        desk = self.ours.at
        self.sections = await self.ours.at_desk(queues.sections, desk)
        others = await self.ours.at_desk(parking.others, desk)
        own = await self.ours.at_desk(parking.own, desk)
        found = []
        self.may_hand = bool(own and others)
        if self.may_hand:
            note = self.tr(N_("{count} hồ sơ đang trong tay"), count=len(own))
            found.append(Item("hand", "1", self.tr(N_("Bàn giao việc đang làm cho…")), note))
        found.append(Item("close", "2", self.tr(N_("Chốt ngày"))))
        names = await self.ours.at_desk(lambda: desk.officer_names)
        letters = iter(LETTERS)
        for section in self.sections:
            found += line_items(self, section, letters, names)
        if not self.sections:
            text = self.tr(N_("Không còn việc nào. Hồ sơ mới: trang đầu, phím 1, 2."))
            found.append(Item("#none", "", text, disabled=True))
        return found

    def beside(self, item: Item) -> Sequence[str]:
        """Where a filing stands."""
        found = (
            (section.kind, line)
            for section in self.sections
            for line in section.lines
            if line.filing == item.id
        )
        return next((told_beside(self, line, kind) for kind, line in found), ())

    async def choose(self, item: Item) -> None:
        """Open what is to be done, hand over, or close the day."""
        if item.id == "close":
            from lienthong_tui.screens.closing import Closing

            self.ours.hold_keys()
            self.app.push_screen(Closing())
        elif item.id == "hand":
            self.ours.hold_keys()
            self.app.push_screen(HandAll())
        else:
            kind = next(s.kind for s in self.sections if item.id in {x.filing for x in s.lines})
            await self.ours.pasteboard.wipe()
            await go_on(self.ours, item.id, kind)


class HandAll(Menu):
    """To whom everything in hand goes, at lunch or at the end of a shift."""

    hints: ClassVar[Hints] = (("1-9", N_("giao cho")), ("Esc", N_("lùi")))

    def heading(self) -> str:
        """What is done."""
        return self.tr(N_("BÀN GIAO VIỆC ĐANG LÀM"))

    async def items(self) -> Sequence[Item]:
        """The other officers."""
        self.others = await self.ours.at_desk(parking.others, self.ours.at)
        return [Item(slot, str(n), name) for n, (slot, name) in enumerate(self.others.items(), 1)]

    async def choose(self, item: Item) -> None:
        """Hand everything over."""
        count = await self.ours.at_desk(parking.hand_over_all, self.ours.at, item.id)
        self.app.pop_screen()
        text = N_("Đã bàn giao {count} hồ sơ cho {name}.")
        self.say(self.tr(text, count=count, name=self.others[item.id]))
