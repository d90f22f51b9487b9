"""Opening a database file, and the one way to write to it.

Both databases of a desk go through the SQLite that sqlcipher3 carries: `desk.db` with a key and
`keys.db` without. It is the same version on every PC, free of the WAL-reset race of SQLite
3.7.0 to 3.51.2, and two SQLite libraries in one process would cancel each other's file locks.

sqlite-utils catches the exception classes of `pysqlite3` if it can import that, and of the standard
library otherwise. So sqlcipher3 is registered under that name before sqlite-utils is imported;
without it a failed write can leave its transaction open. Every module that needs sqlite-utils
takes it from here.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database, Migrations  # noqa: E402
from sqlite_utils.utils import OperationalError  # noqa: E402

from lienthong_tui.problems import (  # noqa: E402
    Busy,
    DeskUnavailable,
    Problem,
    StoreClosedError,
)
from lienthong_tui.store.disk import is_full  # noqa: E402
from lienthong_tui.store.salt import other_salt_in_log  # noqa: E402

__all__ = [
    "Database",
    "Migrations",
    "OperationalError",
    "checkpoint",
    "connect",
    "connect_again",
    "connect_unread",
    "each",
    "engine_problems",
    "forbid_reshaping",
    "held",
    "one",
    "rows",
    "writing",
]

if OperationalError is not sqlcipher3.dbapi2.OperationalError:
    raise ImportError("sqlite_utils was imported before lienthong_tui.store.sqlcipher")

# SQLite's wait for a lock is not fair: two writers in a tight loop starve one another for over 5 s.
BUSY_SECONDS = 10
KEY_BYTES = 32

Parameters = Sequence[Any] | dict[str, Any]

_OK, _DENY = 0, 1
_RESHAPING = frozenset(
    getattr(sqlcipher3.dbapi2, f"SQLITE_{name}")
    for name in (
        "ALTER_TABLE",
        "ATTACH",
        "DETACH",
        "DROP_INDEX",
        "DROP_TABLE",
        "DROP_TRIGGER",
        "DROP_VIEW",
        "DROP_VTABLE",
    )
)

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


def connect(path: Path, key: bytes | None, *, create: bool = False) -> Database:
    """Open the database at `path`, in autocommit mode, ready for `writing`.

    `key` is the raw 32-byte SQLCipher key, or None for a plain file. A file is made only with
    `create=True`, owner-only (0600) and empty; it must not exist yet (`store-exists`). The
    connection may move between threads (signing in runs in one), but only one may use it at a time.

    Raises DeskUnavailable: `store-missing`, `store-forbidden` (its mode), `store-unreadable` (not a
    database, empty, or another key: the file cannot tell which), `store-read-only`, `disk-full`;
    Busy: `store-busy`.
    """
    if create:
        _create_file(path)
    elif not path.exists():
        raise DeskUnavailable("store-missing", path=str(path))
    # SQLite takes an empty file for an empty database, which would hide the loss of everything.
    elif not path.is_file() or path.stat().st_size == 0:
        raise DeskUnavailable("store-unreadable", path=str(path))
    # SQLite would say of it only that it cannot be opened, as of one that cannot be written.
    elif not os.access(path, os.R_OK):
        raise DeskUnavailable("store-forbidden", path=str(path))
    with held(path, key):
        db = connect_unread(path, key)
        with engine_problems("store-unreadable", path=str(path)):
            try:
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                db.execute("PRAGMA foreign_keys=on")
                db.execute("PRAGMA trusted_schema=off")
            except BaseException:
                db.close()
                raise
        return db


@contextmanager
def held(path: Path, key: bytes | None) -> Iterator[None]:
    """Keep a `-wal` that lies beside the file from being written into it during the block.

    Whoever closes a file last has SQLite do that, also who is about to refuse it: an old `-wal`, or
    one of another key, would overwrite what is newer. A read-only connection that stays open keeps
    it apart. Close what was opened within the block before it ends, or leave it open for good.

    Raises as `connect` does where the file cannot be read together with its `-wal`.
    """
    if not path.with_name(f"{path.name}-wal").is_file():
        yield
        return
    guard = connect_unread(path, key, mode="ro")
    try:
        with engine_problems("store-unreadable", path=str(path)):
            guard.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        guard.close()


def connect_unread(path: Path, key: bytes | None, *, mode: str = "rw") -> Database:
    """A connection that has read nothing yet: the file may be damaged, or have another key.

    For `connect`, and for whoever asks what is wrong with a file (`mode` "ro": nothing is written
    to it). Raises as `connect` does.
    """
    salt = b"" if key is None else _torn_salt(path, key)
    return _connected(path, key, salt, f"mode={mode}")


def _torn_salt(path: Path, key: bytes) -> bytes:
    """The salt where the file's own is torn and the log has it; b"" where the file's own serves.

    Another store's log has another salt too; beside that, the file alone can be read.
    """
    in_log = other_salt_in_log(path)
    if in_log is None:
        return b""
    alone = _connected(path, key, b"", "mode=ro&immutable=1")
    try:
        alone.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.dbapi2.DatabaseError:
        return in_log
    finally:
        alone.close()
    return b""


def _connected(path: Path, key: bytes | None, salt: bytes, how: str) -> Database:
    with engine_problems("store-unreadable", path=str(path)):
        connection = sqlcipher3.connect(
            f"{path.absolute().as_uri()}?{how}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            # Before the key: on a wrong one SQLCipher would print to stderr, across the screen.
            connection.execute("PRAGMA cipher_log=off")
            if key is not None:
                connection.execute(f"PRAGMA key=\"x'{(_checked(key) + salt).hex()}'\"")
        except BaseException:
            connection.close()
            raise
    # Plugins of sqlite-utils that happen to be installed must not be handed a keyed connection.
    return Database(connection, execute_plugins=False)


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction: all of the block, or, on any exception, none of it.

    It takes the write lock at once (BEGIN IMMEDIATE): a transaction that reads first and writes
    later fails under two processes however long it waits. A `writing` inside another joins it.

    Raises Busy: `store-busy`; DeskUnavailable: `disk-full`, `store-read-only`, `store-damaged`.
    """
    connection = _sound(db)
    if connection.in_transaction:
        yield
        return
    with _noticing_damage(db):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # Some failures, a full disk among them, have already rolled back.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if (act := _AFTER.get(db)) is not None:
        act()


