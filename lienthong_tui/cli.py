"""The doors: every command, one thin function each.

Exit codes: 0 done · 1 the case, packet, definition or journal has errors · 2 unusable input or
arguments · 3 sign-in refused · 4 the desk, an export or the answer cannot be opened or written
(with a reference: stored, but…) · 5 busy, try again.
"""

import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from lienthong_tui import __version__, agency_reports, invocation, reports
from lienthong_tui.access import passwords
from lienthong_tui.cli_backup import backup_command, restore_command, salvage_command
from lienthong_tui.cli_definitions import definitions_group
from lienthong_tui.cli_doctor import doctor_command
from lienthong_tui.cli_kiosk import kiosk_group
from lienthong_tui.cli_officers import key_group, officer_group, recovery_group
from lienthong_tui.cli_packets import packet_group, signing_key_group
from lienthong_tui.cli_papers import blanks, register, report
from lienthong_tui.cli_privacy import access, data_group
from lienthong_tui.cli_queue import queue_command
from lienthong_tui.cli_reminders import remind
from lienthong_tui.cli_replies import agency_group, hand_off, receive, tell
from lienthong_tui.cli_settings import settings_group
from lienthong_tui.desk import alike, completion, demo, drafting, exporting, reading, vault
from lienthong_tui.desk import desk as desks
from lienthong_tui.desk.founding import KEY_PURPOSE
from lienthong_tui.filing import checks
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import DAY, LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible


@click.group(
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",  # the help speaks of the commands, not of none
    help=N_("Hồ sơ liên thông khai sinh, khai tử tại quầy một cửa cấp xã."),
)
@LANG
@click.version_option(__version__, prog_name="lienthong", help=N_("Phiên bản."))
@click.pass_context
def main_group(context: click.Context) -> None:
    """The command without a name: holds the others; alone at a terminal it opens the screens."""
    if context.invoked_subcommand is None:
        if not invocation.at_a_terminal():
            raise click.exceptions.NoArgsIsHelpError(context)
        _open_screens(context.ensure_object(Door), invocation.own_desk())


@main_group.command(help=N_("Lập một quầy mới với người tiếp nhận đầu tiên."))
@click.option("--desk", type=PATH, envvar="LIENTHONG_DESK", required=True, help=N_("Thư mục mới."))
@click.option("--commune", required=True, help=N_("Mã xã 5 chữ số của quầy."))
@click.option("--desk-number", type=int, default=1, help=N_("Số quầy, 1 đến 9."))
@click.option("--officer-id", required=True, help=N_("Số định danh của người tiếp nhận."))
@click.option("--officer-name", required=True, help=N_("Tên hiển thị của người tiếp nhận."))
@click.option("--password-file", type=PATH, required=True, help=N_("Tệp chứa mật khẩu."))
@click.option("--recovery-file", type=PATH, required=True, help=N_("Ghi giấy khôi phục ra đây."))
@click.option("--key-file", type=PATH, help=N_("Ghi một tệp khóa ra đây."))
@click.option(
    "--key-purpose",
    default=KEY_PURPOSE,
    help=N_("Tệp khóa để làm gì, ví dụ: sao lưu hằng đêm."),
)
@answering
@pass_door
def init(
    door: Door,
    /,
    desk: Path,
    commune: str,
    desk_number: int,
    officer_id: str,
    officer_name: str,
    password_file: Path,
    recovery_file: Path,
    key_file: Path | None,
    key_purpose: str,
) -> None:
    """Make a desk."""
    created = desks.create(
        desk,
        commune=commune,
        number=desk_number,
        officer_id=officer_id,
        officer_name=officer_name,
        password=passwords.read_password_file(password_file),
        recovery_file=recovery_file,
        key_file=key_file,
        key_purpose=key_purpose,
        now=door.clock(),
    )
    slots = [{"id": slot.id, "kind": slot.kind, "label": slot.label} for slot in created.slots]
    door.say(
        {
            "otp_uri": created.otp_uri,
            "paper_codes": created.paper_codes,
            "desk": str(desk),
            "slots": slots,
        },
        [
            door.tr(N_("Đã lập quầy ở {desk}."), desk=desk),
            door.tr(N_("Quét mã này bằng ứng dụng tạo mã xác nhận (TOTP):")),
            # Colours said outright: phones do not read the inverted code a light terminal shows.
            click.style(reports.qr_text(created.otp_uri), fg="bright_white", bg="black"),
            created.otp_uri,
            door.tr(N_("Mã trên giấy, mỗi mã thay điện thoại một lần: chép ra, cất riêng.")),
            *created.paper_codes,
            door.tr(N_("In giấy khôi phục {file}, niêm phong, rồi xóa tệp."), file=recovery_file),
        ],
        done=f"{desk}, {created.otp_uri}",
    )


