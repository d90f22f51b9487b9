"""`lienthong sync`: rounds with the hub, without any screen."""

import random
import time
from datetime import datetime
from typing import TYPE_CHECKING

import click

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.hub_doors import needs_psycopg
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import answering, pass_door, with_desk
from lienthong_tui.problems import Busy
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence

if TYPE_CHECKING:
    from lienthong_tui.desk.sharing.round import Round

_ONLY_TOLD = ("certificate-ends", "hub-clock")  # everything is exchanged all the same


@click.command(name="sync", help=N_("Đồng bộ với các quầy khác; dừng bằng Ctrl+C."))
@click.option("--once", is_flag=True, help=N_("Một lượt rồi thôi."))
@with_desk
@answering
@pass_door
@needs_psycopg
def sync_command(door: Door, /, once: bool, unlocking: Unlocking) -> None:
    """Exchange what is new, once or until it is stopped."""
    from lienthong_tui.desk.sharing import pace, syncing

    with door.open_desk(unlocking) as desk:
        fails, told = 0, ""
        while True:
            try:
                done = syncing.exchange(desk)
                _tell(door, desk, done, once=once)
                fails, told = 0, ""
            except Busy as problem:
                if once:
                    raise
                if problem.code != told:  # once: the line may be down all night
                    click.echo(sentence(problem, door.language), err=True)
                fails, told = fails + 1, problem.code
            if once and any(problem.code not in _ONLY_TOLD for problem in done.told):
                raise SystemExit(1)
            if once:
                return
            time.sleep(pace.wait(fails, random.random()))  # noqa: S311 – no secret


def _tell(door: Door, desk: Desk, done: "Round", *, once: bool) -> None:
    from lienthong_tui.desk.sharing import syncing

    left, oldest = syncing.unsent(desk)
    lines = []
    if done.sent or done.came or done.contents or left:
        told = N_("Đã gửi {sent}, đã nhận {came} sự kiện và {contents} tệp.")
        lines = [door.tr(told, sent=done.sent, came=done.came, contents=done.contents)]
    if left and oldest:
        at = local_time(datetime.fromisoformat(oldest))
        lines += [door.tr(N_("{count} sự kiện chưa đồng bộ, cũ nhất {time}."), count=left, time=at)]
    lines += [sentence(problem, door.language) for problem in done.told]
    answer = {
        "sent": done.sent,
        "came": done.came,
        "contents": done.contents,
        "replies": done.replies,
        "unsent": left,
        "told": [problem.code for problem in done.told],
    }
    if lines or door.as_json or once:
        door.say(answer, lines or [door.tr(N_("Không có gì mới."))])
