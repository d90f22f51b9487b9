"""A list whose lines may ask for one text: a path, a reason, a number typed below it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static

from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.people.dates import parse_date, parse_moment
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.screens.menu import Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.viet_input import VietInput

Then = Callable[[str], Awaitable[None]]


def typed_path(text: str) -> Path:
    """A path as it is typed, pasted or dragged in: quotes, `file://` and `~` are understood.

    Errors: Unusable("path-unreadable").
    """
    text = text.strip().strip("'\"")
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError):
        raise Unusable("path-unreadable", path=text) from None


def typed_moment(text: str, now: datetime) -> datetime:
    """When that was: today where only an hour is given. Errors: Problem("moment-unreadable")."""
    today = local_day(now)
    whole = text if any(mark in text for mark in "/-.") else f"{text} {today:%d/%m/%Y}"
    try:
        read = parse_moment(whole, today=today)
    except Problem:
        raise Problem("moment-unreadable", text=text) from None
    if read.clock is None:  # a day alone would be midnight, before every cut-off
        raise Problem("moment-unreadable", text=text)
    return datetime.combine(read.day, read.clock, VIETNAM)


def typed_days(text: str, now: datetime) -> tuple[date, date]:
    """The first and the last day of "01/11/2026 - 30/11/2026"; one day is both.

    Errors: Problem("days-unreadable").
    """
    first, _, last = text.partition("-")
    today = local_day(now)
    try:
        days = [parse_date(part, today=today).earliest for part in (first, last or first)]
    except Problem:
        raise Problem("days-unreadable", text=text) from None
    return days[0], days[1]


class Asking(Menu):
    """`ask` opens the line; what is typed goes to its `then`, and stays there if it is refused."""

    _then: Then | None = None
    _question = ""
    _new_folder: Path | None = None

    def body(self) -> ComposeResult:
        """The list, and the line below it."""
        yield OptionList(classes="body", markup=False)
        yield from self.question()

    def question(self) -> ComposeResult:
        """What is asked, and the line to type into."""
        yield Static("", classes="asked", markup=False)
        yield VietInput(id="given", classes="hidden")

    def keys(self) -> Hints:
        """While a text is typed no other key acts: what they are is not told then."""
        if self._then is not None:
            return (("Enter", N_("tiếp")), ("Esc", N_("lùi")))
        return super().keys()

    def ask(self, question: str, then: Then, start: str = "") -> None:
        """Ask for a text, already in the language set; `start` stands there already.

        `then` may raise a Problem.
        """
        self._then, self._question = then, question
        self.app.clear_notifications()  # they would lie over what is typed
        self.add_class("asking")  # on a short screen the list makes room for the question
        self.tell(question)
        given = self.query_one("#given", VietInput)
        given.remove_class("hidden")
        given.value = start
        given.focus()
        given.select_all()  # typing takes its place
        self.refresh_chrome()

    async def sure_of(self, folder: Path) -> Path:
        """`folder`; one that is not there yet is made only when it is given twice.

        A mistyped name of a stick would land on the hard disk. Errors: Unusable("folder-new").
        """
        there = await self.ours.at_desk(folder.exists)
        if not there and self._new_folder != folder:
            self._new_folder = folder
            raise Unusable("folder-new", path=str(folder))
        self._new_folder = None
        return folder

    def tell(self, text: str) -> None:
        """Say something where the question stands."""
        self.query_one(".asked", Static).update(text)

    def stop_asking(self) -> None:
        """Back to the list."""
        self._then = self._new_folder = None
        self.remove_class("asking")
        self.tell("")
        self.query_one("#given", VietInput).add_class("hidden")
        self.query_one(OptionList).focus()
        self.refresh_chrome()

    @on(Input.Changed, "#given")
    def _mended(self) -> None:
        """What was wrong is being typed otherwise: the question stands there again."""
        if self._then is not None:
            self.tell(self._question)

    @on(Input.Submitted, "#given")
    async def _given(self, event: Input.Submitted) -> None:
        event.stop()
        text, then = event.value.strip(), self._then
        if then is None or not text:
            self.stop_asking()
            return
        try:
            await then(text)
        except Problem as problem:
            await self.reload()  # the filing may have been read again
            self.tell(sentence(problem, self.language))
            return
        if self._then is not then:  # one answer led to the next question
            return
        self.stop_asking()
        await self.reload()

    async def action_back(self) -> None:
        """Close the question first, then the page."""
        if self._then is not None:
            self.stop_asking()
        else:
            self.app.pop_screen()
