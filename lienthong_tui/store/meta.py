"""What this store knows about itself, as text: its stream's name, the desk's digit."""

from collections.abc import Iterable

from lienthong_tui.store.sqlcipher import Database, one, writing

STREAM = "stream"
"""The key under which the stream stands that is written here."""


def meta(db: Database, key: str) -> str | None:
    """The value kept under `key`, or None."""
    found = one(db, "SELECT value FROM meta WHERE key = ?", [key])
    return found[0] if found else None


def set_meta(db: Database, key: str, value: str) -> None:
    """Keep `value` under `key`, in place of what was there."""
    with writing(db):
        db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )


def forget_meta(db: Database, keys: Iterable[str]) -> None:
    """Keep nothing under these keys."""
    with writing(db):
        for key in keys:
            db.execute("DELETE FROM meta WHERE key = ?", [key])
