"""Backing the desk up behind the officer's back: once a day by itself, or asked for.

It is the application's own task and no page's: whoever leaves the page, or signs out, stops
nothing half-way without its being known.
"""

import asyncio
from pathlib import Path

from lienthong_tui.desk import backing_up, backup_rota
from lienthong_tui.desk.backing_up import Made
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.problems import Problem
from lienthong_tui.screens.apart import apart
from lienthong_tui.screens.backup_run import Running
from lienthong_tui.screens.host import Host

SOON = 5.0
"""Seconds after the sign-in until the day's backup begins: the first screen comes first."""


async def look(ours: Host) -> None:
    """Begin the day's backup where it is still to be made."""
    desk = ours.desk
    if desk is None or not ours.at_work or ours.backup is not None or desk.last_seen is not None:
        return
    if await ours.at_desk(desk.may, "back-up") and await ours.at_desk(backup_rota.due, desk):
        begin(ours, None)


def begin(ours: Host, path: Path | None) -> None:
    """Back the desk up to `path`, or as the day's own; nothing where a backup is under way.

    `ours.backup` tells how far it is, and `ours.backed_up` afterwards what came of it.
    """
    if ours.backup is None and ours.desk is not None:
        ours.backup = Running()
        ours.backup_task = asyncio.create_task(_run(ours, ours.desk, ours.backup, path))


async def _run(ours: Host, desk: Desk, running: Running, path: Path | None) -> None:
    ours.backed_up = None
    try:
        ours.backed_up = await _back_up(ours, desk, running, path)
    except Problem as problem:
        ours.backed_up = problem
        told = (local_day(ours.clock()), problem.code)
        # What keeps the day's own from being made is told once a day, over whatever page is shown.
        if path is None and problem.code != "backup-stopped" and told not in ours.backup_troubles:
            ours.backup_troubles.add(told)
            ours.complain(problem)
    finally:
        ours.backup = None


async def _back_up(ours: Host, desk: Desk, running: Running, path: Path | None) -> Made:
    what = await ours.at_desk(backing_up.wanted, desk)
    place = await ours.at_desk(backup_rota.place, desk)
    watch, now = running.watch(), ours.clock()
    if path is None:
        made = await apart(lambda: backup_rota.run(what, place, now, watch))
    else:
        made = await apart(lambda: backing_up.back_up(what, path, now, watch))
    # Whoever has the desk by now did not make it: the next look makes another.
    present = ours.desk
    if present is not None and present.unlocked.db is desk.unlocked.db:
        await ours.at_desk(lambda: backing_up.record(present, made, daily=path is None))
    return made
