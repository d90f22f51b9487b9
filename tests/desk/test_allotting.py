"""Numbers on blank forms: each once, for the filing that was written on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from screens.walk import NOW

from lienthong_tui.desk import allotting, completion, demo, drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.events import Compared, OnPaper
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.problems import Busy, Problem


@pytest.fixture
def desk() -> Iterator[Desk]:
    with demo.demo_desk(lambda: NOW) as made:
        yield made


def allot(desk: Desk, count: int, group: str = "birth") -> tuple[str, ...]:
    return tuple(allotted.reference for allotted in allotting.allot(desk, group, count))


def free(desk: Desk, group: str | None = None) -> tuple[str, ...]:
    return tuple(allotted.reference for allotted in allotting.free(desk, group))


def test_numbers_given_out_are_nobody_elses(desk: Desk) -> None:
    given = allot(desk, 3)
    assert [parse_reference(number) for number in given] == list(given)
    assert free(desk) == given
    reading = read_case(demo.samples()[1], now=NOW, commune=desk.commune)
    filed = completion.file_case(desk, reading)
    assert filed.reference not in given
    assert str(filed.reference).split("-")[2] == "1004"


def test_a_filing_takes_the_number_of_its_form_and_the_time_of_its_paper(desk: Desk) -> None:
    first, second = allot(desk, 2)
    taken = NOW
    draft = allotting.take(desk, drafting.start(desk, "birth"), second[-6:], taken)
    assert draft.filing.allotted == second
    assert draft.filing.started.received == "2026-11-20T09:30:00+07:00"
    assert draft.filing.reference is None, "it is not declared yet"
    assert free(desk) == (first,)
    # Whoever holds the paper finds the draft by its number.
    assert [line.filing for line in desk.lookup(second)] == [draft.filing.id]
    with pytest.raises(Problem, match="allotted-unknown"):
        allotting.take(desk, drafting.start(desk, "birth"), second, taken)


def test_it_is_completed_under_that_number(desk: Desk) -> None:
    (number,) = allot(desk, 1)
    reading = read_case(demo.samples()[1], now=NOW, commune=desk.commune)
    filing_id = completion.file_case(desk, reading).id
    filing, _ = desk.filing(filing_id)
    draft = drafting.start(desk, "birth")
    draft = allotting.take(desk, draft, number, NOW)
    draft = drafting.record(
        desk,
        draft,
        *completion._facts(desk, reading)[1:],
        Compared(other=filing_id, verdict="different", reason="ghi trên giấy trước"),
    )
    assert draft.filing.answers == filing.answers
    done = completion.complete(desk, draft)
    assert done.filing.reference == number
    assert done.filing.completed is not None
    assert all(number in packet.file_name for packet in done.filing.completed.packets)
    with pytest.raises(Busy, match="filing-completed"):
        drafting.record(desk, done, OnPaper(reference=number, received=NOW.isoformat()))


@pytest.mark.parametrize("typed", ["", "   ", "LT19639-261120-1009-0", "x"])
def test_a_number_that_was_not_given_out(desk: Desk, typed: str) -> None:
    allot(desk, 1)
    with pytest.raises(Problem, match="allotted-unknown"):
        allotting.take(desk, drafting.start(desk, "birth"), typed, NOW)


def test_paper_cannot_be_taken_tomorrow(desk: Desk) -> None:
    (number,) = allot(desk, 1)
    with pytest.raises(Problem, match="received-later"):
        allotting.take(desk, drafting.start(desk, "birth"), number, NOW + timedelta(minutes=1))
    assert free(desk) == (number,)


@pytest.mark.parametrize("count", [0, -1, allotting.MOST + 1])
def test_how_many(desk: Desk, count: int) -> None:
    with pytest.raises(Problem, match="allot-many"):
        allot(desk, count)
    assert free(desk) == ()


def test_paper_cannot_be_taken_before_its_number_was_given_out(desk: Desk) -> None:
    (number,) = allot(desk, 1)
    with pytest.raises(Problem, match="received-before"):
        allotting.take(desk, drafting.start(desk, "birth"), number, NOW - timedelta(minutes=1))


def test_a_form_of_a_birth_is_none_of_a_death(desk: Desk) -> None:
    (number,) = allot(desk, 1)
    assert free(desk, "death") == ()
    with pytest.raises(Problem, match="allotted-unknown"):
        allotting.take(desk, drafting.start(desk, "death"), number, NOW)


def test_what_was_printed_once_is_known(desk: Desk) -> None:
    first, _ = allot(desk, 2)
    allotting.record_printed(desk, "birth", (first,))
    assert [a.printed for a in allotting.free(desk, "birth")] == [True, False]


def test_a_number_or_an_hour_mistyped_is_mended(desk: Desk) -> None:
    first, second = allot(desk, 2)
    draft = allotting.take(desk, drafting.start(desk, "birth"), first, NOW)
    assert free(desk) == (second,)
    assert [a.reference for a in allotting.open_to(desk, draft)] == [first, second]
    draft = allotting.take(desk, draft, second, NOW)
    assert draft.filing.allotted == second
    assert free(desk) == (first,), "the number that was not meant is free again"
    later = replace(desk, clock=lambda: NOW + timedelta(hours=1))
    draft = allotting.take(later, draft, second, NOW + timedelta(minutes=30))
    assert datetime.fromisoformat(draft.filing.started.received) == NOW + timedelta(minutes=30)
    other = drafting.start(desk, "birth")
    with pytest.raises(Problem, match="allotted-unknown"):
        allotting.take(desk, other, second, NOW)
