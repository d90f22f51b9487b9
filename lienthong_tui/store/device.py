"""`kiosk.db`: what a kiosk keeps between two relatives, none of it about people.

SQLCipher under the device's key. Journal mode DELETE with `synchronous=EXTRA`, as `keys.db`: a
counted attempt, a used code, the key of a draft that was just begun survive a power cut. Whoever
opens it holds it alone: a second window on one kiosk is refused.
"""

from pathlib import Path

from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store import codes
from lienthong_tui.store.sqlcipher import (
    Database,
    connect,
    engine_problems,
    keep_every_commit,
    one,
    rows,
    writing,
)

APPLICATION_ID = 0x4C544B4B  # "LTKK"
FORMAT = 1

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE counter (
        scope TEXT NOT NULL, day TEXT NOT NULL, value INTEGER NOT NULL,
        PRIMARY KEY (scope, day)) STRICT""",
    "CREATE TABLE attempt (who TEXT PRIMARY KEY, fails INTEGER NOT NULL, next_at TEXT) STRICT",
)


def create(path: Path, key: bytes) -> Database:
    """Make a new `kiosk.db`. Raises as `sqlcipher.connect` does with `create=True`."""
    db = connect(path, key, create=True)
    keep_every_commit(db)
    with writing(db):
        for statement in _TABLES:
            db.execute(statement)
        codes.create_tables(db)
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={FORMAT}")
    return db


def open_alone(path: Path, key: bytes) -> Database:
    """Open it, and keep everybody else out until it is closed.

    Ten seconds are waited for another window to end: a browser that was closed takes a few.

    Raises as `sqlcipher.connect` does; Busy `kiosk-open` (another window has it), DeskUnavailable
    `store-foreign`, `store-newer`.
    """
    try:
        db = connect(path, key)
    except Busy as problem:
        raise Busy("kiosk-open") from problem
    try:
        with engine_problems("store-unreadable", path=str(path)):
            rows(db, "PRAGMA locking_mode=EXCLUSIVE")
            keep_every_commit(db)
            if one(db, "PRAGMA application_id") != (APPLICATION_ID,):
                raise DeskUnavailable("store-foreign", path=str(path))
            if one(db, "PRAGMA user_version") != (FORMAT,):
                raise DeskUnavailable("store-newer", unknown=["kiosk"])
            db.conn.execute("BEGIN EXCLUSIVE")
            db.conn.execute("COMMIT")  # the lock stays, in this locking mode
    except BaseException:
        db.close()
        raise
    return db
