"""`keys.db`: who can open this desk. It holds no citizen data.

Plain SQLite, because it is read before any key is known. Journal mode DELETE with
`synchronous=EXTRA`: a counted attempt or a changed lock survives a power cut (with FULL the last
commit can be lost, since the removal of the journal is not flushed). What is written here can be
edited by whoever can write the folder, so nothing here is trusted further than it proves itself:
slots are bound to their parameters by encryption, and `desk.db` keeps the true list of slots.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import msgspec

from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store.sqlcipher import (
    Database,
    connect,
    connect_unread,
    engine_problems,
    keep_every_commit,
    one,
    rows,
    writing,
)

log = logging.getLogger(__name__)

SlotKind = Literal["officer", "recovery", "unattended", "desk-intake"]

APPLICATION_ID = 0x4C544B31  # "LTK1"
FORMAT = 3

_FIRST_TABLES = """
CREATE TABLE keyring (
    desk_salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, iterations INTEGER NOT NULL,
    lanes INTEGER NOT NULL
) STRICT;
CREATE TABLE slot (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, id_hash BLOB UNIQUE,
    recipient TEXT NOT NULL UNIQUE, memory_kib INTEGER, iterations INTEGER, lanes INTEGER,
    salt BLOB, nonce BLOB, wrapped BLOB, created TEXT NOT NULL
) STRICT;
CREATE TABLE store_key (epoch INTEGER PRIMARY KEY, blob BLOB NOT NULL) STRICT;
CREATE TABLE attempt (who TEXT PRIMARY KEY, fails INTEGER NOT NULL, next_at TEXT) STRICT;
CREATE TABLE anchor (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
"""
_TABLES_OF_2 = """
CREATE TABLE failure (id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL) STRICT;
"""
_TABLES_OF_3 = """
CREATE TABLE purge (filing TEXT PRIMARY KEY, at TEXT NOT NULL, why TEXT NOT NULL) STRICT;
"""
MOST_FAILURES = 1000


class Slot(msgspec.Struct, frozen=True):
    """One holder of a key to this desk.

    `recipient` is the age recipient (age1…) of the holder's identity. Officers have all the rest:
    `id_hash` finds them by ID number, and `wrapped` is their identity under ChaCha20-Poly1305 with
    `nonce` and the Argon2id key of (password, `salt`, `memory_kib`, `iterations`, `lanes`). The
    other kinds keep their identity elsewhere. `created` is UTC, ISO 8601.
    """

    id: str
    kind: SlotKind
    label: str
    recipient: str
    created: str
    id_hash: bytes | None = None
    memory_kib: int | None = None
    iterations: int | None = None
    lanes: int | None = None
    salt: bytes | None = None
    nonce: bytes | None = None
    wrapped: bytes | None = None


class WrappedKey(msgspec.Struct, frozen=True):
    """The store key of one epoch, as an age file for all holders."""

    epoch: int
    blob: bytes


class Failure(msgspec.Struct, frozen=True):
    """A sign-in that failed: `at` in UTC, ISO 8601, and `who` as in `attempts`."""

    id: int
    at: str
    who: str


class Purge(msgspec.Struct, frozen=True):
    """A filing whose contents were erased: its id, when (UTC, ISO 8601), and why (`events.Purged`).

    It stands outside `desk.db`, so that a backup restored later loses them again.
    """

    filing: str
    at: str
    why: Literal["term", "request"]


class DeskSalt(msgspec.Struct, frozen=True):
    """The desk's own salt and Argon2id cost, under which ID numbers are hashed."""

    salt: bytes
    memory_kib: int
    iterations: int
    lanes: int


_SLOT_COLUMNS = ", ".join(Slot.__struct_fields__)


def create(path: Path, desk_salt: DeskSalt) -> Database:
    """Make a new keyring at `path`, which must not exist yet. Raises what `connect` raises."""
    db = connect(path, None, create=True)
    keep_every_commit(db)
    with writing(db):
        _run(db, _FIRST_TABLES)
        _run(db, _TABLES_OF_2)
        _run(db, _TABLES_OF_3)
        db.execute("INSERT INTO keyring VALUES (?, ?, ?, ?)", msgspec.structs.astuple(desk_salt))
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={FORMAT}")
    return db


def open_keyring(path: Path, before: Callable[[], object] = lambda: None) -> Database:
    """Open an existing keyring; it is never created here, since that would hide its loss. Where it
    is of an earlier version it is brought up to date, `before` that is done.

    Raises DeskUnavailable, each with `path`: `keyring-missing`, `keyring-unreadable` (empty,
    damaged or some other file), `keyring-newer` (written by a newer program).
    """
    name = str(path)
    try:
        db = connect(path, None)
    except DeskUnavailable as problem:
        code = {"store-missing": "keyring-missing", "store-unreadable": "keyring-unreadable"}
        if problem.code not in code:
            raise
        raise DeskUnavailable(code[problem.code], path=name) from problem
    try:
        if one(db, "PRAGMA application_id") != (APPLICATION_ID,) or not is_whole(db):
            raise DeskUnavailable("keyring-unreadable", path=name)
        keep_every_commit(db)
        if one(db, "PRAGMA user_version") in [(version,) for version in range(1, FORMAT)]:
            before()
        _upgrade(db, name)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def looked_at(path: Path) -> Iterator[Database]:
    """The keyring as it lies there, for whoever only compares: nothing in it is brought up to date.

    Raises as `open_keyring`.
    """
    name = str(path)
    if not path.is_file():
        raise DeskUnavailable("keyring-missing", path=name)
    db = connect_unread(path, None, mode="ro")
    try:
        with engine_problems("keyring-unreadable", path=name):
            if one(db, "PRAGMA application_id") != (APPLICATION_ID,):
                raise DeskUnavailable("keyring-unreadable", path=name)
        yield db
    finally:
        db.close()


def is_whole(db: Database) -> bool:
    """Whether all of the file can be read as what it is; it is small, and has no checksums.

    Raises Busy `store-busy`.
    """
    try:
        if rows(db, "PRAGMA quick_check") != [("ok",)]:
            return False
        version = one(db, "PRAGMA user_version") or (0,)
        if version > (FORMAT,):  # of a later program, which knows what belongs there
            return True
        desk_salt(db)
        store_keys(db)
        if any(slot.kind not in get_args(SlotKind) for slot in slots(db)):
            return False
        if version == (FORMAT,):
            for who, _ in rows(db, "SELECT who, fails FROM attempt"):
                attempts(db, who)
            for times in (failures(db), purges(db)):
                for each in times:
                    datetime.fromisoformat(each.at)
            anchors(db)
    except Busy:  # locked by another program, and as whole as it was
        raise
    except Exception as error:  # whatever damage comes to
        log.warning("keys.db is damaged: %s", type(error).__name__)
        return False
    return True


def desk_salt(db: Database) -> DeskSalt:
    """Raises DeskUnavailable `store-damaged` when the row is gone."""
    row = one(db, "SELECT desk_salt, memory_kib, iterations, lanes FROM keyring")
    if row is None:
        raise DeskUnavailable("store-damaged")
    return DeskSalt(*row)


def put_slot(db: Database, slot: Slot) -> None:
    """Add a slot, or exchange the one of this id.

    Put it on the list in `desk.db` first: a slot that is only here counts as injected.
    """
    marks = ", ".join("?" * len(Slot.__struct_fields__))
    changes = ", ".join(f"{name} = excluded.{name}" for name in Slot.__struct_fields__)
    with writing(db):
        db.execute(
            f"INSERT INTO slot ({_SLOT_COLUMNS}) VALUES ({marks})"  # noqa: S608 -- our own names
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            msgspec.structs.astuple(slot),
        )


def remove_slot(db: Database, slot_id: str) -> None:
    """Forget a slot: whoever held it opens nothing here any more."""
    with writing(db):
        db.execute("DELETE FROM slot WHERE id = ?", [slot_id])


def slots(db: Database) -> list[Slot]:
    """All slots, oldest first."""
    return [Slot(*row) for row in rows(db, f"SELECT {_SLOT_COLUMNS} FROM slot ORDER BY rowid")]  # noqa: S608


def add_store_key(db: Database, blob: bytes) -> None:
    """Keep the wrapped store key as the newest epoch, beside the ones before.

    While a new key is pending (the file may be encrypted with either) both stay.
    """
    with writing(db):
        db.execute(
            "INSERT INTO store_key SELECT coalesce(max(epoch), 0) + 1, ? FROM store_key", [blob]
        )


def rewrap_store_key(db: Database, blob: bytes) -> None:
    """Exchange the newest epoch's wrapping: the same key, for other holders."""
    with writing(db):
        db.execute(
            "UPDATE store_key SET blob = ? WHERE epoch = (SELECT max(epoch) FROM store_key)", [blob]
        )


def keep_store_key(db: Database, epoch: int) -> None:
    """Forget every epoch but this one: the file is encrypted with it."""
    if len(store_keys(db)) > 1:
        with writing(db):
            db.execute("DELETE FROM store_key WHERE epoch <> ?", [epoch])


def store_keys(db: Database) -> list[WrappedKey]:
    """The wrapped store keys, newest epoch first."""
    return [
        WrappedKey(*row)
        for row in rows(db, "SELECT epoch, blob FROM store_key ORDER BY epoch DESC")
    ]


def attempts(db: Database, who: str) -> tuple[int, datetime | None]:
    """How often `who` has failed since the last success, and when the next try is due (UTC)."""
    row = one(db, "SELECT fails, next_at FROM attempt WHERE who = ?", [who])
    if row is None:
        return 0, None
    return row[0], datetime.fromisoformat(row[1]) if row[1] else None


def record_attempts(db: Database, who: str, fails: int, next_at: datetime | None) -> None:
    """Store the count of `attempts`; zero fails forgets `who`."""
    with writing(db):
        if fails == 0:
            db.execute("DELETE FROM attempt WHERE who = ?", [who])
            return
        db.execute(
            "INSERT INTO attempt VALUES (?, ?, ?) ON CONFLICT (who) DO UPDATE"
            " SET fails = excluded.fails, next_at = excluded.next_at",
            [who, fails, next_at.astimezone(UTC).isoformat() if next_at else None],
        )


def note_failure(db: Database, who: str, at: datetime) -> None:
    """Note that `who` tries to sign in, for the journal to be told; the oldest give way."""
    with writing(db):
        db.execute(
            "INSERT INTO failure (at, who) VALUES (?, ?)", [at.astimezone(UTC).isoformat(), who]
        )
        db.execute(
            "DELETE FROM failure WHERE id <= (SELECT max(id) FROM failure) - ?", [MOST_FAILURES]
        )


def failures(db: Database) -> list[Failure]:
    """The failures not yet in the journal, oldest first."""
    return [Failure(*row) for row in rows(db, "SELECT id, at, who FROM failure ORDER BY id")]


def forget_failures(db: Database, noted: Sequence[Failure]) -> None:
    """Forget these: the journal has them, or they were none."""
    with writing(db):
        for failure in noted:
            db.execute("DELETE FROM failure WHERE id = ?", [failure.id])


def anchors(db: Database) -> dict[str, tuple[int, bytes]]:
    """(seq, hash) of the last event of each stream that was noted outside `desk.db`."""
    return {
        stream: (seq, hash_)
        for stream, seq, hash_ in rows(db, "SELECT stream, seq, hash FROM anchor")
    }


def set_anchor(db: Database, stream: str, seq: int, hash_: bytes) -> None:
    """Note the head of `stream`: an older `desk.db` put back later is thereby recognised.

    The note only moves forward: of two programs that close the desk, the slower may have less to
    tell. The same head again writes nothing.
    """
    with writing(db):
        db.execute(
            "INSERT INTO anchor VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE"
            " SET seq = excluded.seq, hash = excluded.hash WHERE excluded.seq > anchor.seq",
            [stream, seq, hash_],
        )


def forget_anchors(db: Database) -> None:
    """Forget every head that was noted: the journal they are of is known to have lost its end."""
    with writing(db):
        db.execute("DELETE FROM anchor")


def note_purges(db: Database, purges: Iterable[Purge]) -> None:
    """Note what was erased; what is noted already stays as it is."""
    with writing(db):
        for purge in purges:
            db.execute(
                "INSERT INTO purge VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                msgspec.structs.astuple(purge),
            )


def purges(db: Database) -> list[Purge]:
    """What was ever erased at this desk, in the order it was noted; nothing is known of that in the
    keyring of an earlier version."""
    if (one(db, "PRAGMA user_version") or (0,))[0] < 3:
        return []
    return [Purge(*row) for row in rows(db, "SELECT filing, at, why FROM purge ORDER BY rowid")]


def _upgrade(db: Database, path: str) -> None:
    """Bring the tables up to date. Raises DeskUnavailable `keyring-newer`."""
    for version, tables in ((1, _TABLES_OF_2), (2, _TABLES_OF_3)):
        if one(db, "PRAGMA user_version") == (version,):
            with writing(db):
                if one(db, "PRAGMA user_version") == (version,):  # no other program was quicker
                    _run(db, tables)
                    db.execute(f"PRAGMA user_version={version + 1}")
    if one(db, "PRAGMA user_version") != (FORMAT,):
        raise DeskUnavailable("keyring-newer", path=path)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";"):
        db.execute(statement)
