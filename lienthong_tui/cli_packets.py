"""Commands about packets outside the desk, and the keys that are known by hand-over on paper."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui import packet_reports
from lienthong_tui.access import keyfiles
from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import signing
from lienthong_tui.desk.exporting import bring_out
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.telling import read_details
from lienthong_tui.invocation import Door, Unlocking, end_by
from lienthong_tui.options import DAY, LANG, PATH, answering, pair, pass_door, with_desk
from lienthong_tui.packets import encryption, packet, replies, signers, verifying
from lienthong_tui.packets.packet import Packet
from lienthong_tui.packets.papers import Paper, read_paper
from lienthong_tui.packets.replies import ReplyItem, ReplyProcedure, said_in
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer, check_principal, read_signers, write_signers
from lienthong_tui.packets.typesetting import render
from lienthong_tui.packets.verifying import Verdict
from lienthong_tui.packets.zips import check_size
from lienthong_tui.papers.key_sheets import key_files, key_sheet
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.sentences.marking import N_

_IDENTITY = click.option(
    "--identity",
    type=PATH,
    help=N_("Tệp .agekey của cơ quan, để mở hồ sơ chuyển đã mã hóa (.zip.age)."),
)
_CODE = re.compile(r"C[0-9]{2}")
_FIELD = re.compile(r"[a-z_]+([.][a-z_]+)+")
_MOST_PAPER = 20_000_000  # bytes of one file that goes along with a reply


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
@_IDENTITY
@answering
@pass_door
def packet_verify(
    door: Door,
    /,
    files: tuple[Path, ...],
    lists: tuple[Path, ...],
    fingerprints: tuple[str, ...],
    identity: Path | None,
) -> None:
    """Verify packet files: needs no desk."""
    known = [signer for path in lists for signer in _signers(path)]
    opener = keyfiles.read_key_file(identity) if identity else None
    judged = [_judged(path, known, fingerprints, opener) for path in files]
    verdicts, rounds = verifying.compare(judged)
    door.say(
        packet_reports.verified(verdicts, rounds, door.language),
        packet_reports.verified_text(verdicts, rounds, door.language),
    )
    end_by(verdict.problem for verdict in verdicts)


@packet_group.command(
    name="new-key",
    help=N_("Cơ quan giải quyết: lập khóa ký kết quả gửi về quầy, và phiếu khóa để giao tận tay."),
)
@click.argument("name")
@click.option("--owner", required=True, help=N_("Tên cơ quan in trên phiếu khóa."))
@click.option("--out", type=PATH, required=True, help=N_("Thư mục ghi khóa, danh sách và phiếu."))
@answering
@pass_door
def packet_new_key(door: Door, /, name: str, owner: str, out: Path) -> None:
    """Make the key an agency signs its replies with."""
    check_principal(name)
    made, first = Seal(Ed25519PrivateKey.generate()), door.clock().astimezone(UTC).date()
    signer = Signer(name, (signers.REPLY,), made.public, first, first + signers.LASTS)
    opener = Identity.generate()
    recipient = str(opener.to_public())
    sheet = key_sheet(owner, [signer], door.language, recipient=recipient)
    secrets = [out / f"{name}.key", out / f"{name}.agekey"]
    shared = {
        out / f"{name}.signers": write_signers([signer]).encode(),
        out / f"{name}-phieu-khoa.pdf": render(sheet, at=door.clock()),
    }

    def write_secrets() -> None:
        keyfiles.write_signing_key(secrets[0], made.key)
        try:
            keyfiles.write_key_file(secrets[1], opener, purpose=f"mở hồ sơ chuyển: {owner}")
        except Problem:
            secrets[0].unlink()
            raise

    # The secrets last: a folder that takes no files leaves none of them behind.
    bring_out(shared, out, write_secrets)
    paths = [*secrets, *shared]
    door.say(
        {
            "signer": name,
            "fingerprint": signer.fingerprint,
            "recipient": recipient,
            "paths": list(map(str, paths)),
        },
        [
            signer.fingerprint,
            recipient,
            *(door.tr(N_("Đã ghi: {path}"), path=path) for path in paths),
            door.tr(
                N_(
                    "Tệp .key và .agekey là bí mật: chỉ cơ quan giữ. Giao cho quầy phiếu khóa và"
                    " tệp .signers."
                )
            ),
        ],
    )


@packet_group.command(
    name="reply",
    help=N_(
        "Cơ quan giải quyết: trả lời một hồ sơ chuyển bằng tệp có ký, để mang về quầy. Hồ sơ chuyển"
        " được kiểm tra trước, như lệnh verify."
    ),
)
@click.argument("file", type=PATH)
@click.argument("outcome", type=click.Choice(get_args(replies.Outcome)))
@click.option("--key", "key_file", type=PATH, required=True, help=N_("Tệp khóa của cơ quan."))
@click.option("--signer", required=True, help=N_("Tên của khóa, như trong danh sách .signers."))
@click.option("--procedure", help=N_("Thủ tục nào, nếu hồ sơ chuyển có nhiều."))
@click.option("--number", help=N_("Số văn bản của cơ quan."))
@click.option("--reason", help=N_("Lý do."))
@click.option(
    "--item",
    "items",
    multiple=True,
    help=N_("Một mục phải bổ sung: “C04=…” cho giấy tờ, “child.given=…” cho ô, hoặc chữ thường."),
)
@click.option("--result", "results", multiple=True, help=N_("Kết quả, dạng child.id_number=…"))
@click.option("--amount", type=int, help=N_("Số tiền, đồng."))
@click.option("--until", type=DAY, help=N_("Ngày cơ quan hẹn lại, dạng 2026-12-04."))
@click.option("--paper", "papers", type=PATH, multiple=True, help=N_("Tệp gửi kèm (PDF, ảnh)."))
@click.option("--signers", "lists", type=PATH, multiple=True, help=N_("Danh sách khóa của quầy."))
@click.option("--fingerprint", "fingerprints", multiple=True, help=N_("Vân tay khóa của quầy."))
@_IDENTITY
@click.option("--out", type=PATH, required=True, help=N_("Thư mục ghi tệp trả lời."))
@answering
@pass_door
def packet_reply(
    door: Door,
    /,
    file: Path,
    outcome: replies.Outcome,
    key_file: Path,
    signer: str,
    procedure: str | None,
    number: str | None,
    reason: str | None,
    items: tuple[str, ...],
    results: tuple[str, ...],
    amount: int | None,
    until: datetime | None,
    papers: tuple[Path, ...],
    lists: tuple[Path, ...],
    fingerprints: tuple[str, ...],
    identity: Path | None,
    out: Path,
) -> None:
    """Answer a packet: needs no desk."""
    opener = keyfiles.read_key_file(identity) if identity else None
    answered = packet.read(_opened(file, opener))
    known = [key for path in lists for key in _signers(path)]
    verifying.check_signer(answered, known, fingerprints)
    said = ReplyProcedure(
        id=procedure or _only_procedure(answered),
        outcome=outcome,
        number=number,
        reason=reason,
        items=tuple(_item(answered, item) for item in items),
        results=dict(pair(result) for result in results),
        amount=amount,
        until=until.date() if until else None,
    )
    seal = Seal(keyfiles.read_signing_key(key_file))
    _check_own_list(key_file, signer, seal, local_day(door.clock()))
    _check_said(answered, said, door.clock())
    written = replies.write(
        answered,
        (said,),
        signer=signer,
        key=seal,
        said=door.clock(),
        papers=tuple(_paper(path) for path in papers),
    )
    path = out / replies.file_name(replies.read(written).reply)
    bring_out({path: written}, out, lambda: None)
    door.say(
        {"reference": answered.contents.reference, "path": str(path)},
        [door.tr(N_("Đã ghi: {path}"), path=path)],
    )


def _opened(path: Path, opener: Identity | None) -> bytes:
    """A packet file, decrypted where it is and a key is given.

    Errors: Unusable("packet-missing"); those of `encryption.decrypt`.
    """
    data = bytes_of(path, "packet-missing", check_size)
    if opener is not None and encryption.is_encrypted(data):
        return encryption.decrypt(data, opener)
    return data


def _only_procedure(answered: Packet) -> str:
    """Errors: Unusable("reply-which") with `known` where there are several."""
    ids = [procedure.id for procedure in answered.contents.procedures]
    if len(ids) != 1:
        raise Unusable("reply-which", known=ids)
    return ids[0]


def _check_own_list(key_file: Path, signer: str, seal: Seal, day: date) -> None:
    """That the key is the signer's that day, as far as the list made with it lies beside it.

    Errors: Unusable("reply-key-other"); Problem("signer-expired"); those of `_signers`.
    """
    listed = key_file.with_suffix(".signers")
    if listed.exists():
        try:
            signers.signer_of(_signers(listed), seal.public, signer, signers.REPLY, day)
        except Problem as problem:
            if problem.code != "signer-unknown":
                raise
            raise Unusable("reply-key-other", signer=signer, path=str(listed)) from None


def _check_said(answered: Packet, said: ReplyProcedure, now: datetime) -> None:
    """That the desk will be able to take it, where the law of the packet is known here.

    Errors: those of `read_details`.
    """
    for group in loading.shipped():
        if group.sha256 == answered.contents.definition.sha256:
            read_details(group.definition, said_in(group.definition, said, now), now)


def _item(answered: Packet, text: str) -> ReplyItem:
    """An item as typed: of a component by its code, of an answer by its field, else words alone.

    Errors: Unusable("told-item-unknown") for what looks like a field and is none of the packet.
    """
    name, equals, words = text.partition("=")
    if equals and _CODE.fullmatch(name):  # one the packet does not hold may be wanted all the same
        return ReplyItem(words, component=name)
    # What is computed from other answers cannot be answered again.
    asked = {a.field for a in answered.contents.answers if a.origin != "computed"}
    if equals and name in asked:
        return ReplyItem(words, field=name)
    if equals and _FIELD.fullmatch(name):
        raise Unusable("told-item-unknown", name=name)
    return ReplyItem(text)


def _paper(path: Path) -> Paper:
    """Errors: those of `read_paper`."""
    return read_paper(Path(path.name), root=path.parent, limit=_MOST_PAPER)


def _judged(
    path: Path, known: list[Signer], fingerprints: tuple[str, ...], opener: Identity | None
) -> Verdict:
    """The verdict on a file. Errors: Unusable("packet-missing")."""
    try:
        data = _opened(path, opener)
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
    with door.open_desk(unlocking, dated=True) as desk:
        listed, signature = signing.announcement(desk)
        now = signing.current_signer(desk)
        name, demo = signing.sender(desk).name, desk.demo
    files: dict[str, bytes] = {}
    if out is not None:
        sheet = render(key_sheet(name, [now], door.language, demo=demo), at=door.clock())
        files = key_files(now, sheet, listed, signature)
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
    with door.open_desk(unlocking, "settings", dated=True) as desk:
        signing.replace(desk)
        now = signing.current_signer(desk)
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
