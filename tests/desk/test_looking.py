"""A look leaves a trace and gets in nobody's way."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.looking import ONE_LOOK, look, may_hear
from lienthong_tui.desk.session import session
from lienthong_tui.filing.events import Asker, Viewed
from lienthong_tui.problems import Busy, Refused
from lienthong_tui.store import journal

from .sample import NOW, create, file, opened

WORK = Viewed(why="work")


def looks(desk: Desk, filing: str) -> list[str]:
    recorded = journal.events_of(desk.db, filing)
    return [r.envelope.at for r in recorded if r.envelope.kind == "filing.viewed"]


def later(desk: Desk, by: timedelta) -> Desk:
    return replace(desk, clock=lambda: NOW + by)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path)
    return tmp_path


def test_a_look_goes_on_for_ten_minutes_after_anything_done(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk).id
        look(later(desk, ONE_LOOK), filing, WORK)
        assert looks(desk, filing) == []
        look(later(desk, ONE_LOOK + timedelta(seconds=1)), filing, WORK)
        assert len(looks(desk, filing)) == 1
        look(later(desk, 2 * ONE_LOOK), filing, WORK)
        assert len(looks(desk, filing)) == 1
        look(later(desk, timedelta(days=-1)), filing, WORK)  # a clock set back hides no look
        assert len(looks(desk, filing)) == 2


def test_a_filing_that_was_found_and_is_then_read_is_told_twice(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk).id
        now = later(desk, timedelta(hours=1))
        for what in (Viewed(why="found"), Viewed(why="found"), WORK, WORK):
            look(now, filing, what)
        assert len(looks(desk, filing)) == 2


def test_the_look_of_somebody_else_is_one_of_its_own(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk).id
        somebody = replace(desk.unlocked, officer="somebody")
        look(replace(desk, unlocked=somebody), filing, WORK)
        look(desk, filing, WORK)
        assert len(looks(desk, filing)) == 2


def test_whoever_writes_is_not_held_up_by_a_look_of_another_window(place: Path) -> None:
    with opened(place) as desk, opened(place) as other:
        draft = drafting.start(desk, "birth")
        draft = drafting.answer(desk, draft, "child.surname", "Đỗ")
        (before,) = drafting.recent(desk)
        look(later(other, timedelta(hours=1)), draft.filing.id, WORK)
        assert len(looks(desk, draft.filing.id)) == 1
        (line,) = drafting.recent(desk)
        assert line == before, "a look does not move a filing up in the lists"
        draft = drafting.answer(desk, draft, "child.given", "An")
        stale = drafting.reopen(other, draft.filing.id)
        drafting.answer(desk, draft, "child.given", "Bình")
        with pytest.raises(Busy):
            drafting.answer(other, stale, "child.given", "Chi")
        lines = drafting.recent(desk)
        desk.rebuild()
        assert drafting.recent(desk) == lines


def test_the_recovery_key_looks_at_nothing(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk).id
    unlocked = vault.open_with_key_file(place / "desk", place / "sheet.txt", NOW)
    with session(unlocked, lambda: NOW) as desk, pytest.raises(Refused):
        look(desk, filing, WORK)


@pytest.mark.parametrize(
    ("asker", "papers_seen", "may"),
    [
        ("requester", True, True),
        ("relative", True, True),
        ("authorised", True, True),
        ("other", True, False),
        ("requester", False, False),
        ("relative", False, False),
        ("authorised", False, False),
        ("other", False, False),
    ],
)
def test_names_are_told_to_whom_the_filing_knows_and_whose_paper_was_seen(
    asker: Asker, *, papers_seen: bool, may: bool
) -> None:
    assert may_hear(Viewed(why="citizen", asker=asker, papers_seen=papers_seen)) is may


def test_a_look_for_which_nobody_asked_answers_nobody() -> None:
    assert not may_hear(WORK)
