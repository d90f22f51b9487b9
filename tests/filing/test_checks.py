from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from msgspec import structs
from procedures.toys import DATABASE, IN_DATABASE, field, rule, toy

from lienthong_tui.filing.checks import Finding, blocks, check
from lienthong_tui.filing.events import Answer, Attached
from lienthong_tui.filing.outline import outline
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import Group

TODAY = date(2026, 11, 20)
ANSWERS: dict[str, Answer] = {
    "office.commune": "19639",
    "holder.name": "Nguyễn Thị Mẫu",
    "holder.birth_date": "1996",
}
RULES = (
    field("holder.deceased", "boolean")
    + field("holder.death_date", "date", extra="shown = 'holder.deceased'\nrequired = true")
    + field("holder.burial_date", "date")
    + rule("named-x", "holder.name == 'X'")
    + rule("told", "holder.copies == 2", "info", "holder.copies")
    + rule("at-the-desk", "office.commune != desk.commune", "warning", "office.commune")
    + rule("needs-name", "holder.name.size() < 2")
    + rule("dead-in-future", "holder.death_date > today", at="holder.death_date")
    + rule("buried-in-future", "holder.burial_date > today", at="holder.burial_date")
)


@pytest.fixture(scope="module")
def group() -> Group:
    return toy(more=RULES)


def said(
    group: Group, answers: Mapping[str, Answer | None], **given: Any
) -> list[tuple[str, int, str, str]]:
    return [(f.level, f.step, f.field, f.rule) for f in findings(group, answers, **given)]


def findings(
    group: Group, answers: Mapping[str, Answer | None], **given: Any
) -> tuple[Finding, ...]:
    kept = {name: value for name, value in {**ANSWERS, **answers}.items() if value is not None}
    outlined = outline(group, kept, today=TODAY, commune="19639")
    return check(outlined, **{"noticed": True, "pledged": True, **given})


def paper(size: int, component: str = "old-copy") -> Attached:
    return Attached(
        component=component, content="0" * 64, name="a.pdf", media_type="application/pdf", size=size
    )


def test_nothing_to_say(group: Group) -> None:
    assert findings(group, {}) == ()


def test_what_is_missing_stands_at_its_step(group: Group) -> None:
    found = findings(group, {"office.commune": None, "holder.name": None})
    assert found == (
        Finding("error", 1, "office.commune", "required",
                Problem("required", field="office.commune"), "", False),
        Finding("error", 2, "holder.name", "required",
                Problem("required", field="holder.name"), "", False),
    )  # fmt: skip
    assert blocks(found)


def test_a_condition_makes_a_field_required(group: Group) -> None:
    without: dict[str, Answer | None] = {"holder.birth_date": None}
    assert said(group, without) == [("error", 2, "holder.birth_date", "required")]
    assert said(group, {**without, **NEEDED}, attachments=[paper(1)]) == []


def test_an_error_blocks(group: Group) -> None:
    found = findings(group, {"holder.name": "X"})
    assert [(f.level, f.rule) for f in found] == [("error", "named-x"), ("error", "needs-name")]
    assert found[0] == Finding(
        "error", 2, "holder.name", "named-x", None, "Quy tắc riêng của quầy", False, None
    )
    assert blocks(found)


def test_an_info_only_tells(group: Group) -> None:
    found = findings(group, {"holder.copies": 2})
    assert [(f.level, f.rule) for f in found] == [("info", "told")]
    assert not blocks(found)


@pytest.mark.parametrize("reasons", [{}, {"many-copies": ""}, {"at-the-desk": "đi hộ"}])
def test_a_warning_asks_for_a_reason(group: Group, reasons: dict[str, str]) -> None:
    found = findings(group, {"holder.copies": 11}, reasons=reasons)
    assert [(f.level, f.rule, f.problem) for f in found] == [
        ("warning", "many-copies", None),
        (
            "error",
            "many-copies",
            Problem(
                "reason-missing",
                rule="many-copies",
                reasons=(
                    Words(
                        vi="Người yêu cầu xác nhận số bản", en="The requester confirms the number"
                    ),
                ),
            ),
        ),
    ]
    assert blocks(found)


