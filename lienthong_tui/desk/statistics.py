"""The figures of this desk for a period, out of its journal, filing by filing.

They name nobody, so every officer may see them; who completed how many is the supervisor's, and
one's own count everybody's own.
"""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import structs

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing import counting, kinds, statistics
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import ReportMade
from lienthong_tui.filing.figures import FilingFigures
from lienthong_tui.filing.statistics import Report
from lienthong_tui.filing.timeline import Happened
from lienthong_tui.problems import Unusable
from lienthong_tui.store import journal, projections

LONGEST = 366
"""Days of the longest period: a year."""


def check_period(first: date, last: date, today: date) -> None:
    """Nothing is counted of days that have all still to come.

    Errors: Unusable("report-backwards"), ("report-ahead"), ("report-long").
    """
    if last < first:
        raise Unusable("report-backwards", first=first, last=last)
    if first > today:
        raise Unusable("report-ahead", first=first)
    days = (last - first).days + 1
    if days > LONGEST:
        raise Unusable("report-long", first=first, last=last, days=days, most=LONGEST)


def report(desk: Desk, first: date, last: date) -> Report:
    """What is counted of the filings received from the day `first` to the day `last`, UTC+7.

    Of `completed_by` an officer is told their own count. Errors: those of `check_period` and of
    `Desk.require`.
    """
    desk.require("work")
    today = local_day(desk.clock())
    check_period(first, last, today)
    made = statistics.report(
        _figures(desk, first, last),
        first=first,
        last=last,
        as_of=today,
        calendar=office_calendar(desk.office.days),
    )
    if desk.may("access-log"):
        return made
    own = desk.unlocked.officer
    kept = {slot: count for slot, count in made.completed_by.items() if slot == own}
    return structs.replace(made, completed_by=kept)


def take_out(desk: Desk, made: Report, files: dict[str, bytes], *, hidden: bool, put: Put) -> None:
    """Bring out by `put` what was made of a report. Errors: those of `Desk.require` and `put`."""
    desk.require("work")
    fact = ReportMade(first=made.first, last=made.last, filings=made.total, hidden=hidden)
    put(files, lambda: desk.append(None, [fact]))


def _figures(desk: Desk, first: date, last: date) -> Iterator[FilingFigures]:
    """One filing after another: what it holds is let go before the next is read."""
    for filing in projections.received_around(desk.db, f"{first}", f"{last}"):
        recorded = journal.outline_of(desk.db, filing, counting.NEEDED)
        found = counting.figures_of([_happened(each) for each in recorded])
        if found is not None:
            yield found


def _happened(recorded: journal.Recorded) -> Happened:
    envelope = recorded.envelope
    return Happened(
        at=datetime.fromisoformat(envelope.at),
        officer=envelope.officer,
        kind=envelope.kind,
        payload=kinds.from_plain(envelope.kind, recorded.payload),
    )
