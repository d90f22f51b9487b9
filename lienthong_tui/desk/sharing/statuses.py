"""Where filings stand, told to the desks of other communes, and asked of them.

Only whoever holds the slip learns it: what lies at the hub is found and opened by the reference and
the code on it. Telling is a courtesy, and holds up nothing of what the desks share.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from lienthong_tui.access import slip_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.kinds import KIND_OF, LOOKS
from lienthong_tui.filing.public_status import PublicStatus, public_status
from lienthong_tui.filing.reference import commune_of
from lienthong_tui.filing.sharing_events import AskedElsewhere, HubAnswer, TakenOver
from lienthong_tui.hub import statuses
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, StoreClosedError, Unusable
from lienthong_tui.store import journal, projections, sharing
from lienthong_tui.store.replication import Sent

_TAKEN_OVER = KIND_OF[TakenOver]
_AT_ONCE = 50  # told in one round: each takes some 7 ms of a processor
log = logging.getLogger(__name__)


class _Told(NamedTuple):
    reference: str
    code: str
    rev: int
    status: PublicStatus


def tell_later(at: At, events: Iterable[Sent]) -> None:
    """Before events are sent: where their filings stand is to be told."""
    changed = {e.envelope.filing: None for e in events if e.envelope.kind not in LOOKS}
    sharing.tell_later(at.db, [filing for filing in changed if filing is not None])


def tell(at: At) -> None:
    """Tell some of what is to be told of; what the hub does not take now is told later."""
    for filing in sharing.untold(at.db, _AT_ONCE):
        told = _to_tell(at, filing)
        try:
            if told is not None:
                keys = slip_keys.slip_keys(told.reference, told.code)
                sealed = slip_keys.seal(keys, msgspec.json.encode(told.status))
                statuses.tell(at.hub, at.commune, filing, told.rev, keys.proof, sealed)
        except Problem as problem:
            log.warning("where a filing stands was not told: %s", problem.code)
            return
        sharing.told(at.db, filing)


def _to_tell(at: At, filing: str) -> _Told | None:
    """What is told of a filing; None of one that another desk has, that is purged, or whose slip
    bears no code."""
    line = projections.line_of(at.db, filing)
    if line is None or line.elsewhere is not None or line.state == "purged":
        return None
    try:
        known = at.desk.filing(filing)[0]
        lineage = journal.lineage_of(at.db, filing)
        revs = [e.payload["rev"] for e in lineage.events if e.envelope.kind == _TAKEN_OVER]
        status = public_status(known, datetime.fromisoformat(lineage.events[-1].envelope.at))
    except (Busy, DeskUnavailable, StoreClosedError):
        raise
    except Exception as error:  # it cannot be put together, which its page tells
        log.warning("a filing cannot be told of: %s", type(error).__name__)
        return None
    reference = known.reference or known.allotted  # it may have been opened again
    if reference is None or not known.lookup_code:
        return None
    return _Told(reference, known.lookup_code, max(revs, default=0), status)


def ask(desk: Desk, hub: Hub, reference: str, code: str) -> PublicStatus:
    """Where a filing of another commune stands. That it was asked is journaled.

    Errors: those of `Desk.require` and the line; Unusable("hub-not-joined"), ("reference-own") for
    one of this commune; Problem("lookup-none"), ("hub-unreadable").
    """
    desk.require("work")
    joining.must_be_joined(desk.db)
    if commune_of(reference) == desk.commune:
        raise Unusable("reference-own")
    heard: HubAnswer = "unheard"
    keys = slip_keys.slip_keys(reference, code)
    try:
        sealed = statuses.ask(hub, commune_of(reference), keys.proof)
        heard = "none" if sealed is None else "answered"
    finally:
        Workplace.append(desk, None, [AskedElsewhere(reference=reference, heard=heard)])
    if sealed is None:
        raise Problem("lookup-none", reference=reference)
    try:
        return msgspec.json.decode(slip_keys.open_sealed(keys, sealed), type=PublicStatus)
    except (msgspec.MsgspecError, RecursionError):
        raise Problem("hub-unreadable") from None
