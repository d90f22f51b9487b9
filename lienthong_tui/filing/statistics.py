"""Figures of a desk for a period: counts, what was on time, what came back, how long it took.

A filing belongs to the day it was received at the desk. Everything stands as it does on the day the
report is made, so that a report of an earlier period made again later may say more.

**On time** is a procedure decided on or before its day as it was counted last before the decision:
from the reception, from the result it waited for, or again from the supplement that was sent, for
the term stands still while the citizen is waited for. A day an agency put it off to is no term:
what is decided after the term is late, apology or not. The denominator of the rate is what was
decided in time, what was decided late, and what is not decided and past its day. Everything else is
counted apart and no part of it: what runs, what waits for the citizen, what is not on the portal,
what no text names a term for, what was withdrawn, what is not known any more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from lienthong_tui.filing.calendar import Calendar
from lienthong_tui.filing.figures import UNKNOWN, WORDS, FilingFigures, ProcedureFigures, Timing
from lienthong_tui.procedures.outcomes import SUPPLEMENT, shipped, task_at

Step = Literal["day", "week", "month"]

_DAYS_SHOWN = 10
_WEEKS_SHOWN = 62  # days: a quarter by months reads better than by fourteen weeks


class FilingCell(NamedTuple):
    """What filings are counted by; `since` is the first day of the day, week or month."""

    since: date
    group: str
    state: str


class ProcedureCell(NamedTuple):
    """What procedures are counted by."""

    since: date
    group: str
    procedure: str
    agency: str
    status: str
    timing: Timing


class ReturnCell(NamedTuple):
    """What supplements, refusals and stops are counted by: which outcome (id), and `about` what, as
    in `ProcedureFigures`."""

    group: str
    procedure: str
    kind: str
    about: str


class Spread(Struct, frozen=True):
    """How long something took: how many took so many units; of `unknown` it is not known."""

    took: Mapping[int, int] = {}
    unknown: int = 0

    @property
    def known(self) -> int:
        """Of how many it is known."""
        return sum(self.took.values())

    def reached(self, percent: int) -> int | None:
        """The shortest time within which at least so many percent were through; None of none."""
        needed = self.known * percent
        through = 0
        for time in sorted(self.took):
            through += self.took[time]
            if through * 100 >= needed:
                return time
        return None


class Share(NamedTuple):
    """So many (`part`) of so many (`whole`)."""

    part: int
    whole: int

    @property
    def tenths(self) -> int | None:
        """The share in tenths of a percent, rounded half up; None where there is nothing."""
        return (2000 * self.part + self.whole) // (2 * self.whole) if self.whole else None


class Report(Struct, frozen=True, kw_only=True):
    """Everything counted of the filings received from the day `first` to `last`, as of a day.

    `first_told` is how many procedures were decided by the day they were first expected by, of
    those decided that had one. `asked` are supplements, `returned` procedures that had any;
    `returns` counts a supplement once for each thing it is about. `put_off` procedures had their
    day put off. `declaring` (minutes) and `lodging` (hours, of what was lodged) are by group and
    rounded up, `deciding` (working days from the reception at the desk) is by procedure.
    `completed_by` is by officer (slot).
    """

    first: date
    last: date
    as_of: date
    step: Step
    filings: Mapping[FilingCell, int]
    procedures: Mapping[ProcedureCell, int]
    returns: Mapping[ReturnCell, int]
    asked: int
    returned: int
    first_told: Share
    put_off: int
    parked: int
    reopened: int
    purged: int
    declaring: Mapping[str, Spread]
    lodging: Mapping[str, Spread]
    deciding: Mapping[str, Spread]
    completed_by: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many filings."""
        return sum(self.filings.values())

    @property
    def timings(self) -> Mapping[str, int]:
        """The procedures by how they stand to their day."""
        return along(self.procedures, "timing")


def along(counted: Mapping[Any, int], *names: str) -> dict[Any, int]:
    """Counts summed up along some of the columns of their cells: one name, or a tuple of them."""
    found: Counter[Any] = Counter()
    for cell, count in counted.items():
        key = tuple(getattr(cell, name) for name in names)
        found[key[0] if len(names) == 1 else key] += count
    return dict(found)


def on_time(timings: Mapping[str, int]) -> Share:
    """How many were on time, of those the rate is about (see above)."""
    good = timings.get("on-time", 0)
    return Share(good, good + timings.get("late", 0) + timings.get("overdue", 0))


def step_of(first: date, last: date) -> Step:
    """What a period is counted by: days of one that is short, then weeks, then months."""
    days = (last - first).days + 1
    if days <= _DAYS_SHOWN:
        return "day"
    return "week" if days <= _WEEKS_SHOWN else "month"


