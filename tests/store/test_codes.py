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
        codes.create_paper_codes(db)
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


def test_a_code_on_paper_is_spent_once_by_its_officer(path: Path, db: Database) -> None:
    other = connect(path, KEY)
    codes.set_paper_codes(db, "a1", [b"one", b"two"])
    codes.set_paper_codes(db, "b2", [b"one"])
    assert codes.paper_codes_left(db, "a1") == 2
    assert not codes.use_paper_code(db, "a1", b"three")
    assert codes.use_paper_code(db, "a1", b"one")
    assert not codes.use_paper_code(other, "a1", b"one")
    assert codes.paper_codes_left(other, "a1") == 1
    assert codes.use_paper_code(other, "b2", b"one")


def test_new_codes_on_paper_end_the_ones_before(db: Database) -> None:
    codes.set_paper_codes(db, "a1", [b"old"])
    codes.set_paper_codes(db, "a1", [b"new"])
    assert not codes.use_paper_code(db, "a1", b"old")
    assert codes.use_paper_code(db, "a1", b"new")


def test_of_who_is_forgotten_only_the_spent_steps_stay(db: Database) -> None:
    codes.set_secret(db, "a1", "SECRET")
    codes.set_paper_codes(db, "a1", [b"one"])
    codes.use_step(db, "a1", 7)
    codes.forget(db, "a1")
    assert codes.secret(db, "a1") is None
    assert codes.paper_codes_left(db, "a1") == 0
    assert not codes.use_step(db, "a1", 7)
