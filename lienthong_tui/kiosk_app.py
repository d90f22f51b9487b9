"""The terminal application of a kiosk: one page, one relative, no way out of it.

It has no key that ends or suspends it, no palette, no file to choose, no list of filings: only what
`kiosk_turns` shows. Whoever maintains the machine ends it from outside (SIGTERM); what was begun is
kept then.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, TypeVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen

from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk.device import Kiosk
from lienthong_tui.kiosk_turns.arriving import Welcome
from lienthong_tui.kiosk_turns.turn import ASK_AFTER, CALLED, LEAVE_AFTER, NOT_CALLED, Turn
from lienthong_tui.screens.kiosk.away import Acts, Covered, StillThere, Words
from lienthong_tui.screens.kiosk.hall import Hall
from lienthong_tui.screens.presence import Presence
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.terminal.safe_app import SafeApp
from lienthong_tui.text.telex import Method

T = TypeVar("T")

_LOOK = 1.0  # seconds between two looks
_TIDY = 30.0  # seconds after which, with nobody there, the desk's inbox is tried again
_HELD_DOWN = 0.6
"""Seconds within which the same key again, on another question than before, is a key held down: it
would answer one question after another."""


class KioskApp(SafeApp[None], inherit_bindings=False):
    """One kiosk, for as long as the machine is on."""

    TITLE = "lienthong-tui"
    CSS_PATH = "kiosk.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "cover", show=False, priority=True),
        Binding("ctrl+g", "typing", show=False, priority=True),
    ]

    def __init__(
        self,
        kiosk: Kiosk,
        *,
        language: Language = "vi",
        ticks: Callable[[], float] | None = None,
    ) -> None:
        super().__init__()
        self.kiosk = kiosk
        self.language: Language = language
        self.talk = Conversation(kiosk)
        self.typing: Method | None = None
        self.turn = Welcome(self.talk, language)
        self.ticks = ticks or time.monotonic
        self.presence = Presence(ticks) if ticks else Presence()
        self._asked: float | None = None  # since when is asked whether anybody is there
        self._pressed: tuple[str, Turn, float] | None = None
        self._saved = False  # before leaving
        self._tidied = 0.0  # when it was last tidied, by `ticks`
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kiosk")

    @property
    def turn(self) -> Turn:
        """The turn one is at."""
        return self._turn

    @turn.setter
    def turn(self, turn: Turn) -> None:
        self._turn = turn
        if isinstance(turn, Welcome):
            self.typing = None  # the next one types as the machine does

    @property
    def is_demo(self) -> bool:
        """Whether every page says that its data are samples."""
        return self.kiosk.pairing.demo

    def tr(self, text: str, **params: object) -> str:
        """A msgid in the language, filled in."""
        return tr(text, self.language).format(**params)

    def title_said(self) -> str:
        """Which machine it is."""
        return self.tr(N_("TỰ KÊ KHAI · {name}"), name=self.kiosk.pairing.name)

    async def at_desk(self, call: Callable[..., T], /, *arguments: object) -> T:
        """Run `call` in the one thread that touches the disk, and wait without blocking."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*arguments))

    async def on_mount(self) -> None:
        """Hand in what was interrupted; then the page, and a look now and then who is there."""
        await self._tidy()
        self.push_screen(Hall())
        self.set_interval(_LOOK, self.look_round)

    async def _tidy(self) -> None:
        """Hand over what could not be handed over yet."""
        self._tidied = self.ticks()
        await self.at_desk(self.talk.start)

    # Who is there

    @property
    def covered(self) -> bool:
        """Whether something lies over the page."""
        return not isinstance(self.screen, Hall)

    async def on_event(self, event: Event) -> None:
        """As `SafeApp`; but a key that is held down answers one question, not all of them."""
        if isinstance(event, Key | Paste | MouseEvent) and not event.is_forwarded:
            self.presence.seen()
            if isinstance(event, Key) and self._is_held_down(event):
                return
        await super().on_event(event)

    def _is_held_down(self, event: Key) -> bool:
        now = self.ticks()
        before, self._pressed = self._pressed, (event.key, self.turn, now)
        if before is None or before[0] != event.key or now - before[2] >= _HELD_DOWN:
            return False
        if before[1] is self.turn:
            return False
        self._pressed = (event.key, before[1], now)  # still the press it began with
        return True

    async def look_round(self) -> None:
        """Ask whether anybody is there; when nobody was, give what was begun to the officer."""
        if self._is_idle and self.ticks() - self._tidied >= _TIDY:
            await self._tidy()
        if self._asked is None:
            if self.presence.away >= ASK_AFTER and not self._is_idle:
                self._asked = self.ticks()
                self.push_screen(StillThere(self._told_left, round(LEAVE_AFTER), self._stay))
        elif self.ticks() - self._asked >= LEAVE_AFTER:
            await self.go_away()
            return
        if self._asked is not None and isinstance(self.screen, StillThere):
            left = LEAVE_AFTER - (self.ticks() - self._asked)
            self.screen.show(max(0, round(left)))

    @property
    def _is_idle(self) -> bool:
        return isinstance(self.turn, Welcome)

    def _told_left(self, seconds: int) -> str:
        text = N_(
            "Ông, bà còn ở đó không?\n\nBấm phím bất kỳ để tiếp tục. Sau {seconds} giây, những gì"
            " đã khai được cất cho người tiếp nhận."
        )
        return self.tr(text, seconds=seconds)

    def _stay(self) -> None:
        self._asked = None
        self.presence.seen()
        self.pop_screen()

    async def go_away(self) -> None:
        """Nobody is there: only the beginning is left to see."""
        self._asked = None
        await self._give_up()
        while self.covered and len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, Hall):
            await self.screen.draw()

    async def _give_up(self) -> None:
        # First of all nobody is here: whatever an answer that is on its way comes to, and a key
        # pressed meanwhile, is no turn any more.
        before, self.turn = self.turn, Welcome(self.talk, self.language)
        for page in self.screen_stack:
            if isinstance(page, Hall):
                await page.keep_typed(before)
        if before.sits:
            await self.at_desk(self.talk.leave)

    # Keys

    def cover(self) -> None:
        """Let nobody read what stands here."""
        seat = self.talk.seat
        if self.covered or seat is None or not self.turn.sits:
            return
        told = self.tr(
            N_("Màn hình đang được che.\n\nGõ 4 số cuối căn cước rồi bấm Enter để mở lại:")
        )
        wrong = self.tr(N_("Chưa khớp. Gõ 4 số cuối trên thẻ của người đang ngồi máy."))
        call = self.tr(N_("F4 Gọi người tiếp nhận"))
        words = Words(told, wrong, call)
        acts = Acts(self.pop_screen, self._called, self.go_away)
        self.push_screen(Covered(words, seat.id_number, acts))

    async def _called(self) -> str:
        """Call the officer to a covered page; what to say of it."""
        heard = await self.at_desk(self.talk.call)
        return self.tr(CALLED if heard else NOT_CALLED)

    def action_cover(self) -> None:
        """Ctrl+L."""
        if isinstance(self.screen, StillThere):
            self._stay()
        else:
            self.cover()

    async def action_typing(self) -> None:
        """Ctrl+G."""
        if isinstance(self.screen, StillThere):
            self._stay()
        else:
            await self.next_typing()

    async def next_typing(self) -> None:
        """Compose Telex, VNI, or leave letters to the machine's own input method."""
        methods: tuple[Method | None, ...] = (None, "telex", "vni")
        self.typing = methods[(methods.index(self.typing) + 1) % len(methods)]
        if isinstance(self.screen, Hall):
            await self.screen.show_typing()

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing of it leaves this page."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """There are none."""
        return ()

    async def save_before_leaving(self) -> None:
        """The machine is shut down: what was begun is kept for the officer."""
        if not self._saved:
            self._saved = True
            await self._give_up()

    async def _on_exit_app(self) -> None:
        """A browser that was closed ends the program like this: what was begun is kept."""
        await self.save_before_leaving()
        await super()._on_exit_app()

    def crash_sentence(self, code: str) -> str:
        """What is read on the plain terminal after a crash."""
        text = N_(
            "Máy đã dừng vì một lỗi (mã {code}). Những gì đã khai vẫn còn: gọi người tiếp nhận."
        )
        return self.tr(text, code=code)