def since(day: date, step: Step) -> date:
    """The first day of the week (Monday) or month that `day` lies in."""
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def timing(figures: ProcedureFigures, as_of: date) -> Timing:
    """How a procedure stands to its day: see above what is on time."""
    if figures.status in (UNKNOWN, "withdrawn"):
        return "unknown" if figures.status == UNKNOWN else "withdrawn"
    if figures.decided is None and not figures.begun:
        return "not-lodged"
    if figures.due is None:
        return "no-term"
    if figures.decided is not None:
        return "on-time" if figures.decided <= figures.due else "late"
    outcome = shipped().get(figures.status)
    if outcome is not None and outcome.clock == "stops":
        return "paused"
    return "overdue" if figures.due < as_of else "running"


def report(
    figures: Iterable[FilingFigures],
    *,
    first: date,
    last: date,
    as_of: date,
    calendar: Calendar,
    step: Step | None = None,
) -> Report:
    """The report of the filings among `figures` received in the period, in any order."""
    tally = _Tally(as_of, calendar, step or step_of(first, last))
    for filing in figures:
        if first <= filing.received <= last:
            tally.add(filing)
    return tally.report(first, last)


class _Tally:
    """Counts while filings pass by: what is kept grows with what is told apart, not with them."""

    def __init__(self, as_of: date, calendar: Calendar, step: Step) -> None:
        self.as_of, self.calendar, self.step = as_of, calendar, step
        self.filings: Counter[FilingCell] = Counter()
        self.procedures: Counter[ProcedureCell] = Counter()
        self.returns: Counter[ReturnCell] = Counter()
        self.plain: Counter[str] = Counter()
        self.completed_by: Counter[str] = Counter()
        self.declaring: dict[str, Counter[int | None]] = {}
        self.lodging: dict[str, Counter[int | None]] = {}
        self.deciding: dict[str, Counter[int | None]] = {}
        self.working_days = _remembering(calendar)

    def add(self, filing: FilingFigures) -> None:
        """Count one filing."""
        self.filings[FilingCell(since(filing.received, self.step), filing.group, filing.state)] += 1
        self.plain["parked"] += filing.parked
        self.plain["reopened"] += filing.reopened
        self.plain["purged"] += filing.until is not None
        if filing.completed_by is not None:
            self.completed_by[filing.completed_by] += 1
            minutes = None if filing.declaring is None else -(-filing.declaring // 60)
            _of(self.declaring, filing.group)[minutes] += 1
        if filing.lodging is not None:
            _of(self.lodging, filing.group)[-(-filing.lodging // 3600)] += 1
        for procedure in filing.procedures:
            self._add(filing, procedure)

    def _add(self, filing: FilingFigures, told: ProcedureFigures) -> None:
        # Of what was purged nothing later is known: it is judged as it stood then.
        as_of = min(self.as_of, filing.until or self.as_of)
        cell = ProcedureCell(
            since(filing.received, self.step),
            filing.group,
            told.procedure,
            told.agency,
            told.status,
            timing(told, as_of),
        )
        self.procedures[cell] += 1
        self.plain["put_off"] += told.put_off
        self.plain["asked"] += len(told.returned)
        self.plain["returned"] += bool(told.returned)
        for about in (what for ask in told.returned for what in ask):
            self.returns[ReturnCell(filing.group, told.procedure, SUPPLEMENT, about)] += 1
        if task_at(told.status) == "refused":
            self.returns[ReturnCell(filing.group, told.procedure, told.status, WORDS)] += 1
        if told.decided is not None:
            days = self.working_days(filing.received, told.decided)
            _of(self.deciding, told.procedure)[days] += 1
            if told.first_due is not None:
                self.plain["first"] += 1
                self.plain["first_kept"] += told.decided <= told.first_due
        elif told.status == UNKNOWN:
            _of(self.deciding, told.procedure)[None] += 1

    def report(self, first: date, last: date) -> Report:
        """What was counted."""
        return Report(
            first=first,
            last=last,
            as_of=self.as_of,
            step=self.step,
            filings=dict(self.filings),
            procedures=dict(self.procedures),
            returns=dict(self.returns),
            asked=self.plain["asked"],
            returned=self.plain["returned"],
            first_told=Share(self.plain["first_kept"], self.plain["first"]),
            put_off=self.plain["put_off"],
            parked=self.plain["parked"],
            reopened=self.plain["reopened"],
            purged=self.plain["purged"],
            declaring=_spreads(self.declaring),
            lodging=_spreads(self.lodging),
            deciding=_spreads(self.deciding),
            completed_by=dict(self.completed_by),
        )


def _of(counters: dict[str, Counter[int | None]], key: str) -> Counter[int | None]:
    return counters.setdefault(key, Counter())


def _spreads(counters: Mapping[str, Counter[int | None]]) -> dict[str, Spread]:
    return {
        key: Spread({t: n for t, n in counter.items() if t is not None}, counter[None])
        for key, counter in counters.items()
    }


def _remembering(calendar: Calendar) -> Callable[[date, date], int]:
    """How many working days lie after one day up to another, which counts; asked often of the same
    days."""
    known: dict[tuple[date, date], int] = {}

    def between(start: date, end: date) -> int:
        if (start, end) not in known:
            days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
            known[start, end] = sum(map(calendar.is_working, days))
        return known[start, end]

    return between
