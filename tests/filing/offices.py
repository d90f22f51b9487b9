"""Offices and receptions for tests of dates, each as its settings have it and as the oracle has it.

The law is the toy's with a procedure for each term, under two schemes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec
from hypothesis import strategies as st
from procedures.toys import toy

from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, Expected, expected_dates
from lienthong_tui.procedures.overlay import DayOff, Overlay

from .oracle import AT, STRIP, Count, Mark, Named, Oracle, office

TERMS = (0, 1, 2, 3, 5, 7, 9, 11, 20)
QUICK = (0, 4, 20)
EVERY = sorted({*TERMS, *QUICK})
DAYS = STRIP[: AT["2034-06-30"] + 1]
HOURS = ("00:00:00", "14:59:59", "15:00:00", "15:00:01", "23:59:59")
_PROCEDURE = """
[[procedure]]
id = "{name}"
name = {{ vi = "{name}", en = "{name}" }}
agency = "civil-status"
fields = ["holder.*"]
law = "Quy tắc riêng của quầy"
"""
_DEADLINE = """
[[deadline]]
scheme = "{scheme}"
procedure = "{name}"
working_days = {term}
{more}
basis = {{ vi = "{term} ngày, như đã định", en = "{term} days, as set" }}
law = "Luật mẫu, Điều {term}"
verified = {verified}
"""
_SCHEME = """
[[scheme]]
id = "quick"
name = { vi = "Theo nghị quyết", en = "By resolution" }
cut_off = "11:30"
effective_from = 2026-11-20
effective_to = 2028-02-29
law = "Nghị quyết mẫu"
verified = false
"""


def _law() -> str:
    """A procedure a term, one without any; every other term is verified, every third may grow."""
    parts = [_SCHEME, _PROCEDURE.format(name="open")]
    for place, term in enumerate(EVERY):
        name, verified = f"t{term}", str(place % 2 == 0).lower()
        more = f"with_inquiry = {term + 4}" if place % 3 == 0 else ""
        parts.append(_PROCEDURE.format(name=name))
        for scheme in ("law-2014",) * (term in TERMS) + ("quick",) * (term in QUICK):
            parts.append(
                _DEADLINE.format(scheme=scheme, name=name, term=term, more=more, verified=verified)
            )
    return "".join(parts)


CUT_OFF = 'cut_off = "15:00"'
GROUP = toy((CUT_OFF, f"{CUT_OFF}\nverified = true"), more=_law())
NAMES = tuple(f"t{term}" for term in TERMS)
ALL = (*(f"t{term}" for term in EVERY), "open")
PLAIN = Overlay(overlay=1, deadlines={})


@dataclass(frozen=True)
class Desk:
    """An office as its settings have it and as the oracle has it."""

    overlay: Overlay
    quick: bool

    @property
    def oracle(self) -> Oracle:
        own = {f"{day.date}": Mark(day.name, day.kind == "off") for day in self.overlay.days}
        return office(own, self.overlay.cut_off or "15:00", self.overlay.saturday_until)

    def with_day(self, added: DayOff) -> "Desk":
        days = tuple(day for day in self.overlay.days if day.date != added.date)
        return replace(self, overlay=msgspec.structs.replace(self.overlay, days=(*days, added)))

    def expects(self, received: datetime, *names: str) -> tuple[Expected, ...]:
        calendar = office_calendar(self.overlay.days)
        return expected_dates(GROUP, self.overlay, calendar, names or NAMES, received)

    def counts(self, received: datetime) -> tuple[bool, str, list[Count]]:
        """Whether it goes by the quick scheme, the cut-off, and the dates of 0, 1, … 20 days."""
        local = received.astimezone(VIETNAM)
        day, clock = f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}"
        quick = self.quick and "2026-11-20" <= day <= "2028-02-29"
        oracle = self.oracle
        if quick and not self.overlay.cut_off:
            oracle = replace(oracle, cut_off="11:30")
        return quick, oracle.cut_off, first_dates(oracle.walk(day, clock))


def first_dates(walk: Iterator[Count]) -> list[Count]:
    """Those of 0, 1, … 20 days."""
    return [next(walk) for _ in range(21)]


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+07:00")


def said_days(days: tuple[tuple[date, str], ...]) -> Named:
    return tuple((f"{day}", name) for day, name in days)


def as_counted(expected: Expected) -> Count:
    return Count(
        f"{expected.first_day}",
        expected.moved,
        f"{expected.due}",
        said_days(expected.days_off),
        said_days(expected.days_worked),
        expected.certain,
    )


CLOCKS = st.sampled_from([*HOURS, "11:30:00", "11:30:01", "16:30:00", "16:30:01", "07:00:00"])
# Where a scheme or what is known of holidays begins or ends.
EDGES = ("2026-11-19", "2026-11-20", "2028-02-29", "2028-03-01", "2026-12-31", "2025-12-31")
MOMENTS = st.builds(at, st.sampled_from(DAYS) | st.sampled_from(EDGES), CLOCKS)
OWN_NAMES = st.sampled_from(
    ["Nghỉ bù", "Lễ hội đình làng, ngày 2", "Ngày truyền thống xã (27/12)", "Nghỉ 24/11"]
)


@st.composite
def desks(draw: st.DrawFn) -> tuple[Desk, datetime]:
    """An office and a reception, most often within weeks of the office's own days."""
    received = draw(MOMENTS)
    near = st.integers(-3, 30).map(lambda ahead: received.date() + timedelta(days=ahead))
    days = draw(
        st.lists(
            st.builds(DayOff, near, st.sampled_from(["off", "work"]), OWN_NAMES),
            max_size=8,
            unique_by=lambda day: day.date,
        )
    )
    quick = draw(st.booleans())
    overlay = Overlay(
        overlay=1,
        deadlines={"copies": "quick"} if quick else {},
        cut_off=draw(st.sampled_from([None, None, "16:30", "07:00"])),
        saturday_until=draw(st.sampled_from([None, "11:30", "07:00"])),
        days=tuple(days),
    )
    return Desk(overlay, quick), received
