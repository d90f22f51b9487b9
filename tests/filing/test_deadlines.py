from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from procedures.toys import toy

from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, Expected, expected_dates, local_day
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import DayOff, Overlay

from .test_calendar import working_days_after

OFFICE = Overlay(overlay=1, deadlines={})
TERM = "working_days = 0"
CUT_OFF = 'cut_off = "15:00"'


def group(term: int | None = 0, more: str = "") -> Group:
    return toy((TERM, "" if term is None else f"working_days = {term}"), more=more)


OTHER_SCHEME = """
[[scheme]]
id = "none"
name = { vi = "Chưa có", en = "None" }
cut_off = "11:30"
effective_from = 2026-11-20
law = "Chưa rõ"
"""
OTHER_PROCEDURE = """
[[procedure]]
id = "more"
name = { vi = "Thêm", en = "More" }
agency = "civil-status"
fields = ["holder.*"]
law = "Chưa rõ"

[[deadline]]
scheme = "law-2014"
procedure = "more"
working_days = 2
basis = { vi = "hai ngày", en = "two days" }
law = "Chưa rõ"
"""
GROUPS = {term: group(term) for term in (None, *range(13))}


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=VIETNAM)


def expect(received: datetime, term: int | None, office: Overlay = OFFICE) -> Expected:
    (expected,) = expected_dates(
        GROUPS[term], office, office_calendar(office.days), ("copy",), received
    )
    return expected


# (received, working days, due, why counting starts later)
TABLE = [
    # a day off between; the three days before the cut-off and the worked example after it
    ("23/11/2026 09:00:00", 1, "2026-11-25", None),
    ("20/11/2026 09:00:00", 3, "2026-11-26", None),
    ("13/02/2026 09:00:00", 3, "2026-02-25", None),
    ("23/11/2026 15:20:00", 3, "2026-11-30", "cut-off"),
    # the cut-off is the last moment of the day's reception
    ("20/11/2026 14:59:59", 0, "2026-11-20", None),
    ("20/11/2026 15:00:00", 0, "2026-11-20", None),
    ("20/11/2026 15:00:01", 0, "2026-11-23", "cut-off"),
    ("20/11/2026 15:00:01", 1, "2026-11-25", "cut-off"),
    ("23/11/2026 15:00:00", 3, "2026-11-27", None),
    ("20/11/2026 23:59:59", 0, "2026-11-23", "cut-off"),
    # received on a day of rest: counted from the next working day, at whatever hour
    ("21/11/2026 08:00:00", 0, "2026-11-23", "rest-day"),
    ("21/11/2026 16:00:00", 1, "2026-11-25", "rest-day"),
    ("24/11/2026 16:00:00", 3, "2026-11-30", "rest-day"),
    ("22/11/2026 08:00:00", 3, "2026-11-27", "rest-day"),
    # Saturdays that are worked, and the days they stand for
    ("10/01/2026 09:00:00", 0, "2026-01-10", None),
    ("09/01/2026 09:00:00", 1, "2026-01-10", None),
    ("02/01/2026 09:00:00", 0, "2026-01-05", "rest-day"),
    ("22/08/2026 15:00:01", 0, "2026-08-24", "cut-off"),
    ("21/08/2026 09:00:00", 2, "2026-08-24", None),
    ("28/08/2026 15:30:00", 1, "2026-09-04", "cut-off"),
    # Tết and the end of the year
    ("13/02/2026 15:30:00", 0, "2026-02-23", "cut-off"),
    ("16/02/2026 09:00:00", 1, "2026-02-24", "rest-day"),
    ("31/12/2026 09:00:00", 1, "2027-01-04", None),
    ("31/12/2026 16:00:00", 3, "2027-01-07", "cut-off"),
    # no text names a term
    ("23/11/2026 15:20:00", None, None, "cut-off"),
]


@pytest.mark.parametrize(("received", "term", "due", "moved"), TABLE)
def test_expected_dates(
    received: str, term: int | None, due: str | None, moved: str | None
) -> None:
    expected = expect(at(received), term)
    assert (expected.due.isoformat() if expected.due else None, expected.moved) == (due, moved)
    assert expected.working_days == term


