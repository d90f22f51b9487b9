"""Every mistake an author can make in a definition is told at load, with where it stands."""

import re
from datetime import date
from typing import Any

import pytest

from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import Group, in_force, overlaps, shipped, shipped_files
from lienthong_tui.procedures.questions import Person
from lienthong_tui.sentences.wording import sentence

from .toys import FEE, IN_DATABASE, SUGGESTING, TOY, Change, altered, field, rule, toy


def mistakes(source: bytes) -> list[Problem]:
    with pytest.raises(ExceptionGroup) as found:
        loading.read(source, "toy.toml")
    problems = [error for error in found.value.exceptions if isinstance(error, Problem)]
    assert len(problems) == len(found.value.exceptions)
    return problems


SHAPES: list[tuple[str, Change, str]] = [
    ("unknown key", ("least = 1", "at_least = 1"), "field holder.copies"),
    ("missing key", ('type = "name"\n', ""), "field holder.name"),
    ("unknown type of field", ('type = "name"', 'type = "names"'), "field holder.name"),
    ("text for a number", ("most = 20", 'most = "20"'), "field holder.copies"),
    ("a step that asks nothing", ("step = 2", "step = 3"), "section holder"),
    ("unknown level", ('level = "warning"', 'level = "alarm"'), "rule many-copies"),
    ("a sentence in one language", (', en = "Earlier copy" }', " }"), "component old-copy"),
    ("one item that is no table", ("[[person]]", "[[odd]]"), ""),
    ("a day that is a text", ("= 2026-01-01\nl", '= "tomorrow"\nl'), ""),
    ("no scheme", ("[[scheme]]", "[[agency.scheme]]"), "agency civil-status"),
    ("a scheme without a day", ("effective_from = 2016-01-01\n", ""), "scheme law-2014"),
    ("no label", ('label_person = "holder"\n', ""), ""),
    ("no procedure of a deadline", ('procedure = "copy"\n', ""), "deadline #1"),
    ("term in words", ("working_days = 0", 'working_days = "one"'), "deadline copy"),
]


@pytest.mark.parametrize(
    ("change", "item"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES]
)
def test_a_wrong_shape_names_its_item(change: Change, item: str) -> None:
    (problem,) = mistakes(altered(change))
    assert problem.code == "definition-shape"
    assert problem.params["file"] == "toy.toml"
    assert problem.params["item"] == item
    assert problem.params["said"]


@pytest.mark.parametrize(
    "source",
    [
        b'{"group": "g", "section": [{"": 1',  # JSON that breaks off further on
        altered(('type = "name"', 'type = "$.rule[99]"')),
        altered(('type = "name"', 'type = "$.nothing[0]"')),
    ],
)
def test_a_wrong_shape_whose_place_cannot_be_found_is_told_all_the_same(source: bytes) -> None:
    (problem,) = mistakes(source)
    assert (problem.code, problem.params["item"]) == ("definition-shape", "")


@pytest.mark.parametrize("pattern", ["(", "a{99999999999999999999}", "(" * 5000])
def test_a_pattern_nothing_can_be_made_of_is_told(pattern: str) -> None:
    (problem,) = mistakes(altered(('type = "name"', f'type = "text"\npattern = "{pattern}"')))
    assert problem.code == "definition-pattern"


def test_an_item_that_is_no_table_is_a_wrong_shape() -> None:
    (problem,) = mistakes(b'group = "g"\nsection = ["office"]')
    assert (problem.code, problem.params["item"]) == ("definition-shape", "section #1")


@pytest.mark.parametrize(
    "source",
    [
        TOY.encode()[:-9],
        TOY.replace('"copies"', '"copies', 1).encode(),
        TOY.encode() + b"\nlaw = 'twice'\n",
        TOY.encode().replace("ấ".encode(), b"\xff"),
        b"least = " + b"1" * 5000,
        b"x = " + b"[" * 5000,
        b"a." * 200_000 + b"a = 1",
    ],
    ids=["torn", "open quote", "twice", "latin-1", "long number", "deep", "long key"],
)
def test_what_is_no_toml_is_told(source: bytes) -> None:
    (problem,) = mistakes(source)
    assert problem.code == "definition-toml"
    assert problem.params["file"] == "toy.toml"


def changed(old: str, new: str) -> bytes:
    return altered((old, new))


def added(text: str) -> bytes:
    return altered(more=text)


def after(line: str, new: str, more: str = "") -> bytes:
    """The toy with one more line after `line`."""
    return altered((line, f"{line}\n{new}"), more=more)


