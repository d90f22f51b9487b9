"""Personal data in lists: what goes at its term, what is held of a citizen."""

from collections.abc import Sequence
from datetime import datetime

from lienthong_tui.desk.citizens import Found
from lienthong_tui.desk.erasure import Due, Going
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.procedures import loading, retention
from lienthong_tui.reports import masked_name
from lienthong_tui.sentences import Language, marked, pick, state_label, tr
from lienthong_tui.sentences.marking import N_


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
    text = N_("Bản kê khai dở quá {days} ngày không ai sửa thì hết hạn.")
    source = marked(terms.law, terms.verified, language)
    return [*told, "", f"{tr(text, language).format(days=terms.drafts_days)} {source}"]


def _going_line(going: Going, language: Language) -> str:
    name = masked_name(going.line.label) or tr(N_("(chưa có tên)"), language)
    touched = datetime.fromisoformat(going.line.updated).astimezone(VIETNAM)
    text = N_("  {name} · sửa lần cuối {touched} · hết hạn {on}")
    return tr(text, language).format(
        name=name, touched=f"{touched:%d/%m/%Y}", on=f"{going.on:%d/%m/%Y}"
    )


def held_text(found: Sequence[Found], language: Language) -> list[str]:
    """The filings that a citizen is part of, and as whom."""
    if not found:
        return [tr(N_("Không có hồ sơ nào có số định danh này."), language)]
    labels = {
        (group.definition.group, person.role): pick(person.label, language).lower()
        for group in loading.shipped()
        for person in group.definition.person
    }
    return [
        " · ".join(
            (
                each.line.reference or each.line.filing,
                state_label(each.line.state, language),
                ", ".join(labels.get((each.line.group, role), role) for role in each.roles),
            )
        )
        for each in found
    ]
