"""A draft whose version of the law has ended: what is offered, and what becomes of its answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.desk import demo, drafting, moving
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.history import history
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import OfficeSet
from lienthong_tui.filing.events import Absent, Attached
from lienthong_tui.problems import Busy
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.amending import in_full
from lienthong_tui.procedures.loading import Group
from lienthong_tui.sentences.of_history import what_happened
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing

LAST_DAY = datetime(2027, 2, 26, 9, tzinfo=VIETNAM)
ANSWERS = {
    "filer.account": "relative",
    "registration.commune": "19639",
    "registration.case": "both_parents",
    "child.given": "An",
    "copies.wanted": True,
    "copies.count": 3,
}


class Clock:
    """A clock that can be set on."""

    def __init__(self) -> None:
        self.now = LAST_DAY

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def begun() -> Iterator[tuple[Desk, Draft, Clock]]:
    """A draft of the last days of a version, at its desk."""
    clock = Clock()
    with demo.demo_desk(clock) as desk:
        draft = drafting.start(desk, "birth")
        for name, given in ANSWERS.items():
            draft = drafting.answer(desk, draft, name, given)
        yield desk, draft, clock


def test_nothing_is_offered_while_the_version_is_in_force() -> None:
    with begun() as (desk, draft, _):
        assert moving.move_of(desk, draft) is None
        assert moving.move_of(desk, drafting.start(desk, "birth")) is None


def test_answers_that_fit_go_along() -> None:
    with begun() as (desk, draft, clock):
        clock.now += timedelta(days=5)
        offered = moving.move_of(desk, drafting.reopen(desk, draft.filing.id))
        assert offered is not None
        assert (offered.half_typed, offered.dropped, offered.papers) == ({}, {}, ())
        moved = moving.move(desk, draft, offered)
        assert moved.group.definition.version == "2027-03-01"
        assert moved.filing.answers == ANSWERS
        assert moved.filing.started.received == draft.filing.started.received
        assert moving.move_of(desk, moved) is None
        again = drafting.reopen(desk, moved.filing.id)
        assert again.group.definition.version == "2027-03-01"
        desk.rebuild()
        assert drafting.reopen(desk, moved.filing.id).filing == again.filing


def test_what_does_not_fit_is_told_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with begun() as (desk, draft, clock):
        draft = drafting.record(
            desk,
            draft,
            Attached(component="gone", content="ab" * 32, name="a.pdf", media_type="", size=1),
            Attached(component="gone", content="ab" * 32, name="a-2.pdf", media_type="", size=1),
            Attached(component="birth-certificate", content="cd" * 32, name="b.pdf",
                     media_type="", size=1),
            Absent(component="gone too", reason="mất"),
        )  # fmt: skip
        clock.now += timedelta(days=5)
        monkeypatch.setattr(moving, "in_force", lambda *_: narrowed())
        offered = moving.move_of(desk, draft)
        assert offered is not None
        assert offered.half_typed == {"copies.count": "3"}
        assert offered.dropped == {"filer.account": "Người thân"}
        assert offered.papers == ("gone",)
        moved = moving.move(desk, draft, offered)
        assert "copies.count" not in moved.filing.answers
        assert moved.filing.half_typed == {"copies.count": "3"}
        assert moved.refused["copies.count"].code == "answer-range"
        assert "filer.account" not in moved.filing.answers
        assert [file.name for file in moved.filing.attachments] == ["b.pdf"]
        assert not {"gone", "gone too"} & {finding.field for finding in moved.findings}
        (entry,) = [e for e in history(desk, moved.filing.id).entries if e.kind == "filing.moved"]
        said = what_happened(entry, moved.group.definition, "vi")
        assert "cần khai lại: Số lượng" in said
        assert "không còn hỏi: 1 ô" in said
        # An answer is never told twice, and no entry holds one.
        assert "Người thân" not in repr(entry)


def test_the_settings_are_those_another_window_has_set() -> None:
    with begun() as (desk, draft, clock):
        clock.now += timedelta(days=5)
        offered = moving.move_of(desk, draft)
        assert offered is not None
        later = overlay.encode(replace(desk.office, cut_off="10:00"))
        with writing(desk.db):  # as another window would
            desk.append(None, [OfficeSet(overlay=content.put(desk.db, later))])
        assert draft.office.cut_off is None
        assert moving.move(desk, draft, offered).office.cut_off == "10:00"


def test_a_text_half_typed_is_told_and_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"copies.count": "2 bản, hỏi lại", "filer.account": "Người th", "child.given": "An 2"}
    with begun() as (desk, draft, clock):
        draft = drafting.answer(desk, draft, "filer.account", "")
        draft = drafting.keep_text(desk, draft, texts)
        clock.now += timedelta(days=5)
        monkeypatch.setattr(moving, "in_force", lambda *_: narrowed())
        offered = moving.move_of(desk, draft)
        assert offered is not None
        assert offered.half_typed == {"copies.count": "2 bản, hỏi lại"}
        assert offered.dropped == {"filer.account": "Người th"}
        moved = moving.move(desk, draft, offered)
        assert moved.filing.half_typed == {
            "copies.count": "2 bản, hỏi lại",
            "child.given": "An 2",
        }
        assert moved.filing.answers["child.given"] == "An"


def test_what_another_window_has_done_is_not_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    with begun() as (desk, draft, clock):
        clock.now += timedelta(days=5)
        monkeypatch.setattr(moving, "in_force", lambda *_: narrowed())
        offered = moving.move_of(desk, draft)
        assert offered is not None
        other = drafting.answer(desk, draft, "copies.count", 2)
        for known, code in ((draft, "filing-moved"), (other, "filing-move-changed")):
            with pytest.raises(Busy) as found:
                moving.move(desk, known, offered)
            assert found.value.code == code
        again = moving.move_of(desk, other)
        assert again is not None
        assert again.half_typed == {}
        moved = moving.move(desk, other, again)
        with pytest.raises(Busy) as found:
            moving.move(desk, moved, again)
        assert found.value.code == "filing-move-changed"
        assert drafting.reopen(desk, draft.filing.id).filing.answers["copies.count"] == 2


@cache
def narrowed() -> Group:
    """The version with one question answered by itself, and one that takes less."""
    amended = b"""
amends = "2026-09-01"
group = "birth"
version = "2027-03-01x"
effective_from = 2027-03-01

[[field]]
id = "filer.account"
derived = "'requester'"

[[field]]
id = "copies.count"
most = 2
"""
    beside = {file.name: file.read_bytes() for file in loading.shipped_files()}
    return loading.read(in_full(amended, "x.toml", beside), "x.toml")


@pytest.mark.parametrize("path", demo.samples(), ids=lambda path: path.stem)
def test_an_answer_that_is_kept_reads_as_itself(path: Path) -> None:
    """Else a move would take a right answer for one that does not fit."""
    case = read_case(path, now=LAST_DAY, commune="19639").case
    for name, answer in case.answers.items():
        field = case.group.fields[name]
        assert read_answer(field, answer, today=local_day(case.received)) == answer