def test_a_reason_turns_the_error_off(group: Group) -> None:
    found = findings(group, {"holder.copies": 11}, reasons={"many-copies": "Con đông"})
    assert [(f.level, f.rule, f.reason) for f in found] == [("warning", "many-copies", "Con đông")]
    assert not blocks(found)


def test_an_error_left_undecided_by_a_required_answer_is_blocked_by_that(group: Group) -> None:
    found = findings(group, {"holder.name": None})
    assert [(f.field, f.rule) for f in found] == [("holder.name", "required")]
    assert blocks(found)
    dead = findings(group, {"holder.deceased": True})
    assert [(f.field, f.rule) for f in dead] == [("holder.death_date", "required")]


@pytest.mark.parametrize(
    "answers",
    [
        {},  # optional: the day of burial
        {"holder.deceased": False, "holder.death_date": "2027-01-01"},  # hidden: the day of death
        {"holder.death_date": "2027-01-01"},  # hidden, because what shows it is undecided
    ],
)
def test_an_error_left_undecided_otherwise_does_not_apply(
    group: Group, answers: dict[str, Answer | None]
) -> None:
    assert findings(group, answers) == ()


def test_the_same_errors_once_they_are_decided(group: Group) -> None:
    answers: dict[str, Answer | None] = {
        "holder.deceased": True,
        "holder.death_date": "2026-11-21",
        "holder.burial_date": "2026-11-22",
    }
    assert [f.rule for f in findings(group, answers)] == ["dead-in-future", "buried-in-future"]


NEEDED: dict[str, Answer | None] = {"office.book": "death"}


@pytest.mark.parametrize(
    ("answers", "sizes", "absences", "expected"),
    [
        (NEEDED, [], {}, [("error", "component-required", {})]),
        (NEEDED, [1], {}, []),
        (NEEDED, [400, 600], {}, []),
        (NEEDED, [400, 601], {}, [("error", "component-large", {"size": 1001, "most": 1000})]),
        (NEEDED, [1001], {}, [("error", "component-large", {"size": 1001, "most": 1000})]),
        (NEEDED, [], {"old-copy": "thất lạc"}, [("info", "component-absent", {})]),
        (NEEDED, [1], {"old-copy": "thất lạc"}, []),
        ({}, [], {}, []),
        ({}, [1], {}, []),
        ({}, [], {"old-copy": "thất lạc"}, []),
        ({}, [1001], {}, [("error", "component-large", {"size": 1001, "most": 1000})]),
    ],
)
def test_papers(
    group: Group,
    answers: dict[str, Answer | None],
    sizes: list[int],
    absences: dict[str, str],
    expected: list[tuple[str, str, dict[str, int]]],
) -> None:
    found = findings(group, answers, attachments=[paper(s) for s in sizes], absences=absences)
    assert [(f.level, f.step, f.field, f.rule, f.problem) for f in found] == [
        (level, 4, "old-copy", code, Problem(code, component="old-copy", **said))
        for level, code, said in expected
    ]


def test_an_indispensable_paper_has_no_excuse() -> None:
    strict = toy(('absence = "reason"', 'absence = "refused"'))
    assert said(strict, NEEDED, absences={"old-copy": "thất lạc"}) == [
        ("error", 4, "old-copy", "component-indispensable")
    ]
    assert said(strict, NEEDED) == [("error", 4, "old-copy", "component-required")]


def test_a_paper_that_is_not_needed_is_told() -> None:
    hidden = toy(("absence =", "shown = \"office.book == 'death'\"\nabsence ="))
    told = [("info", 4, "old-copy", "component-not-needed")]
    assert said(hidden, {}, attachments=[paper(5000)]) == told
    assert said(hidden, {}, absences={"old-copy": "thất lạc"}) == told
    assert said(hidden, NEEDED, attachments=[paper(500)]) == []


def test_a_paper_in_a_database_needs_a_reason_to_be_taken() -> None:
    known = toy(
        ("component_bytes = 1_000", IN_DATABASE),
        ('required = "office.book == \'death\'"\nabsence = "reason"', DATABASE),
    )
    asked = [("error", 4, "old-copy", "component-in-database")]
    explained = structs.replace(paper(500), reason="Dữ liệu sai")
    assert said(known, {}) == []
    assert said(known, {}, attachments=[paper(500)]) == asked
    assert said(known, {}, attachments=[paper(500), explained]) == []


