"""In `desk.db`: the kiosks that may hand over to this desk, and the secrets shared with them."""

from pathlib import Path

import msgspec

from lienthong_tui.store.sqlcipher import Database, rows, writing

_TABLE = (
    "CREATE TABLE kiosk (id TEXT PRIMARY KEY, name TEXT NOT NULL, letter TEXT NOT NULL,"
    " secret BLOB NOT NULL, folder TEXT) STRICT"
)


class Paired(msgspec.Struct, frozen=True):
    """A kiosk. `id` is opaque, `secret` 32 bytes; the numbers it calls people by begin with
    `letter`. `folder` is where it lays what it hands over, as this machine names it: None is the
    desk's own inbox."""

    id: str
    name: str
    letter: str
    secret: bytes
    folder: Path | None = None


def create_table(db: Database) -> None:
    """Make the table of this module; part of a migration of the store."""
    db.execute(_TABLE)


def add(db: Database, kiosk: Paired) -> None:
    """Let a kiosk hand over."""
    folder = str(kiosk.folder) if kiosk.folder else None
    with writing(db):
        db.execute(
            "INSERT INTO kiosk VALUES (?, ?, ?, ?, ?)",
            [kiosk.id, kiosk.name, kiosk.letter, kiosk.secret, folder],
        )


def remove(db: Database, kiosk: str) -> None:
    """Take nothing from a kiosk any more."""
    with writing(db):
        db.execute("DELETE FROM kiosk WHERE id = ?", [kiosk])


def paired(db: Database) -> list[Paired]:
    """The kiosks, in the order they were paired."""
    found = rows(db, "SELECT id, name, letter, secret, folder FROM kiosk ORDER BY rowid")
    return [
        Paired(id_, name, letter, secret, Path(folder) if folder else None)
        for id_, name, letter, secret, folder in found
    ]
