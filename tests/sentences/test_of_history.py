"""Every kind of event has its sentence on a filing's timeline."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lienthong_tui.desk.history import Holder
from lienthong_tui.filing import kinds
from lienthong_tui.filing.agency_events import (
    Delivered,
    Exported,
    FollowedUp,
    Resealed,
    TakenBack,
    Told,
    Wanted,
)
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Claimed,
    Compared,
    Completed,
    Consented,
    DataGiven,
    Detached,
    FeesTaken,
    HandedBack,
    HandedOff,
    LetterTyped,
    Linked,
    Lodged,
    Moved,
    Noted,
    NoticeGiven,
    OnPaper,
    OriginalSeen,
    Parked,
    Pledged,
    Printed,
    Purged,
    Reminded,
    Reopened,
    Restored,
    Started,
    Viewed,
    Warned,
    Withdrawn,
)
from lienthong_tui.filing.kinds import KINDS, kind_of
from lienthong_tui.filing.kiosk_events import Admitted, Checked, HandedIn, Unsure
from lienthong_tui.filing.sharing_events import TakenIn, TakenOver
from lienthong_tui.filing.timeline import UNTOLD, Entry, Happened, timeline
from lienthong_tui.procedures.loading import shipped
from lienthong_tui.sentences.of_history import SENTENCES, what_happened, who_did

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
DEFINITION = next(g for g in shipped() if g.definition.group == "birth").definition
RECEIVED = "2026-11-20T09:30:00+07:00"
SECRET = "Nguyễn Văn Bí Mật"
ID_FIELDS = ("requester.name", "requester.id_number", "requester.birth_date", "child.given")

SAID: list[tuple[Any, str]] = [
    (
        Started(group="birth", definition="", overlay="", commune="19639", received=RECEIVED),
        "Mở hồ sơ, nhận lúc 09:30 20/11/2026",
    ),
    (
        Answered(answers={"requester.name": SECRET}, origin="typed"),
        "Trả lời: Họ, chữ đệm, tên người yêu cầu (Thông tin người yêu cầu)",
    ),
    (
        Answered(answers=dict.fromkeys(ID_FIELDS, SECRET), origin="typed"),
        "Trả lời 4 câu: Thông tin người yêu cầu (3), ",
    ),
    (Linked(role="mother", to="requester"), "Mẹ là người yêu cầu: dùng chung lời khai"),
    (Linked(role="mother", to=None), "Khai riêng: mẹ"),
    (
        Moved(
            definition="", overlay="", half_typed={"copies.count": SECRET}, dropped={"x": SECRET}
        ),
        "Chuyển sang bản thủ tục đang có hiệu lực; cần khai lại: Số lượng (Bản sao Trích lục khai"
        " sinh); không còn hỏi: 1 ô",
    ),
    (
        Answered(answers=dict.fromkeys(ID_FIELDS, SECRET), origin="case-file"),
        "Nhận 4 câu trả lời từ tệp hồ sơ: ",
    ),
    (
        Answered(answers=dict.fromkeys(ID_FIELDS[:2], SECRET), origin="scanned"),
        "Quét thẻ, được 2 câu trả lời: ",
    ),
    (
        Answered(answers={"requester.id_number": None}, origin="typed"),
        "Bỏ câu trả lời: Số định danh (Thông tin người yêu cầu)",
    ),
    (
        Attached(component="birth-certificate", content="1", name="a.pdf", media_type="", size=1),
        "Đính kèm Bản chụp Giấy chứng sinh: tệp a.pdf",
    ),
    (
        Detached(component="birth-certificate", content="1"),
        "Bỏ tệp … khỏi Bản chụp Giấy chứng sinh",
    ),
    (
        Absent(component="guardianship", reason="mất"),
        "Không có Giấy tờ chứng minh là người giám hộ, vì: mất",
    ),
    (Warned(rule="birth-registered-late", reason="đã giải thích"), "đã giải thích"),
    (Warned(rule="unheard", reason="biết"), "Ghi lý do cho một cảnh báo: biết"),
    (
        Compared(other="2", verdict="different", reason="khác mẹ"),
        "So với một hồ sơ có thể trùng: người khác. Lý do: khác mẹ",
    ),
    (
        Compared(other="2", verdict="same", reason="mở nhầm"),
        "So với một hồ sơ có thể trùng: cùng một người, cùng một việc. Lý do: mở nhầm",
    ),
    (Viewed(why="compared"), "Xem đầy đủ để so với hồ sơ có thể trùng"),
    (NoticeGiven(version="1", given_at=""), "Đã thông báo xử lý dữ liệu"),
    (NoticeGiven(version="1", given_at="", to="helper"), "dữ liệu cho người nhập giúp"),
    (Admitted(id_number="099208001234", helper=False), "bằng mã, tự khai: •••••••••234"),
    (Admitted(id_number="099208001234", helper=True), "nhập giúp người yêu cầu: •••••••••234"),
    (Unsure(fields={"child.sex": True}), "Không biết: Giới tính"),
    (Unsure(fields={"child.sex": False}), "Bỏ dấu không biết: Giới tính"),
    (HandedIn(ticket="A07", how="called"), "số A07: gọi người tiếp nhận giữa chừng"),
    (Checked(), "Người tiếp nhận đã kiểm tra lời khai từ máy"),
    (Pledged(how="fingerprint"), "Người yêu cầu điểm chỉ, đã đọc lại cho nghe"),
    (
        Completed(reference="LT19639-261120-1001-6", declarations=(), packets=(), expected=()),
        "Hoàn thành kê khai: số phiếu LT19639-261120-1001-6 (không phải mã hồ sơ)",
    ),
    (Resealed(packets=()), "Ký lại hồ sơ chuyển: định dạng hoặc khóa trước không còn dùng"),
    (
        Told(
            id="1",
            procedure="birth-registration",
            outcome="supplement",
            said_at="2026-11-27T09:15:00+07:00",
            source="phone",
            number="12/CV",
            items=(
                Wanted("bản mờ", component="birth-certificate"),
                Wanted("sai dấu", field="child.given"),
                Wanted("gọi lại"),
            ),
        ),
        "Đăng ký khai sinh: yêu cầu bổ sung – cơ quan gọi lúc 09:15 27/11/2026: số 12/CV;"
        " Bản chụp Giấy chứng sinh: bản mờ; Tên người được khai sinh: sai dấu; gọi lại",
    ),
    (
        Told(
            id="1",
            procedure="birth-registration",
            outcome="done",
            said_at="2026-11-27T09:15:00+07:00",
            source="reply",
            results={"child.id_number": "099326001234"},
        ),
        "Đăng ký khai sinh: đã giải quyết xong – tệp có ký lúc 09:15 27/11/2026:"
        " Số định danh cá nhân của trẻ •••••••••234",
    ),
    (TakenBack(told="1", reason="nhầm hồ sơ"), "Bỏ một kết quả ghi nhầm: –. Lý do: nhầm hồ sơ"),
    (
        FollowedUp(why="awaited", packets=()),
        "Lập hồ sơ chuyển nối tiếp, mang kết quả đang chờ: ",
    ),
    (Delivered(packets=("1",)), "Đã đọc lại ở thư mục xuất, nguyên vẹn: "),
    (Exported(packets=("1",)), "Xuất hồ sơ chuyển: "),
    (
        OriginalSeen(component="birth-certificate", seen=True),
        "Đã đối chiếu Bản chụp Giấy chứng sinh với bản chính",
    ),
    (
        OriginalSeen(component="birth-certificate", seen=False),
        "Bỏ dấu đã đối chiếu của Bản chụp Giấy chứng sinh",
    ),
    (Printed(what="slip"), "In phiếu hướng dẫn"),
    (Printed(what="read-back"), "In bản đọc lại cho người dân"),
    (LetterTyped(letter="02", texts={"items": (SECRET,)}), "Soạn giấy của quầy, mẫu 02"),
    (
        OnPaper(reference="LT19639-261120-1001-6", received="2026-11-20T09:40:00+07:00"),
        "Kê khai trên giấy trước: số phiếu LT19639-261120-1001-6, nhận lúc 09:40 20/11/2026",
    ),
    (HandedOff(fields=("a", "b")), "Chuyển sang Cổng: bắt đầu chép 2 ô"),
    (
        Parked(reason="papers", note="chờ chú", queue_number="17", to="0199"),
        "Tạm gác: Chờ giấy tờ; chờ chú; số thứ tự 17; bàn giao cho người tiếp nhận khác",
    ),
    (Claimed(), "Nhận hồ sơ để làm tiếp"),
    (Withdrawn(reason="gia đình đổi ý"), "Rút hồ sơ trước khi nộp: gia đình đổi ý"),
    (Restored(), "Làm tiếp hồ sơ đã rút"),
    (
        Reopened(reason="sai tên đệm", called_back=("ab" * 32,)),
        "Mở lại để sửa trước khi nộp: sai tên đệm; đã thu lại 1 hồ sơ chuyển đã xuất",
    ),
    (Noted(text="mẹ hẹn thứ Sáu"), "Ghi chú: mẹ hẹn thứ Sáu"),
    (
        Noted(text="đã gọi chị Hoa", about="mistake", procedure="birth-registration"),
        "Báo cơ quan đang giải quyết về chỗ sai (Đăng ký khai sinh): đã gọi chị Hoa",
    ),
    (
        FeesTaken(id="0199", amounts={"copies": 16_000}, receipt="0012345"),
        "Đã thu 16.000 đ, biên lai số 0012345",
    ),
    (FeesTaken(id="0199", amounts={}, exempt="hộ nghèo"), "Không thu lệ phí: hộ nghèo"),
    (
        Lodged(portal_number="G22.1", one_stop_number="H50.2"),
        "Ghi là đã nộp lên Cổng: số hồ sơ G22.1, mã một cửa H50.2",
    ),
    (
        Lodged(portal_number=None, one_stop_number=None),
        "Ghi là đã nộp lên Cổng, chưa có số",
    ),
    (
        HandedBack(papers=("birth-certificate", "id-card:mother")),
        "Trả lại giấy tờ: Bản chụp Giấy chứng sinh, CCCD: mẹ",
    ),
    (
        Printed(what="declaration", forms=("ct01",)),
        "In tờ khai để ký: Tờ khai thay đổi thông tin cư trú (CT01)",
    ),
    (
        Printed(what="letter", forms=("02",), texts={"items": (SECRET,), "contact": SECRET}),
        "In giấy của quầy: 02 Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    ),
    (Printed(what="letter", forms=("99",)), "In giấy của quầy: 99"),
    (Viewed(why="found"), "Tra cứu bằng số đầy đủ, hiện tên"),
    (Viewed(why="work"), "Mở xem hồ sơ"),
    (
        Viewed(why="citizen", asker="requester", papers_seen=False),
        "Trả lời người hỏi: người yêu cầu, chưa xem giấy tờ",
    ),
    (DataGiven(roles=("mother", "requester")), "dữ liệu của chính họ: mẹ, người yêu cầu"),
    (Consented(extra="reminder", version="1", given=True), "Đồng ý: Nhắc về hồ sơ này"),
    (Consented(extra="other", version="1", given=False), "Không đồng ý: other"),
    (
        Reminded(occasion="result 2026-11-27", via="command", channel="sms"),
        "đã giao cho chương trình gửi tin (chưa rõ đã nhận): có kết quả để nhận",
    ),
    (
        Reminded(occasion="put-off 2026-12-04", via="file", channel="email"),
        "tin nhắn: ngày dự kiến",
    ),
    (Reminded(occasion="moon 2030", via="by-hand", channel="call"), "yêu cầu: moon"),
    (
        Purged(
            group="birth",
            state="drafting",
            received=RECEIVED,
            desk_number=1,
            reference=None,
            portal_number=None,
            one_stop_number=None,
            procedures=(),
            why="term",
            reason=None,
        ),
        "Xóa nội dung vì hết hạn lưu",
    ),
    (TakenIn(stream="k_0_0", seq=3), "Nhận từ máy tự kê khai"),
    (TakenOver(rev=1, seen={}), "Nhận hồ sơ từ quầy khác"),
]


def entry(payload: Any) -> Entry:
    (found,) = timeline([Happened(AT, "s", kind_of(payload), payload)])
    return found


def test_every_kind_of_event_has_a_sentence() -> None:
    """A kind added to `filing.events` needs a sentence and a line in the table above."""
    filings = {shape for kind, shape in KINDS.items() if kind.startswith("filing.")}
    told = filings - set(UNTOLD)
    assert set(SENTENCES) == told
    assert {type(payload) for payload, _ in SAID} == told


@pytest.mark.parametrize(("payload", "told"), SAID, ids=lambda value: type(value).__name__)
def test_what_happened(payload: Any, told: str) -> None:
    said = what_happened(entry(payload), DEFINITION, "vi")
    assert told in said
    assert SECRET not in said
    assert "{" not in said


def test_each_tick_back_is_told() -> None:
    said = [
        HandedBack(papers=("birth-certificate", "id-card:mother")),
        HandedBack(papers=("birth-certificate",)),
    ]
    started = SAID[0][0]
    found = timeline(Happened(AT, "s", kind_of(p), p) for p in (started, *said))
    assert what_happened(found[-1], DEFINITION, "vi") == "Bỏ dấu đã trả lại: CCCD: mẹ"


def test_what_was_erased_or_is_newer_is_still_told() -> None:
    for kind, told in (
        ("filing.answered", "nội dung đã được xóa"),
        ("filing.folded", "filing.folded"),
    ):
        (found,) = timeline([Happened(AT, "s", kind, kinds.from_plain(kind, None))])
        assert told in what_happened(found, DEFINITION, "vi")


def test_who_did_it() -> None:
    holders = {
        "s": Holder("officer", "Nguyễn Thị Mẫu"),
        "u": Holder("unattended", "unattended"),
        "r": Holder("recovery", "recovery"),
        "i": Holder("desk-intake", "desk-intake"),
        "k": Holder("kiosk", "Máy sảnh 1"),
    }
    told = [who_did(slot, holders, "vi") for slot in ("s", "u", "r", "i", "k", "x")]
    assert told == [
        "Nguyễn Thị Mẫu",
        "tệp khóa của quầy",
        "phiếu khôi phục",
        "nơi nhận của quầy",
        "máy tự kê khai “Máy sảnh 1”",
        "không rõ ai",
    ]
