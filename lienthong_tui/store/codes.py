"""In `desk.db`: the one-time-code secrets of the officers, and which codes were already used."""

from lienthong_tui.store.sqlcipher import Database, one, rows, writing

_TABLES = (
    "CREATE TABLE code_secret (officer TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT",
    "CREATE TABLE code_used (officer TEXT, step INTEGER, PRIMARY KEY (officer, step)) STRICT",
)


def create_tables(db: Database) -> None:
    """Make the tables of this module; part of the store's first migration."""
    for statement in _TABLES:
        db.execute(statement)


def set_secret(db: Database, officer: str, secret: str) -> None:
    """Give `officer` (a slot id) a one-time-code secret (base32) in place of any earlier one."""
    with writing(db):
        db.execute(
            "INSERT INTO code_secret VALUES (?, ?)"
            " ON CONFLICT (officer) DO UPDATE SET secret = excluded.secret",
            [officer, secret],
        )


def secret(db: Database, officer: str) -> str | None:
    """The base32 secret of `officer`, or None."""
    row = one(db, "SELECT secret FROM code_secret WHERE officer = ?", [officer])
    return row[0] if row else None


def use_step(db: Database, officer: str, step: int) -> bool:
    """Spend the code of a 30-second step; False when it was spent before.

    All spent steps are kept, not the highest: one sign-in under a clock that ran years ahead would
    otherwise lock the officer out until that date.
    """
    with writing(db):
        spent = rows(
            db,
            "INSERT INTO code_used VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING step",
            [officer, step],
        )
    return bool(spent)
