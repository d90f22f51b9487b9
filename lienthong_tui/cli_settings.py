"""Commands about the office's settings (the overlay): out to a file, checked, and back in."""

from pathlib import Path

import click

from lienthong_tui.desk import office
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.sentences.marking import N_


@click.group(name="settings", help=N_("Thiết lập của cơ quan: thời hạn, lệ phí, danh sách…"))
@LANG
def settings_group() -> None:
    """Commands about settings."""


@settings_group.command(name="export", help=N_("Ghi thiết lập đang dùng ra thư mục, dạng TOML."))
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận tệp thiết lập."))
@with_desk
@answering
@pass_door
def settings_export(door: Door, /, out: Path, unlocking: Unlocking) -> None:
    """Write the settings in force to a file."""
    with door.open_desk(unlocking) as desk:
        path = office.write_file(desk, out)
    door.say({"path": str(path)}, [door.tr(N_("Đã ghi thiết lập ra {path}."), path=path)])


@settings_group.command(name="check", help=N_("Kiểm tra một tệp thiết lập, không lưu gì."))
@click.argument("file", type=PATH)
@answering
@pass_door
def settings_check(door: Door, /, file: Path) -> None:
    """Check a settings file against the definitions: needs no desk."""
    overlay.read(office.read_file(file), loading.shipped())
    door.say({"file": file.name}, [door.tr(N_("{file}: dùng được."), file=file.name)])


@settings_group.command(
    name="import",
    help=N_("Dùng thiết lập trong một tệp thay cho thiết lập cũ, từ hồ sơ mới trở đi."),
)
@click.argument("file", type=PATH)
@with_desk
@answering
@pass_door
def settings_import(door: Door, /, file: Path, unlocking: Unlocking) -> None:
    """Put the settings of a file in force."""
    source = office.read_file(file)
    overlay.read(source, loading.shipped())  # before the one-time code is spent
    with door.open_desk(unlocking) as desk:
        changed = office.take(desk, source).office_source != desk.office_source
    told = (
        N_("Đã đổi thiết lập; hồ sơ đang kê khai giữ thiết lập cũ.")
        if changed
        else N_("Thiết lập trong tệp giống thiết lập đang dùng: không đổi gì.")
    )
    door.say({"changed": changed}, [door.tr(told)])
