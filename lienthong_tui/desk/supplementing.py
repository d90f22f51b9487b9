"""Sending a supplement: what is new, to every agency whose packet held what it was before.

An agency that did not ask gets it too: it must not go on deciding on what was corrected since.
"""

from datetime import datetime

from lienthong_tui.desk import drafting, outcomes, sealing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import Put
from lienthong_tui.desk.printing import declaration_name
from lienthong_tui.filing import checks, supplements
from lienthong_tui.filing.agency_events import Told
from lienthong_tui.filing.events import Printed
from lienthong_tui.filing.outline import Resolved
from lienthong_tui.filing.supplements import Fresh
from lienthong_tui.filing.telling import said_now
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets.declarations import declaration
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.procedures.definition import Form
from lienthong_tui.store.sqlcipher import writing


def send(desk: Desk, draft: Draft) -> Draft:
    """The filing after the supplement is sealed, and recorded as sent.

    What was asked in words alone is not in a packet: that it was done is recorded. Errors:
    Problem("supplement-none") when nothing is asked, ("supplement-open") with `count` of what was
    asked for and is as it was, ("filing-has-errors"), ("pledge-missing") when a declaration is
    another and nobody has signed it; Busy("filing-moved"); those of `sealing`.
    """
    with writing(desk.db):
        _, position = desk.filing(draft.filing.id)
        if position != draft.position:
            raise Busy("filing-moved")
        sealing.up_to_date(desk, draft.filing.id)
        draft = drafting.reopen(desk, draft.filing.id)
        new = _checked(draft)
        sent = _told(draft, desk.clock())
        if concerned := _concerned(draft, new):
            draft = _seal(desk, draft, concerned, new)
        return drafting.record(desk, draft, *(outcomes.counted(desk, draft, t) for t in sent))


def renewed(desk: Desk, draft: Draft) -> dict[str, bytes]:
    """Those of `to_renew` as PDF, by form id."""
    return {
        form.id: render(
            declaration(draft.outlined, form, draft.agencies, demo=desk.demo), at=desk.clock()
        )
        for form in to_renew(draft)
    }


def to_renew(draft: Draft) -> tuple[Form, ...]:
    """The declarations that print what is answered otherwise now: to be signed."""
    new = supplements.fresh(draft.group, draft.filing, draft.outlined)
    procedures = [p for resolved in _concerned(draft, new) for p in resolved.procedures]
    named = supplements.forms_to_renew(draft.group, procedures, new)
    return tuple(form for form in draft.outlined.forms if form.id in named and not form.preview)


def print_renewed(desk: Desk, draft: Draft, put: Put) -> Draft:
    """Bring out by `put` what is to be signed anew. Errors: those of `put`, `drafting.record`."""
    made = renewed(desk, draft)
    files = {
        declaration_name(draft, form): made[form.id]
        for form in draft.outlined.forms
        if form.id in made
    }
    fact = Printed(what="declaration", forms=tuple(made))
    put(files, lambda: drafting.record(desk, draft, fact))
    return drafting.reopen(desk, draft.filing.id)


def _checked(draft: Draft) -> Fresh:
    filing = draft.filing
    if not filing.asks:
        raise Problem("supplement-none")
    new = supplements.fresh(draft.group, filing, draft.outlined)
    if left := _as_it_was(draft, new):
        raise Problem("supplement-open", count=left)
    wanted = new.fields.union(supplements.open_fields(filing))
    if checks.blocks([finding for finding in draft.findings if finding.field in wanted]):
        raise Problem("filing-has-errors")
    if new.fields and filing.pledge is None:
        raise Problem("pledge-missing")
    return new


def _told(draft: Draft, now: datetime) -> list[Told]:
    """That everything asked for is sent: after the asks, also where an agency's clock is ahead."""
    asks = draft.filing.asks
    said = said_now(draft.filing, (ask.procedure for ask in asks), now)
    return [
        Told(
            id=uuid7(now),
            procedure=procedure,
            outcome="supplemented",
            said_at=said.isoformat(timespec="seconds"),
            source="desk",
            answers=tuple(ask.id for ask in asks if ask.procedure == procedure),
        )
        for procedure in dict.fromkeys(ask.procedure for ask in asks)
    ]


def _concerned(draft: Draft, new: Fresh) -> list[Resolved]:
    return [
        resolved
        for resolved in draft.agencies
        if supplements.concerns(draft.group, resolved.procedures, new)
    ]


def _as_it_was(draft: Draft, new: Fresh) -> int:
    """How much of what was asked for by field or component has not been touched.

    A question that no longer shows is none that can be answered.
    """
    shown = {field.id for field in draft.outlined.fields}
    fields = shown.intersection(supplements.open_fields(draft.filing))
    components = set(supplements.open_components(draft.filing))
    return len(fields - new.fields) + len(components - new.components)


def _seal(desk: Desk, draft: Draft, concerned: list[Resolved], new: Fresh) -> Draft:
    fact = sealing.follow_up(
        desk,
        draft.filing,
        {resolved.agency.id for resolved in concerned},
        why="supplement",
        fields=new.fields,
        components=new.components,
        declarations=renewed(desk, draft),
    )
    return drafting.record(desk, draft, fact)
