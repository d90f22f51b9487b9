"""What of a definition applies: shown, required, derived, decided by whom."""

from collections.abc import Mapping
from datetime import date

import pytest
from procedures.toys import DATABASE, IN_DATABASE, field, rule, toy

from lienthong_tui.filing.checks import check
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline, outline, papers_to_bring, resolve_agencies
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.procedures.overlay import Overlay, OwnAgency

TODAY = date(2026, 11, 20)
OFFICE = Overlay(overlay=1, deadlines={})

# The toy with a deceased holder, a person paid for, a second agency and a third.
PAYEE = (
    field("holder.deceased", "boolean", extra="default = false")
    + field("holder.death_date", "date", extra="shown = 'holder.deceased'\nrequired = true")
    + field("holder.note", extra="shown = 'answered(\"holder.death_date\")'")
    + """
[[section]]
id = "payee"
step = 5
title = { vi = "Người nhận", en = "Payee" }
shown = "holder.deceased"
"""
    + field("payee.surname", "name", "payee", "required = true")
    + field("payee.given", "name", "payee", "required = true")
    + field("payee.commune", "commune", "payee")
    + field("payee.whole", "name", "payee", "derived = 'payee.full_name'")
    + field("payee.greeting", "text", "payee", "derived = '\"Kính gửi \" + payee.whole'")
    + field("payee.late", "text", "payee", "shown = 'payee.greeting != \"\"'")
    + """
[[person]]
role = "payee"
label = { vi = "Người nhận", en = "Payee" }
surname = "payee.surname"
given = "payee.given"

[[agency]]
id = "police"
name = { vi = "Công an {commune}", en = "Police of {commune}" }
places = ["payee.commune", "office.commune"]

[[agency]]
id = "insurance"
name = { vi = "Bảo hiểm xã hội cơ sở", en = "Social insurance office" }

[[component]]
id = "payee-paper"
code = "T02"
name = { vi = "Giấy của người nhận", en = "Payee's paper" }
shown = "holder.deceased"
required = true

[[form]]
id = "payment-request"
title = { vi = "Đề nghị chi trả", en = "Request for payment" }
agency = "insurance"
parts = [{ title = { vi = "Đề nghị", en = "Request" }, fields = ["payee.*"] }]
shown = "holder.deceased"
law = "Chưa rõ"

[[procedure]]
id = "payment"
name = { vi = "Chi trả", en = "Payment" }
agency = "insurance"
fields = ["payee.*"]
shown = "holder.deceased"
law = "Chưa rõ"

[[procedure]]
id = "removal"
name = { vi = "Xóa đăng ký", en = "Removal" }
agency = "police"
fields = ["holder.*"]
law = "Chưa rõ"

[[procedure]]
id = "second-copy"
name = { vi = "Bản sao thứ hai", en = "Second copy" }
agency = "civil-status"
fields = ["holder.*"]
law = "Chưa rõ"
"""
    + rule("payee-unknown", "payee.given == 'Vắng'", at="payee.given")
)
LIVING: dict[str, Answer] = {
    "office.commune": "19639",
    "holder.name": "Nguyễn Văn Ví Dụ",
    "holder.birth_date": "1950",
}
DEAD: dict[str, Answer] = {
    **LIVING,
    "holder.deceased": True,
    "holder.death_date": "2026-11-02",
    "payee.surname": "Nguyễn",
    "payee.given": "Vắng",
}


@pytest.fixture(scope="module")
def group() -> Group:
    return toy(more=PAYEE)


def outlined(group: Group, answers: Mapping[str, Answer]) -> Outline:
    return outline(group, answers, today=TODAY, commune="19639")


def names(outlined: Outline) -> set[str]:
    return {field.id for field in outlined.fields}


def test_fields_show_in_the_order_of_the_file(group: Group) -> None:
    shown = [field.id for field in outlined(group, DEAD).fields]
    assert shown == list(group.fields)


def test_a_hidden_field_and_a_hidden_section_are_not_asked(group: Group) -> None:
    hidden = names(outlined(group, DEAD)) - names(outlined(group, LIVING))
    assert hidden == {
        "holder.death_date",
        "holder.note",
        "payee.surname",
        "payee.given",
        "payee.commune",
        "payee.whole",
        "payee.greeting",
        "payee.late",
    }


