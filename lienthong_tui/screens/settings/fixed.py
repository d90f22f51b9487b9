"""Sections whose entries are the law's: terms, hours, fees, agencies, referrals, letters."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from lienthong_tui.problems import Problem
from lienthong_tui.procedures import letters
from lienthong_tui.procedures.overlay import MOST_MONEY, Overlay, OwnAgency, agency_name, amount
from lienthong_tui.screens.settings.section import (
    NO,
    YES,
    Column,
    Entry,
    Section,
    Values,
    View,
    yes_no,
)
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import marked, money
from lienthong_tui.text.clean import clean

_HOUR = re.compile(r"([01]?[0-9]|2[0-3]) *(?:[:hg.] *([0-5][0-9])?)?", re.IGNORECASE)
_MONEY = re.compile(
    r"([0-9]{1,8}|[0-9]{1,3}([., ])[0-9]{3}(?:\2[0-9]{3})?) *(?:đ|đồng)?", re.IGNORECASE
)


class Deadlines(Section):
    """Which of the texts in force a group's terms are counted by."""

    def title(self, view: View) -> str:
        return view.tr(N_("Thời hạn giải quyết"))

    def entries(self, view: View) -> Iterator[Entry]:
        for definition in view.definitions:
            chosen = view.office.deadlines.get(definition.group, "")
            named = {scheme.id: scheme for scheme in definition.scheme}
            note = pick(named[chosen].name, view.language) if chosen in named else ""
            name = pick(definition.short, view.language)
            yield Entry(definition.group, name, note, {"scheme": chosen})

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        definition = next(d for d in view.definitions if d.group == entry)
        choices = tuple(
            (scheme.id, marked(pick(scheme.name, view.language), scheme.verified, view.language))
            for scheme in definition.scheme
            if scheme.in_force(view.today)
        )
        return [Column("scheme", view.tr(N_("Theo văn bản")), choices=choices)]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        return replace(view.office, deadlines={**view.office.deadlines, entry: values["scheme"]})


class Hours(Section):
    """Until when a reception counts from its own day."""

    def title(self, view: View) -> str:
        return view.tr(N_("Giờ nhận hồ sơ"))

    def entries(self, view: View) -> Iterator[Entry]:
        cut_off, saturday = view.office.cut_off, view.office.saturday_until
        yield Entry(
            "cut_off",
            view.tr(N_("Nhận sau giờ này thì tính từ ngày làm việc sau")),
            cut_off or view.tr(N_("như văn bản về thời hạn")),
            {"hour": cut_off or ""},
        )
        yield Entry(
            "saturday_until",
            view.tr(N_("Sáng thứ Bảy nhận đến")),
            saturday or view.tr(N_("không nhận")),
            {"hour": saturday or ""},
        )

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        help_ = {
            "cut_off": view.tr(N_("Ví dụ: 15:00. Để trống: theo giờ mà văn bản về thời hạn định.")),
            "saturday_until": view.tr(
                N_(
                    "Ví dụ: 11:30. Hồ sơ nhận đến giờ này, hay sau giờ chốt hôm trước, tính từ thứ"
                    " Bảy: việc giải quyết trong ngày thì dự kiến ngay thứ Bảy ấy, thời hạn dài hơn"
                    " vẫn chỉ đếm ngày làm việc. Để trống: không nhận sáng thứ Bảy."
                )
            ),
        }
        return [Column("hour", view.tr(N_("Giờ")), help_[entry], required=False)]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        return replace(view.office, **{entry: _hour(values["hour"])})


class Fees(Section):
    """What is paid here for each fee."""

    def title(self, view: View) -> str:
        return view.tr(N_("Lệ phí"))

    def entries(self, view: View) -> Iterator[Entry]:
        for fee in (fee for definition in view.definitions for fee in definition.fee):
            unit = amount(fee, view.office)
            note = view.tr(N_("chưa có mức")) if unit is None else money(unit, view.language)
            own = view.office.fees.get(fee.id)
            name = pick(fee.name, view.language)
            yield Entry(fee.id, name, note, {"amount": "" if own is None else str(own)})

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        fee = next(fee for d in view.definitions for fee in d.fee if fee.id == entry)
        law = marked(fee.law, fee.verified, view.language)
        if fee.amount is None:
            help_ = view.tr(N_("Số đồng, theo nghị quyết của tỉnh. Căn cứ: {law}."), law=law)
        else:
            given = money(fee.amount, view.language)
            text = N_("Số đồng. Để trống: {given}. Căn cứ: {law}.")
            help_ = view.tr(text, given=given, law=law)
        return [
            Column("amount", view.tr(N_("Mức thu cho mỗi việc, mỗi bản")), help_, required=False)
        ]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        fees = {name: unit for name, unit in view.office.fees.items() if name != entry}
        unit = _amount(values["amount"])
        return replace(view.office, fees=fees if unit is None else {**fees, entry: unit})


