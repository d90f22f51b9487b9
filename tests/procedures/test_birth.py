"""The birth definition: what it carries, which rules apply to whom, what each agency is given."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.filing.checks import check
from lienthong_tui.filing.outline import outline
from lienthong_tui.people import lists
from lienthong_tui.procedures.expressions import activation
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.procedures.overlay import Overlay, scheme_of
from lienthong_tui.procedures.questions import expand

TODAY = date(2026, 11, 20)
NEXT_LAW = date(2027, 3, 1)
HERE, ELSEWHERE = "19639", "19645"
PORTAL_KEYS = Path(__file__).with_name("portal_birth_keys.csv")

Changes = Mapping[str, Any]

# A married couple of the desk's commune; the mother files. None of these people exist.
FAMILY: Changes = {
    "registration.kind": "domestic",
    "registration.commune": HERE,
    "registration.case": "both_parents",
    "registration.parents_married": "married",
    "residence.same_commune": True,
    "residence.case": "own_home",
    "identity_card.wanted": False,
    "filer.account": "requester",
    "requester.name": "Nguyễn Thị Mẫu",
    "requester.id_number": "099196000011",
    "requester.birth_date": "1996-03-05",
    "requester.sex": "female",
    "requester.id_issue_date": "2022-04-25",
    "requester.relation": "mother",
    "requester.portal_relation": "mother",
    "child.birth_proof": "health_data",
    "child.birth_proof_number": "00001.GCS.99001.26",
    "child.surname": "Trần",
    "child.middle": "Minh",
    "child.given": "Mẫu",
    "child.birth_date": "2026-11-02",
    "child.birth_place.country": "VN",
    "child.birth_place.commune": "19333",
    "child.birth_place.detail": "Bệnh viện Mẫu",
    "child.sex": "male",
    "child.nationality": "VN",
    "child.ethnic": "01",
    "native_place.follows": "father",
    "native_place.country": "VN",
    "native_place.province": "44",
    "copies.wanted": True,
    "copies.count": 3,
    "mother.nationality": "VN",
    "mother.ethnic": "01",
    "mother.surname": "Nguyễn",
    "mother.middle": "Thị",
    "mother.given": "Mẫu",
    "mother.birth_date": "1996-03-05",
    "mother.id_number": "099196000011",
    "mother.deceased": False,
    "mother.country": "VN",
    "mother.commune": HERE,
    "father.nationality": "VN",
    "father.ethnic": "01",
    "father.surname": "Trần",
    "father.middle": "Văn",
    "father.given": "Ví Dụ",
    "father.birth_date": "1993",
    "father.id_number": "099093000012",
    "father.deceased": False,
    "father.country": "VN",
    "father.same_residence_as_mother": True,
    "marriage.number": "12/2020",
    "marriage.issue_date": "2020-06-01",
    "household.father_is_head": True,
    "household.mother_is_head": False,
    "household.relation": "natural_child",
    "residence.detail": "Thôn Mẫu",
    "health.first_care": "45001",
    "health.card_guardian": "mother",
}
# What is told about every filing, this family's included.
ALWAYS = {"residence-within-60-days", "health-card-validity", "residence-needs-no-consent"}


def without(*prefixes: str) -> Changes:
    return {name: None for name in FAMILY if name.startswith(prefixes)}


NO_FATHER: Changes = {
    **without("father.", "marriage.", "household.father"),
    "registration.case": "father_unknown",
    "registration.child_commune": HERE,
    "child.surname": "Nguyễn",
    "native_place.follows": "mother",
    "household.mother_is_head": True,
}
NO_MOTHER: Changes = {
    **without("mother.", "marriage.", "household.mother", "father.same"),
    "father.commune": HERE,
    "registration.child_commune": HERE,
    "registration.case": "mother_unknown",
    "health.card_guardian": "father",
    "requester.relation": "father",
    "requester.portal_relation": "father",
    "requester.name": "Trần Văn Ví Dụ",
    "requester.id_number": "099093000012",
    "requester.birth_date": "1993-02-01",
    "requester.sex": "male",
}
BY_GRANDMOTHER: Changes = {
    "requester.relation": "paternal_grandmother",
    "requester.portal_relation": "guardian",
    "requester.id_number": "099154000013",
    "requester.birth_date": "1954-02-01",
}
BY_FATHER: Changes = {
    "requester.relation": "father",
    "requester.portal_relation": "father",
    "requester.name": "Trần Văn Ví Dụ",
    "requester.id_number": "099093000012",
    "requester.birth_date": "1993-02-01",
    "requester.sex": "male",
}
EDE: Changes = {
    "requester.name": "H’Bia Niê",
    "child.surname": "H’Lan",
    "child.middle": None,
    "child.given": "Niê",
    "child.ethnic": "11",
    "mother.surname": "H’Bia",
    "mother.middle": None,
    "mother.given": "Niê",
    "mother.ethnic": "11",
    "father.ethnic": "11",
}
YOUNG_MOTHER: Changes = {
    "requester.birth_date": "2011-05-05",
    "requester.id_number": "099311000014",
    "mother.birth_date": "2011-05-05",
    "mother.id_number": "099311000014",
}
CHILD_MOTHER: Changes = {
    **BY_FATHER,
    "mother.birth_date": "2016",
    "mother.id_number": "099316000015",
}

CASES: list[tuple[str, Changes, set[str]]] = [
    ("a complete family", {}, set()),
    # outside the service
    ("foreign element", {"registration.kind": "foreign"}, {"foreign-element"}),
    ("border commune", {"registration.kind": "foreign_border"}, {"foreign-element"}),
    ("Lao father", {"father.nationality": "LA"}, {"parent-foreign-nationality"}),
    ("Lao mother, father unread", {"mother.nationality": "LA", "father.nationality": None},
     {"parent-foreign-nationality"}),
    ("abandoned", {**without("mother.", "father.", "marriage."),
                   **BY_GRANDMOTHER, "registration.case": "abandoned"},
     {"child-abandoned", "relative-needs-no-authority"}),
    ("neither parent determined", {**without("mother.", "father.", "marriage."),
                                   **BY_GRANDMOTHER, "registration.case": "both_unknown"},
     {"parents-undetermined", "relative-needs-no-authority"}),
    ("father not determined", NO_FATHER, {"father-not-determined"}),
    ("father not determined, yet he files", {**NO_FATHER, **BY_FATHER},
     {"father-not-determined", "father-files-while-undetermined", "portal-overwrites-father"}),
    ("mother not determined", NO_MOTHER, {"mother-not-determined", "portal-overwrites-father"}),
    ("mother not determined, yet she files",
     {**NO_MOTHER, **{k: FAMILY[k] for k in FAMILY if k.startswith("requester.")}},
     {"mother-not-determined", "mother-files-while-undetermined"}),
    ("parents not married", {**without("marriage."), "registration.parents_married": "unmarried"},
     {"parents-not-married"}),
    ("parents not married, recognised",
     {**without("marriage."), "registration.parents_married": "recognised"}, set()),
    # time and age
    ("born today", {"child.birth_date": "2026-11-20"}, set()),
    ("born tomorrow", {"child.birth_date": "2026-11-21"}, {"child-born-in-future"}),
    ("60 days old", {"child.birth_date": "2026-09-21"}, set()),
    ("61 days old", {"child.birth_date": "2026-09-20"}, {"birth-registered-late"}),
    ("one day before six", {"child.birth_date": "2020-11-21"}, {"birth-registered-late"}),
    ("six today", {"child.birth_date": "2020-11-20"}, {"child-six-or-older"}),
    # names
    ("no surname", {"child.surname": None}, {"child-surname-missing"}),
    ("no name at all yet", {"child.surname": None, "child.given": None}, set()),
    ("mother's surname", {"child.surname": "NGUYỄN"}, set()),
    ("surname of neither", {"child.surname": "Lê"}, {"child-surname-of-neither-parent"}),
    ("surname of neither, tones count", {"child.surname": "Trân"},
     {"child-surname-of-neither-parent"}),
    ("surname of neither, mother alone", {**NO_FATHER, "child.surname": "Trần"},
     {"father-not-determined", "child-surname-of-neither-parent"}),
    ("surname written last", EDE, set()),
    ("surname written last, of neither", {**EDE, "child.given": "Kbuôr"},
     {"child-surname-of-neither-parent"}),
    ("surname written last, mother alone", {**NO_FATHER, **EDE, "father.ethnic": None},
     {"father-not-determined"}),
    ("surname written last, not the mother's",
     {**NO_FATHER, **EDE, "father.ethnic": None, "child.given": "Kbuôr"},
     {"father-not-determined", "child-surname-of-neither-parent"}),
    ("named as the mother", {"child.surname": "Nguyễn", "child.middle": "thị"},
     {"child-named-as-mother"}),
    ("foreign letter in a Kinh name", {"child.given": "Jan"}, {"child-given-foreign-letter"}),
    ("eth typed for Đ in the surname", {"child.surname": "Ðặng", "father.surname": "Đặng"},
     {"child-surname-foreign-letter"}),
    ("foreign letter in the middle name", {"child.middle": "Jun"}, {"child-middle-foreign-letter"}),
    ("foreign letter in an Ê Đê name", {**EDE, "child.surname": "H’Wơn"},
     {"child-surname-ethnic-letter"}),
    ("foreign letters in an Ê Đê name", {**EDE, "child.middle": "Wơn", "child.given": "Niê Ƀlŏ"},
     {"child-middle-ethnic-letter", "child-given-ethnic-letter",
      "child-surname-of-neither-parent"}),
    ("26 characters", {"child.middle": "Nghiêng Nghiêng", "child.given": "Nghiê"},
     {"child-name-long"}),
    ("25 characters", {"child.middle": "Nghiêng Nghiêng", "child.given": "Nghi"}, set()),
    ("five words", {"child.middle": "An Bình Minh", "child.given": "Mẫu"},
     {"child-name-many-words"}),
    # ethnic group, native place, birthplace, birth proof
    ("ethnic group of neither", {"child.ethnic": "24"}, {"child-ethnic-of-neither-parent"}),
    ("ethnic group of the father", {"child.ethnic": "24", "father.ethnic": "24"}, set()),
    ("ethnic group of neither, mother alone", {**NO_FATHER, "child.ethnic": "24"},
     {"father-not-determined", "child-ethnic-of-neither-parent"}),
    ("native place elsewhere", {"native_place.follows": "other"},
     {"native-place-of-neither-parent"}),
    ("native place of a father not determined", {**NO_FATHER, "native_place.follows": "father"},
     {"father-not-determined", "native-place-of-undetermined-parent"}),
    ("no detail of the birthplace", {"child.birth_place.detail": None},
     {"birth-place-detail-missing"}),
    ("birth-proof number of another shape", {"child.birth_proof_number": "15/GCS"},
     {"birth-proof-number-shape"}),
    # copies
    ("20 copies", {"copies.count": 20}, set()),
    ("21 copies", {"copies.count": 21}, {"copies-many"}),
    # parents
    ("mother born with the child", {**BY_FATHER, "mother.birth_date": "2026-11-02",
                                    "mother.id_number": "099326000016"},
     {"mother-not-older-than-child", "portal-overwrites-father"}),
    ("father born after the child", {"father.birth_date": "2027",
                                     "father.id_number": "099227000017"},
     {"father-not-older-than-child"}),
    ("mother of ten", CHILD_MOTHER, {"mother-under-13", "portal-overwrites-father"}),
    ("father of eleven", {"father.birth_date": "2015", "father.id_number": "099215000018"},
     {"father-under-13"}),
    ("mother of fifteen files", YOUNG_MOTHER, {"mother-under-16", "requester-parent-under-18"}),
    ("mother perhaps sixteen", {**YOUNG_MOTHER, "mother.birth_date": "2010",
                                "mother.id_number": "099310000019",
                                "requester.id_number": "099310000019",
                                "requester.birth_date": "2010-10-01"},
     {"requester-parent-under-18", "mother-under-16"}),
    ("one ID number for both parents", {"father.id_number": "099196000011"},
     {"parents-same-id", "father-id-year", "father-id-sex"}),
    # ID numbers
    ("requester's year differs", {"requester.birth_date": "1995-03-05"},
     {"requester-id-year", "requester-parent-birth-date"}),
    ("requester's sex differs", {"requester.sex": "male"},
     {"requester-id-sex", "requester-relation-sex"}),
    ("a woman as uncle", {**BY_GRANDMOTHER, "requester.relation": "maternal_uncle"},
     {"requester-relation-sex", "relative-needs-no-authority"}),
    ("a woman as bác, which may be either",
     {**BY_GRANDMOTHER, "requester.relation": "elder_uncle_aunt"}, {"relative-needs-no-authority"}),
    ("mother's year differs", {"mother.birth_date": "1997"}, {"mother-id-year"}),
    ("mother's number says male", {"mother.id_number": "099096000011"},
     {"mother-id-sex", "requester-is-not-the-mother"}),
    ("father's month known, year agrees", {"father.birth_date": "1993-07"}, set()),
    ("father's year differs", {"father.birth_date": "1992-07"}, {"father-id-year"}),
    ("unknown prefixes", {"requester.id_number": "999196000011",
                          "mother.id_number": "999196000011",
                          "father.id_number": "999093000012"},
     {"requester-id-place", "mother-id-place", "father-id-place"}),
    ("father's passport", {"father.id_number": "C1234567"}, set()),
    # marriage
    ("birth-proof number in the marriage box", {"marriage.number": "00001.GCS.99001.26"},
     {"marriage-number-is-birth-proof"}),
    ("married tomorrow", {"marriage.issue_date": "2026-11-21"}, {"marriage-date-in-future"}),
    # requester and account
    ("helper of seventeen", {**BY_GRANDMOTHER, "requester.relation": "elder_sister",
                             "requester.birth_date": "2009-01-01",
                             "requester.id_number": "099309000020"},
     {"requester-under-18", "relative-needs-no-authority"}),
    ("mother files although deceased", {"mother.deceased": True},
     {"requester-parent-deceased", "card-guardian-deceased"}),
    ("mother files with another number", {"requester.id_number": "099196000021"},
     {"requester-is-not-the-mother"}),
    ("father files with another number", {**BY_FATHER, "requester.id_number": "099093000022"},
     {"requester-is-not-the-father", "portal-overwrites-father"}),
    # a parent who files is one person, in two parts of the dossier
    ("mother's day differs", {"requester.birth_date": "1996-03-06"},
     {"requester-parent-birth-date"}),
    ("mother's day not known", {"requester.birth_date": "1996-03-06", "mother.birth_date": "1996"},
     set()),
    ("father's day differs", {**BY_FATHER, "father.birth_date": "1993-02-02"},
     {"requester-parent-birth-date", "portal-overwrites-father"}),
    ("father's month known", {**BY_FATHER, "father.birth_date": "1993-07"},
     {"portal-overwrites-father"}),
    ("mother's name differs", {"requester.name": "Nguyễn Thị Mầu"}, {"requester-parent-name"}),
    ("mother's name in capitals", {"requester.name": "NGUYỄN THỊ MẪU"}, set()),
    ("father's name differs", {**BY_FATHER, "father.middle": None},
     {"requester-parent-name", "portal-overwrites-father"}),
    ("mother lives where she says", {"requester.commune": HERE}, set()),
    ("mother lives elsewhere", {"requester.commune": HERE, "mother.commune": ELSEWHERE,
                                "father.same_residence_as_mother": False, "father.commune": HERE},
     {"requester-parent-commune"}),
    ("father lives with a mother who lives elsewhere",
     {**BY_FATHER, "requester.commune": HERE, "mother.commune": ELSEWHERE,
      "registration.commune": ELSEWHERE},
     {"requester-parent-commune", "portal-overwrites-father", "desk-only-assists"}),
    ("father lives with the mother", {**BY_FATHER, "requester.commune": HERE},
     {"portal-overwrites-father"}),
    ("father lives elsewhere", {**BY_FATHER, "requester.commune": HERE, "father.commune": ELSEWHERE,
                                "father.same_residence_as_mother": False},
     {"requester-parent-commune", "portal-overwrites-father"}),
    ("father lives abroad", {**BY_FATHER, "requester.commune": HERE, "father.country": "LA",
                             "father.same_residence_as_mother": False},
     {"portal-overwrites-father"}),
    ("another's number, so another person", {"requester.id_number": "099196000021",
                                             "requester.name": "Lê Thị Thử",
                                             "requester.birth_date": "1996-03-06",
                                             "requester.commune": ELSEWHERE},
     {"requester-is-not-the-mother"}),
    ("mother chosen as guardian", {"requester.portal_relation": "guardian"},
     {"parent-chosen-as-guardian"}),
    ("grandmother chosen as mother", {**BY_GRANDMOTHER, "requester.portal_relation": "mother"},
     {"portal-relation-differs", "relative-needs-no-authority"}),
    ("grandmother, the mother's account", {**BY_GRANDMOTHER, "filer.account": "relative",
                                           "requester.portal_relation": "mother"},
     {"account-of-a-relative", "relative-needs-no-authority"}),
    ("no account", {"filer.account": "none"}, {"no-vneid-account"}),
    ("ID card issued tomorrow", {"requester.id_issue_date": "2026-11-21"},
     {"requester-id-issued-in-future"}),
    # competence and residence
    ("another commune decides", {"registration.commune": ELSEWHERE, "mother.commune": ELSEWHERE},
     {"desk-only-assists"}),
    ("commune of neither parent", {"mother.commune": ELSEWHERE}, {"commune-of-neither-parent"}),
    ("commune of the father", {"mother.commune": ELSEWHERE, "father.commune": HERE,
                               "father.same_residence_as_mother": False}, set()),
    ("mother elsewhere, child here", {**NO_FATHER, "mother.commune": ELSEWHERE},
     {"father-not-determined"}),
    ("the mother here, the child elsewhere", {**NO_FATHER, "registration.child_commune": ELSEWHERE},
     {"father-not-determined", "commune-not-where-the-child-lives"}),
    ("guardian of a child with parents", {"residence.case": "guardian",
                                          "residence.guardian_is_requester": True},
     {"guardian-while-parents-live"}),
    ("guardian of an orphan", {"residence.case": "guardian", "mother.deceased": True,
                               "residence.guardian_is_requester": True, "father.deceased": True,
                               "requester.relation": "guardian",
                               "requester.portal_relation": "guardian",
                               "health.card_guardian": "requester"}, set()),
    ("card with the name of the dead", {"father.deceased": True,
                                        "health.card_guardian": "father"},
     {"card-guardian-deceased"}),
    ("consent through VNeID", {"residence.case": "relative", "residence.consent": "vneid"},
     {"consent-needs-accounts"}),
    ("two household heads", {"household.mother_is_head": True}, {"two-household-heads"}),
    ("father is head, child a grandchild", {"household.relation": "sons_child"},
     {"household-relation-not-child"}),
    ("natural child of an unticked head", {"household.father_is_head": False,
                                           "household.name": "Nguyễn Văn Thử"},
     {"household-relation-is-child"}),
    # cards
    ("card names a father not determined", {**NO_FATHER, "health.card_guardian": "father"},
     {"father-not-determined", "card-guardian-undetermined"}),
    ("poor-household paper of tomorrow", {"health.poor_issue_date": "2026-11-21"},
     {"poor-certificate-in-future"}),
    ("identity card wanted", {"identity_card.wanted": True}, {"identity-card-unsettled"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def birth() -> Group:
    return in_force("birth", TODAY)


def applying(group: Group, changes: Changes) -> set[str]:
    answers = {k: v for k, v in {**FAMILY, **changes}.items() if v is not None}
    return true_rules(group, answers)


def true_rules(group: Group, answers: Mapping[str, Any]) -> set[str]:
    values = activation(group.definition, answers, today=TODAY, commune=HERE)
    found = set()
    for rule in group.definition.rule:
        expression = group.expression("rule", rule.id, "when")
        assert expression is not None
        if expression.evaluate(values) is True:
            found.add(rule.id)
    return found


@pytest.mark.parametrize(("changes", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_rules_that_apply(birth: Group, changes: Changes, expected: set[str]) -> None:
    assert applying(birth, changes) - ALWAYS == expected


def test_every_rule_has_a_case(birth: Group) -> None:
    assert applying(birth, {}) == ALWAYS
    covered = ALWAYS.union(*(expected for _, _, expected in CASES))
    assert covered == {rule.id for rule in birth.definition.rule}


def test_without_answers_no_rule_applies(birth: Group) -> None:
    assert true_rules(birth, {}) == set()


@pytest.mark.parametrize("missing", sorted(FAMILY))
def test_a_missing_answer_never_blocks(birth: Group, missing: str) -> None:
    levels = {rule.id: rule.level for rule in birth.definition.rule}
    assert "error" not in {levels[rule] for rule in applying(birth, {missing: None})}


def test_the_family_answers_fit_the_definition(birth: Group) -> None:
    names = set(FAMILY).union(*(changes for _, changes, _ in CASES))
    assert names <= set(birth.fields)
    for name, value in FAMILY.items():
        if options := birth.fields[name].options:
            assert value in {option.value for option in options}


@pytest.mark.parametrize("day", [TODAY, NEXT_LAW], ids=str)
def test_every_warning_offers_reasons(day: date) -> None:
    for rule in in_force("birth", day).definition.rule:
        assert bool(rule.reasons) == (rule.level == "warning"), rule.id


@pytest.mark.parametrize(("day", "level"), [(TODAY, "error"), (NEXT_LAW, "warning")], ids=str)
def test_the_next_law_may_allow_any_commune_of_the_province(day: date, level: str) -> None:
    group = in_force("birth", day)
    rule = next(r for r in group.definition.rule if r.id == "commune-not-where-the-child-lives")
    answers = {"registration.case": "father_unknown", "registration.commune": ELSEWHERE,
               "registration.child_commune": HERE}  # fmt: skip
    outlined = outline(group, answers, today=day, commune=HERE)
    found = check(outlined, reasons={rule.id: "Văn bản cho phép"})
    assert [f.level for f in found if f.rule == rule.id] == [level]
    # What blocks speaks as the law does, what asks for a reason as the officer may have to decide.
    assert ("hoặc ghi lý do" in rule.message.vi) == (level == "warning")


def test_no_sentence_only_blames(birth: Group) -> None:
    for rule in birth.definition.rule:
        assert "không hợp lệ" not in rule.message.vi.lower(), rule.id
        assert len(rule.message.vi) > 40, rule.id


def test_every_portal_key_is_carried(birth: Group) -> None:
    with PORTAL_KEYS.open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    assert keys == {field.portal for field in birth.fields.values() if field.portal}


def test_verified_means_seen_at_its_source(birth: Group) -> None:
    captured = "(ghi từ Cổng ngày 26/09/2026)"
    verified = {field.id: field for field in birth.definition.field if field.verified}
    assert verified
    assert all(field.law and field.law.endswith(captured) for field in verified.values())
    # The entries of these are ours; the portal's own were not taken.
    assert [field.id for field in verified.values() if field.list] == []
    assert "health.first_care" not in verified

    rules = {rule.id: rule for rule in birth.definition.rule if rule.verified}
    assert {rule.law for rule in rules.values()} == {
        "Lô-gic của các câu trả lời, không viện dẫn điều luật"
    }
    assert not {"mother-under-13", "father-under-13", "copies-many"} & set(rules)
    # No signed text was compared yet.
    definition = birth.definition
    resting_on_law = (
        *(definition.agency, definition.component, definition.form),
        *(definition.procedure, definition.scheme, definition.deadline),
    )
    assert not any(part.verified for parts in resting_on_law for part in parts)


@pytest.mark.parametrize(
    ("chosen", "received", "expected"),
    [
        ("nd63-2024", date(2026, 9, 1), "nd63-2024"),
        ("draft-2026", date(2026, 9, 1), "draft-2026"),
        ("draft-2026", date(2026, 8, 31), "nd63-2024"),
        (None, date(2026, 9, 1), "nd63-2024"),
    ],
)
def test_a_scheme_counts_from_its_first_day(
    birth: Group, chosen: str | None, received: date, expected: str
) -> None:
    office = Overlay(overlay=1, deadlines={"birth": chosen} if chosen else {})
    assert scheme_of(birth, office, received).id == expected


def test_choices_in_the_portals_words(birth: Group) -> None:
    def words(field: str) -> list[str]:
        return [option.portal or option.label.vi for option in birth.fields[field].options]

    assert words("requester.portal_relation") == ["Cha", "Mẹ", "Người giám hộ/đại diện hợp pháp"]
    assert words("health.card_guardian") == [
        "Thông tin cha",
        "Thông tin mẹ",
        "Thông tin người yêu cầu",
    ]
    relations = words("household.relation")
    assert len(relations) == len(set(relations)) == 26
    assert relations[:2] == ["Con", "Con đẻ"]
    assert relations[-1] == "Người ở nhờ"
    assert len(words("residence.case")) == 7
    assert set(words("child.birth_proof")) == {
        "Nhập tay",
        "Lấy dữ liệu chứng sinh từ CSDL Bảo hiểm",
    }


def test_defaults_are_entries_of_their_lists(birth: Group) -> None:
    for field in birth.fields.values():
        if field.default is not None and field.type == "choice":
            known = lists.reference(field.list) if field.list else {o.value for o in field.options}
            assert field.default in known, field.id


@pytest.mark.parametrize(
    ("procedure", "never"),
    [
        ("permanent-residence", ("marriage.", "health.", "copies.", "mother.birth", "father.eth")),
        ("health-insurance", ("marriage.", "father.", "mother.", "household.", "requester.id")),
        ("identity-card", ("marriage.", "health.", "household.", "copies.", "child.birth_proof")),
        ("birth-registration", ("health.", "household.", "residence.", "requester.email")),
    ],
)
def test_an_agency_is_given_no_more(birth: Group, procedure: str, never: tuple[str, ...]) -> None:
    entry = next(p for p in birth.definition.procedure if p.id == procedure)
    given = expand(entry.fields, tuple(birth.fields))
    assert given
    assert [name for name in given if name.startswith(never)] == []


def test_no_agency_is_given_how_the_desk_files(birth: Group) -> None:
    for procedure in birth.definition.procedure:
        given = expand(procedure.fields, tuple(birth.fields))
        assert not {"filer.account", "requester.portal_relation", "identity_card.wanted"} & {*given}


def test_declarations_print_only_what_their_agency_is_given(birth: Group) -> None:
    ids = tuple(birth.fields)
    for form in birth.definition.form:
        if form.preview:  # no agency is given it
            assert not any(form.id in p.forms for p in birth.definition.procedure)
            continue
        given = {
            name
            for procedure in birth.definition.procedure
            if form.id in procedure.forms
            for name in expand(procedure.fields, ids)
        }
        printed = expand(tuple(name for part in form.parts for name in part.fields), ids)
        assert set(printed) <= given, form.id


@pytest.mark.parametrize(
    ("field", "changes", "expected"),
    [
        ("child.birth_date_in_words", {}, None),
        ("health.guardian_name", {}, "Nguyễn Thị Mẫu"),
        ("health.guardian_name", {"health.card_guardian": "father"}, "Trần Văn Ví Dụ"),
        ("household.head_name", {}, "Trần Văn Ví Dụ"),
        ("household.head_id_number", {}, "099093000012"),
        ("household.head_name", {"household.father_is_head": False,
                                 "household.name": "Lê Thị Thử"}, "Lê Thị Thử"),
        ("residence.place", {}, HERE),
        ("residence.place", {"residence.same_commune": False,
                             "residence.commune": ELSEWHERE}, ELSEWHERE),
    ],
)  # fmt: skip
def test_derived_answers(birth: Group, field: str, changes: Changes, expected: str | None) -> None:
    answers = {k: v for k, v in {**FAMILY, **changes}.items() if v is not None}
    derived = birth.expression("field", field, "derived")
    assert derived is not None
    value = derived.evaluate(activation(birth.definition, answers, today=TODAY, commune=HERE))
    if expected is None:
        assert "hai nghìn không trăm hai mươi sáu" in value.lower()
    else:
        assert value == expected
