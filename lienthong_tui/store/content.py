"""Bytes kept under their own SHA-256: attachments, declarations, packets, definitions."""

import hashlib
from typing import Any

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store.sqlcipher import Database, one, rows, writing


def put(db: Database, data: bytes) -> str:
    """Keep `data` and return its SHA-256 in hex; the same bytes are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    with writing(db):
        db.execute(
            "INSERT INTO content (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [sha256, len(data), data],
        )
    return sha256


def get(db: Database, sha256: str) -> bytes:
    """The bytes kept under `sha256`.

    Raises DeskUnavailable: `content-missing`, or `content-damaged` when they are not those bytes.
    """
    data: bytes = _column(db, "data", sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DeskUnavailable("content-damaged", sha256=sha256)
    return data


def size(db: Database, sha256: str) -> int:
    """The number of bytes kept under `sha256`, without reading them; raises `content-missing`."""
    length: int = _column(db, "size", sha256)
    return length


def has(db: Database, sha256: str) -> bool:
    """Whether there are bytes under `sha256`, whole or not."""
    return one(db, "SELECT 1 FROM content WHERE sha256 = ?", [sha256]) is not None


def names(db: Database) -> list[str]:
    """The SHA-256 (hex) of all that is kept."""
    return [sha256 for (sha256,) in rows(db, "SELECT sha256 FROM content")]


def _column(db: Database, column: str, sha256: str) -> Any:
    try:
        found = one(db, f"SELECT {column} FROM content WHERE sha256 = ?", [sha256])  # noqa: S608
    except DeskUnavailable as problem:
        if problem.code != "store-damaged":
            raise
        # A page of it was altered: the rest of the store may be whole.
        raise DeskUnavailable("content-damaged", sha256=sha256) from problem
    if found is None:
        raise DeskUnavailable("content-missing", sha256=sha256)
    return found[0]
