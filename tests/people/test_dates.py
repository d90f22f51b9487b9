import datetime as dt
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.people.dates import (
    PartialDate,
    dates_meant,
    format_date,
    format_moment,
    parse_date,
    parse_moment,
    read_date,
    read_moment,
    span_meant,
)
from lienthong_tui.problems import Problem

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("05/03/2026", "2026-03-05"),
        ("5/3/2026", "2026-03-05"),
        ("5-3-2026", "2026-03-05"),
        ("05.03.2026", "2026-03-05"),
        (" 05 / 03 / 2026 ", "2026-03-05"),
        ("05032026", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("29/02/2024", "2024-02-29"),
        ("31/12/2200", "2200-12-31"),
        ("01/01/1850", "1850-01-01"),
        ("5/3/88", "1988-03-05"),
        ("22/11/06", "2006-11-22"),
        ("29/2/00", "2000-02-29"),
    ],
)
def test_days(text: str, edtf: str) -> None:
    day = dt.date.fromisoformat(edtf)
    assert parse_date(text, today=TODAY) == PartialDate(edtf, day, day)
    assert parse_date(text, today=TODAY).exact


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest"),
    [
        ("1945", "1945", "1945-01-01", "1945-12-31"),
        ("03/1945", "1945-03", "1945-03-01", "1945-03-31"),
        ("3-1945", "1945-03", "1945-03-01", "1945-03-31"),
        ("1945-03", "1945-03", "1945-03-01", "1945-03-31"),
        ("02/1944", "1944-02", "1944-02-01", "1944-02-29"),
        ("02/1900", "1900-02", "1900-02-01", "1900-02-28"),
    ],
)
def test_partial_dates_are_spans(text: str, edtf: str, earliest: str, latest: str) -> None:
    date = parse_date(text, today=TODAY, partial=True)
    assert (date.text, date.exact) == (edtf, False)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)
    with pytest.raises(Problem) as caught:
        parse_date(text, today=TODAY)
    assert caught.value == Problem("date-incomplete", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "29/02/2023",
        "31/04/2026",
        "32/01/2026",
        "0/1/2026",
        "5/13/2026",
        "00/00/1945",
        "13/1945",
        "00/1945",
        "1945-13",
        "2026-02-30",
        "31022026",
        "31/2/88",
        "1/13/88",
        "0/1/88",
    ],
)
def test_impossible_days(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_date(text, today=TODAY, partial=True)
    assert caught.value == Problem("date-impossible", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "5/3",
        "5/3/026",
        "5-3/2026",
        "3/88",
        "88",
        "050388",
        "2026-3-5",
        "5 3 2026",
        "٠٥/٠٣/٢٠٢٦",
        "05/03/2026x",
    ],
)
def test_unreadable_dates(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_date(text, today=TODAY, partial=True)
    assert caught.value == Problem("date-unreadable", text=text)


@pytest.mark.parametrize(("text", "year"), [("1/1/1849", 1849), ("1/1/2201", 2201), ("0026", 26)])
def test_years_out_of_range(text: str, year: int) -> None:
    with pytest.raises(Problem) as caught:
        parse_date(text, today=TODAY, partial=True)
    assert caught.value == Problem("date-year", year=year, lowest=1850, highest=2200)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [("5/3/26", 1926, 2026), ("23/11/26", 1926, 2026), ("23/11/06", 1906, 2006)],
)
def test_two_readings_of_a_short_year_are_asked_back(text: str, first: int, second: int) -> None:
    with pytest.raises(Problem) as caught:
        parse_date(text, today=TODAY)
    assert caught.value == Problem("date-century", first=first, second=second)


@settings(max_examples=100)
@given(st.dates(dt.date(1850, 1, 1), dt.date(2200, 12, 31)))
def test_what_is_shown_reads_back(day: dt.date) -> None:
    shown = format_date(day.isoformat())
    assert parse_date(shown, today=TODAY).earliest == day
    assert parse_date(shown.replace("/", ""), today=TODAY).text == day.isoformat()


