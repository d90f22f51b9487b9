"""In `desk.db`: the one-time codes of the officers, and the true list of the desk's slots.

The list stands here, inside the encryption, because whoever can write the folder can add a slot to
`keys.db` and wait until the store key is wrapped anew for all.
"""

import msgspec

from lienthong_tui.store.keyring import SlotKind
from lienthong_tui.store.sqlcipher import Database, one, rows, writing

_TABLES = (
    "CREATE TABLE code_secret (officer TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT",
    "CREATE TABLE code_used (officer TEXT, step INTEGER, PRIMARY KEY (officer, step)) STRICT",
    "CREATE TABLE slot (id TEXT PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT NOT NULL,"
    " label TEXT NOT NULL, identity TEXT) STRICT",
)


class ListedSlot(msgspec.Struct, frozen=True):
    """What the true list says of a slot; the fields mean the same as in `keyring.Slot`."""

    id: str
    kind: SlotKind
    recipient: str
    label: str


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


def record_slot(
    db: Database, slot_id: str, kind: SlotKind, recipient: str, label: str, identity: str | None
) -> None:
    """Put a slot on the true list. `identity` is kept only for the desk-intake slot, else None."""
    with writing(db):
        db.execute(
            "INSERT INTO slot VALUES (?, ?, ?, ?, ?)", [slot_id, kind, recipient, label, identity]
        )


def forget_slot(db: Database, slot_id: str) -> None:
    """Take a slot, with its one-time-code secret, off the true list."""
    with writing(db):
        db.execute("DELETE FROM slot WHERE id = ?", [slot_id])
        db.execute("DELETE FROM code_secret WHERE officer = ?", [slot_id])


def slots(db: Database) -> list[ListedSlot]:
    """The true list, oldest first."""
    found = rows(db, "SELECT id, kind, recipient, label FROM slot ORDER BY rowid")
    return [ListedSlot(*row) for row in found]


def intake_identity(db: Database) -> str | None:
    """The age identity that opens what a kiosk sealed for this desk."""
    row = one(db, "SELECT identity FROM slot WHERE kind = 'desk-intake'")
    return row[0] if row else None
