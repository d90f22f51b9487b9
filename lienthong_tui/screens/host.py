"""What every screen asks of the application: the desk in its own thread, the officer, the language.

Everything that touches the disk runs in one worker thread (`at_desk`), so that a screen never waits
for it and the store has one user at a time. The rooms of the desk are imported there too, by who
first needs one: the sign-in is painted before.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from textual.actions import ActionParseResult
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen

from lienthong_tui.problems import Problem, StoreClosedError
from lienthong_tui.screens import viewer
from lienthong_tui.screens.backup_run import Running
from lienthong_tui.screens.clipboard import Clipboard
from lienthong_tui.screens.guarded import HOME, SIGN_IN, Guarded
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.telex import Method
from lienthong_tui.widgets.scan_box import IDLE

if TYPE_CHECKING:
    from lienthong_tui.desk.backing_up import Made
    from lienthong_tui.desk.demo import DemoAccount
    from lienthong_tui.desk.desk import Desk
    from lienthong_tui.desk.doctor import Finding
    from lienthong_tui.desk.printer import Printer, Sheaf
    from lienthong_tui.desk.vault import Unlocked
    from lienthong_tui.desk.workplace import Clock
    from lienthong_tui.screens.share_state import ShareState

T = TypeVar("T")


_QUIET = 1.0  # seconds without anything asked of the desk
_LONG = 0.5  # seconds after which it is told that something is being done
_NEXT_OF_SCANNER = 0.04  # seconds: a slow scanner pauses 20 ms between keys, a fast finger 80
# Behind the first digit of a card's code. A number typed ahead has no bar at its end.
_BEHIND_FIRST = re.compile(r"[0-9]{11}\|")
_MAYBE = re.compile(r"[0-9]{0,11}")
# Behind the L of a slip's code, and what may still become one.
_BEHIND_L = re.compile(
    r"T[0-9]{5}-[0-9]{6}-[1-9][0-9]{3,}-[0-9A-Z](?=[\r\n\t]*$)", re.IGNORECASE | re.ASCII
)
_MAYBE_SLIP = re.compile(
    r"(?:T(?:[0-9]{0,5}|[0-9]{5}-(?:[0-9]{0,6}|[0-9]{6}-(?:[0-9]*|[0-9]{4,}-[0-9A-Z]?))))?",
    re.IGNORECASE | re.ASCII,
)


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


class Host(Guarded):
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
        self.long_calls = 0  # how many of those to the desk have taken half a second already
        self.pasteboard = Clipboard(super().copy_to_clipboard)
        self.pastes: bool | None = None
        """Whether what is copied arrives where this officer pastes; None until it was tried."""
        self.unstored: dict[str, dict[str, Rejected]] = {}  # by filing, then by field
        self.scans_taken: set[tuple[str, int, int]] = set()
        """Files of the scanner that were attached since the program began."""
        self.fetching = False  # whether the folders of kiosks are being read
        self.refused_files: set[str] = set()
        self.taken_files: set[Path] = set()
        """Files of kiosks that were refused, and told of, since the program began."""
        self.written_to = ""  # where papers were last written
        self.unprinted: dict[Hashable, Sheaf] = {}  # by page: what is sent again as it was
        self.shown: list[Path] = []  # folders of what the machine's viewer was given
        self.printers: tuple[Printer, ...] = ()
        self.printer: Printer | None = None  # the one chosen, until the program ends
        self.share: ShareState | None = None  # None: this desk shares with no other
        self.asked_of = ""  # the filing in other hands that was asked about: once more means it
        self.backup: Running | None = None  # the one under way
        self.backed_up: Made | Problem | None = None  # what came of the last one
        self.backup_task: asyncio.Task[None] | None = None
        self.backup_troubles: set[tuple[date, str]] = set()
        """What kept a daily backup from being made, and was told of: once a day is enough."""
        self.newcomer = False
        """Whether the desk was set up just now: whoever did it is shown round once."""
        self.leaving = False
        self.typing: Method | None = None
        self.officer_name = ""
        self._shift: Unlocked | None = None  # whose it is, while a locked desk is closed
        self._settling: asyncio.TimerHandle | None = None
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
        self._settle_later(loop)
        with self._told_when_long(loop):
            try:
                return await loop.run_in_executor(self._thread, lambda: call(*arguments))
            except StoreClosedError as error:  # whoever asked had the desk from before it closed
                raise DeskClosedError from error

    @contextmanager
    def _told_when_long(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """Say in the title line that something is being done, once it takes half a second."""
        told = False

        def tell() -> None:
            nonlocal told
            told = True
            self.long_calls += 1
            self._show_waiting()

        timer = loop.call_later(_LONG, tell)
        try:
            yield
        finally:
            timer.cancel()
            if told:
                self.long_calls -= 1
                self._show_waiting()

    def _show_waiting(self) -> None:
        """On whatever page is shown: one may just be coming or going, and the desk be closing."""
        if self.desk is None:
            return
        with suppress(ScreenStackError, NoMatches):
            if (refresh := getattr(self.screen, "refresh_chrome", None)) is not None:
                refresh()

    def _settle_later(self, loop: asyncio.AbstractEventLoop) -> None:
        """Once nothing was asked of the desk for a moment, leave nothing in its `-wal` alone."""
        if self._settling is not None:
            self._settling.cancel()
        self._settling = loop.call_later(_QUIET, self._settle)

    def _settle(self) -> None:
        if self.desk is not None:
            from lienthong_tui.desk.session import settle

            self._thread.submit(settle, self.desk)

    def complain(self, problem: Problem) -> None:
        """Tell what went wrong and how to mend it, over whatever page is shown."""
        from lienthong_tui.sentences.wording import sentence

        told = sentence(problem, self.language)
        self.notify(told, markup=False, severity="warning", timeout=12)

    async def scan_follows(self) -> bool:
        """Whether the digit that has just acted is the first of a card a scanner is typing.

        It sends the next keys within a few milliseconds, which no finger does. They wait until the
        handler that asks has ended; if it is a card, until another page takes them.
        """
        follows = _BEHIND_FIRST.match(await self._following(_MAYBE)) is not None
        if follows:
            self.hold_keys()
        return follows

    async def slip_follows(self, begun: str) -> str | None:
        """The reference on the slip that a scanner is typing, of which the letter `begun` has just
        acted; None where nobody scans. Nothing else of the burst acts."""
        found = _BEHIND_L.match(await self._following(_MAYBE_SLIP))
        if found is None:
            return None
        await self.drop_burst()
        return (begun + found[0]).upper()

    async def _following(self, maybe: re.Pattern[str]) -> str:
        """What waits behind the key in hand, once nothing more comes or it is none of `maybe`."""
        following, before = "", "?"
        while following != before and maybe.fullmatch(following):
            before = following
            await asyncio.sleep(_NEXT_OF_SCANNER)
            following = self.characters_waiting()
        return following

    async def drop_burst(self) -> None:
        """Let nothing of a burst act: what was typed by a scanner belongs into the scan box."""
        self.hold_keys()
        while self.drop_waiting_keys():
            self.hold_keys()
            await asyncio.sleep(IDLE)
        self.release_keys()

    async def run_action(
        self,
        action: str | ActionParseResult,
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

        def unlock() -> Unlocked:
            from lienthong_tui.desk import vault

            return vault.open_with_password(self.folder, officer, password, code, self.clock())

        await self._begin(unlock)

    async def open_again(self, password: str) -> None:
        """Open the desk that was closed behind a locked screen. Errors: of `vault.open_again`."""
        shift = self._shift
        if shift is None:
            raise DeskClosedError
        from lienthong_tui.desk import vault

        await self._begin(lambda: vault.open_again(self.folder, shift, password, self.clock()))

    async def _begin(self, unlock: Callable[[], Unlocked]) -> None:
        def begin() -> tuple[Desk, str, list[Finding], bool]:
            from lienthong_tui.desk import doctor
            from lienthong_tui.desk.session import session
            from lienthong_tui.store import sharing

            desk = self._session.enter_context(session(unlock(), self.clock))
            account = desk.account
            wrong = [found for found in doctor.quick(desk) if found.grade == "wrong"]
            return desk, account.name if account else "", wrong, sharing.is_joined(desk.db)

        desk, self.officer_name, wrong, shares = await self.at_desk(begin)
        from lienthong_tui.desk.recovering import OF_STORE
        from lienthong_tui.screens.share_state import ShareState
        from lienthong_tui.sentences.of_doctor import finding_name

        self.desk, self._shift = desk, desk.unlocked
        self.share = ShareState() if shares else None
        for alarm in desk.alarms:
            if desk.cut_off is None or alarm.code not in OF_STORE:  # the page after a cut tells it
                self.complain(alarm)
        if wrong:
            names = ", ".join(dict.fromkeys(finding_name(found, self.language) for found in wrong))
            text = N_("Cần sửa ở quầy này: {names}. Xem ở phím 8, mục Khám quầy và máy.")
            self.notify(
                tr(text, self.language).format(names=names.lower()),
                markup=False,
                severity="warning",
                timeout=12,
            )
        if desk.unlocked.by == "paper":
            await self._tell_codes_left(desk)

    async def _tell_codes_left(self, desk: Desk) -> None:
        from lienthong_tui.desk import officers

        left = await self.at_desk(officers.paper_codes_left, desk)
        account = await self.at_desk(lambda: desk.account)
        if account is not None and not account.phone_due:
            text = N_(
                "Đã dùng một mã trên giấy, còn {count}. Điện thoại mới, mã mới: phím 8, mục 1."
            )
            self.notify(tr(text, self.language).format(count=left), markup=False, timeout=12)

    async def sign_out(self) -> None:
        """Close the desk; everything that was answered is already in it."""
        await self._close_desk()
        self.officer_name, self._shift = "", None
        self.share = None
        self.pastes = None

    async def _close_desk(self) -> None:
        self.desk = None
        if self.backup is not None:
            self.backup.stopped = True  # it will be made at the next sign-in
        self.unstored.clear()
        self.forget_waiting()
        try:
            await self.at_desk(self._session.close)
        finally:  # what a citizen left on the clipboard goes in any case
            await self.forget_citizen()

    async def forget_citizen(self) -> None:
        """Leave nothing of whoever was just here but what is stored in their filing."""
        self._clipboard, self.written_to = "", ""
        self.forget_shown()
        self.clear_notifications()
        await self.pasteboard.wipe()

    async def leave_desk(self) -> None:
        """Sign out, and show the sign-in alone."""
        await self.store_typed()
        self.uncover(SIGN_IN)
        await self.sign_out()

    async def next_citizen(self) -> None:
        """Close everything of the citizen who was just here: the home page, and nothing to paste.

        What stands half typed is stored in its filing.
        """
        await self.store_typed()
        self.hold_keys()
        self.uncover(HOME)
        await self.forget_citizen()

    async def close_behind_lock(self) -> None:
        """Close the desk itself: a PC that is carried away locked holds no open store.

        Not while something stands on the pages that could not be stored.
        """
        if not any(self.unstored.values()):
            self.cover_sign_in()
            await self._close_desk()

    @property
    def occupied(self) -> bool:
        """Whether an officer has the desk open."""
        return self.desk is not None

    def lock_screen(self) -> Screen[None]:
        """Asks for the officer's password."""
        from lienthong_tui.screens.accounts.password import Locked

        return Locked()

    def copy_to_clipboard(self, text: str) -> None:
        """What a key copies in a field can be pasted in a field: nothing of it leaves the program.

        The hand-off to the portal alone fills the computer's clipboard, and the journal tells.
        """
        self._clipboard = text

    async def find_printers(self) -> None:
        """Look which printers there are now. Errors: Problem("printer-none")."""
        from lienthong_tui.desk import printer as printers

        self.printers = await asyncio.to_thread(printers.printers)
        if self.printer not in self.printers:
            self.printer = self.printers[0] if self.printers else None
        if self.printer is None:
            raise Problem("printer-none")

    def next_printer(self) -> None:
        """Choose the printer after the one chosen."""
        if self.printer in self.printers:
            at = self.printers.index(self.printer) + 1
            self.printer = self.printers[at % len(self.printers)]

    def forget_shown(self) -> None:
        """Remove what the machine's viewer was given, and what a printer did not take."""
        self.unprinted = {}
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

    def crash_sentence(self, code: str) -> str:
        """What is read on the plain terminal after a crash."""
        text = N_(
            "Chương trình đã dừng vì một lỗi. Những ô đã ghi “Đã lưu” vẫn còn: mở lại"
            " chương trình và mở hồ sơ ở trang đầu để đi tiếp. Báo người quản trị mã lỗi"
            " {code}."
        )
        return tr(text, self.language).format(code=code)
