from datetime import date
from pathlib import Path

import pytest

from lienthong_tui.store.counters import next_number, skip
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


def test_after_a_skip_every_day_goes_on_at_a_multiple(db: Database) -> None:
    first, last = date(2026, 11, 19), date(2026, 11, 21)
    for _ in range(3):
        take(db, "reference", "2026-11-20")
    skip(db, "reference", first, last, 500)
    days = ("2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22")
    assert [take(db, "reference", day) for day in days] == [500, 500, 500, 1]
    assert take(db, "packet", "2026-11-20") == 1
    skip(db, "reference", first, last, 500)
    skip(db, "reference", first, last, 500)
    assert take(db, "reference", "2026-11-19") == 1500
