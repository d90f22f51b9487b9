"""Every kind of event of the desk itself has its sentence."""

from datetime import date
from typing import Any

import pytest

from lienthong_tui.desk.history import Holder
from lienthong_tui.filing.continuity_events import BackedUp, Continued, Salvaged
from lienthong_tui.filing.desk_events import (
    AgencyDistrusted,
    AgencyRecipientSet,
    AgencyTrusted,
    BlanksAllotted,
    BlanksMade,
    DateConfirmed,
    DayClosed,
    DeskCreated,
    Equipped,
    FailedSignIn,
    InboxPurged,
    KeyAdded,
    KeyRemoved,
    KioskCodeGiven,
    KioskEnded,
    KioskPaired,
    OfficerAdded,
    OfficerClosed,
    OfficerPaperCodesMade,
    OfficerPasswordSet,
    OfficerPhoneSet,
    OfficerRoleSet,
    OfficeSet,
    RegisterMade,
    ReportMade,
    SignedIn,
    SigningKeyEnded,
    SigningKeyMade,
    SignInsFailed,
    StrangersRemoved,
)
from lienthong_tui.filing.kinds import KINDS, kind_of
from lienthong_tui.filing.sharing_events import AskedElsewhere, DeskAdmitted, DeskShutOut, Rejoined
from lienthong_tui.sentences.of_desk_events import SENTENCES, desk_happened

HOLDERS = {"s": Holder("officer", "Trần Thị Thử"), "k": Holder("unattended", "đêm")}
AT = "2026-11-20T02:30:00+00:00"
DAY = date(2026, 11, 20)

