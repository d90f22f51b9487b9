"""Lunar dates against days known from printed calendars."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.people.lunar import (
    FIRST,
    LAST,
    can_chi_years,
    lunar_text,
    old_style,
    read_lunar,
    to_lunar,
)
from lienthong_tui.problems import Problem

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "solar"),
    [
        ("3/10 âl", "2026-11-11"),  # desk practice, §3.1
        ("3/10/2026 âl", "2026-11-11"),
        ("3-10-2026 âm lịch", "2026-11-11"),
        ("03/10/2026 AL", "2026-11-11"),
        ("mùng 3 tháng 10 âm lịch", "2026-11-11"),
        ("mồng 3 tháng 10 âm", "2026-11-11"),
        ("1/1/2026 âl", "2026-02-17"),  # Tết
        ("1/1/2025 âl", "2025-01-29"),
        ("1/1/2024 al", "2024-02-10"),
        ("1/1/2007 âl", "2007-02-17"),  # a day before Peking
        ("1/1/1985 âl", "1985-01-21"),  # a month before Peking
        ("10/3/2026 âl", "2026-04-26"),  # Giỗ Tổ
        ("rằm tháng 7 âl", "2026-08-27"),
        ("15/7/2025 âl", "2025-09-06"),
        ("1/6n/2025 âl", "2025-07-25"),
        ("1/6 nhuận/2025 âm lịch", "2025-07-25"),
        ("1/6/2025 âl", "2025-06-25"),
        ("23 tháng chạp âl", "2026-02-10"),
        ("mùng 1 tháng giêng năm 2026 âl", "2026-02-17"),
    ],
)
def test_a_lunar_date_is_a_solar_day(text: str, solar: str) -> None:
    assert read_lunar(text, today=TODAY) == dt.date.fromisoformat(solar)


def test_without_a_year_it_is_the_last_such_day() -> None:
    assert read_lunar("17/10 âl", today=TODAY) == dt.date(2026, 11, 25)
    assert read_lunar("18/10 âl", today=TODAY) == dt.date(2025, 12, 7)


@pytest.mark.parametrize("text", ["3/10", "3/10/2026", "âl", "", "hôm qua", "3 âl", "12345 âl"])
def test_what_does_not_say_so_is_no_lunar_date(text: str) -> None:
    assert read_lunar(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30/2/2026 âl", "date-impossible"),  # that month had 29 days
        ("1/6n/2026 âl", "date-impossible"),  # no leap month that year
        ("31/1/2026 âl", "date-impossible"),
        ("1/13/2026 âl", "date-impossible"),
        ("0/1/2026 âl", "date-impossible"),
        ("1/1/1850 âl", "date-lunar-year"),
        ("1/1/2150 âl", "date-lunar-year"),
        ("1/1/Ất Sửu âl", "date-can-chi"),
        ("1/1/xyz abc âl", "date-unreadable"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_lunar(text, today=TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("Ất Sửu", (1985, 1925)),
        ("at suu", (1985, 1925)),
        ("Bính Ngọ", (2026, 1966)),
        ("Đinh Mùi", (1967, 1907)),
        ("Giáp Sửu", ()),  # stem and branch of different parity never meet
        ("Nguyễn An", ()),
    ],
)
def test_years_by_name(name: str, years: tuple[int, ...]) -> None:
    assert tuple(can_chi_years(name, TODAY)) == years


def test_how_a_day_is_said() -> None:
    assert lunar_text(dt.date(2026, 11, 11)) == "3/10 Bính Ngọ"
    assert lunar_text(dt.date(2025, 7, 25)) == "1/6 nhuận Ất Tỵ"
    assert lunar_text(dt.date(1880, 1, 1)) is None


def test_where_calendars_differed() -> None:
    assert old_style(dt.date(1945, 3, 2))
    assert not old_style(dt.date(1990, 3, 2))


@given(st.dates(FIRST, TODAY))
def test_what_is_said_is_read_back(day: dt.date) -> None:

    lunar = to_lunar(day)
    said = f"{lunar.day}/{lunar.month}{'n' if lunar.leap else ''}/{lunar.year} âl"
    assert read_lunar(said, today=TODAY) == day
    assert LAST > TODAY
