"""A filing asked one question at a time: what is asked, in which order, and what comes next."""

from datetime import date

import pytest

from lienthong_tui.filing import interview
from lienthong_tui.filing.events import Answer, Started
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.interview import Part, Question, ReadBack
from lienthong_tui.filing.outline import Outline, outline
from lienthong_tui.procedures.loading import in_force, shipped

TODAY = date(2026, 11, 20)


def outlined(group: str, **answers: Answer) -> Outline:
    given = {name.replace("__", "."): answer for name, answer in answers.items()}
    return outline(in_force(group, TODAY), given, today=TODAY, commune="19639")


def fields(of: Outline) -> list[str]:
    return [step.field for step in interview.steps(of) if isinstance(step, Question)]


def filing(answers: dict[str, Answer], unsure: frozenset[str] = frozenset()) -> Filing:
    started = Started(
        group="death", definition="", overlay="", commune="19639", received="2026-11-20T09:00+07:00"
    )
    return Filing("1", started, answers=answers, unsure=unsure)


@pytest.mark.parametrize("group", [g.definition.group for g in shipped()])
def test_every_question_has_a_reason_and_every_group_has_questions(group: str) -> None:
    definition = in_force(group, TODAY).definition
    asked = [field for field in definition.field if field.ask is not None]
    assert asked
    assert [field.id for field in asked if field.why is None] == []
    sections = {field.section for field in asked}
    assert [s.id for s in definition.section if s.id in sections and s.plain is None] == []


def test_a_whole_name_is_one_question() -> None:
    (name,) = [
        step
        for step in interview.steps(outlined("death"))
        if isinstance(step, Question) and step.field == "deceased.surname"
    ]
    assert name.boxes == ("deceased.surname", "deceased.middle", "deceased.given")
    assert "deceased.given" not in fields(outlined("death"))


def test_a_whole_name_goes_into_its_boxes_in_place_of_what_was_there() -> None:
    of = outlined("death")
    name = Question(
        "deceased", "deceased.surname", ("deceased.surname", "deceased.middle", "deceased.given")
    )
    assert interview.given(of, name, "Hồ Thị Mẫu") == {
        "deceased.surname": "Hồ", "deceased.middle": "Thị", "deceased.given": "Mẫu",
    }  # fmt: skip
    assert interview.given(of, name, "Hồ Mẫu")["deceased.middle"] is None


def test_an_answer_opens_and_closes_questions() -> None:
    assert "allowance.merit" not in fields(outlined("death"))
    assert "allowance.merit" in fields(outlined("death", scope__procedures="three"))
    at_home = outlined("death", death__at_residence=True)
    assert "death.commune" not in fields(at_home)
    assert "death.commune" in fields(outlined("death", death__at_residence=False))


def test_what_the_officer_decides_is_not_asked() -> None:
    birth = fields(outlined("birth"))
    for name in ("registration.kind", "requester.portal_relation", "health.first_care"):
        assert name not in birth


def test_a_person_is_read_back_at_the_end_of_their_part() -> None:
    steps = interview.steps(outlined("birth", registration__case="father_unknown"))
    mother = [step for step in steps if step.section == "mother"]
    assert mother[-1] == ReadBack("mother")
    assert all(isinstance(step, Question) for step in mother[:-1])
    assert not [step for step in steps if step.section == "father"]
    assert ReadBack("copies") not in steps


def test_one_goes_on_where_nothing_was_said() -> None:
    of = outlined("death", scope__procedures="two")
    steps = interview.steps(of)
    known = filing({"scope.procedures": "two"}, frozenset({"filer.account"}))
    assert interview.resume(steps, known) == "requester.name"
    everything = filing(dict.fromkeys(fields(of), "x"))
    assert interview.resume(steps, everything) is None


def test_beside_a_step_and_beyond_the_ends() -> None:
    steps = interview.steps(outlined("death"))
    first, last = interview.key_of(steps[0]), interview.key_of(steps[-1])
    assert interview.beside(steps, first, -1) is None
    assert interview.beside(steps, last, 1) is None
    walked = [first]
    while (following := interview.beside(steps, walked[-1], 1)) is not None:
        walked.append(following)
    assert walked == [interview.key_of(step) for step in steps]
    assert len(set(walked)) == len(walked)


def test_the_part_one_is_in() -> None:
    steps = interview.steps(outlined("death", scope__procedures="two"))
    assert interview.part(steps, "scope.procedures") == Part("scope", 1, 8)
    assert interview.part(steps, "#requester") == Part("requester", 3, 8)