SAID: list[tuple[Any, str]] = [
    (DeskAdmitted(card="{}"), "Cho một quầy cùng xã"),
    (DeskShutOut(verify="ab"), "không còn được dùng chung"),
    (Rejoined("d_1", 7, 9, "ab", 2, ("f",)), "2 việc của bản này ghi tiếp, 1 hồ sơ theo bản trên"),
    (AskedElsewhere(reference="LT1", heard="answered"), "LT1 của xã khác: có trả lời"),
    (AskedElsewhere(reference="LT1", heard="none"), "LT1 của xã khác: sai số phiếu hoặc mã"),
    (DeskCreated(commune="19639", desk_number=2), "Lập quầy"),
    (InboxPurged(count=2), "Xóa 2 tệp nhận về đã hết hạn"),
    (DateConfirmed(last_seen=AT), "Xác nhận ngày giờ của máy là đúng"),
    (OfficeSet(overlay=""), "Đổi thiết lập của cơ quan"),
    (
        BlanksAllotted(group="birth", references=("LT19639-261120-1001-6",)),
        "Cấp trước 1 số phiếu cho biểu mẫu trống",
    ),
    (
        BlanksMade(group="birth", references=("LT19639-261120-1001-6",)),
        "In biểu mẫu trống: LT19639-261120-1001-6",
    ),
    (Equipped(scanner_folder="/quét"), "Đổi thiết bị của quầy: máy quét, chương trình gửi"),
    (BackedUp("a.ltbackup", "ab", 9, 3, daily=True), "Sao lưu hằng ngày: a.ltbackup"),
    (BackedUp("a.ltbackup", "ab", 9, 3, daily=False), "Sao lưu ra a.ltbackup"),
    (
        Continued("d_1", 80, "ab", "19639", 1, demo=False, why="restored"),
        "Khôi phục quầy từ bản sao lưu, sau việc 80 của nhật ký d_1",
    ),
    (
        Continued("d_1", 80, "ab", "19639", 1, demo=False, why="moved"),
        "Quầy chạy ở chỗ khác, sau việc 80 của nhật ký d_1",
    ),
    (
        Continued("d_1", 80, "ab", "19639", 1, demo=False, why="salvaged"),
        "Cứu quầy từ kho hỏng, sau việc 80 của nhật ký d_1",
    ),
    (
        Salvaged((3, 4), (), payloads=2, contents=1, filings=("f",), drafts=("",)),
        "Cứu từ kho hỏng 2 trang: mất 3 phần, 1 hồ sơ không ghép lại được",
    ),
    (
        AgencyTrusted(agency="civil-status", place=None, line="ubnd-19639 x ssh-ed25519 A"),
        "Tin khóa của cơ quan civil-status: ubnd-19639",
    ),
    (
        AgencyRecipientSet(agency="civil-status", place=None, recipient="age1q"),
        "Mã hóa hồ sơ chuyển cho civil-status: age1q",
    ),
    (
        AgencyRecipientSet(agency="civil-status", place=None, recipient=None),
        "Thôi mã hóa hồ sơ chuyển cho civil-status",
    ),
    (AgencyDistrusted(fingerprint="SHA256:A"), "Thôi tin khóa SHA256:A"),
    (
        SigningKeyMade(public="ssh-ed25519 A", first=DAY, before=date(2028, 11, 20)),
        "Lập khóa ký mới, dùng từ 20/11/2026 đến hết 19/11/2028",
    ),
    (
        SigningKeyEnded(public="ssh-ed25519 A", before=DAY),
        "Thôi dùng khóa ký cũ từ 20/11/2026",
    ),
    (DayClosed(day=DAY, completed=3, left={}), "không còn gì dở"),
    (DayClosed(day=DAY, completed=3, left={"unlodged": 2, "papers": 1}), "còn 3 việc dở"),
    (
        RegisterMade(first=DAY, last=DAY, rows=3),
        "Lập sổ theo dõi hồ sơ ngày 20/11/2026: 3 hồ sơ",
    ),
    (
        RegisterMade(first=date(2026, 11, 1), last=DAY, rows=30),
        "Lập sổ theo dõi hồ sơ từ 01/11/2026 đến 20/11/2026: 30 hồ sơ",
    ),
    (
        ReportMade(first=date(2026, 11, 1), last=DAY, filings=7, hidden=True),
        "Lấy số liệu của quầy từ 01/11/2026 đến 20/11/2026: 7 hồ sơ, che số nhỏ",
    ),
    (
        ReportMade(first=date(2026, 11, 1), last=DAY, filings=7, hidden=False),
        "từ 01/11/2026 đến 20/11/2026: 7 hồ sơ, ghi cả số nhỏ",
    ),
    (
        OfficerAdded(slot="s", name="Trần Thị Thử", role="officer"),
        "Thêm Trần Thị Thử, người tiếp nhận",
    ),
    (OfficerPasswordSet(slot="s", temporary=False), "Trần Thị Thử đổi mật khẩu"),
    (OfficerPasswordSet(slot="s", temporary=True), "Cấp mật khẩu tạm cho Trần Thị Thử"),
    (OfficerPhoneSet(slot="s", awaited=False), "Trần Thị Thử dùng điện thoại mới để tạo mã"),
    (OfficerPhoneSet(slot="s", awaited=True), "Cấp mã tạm cho Trần Thị Thử"),
    (OfficerPaperCodesMade(slot="s"), "Trần Thị Thử lấy bộ mã trên giấy mới"),
    (OfficerRoleSet(slot="s", role="supervisor"), "Trần Thị Thử nay là người phụ trách quầy"),
    (OfficerClosed(slot="s"), "Khóa tài khoản Trần Thị Thử, thay khóa kho"),
    (KeyAdded(slot="k", purpose="sao lưu"), "Thêm khóa: sao lưu"),
    (KioskPaired(kiosk="m", name="Máy sảnh 1"), "Ghép máy tự kê khai: Máy sảnh 1"),
    (KioskCodeGiven(kiosk="?", group="death"), "Cấp mã kê khai tại máy không rõ ai"),
    (KioskEnded(kiosk="?"), "Bỏ máy tự kê khai: không rõ ai"),
    (KeyRemoved(slot="k"), "Bỏ một khóa (tệp khóa của quầy), thay khóa kho"),
    (KeyRemoved(slot="?"), "Bỏ một khóa (không rõ ai), thay khóa kho"),
    (StrangersRemoved(labels=("người lạ",)), "gỡ khóa lạ khỏi keys.db (người lạ)"),
    (SignedIn(code="phone"), "Đăng nhập"),
    (SignedIn(code="recovery"), "Mở quầy bằng khóa khôi phục"),
    (SignedIn(code="paper"), "Đăng nhập bằng mã trên giấy"),
    (
        SignInsFailed(failures=(FailedSignIn(AT, "s"), FailedSignIn(AT, None))),
        "không được 2 lần – Trần Thị Thử: 09:30 20/11; tên lạ: 09:30 20/11",
    ),
]


def test_every_kind_of_event_has_a_sentence() -> None:
    kinds = {shape for kind, shape in KINDS.items() if kind.startswith("desk.")}
    assert set(SENTENCES) == kinds == {type(payload) for payload, _ in SAID}


@pytest.mark.parametrize(("payload", "told"), SAID, ids=lambda value: type(value).__name__)
def test_what_happened(payload: Any, told: str) -> None:
    said = desk_happened(kind_of(payload), payload, HOLDERS, "vi")
    assert told in said
    assert "{" not in said
    assert desk_happened(kind_of(payload), payload, HOLDERS, "en") != said


def test_what_was_erased_or_is_newer_is_still_told() -> None:
    assert "đã được xóa" in desk_happened("desk.signed_in", None, HOLDERS, "vi")
    assert "desk.danced" in desk_happened("desk.danced", None, HOLDERS, "vi")
