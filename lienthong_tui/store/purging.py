"""Taking contents out of the store for good: payloads, files nobody else needs, their traces."""

import re
from collections.abc import Collection

from lienthong_tui.store.sqlcipher import Database, each, rows, writing

_SHA256 = re.compile(rb"[0-9a-f]{64}")
_NAMING = (
    "filing.started",
    "filing.moved",
    "filing.attached",
    "filing.completed",
    "desk.office_set",
)


def erase(db: Database, filing: str, kept: str) -> set[str]:
    """Erase the payloads of a filing with their salts, but for those of the kind `kept`.

    The envelopes stay, so that the chain still verifies. Returns the SHA-256 (hex) of every
    content that an erased payload named.
    """
    where = "FROM event JOIN payload USING (stream, seq) WHERE filing = ? AND kind <> ?"
    named = _named(db, f"SELECT body {where}", [filing, kept])
    with writing(db):
        db.execute(
            f"DELETE FROM payload WHERE (stream, seq) IN (SELECT stream, seq {where})",  # noqa: S608
            [filing, kept],
        )
    return named


def forget_contents(db: Database, candidates: Collection[str]) -> None:
    """Delete of these contents the ones that no payload left in the journal names."""
    marks = ", ".join("?" * len(_NAMING))
    still = _named(
        db,
        f"SELECT body FROM event JOIN payload USING (stream, seq) WHERE kind IN ({marks})",  # noqa: S608
        _NAMING,
    )
    with writing(db):
        for sha256 in set(candidates) - still:
            db.execute("DELETE FROM content WHERE sha256 = ?", [sha256])


def leave_no_trace(db: Database) -> None:
    """Bring the file to where nothing of what was deleted lies in it or beside it.

    Deleted rows are overwritten as they go (`secure_delete`, also in the full-text index); the WAL
    may still hold their pages.
    """
    rows(db, "PRAGMA wal_checkpoint(TRUNCATE)")


def _named(db: Database, sql: str, parameters: Collection[str]) -> set[str]:
    return {
        sha256.decode()
        for (body,) in each(db, sql, list(parameters))
        for sha256 in _SHA256.findall(body)
    }
