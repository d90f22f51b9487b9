import contextlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store.sqlcipher import Database, connect, each, one, rows, writing

from .sample import KEY


@pytest.fixture(params=[KEY, None], ids=["keyed", "plain"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    made = connect(tmp_path / "a.db", request.param, create=True)
    made.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT)")
    return made


def count(db: Database) -> int:
    found = one(db, "SELECT count(*) FROM t")
    assert found is not None
    return int(found[0])


def test_sqlite_utils_catches_the_errors_of_our_engine() -> None:
    for module in ("sqlite_utils.utils", "sqlite_utils.db"):
        assert sys.modules[module].OperationalError is sqlcipher3.dbapi2.OperationalError


def test_sqlite_utils_imported_too_early_is_noticed_at_once() -> None:
    script = "import sqlite_utils; import lienthong_tui.store.sqlcipher"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ImportError: sqlite_utils was imported before" in done.stderr


def test_the_engine_is_free_of_the_wal_reset_race() -> None:
    assert sqlcipher3.dbapi2.sqlite_version_info >= (3, 51, 3)


def test_a_failed_returning_leaves_no_transaction_open(db: Database) -> None:
    """Without the registration under the name pysqlite3, later writes would pile up unseen."""
    db.table("t").insert({"x": 1})
    with pytest.raises(sqlcipher3.dbapi2.IntegrityError):
        list(db.query("INSERT INTO t VALUES (2, 'a'), (1, 'b') RETURNING x"))
    assert not db.conn.in_transaction
    db.table("t").insert({"x": 3, "z": "new column"}, alter=True)
    assert count(db) == 2


def test_the_file_is_the_owners_alone_and_a_keyed_one_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "thư mục %41?" / "a b.db"
    path.parent.mkdir()
    made = connect(path, KEY, create=True)
    made.execute("CREATE TABLE t (x)")
    made.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not path.read_bytes().startswith(b"SQLite format")
    assert rows(connect(path, KEY), "SELECT * FROM t") == []


def test_settings_of_a_connection(db: Database) -> None:
    for pragma, value in [
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("busy_timeout", 10_000),
    ]:
        assert one(db, f"PRAGMA {pragma}") == (value,)


def nothing(path: Path) -> None:
    assert not path.exists()


def a_file(content: bytes) -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(content)


def another_key(path: Path) -> None:
    made = connect(path, bytes(32), create=True)
    made.execute("CREATE TABLE t (x)")
    made.close()


def a_truncated_store(path: Path) -> None:
    another_key(path)
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize("key", [KEY, None], ids=["keyed", "plain"])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (nothing, "store-missing"),
        (Path.mkdir, "store-unreadable"),
        (a_file(b""), "store-unreadable"),
        (a_file(b"text, not a database\n" * 500), "store-unreadable"),
        (another_key, "store-unreadable"),
        (a_truncated_store, "store-unreadable"),
    ],
    ids=["missing", "folder", "empty", "text", "another key", "truncated"],
)
def test_what_is_no_store_is_named_and_left_alone(
    tmp_path: Path, key: bytes | None, make: Callable[[Path], Any], code: str
) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes() if path.is_file() else path.exists()
    with pytest.raises(DeskUnavailable) as refused:
        connect(path, key)
    assert refused.value == DeskUnavailable(code, path=str(path))
    assert (path.read_bytes() if path.is_file() else path.exists()) == before


def test_creating_needs_a_free_place(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"precious")
    with pytest.raises(DeskUnavailable) as refused:
        connect(path, KEY, create=True)
    assert refused.value.code == "store-exists"
    assert path.read_bytes() == b"precious"
    with pytest.raises(DeskUnavailable) as refused:
        connect(tmp_path / "no folder" / "a.db", KEY, create=True)
    assert refused.value.code == "store-missing"


