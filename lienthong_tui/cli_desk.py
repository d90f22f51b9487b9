"""The commands on a desk itself: made, its tables rebuilt, its journal verified."""

from datetime import datetime
from pathlib import Path

import click

from lienthong_tui import reports
from lienthong_tui.access import passwords
from lienthong_tui.desk import founding
from lienthong_tui.desk.founding import KEY_PURPOSE
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import DAY, LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.sentences.marking import N_


@click.command(help=N_("Lập một quầy mới với người tiếp nhận đầu tiên."))
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
    created = founding.create(
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


@click.command(help=N_("Dựng lại các bảng tra cứu từ nhật ký."))
@with_desk
@answering
@pass_door
def rebuild(door: Door, /, unlocking: Unlocking) -> None:
    """Rebuild the projections."""
    with door.open_desk(unlocking, "verify") as desk:
        count = desk.rebuild()
    door.say({"filings": count}, [door.tr(N_("Đã dựng lại {count} hồ sơ."), count=count)])


@click.group(name="journal", help=N_("Nhật ký của quầy."))
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
