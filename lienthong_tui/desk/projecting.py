"""The rows of the store's tables that a filing's events come to: lists, look-up, queue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import structs

from lienthong_tui.filing import kinds, queue
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.events import Answer, Claimed, Parked, Purged, Reopened
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import fold
from lienthong_tui.filing.handing_back import still_here
from lienthong_tui.filing.outline import outline_of
from lienthong_tui.filing.sharing_events import TakenOver
from lienthong_tui.filing.telling import still_awaited
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import Person as DefinedPerson
from lienthong_tui.store.journal import Project, Recorded
from lienthong_tui.store.projections import Person, Procedure, Projection


def projector(group_of: Callable[[str], Group]) -> Project:
    """The projection of a filing from all its events; `group_of` finds a pinned definition."""

    def project(recorded: list[Recorded]) -> Projection:
        filing_id = recorded[0].envelope.filing or ""
        payloads = [kinds.from_plain(r.envelope.kind, r.payload) for r in recorded]
        # Somebody may have looked since.
        if purged := next((p for p in reversed(payloads) if isinstance(p, Purged)), None):
            return _register_line(filing_id, purged)
        filing = fold(filing_id, payloads)
        if filing is None:
            raise Problem("filing-without-start", filing=filing_id)
        return _project(filing, group_of(filing.started.definition), _holder(recorded, payloads))

    return project


def _holder(recorded: Sequence[Recorded], payloads: Sequence[object | None]) -> str:
    """Who has a filing in hand: whoever began, took over or reopened it, or was given it."""
    holder = recorded[0].envelope.officer
    for each, payload in zip(recorded, payloads, strict=True):
        match payload:
            case Claimed() | Reopened() | TakenOver():
                holder = each.envelope.officer
            case Parked(to=str(to)):
                holder = to
    return holder


def _project(filing: Filing, group: Group, holder: str) -> Projection:
    # Only a person in several roles has to be looked for in what counts: the rest is told as it is.
    answers = outline_of(group, filing).values if filing.links else filing.answers
    people = tuple(
        _with_results(group, filing, person)
        for defined in group.definition.person
        if (person := person_of(defined, answers)) is not None
    )
    label = next((p.name for p in people if p.role == group.definition.label_person), "")
    return Projection(
        filing=filing.id,
        group=filing.started.group,
        state=filing.state,
        label=label,
        reference=filing.reference,
        received=filing.started.received,
        numbers=_numbers(filing),
        procedures=_procedures(filing),
        people=people,
        **_standing(filing, group, holder),
    )


def _with_results(group: Group, filing: Filing, person: Person) -> Person:
    """The person with the ID number that a procedure has yielded: a newborn has no other."""
    for result in group.definition.result:
        if result.of == person.role and result.id in filing.results:
            return structs.replace(person, id_number=filing.results[result.id])
    return person


def _standing(filing: Filing, group: Group, holder: str) -> dict[str, Any]:
    """Where it stands in the queue, and what a line of the queue shows."""
    to_do = queue.tasks(
        filing,
        lambda procedure: hands_out(group, filing, procedure),
        lambda procedure: bool(still_awaited(group.definition, filing, procedure)),
    )
    due = queue.earliest_due(filing)
    closed = queue.closed_at(filing)
    return {
        "place": to_do[0].kind,
        "due": due.isoformat() if due else None,
        "closed": time_text(datetime.fromisoformat(closed)) if closed else None,
        "summary": {
            "holder": holder,
            "tasks": [msgspec.to_builtins(task) for task in to_do],
            "parked": kinds.to_plain(filing.parked) if filing.parked else None,
            "left": _left(filing, group),
            "ticket": filing.handed_in.ticket if filing.handed_in else "",
        },
    }


def _left(filing: Filing, group: Group) -> list[str]:
    """What of a completed filing the close of a day finds: papers not given back, something that
    was signed or pledged and says something else now."""
    if filing.completed is None or filing.withdrawn is not None:
        return []
    papers = still_here(outline_of(group, filing), filing)
    signed = filing.pledge is not None and all(filing.to_sign.values())
    return ["papers"] * bool(papers) + ["unsigned"] * (not signed)


def hands_out(group: Group, filing: Filing, procedure: str) -> bool:
    """Whether the desk hands the result of a procedure over, as the filing is answered."""
    defined = next(p for p in group.definition.procedure if p.id == procedure)
    if defined.handed_out is None:
        return bool(defined.yields)
    return outline_of(group, filing).holds("procedure", procedure, "handed_out")


def _register_line(filing_id: str, purged: Purged) -> Projection:
    """What is left of a filing: found by its numbers, and by nobody's name."""
    return Projection(
        filing=filing_id,
        group=purged.group,
        state="purged",
        label="",
        reference=purged.reference,
        received=purged.received,
        place="purged",
        numbers=_numbered(purged.reference, purged.portal_number, purged.one_stop_number),
        procedures=tuple(
            Procedure(id=name, agency=agency, status="purged", expected=None, verified=False)
            for agency, name in purged.procedures
        ),
    )


def _numbers(filing: Filing) -> tuple[tuple[str, str], ...]:
    lodged = filing.lodged
    official = (lodged.portal_number, lodged.one_stop_number) if lodged else (None, None)
    return _numbered(filing.reference or filing.allotted, *official)


def _numbered(
    reference: str | None, portal: str | None, one_stop: str | None
) -> tuple[tuple[str, str], ...]:
    if reference is None:
        return ()
    # What people call out and write down of LT19639-261122-1002-E is its end.
    _, _, serial = reference.split("-", 2)
    numbers = [("reference", reference), ("serial", serial)]
    official = (("portal", portal), ("one-stop", one_stop))
    return (*numbers, *((kind, number) for kind, number in official if number is not None))


def _procedures(filing: Filing) -> tuple[Procedure, ...]:
    if filing.completed is None:
        return ()
    found = []
    for packet in filing.completed.packets:
        for procedure in packet.procedures:
            counted, due = filing.expected(procedure), filing.due(procedure)
            found.append(
                Procedure(
                    id=procedure,
                    agency=packet.agency,
                    status=filing.status(procedure) or "",
                    expected=due.isoformat() if due else None,
                    verified=bool(counted and counted.settled),
                )
            )
    return tuple(found)


def person_of(defined: DefinedPerson, answers: Mapping[str, Answer]) -> Person | None:
    """The person that `answers` tell of, once there is anything to find them by."""

    def answer(field: str | None) -> str | None:
        value = answers.get(field) if field else None
        return None if value is None else str(value)

    name = " ".join(filter(None, map(answer, defined.parts)))
    id_number, phone = answer(defined.id_number), answer(defined.phone)
    if not (name or id_number or phone):
        return None
    return Person(
        role=defined.role,
        name=name,
        id_number=id_number,
        phone=phone,
        birth=answer(defined.birth),
    )
