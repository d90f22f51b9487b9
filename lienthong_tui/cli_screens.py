"""The doors to the screens: of a desk, and of a sample one.

What a desk needs is imported below, where it is used: the sign-in is there before that.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lienthong_tui import invocation, preferences
from lienthong_tui.desk import layout
from lienthong_tui.invocation import Door
from lienthong_tui.options import LANG, PATH, pass_door
from lienthong_tui.problems import Unusable
from lienthong_tui.sentences.marking import N_

if TYPE_CHECKING:
    from lienthong_tui.desk.demo import DemoAccount


@click.command(name="open", help=N_("Mở các màn hình của quầy; lần đầu thì lập quầy."))
@click.option("--desk", type=PATH, envvar="LIENTHONG_DESK", help=N_("Thư mục của quầy."))
@LANG
@pass_door
def open_command(door: Door, desk: Path | None) -> None:
    """Open the application on a desk; where there is none yet, on the guided set-up."""
    open_screens(door, desk or invocation.own_desk())


def open_screens(door: Door, folder: Path, account: "DemoAccount | None" = None) -> NoReturn:
    """Run the application until it is left, and leave with its exit code.

    Errors: Unusable("no-terminal"), ("desk-in-program"); DeskUnavailable("store-forbidden").
    """
    if not invocation.at_a_terminal():
        raise Unusable("no-terminal")
    # A folder that may not be looked into, or made a desk, is told before any screen.
    if not layout.is_here(folder):
        layout.check_place(folder)
    from lienthong_tui.app import LienthongApp  # 200 ms of Textual: only for who wants screens

    chosen = preferences.read()
    language = door.language if door.language_named else chosen.language or door.language
    app = LienthongApp(folder, clock=door.clock, language=language, demo=account, look=chosen.look)
    raise SystemExit(app.run_to_end())


@click.command(
    name="demo",
    help=N_("Quầy mẫu: mở các màn hình với hồ sơ mẫu đã làm sẵn, rồi xóa hết."),
)
@click.option(
    "--print", "print_out", is_flag=True, help=N_("Không mở màn hình: làm các hồ sơ mẫu và in ra.")
)
@LANG
@pass_door
def demo_command(door: Door, print_out: bool) -> None:
    """A throw-away desk with the sample cases: to try at a terminal, else as a print-out."""
    sample = N_("DỮ LIỆU MẪU – quầy dùng thử, người và giấy tờ đều không có thật.")
    door.say(None, [door.tr(sample)])
    if print_out or not invocation.at_a_terminal():
        _print_demo(door)
        return
    door.say(None, [door.tr(N_("Đang chuẩn bị quầy mẫu…"))])
    from lienthong_tui.stories.furnishing import furnished_demo  # only for who wants the screens

    with furnished_demo(door.clock) as (folder, account):
        open_screens(door, folder, account)


def _print_demo(door: Door) -> None:
    """File the samples and tell of each what it gave."""
    from lienthong_tui import reports
    from lienthong_tui.desk import demo

    with demo.demo_desk(door.clock) as desk:
        for filed in demo.file_samples(desk):
            answer = reports.filed(filed.reading, filed.filing, {}, door.language)
            name = filed.path.name
            lines = ["", f"── {name} " + "─" * max(0, 60 - len(name))]
            lines += reports.filed_text(filed.filing, filed.reading.case.group, door.language)
            said = reports.findings_text({**answer, "infos": []}, door.language)
            lines += [f"  {line}" for line in said]
            lines += reports.packets_text(desk.packets(filed.filing), door.language)
            door.say(None, lines)
        report = desk.verify()
    count = len(demo.samples())
    told = N_("Đã lưu {count} hồ sơ, {events} sự kiện; nhật ký nguyên vẹn; quầy mẫu đã xóa.")
    door.say(None, ["", door.tr(told, count=count, events=report.events)])
