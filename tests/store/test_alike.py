"""Where a filing about the same person may be, and that no index is passed over."""

import pytest

from lienthong_tui.store import alike
from lienthong_tui.store.sqlcipher import Database, rows

from .sample import new_store, record

PEOPLE = {
    "one": [
        {"role": "child", "name": "Trần Minh Khôi", "birth": "2026-11-02"},
        {"role": "mother", "name": "Nguyễn Thị Thử", "id_number": "099196000102"},
    ],
    "two": [
        {"role": "child", "name": "Tran Minh Khoi", "birth": "2026-11"},
        {"role": "father", "name": "Trần Ví Dụ", "id_number": "099196000102"},
    ],
    "three": [
        {"role": "child", "name": "Trần Minh Khôi"},
        {"role": "mother", "name": "Nguyễn Thị Mẫu", "birth": "2026-11-02"},
    ],
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = new_store(tmp_path_factory.mktemp("desk"))
    for filing, people in PEOPLE.items():
        record(made, filing, {"people": people})
    return made


def filings(found: alike.Found) -> list[str]:
    return [person.filing for person in sorted(found)]


def test_by_numbers(db: Database) -> None:
    many = [f"{number:012}" for number in range(1200)]
    assert filings(alike.by_numbers(db, "birth", "mother", [*many, "099196000102"])) == ["one"]
    assert filings(alike.by_numbers(db, "birth", "father", ["099196000102"])) == ["two"]
    assert alike.by_numbers(db, "death", "mother", ["099196000102"]) == []
    assert alike.by_numbers(db, "birth", "mother", []) == []


def test_by_births(db: Database) -> None:
    assert filings(alike.by_births(db, "birth", "child", ["2026-11-02", "2026"])) == ["one"]
    assert filings(alike.by_births(db, "birth", "child", ["2026-11-02", "2026-11"])) == [
        "one",
        "two",
    ]
    assert filings(alike.born_within(db, "birth", "child", 2025, 2026)) == ["one", "two"]
    assert alike.born_within(db, "birth", "child", 2024, 2025) == []


def test_by_name(db: Database) -> None:
    assert filings(alike.named(db, "birth", "child", "tran minh khoi", unborn=True)) == ["three"]
    assert filings(alike.named(db, "birth", "child", "TRẦN MINH KHÔI", unborn=False)) == [
        *("one", "two", "three")
    ]
    for odd in ("Trần Minh", "", "'", '" OR "tran'):
        assert alike.named(db, "birth", "child", odd, unborn=False) == []


def test_no_look_reads_everybody(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[str] = []

    def explained(db: Database, sql: str, parameters: list[str | bool]) -> list[object]:
        plans.extend(str(row[3]) for row in rows(db, f"EXPLAIN QUERY PLAN {sql}", parameters))
        return []

    monkeypatch.setattr(alike, "rows", explained)
    alike.by_numbers(db, "birth", "child", ["099196000102", "099196000103"])
    alike.by_births(db, "birth", "child", ["2026-11-02", "2026-11-03"])
    alike.born_within(db, "birth", "child", 2025, 2026)
    alike.named(db, "birth", "child", "Trần Minh Khôi", unborn=True)
    text = "\n".join(plans)
    assert text.count("person_id_number (id_number=?)") == 1, text
    assert text.count("person_birth (role=? AND birth") == 2, text
    assert text.count("VIRTUAL TABLE INDEX") == 1, text
    scanned = [plan for plan in plans if plan.startswith("SCAN")]
    assert [plan for plan in scanned if "person_fts" not in plan] == [], text
