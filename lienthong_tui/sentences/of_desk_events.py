"""What happened to the desk itself in words: accounts, keys, settings, who came in."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from lienthong_tui.desk.history import Holder
from lienthong_tui.filing.continuity_events import BackedUp, Continued, Salvaged
from lienthong_tui.filing.deadlines import VIETNAM
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
from lienthong_tui.filing.kinds import KINDS
from lienthong_tui.filing.sharing_events import AskedElsewhere, DeskAdmitted, DeskShutOut, Rejoined
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import who_did

ROLES = {"officer": N_("người tiếp nhận"), "supervisor": N_("người phụ trách quầy")}


class _Words:
    """The names of those who hold keys, in one language."""

    def __init__(self, holders: Mapping[str, Holder], language: Language) -> None:
        self.holders = holders
        self.language = language

    def say(self, text: str, **params: Any) -> str:
        return tr(text, self.language).format(**params)

    def who(self, slot: str) -> str:
        return who_did(slot, self.holders, self.language)


def desk_happened(
    kind: str, payload: object | None, holders: Mapping[str, Holder], language: Language
) -> str:
    """One event of the desk as a sentence. `holders` is by slot, as in `History`."""
    words = _Words(holders, language)
    if payload is None:
        if kind in KINDS:
            return words.say(N_("Một việc mà nội dung đã được xóa"))
        return words.say(N_("Một việc do phiên bản mới hơn ghi ({kind})"), kind=kind)
    return SENTENCES[type(payload)](payload, words)


def _added(payload: OfficerAdded, words: _Words) -> str:
    text = N_("Thêm {name}, {role}")
    return words.say(text, name=payload.name, role=words.say(ROLES[payload.role]))


def _password(payload: OfficerPasswordSet, words: _Words) -> str:
    text = N_("{name} đổi mật khẩu")
    if payload.temporary:
        text = N_("Cấp mật khẩu tạm cho {name}")
    return words.say(text, name=words.who(payload.slot))


def _phone(payload: OfficerPhoneSet, words: _Words) -> str:
    text = N_("{name} dùng điện thoại mới để tạo mã")
    if payload.awaited:
        text = N_("Cấp mã tạm cho {name} để đăng ký điện thoại")
    return words.say(text, name=words.who(payload.slot))


def _role(payload: OfficerRoleSet, words: _Words) -> str:
    text = N_("{name} nay là {role}")
    return words.say(text, name=words.who(payload.slot), role=words.say(ROLES[payload.role]))


def _signed_in(payload: SignedIn, words: _Words) -> str:
    if payload.code == "recovery":
        return words.say(N_("Mở quầy bằng khóa khôi phục"))
    if payload.code == "paper":
        return words.say(N_("Đăng nhập bằng mã trên giấy"))
    return words.say(N_("Đăng nhập"))


def _failed(payload: SignInsFailed, words: _Words) -> str:
    named: dict[str, list[str]] = {}
    for failure in payload.failures:
        who = words.who(failure.slot) if failure.slot else words.say(N_("tên lạ"))
        at = datetime.fromisoformat(failure.at).astimezone(VIETNAM)
        named.setdefault(who, []).append(f"{at:%H:%M %d/%m}")
    told = "; ".join(f"{who}: {', '.join(times)}" for who, times in named.items())
    return words.say(
        N_("Đăng nhập không được {count} lần – {told}"), count=len(payload.failures), told=told
    )


def _day_closed(payload: DayClosed, words: _Words) -> str:
    day = f"{payload.day:%d/%m/%Y}"
    if not payload.left:
        return words.say(N_("Chốt ngày {day}: không còn gì dở"), day=day)
    count = sum(payload.left.values())
    return words.say(N_("Chốt ngày {day}: còn {count} việc dở"), day=day, count=count)


def _register(payload: RegisterMade, words: _Words) -> str:
    text = N_("Lập sổ theo dõi hồ sơ từ {first} đến {last}: {rows} hồ sơ")
    if payload.first == payload.last:
        text = N_("Lập sổ theo dõi hồ sơ ngày {last}: {rows} hồ sơ")
    first, last = f"{payload.first:%d/%m/%Y}", f"{payload.last:%d/%m/%Y}"
    return words.say(text, first=first, last=last, rows=payload.rows)


def _report(payload: ReportMade, words: _Words) -> str:
    text = N_("Lấy số liệu của quầy từ {first} đến {last}: {filings} hồ sơ, ghi cả số nhỏ")
    if payload.hidden:
        text = N_("Lấy số liệu của quầy từ {first} đến {last}: {filings} hồ sơ, che số nhỏ")
    first, last = f"{payload.first:%d/%m/%Y}", f"{payload.last:%d/%m/%Y}"
    return words.say(text, first=first, last=last, filings=payload.filings)


def _last_day(before: date) -> str:
    return f"{before - timedelta(days=1):%d/%m/%Y}"


_CONTINUED = {
    "restored": N_("Khôi phục quầy từ bản sao lưu, sau việc {seq} của nhật ký {of}"),
    "moved": N_("Quầy chạy ở chỗ khác, sau việc {seq} của nhật ký {of}"),
    "cut": N_("Bị ngắt và mất những việc lưu sau việc {seq} của nhật ký {of}"),
    "forked": N_("Nối lại với các quầy khác, sau việc {seq} của nhật ký {of}"),
    "salvaged": N_("Cứu quầy từ kho hỏng, sau việc {seq} của nhật ký {of}"),
}

_ASKED = {
    "answered": N_("Hỏi tình trạng hồ sơ {reference} của xã khác: có trả lời"),
    "none": N_("Hỏi tình trạng hồ sơ {reference} của xã khác: sai số phiếu hoặc mã"),
    "unheard": N_("Hỏi tình trạng hồ sơ {reference} của xã khác: chưa nghe trả lời"),
}

SENTENCES: Mapping[type, Callable[[Any, _Words], str]] = {
    DeskCreated: lambda _, words: words.say(N_("Lập quầy")),
    OfficeSet: lambda _, words: words.say(N_("Đổi thiết lập của cơ quan")),
    BlanksMade: lambda payload, words: words.say(
        N_("In biểu mẫu trống: {references}"), references=", ".join(payload.references)
    ),
    BlanksAllotted: lambda payload, words: words.say(
        N_("Cấp trước {count} số phiếu cho biểu mẫu trống"), count=len(payload.references)
    ),
    AgencyTrusted: lambda payload, words: words.say(
        N_("Tin khóa của cơ quan {agency}: {line}"),
        agency=payload.agency,
        line=payload.line.split()[0],
    ),
    AgencyRecipientSet: lambda payload, words: words.say(
        N_("Mã hóa hồ sơ chuyển cho {agency}: {recipient}")
        if payload.recipient
        else N_("Thôi mã hóa hồ sơ chuyển cho {agency}"),
        agency=payload.agency,
        recipient=payload.recipient,
    ),
    AgencyDistrusted: lambda payload, words: words.say(
        N_("Thôi tin khóa {fingerprint}"), fingerprint=payload.fingerprint
    ),
    SigningKeyMade: lambda payload, words: words.say(
        N_("Lập khóa ký mới, dùng từ {first} đến hết {before}"),
        first=f"{payload.first:%d/%m/%Y}",
        before=_last_day(payload.before),
    ),
    SigningKeyEnded: lambda payload, words: words.say(
        N_("Thôi dùng khóa ký cũ từ {before}"), before=f"{payload.before:%d/%m/%Y}"
    ),
    Equipped: lambda _, words: words.say(
        N_("Đổi thiết bị của quầy: máy quét, chương trình gửi tin hoặc nơi sao lưu")
    ),
    BackedUp: lambda payload, words: words.say(
        N_("Sao lưu hằng ngày: {name}") if payload.daily else N_("Sao lưu ra {name}"),
        name=payload.name,
    ),
    DeskAdmitted: lambda _, words: words.say(N_("Cho một quầy cùng xã đọc hồ sơ dùng chung")),
    DeskShutOut: lambda _, words: words.say(
        N_("Một quầy không còn được dùng chung: đổi khóa nội dung")
    ),
    AskedElsewhere: lambda payload, words: words.say(
        _ASKED[payload.heard], reference=payload.reference
    ),
    Rejoined: lambda payload, words: words.say(
        N_("Nối lại: {again} việc của bản này ghi tiếp, {left} hồ sơ theo bản trên máy chủ"),
        again=payload.again,
        left=len(payload.left),
    ),
    Continued: lambda payload, words: words.say(
        _CONTINUED[payload.why], of=payload.of, seq=payload.seq
    ),
    Salvaged: lambda payload, words: words.say(
        N_("Cứu từ kho hỏng {pages} trang: mất {lost} phần, {filings} hồ sơ không ghép lại được"),
        pages=len(payload.pages),
        lost=len(payload.gaps) + payload.payloads + payload.contents,
        filings=len(payload.filings),
    ),
    RegisterMade: _register,
    DayClosed: _day_closed,
    ReportMade: _report,
    InboxPurged: lambda payload, words: words.say(
        N_("Xóa {count} tệp nhận về đã hết hạn"), count=payload.count
    ),
    DateConfirmed: lambda _, words: words.say(N_("Xác nhận ngày giờ của máy là đúng")),
    OfficerAdded: _added,
    OfficerPasswordSet: _password,
    OfficerPhoneSet: _phone,
    OfficerPaperCodesMade: lambda payload, words: words.say(
        N_("{name} lấy bộ mã trên giấy mới"), name=words.who(payload.slot)
    ),
    OfficerRoleSet: _role,
    OfficerClosed: lambda payload, words: words.say(
        N_("Khóa tài khoản {name}, thay khóa kho"), name=words.who(payload.slot)
    ),
    KioskPaired: lambda payload, words: words.say(
        N_("Ghép máy tự kê khai: {name}"), name=payload.name
    ),
    KioskCodeGiven: lambda payload, words: words.say(
        N_("Cấp mã kê khai tại máy {name}"), name=words.who(payload.kiosk)
    ),
    KioskEnded: lambda payload, words: words.say(
        N_("Bỏ máy tự kê khai: {name}"), name=words.who(payload.kiosk)
    ),
    KeyAdded: lambda payload, words: words.say(N_("Thêm khóa: {purpose}"), purpose=payload.purpose),
    KeyRemoved: lambda payload, words: words.say(
        N_("Bỏ một khóa ({name}), thay khóa kho"), name=words.who(payload.slot)
    ),
    StrangersRemoved: lambda payload, words: words.say(
        N_("CẢNH BÁO: gỡ khóa lạ khỏi keys.db ({labels})"), labels=", ".join(payload.labels)
    ),
    SignedIn: _signed_in,
    SignInsFailed: _failed,
}
"""A kind that is added to `filing.events` gets its sentence here or in `of_history`."""
