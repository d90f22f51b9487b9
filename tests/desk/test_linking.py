"""One person in several roles: told once, corrected once, kept apart again without a loss."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.reading import Reading, read_case
from lienthong_tui.problems import Problem

from .sample import NOW, create, opened

REQUESTER = {
    "registration.case": "both_parents",
    "requester.name": "Trần Thị Mỹ Hạnh",
    "requester.id_number": "099198000101",
    "requester.birth_date": "05/03/1998",
    "requester.commune": "19639",
    "requester.detail": "Thôn An Lợi",
}


class Typist:
    """Types into a draft of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.draft: Draft = drafting.start(desk, "birth")

    def answer(self, field: str, given: object) -> None:
        self.draft = drafting.answer(self.desk, self.draft, field, given)

    def link(self, role: str, to: str | None) -> None:
        self.draft = drafting.link(self.desk, self.draft, role, to)

    def value(self, field: str) -> object:
        return self.draft.outlined.values.get(field)

    def values(self, *fields: str) -> list[object]:
        return [self.value(field) for field in fields]


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    create(tmp_path)
    with opened(tmp_path) as desk:
        typist = Typist(desk)
        for field, given in REQUESTER.items():
            typist.answer(field, given)
        yield typist


MOTHER = ("mother.surname", "mother.middle", "mother.given")


def test_the_relation_makes_two_roles_one_person(typist: Typist) -> None:
    assert typist.values(*MOTHER) == [None, None, None]
    typist.answer("requester.relation", "mother")
    assert typist.values(*MOTHER) == ["Trần", "Thị Mỹ", "Hạnh"]
    assert typist.values("mother.id_number", "mother.birth_date", "mother.detail") == [
        "099198000101", "1998-03-05", "Thôn An Lợi",
    ]  # fmt: skip
    assert typist.draft.outlined.recalled["mother.given"] == "requester"
    assert "mother.ethnic" not in typist.draft.outlined.recalled
    assert "mother.given" not in typist.draft.filing.answers  # linked, not copied