def test_everything_an_explanation_needs() -> None:
    expected = expect(at("23/11/2026 15:20:00"), 3)
    assert expected == Expected(
        procedure="copy",
        due=date(2026, 11, 30),
        received=at("23/11/2026 15:20:00"),
        first_day=date(2026, 11, 25),
        moved="cut-off",
        cut_off="15:00",
        working_days=3,
        with_inquiry=None,
        days_off=((date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),),
        basis=expected.basis,
        law="Luật Hộ tịch 2014, Điều 64",
        verified=False,
        certain=True,
        calendar=office_calendar().version,
    )
    assert expected.basis.vi == "ngay trong ngày làm việc"


def test_only_days_that_were_skipped_are_named() -> None:
    assert expect(at("20/11/2026 09:00:00"), 1).days_off == ()
    worked_saturday = expect(at("21/08/2026 09:00:00"), 3)
    assert worked_saturday.days_off == ()
    assert worked_saturday.days_worked == ((date(2026, 8, 22), "Ngày làm bù"),)
    tet = expect(at("13/02/2026 09:00:00"), 1)
    assert [day.day for day, _ in tet.days_off] == [16, 17, 18, 19, 20]


@pytest.mark.parametrize(
    ("received", "certain"),
    [
        ("24/01/2025 09:00:00", False),
        ("31/12/2025 09:00:00", False),
        ("31/12/2026 09:00:00", False),
        ("28/12/2026 09:00:00", True),
        ("01/06/2027 09:00:00", False),
        ("27/12/2028 09:00:00", False),
        ("29/12/2028 09:00:00", False),
        ("07/05/2030 09:00:00", False),
    ],
)
def test_a_date_in_an_undecided_year_is_uncertain(received: str, certain: bool) -> None:
    expected = expect(at(received), 3)
    assert expected.due is not None
    assert expected.certain is certain
    assert not expected.settled


def test_without_a_term_the_reception_alone_decides_the_mark() -> None:
    assert expect(at("28/12/2026 09:00:00"), None).certain
    assert not expect(at("31/12/2026 16:00:00"), None).certain


@pytest.mark.parametrize(
    ("verified", "settled"),
    [((TERM, CUT_OFF), True), ((TERM,), False), ((CUT_OFF,), False), ((), False)],
)
def test_a_date_is_settled_when_neither_its_term_nor_its_hour_is_open(
    verified: tuple[str, ...], settled: bool
) -> None:
    law = toy(*((line, f"{line}\nverified = true") for line in verified))
    received = at("20/11/2026 09:00:00")
    (expected,) = expected_dates(law, OFFICE, office_calendar(), ("copy",), received)
    assert expected.settled is settled


def test_a_procedure_without_a_deadline_rests_on_the_scheme() -> None:
    office = Overlay(overlay=1, deadlines={"copies": "none"})
    (expected,) = expected_dates(
        group(0, OTHER_SCHEME), office, office_calendar(), ("copy",), at("20/11/2026 11:30:01")
    )
    assert (expected.due, expected.working_days, expected.with_inquiry) == (None, None, None)
    assert (expected.basis.vi, expected.law, expected.verified) == ("Chưa có", "Chưa rõ", False)
    assert (expected.moved, expected.cut_off) == ("cut-off", "11:30")


@pytest.mark.parametrize(
    ("received", "cut_off"),
    [
        (datetime(2026, 11, 19, 16, 59, tzinfo=UTC), "15:00"),
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), "11:30"),
    ],
)
def test_the_offices_choice_counts_from_its_first_day_in_vietnam(
    received: datetime, cut_off: str
) -> None:
    office = Overlay(overlay=1, deadlines={"copies": "none"})
    (expected,) = expected_dates(
        group(0, OTHER_SCHEME), office, office_calendar(), ("copy",), received
    )
    assert expected.cut_off == cut_off


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 19, 16, 59, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), date(2026, 11, 20)),
        (at("20/11/2026 23:59:59"), date(2026, 11, 20)),
    ],
)
def test_the_day_is_vietnams(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


def test_the_offices_cut_off() -> None:
    office = Overlay(overlay=1, deadlines={}, cut_off="16:30")
    assert expect(at("20/11/2026 16:30:00"), 0, office).due == date(2026, 11, 20)
    assert expect(at("20/11/2026 16:30:01"), 0, office).due == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("received", "term", "due", "moved"),
    [
        ("21/11/2026 09:00:00", 3, date(2026, 11, 26), None),  # 24/11 is a holiday
        ("21/11/2026 11:30:00", 0, date(2026, 11, 21), None),
        ("21/11/2026 11:30:01", 3, date(2026, 11, 27), "rest-day"),
        ("22/11/2026 09:00:00", 3, date(2026, 11, 27), "rest-day"),
        ("02/05/2026 09:00:00", 1, date(2026, 5, 5), "rest-day"),  # a Saturday off, after 1 May
    ],
)
def test_a_saturday_morning(received: str, term: int, due: date, moved: str | None) -> None:
    days = (DayOff(date(2026, 5, 2), "off", "Nghỉ bù"),)
    office = Overlay(overlay=1, deadlines={}, saturday_until="11:30", days=days)
    expected = expect(at(received), term, office)
    assert (expected.due, expected.moved) == (due, moved)


