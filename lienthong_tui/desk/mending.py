"""Mending what is wrong in a filing, by where it stands (desk practice, §5); giving one up."""

from lienthong_tui.desk import drafting, outcomes
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.events import Noted, Reopened, Restored, Withdrawn
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.telling import LONGEST, Said
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import mending
from lienthong_tui.procedures import outcomes as table
from lienthong_tui.procedures.mending import Way
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import printable


def ways(filing: Filing) -> tuple[Way, ...]:
    """The ways that are open now."""
    statuses = [filing.status(name) or "" for name in filing.procedures]
    found = (way for way in mending.shipped() if way.is_open(filing.state, statuses))
    # What was withdrawn on the portal goes on there: here its record would be taken back.
    return tuple(way for way in found if way.id != "restore" or filing.withdrawn is not None)


def reopen(desk: Desk, draft: Draft, reason: str, *, called_back: bool = False) -> Draft:
    """The filing being declared again, under its number, before it is lodged.

    `called_back`: the officer has got back every packet that left. Errors: those of `_open`;
    Problem("mend-packets-out") with `packets` that are outside; those of `drafting.record`.
    """
    _open(draft, "reopen")
    fact = Reopened(reason=_said(reason), called_back=_back(draft.filing, called_back))
    return drafting.record(desk, draft, fact)


def withdraw(desk: Desk, draft: Draft, reason: str, *, called_back: bool = False) -> Draft:
    """The filing given up before it was lodged; no agency keeps a packet of it.

    Errors: as of `reopen`.
    """
    _open(draft, "withdraw")
    fact = Withdrawn(reason=_said(reason), called_back=_back(draft.filing, called_back))
    return drafting.record(desk, draft, fact)


def outside(filing: Filing) -> list[SealedPacket]:
    """The packets that left the desk, also those that were signed again since."""
    return [packet for packet in filing.packets if (packet.agency, packet.round) in filing.left]


def _back(filing: Filing, called_back: bool) -> tuple[str, ...]:
    """The packets that had left. Errors: Problem("mend-packets-out") unless they were got back."""
    out = outside(filing)
    if out and not called_back:
        raise Problem("mend-packets-out", packets=[packet.file_name for packet in out])
    return tuple(packet.content for packet in out)


def restore(desk: Desk, draft: Draft) -> Draft:
    """What was given up goes on. Errors: of `_open` and `drafting.record`."""
    _open(draft, "restore")
    return drafting.record(desk, draft, Restored())


def withdraw_on_portal(desk: Desk, draft: Draft, reason: str) -> Draft:
    """What the citizen withdrew on the portal, recorded of every procedure that is not decided.

    Errors: those of `_open` and `outcomes.tell`.
    """
    _open(draft, "withdraw-portal")
    reason, now = _said(reason), desk.clock()
    statuses = {name: draft.filing.status(name) or "" for name in draft.filing.procedures}
    said = [
        Said(name, "withdrawn", now, "portal", reason=reason)
        for name, status in statuses.items()
        if not table.is_decided(status)
    ]
    return outcomes.tell(desk, draft, said)


def tell_mistake(desk: Desk, draft: Draft, procedure: str, text: str) -> Draft:
    """That whoever decides a procedure was told of a mistake. Errors: of `_open`, `record`."""
    _open(draft, "tell")
    fact = Noted(text=_said(text), about="mistake", procedure=procedure)
    return drafting.record(desk, draft, fact)


def inform(desk: Desk, draft: Draft, procedure: str, text: str) -> Draft:
    """That the citizen was told of a refusal or a stop. Errors: of `_open`, `record`."""
    _open(draft, "inform")
    fact = Noted(text=_said(text), about="refusal", procedure=procedure)
    return drafting.record(desk, draft, fact)


def note(desk: Desk, draft: Draft, text: str) -> Draft:
    """The filing with something to remember. Errors: those of `drafting.record`."""
    return drafting.record(desk, draft, Noted(text=_said(text)))


def _open(draft: Draft, way: str) -> None:
    """Errors: Problem("mend-not-now") with `state`."""
    if way not in {each.id for each in ways(draft.filing)}:
        raise Problem("mend-not-now", state=draft.filing.state)


def _said(text: str) -> str:
    """What was typed. Errors: Unusable("reason-empty"); Problem("told-long"); those of `clean`."""
    cleaned = clean(text)
    if not cleaned:
        raise Unusable("reason-empty")
    if len(cleaned) > LONGEST:
        raise Problem("told-long", length=len(cleaned), most=LONGEST)
    return printable(cleaned, cleaned[:20])
