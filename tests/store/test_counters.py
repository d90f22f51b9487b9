from pathlib import Path

import pytest

from lienthong_tui.store.counters import next_number
from lienthong_tui.store.sqlcipher import Database, writing

from .sample import new_store


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return new_store(tmp_path)


def take(db: Database, scope: str, day: str) -> int:
    with writing(db):
        return next_number(db, scope, day)


def test_numbers_run_per_scope_and_day_and_a_clock_set_back_continues(db: Database) -> None:
    asked = [
        ("reference", "2026-11-20", 1),
        ("reference", "2026-11-20", 2),
        ("packet", "2026-11-20", 1),
        ("reference", "2026-11-21", 1),
        ("reference", "2026-11-20", 3),
    ]
    assert [take(db, scope, day) for scope, day, _ in asked] == [number for *_, number in asked]


def test_a_number_whose_bearer_was_not_stored_is_given_again(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), writing(db):
        assert next_number(db, "reference", "2026-11-20") / 0
    assert take(db, "reference", "2026-11-20") == 1