@settings(max_examples=100)
@given(st.dates(dt.date(1906, 11, 24), TODAY))
def test_a_short_year_never_leaves_the_span_of_a_life(day: dt.date) -> None:
    try:
        readings = {parse_date(f"{day:%d/%m/%y}", today=TODAY).earliest.year}
    except Problem as problem:
        readings = set(problem.params.values())
    assert day.year in readings
    assert len(readings) <= 2


@pytest.mark.parametrize(
    ("edtf", "shown"), [("1945", "1945"), ("1945-03", "03/1945"), ("1945-03-02", "02/03/1945")]
)
def test_format_date(edtf: str, shown: str) -> None:
    assert format_date(edtf) == shown
    assert read_date(edtf).text == edtf


@pytest.mark.parametrize(
    ("edtf", "code"),
    [
        ("02/03/1945", "date-unreadable"),
        ("1945-3", "date-unreadable"),
        ("1945-02-30", "date-impossible"),
        ("1849", "date-year"),
    ],
)
def test_read_date_refuses_other_text(edtf: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_date(edtf)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("11/11/2026 02:15", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("2:15 11/11/2026", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("02h15 11/11/2026", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("2 giờ 15 phút, 11/11/2026", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("2 giờ 15 ngày 11/11/2026", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("11/11/2026 lúc 2 giờ", "2026-11-11T02:00", "11/11/2026 02:00"),
        ("11 / 11 / 2026  23H59", "2026-11-11T23:59", "11/11/2026 23:59"),
        ("2026-11-11T02:15", "2026-11-11T02:15", "11/11/2026 02:15"),
        ("11/11/2026", "2026-11-11", "11/11/2026"),
    ],
)
def test_moments(text: str, stored: str, shown: str) -> None:
    moment = parse_moment(text, today=TODAY)
    assert moment.text == stored
    assert read_moment(stored) == moment
    assert format_moment(stored) == shown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("11/11/2026 24:00", Problem("time-impossible", text="11/11/2026 24:00")),
        ("11/11/2026 2:75", Problem("time-impossible", text="11/11/2026 2:75")),
        ("31/11/2026 2:15", Problem("date-impossible", text="31/11/2026")),
        ("11/2026 2:15", Problem("date-incomplete", text="11/2026")),
        ("sáng 11/11/2026", Problem("date-unreadable", text="sáng 11/11/2026")),
        ("giờ", Problem("date-unreadable", text="giờ")),
    ],
)
def test_what_is_no_moment(text: str, problem: Problem) -> None:
    with pytest.raises(Problem) as caught:
        parse_moment(text, today=TODAY)
    assert caught.value == problem


# Short ways to type a date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("h", "2026-11-23"),
        ("H", "2026-11-23"),
        ("hôm nay", "2026-11-23"),
        ("-1", "2026-11-22"),
        (" -1 ", "2026-11-22"),
        ("-30", "2026-10-24"),
        ("3/10 âl", "2026-11-11"),
        ("mùng 3 tháng 10 âm lịch", "2026-11-11"),
    ],
)
def test_near_and_lunar_days(text: str, day: str) -> None:
    found = parse_date(text, today=TODAY)
    assert (found.text, found.exact) == (day, True)


@pytest.mark.parametrize("text", ["-0", "-31", "-", "+1", "h1", "-1-1"])
def test_what_is_no_near_day(text: str) -> None:
    with pytest.raises(Problem):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "ago", "edtf"),
    [
        ("5/3/12", (12, 70), "2012-03-05"),  # a young mother
        ("5/3/25", (0, 20), "2025-03-05"),  # a child
        ("5/3/25", (60, 120), "1925-03-05"),
        ("5/3/88", (0, 20), "1988-03-05"),  # beyond the span, and still a single reading
    ],
)
def test_a_short_year_is_read_within_the_limits_of_the_field(
    text: str, ago: tuple[int, int], edtf: str
) -> None:
    assert parse_date(text, today=TODAY, ago=ago).text == edtf