@main_group.command(help=N_("Kiểm tra một tệp hồ sơ, không lưu gì."))
@click.argument("case", type=PATH)
@answering
@pass_door
def check(door: Door, /, case: Path) -> None:
    """Check a case file."""
    read = reading.read_case(case, now=door.clock())
    result = reports.checked(read, door.language)
    blocked = checks.blocks(read.findings)
    verdict = (
        door.tr(N_("Còn {count} lỗi."), count=len(result["errors"]))
        if blocked
        else door.tr(N_("Không có lỗi: hồ sơ có thể hoàn thành."))
    )
    door.say(result, [*reports.findings_text(result, door.language), verdict])
    if blocked:
        raise SystemExit(1)


@main_group.command(
    help=N_(
        "Hoàn thành một tệp hồ sơ: lưu, in tờ khai, lập hồ sơ chuyển."
        " Mã thoát 4 kèm số phiếu nghĩa là hồ sơ đã lưu nhưng chưa xuất hoặc chưa trả lời được:"
        " đừng làm lại, dùng lệnh export."
    )
)
@click.argument("case", type=PATH)
@click.option("--out", type=PATH, help=N_("Xuất hồ sơ chuyển ra thư mục này."))
@with_desk
@answering
@pass_door
def file(door: Door, /, case: Path, out: Path | None, unlocking: Unlocking) -> None:
    """File a case."""
    # Before the desk is opened: a mistyped path must not spend the one-time code.
    decoded = reading.decode(case)
    with door.open_desk(unlocking, dated=True) as desk:
        read = reading.judge(
            decoded, now=door.clock(), commune=desk.commune, relaxed=desk.office.relaxed
        )
        read = alike.noticed(desk, read)
        if checks.blocks(read.findings):
            blank = reports.filed(read, None, {}, door.language)
            refusal = sentence(Problem("case-has-errors"), door.language)
            door.say(blank, [*reports.findings_text(blank, door.language), refusal])
            raise SystemExit(1)
        filing = completion.file_case(desk, read)
        paths: dict[str, Path] = {}
        trouble: Problem | None = None
        if out is not None and filing.reference:
            try:
                paths = exporting.export(desk, filing.reference, out)
                filing, _ = desk.filing(filing.id)
            except Problem as problem:
                # The filing is stored and stays so: the number is told, then what went wrong.
                trouble = problem
    answer = reports.filed(read, filing, paths, door.language)
    lines = reports.findings_text(answer, door.language)
    lines += reports.filed_text(filing, read.case.group, door.language)
    lines += [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths.values()]
    if trouble is not None:
        again = f"lienthong export {filing.reference} --out {visible(shlex.quote(str(out)))}"
        mend = door.tr(N_("Hồ sơ đã lưu; khi xuất lại thì gõ: {command}"), command=again)
        answer["export_error"] = f"{sentence(trouble, door.language)} {mend}"
    door.say(answer, lines, done=filing.reference or filing.id)
    if trouble is not None:
        click.echo(answer["export_error"], err=True)
        raise SystemExit(trouble.exit_code)


@main_group.command(help=N_("Tra cứu hồ sơ theo số phiếu, số định danh, điện thoại hoặc tên."))
@click.argument("text")
@with_desk
@answering
@pass_door
def lookup(door: Door, /, text: str, unlocking: Unlocking) -> None:
    """Look filings up."""
    if not text.strip():
        raise Unusable("lookup-empty")
    with door.open_desk(unlocking) as desk:
        lines = desk.lookup(text)
    told = [row for line in lines for row in reports.found_text(line, door.language)]
    door.say(reports.found(lines), told or [door.tr(N_("Không thấy hồ sơ nào."))])


@main_group.command(help=N_("Xuất hồ sơ chuyển của một số phiếu ra thư mục."))
@click.argument("reference")
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận hồ sơ chuyển."))
@with_desk
@answering
@pass_door
def export(door: Door, /, reference: str, out: Path, unlocking: Unlocking) -> None:
    """Export the packets of a filing."""
    reference = exporting.read_reference(reference)
    with door.open_desk(unlocking) as desk:
        paths = exporting.export(desk, reference, out)
        draft = drafting.reopen(desk, exporting.filing_of(desk, reference))
    lines = [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths.values()]
    door.say(
        {"reference": reference, "paths": {agency: str(path) for agency, path in paths.items()}},
        lines + agency_reports.after_text(draft.filing, draft, [], door.language),
    )


@main_group.command(help=N_("Dựng lại các bảng tra cứu từ nhật ký."))
@with_desk
@answering
@pass_door
def rebuild(door: Door, /, unlocking: Unlocking) -> None:
    """Rebuild the projections."""
    with door.open_desk(unlocking, "verify") as desk:
        count = desk.rebuild()
    door.say({"filings": count}, [door.tr(N_("Đã dựng lại {count} hồ sơ."), count=count)])


