"""The figures of one filing: what its events come to, and what is left after a purge."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from lienthong_tui.filing import counting
from lienthong_tui.filing.agency_events import TakenBack, Told, Wanted
from lienthong_tui.filing.counting import figures_of
from lienthong_tui.filing.events import (
    Answered,
    Completed,
    FeesTaken,
    Lodged,
    Parked,
    Purged,
    Reopened,
    Restored,
    Viewed,
    Withdrawn,
)
from lienthong_tui.filing.figures import FilingFigures, ProcedureFigures
from lienthong_tui.filing.kinds import kind_of
from lienthong_tui.filing.timeline import PAUSE, Happened

from .test_filing import STARTED, packet
from .test_kinds import EXPECTED

START = datetime(2026, 11, 20, 8, 20, tzinfo=UTC)
FIRST, SECOND = "birth-registration", "permanent-residence"
DUE = date(2026, 11, 30)
ANSWER = Answered(answers={"a": "1"}, origin="typed")
COMPLETED = Completed(
    reference="LT19639-261120-1001-6",
    declarations=(),
    packets=(packet(FIRST), packet(SECOND)),
    expected=(msgspec.structs.replace(EXPECTED, procedure=FIRST),),
)
LODGED = Lodged(portal_number="G22", one_stop_number=None)


def happened(*events: Any, officer: str = "s1") -> list[Happened]:
    """The events, a minute apart; a timedelta is a longer pause before the next."""
    found, at = [], START
    for event in (STARTED, *events):
        if isinstance(event, timedelta):
            at += event - timedelta(minutes=1)
            continue
        found.append(Happened(at, officer, kind_of(event), event))
        at += timedelta(minutes=1)
    return found


def figures(*events: Any) -> FilingFigures:
    found = figures_of(happened(*events))
    assert found is not None
    return found


def said(outcome: str, day: int, procedure: str = FIRST, **more: Any) -> Told:
    return Told(
        id=f"{outcome}-{day}",
        procedure=procedure,
        outcome=outcome,
        said_at=f"2026-12-{day:02}T09:00:00+07:00",
        source="portal",
        **more,
    )


def first(*events: Any) -> ProcedureFigures:
    return figures(COMPLETED, *events).procedures[0]


def counted_again(day: int) -> Any:
    due = date(2026, 12, day)
    received = EXPECTED.received + timedelta(days=day)
    return msgspec.structs.replace(EXPECTED, procedure=FIRST, due=due, received=received)


def test_nothing_before_it_is_started() -> None:
    assert figures_of([]) is None
    assert figures_of(happened()[1:]) is None


def test_a_draft_has_no_procedures() -> None:
    draft = figures(ANSWER, ANSWER)
    assert draft == FilingFigures(group="birth", received=date(2026, 11, 20), state="drafting")


def test_completed_and_not_lodged() -> None:
    done = figures(ANSWER, ANSWER, COMPLETED)
    assert (done.state, done.completed_by, done.lodging) == ("completed", "s1", None)
    assert done.procedures == (
        ProcedureFigures(FIRST, "agency", "declared", first_due=DUE, due=DUE),
        ProcedureFigures(SECOND, "agency", "declared"),
    )


@pytest.mark.parametrize(
    ("minutes", "seconds"),
    [
        ((), None),
        ((1,), None),  # one answer: a case file, or nothing measured
        ((1, 1), 60),
        ((1, 2, 3), 300),
        ((1, 10), 600),
        ((1, 10.5), 0),  # longer than PAUSE: left out
        ((1, 2, 45, 2), 240),
    ],
)
def test_declaring_leaves_long_pauses_out(minutes: tuple[float, ...], seconds: int | None) -> None:
    assert timedelta(minutes=10) == PAUSE
    events: list[Any] = []
    for pause in minutes:
        events += [timedelta(minutes=pause), ANSWER]
    assert figures(*events, COMPLETED).declaring == seconds


def test_a_clock_set_back_takes_nothing_off() -> None:
    moments = happened(ANSWER, ANSWER, ANSWER, COMPLETED)
    back = moments[2].at - timedelta(hours=3)
    moments[3:] = [msgspec.structs.replace(each, at=back) for each in moments[3:]]
    found = figures_of(moments)
    assert found is not None
    assert found.declaring == 60


def test_answers_to_a_supplement_are_no_declaring_but_mending_is() -> None:
    once = figures(ANSWER, ANSWER, COMPLETED)
    assert figures(ANSWER, ANSWER, COMPLETED, ANSWER, ANSWER).declaring == once.declaring == 60
    mended = figures(ANSWER, ANSWER, COMPLETED, Reopened(reason="sai tên"), ANSWER, COMPLETED)
    assert (mended.declaring, mended.reopened) == (240, True)
    assert figures(ANSWER, ANSWER, COMPLETED, Reopened(reason="sai tên")).completed_by is None


def test_lodging_runs_from_the_completion_that_stands() -> None:
    assert figures(COMPLETED, timedelta(hours=2), LODGED, LODGED).lodging == 7200
    again = figures(COMPLETED, LODGED, Reopened(reason="x"), COMPLETED, LODGED)
    assert again.lodging == 60


def test_parked_counts_also_when_it_was_gone_on_with() -> None:
    assert figures(Parked(reason="papers"), ANSWER).parked
    assert not figures(ANSWER).parked


def test_the_decision_that_stands_and_its_day() -> None:
    done = first(LODGED, said("received", 1), said("done", 3), said("paid", 8), said("returned", 9))
    assert (done.status, done.decided, done.begun) == ("returned", date(2026, 12, 3), True)
    corrected = first(LODGED, said("refused", 2), said("received", 3), said("done", 4))
    assert corrected.decided == date(2026, 12, 4)
    turned = first(LODGED, said("refused", 2), said("done", 4))
    assert (turned.status, turned.decided) == ("done", date(2026, 12, 4))
    assert first(LODGED, said("done", 4), said("done", 7)).decided == date(2026, 12, 4)
    assert first(LODGED, said("done", 4), said("processing", 7)).decided == date(2026, 12, 4)
    assert first(LODGED, said("received", 4)).decided is None


def test_late_in_the_evening_in_utc_is_the_next_day_here() -> None:
    told = msgspec.structs.replace(said("done", 3), said_at="2026-12-03T18:30:00+00:00")
    assert first(told).decided == date(2026, 12, 4)


def test_what_was_taken_back_was_never_said() -> None:
    wrong = said("refused", 2)
    assert first(LODGED, wrong, TakenBack(told=wrong.id, reason="nhầm")) == first(LODGED)


def test_the_day_as_it_was_counted_last() -> None:
    later = first(
        LODGED,
        said("received", 1, expected=counted_again(8)),
        said("supplement", 3, items=(Wanted("rõ hơn", component="proof"),)),
        said("supplemented", 5, expected=counted_again(14)),
        said("extended", 6, until=date(2026, 12, 20)),
        said("done", 16),
    )
    assert (later.first_due, later.due) == (DUE, date(2026, 12, 14))
    assert later.put_off
    assert later.decided == date(2026, 12, 16)


def test_what_a_supplement_is_about_and_never_its_words() -> None:
    asked = first(
        LODGED,
        said(
            "supplement",
            2,
            items=(
                Wanted("Giấy chứng sinh của cháu An", component="birth-notice"),
                Wanted("chụp lại", component="birth-notice"),
                Wanted("sai ngày sinh", field="child.birth_date"),
                Wanted("hỏi anh Bình", None, None),
            ),
        ),
        said("supplement", 3, items=(Wanted("thêm nữa"),)),
    )
    assert asked.returned == (
        ("component:birth-notice", "field:child.birth_date", "words"),
        ("words",),
    )
    assert asked.status == "supplement"


def test_given_up_here_it_is_withdrawn_and_may_go_on() -> None:
    gone = figures(COMPLETED, Withdrawn(reason="gia đình đổi ý"))
    assert gone.state == "withdrawn"
    assert {procedure.status for procedure in gone.procedures} == {"withdrawn"}
    on = figures(COMPLETED, Withdrawn(reason="x"), Restored())
    assert on.procedures == figures(COMPLETED).procedures


def test_what_is_not_read_changes_nothing() -> None:
    unread = [ANSWER, Viewed(why="work"), FeesTaken(id="1", amounts={})]
    events = happened(*unread, ANSWER, COMPLETED, LODGED, said("done", 3))
    less = [
        e if e.kind in counting.NEEDED else msgspec.structs.replace(e, payload=None) for e in events
    ]
    assert sum(e.payload is None for e in less) == len(unread) + 1
    assert figures_of(less) == figures_of(events)


def purged(events: list[Happened], *, kept: bool) -> list[Happened]:
    """The same after its purge a day later, by this version or by one that kept no figures."""
    before = figures_of(events)
    assert before is not None
    fact = Purged(
        group="birth",
        state=before.state,
        received=STARTED.received,
        desk_number=1,
        reference=None,
        portal_number=None,
        one_stop_number=None,
        procedures=tuple((p.agency, p.procedure) for p in before.procedures),
        why="term",
        reason=None,
        figures=before.procedures if kept else None,
    )
    left = [msgspec.structs.replace(event, payload=None) for event in events]
    return [*left, Happened(START + timedelta(days=30), "s2", "filing.purged", fact)]


@pytest.mark.parametrize(
    "events",
    [
        (ANSWER, ANSWER),
        (ANSWER, ANSWER, COMPLETED, LODGED, said("done", 3)),
        (ANSWER, ANSWER, COMPLETED, Reopened(reason="x"), Parked(reason="papers")),
        (COMPLETED, Withdrawn(reason="x")),
    ],
)
def test_a_purge_leaves_every_figure_as_it_was(events: tuple[Any, ...]) -> None:
    before = happened(*events)
    after = figures_of(purged(before, kept=True))
    assert after is not None
    assert after.until == date(2026, 12, 20)
    assert msgspec.structs.replace(after, until=None) == figures_of(before)


def test_of_an_old_purge_what_is_not_known_is_not_guessed() -> None:
    before = happened(ANSWER, ANSWER, COMPLETED, LODGED, said("done", 3))
    after = figures_of(purged(before, kept=False))
    assert after is not None
    assert (after.state, after.declaring, after.lodging) == ("received", 60, 60)
    assert after.procedures == (
        ProcedureFigures(FIRST, "agency", "unknown"),
        ProcedureFigures(SECOND, "agency", "unknown"),
    )
