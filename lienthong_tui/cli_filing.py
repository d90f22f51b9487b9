"""The commands on one case: checked, filed, looked up, exported."""

import shlex
from pathlib import Path

import click

from lienthong_tui import agency_reports, reports
from lienthong_tui.desk import alike, completion, drafting, exporting, reading
from lienthong_tui.filing import checks
from lienthong_tui.filing.reference import commune_of, looks_like_reference, parse_reference
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible


@click.command(help=N_("Kiểm tra một tệp hồ sơ, không lưu gì."))
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


@click.command(
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


@click.command(help=N_("Tra cứu hồ sơ theo số phiếu, số định danh, điện thoại hoặc tên."))
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
        own = desk.commune
    told = [row for line in lines for row in reports.found_text(line, door.language)]
    door.say(reports.found(lines), told or [_nothing_found(door, text, own)])


def _nothing_found(door: Door, text: str, own: str) -> str:
    """Why a number that was read off a slip may not be there."""
    if looks_like_reference(text):
        try:
            commune = commune_of(parse_reference(text))
        except Problem as problem:
            return sentence(problem, door.language)
        if commune != own:
            told = N_("Phiếu của xã khác (mã {commune}). Hỏi: lienthong hub ask … --code …")
            return door.tr(told, commune=commune)
    return door.tr(N_("Không thấy hồ sơ nào."))


@click.command(help=N_("Xuất hồ sơ chuyển của một số phiếu ra thư mục."))
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
