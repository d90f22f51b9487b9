"""What every screen asks of the application: the desk in its own thread, the officer, the language.

Everything that touches the disk runs in one worker thread (`at_desk`), so that a screen never waits
for it and the store has one user at a time.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from textual.actions import ActionParseResult
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen

from lienthong_tui.desk import desk as desks
from lienthong_tui.desk import vault
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.desk.desk import Clock, Desk
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.problems import Problem
from lienthong_tui.screens import viewer
from lienthong_tui.screens.clipboard import Clipboard
from lienthong_tui.screens.presence import CLOSE_AFTER, LOCK_AFTER, Presence
from lienthong_tui.sentences import Language, sentence, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.terminal import SafeApp
from lienthong_tui.text.telex import Method
from lienthong_tui.widgets.scan_box import IDLE

T = TypeVar("T")

SIGN_IN, HOME, LOCKED = "sign-in", "home", "locked"
"""The `landmark` of the screens that the application itself comes back to."""

_LOOK = 5.0  # seconds between two looks whether anybody is there
_NEXT_OF_SCANNER = 0.04  # seconds: a slow scanner pauses 20 ms between keys, a fast finger 80
# Behind the first digit of a card's code. A number typed ahead has no bar at its end.
_BEHIND_FIRST = re.compile(r"[0-9]{11}\|")
_MAYBE = re.compile(r"[0-9]{0,11}")


class DeskClosedError(RuntimeError):
    """A screen asked for the desk and none is open: a defect, but while the program is ending."""


@dataclass
class Rejected:
    """A text that could not be taken, and why."""

    text: str
    problem: Problem

    @property
    def unsaved(self) -> bool:
        """Whether the text may be right and only could not be stored, as on a full disk."""
        return self.problem.exit_code != 1


@runtime_checkable
class Storing(Protocol):
    """A page on which something may stand half typed."""

    async def leave_row(self) -> None:
        """Store it."""


class Host(SafeApp[None]):
    """An application over the desk in `folder`; `demo` tells how to sign in to a sample desk."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock,
        language: Language = "vi",
        demo: DemoAccount | None = None,
    ) -> None:
        super().__init__()
        self.folder = folder
        self.clock = clock
        self.language: Language = language
        self.demo = demo
        self.desk: Desk | None = None
        self.pasteboard = Clipboard(self.copy_to_clipboard)
        self.pastes: bool | None = None
        """Whether what is copied arrives where this officer pastes; None until it was tried."""
        self.unstored: dict[str, dict[str, Rejected]] = {}  # by filing, then by field
        self.scans_taken: set[tuple[str, int, int]] = set()
        """Files of the scanner that were attached since the program began."""
        self.shown: list[Path] = []  # folders of what the machine's viewer was given
        self.leaving = False
        self.typing: Method | None = None
        self.presence = Presence()
        self.officer_name = ""
        self._behind_lock: list[Callable[[], object]] = []
        self._shift: Unlocked | None = None  # whose it is, while a locked desk is closed
        self._session = ExitStack()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    @property
    def is_demo(self) -> bool:
        """Whether every page says that its data are samples."""
        return self.demo is not None or (self.desk is not None and self.desk.demo)

    @property
    def at(self) -> Desk:
        """The open desk; only screens behind the sign-in ask."""
        if self.desk is None:
            raise DeskClosedError
        return self.desk

    async def at_desk(self, call: Callable[..., T], /, *arguments: object) -> T:
        """Run `call` in the one thread that may touch the desk, and wait without blocking."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*arguments))

    def complain(self, problem: Problem) -> None:
        """Tell what went wrong and how to mend it, over whatever page is shown."""
        told = sentence(problem, self.language)
        self.notify(told, markup=False, severity="warning", timeout=12)

    async def scan_follows(self) -> bool:
        """Whether the digit that has just acted is the first of a card a scanner is typing.

        It sends the next keys within a few milliseconds, which no finger does. They wait until the
        handler that asks has ended; if it is a card, until another page takes them.
        """
        following, before = "", "?"
        while following != before and _MAYBE.fullmatch(following):
            before = following
            await asyncio.sleep(_NEXT_OF_SCANNER)
            following = self.characters_waiting()
        follows = _BEHIND_FIRST.match(following) is not None
        if follows:
            self.hold_keys()
        return follows

    async def drop_burst(self) -> None:
        """Let nothing of a burst act: what was typed by a scanner belongs into the scan box."""
        self.hold_keys()
        while self.drop_waiting_keys():
            self.hold_keys()
            await asyncio.sleep(IDLE)
        self.release_keys()

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As in Textual; a Problem that the action let through is told and does not end it all."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Problem as problem:
            self.complain(problem)
            self.release_keys()
            return True

    async def sign_in(self, officer: str, password: str, code: str) -> None:
        """Open the desk. Errors: those of `vault.open_with_password` and `desk.session`."""

        await self._begin(
            lambda: vault.open_with_password(self.folder, officer, password, code, self.clock())
        )

    async def open_again(self, password: str) -> None:
        """Open the desk that was closed behind a locked screen. Errors: of `vault.open_again`."""
        shift = self._shift
        if shift is None:
            raise DeskClosedError
        await self._begin(lambda: vault.open_again(self.folder, shift, password, self.clock()))

    async def _begin(self, unlock: Callable[[], Unlocked]) -> None:
        def begin() -> tuple[Desk, str]:
            desk = self._session.enter_context(desks.session(unlock(), self.clock))
            account = desk.account
            return desk, account.name if account else ""

        desk, self.officer_name = await self.at_desk(begin)
        self.desk, self._shift = desk, desk.unlocked

    async def sign_out(self) -> None:
        """Close the desk; everything that was answered is already in it."""
        await self._close_desk()
        self.officer_name, self._shift = "", None
        self.pastes = None

    async def _close_desk(self) -> None:
        self.desk = None
        self.unstored.clear()
        self._behind_lock.clear()
        await self.at_desk(self._session.close)
        await self.forget_citizen()

    async def forget_citizen(self) -> None:
        """Leave nothing of whoever was just here but what is stored in their filing."""
        self.forget_shown()
        self.clear_notifications()
        await self.pasteboard.wipe()

    async def leave_desk(self) -> None:
        """Sign out, and show the sign-in alone."""
        await self.store_typed()
        self._uncover(SIGN_IN)
        await self.sign_out()

    async def next_citizen(self) -> None:
        """Close everything of the citizen who was just here: the home page, and nothing to paste.

        What stands half typed is stored in its filing.
        """
        await self.store_typed()
        self.hold_keys()
        self._uncover(HOME)
        await self.forget_citizen()

    def _uncover(self, landmark: str) -> None:
        """Remove the screens above the one with this landmark, which comes to the front."""
        while _landmark(self.screen) != landmark and len(self.screen_stack) > 2:
            super().pop_screen()

    # Nobody there

    def on_mount(self) -> None:
        """Look every few seconds whether somebody is still there."""
        self.set_interval(_LOOK, self._look_round)

    async def on_event(self, event: Event) -> None:
        """As `SafeApp`; but a key after a long time away locks first, and acts on nothing."""
        if isinstance(event, Key | Paste | MouseEvent) and not event.is_forwarded:
            if self._nobody_there():
                self.lock()
                return
            self.presence.seen()
        await super().on_event(event)

    def _nobody_there(self) -> bool:
        return self.desk is not None and not self.locked and self.presence.away >= LOCK_AFTER

    async def _look_round(self) -> None:
        if self._nobody_there():
            self.lock()
        elif self.locked and self.desk is not None and self.presence.away >= CLOSE_AFTER:
            await self._close_behind_lock()

    @property
    def locked(self) -> bool:
        """Whether the screen asks for the officer's password."""
        return _landmark(self.screen) == LOCKED

    @property
    def at_work(self) -> bool:
        """Whether an officer who may work here is before the screen: nothing covers it, and what
        a first sign-in asks for has been done."""
        return not self.locked and any(_landmark(s) == HOME for s in self.screen_stack)

    def lock(self) -> None:
        """Cover the screen at once; behind it, store what stands half typed."""
        from lienthong_tui.screens.accounts.password import Locked

        self.clear_notifications()
        self.push_screen(Locked())
        self.presence.seen()
        self.run_worker(self._after_lock(), exit_on_error=False)

    async def _after_lock(self) -> None:
        await self.store_typed()
        await self.forget_citizen()

    def unlock(self) -> None:
        """Uncover what is behind; then come the screens and words that had to wait."""
        super().pop_screen()
        waiting, self._behind_lock = self._behind_lock, []
        for act in waiting:
            act()

    async def _close_behind_lock(self) -> None:
        """Close the desk itself: a PC that is carried away locked holds no open store.

        Not while something stands on the pages that could not be stored.
        """
        if any(self.unstored.values()):
            return
        from lienthong_tui.screens.accounts.password import Locked

        self._behind_lock.clear()
        with self.batch_update():
            self._uncover(SIGN_IN)
            super().push_screen(Locked())
        await self._close_desk()

    # A page behind the lock may end what it was doing: it must not uncover itself by that.

    def push_screen(self, *arguments: Any, **named: Any) -> Any:
        """As in Textual; behind the lock it waits until that is opened."""
        if self._waits(lambda: self.push_screen(*arguments, **named)):
            return AwaitComplete()
        return super().push_screen(*arguments, **named)

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """As in Textual; behind the lock it waits until that is opened."""
        if self.desk is not None and self._waits(lambda: self.switch_screen(screen)):
            return AwaitComplete()
        return super().switch_screen(screen)

    def pop_screen(self) -> AwaitComplete:
        """As in Textual; behind the lock it waits until that is opened."""
        if self._waits(self.pop_screen):
            return AwaitComplete()
        return super().pop_screen()

    def notify(self, *arguments: Any, **named: Any) -> None:
        """As in Textual; behind the lock it waits until that is opened."""
        if not self._waits(lambda: self.notify(*arguments, **named)):
            super().notify(*arguments, **named)

    def _waits(self, act: Callable[[], object]) -> bool:
        if len(self.screen_stack) < 2 or not self.locked:
            return False
        self._behind_lock.append(act)
        return True

    def forget_shown(self) -> None:
        """Remove what the machine's viewer was given."""
        while self.shown:
            viewer.forget(self.shown.pop())

    async def save_before_leaving(self) -> None:
        """Store what stands half typed, and close the desk in order."""
        await self.store_typed()
        self.leaving = True
        await self.sign_out()  # also where a sign-in was still under way

    async def store_typed(self) -> None:
        """Store what stands in a field that nobody left with Enter yet."""
        for screen in reversed(self.screen_stack):
            if self.desk is not None and isinstance(screen, Storing):
                with suppress(Problem):
                    await screen.leave_row()

    def crash_sentence(self, error: Exception) -> str:  # noqa: ARG002
        """What is read on the plain terminal after a crash."""
        text = N_(
            "Chương trình đã dừng vì một lỗi. Những ô đã ghi “Đã lưu” vẫn còn:"
            " mở lại chương trình và mở hồ sơ ở trang đầu để đi tiếp."
        )
        return tr(text, self.language)


def _landmark(screen: object) -> str:
    return str(getattr(screen, "landmark", ""))
