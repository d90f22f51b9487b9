"""Rounds with the hub while the officer works, in a thread of their own: nobody waits for them."""

import asyncio
import logging
import random
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from lienthong_tui.desk.desk import Desk
from lienthong_tui.logfile import log_defect
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Unusable
from lienthong_tui.screens.apart import apart
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Menu
from lienthong_tui.screens.page import Page
from lienthong_tui.screens.share_state import ShareState
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store import sharing

if TYPE_CHECKING:
    from lienthong_tui.desk.sharing.round import Round


# The line above tells that the hub is away, and it may be so all day; another window of this desk
# has sent what this one was about to.
_SILENT = ("hub-away", "hub-moved")
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
        if done.came and isinstance(ours.screen, Menu):
            await ours.screen.reload()
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
    if find_spec("psycopg") is None:
        raise Unusable("hub-missing")
    from lienthong_tui.desk.sharing import syncing

    with syncing.apart(desk) as beside, syncing.connected(beside) as hub:
        return syncing.sync(beside, hub)


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
    """Have a filing that desk `number` has. Errors: those of `taking_over.take_over`."""
    desk = ours.at
    if ours.share is None:
        raise Unusable("hub-not-joined")
    text = N_("Đang nhận hồ sơ từ quầy {number}…")
    ours.notify(tr(text, ours.language).format(number=number), markup=False, timeout=4)

    def take() -> None:
        if find_spec("psycopg") is None:
            raise Unusable("hub-missing")
        from lienthong_tui.desk.sharing import syncing, taking_over

        with syncing.apart(desk) as beside, syncing.connected(beside) as hub:
            taking_over.take_over(beside, hub, filing)

    await apart(take)
