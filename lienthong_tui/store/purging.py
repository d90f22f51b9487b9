"""Taking contents out of the store for good: payloads, files nobody needs, and their traces."""

import re
from collections.abc import Collection
from uuid import uuid4

from lienthong_tui.store.meta import forget_meta, meta, set_meta
from lienthong_tui.store.sqlcipher import Database, each, one, rows, writing

NAMING = frozenset(
    {
        "filing.started",
        "filing.moved",
        "filing.attached",
        "filing.completed",
        "filing.resealed",
        "filing.followed_up",
        "filing.told",
        "desk.office_set",
    }
)
"""The kinds whose payloads keep a content: what none of them names is nobody's."""

_DUE = "sweep-due"
_SHA256 = re.compile(rb"[0-9a-f]{64}")


KEPT = frozenset({"filing.purged", "filing.taken_in", "filing.taken_over"})
"""The kinds that stay of a filing that is purged: the register line, and what tells which desk has
it. They name nobody."""


PURGED = "filing.purged"
_LOOK = "purges-to-look-at"


def look_later(db: Database, filing: str) -> None:
    """An event of this filing came from another desk: where it is purged, something of it may have
    to be erased. Call it within the `writing` that records it."""
    if is_known(db, filing):
        set_meta(db, _LOOK, uuid4().hex)


def due(db: Database) -> tuple[str | None, list[str]]:
    """The filings that were purged and have contents still, where `look_later` was asked to look,
    and what `looked` is to be told once that is done."""
    asked = meta(db, _LOOK)
    if asked is None:
        return None, []
    marks = ", ".join("?" * len(KEPT))
    found = rows(
        db,
        f"""SELECT DISTINCT filing FROM event AS purged WHERE kind = ? AND EXISTS (
              SELECT 1 FROM event JOIN payload USING (stream, seq)
              WHERE event.filing = purged.filing AND event.kind NOT IN ({marks}))""",  # noqa: S608
        [PURGED, *KEPT],
    )
    return asked, [filing for (filing,) in found]


def looked(db: Database, asked: str | None) -> None:
    """What was due is erased, or is not to be; what another window was asked since is not done."""
    with writing(db):
        if asked is not None and meta(db, _LOOK) == asked:
            forget_meta(db, [_LOOK])


def is_known(db: Database, filing: str) -> bool:
    """Whether somebody purged a filing."""
    found = one(db, "SELECT 1 FROM event WHERE filing = ? AND kind = ?", [filing, PURGED])
    return found is not None


def purged(db: Database) -> list[str]:
    """Every filing that was purged."""
    found = rows(db, "SELECT DISTINCT filing FROM event WHERE kind = ?", [PURGED])
    return [filing for (filing,) in found]


def erase(db: Database, filing: str) -> None:
    """Erase the payloads of a filing with their salts, but for those of the kinds `KEPT`.

    The envelopes stay, so that the chain still verifies. Call it within the `writing` that records
    the purge; `sweep` afterwards, or whoever opens the store next, removes what they named.
    """
    with writing(db):
        set_meta(db, _DUE, "yes")
        marks = ", ".join("?" * len(KEPT))
        db.execute(
            f"""DELETE FROM payload WHERE (stream, seq) IN
                 (SELECT stream, seq FROM event WHERE filing = ? AND kind NOT IN ({marks}))""",  # noqa: S608
            [filing, *KEPT],
        )


def sweep_if_due(db: Database) -> None:
    """As `sweep`, where a program that purged was stopped before it could."""
    if meta(db, _DUE) == "yes":
        sweep(db)


def sweep(db: Database) -> None:
    """Delete every content that no payload names, and leave no trace of what was deleted.

    Deleted rows are overwritten as they go (`secure_delete`, also in the full-text index); the WAL
    may still hold their pages and is emptied. Where another program is reading, that is left to
    whoever opens the store next.
    """
    with writing(db):
        needed = named(db, NAMING)
        for (sha256,) in list(each(db, "SELECT sha256 FROM content")):
            if sha256 not in needed:
                db.execute("DELETE FROM content WHERE sha256 = ?", [sha256])
        for (sha256,) in list(each(db, "SELECT DISTINCT sha256 FROM awaited_content")):
            if sha256 not in needed:
                db.execute("DELETE FROM awaited_content WHERE sha256 = ?", [sha256])
    if _emptied_wal(db):
        set_meta(db, _DUE, "no")
        _emptied_wal(db)


def _emptied_wal(db: Database) -> bool:
    found = one(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    return found is not None and found[0] == 0


def named(db: Database, kinds: Collection[str]) -> set[str]:
    """The contents, by hex SHA-256, that payloads of these kinds name."""
    marks = ", ".join("?" * len(kinds))
    bodies = each(
        db,
        f"SELECT body FROM event JOIN payload USING (stream, seq) WHERE kind IN ({marks})",  # noqa: S608
        list(kinds),
    )
    return {sha256 for (body,) in bodies for sha256 in named_in(body)}


def named_in(body: bytes) -> list[str]:
    """What a payload may name: everything in it that looks like a SHA-256 in hex."""
    return [found.decode() for found in _SHA256.findall(body)]
