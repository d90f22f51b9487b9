from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.outline import Outline, resolve_agencies
from lienthong_tui.packets.declarations import Row, Sheet
from lienthong_tui.packets.sheets import UNVERIFIED, sheet
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SAMPLES = sorted(data_path("samples").glob("*.toml"))
OFFICE = overlay.read(overlay.shipped(), loading.shipped())


def outlined(path: Path) -> Outline:
    return read_case(path, now=NOW, commune="19639").outlined


def printed(path: Path, form: str, *, demo: bool = False) -> Sheet:
    found = outlined(path)
    named = next(f for f in found.forms if f.id == form)
    return sheet(found, named, resolve_agencies(found, OFFICE, "19639"), demo=demo)


def rows(said: Sheet, title: str) -> dict[str, str]:
    section = next(section for section in said.sections if section.title == title)
    return {row.label: row.value for row in section.rows}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_answer_of_its_parts_is_on_it_once(path: Path) -> None:
    found = outlined(path)
    for form in found.forms:
        said = sheet(found, form, (), demo=False)
        count = sum(len(section.rows) for section in said.sections)
        shown = {field.id for field in found.fields}
        starts = tuple(n[:-1] for part in form.parts for n in part.fields if n.endswith("*"))
        exact = {n for part in form.parts for n in part.fields}
        printed = {n for n in shown if n in exact or (starts and n.startswith(starts))}
        blank = {
            name
            for part in form.parts
            if part.only_answered
            for name in part.fields
            if name not in found.values
        }
        assert count == len(printed - blank)
        assert [section.title for section in said.sections if not section.rows] == []


def test_answers_are_read_by_people() -> None:
    child = rows(printed(SAMPLES[0], "birth-declaration"), "Người được khai sinh")
    assert child["Ngày tháng năm sinh"] == "02/11/2026"
    assert (
        child["Ghi bằng chữ"] == "Ngày hai, tháng mười một, năm hai nghìn không trăm hai mươi sáu"
    )
    assert child["Dân tộc"] == "Kinh"


def test_a_question_that_does_not_show_is_not_printed() -> None:
    unknown = printed(SAMPLES[1], "birth-declaration")
    assert "Người cha" not in [section.title for section in unknown.sections]
    assert "Người cha" in [s.title for s in printed(SAMPLES[0], "birth-declaration").sections]


def test_a_question_without_an_answer_is_a_line_to_write_on() -> None:
    lines = [r for s in printed(SAMPLES[0], "ct01").sections for r in s.rows if not r.value]
    assert Row("Email người yêu cầu") in lines


def test_it_goes_to_the_agency_that_asks_for_it() -> None:
    assert (
        printed(SAMPLES[0], "birth-declaration").addressed_to == "Ủy ban nhân dân xã Nam Cửa Việt"
    )
    assert printed(SAMPLES[0], "ct01").addressed_to == "Công an xã Nam Cửa Việt"


def test_it_names_its_law_and_says_that_nobody_compared_it() -> None:
    said = printed(SAMPLES[0], "ct01")
    assert said.subtitle.endswith(f"({UNVERIFIED})")
    assert "birth 2026-09-01" in said.footer
    assert "Nghị định 63/2024/NĐ-CP" in said.footer


def test_only_a_sample_bears_the_mark_of_one() -> None:
    assert printed(SAMPLES[0], "ct01").watermark == ""
    assert printed(SAMPLES[0], "ct01", demo=True).watermark == "DỮ LIỆU MẪU"


def test_a_part_may_say_only_what_is_answered() -> None:
    plain, poor = printed(SAMPLES[0], "tk1-ts"), printed(SAMPLES[4], "tk1-ts")
    assert "Hộ nghèo" not in [section.title for section in plain.sections]
    assert all(rows(poor, "Hộ nghèo").values())


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_only_those_who_consent_on_paper_are_asked_to_sign(number: int) -> None:
    said = printed(SAMPLES[number], "ct01")
    with_grandparents = number == 3
    assert said.signatures[-1] == "Người kê khai"
    assert len(said.signatures) == (4 if with_grandparents else 1)
    assert len(said.notes) == (0 if with_grandparents else 1)


def test_what_nobody_compared_is_marked_at_head_and_foot() -> None:
    said = printed(SAMPLES[0], "birth-declaration")
    assert said.subtitle.endswith(f"({UNVERIFIED})")
    code, law = said.footer.split(" · ")[1:]
    assert code == f"mã thủ tục 3.000722 ({UNVERIFIED})"
    assert law.startswith("Nghị định 63/2024/NĐ-CP")
    assert law.endswith(f"({UNVERIFIED})")
