"""Problems, findings and expected dates put into words.

The pure rooms say what happened as a code and parameters; only here does it become a sentence that
tells what happened and how to mend it.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import VIETNAM, Expected, Since, local_time
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.filing import Filing
from lienthong_tui.people.lunar import lunar_text, old_style
from lienthong_tui.people.places import communes
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.questions import Field, Option
from lienthong_tui.sentences import (
    Language,
    of_alike,
    of_answers,
    of_cases,
    of_continuity,
    of_desks,
    of_kiosks,
    of_law,
    of_mending,
    of_outcomes,
    of_packets,
    of_printing,
    of_reminders,
    of_scans,
    of_sharing,
    pick,
    tr,
)
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.clean import visible

TEMPLATES: Mapping[str, str] = {
    **of_alike.TEMPLATES,
    **of_answers.TEMPLATES,
    **of_cases.TEMPLATES,
    **of_continuity.TEMPLATES,
    **of_desks.TEMPLATES,
    **of_kiosks.TEMPLATES,
    **of_law.TEMPLATES,
    **of_mending.TEMPLATES,
    **of_outcomes.TEMPLATES,
    **of_packets.TEMPLATES,
    **of_printing.TEMPLATES,
    **of_reminders.TEMPLATES,
    **of_scans.TEMPLATES,
    **of_sharing.TEMPLATES,
}
UNKNOWN = N_("Có lỗi chưa được đặt tên ({code}). Báo người quản trị mã lỗi này.")
UNVERIFIED = N_("chưa xác minh")
WHOLE_FILE = N_("cả tệp")
NO_REFERENCE = N_("(chưa có số phiếu)")
YES, NO = N_("Có"), N_("Không")

_WEEKDAYS = (
    N_("thứ Hai"),
    N_("thứ Ba"),
    N_("thứ Tư"),
    N_("thứ Năm"),
    N_("thứ Sáu"),
    N_("thứ Bảy"),
    N_("Chủ nhật"),
)
# Codes that stand in sentences: what a file seems to be, and what broke in a journal.
_CODED = {
    "program": N_("chương trình"),
    "archive": N_("tệp nén"),
    "office": N_("văn bản Word/Excel"),
    "image": N_("ảnh loại khác"),
    "web": N_("trang web"),
    "text": N_("văn bản thuần"),
    "unknown": N_("loại không rõ"),
    "sequence": N_("thiếu sự kiện hoặc sai thứ tự"),
    "previous": N_("không nối với sự kiện trước"),
    "hash": N_("sự kiện đã bị sửa"),
    "payload": N_("nội dung đã bị sửa"),
    "told-reason": N_("lý do"),
    "told-items": N_("các mục phải bổ sung"),
    "told-until": N_("ngày hẹn mới"),
}
_STATES = {
    "drafting": N_("ĐANG KÊ KHAI"),
    "completed": N_("KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG"),
    "lodged": N_("ĐÃ NỘP LÊN CỔNG"),
    "purged": N_("KHÔNG CÒN NỘI DUNG"),
    "received": N_("ĐÃ TIẾP NHẬN"),
    "finished": N_("ĐÃ CÓ KẾT QUẢ"),
    "withdrawn": N_("ĐÃ RÚT"),
}
_COUNTED_SINCE: Mapping[Since, str] = {
    "desk": N_("Nhận lúc {time} {day}"),
    "reception": N_("Cổng tiếp nhận lúc {time} {day}"),
    "start": N_("Có kết quả thủ tục trước lúc {time} {day}"),
    "supplement": N_("Gửi bổ sung lúc {time} {day}"),
    "resumption": N_("Cơ quan giải quyết tiếp lúc {time} {day}"),
}
_STATUSES = {
    "declared": N_("kê khai xong, chưa nộp lên Cổng"),
    "lodged": N_("đã nộp lên Cổng"),
    "awaiting": N_("chờ kết quả của thủ tục trước"),
    "purged": N_("không còn nội dung"),
}


def answer_label(field: Field, answer: Answer | None, language: Language) -> str:
    """An answer on a screen: choices in `language`, all else as it is written in Vietnamese."""
    if isinstance(answer, bool):
        return tr(YES if answer else NO, language)
    chosen = (option.label for option in field.options if option.value == answer)
    label = next(chosen, None)
    return shown_answer(field, answer) if label is None else pick(label, language)


def marked(text: str, verified: bool, language: Language) -> str:
    """A thing the law names, with the mark of what nobody has compared with its source."""
    return text if verified else f"{text} ({tr(UNVERIFIED, language)})"


def sentence(problem: Problem, language: Language) -> str:
    """What happened and how to mend it."""
    template = TEMPLATES.get(problem.code)
    if template is None:
        logging.getLogger(__name__).error("no sentence for %s", problem.code)
        return tr(UNKNOWN, language).format(code=problem.code)
    params = {
        name: visible(_shown(name, value, language)) for name, value in problem.params.items()
    }
    return tr(template, language).format_map(_Lenient(params))


def finding_sentence(finding: Finding, definition: Definition, language: Language) -> str:
    """A line of the verdict: a check of ours, or a rule's own message with its trust mark."""
    if finding.problem is not None:
        named = _with_names(finding.problem, definition, language)
        return sentence(named, language)
    rule = next(rule for rule in definition.rule if rule.id == finding.rule)
    mark = "" if finding.verified else f"; {tr(UNVERIFIED, language)}"
    return f"{pick(rule.message, language)} ({finding.law}{mark})"


