"""Another recovery sheet, written to a file, in place of the one in the envelope."""

from pathlib import Path

from lienthong_tui.access import keyfiles
from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.desk import officers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.layout import STORE
from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.disk import check_room
from lienthong_tui.store.key_change import sole_use


def replace_sheet(desk: Desk, path: Path) -> None:
    """Write a new recovery sheet to `path`, and let it open the desk and the one before no more.

    The sheet is on disk before its key counts, so that there is none that nobody has; where the key
    does not come to count there is no sheet either. Errors: those of `keyfiles.check_place`,
    `keyfiles.write_recovery_sheet`, `Desk.require` and `holders.release`, all before anything is
    changed; DeskUnavailable("recovery-both"): the new sheet counts, the one before may still do.
    """
    slot, key = officers.new_recovery(desk)
    folder = desk.unlocked.folder.resolve()
    keyfiles.check_place(path, folder)
    # What most often keeps the old sheet from being ended is asked before there is a new one.
    check_room(folder / STORE)
    with sole_use(desk.db):
        pass
    keyfiles.write_recovery_sheet(path, identity_from_text(key), str(folder))
    try:
        officers.replace_recovery(desk, slot)
    except Problem as problem:
        if any(held.id == slot.id for held in keyrings.slots(desk.unlocked.keyring)):
            raise DeskUnavailable("recovery-both", path=str(path)) from problem
        path.unlink(missing_ok=True)
        raise
