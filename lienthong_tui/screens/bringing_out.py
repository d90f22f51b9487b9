"""How papers leave the screen: by the printer, into a folder, to the viewer of the machine.

Whatever the paper, the same three keys. Making it, and recording that it leaves, run in the desk's
thread; the printer has a thread of its own, because one that is off answers late or never.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lienthong_tui.desk import printer as printers
from lienthong_tui.desk.exporting import Put, into
from lienthong_tui.desk.printer import Job, Printer, Sheaf, State
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.packets.typesetting import Said, render
from lienthong_tui.papers.slips import as_text
from lienthong_tui.problems import Problem
from lienthong_tui.screens import viewer
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.clean import visible

_LONG_ENOUGH = 20.0
"""Seconds after which what is not done is told of; it goes on by itself."""


class BringingOut(TellingActs):
    """A page with the three acts. `bring` makes the papers and hands them to what it is given."""

    hints: ClassVar[Hints] = (
        ("1", N_("in")),
        ("2", N_("ghi ra thư mục")),
        ("3", N_("mở xem")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    async def bring(self, put: Put) -> None:
        """Make the papers, and bring them out by `put`."""
        raise NotImplementedError

    def kept_as(self) -> Hashable:
        """What never came out of a printer is kept under, also when the page is left: it is sent
        again as it was, and is no second print. Equal only for the same paper saying the same."""
        return type(self).__name__, self.heading(), self.which()

    def which(self) -> Hashable:
        """Tells the papers of one heading apart."""
        return None

    def copies(self) -> Mapping[str, int]:
        """How often each file is printed, by name; once where nothing is said."""
        return {}

    def written(self, folder: Path) -> str:
        """What is said once they lie in a folder."""
        return self.tr(N_("Đã ghi ra {folder}."), folder=folder)

    def note(self) -> str:
        """What is said beside the acts, such as how often it was done."""
        return ""

    def ways(self) -> list[Item]:
        """The three acts, and a fourth after a print that failed or with several printers."""
        found = [
            Item("print", "1", self.tr(N_("In")), self.note()),
            Item("write", "2", self.tr(N_("Ghi ra thư mục"))),
            Item("show", "3", self.tr(N_("Mở bằng trình xem của máy"))),
        ]
        if self.kept_as() in self.ours.unprinted:
            again = self.tr(N_("Gửi máy in lần nữa: lần vừa rồi chưa ra giấy"))
            found.append(Item("again", "4", again))
        if len(self.ours.printers) > 1 and self.ours.printer is not None:
            name = self.tr(N_("Đổi máy in"))
            found.append(Item("printer", "5", name, label_of(self.ours.printer, self.language)))
        return found

    async def items(self) -> Sequence[Item]:
        """The acts."""
        return self.ways()

    async def choose(self, item: Item) -> None:
        """Do one."""
        match item.id:
            case "print":
                await self._print()
            case "again":
                await self._send(self.ours.unprinted[self.kept_as()])
            case "printer":
                self.ours.next_printer()
                await self.reload()
            case "write":
                asked = self.tr(N_("Ghi ra thư mục nào, ví dụ ổ USB (Enter để ghi):"))
                self.ask(asked, self._write, self.ours.written_to)
            case "show":
                await self.bring(self._show)
                self.say(self.tr(N_("Đã mở. Bản đang xem mất đi khi khóa hoặc mời số tiếp theo.")))
                await self.reload()

    async def _write(self, text: str) -> None:
        out = await self.sure_of(typed_path(text))
        await self.bring(into(out))
        self.ours.written_to = text  # the next paper mostly goes to the same stick
        self.say(self.written(out))

    def _show(self, files: Mapping[str, bytes], record: Callable[[], object]) -> None:
        self.ours.shown.append(viewer.show(_printable(files), record))

    async def _print(self) -> None:
        await self.ours.find_printers()  # before anything is recorded: there may be none
        taken: dict[str, bytes] = {}

        def take(files: Mapping[str, bytes], record: Callable[[], object]) -> None:
            record()
            taken.update(_printable(files))

        await self.bring(take)
        await self._send(Sheaf(taken, self.copies()))

    async def _send(self, sheaf: Sheaf) -> None:
        self.ours.unprinted.pop(self.kept_as(), None)  # nothing is sent twice at once
        if self.ours.printer is not None:
            name = label_of(self.ours.printer, self.language)
            self.say(self.tr(N_("Đang gửi máy in {name}…"), name=name))
        self.ours.run_worker(self._printed(sheaf), group="print", exit_on_error=False)
        await self.reload()

    async def _printed(self, sheaf: Sheaf) -> None:
        """Send the sheaf and follow it; told wherever the officer is by then."""
        unprinted, kept_as = self.ours.unprinted, self.kept_as()
        outcome = await send(self.ours, sheaf)
        if outcome.left is not None:
            unprinted[kept_as] = outcome.left
        if outcome.left is not None and unprinted is not self.ours.unprinted:
            # Its citizen has left, and nobody has it any more.
            said = N_("Bản in của hồ sơ trước chưa ra giấy: mở lại hồ sơ ấy rồi in.")
            self.ours.notify(self.tr(said), severity="warning", markup=False, timeout=12)
        elif outcome.problem is not None:
            self.ours.complain(outcome.problem)
        else:
            self.ours.notify(outcome.said, markup=False, timeout=8)
        if self.is_current:
            await self.reload()


class FilingOut(FilingPage, BringingOut):
    """The same, for a paper of one filing."""

    def kept_as(self) -> Hashable:
        """Of this filing, and only while it says what it said: an old paper is not sent again."""
        filing = self.keeper.draft.filing
        told = repr((filing.answers, filing.letters, filing.lodged))
        return type(self).__name__, filing.id, self.place(), self.which(), told


class SheetOut(BringingOut):
    """A sheet that names nobody: read here, and brought out as text and as PDF without a record."""

    def __init__(self, heading: str, sheet: Sheet, names: tuple[str, str]) -> None:
        super().__init__()
        self.title_line = heading
        self.sheet = sheet
        self.names = names

    def heading(self) -> str:
        """What it is."""
        return self.title_line

    async def items(self) -> Sequence[Item]:
        """The acts, and below them the text."""
        self.show_text(as_text(self.sheet).splitlines())
        return self.ways()

    async def bring(self, put: Put) -> None:
        """Nothing is recorded: the same sheet goes to every family in that case."""
        now = self.ours.clock()
        text_name, pdf_name = self.names

        def out() -> None:
            files = {text_name: as_text(self.sheet).encode(), pdf_name: render(self.sheet, at=now)}
            put(files, lambda: None)

        await self.ours.at_desk(out)


@dataclass(frozen=True)
class Outcome:
    """What came of a print: what is said, or what went wrong; `left` never came out."""

    said: str = ""
    problem: Problem | None = None
    left: Sheaf | None = None


async def send(host: Host, sheaf: Sheaf) -> Outcome:
    """Print a sheaf, and what came of it. Nothing here waits in the desk's thread."""
    chosen = host.printer
    if chosen is None:
        return Outcome(problem=Problem("printer-none"), left=sheaf)
    jobs: dict[str, Job] = {}
    try:
        for name, data in sheaf.files.items():
            copies = sheaf.copies.get(name, 1)
            jobs[name] = await asyncio.to_thread(_send, host, chosen, name, data, copies)
    except Problem as problem:
        states = await asyncio.to_thread(_states, jobs)
        taken = {name for name in jobs if states.get(name) != "failed"}
        return Outcome(problem=problem, left=_left(sheaf, set(sheaf.files) - taken))
    states = await asyncio.to_thread(_states, jobs)
    failed = {name for name, state in states.items() if state == "failed"}
    if failed:
        said = N_("Máy in {name} đã bỏ lệnh in này: xem máy in, rồi gửi lại (phím 4).")
    elif "stopped" in states.values():
        said = N_(
            "Máy in {name} đang dừng: bật máy, xem giấy và mực. Lệnh in còn trong hàng đợi,"
            " máy chạy lại thì in tiếp."
        )
    elif "waiting" in states.values():
        said = N_("Máy in {name} đã nhận nhưng chưa in xong: xem máy có bật, còn giấy không.")
    else:
        said = N_("Đã giao cho {name}: xem khay giấy.")
    told = tr(said, host.language).format(name=label_of(chosen, host.language))
    return Outcome(said=told, left=_left(sheaf, failed))