def likeness(reasons: Iterable[str], definition: Definition, language: Language) -> str:
    """What speaks for two filings being about one person: "cùng tên, cùng ngày sinh, cùng mẹ"."""
    people = {p.role: pick(p.label, language).lower() for p in definition.person}
    told = []
    for reason in reasons:
        role, of_parent, relation = reason.partition(":")
        if of_parent:
            text = _fill(of_alike.OF_PARENTS[relation], language)
            told.append(text(person=people.get(role, role)))
        else:
            told.append(tr(of_alike.REASONS[reason], language))
    return ", ".join(told)


def state_label(state: str, language: Language) -> str:
    """The state line of a filing, in capitals."""
    return tr(_STATES.get(state, state), language)


def filing_label(filing: Filing, language: Language) -> str:
    """The state line of a filing with its official number, once there is one."""
    label = state_label(filing.state, language)
    if filing.lodged is None:
        return label
    if filing.lodged.portal_number:
        number = _fill(N_("số hồ sơ {number}"), language)(number=filing.lodged.portal_number)
    elif filing.lodged.one_stop_number:
        number = _fill(N_("mã một cửa {number}"), language)(number=filing.lodged.one_stop_number)
    else:
        number = tr(N_("chưa có số"), language)
    return f"{label} ({number})"


def status_label(status: str, language: Language) -> str:
    """Where one procedure stands, in words that go on in a line."""
    said = outcomes.shipped().get(status)
    if said is not None:
        name = pick(said.name, language)
        return name[0].lower() + name[1:]
    return tr(_STATUSES.get(status, status), language)


def money(amount: int, language: Language) -> str:
    """An amount in đồng: "24.000 đ"."""
    grouped = f"{amount:,}"
    return f"{grouped.replace(',', '.') if language == 'vi' else grouped} đ"


def day(when: date, language: Language) -> str:
    """A date with its weekday: "thứ Sáu 27/11/2026"."""
    return f"{tr(_WEEKDAYS[when.weekday()], language)} {when:%d/%m/%Y}"


def day_said(when: date, language: Language) -> str:
    """A day in both calendars: "→ thứ Tư 11/11/2026 · âm lịch 3/10 Bính Ngọ"."""
    told = "→ " + day(when, language)
    lunar = lunar_text(when)
    if lunar is not None:
        told += " · " + tr(N_("âm lịch"), language) + f" {lunar}"
        if old_style(when):
            told += " " + tr(N_("(lịch cũ có thể lệch một ngày)"), language)
    return told


