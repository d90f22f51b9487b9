"""Dates as people know them: a day, or only a month or a year; a moment with or without its hour.

Stored as EDTF text (ISO 8601-2: "1945", "1945-03", "1945-03-02", "1945-03-02T07:40"), which sorts
rightly, and read with the first and the last day it can mean, so that an age is a range and never
a guess.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong_tui.people.lunar import can_chi_years, read_lunar
from lienthong_tui.problems import Problem

YearsAgo = tuple[int, int]
"""A span of time: at least and at most so many years before today."""
WITHIN_A_LIFE: YearsAgo = (0, 120)

_FIRST_YEAR = 1850
_LAST_YEAR = 2200
_FIRST_LUNAR_HOUR = 23
_SOON = dt.timedelta(days=366)

_DAY = re.compile(r"(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})", re.ASCII)
_DAY_DIGITS = re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})", re.ASCII)
_DAY_SHORT = re.compile(r"(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d\d)", re.ASCII)
_MONTH = re.compile(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})", re.ASCII)
_DAY_MONTH = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})", re.ASCII)
_DATE_LIKE = re.compile(r"\d{1,2}\s*[/.-][\d\s/.-]+|\d{8}|\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_BETWEEN = re.compile(r" (?:đến|den|-) | ?[–—] ?")
_NEAR = re.compile(r"h|hôm nay|hom nay|-(?P<days>[1-9]|[12]\d|30)", re.ASCII | re.IGNORECASE)
_EDTF = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?", re.ASCII)

# "7:40", "07h40", "7 giờ 40 phút", "7h", before the day or behind it.
_CLOCK = r"(?P<h>\d{1,2})\s*(?::|h|g|giờ)\s*(?:(?P<min>\d{1,2})\s*(?:phút|ph|p|')?)?"
_MOMENTS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_CLOCK}(?:\s*,|\s+ngày|\s)\s*(?P<day>\S.*)",
        rf"(?P<day>\S.*?)(?:\s*,|\s+lúc|\s)\s*{_CLOCK}",
    )
)
# The twelve hours of the day, two of the clock each; the first begins at 23:00.
_BRANCHES = {
    name: place
    for place, names in enumerate((
        *("tý tí", "sửu suu", "dần dan", "mão mẹo mao", "thìn thin", "tỵ tị"),
        *("ngọ ngo", "mùi mui", "thân than", "dậu dau", "tuất tuat", "hợi hoi"),
    ))
    for name in names.split()
}  # fmt: skip
_DOUBLE_HOUR = re.compile(rf"\bgi(?:ờ|o) ({'|'.join(_BRANCHES)})\b")
_STORED_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<h>\d\d):(?P<min>\d\d))?", re.ASCII)


@dataclass(frozen=True)
class Moment:
    """A day, and the hour and minute where they are known; its text is ISO 8601."""

    text: str
    day: dt.date
    clock: dt.time | None


@dataclass(frozen=True)
class PartialDate:
    """A day, month or year: its EDTF text and the first and last day it can mean."""

    text: str
    earliest: dt.date
    latest: dt.date

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest == self.latest


def parse_date(
    text: str, *, today: dt.date, partial: bool = False, ago: YearsAgo = WITHIN_A_LIFE
) -> PartialDate:
    """The date a person typed or a card carries.

    Read are d/m/yyyy with `/`, `.` or `-`, ddmmyyyy, ISO yyyy-mm-dd and d/m/yy; `h` (hôm nay) and
    `-1` (hôm qua) up to `-30`; lunar dates that say so (`lunar.read_lunar`); with `partial` also
    m/yyyy, yyyy, ISO yyyy-mm and a year by its name (Ất Sửu). A year that is not written out is
    taken when a single reading lies within the years `ago`, or else within the last 120 and the
    next one.

    Raises `date-unreadable`, `date-impossible` and `date-incomplete` (`text`; the last for a month
    or year where a day is needed), `date-year` (`year`, `lowest`, `highest`), `date-century`
    (`first`, `second`: the two years it may mean) and what `read_lunar` raises.
    """
    compact = _compact(text)
    if near := _NEAR.fullmatch(compact):
        return _exact(today - dt.timedelta(days=int(near["days"] or 0)))
    if (lunar := read_lunar(text, today=today)) is not None:
        return _exact(lunar)
    if years := can_chi_years(text, today):
        return _named_year(years, text, today, partial, ago)
    if short := _DAY_SHORT.fullmatch(compact):
        return _in_its_century(short, text, today, ago)
    for pattern in (_DAY, _DAY_DIGITS, _MONTH, _EDTF):
        if match := pattern.fullmatch(compact):
            date = _date(match, text)
            if not (date.exact or partial):
                raise Problem("date-incomplete", text=text)
            return date
    raise Problem("date-unreadable", text=text)


def dates_meant(text: str, *, today: dt.date) -> tuple[PartialDate, ...]:
    """The days or months that somebody who looks for a date means; none where it is no date.

    Read is what `parse_date` reads of digits alone, a month with its year among it, and d/m: the
    last day of that name. A year of two digits may mean a day in either of two centuries.
    """
    compact = _compact(text)
    if not _DATE_LIKE.fullmatch(compact):
        return ()
    if match := _DAY_MONTH.fullmatch(compact):
        return _last_of_name(int(match["d"]), int(match["m"]), today)
    try:
        return (parse_date(compact, today=today, partial=True),)
    except Problem as problem:
        if problem.code != "date-century":
            return ()
        day = compact[:-2]
        years = (problem.params["first"], problem.params["second"])
        return tuple(parse_date(f"{day}{year}", today=today) for year in years)


def span_meant(text: str, *, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of a span: "1/11/2026 đến 15/11/2026", "1/11 - 15/11", "11/2026".

    Either end is as `dates_meant` reads it; of two centuries it is the later one. Raises
    `date-span` (`text`).
    """
    ends = [end for end in _BETWEEN.split(" ".join(text.split())) if end]
    read = [dates_meant(end, today=today) for end in ends]
    if len(ends) not in (1, 2) or not all(read):
        raise Problem("date-span", text=text)
    first, last = read[0][-1].earliest, read[-1][-1].latest
    if first > last:
        raise Problem("date-span", text=text)
    return first, last


