"""Home: start a filing, go on with one, see what has not yet gone to the portal, look one up."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from lienthong_tui.desk import drafting, kiosks, office, queue, replies
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.queue import Kind
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures import loading
from lienthong_tui.screens import daily
from lienthong_tui.screens.guarded import HOME
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.queue_lines import LETTERS, RESTING, line_items, named, told_beside
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.sentences import choices, pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_queue import HEADINGS
from lienthong_tui.sentences.wording import state_label
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.store.projections import Line

MOST_LISTED = 5
"""Lines of each section: the whole of it stands on the page of the queue."""

_NEW_KEYS = (
    "12"  # 3 looks up, 4 lists, 5 admits to kiosks, 6 takes replies, 7 is for papers, 8 sets, 9
    # refers elsewhere; a third group is reached by the arrows
)
_IN_HAND: tuple[Kind, ...] = ("unchecked", "drafting")  # somebody waits, or typing goes on
_FOR: Mapping[str, str] = {
    "lookup": N_(
        "Theo số phiếu, số hồ sơ trên Cổng, mã hồ sơ một cửa, số căn cước, số điện thoại, tên không"
        " dấu hay năm sinh. Quét phiếu hoặc thẻ cũng tìm được."
    ),
    "kiosk": N_("Cấp mã cho người dân tự khai ở máy sảnh; khai xong thì hiện ở đây để kiểm tra."),
    "inbox": N_("Đọc tệp kết quả, thông báo của cơ quan giải quyết và ghi vào từng hồ sơ."),
    "papers": N_("Sổ theo dõi, biểu mẫu trống dùng khi mất điện, bản hướng dẫn giấy tờ cần mang."),
    "settings": N_("Người tiếp nhận, thời hạn, gợi ý khi gõ, sao lưu, máy quét, giao diện."),
    "referrals": N_("Việc không làm ở quầy này: làm ở đâu, mang gì, in cho người dân."),
    "sign-out": N_("Đóng mọi hồ sơ và đóng quầy. Điều đã ghi còn nguyên."),
}
_TOLD: Mapping[Kind, str] = {
    "overdue": N_("quá hạn {count}"),
    "due": N_("hôm nay {count}"),
    "supplement": N_("bổ sung {count}"),
    "hand-out": N_("để trả {count}"),
}


class Home(Menu):
    """The officer's start. Filings wait in the order they were last touched.

    Their names are masked as in the look-up: the screen may face whoever comes next.
    """

    has_panel = True

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
        """What waits: first of all what is not on the portal."""
        count = self.counts.get("unlodged", 0)
        waiting = self.tr(N_("Chưa nộp lên Cổng ({count})"), count=count)
        told = [
            self.tr(text, count=self.counts[kind])
            for kind, text in _TOLD.items()
            if self.counts.get(kind)
        ]
        return waiting, " · ".join(told)

    counts: Mapping[Kind, int] = MappingProxyType({})
    kinds: Mapping[str, Kind] = MappingProxyType({})  # of the filings something is to be done about
    lines: Mapping[str, Line] = MappingProxyType({})

    async def items(self) -> Sequence[Item]:
        """The acts, then the filings: to go on with, what there is to do, the last ones touched."""
        at_desk, desk = self.ours.at_desk, self.ours.at
        sections = await at_desk(queue.sections, desk)
        self.counts = {section.kind: len(section.lines) for section in sections}
        self.kinds = {line.filing: s.kind for s in sections for line in s.lines}
        self.lines = {line.filing: line for s in sections for line in s.lines}
        came = len(await at_desk(replies.waiting, desk))
        acts = [
            *self._groups(),
            Item("lookup", "3", self.tr(N_("Tra cứu hồ sơ")), "F3"),
            Item("queue", "4", self.tr(N_("Việc cần làm, chốt ngày")), self._to_do()),
            *self._kiosks(await at_desk(kiosks.paired, desk)),
            Item("inbox", "6", self.tr(N_("Kết quả cơ quan gửi về")), self._came_in(came)),
            Item("papers", "7", self.tr(N_("Sổ theo dõi, biểu mẫu trống"))),
            Item("settings", "8", self.tr(N_("Tài khoản và thiết lập"))),
            Item("referrals", "9", self.tr(N_("Việc làm ở nơi khác: giấy hướng dẫn"))),
            Item("sign-out", "0", self.tr(N_("Đăng xuất"))),
        ]
        names = await at_desk(lambda: desk.officer_names)
        letters, listed = iter(LETTERS), set[str]()
        for section in sorted(sections, key=lambda section: section.kind not in _IN_HAND):
            if section.kind != "waiting":
                acts += line_items(self, section, letters, names, most=MOST_LISTED)
                listed |= {line.filing for line in section.lines}
        return [*acts, *await self._lately(letters, listed)]

    async def _lately(self, letters: Iterator[str], listed: set[str]) -> list[Item]:
        """What was touched last and stands in no section."""
        lines = [
            line
            for line in await self.ours.at_desk(drafting.recent, self.ours.at)
            if line.filing not in listed
        ][:MOST_LISTED]
        if not lines:
            return []
        self.lines = {**self.lines, **{line.filing: line for line in lines}}
        found = [Item("#lately", "", self.tr(N_("GẦN ĐÂY")), disabled=True)]
        for line in lines:
            touched = datetime.fromisoformat(line.updated).astimezone(VIETNAM)
            state = state_label(line.state, self.language)
            told = (f"{touched:%H:%M %d/%m}", line.reference, state)
            note = " · ".join(filter(None, told))
            found.append(Item(line.filing, next(letters, ""), named(self, line), note))
        return found

    def beside(self, item: Item) -> Sequence[str]:
        """Where a filing stands, or what an act is for."""
        if (line := self.lines.get(item.id)) is not None:
            return told_beside(self, line, self.kinds.get(item.id))
        kind, _, group = item.id.partition(":")
        if kind == "new":
            today = local_day(self.ours.clock())
            definition = loading.in_force(group, today).definition
            told = self.tr(N_("Một hồ sơ, khai một lần, cho các thủ tục:"))
            names = (pick(each.name, self.language) for each in definition.procedure)
            return (item.name, "", told, *(f"· {name}" for name in names))
        if item.id == "queue":
            counted = (
                f"{count:>4}  {self.tr(HEADINGS[section])}"
                for section, count in self.counts.items()
            )
            return (item.name, "", *counted)
        return (item.name, "", self.tr(_FOR[item.id])) if item.id in _FOR else ()

    def _to_do(self) -> str:
        """How many filings something is to be done about now."""
        count = sum(number for kind, number in self.counts.items() if kind not in RESTING)
        return self.tr(N_("{count} việc"), count=count) if count else ""

    def _kiosks(self, found: Sequence[Paired]) -> list[Item]:
        """Admitting somebody to a kiosk, where the desk has one."""
        name = self.tr(N_("Mã kê khai cho máy ở sảnh"))
        return [Item("kiosk", "5", name)] if found else []

    def _came_in(self, count: int) -> str:
        return self.tr(N_("{count} tệp đang chờ"), count=count) if count else ""

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
            for key, (name, short) in keyed(_NEW_KEYS, names)
        ]

    async def on_mount(self) -> None:
        """Start on what was being filled in last: after a power cut, `Enter` goes on with it."""
        await super().on_mount()
        self.run_worker(asyncio.to_thread(choices.warm), exit_on_error=False)
        self.set_timer(daily.SOON, partial(daily.look, self.ours))
        draft = next(
            (n for n, item in enumerate(self.shown) if self.kinds.get(item.id) == "drafting"), None
        )
        if draft is not None:
            self.query_one(OptionList).highlighted = draft
        self._tell_cut_off()
        if self.ours.newcomer:
            self.ours.newcomer = False
            await self.run_action("app.tour")

    def _tell_cut_off(self) -> None:
        """Once, what was found after a program was cut off."""
        desk = self.ours.at
        if desk.cut_off is not None:
            from lienthong_tui.screens.cut_off import WasCutOff

            self.ours.desk = replace(desk, cut_off=None)
            self.app.push_screen(WasCutOff(desk.cut_off, desk.alarms))

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
        elif item.id == "queue":
            from lienthong_tui.screens.queue import Queue

            self.ours.hold_keys()
            self.app.push_screen(Queue())
        elif item.id == "inbox":
            from lienthong_tui.screens.inbox import Inbox

            self.ours.hold_keys()
            self.app.push_screen(Inbox())
        elif item.id == "kiosk":
            from lienthong_tui.screens.kiosk_codes import KioskCodes

            self.ours.hold_keys()
            self.app.push_screen(KioskCodes())
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
            await go_on(self.ours, item.id, self.kinds.get(item.id))

    async def action_back(self) -> None:
        """Nothing lies behind: signing out costs a code of the phone, so it has its own key."""
        self.say(self.tr(N_("Đây là trang đầu. Đăng xuất: phím 0.")))
