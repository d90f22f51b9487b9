"""Working days: weekly rest, holidays, compensatory days and swapped days.

Basis: Bộ luật Lao động 2019, Điều 111–112; NQ 28/2026/QH16 (24/11); yearly decisions on swaps.
The day of reception is not counted (BLDS 2015, Điều 147); days off are skipped.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from lienthong_tui.procedures.overlay import DayOff
from lienthong_tui.resources import data_path

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says: `off` or a working weekend day.

    `confirmed` is false for a holiday computed ahead of the yearly decision.
    """

    name: str
    off: bool
    confirmed: bool


@dataclass(frozen=True)
class Calendar:
    """Special days by date and in order, the decided years, and a version to freeze with a date.

    A year is decided when a table knows it and nothing in it waits for the yearly decision.
    """

    days: Mapping[date, SpecialDay]
    decided: frozenset[int]
    version: str

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`: Monday to Friday unless the table says otherwise."""
        special = self.days.get(day)
        return day.weekday() < 5 if special is None else not special.off

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        day += _ONE_DAY
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def add(self, start: date, working_days: int) -> date:
        """`working_days` after `start`, which itself is not counted; `start` when 0."""
        for _ in range(working_days):
            start = self.next_working(start)
        return start

    def special_between(self, start: date, end: date) -> tuple[tuple[date, SpecialDay], ...]:
        """The table's days from `start` to `end`, both included, in order."""
        return tuple((day, special) for day, special in self.days.items() if start <= day <= end)

    def is_certain(self, start: date, end: date) -> bool:
        """Whether every year from `start` to `end` is decided.

        Not only the days crossed: the yearly decision that confirms holidays also swaps days.
        """
        return self.decided.issuperset(range(start.year, end.year + 1))


@cache
def _shipped() -> tuple[bytes, dict[date, SpecialDay]]:
    """The bytes and the days of every national table; a later table wins over an earlier one."""
    tables = sorted(data_path("reference").glob("holidays_vn_*.csv"))
    sources = [table.read_bytes() for table in tables]
    return b"".join(sources), {
        date.fromisoformat(row["date"]): SpecialDay(
            row["name"], row["kind"] != "swap_work", row["status"] == "confirmed"
        )
        for source in sources
        for row in csv.DictReader(source.decode().splitlines())
    }


def office_calendar(extra: Iterable[DayOff] = ()) -> Calendar:
    """The national tables with the office's own days over it."""
    source, national = _shipped()
    extra = tuple(extra)
    own = {day.date: SpecialDay(day.name, day.kind == "off", True) for day in extra}
    days = dict(sorted({**national, **own}.items()))
    waiting = {day.year for day, special in days.items() if not special.confirmed}
    digest = hashlib.sha256(source + repr(extra).encode()).hexdigest()[:16]
    return Calendar(days, frozenset({day.year for day in national} - waiting), digest)
