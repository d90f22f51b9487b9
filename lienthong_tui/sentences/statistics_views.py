"""The figures of a desk as views: sentences and tables, in a language.

Where small numbers are hidden, one or two is told as "1–2", and what would tell it all the same
(a share, a time of so few) is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from lienthong_tui.filing import figures
from lienthong_tui.filing.statistics import Report, Share, Spread, along, on_time, since
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.outcomes import SUPPLEMENT
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_statistics import (
    MEANS,
    TITLES,
    Names,
    ViewId,
    figure_status,
    percent,
    timing_label,
)
from lienthong_tui.sentences.wording import state_label

Cell = int | str | None

HIDDEN = "1–2"
SMALL = range(1, 3)
_STATES = ("drafting", "completed", "lodged", "received", "finished", "withdrawn")


class Line(Struct, frozen=True):
    """A row of a table; a cell is empty where nothing is known."""

    label: str
    cells: tuple[Cell, ...]


class Part(Struct, frozen=True):
    """A table: what its columns are called after the label, its rows, and which column is drawn."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    drawn: int = 0


class View(Struct, frozen=True):
    """What is shown at once: sentences, tables, and what the figures mean."""

    id: ViewId
    title: str
    says: tuple[str, ...]
    parts: tuple[Part, ...]
    means: tuple[str, ...]


def views(
    report: Report, language: Language, *, hidden: bool = False, own: str | None = None
) -> tuple[View, ...]:
    """Every view of a report. `own` is whose own count is told (slot); no list names officers."""
    words = _Words(report, language, hidden=hidden)
    return tuple(
        View(
            id=id_,
            title=words.say(TITLES[id_]),
            says=tuple(_SAYS[id_](words)) + (_own(words, own) if id_ == "whole" else ()),
            parts=tuple(part for part in _PARTS[id_](words) if part.lines),
            means=tuple(map(words.say, MEANS[id_])),
        )
        for id_ in TITLES
    )


class _Words:
    """A report in one language, its small numbers hidden or not."""

    def __init__(self, report: Report, language: Language, *, hidden: bool) -> None:
        self.report = report
        self.language = language
        self.hidden = hidden
        self.names = Names(language)

    def say(self, text: str, **params: Any) -> str:
        return tr(text, self.language).format(**params)

    def small(self, *counts: int) -> bool:
        """Whether any of these is not to be told."""
        return self.hidden and any(count in SMALL for count in counts)

    def count(self, count: int) -> Cell:
        return HIDDEN if self.small(count) else count

    def share(self, share: Share) -> tuple[Cell, Cell, str]:
        """A share, what it is of, and in percent; without what would tell a small number."""
        few = self.small(share.whole - share.part)  # the rest of a known whole
        whole = None if few else self.count(share.whole)
        told = few or self.small(share.part, share.whole)
        return self.count(share.part), whole, "" if told else percent(share, self.language)

    def rate(self, share: Share) -> str:
        """The same in a sentence."""
        part, whole, told = self.share(share)
        said = f"{part}" if whole is None else f"{part}/{whole}"
        return f"{said} = {told}" if told else said

    def part(self, title: str, head: str, counted: Iterable[tuple[str, int]]) -> Part:
        lines = (Line(label, (self.count(count),)) for label, count in counted)
        return Part(self.say(title), (self.say(head),), tuple(lines))


