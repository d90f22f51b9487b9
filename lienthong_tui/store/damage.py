"""What is wrong with a `desk.db`: which pages were altered, and why it does not open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store.sqlcipher import Database, connect_unread, rows

PAGE_BYTES = 4096
_SHM = 65536  # bytes that SQLite makes beside a file in WAL mode, at least half of them at once


def altered_pages(db: Database) -> int:
    """How many pages of the file are not as they were written; each is sealed with its own HMAC.

    What still stands only in the WAL is brought into the file first, where that is possible.
    """
    rows(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    return len(rows(db, "PRAGMA cipher_integrity_check"))


def check_whole(db: Database, path: Path) -> None:
    """Raises DeskUnavailable `store-truncated` where the last page is not all there.

    SQLite itself opens such a file and fails only once it comes to that page.
    """
    if path.stat().st_size % PAGE_BYTES:
        rows(db, "PRAGMA wal_checkpoint(TRUNCATE)")  # a write cut short is mended from the WAL
        if path.stat().st_size % PAGE_BYTES:
            raise DeskUnavailable("store-truncated", path=str(path))


@contextmanager
def naming(db: Database, path: Path) -> Iterator[None]:
    """Tell a damaged page that is met in the block as `store-tampered` (`path`, `pages`)."""
    try:
        yield
    except DeskUnavailable as problem:
        if problem.code not in ("store-damaged", "content-damaged"):
            raise
        pages = altered_pages(db)
        raise DeskUnavailable("store-tampered", path=str(path), pages=pages) from problem


def why_unreadable(path: Path, keys: list[bytes]) -> DeskUnavailable:
    """Why a file that is there opens with none of `keys`, newest first, each problem with `path`.

    `store-other-key`: no page was sealed with any of them, as in another desk's file or when its
    first bytes are damaged; `store-tampered` (`pages`): some pages were altered; `store-truncated`:
    its end is missing; `store-other-wal`: the file is whole, and what lies beside it as its `-wal`
    is not its own; `disk-full`: it is whole, and there is no room to open it; `store-unreadable`:
    it is no file of pages at all.
    """
    name = str(path)
    size = path.stat().st_size if path.is_file() else 0
    pages = size // PAGE_BYTES
    if pages == 0 or not keys:
        return DeskUnavailable(
            "store-truncated" if size and keys else "store-unreadable", path=name
        )
    for key in keys:
        bad = _altered(path, key)
        if bad < pages:
            # Without room for a `-shm` no `-wal` is read; SQLite says only that the disk failed.
            if bad == 0 and shutil.disk_usage(path.parent).free < _SHM:
                return DeskUnavailable("disk-full")
            if bad == 0 and _has_wal(path):
                return DeskUnavailable("store-other-wal", path=name)
            if bad == 0 or size % PAGE_BYTES:
                return DeskUnavailable("store-truncated", path=name)
            return DeskUnavailable("store-tampered", path=name, pages=bad)
    return DeskUnavailable("store-other-key", path=name)


def _altered(path: Path, key: bytes) -> int:
    db = connect_unread(path, key, mode="ro")
    try:
        return len(rows(db, "PRAGMA cipher_integrity_check"))
    finally:
        db.close()


def _has_wal(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
