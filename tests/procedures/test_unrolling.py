"""A repeating section: as many people as are counted, each asked, checked, printed and given on."""

from datetime import date

import pytest

from lienthong_tui.filing.checks import check
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline, outline
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import expand

from .toys import toy

SECTIONS = """
[[section]]
id = "heirs"
step = 2
title = { vi = "Người thừa kế", en = "Heirs" }

[[field]]
id = "heirs.count"
section = "heirs"
type = "integer"
label = { vi = "Bao nhiêu người", en = "How many" }
most = 3

[[section]]
id = "heir"
step = 2
title = { vi = "Người thứ {n}", en = "Person {n}" }
shown = "office.book == 'death'"
repeat = 3
counted_by = "heirs.count"

[[field]]
id = "heir.name"
section = "heir"
type = "name"
label = { vi = "Họ tên người thứ {n}", en = "Name of person {n}" }
required = true

[[field]]
id = "heir.share"
section = "heir"
type = "integer"
label = { vi = "Phần", en = "Share" }
shown = "answered('heir.name')"

[[person]]
role = "heir"
label = { vi = "Người thừa kế {n}", en = "Heir {n}" }
name = "heir.name"

[[rule]]
id = "heir-named-as-holder"
level = "warning"
field = "heir.name"
when = "same_name(heir.full_name, holder.full_name)"
message = { vi = "Người thứ {n} trùng tên người trong sổ.", en = "Person {n}: same name." }
reasons = [{ vi = "Đã đối chiếu", en = "Compared" }]
law = "Quy tắc riêng của quầy"
"""
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def group() -> Group:
    return toy(
        ('fields = ["office.*", "holder.*"]', 'fields = ["holder.*", "heir.name"]'), more=SECTIONS
    )


def outlined(group: Group, **more: Answer) -> Outline:
    answers: dict[str, Answer] = {
        "office.commune": "19639",
        "office.book": "death",
        "holder.name": "Nguyễn Thị Mẫu",
        **{name.replace("__", "."): value for name, value in more.items()},
    }
    return outline(group, answers, today=TODAY, commune="19639")


def asked(outlined: Outline) -> list[str]:
    return [field.id for field in outlined.fields if field.id.startswith("heir_")]


def test_as_many_are_asked_as_are_counted(group: Group) -> None:
    assert asked(outlined(group)) == []
    assert asked(outlined(group, heirs__count=2)) == ["heir_1.name", "heir_2.name"]
    assert asked(outlined(group, heirs__count=3, office__book="birth")) == []


def test_a_condition_reads_the_copy_it_stands_in(group: Group) -> None:
    shown = outlined(group, heirs__count=2, heir_2__name="Trần Thị Ví Dụ")
    assert asked(shown) == ["heir_1.name", "heir_2.name", "heir_2.share"]


def test_words_and_people_are_numbered(group: Group) -> None:
    assert group.fields["heir_2.name"].label.vi == "Họ tên người thứ 2"
    assert [s.title.vi for s in group.definition.section if s.id == "heir_3"] == ["Người thứ 3"]
    assert [p.label.en for p in group.definition.person][1:] == ["Heir 1", "Heir 2", "Heir 3"]


def test_rules_are_checked_for_each(group: Group) -> None:
    findings = check(
        outlined(group, heirs__count=2, heir_1__name="An", heir_2__name="Nguyễn Thị Mẫu"),
        noticed=True,
        pledged=True,
    )
    told = [(f.rule, f.field) for f in findings if f.rule.startswith("heir")]
    assert set(told) == {("heir-named-as-holder-2", "heir_2.name")}
    rule = next(r for r in group.definition.rule if r.id == "heir-named-as-holder-2")
    assert rule.message.vi == "Người thứ 2 trùng tên người trong sổ."


def test_an_agency_is_given_what_its_procedure_names(group: Group) -> None:
    (procedure,) = group.definition.procedure
    given = expand(procedure.fields, tuple(group.fields))
    assert [name for name in given if name.startswith("heir")] == [
        "heir_1.name",
        "heir_2.name",
        "heir_3.name",
    ]
