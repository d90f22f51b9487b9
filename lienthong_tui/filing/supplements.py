"""A supplement: what an agency wants is open again, exactly that, and only what is new is sent.

After completion a filing is closed, for what was sealed must be what was answered. A supplement
that is asked for opens the fields and components it names until the desk has sent it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from lienthong_tui.filing.events import (
    Answer,
    Answered,
    Attached,
    Detached,
    HalfTyped,
    Origin,
    OriginalSeen,
    Pledged,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline, outline_of
from lienthong_tui.filing.recall import link_of, person_in, told_by
from lienthong_tui.procedures.definition import Definition, Procedure
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import expand


@dataclass(frozen=True)
class Fresh:
    """What differs from what was sent: fields by id, components by id."""

    fields: frozenset[str]
    components: frozenset[str]


def open_fields(filing: Filing) -> tuple[str, ...]:
    """The fields that may be answered again, in the order they were asked for."""
    named = (item.field for told in filing.asks for item in told.items)
    return tuple(dict.fromkeys(field for field in named if field))


def open_components(filing: Filing) -> tuple[str, ...]:
    """The components that may be given files again."""
    named = (item.component for told in filing.asks for item in told.items)
    return tuple(dict.fromkeys(component for component in named if component))


def allows(definition: Definition, filing: Filing, outlined: Outline, fact: Any) -> bool:
    """Whether a fact of declaring may be recorded though the filing is completed.

    With what is answered again the declaration is another, and pledged again.
    """
    components = open_components(filing)
    match fact:
        case Answered(answers=changed) if _as_sent(filing, changed):
            return True
        case Answered(answers=changed) | HalfTyped(texts=changed):
            return _touched(definition, filing, outlined) >= changed.keys()
        case Attached(component=component) | OriginalSeen(component=component):
            return component in components
        case Detached(component=component, content=content):
            was_sent = any(
                (a.component, a.content) == (component, content) for a in filing.sent_attachments
            )
            return not was_sent
        case Pledged():
            return bool(filing.asks)
    return False


def _as_sent(filing: Filing, answers: Mapping[str, Answer | None]) -> bool:
    return all(filing.sent_answers.get(name) == value for name, value in answers.items())


def undoing(
    definition: Definition, filing: Filing, outlined: Outline
) -> tuple[Answered | Detached, ...]:
    """What puts back, as it was sent, whatever was changed for an ask that is none any more.

    It would leave unseen with the next supplement else, and nobody asked for it.
    """
    if filing.completed is None:
        return ()
    now, sent = filing.answers, filing.sent_answers
    changed = {name for name in now.keys() | sent.keys() if now.get(name) != sent.get(name)}
    by_origin: dict[Origin, dict[str, Answer | None]] = {}
    for name in sorted(changed - _touched(definition, filing, outlined)):
        origin = filing.sent_origins.get(name, "typed")
        by_origin.setdefault(origin, {})[name] = sent.get(name)
    components = open_components(filing)
    return (
        *(Answered(answers=answers, origin=origin) for origin, answers in by_origin.items()),
        *(
            Detached(component=attached.component, content=attached.content)
            for attached in new_attachments(filing)
            if attached.component not in components
        ),
    )


def _touched(definition: Definition, filing: Filing, outlined: Outline) -> set[str]:
    """The fields that answering what is open may change: where one shows what is told of another
    role, it is told there, and of a name all its boxes."""
    found = set()
    for name in open_fields(filing):
        found.add(name)
        if name in outlined.recalled:
            link = link_of(definition, name, outlined.recalled[name])
            person, to = person_in(definition, link.role), person_in(definition, link.to)
            found.add(told_by(definition, name, outlined.recalled))
            if name in person.parts:
                found |= {*person.parts, *to.parts}
    return found


def fresh(group: Group, filing: Filing, outlined: Outline) -> Fresh:
    """What differs from what was sent; a value that follows from a changed answer is one too."""
    before = outline_of(group, structs.replace(filing, answers=filing.sent_answers)).values
    now = outlined.values
    return Fresh(
        fields=frozenset(
            name for name in before.keys() | now.keys() if before.get(name) != now.get(name)
        ),
        components=frozenset(attached.component for attached in new_attachments(filing)),
    )


def new_attachments(filing: Filing) -> tuple[Attached, ...]:
    """The files given since the last packet that brought any."""
    left = list(filing.sent_attachments)
    found = []
    for attached in filing.attachments:
        if attached in left:
            left.remove(attached)
        else:
            found.append(attached)
    return tuple(found)


def concerns(group: Group, procedures: Iterable[Procedure], new: Fresh) -> bool:
    """Whether anything new is among what these procedures name."""
    return any(
        not new.components.isdisjoint(procedure.components)
        or not new.fields.isdisjoint(expand(procedure.fields, tuple(group.fields)))
        for procedure in procedures
    )


def forms_to_renew(group: Group, procedures: Iterable[Procedure], new: Fresh) -> frozenset[str]:
    """The declarations of these procedures that print a field which is answered otherwise now."""
    named = {form for procedure in procedures for form in procedure.forms}
    return frozenset(
        form.id
        for form in group.definition.form
        if form.id in named
        and not new.fields.isdisjoint(
            field for part in form.parts for field in expand(part.fields, tuple(group.fields))
        )
    )
