"""A draft as the screens fill it in: every answer is an event, committed before it counts as saved.

A `Draft` is frozen; each act gives a new one. Acts refuse (`Busy("filing-moved")`) when another
window wrote to the same filing first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from lienthong_tui.desk import alike as alikes
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing import recall, supplements
from lienthong_tui.filing.agency_events import Told
from lienthong_tui.filing.answers import LONGEST_TEXT, read_answer
from lienthong_tui.filing.checks import Finding, check
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import (
    Absent,
    Answer,
    Answered,
    Attached,
    Compared,
    Detached,
    HalfTyped,
    Linked,
    Lodged,
    Moved,
    NoticeGiven,
    OnPaper,
    Origin,
    OriginalSeen,
    Pledged,
    Started,
    Warned,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply
from lienthong_tui.filing.kiosk_events import Unsure
from lienthong_tui.filing.outline import (
    Outline,
    Resolved,
    implied_links,
    outline_of,
    resolve_agencies,
)
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets import scans
from lienthong_tui.packets.papers import Paper
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.procedures.definition import Procedure
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.procedures.questions import Field, expand
from lienthong_tui.store import content, projections
from lienthong_tui.store.projections import Line
from lienthong_tui.store.sqlcipher import writing

_DECLARING = (
    *(Answered, Linked, HalfTyped, OnPaper, Moved, Attached, Detached, Absent, Warned, NoticeGiven),
    *(Pledged, OriginalSeen, Compared, Unsure),
)
_NOT_OF_WITHDRAWN = (*_DECLARING, Lodged, Told)
"""What is recorded of no filing that was given up: nobody would be shown what it asks for."""


@dataclass(frozen=True)
class Draft:
    """A filing with what applies to it and what is to be said about it, as of `saved`.

    `position` is that of its last event; None until the first fact about it is recorded. `office`
    is the overlay it is pinned to. `refused` is why what stands half typed in a field is no answer.
    `alike` are other filings that may be about the same person; of a completed one nobody asks.
    """

    filing: Filing
    position: int | None
    group: Group
    office: Overlay
    outlined: Outline
    findings: tuple[Finding, ...]
    refused: Mapping[str, Problem]
    saved: datetime
    alike: alikes.Search | None = None

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """Its procedures in the order they are decided; none before it is completed."""
        known = {each.id: each for each in self.group.definition.procedure}
        return tuple(known[name] for name in self.filing.procedures)

    @property
    def agencies(self) -> tuple[Resolved, ...]:
        """Who decides the filing as it is answered."""
        return resolve_agencies(self.outlined, self.office, self.filing.started.commune)


def start(desk: Workplace, group: str) -> Draft:
    """A new filing of `group`, received now, pinned to the definition in force today.

    The first fact about it stores it: one that was opened by mistake leaves nothing behind.
    """
    now = desk.clock()
    definition = in_force(group, local_day(now))
    started = Started(
        group=group,
        definition=definition.sha256,
        overlay=desk.office_sha256,
        commune=desk.commune,
        received=now.astimezone(VIETNAM).isoformat(timespec="seconds"),
    )
    return _draft(desk, Filing(uuid7(now), started), None, definition)


def again(desk: Workplace, draft: Draft) -> Draft:
    """A new filing that begins with what goes along from `draft`, such as for a twin.

    Errors: Problem("again-none") where the definition in force knows no such thing; of `record`.
    """
    fresh = start(desk, draft.group.definition.group)
    what = fresh.group.definition.again
    if what is None:
        raise Problem("again-none")
    along = expand(what.fields, tuple(fresh.group.fields))
    answers = {name: draft.filing.answers[name] for name in along if name in draft.filing.answers}
    begun = structs.replace(fresh.filing.started, after=draft.filing.id)
    fresh = replace(fresh, filing=structs.replace(fresh.filing, started=begun))
    links = [Linked(role=role, to=to) for role, to in draft.filing.links.items()]
    return record(desk, fresh, Answered(answers=dict(answers), origin="again"), *links)


def part(desk: Workplace, draft: Draft, role: str) -> Draft:
    """The draft with `role` kept apart, beginning with what is shown of it now."""
    person, outlined = recall.person_in(draft.group.definition, role), draft.outlined
    shown = {name: outlined.values.get(name) for name in person.fields if name in outlined.recalled}
    return record(desk, draft, Linked(role=role, to=None), Answered(answers=shown, origin="typed"))


def reopen(desk: Workplace, filing_id: str, known: alikes.Search | None = None) -> Draft:
    """The filing as the journal has it now. Errors: Unusable("filing-unknown").

    Who else may be meant is looked for anew, or only where they are others than those `known`.
    """
    filing, position = desk.filing(filing_id)
    return _draft(desk, filing, position, desk.group(filing.started.definition), known)


def _draft(
    desk: Workplace,
    filing: Filing,
    position: int | None,
    group: Group,
    known: alikes.Search | None = None,
) -> Draft:
    office = desk.overlay(filing.started.overlay)
    outlined = outline_of(group, filing)
    shown = {field.id for field in outlined.fields}
    refused = {
        name: _why_refused(group.fields[name], text, local_day(desk.clock()))
        for name, text in filing.half_typed.items()
        if name in shown
    }
    unread = [
        Finding("error", group.step_of(name), name, "refused", problem)
        for name, problem in refused.items()
    ]
    found = check(
        outlined,
        attachments=filing.attachments,
        absences=filing.absences,
        reasons=filing.reasons,
        noticed=filing.notice is not None,
        pledged=filing.pledge is not None,
        unchecked=filing.awaits_check,
        unread=refused,
        relaxed=office.relaxed,
    )
    searched = None
    if filing.completed is None:
        searched = alikes.search(desk, filing, outlined, known)
        found = (*found, *alikes.findings(searched))
    findings = tuple(sorted([*unread, *found], key=lambda finding: finding.step))
    at = projections.updated(desk.db, filing.id)
    saved = datetime.fromisoformat(at) if at else desk.clock()
    return Draft(filing, position, group, office, outlined, findings, refused, saved, searched)


def _why_refused(field: Field, text: str, today: date) -> Problem:
    """What is wrong with a text that stands in a field; half a name is a choice still open."""
    if not field.chosen:
        try:
            _read(field, text, today)
        except Problem as problem:
            return problem
    return Problem("choice-open", text=text)


def recent(desk: Workplace, state: str | None = None) -> list[Line]:
    """Filings (in `state`) as lines, the last touched first."""
    return projections.recent(desk.db, state)


def count(desk: Workplace, state: str) -> int:
    """How many filings of the desk are in `state`."""
    return projections.count(desk.db, state)


def record(desk: Workplace, draft: Draft, *facts: Any) -> Draft:
    """The draft after `facts`.

    Errors: Busy("filing-withdrawn") where that was given up, until it is gone on with;
    Busy("filing-completed") for facts of declaring once that is done, because what was
    sealed would no longer be what was answered, unless a supplement asks for them; those of
    `Workplace.append`.
    """
    for fact in facts:
        if draft.filing.withdrawn is not None and isinstance(fact, _NOT_OF_WITHDRAWN):
            raise Busy("filing-withdrawn")
        if isinstance(fact, _DECLARING):
            _check_open(draft, fact)
    with writing(desk.db):
        if draft.position is None:
            desk.pin(draft.group)
            facts = (draft.filing.started, *facts)
        desk.append(draft.filing.id, facts, after=draft.position)
    return reopen(desk, draft.filing.id, draft.alike)


def _check_open(draft: Draft, fact: Any) -> None:
    """Errors: Busy("filing-completed"); Problem("supplement-other-agency")
    for an answer with which somebody else would decide: their packets are with those they were
    sealed for."""
    definition, filing = draft.group.definition, draft.filing
    if filing.completed is None:
        return
    if not supplements.allows(definition, filing, draft.outlined, fact):
        raise Busy("filing-completed")
    if isinstance(fact, Answered):
        outlined = outline_of(draft.group, apply(filing, fact))
        after = resolve_agencies(outlined, draft.office, filing.started.commune)
        if _who_decides(after) != _who_decides(draft.agencies):
            raise Problem("supplement-other-agency")


def _who_decides(agencies: Iterable[Resolved]) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(r.agency.id, r.place, tuple(p.id for p in r.procedures)) for r in agencies]


def answer(
    desk: Workplace, draft: Draft, field_id: str, given: Any, origin: Origin = "typed"
) -> Draft:
    """The draft with one more answer; an empty text takes the answer back.

    What is told of another role is corrected there; a whole name typed into the box of the surname
    fills the three. Errors: the Problem of what was given, before anything is stored; those of
    `record`.
    """
    return answer_all(desk, draft, {field_id: given}, origin)


def answer_all(
    desk: Workplace, draft: Draft, given: Mapping[str, Any], origin: Origin = "typed"
) -> Draft:
    """The draft with several answers at once, each as `answer` takes it: all of them or none."""
    today = local_day(desk.clock())
    read: dict[str, Answer | None] = {
        name: None if text in ("", None) else _read(draft.group.fields[name], text, today)
        for name, text in given.items()
    }
    changes: dict[str, Answer | None] = {}
    for field_id in read:
        changes |= _changes(draft, field_id, read, today)
    facts: list[Any] = []
    if any(draft.filing.answers.get(name) != answer for name, answer in changes.items()):
        facts += [Answered(answers=changes, origin=origin), *_links_made(draft, changes)]
    # What stands half typed in a field goes with its answer, also where that is told elsewhere.
    half = [name for name in given if name in draft.filing.half_typed]
    if half and not (facts and changes.keys() >= set(half)):
        facts.append(HalfTyped(texts=dict.fromkeys(half)))
    return record(desk, draft, *facts) if facts else draft


def _changes(
    draft: Draft, field_id: str, given: Mapping[str, Answer | None], today: date
) -> dict[str, Answer | None]:
    """The answers, by field id, that one of those `given` together comes to."""
    definition, outlined, value = draft.group.definition, draft.outlined, given[field_id]
    if field_id not in outlined.recalled:
        name = str(value) if len(given) == 1 and value is not None else ""
        boxes = recall.from_whole_name(definition, field_id, name, draft.filing.answers)
        return {**boxes} or {field_id: value}
    link = recall.link_of(definition, field_id, outlined.recalled[field_id])
    # With what is given beside it: of three boxes of a name each alone would make another name.
    values = {**outlined.values, **given}
    changes = recall.corrected(definition, link, field_id, value, values)
    return {
        name: None if answer is None else _read(draft.group.fields[name], answer, today)
        for name, answer in changes.items()
    }


def _links_made(draft: Draft, changes: Mapping[str, Answer | None]) -> Iterator[Linked]:
    """The roles that these answers make one person, of which nothing was told before."""
    group, filing = draft.group, draft.filing
    answered = apply(filing, Answered(answers=dict(changes), origin="typed"))
    decisive = {
        name
        for link in group.definition.link
        for name in group.reads("link", f"{link.role}/{link.to}", "when")
    }
    if decisive.isdisjoint(changes):
        return
    for role, to in implied_links(outline_of(group, answered), answered.answers).items():
        if role not in filing.links:
            yield Linked(role=role, to=to)


def link(desk: Workplace, draft: Draft, role: str, to: str | None) -> Draft:
    """The draft with the person of `role` being that of `to`; None keeps the two apart.

    Nothing told of the role itself is lost: it counts again once the two are apart.
    """
    if draft.filing.links.get(role) == to and role in draft.filing.links:
        return draft
    return record(desk, draft, Linked(role=role, to=to))


def unknown(desk: Workplace, draft: Draft, fields: Iterable[str]) -> Draft:
    """The draft with nothing known of `fields`: what was answered to them is taken back.

    Errors: those of `record`.
    """
    told = {name: None for name in fields if name in draft.filing.answers}
    new = {name: True for name in fields if name not in draft.filing.unsure}
    facts = (
        *([Answered(answers=dict(told), origin="typed")] if told else []),
        *([Unsure(fields=new)] if new else []),
    )
    return record(desk, draft, *facts) if facts else draft


def keep_text(desk: Workplace, draft: Draft, texts: Mapping[str, str | None]) -> Draft:
    """The draft with what stands in fields and is no answer, None to leave nothing there.

    Errors: those of `record`.
    """
    new = {name: text for name, text in texts.items() if draft.filing.half_typed.get(name) != text}
    return record(desk, draft, HalfTyped(texts=dict(new))) if new else draft


def _read(field: Field, given: Any, today: date) -> Answer:
    """The answer in what was typed. Errors: those of `read_answer`; Problem("answer-number")."""
    if field.type == "integer" and isinstance(given, str):
        if not given.strip().isdecimal() or len(given) > LONGEST_TEXT:
            raise Problem("answer-number")
        given = int(given)
    return read_answer(field, given, today=today)


def attach(
    desk: Workplace, draft: Draft, component: str, paper: Paper, reason: str | None = None
) -> Draft:
    """The draft with `paper` attached to `component`, and why where that is asked.

    Errors: those of `record`.
    """
    taken = {a.name for a in draft.filing.attachments if a.component == component}
    fact = Attached(
        component=component,
        content=paper.sha256,
        name=unique_name(paper.name, taken),
        media_type=paper.media_type,
        size=len(paper.data),
        reason=reason,
    )
    with writing(desk.db):
        content.put(desk.db, paper.data)
        return record(desk, draft, fact)


def attach_file(
    desk: Workplace, draft: Draft, component: str, path: Path, reason: str | None = None
) -> Draft:
    """The draft with the file at `path` attached. Errors: those of `scans.take` and `attach`."""
    limit = draft.group.definition.component_bytes
    scan = scans.take(Path(path.name), root=path.parent, limit=limit)
    return attach(desk, draft, component, scan.paper, reason)


def unique_name(name: str, taken: set[str]) -> str:
    """`name`, or the next `name-2`, `name-3` …: the portal refuses two of one name in a row."""
    stem, dot, extension = name.rpartition(".")
    times = 1
    while name in taken:
        times += 1
        name = f"{stem}-{times}{dot}{extension}"
    return name
