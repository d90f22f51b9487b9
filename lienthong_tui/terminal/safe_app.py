"""A Textual application that is safe with people's names.

`SafeApp` keeps keys in order (`key_order`), leaves the terminal as it found it on SIGINT, SIGTERM,
SIGHUP and a crash, and never shows or logs the values that were in memory when it crashed.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Iterable
from typing import Any, Final, cast

from rich.console import RenderableType
from rich.text import Text
from textual.app import ReturnType, SystemCommand
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Offset, Size
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from lienthong_tui.logfile import log_defect
from lienthong_tui.terminal import garbage, hangup
from lienthong_tui.terminal.key_order import OrderedKeys

CRASHED: Final = 70
"""The exit code after a crash (EX_SOFTWARE of sysexits.h)."""

# A page is laid out for no smaller window. Where no column is left for its text, Textual's
# OptionList cuts words into pieces of no cell, and that error would end the program.
_LEAST: Final = Size(20, 4)
_GONE_CHECK: Final = 0.5  # seconds between two looks whether the terminal is still there
_COLLECTS: Final = 10.0  # seconds after which garbage is looked for at the latest
_SAVE: Final = 10.0  # seconds that saving may take once a signal has come

# Windows has no SIGHUP, and its event loop takes no signal handlers. Ctrl+C is a key here: SIGINT
# comes from elsewhere, and asyncio would end the program at once, with 0 and nothing saved.
_SIGNALS: Final = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # else a program without logging prints it on the screen


class SafeScreen(Screen[None]):
    """A screen that takes no size but the one the terminal has.

    A covered screen hands on the sizes it gets, to itself too: of two that came at once, as while a
    window is dragged, each brings the other back, and all is laid out again for ever.
    """

    async def _dispatch_message(self, message: Message) -> None:
        if not isinstance(message, Resize) or message.size == self.app.size:
            await super()._dispatch_message(message)


class SafeApp(OrderedKeys[ReturnType]):
    """`App` with keys in order, an orderly end on signals, and crashes that tell nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._leave_task: asyncio.Task[None] | None = None
        self._owns_process = False
        self._pauses = garbage.AtPauses()
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
        garbage.put_off()  # until the first pages are imported
        try:
            self.run()
        except Exception as error:
            print(self._crash_sentence(_log_crash(error)), file=sys.stderr)
            return CRASHED
        return self.return_code or 0

    def _on_load(self) -> None:
        if not self._owns_process:
            return  # in a test the process and its signals are somebody else's
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_task_error)
        loop.call_later(_COLLECTS, garbage.begin)
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)
        self._look_for_terminal()

    def _build_driver(self, *arguments: Any, **named: Any) -> Driver:
        driver: Any = super()._build_driver(*arguments, **named)
        if self._owns_process and hasattr(driver, "_file"):
            driver._file = hangup.Lasting(driver._file)
        if self._owns_process and sys.platform != "win32":
            # After the driver's own handler, which it has just set.
            asyncio.get_running_loop().add_signal_handler(signal.SIGCONT, self._go_on)
        return cast(Driver, driver)

    def _go_on(self) -> None:
        """Somebody stopped the process (SIGSTOP) and lets it go on.

        Textual would start to read the terminal a second time beside the thread that does, and the
        two would share the keys. Here the first one ends before, and all is painted again.
        """
        driver: Any = self._driver
        if driver is None or hangup.has_gone():
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

    async def on_event(self, event: Event) -> None:
        """As `OrderedKeys` does; of a size as far as pages can be laid out for it."""
        if isinstance(event, Key | Paste) and not event.is_forwarded and self._owns_process:
            self._pauses.key_came()
        if isinstance(event, Resize):
            width, height = event.size
            size = max(width, _LEAST.width), max(height, _LEAST.height)
            event = Resize.from_dimensions(size, event.pixel_size)
        await super().on_event(event)

    # Leaving on a signal

    def _leave_on(self, number: signal.Signals) -> None:
        if self._leave_task is None:
            if hangup.has_gone():
                hangup.forget()
            self._leave_task = asyncio.create_task(self._leave(number))

    async def _leave(self, number: signal.Signals) -> None:
        try:
            await asyncio.wait_for(self.save_before_leaving(), _SAVE)
        except Exception as error:
            _log_crash(error)
        self.exit(return_code=128 + number)

    def _look_for_terminal(self) -> None:
        """A program that another one waits for, such as `make`, gets no signal when it has gone."""
        if hangup.has_gone():
            self._leave_on(signal.SIGHUP)
        else:
            asyncio.get_running_loop().call_later(_GONE_CHECK, self._look_for_terminal)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002
        """The thread that reads the keys has died, most often because its terminal has gone."""
        if hangup.has_gone():
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


def _log_task_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if isinstance(error := context.get("exception"), Exception):
        _log_crash(error)


def _log_crash(error: BaseException) -> str:
    """Log the error, of a worker what failed in it; returns the id it has in the log."""
    return log_defect(_log, error.error if isinstance(error, WorkerFailed) else error)
