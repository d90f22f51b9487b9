"""Commands about copies of the desk: backing it up, restoring it, saving what is damaged."""

import sys
from pathlib import Path

import click

from lienthong_tui import continuity_reports as reports
from lienthong_tui.access import keyfiles
from lienthong_tui.desk import backing_up, backup_file, backup_rota, restoring, salvaging
from lienthong_tui.desk.backing_up import Watch
from lienthong_tui.desk.restoring import Restored
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Unusable
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.store.backup import Tell


@click.command(
    name="backup",
    help=N_(
        "Sao lưu quầy đang dùng ra TỆP; không ghi TỆP thì ra nơi sao lưu hằng ngày, bản cũ ở đó"
        " được dọn."
    ),
)
@click.argument("file", type=PATH, required=False)
@click.option("--list", "listing", is_flag=True, help=N_("Chỉ xem những bản sao lưu đang có."))
@with_desk
@answering
@pass_door
def backup_command(door: Door, /, file: Path | None, listing: bool, unlocking: Unlocking) -> None:
    """Back the desk up, or list its own backups."""
    with door.open_desk(unlocking, "back-up") as desk:
        place = backup_rota.place(desk)
        if listing:
            if file is not None:
                raise Unusable("argument-extra", extra=str(file))
            found = backup_rota.kept(place, desk.commune, desk.number)
            door.say(reports.kept(found), reports.kept_text(found, place, door.language))
            return
        watch: Watch = {stage: _progress(door, text) for stage, text in reports.STAGES.items()}
        what = backing_up.wanted(desk)
        if file is None:
            made = backup_rota.run(what, place, door.clock(), watch)
        else:
            made = backing_up.back_up(what, file.absolute(), door.clock(), watch)
        backing_up.record(desk, made, daily=file is None)
    door.say(reports.made(made), reports.made_text(made, door.language), done=str(made.path))


@click.command(
    name="restore",
    help=N_(
        "Khôi phục quầy từ một bản sao lưu vào thư mục --desk. Chỗ ấy có dữ liệu thì chỉ kể sẽ mất"
        " gì; muốn thay thật thì thêm --replace."
    ),
)
@click.argument("file", type=PATH)
@click.option("--replace", is_flag=True, help=N_("Thay quầy đang có; nó được đổi tên, không xóa."))
@click.option("--check", is_flag=True, help=N_("Chỉ đọc và kiểm tra bản sao lưu, không thay gì."))
@with_desk
@answering
@pass_door
def restore_command(
    door: Door, /, file: Path, replace: bool, check: bool, unlocking: Unlocking
) -> None:
    """Put a backup in the place of a desk, or only look at it."""
    if unlocking.desk is None:
        raise Unusable("desk-not-named")
    folder = unlocking.desk
    tell = _progress(door, N_("Đang đọc bản sao lưu"))
    done: Restored | None = None
    with restoring.preparing(
        backup_file.at(file), folder, lambda copy: door.unlock(unlocking, copy), tell
    ) as prepared:
        lines = reports.prepared_text(prepared, door.language)
        if not check:
            if prepared.lost is not None and not replace:
                refusal = Unusable("restore-replaces", path=str(folder))
                lines.append(sentence(refusal, door.language))
                door.say(reports.restored(prepared, None), lines)
                raise SystemExit(refusal.exit_code)
            done = restoring.finish(prepared, door.clock(), replace=replace)
            lines += reports.done_text(done, folder, door.language)
    door.say(reports.restored(prepared, done), lines, done=str(folder))


@click.command(
    name="salvage",
    help=N_(
        "Cứu phần còn đọc được của quầy hỏng ở --desk vào thư mục mới OUT, kèm danh sách phần mất."
        " Mở bằng giấy khôi phục (--key-file). Quầy hỏng giữ nguyên."
    ),
)
@click.argument("out", type=PATH)
@click.option(
    "--backup",
    "backups",
    type=PATH,
    multiple=True,
    help=N_("Bản sao lưu để lấy lại phần mất; những bản trong thư mục quầy tự được dùng."),
)
@click.option("--desk", type=PATH, envvar="LIENTHONG_DESK", help=N_("Thư mục của quầy hỏng."))
@click.option("--key-file", type=PATH, required=True, help=N_("Giấy khôi phục, dạng tệp."))
@answering
@pass_door
def salvage_command(
    door: Door, /, out: Path, backups: tuple[Path, ...], desk: Path | None, key_file: Path
) -> None:
    """Make a new desk of what can be read of a damaged one."""
    if desk is None:
        raise Unusable("desk-not-named")
    identity = keyfiles.read_key_file(key_file)
    found = salvaging.salvage_desk(desk, identity, out, backups, door.clock())
    lines = reports.salvaged_text(found, door.language)
    missing = out.with_name(f"{out.name}.phan-mat.txt")
    keyfiles.write_private(missing, "\n".join([*lines, ""]))
    lines.append(door.tr(N_("Danh sách này cũng ở {file}."), file=missing))
    door.say(reports.salvaged(found), lines, done=str(out))


def _progress(door: Door, text: str) -> Tell:
    """Tells a person at a terminal how far a stage is; to a pipe it tells nothing."""
    shown = -1

    def tell(done: int, whole: int) -> bool:
        nonlocal shown
        percent = 100 * done // max(whole, 1)
        if sys.stderr.isatty() and percent != shown:
            shown = percent
            click.echo(f"\r{door.tr(text)}… {percent:3} %", nl=percent == 100, err=True)
        return True

    return tell