MISTAKES: list[tuple[str, bytes, Problem]] = [
    # names
    ("section of a field", added(field("a", section="offices")),
     Problem("definition-unknown", item="field a", name="offices")),
    ("agency of a form", changed('agency = "civil-status"\nparts', 'agency = "court"\nparts'),
     Problem("definition-unknown", item="form copy-request", name="court")),
    ("agency of a procedure", changed('agency = "civil-status"\nfields', 'agency = "x"\nfields'),
     Problem("definition-unknown", item="procedure copy", name="x")),
    ("field of a procedure", changed('"office.*", "holder.*"]', '"office.*", "owner.*"]'),
     Problem("definition-unknown", item="procedure copy", name="owner.*")),
    ("field of a form", changed('"holder.*", "office.book"', '"holder.*", "office.boook"'),
     Problem("definition-unknown", item="form copy-request", name="office.boook")),
    ("component of a procedure", changed('components = ["old-copy"]', 'components = ["new-copy"]'),
     Problem("definition-unknown", item="procedure copy", name="new-copy")),
    ("form of a procedure", changed('forms = ["copy-request"]', 'forms = ["request"]'),
     Problem("definition-unknown", item="procedure copy", name="request")),
    ("result awaited of nobody", after('components = ["old-copy"]', 'awaits = ["child.number"]'),
     Problem("definition-unknown", item="procedure copy", name="child.number")),
    ("field of a rule", changed('field = "holder.copies"', 'field = "holder.copy"'),
     Problem("definition-unknown", item="rule many-copies", name="holder.copy")),
    ("name of a person", changed('name = "holder.name"', 'name = "holder.full"'),
     Problem("definition-unknown", item="person holder", name="holder.full")),
    ("birth of a person", changed('birth = "holder.birth_date"', 'birth = "holder.birth"'),
     Problem("definition-unknown", item="person holder", name="holder.birth")),
    ("place of an agency", changed('places = ["office.commune"]', 'places = ["office.ward"]'),
     Problem("definition-unknown", item="agency civil-status", name="office.ward")),
    ("person a filing is called by", changed('label_person = "holder"', 'label_person = "owner"'),
     Problem("definition-unknown", item="definition", name="owner")),
    ("scheme of a deadline", changed('scheme = "law-2014"', 'scheme = "law-2015"'),
     Problem("definition-unknown", item="deadline law-2015/copy", name="law-2015")),
    ("procedure of a deadline", changed('procedure = "copy"', 'procedure = "copies"'),
     Problem("definition-unknown", item="deadline law-2014/copies", name="copies")),
    ("list of a choice", added(field("a", "choice", extra='list = "planets"')),
     Problem("definition-unknown", item="field a", name="planets")),
    ("agency without procedures",
     added('[[agency]]\nid = "court"\nname = { vi = "Tòa", en = "Court" }'),
     Problem("definition-unused", item="agency court")),
    # ids
    ("field twice", added(field("holder.name", "name")),
     Problem("definition-repeated", item="field holder.name")),
    ("option twice", changed('value = "death"', 'value = "birth"'),
     Problem("definition-repeated", item="field office.book, option birth")),
    ("role twice", added('[[person]]\nrole = "holder"\nlabel = { vi = "a", en = "a" }'),
     Problem("definition-repeated", item="person holder")),
    ("code of a paper twice",
     added('[[component]]\nid = "more"\ncode = "T01"\nname = { vi = "a", en = "a" }'),
     Problem("definition-repeated", item="component code T01")),
    ("deadline twice",
     added('[[deadline]]\nscheme = "law-2014"\nprocedure = "copy"\nlaw = "a"\n'
           'basis = { vi = "a", en = "a" }'),
     Problem("definition-repeated", item="deadline law-2014/copy")),
    ("capitals", added(field("holder.Name")), Problem("definition-id", item="field holder.Name")),
    ("marks", added(field("holder.tên")), Problem("definition-id", item="field holder.tên")),
    ("line end", added(field("holder.a\\n")), Problem("definition-id", item="field holder.a\n")),
    # repeating sections
    ("repeats without a count",
     changed('id = "holder"\nstep = 2', 'id = "holder"\nstep = 2\nrepeat = 3'),
     Problem("definition-repeat", item="section holder")),
    ("counts without repeating",
     changed('id = "holder"\nstep = 2', 'id = "holder"\nstep = 2\ncounted_by = "holder.copies"'),
     Problem("definition-repeat", item="section holder")),
    ("counted by one of its own fields",
     changed('id = "holder"\nstep = 2',
             'id = "holder"\nstep = 2\nrepeat = 20\ncounted_by = "holder.copies"'),
     Problem("definition-repeat", item="section holder")),
    # referrals
    ("referral of a rule",
     changed('level = "warning"\nwhen', 'level = "error"\nreferral = "elsewhere"\nwhen'),
     Problem("definition-unknown", item="rule many-copies", name="elsewhere")),
    # values
    ("ends before it begins", after("effective_from = 2026-01-01", "effective_to = 2025-12-31"),
     Problem("definition-dates", item="definition 2026-01-01")),
    ("scheme that ends before it begins",
     after("effective_from = 2016-01-01", "effective_to = 2015-12-31"),
     Problem("definition-dates", item="scheme law-2014")),
    ("choice of nothing", added(field("a", "choice")),
     Problem("definition-options", item="field a")),
    ("choice of a list and of options", changed('default = "birth"', 'list = "countries"'),
     Problem("definition-options", item="field office.book")),
    ("pattern", added(field("a", extra="pattern = '[0-9'")),
     Problem("definition-pattern", item="field a", pattern="[0-9")),
    ("default that is no option", changed('default = "birth"', 'default = "marriage"'),
     Problem("definition-default", item="field office.book", value="marriage")),
    ("default out of range", changed("default = 1", "default = 21"),
     Problem("definition-default", item="field holder.copies", value=21)),
    ("default of another type", changed("default = 1", "default = true"),
     Problem("definition-default", item="field holder.copies", value=True)),
    ("default that is not in the list",
     added(field("a", "choice", extra='list = "countries"\ndefault = "Việt Nam"')),
     Problem("definition-default", item="field a", value="Việt Nam")),
    ("default of a date", added(field("a", "date", extra='default = "2026-02-31"')),
     Problem("definition-default", item="field a", value="2026-02-31")),
    *(
        (f"cut-off {text}", changed('cut_off = "15:00"', f'cut_off = "{text}"'),
         Problem("definition-time", item="scheme law-2014", text=text))
        for text in ("3 p.m.", "24:00", "15", "15:00+07:00", "9:00")
    ),
    ("empty in English", changed('en = "Earlier copy"', 'en = " "'),
     Problem("definition-words", item="component old-copy", part="name")),
    # suggestions and fees
    ("unknown list of texts", added(field("a", extra='suggest = "streets"')),
     Problem("definition-unknown", item="field a", name="streets")),
    ("texts for a number", added(SUGGESTING + field("a", "integer", extra='suggest = "houses"')),
     Problem("definition-suggest", item="field a")),
    ("texts of no commune",
     added(SUGGESTING + field("a", extra='suggest = "hamlets"\nsuggest_in = "holder.name"')),
     Problem("definition-unknown", item="field a", name="holder.name")),
    ("fee for no number", added(FEE.replace('"holder.copies"', '"holder.name"')),
     Problem("definition-unknown", item="fee copy", name="holder.name")),
    ("fee waived for no reason", added(re.sub("exemption.*", "", FEE)),
     Problem("definition-exemption", item="fee search")),
    ("fee under an unknown field", added(FEE.replace("office.book ==", "office.shelf ==")),
     Problem("expression-unknown", item="fee search", part="when", line=1, column=1,
             name="office.shelf")),
    # expressions
    ("unknown field in a rule", changed("holder.copies > 10", "holder.copy > 10"),
     Problem("expression-unknown", item="rule many-copies", part="when", line=1, column=1,
             name="holder.copy")),
    ("unknown field of a component", changed("\"office.book == 'death'\"", '"book == 1"'),
     Problem("expression-unknown", item="component old-copy", part="required", line=1, column=1,
             name="book")),
    ("unknown field further on", added(rule("a", "holder.copies > 1 && holder.ages > 1")),
     Problem("expression-unknown", item="rule a", part="when", line=1, column=22,
             name="holder.ages")),
    ("unknown field on another line", added(rule("a", "holder.copies > 1\n  && holder.ages > 1")),
     Problem("expression-unknown", item="rule a", part="when", line=2, column=6,
             name="holder.ages")),
    ("wrong type", added(rule("a", "holder.name > 1")),
     Problem("expression-unreadable", item="rule a", part="when", line=1, column=13,
             said="found no matching overload for '_>_' applied to '(string, int)'")),
    ("not a condition", added(rule("a", "holder.copies + 1")),
     Problem("expression-type", item="rule a", part="when", line=1, column=1, found="INT",
             expected="BOOL")),
    ("a number for a text", added(field("a", extra='derived = "holder.copies"')),
     Problem("expression-type", item="field a", part="derived", line=1, column=1, found="INT",
             expected="STRING")),
    ("a text for a number", added(field("a", "integer", extra='derived = "holder.name"')),
     Problem("expression-type", item="field a", part="derived", line=1, column=1, found="STRING",
             expected="INT")),
    ("code's condition", after('value = "9.000001"', 'when = "wanted"'),
     Problem("expression-unknown", item="code 9.000001", part="when", line=1, column=1,
             name="wanted")),
    # order
    ("field shown by a later one",
     after('type = "partial_date"', "shown = \"a == 'x'\"", more=field("a")),
     Problem("definition-order", item="field holder.birth_date", part="shown", name="a")),
    ("field shown by itself", added(field("a", extra="shown = \"a == 'x'\"")),
     Problem("definition-order", item="field a", part="shown", name="a")),
    ("shown by a later partial date",
     after('id = "holder.name"', 'shown = "holder.birth_date.latest < today"'),
     Problem("definition-order", item="field holder.name", part="shown",
             name="holder.birth_date.latest")),
    ("shown by a name not yet asked",
     after('type = "choice"', "shown = \"holder.full_name != ''\""),
     Problem("definition-order", item="field office.book", part="shown", name="holder.full_name")),
    ("section shown by its own field", after("step = 2", 'shown = "holder.copies > 1"'),
     Problem("definition-order", item="section holder", part="shown", name="holder.copies")),
    ("derived from a later field",
     after('type = "commune"', 'derived = "holder.name"'),
     Problem("definition-order", item="field office.commune", part="derived", name="holder.name")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_told(source: bytes, expected: Problem) -> None:
    expected.params["file"] = "toy.toml"
    assert expected in mistakes(source)


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes(
        altered(
            ('cut_off = "15:00"', 'cut_off = "noon"'),
            ("holder.copies > 10", "holder.copy > 10"),
            ('field = "holder.copies"', 'field = "holder.copy"'),
            more=rule("a", "1 +") + field("a", "choice"),
        )
    )
    assert {problem.code for problem in found} == {
        "definition-time",
        "definition-unknown",
        "definition-options",
        "expression-unknown",
        "expression-unreadable",
    }
    assert all(problem.params["file"] == "toy.toml" for problem in found)


def test_only_what_blocks_refers_elsewhere() -> None:
    found = mistakes(
        altered(
            ('id = "many-copies"', 'id = "many-copies"\nreferral = "elsewhere"'),
            more=REFERRAL,
        )
    )
    assert [(p.code, p.params["item"]) for p in found] == [
        ("definition-referral", "rule many-copies")
    ]


PAPER = """
[[component]]
id = "card"
code = "T08"
name = { vi = "Bản chụp thẻ", en = "Copy of the card" }
database = { vi = "CSDL dân cư", en = "the population database" }
law = "Chưa rõ"
"""
REASON = ("component_bytes = 1_000", IN_DATABASE)


@pytest.mark.parametrize(
    ("changes", "more"),
    [((), PAPER), ((REASON,), PAPER + "required = true\n")],
    ids=["no reason to offer", "required all the same"],
)
def test_a_paper_in_a_database_is_not_asked_for(changes: tuple[Change, ...], more: str) -> None:
    found = mistakes(altered(*changes, more=more))
    assert [(p.code, p.params["item"]) for p in found] == [
        ("definition-database", "component card")
    ]
    loading.read(altered(REASON, more=PAPER), "toy.toml")


REFERRAL = """
[[referral]]
id = "elsewhere"
title = { vi = "Nơi khác", en = "Elsewhere" }
text = { vi = "Làm ở nơi khác.", en = "Done elsewhere." }
where = { vi = "Ủy ban", en = "The committee" }
law = "Quy tắc riêng"
"""


def test_every_mistake_has_a_sentence_that_names_file_and_item() -> None:
    for _, _, problem in MISTAKES:
        said = sentence(Problem(problem.code, **{**problem.params, "file": "toy.toml"}), "vi")
        assert said.startswith("toy.toml"), problem.code
        assert str(problem.params["item"]).strip() in said


def version(name: str, first: str, last: str | None = None, group: str = "copies") -> Group:
    end = f"effective_to = {last}\n" if last else ""
    return toy(
        ('group = "copies"', f'group = "{group}"'),
        ('version = "2026-01-01"', f'version = "{name}"'),
        ("effective_from = 2026-01-01\n", f"effective_from = {first}\n{end}"),
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "one"),
        (date(2026, 6, 30), "one"),
        (date(2026, 7, 1), None),
        (date(2026, 7, 2), "two"),
        (date(2100, 1, 1), "two"),
    ],
)
def test_the_version_in_force_on_a_day(day: date, expected: str | None) -> None:
    groups = (
        version("two", "2026-07-02"),
        version("one", "2026-01-01", "2026-06-30"),
        version("other", "2020-01-01", group="others"),
    )
    if expected is None:
        with pytest.raises(Unusable) as found:
            in_force("copies", day, groups)
        assert found.value == Unusable("group-not-in-force", group="copies", day=day)
    else:
        assert in_force("copies", day, groups).definition.version == expected


