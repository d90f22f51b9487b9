import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import DatabaseError, IntegrityError

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import chain, journal, schema
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import Database, connect, one, rows

from .sample import KEY, PROJECTIONS, everything, new_store, record


@pytest.fixture
def db(tmp_path: Path) -> Database:
    made = new_store(tmp_path)
    record(made, "filing-1", {"label": "a"}, {"label": "b"})
    return made


def reopened(db: Database, tmp_path: Path) -> Database:
    db.close()
    return schema.open(tmp_path / "desk.db", KEY)


def test_a_store_opens_again_as_it_was(db: Database, tmp_path: Path) -> None:
    before = rows(db, "SELECT name, sql FROM sqlite_master ORDER BY name")
    again = reopened(db, tmp_path)
    assert rows(again, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert len(journal.events_of(again, "filing-1")) == 2
    assert one(again, "PRAGMA journal_mode") == ("wal",)
    assert one(again, "PRAGMA synchronous") == (2,)


def test_the_tables_of_the_one_time_codes_are_there(db: Database) -> None:
    assert {"code_secret", "code_used", "slot"} <= set(db.table_names())


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE event SET officer = 'another' WHERE seq = 2", "never changed"),
        ("UPDATE OR IGNORE event SET seq = 9 WHERE seq = 2", "never changed"),
        ("DELETE FROM event WHERE seq = 2", "never deleted"),
        ("UPDATE payload SET body = x'7b7d'", "never changed"),
        ("INSERT OR REPLACE INTO payload SELECT * FROM payload", "never changed"),
        ("INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2", "follows"),
        # A gap, a wrong link, a stream that does not begin with 1, and an old id or position
        # smuggled in with what otherwise follows.
        (
            "INSERT INTO event SELECT 9, stream, 4, 'new', 1, at, officer, kind, filing,"
            " commitment, hash, hash FROM event WHERE seq = 2",
            "follows",
        ),
        (
            "INSERT INTO event SELECT 9, stream, 3, 'new', 1, at, officer, kind, filing,"
            " commitment, previous, hash FROM event WHERE seq = 2",
            "follows",
        ),
        (
            "INSERT INTO event SELECT 9, 'desk-2', 2, 'new', 1, at, officer, kind, filing,"
            " commitment, zeroblob(32), hash FROM event WHERE seq = 2",
            "follows",
        ),
        (
            "INSERT OR REPLACE INTO event SELECT 9, stream, 3, event_id, 1, at, officer, kind,"
            " filing, commitment, hash, hash FROM event WHERE seq = 2",
            "follows",
        ),
        (
            "INSERT OR REPLACE INTO event SELECT 1, stream, 3, 'new', 1, at, officer, kind,"
            " filing, commitment, hash, hash FROM event WHERE seq = 2",
            "follows",
        ),
    ],
)
@pytest.mark.parametrize("recursive", ["on", "off"])
def test_the_journal_cannot_be_changed_by_sql(
    db: Database, sql: str, message: str, recursive: str
) -> None:
    db.execute(f"PRAGMA recursive_triggers={recursive}")
    before = rows(db, "SELECT * FROM event, payload USING (stream, seq)")
    with pytest.raises(IntegrityError, match=message):
        db.execute(sql)
    assert rows(db, "SELECT * FROM event, payload USING (stream, seq)") == before


def test_an_upsert_cannot_change_the_journal(db: Database, tmp_path: Path) -> None:
    db = connect(tmp_path / "desk.db", KEY)  # with nothing to guard the rows but the triggers
    row = next(db.table("event").rows_where("seq = 2"))
    with pytest.raises(IntegrityError):
        db.table("event").upsert(row | {"officer": "another"}, pk="position")
    with pytest.raises(IntegrityError):
        db.table("event").insert(row | {"officer": "another"}, replace=True)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER event_no_update",
        "DROP TABLE payload",
        "DROP INDEX event_filing",
        "DROP TABLE person_fts",
        "ALTER TABLE event ADD COLUMN x",
        "ALTER TABLE event RENAME TO gone",
        "ATTACH ':memory:' AS elsewhere",
        "PRAGMA writable_schema=on",
    ],
)
def test_a_working_connection_reshapes_nothing(
    db: Database, tmp_path: Path, statement: str
) -> None:
    before = rows(db, "SELECT sql FROM sqlite_master")
    with pytest.raises(DatabaseError, match="not authorized"):
        db.execute(statement)
    again = reopened(db, tmp_path)
    with pytest.raises(DatabaseError, match="not authorized"):
        again.execute(statement)
    assert rows(again, "SELECT sql FROM sqlite_master") == before


def test_a_payload_can_be_erased_but_belongs_to_an_event(db: Database) -> None:
    with pytest.raises(IntegrityError):
        db.execute("INSERT INTO payload VALUES ('desk-1.1', 9, zeroblob(32), CAST('{}' AS BLOB))")
    db.execute("DELETE FROM payload WHERE seq = 1")
    assert one(db, "SELECT count(*) FROM payload") == (1,)


