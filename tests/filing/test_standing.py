"""Where a filing stands: what its procedures come to, and when each is expected."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from lienthong_tui.filing import queue
from lienthong_tui.filing.agency_events import Collected, Told
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, expected_dates
from lienthong_tui.filing.events import Lodged, Parked, Reopened, Restored, Withdrawn
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.overlay import decode, shipped

from .test_telling import BIRTH, FIRST, NOW, SECOND, completed

OFFICE = decode(shipped())


def filing(lodged: bool = True) -> Filing:
    """A completed filing of two procedures with its dates, counted from Friday 15:20."""
    made = completed()
    assert made.completed is not None
    received = datetime.fromisoformat(made.started.received)
    dates = expected_dates(BIRTH, OFFICE, office_calendar(), (FIRST, SECOND), received)
    made = replace(made, completed=replace(made.completed, expected=dates))
    number = Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None)
    return apply(made, number) if lodged else made


def told(outcome: str, procedure: str = SECOND, hours: int = 0, **more: Any) -> Told:
    """What was said so many hours after Friday noon."""
    at = NOW + timedelta(hours=hours)
    if outcomes.shipped()[outcome].clock == "starts":
        (counted,) = expected_dates(BIRTH, OFFICE, office_calendar(), (procedure,), at, "reception")
        more = {"expected": counted, **more}
    return Told(f"{outcome}{hours}", procedure, outcome, at.isoformat(), "portal", **more)


def after(*said: Told, lodged: bool = True) -> Filing:
    made = filing(lodged)
    for each in said:
        made = apply(made, each)
    return made


# -- the roll-up -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lodged", "said", "state"),
    [
        (False, (), "completed"),
        (True, (), "lodged"),
        (False, (told("received"),), "received"),
        (False, (told("refused"),), "completed"),
        (False, (told("received"), told("refused", hours=1)), "received"),
        (False, (told("received"), told("withdrawn", hours=1)), "received"),
        (True, (told("refused"),), "lodged"),
        (True, (told("done", FIRST),), "received"),
        (True, (told("done", FIRST), told("refused")), "finished"),
        (True, (told("done", FIRST), told("done")), "finished"),
        (True, (told("withdrawn", FIRST), told("withdrawn")), "withdrawn"),
        (True, (told("withdrawn", FIRST), told("done")), "finished"),
        (True, (told("done", FIRST), told("supplement")), "received"),
    ],
)
def test_the_procedures_come_to_one_state(lodged: bool, said: tuple[Told, ...], state: str) -> None:
    assert after(*said, lodged=lodged).state == state


def test_what_an_agency_has_is_on_the_portal_for_every_procedure() -> None:
    assert after(told("received", FIRST), lodged=False).status(SECOND) == "awaiting"
    number = {"child.id_number": "099326001234"}
    assert after(told("done", FIRST, results=number), lodged=False).status(SECOND) == "lodged"


# -- the day it is expected by ---------------------------------------------------------------------


def test_a_day_is_counted_again_from_the_reception() -> None:
    assert filing().due(SECOND) == date(2026, 11, 27)
    counted = after(told("received"))
    assert counted.due(SECOND) == date(2026, 12, 2)
    expected = counted.expected(SECOND)
    assert expected is not None
    assert (expected.since, expected.calendar) == ("reception", office_calendar().version)


def test_what_is_taken_back_is_not_counted_from() -> None:
    received = told("received")
    made = replace(after(received), told=())
    assert made.due(SECOND) == filing().due(SECOND)


def test_the_term_stands_still_while_the_citizen_is_waited_for() -> None:
    assert after(told("received"), told("supplement", hours=1)).due(SECOND) is None
    assert after(told("received"), told("fee-due", hours=1)).due(SECOND) is None
    sent = told("supplemented", hours=80, answers=("supplement1",))
    again = after(told("received"), told("supplement", hours=1), sent)
    assert again.due(SECOND) == date(2026, 12, 4)  # Monday evening counts from Tuesday


def test_an_agency_may_put_it_off_and_a_decision_ends_it() -> None:
    late = told("extended", hours=1, until=date(2026, 12, 11))
    assert after(told("received"), late).due(SECOND) == date(2026, 12, 11)
    assert after(told("received"), late, told("done", hours=2)).due(SECOND) is None


def test_the_agency_going_on_closes_what_it_asked() -> None:
    asked = after(told("supplement"))
    assert [ask.id for ask in asked.asks] == ["supplement0"]
    went_on = apply(asked, told("processing", hours=1))
    assert (went_on.asks, went_on.status(SECOND)) == ((), "processing")


# -- what is to be done ----------------------------------------------------------------------------

COLLECTED = Collected(receiver="requester", signed="signature")


@pytest.mark.parametrize(
    ("made", "kinds"),
    [
        (filing(lodged=False), ["unlodged"]),
        (filing(), ["waiting"]),
        (apply(filing(lodged=False), Lodged(None, None)), ["number"]),
        (after(told("supplement")), ["supplement"]),
        (after(told("fee-due")), ["fee"]),
        (after(told("refused", FIRST)), ["refused", "blocked"]),
        (after(told("done", FIRST)), ["result", "hand-out"]),
        (after(told("done", FIRST, results={"child.id_number": "1"})), ["hand-out"]),
        (after(told("done", FIRST), told("done")), ["hand-out", "finished"]),
        (
            after(
                told("done", FIRST), told("done"), told("returned", FIRST, 1, collected=COLLECTED)
            ),
            ["finished"],
        ),
        (apply(filing(lodged=False), Withdrawn(reason="đổi ý")), ["withdrawn"]),
        (apply(filing(lodged=False), Reopened(reason="sai tên")), ["drafting"]),
    ],
)
def test_what_is_to_be_done(made: Filing, kinds: list[str]) -> None:
    found = queue.tasks(made, lambda procedure: procedure == FIRST, lambda _: not made.results)
    assert [task.kind for task in found] == kinds


def test_what_lies_aside_is_gone_on_with_by_any_act() -> None:
    draft = apply(filing(lodged=False), Reopened(reason="sai tên"))
    aside = apply(draft, Parked(reason="papers"))
    assert queue.tasks(aside, bool, bool)[0].kind == "parked"
    assert apply(aside, Withdrawn(reason="đổi ý")).parked is None
    assert apply(apply(aside, Withdrawn(reason="đổi ý")), Restored()).state == "drafting"


@pytest.mark.parametrize(
    ("place", "day", "stands"),
    [
        ("waiting", date(2026, 12, 3), "waiting"),
        ("waiting", date(2026, 12, 2), "due"),
        ("hand-out", date(2026, 12, 1), "overdue"),
        ("supplement", date(2026, 12, 1), "supplement"),
        ("unlodged", date(2026, 12, 1), "unlodged"),
        ("finished", None, "finished"),
    ],
)
def test_a_day_that_has_come_goes_before_most(
    place: queue.Kind, day: date | None, stands: str
) -> None:
    assert queue.placed(place, day, date(2026, 12, 2)) == stands


def test_the_end_is_when_the_last_result_came() -> None:
    ended = after(told("done", FIRST, 5), told("done", hours=2))
    assert queue.closed_at(ended) == (NOW + timedelta(hours=5)).isoformat()
    assert queue.closed_at(filing()) is None


def test_the_end_is_the_later_moment_in_whatever_zone_it_is_written() -> None:
    first, second = told("done", FIRST, 5), told("done", hours=2)
    local = datetime.fromisoformat(second.said_at).astimezone(VIETNAM).isoformat()
    assert queue.closed_at(after(first, replace(second, said_at=local))) == first.said_at


def test_a_filing_opened_again_keeps_its_number_and_nothing_that_was_sealed() -> None:
    again = apply(filing(lodged=False), Reopened(reason="sai tên"))
    assert (again.state, again.allotted) == ("drafting", "LT19639-261120-1001-6")
    assert again.packets == ()
    refused = apply(after(told("refused"), lodged=False), Parked(reason="papers"))
    again = apply(refused, Reopened(reason="sai tên"))
    assert (again.told, again.parked) == ((), None)


def test_what_waits_its_turn_is_not_late_by_a_day_counted_at_the_desk() -> None:
    assert filing().due(SECOND) == date(2026, 11, 27), "what is told before anybody has it"
    first = after(told("received", FIRST))
    assert first.status(SECOND) == "awaiting"
    assert first.due(FIRST) is not None
    assert first.due(SECOND) is None
