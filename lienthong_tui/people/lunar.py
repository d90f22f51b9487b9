"""Dates of the lunar calendar, as families remember deaths and births; registers need solar ones.

Conversion is the library's, at UTC+7 (Hồ Ngọc Đức's algorithm). Before 1968 in the North and 1975
in the South calendars were reckoned at UTC+8: a day may differ by one, so that what comes of such
a date is to be compared with a paper (`old_style`).
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from lienthong_tui.problems import Problem
from lienthong_tui.text.fold import fold

if TYPE_CHECKING:  # asks for its own version when imported, which takes 45 ms
    from lunar_vn import LunarDate

FIRST, LAST = dt.date(1900, 2, 1), dt.date(2100, 12, 1)
"""What the library reckons, a little less than 1900 to 2100."""
_UTC7 = dt.date(1975, 4, 30)
_CYCLE = 60

# "3/10 âl", "mùng 3 tháng 10 âm lịch", "rằm tháng 7 al", "15/6 nhuận/2025 âl", "3/10/Ất Sửu âl"
_LUNAR = re.compile(
    r"(?:(?:ngay |mung |mong )*(?P<d>\d{1,2})|(?P<full>ram))"
    r"(?: ?[/.-] ?| thang )(?P<m>\d{1,2}|gieng|chap)"
    r"(?P<leap> ?(?:nhuan|n))?"
    r"(?:(?: ?[/.-] ?| nam | )(?P<y>\d{4}|[a-z]+ [a-z]+))?"
    r" ?(?:am lich|am|al)",
    re.ASCII,
)
_TWO_WORDS = re.compile(r"[^\W\d_]+\s+[^\W\d_]+")
_MONTHS = {"gieng": 1, "chap": 12}


def read_lunar(text: str, *, today: dt.date) -> dt.date | None:
    """The solar day of a lunar date that says so (âl, âm lịch); None for any other text.

    Without a year it is the last such day up to `today`. Raises `date-impossible` (`text`) for a
    day or leap month that year did not have, `date-lunar-year` (`lowest`, `highest`) for a year
    that is not reckoned, and `date-can-chi` (`text`, `years`) for one that came twice in a life.
    """
    found = _LUNAR.fullmatch(" ".join(fold(text).split()))
    if found is None:
        return None
    day = 15 if found["full"] else int(found["d"])
    month = _MONTHS.get(found["m"]) or int(found["m"])
    leap = found["leap"] is not None
    if found["y"] is None:
        this = to_lunar(today).year
        days = (_solar(day, month, year, leap) for year in (this, this - 1, this - 2, this - 3))
        past = next((solar for solar in days if solar and solar <= today), None)
        if past is None:
            raise Problem("date-impossible", text=text)
        return past
    year = (
        int(found["y"]) if found["y"].isdecimal() else _only(can_chi_years(found["y"], today), text)
    )
    if not FIRST.year <= year < LAST.year:
        raise Problem("date-lunar-year", lowest=FIRST.year, highest=LAST.year - 1)
    solar = _solar(day, month, year, leap)
    if solar is None:
        raise Problem("date-impossible", text=text)
    return solar


def to_lunar(day: dt.date) -> "LunarDate":
    """The lunar date of a solar day between FIRST and LAST."""
    from lunar_vn import solar_to_lunar

    return solar_to_lunar(day)


def lunar_text(day: dt.date) -> str | None:
    """The day as it is said: "3/10 Bính Ngọ", "15/6 nhuận Ất Tỵ"; None where it is not reckoned."""
    from lunar_vn import can_chi

    if not FIRST <= day <= LAST:
        return None
    lunar = to_lunar(day)
    leap = " nhuận" if lunar.leap else ""
    return f"{lunar.day}/{lunar.month}{leap} {can_chi.get_year_can_chi(lunar.year)}"


def old_style(day: dt.date) -> bool:
    """Whether calendars of that day were reckoned otherwise: the conversion may be a day off."""
    return day < _UTC7


def can_chi_years(name: str, today: dt.date) -> Sequence[int]:
    """The years of that name within the last 120, the latest first; () for what is no such name."""
    place = _names().get(fold(name)) if _TWO_WORDS.fullmatch(name.strip()) else None
    if place is None:
        return ()
    latest = today.year - (today.year - place) % _CYCLE
    return latest, latest - _CYCLE


def _only(years: Sequence[int], text: str) -> int:
    if not years:
        raise Problem("date-unreadable", text=text)
    raise Problem("date-can-chi", text=text, years=years)


def _solar(day: int, month: int, year: int, leap: bool) -> dt.date | None:
    """The solar day, or None where that lunar year had none such."""
    from lunar_vn import LunarDate, lunar_to_solar

    try:
        lunar = LunarDate(day, month, year, leap)
        solar = lunar_to_solar(lunar)
        # The library reckons on past the end of a month, and takes any month for a leap one.
        return solar if to_lunar(solar) == lunar else None
    except ValueError:
        return None


@cache
def _names() -> dict[str, int]:
    """A year of each of the sixty names, folded."""
    from lunar_vn import can_chi

    return {fold(can_chi.get_year_can_chi(year)): year for year in range(1984, 1984 + _CYCLE)}
