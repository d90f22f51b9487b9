"""In `desk.db`: the one-time-code secrets of the officers, which codes were already used, and the
hashes of the codes they have on paper."""

from collections.abc import Sequence

from lienthong_tui.store.sqlcipher import Database, one, rows, writing

_TABLES = (
    "CREATE TABLE code_secret (officer TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT",
    "CREATE TABLE code_used (officer TEXT, step INTEGER, PRIMARY KEY (officer, step)) STRICT",
)
_PAPER_CODES = (
    "CREATE TABLE paper_code (officer TEXT, sha256 BLOB, PRIMARY KEY (officer, sha256)) STRICT"
)


def create_tables(db: Database) -> None:
    """Make the first tables of this module; part of the store's first migration."""
    for statement in _TABLES:
        db.execute(statement)


def create_paper_codes(db: Database) -> None:
    """Make the table of codes on paper; the store's second migration."""
    db.execute(_PAPER_CODES)


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


def set_paper_codes(db: Database, officer: str, hashes: Sequence[bytes]) -> None:
    """Give `officer` these codes on paper (SHA-256 each) in place of any earlier ones."""
    with writing(db):
        db.execute("DELETE FROM paper_code WHERE officer = ?", [officer])
        for sha256 in hashes:
            db.execute("INSERT INTO paper_code VALUES (?, ?)", [officer, sha256])


def paper_codes_left(db: Database, officer: str) -> int:
    """How many codes on paper `officer` has not used yet."""
    found = one(db, "SELECT count(*) FROM paper_code WHERE officer = ?", [officer])
    return found[0] if found else 0


def has_paper_code(db: Database, officer: str, sha256: bytes) -> bool:
    """Whether `officer` has a code on paper with this SHA-256; nothing is spent."""
    found = one(db, "SELECT 1 FROM paper_code WHERE officer = ? AND sha256 = ?", [officer, sha256])
    return found is not None


def use_paper_code(db: Database, officer: str, sha256: bytes) -> bool:
    """Spend a code on paper by its SHA-256; False when `officer` has no such code (any more)."""
    with writing(db):
        spent = rows(
            db,
            "DELETE FROM paper_code WHERE officer = ? AND sha256 = ? RETURNING officer",
            [officer, sha256],
        )
    return bool(spent)


def forget(db: Database, officer: str) -> None:
    """Leave nothing of an officer who may no longer sign in but which codes were used."""
    with writing(db):
        db.execute("DELETE FROM code_secret WHERE officer = ?", [officer])
        db.execute("DELETE FROM paper_code WHERE officer = ?", [officer])