def _compact(text: str) -> str:
    """Single spaces, and none around what stands between numbers."""
    return re.sub(r" ?([/.-]) ?", r"\1", " ".join(text.split()))


def _last_of_name(day: int, month: int, today: dt.date) -> tuple[PartialDate, ...]:
    """The last 20/11 that has come; eight years back there is a 29/2."""
    days = (
        dt.date(year, month, day)
        for year in range(today.year, today.year - 9, -1)
        if _exists(year, month, day)
    )
    return tuple(_exact(found) for found in days if found <= today)[:1]


def parse_moment(text: str, *, today: dt.date, ago: YearsAgo = WITHIN_A_LIFE) -> Moment:
    """The moment a person typed: a day as `parse_date` reads it, with a time before or behind it.

    Raises as `parse_date` does, `time-impossible` (`text`) for an hour no clock shows, and two for
    what has to be asked: `time-double-hour` (`name`, `first`, `last`) for one of the twelve hours
    of the day by its name, and `date-midnight` (`before`, `after`) for a lunar day in its first
    hour, 23:00 to 1:00, which begins a day earlier for the family than for the register.
    """
    compact = _compact(text)
    if stored := _STORED_MOMENT.fullmatch(compact):
        return _moment(stored, stored["day"], today, ago)
    if named := _DOUBLE_HOUR.search(unicodedata.normalize("NFC", text).casefold()):
        first = (_BRANCHES[named[1]] * 2 - 1) % 24
        raise Problem("time-double-hour", name=named[1].title(), first=first, last=(first + 2) % 24)
    for pattern in _MOMENTS:
        if match := pattern.fullmatch(compact):
            return _moment(match, match["day"], today, ago)
    day = parse_date(text, today=today, ago=ago)
    return Moment(day.text, day.earliest, None)


def read_moment(stored: str) -> Moment:
    """The moment stored as ISO 8601 text. Raises as `parse_moment` does."""
    match = _STORED_MOMENT.fullmatch(stored)
    if match is None:
        raise Problem("date-unreadable", text=stored)
    return _moment(match, match["day"], dt.date.max, WITHIN_A_LIFE)


