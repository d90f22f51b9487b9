"""Commands about papers of the desk itself: its register, its figures, blank forms."""

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from lienthong_tui import figure_reports
from lienthong_tui.desk import allotting, statistics
from lienthong_tui.desk import register as registers
from lienthong_tui.desk.exporting import into
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import DAY, PATH, answering, pass_door, with_desk
from lienthong_tui.papers import blank_forms
from lienthong_tui.problems import Unusable
from lienthong_tui.procedures.loading import in_force
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_statistics import period
from lienthong_tui.sentences.statistics_views import views

_USUAL = 5
_WIDEST = 79

_day = partial(click.option, type=DAY, metavar="YYYY-MM-DD")
_TO = _day("--to", "last", help=N_("Đến hết ngày; mặc định hôm nay."))


def _from(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The first day of a period; `text` says which it is where none is given."""
    return _day("--from", "first", help=text)


@click.command(name="register", help=N_("Ghi sổ theo dõi hồ sơ ra thư mục (PDF để ký, XLSX)."))
@_from(N_("Từ ngày, dạng 2026-11-30; mặc định chỉ ngày cuối."))
@_TO
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận tệp."))
@with_desk
@answering
@pass_door
def register(
    door: Door,
    /,
    first: datetime | None,
    last: datetime | None,
    out: Path,
    unlocking: Unlocking,
) -> None:
    """Take the register out. More than one day needs the password of who looks after the desk."""
    today = local_day(door.clock())
    until = last.date() if last else today
    days = (first.date() if first else until, until)
    registers.check_period(*days, today)  # before a code is spent
    with door.open_desk(unlocking) as desk:
        made = registers.register(desk, *days)
        paths = [out / name for name in registers.take_out(desk, made, into(out))]
    told = [door.tr(N_("Sổ theo dõi có {count} hồ sơ."), count=len(made.rows))]
    door.say(
        {
            "first": f"{made.first}",
            "last": f"{made.last}",
            "filings": len(made.rows),
            "journal": made.journal or None,
            "paths": [str(path) for path in paths],
        },
        told + [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths],
    )


@click.command(
    name="report", help=N_("Số liệu của quầy: đếm hồ sơ của một kỳ, đúng hạn, bổ sung, thời gian.")
)
@_from(N_("Từ ngày, dạng 2026-11-30; mặc định ngày đầu của tháng có ngày cuối."))
@_TO
@click.option("--out", type=PATH, help=N_("Ghi thêm một tệp XLSX vào thư mục này."))
@click.option(
    "--small-numbers", is_flag=True, help=N_("Trong tệp XLSX ghi đúng cả số 1 và 2, không che.")
)
@with_desk
@answering
@pass_door
def report(
    door: Door,
    /,
    first: datetime | None,
    last: datetime | None,
    out: Path | None,
    small_numbers: bool,
    unlocking: Unlocking,
) -> None:
    """Count a period: bars of text or JSON, and a workbook where a folder is named."""
    today = local_day(door.clock())
    until = last.date() if last else today
    days = (first.date() if first else until.replace(day=1), until)
    statistics.check_period(*days, today)  # before a code is spent
    with door.open_desk(unlocking) as desk:
        made = statistics.report(desk, *days)
        paths = []
        if out is not None:
            hidden = not small_numbers
            paths.append(out / figure_reports.bring_out(desk, made, into(out), hidden=hidden))
    told = [door.tr(N_("Số liệu {period}"), period=period(*days))]
    if not made.total:
        told.append(figure_reports.empty(door.language))
    else:
        width = min(_WIDEST, shutil.get_terminal_size().columns - 1)
        for view in views(made, door.language):
            drawn = figure_reports.drawn(view, width, door.language)
            told += ["", f"== {view.title} ==", *drawn]
    told += [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths]
    door.say({**figure_reports.plain(made), "paths": [str(path) for path in paths]}, told)


@click.command(
    name="blank-forms", help=N_("Ghi biểu mẫu trống có sẵn số phiếu, để dùng khi mất điện.")
)
@click.argument("group")
@click.option(
    "--count",
    type=click.IntRange(1, allotting.MOST),
    help=N_("Bao nhiêu bộ, 1 đến 50; mặc định 5."),
)
@click.option(
    "--again",
    is_flag=True,
    help=N_(
        "Không cấp số mới: in lại các số đã cấp mà chưa hồ sơ nào mang, như khi ghi không được."
    ),
)
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận tệp."))
@with_desk
@answering
@pass_door
def blanks(
    door: Door, /, group: str, count: int | None, again: bool, out: Path, unlocking: Unlocking
) -> None:
    """Give numbers out and write the forms that bear them; or those given out before."""
    if again and count is not None:
        raise Unusable("again-count")
    law = in_force(group, local_day(door.clock()))  # before a code is spent
    with door.open_desk(unlocking) as desk:
        name = law.definition.group
        if again:
            allotted = allotting.free(desk, name)
            if not allotted:
                raise Unusable("allotted-none")
        else:
            allotted = allotting.allot(desk, name, count or _USUAL)
        made = blank_forms.bring_out(desk, law, allotted, door.language, into(out))
    references = [each.reference for each in allotted]
    paths = [out / name for name in made]
    door.say(
        {"references": references, "paths": [str(path) for path in paths]},
        [
            door.tr(
                N_("Biểu mẫu trống mang {count} số phiếu: {references}"),
                count=len(references),
                references=", ".join(references),
            ),
            *(door.tr(N_("Đã xuất: {path}"), path=path) for path in paths),
        ],
    )
