"""A third group is one file: loaded, asked, checked, dated, printed and sealed without Python."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from desk.sample import create, opened

from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.reading import Decoded, judge
from lienthong_tui.filing import case as cases
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.checks import blocks, check
from lienthong_tui.filing.deadlines import expected_dates
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import outline, resolve_agencies
from lienthong_tui.packets import packet
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.loading import Group

from .toys import linked, toy

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CASE = """
case = 1
group = "copies"
received = 2026-11-20T15:20:00+07:00

[choices]
office.commune = "19639"

[answers]
holder.name = "Nguyễn Thị Mẫu"
holder.birth_date = "03/1996"
"""

ACTS = """
[notice]
version = "2026-01"
given_at = 2026-11-20T15:10:00+07:00

[pledge]
how = "signature"
"""


@pytest.fixture(scope="module")
def group() -> Group:
    return toy()


def test_a_case_of_it_is_filed(group: Group) -> None:
    file = cases.decode(CASE.encode(), ".toml")
    assert loading.in_force(file.group, file.received.date(), (group,)) is group

    case, misread = cases.read(file, group, now=NOW)
    outlined = outline(group, case.answers, today=case.received.date(), commune="19639")
    findings = check(outlined, noticed=True, pledged=True)
    assert misread == ()
    assert not blocks(findings)
    assert outlined.values == {
        "office.commune": "19639",
        "office.book": "birth",
        "holder.name": "Nguyễn Thị Mẫu",
        "holder.birth_date": "1996-03",
        "holder.copies": 1,
    }

    office = overlay.Overlay(overlay=1, deadlines={})
    (agency,) = resolve_agencies(outlined, office, "19639")
    assert agency.name.vi == "Ủy ban nhân dân xã Nam Cửa Việt"
    assert [p.id for p in agency.procedures] == ["copy"]
    (expected,) = expected_dates(group, office, office_calendar(), ("copy",), case.received)
    assert (expected.due, expected.moved) == (date(2026, 11, 23), "cut-off")


@pytest.mark.parametrize(
    ("copies", "procedures"), [(1, ("copy",)), (2, ("copy", "certified-copy"))]
)
def test_two_procedures_at_one_agency(copies: int, procedures: tuple[str, ...]) -> None:
    group = linked()
    file = cases.decode(f"{CASE}holder.copies = {copies}\n".encode(), ".toml")
    case, misread = cases.read(file, group, now=NOW)
    outlined = outline(group, case.answers, today=case.received.date(), commune="19639")
    assert misread == ()
    assert check(outlined, noticed=True, pledged=True) == ()

    office = overlay.Overlay(overlay=1, deadlines={})
    (agency,) = resolve_agencies(outlined, office, "19639")
    assert tuple(p.id for p in agency.procedures) == procedures
    assert {p.id: p.awaits for p in agency.procedures if p.awaits} == dict.fromkeys(
        procedures[1:], ("copy.number",)
    )
    dates = expected_dates(group, office, office_calendar(), procedures, case.received)
    due = (date(2026, 11, 23), date(2026, 11, 26))
    assert tuple(expected.due for expected in dates) == due[: len(procedures)]


def test_its_rule_and_its_paper_are_asked_for(group: Group) -> None:
    answers: dict[str, Answer] = {
        "office.commune": "19639",
        "office.book": "death",
        "holder.name": "Nguyễn Thị Mẫu",
        "holder.copies": 11,
    }
    outlined = outline(group, answers, today=NOW.date(), commune=None)
    findings = check(outlined, noticed=True, pledged=True)
    assert [(f.level, f.step, f.field, f.rule) for f in findings] == [
        ("warning", 2, "holder.copies", "many-copies"),
        ("error", 2, "holder.copies", "many-copies"),
        ("error", 4, "old-copy", "component-required"),
    ]


def test_it_is_filed_to_sealed_packets(tmp_path: Path, group: Group) -> None:
    """Stored, printed, sealed, found and read back: the desk has never heard of the group."""
    create(tmp_path)
    file = cases.decode((CASE + ACTS).encode(), ".toml")
    with opened(tmp_path) as desk:
        filing = file_case(desk, judge(Decoded(tmp_path, file, group), now=NOW, commune="19639"))
        assert [line.reference for line in desk.lookup("nguyen thi mau")] == [filing.reference]
        ((sealed, data),) = desk.packets(filing)
        contents, _, bag, _ = packet.read(data)
        assert sealed.procedures == ("copy",)
        assert {answer.field: answer.text for answer in contents.answers} == {
            "office.commune": "Xã Nam Cửa Việt, Tỉnh Quảng Trị",
            "office.book": "Khai sinh",
            "holder.name": "Nguyễn Thị Mẫu",
            "holder.birth_date": "03/1996",
            "holder.copies": "1",
        }
        assert [file.path for file in contents.declarations] == ["declarations/copy-request.pdf"]
        assert bag.files["declarations/copy-request.pdf"].startswith(b"%PDF")
        assert desk.group(filing.started.definition).definition == group.definition
