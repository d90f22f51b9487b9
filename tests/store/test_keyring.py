import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store import keyring
from lienthong_tui.store.keyring import DeskSalt, Slot, WrappedKey
from lienthong_tui.store.sqlcipher import Database, connect, one, writing

SALT = DeskSalt(b"0123456789abcdef", 19456, 2, 1)
OFFICER = Slot(
    "a1", "officer", "Nguyễn Thị Mẫu", "age1officer", "2026-11-23T01:20:00+00:00",
    id_hash=b"h" * 32, memory_kib=19456, iterations=2, lanes=1,
    salt=b"s" * 16, nonce=b"n" * 12, wrapped=b"SECRET-WRAPPED-IDENTITY" * 4,
)  # fmt: skip
RECOVERY = Slot("b2", "recovery", "recovery", "age1recovery", "2026-11-23T01:20:00+00:00")
NOW = datetime(2026, 11, 23, 1, 20, 30, 500_000, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.db"


@pytest.fixture
def db(path: Path) -> Database:
    return keyring.create(path, SALT)


def test_it_survives_a_power_cut_and_is_the_owners(path: Path, db: Database) -> None:
    again = keyring.open_keyring(path)
    for opened in (db, again):
        assert one(opened, "PRAGMA journal_mode") == ("delete",)
        assert one(opened, "PRAGMA synchronous") == (3,)  # EXTRA
        assert one(opened, "PRAGMA secure_delete") == (1,)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keyring.desk_salt(again) == SALT


def test_slots_come_back_as_they_went_in(path: Path, db: Database) -> None:
    keyring.put_slot(db, OFFICER)
    keyring.put_slot(db, RECOVERY)
    assert keyring.slots(keyring.open_keyring(path)) == [OFFICER, RECOVERY]


def test_the_newest_store_key_comes_first(db: Database) -> None:
    assert keyring.store_keys(db) == []
    for blob in (b"one", b"two", b"three"):
        keyring.add_store_key(db, blob)
    assert [key.blob for key in keyring.store_keys(db)] == [b"three", b"two", b"one"]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=7))])
def test_attempts_are_kept_for_each_apart_and_in_utc(
    path: Path, db: Database, zone: timezone
) -> None:
    assert keyring.attempts(db, "a1") == (0, None)
    keyring.record_attempts(db, "a1", 4, None)
    keyring.record_attempts(db, "a1", 5, NOW.astimezone(zone))
    keyring.record_attempts(db, "b2", 1, None)
    again = keyring.open_keyring(path)
    assert keyring.attempts(again, "a1") == (5, NOW)
    assert keyring.attempts(again, "b2") == (1, None)
    assert one(db, "SELECT next_at FROM attempt WHERE who = 'a1'") == (NOW.isoformat(),)
    keyring.record_attempts(db, "a1", 0, None)
    assert keyring.attempts(again, "a1") == (0, None)


