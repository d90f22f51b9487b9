"""What kiosks hand over while the officer works: taken in, and told over whatever page is shown."""

import asyncio
from datetime import timedelta

from lienthong_tui.desk import intake
from lienthong_tui.desk.intake import Came
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Menu
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_

EVERY = 3.0
"""Seconds between two looks: somebody waits at the kiosk."""
_HEARD = timedelta(minutes=10)  # nobody waits so long for an answer to a call


async def take_in(ours: Host) -> None:
    """Take in what lies there. A file that is refused is told of once.

    The folders are read apart from the desk's own thread: one of another machine may hang, and
    no answer is to wait for it.
    """
    desk = ours.desk
    if desk is None or not ours.at_work or ours.fetching:
        return
    ours.fetching = True
    try:
        where = await ours.at_desk(intake.folders, desk)
        came = []
        for fetched in await asyncio.to_thread(intake.fetch, where):
            came.append(await ours.at_desk(intake.take, desk, fetched))
            if came[-1].problem is None:
                await asyncio.to_thread(intake.discard, fetched)
    finally:
        ours.fetching = False
    for each in came:
        _tell(ours, each)
    if any(each.filing for each in came) and isinstance(ours.screen, Menu):
        await ours.screen.reload()


def _tell(ours: Host, came: Came) -> None:
    if came.problem is not None:
        if came.name not in ours.refused_files:
            ours.refused_files.add(came.name)
            ours.complain(came.problem)
        return
    if came.again or (came.called and ours.clock() - came.called > _HEARD):
        return
    text = N_("{kiosk}: số {ticket} chờ người tiếp nhận kiểm tra.")
    if came.called is not None:
        text = N_("{kiosk} gọi người tiếp nhận lúc {time}.")
    at = f"{came.called.astimezone(VIETNAM):%H:%M}" if came.called else ""
    told = tr(text, ours.language).format(kiosk=came.kiosk, ticket=came.ticket, time=at)
    ours.notify(told, markup=False, timeout=30)
    ours.bell()
