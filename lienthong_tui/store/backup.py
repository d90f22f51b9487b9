"""A consistent copy of a database that is in use, and whether a copy is whole."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.store import chain
from lienthong_tui.store.chain import Report
from lienthong_tui.store.damage import PAGE_BYTES, altered_pages
from lienthong_tui.store.disk import check_room
from lienthong_tui.store.sqlcipher import Database, connect, one, rows

Tell = Callable[[int, int], bool]
"""How far it is: bytes done, of how many; False stops the work."""

_STEPS = 200  # of SQLite between two looks: a few rows


def untold(_done: int, _whole: int) -> bool:
    """For whom nobody waits."""
    return True


def copy(path: Path, key: bytes | None, target: Path, tell: Tell = untold) -> None:
    """Copy the database at `path` as it is now to the new file `target` (0600), under the same key.

    Other programs and threads write on meanwhile. What is not finished is removed.

    Raises DeskUnavailable: `no-room`, `disk-full`; Problem `backup-stopped`; as `connect`.
    """
    check_room(path, target.parent)
    db = connect(path, key)
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
        with _watched(db, target, tell):
            rows(db, "VACUUM INTO ?", [str(target)])  # which flushes what it wrote
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        db.close()


def check(path: Path, key: bytes) -> Report:
    """Read a copy of `desk.db` back, every page of it; the report on its journal.

    Nothing is brought up to date in it. Raises DeskUnavailable `backup-damaged`; Problem
    `journal-broken`; as `connect`.
    """
    db = connect(path, key)
    try:
        return check_open(db)
    finally:
        db.close()


def check_open(db: Database) -> Report:
    """As `check`, of a copy that is open already."""
    if altered_pages(db) or one(db, "PRAGMA quick_check") != ("ok",):
        raise DeskUnavailable("backup-damaged")
    return chain.verify_journal(db)


@contextmanager
def _watched(db: Database, target: Path, tell: Tell) -> Iterator[None]:
    ((pages,),) = rows(db, "PRAGMA page_count")
    whole = pages * PAGE_BYTES
    stopped: BaseException | None = None

    def look() -> bool:
        nonlocal stopped
        try:
            if not tell(min(target.stat().st_size, whole), whole):
                stopped = Problem("backup-stopped")
        except BaseException as error:  # Ctrl+C, or a disk that has gone: SQLite would swallow it
            stopped = error
        return stopped is not None

    connection = db.conn
    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except Exception as error:
        if stopped is not None:
            raise stopped from error
        raise
