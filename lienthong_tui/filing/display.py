"""A kept answer as people read it, in Vietnamese: on declarations, slips and in packets."""

from collections.abc import Iterable

from lienthong_tui.filing.events import Answer
from lienthong_tui.people import lists, places
from lienthong_tui.people.dates import format_date, format_moment
from lienthong_tui.procedures.definition import Field

_TRUTH = {True: "Có", False: "Không"}


def one_line(parts: Iterable[str]) -> str:
    """Parts of an address one after another; one may have been typed with a comma at its end."""
    return ", ".join(told for part in parts if (told := part.rstrip(" ,;")))


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
