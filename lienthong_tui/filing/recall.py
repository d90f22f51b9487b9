"""One person in several roles: what is told once is recalled, not copied.

A link says that the person of one role is that of another (`[[link]]` of the definition; the
officer's decision is an event). Then the fields of the role show what is told of the other, and a
correction made in either is made in both, because there is only one answer. Keeping the two apart
again gives back what was told of the role itself.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lienthong_tui.filing.events import Answer
from lienthong_tui.people.names import is_surname, split_name
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.questions import Link, Person

Answers = Mapping[str, Answer]

REQUESTER = "requester"
"""The role of whoever asks for the procedures, in every definition."""


class _Told(NamedTuple):
    """What is told of a person: the name, its parts where they are asked apart, other facts."""

    name: str
    parts: tuple[str, str, str] | None
    facts: Answers


def person_in(definition: Definition, role: str) -> Person:
    """The person of a role of the definition."""
    return next(person for person in definition.person if person.role == role)


def person_told_in(definition: Definition, section: str) -> Person | None:
    """The person a section asks about, if it does."""
    asked = {field.id for field in definition.field if field.section == section}
    return next((p for p in definition.person if not asked.isdisjoint(p.fields)), None)


def shared(definition: Definition, link: Link) -> tuple[str, ...]:
    """The fields of the link's role that are told of the other."""
    person, to = person_in(definition, link.role), person_in(definition, link.to)
    facts = [name for fact, name in person.facts.items() if fact in to.facts]
    return (*(person.parts if to.parts else ()), *facts)


def recalled(
    definition: Definition, link: Link, values: Answers, own: Answers
) -> dict[str, Answer]:
    """The shared fields of the link's role as `values` tell of the other.

    A name is split as most names are, unless `own`, what was answered of the role itself, splits
    that same name otherwise.
    """
    person = person_in(definition, link.role)
    told = _told_of(person_in(definition, link.to), values)
    facts = {name: told.facts[fact] for fact, name in person.facts.items() if fact in told.facts}
    return facts | _name_of(person, told, own)


def link_of(definition: Definition, field: str, to: str) -> Link:
    """The link by which `field` shows what is told of the role `to`."""
    return next(
        link for link in definition.link if link.to == to and field in shared(definition, link)
    )


def told_by(definition: Definition, field: str, recalled_of: Mapping[str, str]) -> str:
    """The field that was answered where `field` shows what is told of another role.

    `recalled_of` is `Outline.recalled`: field id → that role. Of a name, the first box there.
    """
    while field in recalled_of:
        link = link_of(definition, field, recalled_of[field])
        person, to = person_in(definition, link.role), person_in(definition, link.to)
        facts = {name: to.facts[fact] for fact, name in person.facts.items() if fact in to.facts}
        field = facts.get(field) or to.parts[0]
    return field


def corrected(
    definition: Definition,
    link: Link,
    field: str,
    answer: Answer | None,
    values: Mapping[str, Answer | None],
) -> dict[str, Answer | None]:
    """What is to be answered instead when a shared field of the link's role is.

    `values` are all answers that count. The boxes of a name are kept beside the whole name, so
    that a split put right stays so.
    """
    person, to = person_in(definition, link.role), person_in(definition, link.to)
    for fact, name in person.facts.items():
        if name == field:
            return {to.facts[fact]: answer}
    changed = {name: value for name, value in {**values, field: answer or ""}.items() if value}
    there = _name_of(to, _told_of(person, changed), {})
    here = () if person.name else person.parts
    return {part: there.get(part) for part in to.parts} | {part: changed.get(part) for part in here}


def name_of(person: Person, values: Answers) -> str:
    """The whole name as far as it is answered."""
    return " ".join(str(values[part]) for part in person.parts if values.get(part))


def _told_of(person: Person, values: Answers) -> _Told:
    surname, middle, given = (str(values.get(box or "", "")) for box in _boxes(person))
    return _Told(
        name=name_of(person, values),
        parts=None if person.name else (surname, middle, given),
        facts={fact: values[name] for fact, name in person.facts.items() if name in values},
    )


def _name_of(person: Person, told: _Told, own: Answers) -> dict[str, Answer]:
    if person.name or not told.name:
        return {person.name: told.name} if person.name and told.name else {}
    split = tuple(str(own.get(box or "", "")) for box in _boxes(person))
    if " ".join(filter(None, split)) != told.name:
        split = told.parts or split_name(told.name)
    return {box: part for box, part in zip(_boxes(person), split, strict=True) if box and part}


def _boxes(person: Person) -> tuple[str | None, str | None, str | None]:
    return person.surname, person.middle, person.given


def from_whole_name(
    definition: Definition, field: str, name: str, answers: Answers
) -> dict[str, Answer]:
    """The boxes of a name when the whole of it is answered to the box of the surname; else {}.

    Only while the others are empty, and not of a surname of two words.
    """
    person = next((p for p in definition.person if p.surname == field), None)
    if person is None or any(answers.get(part) for part in person.parts if part != field):
        return {}
    return {} if len(name.split()) < 2 or is_surname(name) else boxes_of(person, name)


def boxes_of(person: Person, name: str) -> dict[str, Answer]:
    """A whole name as the fields of a person's name take it."""
    return _name_of(person, _Told(name, None, {}), {})