def test_a_hidden_answer_counts_for_nothing(group: Group) -> None:
    taken_back = outlined(group, {**DEAD, "holder.deceased": False})
    assert taken_back.values == {
        **LIVING,
        "office.book": "birth",
        "holder.copies": 1,
        "holder.deceased": False,
    }
    assert not any(name.startswith("payee") for name in taken_back.variables)
    # What it would have shown is hidden too, and no rule reads it.
    assert "holder.note" not in names(taken_back)
    rules = {finding.rule for finding in check(taken_back)}
    assert "payee-unknown" not in rules
    assert "payee-unknown" in {finding.rule for finding in check(outlined(group, DEAD))}


def test_an_answer_to_no_field_is_left_out(group: Group) -> None:
    assert "holder.old" not in outlined(group, {**LIVING, "holder.old": "x"}).values


def test_the_papers_to_bring_say_how_sure_it_is(group: Group) -> None:
    def brought(answers: Mapping[str, Answer]) -> list[tuple[str, str]]:
        return [(part.id, need) for part, need in papers_to_bring(outlined(group, answers))]

    assert brought(DEAD) == [("payee-paper", "required"), ("old-copy", "optional")]
    assert brought(LIVING) == [("old-copy", "optional")]
    undecided = toy(
        more=field("x", "boolean")
        + """
[[component]]
id = "third"
code = "T09"
name = { vi = "Giấy thứ ba", en = "Third paper" }
shown = "x"
required = true
law = "Chưa rõ"
"""
    )
    found = papers_to_bring(outlined(undecided, LIVING))
    assert next((part.id, need) for part, need in found) == ("third", "depends")


def test_what_a_database_holds_is_not_to_be_brought() -> None:
    known = toy(
        ("component_bytes = 1_000", IN_DATABASE),
        ('required = "office.book == \'death\'"\nabsence = "reason"', DATABASE),
    )
    found = papers_to_bring(outlined(known, LIVING))
    assert [(part.id, need) for part, need in found] == [("old-copy", "database")]


def test_an_undecided_condition_hides(group: Group) -> None:
    undecided = toy(
        more=field("x", "boolean")
        + field("y", extra="shown = '!x'")
        + field("z", extra="shown='x'")
    )
    assert {"y", "z"}.isdisjoint(names(outlined(undecided, LIVING)))
    assert "y" in names(outlined(undecided, {**LIVING, "x": False}))


def test_defaults_are_answers_until_another_is_given(group: Group) -> None:
    assert outlined(group, {}).values == {
        "office.book": "birth",
        "holder.copies": 1,
        "holder.deceased": False,
    }
    assert outlined(group, {"office.book": "death"}).values["office.book"] == "death"
    assert outlined(group, {"holder.copies": 3}).values["holder.copies"] == 3


def test_derived_answers_are_computed_and_never_taken(group: Group) -> None:
    values = outlined(group, {**DEAD, "payee.whole": "Lê Thị Thử"}).values
    assert values["payee.whole"] == "Nguyễn Vắng"
    assert values["payee.greeting"] == "Kính gửi Nguyễn Vắng"
    half = {name: value for name, value in DEAD.items() if name != "payee.given"}
    assert outlined(group, half).values["payee.whole"] == "Nguyễn"
    nobody = {name: value for name, value in half.items() if name != "payee.surname"}
    assert {"payee.whole", "payee.greeting"}.isdisjoint(outlined(group, nobody).values)


def test_a_derived_answer_decides_what_comes_after_it(group: Group) -> None:
    assert "payee.late" in names(outlined(group, DEAD))
    nobody = {k: v for k, v in DEAD.items() if not k.startswith("payee")}
    assert "payee.late" not in names(outlined(group, nobody))


def test_what_is_required(group: Group) -> None:
    living = {"office.commune", "office.book", "holder.name"}
    assert outlined(group, LIVING).required == living | {"holder.birth_date"}
    dead = living | {"holder.death_date", "payee.surname", "payee.given"}
    assert outlined(group, {**DEAD, "office.book": "death"}).required == dead


def test_papers_forms_and_procedures(group: Group) -> None:
    def parts(outlined: Outline) -> tuple[list[str], set[str], list[str], list[str]]:
        return (
            [c.id for c in outlined.components],
            set(outlined.papers_required),
            [f.id for f in outlined.forms],
            [p.id for p in outlined.procedures],
        )

    assert parts(outlined(group, LIVING)) == (
        ["old-copy"],
        set(),
        ["copy-request"],
        ["copy", "removal", "second-copy"],
    )
    assert parts(outlined(group, {**DEAD, "office.book": "death"})) == (
        ["old-copy", "payee-paper"],
        {"old-copy", "payee-paper"},
        ["copy-request", "payment-request"],
        ["copy", "payment", "removal", "second-copy"],
    )


