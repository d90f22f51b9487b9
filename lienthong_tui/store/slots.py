"""In `desk.db`: the true list of the desk's slots.

It stands here, inside the encryption, because whoever can write the folder can add a slot to
`keys.db` and wait until the store key is wrapped anew for all.
"""

import msgspec

from lienthong_tui.store.keyring import SlotKind
from lienthong_tui.store.sqlcipher import Database, one, rows, writing

_TABLE = (
    "CREATE TABLE slot (id TEXT PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT NOT NULL,"
    " label TEXT NOT NULL, identity TEXT) STRICT"
)
_STRUCK = "CREATE TABLE slot_struck (recipient TEXT PRIMARY KEY) STRICT"


class ListedSlot(msgspec.Struct, frozen=True):
    """What the true list says of a slot; the fields mean the same as in `keyring.Slot`."""

    id: str
    kind: SlotKind
    recipient: str
    label: str


def create_tables(db: Database) -> None:
    """Make the first table of this module; part of the store's first migration."""
    db.execute(_TABLE)


def create_struck(db: Database) -> None:
    """Make the table of what was on the list; part of the store's second migration."""
    db.execute(_STRUCK)


def record(db: Database, slot: ListedSlot, identity: str | None = None) -> None:
    """Put a slot on the true list. `identity` (AGE-SECRET-KEY-1…) is kept for desk-intake only."""
    with writing(db):
        db.execute(
            "INSERT INTO slot VALUES (?, ?, ?, ?, ?)", [*msgspec.structs.astuple(slot), identity]
        )


def change(db: Database, slot: ListedSlot) -> None:
    """Give the slot of this id another recipient and label; the recipient it had is struck."""
    with writing(db):
        _strike(db, slot.id)
        db.execute(
            "UPDATE slot SET recipient = ?, label = ? WHERE id = ?",
            [slot.recipient, slot.label, slot.id],
        )


def remove(db: Database, slot_id: str) -> None:
    """Take a slot off the true list; its recipient is struck."""
    with writing(db):
        _strike(db, slot_id)
        db.execute("DELETE FROM slot WHERE id = ?", [slot_id])


def struck(db: Database) -> frozenset[str]:
    """The recipients that were on the list once: such a slot in `keys.db` is no stranger's."""
    return frozenset(recipient for (recipient,) in rows(db, "SELECT recipient FROM slot_struck"))


def listed(db: Database) -> list[ListedSlot]:
    """The true list, oldest first."""
    found = rows(db, "SELECT id, kind, recipient, label FROM slot ORDER BY rowid")
    return [ListedSlot(*row) for row in found]


def intake(db: Database) -> str | None:
    """The identity (AGE-SECRET-KEY-1…) that opens what was sealed to the desk."""
    found = one(db, "SELECT identity FROM slot WHERE kind = 'desk-intake'")
    return found[0] if found else None


def _strike(db: Database, slot_id: str) -> None:
    db.execute(
        "INSERT INTO slot_struck SELECT recipient FROM slot WHERE id = ? ON CONFLICT DO NOTHING",
        [slot_id],
    )