def test_a_short_year_that_leaves_two_readings_is_asked_about() -> None:
    with pytest.raises(Problem) as caught:
        parse_date("5/3/25", today=TODAY)
    assert caught.value == Problem("date-century", first=1925, second=2025)


def test_a_year_by_its_name() -> None:
    old = parse_date("Ất Sửu", today=TODAY, partial=True, ago=(60, 120))
    assert old.text == "1925"
    with pytest.raises(Problem) as caught:
        parse_date("Ất Sửu", today=TODAY, partial=True)
    assert caught.value == Problem("date-can-chi", text="Ất Sửu", years=(1985, 1925))
    with pytest.raises(Problem, match="date-incomplete"):
        parse_date("Ất Sửu", today=TODAY)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("7h40 3/10 âl", "2026-11-11T07:40"),
        ("3/10/2026 âl, 2 giờ", "2026-11-11T02:00"),
        ("3/10 âm lịch lúc 7:40", "2026-11-11T07:40"),
        ("-1 7h", "2026-11-22T07:00"),
        ("h 7h40", "2026-11-23T07:40"),
        ("0h30 3/10 âl", "2026-11-11T00:30"),
    ],
)
def test_moments_of_near_and_lunar_days(text: str, stored: str) -> None:
    assert parse_moment(text, today=TODAY).text == stored


def test_a_lunar_day_before_midnight_is_asked_about() -> None:
    with pytest.raises(Problem) as caught:
        parse_moment("23h30 3/10 âl", today=TODAY)
    before, after = dt.date(2026, 11, 10), dt.date(2026, 11, 11)
    assert caught.value == Problem("date-midnight", before=before, after=after)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("Tý", 23, 1), ("Tỵ", 9, 11), ("Sửu", 1, 3), ("Ngọ", 11, 13), ("Hợi", 21, 23)],
)
def test_an_hour_by_its_name_is_asked_about(name: str, first: int, last: int) -> None:
    with pytest.raises(Problem) as caught:
        parse_moment(f"giờ {name} 3/10 âl", today=TODAY)
    assert caught.value.code == "time-double-hour"
    assert (caught.value.params["first"], caught.value.params["last"]) == (first, last)


@pytest.mark.parametrize("ago", [(0, 120), (0, 30)])
def test_a_slip_into_next_week_is_no_day_of_a_century_ago(ago: tuple[int, int]) -> None:
    with pytest.raises(Problem) as caught:
        parse_date("30/11/26", today=TODAY, ago=ago)
    assert caught.value == Problem("date-century", first=1926, second=2026)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20/11/2026", ["2026-11-20"]),
        ("20-11-2026", ["2026-11-20"]),
        ("20112026", ["2026-11-20"]),
        (" 20 / 11 / 2026 ", ["2026-11-20"]),
        ("2026-11-20", ["2026-11-20"]),
        ("20.11.26", ["1926-11-20", "2026-11-20"]),
        ("5/3/88", ["1988-03-05"]),
        ("11/2026", ["2026-11"]),
        ("2026-11", ["2026-11"]),
        ("23/11", ["2026-11-23"]),
        ("24/11", ["2025-11-24"]),
        ("29.2", ["2024-02-29"]),
        ("20" + " " * 100_000 + "/11/2026", ["2026-11-20"]),
        ("1" + " " * 100_000 + "x", []),
        *((text, []) for text in ("", "/", "20", "2026", "20/", "20/13", "31/11/2026", "0/1")),
        *((text, []) for text in ("h", "-1", "3/10 âl", "Ất Sửu", "20/11/2026x", "1/1/9999")),
    ],
)
def test_dates_that_are_looked_for(text: str, meant: list[str]) -> None:
    assert [date.text for date in dates_meant(text, today=TODAY)] == meant


@pytest.mark.parametrize("read", [parse_date, parse_moment, span_meant])
def test_a_long_row_of_spaces_takes_no_time(read: Callable[..., object]) -> None:
    begun = time.thread_time()
    with pytest.raises(Problem):
        read("1" + " " * 100_000 + "x", today=TODAY)
    assert time.thread_time() - begun < 1