def _ordered(counted: Mapping[str, int], order: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Counts in a known order, those it does not know at the end."""
    known = [name for name in order if name in counted]
    for name in (*known, *sorted(counted.keys() - set(known))):
        yield name, counted[name]


def _periods(report: Report) -> Iterator[tuple[str, int]]:
    """How many were received in each day, week or month of the period, also where it is none."""
    counted = along(report.filings, "since")
    last = min(report.last, report.as_of)
    begins = sorted(
        {since(report.first + timedelta(n), report.step) for n in _days(report.first, last)}
    )
    for start, following in zip(begins, [*begins[1:], None], strict=True):
        first = max(start, report.first)
        end = last if following is None else following - timedelta(days=1)
        yield _label(report, first, end), counted.get(start, 0)


def _days(first: date, last: date) -> range:
    return range((last - first).days + 1)


def _label(report: Report, first: date, end: date) -> str:
    if report.step == "month":
        return f"{first:%m/%Y}"
    return f"{first:%d/%m}" if first == end else f"{first:%d/%m} – {end:%d/%m}"


def _whole(words: _Words) -> Iterator[Part]:
    report, names = words.report, words.names
    heads = {
        "day": N_("Hồ sơ theo ngày nhận"),
        "week": N_("Hồ sơ theo tuần nhận"),
        "month": N_("Hồ sơ theo tháng nhận"),
    }
    filings = N_("Hồ sơ")
    yield words.part(heads[report.step], filings, _periods(report))
    groups = _ordered(along(report.filings, "group"), names.groups)
    yield words.part(
        N_("Hồ sơ theo nhóm"), filings, ((names.groups.get(name, name), n) for name, n in groups)
    )
    states = _ordered(along(report.filings, "state"), _STATES)
    yield words.part(
        N_("Hồ sơ theo trạng thái"),
        filings,
        ((state_label(s, words.language), n) for s, n in states),
    )


def _say_whole(words: _Words) -> Iterator[str]:
    report = words.report
    yield words.say(
        N_("{filings} hồ sơ, {procedures} thủ tục."),
        filings=words.count(report.total),
        procedures=words.count(sum(report.procedures.values())),
    )
    yield words.say(
        N_("Đã từng tạm gác: {parked} · mở lại để sửa: {reopened} · đã xóa nội dung: {purged}."),
        parked=words.count(report.parked),
        reopened=words.count(report.reopened),
        purged=words.count(report.purged),
    )


def _own(words: _Words, own: str | None) -> tuple[str, ...]:
    if own is None or words.hidden:
        return ()
    count = words.report.completed_by.get(own, 0)
    return (words.say(N_("Người đang đăng nhập kê khai xong: {count} hồ sơ."), count=count),)


def _procedures(words: _Words) -> Iterator[Part]:
    names = words.names.procedures
    counted = _ordered(along(words.report.procedures, "procedure"), names)
    named = ((names.get(name, name), n) for name, n in counted)
    yield words.part(N_("Số thủ tục theo tên"), N_("Thủ tục"), named)


def _agencies(words: _Words) -> Iterator[Part]:
    names = words.names.agencies
    counted = _ordered(along(words.report.procedures, "agency"), names)
    named = ((names.get(name, name), n) for name, n in counted)
    yield words.part(N_("Số thủ tục theo cơ quan giải quyết"), N_("Thủ tục"), named)


def _statuses(words: _Words) -> Iterator[Part]:
    order = ("declared", "lodged", "awaiting", *outcomes.shipped(), figures.UNKNOWN)
    counted = _ordered(along(words.report.procedures, "status"), order)
    named = ((figure_status(name, words.language), n) for name, n in counted)
    yield words.part(N_("Số thủ tục theo tình trạng"), N_("Thủ tục"), named)


def _on_time(words: _Words) -> Iterator[Part]:
    report, names = words.report, words.names.procedures
    counted = _ordered(report.timings, figures.TIMINGS)
    named = ((timing_label(name, words.language), n) for name, n in counted)
    yield words.part(N_("Số thủ tục so với ngày dự kiến"), N_("Thủ tục"), named)
    each = along(report.procedures, "procedure", "timing")
    lines = []
    for name, _ in _ordered(along(report.procedures, "procedure"), names):
        share = on_time({timing: n for (of, timing), n in each.items() if of == name})
        if share.whole:
            lines.append(Line(names.get(name, name), words.share(share)))
    yield Part(
        words.say(N_("Đúng hạn theo thủ tục")),
        (words.say(N_("Đúng hạn")), words.say(N_("Trong số")), words.say(N_("Tỷ lệ"))),
        tuple(lines),
    )


def _say_on_time(words: _Words) -> Iterator[str]:
    report = words.report
    share = on_time(report.timings)
    if not share.whole:
        yield words.say(N_("Chưa có thủ tục nào tới hạn hoặc có quyết định: chưa có tỷ lệ."))
    else:
        yield words.say(N_("Tỷ lệ đúng hạn: {rate}."), rate=words.rate(share))
    if report.first_told.whole:
        yield words.say(
            N_("Kịp ngày dự kiến đầu tiên đã nói với người dân, trong số đã quyết định: {rate}."),
            rate=words.rate(report.first_told),
        )
    if report.put_off:
        yield words.say(
            N_("Cơ quan đã xin lỗi, hẹn lại: {count} thủ tục."), count=words.count(report.put_off)
        )


def _returns(words: _Words) -> Iterator[Part]:
    supplements: dict[str, int] = {}
    ended: dict[str, int] = {}
    for (group, about, kind), n in along(words.report.returns, "group", "about", "kind").items():
        if kind == SUPPLEMENT:
            label = words.names.about(group, about)
            supplements[label] = supplements.get(label, 0) + n
        else:
            said = outcomes.shipped()[kind].name
            label = f"{pick(said, words.language)}: {words.names.about(group, about)}"
            ended[label] = ended.get(label, 0) + n
    most_first: Callable[[tuple[str, int]], Any] = lambda told: (-told[1], told[0])  # noqa: E731
    yield words.part(
        N_("Phải bổ sung điều gì, số lần"), N_("Lần"), sorted(supplements.items(), key=most_first)
    )
    yield words.part(
        N_("Từ chối, dừng giải quyết vì sao, số thủ tục"),
        N_("Thủ tục"),
        sorted(ended.items(), key=most_first),
    )
    names = words.names.procedures
    counted: dict[str, int] = {}
    for (name, kind), n in along(words.report.returns, "procedure", "kind").items():
        if kind == SUPPLEMENT:
            counted[name] = counted.get(name, 0) + n
    yield words.part(
        N_("Điều phải bổ sung theo thủ tục, số lần"),
        N_("Lần"),
        ((names.get(name, name), n) for name, n in _ordered(counted, names)),
    )


def _say_returns(words: _Words) -> Iterator[str]:
    report = words.report
    total = sum(report.procedures.values())
    statuses = along(report.procedures, "status")
    unknown = statuses.get(figures.UNKNOWN, 0)
    yield words.say(
        N_("Yêu cầu bổ sung {asked} lần; thủ tục đã phải bổ sung: {rate}."),
        asked=words.count(report.asked),
        rate=words.rate(Share(report.returned, total - unknown)),
    )
    if unknown:
        yield words.say(
            N_("{count} thủ tục không rõ: nội dung đã xóa từ phiên bản cũ."),
            count=words.count(unknown),
        )


def _times(words: _Words) -> Iterator[Part]:
    report, names = words.report, words.names
    spreads: Sequence[tuple[str, Mapping[str, Spread], Mapping[str, str]]] = (
        (N_("Kê khai: phút"), report.declaring, names.groups),
        (N_("Chờ nộp lên Cổng: giờ"), report.lodging, names.groups),
        (N_("Giải quyết: ngày làm việc"), report.deciding, names.procedures),
    )
    heads = (N_("Một nửa"), "9/10", N_("Đo được"), N_("Không rõ"))
    for title, by, labels in spreads:
        order = _ordered(dict.fromkeys(by, 0), labels)
        lines = tuple(_spread(words, labels.get(name, name), by[name]) for name, _ in order)
        yield Part(words.say(title), tuple(map(words.say, heads)), lines)


def _spread(words: _Words, label: str, spread: Spread) -> Line:
    few = words.small(spread.known)
    half, most = (None, None) if few else (spread.reached(50), spread.reached(90))
    return Line(label, (half, most, words.count(spread.known), words.count(spread.unknown)))


def _say_times(words: _Words) -> Iterator[str]:
    report = words.report
    if not (report.declaring or report.lodging or report.deciding):
        yield words.say(N_("Chưa có thủ tục nào được quyết định, chưa hồ sơ nào đo được."))


_PARTS: Mapping[ViewId, Callable[[_Words], Iterable[Part]]] = {
    "whole": _whole,
    "procedures": _procedures,
    "agencies": _agencies,
    "statuses": _statuses,
    "on-time": _on_time,
    "returns": _returns,
    "times": _times,
}
_SAYS: Mapping[ViewId, Callable[[_Words], Iterable[str]]] = {
    **dict.fromkeys(TITLES, lambda _: ()),
    "whole": _say_whole,
    "on-time": _say_on_time,
    "returns": _say_returns,
    "times": _say_times,
}
