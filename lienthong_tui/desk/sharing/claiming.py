"""Which desk has a filing: asked of the hub, which lets one desk have it, and written down."""

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.lineage import Lineage, desk_of
from lienthong_tui.filing.sharing_events import TakenOver
from lienthong_tui.hub import claims
from lienthong_tui.hub.claims import Claim
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Refused
from lienthong_tui.store import journal
from lienthong_tui.store.sqlcipher import writing


def claim(desk: Desk, hub: Hub, filing: str, lineage: Lineage) -> None:
    """Have a filing whose events are known as `lineage`: a desk that knows them all is asked for
    the next rev, and the hub lets one desk have it."""
    revs = sum(e.envelope.kind == "filing.taken_over" for e in lineage.events)
    wanted = Claim(filing, revs + 1, desk.number, desk.stream)
    if not claims.claim(hub, desk.commune, wanted):
        made = claims.of_filing(hub, desk.commune, filing)
        raise Refused("claim-lost", desk=made[-1].desk)
    _record_claim(desk, wanted)


def _record_claim(desk: Desk, claim: Claim) -> None:
    """Write down that the hub gave this desk a filing."""
    with writing(desk.db):
        lineage = journal.lineage_of(desk.db, claim.filing)
        seen: dict[str, int] = {}
        for each in (*lineage.events, *lineage.late):
            stream = each.envelope.stream
            if desk_of(stream) != desk.number:
                seen[stream] = max(seen.get(stream, 0), each.envelope.seq)
        # Not by the desk, which lets nobody write to a filing that is elsewhere.
        Workplace.append(
            desk,
            claim.filing,
            [TakenOver(rev=claim.rev, seen=seen)],
            after=journal.position_of((*lineage.events, *lineage.late)),
        )


def mend(at: At) -> None:
    """A program that was stopped between the hub's answer and the journal has filings that nothing
    here tells of."""
    for claim in claims.of_desk(at.hub, at.commune, at.desk.number):
        lineage = journal.lineage_of(at.db, claim.filing)
        revs = {
            (e.payload or {}).get("rev")
            for e in (*lineage.events, *lineage.late)
            if e.envelope.kind == "filing.taken_over"
        }
        if lineage.events and claim.rev not in revs:
            _record_claim(at.desk, claim)
