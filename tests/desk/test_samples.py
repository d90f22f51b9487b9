"""The shipped birth samples: invented people whose filings complete without an open point."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from lienthong_tui.desk.reading import Reading, read_case
from lienthong_tui.filing.checks import blocks
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
WARNED = {
    "05-ten-e-de-qua-han.toml": {"birth-registered-late"},
    "11-bru-van-kieu-nham-xa.toml": {"birth-registered-late"},
}
SAMPLES = [
    path
    for path in sorted(data_path("samples").glob("*.toml"))
    if '\ngroup = "birth"\n' in path.read_text(encoding="utf-8")
]


def read(path: Path) -> Reading:
    return read_case(path, now=NOW, commune="19639")


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 7


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_can_be_completed(path: Path) -> None:
    findings = read(path).findings
    assert [f for f in findings if f.level == "error"] == []
    assert not blocks(findings)
    warnings = {f.rule for f in findings if f.level == "warning"}
    assert warnings == WARNED.get(path.name, set())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_answer_counts(path: Path) -> None:
    reading = read(path)
    assert set(reading.case.answers) <= set(reading.outlined.values)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_was_received_in_office_hours(path: Path) -> None:
    received = read(path).case.received
    assert date(2026, 11, 16) <= received.date() <= date(2026, 11, 20)
    assert time(7, 30) <= received.time() <= time(16, 30)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_its_people_do_not_exist(path: Path) -> None:
    numbers = re.findall(r"\b\d{12}\b", path.read_text(encoding="utf-8"))
    assert numbers
    assert all(number.startswith("099") for number in numbers)


def test_papers_are_small() -> None:
    papers = [paper for path in SAMPLES for _, paper in read(path).papers]
    assert papers
    assert [paper.name for paper in papers if len(paper.data) >= 60_000] == []


def test_twins_share_all_but_their_own_data() -> None:
    first, second = (read(p).case.answers for p in SAMPLES if "sinh-doi" in p.stem)
    differing = {name for name in {*first, *second} if first.get(name) != second.get(name)}
    assert differing == {"child.given", "child.sex", "child.birth_proof_number"}