class Agencies(Section):
    """What the agencies are called here, and their codes."""

    def title(self, view: View) -> str:
        return view.tr(N_("Cơ quan giải quyết: tên, mã định danh"))

    def entries(self, view: View) -> Iterator[Entry]:
        for agency in {a.id: a for d in view.definitions for a in d.agency}.values():
            own = view.office.agencies.get(agency.id, OwnAgency())
            name = pick(agency_name(agency, view.office), view.language)
            shown = name.replace("{commune}", view.tr(N_("xã …")))
            # Version 0.3.0 wrote the definition's own names beside a code: they were not typed.
            values = {
                "vi": own.vi if own.vi and own.vi != agency.name.vi else "",
                "en": own.en if own.en and own.en != agency.name.en else "",
                "code": own.code or "",
            }
            yield Entry(agency.id, shown, own.code or "", values)

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        agency = next(a for d in view.definitions for a in d.agency if a.id == entry)
        text = N_("Để trống: “{name}”. Ghi {{commune}} ở chỗ tên xã.")
        vi, english = (view.tr(text, name=name) for name in (agency.name.vi, agency.name.en))
        code = view.tr(N_("Mã định danh điện tử của cơ quan, ví dụ H50.61.2. Có thể để trống."))
        return [
            Column("vi", view.tr(N_("Tên")), vi, required=False),
            Column("en", view.tr(N_("Tên tiếng Anh")), english, required=False),
            Column("code", view.tr(N_("Mã định danh")), code, required=False),
        ]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        vi, en, code = (clean(values[name]) for name in ("vi", "en", "code"))
        agencies = {name: own for name, own in view.office.agencies.items() if name != entry}
        if vi or en or code:
            agencies[entry] = OwnAgency(vi=vi or None, en=en or None, code=code or None)
        return replace(view.office, agencies=agencies)


class Relaxed(Section):
    """Referrals that this office takes all the same."""

    def title(self, view: View) -> str:
        return view.tr(N_("Việc làm ở nơi khác mà cơ quan này vẫn nhận"))

    def entries(self, view: View) -> Iterator[Entry]:
        for referral in (r for definition in view.definitions for r in definition.referral):
            taken = referral.id in view.office.relaxed
            note = view.tr(N_("vẫn nhận")) if taken else ""
            name = pick(referral.title, view.language)
            yield Entry(referral.id, name, note, {"taken": YES if taken else NO})

    def columns(self, view: View, entry: str) -> Sequence[Column]:  # noqa: ARG002
        help_ = view.tr(
            N_(
                "Có: hồ sơ được hoàn thành, chương trình chỉ nhắc."
                " Chỉ chọn khi cơ quan đã quyết định."
            )
        )
        return [Column("taken", view.tr(N_("Cơ quan này vẫn nhận")), help_, choices=yes_no(view))]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        others = tuple(name for name in view.office.relaxed if name != entry)
        return replace(view.office, relaxed=(*others, entry) if values["taken"] == YES else others)


class Letters(Section):
    """Which letters of the desk are more than drafts, and by which decision."""

    def title(self, view: View) -> str:
        return view.tr(N_("Giấy của quầy (mẫu 01–07): quyết định công bố"))

    def entries(self, view: View) -> Iterator[Entry]:
        for form in letters.shipped().all:
            decision = view.office.letters.get(form.id, "")
            name = f"{form.id} {pick(form.title, view.language)}"
            note = decision or view.tr(N_("dự thảo"))
            yield Entry(form.id, name, note, {"decision": decision})

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        form = next(form for form in letters.shipped().all if form.id == entry)
        help_ = view.tr(
            N_(
                "Ví dụ: Quyết định số 12/QĐ-UBND ngày 05/10/2026. Ghi rồi thì giấy in ra có quốc"
                " hiệu, dùng ngay cho mọi hồ sơ. Để trống: chỉ in bản dự thảo. Căn cứ: {law}."
            ),
            law=marked(form.law, form.verified, view.language),
        )
        label = view.tr(N_("Quyết định công bố: số, ngày"))
        return [Column("decision", label, help_, required=False)]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        others = {name: text for name, text in view.office.letters.items() if name != entry}
        decision = clean(values["decision"])
        return replace(view.office, letters={**others, entry: decision} if decision else others)


class Office(Section):
    """What the desk's office is called on letters, and how a citizen reaches it."""

    def title(self, view: View) -> str:
        return view.tr(N_("Quầy: tên cơ quan, liên hệ"))

    def entries(self, view: View) -> Iterator[Entry]:
        names = {
            "office": view.tr(N_("Tên cơ quan ở đầu giấy của quầy")),
            "contact": view.tr(N_("Liên hệ in trên phiếu hướng dẫn")),
        }
        for entry, name in names.items():
            text = getattr(view.office, entry) or ""
            yield Entry(entry, name, text or view.tr(N_("chưa ghi")), {"text": text})

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        help_ = {
            "office": N_(
                "Ví dụ: Trung tâm Phục vụ hành chính công xã Nam Cửa Việt. Để trống: tên chung"
                " theo xã của quầy."
            ),
            "contact": N_(
                "Ví dụ: 0233 000 000, thôn Phú Hội, sáng 7:00 – 11:30, chiều 13:30 – 17:00. Để"
                " trống: in một dòng để ghi tay."
            ),
        }
        return [Column("text", view.tr(N_("Nội dung")), view.tr(help_[entry]), required=False)]

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        return replace(view.office, **{entry: clean(values["text"]) or None})


def _hour(text: str) -> str | None:
    """An hour as it is typed (15:00, 15h, 7h30, 15 giờ 30): HH:MM; None when it is empty."""
    text = clean(text).replace("giờ", "h")
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    if found is None:
        raise Problem("setting-hour", text=text)
    return f"{int(found[1]):02}:{found[2] or '00'}"


def _amount(text: str) -> int | None:
    """An amount in đồng as it is typed (8000, 8.000, 8 000 đ); None when it is empty."""
    if not clean(text):
        return None
    found = _MONEY.fullmatch(clean(text))
    value = int(re.sub(r"[^0-9]", "", found[1])) if found else MOST_MONEY + 1
    if value > MOST_MONEY:
        raise Problem("setting-amount", text=text)
    return value