def test_what_is_corrected_in_one_role_is_corrected_in_both(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.answer("mother.birth_date", "06/03/1998")
    assert typist.values("requester.birth_date", "mother.birth_date") == ["1998-03-06"] * 2
    typist.answer("requester.detail", "Thôn Hà Lợi")
    assert typist.value("mother.detail") == "Thôn Hà Lợi"
    typist.answer("mother.given", "Hạnh Nhi")
    assert typist.value("requester.name") == "Trần Thị Mỹ Hạnh Nhi"


def test_a_split_put_right_stays_until_the_name_changes(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.answer("mother.middle", "Thị")
    typist.answer("mother.given", "Mỹ Hạnh")
    assert typist.values(*MOTHER) == ["Trần", "Thị", "Mỹ Hạnh"]
    assert typist.value("requester.name") == "Trần Thị Mỹ Hạnh"
    typist.answer("requester.phone", "0912345678")
    assert typist.values(*MOTHER) == ["Trần", "Thị", "Mỹ Hạnh"]
    typist.answer("requester.name", "Trần Thị Hạnh")
    assert typist.values(*MOTHER) == ["Trần", "Thị", "Hạnh"]


def test_nothing_typed_is_ever_overwritten(typist: Typist) -> None:
    typist.answer("mother.given", "Lan")
    typist.answer("requester.relation", "mother")
    assert typist.value("mother.given") == "Lan"
    assert typist.draft.outlined.recalled == {}
    typist.link("mother", "requester")
    assert typist.value("mother.given") == "Hạnh"
    typist.link("mother", None)
    assert typist.value("mother.given") == "Lan"


def test_a_relation_put_right_takes_the_link_back(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.answer("requester.relation", "maternal_aunt")
    assert typist.values(*MOTHER) == [None, None, None]
    typist.answer("requester.relation", "mother")
    assert typist.value("mother.given") == "Hạnh"


def test_kept_apart_stays_apart(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.link("mother", None)
    typist.answer("requester.relation", "maternal_aunt")
    typist.answer("requester.relation", "mother")
    assert typist.value("mother.given") is None


def test_what_the_other_role_cannot_take_is_refused_and_kept(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    with pytest.raises(Problem, match="date-incomplete"):
        typist.answer("mother.birth_date", "1998")
    assert typist.value("requester.birth_date") == "1998-03-05"


def test_an_answer_taken_back_is_gone_in_both(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.answer("mother.id_number", "")
    assert typist.values("requester.id_number", "mother.id_number") == [None, None]


def test_a_text_half_typed_in_a_shared_field_goes_when_it_is_answered(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.draft = drafting.keep_text(typist.desk, typist.draft, {"mother.birth_date": "6/"})
    typist.answer("mother.birth_date", "06/03/1998")
    assert typist.draft.filing.half_typed == {}


def test_the_answer_is_found_under_both_roles(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.answer("child.given", "An")
    found = [
        dict(row) for row in typist.desk.db.query("SELECT role, name FROM person ORDER BY role")
    ]
    assert {"role": "mother", "name": "Trần Thị Mỹ Hạnh"} in found


def test_a_link_without_a_condition_is_made_by_hand(typist: Typist) -> None:
    assert typist.value("household.name") is None
    typist.link("household_head", "requester")
    assert typist.values("household.name", "household.id_number") == [
        "Trần Thị Mỹ Hạnh", "099198000101",
    ]  # fmt: skip
    assert typist.value("household.head_name") == "Trần Thị Mỹ Hạnh"


def test_linking_twice_is_one_event(typist: Typist) -> None:
    typist.link("household_head", "requester")
    before = typist.desk.verify().events
    typist.link("household_head", "requester")
    assert typist.desk.verify().events == before


# A whole name typed into the first box


def test_a_whole_name_fills_the_three_boxes(typist: Typist) -> None:
    typist.answer("child.surname", "Nguyễn Hoàng Bảo An")
    assert typist.values("child.surname", "child.middle", "child.given") == [
        "Nguyễn", "Hoàng Bảo", "An",
    ]  # fmt: skip


@pytest.mark.parametrize("surname", ["Tôn Nữ", "Rơ Châm", "Nguyễn"])
def test_a_surname_is_no_whole_name(typist: Typist, surname: str) -> None:
    typist.answer("child.surname", surname)
    assert typist.values("child.surname", "child.given") == [surname, None]


def test_a_surname_of_many_words_can_be_put_right(typist: Typist) -> None:
    typist.answer("child.given", "An")
    typist.answer("child.surname", "Công Tằng Tôn Nữ")
    assert typist.values("child.surname", "child.given") == ["Công Tằng Tôn Nữ", "An"]


def test_one_name_is_one_event(typist: Typist) -> None:
    before = typist.desk.verify().events
    typist.answer("child.surname", "Nguyễn Hoàng Bảo An")
    assert typist.desk.verify().events == before + 1


# Case files

CASE = """
case = 1
group = "birth"
received = 2026-11-20T09:30:00+07:00

[choices]
registration.case = "both_parents"

[answers]
requester.name = "Trần Thị Mỹ Hạnh"
requester.id_number = "099198000101"
requester.relation = "mother"
"""


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    return read_case(path, now=NOW, commune="19639")


def test_a_case_file_tells_a_person_once_too(tmp_path: Path) -> None:
    reading = read(tmp_path, CASE)
    assert reading.links == {"mother": "requester"}
    assert reading.outlined.values["mother.given"] == "Hạnh"


def test_what_a_case_file_tells_of_both_roles_stays(tmp_path: Path) -> None:
    reading = read(tmp_path, CASE + 'mother.given = "Lan"\n')
    assert reading.links == {}
    assert reading.outlined.values["mother.given"] == "Lan"


def test_a_case_file_may_say_who_is_one_person(tmp_path: Path) -> None:
    reading = read(tmp_path, CASE + '[links]\nhousehold_head = "requester"\n')
    assert reading.outlined.values["household.name"] == "Trần Thị Mỹ Hạnh"
    wrong = read(tmp_path, CASE + '[links]\nhousehold_head = "child"\n')
    problems = [f.problem for f in wrong.findings if f.rule == "link-unknown"]
    assert [p and p.params["link"] for p in problems] == ["household_head = child"]


def test_three_boxes_given_together_are_one_name(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    given = {"mother.surname": "Lê", "mother.middle": "Mỹ", "mother.given": "Hoa"}
    typist.draft = drafting.answer_all(typist.desk, typist.draft, given, "scanned")
    assert typist.value("requester.name") == "Lê Mỹ Hoa"
    assert typist.values(*MOTHER) == ["Lê", "Mỹ", "Hoa"]


def test_kept_apart_with_what_is_shown(typist: Typist) -> None:
    typist.answer("requester.relation", "mother")
    typist.draft = drafting.part(typist.desk, typist.draft, "mother")
    assert typist.draft.outlined.recalled == {}
    assert typist.value("mother.birth_date") == "1998-03-05"
    typist.answer("mother.birth_date", "06/03/1998")
    assert typist.value("requester.birth_date") == "1998-03-05"
