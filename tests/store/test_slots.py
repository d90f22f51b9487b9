from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.store import slots
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.store.sqlcipher import Database, connect, rows, writing

OFFICER = ListedSlot("b2", "officer", "age1b", "Nguyễn Thị Mẫu")
INTAKE = ListedSlot("a1", "desk-intake", "age1a", "desk-intake")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = connect(tmp_path / "desk.db", bytes(range(32)), create=True)
    with writing(db):
        slots.create_tables(db)
        slots.create_struck(db)
    return db


def test_the_list_keeps_its_order(db: Database) -> None:
    assert slots.listed(db) == []
    slots.record(db, OFFICER)
    slots.record(db, INTAKE, "AGE-SECRET-KEY-1X")
    assert slots.listed(db) == [OFFICER, INTAKE]


def test_only_the_identity_that_was_given_is_kept(db: Database) -> None:
    slots.record(db, OFFICER)
    slots.record(db, INTAKE, "AGE-SECRET-KEY-1X")
    assert rows(db, "SELECT id, identity FROM slot ORDER BY id") == [
        ("a1", "AGE-SECRET-KEY-1X"),
        ("b2", None),
    ]


def test_a_slot_is_listed_once(db: Database) -> None:
    slots.record(db, OFFICER)
    with pytest.raises(Exception, match="UNIQUE"):
        slots.record(db, OFFICER)
    assert slots.listed(db) == [OFFICER]


def test_who_was_on_the_list_is_remembered_as_struck(db: Database) -> None:
    slots.record(db, OFFICER)
    assert slots.struck(db) == frozenset()
    slots.change(db, replace(OFFICER, recipient="age1b2", label="Trần Thị Mẫu"))
    assert slots.listed(db) == [replace(OFFICER, recipient="age1b2", label="Trần Thị Mẫu")]
    slots.remove(db, OFFICER.id)
    slots.remove(db, "nobody")
    assert slots.listed(db) == []
    assert slots.struck(db) == {"age1b", "age1b2"}
