"""Which desk has a filing: asked of the hub, which lets one desk have it, and written down."""

from datetime import timedelta

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.kinds import KIND_OF
from lienthong_tui.filing.lineage import Lineage, desk_of
from lienthong_tui.filing.sharing_events import TakenOver
from lienthong_tui.hub import claims
from lienthong_tui.hub.claims import Claim
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Refused
from lienthong_tui.store import journal
from lienthong_tui.store.sqlcipher import writing

PATIENCE = timedelta(minutes=10)
"""How long a desk that took a filing over has to say so."""
_TAKEN_OVER = KIND_OF[TakenOver]


def claim(desk: Desk, hub: Hub, filing: str, lineage: Lineage) -> None:
    """Have a filing whose events are known as `lineage`.

    Errors: Refused("claim-lost") with `desk` where another desk was quicker. One of which nothing
    was heard for `PATIENCE` since is waited for no longer: it may be broken.
    """
    known = sum(e.envelope.kind == _TAKEN_OVER for e in (*lineage.events, *lineage.late))
    made = claims.of_filing(hub, desk.commune, filing)
    unheard = [each for each in made if each.rev > known]
    if any(each.seconds < PATIENCE.total_seconds() for each in unheard):
        raise Refused("claim-lost", desk=unheard[-1].desk)
    rev = max([known, *(each.rev for each in made)]) + 1
    wanted = Claim(filing, rev, desk.number, desk.stream)
    if not claims.claim(hub, desk.commune, wanted):
        raise Refused("claim-lost", desk=claims.of_filing(hub, desk.commune, filing)[-1].desk)
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
            after=journal.position_of(lineage),
        )


def mend(at: At) -> None:
    """A program that was stopped between the hub's answer and the journal has filings that nothing
    here tells of."""
    told = _told(at)
    for claim in claims.of_desk(at.hub, at.commune, at.desk.number):
        if (claim.filing, claim.rev) not in told and journal.events_of(at.db, claim.filing):
            _record_claim(at.desk, claim)


def give_again(at: At) -> None:
    """The hub was set back: what this desk has is said there again."""
    for filing, rev in _told(at):
        claims.claim(at.hub, at.commune, Claim(filing, rev, at.desk.number, at.desk.stream))


def _told(at: At) -> set[tuple[str, int]]:
    """What this desk took over, and as the how-manieth."""
    return {
        (str(e.envelope.filing), e.payload["rev"])
        for e in journal.of_kind(at.db, _TAKEN_OVER)
        if e.payload is not None and desk_of(e.envelope.stream) == at.desk.number
    }
