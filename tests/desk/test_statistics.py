"""The figures of a real desk: the samples filed and told about, before and after their purge."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lienthong_tui.desk import drafting, erasure, outcomes, statistics
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.outcomes import take_back
from lienthong_tui.filing import counting
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.events import Answered, Lodged, Purged
from lienthong_tui.filing.statistics import Report, Share, along, on_time
from lienthong_tui.filing.telling import Said
from lienthong_tui.problems import Refused, Unusable
from lienthong_tui.store import journal, projections, purging

from .sample import DEATHS, LATE, MARRIED, NOW, counts, create, file, opened, signed_in

FIRST, RESIDENCE = "birth-registration", "permanent-residence"
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
SECRET = "Nguyễn Thị Không Được Lộ"
LODGED = Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Three filings in as many states, and a draft."""
    place = tmp_path_factory.mktemp("pristine")
    created = create(place)
    with opened(place) as desk:
        for case in (MARRIED, LATE, DEATHS[1]):
            file(desk, case)
    now = NOW + timedelta(hours=4)
    with signed_in(place, created, now) as desk:
        _, late, birth = (drafting.reopen(desk, line.filing) for line in desk.lookup("LT19639"))
        birth = drafting.record(desk, birth, LODGED)
        words = Wanted(f"gặp {SECRET}")
        paper = Wanted("chụp rõ hơn", component="birth-certificate")
        said = [
            Said(FIRST, "received", NOW, "portal"),
            Said(FIRST, "done", NOW + timedelta(hours=1), "portal"),
            Said(RESIDENCE, "supplement", NOW, "portal", items=(words,)),
        ]
        outcomes.tell(desk, birth, said)
        late = drafting.record(desk, late, LODGED)
        items = (paper, words)
        asked = Said(FIRST, "supplement", NOW + timedelta(hours=1), "portal", items=items)
        refused = Said(FIRST, "refused", NOW + timedelta(hours=3), "letter", reason=SECRET)
        outcomes.tell(desk, late, [asked, refused])
        draft = drafting.start(desk, "birth")
        for name in ("child.given", "child.middle"):
            answers: dict[str, Any] = {name: "An"}
            draft = drafting.record(desk, draft, Answered(answers=answers, origin="typed"))
    return place, created


@pytest.fixture
def desk(pristine: tuple[Path, Any], tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pristine[0], tmp_path, dirs_exist_ok=True)
    with signed_in(tmp_path, pristine[1], NOW + timedelta(hours=5)) as desk:
        yield desk


def month(desk: Desk) -> Report:
    return statistics.report(desk, *MONTH)


def at(desk: Desk, days: float) -> Desk:
    now = NOW + timedelta(days=days)
    return replace(desk, clock=lambda: now, unlocked=replace(desk.unlocked, proved=now))


def test_what_was_filed_and_told_is_counted(desk: Desk) -> None:
    made = month(desk)
    assert made.total == 4
    assert along(made.filings, "group") == {"birth": 3, "death": 1}
    # What an agency asked about before it refused it had received.
    assert along(made.filings, "state") == {"drafting": 1, "completed": 1, "received": 2}
    by_procedure = along(made.procedures, "procedure")
    assert by_procedure[FIRST] == by_procedure[RESIDENCE] == 2
    assert by_procedure["death-registration"] == 1
    statuses = along(made.procedures, "procedure", "status")
    assert statuses[FIRST, "done"] == statuses[FIRST, "refused"] == 1
    assert statuses[RESIDENCE, "supplement"] == 1
    assert along(made.procedures, "agency")["civil-status"] == 3
    of_first = along(made.procedures, "procedure", "timing")
    assert of_first[RESIDENCE, "paused"] == 1
    assert {timing for name, timing in of_first if name == "death-registration"} == {"not-lodged"}
    assert on_time(made.timings).whole >= 2
    assert made.first_told.whole == 2


def test_what_came_back_is_counted_without_its_words(desk: Desk) -> None:
    made = month(desk)
    assert (made.asked, made.returned) == (2, 2)
    assert along(made.returns, "procedure", "kind", "about") == {
        (FIRST, "supplement", "component:birth-certificate"): 1,
        (FIRST, "supplement", "words"): 1,
        (RESIDENCE, "supplement", "words"): 1,
        (FIRST, "refused", "words"): 1,
    }
    assert SECRET not in repr(made)


def test_what_was_taken_back_is_not_counted(desk: Desk) -> None:
    before = month(desk)
    birth = drafting.reopen(desk, desk.lookup("LT19639")[2].filing)
    done = next(told for told in birth.filing.told if told.outcome == "done")
    take_back(desk, birth, done.id, "nhầm hồ sơ")
    after = month(desk)
    assert along(after.procedures, "procedure", "status").get((FIRST, "done"), 0) == 0
    assert after.first_told == Share(before.first_told.part - 1, before.first_told.whole - 1)


def test_a_period_takes_whole_days_here(desk: Desk) -> None:
    day = date(2026, 11, 20)  # of MARRIED, 15:20; its text is written in any zone
    of_day = statistics.report(desk, day, day).total
    before = statistics.report(desk, MONTH[0], day - timedelta(days=1)).total
    after = statistics.report(desk, day + timedelta(days=1), MONTH[1]).total
    assert of_day >= 1
    assert before + of_day + after == month(desk).total


