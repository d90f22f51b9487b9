"""A filing that another desk has, taken over."""

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import claiming, contents, syncing
from lienthong_tui.filing.lineage import Lineage
from lienthong_tui.hub import streams
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Refused, Unusable
from lienthong_tui.store import journal
from lienthong_tui.store.streams import head_of


def take_over(desk: Desk, hub: Hub, filing: str) -> None:
    """Have a filing of another desk from now on. What is new is exchanged first.

    Errors: those of `sync` and `Desk.require`; Refused("claim-lost") with `desk` where another desk
    was quicker, ("claim-behind") where something it had sent could not be taken in here;
    Unusable("filing-unknown"), ("filing-purged").
    """
    desk.require("work")
    syncing.sync(desk, hub)
    lineage = journal.lineage_of(desk.db, filing)
    if not lineage.events:
        raise Unusable("filing-unknown")
    if contents.is_purged(desk, filing):
        raise Unusable("filing-purged")
    if lineage.desk == desk.number:
        return
    _check_heard(desk, hub, lineage)
    claiming.claim(desk, hub, filing, lineage)
    syncing.sync(desk, hub)


def _check_heard(desk: Desk, hub: Hub, lineage: Lineage) -> None:
    """What the desk that has the filing had sent is not to count for nothing."""
    for head in streams.heads(hub, desk.commune).values():
        if head.desk == lineage.desk and head_of(desk.db, head.stream).seq < head.seq:
            raise Refused("claim-behind", desk=head.desk)
