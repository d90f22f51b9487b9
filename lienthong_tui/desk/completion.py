"""Completing a filing: declarations printed, packets sealed, everything stored at once or not."""

from datetime import datetime
from typing import Any

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import Reading, attached
from lienthong_tui.filing import checks
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, expected_dates
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Completed,
    Declaration,
    SealedPacket,
    Started,
    Warned,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Resolved, resolve_agencies
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets import packet
from lienthong_tui.packets.declarations import render
from lienthong_tui.packets.sheets import sheet
from lienthong_tui.problems import Problem
from lienthong_tui.store import content
from lienthong_tui.store.counters import next_number
from lienthong_tui.store.sqlcipher import writing

_REFERENCES = "reference"


def file_case(desk: Desk, reading: Reading) -> Filing:
    """File a checked case: all its events, papers, declarations and packets in one transaction.

    Errors: Problem("case-has-errors") before anything is stored; Problem("letter-missing") when a
    declaration cannot be printed; those of `Desk.append`.
    """
    if checks.blocks(reading.findings):
        raise Problem("case-has-errors")
    now = desk.clock()
    agencies = resolve_agencies(reading.outlined, desk.office)
    # Typesetting takes the longest and needs no number of ours: done before the store is locked.
    declarations = {
        form.id: render(sheet(reading.outlined, form, agencies, demo=desk.demo), at=now)
        for form in reading.outlined.forms
    }
    filing_id = uuid7(now)
    with writing(desk.db):
        started = _started(desk, reading)
        papers = tuple((attached(c, paper), paper.data) for c, paper in reading.papers)
        completed = _complete(desk, reading, agencies, declarations, papers, now)
        desk.append(filing_id, [*started, completed])
    return desk.filing(filing_id)[0]


def _started(desk: Desk, reading: Reading) -> list[Any]:
    """The events of a case before its completion, its papers put into the store."""
    case = reading.case
    definition, office = desk.pin(case.group)
    facts: list[Any] = [
        Started(
            group=case.group.definition.group,
            definition=definition,
            overlay=office,
            commune=desk.commune,
            received=case.received.isoformat(),
        ),
        Answered(answers=dict(case.answers), origin="case-file"),
    ]
    for component, paper in reading.papers:
        content.put(desk.db, paper.data)
        facts.append(attached(component, paper))
    facts += [Absent(component=c, reason=reason) for c, reason in reading.absences.items()]
    applied = {finding.rule for finding in reading.findings}
    facts += [Warned(rule=r, reason=why) for r, why in case.reasons.items() if r in applied]
    return facts + [fact for fact in (case.notice, case.pledge) if fact is not None]


def _complete(
    desk: Desk,
    reading: Reading,
    agencies: tuple[Resolved, ...],
    declarations: dict[str, bytes],
    papers: tuple[tuple[Attached, bytes], ...],
    now: datetime,
) -> Completed:
    day = now.astimezone(VIETNAM).date()
    serial = next_number(desk.db, _REFERENCES, day.isoformat())
    reference = make_reference(desk.commune, day, desk.number, serial)
    sealed = []
    for resolved in agencies:
        data = packet.seal(
            reading.outlined,
            resolved,
            reference=reference,
            received=reading.case.received,
            completed=now,
            declarations=declarations,
            attachments=papers,
            absences=reading.absences,
            journal=desk.head(),
            demo=desk.demo,
        )
        sealed.append(
            SealedPacket(
                agency=resolved.agency.id,
                agency_name=resolved.name.vi,
                procedures=tuple(p.id for p in resolved.procedures),
                content=content.put(desk.db, data),
                file_name=packet.file_name(reference, resolved.agency.id),
                awaits=packet.awaited(resolved),
            )
        )
    return Completed(
        reference=reference,
        declarations=tuple(
            Declaration(form, content.put(desk.db, pdf)) for form, pdf in declarations.items()
        ),
        packets=tuple(sealed),
        expected=expected_dates(
            reading.case.group,
            desk.office,
            office_calendar(desk.office.days),
            tuple(p.id for p in reading.outlined.procedures),
            reading.case.received,
        ),
    )