def format_moment(stored: str) -> str:
    """The stored moment as it is shown, printed and typed on the portal: "02/03/1945 07:40"."""
    moment = read_moment(stored)
    return f"{moment.day:%d/%m/%Y}" + (f" {moment.clock:%H:%M}" if moment.clock else "")


def _moment(match: re.Match[str], day_text: str, today: dt.date, ago: YearsAgo) -> Moment:
    day = parse_date(day_text, today=today, ago=ago)
    if match["h"] is None:
        return Moment(day.text, day.earliest, None)
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if hour > 23 or minute > 59:
        raise Problem("time-impossible", text=match[0])
    clock = dt.time(hour, minute)
    if hour == _FIRST_LUNAR_HOUR and read_lunar(day_text, today=today) is not None:
        before = day.earliest - dt.timedelta(days=1)
        raise Problem("date-midnight", before=before, after=day.earliest)
    return Moment(f"{day.text}T{clock:%H:%M}", day.earliest, clock)


def read_date(edtf: str) -> PartialDate:
    """The date stored as EDTF text. Raises as `parse_date` does."""
    match = _EDTF.fullmatch(edtf)
    if match is None:
        raise Problem("date-unreadable", text=edtf)
    return _date(match, edtf)


def format_date(edtf: str) -> str:
    """The stored date as it is shown and printed: "02/03/1945", "03/1945" or "1945"."""
    return "/".join(reversed(read_date(edtf).text.split("-")))


def _date(match: re.Match[str], text: str) -> PartialDate:
    parts = match.groupdict()
    year = int(parts["y"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Problem("date-year", year=year, lowest=_FIRST_YEAR, highest=_LAST_YEAR)
    first_month, last_month = _span(parts.get("m"), 12)
    if not 1 <= first_month <= 12:
        raise Problem("date-impossible", text=text)
    length = calendar.monthrange(year, last_month)[1]
    first_day, last_day = _span(parts.get("d"), length)
    if not 1 <= first_day <= length:
        raise Problem("date-impossible", text=text)
    known = [f"{int(parts[part]):02}" for part in ("m", "d") if parts.get(part)]
    return PartialDate(
        text="-".join([str(year), *known]),
        earliest=dt.date(year, first_month, first_day),
        latest=dt.date(year, last_month, last_day),
    )


def _span(part: str | None, last: int) -> tuple[int, int]:
    return (int(part), int(part)) if part else (1, last)


def _in_its_century(match: re.Match[str], text: str, today: dt.date, ago: YearsAgo) -> PartialDate:
    day, month = int(match["d"]), int(match["m"])
    century = today.year // 100 * 100
    # Two centuries back are enough: the span of a life is longer than one and shorter than two.
    dates = [
        dt.date(year, month, day)
        for year in range(century - 200 + int(match["y"]), today.year + 2, 100)
        if _exists(year, month, day)
    ]
    likely = [date for date in dates if _in(date, today, ago)]
    if len(likely) == 1 and ago != WITHIN_A_LIFE:
        return _exact(likely[0])
    # A slip into next week is no day of a hundred years ago.
    soon = today + _SOON
    readings = [d for d in dates if _in(d, today, WITHIN_A_LIFE) or today < d <= soon]
    if len(readings) == 1 and readings[0] <= today:
        return _exact(readings[0])
    if not readings:
        raise Problem("date-impossible", text=text)
    raise Problem("date-century", first=readings[0].year, second=readings[-1].year)


def _in(date: dt.date, today: dt.date, ago: YearsAgo) -> bool:
    """Whether the date lies so many years before today."""
    least, most = ago
    earliest = (today.year - most, today.month, today.day)
    latest = (today.year - least, today.month, today.day)
    return earliest <= (date.year, date.month, date.day) <= latest


def _named_year(
    years: Sequence[int], text: str, today: dt.date, partial: bool, ago: YearsAgo
) -> PartialDate:
    """A year by its name in the cycle of sixty: as it is given, for an age by the lunar year."""
    if not partial:
        raise Problem("date-incomplete", text=text)
    least, most = ago
    readings = [year for year in years if today.year - most <= year <= today.year - least]
    if len(readings) != 1:
        raise Problem("date-can-chi", text=text, years=tuple(years))
    return parse_date(str(readings[0]), today=today, partial=True)


def _exact(day: dt.date) -> PartialDate:
    return PartialDate(day.isoformat(), day, day)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