def shown(line: Said) -> str:
    """A line of a paper as text; what is not answered is a line there too."""
    if line.text is None:
        return f"— {line.label}"
    text = line.text or "…………"
    return f"{line.label}: {text}" if line.label else text


def _states(jobs: Mapping[str, Job]) -> dict[str, State]:
    """How far each job is, after the time that all of them together are given."""
    until = time.monotonic() + _LONG_ENOUGH
    found: dict[str, State] = {}
    for name, job in jobs.items():
        left = until - time.monotonic()
        found[name] = printers.wait(job, left) if left > 0 else "waiting"
        if found[name] in ("stopped", "waiting"):  # so are those behind it
            break
    return found


def _left(sheaf: Sheaf, names: set[str]) -> Sheaf | None:
    """What of a sheaf is to be sent again."""
    files = {name: data for name, data in sheaf.files.items() if name in names}
    return Sheaf(files, sheaf.copies) if files else None


def label_of(printer: Printer, language: Language) -> str:
    """What a printer is called on the screen."""
    return visible(printer.name) or tr(N_("mặc định của máy"), language)


def _send(host: Host, chosen: Printer, name: str, data: bytes, copies: int) -> Job:
    folder = Path()
    if sys.platform == "win32":  # elsewhere no file of ours is needed
        folder = viewer.private_folder()
        host.shown.append(folder)
    return printers.send(data, name=name, copies=copies, printer=chosen, folder=folder)


def _printable(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a printer or a viewer of pages takes."""
    return {name: data for name, data in files.items() if name.endswith(".pdf")}