def test_an_unknown_group_names_those_there_are() -> None:
    groups = (version("one", "2026-01-01"), version("one", "2026-01-01", group="another"))
    with pytest.raises(Unusable) as found:
        in_force("birht", date(2026, 11, 20), groups)
    assert found.value == Unusable("group-unknown", group="birht", known=["another", "copies"])


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        (("2026-01-01", None), ("2026-07-01", None), date(2026, 7, 1)),
        (("2026-07-01", None), ("2026-01-01", None), date(2026, 7, 1)),
        (("2026-01-01", "2026-07-01"), ("2026-07-01", None), date(2026, 7, 1)),
        (("2026-01-01", "2026-12-31"), ("2026-03-01", "2026-04-01"), date(2026, 3, 1)),
        (("2026-01-01", "2026-06-30"), ("2026-07-01", None), None),
        (("2026-07-01", None), ("2026-01-01", "2026-06-30"), None),
    ],
)
def test_versions_that_overlap(one: Any, other: Any, day: date | None) -> None:
    groups = {
        "one.toml": version("one", *one),
        "two.toml": version("two", *other),
        "three.toml": version("three", "2020-01-01", group="others"),
    }
    told = Problem(
        "definition-overlap", file="two.toml", item="definition two", other="one", day=day
    )
    assert list(overlaps(groups)) == ([told] if day else [])


