"""A kept answer as people read it, in Vietnamese: on declarations, slips and in packets."""

from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline
from lienthong_tui.people import lists, places
from lienthong_tui.people.dates import format_date, format_moment
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.questions import Field, Person

_HOME = "VN"
_TRUTH = {True: "Có", False: "Không"}


def home_of(outlined: Outline, person: Person) -> str:
    """Where a person lives: hamlet or street, then commune and province; abroad the country."""
    parts = []
    for fact in ("detail", "commune", "country"):
        field = outlined.group.fields.get(person.facts.get(fact, ""))
        answer = outlined.values.get(field.id) if field else None
        if field is not None and answer and (fact, answer) != ("country", _HOME):
            # A part may have been typed with a comma at its end.
            parts.append(known_answer(field, answer).rstrip(" ,;"))
    return ", ".join(filter(None, parts))


def known_answer(field: Field, answer: Answer | None) -> str:
    """As `shown_answer`; of a commune that was merged since, its code is still told."""
    try:
        return shown_answer(field, answer)
    except Problem:
        return str(answer)


def shown_answer(field: Field, answer: Answer | None) -> str:
    """The text of an answer: labels for codes, dd/mm/yyyy for dates; empty when there is none."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return _TRUTH[answer]
    text = str(answer)
    if field.type in ("date", "partial_date"):
        return format_date(text)
    if field.type == "moment":
        return format_moment(text)
    if field.type == "commune":
        return places.commune_label(text)
    if field.type == "province":
        return places.province(text).full_name
    if field.list:
        return lists.reference(field.list).get(text, text)
    return next((option.label.vi for option in field.options if option.value == text), text)
