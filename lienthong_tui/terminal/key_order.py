"""Keys that act in the order in which they were pressed.

Textual 8.2.8 lets printable keys act in the focused field's queue while Backspace, Tab, Enter and
the arrows bubble to the application first, so a burst (an input method retyping a syllable, a card
scanner, type-ahead) is reordered without a word (Textualize/textual#6605). `OrderedKeys` lets each
key act before the next one is handed on.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from textual import on
from textual.app import App, ReturnType, ScreenStackError
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget

# One fence behind these is enough: they edit, move or scroll in place and post nothing that moves
# the focus. Any other key may post a message (Input.Submitted), so a second fence follows it.
_IN_PLACE: Final = frozenset(
    {"backspace", "delete", "left", "right", "up", "down", "home", "end", "pageup", "pagedown"}
)
_MOST_AHEAD: Final = 2048  # keys that wait
_LOST_CHECK: Final = 0.05  # seconds between two looks whether a fence can still come back
_GIVE_UP_AFTER: Final = 40  # such looks: 2 s, counted so that a blocked loop does not use them up
_HOLD: Final = 2.0  # seconds until a hold that nobody releases ends


class Fence(Message):
    """Travels behind a key, from its widget up to the application: back means the key has acted."""

    def __init__(self, serial: int) -> None:
        super().__init__()
        self.serial = serial


@dataclass(frozen=True)
class _Gate:
    """What the next key waits for: `rounds` more returns of the fence posted to `target`."""

    serial: int
    target: Widget
    rounds: int
    looks: int = 0


class OrderedKeys(App[ReturnType]):
    """`App` whose keys act one after another."""

    def __init__(self) -> None:
        super().__init__()
        self._key_queue: deque[Key | Paste] = deque()
        self._keys_read = self._keys_come = 0  # from the terminal; and out of its thread
        self._key_gate: _Gate | None = None
        self._key_hold: asyncio.TimerHandle | None = None
        self._fence_serial = 0
        self._next_look: asyncio.TimerHandle | None = None

    def _build_driver(self, *arguments: Any, **named: Any) -> Driver:
        driver: Any = super()._build_driver(*arguments, **named)
        pass_on = driver.process_message

        def take(message: Message) -> None:
            if not isinstance(message, Key) or self._takes_more_keys():
                pass_on(message)

        driver.process_message = take
        return cast(Driver, driver)

    def _takes_more_keys(self) -> bool:
        """Whether another key that was read is passed on; asked in the thread that reads them.

        No finger and no scanner is so far ahead. Megabytes of control sequences in a paste are: as
        keys that wait they would take a thousand times their size, and an hour.
        """
        waiting = self._keys_read - self._keys_come + len(self._key_queue)
        with suppress(ScreenStackError):
            if (focused := self.focused) is not None:
                waiting += focused.message_queue_size
        if waiting >= _MOST_AHEAD:
            return False
        self._keys_read += 1
        return True

    @property
    def keys_settled(self) -> bool:
        """True when no key waits and the last one has acted."""
        return not self._key_queue and self._key_gate is None and self._key_hold is None

    @property
    def keys_held(self) -> bool:
        """True while keys wait for work that will show another screen."""
        return self._key_hold is not None

    def hold_keys(self) -> None:
        """Keep further keys until `release_keys`, or for 2 s.

        For work that will push a screen from a worker: no fence can see it coming. The new screen
        calls `release_keys` in its `on_screen_resume`. Call from the application's loop.
        """
        if self._key_hold is not None:
            self._key_hold.cancel()
        self._key_hold = asyncio.get_running_loop().call_later(
            _HOLD, self.call_later, self.release_keys
        )

    def release_keys(self) -> None:
        """End `hold_keys`: the keys kept go on, behind what the current screen has still to do."""
        if self._key_hold is None:
            return
        self._key_hold.cancel()
        self._key_hold = None
        self._close_gate(self.screen, rounds=2)

    def characters_waiting(self) -> str:
        """The characters of the keys that wait, as far as they are characters."""
        waiting = [event for event in self._key_queue if isinstance(event, Key)]
        return "".join(event.character or "" for event in waiting)

    def drop_waiting_keys(self) -> bool:
        """Forget the keys that wait; whether there were any."""
        waiting = bool(self._key_queue)
        self._key_queue.clear()
        return waiting

    async def on_event(self, event: Event) -> None:
        """Take keys and pastes one after another; all else as `App` does."""
        if isinstance(event, Key) and event.key == "ctrl+j":
            event = Key("enter", "\r")  # typed while the terminal was still in lines, as at a shell
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._keys_come += isinstance(event, Key)
            self._key_queue.append(event)
            await self._dispatch_keys()
        else:
            await super().on_event(event)

    async def _dispatch_keys(self) -> None:
        while self._key_queue and self._key_gate is None and self._key_hold is None:
            event = self._key_queue.popleft()
            target = self.focused or self.screen
            await super().on_event(event)
            if rounds := _rounds(event, target):
                self._close_gate(target, rounds)

    def _close_gate(self, target: Widget, rounds: int) -> None:
        self._fence_serial += 1
        self._key_gate = _Gate(self._fence_serial, target, rounds)
        target.post_message(Fence(self._fence_serial))
        self._look_later(self._fence_serial)

    @on(Fence)
    def _fence_is_back(self, fence: Fence) -> None:
        gate = self._key_gate
        if gate is None or fence.serial != gate.serial:
            return  # given up before
        if gate.rounds > 1:
            self._close_gate(gate.target, gate.rounds - 1)
        else:
            # Behind what the handlers put in this queue meanwhile, such as the change of focus.
            self.call_later(self._open_gate, gate.serial)

    async def _open_gate(self, serial: int) -> None:
        gate = self._key_gate
        if gate is None or serial != gate.serial:
            return
        self._key_gate = None
        await self._dispatch_keys()

    def _look_later(self, serial: int) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
        self._next_look = asyncio.get_running_loop().call_later(
            _LOST_CHECK, self.call_later, self._look_for_fence, serial
        )

    async def _look_for_fence(self, serial: int) -> None:
        gate = self._key_gate
        if gate is None or serial != gate.serial:
            return
        if gate.looks >= _GIVE_UP_AFTER:
            self._key_gate = None
            await self._dispatch_keys()
        elif _can_return(gate.target):
            self._key_gate = replace(gate, looks=gate.looks + 1)
            self._look_later(serial)
        else:
            self._close_gate(self.screen, rounds=1)


def _rounds(event: Key | Paste, target: Widget) -> int:
    """How often the fence has to come back before the next key may act."""
    if isinstance(event, Key) and target.check_consume_key(event.key, event.character):
        return 0  # acts in the target's own queue, as the next one will
    return 1 if isinstance(event, Key) and event.key in _IN_PLACE else 2


def _can_return(target: MessagePump) -> bool:
    return target.is_attached and target.is_running
