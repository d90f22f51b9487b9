"""Commands about what goes to the portal and what agencies answer: their keys, reply files, and
what is heard otherwise."""

from datetime import datetime
from pathlib import Path

import click

from lienthong_tui import agency_reports
from lienthong_tui.desk import agency_keys, drafting, exporting, handing_off, outcomes, replies
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.agency_events import Source, Wanted
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.telling import Said
from lienthong_tui.invocation import Door, Unlocking, end_by
from lienthong_tui.options import DAY, LANG, PATH, answering, pair, pass_door, with_desk
from lienthong_tui.packets.zips import check_size
from lienthong_tui.problems import Unusable
from lienthong_tui.sentences.marking import N_

_WHEN = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"])


@click.group(name="agency", help=N_("Khóa của các cơ quan giải quyết gửi kết quả về."))
@LANG
def agency_group() -> None:
    """Commands about the keys of agencies."""


@agency_group.command(name="list", help=N_("Liệt kê khóa của các cơ quan quầy đang tin."))
@with_desk
@answering
@pass_door
def agency_list(door: Door, /, unlocking: Unlocking) -> None:
    """List the keys that are trusted."""
    with door.open_desk(unlocking) as desk:
        keys, encrypted = agency_keys.known(desk), agency_keys.recipients(desk)
        commune = desk.commune
    door.say(
        {
            "encrypted": [
                {"agency": agency, "place": at, "recipient": recipient}
                for (agency, at), recipient in encrypted.items()
            ],
            "trusted": [
                {
                    "agency": key.agency,
                    "place": key.place,
                    "signer": key.signer.principal,
                    "fingerprint": key.signer.fingerprint,
                    "before": f"{key.signer.before}" if key.signer.before else None,
                }
                for key in keys
            ],
        },
        agency_reports.agency_keys_text(keys, encrypted, commune, door.language)
        or [door.tr(N_("Chưa tin khóa của cơ quan nào."))],
    )


@agency_group.command(
    name="trust",
    help=N_("Tin khóa của một cơ quan: tệp .signers họ giao, và vân tay trên phiếu khóa của họ."),
)
@click.argument("agency")
@click.argument("listed", metavar="FILE", type=PATH)
@click.option("--fingerprint", required=True, help=N_("Vân tay SHA256:… đọc trên phiếu khóa."))
@click.option("--place", help=N_("Mã xã của cơ quan ấy, nếu không phải xã của quầy."))
@with_desk
@answering
@pass_door
def agency_trust(
    door: Door,
    /,
    agency: str,
    listed: Path,
    fingerprint: str,
    place: str | None,
    unlocking: Unlocking,
) -> None:
    """Trust the key of an agency."""
    text = bytes_of(listed, "signers-missing", check_size).decode("utf-8", "replace")
    with door.open_desk(unlocking, "settings") as desk:
        agency_keys.trust(desk, agency, text, fingerprint, place)
    door.say(
        {"agency": agency, "fingerprint": fingerprint},
        [door.tr(N_("Từ nay tin kết quả ký bằng khóa {fingerprint}."), fingerprint=fingerprint)],
    )


@agency_group.command(
    name="distrust", help=N_("Thôi tin một khóa, như khi cơ quan báo khóa bị lộ.")
)
@click.argument("fingerprint")
@with_desk
@answering
@pass_door
def agency_distrust(door: Door, /, fingerprint: str, unlocking: Unlocking) -> None:
    """Trust a key no more."""
    with door.open_desk(unlocking, "settings") as desk:
        agency_keys.distrust(desk, fingerprint)
    door.say(
        {"fingerprint": fingerprint},
        [door.tr(N_("Thôi tin khóa {fingerprint}."), fingerprint=fingerprint)],
    )


@agency_group.command(
    name="encrypt",
    help=N_("Mã hóa hồ sơ chuyển xuất cho một cơ quan bằng khóa age1… trên phiếu khóa của họ."),
)
@click.argument("agency")
@click.argument("recipient", required=False)
@click.option("--none", is_flag=True, help=N_("Từ nay không mã hóa nữa."))
@click.option("--place", help=N_("Mã xã của cơ quan ấy, nếu không phải xã của quầy."))
@with_desk
@answering
@pass_door
def agency_encrypt(
    door: Door,
    /,
    agency: str,
    recipient: str | None,
    none: bool,
    place: str | None,
    unlocking: Unlocking,
) -> None:
    """Encrypt the packets of an agency, or no more."""
    if none == (recipient is not None):
        raise Unusable("recipient-or-none")
    with door.open_desk(unlocking, "settings") as desk:
        agency_keys.encrypt_to(desk, agency, recipient, place)
        where = agency_keys.place_of(desk, agency, place)
    named = f"{agency} {where or ''}".strip()
    text = N_("Từ nay hồ sơ chuyển xuất cho {agency} không mã hóa.")
    if recipient is not None:
        text = N_("Từ nay hồ sơ chuyển xuất cho {agency} chỉ họ mở được (.zip.age).")
    door.say(
        {"agency": agency, "place": where, "recipient": recipient}, [door.tr(text, agency=named)]
    )


