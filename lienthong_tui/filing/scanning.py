"""What a scanned card answers of one person: proposed beside what stands there, never over it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from lienthong_tui.filing import recall
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline
from lienthong_tui.people.addresses import Candidate
from lienthong_tui.people.id_card import IdCard
from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.questions import Link, Person
from lienthong_tui.text.fold import tone_key


class Proposal(NamedTuple):
    """The card's answer to a field, and the one that counts now, None where there is none."""

    field: str
    answer: Answer
    before: Answer | None

    @property
    def differs(self) -> bool:
        """Whether something else was answered there."""
        return self.before is not None and self.before != self.answer


def proposals(
    outlined: Outline,
    person: Person,
    card: IdCard,
    place: Candidate | None,
    answers: Mapping[str, Answer],
    *,
    today: date,
) -> tuple[Proposal, ...]:
    """What `card` says of `person`, in the order of the questions; what is answered so is left out.

    `place` is the reading of the card's address that the officer chose; `answers` are those given,
    without defaults. What a field does not take (a year where a day is asked) is left to be typed.
    """
    told = dict(_told(person, card, place))
    found = []
    for field in outlined.group.definition.field:
        if field.id not in told:
            continue
        try:
            answer = read_answer(field, told[field.id], today=today)
        except Problem:
            continue
        shown = field.id in outlined.recalled
        before = outlined.values.get(field.id) if shown else answers.get(field.id)
        if answer != outlined.values.get(field.id) or (before is None and field.default is None):
            found.append(Proposal(field.id, answer, before))
    return tuple(found)


def _told(person: Person, card: IdCard, place: Candidate | None) -> Iterator[tuple[str, str]]:
    kind = _kinds()[card.kind]
    facts = {
        "id_number": card.number,
        "birth": card.birth_date,
        "sex": card.sex,
        "id_issue_date": card.issue_date,
        "id_issuer": kind["issuer"],
        "nationality": kind["nationality"],
        "residence_kind": kind["residence_kind"] if place else None,
        "country": "VN" if place else None,
        "commune": place.commune if place else None,
        "detail": place.detail if place else None,
    }
    for fact, name in person.facts.items():
        if value := facts.get(fact):
            yield name, value
    if card.name is not None:
        yield from ((box, str(part)) for box, part in recall.boxes_of(person, card.name).items())


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    return {row["kind"]: row for row in read_table("id_cards")}


def somebody_else(person: Person, card: IdCard, values: Mapping[str, Answer]) -> bool:
    """Whether another person than the card's has been told of in this role.

    Two numbers that differ decide it; without a number, two names that do.
    """
    number = values.get(person.id_number or "")
    if number is not None:
        return number not in (card.number, card.old_number)
    name = recall.name_of(person, values)
    return bool(name and card.name) and tone_key(name) != tone_key(card.name or "")


def roles_of(definition: Definition, card: IdCard, values: Mapping[str, Answer]) -> tuple[str, ...]:
    """The roles in which the bearer of the card has been told of, by number."""
    return tuple(
        person.role
        for person in definition.person
        if values.get(person.id_number or "") in (card.number, card.old_number or card.number)
    )


def link_between(definition: Definition, role: str, roles: tuple[str, ...]) -> Link | None:
    """The link by which `role` can recall one of `roles`."""
    return next((link for link in definition.link if link.role == role and link.to in roles), None)
