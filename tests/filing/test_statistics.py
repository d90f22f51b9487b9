"""Figures of a period: every count is a part of a whole, and what is on time is decided by rule."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing import statistics
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.figures import TIMINGS, FilingFigures, ProcedureFigures
from lienthong_tui.filing.statistics import Report, Share, Spread, along, on_time, timing
from lienthong_tui.procedures.outcomes import shipped

CALENDAR = office_calendar()
TODAY = date(2026, 11, 30)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DUE = date(2026, 11, 25)


def procedure(**said: Any) -> ProcedureFigures:
    told: dict[str, Any] = {"status": "received", "begun": True, "first_due": DUE, "due": DUE}
    return ProcedureFigures("birth-registration", "civil-status", **(told | said))


def filing(*procedures: ProcedureFigures, **said: Any) -> FilingFigures:
    told: dict[str, Any] = {"group": "birth", "received": date(2026, 11, 20), "state": "received"}
    return FilingFigures(procedures=procedures, **(told | said))


def report(filings: Sequence[FilingFigures], **said: Any) -> Report:
    told: dict[str, Any] = {"first": FIRST, "last": LAST, "as_of": TODAY, "calendar": CALENDAR}
    return statistics.report(filings, **(told | said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"decided": DUE, "status": "done"}, "on-time"),
        ({"decided": DUE + timedelta(days=1), "status": "done"}, "late"),
        ({"decided": DUE + timedelta(days=1), "status": "done", "put_off": True}, "late"),
        ({"decided": DUE, "status": "refused"}, "on-time"),
        ({"decided": DUE, "status": "stopped"}, "on-time"),
        ({}, "overdue"),
        ({"due": TODAY}, "running"),
        ({"due": TODAY - timedelta(days=1)}, "overdue"),
        ({"status": "supplement"}, "paused"),
        ({"status": "fee-due"}, "paused"),
        ({"status": "supplemented", "due": TODAY}, "running"),
        ({"status": "awaiting"}, "overdue"),
        ({"status": "declared", "begun": False}, "not-lodged"),
        ({"status": "declared", "begun": False, "due": None}, "not-lodged"),
        ({"due": None}, "no-term"),
        ({"due": None, "decided": DUE, "status": "done"}, "no-term"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"status": "withdrawn", "decided": DUE}, "withdrawn"),
        ({"status": "unknown"}, "unknown"),
    ],
)
def test_how_a_procedure_stands_to_its_day(said: dict[str, Any], expected: str) -> None:
    assert timing(procedure(**said), TODAY) == expected


def test_the_rate_tells_what_it_is_a_rate_of() -> None:
    made = report(
        [
            filing(procedure(decided=DUE, status="done")),
            filing(procedure(decided=DUE, status="done")),
            filing(procedure(decided=TODAY, status="done", put_off=True)),
            filing(procedure()),
            filing(procedure(due=TODAY)),
            filing(procedure(due=None, first_due=None, decided=DUE, status="done")),
            filing(procedure(status="supplement")),
        ]
    )
    assert on_time(made.timings) == Share(2, 4)
    assert on_time(made.timings).tenths == 500
    assert made.put_off == 1
    assert made.first_told == Share(2, 3)
    assert on_time({}).tenths is None


@pytest.mark.parametrize(
    ("part", "whole", "tenths"), [(0, 7, 0), (1, 3, 333), (2, 3, 667), (1, 8, 125), (7, 7, 1000)]
)
def test_a_share_in_tenths_of_a_percent(part: int, whole: int, tenths: int) -> None:
    assert Share(part, whole).tenths == tenths


def test_a_term_counted_again_after_a_supplement_is_the_one_that_counts() -> None:
    again = procedure(due=date(2026, 12, 4), decided=date(2026, 12, 3), status="done")
    made = report([filing(again)], as_of=date(2026, 12, 10))
    assert on_time(made.timings) == Share(1, 1)
    assert made.first_told == Share(0, 1), "by the day the citizen was told first it was late"


def test_what_was_purged_undecided_does_not_grow_overdue() -> None:
    gone = filing(procedure(), until=DUE)
    assert report([gone]).timings == {"running": 1}
    assert report([filing(procedure())]).timings == {"overdue": 1}


def test_supplements_refusals_and_what_they_are_about() -> None:
    asks = (("component:birth-notice", "words"), ("component:birth-notice",))
    made = report(
        [filing(procedure(returned=asks), procedure(status="refused", decided=DUE)), filing()]
    )
    assert (made.asked, made.returned) == (2, 1)
    assert along(made.returns, "kind", "about") == {
        ("supplement", "component:birth-notice"): 2,
        ("supplement", "words"): 1,
        ("refused", "words"): 1,
    }


def test_times_and_the_working_days_between() -> None:
    made = report(
        [
            filing(completed_by="s1", declaring=61, lodging=3600),
            filing(completed_by="s1", declaring=None, lodging=3601),
            # From Friday 20/11 over the weekend and the day off of 24/11.
            filing(procedure(decided=date(2026, 11, 25), status="done"), completed_by="s2"),
        ]
    )
    assert made.declaring["birth"] == Spread({2: 1}, unknown=2)
    assert made.lodging["birth"] == Spread({1: 1, 2: 1})
    assert made.deciding["birth-registration"] == Spread({2: 1})
    assert made.completed_by == {"s1": 2, "s2": 1}


@pytest.mark.parametrize(
    ("took", "median", "ninth"),
    [
        ({}, None, None),
        ({5: 1}, 5, 5),
        ({1: 5, 9: 5}, 1, 9),
        ({1: 1, 2: 1, 3: 1}, 2, 3),
        (dict.fromkeys(range(1, 11), 1), 5, 9),
        ({0: 99, 1000: 1}, 0, 0),
    ],
)
def test_half_and_nine_tenths(took: dict[int, int], median: int | None, ninth: int | None) -> None:
    spread = Spread(took)
    assert (spread.reached(50), spread.reached(90)) == (median, ninth)


def test_days_weeks_or_months() -> None:
    assert statistics.step_of(LAST, LAST) == "day"
    assert statistics.step_of(FIRST, LAST) == "week"
    assert statistics.step_of(date(2026, 10, 1), date(2026, 12, 31)) == "month"
    assert statistics.since(date(2026, 11, 29), "week") == date(2026, 11, 23)
    assert statistics.since(date(2026, 11, 29), "month") == FIRST


def test_only_what_was_received_in_the_period() -> None:
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert report([filing(received=day) for day in days]).total == 2


def test_nothing_at_all() -> None:
    empty = report([])
    assert (empty.total, empty.timings, empty.declaring) == (0, {}, {})


days = st.dates(date(2026, 10, 1), date(2026, 12, 31))
procedures = st.builds(
    ProcedureFigures,
    procedure=st.sampled_from(["birth-registration", "permanent-residence"]),
    agency=st.sampled_from(["civil-status", "residence-police"]),
    status=st.sampled_from([*shipped(), "declared", "lodged", "awaiting", "unknown"]),
    begun=st.booleans(),
    first_due=st.none() | days,
    due=st.none() | days,
    put_off=st.booleans(),
    decided=st.none() | days,
    returned=st.lists(
        st.lists(st.sampled_from(["component:a", "field:b", "words"]), unique=True).map(tuple),
        max_size=3,
    ).map(tuple),
)
filings = st.lists(
    st.builds(
        FilingFigures,
        group=st.sampled_from(["birth", "death"]),
        received=days,
        state=st.sampled_from(["drafting", "lodged", "finished", "withdrawn"]),
        procedures=st.lists(procedures, max_size=4).map(tuple),
        completed_by=st.none() | st.sampled_from(["s1", "s2"]),
        declaring=st.none() | st.integers(0, 7200),
        lodging=st.none() | st.integers(0, 400_000),
        parked=st.booleans(),
        reopened=st.booleans(),
        until=st.none() | days,
    ),
    max_size=12,
)
WHOLE = {"first": date(2026, 10, 1), "last": date(2026, 12, 31), "step": "week"}


@settings(max_examples=30)
@given(filings)
def test_the_parts_are_the_whole(given_: list[FilingFigures]) -> None:
    made = report(given_, **WHOLE)
    count = sum(len(each.procedures) for each in given_)
    assert made.total == len(given_)
    assert sum(made.procedures.values()) == count
    for name in ("since", "group", "procedure", "agency", "status", "timing"):
        parts = along(made.procedures, name)
        assert sum(parts.values()) == count
        assert 0 not in parts.values()
    assert set(made.timings) <= set(TIMINGS)
    rate = on_time(made.timings)
    assert 0 <= rate.part <= rate.whole <= count
    assert rate.tenths is None or 0 <= rate.tenths <= 1000
    assert made.first_told.part <= made.first_told.whole
    assert made.returned <= made.asked
    for spreads in (made.declaring, made.lodging, made.deciding):
        for spread in spreads.values():
            half, most = spread.reached(50), spread.reached(90)
            assert (half is None) == (most is None) == (spread.known == 0)
            assert half is None or most is None or min(spread.took) <= half <= most


@settings(max_examples=25)
@given(filings, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(given_: list[FilingFigures], by: random.Random) -> None:
    made = report(given_, **WHOLE)
    by.shuffle(given_)
    assert report(given_, **WHOLE) == made


@settings(max_examples=25)
@given(filings, days)
def test_two_halves_of_a_period_add_up(given_: list[FilingFigures], last: date) -> None:
    whole = report(given_, **WHOLE)
    before = report(given_, **WHOLE | {"last": last})
    after = report(given_, **WHOLE | {"first": last + timedelta(days=1)})
    for counted in ("filings", "procedures", "returns", "completed_by"):
        parts = Counter(getattr(before, counted)) + Counter(getattr(after, counted))
        assert parts == getattr(whole, counted)
    for name in ("asked", "returned", "put_off", "parked", "reopened", "purged"):
        assert getattr(before, name) + getattr(after, name) == getattr(whole, name)
    first_told = zip(before.first_told, after.first_told, strict=True)
    assert Share(*map(sum, first_told)) == whole.first_told
