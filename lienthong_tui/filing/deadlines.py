"""Expected dates: when each procedure may be decided, and why, in data a sentence is made from.

A date here is "dự kiến, tính từ ngày Cổng tiếp nhận": it is counted from the reception at the desk
and counted again when the portal's reception, or what it waited for, is recorded.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.calendar import Calendar
from lienthong_tui.procedures import overlay as offices
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay

Since = Literal["desk", "reception", "start", "supplement", "resumption"]
"""What a term runs from: the reception at the desk, as far as nothing else is known; that on the
portal; the result it waited for; the supplement that was sent; the agency going on after the
citizen was waited for."""

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5  # of date.weekday()

Later = Literal["cut-off", "rest-day"]

VIETNAM = timezone(timedelta(hours=7), "UTC+7")


def local_day(at: datetime) -> date:
    """The day of a moment (aware) at UTC+7, whatever zone it is written in."""
    return at.astimezone(VIETNAM).date()


def local_time(at: datetime) -> str:
    """A moment (aware) at UTC+7 as it is read: "15:20 20/11/2026"."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


class Expected(Struct, frozen=True):
    """One expected date with everything its explanation needs.

    `due` is None when no text names a term. `moved` says why counting does not start on the day
    of reception; `days_off` are the special days skipped and `days_worked` those of rest that are
    worked, (date, name); `certain` is false when the count enters a year whose holidays nobody has
    confirmed; `verified` when somebody saw both the term and the hour of its scheme in the law.
    `received` is the moment it is counted `since`.
    """

    procedure: str
    due: date | None
    received: datetime
    first_day: date
    moved: Later | None
    cut_off: str
    working_days: int | None
    with_inquiry: int | None
    days_off: tuple[tuple[date, str], ...]
    basis: Words
    law: str
    verified: bool
    certain: bool
    calendar: str
    since: Since = "desk"
    days_worked: tuple[tuple[date, str], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the date may be told without the mark "chưa xác minh"."""
        return self.verified and self.certain


def _until(day: date, cut_off: time, office: Overlay, calendar: Calendar) -> time | None:
    """The last moment at which a reception on `day` counts from that day; None: it has none.

    A Saturday that is no holiday has the office's own. The term still runs over working days only.
    """
    if calendar.is_working(day):
        return cut_off
    if office.saturday_until is None or day.weekday() != _SATURDAY or day in calendar.days:
        return None
    return time.fromisoformat(office.saturday_until)


def _first_day(
    received: datetime, cut_off: time, office: Overlay, calendar: Calendar
) -> tuple[date, Later | None]:
    """The day a reception (at UTC+7) counts from, and why that is a later one."""
    day = received.date()
    until = _until(day, cut_off, office, calendar)
    if until is not None and received.time() <= until:
        return day, None
    # A Saturday of receptions is next as well: who comes on it must not overtake who came before.
    later = day + _ONE_DAY
    while _until(later, cut_off, office, calendar) is None:
        later += _ONE_DAY
    return later, "cut-off" if calendar.is_working(day) else "rest-day"


def start_later(group: Group, office: Overlay, procedures: Iterable[str], day: date) -> list[str]:
    """Those of `procedures` whose term runs from what they waited for, on that day."""
    deadlines = offices.deadlines_of(group, offices.scheme_of(group, office, day))
    return [name for name in procedures if name in deadlines and deadlines[name].alone]


def expected_dates(
    group: Group,
    office: Overlay,
    calendar: Calendar,
    procedures: tuple[str, ...],
    received: datetime,
    since: Since = "desk",
) -> tuple[Expected, ...]:
    """The expected date of each of `procedures`, counted `since` the moment `received` (aware)."""
    # To the second, as desks note it: a fraction, which no sentence shows, must not decide.
    local = received.astimezone(VIETNAM).replace(microsecond=0)
    received_on = local.date()
    scheme = offices.scheme_of(group, office, received_on)
    deadlines = offices.deadlines_of(group, scheme)
    cut_off = offices.cut_off(scheme, office)
    first_day, moved = _first_day(local, cut_off, office, calendar)

    dates = []
    for procedure in procedures:
        deadline = deadlines.get(procedure)
        term = deadline.working_days if deadline else None
        due = None if term is None else calendar.add(first_day, term)
        crossed = calendar.special_between(received_on, due or first_day)
        dates.append(
            Expected(
                procedure=procedure,
                due=due,
                received=local,
                first_day=first_day,
                moved=moved,
                cut_off=f"{cut_off:%H:%M}",
                working_days=term,
                with_inquiry=deadline.with_inquiry if deadline else None,
                days_off=tuple((day, special.name) for day, special in crossed if special.off),
                basis=deadline.basis if deadline else scheme.name,
                law=deadline.law if deadline else scheme.law,
                verified=deadline is not None and deadline.verified and scheme.verified,
                certain=calendar.is_certain(received_on, due or first_day),
                calendar=calendar.version,
                since=since,
                days_worked=tuple((d, special.name) for d, special in crossed if not special.off),
            )
        )
    return tuple(dates)
