"""The hand-off lays out what the portal asks, in its order and its words, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from desk.sample import NOW, SAMPLES

from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.hand_off import Row, portal_pages, portal_values
from lienthong_tui.filing.outline import outline
from lienthong_tui.procedures.loading import in_force

PROCEDURES = Path(__file__).parents[1] / "procedures"
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


# -- as a file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_file_holds_every_row_of_the_pages_once(path: Path) -> None:
    outlined = read_case(path, now=NOW, commune="19639").outlined
    values = portal_values(outlined, "LT19639-261122-1001-Z", demo=True)
    by_field = {
        entry.field: (entry.act, entry.value, control)
        for control, entries in values.controls.items()
        for entry in entries
    } | {entry.field: (entry.act, entry.value, None) for entry in values.unnamed}
    shown = {
        row.field.id: (row.act, row.value, row.field.portal)
        for page in portal_pages(outlined)
        for row in page.rows
    }
    assert by_field == shown
    assert len(shown) > 50


@pytest.mark.parametrize(
    ("group", "keys"), [("birth", "portal_birth_keys.csv"), ("death", "portal_death_keys.csv")]
)
def test_its_controls_are_those_the_portal_has(group: str, keys: str) -> None:
    listed = {
        line.partition(",")[0] for line in (PROCEDURES / keys).read_text("utf-8").splitlines()[1:]
    }
    named = {field.portal for field in in_force(group, NOW.date()).fields.values() if field.portal}
    assert named == listed


def test_an_address_is_two_values_of_one_control() -> None:
    outlined = read_case(SAMPLES[0], now=NOW, commune="19639").outlined
    values = portal_values(outlined, "x", demo=True)
    fields = [entry.field for entry in values.controls["MeDiaChi"]]
    assert fields == ["mother.commune", "mother.detail"]
    assert values.codes["legal"]
