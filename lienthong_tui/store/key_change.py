"""Encrypting the whole of `desk.db` anew under another key."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lienthong_tui.problems import Busy, Problem
from lienthong_tui.store.schema import keep_sound
from lienthong_tui.store.sqlcipher import KEY_BYTES, Database, rows


@contextmanager
def sole_use(db: Database) -> Iterator[None]:
    """Keep every other program out of the file for the time of the block.

    A program that has the file open would go on with the old key and find only damage. The file is
    out of WAL meanwhile, with a rollback journal whose removal is flushed as well (EXTRA).

    Raises Busy `desk-in-use` before the block when another program has it open.
    """
    try:
        rows(db, "PRAGMA journal_mode=DELETE")  # refused while another connection is there
        rows(db, "PRAGMA synchronous=EXTRA")
        rows(db, "PRAGMA locking_mode=EXCLUSIVE")
        rows(db, "BEGIN EXCLUSIVE")
        rows(db, "COMMIT")
    except Busy:
        _share(db)
        raise Busy("desk-in-use") from None
    try:
        yield
    finally:
        _share(db)


def change_key(db: Database, key: bytes) -> None:
    """Encrypt every page anew under the raw 32-byte `key`, all or none; within `sole_use`.

    Killed half-way, the file opens with the key before; once this returns, only with the new one.
    It needs room for a second copy and about a second for each 90 MB. Raises DeskUnavailable
    `disk-full`, and as `sqlcipher.rows`.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a store key has 32 bytes")
    rows(db, f"PRAGMA rekey=\"x'{key.hex()}'\"")
    # A check of the pages may have opened SQLite's own "temp" beside it.
    (path,) = (file for _, name, file in rows(db, "PRAGMA database_list") if name == "main")
    keep_sound(db, Path(path), key)


def _share(db: Database) -> None:
    """As `schema` opens the file for everyday work."""
    with suppress(Problem):  # another program may be quicker: then it has set the mode
        rows(db, "PRAGMA locking_mode=NORMAL")
        rows(db, "PRAGMA journal_mode=WAL")
    rows(db, "PRAGMA synchronous=FULL")
