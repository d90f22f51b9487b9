"""Ten years of expected dates against the oracle, and their sentences read back."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from operator import le
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing import calendar as calendar_room
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import Expected, expected_dates
from lienthong_tui.procedures.loading import shipped
from lienthong_tui.procedures.overlay import DayOff, Overlay
from lienthong_tui.sentences import LANGUAGES, Language
from lienthong_tui.sentences.wording import because

from .offices import (
    ALL,
    DAYS,
    EVERY,
    GROUP,
    HOURS,
    NAMES,
    OWN_NAMES,
    PLAIN,
    QUICK,
    TERMS,
    Desk,
    as_counted,
    at,
    desks,
    first_dates,
    said_days,
)
from .oracle import AT, MOON, STRIP, TABLES, national, office, read

OURS = office({})
PLAIN_DESK = Desk(PLAIN, quick=False)
TEXT: dict[str, date] = {day: date.fromisoformat(day) for day in STRIP}


def dues(dates: tuple[Expected, ...]) -> list[date]:
    return [expected.due for expected in dates if expected.due is not None]


def is_no_earlier(dates: tuple[Expected, ...], than: tuple[Expected, ...]) -> bool:
    """Whether neither a start nor a date of the same procedures is earlier."""
    starts = all(now.first_day >= then.first_day for now, then in zip(dates, than, strict=True))
    return starts and all(map(le, dues(than), dues(dates)))


# -- the tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", sorted({day[:4] for day in national()}))
def test_each_year_gives_the_twelve_days_of_the_law(year: str) -> None:
    marks = {day: mark for day, mark in national().items() if day.startswith(year)}
    for day in ("01-01", "04-30", "05-01", "09-02", "11-24"):
        assert marks[f"{year}-{day}"].off, day
    on_week_days = [day for day, mark in marks.items() if mark.off and AT[day] % 7 < 5]
    worked = [day for day, mark in marks.items() if not mark.off]
    # Eleven days and 24/11: one on a week-end is made up for, a swapped one is worked for.
    assert len(on_week_days) - len(worked) == 12
    assert all(AT[day] % 7 > 4 for day in worked)
    if year in MOON:
        new_year, hung_kings = MOON[year]
        first = AT[new_year]
        assert marks[new_year].off
        assert marks[hung_kings].off
        assert all(OURS.rests(place) for place in range(first - 1, first + 4))


# -- every reception of ten years ------------------------------------------------------------------


def test_every_reception_of_ten_years() -> None:
    calendar = office_calendar()
    wrong = []
    before = [date.min] * len(TERMS)
    for day in DAYS:
        late = first_dates(OURS.walk(day, "15:00:01"))
        in_time = first_dates(OURS.walk(day, "15:00:00"))
        for clock in HOURS:
            counts = late if clock > "15:00:00" else in_time
            dates = expected_dates(GROUP, PLAIN, calendar, NAMES, at(day, clock))
            for term, expected in zip(TERMS, dates, strict=True):
                count = counts[term]
                if (
                    expected.due != TEXT[count.due]
                    or expected.first_day != TEXT[count.start]
                    or expected.moved != count.moved
                    or expected.certain != count.certain
                    or len(expected.days_off) != len(count.off)
                    or len(expected.days_worked) != len(count.worked)
                    or ((count.off or count.worked) and as_counted(expected) != count)
                ):
                    wrong.append((day, clock, term, count, expected))
            # Who comes later is never expected earlier.
            now = dues(dates)
            assert all(map(le, before, now)), (day, clock)
            before = now
    assert len(DAYS) == 3652
    assert not wrong, wrong[:3]


# -- any office ------------------------------------------------------------------------------------


@settings(max_examples=250)
@given(desks())
def test_any_office_agrees_with_the_oracle(drawn: tuple[Desk, datetime]) -> None:
    desk, received = drawn
    quick, cut_off, counts = desk.counts(received)
    for expected in desk.expects(received, *ALL):
        assert expected.cut_off == cut_off
        term = None if expected.procedure == "open" else int(expected.procedure[1:])
        sets = term in (QUICK if quick else TERMS)
        assert expected.working_days == (term if sets else None)
        # Of the two schemes only that of 2014 is verified, and of its terms every other.
        assert expected.verified == (sets and not quick and EVERY.index(term or 0) % 2 == 0)
        if expected.working_days is not None:
            assert as_counted(expected) == counts[expected.working_days]
        else:
            # No text names a term: what is told goes to the day the count would start from.
            assert expected.due is None
            assert as_counted(expected) == replace(counts[0], due="None")


@settings(max_examples=100)
@given(desks(), st.timedeltas(timedelta(0), timedelta(days=6)))
def test_who_comes_later_is_never_expected_earlier(
    drawn: tuple[Desk, datetime], later: timedelta
) -> None:
    desk, received = drawn
    # One scheme throughout: another may well have shorter terms.
    desk = replace(desk, overlay=msgspec.structs.replace(desk.overlay, deadlines={}))
    assert is_no_earlier(desk.expects(received + later), desk.expects(received))


@settings(max_examples=100)
@given(desks())
def test_a_longer_term_ends_later(drawn: tuple[Desk, datetime]) -> None:
    desk, received = drawn
    assert all(shorter < longer for shorter, longer in pairwise(dues(desk.expects(received))))


@settings(max_examples=100)
@given(desks(), st.integers(-3, 30))
def test_a_day_off_more_makes_no_date_earlier(drawn: tuple[Desk, datetime], ahead: int) -> None:
    desk, received = drawn
    added = desk.with_day(DayOff(received.date() + timedelta(days=ahead), "off", "Nghỉ thêm"))
    # A scheme may be in force that sets no term for some of them: those have no date.
    assert is_no_earlier(added.expects(received), desk.expects(received))


ZONES = [timezone(timedelta(hours=hours)) for hours in (-12, -5, 0, 5.75, 14)]


@settings(max_examples=50)
@given(desks(), st.sampled_from(ZONES))
def test_the_zone_a_moment_is_written_in_changes_nothing(
    drawn: tuple[Desk, datetime], zone: timezone
) -> None:
    desk, received = drawn
    elsewhere = desk.expects(received.astimezone(zone))
    assert msgspec.json.encode(elsewhere) == msgspec.json.encode(desk.expects(received))


@pytest.fixture(params=["UTC0", "EST5EDT,M3.2.0,M11.1.0", "LINT-14", "ICT-7"])
def _zone_of_the_pc(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone_of_the_pc")
def test_the_zone_of_the_pc_changes_nothing() -> None:
    for day in STRIP[AT["2026-10-28"] : AT["2026-12-01"]]:
        for clock in HOURS:
            (expected,) = PLAIN_DESK.expects(at(day, clock).astimezone(), "t3")
            assert as_counted(expected) == first_dates(OURS.walk(day, clock))[3]
            said = read(because(expected, "vi"), "vi")
            assert (said.received, said.recount()) == (day, f"{expected.due}")


# -- the sentence ----------------------------------------------------------------------------------


def check_sentence(expected: Expected, received: datetime, language: Language) -> None:
    """Whether the sentence tells all there is, and somebody who has only it finds the date."""
    said = read(because(expected, language), language)
    assert said.doubts() == []
    assert said.recount() == (f"{expected.due}" if expected.due else None)
    assert (said.received, said.start) == (f"{received:%Y-%m-%d}", f"{expected.first_day}")
    assert f"{received:%H:%M:%S}".startswith(said.clock)
    assert (said.term, said.inquiry) == (expected.working_days, expected.with_inquiry)
    assert said.moved == expected.moved
    assert said.cut_off == (expected.cut_off if expected.moved == "cut-off" else None)
    assert (said.off, said.worked) == (
        said_days(expected.days_off),
        said_days(expected.days_worked),
    )
    assert (said.projected, said.unverified) == (not expected.certain, not expected.settled)
    assert said.law.endswith(f"; {expected.law}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_ten_years_leads_to_its_date(language: Language) -> None:
    for place, day in enumerate(DAYS):
        received = at(day, HOURS[place % len(HOURS)])
        (expected,) = PLAIN_DESK.expects(received, NAMES[place % len(NAMES)])
        check_sentence(expected, received, language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=100)
@given(drawn=desks())
def test_any_offices_sentences_lead_to_their_dates(
    language: Language, drawn: tuple[Desk, datetime]
) -> None:
    desk, received = drawn
    for expected in desk.expects(received, "t0", "t1", "t5", "t20", "open"):
        check_sentence(expected, received, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_laws_sentences_lead_to_their_dates(language: Language) -> None:
    for group in shipped():
        procedures = tuple(procedure.id for procedure in group.definition.procedure)
        for scheme in group.definition.scheme:
            desk = Overlay(overlay=1, deadlines={group.definition.group: scheme.id})
            for day, clock in (("2026-11-23", "15:20:00"), ("2026-12-31", "09:00:00")):
                received = at(day, clock)
                dates = expected_dates(group, desk, office_calendar(), procedures, received)
                for expected in dates:
                    check_sentence(expected, received, language)


# -- frozen ----------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(desks())
def test_a_date_is_read_again_as_it_was_told(drawn: tuple[Desk, datetime]) -> None:
    desk, received = drawn
    for expected in desk.expects(received, "t0", "t7", "open"):
        again = msgspec.json.decode(msgspec.json.encode(expected), type=Expected)
        assert again == expected
        assert [because(again, lang) for lang in LANGUAGES] == [
            because(expected, lang) for lang in LANGUAGES
        ]


@settings(max_examples=150)
@given(desks(), st.integers(0, 12), st.sampled_from(["off", "work"]), OWN_NAMES)
def test_a_calendar_that_counts_otherwise_has_another_version(
    drawn: tuple[Desk, datetime], ahead: int, kind: str, name: str
) -> None:
    desk, received = drawn
    day = received.date() + timedelta(days=ahead)
    changed = desk.with_day(msgspec.convert({"date": day, "kind": kind, "name": name}, DayOff))
    for one, other in zip(desk.expects(received), changed.expects(received), strict=True):
        if as_counted(one) != as_counted(other):
            assert one.calendar != other.calendar


def test_any_change_of_a_table_changes_the_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = min(TABLES.glob("holidays_vn_*.csv"))
    head, *lines = source.read_text("utf-8").splitlines()
    table = tmp_path / source.name
    monkeypatch.setattr(calendar_room, "data_path", lambda *_: tmp_path)
    versions = {office_calendar().version}
    try:
        for place, line in enumerate(lines):
            day, weekday, kind, name, rest = line.split(",", 4)
            turned = "holiday" if kind == "swap_work" else "swap_work"
            for instead in (
                [],
                [f"{day},{weekday},{turned},{name},{rest}"],
                [f"{day},{weekday},{kind},{name} khác,{rest}"],
            ):
                changed = [head, *lines[:place], *instead, *lines[place + 1 :]]
                table.write_text("\n".join(changed), "utf-8")
                calendar_room._shipped.cache_clear()
                versions.add(office_calendar().version)
    finally:
        calendar_room._shipped.cache_clear()
    assert len(versions) == 1 + 3 * len(lines)
