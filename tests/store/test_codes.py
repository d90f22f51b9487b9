from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from lienthong_tui.store import codes
from lienthong_tui.store.sqlcipher import Database, connect, writing

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def db(path: Path) -> Database:
    db = connect(path, KEY, create=True)
    with writing(db):
        codes.create_tables(db)
    return db


def test_a_secret_is_kept_for_its_officer_and_replaced(db: Database) -> None:
    codes.set_secret(db, "a1", "OLD")
    codes.set_secret(db, "b2", "OTHER")
    codes.set_secret(db, "a1", "NEW")
    assert [codes.secret(db, who) for who in ("a1", "b2", "c3")] == ["NEW", "OTHER", None]


def test_a_step_is_spent_once_by_each_officer_in_any_order(path: Path, db: Database) -> None:
    other = connect(path, KEY)
    assert codes.use_step(db, "a1", 1000)
    assert not codes.use_step(db, "a1", 1000)
    assert not codes.use_step(other, "a1", 1000)
    assert codes.use_step(other, "b2", 1000)
    # A sign-in under a clock that ran ahead does not shut out the present.
    assert codes.use_step(db, "a1", 9_000_000)
    assert codes.use_step(db, "a1", 1001)


def test_of_many_at_once_exactly_one_spends_the_step(path: Path, db: Database) -> None:
    db.close()
    together = Barrier(4)

    def spend(_: int) -> bool:
        own = connect(path, KEY)
        together.wait()
        return codes.use_step(own, "a1", 7)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(spend, range(4))) == [False, False, False, True]
