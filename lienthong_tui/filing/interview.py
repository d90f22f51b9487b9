"""A filing asked one question at a time, from the same definition as the officer's pages.

What the interview comes to is worked out anew from the answers: an answer that opens or closes
questions changes what comes next, and nothing has to be remembered but where one is.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from lienthong_tui.filing import recall
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline
from lienthong_tui.procedures.questions import Field, Person


class Question(Struct, frozen=True):
    """One question. `field` takes the answer; of a whole name, `boxes` are all it is split into."""

    section: str
    field: str
    boxes: tuple[str, ...]


class ReadBack(Struct, frozen=True):
    """What was said of one person, or of what happened, to be read out and put right."""

    section: str


Step = Question | ReadBack


class Part(Struct, frozen=True):
    """Where a step stands: the `number`-th of so many sections that are asked."""

    section: str
    number: int
    of: int


def steps(outlined: Outline) -> tuple[Step, ...]:
    """Everything that is asked as the filing is answered, in order.

    What the definition gives no question for (`Field.ask`) is the officer's; what is told of
    somebody in another role is not asked again. A section that tells of a person, or of when
    something happened, ends with that being read back.
    """
    group = outlined.group
    asked = _asked(outlined)
    found: list[Step] = []
    for section in group.definition.section:
        questions = asked.get(section.id, ())
        found += questions
        if any(
            q.field in group.tells_of or group.fields[q.field].type == "moment" for q in questions
        ):
            found.append(ReadBack(section.id))
    return tuple(found)


def questions_of(outlined: Outline, section: str) -> tuple[Question, ...]:
    """What is asked of a section."""
    return tuple(_asked(outlined).get(section, ()))


def _asked(outlined: Outline) -> dict[str, list[Question]]:
    """What is asked, by section: gone through once, for a kiosk does so at every key."""
    found: dict[str, list[Question]] = {}
    for field in outlined.fields:
        if field.ask is not None and field.id not in outlined.recalled:
            boxes = _boxes(outlined.group.tells_of.get(field.id), field)
            question = Question(field.section, field.id, boxes)
            found.setdefault(field.section, []).append(question)
    return found


def whose_name(outlined: Outline, question: Question) -> Person:
    """The person whose whole name a question with several boxes asks for."""
    return next(p for p in outlined.group.definition.person if p.parts == question.boxes)


def given(outlined: Outline, question: Question, text: str | bool) -> dict[str, Any]:
    """What is answered, by field: a whole name goes into its boxes, in place of what was there."""
    if len(question.boxes) == 1:
        return {question.field: text}
    split = recall.boxes_of(whose_name(outlined, question), str(text))
    return {box: split.get(box) for box in question.boxes}


def _boxes(person: Person | None, field: Field) -> tuple[str, ...]:
    """The boxes of a name that is asked as a whole, in its first one; else the field alone."""
    return person.parts if person and person.parts[:1] == (field.id,) else (field.id,)


def key_of(step: Step) -> str:
    """What a step is known by while the others around it come and go."""
    return step.field if isinstance(step, Question) else f"#{step.section}"


def is_answered(step: Step, filing: Filing) -> bool:
    """Whether something was said to a question, were it that one does not know."""
    if isinstance(step, ReadBack):
        return False
    return step.field in filing.answers or step.field in filing.unsure


def resume(found: Sequence[Step], filing: Filing) -> str | None:
    """Where to go on: at the first question nothing was said to; None when there is none."""
    return next(
        (s.field for s in found if isinstance(s, Question) and not is_answered(s, filing)), None
    )


def beside(found: Sequence[Step], at: str, by: int) -> str | None:
    """The step before (-1) or after (1) the one known as `at`, which is one of them; None beyond
    the ends. (An answer opens and closes only what comes behind it.)"""
    keys = [key_of(step) for step in found]
    place = keys.index(at) + by
    return keys[place] if 0 <= place < len(keys) else None


def part(found: Sequence[Step], at: str) -> Part:
    """Which section of how many a step stands in."""
    sections = list(dict.fromkeys(step.section for step in found))
    here = next((step.section for step in found if key_of(step) == at), sections[0])
    return Part(here, sections.index(here) + 1, len(sections))
