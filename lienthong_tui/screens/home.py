"""Home: start a filing, go on with one, see what has not yet gone to the portal, look one up."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from lienthong_tui.desk import drafting, office, replies
from lienthong_tui.desk.looking import look
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import Viewed
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures import loading
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.guarded import HOME
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps import choosing
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.sentences import pick, state_label
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store.projections import Line

MOST_LISTED = 8
_NEW_KEYS = "1245"  # 3 looks up, 6 takes replies, 7 is for papers, 8 sets, 9 refers elsewhere


class Home(Menu):
    """The officer's start. Filings wait in the order they were last touched.

    Their names are masked as in the look-up: the screen may face whoever comes next.
    """

    hints: ClassVar[Hints] = (
        ("1-2", N_("hồ sơ mới")),
        ("F2", N_("quét thẻ")),
        ("F3", N_("tra cứu")),
        ("Ctrl+L", N_("che màn hình")),
        ("0", N_("đăng xuất")),
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "scan", show=False)]
    landmark = HOME

    def heading(self) -> str:
        """The desk."""
        desk = self.ours.at
        return self.tr(
            N_("QUẦY {number} · {commune}"), number=desk.number, commune=commune_label(desk.commune)
        )

    def state(self) -> tuple[str, str]:
        """What waits."""
        return self._waiting(), ""

    waiting = 0
    drafting = False

    def _waiting(self) -> str:
        return self.tr(N_("Chưa nộp lên Cổng ({count})"), count=self.waiting)

    async def items(self) -> Sequence[Item]:
        """The acts, then the filings: to go on with, to lodge, the last ones touched."""
        at_desk, desk = self.ours.at_desk, self.ours.at
        self.waiting = await at_desk(drafting.count, desk, "completed")
        came = len(await at_desk(replies.waiting, desk))
        drafts = (await at_desk(drafting.recent, desk, "drafting"))[:MOST_LISTED]
        unlodged = (await at_desk(drafting.recent, desk, "completed"))[:MOST_LISTED]
        self.drafting = bool(drafts)
        above = {line.filing for line in (*drafts, *unlodged)}
        lately = [line for line in await at_desk(drafting.recent, desk) if line.filing not in above]
        acts = [
            *self._groups(),
            Item("lookup", "3", self.tr(N_("Tra cứu hồ sơ (F3)"))),
            Item("inbox", "6", self.tr(N_("Kết quả cơ quan gửi về")), self._came_in(came)),
            Item("papers", "7", self.tr(N_("Sổ theo dõi, biểu mẫu trống"))),
            Item("settings", "8", self.tr(N_("Tài khoản và thiết lập"))),
            Item("referrals", "9", self.tr(N_("Việc làm ở nơi khác: giấy hướng dẫn"))),
            Item("sign-out", "0", self.tr(N_("Đăng xuất"))),
        ]
        letters = iter("abcdefghijklmnopqrstuvwxyz")
        for heading, lines in (
            (self.tr(N_("ĐI TIẾP?")), drafts),
            (self._waiting().upper(), unlodged),
            (self.tr(N_("GẦN ĐÂY")), lately[:MOST_LISTED]),
        ):
            if lines:
                acts.append(Item(f"#{heading}", "", heading, disabled=True))
            for line in lines:
                acts.append(
                    Item(
                        line.filing,
                        next(letters),
                        masked_name(line.label) or self._nameless(line),
                        self._note(line),
                    )
                )
        return acts

    def _came_in(self, count: int) -> str:
        return self.tr(N_("{count} tệp đang chờ"), count=count) if count else ""

    def _nameless(self, line: Line) -> str:
        """Of several nobody is named in yet, the group at least tells them apart."""
        named = (
            pick(g.definition.short, self.language)
            for g in loading.shipped()
            if g.definition.group == line.group
        )
        nameless = self.tr(N_("(chưa có tên)"))
        return f"{next(named, line.group)} {nameless}"

    def _groups(self) -> list[Item]:
        """A new filing of each group that is in force today."""
        today = local_day(self.ours.clock())
        names = [
            (group.definition.group, pick(group.definition.short, self.language).lower())
            for group in loading.shipped()
            if group.definition.in_force(today)
        ]
        text = N_("Hồ sơ {group} mới")
        return [
            Item(f"new:{name}", key, self.tr(text, group=short))
            for key, (name, short) in zip(_NEW_KEYS, names, strict=False)
        ]

    async def on_mount(self) -> None:
        """Start on what was being filled in last: after a power cut, `Enter` goes on with it."""
        await super().on_mount()
        self.run_worker(asyncio.to_thread(choosing.warm), exit_on_error=False)
        draft = next((n for n, item in enumerate(self.shown) if item.key == "a"), None)
        if draft is not None and self.drafting:
            self.query_one(OptionList).highlighted = draft

    def _note(self, line: Line) -> str:
        """When it was touched, and what its heading does not tell."""
        touched = datetime.fromisoformat(line.updated)
        told = [f"{touched.astimezone(VIETNAM):%H:%M %d/%m}"]
        if line.reference is not None:
            told.append(line.reference)
        if line.state == "lodged":
            told.append(state_label(line.state, self.language))
        return " · ".join(told)

    async def scan_begun(self, digit: str) -> None:
        """A card is scanned with nothing open: it starts a filing or finds one."""
        await self._scan(digit)

    async def slip_scanned(self, number: str) -> None:
        """A citizen came with a slip: its filing opens."""
        from lienthong_tui.screens.look_up import open_slip

        await self.ours.pasteboard.wipe()
        await open_slip(self, number)

    async def action_scan(self) -> None:
        """Wait for a card."""
        await self._scan("")

    async def _scan(self, begun: str) -> None:
        from lienthong_tui.screens.scan import ScanAtHome

        await self.ours.pasteboard.wipe()
        self.ours.hold_keys()
        self.app.push_screen(ScanAtHome(begun))

    async def choose(self, item: Item) -> None:
        """Start, look up, or open a filing: what was copied of another one is not left to paste."""
        await self.ours.pasteboard.wipe()
        kind, _, group = item.id.partition(":")
        if kind == "new":
            # Another window may have changed the settings: a filing begins with the latest.
            self.ours.desk = await self.ours.at_desk(office.refreshed, self.ours.at)
            draft = await self.ours.at_desk(drafting.start, self.ours.at, group)
            open_filing(Keeper(self.ours, draft))
        elif item.id == "lookup":
            await self.run_action("app.look_up")
        elif item.id == "inbox":
            from lienthong_tui.screens.inbox import Inbox

            self.ours.hold_keys()
            self.app.push_screen(Inbox())
        elif item.id == "papers":
            from lienthong_tui.screens.desk_papers import DeskPapers

            self.ours.hold_keys()
            self.app.push_screen(DeskPapers())
        elif item.id == "referrals":
            from lienthong_tui.screens.referrals import Referrals

            self.ours.hold_keys()
            self.app.push_screen(Referrals())
        elif item.id == "settings":
            from lienthong_tui.screens.managing import Managing

            self.ours.hold_keys()
            self.app.push_screen(Managing())
        elif item.id == "sign-out":
            await self.ours.leave_desk()
        else:
            await self.ours.at_desk(look, self.ours.at, item.id, Viewed(why="work"))
            draft = await self.ours.at_desk(drafting.reopen, self.ours.at, item.id)
            open_filing(Keeper(self.ours, draft))

    async def action_back(self) -> None:
        """Nothing lies behind: signing out costs a code of the phone, so it has its own key."""
        self.say(self.tr(N_("Đây là trang đầu. Đăng xuất: phím 0.")))
