"""An application whose screens are covered when nobody is there: locked, opened by the password.

Behind the lock nothing is lost and nothing shows: what was half typed is stored, and a page that
ends its work meanwhile can neither uncover itself nor say anything until the lock is opened.
"""

from collections.abc import Callable
from typing import Any

from textual.await_complete import AwaitComplete
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen

from lienthong_tui.screens.presence import CLOSE_AFTER, LOCK_AFTER, Presence
from lienthong_tui.terminal.safe_app import SafeApp

SIGN_IN, HOME, LOCKED = "sign-in", "home", "locked"
"""The `landmark` of the screens that the application itself comes back to."""

COVER = "ctrl+l"
"""The key that covers the screen at once."""

_LOOK = 5.0  # seconds between two looks whether anybody is there
# Seconds after which words in the corner are gone with the next key: they lie over the page.
_READ = {"information": 2.0, "warning": 6.0, "error": 12.0}


class Guarded(SafeApp[None]):
    """What is behind the lock is the heir's: `occupied`, `store_typed` and the rest below."""

    def __init__(self) -> None:
        super().__init__()
        self.presence = Presence()
        self._behind_lock: list[Callable[[], object]] = []
        self._read_at: float | None = None  # from when on a key ends all words in the corner

    # What the heir says of itself

    @property
    def occupied(self) -> bool:
        """Whether somebody has signed in, so that there is something to lock."""
        return False

    def lock_screen(self) -> Screen[Any]:
        """A new screen that covers everything; its landmark is LOCKED."""
        raise NotImplementedError

    async def store_typed(self) -> None:
        """Store what stands half typed."""

    async def forget_citizen(self) -> None:
        """Leave nothing of whoever was just here but what is stored."""

    async def close_behind_lock(self) -> None:
        """Close what is open behind a screen that was locked long ago."""

    # Where the screens stand

    @property
    def locked(self) -> bool:
        """Whether the screen asks for the officer's password."""
        return _landmark(self.screen) == LOCKED

    @property
    def at_work(self) -> bool:
        """Whether an officer who may work here is before the screen: nothing covers it, and what
        a first sign-in asks for has been done."""
        return not self.locked and any(_landmark(s) == HOME for s in self.screen_stack)

    def uncover(self, landmark: str) -> None:
        """Remove the screens above the one with this landmark, the lock too."""
        while _landmark(self.screen) != landmark and len(self.screen_stack) > 2:
            super().pop_screen()

    # Nobody there

    def on_mount(self) -> None:
        """Look every few seconds whether somebody is still there."""
        self.set_interval(_LOOK, self.look_round)

    async def on_event(self, event: Event) -> None:
        """As `SafeApp`; but a key after a long time away locks first, and acts on nothing."""
        if isinstance(event, Key | Paste | MouseEvent) and not event.is_forwarded:
            if self._to_be_locked:
                self.lock()
                return
            self.presence.seen()
            if isinstance(event, Key):
                self._clear_read()
            if isinstance(event, Key) and event.key == COVER and self.keys_held:
                # Somebody is coming: it waits for no work, and what waits behind is not typed here.
                self.drop_waiting_keys()
                self.release_keys()
                await self.run_action("blank")
                return
        await super().on_event(event)

    async def look_round(self) -> None:
        """Lock what was left, close what has been locked for long, empty what was half filled in
        before anybody signed in."""
        if self._to_be_locked:
            self.lock()
        elif self.locked and self.occupied and self.presence.away >= CLOSE_AFTER:
            await self.close_behind_lock()
        elif not self.occupied and not self.locked and self.presence.away >= LOCK_AFTER:
            self.uncover(SIGN_IN)
            if start_over := getattr(self.screen, "start_over", None):
                start_over()

    @property
    def _to_be_locked(self) -> bool:
        return self.occupied and not self.locked and self.presence.away >= LOCK_AFTER

    def lock(self) -> None:
        """Cover the screen at once; behind it, store what stands half typed."""
        self.clear_notifications()
        super().push_screen(self.lock_screen())
        self.presence.seen()
        self.run_worker(self._after_lock(), exit_on_error=False)

    async def _after_lock(self) -> None:
        await self.store_typed()
        await self.forget_citizen()

    def cover_sign_in(self) -> None:
        """Leave only the lock and, behind it, the sign-in; nothing waits any more."""
        self._behind_lock.clear()
        with self.batch_update():
            self.uncover(SIGN_IN)
            super().push_screen(self.lock_screen())

    def unlock(self) -> None:
        """Uncover what is behind; then come the screens and words that had to wait."""
        super().pop_screen()
        waiting, self._behind_lock = self._behind_lock, []
        for act in waiting:
            act()

    def forget_waiting(self) -> None:
        """Nothing that waits behind the lock is to come."""
        self._behind_lock.clear()

    # Behind the lock

    def push_screen(self, *arguments: Any, **named: Any) -> Any:
        """As in Textual; behind the lock it waits until that is opened."""
        if self._waits(lambda: self.push_screen(*arguments, **named)):
            return AwaitComplete()
        return super().push_screen(*arguments, **named)

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """As in Textual; behind the lock it waits until that is opened."""
        if self._waits(lambda: self.switch_screen(screen)):
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
            takes = _READ.get(named.get("severity", "information"), _READ["error"])
            self._read_at = max(self._read_at or 0.0, self.presence.ticks() + takes)
            super().notify(*arguments, **named)

    def _clear_read(self) -> None:
        """Take away what lies over the page, once all of it can have been read."""
        if self._read_at is not None and self.presence.ticks() >= self._read_at:
            self._read_at = None
            self.clear_notifications()

    def _waits(self, act: Callable[[], object]) -> bool:
        if len(self.screen_stack) < 2 or not self.locked:
            return False
        self._behind_lock.append(act)
        return True


def _landmark(screen: object) -> str:
    return str(getattr(screen, "landmark", ""))