def test_a_recorded_attempt_outlives_a_killed_process(path: Path, db: Database) -> None:
    db.close()
    killed = f"""
import os, signal
from pathlib import Path
from lienthong_tui.store import keyring
keyring.record_attempts(keyring.open_keyring(Path({str(path)!r})), "a1", 2, None)
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -9
    assert keyring.attempts(keyring.open_keyring(path), "a1") == (2, None)


def test_the_anchor_moves_forward_for_its_stream_only(db: Database) -> None:
    assert keyring.anchors(db) == {}
    keyring.set_anchor(db, "s", 3, b"x" * 32)
    keyring.set_anchor(db, "t", 9, b"z" * 32)
    keyring.set_anchor(db, "s", 4, b"y" * 32)
    assert keyring.anchors(db)["s"] == (4, b"y" * 32)
    assert keyring.anchors(db)["t"] == (9, b"z" * 32)


@pytest.mark.parametrize("seq", [1, 3, 4])
def test_the_anchor_never_moves_back_nor_changes_its_hash(db: Database, seq: int) -> None:
    keyring.set_anchor(db, "s", 4, b"y" * 32)
    keyring.set_anchor(db, "s", seq, b"x" * 32)
    assert keyring.anchors(db)["s"] == (4, b"y" * 32)


def code_of_opening(path: Path) -> str:
    with pytest.raises(DeskUnavailable) as caught:
        keyring.open_keyring(path)
    assert caught.value.params == {"path": str(path)}
    return caught.value.code


def test_a_missing_keyring_is_told_and_not_made(path: Path) -> None:
    assert code_of_opening(path) == "keyring-missing"
    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\0" * 4096, b"SQLite format 3\0" + b"\1" * 99]
)
def test_an_empty_or_foreign_file_is_told_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert code_of_opening(path) == "keyring-unreadable"
    assert path.read_bytes() == content


def test_a_folder_or_another_programs_database_is_told(path: Path, tmp_path: Path) -> None:
    other = connect(path, None, create=True)
    other.execute("CREATE TABLE t (x)")
    other.close()
    assert code_of_opening(path) == "keyring-unreadable"
    assert code_of_opening(tmp_path) == "keyring-unreadable"


def test_a_keyring_of_a_newer_program_is_told(path: Path, db: Database) -> None:
    with writing(db):
        db.execute(f"PRAGMA user_version={keyring.FORMAT + 1}")
    assert code_of_opening(path) == "keyring-newer"


def test_a_keyring_is_not_made_over_another(path: Path, db: Database) -> None:
    keyring.put_slot(db, RECOVERY)
    with pytest.raises(DeskUnavailable):
        keyring.create(path, SALT)
    assert keyring.slots(keyring.open_keyring(path)) == [RECOVERY]


def test_a_slot_is_exchanged_and_removed(db: Database) -> None:
    keyring.put_slot(db, OFFICER)
    keyring.put_slot(db, RECOVERY)
    changed = replace(OFFICER, recipient="age1other", wrapped=b"anew")
    keyring.put_slot(db, changed)
    assert keyring.slots(db) == [changed, RECOVERY]
    keyring.remove_slot(db, OFFICER.id)
    assert keyring.slots(db) == [RECOVERY]


def test_the_newest_store_key_is_rewrapped_and_all_but_one_are_forgotten(db: Database) -> None:
    for blob in (b"one", b"two"):
        keyring.add_store_key(db, blob)
    keyring.rewrap_store_key(db, b"two for more")
    assert keyring.store_keys(db) == [WrappedKey(2, b"two for more"), WrappedKey(1, b"one")]
    keyring.keep_store_key(db, 1)
    assert keyring.store_keys(db) == [WrappedKey(1, b"one")]


def test_failures_wait_until_they_are_forgotten_and_do_not_grow_without_end(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "MOST_FAILURES", 3)
    for who in "abcde":
        keyring.note_failure(db, who, NOW)
    noted = keyring.failures(db)
    assert [(failure.who, failure.at) for failure in noted] == [
        (who, NOW.isoformat()) for who in "cde"
    ]
    keyring.forget_failures(db, noted[:2])
    assert keyring.failures(db) == noted[2:]


def test_a_keyring_of_the_first_format_is_brought_up_to_date(path: Path, db: Database) -> None:
    keyring.put_slot(db, OFFICER)
    db.execute("DROP TABLE failure")
    db.execute("DROP TABLE purge")
    db.execute("PRAGMA user_version=1")
    db.close()
    for _ in range(2):
        again = keyring.open_keyring(path)
        assert keyring.slots(again) == [OFFICER]
        assert keyring.failures(again) == []
        assert one(again, "PRAGMA user_version") == (keyring.FORMAT,)


def test_one_that_another_program_has_locked_is_not_damaged(
    path: Path, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong_tui.store.sqlcipher.BUSY_SECONDS", 0)
    waiting = connect(path, None)
    assert keyring.is_whole(waiting)
    db.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy):
        keyring.is_whole(waiting)
    db.execute("ROLLBACK")
    assert keyring.is_whole(waiting)
