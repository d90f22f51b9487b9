from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.procedures import functions
from lienthong_tui.procedures.expressions import Compiler

from .toys import toy

DAYS = st.dates(datetime(1850, 1, 1).date(), datetime(2200, 12, 31).date())


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "days_between(timestamp('2026-09-20T00:00:00Z'), timestamp('2026-11-20T00:00:00Z')) == 61",
        "years_between(timestamp('2020-11-20T00:00:00Z'), timestamp('2026-11-20T00:00:00Z')) == 6",
        "date_in_words(timestamp('1945-04-01T00:00:00Z'))"
        " == 'Ngày một, tháng tư, năm một nghìn chín trăm bốn mươi lăm'",
        "id_birth_year('099196000011') == 1996",
        "id_sex('099196000011') == 'female'",
        "id_place_known('099196000011')",
        "foreign_letters('Jan Wang') == ['J', 'W'] && foreign_letters('Mẫu') == []",
        "word_count('Nguyễn Thị  Mẫu') == 3 && word_count('') == 0",
        # Letters are counted, not bytes.
        "size('Nguyễn') == 6",
        "same_name('Hòa', 'hoà')",
        "family_name('Nguyễn Thị Mẫu') == 'Nguyễn'",
    ],
)
def test_a_rule_may_call_it(text: str) -> None:
    assert Compiler(toy().definition).compile(text).evaluate({}) is True


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2020-11-20", "2026-11-19", 5),
        ("2020-11-20", "2026-11-20", 6),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-29", 16),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-19", -1),
    ],
)
def test_an_age_in_whole_years(start: str, end: str, years: int) -> None:
    assert functions.years_between(day(start), day(end)) == years


@settings(max_examples=50)
@given(DAYS, DAYS)
def test_days_run_both_ways_and_ages_follow_them(one: Any, other: Any) -> None:
    start, end = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (one, other))
    days = functions.days_between(start, end)
    assert days == -functions.days_between(end, start)
    years = functions.years_between(start, end)
    assert years * 365 <= days if days >= 0 else years < 0


@pytest.mark.parametrize(
    ("number", "year", "sex", "known"),
    [
        ("099196000011", 1996, "female", True),
        ("099093000012", 1993, "male", True),
        ("099226000013", 2026, "male", True),
        ("001326000013", 2026, "female", True),
        ("999226000013", 2026, "male", False),
        ("C1234567", 0, "", True),
        ("B12345678901", 0, "", True),
    ],
)
def test_what_an_id_number_tells(number: str, year: int, sex: str, known: bool) -> None:
    assert functions.id_birth_year(number) == year
    assert functions.id_sex(number) == sex
    assert functions.id_place_known(number) is known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hòa", "Hoà", True),
        ("NGUYỄN", "Nguyễn", True),
        ("Ma", "Mà", False),
        ("Trần", "Trân", False),
        ("", "", True),
    ],
)
def test_names_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert functions.same_name(one, other) is same
