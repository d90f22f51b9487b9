"""The hand-off lays out what the portal asks, in its order and its words, and nothing else."""

from typing import Any

import pytest
from desk.sample import NOW

from lienthong_tui.filing.hand_off import Row, portal_pages
from lienthong_tui.filing.outline import outline
from lienthong_tui.procedures.loading import in_force

BIRTH = in_force("birth", NOW.date())
ANSWERS: dict[str, Any] = {
    "registration.commune": "19639",
    "registration.case": "both_parents",
    "residence.same_commune": True,
    "filer.account": "requester",
    "requester.name": "Nguyễn Thị Mẫu",
    "requester.sex": "female",
    "requester.commune": "19639",
    "requester.relation": "mother",
    "requester.portal_relation": "mother",
    "requester.phone": "0912000001",
    "requester.email": "mau@example.org",
    "child.birth_proof": "paper",
    "child.surname": "Trần",
    "child.birth_date": "2026-11-02",
    "mother.nationality": "VN",
    "household.father_is_head": False,
}


def rows(**changed: Any) -> dict[str, Row]:
    outlined = outline(BIRTH, ANSWERS | changed, today=NOW.date(), commune="19639")
    return {row.field.id: row for page in portal_pages(outlined) for row in page.rows}


@pytest.mark.parametrize(
    ("field", "act", "value"),
    [
        ("registration.commune", "choose", "Xã Nam Cửa Việt, Tỉnh Quảng Trị"),
        ("residence.same_commune", "tick", "Có"),
        ("requester.name", "account", "Nguyễn Thị Mẫu"),
        ("requester.sex", "account", "Nữ"),
        ("requester.portal_relation", "choose", "Mẹ"),
        ("requester.phone", "paste", "0912000001"),
        ("requester.email", "paste", "mau@example.org"),
        ("child.birth_proof", "choose", "Nhập tay"),  # the portal's words, not ours
        ("child.surname", "paste", "Trần"),
        ("child.birth_date", "paste", "02/11/2026"),
        ("mother.nationality", "choose", "Việt Nam"),
        ("household.father_is_head", "leave", "Không"),
    ],
)
def test_each_row_names_its_act(field: str, act: str, value: str) -> None:
    row = rows()[field]
    assert (row.act, row.value) == (act, value)


@pytest.mark.parametrize("field", ["filer.account", "requester.relation"])
def test_the_desks_own_questions_stay_at_the_desk(field: str) -> None:
    assert field in ANSWERS
    assert field not in rows()


def test_what_is_not_answered_or_does_not_show_has_no_row() -> None:
    assert "child.given" not in rows()
    assert "residence.commune" not in rows(**{"residence.commune": "19588"})


def test_pages_follow_the_portal_and_one_is_locked() -> None:
    outlined = outline(BIRTH, ANSWERS, today=NOW.date(), commune="19639")
    pages = portal_pages(outlined)
    order = [section.id for section in BIRTH.definition.section]
    found = [page.section.id for page in pages]
    assert found == sorted(found, key=order.index)
    assert [page.section.id for page in pages if page.from_account] == ["requester"]
    steps = [page.section.step for page in pages]
    assert steps == sorted(steps)
