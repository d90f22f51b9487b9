"""A Textual application that is safe with people's names: nothing here knows the product.

Textual 8.2.8 lets printable keys act in the focused field's queue while Backspace, Tab, Enter and
the arrows bubble to the application first, so a burst (an input method retyping a syllable, a card
scanner, type-ahead) is reordered without a word (Textualize/textual#6605). `SafeApp` keeps keys in
order, leaves the terminal as it found it on SIGINT, SIGTERM, SIGHUP and a crash, and never shows or
logs the values that were in memory when it crashed.
"""

import asyncio
import errno
import logging
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from queue import Queue
from typing import Any, Final

from rich.console import RenderableType
from rich.text import Text
from textual import on
from textual.app import App, ReturnType, SystemCommand
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

CRASHED: Final = 70
"""The exit code after a crash (EX_SOFTWARE of sysexits.h)."""

# One fence behind these is enough: they edit, move or scroll in place and post nothing that moves
# the focus. Any other key may post a message (Input.Submitted), so a second fence follows it.
_IN_PLACE: Final = frozenset(
    {"backspace", "delete", "left", "right", "up", "down", "home", "end", "pageup", "pagedown"}
)
_LOST_CHECK: Final = 0.05  # seconds between two looks whether a fence can still come back
_GIVE_UP_AFTER: Final = 40  # such looks: 2 s, counted so that a blocked loop does not use them up
_HOLD: Final = 2.0  # seconds until a hold that nobody releases ends
_GONE_CHECK: Final = 0.5  # seconds between two looks whether the terminal is still there
_SAVE: Final = 10.0  # seconds that saving may take once a signal has come

_STDIN: Final = 0
# Windows has no SIGHUP, and its event loop takes no signal handlers. Ctrl+C is a key here: SIGINT
# comes from elsewhere, and asyncio would end the program at once, with 0 and nothing saved.
_SIGNALS: Final = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # else a program without logging prints it on the screen


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


class SafeApp(App[ReturnType]):
    """`App` with keys in order, an orderly end on signals, and crashes that tell nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._key_queue: deque[Key | Paste] = deque()
        self._key_gate: _Gate | None = None
        self._key_hold: asyncio.TimerHandle | None = None
        self._fence_serial = 0
        self._next_look: asyncio.TimerHandle | None = None
        self._leave_task: asyncio.Task[None] | None = None
        self._owns_process = False

    # What a product says for itself

    def crash_sentence(self, error: Exception) -> str:  # noqa: ARG002
        """What the person reads on the plain terminal after a crash; must not quote `error`."""
        return "Chương trình đã dừng vì một lỗi. / The program stopped because of an error."

    async def save_before_leaving(self) -> None:
        """Save what must not be lost; called once when a signal ends the program (10 s at most)."""

    # Running

    def run_to_end(self) -> int:
        """Run in the terminal and return the exit code: 0, 70 (crash), 128 + signal, or `exit`'s.

        Nothing is raised: Python's own traceback would print the error's text.
        """
        self._owns_process = True
        try:
            self.run()
        except Exception as error:
            _log_crash(error)
            print(self._crash_sentence(error), file=sys.stderr)
            return CRASHED
        return self.return_code or 0

    def _on_load(self) -> None:
        if not self._owns_process:
            return  # in a test the process and its signals are somebody else's
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_task_error)
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)
        self._look_for_terminal()

    # Keys in order

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
        if isinstance(event, Key | Paste) and not event.is_forwarded:
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

    # Leaving on a signal

    def _leave_on(self, number: signal.Signals) -> None:
        if self._leave_task is None:
            if _terminal_has_gone():
                self._begin_batch()  # paint no more: nobody empties the writer's bounded queue
                _forget_terminal()
                self._forget_writer()
            self._leave_task = asyncio.create_task(self._leave(number))

    def _forget_writer(self) -> None:
        """The thread that writes dies of a terminal that has gone; with its queue full the end of
        the program would wait for it."""
        writer = getattr(self._driver, "_writer_thread", None)
        if writer is not None and not writer.is_alive():
            writer._queue = Queue()

    async def _leave(self, number: signal.Signals) -> None:
        try:
            await asyncio.wait_for(self.save_before_leaving(), _SAVE)
        except Exception as error:
            _log_crash(error)
        self.exit(return_code=128 + number)

    def _look_for_terminal(self) -> None:
        """A program that another one waits for, such as `make`, gets no signal when it has gone."""
        if _terminal_has_gone():
            self._leave_on(signal.SIGHUP)
        else:
            asyncio.get_running_loop().call_later(_GONE_CHECK, self._look_for_terminal)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002
        """The thread that reads the keys has died, most often because its terminal has gone."""
        if _terminal_has_gone():
            self._leave_on(signal.SIGHUP)
        else:
            self._handle_exception(RuntimeError())

    # A crash

    def _handle_exception(self, error: Exception) -> None:
        # `App` shows a rich rendering of the error with local variables, or lets the error draw
        # itself. Neither: a handler's locals hold people's names and numbers.
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            _log_crash(error)
        self._return_code = CRASHED
        self._fatal_error()

    def _fatal_error(self) -> None:
        error = self._exception
        sentence = self._crash_sentence(error if isinstance(error, Exception) else Exception())
        self._exit_renderables[:] = [Text(sentence)]
        self._close_messages_no_wait()

    def _crash_sentence(self, error: Exception) -> str:
        try:
            return self.crash_sentence(error)
        except Exception:
            return SafeApp.crash_sentence(self, error)

    # What would show or keep what is on the screen

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Quit and the list of keys. No Screenshot: a picture on disk is a leak; no themes."""
        for command in super().get_system_commands(screen):
            if command.title in {"Keys", "Quit"}:
                yield command

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Take no picture: no key and no link may write the screen to disk."""


def _rounds(event: Key | Paste, target: Widget) -> int:
    """How often the fence has to come back before the next key may act."""
    if isinstance(event, Key) and target.check_consume_key(event.key, event.character):
        return 0  # acts in the target's own queue, as the next one will
    return 1 if isinstance(event, Key) and event.key in _IN_PLACE else 2


def _can_return(target: MessagePump) -> bool:
    return target.is_attached and target.is_running


def _terminal_has_gone() -> bool:
    if sys.platform == "win32":
        return False  # a closed window ends the program there without a signal
    import termios

    try:
        termios.tcgetattr(_STDIN)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def _forget_terminal() -> None:
    """Let what is still written go nowhere: an error there would end the saving or change 129."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _log_task_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if isinstance(error := context.get("exception"), Exception):
        _log_crash(error)


def _log_crash(error: BaseException | None) -> None:
    """Log type and place of the error and of what caused it: never its text or any value."""
    while error is not None:
        if isinstance(error, WorkerFailed):
            error = error.error
        frames = [
            f"{frame.f_code.co_filename}:{line}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        _log.critical("%s at %s", type(error).__qualname__, " < ".join(reversed(frames)) or "?")
        error = error.__cause__ or error.__context__
