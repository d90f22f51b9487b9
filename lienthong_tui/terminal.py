"""A Textual application that is safe with people's names: nothing here knows the product.

Textual 8.2.8 lets printable keys act in the focused field's queue while Backspace, Tab, Enter and
the arrows bubble to the application first, so a burst (an input method retyping a syllable, a card
scanner, type-ahead) is reordered without a word (Textualize/textual#6605). `SafeApp` keeps keys in
order, leaves the terminal as it found it on SIGINT, SIGTERM, SIGHUP and a crash, and never shows or
logs the values that were in memory when it crashed.
"""

import asyncio
import errno
import gc
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import IO, Any, Final, cast

from rich.console import RenderableType
from rich.text import Text
from textual import on
from textual.app import App, ReturnType, ScreenStackError, SystemCommand
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Offset, Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.worker import WorkerFailed

from lienthong_tui.logfile import log_defect

CRASHED: Final = 70
"""The exit code after a crash (EX_SOFTWARE of sysexits.h)."""

# One fence behind these is enough: they edit, move or scroll in place and post nothing that moves
# the focus. Any other key may post a message (Input.Submitted), so a second fence follows it.
_IN_PLACE: Final = frozenset(
    {"backspace", "delete", "left", "right", "up", "down", "home", "end", "pageup", "pagedown"}
)
# A page is laid out for no smaller window. Where no column is left for its text, Textual's
# OptionList cuts words into pieces of no cell, and that error would end the program.
_LEAST: Final = Size(20, 4)
_MOST_AHEAD: Final = 2048  # keys that wait
_LOST_CHECK: Final = 0.05  # seconds between two looks whether a fence can still come back
_GIVE_UP_AFTER: Final = 40  # such looks: 2 s, counted so that a blocked loop does not use them up
_HOLD: Final = 2.0  # seconds until a hold that nobody releases ends
_GONE_CHECK: Final = 0.5  # seconds between two looks whether the terminal is still there
_COLLECTS: Final = 10.0  # seconds after which garbage is looked for at the latest
_SELDOM: Final = 100  # ten times as seldom as is usual
_PAUSE: Final = 3.0  # seconds without a key
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


class SafeScreen(Screen[None]):
    """A screen that takes no size but the one the terminal has.

    A covered screen hands on the sizes it gets, to itself too: of two that came at once, as while a
    window is dragged, each brings the other back, and all is laid out again for ever.
    """

    async def _dispatch_message(self, message: Message) -> None:
        if not isinstance(message, Resize) or message.size == self.app.size:
            await super()._dispatch_message(message)


