"""In `desk.db`: the true list of the desk's slots.

It stands here, inside the encryption, because whoever can write the folder can add a slot to
`keys.db` and wait until the store key is wrapped anew for all.
"""

import msgspec

from lienthong_tui.store.keyring import SlotKind
from lienthong_tui.store.sqlcipher import Database, rows, writing

_TABLE = (
    "CREATE TABLE slot (id TEXT PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT NOT NULL,"
    " label TEXT NOT NULL, identity TEXT) STRICT"
)


class ListedSlot(msgspec.Struct, frozen=True):
    """What the true list says of a slot; the fields mean the same as in `keyring.Slot`."""

    id: str
    kind: SlotKind
    recipient: str
    label: str


def create_tables(db: Database) -> None:
    """Make the table of this module; part of the store's first migration."""
    db.execute(_TABLE)


def record(db: Database, slot: ListedSlot, identity: str | None = None) -> None:
    """Put a slot on the true list. `identity` (AGE-SECRET-KEY-1…) is kept for desk-intake only."""
    with writing(db):
        db.execute(
            "INSERT INTO slot VALUES (?, ?, ?, ?, ?)", [*msgspec.structs.astuple(slot), identity]
        )


def listed(db: Database) -> list[ListedSlot]:
    """The true list, oldest first."""
    found = rows(db, "SELECT id, kind, recipient, label FROM slot ORDER BY rowid")
    return [ListedSlot(*row) for row in found]
