"""A filing that another desk has, taken over."""

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import claiming, syncing
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Unusable
from lienthong_tui.store import journal


def take_over(desk: Desk, hub: Hub, filing: str) -> None:
    """Have a filing of another desk from now on. What is new is exchanged first.

    Errors: those of `sync` and `Desk.require`; Refused("claim-lost") with `desk` where another desk
    was quicker; Unusable("filing-unknown").
    """
    desk.require("work")
    syncing.sync(desk, hub)
    lineage = journal.lineage_of(desk.db, filing)
    if not lineage.events:
        raise Unusable("filing-unknown")
    if lineage.desk == desk.number:
        return
    claiming.claim(desk, hub, filing, lineage)
    syncing.sync(desk, hub)