def test_a_rebuilt_table_that_lost_its_triggers_is_noticed(db: Database, tmp_path: Path) -> None:
    raw = connect(tmp_path / "desk.db", KEY)
    raw.table("payload").transform(rename={"body": "body"}, types={"body": bytes})
    with pytest.raises(DeskUnavailable) as refused:
        reopened(db, tmp_path)
    names = ["payload_no_replace", "payload_no_update"]
    assert refused.value == DeskUnavailable("store-altered", triggers=names)


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TRIGGER event_no_update"],
        [
            "DROP TRIGGER event_no_update",
            "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END",
        ],
        ["CREATE TRIGGER event_no_update2 AFTER INSERT ON event BEGIN DELETE FROM payload; END"],
        ["PRAGMA foreign_keys=off", "DROP TABLE event"],
    ],
    ids=["dropped", "disarmed", "added", "dropped with their table"],
)
def test_changed_triggers_are_noticed(db: Database, tmp_path: Path, statements: list[str]) -> None:
    raw = connect(tmp_path / "desk.db", KEY)
    for statement in statements:
        raw.execute(statement)
    with pytest.raises(DeskUnavailable) as refused:
        reopened(db, tmp_path)
    assert refused.value.code == "store-altered"


def test_a_store_of_a_newer_program_is_left_alone(db: Database, tmp_path: Path) -> None:
    db.table("_sqlite_migrations").insert(
        {"migration_set": "desk", "name": "of_the_future", "applied_at": "2030-01-01"}
    )
    with pytest.raises(DeskUnavailable) as refused:
        reopened(db, tmp_path)
    assert refused.value == DeskUnavailable("store-newer", unknown=["of_the_future"])


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connect(tmp_path / "desk.db", KEY, create=True).execute("CREATE TABLE t (x)")
    with pytest.raises(DeskUnavailable) as refused:
        schema.open(tmp_path / "desk.db", KEY)
    assert refused.value == DeskUnavailable("store-foreign", path=str(tmp_path / "desk.db"))
    assert connect(tmp_path / "desk.db", KEY).table_names() == ["t"]


def test_a_migration_that_fails_changes_nothing(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(db: Database) -> None:
        db.table("event").add_column("extra", str)
        raise RuntimeError("power cut")

    before = rows(db, "SELECT sql FROM sqlite_master")
    later = list(schema.migrations._migrations)
    later.append(schema.migrations._Migration("half", half))
    monkeypatch.setattr(schema.migrations, "_migrations", later)
    with pytest.raises(RuntimeError, match="power cut"):
        reopened(db, tmp_path)
    monkeypatch.undo()
    assert rows(schema.open(tmp_path / "desk.db", KEY), "SELECT sql FROM sqlite_master") == before


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_migration_killed_part_way_is_done_whole_by_the_next_program(
    db: Database, tmp_path: Path
) -> None:
    tables = ("event", "payload", *PROJECTIONS)
    before = everything(db, tables)
    db.close()
    done = """
from pathlib import Path
from lienthong_tui.store import schema
from store.sample import KEY

@schema.migrations()
def second(db):
    db.table("filing").add_column("extra", str)
    db.execute("UPDATE filing SET extra = label")
    {middle}
    db.execute("CREATE TABLE later (x ANY) STRICT")

schema.open(Path({path!r}), KEY).close()
"""

    def migrate(middle: str) -> int:
        script = done.format(middle=middle, path=str(tmp_path / "desk.db"))
        env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run([sys.executable, "-c", script], env=env, check=False).returncode

    def columns(db: Database) -> list[str]:
        return [row[1] for row in rows(db, "PRAGMA table_info(filing)")]

    for _ in range(2):
        assert migrate("import os; os.kill(os.getpid(), 9)") == -9
        again = connect(tmp_path / "desk.db", KEY)
        assert "extra" not in columns(again)
        assert everything(again, tables) == before
        again.close()
    assert migrate("pass") == 0
    after = connect(tmp_path / "desk.db", KEY)
    assert columns(after).count("extra") == 1
    assert rows(after, "SELECT label, extra FROM filing") == [("b", "b")]
    assert dict(rows(after, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == (
        schema.TRIGGERS
    )
    assert chain.verify_journal(after).events == 2


def open_in_another_process(path: str, start: Any, answers: Any) -> None:
    @schema.migrations()
    def second(db: Database) -> None:
        db.table("filing").add_column("extra", str)

    start.wait(30)
    try:
        schema.open(Path(path), KEY).close()
        answers.put("opened")
    except Exception as error:
        answers.put(repr(error))


def test_programs_that_migrate_at_once_wait_for_one_another(db: Database, tmp_path: Path) -> None:
    db.close()
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(3), context.Queue()
    others = [
        context.Process(
            target=open_in_another_process, args=(str(tmp_path / "desk.db"), start, answers)
        )
        for _ in range(3)
    ]
    for other in others:
        other.start()
    assert [answers.get(timeout=60) for _ in others] == ["opened"] * 3
    for other in others:
        other.join(10)
    columns = rows(connect(tmp_path / "desk.db", KEY), "PRAGMA table_info(filing)")
    assert [column[1] for column in columns].count("extra") == 1


def test_meta_is_kept_and_replaced(db: Database, tmp_path: Path) -> None:
    assert meta(db, "stream") is None
    set_meta(db, "stream", "desk-1.1")
    set_meta(db, "stream", "desk-1.2")
    assert meta(reopened(db, tmp_path), "stream") == "desk-1.2"
