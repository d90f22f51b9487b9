"""The terminal application: its key map, its look, and which screen comes first.

Until the sign-in is painted nothing is imported that it does not show: other screens, and the rooms
of the desk, are imported where they are asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from lienthong_tui.desk import greeting, layout
from lienthong_tui.screens import viewer
from lienthong_tui.screens.blank import Blank
from lienthong_tui.screens.guarded import COVER, SIGN_IN
from lienthong_tui.screens.host import DeskClosedError, Host
from lienthong_tui.screens.page import Page
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.telex import Method

_METHODS: tuple[Method | None, ...] = (None, "telex", "vni")
_TYPING = {
    "telex": N_("Gõ Telex trong chương trình: bật. Tắt bộ gõ của máy. Ctrl+G: đổi sang VNI."),
    "vni": N_("Gõ VNI trong chương trình: bật. Tắt bộ gõ của máy. Ctrl+G: tắt."),
    None: N_("Gõ tiếng Việt trong chương trình: tắt. Dùng bộ gõ của máy."),
}


_ARRIVALS = 3.0  # seconds between two looks at what kiosks hand over: somebody waits there
_SHARING = 2.0  # seconds between two looks at what other desks have not got yet
_DAILY = 300.0  # seconds between two looks for the day's backup: a desk may be open over midnight


class LienthongApp(Host):
    """One desk, one officer, one filing at a time."""

    TITLE = "lienthong-tui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "look_up", show=False),
        Binding("ctrl+g", "typing", show=False, priority=True),
        Binding(COVER, "blank", show=False, priority=True),
        Binding("ctrl+o", "next_citizen", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
    ]

    # Below 20 lines the panel gives way to the rows; below 80 columns the keys take two lines.
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 – declared by Textual
        (0, "-short"),
        (20, "-tall"),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (80, "-normal"),
    ]

    def on_mount(self) -> None:
        """Open on the sign-in, or on the guided set-up where there is no desk yet."""
        self.run_worker(asyncio.to_thread(viewer.sweep), exit_on_error=False)
        self.set_interval(_ARRIVALS, self._take_in)
        self.set_interval(_DAILY, self._look_for_backup)
        self.set_interval(_SHARING, self._share)
        self.hold_keys()  # typed before the first screen knows what it lists
        if layout.is_here(self.folder):
            self.push_screen(SignIn(greeting.at_a_glance(self.folder)))
        else:
            from lienthong_tui.screens.set_up import SetUp

            self.push_screen(SetUp())

    async def _take_in(self) -> None:
        if self.at_work:  # else it would do nothing, and is not to be imported for that
            from lienthong_tui.screens import arrivals

            await self._behind(arrivals.take_in)

    async def _share(self) -> None:
        if self.at_work and self.share is not None:
            from lienthong_tui.screens import sharing

            await self._behind(sharing.look)

    async def _look_for_backup(self) -> None:
        if self.at_work:
            from lienthong_tui.screens import daily

            await self._behind(daily.look)

    async def _behind(self, act: Callable[[Host], Awaitable[None]]) -> None:
        """Do what nobody asked for; the officer may leave the desk in the middle of it."""
        try:
            await act(self)
        except DeskClosedError:
            if self.desk is not None:
                raise

    def action_look_up(self) -> None:
        """Find a filing."""
        if self.at_work:
            from lienthong_tui.screens.look_up import LookUp

            self.push_screen(LookUp())

    def action_close_day(self) -> None:
        """See what is left of the day."""
        if self.at_work:
            from lienthong_tui.screens.closing import Closing

            self.push_screen(Closing())

    def action_typing(self) -> None:
        """Compose Telex, VNI, or leave letters to the machine's own input method."""
        at = _METHODS.index(self.typing) + 1
        self.typing = _METHODS[at % len(_METHODS)]
        if isinstance(self.screen, Page):
            self.screen.refresh_chrome()
            self.screen.say(self.screen.tr(_TYPING[self.typing]))

    def action_blank(self) -> None:
        """Cover the screen at once; what is behind it stays as it is."""
        if self.desk is not None:
            if not self.locked:
                self.lock()
        elif not (self.locked or isinstance(self.screen, Blank)):
            self.uncover(SIGN_IN)  # nothing that was shown once stays behind the cover
            self.push_screen(Blank())

    async def action_next_citizen(self) -> None:
        """Close everything of the citizen who was just here."""
        if self.at_work:
            await self.next_citizen()

    async def action_share_now(self) -> None:
        """Exchange what is new with the other desks, without waiting for the next round."""
        if self.share is not None:
            from lienthong_tui.screens import sharing

            self.share.stopped, self.share.next_round = False, 0.0
            self.share.told.clear()
            await sharing.look(self)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette (Ctrl+P) offers."""
        yield from super().get_system_commands(screen)
        said = partial(tr, language=self.language)
        yield SystemCommand(
            said(N_("Mời số tiếp theo")),
            said(N_("đóng mọi thứ của người vừa xong")),
            self.action_next_citizen,
        )
        yield SystemCommand(
            said(N_("Chốt ngày")), said(N_("còn gì dở hôm nay, sổ để ký")), self.action_close_day
        )
        if self.share is not None:
            yield SystemCommand(
                said(N_("Đồng bộ ngay")),
                said(N_("gửi và nhận với các quầy khác")),
                self.action_share_now,
            )
        yield SystemCommand(said(N_("Che màn hình")), "Ctrl+L", self.action_blank)

    def action_command_palette(self) -> None:
        """The commands; none behind the lock."""
        if not self.locked:
            super().action_command_palette()

    async def action_leave(self) -> None:
        """Close the desk and the program."""
        await self.save_before_leaving()
        self.exit()
