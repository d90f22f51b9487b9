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
from lienthong_tui.procedures.definition import Words
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay

Since = Literal["desk", "reception", "start", "supplement"]
"""What a term runs from: the reception at the desk, as far as nothing else is known; that on the
portal; the result it waited for; the supplement that was sent."""

_SATURDAY = 5  # of date.weekday()

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
    of reception; `days_off` are the special days skipped, (date, name); `certain` is false when the
    count enters a year whose holidays nobody has confirmed; `verified` is the deadline's own mark.
    `received` is the moment it is counted `since`.
    """

    procedure: str
    due: date | None
    received: datetime
    first_day: date
    moved: Literal["cut-off", "rest-day"] | None
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

    @property
    def settled(self) -> bool:
        """Whether the date may be told without the mark "chưa xác minh"."""
        return self.verified and self.certain


def _is_saturday_reception(local: datetime, office: Overlay, calendar: Calendar) -> bool:
    """Whether the office receives at this hour of a Saturday that is no holiday.

    The term itself still runs over working days only.
    """
    if office.saturday_until is None or local.weekday() != _SATURDAY:
        return False
    return local.date() not in calendar.days and (
        local.time() <= time.fromisoformat(office.saturday_until)
    )


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
    local = received.astimezone(VIETNAM)
    first_day = received_on = local.date()
    scheme = offices.scheme_of(group, office, received_on)
    deadlines = offices.deadlines_of(group, scheme)
    cut_off = offices.cut_off(scheme, office)
    moved: Literal["cut-off", "rest-day"] | None = None
    if not calendar.is_working(first_day):
        if not _is_saturday_reception(local, office, calendar):
            first_day, moved = calendar.next_working(first_day), "rest-day"
    elif local.time() > cut_off:
        first_day, moved = calendar.next_working(first_day), "cut-off"

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
                verified=deadline.verified if deadline else False,
                certain=calendar.is_certain(received_on, due or first_day),
                calendar=calendar.version,
                since=since,
            )
        )
    return tuple(dates)