@pytest.mark.parametrize(
    ("received", "first_day", "moved"),
    [
        ("20/11/2026 15:00:01", date(2026, 11, 21), "cut-off"),  # not later than on the Saturday
        ("21/11/2026 09:00:00", date(2026, 11, 21), None),
        ("01/01/2027 09:00:00", date(2027, 1, 2), "rest-day"),  # a holiday on a Friday
        ("30/04/2027 09:00:00", date(2027, 5, 4), "rest-day"),  # the Saturday is one as well
    ],
)
def test_a_saturday_is_the_next_day_where_the_office_receives_on_it(
    received: str, first_day: date, moved: str | None
) -> None:
    expected = expect(at(received), 1, Overlay(overlay=1, deadlines={}, saturday_until="11:30"))
    assert (expected.first_day, expected.moved) == (first_day, moved)


def test_a_fraction_of_a_second_decides_nothing() -> None:
    received = at("20/11/2026 15:00:00").replace(microsecond=900_000)
    expected = expect(received, 0)
    assert (expected.moved, expected.received) == (None, at("20/11/2026 15:00:00"))


def test_the_offices_days() -> None:
    days = (
        DayOff(date(2026, 12, 24), "off", "Ngày truyền thống xã"),
        DayOff(date(2026, 12, 26), "work", "Làm bù"),
    )
    expected = expect(at("23/12/2026 09:00:00"), 2, Overlay(overlay=1, deadlines={}, days=days))
    assert expected.due == date(2026, 12, 26)
    assert expected.days_off == ((date(2026, 12, 24), "Ngày truyền thống xã"),)
    assert expected.days_worked == ((date(2026, 12, 26), "Làm bù"),)
    assert expect(at("24/12/2026 09:00:00"), 0).moved is None


def test_the_hour_is_vietnams_whatever_the_clock() -> None:
    received = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
    expected = expect(received, 3)
    assert expected == expect(received.astimezone(VIETNAM), 3)
    assert (expected.moved, expected.due) == ("cut-off", date(2026, 11, 30))
    midnight = expect(datetime(2026, 11, 19, 17, 0, tzinfo=UTC), 0)
    assert midnight.due == date(2026, 11, 20)


def test_each_procedure_asked_for_in_that_order() -> None:
    dates = expected_dates(
        group(0, OTHER_PROCEDURE),
        OFFICE,
        office_calendar(),
        ("more", "copy"),
        at("20/11/2026 09:00:00"),
    )
    assert [(e.procedure, e.working_days) for e in dates] == [("more", 2), ("copy", 0)]


def test_it_is_kept_as_it_was_told() -> None:
    expected = expect(at("23/11/2026 15:20:00"), 3)
    assert msgspec.convert(msgspec.to_builtins(expected), Expected) == expected


@settings(max_examples=150)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 20), timezones=st.just(VIETNAM)),
    st.integers(0, 12),
)
def test_every_date_agrees_with_counting_day_by_day(received: datetime, term: int) -> None:
    days = working_days_after(received.date() - timedelta(days=1))
    first = next(days)
    if first == received.date() and received > received.replace(
        hour=15, minute=0, second=0, microsecond=0
    ):
        first = next(days)
    due = first
    for _ in range(term):
        due = next(days)
    expected = expect(received, term)
    assert (expected.first_day, expected.due) == (first, due)
    assert (expected.moved is None) == (first == received.date())
