"""The command that reminds: lists who is due, writes a file, or gives each to the program set."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from lienthong_tui.desk import equipment, reminding
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import into
from lienthong_tui.desk.reminding import Due, Message
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import reminders
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_reminders import CHANNELS, NOT_CONNECTED
from lienthong_tui.sentences.wording import sentence


@click.command(
    name="remind",
    help=N_(
        "Nhắc người yêu cầu đã đồng ý: liệt kê, ghi ra tệp CSV, hoặc giao cho chương trình"
        " gửi tin đã đặt. Đã giao không có nghĩa là đã nhận. Mã thoát 4: có tin chưa giao"
        " được, lần sau giao lại."
    ),
)
@click.option("--dry-run", is_flag=True, help=N_("Chỉ liệt kê, không ghi gì (mặc định)."))
@click.option("--out", metavar="FILE", type=PATH, help=N_("Ghi tin ra tệp CSV này."))
@click.option("--run", is_flag=True, help=N_("Giao từng tin cho chương trình gửi tin đã đặt."))
@with_desk
@answering
@pass_door
def remind(door: Door, /, dry_run: bool, out: Path | None, run: bool, unlocking: Unlocking) -> None:
    """Remind those who agreed."""
    if dry_run + (out is not None) + run > 1:
        raise Unusable("remind-one")
    if out is not None and out.exists():  # before the one-time code is spent
        raise Unusable("file-exists", path=str(out))
    troubles: list[tuple[Message, Problem]] = []
    handed: list[Message] = []
    with door.open_desk(unlocking, dated=True) as desk:
        connected = equipment.equipment(desk).reminder_command is not None
        due = reminding.due(desk, partial(pick, language=door.language))
        written = [message for message in due.messages if message.written]
        if out is not None and written:
            reminding.write(desk, written, out.name, into(out.parent))
        if run:
            if not connected:
                raise Unusable("reminder-unconnected")
            troubles = _hand_over(desk, written, handed)
    answer: dict[str, Any] = {
        "connected": connected,
        "due": [_plain(message) for message in due.messages],
        "unreachable": list(due.unreachable),
        "written": str(out) if out is not None and written else None,
        "handed_over": [message.reference for message in handed],
        "failed": [
            {"reference": message.reference, "message": sentence(problem, door.language)}
            for message, problem in troubles
        ],
    }
    lines = _lines(due, connected, door)
    if out is not None and written:
        told = N_("Đã ghi {count} tin ra {path}. Tin chưa được gửi: nạp tệp vào nơi gửi tin.")
        lines.append(door.tr(told, count=len(written), path=out))
    if run:
        told = N_(
            "Đã giao {done} trên {total} tin cho chương trình gửi tin; đã giao chưa phải đã nhận."
        )
        lines.append(door.tr(told, done=len(handed), total=len(written)))
    lines += [f"  ! {each['reference']}: {each['message']}" for each in answer["failed"]]
    left = handed if run else written if out is not None else []
    door.say(answer, lines, done=", ".join(message.reference for message in left))
    if troubles:
        raise SystemExit(4)


def _hand_over(
    desk: Desk, messages: Sequence[Message], handed: list[Message]
) -> list[tuple[Message, Problem]]:
    """Give them one after another into `handed`; what went wrong with which."""
    troubles: list[tuple[Message, Problem]] = []
    for message in messages:
        try:
            reminding.hand_over(desk, message)
        except Problem as problem:
            troubles.append((message, problem))
            if problem.code not in reminding.GOES_ON:
                break
        else:
            handed.append(message)
    return troubles


def _plain(message: Message) -> dict[str, Any]:
    return {
        "reference": message.reference,
        "about": message.occasion.about,
        "day": message.occasion.day.isoformat(),
        "channel": message.channel,
        "to": message.masked,
        "text": message.text,
    }


def _lines(due: Due, connected: bool, door: Door) -> list[str]:
    state = N_("đã đặt, đã giao chưa phải là đã nhận") if connected else NOT_CONNECTED
    lines = [door.tr(N_("Chương trình gửi tin: {state}"), state=door.tr(state))]
    for message in due.messages:
        about = pick(reminders.about_words(message.occasion.about), door.language)
        to = f"{door.tr(CHANNELS[message.channel])} {message.masked}"
        lines.append(f"{message.reference} · {about} {message.occasion.day:%d/%m/%Y} · {to}")
        lines.append(f"    {message.text}")
    if not due.messages:
        lines.append(door.tr(N_("Không có ai phải nhắc hôm nay.")))
    if due.unreachable:
        text = N_("Đồng ý nhắc nhưng chưa ghi điện thoại hay thư điện tử: {references}")
        lines.append(door.tr(text, references=", ".join(due.unreachable)))
    return lines