def test_shipped_definitions_are_read_once_and_whole() -> None:
    assert len(shipped()) == len(shipped_files()) >= 1
    assert shipped() is shipped()


def test_a_group_knows_its_fields_and_their_steps() -> None:
    group = toy()
    assert list(group.fields) == [field.id for field in group.definition.field]
    assert [group.step_of(name) for name in ("office.book", "holder.name")] == [1, 2]


def test_a_group_knows_what_its_expressions_read() -> None:
    group = toy(
        more=rule("old", "answered('holder.copies') && holder.birth_date.latest < today")
        + rule("named", "size(holder.full_name) > 25 && office.commune == desk.commune")
    )
    assert group.reads("rule", "old", "when") == {"holder.copies", "holder.birth_date"}
    assert group.reads("rule", "named", "when") == {"holder.name", "office.commune"}
    assert group.reads("field", "holder.birth_date", "shown", "required") == {"office.book"}
    assert group.reads("field", "holder.name", "shown", "derived") == frozenset()


def test_a_line_under_a_form_may_have_a_condition() -> None:
    law = 'law = "Thông tư 04/2020/TT-BTP"\n'
    line = '{ vi = "Ký", en = "Sign", shown = "holder.copies > 1" }'
    group = toy((law, f"{law}signatures = [{{ vi = 'Ký', en = 'Sign' }}, {line}]\n"))
    assert group.expression("form", "copy-request", "signatures 1") is None
    assert group.reads("form", "copy-request", "signatures 2") == {"holder.copies"}
    wrong = line.replace("holder.copies", "holder.copy")
    (problem,) = mistakes(altered((law, f"{law}notes = [{wrong}]\n")))
    assert (problem.code, problem.params["item"]) == ("expression-unknown", "form copy-request")
    assert (problem.params["part"], problem.params["name"]) == ("notes 1", "holder.copy")


def test_the_parts_of_a_name_stand_in_order() -> None:
    whole = Person("a", Words("a", "a"), name="a.name", birth="a.birth")
    parted = Person("b", Words("b", "b"), given="b.given", surname="b.surname", middle="b.middle")
    nameless = Person("c", Words("c", "c"), id_number="c.id")
    assert whole.parts == ("a.name",)
    assert parted.parts == ("b.surname", "b.middle", "b.given")
    assert nameless.parts == ()


def test_a_group_is_pinned_by_its_bytes() -> None:
    assert toy().sha256 == toy().sha256
    assert toy().sha256 != toy(("component_bytes = 1_000", "component_bytes = 1000")).sha256
    assert toy().source == TOY.encode()
