import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.outline import Outline, Resolved, resolve_agencies
from lienthong_tui.packets.declarations import UNVERIFIED, Declaration, Given, blank, declaration
from lienthong_tui.packets.sheets import Row, Sheet
from lienthong_tui.packets.typesetting import said, typeset
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.definition import Form
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import expand
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SAMPLES = sorted(data_path("samples").glob("*.toml"))
OFFICE = overlay.read(overlay.shipped(), loading.shipped())


def outlined(path: Path) -> Outline:
    return read_case(path, now=NOW, commune="19639").outlined


def laid_out(
    found: Outline, form: Form, agencies: tuple[Resolved, ...] = (), *, demo: bool = False
) -> Sheet:
    """The form without its template: its parts one below another."""
    said = declaration(found, replace(form, template=None), agencies, demo=demo)
    assert isinstance(said, Sheet)
    return said


def printed(path: Path, form: str, *, demo: bool = False) -> Sheet:
    found = outlined(path)
    named = next(f for f in found.forms if f.id == form)
    return laid_out(found, named, resolve_agencies(found, OFFICE, "19639"), demo=demo)


def rows(said: Sheet, title: str) -> dict[str, str]:
    section = next(section for section in said.sections if section.title == title)
    return {row.label: row.value for row in section.rows}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_answer_of_its_parts_is_on_it_once(path: Path) -> None:
    found = outlined(path)
    for form in found.forms:
        said = laid_out(found, form)
        count = sum(len(section.rows) for section in said.sections)
        shown = {field.id for field in found.fields}
        starts = tuple(n[:-1] for part in form.parts for n in part.fields if n.endswith("*"))
        exact = {n for part in form.parts for n in part.fields}
        printed = {n for n in shown if n in exact or (starts and n.startswith(starts))}
        blank = {
            name
            for part in form.parts
            if part.only_answered
            for name in expand(part.fields, tuple(found.group.fields))
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
    assert Row("Email người yêu cầu", field="requester.email") in lines


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
    of_a_birth = "Trẻ" in "".join(said.notes) or "trẻ" in "".join(said.notes)
    assert len(said.notes) == (1 if number not in (3, 7, 8, 9) else 0)
    assert of_a_birth == bool(said.notes)


def test_what_nobody_compared_is_marked_at_head_and_foot() -> None:
    said = printed(SAMPLES[0], "birth-declaration")
    assert said.subtitle.endswith(f"({UNVERIFIED})")
    code, law = said.footer.split(" · ")[1:]
    assert code == f"mã thủ tục 3.000722 ({UNVERIFIED})"
    assert law.startswith("Nghị định 63/2024/NĐ-CP")
    assert law.endswith(f"({UNVERIFIED})")


FORMS = [
    (group, form)
    for group in loading.shipped()
    if group.definition.version == "2026-09-01"
    for form in group.definition.form
]
each_form = pytest.mark.parametrize(
    ("group", "form"), FORMS, ids=[f"{g.definition.group} {f.id}" for g, f in FORMS]
)
LITERAL = re.compile(r'"([a-z_]+\.[a-z_.]+)"')
OF_A_ROLE = re.compile(r'"(\.[a-z_.]+)"')


@each_form
def test_a_layout_names_no_field_that_its_form_may_not_print(group: Group, form: Form) -> None:
    if form.template is None:
        return
    source = (data_path("forms") / f"{form.template}.typ").read_text()
    known = {name for part in form.parts for name in expand(part.fields, tuple(group.fields))}
    # CT01 serves both groups: it may name what the other one asks.
    for other, twin in FORMS:
        if twin.template == form.template:
            patterns = tuple(name for part in twin.parts for name in part.fields)
            known |= set(expand(patterns, tuple(other.fields)))
    results = {name for p in group.definition.procedure for name in (*p.yields, *p.awaits)}
    prefixes = {name.rpartition(".")[0] for name in known}
    fields = {n for n in LITERAL.findall(source) if not n.endswith(".typ")}
    assert fields <= known | results | prefixes
    # Of a person named by a variable, at least somebody in the form must have such a field.
    assert {part for part in OF_A_ROLE.findall(source) if not _ends_one(part, known)} == set()


def _ends_one(part: str, known: set[str]) -> bool:
    return any(name.endswith(part) for name in known)


@each_form
def test_an_unanswered_form_prints_as_lines_to_write_on(group: Group, form: Form) -> None:
    paper = blank(group, form)
    pdf, warnings = typeset(paper, at=NOW)
    assert warnings == ()
    assert pdf.startswith(b"%PDF")
    assert paper.watermark == ("BẢN XEM TRƯỚC" if form.preview else "")
    assert f"{group.definition.group} {group.definition.version}" in paper.footer


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_answer_is_on_the_layout_and_every_line_knows_its_question(path: Path) -> None:
    found = outlined(path)
    for form in found.forms:
        if form.template is None:
            continue
        paper = declaration(found, form, (), demo=False)
        assert isinstance(paper, Declaration)
        lines = said(paper)
        printed = " ".join(line.text or "" for line in lines).casefold()
        for name, given in paper.answers.items():
            # A tick and a choice are printed as boxes; who is named, by the whole name.
            if given and given.text and found.group.fields[name].type not in ("boolean", "choice"):
                assert given.text.casefold() in printed, (form.id, name)
        assert {line.field for line in lines} - {None} <= paper.answers.keys()


HOSTILE = '#panic("x") *b* _i_ $x^2$ @ref <lab> \\ // {{7*7}} `c` #read("/etc/passwd") ", "t": "y'
LONG = "Thôn Xuân Lộc, đường liên xã số bảy, " * 8


def filled(group: Group, form: Form, text: str) -> Declaration | Sheet:
    """The form with the same text in every field, as if somebody had typed it there."""
    paper = blank(group, form)
    if isinstance(paper, Sheet):
        return replace(
            paper,
            sections=tuple(
                replace(section, rows=tuple(replace(row, value=text) for row in section.rows))
                for section in paper.sections
            ),
        )
    answers = {
        name: Given(given.label, text, text) for name, given in paper.answers.items() if given
    }
    return replace(paper, answers=answers)


@each_form
@pytest.mark.parametrize(
    "text",
    [HOSTILE, LONG[:300], "x" * 300, "Kpă Y ƀlŏ H'Hen Niê"],
    ids=["hostile", "long", "word", "name"],
)
def test_whatever_stands_in_a_form_prints_as_it_is(group: Group, form: Form, text: str) -> None:
    paper = filled(group, form, text)
    _, warnings = typeset(paper, at=NOW)
    assert warnings == ()
    lines = [line.text for line in said(paper) if line.text]
    assert any(text in line for line in lines)


def test_twelve_relatives_are_all_on_it(tmp_path: Path) -> None:
    death = next(group for group, form in FORMS if form.id == "hsb-09")
    for name in ("hsb-09", "funeral-insurance"):
        form = next(form for group, form in FORMS if group is death and form.id == name)
        paper = blank(death, form)
        assert isinstance(paper, Declaration)
        answers = dict(paper.answers)
        for n in range(1, 13):
            for part in ("name", "birth_date", "id_number", "relation", "commune"):
                answers[f"relative_{n}.{part}"] = Given(part, f"{part} {n} " + "Ê" * 40)
        full = replace(paper, answers=answers)
        _, warnings = typeset(full, at=NOW)
        assert warnings == ()
        printed = [line.label for line in said(full)]
        assert [str(n) for n in range(1, 13)] == [label for label in printed if label.isdigit()]


def test_a_preview_says_so_on_a_sample_desk_too() -> None:
    group, form = next((g, f) for g, f in FORMS if f.preview)
    assert blank(group, form, demo=True).watermark == "BẢN XEM TRƯỚC · DỮ LIỆU MẪU"
    assert "chưa xem được" in " ".join(blank(group, form).notes)


def test_a_blank_form_bears_the_number_given_out_for_it() -> None:
    group, form = FORMS[0]
    paper = blank(group, form, reference="LT19639-261120-1001-6")
    assert paper.footer.startswith("Số phiếu tại quầy LT19639-261120-1001-6 (không phải mã hồ sơ)")


def test_a_layout_that_is_gone_is_no_reason_to_lose_a_filing() -> None:
    found = outlined(SAMPLES[0])
    form = replace(found.forms[0], template="a-layout-of-another-version")
    assert isinstance(declaration(found, form, (), demo=False), Sheet)
    assert isinstance(blank(found.group, form), Sheet)
    gone = replace(found.group.definition, form=(form,))
    (mistake,) = loading.layouts(Group(gone, {}, b""), "birth.toml")
    assert (mistake.code, mistake.params["item"]) == ("definition-unknown", f"form {form.id}")


@pytest.mark.parametrize("name", ["x" * 5000, "../forms/form", "form.typ", "\0"])
def test_a_layout_is_one_that_lies_there(name: str) -> None:
    found = outlined(SAMPLES[0])
    odd = replace(found.group.definition, form=(replace(found.forms[0], template=name),))
    (mistake,) = loading.layouts(Group(odd, {}, b""), "birth.toml")
    assert mistake.params["name"] == name


def test_an_office_that_is_not_known_yet_is_a_line_to_write_on() -> None:
    found = outlined(SAMPLES[0])
    agencies = tuple(
        dataclasses.replace(resolved, place=None)
        for resolved in resolve_agencies(found, OFFICE, "19639")
    )
    by_id = {form.id: form for form in found.forms}
    assert declaration(found, by_id["birth-declaration"], agencies, demo=False).addressed_to == ""
    insurance = declaration(found, by_id["tk1-ts"], agencies, demo=False)
    assert insurance.addressed_to == "Bảo hiểm xã hội cơ sở"
