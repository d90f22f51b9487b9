"""Personal data in lists: what goes at its term, what is held of a citizen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lienthong_tui.desk.citizens import Found
from lienthong_tui.desk.erasure import Due, Going
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures import loading, retention
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.reports import masked_name
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import answer_label, marked, state_label


def going_text(due: Due, soon: Sequence[Going], language: Language) -> list[str]:
    """What goes at its term, then what goes within the days of warning; names masked."""
    terms = retention.shipped()
    lines = [_going_line(going, language) for going in due.filings]
    if due.inbox:
        text = tr(N_("Tệp nhận về quá hạn, chưa ai mở: {count}"), language)
        lines.append(text.format(count=len(due.inbox)))
    told = [tr(N_("HẾT HẠN LƯU, xóa được ngay:"), language), *lines]
    if not lines:
        told = [tr(N_("Chưa có nội dung nào hết hạn lưu."), language)]
    if soon:
        text = N_("SẮP HẾT HẠN, trong {days} ngày nữa:")
        told += ["", tr(text, language).format(days=terms.warn_days)]
        told += [_going_line(going, language) for going in soon]
    text = N_(
        "Hết hạn: bản kê khai dở quá {drafts} ngày không ai sửa; hồ sơ quá {finished} ngày sau kết"
        " quả cuối và không còn gì để trả."
    )
    source = marked(terms.law, terms.verified, language)
    days = tr(text, language).format(drafts=terms.drafts_days, finished=terms.finished_days)
    return [*told, "", f"{days} {source}"]


def _going_line(going: Going, language: Language) -> str:
    name = masked_name(going.line.label) or tr(N_("(chưa có tên)"), language)
    touched = datetime.fromisoformat(going.line.updated).astimezone(VIETNAM)
    text = N_("  {name} · sửa lần cuối {touched} · hết hạn {on}")
    return tr(text, language).format(
        name=name, touched=f"{touched:%d/%m/%Y}", on=f"{going.on:%d/%m/%Y}"
    )


def held_text(found: Sequence[Found], language: Language, *, ids: bool = False) -> list[str]:
    """The filings that a citizen is part of, and as whom; with the ids that commands take."""
    if not found:
        return [tr(N_("Không có hồ sơ nào có số định danh này."), language)]
    definitions = {group.definition.group: group.definition for group in loading.shipped()}
    return [_held_line(each, definitions[each.line.group], language, ids=ids) for each in found]


def _held_line(each: Found, definition: Definition, language: Language, *, ids: bool) -> str:
    line = each.line
    labels = {p.role: pick(p.label, language).lower() for p in definition.person}
    told = [pick(definition.short, language)]
    if line.reference:
        told.append(line.reference)
    if line.received:
        received = datetime.fromisoformat(line.received).astimezone(VIETNAM)
        told.append(f"{received:%d/%m/%Y}")
    told += [
        state_label(line.state, language),
        ", ".join(labels.get(role, role) for role in each.roles),
    ]
    if ids and not line.reference:
        told.append(line.filing)
    return " · ".join(told)


def citizen_text(held: Mapping[str, Any], language: Language) -> str:
    """What `citizens.give` tells of a citizen, for the citizen to read."""
    definitions = {group.definition.group: group.definition for group in loading.shipped()}
    commune = commune_label(held["desk"]["commune"])
    text = N_("Dữ liệu của ông, bà tại quầy {number}, {commune}, in lúc {made}")
    made = datetime.fromisoformat(held["made"])
    lines = [
        tr(text, language).format(
            number=held["desk"]["number"], commune=commune, made=f"{made:%H:%M %d/%m/%Y}"
        )
    ]
    for filing in held["filings"]:
        lines += ["", *_filing_text(filing, definitions[filing["group"]], language)]
    return "\n".join(lines) + "\n"


def _letters(typed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What an officer typed for each letter of the desk."""
    for letter, texts in typed.items():
        told = (text if isinstance(text, str) else "; ".join(text) for text in texts.values())
        yield f"{letter}: {'; '.join(told)}"


def _filing_text(
    filing: Mapping[str, Any], definition: Definition, language: Language
) -> Iterator[str]:
    received = datetime.fromisoformat(filing["received"]).astimezone(VIETNAM)
    named = filing["reference"] or tr(N_("(chưa có số phiếu)"), language)
    state = state_label(filing["state"], language)
    yield f"{pick(definition.name, language)} · {named} · {received:%d/%m/%Y} · {state}"
    fields = {field.id: field for field in definition.field}
    people = {person.role: pick(person.label, language) for person in definition.person}
    for role, answers in filing["roles"].items():
        yield f"  {people.get(role, role)}:"
        for name, value in answers.items():
            if name in fields:
                label = pick(fields[name].label, language)
                yield f"    {label}: {answer_label(fields[name], value, language)}"
    for title, listed in (
        (N_("Giấy tờ đính kèm"), filing["papers"]),
        (N_("Đã chuyển cho"), filing["agencies"]),
        (N_("Giấy của quầy đã soạn"), list(_letters(filing["letters"]))),
        (N_("Đã xem"), [look["at"] for look in filing["looked_at"]]),
    ):
        if listed:
            yield f"  {tr(title, language)}: {', '.join(listed)}"
