"""The hub of several desks, as an agency uses it: to send its signed replies."""

import hashlib
from pathlib import Path

import click

from lienthong_tui.access import certificates, hub_keys, keyfiles
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.desk.sharing import joining
from lienthong_tui.hub_doors import needs_psycopg, small
from lienthong_tui.invocation import Door
from lienthong_tui.options import PATH, answering, pass_door
from lienthong_tui.packets import replies
from lienthong_tui.packets.zips import check_size
from lienthong_tui.problems import Busy, Problem, Unusable
from lienthong_tui.sentences.marking import N_

_KEY = "line.key"


@click.command(
    name="agency-card",
    help=N_("Cơ quan: lập khóa đường truyền và phiếu xin vào máy chủ dùng chung."),
)
@click.argument("agency")
@click.option("--province", required=True, help=N_("Mã tỉnh, hai chữ số."))
@click.option("--out", "folder", type=PATH, required=True, help=N_("Thư mục mới để ghi."))
@answering
@pass_door
def agency_card(door: Door, /, agency: str, province: str, folder: Path) -> None:
    """Make the key of the line, and the card that asks for a certificate."""
    if not hub_keys.is_agency(agency, province):
        raise Problem("agency-card", agency=agency, province=province)
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        raise Unusable("file-exists", path=str(folder)) from None
    key = certificates.new_key()
    request = certificates.request(key, f"{agency}-{province}")
    card = hub_keys.AgencyCard(agency=agency, province=province, request=request)
    keyfiles.write_private(folder / _KEY, key)
    path = folder / f"{agency}-{province}.json"
    keyfiles.write_new(path, hub_keys.write_card(card))
    lines = [
        door.tr(
            N_("Đã ghi phiếu {path}: đưa cho người quản trị (lienthong hub enrol)."), path=path
        ),
        door.tr(N_("{path} là bí mật của cơ quan: không đưa cho ai."), path=folder / _KEY),
    ]
    door.say({"path": str(path)}, lines)


@click.command(name="send", help=N_("Cơ quan: gửi trả lời đã ký tới quầy qua máy chủ dùng chung."))
@click.argument("reply", type=PATH)
@click.option("--enrolment", type=PATH, required=True, help=N_("Giấy vào do người quản trị ghi."))
@click.option("--key", type=PATH, required=True, help=N_("Khóa đường truyền (line.key)."))
@click.option("--card", type=PATH, required=True, help=N_("Phiếu của quầy nhận, quầy đưa tận tay."))
@answering
@pass_door
@needs_psycopg
def send(door: Door, /, reply: Path, enrolment: Path, key: Path, card: Path) -> None:
    """Send a reply: it is sealed for the desk it answers, and sent once."""
    from lienthong_tui.hub import administering, agencies, line

    given = joining.read_agency_enrolment(small(enrolment))
    wanted = hub_keys.read_card(small(card))
    data = bytes_of(reply, "reply-missing", check_size)
    said = replies.read(data)
    text = bytes_of(key, "key-missing", lambda _: None).decode("ascii", "replace")
    if not certificates.is_of(given.certificate, text):
        raise Problem("line-key-other")
    row = agencies.ReplyRow(
        agency=given.agency,
        province=given.province,
        seq=0,
        reply_id=hashlib.sha256(wanted.recipient.encode() + data).hexdigest(),
        desk=wanted.desk,
        reference=said.reply.reference,
        outcome=", ".join(f"{p.id}: {p.outcome}" for p in said.reply.procedures),
        at=said.reply.said,
        sealed=hub_keys.seal_for_desk(wanted, data),
    )
    place = line.Place(given.host, given.port, given.database, given.role)
    password = joining.new_password()
    papers = line.Papers(
        given.authority, given.certificate, certificates.locked_key(text, password), password
    )
    try:
        with line.connect(place, papers, key.parent / "line") as hub:
            administering.check_version(hub)
            new = agencies.send(hub, wanted.commune, row)
    except Busy:  # nothing waits here to be sent by itself
        raise Busy("reply-unsent") from None
    told = N_("Đã gửi trả lời về {reference} tới quầy {desk}.")
    if not new:
        told = N_("Trả lời này đã gửi từ trước; không gửi lại.")
    answer = {"reference": row.reference, "new": new}
    door.say(answer, [door.tr(told, reference=row.reference, desk=wanted.desk)])
