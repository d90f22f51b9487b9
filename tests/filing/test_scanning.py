"""A card's answers beside what was typed."""

import datetime as dt
from typing import Any

import pytest

from lienthong_tui.filing import recall, scanning
from lienthong_tui.filing.outline import outline
from lienthong_tui.filing.scanning import Proposal
from lienthong_tui.people.addresses import read_address
from lienthong_tui.people.id_card import read_card
from lienthong_tui.procedures.loading import in_force

TODAY = dt.date(2026, 11, 25)
GROUP = in_force("birth", TODAY)
CARD = read_card(
    "099188001234|197012345|Nguyễn Thị Hoài Thương|05031988|Nữ"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021",
    today=TODAY,
)
(PLACE,) = read_address(CARD.address or "", issued=CARD.issue_date)


def proposed(role: str, answers: dict[str, Any], place: Any = PLACE) -> list[Proposal]:
    outlined = outline(GROUP, answers, today=TODAY, commune="19639")
    person = recall.person_in(GROUP.definition, role)
    return [*scanning.proposals(outlined, person, CARD, place, answers, today=TODAY)]


def answers(found: list[Proposal]) -> dict[str, Any]:
    return {proposal.field: proposal.answer for proposal in found}


def test_an_empty_part_is_filled() -> None:
    assert answers(proposed("requester", {})) == {
        "requester.name": "Nguyễn Thị Hoài Thương",
        "requester.id_number": "099188001234",
        "requester.birth_date": "1988-03-05",
        "requester.sex": "female",
        "requester.id_issue_date": "2021-04-25",
        "requester.id_issuer": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
        "requester.residence_kind": "permanent",
        "requester.commune": "19639",
        "requester.detail": "Thôn An Lợi",
    }


def test_three_boxes_take_the_name_apart() -> None:
    found = answers(proposed("mother", {"registration.case": "both_parents"}))
    assert found["mother.surname"] == "Nguyễn"
    assert found["mother.middle"] == "Thị Hoài"
    assert found["mother.given"] == "Thương"


def test_without_a_place_nothing_is_said_of_where_one_lives() -> None:
    fields = answers(proposed("requester", {}, None))
    assert "requester.commune" not in fields
    assert "requester.residence_kind" not in fields


def test_what_was_typed_stands_beside_the_card() -> None:
    typed = {"requester.birth_date": "1988-04-05", "requester.sex": "female"}
    found = {p.field: p for p in proposed("requester", typed)}
    assert found["requester.birth_date"] == Proposal(
        "requester.birth_date", "1988-03-05", "1988-04-05"
    )
    assert found["requester.birth_date"].differs
    assert "requester.sex" not in found
    assert not found["requester.id_number"].differs


def test_a_year_where_a_day_is_asked_is_left_to_be_typed() -> None:
    card = read_card(
        "099188001234||Nguyễn Thị Lan|1988|Nữ|Nam Cửa Việt, Quảng Trị|06102026||||", today=TODAY
    )
    outlined = outline(GROUP, {}, today=TODAY, commune="19639")
    person = recall.person_in(GROUP.definition, "requester")
    found = scanning.proposals(outlined, person, card, None, {}, today=TODAY)
    assert "requester.birth_date" not in {p.field for p in found}


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ({}, False),
        ({"requester.id_number": "099188001234"}, False),
        ({"requester.id_number": "197012345"}, False),
        ({"requester.id_number": "099188009999"}, True),
        ({"requester.name": "nguyễn thị hoài thuơng"}, True),
        ({"requester.name": "NGUYỄN THỊ HOÀI THƯƠNG"}, False),
        ({"requester.name": "Lê Thị Lan"}, True),
        # The number decides: a name may be written in two ways.
        ({"requester.name": "Lê Lan", "requester.id_number": "099188001234"}, False),
    ],
)
def test_somebody_else(typed: dict[str, Any], other: bool) -> None:
    person = recall.person_in(GROUP.definition, "requester")
    assert scanning.somebody_else(person, CARD, typed) is other


def test_the_roles_of_a_card_and_how_they_are_linked() -> None:
    values = {"requester.id_number": "099188001234", "father.id_number": "099188009999"}
    roles = scanning.roles_of(GROUP.definition, CARD, values)
    assert roles == ("requester",)
    link = scanning.link_between(GROUP.definition, "mother", roles)
    assert link is not None
    assert (link.role, link.to) == ("mother", "requester")
    assert scanning.link_between(GROUP.definition, "child", roles) is None
