"""The slip a citizen takes home (phiếu hướng dẫn): said once, as plain text and as two A5 pages.

It is a guide, not the receipt the law knows: no quốc hiệu, no place for a seal, no promise of a
day (desk practice, §4.4). The code on it holds the reference and nothing else.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.fees import Charge
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.lookup_code import grouped
from lienthong_tui.packets import qr
from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures.loading import Group
from lienthong_tui.reports import due_lines, fee_lines
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import filing_label, marked, status_label

WIDTH = 76
"""Columns of the plain text: it fits a narrow printer and a screen of 80."""

_PORTAL = N_("Hồ sơ chỉ được coi là đã nộp khi có số hồ sơ trên Cổng")
_LINE = "_" * 24
_TO_LODGE = (
    N_("Nộp lên Cổng: người có tài khoản VNeID tự đăng nhập, quầy giúp điền."),
    N_("Cổng cấp số hồ sơ: ghi vào dòng cuối phiếu này. Chưa có số là chưa nộp."),
    N_("Không đưa mật khẩu hay mã xác nhận cho bất kỳ ai, kể cả người của quầy."),
)


class Slip(Sheet, frozen=True, kw_only=True):
    """A slip. `code` is its QR code as `qr.modules` gives it; `copies` say whose each one is.

    At its foot stands the `official` number, a line to write on until it is known.
    """

    code: tuple[str, ...]
    copies: tuple[str, ...]
    official: str = ""

    @property
    def template(self) -> str:
        """Its own layout, on A5."""
        return "slip"


@dataclass(frozen=True)
class Place:
    """The desk a slip comes from; `contact` is how a citizen reaches it, as its office set it.
    `shares`: the desks of other communes can be asked where its filings stand."""

    commune: str
    number: int
    demo: bool
    contact: str = ""
    shares: bool = False

    def named(self, language: Language) -> str:
        """The desk and its commune."""
        desk = tr(N_("Quầy {number}"), language).format(number=self.number)
        return f"{desk}, {commune_label(self.commune)}"


def slip(
    filing: Filing,
    group: Group,
    name: str,
    place: Place,
    fees: Iterable[Charge],
    language: Language,
) -> Slip:
    """What the slip of a completed filing about `name` says now.

    From the second print on it is marked as a reprint; the official number is a line to write on
    until it is known.
    """
    words = _Words(language)
    # A filing pinned to a definition without fees is told nothing of them, least of all "none".
    due = fee_lines(fees, language) if group.definition.fee else []
    parts = (
        (N_("Hồ sơ"), _about(filing, group, name, place, language)),
        (N_("Ai giải quyết, dự kiến khi nào"), _decided(filing, group, language)),
        (N_("Lệ phí (quầy không lập biên lai)"), tuple(Row(fee, told) for fee, told in due)),
        (N_("Việc tiếp theo"), _next(filing, words)),
        (N_("Khi đến nhận kết quả, mang theo"), _bring(filing, group, language)),
        (N_("Số hồ sơ"), _numbers(filing, words)),
    )
    official = (filing.lodged and filing.lodged.portal_number) or ""
    again = bool(filing.slips)
    return _laid_out(parts, filing.reference or "", place, words, official=official, again=again)


def blank_slip(
    reference: str, group: Group, place: Place, language: Language, *, again: bool = False
) -> Slip:
    """The slip that goes with a blank form: by hand what nobody typed yet."""
    words = _Words(language)
    about = (
        *_of_desk(reference, Row(pick(group.definition.short, language)), place, words),
        Row(words(N_("Người yêu cầu"))),
        Row(words(N_("Số điện thoại"))),
        Row(words(N_("Quầy nhận lúc"))),
        Row(words(N_("Tình trạng")), words(N_("kê khai trên giấy, chưa nhập máy, chưa nộp"))),
    )
    follow = (
        N_("Quầy nhập máy khi có điện, rồi báo theo số điện thoại đã ghi."),
        *_TO_LODGE,
    )
    parts = (
        (N_("Hồ sơ"), about),
        (N_("Việc tiếp theo"), tuple(Row(words(step), kind="tick") for step in follow)),
    )
    return _laid_out(parts, reference, place, words, again=again)


def _laid_out(
    parts: Iterable[tuple[str, tuple[Row, ...]]],
    reference: str,
    place: Place,
    words: "_Words",
    *,
    official: str = "",
    again: bool,
) -> Slip:
    """The slip of these parts, each with its heading; one without rows is left out."""
    sample = words(N_("DỮ LIỆU MẪU")) if place.demo else ""
    reprint = words(N_("BẢN IN LẠI")) if again else ""
    return Slip(
        code=qr.modules(reference, robust=True),
        copies=(words(N_("Liên 1: người dân giữ")), words(N_("Liên 2: quầy giữ"))),
        footer=words(_PORTAL),
        official=official,
        title=words(N_("PHIẾU HƯỚNG DẪN")),
        subtitle=words(N_("không phải Giấy tiếp nhận hồ sơ")),
        intro=" · ".join(filter(None, (sample, reprint))),
        sections=tuple(Section(words(title), rows) for title, rows in parts if rows),
        watermark=sample,
        language=words.language,
    )


def _of_desk(reference: str, about: Row, place: Place, words: "_Words") -> tuple[Row, ...]:
    """The rows every slip begins with; `about` tells what is filed."""
    not_official = words(N_("không phải mã hồ sơ"))
    return (
        Row(words(N_("Số phiếu tại quầy")), f"{reference} ({not_official})"),
        about,
        Row(words(N_("Nơi tiếp nhận, hỗ trợ")), place.named(words.language)),
        Row(words(N_("Liên hệ")), place.contact),
    )


def as_text(sheet: Sheet) -> str:
    """The same as plain text, no line longer than `WIDTH`."""
    lines = [sheet.title, f"({sheet.subtitle})"]
    if sheet.intro:
        lines.append(sheet.intro)
    for section in sheet.sections:
        lines += ["", section.title.upper()]
        for row in section.rows:
            told = f"{row.label}: {row.value or _LINE}" if row.kind == "text" else row.label
            mark = "- " if row.kind == "tick" else ""
            lines += textwrap.wrap(
                f"{mark}{told}", WIDTH, initial_indent="  ", subsequent_indent="    "
            )
    if isinstance(sheet, Slip):
        lines += ["", *textwrap.wrap(f"{sheet.footer}: {sheet.official or _LINE}", WIDTH)]
    return "\n".join(lines) + "\n"


def file_names(reference: str, *, before: int = 0) -> tuple[str, str]:
    """What the text and the PDF are called outside the desk: no personal data in it.

    A reprint, `before` times brought out already, does not take the place of the one before it.
    """
    name = f"{reference}-phieu-huong-dan" + (f"-in-lai-{before}" if before else "")
    return f"{name}.txt", f"{name}.pdf"


class _Words:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: str, **params: object) -> str:
        return tr(text, self.language).format(**params)


def _about(
    filing: Filing, group: Group, name: str, place: Place, language: Language
) -> tuple[Row, ...]:
    words = _Words(language)
    about = Row(pick(group.definition.short, language), name)
    received = local_time(datetime.fromisoformat(filing.started.received))
    return (
        *_of_desk(filing.reference or "", about, place, words),
        Row(words(N_("Quầy nhận lúc")), received),
        Row(words(N_("Tình trạng")), filing_label(filing, language)),
        *_to_ask_elsewhere(filing, place, words),
    )


def _to_ask_elsewhere(filing: Filing, place: Place, words: _Words) -> tuple[Row, ...]:
    if not (place.shares and filing.lookup_code):
        return ()
    text = N_("{code} (cùng số phiếu này, hỏi được ở quầy của xã khác; đừng đưa cho người lạ)")
    return (Row(words(N_("Mã tra cứu")), words(text, code=grouped(filing.lookup_code))),)


def _decided(filing: Filing, group: Group, language: Language) -> tuple[Row, ...]:
    done = filing.completed
    if done is None:
        return ()
    names = {p.id: pick(p.name, language) for p in group.definition.procedure}
    # What is told of several procedures in the same words is told once.
    alike: dict[str, list[str]] = {}
    for sealed in done.packets:
        for procedure in sealed.procedures:
            told = [status_label(filing.status(procedure) or "", language)]
            told += due_lines(filing, procedure, language, why=True)
            named = f"{names[procedure]} ({sealed.agency_name})"
            alike.setdefault(". ".join(told), []).append(named)
    return tuple(Row("; ".join(named), told) for told, named in alike.items())


def _next(filing: Filing, words: _Words) -> tuple[Row, ...]:
    if filing.lodged is not None:
        steps: Sequence[str] = (
            N_("Theo dõi hồ sơ trên Cổng, VNeID hoặc hỏi tại quầy bằng số phiếu."),
            N_("Cần bổ sung giấy tờ, cơ quan giải quyết báo qua Cổng hoặc số điện thoại đã khai."),
        )
    else:
        steps = _TO_LODGE
    return tuple(Row(words(step), kind="tick") for step in steps)


def _numbers(filing: Filing, words: _Words) -> tuple[Row, ...]:
    """The official numbers once it is lodged; until then the foot has the line to write on."""
    if filing.lodged is None:
        return ()
    rows = [Row(words(N_("Số hồ sơ trên Cổng")), filing.lodged.portal_number or "")]
    if filing.lodged.one_stop_number:
        rows.append(Row(words(N_("Mã hồ sơ một cửa")), filing.lodged.one_stop_number))
    return tuple(rows)


def _bring(filing: Filing, group: Group, language: Language) -> tuple[Row, ...]:
    words = _Words(language)
    attached = {attachment.component for attachment in filing.attachments}
    originals = [
        marked(pick(component.original or component.name, language), component.verified, language)
        for component in group.definition.component
        if component.id in attached
    ]
    card = words(N_("Thẻ căn cước hoặc VNeID của người đến nhận, và phiếu này"))
    rows = [Row(card, kind="tick")]
    if originals:
        text = words(N_("Bản chính: {papers}"), papers="; ".join(originals))
        rows.append(Row(text, kind="tick"))
    return tuple(rows)
