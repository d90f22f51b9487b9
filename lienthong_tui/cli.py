"""The doors: every command, one thin function each.

Exit codes: 0 done · 1 the case, packet, definition or journal has errors · 2 unusable input or
arguments · 3 sign-in refused · 4 the desk cannot be opened or written · 5 busy, try again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from lienthong_tui import __version__, invocation, reports
from lienthong_tui.access import passwords
from lienthong_tui.desk import completion, demo, exporting, reading
from lienthong_tui.desk import desk as desks
from lienthong_tui.invocation import Door
from lienthong_tui.packets import packet
from lienthong_tui.packets.names import shown
from lienthong_tui.packets.zips import check_size
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.sentences import LANGUAGES, Language, sentence
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store import journal

_door = click.make_pass_decorator(Door, ensure=True)
_JSON = click.option("--json", "as_json", is_flag=True, help=N_("Trả lời dạng JSON."))
_PATH = click.Path(path_type=Path)


def _with_desk(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a desk and unlock it."""
    options = (
        click.option("--desk", type=_PATH, envvar="LIENTHONG_DESK", help=N_("Thư mục của quầy.")),
        click.option("--key-file", type=_PATH, help=N_("Tệp khóa để mở quầy không cần đăng nhập.")),
        click.option("--sign-in", metavar="ID", help=N_("Số định danh hoặc tên người tiếp nhận.")),
        click.option("--password-file", type=_PATH, help=N_("Tệp chứa mật khẩu ở dòng đầu.")),
        click.option("--otp", metavar="CODE", help=N_("Mã xác nhận 6 chữ số.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _answering(door: Door, /, as_json: bool, **unlocking: Any) -> Door:
    door.as_json = as_json
    for name, value in unlocking.items():
        setattr(door, name, value)
    return door


@click.group(help=N_("Hồ sơ liên thông khai sinh, khai tử tại quầy một cửa cấp xã."))
@click.option("--lang", type=click.Choice(LANGUAGES), default="vi", help=N_("Ngôn ngữ: vi, en."))
@click.version_option(__version__, prog_name="lienthong", help=N_("Phiên bản."))
@_door
def main_group(door: Door, lang: Language) -> None:
    """The command without a name: only holds the others."""
    door.language = lang


@main_group.command(help=N_("Lập một quầy mới với người tiếp nhận đầu tiên."))
@click.option("--desk", type=_PATH, envvar="LIENTHONG_DESK", required=True, help=N_("Thư mục mới."))
@click.option("--commune", required=True, help=N_("Mã xã 5 chữ số của quầy."))
@click.option("--desk-number", type=int, default=1, help=N_("Số quầy, 1 đến 9."))
@click.option("--officer-id", required=True, help=N_("Số định danh của người tiếp nhận."))
@click.option("--officer-name", required=True, help=N_("Tên hiển thị của người tiếp nhận."))
@click.option("--password-file", type=_PATH, required=True, help=N_("Tệp chứa mật khẩu."))
@click.option("--recovery-file", type=_PATH, required=True, help=N_("Ghi giấy khôi phục ra đây."))
@click.option("--key-file", type=_PATH, help=N_("Ghi một tệp khóa ra đây."))
@_JSON
@_door
def init(
    door: Door, /, as_json: bool, desk: Path, commune: str, desk_number: int, **rest: Any
) -> None:
    """Make a desk."""
    _answering(door, as_json)
    created = desks.create(
        desk,
        commune=commune,
        number=desk_number,
        officer_id=rest["officer_id"],
        officer_name=rest["officer_name"],
        password=passwords.read_password_file(rest["password_file"]),
        recovery_file=rest["recovery_file"],
        key_file=rest["key_file"],
        now=door.clock(),
    )
    slots = [{"id": slot.id, "kind": slot.kind, "label": slot.label} for slot in created.slots]
    door.say(
        {"otp_uri": created.otp_uri, "desk": str(desk), "slots": slots},
        [
            door.tr(N_("Đã lập quầy ở {desk}."), desk=desk),
            door.tr(N_("Quét mã này bằng ứng dụng tạo mã xác nhận (TOTP):")),
            # Colours said outright: phones do not read the inverted code a light terminal shows.
            click.style(reports.qr_text(created.otp_uri), fg="bright_white", bg="black"),
            created.otp_uri,
            door.tr(
                N_("In giấy khôi phục {file}, niêm phong, rồi xóa tệp."), file=rest["recovery_file"]
            ),
        ],
    )


@main_group.command(help=N_("Kiểm tra một tệp hồ sơ, không lưu gì."))
@click.argument("case", type=_PATH)
@_JSON
@_door
def check(door: Door, /, as_json: bool, case: Path) -> None:
    """Check a case file."""
    _answering(door, as_json)
    result = reports.checked(reading.read_case(case, now=door.clock()), door.language)
    verdict = (
        door.tr(N_("Còn {count} lỗi."), count=len(result["errors"]))
        if result["errors"]
        else door.tr(N_("Không có lỗi: hồ sơ có thể hoàn thành."))
    )
    door.say(result, [*reports.findings_text(result, door.language), verdict])
    if result["errors"]:
        raise SystemExit(1)


@main_group.command(help=N_("Hoàn thành một tệp hồ sơ: lưu, in tờ khai, lập hồ sơ chuyển."))
@click.argument("case", type=_PATH)
@click.option("--out", type=_PATH, help=N_("Xuất hồ sơ chuyển ra thư mục này."))
@_with_desk
@_JSON
@_door
def file(door: Door, /, as_json: bool, case: Path, out: Path | None, **unlocking: Any) -> None:
    """File a case."""
    _answering(door, as_json, **unlocking)
    with door.opened() as desk:
        read = reading.read_case(case, now=door.clock(), commune=desk.commune)
        blank = reports.filed(read, None, {}, door.language)
        if blank["errors"]:
            refusal = sentence(Problem("case-has-errors"), door.language)
            door.say(blank, [*reports.findings_text(blank, door.language), refusal])
            raise SystemExit(1)
        filing = completion.file_case(desk, read)
        paths: dict[str, Path] = {}
        trouble: Problem | None = None
        if out is not None and filing.reference:
            try:
                paths = exporting.export(desk, filing.reference, out)
            except Problem as problem:
                # The filing is stored and stays so: the number is told, then what went wrong.
                trouble = problem
    answer = reports.filed(read, filing, paths, door.language)
    lines = reports.findings_text(answer, door.language)
    lines += reports.filed_text(filing, read.case.group, door.language)
    lines += [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths.values()]
    if trouble is not None:
        answer["export_error"] = sentence(trouble, door.language)
    door.say(answer, lines)
    if trouble is not None:
        click.echo(sentence(trouble, door.language), err=True)
        raise SystemExit(trouble.exit_code)


@main_group.command(help=N_("Tra cứu hồ sơ theo số phiếu, số định danh, điện thoại hoặc tên."))
@click.argument("text")
@_with_desk
@_JSON
@_door
def lookup(door: Door, /, as_json: bool, text: str, **unlocking: Any) -> None:
    """Look filings up."""
    _answering(door, as_json, **unlocking)
    with door.opened() as desk:
        lines = desk.lookup(text)
    told = [reports.found_text(line, door.language) for line in lines]
    door.say(reports.found(lines), told or [door.tr(N_("Không thấy hồ sơ nào."))])


@main_group.command(help=N_("Xuất hồ sơ chuyển của một số phiếu ra thư mục."))
@click.argument("reference")
@click.option("--out", type=_PATH, required=True, help=N_("Thư mục nhận hồ sơ chuyển."))
@_with_desk
@_JSON
@_door
def export(door: Door, /, as_json: bool, reference: str, out: Path, **unlocking: Any) -> None:
    """Export the packets of a filing."""
    _answering(door, as_json, **unlocking)
    with door.opened() as desk:
        paths = exporting.export(desk, reference, out)
    door.say(
        {"reference": reference, "paths": {agency: str(path) for agency, path in paths.items()}},
        [door.tr(N_("Đã xuất: {path}"), path=path) for path in paths.values()],
    )


@main_group.command(help=N_("Dựng lại các bảng tra cứu từ nhật ký."))
@_with_desk
@_JSON
@_door
def rebuild(door: Door, /, as_json: bool, **unlocking: Any) -> None:
    """Rebuild the projections."""
    _answering(door, as_json, **unlocking)
    with door.opened(daily=False) as desk:
        count = desk.rebuild()
    door.say({"filings": count}, [door.tr(N_("Đã dựng lại {count} hồ sơ."), count=count)])


@main_group.group(name="packet", help=N_("Hồ sơ chuyển."))
def packet_group() -> None:
    """Commands about packets."""


@packet_group.command(name="verify", help=N_("Kiểm tra một hồ sơ chuyển còn nguyên vẹn."))
@click.argument("file", type=_PATH)
@_JSON
@_door
def packet_verify(door: Door, /, as_json: bool, file: Path) -> None:
    """Verify a packet file: needs no desk."""
    _answering(door, as_json)
    contents, unpacked = packet.read(_bytes_of(file, "packet-missing"))
    door.say(
        reports.verified_packet(contents, unpacked.files),
        [
            door.tr(
                N_("Nguyên vẹn: {reference} gửi {agency}, {count} tệp."),
                reference=contents.reference,
                agency=contents.agency_name,
                count=len(unpacked.files),
            ),
            door.tr(N_("Chưa ký số: hồ sơ chuyển không chứng minh ai đã lập nó.")),
        ],
    )


@main_group.group(name="journal", help=N_("Nhật ký của quầy."))
def journal_group() -> None:
    """Commands about the journal."""


@journal_group.command(name="verify", help=N_("Kiểm tra chuỗi nhật ký không bị sửa."))
@_with_desk
@_JSON
@_door
def journal_verify(door: Door, /, as_json: bool, **unlocking: Any) -> None:
    """Verify the journal."""
    _answering(door, as_json, **unlocking)
    with door.opened(daily=False) as desk:
        report = journal.verify_journal(desk.db)
    heads = [{"stream": h.stream, "seq": h.seq, "hash": h.hash.hex()} for h in report.heads]
    door.say(
        {"events": report.events, "erased": report.erased, "heads": heads},
        [
            door.tr(N_("Nhật ký nguyên vẹn: {count} sự kiện."), count=report.events),
            *(f"{head['stream']} {head['seq']}:{head['hash']}" for head in heads),
        ],
    )


@main_group.group(name="definitions", help=N_("Tệp định nghĩa thủ tục (luật là dữ liệu)."))
def definitions_group() -> None:
    """Commands about definition files."""


@definitions_group.command(name="check", help=N_("Kiểm tra tệp định nghĩa."))
@click.argument("file", type=_PATH, required=False)
@_JSON
@_door
def definitions_check(door: Door, /, as_json: bool, file: Path | None) -> None:
    """Check one definition file, or all that are shipped."""
    _answering(door, as_json)
    groups: dict[str, Group] = {}
    mistakes: list[Problem] = []
    for path in [file] if file else loading.shipped_files():
        try:
            groups[path.name] = loading.read(_bytes_of(path, "definition-missing"), path.name)
        except ExceptionGroup as found:
            mistakes += [problem for problem in found.exceptions if isinstance(problem, Problem)]
    mistakes += loading.overlaps(groups)
    wrong = [reports.mistake(problem, door.language) for problem in mistakes]
    whole = [reports.definition_text(name, group, door.language) for name, group in groups.items()]
    door.say({"errors": wrong}, [*whole, *(str(entry["message"]) for entry in wrong)])
    if wrong:
        raise SystemExit(1)


@main_group.command(name="demo", help=N_("Quầy mẫu: làm thử các hồ sơ mẫu rồi xóa hết."))
@_door
def demo_command(door: Door) -> None:
    """Make a throw-away desk and file the sample cases."""
    click.echo(door.tr(N_("DỮ LIỆU MẪU – quầy dùng thử, người và giấy tờ đều không có thật.")))
    with demo.demo_desk(door.clock) as desk:
        for path in demo.samples():
            read = reading.read_case(path, now=door.clock(), commune=desk.commune)
            filing = completion.file_case(desk, read)
            answer = reports.filed(read, filing, {}, door.language)
            click.echo(f"\n── {path.name} " + "─" * max(0, 60 - len(path.name)))
            lines = reports.filed_text(filing, read.case.group, door.language)
            said = reports.findings_text({**answer, "infos": []}, door.language)
            lines += [f"  {line}" for line in said]
            door.say(None, lines + reports.packets_text(desk, filing, door.language))
        report = journal.verify_journal(desk.db)
    count = len(demo.samples())
    click.echo()
    click.echo(
        door.tr(
            N_("Đã lưu {count} hồ sơ, {events} sự kiện; nhật ký nguyên vẹn; quầy mẫu đã xóa."),
            count=count,
            events=report.events,
        )
    )


def _bytes_of(path: Path, missing: str) -> bytes:
    """A file named on the command line: not a folder, and no pipe that would be waited for."""
    with suppress(OSError, ValueError):
        if path.is_file():
            check_size(path.stat().st_size)
            return path.read_bytes()
    raise Unusable(missing, name=shown(path.name))


def run(arguments: Sequence[str]) -> NoReturn:
    """Run the command line and leave with its exit code."""
    invocation.run(main_group, arguments)