def test_agencies_stand_in_the_order_of_their_first_procedure(group: Group) -> None:
    resolved = resolve_agencies(outlined(group, DEAD), OFFICE, "19639")
    assert [(r.agency.id, [p.id for p in r.procedures]) for r in resolved] == [
        ("civil-status", ["copy", "second-copy"]),
        ("insurance", ["payment"]),
        ("police", ["removal"]),
    ]
    living = resolve_agencies(outlined(group, LIVING), OFFICE, "19639")
    assert [r.agency.id for r in living] == ["civil-status", "police"]


@pytest.mark.parametrize(
    ("answers", "vi", "en", "place"),
    [
        (LIVING, "Công an xã Nam Cửa Việt", "Police of xã Nam Cửa Việt", "19639"),
        ({**LIVING, "office.commune": "19333"}, "Công an phường Đông Hà",
         "Police of phường Đông Hà", "19333"),
        ({**DEAD, "payee.commune": "19645"}, "Công an xã Triệu Bình", "Police of xã Triệu Bình",
         "19645"),
        # The payee's commune does not count while no payee is asked for.
        ({**LIVING, "payee.commune": "19645"}, "Công an xã Nam Cửa Việt",
         "Police of xã Nam Cửa Việt", "19639"),
        ({}, "Công an", "Police of", None),
    ],
)  # fmt: skip
def test_an_agency_is_named_by_the_first_commune_answered(
    group: Group, answers: dict[str, Answer], vi: str, en: str, place: str | None
) -> None:
    police = resolve_agencies(outlined(group, answers), OFFICE, "19639")[-1]
    assert (police.name, police.place) == (Words(vi=vi, en=en), place)


def test_an_agency_bears_the_offices_own_name(group: Group) -> None:
    own = OwnAgency(vi="Công an xã Mẫu", en="Sample police", code="G01.1")
    office = Overlay(overlay=1, deadlines={}, agencies={"police": own})
    police = resolve_agencies(outlined(group, LIVING), office, "19639")[-1]
    assert (police.name.vi, police.name.en, police.place) == (own.vi, own.en, "19639")
    assert police.code == "G01.1"
    insurance = resolve_agencies(outlined(group, DEAD), office, "19639")[1]
    assert (insurance.name.vi, insurance.place) == ("Bảo hiểm xã hội cơ sở", None)


@pytest.mark.parametrize(
    ("own", "vi", "code"),
    [
        (OwnAgency(code="G01.1"), "Công an xã Triệu Bình", None),
        (OwnAgency(vi="Công an xã Mẫu", code="G01.1"), "Công an xã Triệu Bình", None),
        (OwnAgency(vi="Trạm công an {commune}"), "Trạm công an xã Triệu Bình", None),
    ],
)
def test_what_is_set_of_an_agency_is_not_its_neighbours(
    group: Group, own: OwnAgency, vi: str, code: str | None
) -> None:
    office = Overlay(overlay=1, deadlines={}, agencies={"police": own, "insurance": own})
    elsewhere = {**DEAD, "payee.commune": "19645"}
    _, insurance, police = resolve_agencies(outlined(group, elsewhere), office, "19639")
    assert (police.name.vi, police.code, police.place) == (vi, code, "19645")
    # Without a place it is one agency for every filing.
    assert insurance.code == own.code
    nowhere = resolve_agencies(outlined(group, {}), office, "19639")[-1]
    assert (nowhere.code, nowhere.place) == (None, None)


@pytest.mark.parametrize("group", ["birth", "death"])
@pytest.mark.parametrize(
    ("number", "likely"),
    [("099190000017", "female"), ("099085004321", "male"), ("C1234567", None), (None, None)],
)
def test_the_sex_in_an_id_number_is_proposed(
    group: str, number: str | None, likely: str | None
) -> None:
    law = in_force(group, TODAY)
    told: dict[str, Answer] = {} if number is None else {"requester.id_number": number}
    outlined = outline(law, told, commune="19639", today=TODAY)
    assert outlined.proposal(law.fields["requester.sex"]) == likely
