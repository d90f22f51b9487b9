"""The command that lists what there is to do at a desk, for whoever looks after several."""

from datetime import date
from typing import Any

import click

from lienthong_tui.desk import queue
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import answering, pass_door, with_desk
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_queue import HEADINGS
from lienthong_tui.store.projections import Line


@click.command(
    name="queue",
    help=N_("Việc cần làm ở quầy: mỗi hồ sơ chưa xong đứng ở đúng một mục. Không ghi tên ai."),
)
@with_desk
@answering
@pass_door
def queue_command(door: Door, /, unlocking: Unlocking) -> None:
    """List the sections of the queue."""
    with door.open_desk(unlocking, dated=True) as desk:
        sections = queue.sections(desk)
    lines = []
    for section in sections:
        lines.append(f"{door.tr(HEADINGS[section.kind])} ({len(section.lines)})")
        lines += [f"    {_told(line, door)}" for line in section.lines]
    door.say(
        {
            "filings": sum(len(section.lines) for section in sections),
            "sections": [
                {"kind": section.kind, "filings": [_plain(line) for line in section.lines]}
                for section in sections
            ],
        },
        lines or [door.tr(N_("Không còn việc nào."))],
    )


def _plain(line: Line) -> dict[str, Any]:
    """No name and no number of a person."""
    return {
        "reference": line.reference,
        "group": line.group,
        "state": line.state,
        "due": line.due,
        "tasks": line.summary.get("tasks", []),
    }


def _told(line: Line, door: Door) -> str:
    day = f"{date.fromisoformat(line.due):%d/%m/%Y}" if line.due else ""
    due = door.tr(N_("hạn {day}"), day=day) if day else ""
    reference = line.reference or door.tr(N_("(chưa có số phiếu)"))
    return " · ".join(filter(None, (reference, due)))