def after_commit(db: Database, act: Callable[[], None]) -> None:
    """Have `act`, which raises nothing, done whenever something was written to `db`."""
    _AFTER[db] = act


_AFTER: WeakKeyDictionary[Database, Callable[[], None]] = WeakKeyDictionary()


def keep_every_commit(db: Database) -> None:
    """Without a `-wal`, and with the removal of the journal flushed: what a small database needs
    that has to outlive a power cut to the last commit."""
    rows(db, "PRAGMA journal_mode=DELETE")
    rows(db, "PRAGMA synchronous=EXTRA")
    # A wrapped key that is replaced, or was handed in, must not stay behind in a free page.
    rows(db, "PRAGMA secure_delete=ON")


def checkpoint(db: Database) -> None:
    """Bring what stands only in the `-wal` into the file, as far as nobody is reading it."""
    rows(db, "PRAGMA wal_checkpoint(PASSIVE)")


def connect_again(db: Database, make: Callable[[], Database]) -> None:
    """Have `db` take over the connection that `make` gives, whenever it has met a damaged page.

    SQLCipher writes nothing more on a connection that met one, though the rest of the file is
    sound: one damaged paper would keep every later answer from being saved.
    """
    _MAKING[db] = make


_MAKING: WeakKeyDictionary[Database, Callable[[], Database]] = WeakKeyDictionary()
_HURT: WeakSet[Database] = WeakSet()


def _sound(db: Database) -> Any:
    """The connection of `db`, a new one after a damaged page."""
    connection: Any = db.conn
    if db in _HURT and db in _MAKING and not connection.in_transaction:
        _HURT.discard(db)
        connection.close()
        db.conn = _MAKING[db]().conn
    return db.conn


@contextmanager
def _noticing_damage(db: Database) -> Iterator[None]:
    try:
        with engine_problems("store-damaged"):
            yield
    except DeskUnavailable as problem:
        if problem.code in ("store-damaged", "store-read-only"):  # it may say either
            _HURT.add(db)
        raise


def forbid_reshaping(db: Database) -> None:
    """Let this connection neither drop nor alter a table, trigger or index, nor attach a file.

    Triggers guard the journal's rows; this guards the triggers. A migration comes before it. What
    is tried nevertheless is a defect of ours, and fails as one ("not authorized").
    """

    def judge(action: int, first: str | None, *_: str | None) -> int:
        reshaping = action in _RESHAPING or (
            action == sqlcipher3.dbapi2.SQLITE_PRAGMA and first == "writable_schema"
        )
        return _DENY if reshaping else _OK

    connection: Any = db.conn
    connection.set_authorizer(judge)


@contextmanager
def reshaping(db: Database) -> Iterator[None]:
    """Let the block do what `forbid_reshaping` denies."""
    connection: Any = db.conn
    connection.set_authorizer(None)
    try:
        yield
    finally:
        forbid_reshaping(db)


def each(db: Database, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement as they are asked for. Raises the same problems as `writing`."""
    _sound(db)
    with _noticing_damage(db):
        yield from db.execute(sql, parameters)


def rows(db: Database, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    return list(each(db, sql, parameters))


def one(db: Database, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
    """The first row of one statement, or None."""
    return next(iter(rows(db, sql, parameters)), None)


def _create_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise DeskUnavailable("store-exists", path=str(path)) from None
    except FileNotFoundError:
        raise DeskUnavailable("store-missing", path=str(path)) from None
    except OSError as error:
        code = "disk-full" if is_full(error) else "store-read-only"
        raise DeskUnavailable(code) from error


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError("a store key has 32 bytes")
    return key


@contextmanager
def engine_problems(damaged: str, **params: Any) -> Iterator[None]:
    """Turn what SQLite reports about the file or the disk into a `Problem`; defects pass through.

    `damaged` is the code for a file that cannot be understood.
    """
    try:
        yield
    except (sqlcipher3.dbapi2.DatabaseError, UnicodeDecodeError) as error:
        if "closed database" in str(error):
            raise StoreClosedError from error
        problem = _problem(_primary_code(error), damaged, params)
        if problem is None:
            raise
        raise problem from error


def _primary_code(error: Exception) -> int:
    """What SQLite calls the error; text that is none is damage, also in its own messages."""
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode to UTF-8"):
        return _CORRUPT
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _problem(primary: int, damaged: str, params: dict[str, Any]) -> Problem | None:
    if primary in (_BUSY, _LOCKED):
        return Busy("store-busy")
    if primary == _FULL:
        return DeskUnavailable("disk-full")
    if primary in (_READONLY, _CANTOPEN):
        return DeskUnavailable("store-read-only")
    if primary in (_IOERR, _CORRUPT, _NOTADB):
        return DeskUnavailable(damaged, **params)
    return None
