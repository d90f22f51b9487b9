"""Commands about personal data: what goes at its term, what is held of a citizen, who looked."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from lienthong_tui.access.passwords import id_number_in
from lienthong_tui.desk import access_log as access_logs
from lienthong_tui.desk import citizens, erasure
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.privacy_reports import citizen_text, going_text, held_text
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_access import access_lines, what_was_done
from lienthong_tui.sentences.of_history import who_did
from lienthong_tui.store.projections import Line

_ID_FILE = click.option(
    "--id-number-file",
    type=PATH,
    required=True,
    help=N_("Tệp chứa số định danh của người dân ở dòng đầu."),
)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(name="data", help=N_("Dữ liệu cá nhân: hết hạn lưu, giao, xóa."))
@LANG
def data_group() -> None:
    """Commands about personal data."""


@data_group.command(name="due", help=N_("Xem nội dung nào hết hạn lưu; chưa xóa gì."))
@with_desk
@answering
@pass_door
def data_due(door: Door, /, unlocking: Unlocking) -> None:
    """Show what a purge would take."""
    with door.open_desk(unlocking) as desk:
        due, soon = erasure.due(desk), erasure.soon(desk)
    _tell_due(door, due, soon)


def _tell_due(door: Door, due: erasure.Due, soon: tuple[erasure.Going, ...]) -> None:
    answer = {
        "due": [_going(going) for going in due.filings],
        "inbox": [path.name for path in due.inbox],
        "soon": [_going(going) for going in soon],
    }
    door.say(answer, going_text(due, soon, door.language))


def _going(going: erasure.Going) -> dict[str, str | None]:
    return {"filing": going.line.filing, "reference": going.line.reference, "on": f"{going.on}"}


@data_group.command(name="purge", help=N_("Xóa nội dung đã hết hạn lưu; in ra những gì đã xóa."))
@with_desk
@answering
@pass_door
def data_purge(door: Door, /, unlocking: Unlocking) -> None:
    """Purge what is due."""
    with door.open_desk(unlocking, "erase") as desk:
        due = erasure.due(desk)
        erasure.purge_due(desk, due)
        soon = erasure.soon(desk)
    _tell_due(door, due, soon)


@data_group.command(name="find", help=N_("Những hồ sơ có số định danh này."))
@_ID_FILE
@with_desk
@answering
@pass_door
def data_find(door: Door, /, id_number_file: Path, unlocking: Unlocking) -> None:
    """Find the filings a citizen is part of."""
    number = id_number_in(id_number_file)
    with door.open_desk(unlocking, "export-many") as desk:
        found = citizens.filings_of(desk, number)
    door.say(
        [{**_line(each.line), "roles": list(each.roles)} for each in found],
        held_text(found, door.language, ids=True),
    )


def _line(line: Line) -> dict[str, str | None]:
    return {"filing": line.filing, "reference": line.reference, "state": line.state}


@data_group.command(name="give", help=N_("Ghi dữ liệu của một người dân ra thư mục, để giao."))
@_ID_FILE
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận tệp."))
@with_desk
@answering
@pass_door
def data_give(door: Door, /, id_number_file: Path, out: Path, unlocking: Unlocking) -> None:
    """Give a citizen what is held of them."""
    number = id_number_in(id_number_file)
    with door.open_desk(unlocking, "export-many") as desk:
        found = citizens.filings_of(desk, number)
        told = partial(citizen_text, language=door.language)
        paths = citizens.give(desk, found, out, told)
    text = N_("Đã ghi dữ liệu trong {count} hồ sơ ra {path}.")
    door.say(
        {"paths": [str(path) for path in paths], "filings": len(found)},
        [door.tr(text, count=len(found), path=path) for path in paths],
    )


@data_group.command(
    name="erase", help=N_("Xóa nội dung các hồ sơ của một người dân, theo yêu cầu của họ.")
)
@click.argument("filings", nargs=-1, required=True)
@_ID_FILE
@click.option("--reason", required=True, help=N_("Lý do, giữ mãi trong nhật ký: không ghi tên ai."))
@with_desk
@answering
@pass_door
def data_erase(
    door: Door,
    /,
    filings: tuple[str, ...],
    id_number_file: Path,
    reason: str,
    unlocking: Unlocking,
) -> None:
    """Erase filings of a citizen, named by what `data find` shows."""
    number = id_number_in(id_number_file)
    with door.open_desk(unlocking, "erase") as desk:
        found = citizens.filings_of(desk, number)
        lines = citizens.chosen(found, filings)
        erasure.erase(desk, lines, reason)
    told = N_("Đã xóa nội dung {count} hồ sơ; sổ chỉ còn số, thủ tục, ngày.")
    door.say({"erased": [_line(line) for line in lines]}, [door.tr(told, count=len(lines))])


@click.command(name="access", help=N_("Ai đã xem, in, xuất gì; ai đăng nhập (người phụ trách)."))
@click.option("--from", "first", type=_DAY, help=N_("Từ ngày, dạng 2026-11-30; mặc định hôm nay."))
@click.option("--to", "last", type=_DAY, help=N_("Đến hết ngày; mặc định hôm nay."))
@with_desk
@answering
@pass_door
def access(
    door: Door, /, first: datetime | None, last: datetime | None, unlocking: Unlocking
) -> None:
    """Read the access log."""
    today = local_day(door.clock())
    with door.open_desk(unlocking, "access-log") as desk:
        log = access_logs.access_log(desk, _day(first, today), _day(last, today))
    answer = [
        {
            "at": line.at.isoformat(),
            "officer": line.officer,
            "who": who_did(line.officer, log.holders, door.language),
            "kind": line.kind,
            "filing": line.filing,
            "reference": line.reference,
            "what": what_was_done(line, log, door.language),
        }
        for line in log.lines
    ]
    door.say(answer, access_lines(log, door.language) or [door.tr(N_("Không có việc nào."))])


def _day(given: datetime | None, today: date) -> date:
    return given.date() if given else today
