"""The store key: wrapped for those on the desk's own list, and exchanged so that a kill at any
moment leaves a desk that opens, with the key before or the new one."""

from lienthong_tui.access import slots
from lienthong_tui.problems import Busy
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.key_change import change_key, sole_use
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import Database, writing

_DUE = "store-key-due"


def wrapped(db: Database, store_key: bytes) -> bytes:
    """The store key for everyone on the true list who holds a key of their own."""
    holders = [slot for slot in slot_store.listed(db) if slot.kind != "desk-intake"]
    return slots.wrap_store_key(store_key, [slot.recipient for slot in holders])


def set_due(db: Database) -> None:
    """Note that somebody who has the key may no longer have it: whoever opens next exchanges it."""
    set_meta(db, _DUE, "yes")


def renew(db: Database, keyring: Database) -> None:
    """Exchange the store key; within `sole_use`. The new one is noted as pending before it counts.

    Raises as `key_change.change_key`.
    """
    store_key = slots.new_store_key()
    keyrings.add_store_key(keyring, wrapped(db, store_key))
    _change(db, keyring, store_key)


def end_change(db: Database, keyring: Database, pending: bytes | None) -> None:
    """End what a program that was killed had begun; `db` has just been opened.

    `pending` is the newest key of `keyring` where the file opened only with one before it. While
    another program has the desk open all stays as it is, for the next opening.
    """
    due = meta(db, _DUE) == "yes"
    begun = len(keyrings.store_keys(keyring)) > 1
    try:
        if pending is not None:
            with sole_use(db):
                _change(db, keyring, pending)
        elif due and not begun:
            with sole_use(db):
                renew(db, keyring)
        elif begun:
            _changed(db, keyring)
    except Busy:
        return


def _change(db: Database, keyring: Database, store_key: bytes) -> None:
    change_key(db, store_key)
    _changed(db, keyring)


def _changed(db: Database, keyring: Database) -> None:
    with writing(db):
        set_meta(db, _DUE, "no")
    keyrings.drop_older_store_keys(keyring)
