"""Completing a filing: declarations printed, packets sealed, everything stored at once or not.

A case from a file and a draft from the screens are completed by the same steps, from the folded
filing alone, so the same answers give the same packets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong_tui.desk import alike, sealing
from lienthong_tui.desk.allotting import next_reference
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, reopen
from lienthong_tui.desk.reading import Reading, attached
from lienthong_tui.filing import checks
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import expected_dates
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Completed,
    Declaration,
    Linked,
    OriginalSeen,
    Started,
    Warned,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import fold
from lienthong_tui.filing.lookup_code import new_lookup_code
from lienthong_tui.filing.outline import Outline, Resolved, outline_of, resolve_agencies
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets.declarations import declaration
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing


def file_case(desk: Desk, reading: Reading) -> Filing:
    """File a checked case: all its events, papers, declarations and packets in one transaction.

    Errors: Problem("case-has-errors") before anything is stored; Problem("letter-missing") when a
    declaration cannot be printed; those of `Desk.append`.
    """
    if checks.blocks(reading.findings):
        raise Problem("case-has-errors")
    now = desk.clock()
    filing_id = uuid7(now)
    facts = _facts(desk, reading)
    filing = fold(filing_id, facts)
    assert filing is not None, "the first of the facts starts it"
    outlined = outline_of(reading.case.group, filing)
    agencies = resolve_agencies(outlined, desk.office, desk.commune)
    printed = _print(desk, outlined, desk.office, agencies, now)
    with writing(desk.db):
        desk.pin(reading.case.group)
        for _, paper in reading.papers:
            content.put(desk.db, paper.data)
        desk.append(filing_id, [*facts, _seal(desk, filing, printed, now)])
    return desk.filing(filing_id)[0]


def complete(desk: Desk, draft: Draft) -> Draft:
    """Complete a draft of the screens.

    Errors: Busy("filing-completed") when it already is, Problem("filing-has-errors"), and
    Problem("alike-found") where somebody has meanwhile begun or completed a filing that may be
    about the same person, before anything is stored; those of `file_case`.
    """
    if draft.filing.completed is not None:
        raise Busy("filing-completed")
    if draft.filing.withdrawn is not None:
        raise Busy("filing-withdrawn")
    if checks.blocks(draft.findings):
        raise Problem("filing-has-errors")
    now = desk.clock()
    printed = _print(desk, draft.outlined, draft.office, draft.agencies, now)
    with writing(desk.db):
        # Looked for with the store locked: nobody can file the same between the look and the seal.
        if alike.search(desk, draft.filing, draft.outlined).open:
            raise Problem("alike-found")
        fact = _seal(desk, draft.filing, printed, now)
        desk.append(draft.filing.id, [fact], after=draft.position)
    return reopen(desk, draft.filing.id)


def _facts(desk: Desk, reading: Reading) -> list[Any]:
    """The events of a case before its completion."""
    case = reading.case
    facts: list[Any] = [
        Started(
            group=case.group.definition.group,
            definition=case.group.sha256,
            overlay=desk.office_sha256,
            commune=desk.commune,
            received=case.received.isoformat(),
        ),
        Answered(answers=dict(case.answers), origin="case-file"),
    ]
    facts += [Linked(role=role, to=to) for role, to in reading.links.items()]
    facts += [attached(case, component, paper) for component, paper in reading.papers]
    facts += [Absent(component=c, reason=reason) for c, reason in reading.absences.items()]
    compared = [a.component for a in case.attachments if a.original_seen and a.files]
    facts += [OriginalSeen(component=component, seen=True) for component in compared]
    applied = {finding.rule for finding in reading.findings}
    facts += [Warned(rule=r, reason=why) for r, why in case.reasons.items() if r in applied]
    return facts + [fact for fact in (case.notice, case.pledge) if fact is not None]


@dataclass(frozen=True)
class _Printed:
    """What is made before the store is locked: the declarations, which need no number of ours.

    The transfer sheets bear it, so they are typeset while the store is locked: some 15 ms each.
    """

    outlined: Outline
    office: Overlay
    agencies: tuple[Resolved, ...]
    declarations: Mapping[str, bytes]


def _print(
    desk: Desk,
    outlined: Outline,
    office: Overlay,
    agencies: tuple[Resolved, ...],
    now: datetime,
) -> _Printed:
    return _Printed(
        outlined,
        office,
        agencies,
        {
            form.id: render(declaration(outlined, form, agencies, demo=desk.demo), at=now)
            for form in outlined.forms
            if not form.preview
        },
    )


def _seal(desk: Desk, filing: Filing, printed: _Printed, now: datetime) -> Completed:
    """Take the next reference, seal the packets into the store; call it while writing."""
    reference = filing.allotted or next_reference(desk)
    dossier = sealing.dossier(
        desk,
        filing,
        printed.outlined,
        reference=reference,
        completed=now,
        declarations=printed.declarations,
    )
    packets = sealing.seal(desk, dossier, printed.agencies)
    return Completed(
        reference=reference,
        declarations=tuple(
            Declaration(form, content.put(desk.db, pdf))
            for form, pdf in printed.declarations.items()
        ),
        packets=packets,
        expected=expected_dates(
            printed.outlined.group,
            printed.office,
            office_calendar(printed.office.days),
            tuple(p.id for p in printed.outlined.procedures),
            dossier.received,
        ),
        lookup_code=filing.lookup_code or new_lookup_code(),
    )
