"""Rounds with the hub while the officer works, in a thread of their own: nobody waits for them."""

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from textual.css.query import NoMatches

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing.at_once import at_once
from lienthong_tui.filing.public_status import PublicStatus
from lienthong_tui.logfile import log_defect
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.screens.apart import apart
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Menu
from lienthong_tui.screens.page import Page
from lienthong_tui.screens.share_state import ShareState
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store import projections, sharing

if TYPE_CHECKING:
    from lienthong_tui.desk.sharing.round import Round
    from lienthong_tui.hub.line import Hub


# The line above tells that the hub is away, and it may be so all day; another window of this desk
# has sent what this one was about to.
_SILENT = ("hub-away", "hub-moved")
T = TypeVar("T")
log = logging.getLogger(__name__)


async def look(ours: Host) -> None:
    """Begin a round where one is due, and show what is not sent yet."""
    desk, state = ours.desk, ours.share
    if desk is None or state is None or state.busy or not ours.at_work:
        return
    await _count(ours, desk, state)
    if state.is_due(asyncio.get_running_loop().time()):
        state.busy = True
        asyncio.create_task(_run(ours, desk, state))  # noqa: RUF006 – the loop ends with the program


async def _run(ours: Host, desk: Desk, state: ShareState) -> None:
    from lienthong_tui.desk.sharing import pace

    try:
        done = await apart(lambda: _round(desk))
        state.fails, state.done = 0, ours.clock()
        _tell(ours, state, done.told)
        if done.came:
            await _show_what_came(ours, desk)
    except (Busy, DeskUnavailable) as problem:
        state.fails += 1
        if problem.code not in _SILENT:
            _tell(ours, state, [problem])
    except Problem as problem:
        state.stopped = True  # until the next sign-in: nothing here can mend it
        _tell(ours, state, [problem])
    except Exception as error:  # a defect of ours, of which the officer's work knows nothing
        state.stopped = True
        log_defect(log, error)
    finally:
        chance = random.random()  # noqa: S311 – no secret
        state.last_round = asyncio.get_running_loop().time()
        state.next_round = state.last_round + pace.wait(state.fails, chance)
        if ours.desk is desk:
            await _count(ours, desk, state)
        state.busy = False


def _round(desk: Desk) -> "Round":
    _check_installed()
    from lienthong_tui.desk.sharing import syncing

    with syncing.apart(desk) as beside:
        return syncing.exchange(beside)


async def _show_what_came(ours: Host, desk: Desk) -> None:
    """On a list, and on the page of a filing that another desk has taken over meanwhile."""
    page = ours.screen
    if isinstance(page, Menu):
        await page.reload()
    if isinstance(page, FilingPage):
        filing = page.keeper.draft.filing.id
        number = await ours.at_desk(lambda: projections.elsewhere(desk.db, filing))
        if number is not None and number != page.elsewhere:
            page.elsewhere = number
            ours.complain(Refused("filing-elsewhere", desk=number))
            page.refresh_chrome()


async def _count(ours: Host, desk: Desk, state: ShareState) -> None:
    """Show how much is not sent yet, on whatever page is shown."""
    before = state.line(ours.language)
    state.unsent, oldest = await ours.at_desk(
        lambda: sharing.unsent(desk.db, sharing.prefix(desk.stream))
    )
    state.oldest = datetime.fromisoformat(oldest) if oldest else None
    if state.line(ours.language) != before and isinstance(ours.screen, Page):
        try:
            ours.screen.refresh_chrome()
        except NoMatches:  # it is not laid out yet, and will ask itself
            return


def _tell(ours: Host, state: ShareState, problems: list[Problem]) -> None:
    """Once for each code until the next sign-in."""
    for problem in problems:
        if problem.code not in state.told:
            state.told.add(problem.code)
            ours.complain(problem)


async def take_over(ours: Host, filing: str, number: int) -> None:
    """Have a filing that desk `number` has. Errors: those of `taking_over.take_over`;
    Busy("claim-away") for those of the line."""
    text = N_("Đang nhận hồ sơ từ quầy {number}…")
    ours.notify(tr(text, ours.language).format(number=number), markup=False, timeout=4)

    def take(desk: Desk, hub: "Hub") -> None:
        from lienthong_tui.desk.sharing import taking_over

        taking_over.take_over(desk, hub, filing)

    with at_once("claim"):
        await _at_hub(ours, take)


async def ask(ours: Host, reference: str, code: str) -> PublicStatus:
    """Where a filing of another commune stands. Errors: those of `statuses.ask`;
    Busy("lookup-away") for those of the line."""

    def asked(desk: Desk, hub: "Hub") -> PublicStatus:
        from lienthong_tui.desk.sharing import statuses

        return statuses.ask(desk, hub, reference, code)

    with at_once("lookup"):
        return await _at_hub(ours, asked)


async def _at_hub(ours: Host, act: Callable[[Desk, "Hub"], T]) -> T:
    """Do something at the hub, on a line and a connection of its own."""
    desk = ours.at
    if ours.share is None:
        raise Unusable("hub-not-joined")

    def run() -> T:
        _check_installed()
        from lienthong_tui.desk.sharing import syncing

        with syncing.apart(desk) as beside, syncing.connected(beside) as hub:
            return act(beside, hub)

    return await apart(run)


def _check_installed() -> None:
    if find_spec("psycopg") is None:
        raise Unusable("hub-missing")
