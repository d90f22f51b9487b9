"""The terminal application: its key map, its look, and which screen comes first.

Until the sign-in is painted nothing is imported that it does not show: other screens, and the rooms
of the desk, are imported where they are asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType

from lienthong_tui import looks, preferences
from lienthong_tui.desk import greeting, layout
from lienthong_tui.looks import Look
from lienthong_tui.preferences import Preferences
from lienthong_tui.problems import Problem
from lienthong_tui.screens import viewer
from lienthong_tui.screens.blank import Blank
from lienthong_tui.screens.guarded import COVER, HOME, SIGN_IN
from lienthong_tui.screens.host import DeskClosedError, Host
from lienthong_tui.screens.page import Page
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.telex import Method

if TYPE_CHECKING:
    from textual.app import App

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
        (120, "-wide"),
    ]

    def __init__(self, *arguments: Any, look: Look = "dark", **named: Any) -> None:
        super().__init__(*arguments, **named)
        for theme in looks.themes():
            self.register_theme(theme)
        self.theme = looks.name_of(look)

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

    async def action_begin(self, group: str) -> None:
        """Start a filing of a group."""
        await self._choose_at_home(f"new:{group}")

    async def action_go(self, where: str) -> None:
        """Open a page of the first one."""
        if where == "statistics" and self.at_work:
            from lienthong_tui.screens.statistics import Statistics

            self.push_screen(Statistics())
        else:
            await self._choose_at_home(where)

    async def action_sign_out(self) -> None:
        """Close the desk."""
        await self._choose_at_home("sign-out")

    async def _choose_at_home(self, item: str) -> None:
        """As if it was chosen on the first page, which lies below whatever is open."""
        if not self.at_work:
            return
        from lienthong_tui.screens.home import Home
        from lienthong_tui.screens.menu import Item

        home = next(screen for screen in self.screen_stack if isinstance(screen, Home))
        await home.choose(Item(item, "", ""))

    async def action_manage(self, name: str) -> None:
        """Open one of the pages of accounts and settings."""
        if self.at_work and isinstance(self.screen, Page):
            from lienthong_tui.screens.accounts.password import open_proved
            from lienthong_tui.screens.managing import PAGES

            act, _, page = PAGES[name]
            await open_proved(self.screen, act, page)

    def action_key_map(self) -> None:
        """Show the keys."""
        if isinstance(self.screen, Page) and not self.locked:
            from lienthong_tui.screens.key_map import KeyMap

            self.push_screen(KeyMap(self.screen))

    def action_tour(self) -> None:
        """Five pages for whoever is new."""
        if self.at_work:
            from lienthong_tui.screens.tour import Tour

            self.push_screen(Tour())

    def action_look(self, look: Look) -> None:
        """Dark, light or high contrast, from now on."""
        self.theme = looks.name_of(look)
        self._prefer(replace(preferences.read(), look=look))

    async def action_speak(self, language: Language) -> None:
        """Another language from now on; what is open is left where it was stored."""
        if language == self.language or self.locked:
            return
        await self.store_typed()
        self.language = language
        self._prefer(replace(preferences.read(), language=language))
        await self.begin_again()

    def _prefer(self, chosen: Preferences) -> None:
        if self.demo is not None:  # what is tried at the sample desk is gone with it
            return
        try:
            preferences.write(chosen)
        except Problem as problem:
            self.complain(problem)

    def action_command_palette(self) -> None:
        """The commands; none behind the lock."""
        from textual.command import CommandPalette

        from lienthong_tui.screens.commands import Commands

        if self.locked or CommandPalette.is_open(cast("App[object]", self)):
            return
        placeholder = tr(N_("Gõ tên một việc, không cần dấu"), self.language)
        palette = CommandPalette([Commands], placeholder=placeholder, id="--command-palette")
        self.push_screen(palette)

    async def begin_again(self) -> None:
        """Show the first page anew, as in another language; what was open on it is closed."""
        if any(getattr(screen, "landmark", "") == HOME for screen in self.screen_stack):
            from lienthong_tui.screens.home import Home

            self.uncover(HOME)
            await self.switch_screen(Home())
        else:
            self.uncover(SIGN_IN)
            await self.switch_screen(SignIn(greeting.at_a_glance(self.folder)))

    async def action_leave(self) -> None:
        """Close the desk and the program."""
        await self.save_before_leaving()
        self.exit()
