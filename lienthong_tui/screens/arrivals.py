"""What kiosks hand over while the officer works: taken in, and told over whatever page is shown."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from lienthong_tui.desk import intake
from lienthong_tui.desk.intake import Came
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.problems import Problem
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Menu
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence

_SHOWN = 15.0  # seconds
_HEARD = timedelta(minutes=10)  # nobody waits so long for an answer to a call


async def take_in(ours: Host) -> None:
    """Take in what lies there. A file is told of once, be it refused or one that cannot be removed.

    The folders are read apart from the desk's own thread: one of another machine may hang, and
    no answer is to wait for it.
    """
    desk = ours.desk
    if desk is None or not ours.at_work or ours.fetching:
        return
    ours.fetching = True
    came = []
    try:
        where = await ours.at_desk(intake.folders, desk)
        for fetched in await asyncio.to_thread(intake.fetch, where):
            if fetched.path in ours.taken_files:
                continue
            came.append(await ours.at_desk(intake.take, desk, fetched))
            if came[-1].problem is None:
                ours.taken_files.add(fetched.path)
                await asyncio.to_thread(intake.discard, fetched)
    except Problem as problem:  # such as a full disk: what lies there waits
        ours.complain(problem)
    finally:
        ours.fetching = False
    _tell(ours, came)
    if any(each.filing and not each.again for each in came) and isinstance(ours.screen, Menu):
        await ours.screen.reload()


def _tell(ours: Host, came: Sequence[Came]) -> None:
    """One line for each kiosk: they lie over the page."""
    for each in came:
        if each.problem is not None and each.name not in ours.refused_files:
            ours.refused_files.add(each.name)
            refused = f"{each.name}: {sentence(each.problem, ours.language)}"
            ours.notify(refused, markup=False, severity="warning", timeout=_SHOWN)
    tickets: dict[str, dict[str, None]] = {}
    calls: dict[str, datetime] = {}
    for each in came:
        if each.called is not None:
            calls[each.kiosk] = max(each.called, calls.get(each.kiosk, each.called))
        elif each.problem is None and not each.again:
            tickets.setdefault(each.kiosk, {})[each.ticket] = None
    told = [
        tr(N_("{kiosk}: số {ticket} chờ người tiếp nhận kiểm tra."), ours.language).format(
            kiosk=kiosk, ticket=", ".join(those)
        )
        for kiosk, those in tickets.items()
    ] + [
        tr(N_("{kiosk} gọi người tiếp nhận lúc {time}."), ours.language).format(
            kiosk=kiosk, time=f"{called.astimezone(VIETNAM):%H:%M}"
        )
        for kiosk, called in calls.items()
        if ours.clock() - called <= _HEARD
    ]
    for text in told:
        ours.notify(text, markup=False, timeout=_SHOWN)
    if told:
        ours.bell()
