"""Expressions: true, false or undecided; and where an author's mistake stands."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import fiction
import pytest
from cel_expr_python import cel
from desk.sample import COMMUNE, NOW

from lienthong_tui.desk.reading import judge
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.expressions import Compiler, Expression, activation
from lienthong_tui.procedures.loading import Group

from .toys import field, toy

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def group() -> Group:
    return toy(more=field("holder.home", "boolean") + field("holder.issued", "date"))


@pytest.fixture(scope="module")
def compiler(group: Group) -> Compiler:
    return Compiler(group.definition)


def values(group: Group, answers: Mapping[str, Any], commune: str | None = None) -> dict[str, Any]:
    return activation(group.definition, answers, today=TODAY, commune=commune)


COPIES_UNANSWERED = [
    ("holder.copies > 2", None),
    ("!(holder.copies > 2)", None),
    ("holder.copies == holder.copies", None),
    ("holder.home || holder.copies > 2", True),
    ("holder.copies > 2 || holder.home", True),
    ("!holder.home || holder.copies > 2", None),
    ("holder.home && holder.copies > 2", None),
    ("!holder.home && holder.copies > 2", False),
    ("holder.copies > 2 && !holder.home", False),
    ("holder.home ? true : holder.copies > 2", True),
    ("holder.home ? holder.copies > 2 : true", None),
    ("holder.copies in [1, 2]", None),
    ("[1, 2].exists(n, n == holder.copies)", None),
    ("days_between(holder.issued, today) > 1", None),
    ("answered('holder.copies')", False),
    ('answered("holder.home")', True),
    ("answered( 'holder.home' ) && !answered('holder.copies')", True),
    ("!answered('holder.copies') || holder.copies > 2", True),
    ("desk.commune == '19639'", None),
    ("holder.full_name == 'Nguyễn Thị Mẫu'", True),
]


@pytest.mark.parametrize(("text", "expected"), COPIES_UNANSWERED)
def test_a_missing_answer_is_undecided_never_false(
    group: Group, compiler: Compiler, text: str, expected: bool | None
) -> None:
    answers = {"holder.home": True, "holder.name": "Nguyễn Thị Mẫu"}
    assert compiler.compile(text).evaluate(values(group, answers)) is expected


def test_the_desk_is_known_when_there_is_one(group: Group, compiler: Compiler) -> None:
    here = compiler.compile("desk.commune == '19639'")
    assert here.evaluate(values(group, {}, "19639")) is True
    assert here.evaluate(values(group, {}, "19645")) is False


@pytest.mark.parametrize(
    ("birth", "earliest", "latest"),
    [
        ("1996-03-05", "1996-03-05", "1996-03-05"),
        ("1996-02", "1996-02-01", "1996-02-29"),
        ("1995", "1995-01-01", "1995-12-31"),
    ],
)
def test_a_partial_date_is_the_days_it_can_mean(
    group: Group, compiler: Compiler, birth: str, earliest: str, latest: str
) -> None:
    known = values(group, {"holder.birth_date": birth})
    for text in (
        f"holder.birth_date == '{birth}'",
        f"holder.birth_date.earliest == timestamp('{earliest}T00:00:00Z')",
        f"holder.birth_date.latest == timestamp('{latest}T00:00:00Z')",
    ):
        assert compiler.compile(text).evaluate(known) is True


def test_a_date_is_a_day_without_a_zone(group: Group, compiler: Compiler) -> None:
    today = compiler.compile("holder.issued == today && days_between(holder.issued, today) == 0")
    assert today.evaluate(values(group, {"holder.issued": "2026-11-20"})) is True


@pytest.mark.parametrize(
    "text",
    [
        "1 / (holder.copies - 1) > 0",
        "1 % (holder.copies - 1) > 0",
        "{'a': 1}[holder.name] == 1",
        "int(holder.name) == 1",
        "timestamp(holder.name) == today",
        "holder.name.matches('[')",
    ],
)
def test_any_other_failure_is_a_defect_told_without_the_answers(
    group: Group, compiler: Compiler, text: str
) -> None:
    answers = {"holder.copies": 1, "holder.name": "No value with name Trần"}
    with pytest.raises(Problem) as found:
        compiler.compile(text).evaluate(values(group, answers))
    assert found.value == Problem("expression-failed", expression=text)


@pytest.mark.parametrize(
    ("text", "line", "column", "name"),
    [
        ("nope", 1, 1, "nope"),
        ("holder.copy > 1", 1, 1, "holder.copy"),
        ("a.b.c == 1", 1, 1, "a.b.c"),
        ("holder.home && nope", 1, 16, "nope"),
        ("holder.home && nope.more.so", 1, 16, "nope.more.so"),
        ("holder.name == 'Nguyễn Thị' && nope.so", 1, 32, "nope.so"),
        ("holder.home &&\n  nope.so", 2, 3, "nope.so"),
        ("\n\n  nope", 3, 3, "nope"),
        ("days_betwen(today, today) > 1", 1, 1, "days_betwen"),
        ("holder.home && days_betwen(today, today) > 1", 1, 16, "days_betwen"),
        ("days_between(today)", 1, 1, "days_between"),
        ("answered('nope')", 1, 11, "nope"),
        ("holder.home && answered('nope')", 1, 26, "nope"),
        ("holder.home\n  && answered('nope')", 2, 16, "nope"),
        ("answered('holder.name') && answered('nope')", 1, 38, "nope"),
    ],
)
def test_an_unknown_name_is_told_with_its_place(
    compiler: Compiler, text: str, line: int, column: int, name: str
) -> None:
    with pytest.raises(Problem) as found:
        compiler.compile(text)
    assert found.value == Problem("expression-unknown", line=line, column=column, name=name)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("holder.name > 1", 1, 13),
        ("holder.home &&\n  holder.name > 1", 2, 15),
        ("holder.copies ==", 1, 17),
        ("@", 1, 1),
        ("", 1, 1),
        ("holder.home holder.home", 1, 13),
    ],
)
def test_another_mistake_is_told_with_its_place(
    compiler: Compiler, text: str, line: int, column: int
) -> None:
    with pytest.raises(Problem) as found:
        compiler.compile(text)
    problem = found.value
    assert problem.code == "expression-unreadable"
    assert (problem.params["line"], problem.params["column"]) == (line, column)
    assert problem.params["said"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("answered(holder.name)", 1, 1),
        ("holder.home &&\n answered('holder' + '.name')", 2, 2),
    ],
)
def test_answered_asks_for_a_field_by_its_quoted_name(
    compiler: Compiler, text: str, line: int, column: int
) -> None:
    with pytest.raises(Problem) as found:
        compiler.compile(text)
    assert found.value == Problem("expression-answered", line=line, column=column)


@pytest.mark.parametrize(
    ("text", "found", "returns"),
    [
        ("holder.copies", "INT", "BOOL"),
        ("holder.home", "BOOL", "STRING"),
        ("today", "TIMESTAMP", "BOOL"),
    ],
)
def test_another_type_is_told(compiler: Compiler, text: str, found: str, returns: str) -> None:
    with pytest.raises(Problem) as told:
        compiler.compile(text, returns)
    expected = Problem("expression-type", line=1, column=1, found=found, expected=returns)
    assert told.value == expected


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("true", set()),
        ("holder.copies > 1 && holder.copies < 5", {"holder.copies"}),
        ("answered('holder.name') && holder.home", {"holder.name", "holder.home"}),
        ("holder.birth_date.latest < today", {"holder.birth_date.latest", "today"}),
        ("same_name(holder.full_name, 'A')", {"holder.full_name"}),
        ("[1].exists(n, n == holder.copies)", {"holder.copies"}),
    ],
)
def test_what_an_expression_reads(compiler: Compiler, text: str, reads: set[str]) -> None:
    assert compiler.compile(text).reads == reads


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({}, None),
        ({"surname": "Nguyễn", "middle": "Thị", "given": "Mẫu"}, "Nguyễn Thị Mẫu"),
        ({"given": "Mẫu", "surname": "Nguyễn"}, "Nguyễn Mẫu"),
        ({"given": "Mẫu"}, "Mẫu"),
    ],
)
def test_a_whole_name_is_joined_from_its_parts(answers: dict[str, str], name: str | None) -> None:
    group = toy(
        ('name = "holder.name"', 'surname = "surname"\nmiddle = "middle"\ngiven = "given"'),
        more=field("surname", "name") + field("middle", "name") + field("given", "name"),
    )
    assert values(group, answers).get("holder.full_name") == name


def test_threads_do_not_mix_their_answers(group: Group, compiler: Compiler) -> None:
    told = compiler.compile("answered('holder.copies') && holder.copies > 2")
    untold = compiler.compile("!answered('holder.copies')")
    sides = [
        (told, {"holder.copies": 3}),
        (untold, {"holder.copies": 3}),
        (told, {}),
        (untold, {}),
    ]

    def repeated(side: tuple[Expression, dict[str, int]]) -> set[object]:
        expression, answers = side
        known = values(group, answers)
        return {expression.evaluate(known) for _ in range(2_000)}

    with ThreadPoolExecutor(len(sides)) as threads:
        assert list(threads.map(repeated, sides)) == [{True}, {False}, {False}, {True}]


@pytest.mark.parametrize("number", range(12))
def test_what_is_not_read_changes_nothing(number: int) -> None:
    """The runtime is given what an expression reads; given everything it says the same."""
    made = fiction.case(number)
    read = judge(made, now=NOW, commune=COMMUNE)
    variables = read.outlined.variables
    asked = 0
    for expression in made.group.expressions.values():
        asks = {f"answered_is.{name}": name in variables for name in expression.asks}
        whole = expression._compiled.eval(data={**variables, **asks})
        undecided = whole.type() == cel.Type.ERROR
        assert expression.evaluate(variables) == (None if undecided else whole.plain_value())
        asked += 1
    assert asked > 100


def test_an_answer_that_is_taken_back_is_not_remembered(group: Group, compiler: Compiler) -> None:
    expression = compiler.compile("answered('holder.copies') || holder.home")
    given: list[dict[str, Any]] = [{"holder.copies": 3}, {}, {"holder.home": True}, {}]
    told = [expression.evaluate(values(group, answers)) for answers in given]
    assert told == [True, None, True, None]
