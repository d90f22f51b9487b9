"""The store key: wrapped for those on the desk's own list, and exchanged so that a kill at any
moment leaves a desk that opens, with the key before or the new one."""

from dataclasses import dataclass, field

from lienthong_tui.access import slots
from lienthong_tui.access.slots import Identity
from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.key_change import change_key, sole_use
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import Database, writing

_DUE = "store-key-due"


@dataclass(frozen=True)
class Unwrapped:
    """The store key of one epoch, 32 bytes."""

    epoch: int
    key: bytes = field(repr=False)


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
    newest, *_ = keyrings.store_keys(keyring)
    _change(db, keyring, Unwrapped(newest.epoch, store_key))


def unwrapped(keyring: Database, identity: Identity) -> list[Unwrapped]:
    """The store keys that a holder can unwrap, newest epoch first.

    One that was damaged or put there by somebody else is passed over. Raises DeskUnavailable
    `store-key-unreadable` when none is left.
    """
    keys = []
    failure = DeskUnavailable("store-key-unreadable")
    for wrapped_key in keyrings.store_keys(keyring):
        try:
            key = slots.unwrap_store_key(wrapped_key.blob, identity)
        except DeskUnavailable as problem:
            failure = problem
        else:
            keys.append(Unwrapped(wrapped_key.epoch, key))
    if not keys:
        raise failure
    return keys


def end_change(db: Database, keyring: Database, opened: Unwrapped, newest: Unwrapped) -> None:
    """End what a program that was killed had begun; `db` has just been opened with `opened`.

    `newest` is the newest key its holder can unwrap: another one is a change that is pending. While
    another program has the desk open all stays as it is, for the next opening.
    """
    try:
        if newest.epoch != opened.epoch:
            with sole_use(db):
                _change(db, keyring, newest)
        elif meta(db, _DUE) == "yes" and len(keyrings.store_keys(keyring)) == 1:
            with sole_use(db):
                renew(db, keyring)
        else:
            _changed(db, keyring, opened)
    except Busy:
        return


def _change(db: Database, keyring: Database, to: Unwrapped) -> None:
    change_key(db, to.key)
    _changed(db, keyring, to)


def _changed(db: Database, keyring: Database, to: Unwrapped) -> None:
    if meta(db, _DUE) == "yes":
        with writing(db):
            set_meta(db, _DUE, "no")
    keyrings.keep_store_key(keyring, to.epoch)
