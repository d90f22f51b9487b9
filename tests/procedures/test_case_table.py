"""What the tables of cases say comes true, and they leave no rule, condition or option out."""

from pathlib import Path

import pytest

from .case_table import FOLDER, OUTCOME, Row, came, exercises, rows_of, tables

ROWS = [row for path in tables() for row in rows_of(path)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_comes_of_it(row: Row) -> None:
    told = came(row).told
    exact = ("lỗi", "cảnh báo", *OUTCOME)
    assert {column: told[column] for column in exact} == {
        column: row.expected[column] for column in exact
    }
    assert row.expected["cho biết"] <= told["cho biết"]


def test_each_is_told_apart_by_its_id_and_its_story() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    stories = [(row.sample, row.changes) for row in ROWS]
    assert len(set(stories)) == len(stories)


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_every_rule_condition_and_option_is_exercised(path: Path) -> None:
    groups = [entry.stem for entry in tables()]
    assert groups == ["birth", "death"]
    left = [f"{entry.thing} · {entry.when}" for entry in exercises(path.stem) if not entry.rows]
    assert left == []


def test_the_tables_stand_where_an_official_finds_them() -> None:
    assert len(ROWS) >= 120
    assert all((FOLDER / f"{group}.csv").exists() for group in ("birth", "death"))