def test_an_evening_in_utc_is_the_next_day_here(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        night = NOW.replace(hour=18)  # 01:00 of the 23rd
        begun = replace(desk, clock=lambda: night)
        drafting.answer(begun, drafting.start(begun, "birth"), "child.given", "An")
        later = replace(desk, clock=lambda: night + timedelta(days=2))
        totals = [
            statistics.report(later, date(2026, 11, n), date(2026, 11, n)).total
            for n in (22, 23, 24)
        ]
    assert totals == [0, 1, 0]


def plain(made: Report) -> Report:
    return msgspec.structs.replace(made, purged=0)


@pytest.mark.parametrize("days", [6, 120])
def test_a_purge_at_term_changes_no_figure(desk: Desk, days: int) -> None:
    # Undecided ones stop where they stood, so the same day is looked at before and after.
    desk = at(desk, days)
    before = month(desk)
    lines = projections.recent(desk.db)
    erasure._purge(desk, lines, "term", None)
    after = month(desk)
    assert (before.purged, after.purged) == (0, 4)
    assert plain(after) == plain(before)
    recorded = journal.outline_of(desk.db, lines[0].filing, counting.NEEDED)
    assert [r.envelope.kind for r in recorded if r.payload is not None] == ["filing.purged"]
    desk.rebuild()
    assert month(desk) == after


def test_erased_on_request_it_is_forgotten_what_was_to_be_supplemented(desk: Desk) -> None:
    before = month(desk)
    erasure.erase(desk, projections.recent(desk.db), "yêu cầu của gia đình")
    after = month(desk)
    assert along(after.returns, "procedure", "kind", "about") == {
        (FIRST, "supplement", "unknown"): 1,
        (RESIDENCE, "supplement", "unknown"): 1,
        (FIRST, "refused", "words"): 1,
    }
    assert plain(msgspec.structs.replace(after, returns=before.returns)) == plain(before)
    assert "birth-certificate" not in str(
        [r.payload for r in journal.of_kinds(desk.db, ("filing.purged",), "2000", "3000")]
    )


def test_what_an_older_version_purged_is_told_as_unknown(desk: Desk) -> None:
    before = month(desk)
    line = desk.lookup("LT19639")[2]
    filing, position = desk.filing(line.filing)
    fact = erasure._register_line(desk, filing, "request", "cũ")
    assert isinstance(fact, Purged)
    desk.append(line.filing, [msgspec.structs.replace(fact, figures=None)], after=position)
    purging.erase(desk.db, line.filing)
    after = month(desk)
    assert after.total == before.total
    assert along(after.filings, "state") == along(before.filings, "state")
    assert sum(after.procedures.values()) == sum(before.procedures.values())
    gone = len(filing.procedures)
    assert along(after.procedures, "status")["unknown"] == after.timings["unknown"] == gone
    assert along(after.procedures, "agency") == along(before.procedures, "agency")
    assert after.deciding[FIRST].unknown == 1
    assert on_time(after.timings).whole < on_time(before.timings).whole


def test_reading_it_changes_nothing_and_reads_no_answer(desk: Desk) -> None:
    before = counts(desk)
    month(desk)
    assert counts(desk) == before
    filing = desk.lookup("LT19639")[2].filing
    recorded = journal.outline_of(desk.db, filing, counting.NEEDED)
    assert [r.envelope for r in recorded] == [
        r.envelope for r in journal.events_of(desk.db, filing)
    ]
    read = {r.envelope.kind for r in recorded if r.payload is not None}
    assert read <= counting.NEEDED
    assert {"filing.answered", "filing.completed"} <= {r.envelope.kind for r in recorded}


def test_who_did_how_many_is_the_supervisors_and_ones_own(
    desk: Desk, pristine: tuple[Path, Any], tmp_path: Path
) -> None:
    whole = month(desk).completed_by
    assert sum(whole.values()) == 3, "the draft is nobody's yet"
    assert desk.unlocked.officer not in whole, "a key file filed them"
    (key,) = whole
    place = tmp_path / "other"
    shutil.copytree(pristine[0], place)
    with opened(place, NOW + timedelta(hours=5)) as by_key:
        assert by_key.unlocked.officer == key
        assert not by_key.may("access-log")
        assert month(by_key).completed_by == {key: 3}
        other = replace(by_key, unlocked=replace(by_key.unlocked, officer="s_other"))
        assert not other.accounts.get("s_other")
        assert month(other).completed_by == {}
        assert month(other).procedures == month(desk).procedures


def test_a_recovery_key_counts_nothing(desk: Desk) -> None:
    recovery = replace(desk, unlocked=replace(desk.unlocked, officer="r", kind="recovery"))
    with pytest.raises(Refused):
        month(recovery)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (MONTH[1], MONTH[0], "report-backwards"),
        (date(2026, 11, 24), MONTH[1], "report-ahead"),
        (date(2025, 11, 1), MONTH[1], "report-long"),
        (date(1, 1, 1), date(1, 12, 31), None),
        (date(2026, 1, 1), date(2026, 12, 31), None),
    ],
)
def test_a_period_that_can_be_counted(
    desk: Desk, first: date, last: date, code: str | None
) -> None:
    if code is None:
        assert statistics.report(desk, first, last).total == (4 if first.year == 2026 else 0)
        return
    with pytest.raises(Unusable) as caught:
        statistics.report(desk, first, last)
    assert caught.value.code == code


def test_it_is_recorded_before_it_leaves(desk: Desk) -> None:
    made = month(desk)
    steps: list[Any] = []

    def put(files: Mapping[str, bytes], record: Callable[[], object]) -> None:
        steps.extend([dict(files), desk.head()])
        record()
        steps.append(desk.head())

    before = desk.head()
    statistics.take_out(desk, made, {"a.xlsx": b"x"}, hidden=True, put=put)
    assert steps[:2] == [{"a.xlsx": b"x"}, before]
    assert steps[2] != before
    (told,) = journal.desk_events(desk.db, "desk.report_made")
    assert told.payload == {
        "first": "2026-11-01",
        "last": "2026-11-30",
        "filings": 4,
        "hidden": True,
    }
