"""Filings about the same person: found as they are declared, decided before they are completed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from procedures.test_toy_group import ACTS, CASE
from procedures.toys import toy

from lienthong_tui.desk import alike, completion, drafting
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.erasure import erase
from lienthong_tui.desk.history import history
from lienthong_tui.desk.reading import Decoded, judge
from lienthong_tui.filing import case as cases
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Compared,
    NoticeGiven,
    Pledged,
    Viewed,
    Warned,
    Withdrawn,
)
from lienthong_tui.problems import Busy, Problem, Refused
from lienthong_tui.sentences.wording import finding_sentence
from lienthong_tui.store import projections

from .sample import DEATHS, MARRIED, NOW, SAMPLES, create, file, opened, read, signed_in

MERIT = DEATHS[2]  # demo case 9
TWINS = SAMPLES[5:7]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    create(tmp_path)
    with opened(tmp_path) as desk:
        yield desk


def draft_of(desk: Desk, path: Path, **changed: Any) -> Draft:
    """The case as a draft of the screens, ready but for what is told of other filings."""
    reading = read(path)
    draft = drafting.start(desk, reading.case.group.definition.group)
    answers: Mapping[str, Any] = {**reading.case.answers, **changed}
    draft = drafting.record(desk, draft, Answered(answers=dict(answers), origin="typed"))
    for component, paper in reading.papers:
        draft = drafting.attach(desk, draft, component, paper)
    facts: list[Any] = [Absent(component=c, reason=r) for c, r in reading.absences.items()]
    asking = (finding.rule for finding in draft.findings if finding.level == "warning")
    facts += [Warned(rule=rule, reason="đã giải thích") for rule in asking]
    facts += [NoticeGiven(version="1", given_at=NOW.isoformat()), Pledged(how="signature")]
    return drafting.record(desk, draft, *facts)


def told(draft: Draft) -> list[str]:
    return [
        finding_sentence(f, draft.group.definition, "vi")
        for f in draft.findings
        if f.rule == alike.RULE
    ]


def decide(desk: Desk, draft: Draft, verdict: Any, reason: str = "đã đối chiếu") -> Draft:
    (found,) = draft.alike.found if draft.alike else ()
    level = found.likeness.level
    fact = Compared(other=found.line.filing, verdict=verdict, reason=reason, level=level)
    return drafting.record(desk, draft, fact)


def test_two_children_file_one_death(desk: Desk) -> None:
    """Demo case 9: the second is told who was first, and goes on only once it is decided."""
    first = completion.complete(desk, draft_of(desk, MERIT))
    second = draft_of(
        desk,
        MERIT,
        **{"requester.name": "Lê Thị Con Hai", "requester.id_number": "099181001003"},
    )
    (sentence,) = told(second)
    assert str(first.filing.reference) in sentence
    assert "cùng số định danh, cùng tên" in sentence
    assert "F7" in sentence
    with pytest.raises(Problem, match="filing-has-errors"):
        completion.complete(desk, second)

    second = decide(desk, second, "same", "Người thân khác đã khai")
    (sentence,) = told(second)
    assert "dừng hồ sơ này" in sentence
    with pytest.raises(Problem, match="filing-has-errors"):
        completion.complete(desk, second)

    second = decide(desk, second, "different", "số ở hồ sơ kia ghi nhầm")
    assert told(second) == []
    done = completion.complete(desk, second)
    assert done.filing.completed is not None
    assert done.filing.compared[first.filing.id].reason == "số ở hồ sơ kia ghi nhầm"
    verdicts = [
        entry.payload.verdict
        for entry in history(desk, done.filing.id).entries
        if isinstance(entry.payload, Compared)
    ]
    assert verdicts == ["same", "different"]


def test_nothing_is_decided_of_a_completed_filing(desk: Desk) -> None:
    draft = completion.complete(desk, draft_of(desk, MERIT))
    assert draft.alike is None
    with pytest.raises(Problem, match="filing-completed"):
        drafting.record(desk, draft, Compared(other="2", verdict="same", reason="nhầm"))


def test_a_filing_that_is_still_declared_counts_too(desk: Desk) -> None:
    one, other = draft_of(desk, MARRIED), draft_of(desk, MARRIED)
    (sentence,) = told(other)
    assert "(chưa có số phiếu)" in sentence
    one = drafting.reopen(desk, one.filing.id)
    assert len(told(one)) == 1, "either is told of the other"
    other = decide(desk, other, "same", "mở nhầm")
    one = drafting.reopen(desk, one.filing.id)
    assert told(one) == [], "the other was given up for this one"
    assert completion.complete(desk, one).filing.completed is not None
    assert len(told(drafting.reopen(desk, other.filing.id))) == 1


def test_what_was_completed_meanwhile_is_not_stopped(desk: Desk) -> None:
    one, other = draft_of(desk, MARRIED), draft_of(desk, MARRIED)
    assert other.alike is not None
    (found,) = other.alike.found
    completion.complete(desk, decide(desk, drafting.reopen(desk, one.filing.id), "different"))
    with pytest.raises(Busy, match="filing-completed"):
        alike.stop(desk, found, other.filing.id, "mở nhầm")


def test_what_is_different_there_is_different_here(desk: Desk) -> None:
    one, other = draft_of(desk, MARRIED), draft_of(desk, MARRIED)
    decide(desk, other, "different")
    assert told(drafting.reopen(desk, one.filing.id)) == []


def test_what_has_become_certain_is_decided_anew(desk: Desk) -> None:
    file(desk, MARRIED)
    draft = draft_of(desk, MARRIED, **{"child.birth_date": "2026-11-04"})
    draft = decide(desk, draft, "different")
    assert told(draft) == []
    draft = drafting.answer(desk, draft, "child.birth_date", "02/11/2026")
    assert len(told(draft)) == 1
    assert told(decide(desk, draft, "different")) == []


def test_twins_are_not_told_of(desk: Desk) -> None:
    first = completion.complete(desk, draft_of(desk, TWINS[0]))
    second = draft_of(desk, TWINS[1])
    assert told(second) == []
    completion.complete(desk, second)
    third = drafting.again(desk, first)
    again = {"child.surname": "Hồ", "child.given": "Phúc", "child.birth_date": "2026-11-09"}
    third = drafting.record(desk, third, Answered(answers=dict(again), origin="typed"))
    assert third.alike is not None
    assert third.alike.subject.name == "Hồ Phúc"
    assert third.alike.found == (), "begun from the first"


def test_it_is_found_as_soon_as_name_and_birth_are_told(desk: Desk) -> None:
    file(desk, MARRIED)
    draft = drafting.start(desk, "birth")
    told_first = {"registration.case": "both_parents", "registration.commune": "19639"}
    draft = drafting.record(desk, draft, Answered(answers=dict(told_first), origin="typed"))
    for field, text in (
        ("child.surname", "Tran Minh Khoi"),
        ("child.birth_date", "02/11/2026"),
    ):
        assert told(draft) == []
        draft = drafting.answer(desk, draft, field, text)
    (sentence,) = told(draft)
    assert "tên chỉ khác dấu, cùng ngày sinh" in sentence
    draft = drafting.answer(desk, draft, "mother.id_number", "099190000999")
    draft = drafting.answer(desk, draft, "mother.surname", "Lê Thị Ví Dụ")
    assert told(draft) == [], "another mother's child"


def test_it_is_looked_for_only_when_the_person_is_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(desk, MARRIED)
    draft = draft_of(desk, MARRIED)
    searched: list[Any] = []
    found = alike._found

    def counted(*arguments: Any) -> Iterator[alike.Alike]:
        searched.append(arguments)
        return found(*arguments)

    monkeypatch.setattr(alike, "_found", counted)
    draft = drafting.answer(desk, draft, "copies.count", "2")
    draft = drafting.answer(desk, draft, "requester.phone", "0900000777")
    assert searched == []
    assert len(told(draft)) == 1
    drafting.answer(desk, draft, "child.given", "Khoa")
    assert len(searched) == 1


def test_what_was_filed_meanwhile_is_seen_at_completion(desk: Desk) -> None:
    draft = draft_of(desk, MARRIED)
    file(desk, MARRIED)
    assert told(draft) == []
    with pytest.raises(Problem, match="alike-found"):
        completion.complete(desk, draft)
    draft = drafting.reopen(desk, draft.filing.id)
    assert len(told(draft)) == 1
    assert completion.complete(desk, decide(desk, draft, "different")).filing.completed


def test_what_was_erased_is_found_no_more(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        first = file(desk, MARRIED)
        desk = desk.proved("mưa rơi trên mái")
        line = projections.line_of(desk.db, first.id)
        assert line is not None
        erase(desk, [line], "chính chủ yêu cầu")
        assert told(draft_of(desk, MARRIED)) == []


def test_what_was_given_up_is_found_no_more(desk: Desk) -> None:
    one = draft_of(desk, MARRIED)
    drafting.record(desk, one, Withdrawn(reason="mở nhầm"))
    assert told(draft_of(desk, MARRIED)) == []


def test_only_a_supervisor_reads_the_other_whole(tmp_path: Path) -> None:
    created = create(tmp_path)
    with opened(tmp_path) as desk:
        first = file(desk, MARRIED)
        draft = draft_of(desk, MARRIED)
        assert draft.alike is not None
        with pytest.raises(Refused, match="not-permitted"):
            alike.uncover(desk, draft.alike.found[0])
    with signed_in(tmp_path, created) as desk:
        alike.uncover(desk, draft.alike.found[0])
        assert history(desk, first.id).entries[-1].payload == Viewed(why="compared")


def test_a_third_group_needs_no_python(tmp_path: Path, desk: Desk) -> None:
    group = toy()
    decoded = Decoded(tmp_path, cases.decode((CASE + ACTS).encode(), ".toml"), group)
    reading = judge(decoded, now=NOW, commune=desk.commune)
    file_case(desk, reading)
    assert alike.noticed(desk, reading) == reading, "a name and a month of birth are not enough"
    exact = CASE.replace("03/1996", "05/03/1996")
    decoded = Decoded(tmp_path, cases.decode((exact + ACTS).encode(), ".toml"), group)
    reading = judge(decoded, now=NOW, commune=desk.commune)
    file_case(desk, reading)
    told = [finding.rule for finding in alike.noticed(desk, reading).findings]
    assert told == ["filed-before"]
