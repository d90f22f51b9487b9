"""Where filings stand, told to the desks of other communes, and asked of them.

Only whoever holds the slip learns it: by its whole reference and the code on it.
"""

from collections.abc import Iterable

from msgspec import ValidationError

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.events import KIND_OF, LOOKS
from lienthong_tui.filing.public_status import PublicStatus, public_status
from lienthong_tui.filing.reference import commune_of
from lienthong_tui.filing.sharing_events import AskedElsewhere, TakenOver
from lienthong_tui.hub import statuses
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import journal, projections
from lienthong_tui.store.replication import Sent


def tell(at: At, events: Iterable[Sent]) -> None:
    """Before events are sent: where the filings stand that they are of, and that this desk has."""
    changed = {e.envelope.filing: None for e in events if e.envelope.kind not in LOOKS}
    for filing in filter(None, changed):
        line = projections.line_of(at.db, filing)
        if line is None or line.elsewhere is not None or line.state == "purged":
            continue  # of a purge, what was told is withdrawn with the contents
        try:
            known = at.desk.filing(filing)[0]
        except (Problem, ValidationError):
            continue  # it cannot be put together here, and holds up nothing
        reference = known.reference or known.allotted  # it may have been opened again
        if reference is None or not known.lookup_code:
            continue  # no slip bears a code
        lineage = journal.lineage_of(at.db, filing)
        rev = sum(e.envelope.kind == KIND_OF[TakenOver] for e in lineage.events)
        statuses.tell(
            at.hub,
            at.commune,
            filing,
            reference,
            known.lookup_code,
            rev,
            public_status(known, lineage.events[-1].envelope.at),
        )


def ask(desk: Desk, hub: Hub, reference: str, code: str) -> PublicStatus:
    """Where a filing of another commune stands. That it was asked is journaled.

    Errors: those of `Desk.require` and `statuses.ask`; Unusable("hub-not-joined"),
    ("reference-own") for one of this commune; Problem("lookup-none").
    """
    desk.require("work")
    joining.must_be_joined(desk.db)
    if commune_of(reference) == desk.commune:
        raise Unusable("reference-own")
    found = statuses.ask(hub, reference, code)
    Workplace.append(desk, None, [AskedElsewhere(reference=reference, answered=found is not None)])
    if found is None:
        raise Problem("lookup-none", reference=reference)
    return found