# ─── What was given and could not be read


def unread(*names: str, **answers: Answer | None) -> list[str]:
    """What is said of the linked case when these were given but could not be read."""
    group = toy(more=LINKED)
    given = {name.replace("__", "."): value for name, value in answers.items()}
    return [f.rule for f in findings(group, {**NEEDED, **given}, unread=names)]


LINKED = (
    field("holder.kin", "boolean", extra="default = false")
    + field("holder.kin_name", "name", extra="shown = '!holder.kin'\nrequired = true")
    + field("holder.kin_text", extra="derived = 'holder.kin_name'")
    + field("holder.kin_note", extra="required = 'holder.copies == 11'")
    + rule("kin-x", "!answered('holder.kin_text')")
    + rule("whole", "holder.full_name == 'X'")
)


def test_an_answer_that_cannot_be_read_is_not_missing_too() -> None:
    gone: dict[str, Answer | None] = {"holder__name": None}
    assert "required" in unread("holder.kin", **gone)
    assert "required" not in unread("holder.kin", "holder.name", **gone)


def test_nothing_is_required_by_an_answer_that_cannot_be_read() -> None:
    many: dict[str, Answer | None] = {"holder__copies": 11, "holder__kin_name": "Thử"}
    assert "required" in unread(**many)
    assert "required" not in unread("holder.copies", **many)


def test_what_an_unread_answer_would_show_or_hide_is_not_required() -> None:
    assert unread() == ["required", "kin-x", "component-required"]
    assert unread("holder.kin") == ["component-required"]


def test_no_rule_applies_to_what_cannot_be_read() -> None:
    copies: dict[str, Answer | None] = {"holder__copies": 11, "holder__kin_name": "Thử"}
    assert {"many-copies"} < {*unread(**copies)}
    assert "many-copies" not in unread("holder.copies", **copies)
    named: dict[str, Answer | None] = {"holder__name": "X", "holder__kin_name": "Thử"}
    assert "whole" in unread(**named)
    assert "whole" not in unread("holder.name", **named)


def test_a_paper_that_rests_on_what_cannot_be_read_is_not_judged(group: Group) -> None:
    assert said(group, NEEDED) == [("error", 4, "old-copy", "component-required")]
    assert said(group, NEEDED, unread=["office.book"]) == []
    assert said(group, NEEDED, unread=["old-copy"]) == []
    hidden = toy(("absence =", "shown = \"office.book == 'death'\"\nabsence ="))
    assert said(hidden, {}, attachments=[paper(1)], unread=["office.book"]) == []


def test_a_reason_that_cannot_be_read_is_not_missing_too(group: Group) -> None:
    found = findings(group, {"holder.copies": 11}, unread=["many-copies"])
    assert [(f.level, f.rule) for f in found] == [("warning", "many-copies")]


@pytest.mark.parametrize(
    ("noticed", "pledged", "rules"),
    [
        (False, True, ["notice-missing"]),
        (True, False, ["pledge-missing"]),
        (False, False, ["notice-missing", "pledge-missing"]),
    ],
)
def test_notice_and_pledge(group: Group, noticed: bool, pledged: bool, rules: list[str]) -> None:
    found = findings(group, {}, noticed=noticed, pledged=pledged)
    assert [(f.level, f.step, f.rule) for f in found] == [("error", 6, name) for name in rules]
    assert [f.problem for f in found] == [Problem(name) for name in rules]


def test_everything_in_the_order_of_the_steps(group: Group) -> None:
    answers = {**NEEDED, "office.commune": "19645", "holder.copies": 11, "holder.name": None}
    found = said(group, answers, noticed=False)
    assert [step for _, step, _, _ in found] == [1, 1, 2, 2, 2, 4, 6]
    assert {name for _, _, _, name in found} == {
        "at-the-desk",
        "required",
        "many-copies",
        "component-required",
        "notice-missing",
    }