class SafeApp(App[ReturnType]):
    """`App` with keys in order, an orderly end on signals, and crashes that tell nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._key_queue: deque[Key | Paste] = deque()
        self._keys_read = self._keys_come = 0  # from the terminal; and out of its thread
        self._key_gate: _Gate | None = None
        self._key_hold: asyncio.TimerHandle | None = None
        self._fence_serial = 0
        self._next_look: asyncio.TimerHandle | None = None
        self._leave_task: asyncio.Task[None] | None = None
        self._owns_process = False
        self._collects: asyncio.TimerHandle | None = None
        self._crash_id = ""

    # What a product says for itself

    def crash_sentence(self, code: str) -> str:
        """What the person reads on the plain terminal after a crash; `code` is its id."""
        return f"Chương trình đã dừng vì một lỗi. / The program stopped: error {code}."

    async def save_before_leaving(self) -> None:
        """Save what must not be lost; called once when a signal ends the program (10 s at most)."""

    # The terminal's own cursor

    @property
    def cursor_position(self) -> Offset:
        """Where it stands: in the field in focus, or in the corner.

        Input methods compose there, and screen readers and magnifiers follow it. In Textual every
        field that changes takes it, also one that is not in focus or has no place yet.
        """
        # An Input or a TextArea: to name that one would import it, longer than all of ours takes.
        cursor = getattr(self.focused, "cursor_screen_offset", None)
        return cursor if isinstance(cursor, Offset) else Offset()

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        pass

    # Painting

    @property
    def available_themes(self) -> dict[str, Theme]:
        """As in Textual, which makes a copy of all for each widget it paints; do not change it."""
        return self._registered_themes

    # Running

    def run_to_end(self) -> int:
        """Run in the terminal and return the exit code: 0, 70 (crash), 128 + signal, or `exit`'s.

        Nothing is raised: Python's own traceback would print the error's text.
        """
        self._owns_process = True
        gc.disable()  # until `collect_garbage`
        try:
            self.run()
        except Exception as error:
            print(self._crash_sentence(_log_crash(error)), file=sys.stderr)
            return CRASHED
        return self.return_code or 0

    @staticmethod
    def collect_garbage() -> None:
        """Look for garbage from now on, and never in what there is: call it once the first pages
        are imported.

        What is imported stays; to look through it takes a tenth of the start. Later a look through
        everything old holds the screen up for a twentieth of a second: it is seldom had while keys
        come, and whenever they pause.
        """
        if not gc.isenabled():
            gc.freeze()
            gc.set_threshold(*gc.get_threshold()[:2], _SELDOM)
            gc.enable()

    def _collect_at_a_pause(self) -> None:
        if self._collects is not None:
            self._collects.cancel()
        self._collects = asyncio.get_running_loop().call_later(_PAUSE, gc.collect)

    def _on_load(self) -> None:
        if not self._owns_process:
            return  # in a test the process and its signals are somebody else's
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_task_error)
        loop.call_later(_COLLECTS, self.collect_garbage)
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)
        self._look_for_terminal()

    def _build_driver(self, *arguments: Any, **named: Any) -> Driver:
        driver: Any = super()._build_driver(*arguments, **named)
        if self._owns_process and hasattr(driver, "_file"):
            driver._file = _Lasting(driver._file)
        pass_on = driver.process_message

        def take(message: Message) -> None:
            if not isinstance(message, Key) or self._takes_more_keys():
                pass_on(message)

        driver.process_message = take
        if self._owns_process and sys.platform != "win32":
            # After the driver's own handler, which it has just set.
            asyncio.get_running_loop().add_signal_handler(signal.SIGCONT, self._go_on)
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

    def _go_on(self) -> None:
        """Somebody stopped the process (SIGSTOP) and lets it go on.

        Textual would start to read the terminal a second time beside the thread that does, and the
        two would share the keys. Here the first one ends before, and all is painted again.
        """
        driver: Any = self._driver
        if driver is None or _terminal_has_gone():
            return
        thread = getattr(driver, "_key_thread", None)
        if thread is not None and thread.is_alive():
            # Ended here: Textual would also throw away what was typed and not read yet.
            driver.exit_event.set()
            thread.join()
            driver.suspend_application_mode()
            driver.exit_event.clear()
        driver.resume_application_mode()
        self.screen.refresh()

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
        if isinstance(event, Key) and event.key == "ctrl+j":
            event = Key("enter", "\r")  # typed while the terminal was still in lines, as at a shell
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._keys_come += isinstance(event, Key)
            self._key_queue.append(event)
            if self._owns_process:
                self._collect_at_a_pause()
            await self._dispatch_keys()
        elif isinstance(event, Resize):
            width, height = event.size
            size = max(width, _LEAST.width), max(height, _LEAST.height)
            await super().on_event(Resize.from_dimensions(size, event.pixel_size))
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
                _forget_terminal()
            self._leave_task = asyncio.create_task(self._leave(number))

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
        if self._exit:  # all is stored, and pages go while their handlers still run: no crash
            _log_crash(error)
            return
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._crash_id = _log_crash(error)
        self._return_code = CRASHED
        self._fatal_error()

    def _fatal_error(self) -> None:
        self._exit_renderables[:] = [Text(self._crash_sentence(self._crash_id))]
        self._close_messages_no_wait()

    def _crash_sentence(self, code: str) -> str:
        try:
            return self.crash_sentence(code)
        except Exception:
            return SafeApp.crash_sentence(self, code)

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


class _Lasting:
    """The terminal as it is written to: once it has gone it takes all, and nothing comes of it.

    The thread that writes would die of the first error, and the program wait for ever for that
    thread to empty its queue.
    """

    def __init__(self, terminal: IO[str]) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        """Write it, if anybody is there."""
        with self._unless_gone():
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        """Bring out what is held back, if anybody is there."""
        with self._unless_gone():
            self._terminal.flush()

    def fileno(self) -> int:
        """That of the terminal."""
        return self._terminal.fileno()

    @staticmethod
    @contextmanager
    def _unless_gone() -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno != errno.EIO:
                raise


def _forget_terminal() -> None:
    """Let what is still written go nowhere: an error there would end the saving or change 129."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _log_task_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if isinstance(error := context.get("exception"), Exception):
        _log_crash(error)


def _log_crash(error: BaseException) -> str:
    """Log the error, of a worker what failed in it; returns the id it has in the log."""
    return log_defect(_log, error.error if isinstance(error, WorkerFailed) else error)
