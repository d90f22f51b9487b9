"""What is told of the question in hand: what is wrong, what may be chosen, what it is for."""

from collections.abc import Iterator, Sequence
from datetime import date

from lienthong_tui.desk.alike import RULE as ALIKE
from lienthong_tui.filing import recall
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.people.dates import read_moment
from lienthong_tui.people.names import unusual_words
from lienthong_tui.people.tables import units_day
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.alike import rules_of
from lienthong_tui.procedures.questions import Field
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.sentences import pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import UNVERIFIED, day_said, finding_sentence, sentence
from lienthong_tui.widgets.field_row import MOST_SHOWN, FieldRow

_BESIDE = 5  # choices that leave room in the panel for something else to be told
_WHOLE_DAY = len("2026-11-25")


def told(
    page: FilingPage,
    row: FieldRow,
    findings: Sequence[Finding],
    *,
    passed: bool,
    asked: Sequence[str],
) -> list[str]:
    """Everything, the most urgent first. `findings` are about this question, `passed` is one that
    was gone over unanswered, `asked` are the fields of the page."""
    choices = list(row.choice_lines())
    field = page.keeper.draft.group.fields[row.field_id]
    lines = list(_alike(page, asked)) if len(choices) <= _BESIDE else []
    lines += _wrong(page, row, findings, passed=passed)
    lines += _read(page, row, field)
    lines += choices
    lines += _of_choices(page, row, field)
    if row.free or not row.choices:
        if field.help is not None:
            lines.append(pick(field.help, page.language))
        if field.example:
            lines.append(page.tr(N_("Ví dụ: {example}"), example=field.example))
    return lines


def why(page: FilingPage, field: Field) -> list[str]:
    """What the answer is for, by which text it is asked, and whether somebody read that."""
    lines = []
    if field.why is not None:
        lines.append(page.tr(N_("Vì sao hỏi: {why}"), why=pick(field.why, page.language)))
    if field.law:
        mark = "" if field.verified else f" ({tr(UNVERIFIED, page.language)})"
        lines.append(page.tr(N_("Theo: {law}"), law=field.law) + mark)
    return lines


def _alike(page: FilingPage, asked: Sequence[str]) -> Iterator[str]:
    """Of a filing that may be about the same person, on the pages that tell of that person."""
    definition = page.keeper.draft.group.definition
    rules = rules_of(definition)
    of_persons = {
        name
        for role in (rules.subject, *rules.parents)
        for name in recall.person_in(definition, role).fields
    }
    if of_persons.isdisjoint(asked):
        return
    found = (finding for finding in page.keeper.findings if finding.rule == ALIKE)
    if (first := next(found, None)) is not None:
        yield finding_sentence(first, definition, page.language)


def _wrong(
    page: FilingPage, row: FieldRow, findings: Sequence[Finding], *, passed: bool
) -> Iterator[str]:
    """What was refused, what the rules find, and what is still open."""
    refused = page.keeper.refused.get(row.field_id)
    if refused is not None and row.field.value == refused.text:  # not while it is mended
        mark = N_("Chưa lưu: ") if refused.unsaved else N_("Cần sửa: ")
        yield page.tr(mark) + sentence(refused.problem, page.language)
    if passed:
        yield page.tr(N_("Ô bắt buộc, còn trống: quay lại sau bằng F8."))
    definition = page.keeper.draft.group.definition
    for finding in findings:
        mark = N_("Cần sửa: ") if finding.level == "error" else N_("Xem lại: ")
        if finding.referral is not None:
            mark = N_("Làm ở nơi khác: ")
        yield page.tr(mark) + finding_sentence(finding, definition, page.language)
    if any(finding.level == "warning" for finding in findings):
        yield page.tr(N_("Lý do thì chọn ở bước 6."))


def _read(page: FilingPage, row: FieldRow, field: Field) -> Iterator[str]:
    """What stands there, as it is read, and what is likely where nothing does."""
    if (role := page.keeper.draft.outlined.recalled.get(field.id)) is not None:
        person = recall.person_in(page.keeper.draft.group.definition, role)
        text = N_("Dùng chung với {person}: sửa ở đây là sửa cả hai. F2: khai riêng.")
        yield page.tr(text, person=pick(person.label, page.language).lower())
    if field.type == "name" and (unusual := unusual_words(row.field.value)):
        text = N_("Đọc lại cho người dân nghe, đánh vần: {words}")
        yield page.tr(text, words=", ".join(unusual))
    if (day := _day_typed(field, row, local_day(page.ours.clock()))) is not None:
        yield day_said(day, page.language)
    if row.proposed is not None and not row.field.value:
        yield page.tr(N_("Enter: nhận “{likely}”"), likely=row.proposed[1])
    if row.field.is_cut:
        yield f"“{row.field.value}”"
    if row.free and row.changed and row.choices:
        text = N_("Enter: ghi như đã gõ · ↓ rồi Enter: lấy “{label}”")
        yield page.tr(text, label=row.choices[0].label)


def _of_choices(page: FilingPage, row: FieldRow, field: Field) -> Iterator[str]:
    """That there are more than are drawn, elsewhere, or none."""
    if (more := len(row.choices) - MOST_SHOWN) > 0:
        yield page.tr(N_("    … còn {more} mục: gõ vài chữ của tên để lọc"), more=more)
    if field.type == "commune" and not row.changed:
        text = N_("      Nơi khác: gõ vài chữ của tên mới hoặc tên cũ (danh mục ngày {day})")
        yield page.tr(text, day=f"{units_day():%d/%m/%Y}")
    if not row.free and not row.choices and row.field.value:
        none = N_("Không có mục nào khớp. Gõ ít chữ hơn, hoặc xóa hết để xem cả danh sách.")
        yield page.tr(none)


def _day_typed(field: Field, row: FieldRow, today: date) -> date | None:
    """The day that stands in a row, as it would be answered; None while it is none."""
    if field.type not in ("date", "partial_date", "moment") or not row.field.value:
        return None
    try:
        answer = read_answer(field, row.field.value, today=today)
    except Problem:
        return None
    found = read_moment(str(answer)[:16]) if len(str(answer)) >= _WHOLE_DAY else None
    return found.day if found else None
