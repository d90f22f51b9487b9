"""Who holds the store key: slots added, exchanged and removed in both files of the desk.

`desk.db` is told first, with the journal: it holds the true list. A program killed in between
leaves a slot in `keys.db` too many or too few, which opens nothing that it should not, and the next
opening puts right what can be (`vault`). The store key is wrapped for those on the true list only.
"""

from collections.abc import Callable

from lienthong_tui.access import slots
from lienthong_tui.access.slots import Slot
from lienthong_tui.desk import store_key
from lienthong_tui.desk.layout import STORE
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.problems import Busy
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.disk import check_room
from lienthong_tui.store.key_change import sole_use
from lienthong_tui.store.sqlcipher import writing

Record = Callable[[], object]


def hold(unlocked: Unlocked, slot: Slot, record: Record) -> None:
    """Let `slot` open the desk, in place of the slot of its id if there is one.

    `record` tells the journal, in the transaction that changes the true list. Raises Busy
    `desk-in-use` while a change of the store key waits for another program to close the desk.
    """
    if len(keyrings.store_keys(unlocked.keyring)) > 1:
        raise Busy("desk-in-use")
    with writing(unlocked.db):
        if slot.id in {listed.id for listed in slot_store.listed(unlocked.db)}:
            slot_store.change(unlocked.db, slots.listed(slot))
        else:
            slot_store.record(unlocked.db, slots.listed(slot))
        record()
    with writing(unlocked.keyring):
        newest, *_ = store_key.unwrapped(unlocked.keyring, unlocked.identity)
        keyrings.put_slot(unlocked.keyring, slot)
        keyrings.rewrap_store_key(unlocked.keyring, store_key.wrapped(unlocked.db, newest.key))


def release(unlocked: Unlocked, slot_id: str, record: Record) -> None:
    """Let the slot of this id open nothing any more: the store gets a new key, for the others.

    Killed anywhere, the desk opens with the key before or the new one, and the next opening ends
    what was begun. Whoever had the old key keeps only what they copied before.

    Raises, before anything is changed, Busy `desk-in-use` (another program has the desk open) and
    DeskUnavailable `no-room` (a second copy of the store must fit).
    """
    check_room(unlocked.folder / STORE)
    with sole_use(unlocked.db):
        with writing(unlocked.db):
            slot_store.remove(unlocked.db, slot_id)
            store_key.set_due(unlocked.db)
            record()
        keyrings.remove_slot(unlocked.keyring, slot_id)
        store_key.renew(unlocked.db, unlocked.keyring)
