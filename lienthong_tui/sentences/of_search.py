"""What a search is narrowed by and what a line of its results says, in a few words."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from lienthong_tui.filing.queue import Kind, placed
from lienthong_tui.procedures import loading
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_queue import NEXT
from lienthong_tui.sentences.wording import state_label
from lienthong_tui.store.projections import Line
from lienthong_tui.store.search import Filter


class Work(NamedTuple):
    """What is to be done about filings in some places of the queue."""

    name: str
    places: tuple[Kind, ...]


WORK = (
    Work(N_("chưa nộp lên Cổng"), ("unlodged",)),
    Work(N_("phải bổ sung hoặc nộp phí"), ("supplement", "fee")),
    Work(N_("đã nộp, chưa ghi số hoặc kết quả"), ("number", "result")),
    Work(N_("có kết quả để trả"), ("hand-out",)),
    Work(N_("phải báo hoặc xuất thêm cho cơ quan"), ("recalled", "export")),
    Work(N_("đang chờ cơ quan"), ("waiting",)),
    Work(N_("đang kê khai, tạm gác"), ("unchecked", "drafting", "parked")),
    Work(N_("đã xong, đã rút"), ("finished", "withdrawn")),
    Work(N_("phải báo người dân: từ chối, dừng, không đi tiếp được"), ("refused", "blocked")),
)
"""A screen lists them by digits: there are at most nine. A filing stands in one of them; on a day
that has come it goes before others (`placed`), which is no place of its own."""

_TIMES: Mapping[Kind, str] = {
    "overdue": N_("quá ngày dự kiến {day}"),
    "due": N_("dự kiến hôm nay"),
    "waiting": N_("dự kiến {day}"),
}
_SAID_BY_STATE = frozenset({"unlodged", "drafting", "waiting", "finished", "withdrawn", "purged"})


def groups(language: Language) -> dict[str, str]:
    """The groups of procedures by id, each by its short name within a line: "khai sinh"."""
    shipped = (group.definition for group in loading.shipped())
    return {each.group: pick(each.short, language).lower() for each in shipped}


def standing(line: Line, today: date, language: Language) -> str:
    """Reference, state, which other desk has it, what is to be done and when something is expected,
    as far as there is any: "LT19639-261120-1001-6 · ĐÃ TIẾP NHẬN · dự kiến 30/11"."""
    told = [line.reference or "—", state_label(line.state, language)]
    told += whereabouts(line, language)
    if line.place in NEXT and line.place not in _SAID_BY_STATE and line.elsewhere is None:
        told.append(tr(NEXT[cast(Kind, line.place)], language))
    if line.due is not None:
        due = date.fromisoformat(line.due)
        come = placed("waiting", due, today)
        told.append(tr(_TIMES[come], language).format(day=f"{due:%d/%m}"))
    return " · ".join(told)


def whereabouts(line: Line, language: Language) -> list[str]:
    """Whether a filing is put aside, which other desk has it, and whether something was recorded
    that does not count."""
    told = []
    if line.place == "parked":
        told.append(tr(N_("đang tạm gác"), language))
    if line.elsewhere is not None:
        told.append(tr(N_("ở quầy {number}"), language).format(number=line.elsewhere))
    if line.late:
        told.append(tr(N_("có bản sửa không được nhận"), language))
    return told


def narrowed(only: Filter, agencies: Mapping[str, str], language: Language) -> list[str]:
    """What a filter asks for, a piece for each thing; `agencies` are their names by id."""
    told = []
    if only.group is not None:
        told.append(groups(language).get(only.group, only.group))
    if only.places:
        told += [tr(work.name, language) for work in WORK if work.places == only.places]
    if only.received_from is not None or only.received_to is not None:
        told.append(span(only, language))
    if only.agency is not None:
        told.append(agencies.get(only.agency, only.agency))
    if only.holder is not None:
        told.append(tr(N_("tôi đang giữ"), language))
    return told


def span(only: Filter, language: Language) -> str:
    """The days of reception that a filter asks for."""
    first, last = only.received_from, only.received_to
    if first == last and first is not None:
        return tr(N_("nhận ngày {day}"), language).format(day=f"{first:%d/%m/%Y}")
    text = N_("nhận {first} – {last}")
    return tr(text, language).format(
        first=f"{first:%d/%m/%Y}" if first else "…", last=f"{last:%d/%m/%Y}" if last else "…"
    )