def test_a_wrong_key_prints_nothing_across_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    another_key(tmp_path / "a.db")
    with pytest.raises(DeskUnavailable):
        connect(tmp_path / "a.db", KEY)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_has_32_bytes(tmp_path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        connect(tmp_path / "a.db", bytes(length), create=True)


def test_writing_keeps_all_or_nothing(db: Database) -> None:
    with writing(db):
        db.table("t").insert({"x": 1})
        with writing(db):
            db.table("t").insert({"x": 2})
    assert count(db) == 2

    def fail() -> None:
        with writing(db):
            db.table("t").insert({"x": 3})
            with writing(db):
                db.table("t").insert({"x": 4})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert count(db) == 2
    assert not db.conn.in_transaction


def test_atomic_inside_writing_is_a_savepoint(db: Database) -> None:
    with writing(db):
        db.table("t").insert({"x": 1})
        with pytest.raises(ZeroDivisionError), db.atomic():
            db.table("t").insert({"x": 2, "y": 1 / 0})
    assert rows(db, "SELECT x FROM t") == [(1,)]


def test_writing_takes_the_lock_before_it_reads(tmp_path: Path) -> None:
    first = connect(tmp_path / "a.db", KEY, create=True)
    first.execute("CREATE TABLE t (x)")
    second = connect(tmp_path / "a.db", KEY)
    second.execute("PRAGMA busy_timeout=20")
    with writing(first):
        with pytest.raises(Busy) as refused, writing(second):
            pytest.fail("a second writer got in")
        assert refused.value == Busy("store-busy")
    with writing(second):
        second.table("t").insert({"x": 1})
    assert count(first) == 1


def test_a_full_disk_loses_nothing_and_heals(db: Database) -> None:
    db.table("t").insert({"x": 1})
    full = one(db, "PRAGMA page_count")
    assert full is not None
    rows(db, f"PRAGMA max_page_count={full[0]}")
    with pytest.raises(DeskUnavailable) as refused, writing(db):
        db.table("t").insert({"x": 2, "y": "x" * 100_000})
    assert refused.value == DeskUnavailable("disk-full")
    assert not db.conn.in_transaction
    assert count(db) == 1
    rows(db, f"PRAGMA max_page_count={full[0] + 1000}")
    with writing(db):
        db.table("t").insert({"x": 2, "y": "x" * 100_000})
    assert count(db) == 2


def test_a_read_only_store_can_be_read(db: Database) -> None:
    db.table("t").insert({"x": 1})
    db.execute("PRAGMA query_only=on")
    with pytest.raises(DeskUnavailable) as refused, writing(db):
        db.table("t").insert({"x": 2})
    assert refused.value == DeskUnavailable("store-read-only")
    assert count(db) == 1


def test_a_defect_in_sql_is_no_problem_of_the_officer(db: Database) -> None:
    with pytest.raises(sqlcipher3.dbapi2.OperationalError):
        rows(db, "SELECT nothing FROM nowhere")
    with pytest.raises(sqlcipher3.dbapi2.IntegrityError), writing(db):
        db.table("t").insert_all([{"x": 1}, {"x": 1}])
    assert count(db) == 0


def test_every_flipped_bit_of_a_keyed_store_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    made = connect(path, KEY, create=True)
    made.execute("CREATE TABLE t (x)")
    made.table("t").insert_all({"x": "y" * 50} for _ in range(1000))
    made.close()
    whole = path.read_bytes()
    for place in range(17, len(whole), len(whole) // 25):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        path.write_bytes(damaged)
        with pytest.raises(DeskUnavailable) as refused:
            list(each(connect(path, KEY), "SELECT * FROM t"))
        assert refused.value.code in ("store-unreadable", "store-damaged")


def test_a_garbage_wal_beside_the_store_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    made = connect(path, KEY, create=True)
    rows(made, "PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE t (x)")
    made.close()
    (tmp_path / "a.db-wal").write_bytes(b"garbage " * 1000)
    assert rows(connect(path, KEY), "SELECT * FROM t") == []


def a_foreign_wal(beside: Path) -> None:
    """That of a store under another key, whose program was killed."""
    other = beside.with_name("other.db")
    running = connect(other, bytes(32), create=True)
    rows(running, "PRAGMA journal_mode=WAL")
    running.execute("CREATE TABLE other (x)")
    beside.write_bytes(other.with_name("other.db-wal").read_bytes())
    running.close()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(a_foreign_wal, id="of another key"),
        pytest.param(Path.mkdir, id="a folder"),
    ],
)
def test_a_wal_that_is_not_the_stores_never_counts(
    tmp_path: Path, make: Callable[[Path], Any]
) -> None:
    """Refused, or as if it were not there; and without it the store is what it was."""
    path, wal = tmp_path / "a.db", tmp_path / "a.db-wal"
    made = connect(path, KEY, create=True)
    rows(made, "PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE t (x)")
    made.table("t").insert({"x": 1})
    made.close()
    before = path.read_bytes()
    make(wal)
    with contextlib.suppress(DeskUnavailable):
        assert rows(connect(path, KEY), "SELECT * FROM t") == [(1,)]
    assert path.read_bytes() == before
    if wal.is_dir():
        wal.rmdir()
    wal.unlink(missing_ok=True)
    assert rows(connect(path, KEY), "SELECT * FROM t") == [(1,)]


def test_no_plugin_of_sqlite_utils_gets_the_keyed_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("sqlite_utils.db.ensure_plugins_loaded", lambda: asked.append("plugins"))
    connect(tmp_path / "a.db", KEY, create=True)
    assert asked == []


def test_a_store_opened_in_a_worker_serves_the_application(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as worker:
        db = worker.submit(connect, tmp_path / "a.db", KEY, create=True).result()
    db.execute("CREATE TABLE t (x)")
    assert count(db) == 0
