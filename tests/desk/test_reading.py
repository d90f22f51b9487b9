"""A case file and its papers as they lie in a folder."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lienthong_tui.desk import reading as readings
from lienthong_tui.desk.reading import Reading, decode, judge, read_case
from lienthong_tui.filing.checks import Finding
from lienthong_tui.packets.scans import Scan, take
from lienthong_tui.problems import Problem, Unusable

from .sample import LATE, NOW, SAMPLES

PDF = b"%PDF-1.7\n%%EOF\n"
FILES = 'files = ["papers/nguoi-lam-chung-05.pdf"]'


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The sample with a witness statement, to be changed."""
    (tmp_path / "papers").mkdir()
    shutil.copy2(LATE.parent / "papers/nguoi-lam-chung-05.pdf", tmp_path / "papers")
    return Path(shutil.copy2(LATE, tmp_path / "case.toml"))


def changed(case: Path, *changes: tuple[str, str]) -> Reading:
    text = case.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    case.write_text(text, "utf-8")
    return read_case(case, now=NOW)


def errors(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.level == "error"]


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(finding.step, finding.field, finding.rule) for finding in errors(reading)]


def test_papers_are_read_beside_the_case(case: Path) -> None:
    reading = read_case(case, now=NOW)
    ((component, paper),) = reading.papers
    assert component == "witness-statement"
    assert paper.name == "nguoi-lam-chung-05.pdf"
    assert paper.data == (case.parent / "papers/nguoi-lam-chung-05.pdf").read_bytes()


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda _path: None, "case-missing"),
        (lambda path: path.mkdir(), "case-not-a-file"),
        (lambda path: os.mkfifo(path), "case-not-a-file"),
        (lambda path: path.symlink_to(path), "case-missing"),
        (lambda path: path.symlink_to("/dev/zero"), "case-not-a-file"),
        (lambda path: path.write_bytes(bytes(1_000_001)), "case-large"),
    ],
)
def test_what_is_no_case_file_is_told(
    tmp_path: Path, prepare: Callable[[Path], None], code: str
) -> None:
    path = tmp_path / "case.toml"
    prepare(path)
    with pytest.raises(Unusable) as caught:
        read_case(path, now=NOW)
    assert caught.value.code == code


def test_a_case_is_decoded_before_anything_else_is_known(case: Path) -> None:
    decoded = decode(case)
    assert judge(decoded, now=NOW, commune="19639").findings == (
        read_case(case, now=NOW, commune="19639").findings
    )
    case.write_text(case.read_text("utf-8").replace('"birth"', '"wedding"'), "utf-8")
    with pytest.raises(Unusable) as caught:
        decode(case)
    assert caught.value.code == "group-unknown"


def test_a_name_too_long_to_open_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read_case(tmp_path / ("n" * 5000 + ".toml"), now=NOW)
    assert caught.value.code == "case-unreadable"
    assert len(caught.value.params["name"]) < 200


def test_the_commune_of_the_desk_decides_what_is_of_here(tmp_path: Path) -> None:
    here = read_case(SAMPLES[0], now=NOW, commune="19639").findings
    elsewhere = read_case(SAMPLES[0], now=NOW, commune="19645").findings
    assert here != elsewhere


def test_every_mistake_is_told_at_once_in_the_order_of_the_steps(case: Path) -> None:
    reading = changed(
        case,
        ('registration.commune = "19639"', 'registration.commune = "00000"'),
        ('"099197000501"', '"09919700050"'),
        (FILES, 'files = ["papers/none.pdf"]'),
        ('how = "fingerprint"', 'how = "portal"'),
        ('delivery.birth = "office"', 'delivery.birth = "moon"'),
    )
    assert told(reading) == [
        (1, "registration.commune", "commune-unknown"),
        (2, "requester.id_number", "id-length"),
        (2, "mother.id_number", "id-length"),
        (4, "witness-statement", "paper-missing"),
        (5, "delivery.birth", "answer-option"),
    ]


def test_an_answer_that_cannot_be_read_is_not_told_as_missing_too(case: Path) -> None:
    reading = changed(case, ('child.birth_date = "15/07/2026"', 'child.birth_date = "31/02/2026"'))
    assert told(reading) == [(2, "child.birth_date", "date-impossible")]


def test_nothing_follows_from_an_answer_that_cannot_be_read(case: Path) -> None:
    head = "household.mother_is_head = true"
    assert told(changed(case, (head, 'household.mother_is_head = "có"'))) == [
        (2, "household.mother_is_head", "answer-type-boolean")
    ]
    case.write_text(case.read_text("utf-8").replace('"có"', "true"), "utf-8")
    proof = 'child.birth_proof = "witnesses"'
    assert told(changed(case, (proof, 'child.birth_proof = "hearsay"'))) == [
        (2, "child.birth_proof", "answer-option")
    ]


def test_a_letter_no_declaration_prints_is_told_at_its_field(case: Path) -> None:
    reading = changed(case, ('child.given = "Niê"', 'child.given = "王"'))
    (finding,) = [f for f in errors(reading) if f.rule == "letter-missing"]
    assert (finding.step, finding.field) == (2, "child.given")
    assert finding.problem == Problem(
        "letter-missing", character="王", field="Tên người được khai sinh"
    )


def test_every_letter_of_the_samples_is_printed() -> None:
    for path in SAMPLES:
        assert "letter-missing" not in {f.rule for f in read_case(path, now=NOW).findings}


def test_two_papers_of_one_name_get_two_names(case: Path) -> None:
    for folder in ("a", "b"):
        (case.parent / folder).mkdir()
        (case.parent / folder / "Tờ 1.PDF").write_bytes(PDF + folder.encode())
    entry = '[[attachments]]\ncomponent = "witness-statement"\n'
    reading = changed(case, (FILES, f'files = ["a/Tờ 1.PDF"]\n{entry}files = ["b/Tờ 1.PDF"]'))
    papers = {paper.name: paper.data for _, paper in reading.papers}
    assert papers == {"to-1.pdf": PDF + b"a", "to-1-2.pdf": PDF + b"b"}
    assert errors(reading) == []


def test_papers_past_the_limit_are_not_read(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (case.parent / "papers/large.pdf").write_bytes(PDF[:9] + bytes(1_000_000) + PDF[9:])
    opened = []

    def counted(path: Path, *, root: Path, limit: int) -> Scan:
        opened.append(path)
        return take(path, root=root, limit=limit)

    monkeypatch.setattr(readings, "take", counted)
    names = ", ".join(['"papers/large.pdf"'] * 200)
    reading = changed(case, (FILES, f"files = [{names}]"))
    assert told(reading) == [(4, "witness-statement", "component-large")]
    assert len(opened) == 3


def test_papers_of_no_component_are_not_opened(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "take", None)
    reading = changed(case, ('component = "witness-statement"', 'component = "secret-plans"'))
    assert (4, "secret-plans", "component-unknown") in told(reading)
    assert reading.papers == ()
