import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing import calendar as calendar_room
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.procedures.overlay import DayOff
from lienthong_tui.resources import data_path

CALENDAR = office_calendar()


def table() -> list[dict[str, str]]:
    path = data_path("reference", "holidays_vn_2026_2028.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days_of(*kinds: str) -> frozenset[str]:
    return frozenset(row["date"] for row in table() if row["kind"] in kinds)


OFF = days_of("holiday", "compensatory", "swap_off")
WORKED = days_of("swap_work")


def working_days_after(start: date) -> Iterator[date]:
    """All later days on which offices work, told from the table's text alone."""
    for ahead in count(1):
        day = start + timedelta(days=ahead)
        name = day.isoformat()
        if name in WORKED or (f"{day:%a}" not in ("Sat", "Sun") and name not in OFF):
            yield day


def test_the_table_is_read_whole() -> None:
    assert len(OFF) + len(WORKED) == len(table())
    assert {day.isoformat() for day in CALENDAR.days} == OFF | WORKED
    for row in table():
        assert date.fromisoformat(row["date"]).strftime("%a") == row["weekday"]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2026, 1, 2), False),  # swapped with
        (date(2026, 1, 10), True),  # this Saturday
        (date(2026, 8, 31), False),  # swapped with
        (date(2026, 8, 22), True),  # this Saturday
        (date(2026, 4, 26), False),  # Giỗ Tổ on a Sunday
        (date(2026, 4, 27), False),  # and its compensatory Monday
        (date(2026, 2, 16), False),  # Tết, first day
        (date(2026, 2, 20), False),  # Tết, last day
        (date(2026, 2, 23), True),  # the Monday after Tết
        (date(2026, 9, 3), True),
    ],
)
def test_whether_offices_work(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 1, 9), date(2026, 1, 10)),
        (date(2026, 1, 1), date(2026, 1, 5)),
        (date(2026, 8, 21), date(2026, 8, 22)),
        (date(2026, 8, 28), date(2026, 9, 3)),
        (date(2026, 2, 13), date(2026, 2, 23)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_working_day(day: date, following: date) -> None:
    assert CALENDAR.next_working(day) == following


def test_no_days_added_stays_even_on_a_day_of_rest() -> None:
    sunday = date(2026, 11, 22)
    assert CALENDAR.add(sunday, 0) == sunday


@settings(max_examples=100)
@given(st.dates(date(2025, 12, 1), date(2029, 1, 31)), st.integers(1, 40))
def test_adding_counts_one_working_day_after_the_other(start: date, days: int) -> None:
    expected = list(islice(working_days_after(start), days))
    assert CALENDAR.add(start, days) == expected[-1]
    assert all(CALENDAR.is_working(day) for day in expected)


@pytest.mark.parametrize(
    ("start", "end", "certain"),
    [
        # Before the tables nothing is known: the Tết of 2025 is not among the special days.
        (date(2025, 1, 24), date(2025, 2, 5), False),
        (date(2025, 12, 31), date(2026, 1, 5), False),
        (date(2026, 9, 1), date(2026, 12, 31), True),
        (date(2026, 12, 31), date(2027, 1, 4), False),
        (date(2027, 1, 1), date(2027, 1, 1), False),
        # No holiday is crossed here, but which days are swapped is not decided yet.
        (date(2027, 6, 1), date(2027, 6, 4), False),
        (date(2028, 12, 29), date(2028, 12, 29), False),
        (date(2028, 12, 29), date(2029, 1, 2), False),
        (date(2030, 5, 6), date(2030, 5, 8), False),
    ],
)
def test_a_date_is_certain_in_a_year_that_is_decided(start: date, end: date, certain: bool) -> None:
    assert CALENDAR.is_certain(start, end) is certain


def test_an_office_that_enters_the_decided_days_makes_a_year_certain() -> None:
    named = [row for row in table() if row["date"].startswith("2027")]
    calendar = office_calendar(
        DayOff(date.fromisoformat(row["date"]), "off", row["name"]) for row in named
    )
    assert calendar.is_certain(date(2027, 6, 1), date(2027, 6, 4))
    assert not calendar.is_certain(date(2027, 12, 30), date(2028, 1, 4))


def test_a_year_between_two_tables_is_not_decided(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for day in ("2026-01-01", "2028-01-01"):
        text = f"date,weekday,kind,name,status,source\n{day},,holiday,Nghỉ,confirmed,thử\n"
        (tmp_path / f"holidays_vn_{day[:4]}.csv").write_text(text, "utf-8")
    monkeypatch.setattr(calendar_room, "data_path", lambda *_: tmp_path)
    calendar_room._shipped.cache_clear()
    try:
        calendar = office_calendar([DayOff(date(2027, 3, 1), "off", "Lễ hội xã")])
    finally:
        calendar_room._shipped.cache_clear()
    assert calendar.is_certain(date(2026, 12, 30), date(2026, 12, 31))
    assert not calendar.is_certain(date(2026, 12, 30), date(2028, 1, 4))


def test_the_special_days_of_a_time_in_order() -> None:
    special = CALENDAR.special_between(date(2026, 8, 22), date(2026, 9, 2))
    assert [(day, found.off) for day, found in special] == [
        (date(2026, 8, 22), False),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), True),
        (date(2026, 9, 2), True),
    ]


def test_an_office_has_days_of_its_own() -> None:
    saturday, thursday, holiday = date(2026, 12, 12), date(2026, 12, 24), date(2026, 11, 24)
    calendar = office_calendar(
        [
            DayOff(saturday, "work", "Làm bù"),
            DayOff(thursday, "off", "Ngày truyền thống xã"),
            DayOff(holiday, "work", "Trực"),
        ]
    )
    assert [calendar.is_working(day) for day in (saturday, thursday, holiday)] == [
        True,
        False,
        True,
    ]
    assert calendar.add(date(2026, 11, 23), 1) == holiday
    assert calendar.days[thursday].name == "Ngày truyền thống xã"


def test_every_national_table_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    head = "date,weekday,kind,name,status,source\n"
    line = "{},Fri,holiday,Nghỉ,{},thử\n"
    for years, day, status in (
        ("2029", "2029-01-01", "projected"),
        ("2028_2029", "2028-12-29", "confirmed"),
        ("2028_2029b", "2028-12-29", "projected"),
    ):
        text = head + line.format(day, status)
        (tmp_path / f"holidays_vn_{years}.csv").write_text(text, "utf-8")
    (tmp_path / "holidays_other.csv").write_text(head + line.format("2030-01-01", "confirmed"))
    monkeypatch.setattr(calendar_room, "data_path", lambda *_: tmp_path)
    calendar_room._shipped.cache_clear()
    try:
        calendar = office_calendar()
    finally:
        calendar_room._shipped.cache_clear()
    assert list(calendar.days) == [date(2028, 12, 29), date(2029, 1, 1)]
    assert calendar.decided == set()
    # The later table wins, and any change of a table changes the version.
    assert not calendar.days[date(2028, 12, 29)].confirmed
    assert calendar.version != CALENDAR.version


def test_the_version_follows_the_days() -> None:
    extra = DayOff(date(2026, 12, 24), "off", "Ngày truyền thống xã")
    versions = {CALENDAR.version, office_calendar([extra]).version}
    assert len(versions) == 2
    assert office_calendar().version == CALENDAR.version
    assert office_calendar([extra]).version in versions
