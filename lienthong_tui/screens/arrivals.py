"""What kiosks hand over while the officer works: taken in, and told over whatever page is shown."""

from lienthong_tui.desk import intake
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.intake import Came
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Menu
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.marking import N_

EVERY = 3.0
"""Seconds between two looks: somebody waits at the kiosk."""


async def take_in(ours: Host) -> None:
    """Take in what lies there. A file that is refused is told of once."""
    desk = ours.desk
    if desk is None or not ours.at_work:
        return
    came = await ours.at_desk(_collected, desk)
    for each in came:
        _tell(ours, each)
    if any(each.filing for each in came) and isinstance(ours.screen, Menu):
        await ours.screen.reload()


def _collected(desk: Desk) -> list[Came]:
    return list(intake.collect(desk)) if intake.waiting(desk) else []


def _tell(ours: Host, came: Came) -> None:
    if came.problem is not None:
        if came.name not in ours.refused_files:
            ours.refused_files.add(came.name)
            ours.complain(came.problem)
        return
    if came.again:
        return
    text = N_("{kiosk}: số {ticket} chờ người tiếp nhận kiểm tra.")
    if came.called is not None:
        text = N_("{kiosk} gọi người tiếp nhận lúc {time}.")
    at = f"{came.called.astimezone(VIETNAM):%H:%M}" if came.called else ""
    told = tr(text, ours.language).format(kiosk=came.kiosk, ticket=came.ticket, time=at)
    ours.notify(told, markup=False, timeout=30)
    ours.bell()