@main_group.group(name="journal", help=N_("Nhật ký của quầy."))
@LANG
def journal_group() -> None:
    """Commands about the journal."""


@journal_group.command(name="verify", help=N_("Kiểm tra chuỗi nhật ký không bị sửa."))
@click.option(
    "--head",
    "kept",
    multiple=True,
    help=N_("Dòng nhật ký in trên sổ đã ký, dạng “d_… 80:a63e…”; nhật ký phải còn đúng như thế."),
)
@with_desk
@answering
@pass_door
def journal_verify(door: Door, /, kept: tuple[str, ...], unlocking: Unlocking) -> None:
    """Verify the journal, also against heads kept on paper."""
    with door.open_desk(unlocking, "verify") as desk:
        report = desk.verify(kept)
    heads = [{"stream": h.stream, "seq": h.seq, "hash": h.hash.hex()} for h in report.heads]
    door.say(
        {
            "events": report.events,
            "erased": report.erased,
            "heads": heads,
            "gaps": len(report.gaps),
        },
        [
            door.tr(N_("Nhật ký nguyên vẹn: {count} sự kiện."), count=report.events),
            *(
                [door.tr(N_("Trừ {count} chỗ mất khi cứu kho hỏng."), count=len(report.gaps))]
                if report.gaps
                else []
            ),
            *([door.tr(N_("Khớp với sổ đã in: {count} dòng."), count=len(kept))] if kept else []),
            *(f"{head['stream']} {head['seq']}:{head['hash']}" for head in heads),
        ],
    )


@journal_group.command(
    name="head", help=N_("Sự kiện cuối của một ngày, để ghi vào sổ theo dõi của ngày ấy.")
)
@click.option(
    "--day",
    type=DAY,
    help=N_("Ngày, dạng 2026-11-30; mặc định hôm nay."),
)
@with_desk
@answering
@pass_door
def journal_head(door: Door, /, day: datetime | None, unlocking: Unlocking) -> None:
    """Tell the head that anchors a day outside the desk."""
    on = day.date() if day else local_day(door.clock())
    with door.open_desk(unlocking, "verify") as desk:
        head = desk.day_head(on)
    if head is None:
        door.say(
            None, [door.tr(N_("Đến hết ngày {day} chưa có sự kiện nào."), day=f"{on:%d/%m/%Y}")]
        )
        return
    door.say(
        {"day": f"{on}", "stream": head.stream, "seq": head.seq, "hash": head.hash.hex()},
        [
            door.tr(N_("Nhật ký đến hết ngày {day}:"), day=f"{on:%d/%m/%Y}"),
            f"{head.stream} {head.seq}:{head.hash.hex()}",
        ],
    )


@main_group.command(name="open", help=N_("Mở các màn hình của quầy; lần đầu thì lập quầy."))
@click.option("--desk", type=PATH, envvar="LIENTHONG_DESK", help=N_("Thư mục của quầy."))
@LANG
@pass_door
def open_command(door: Door, desk: Path | None) -> None:
    """Open the application on a desk; where there is none yet, on the guided set-up."""
    _open_screens(door, desk or invocation.own_desk())


def _open_screens(door: Door, folder: Path, account: demo.DemoAccount | None = None) -> NoReturn:
    """Run the application until it is left, and leave with its exit code.

    Errors: Unusable("no-terminal"); DeskUnavailable("store-forbidden").
    """
    if not invocation.at_a_terminal():
        raise Unusable("no-terminal")
    vault.is_here(folder)  # a folder that may not be looked into is told before any screen
    from lienthong_tui.app import LienthongApp  # 200 ms of Textual: only for who wants screens

    app = LienthongApp(folder, clock=door.clock, language=door.language, demo=account)
    raise SystemExit(app.run_to_end())


@main_group.command(
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
    with demo.furnished_demo(door.clock) as (folder, account):
        _open_screens(door, folder, account)


def _print_demo(door: Door) -> None:
    """File the samples and tell of each what it gave."""
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


main_group.add_command(definitions_group)
main_group.add_command(settings_group)
main_group.add_command(data_group)
main_group.add_command(access)
main_group.add_command(register)
main_group.add_command(report)
main_group.add_command(blanks)
main_group.add_command(officer_group)
main_group.add_command(key_group)
main_group.add_command(recovery_group)
main_group.add_command(packet_group)
main_group.add_command(signing_key_group)
main_group.add_command(agency_group)
main_group.add_command(receive)
main_group.add_command(tell)
main_group.add_command(hand_off)
main_group.add_command(remind)
main_group.add_command(queue_command)
main_group.add_command(kiosk_group)
main_group.add_command(backup_command)
main_group.add_command(restore_command)
main_group.add_command(salvage_command)
main_group.add_command(doctor_command)


def run(arguments: Sequence[str]) -> NoReturn:
    """Run the command line and leave with its exit code."""
    invocation.run(main_group, arguments)
