"""Sending a supplement: what is new, to every agency whose packet held what it was before.

An agency that did not ask gets it too: it must not go on deciding on what was corrected since.
"""

from lienthong_tui.desk import drafting, sealing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import checks, supplements
from lienthong_tui.filing.events import Told
from lienthong_tui.filing.outline import Resolved
from lienthong_tui.filing.supplements import Fresh
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets.declarations import declaration
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem
from lienthong_tui.store.sqlcipher import writing


def send(desk: Desk, draft: Draft) -> Draft:
    """The filing after the supplement is sealed, and recorded as sent.

    What was asked in words alone is not in a packet: that it was done is recorded. Errors:
    Problem("supplement-none") when nothing is asked, ("supplement-open") with `count` of what was
    asked for and is as it was, ("filing-has-errors"); those of `sealing`.
    """
    filing, asked = draft.filing, supplements.asked(draft.filing)
    if not asked:
        raise Problem("supplement-none")
    new = supplements.fresh(draft.group, filing, draft.outlined)
    if left := _as_it_was(draft, new):
        raise Problem("supplement-open", count=left)
    wanted = new.fields.union(supplements.open_fields(filing))
    if checks.blocks([finding for finding in draft.findings if finding.field in wanted]):
        raise Problem("filing-has-errors")
    concerned = [
        resolved
        for resolved in draft.agencies
        if supplements.concerns(draft.group, resolved.procedures, new)
    ]
    now = desk.clock()
    sent = [
        Told(
            id=uuid7(now),
            procedure=told.procedure,
            outcome="supplemented",
            said_at=now.isoformat(timespec="seconds"),
            source="desk",
        )
        for told in asked
    ]
    with writing(desk.db):
        sealing.up_to_date(desk, filing.id)
        draft = drafting.reopen(desk, filing.id)
        if concerned:
            draft = _seal(desk, draft, concerned, new)
        return drafting.record(desk, draft, *sent)


def _as_it_was(draft: Draft, new: Fresh) -> int:
    """How much of what was asked for by field or component has not been touched.

    A question that no longer shows is none that can be answered.
    """
    shown = {field.id for field in draft.outlined.fields}
    fields = shown.intersection(supplements.open_fields(draft.filing))
    components = set(supplements.open_components(draft.filing))
    return len(fields - new.fields) + len(components - new.components)


def _seal(desk: Desk, draft: Draft, concerned: list[Resolved], new: Fresh) -> Draft:
    procedures = [procedure for resolved in concerned for procedure in resolved.procedures]
    renewed = supplements.forms_to_renew(draft.group, procedures, new)
    fact = sealing.follow_up(
        desk,
        draft.filing,
        {resolved.agency.id for resolved in concerned},
        why="supplement",
        fields=new.fields,
        components=new.components,
        declarations={
            form.id: render(
                declaration(draft.outlined, form, draft.agencies, demo=desk.demo), at=desk.clock()
            )
            for form in draft.outlined.forms
            if form.id in renewed and not form.preview
        },
    )
    return drafting.record(desk, draft, fact)