def because(expected: Expected, language: Language) -> str:
    """Why a date is expected, in one sentence, with its trust mark."""
    received = expected.received.astimezone(VIETNAM)
    start = day(expected.first_day, language)
    off, worked = _named(expected.days_off), _named(expected.days_worked)
    time = f"{received:%H:%M}"
    if expected.moved == "cut-off" and time == expected.cut_off:
        time = f"{received:%H:%M:%S}"  # within the minute of the cut-off the second decides
    counted = [
        _fill(_COUNTED_SINCE[expected.since], language)(
            time=time, day=day(received.date(), language)
        )
    ]
    if expected.moved == "cut-off":
        text = N_("sau {cut_off} nên tính từ {start}")
        counted.append(_fill(text, language)(cut_off=expected.cut_off, start=start))
    elif expected.moved == "rest-day":
        counted.append(_fill(N_("vào ngày nghỉ nên tính từ {start}"), language)(start=start))
    if expected.working_days is None:
        counted.append(tr(N_("chưa có văn bản nào định thời hạn"), language))
    elif expected.working_days == 0:
        counted.append(tr(N_("giải quyết trong ngày"), language))
    else:
        text = N_("cộng {days} ngày làm việc (không tính ngày nhận)")
        counted.append(_fill(text, language)(days=expected.working_days))
    if worked:
        counted.append(_fill(N_("có làm việc ngày {days}"), language)(days=worked))
    if off:
        counted.append(_fill(N_("bỏ qua ngày nghỉ {days}"), language)(days=off))
    if expected.with_inquiry is not None:
        text = N_("nếu phải xác minh thì {days} ngày làm việc")
        counted.append(_fill(text, language)(days=expected.with_inquiry))
    rests_on = [pick(expected.basis, language), expected.law]
    if not expected.certain:
        rests_on.append(tr(N_("lịch nghỉ lễ còn là dự kiến"), language))
    if not expected.settled:
        rests_on.append(tr(UNVERIFIED, language))
    return f"{', '.join(counted)} – {'; '.join(rests_on)}."


def _named(days: tuple[tuple[date, str], ...]) -> str:
    return ", ".join(f"{when:%d/%m} ({name})" for when, name in days)


def _fill(text: str, language: Language) -> Callable[..., str]:
    return tr(text, language).format


def _with_names(problem: Problem, definition: Definition, language: Language) -> Problem:
    """The problem with labels instead of ids for the fields and components it names."""
    names = {field.id: pick(field.label, language) for field in definition.field}
    names |= {part.id: pick(part.name, language) for part in definition.component}
    params = {
        key: names.get(value, value) if key in ("field", "component") else value
        for key, value in problem.params.items()
    }
    if "why" in params:
        params["why"] = likeness(params["why"], definition, language)
    return type(problem)(problem.code, **params)


def megabytes(size: int, language: Language) -> str:
    """A size in bytes as a number of MB with one decimal, in the language's own way."""
    told = f"{size / 1_000_000:.1f}"
    return told.replace(".", ",") if language == "vi" else told


class _Lenient(dict[str, str]):
    """A sentence with a parameter missing still says the rest."""

    def __missing__(self, key: str) -> str:
        return f"({key})"


def _shown(name: str, value: Any, language: Language) -> str:
    if name in ("seems", "what") and value in _CODED:
        return tr(_CODED[value], language)
    if name == "status":
        return status_label(value, language)
    if name == "state":
        return state_label(value, language)
    if name == "character" and not str(value).isprintable():
        return f"U+{ord(value[0]):04X}"
    if name in ("size", "limit", "most") and isinstance(value, int) and value >= 10_000:
        return f"{megabytes(value, language)} MB"
    if name == "new_codes":
        return "; ".join(f"{code} {communes()[code].full_name}" for code in value)
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Words):
        return f"“{pick(value, language)}”"
    if isinstance(value, Option):
        return f"{value.value} ({pick(value.label, language)})"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown("", part, language) for part in value) or "–"
    if name == "item" and not value:
        return tr(WHOLE_FILE, language)
    if name == "reference" and value is None:
        return tr(NO_REFERENCE, language)
    return str(value)
