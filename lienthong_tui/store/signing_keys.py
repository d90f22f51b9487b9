"""In `desk.db`: the private halves of the keys this desk signs with. The journal has the public."""

from lienthong_tui.store.sqlcipher import Database, one, writing

_TABLE = "CREATE TABLE signing_key (public BLOB PRIMARY KEY, private BLOB NOT NULL) STRICT"


def create_table(db: Database) -> None:
    """Make the table of this module; part of the store's third migration."""
    db.execute(_TABLE)


def keep(db: Database, public: bytes, private: bytes) -> None:
    """Keep a new key: 32 bytes each (RFC 8032)."""
    with writing(db):
        db.execute("INSERT INTO signing_key VALUES (?, ?)", [public, private])


def private_of(db: Database, public: bytes) -> bytes | None:
    """The private half of a public key that was made here."""
    found = one(db, "SELECT private FROM signing_key WHERE public = ?", [public])
    return found[0] if found else None