@click.command(
    name="receive",
    help=N_(
        "Nhận kết quả do cơ quan gửi: các tệp đã nêu, hoặc mọi tệp trong thư mục inbox của quầy."
    ),
)
@click.argument("files", metavar="[FILE]...", type=PATH, nargs=-1)
@with_desk
@answering
@pass_door
def receive(door: Door, /, files: tuple[Path, ...], unlocking: Unlocking) -> None:
    """Record replies."""
    with door.open_desk(unlocking, dated=True) as desk:
        came = (
            [replies.receive_file(desk, path) for path in files]
            if files
            else list(replies.receive_waiting(desk))
        )
    door.say(
        agency_reports.incoming(came, door.language),
        agency_reports.incoming_text(came, door.language)
        or [door.tr(N_("Không có tệp nào chờ nhận."))],
        done=", ".join(each.name for each in came if each.received),
    )
    end_by(each.problem for each in came)


@click.command(
    name="hand-off",
    help=N_("Ghi các giá trị để nhập lên Cổng ra một tệp JSON, theo tên ô của Cổng."),
)
@click.argument("reference")
@click.option("--out", type=PATH, required=True, help=N_("Thư mục nhận tệp."))
@with_desk
@answering
@pass_door
def hand_off(door: Door, /, reference: str, out: Path, unlocking: Unlocking) -> None:
    """Write the values for the portal."""
    reference = exporting.read_reference(reference)
    with door.open_desk(unlocking) as desk:
        draft = drafting.reopen(desk, exporting.filing_of(desk, reference))
        handing_off.write(desk, draft, exporting.into(out))
        path = out / handing_off.file_name(draft)
    door.say(
        {"reference": reference, "path": str(path)},
        [
            door.tr(N_("Đã xuất: {path}"), path=path),
            door.tr(N_("Tệp có dữ liệu của công dân: dùng xong thì xóa.")),
        ],
    )


@click.command(
    name="tell", help=N_("Ghi điều cơ quan báo qua Cổng, điện thoại hoặc văn bản về một thủ tục.")
)
@click.argument("reference")
@click.argument("procedure")
@click.argument("outcome")
@click.option(
    "--source",
    type=click.Choice(("portal", "phone", "letter")),
    required=True,
    help=N_("Biết qua đâu: portal (Cổng), phone (điện thoại), letter (văn bản)."),
)
@click.option("--at", type=_WHEN, help=N_("Cơ quan báo lúc nào, dạng 2026-11-30T09:15."))
@click.option("--number", default="", help=N_("Số văn bản của cơ quan."))
@click.option("--reason", default="", help=N_("Lý do."))
@click.option("--item", "items", multiple=True, help=N_("Một mục phải bổ sung, nhắc lại được."))
@click.option("--result", "results", multiple=True, help=N_("Kết quả, dạng child.id_number=…"))
@click.option("--amount", type=int, help=N_("Số tiền, đồng."))
@click.option("--until", type=DAY, help=N_("Ngày cơ quan hẹn lại, dạng 2026-12-04."))
@with_desk
@answering
@pass_door
def tell(
    door: Door,
    /,
    reference: str,
    procedure: str,
    outcome: str,
    source: Source,
    at: datetime | None,
    number: str,
    reason: str,
    items: tuple[str, ...],
    results: tuple[str, ...],
    amount: int | None,
    until: datetime | None,
    unlocking: Unlocking,
) -> None:
    """Record what was heard of a procedure."""
    reference = exporting.read_reference(reference)
    with door.open_desk(unlocking, dated=True) as desk:
        draft = drafting.reopen(desk, exporting.filing_of(desk, reference))
        said = Said(
            procedure=procedure,
            outcome=outcome,
            said_at=at.replace(tzinfo=VIETNAM) if at else door.clock(),
            source=source,
            number=number,
            reason=reason,
            items=tuple(_wanted(draft, item) for item in items),
            results=dict(pair(result) for result in results),
            amount=amount,
            until=until.date() if until else None,
        )
        before = draft.filing
        draft = outcomes.tell(desk, draft, [said])
    sealed = draft.filing.packets[len(before.packets) :]
    door.say(
        {
            "reference": reference,
            "procedure": procedure,
            "status": draft.filing.status(procedure),
            "sealed": [packet.file_name for packet in sealed],
        },
        agency_reports.told_text(before, draft, procedure, door.language),
        done=reference,
    )


def _wanted(draft: drafting.Draft, text: str) -> Wanted:
    """An item as typed: `C04=…` of a paper, `child.given=…` of an answer, else words alone."""
    name, equals, words = text.partition("=")
    codes = {c.code: c.id for c in draft.group.definition.component}
    if equals and name in codes:
        return Wanted(words, component=codes[name])
    if equals and name in draft.group.fields:
        return Wanted(words, field=name)
    return Wanted(text)
