"""The rows of the store's tables that a filing's events come to: lists, look-up, queue."""

from collections.abc import Callable, Mapping

from lienthong_tui.filing import events
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.filing import Filing, fold
from lienthong_tui.filing.outline import outline_of
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Person as DefinedPerson
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store.journal import Project, Recorded
from lienthong_tui.store.projections import Person, Procedure, Projection


def projector(group_of: Callable[[str], Group]) -> Project:
    """The projection of a filing from all its events; `group_of` finds a pinned definition."""

    def project(recorded: list[Recorded]) -> Projection:
        filing_id = recorded[0].envelope.filing or ""
        payloads = (events.from_plain(r.envelope.kind, r.payload) for r in recorded)
        filing = fold(filing_id, payloads)
        if filing is None:
            raise Problem("filing-without-start", filing=filing_id)
        return _project(filing, group_of(filing.started.definition))

    return project


def _project(filing: Filing, group: Group) -> Projection:
    # Only a person in several roles has to be looked for in what counts: the rest is told as it is.
    answers = outline_of(group, filing).values if filing.links else filing.answers
    people = tuple(
        person
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
    )


def _numbers(filing: Filing) -> tuple[tuple[str, str], ...]:
    if filing.reference is None:
        return ()
    # What people call out and write down of LT19639-261122-1002-E is its end.
    _, _, serial = filing.reference.split("-", 2)
    numbers = [("reference", filing.reference), ("serial", serial)]
    if filing.lodged is not None:
        official = (
            ("portal", filing.lodged.portal_number),
            ("one-stop", filing.lodged.one_stop_number),
        )
        numbers += [(kind, number) for kind, number in official if number is not None]
    return tuple(numbers)


def _procedures(filing: Filing) -> tuple[Procedure, ...]:
    if filing.completed is None:
        return ()
    expected = {e.procedure: e for e in filing.completed.expected}
    found = []
    for packet in filing.completed.packets:
        for procedure in packet.procedures:
            when = expected.get(procedure)
            found.append(
                Procedure(
                    id=procedure,
                    agency=packet.agency,
                    status=filing.status(procedure) or "",
                    expected=when.due.isoformat() if when and when.due else None,
                    verified=bool(when and when.settled),
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
