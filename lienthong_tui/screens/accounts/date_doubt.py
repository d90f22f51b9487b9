"""The PC's date is far from the last one seen: asked before any filing gets it."""

from collections.abc import Sequence
from datetime import datetime

from lienthong_tui.desk.session import confirm_date
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import day


class DateDoubt(Menu):
    """An empty clock battery, or a long holiday: only the officer knows which."""

    def __init__(self, last_seen: datetime) -> None:
        super().__init__()
        self.last_seen = last_seen

    def heading(self) -> str:
        """The date in question."""
        now = self.ours.clock().astimezone(VIETNAM)
        text = N_("HÔM NAY LÀ {day}, {time}?")
        return self.tr(text, day=day(now.date(), self.language).upper(), time=f"{now:%H:%M}")

    def state(self) -> tuple[str, str]:
        """Why it is asked."""
        seen = self.last_seen.astimezone(VIETNAM)
        text = N_("Việc cuối ở quầy: {time}. Hồ sơ lấy ngày giờ theo đồng hồ máy.")
        return self.tr(text, time=f"{seen:%H:%M %d/%m/%Y}"), ""

    async def items(self) -> Sequence[Item]:
        """Right or wrong."""
        return [
            Item("right", "1", self.tr(N_("Đúng, làm tiếp"))),
            Item("wrong", "2", self.tr(N_("Sai: đăng xuất để chỉnh đồng hồ của máy"))),
        ]

    async def choose(self, item: Item) -> None:
        """Go on, or sign out."""
        if item.id == "wrong":
            await self.ours.leave_desk()
            return
        from lienthong_tui.screens.accounts.first_steps import next_step

        self.ours.hold_keys()
        self.ours.desk = await self.ours.at_desk(confirm_date, self.ours.at)
        self.app.switch_screen(await self.ours.at_desk(next_step, self.ours.at))

    async def action_back(self) -> None:
        """Sign out: nothing was begun under a date in doubt."""
        await self.ours.leave_desk()
