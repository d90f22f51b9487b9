"""Commands about packets outside the desk, and the keys that are known by hand-over on paper."""

from pathlib import Path

import click

from lienthong_tui import packet_reports
from lienthong_tui.desk import signing
from lienthong_tui.desk.exporting import bring_out
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.packets import verifying
from lienthong_tui.packets.signers import Signer, read_signers
from lienthong_tui.packets.typesetting import render
from lienthong_tui.packets.verifying import Verdict
from lienthong_tui.packets.zips import check_size
from lienthong_tui.papers.key_sheets import key_sheet
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_


@click.group(name="packet", help=N_("Hồ sơ chuyển."))
@LANG
def packet_group() -> None:
    """Commands about packets."""


@packet_group.command(
    name="verify",
    help=N_(
        "Kiểm tra hồ sơ chuyển: còn nguyên vẹn không, quầy nào ký, có đi cùng nhau không. Không cần"
        " quầy, không cần đăng nhập. Mã thoát 0 chỉ khi mọi tệp nguyên vẹn và do khóa đã biết ký."
    ),
)
@click.argument("files", metavar="FILE", type=PATH, nargs=-1, required=True)
@click.option(
    "--signers",
    "lists",
    type=PATH,
    multiple=True,
    help=N_("Tệp .signers: danh sách khóa đã nhận từ quầy."),
)
@click.option(
    "--fingerprint",
    "fingerprints",
    multiple=True,
    help=N_("Vân tay SHA256:… đã so với phiếu khóa trên giấy."),
)
@answering
@pass_door
def packet_verify(
    door: Door,
    /,
    files: tuple[Path, ...],
    lists: tuple[Path, ...],
    fingerprints: tuple[str, ...],
) -> None:
    """Verify packet files: needs no desk."""
    known = [signer for path in lists for signer in _signers(path)]
    verdicts, rounds = verifying.compare([_judged(path, known, fingerprints) for path in files])
    door.say(
        packet_reports.verified(verdicts, rounds, door.language),
        packet_reports.verified_text(verdicts, rounds, door.language),
    )
    worst = max((v.problem.exit_code for v in verdicts if v.problem), default=0)
    if worst:
        raise SystemExit(worst)


def _judged(path: Path, known: list[Signer], fingerprints: tuple[str, ...]) -> Verdict:
    """The verdict on a file. Errors: Unusable("packet-missing")."""
    try:
        data = bytes_of(path, "packet-missing", check_size)
    except Unusable:
        raise
    except Problem as problem:
        return Verdict(str(path), None, problem)
    return verifying.judge(str(path), data, known, fingerprints)


def _signers(path: Path) -> tuple[Signer, ...]:
    """Errors: Unusable("signers-unreadable")."""
    data = bytes_of(path, "signers-missing", check_size)
    try:
        return read_signers(data.decode())
    except UnicodeDecodeError:
        raise Unusable("signers-unreadable", line=1) from None
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None


@click.group(name="signing-key", help=N_("Khóa quầy ký hồ sơ chuyển."))
@LANG
def signing_key_group() -> None:
    """Commands about the key the desk signs with."""


@signing_key_group.command(
    name="show",
    help=N_(
        "Cho biết khóa ký của quầy; --out ghi phiếu khóa để giao tận tay và danh sách .signers."
    ),
)
@click.option("--out", type=PATH, help=N_("Ghi phiếu khóa và danh sách ra thư mục này."))
@with_desk
@answering
@pass_door
def signing_key_show(door: Door, /, out: Path | None, unlocking: Unlocking) -> None:
    """Tell the signing key, and write what an agency gets of it."""
    with door.open_desk(unlocking) as desk:
        listed, signature = signing.announcement(desk)
        own = signing.signers(desk)
        name, demo = signing.sender(desk).name, desk.demo
    now = own[-1]
    files: dict[str, bytes] = {}
    if out is not None:
        sheet = key_sheet(name, [now], door.language, demo=demo)
        files[f"{now.principal}.signers"] = listed.encode()
        files[f"{now.principal}-phieu-khoa.pdf"] = render(sheet, at=door.clock())
        if signature is not None:
            files[f"{now.principal}.signers.sig"] = signature
        bring_out({out / file: data for file, data in files.items()}, out, lambda: None)
    paths = [str(out / file) for file in files] if out else []
    door.say(
        {
            "principal": now.principal,
            "fingerprint": now.fingerprint,
            "first": f"{now.first}",
            "before": f"{now.before}",
            "line": now.line(),
            "paths": paths,
        },
        [
            door.tr(N_("Khóa ký của {name} ({principal}):"), name=name, principal=now.principal),
            now.fingerprint,
            *(door.tr(N_("Đã ghi: {path}"), path=path) for path in paths),
        ],
    )


@signing_key_group.command(
    name="replace", help=N_("Thay khóa ký, như khi nghi máy bị lộ; rồi giao phiếu khóa mới.")
)
@with_desk
@answering
@pass_door
def signing_key_replace(door: Door, /, unlocking: Unlocking) -> None:
    """Replace the signing key."""
    with door.open_desk(unlocking, "accounts") as desk:
        signing.replace(desk)
        now = signing.signers(desk)[-1]
    door.say(
        {"principal": now.principal, "fingerprint": now.fingerprint},
        [
            door.tr(N_("Từ nay quầy ký bằng khóa {fingerprint}."), fingerprint=now.fingerprint),
            door.tr(
                N_(
                    "Giao phiếu khóa mới cho các cơ quan: lienthong signing-key show --out THƯ_MỤC."
                    " Nếu khóa cũ bị lộ, nhắc họ xóa dòng của khóa cũ."
                )
            ),
        ],
        done=now.fingerprint,
    )
