import os
from pathlib import Path

import pytest

from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store import content, schema, sqlcipher
from lienthong_tui.store.key_change import change_key, sole_use
from lienthong_tui.store.sqlcipher import Database, one, rows

from .sample import KEY, new_store

OTHER = bytes(range(1, 33))


def pragmas(db: Database) -> tuple[object, ...]:
    return one(db, "PRAGMA journal_mode"), one(db, "PRAGMA synchronous")


def test_only_the_new_key_opens_the_file_and_nothing_is_lost(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    kept = content.put(db, b"kept" * 5000)
    with sole_use(db):
        change_key(db, OTHER)
    assert content.get(db, kept) == b"kept" * 5000
    sqlcipher._HURT.add(db)  # as after a damaged page
    assert content.get(db, kept) == b"kept" * 5000
    assert pragmas(db) == (("wal",), (2,))
    again = schema.open(tmp_path / "desk.db", OTHER)
    assert content.get(again, kept) == b"kept" * 5000
    with pytest.raises(DeskUnavailable):
        schema.open(tmp_path / "desk.db", KEY)


def test_another_program_is_noticed_before_anything_is_done(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    other = schema.open(tmp_path / "desk.db", KEY)
    with pytest.raises(Busy) as caught, sole_use(db):
        raise AssertionError("not reached")
    assert caught.value == Busy("desk-in-use")
    for program in (db, other):
        assert pragmas(program) == (("wal",), (2,))
        content.put(program, os.urandom(10))
    other.close()
    with sole_use(db):
        pass


def test_no_other_program_comes_in_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong_tui.store.sqlcipher.BUSY_SECONDS", 0)
    db = new_store(tmp_path)
    with sole_use(db):
        with pytest.raises(Busy):
            schema.open(tmp_path / "desk.db", KEY)
        rows(db, "SELECT count(*) FROM event")
    assert pragmas(schema.open(tmp_path / "desk.db", KEY)) == (("wal",), (2,))


def test_whatever_fails_inside_the_file_is_shared_again(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    with pytest.raises(ZeroDivisionError), sole_use(db):
        raise ZeroDivisionError
    schema.open(tmp_path / "desk.db", KEY).close()
    assert pragmas(db) == (("wal",), (2,))


def test_after_a_damaged_page_it_goes_on_with_the_key_there_is(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    schema.create(path, KEY).close()
    db = schema.open(path, KEY)
    kept = content.put(db, os.urandom(200_000))
    with sole_use(db):
        change_key(db, OTHER)
    db.close()
    data = bytearray(path.read_bytes())
    data[-15 * 4096 + 100] ^= 1
    path.write_bytes(data)
    db = schema.open(path, OTHER)
    with pytest.raises(DeskUnavailable):
        content.get(db, kept)
    other = content.put(db, b"what comes after")
    assert content.get(db, other) == b"what comes after"
