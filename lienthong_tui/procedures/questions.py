"""What a definition asks: sections and fields, whom they tell of, and what helps to answer them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from lienthong_tui.procedures.elements import Data, Words

FieldType = Literal[
    "text",  # free text on one line
    "name",  # a person's name or a part of it (BLDS 2015, Điều 26)
    "id_number",  # 12-digit số định danh cá nhân
    "id_document",  # số định danh, or a passport number
    "date",  # an exact day
    "partial_date",  # a day, a month or a year (EDTF text)
    "moment",  # an exact day, with hour and minute where they are known (ISO 8601 text)
    "boolean",
    "integer",
    "choice",  # one of `options`, or of the reference list `list`
    "phone",
    "email",
    "province",  # 2-digit unit code
    "commune",  # 5-digit unit code; the province follows from it
]
Step = Literal[1, 2, 5]

DELIVERY_STEP = 5
"""The step of the portal that asks how results are collected."""

FACTS = (
    *("id_number", "birth", "phone", "sex", "id_issue_date", "id_issuer", "nationality"),
    *("residence_kind", "country", "commune", "detail"),
)
"""What is told of a person beside the name: the attributes of `Person` that hold a field id."""


class Option(Data, frozen=True):
    """One answer of a choice. `portal` is the portal's own text when it differs from `vi`, `plain`
    what a relative reads at the kiosk instead of the label; `also` are other words by which it is
    found when somebody types."""

    value: str
    label: Words
    plain: Words | None = None
    portal: str | None = None
    also: tuple[str, ...] = ()


class Section(Data, frozen=True):
    """Questions answered from one paper in hand, at one step of the portal.

    One with `repeat` is asked for as many people or things as the integer field `counted_by` says,
    at most `repeat`; its field ids begin with its own id, and `{n}` in words is the number of each
    (`unrolling`, which also sets `number`). `plain` is its title at the kiosk.
    """

    id: str
    step: Step
    title: Words
    plain: Words | None = None
    shown: str | None = None
    paper: Words | None = None
    repeat: Annotated[int, Meta(ge=2, le=20)] | None = None
    counted_by: str | None = None
    number: int | None = None


class Field(Data, frozen=True):
    """One question. `required` and `shown` are constants or CEL conditions.

    `portal` is the portal's control key; `derived` computes a read-only value instead of asking;
    `default` is offered where the portal offers it. `law` says where the question comes from.
    `years_ago` is when a date lies, at least and at most so many years back: it decides which year
    two digits mean, and judges nothing. `suggest` is a list of the office's own texts that help to
    type it, offered only while the commune in the field `suggest_in` is the desk's. `proposed`
    (CEL) is what earlier answers make likely: shown, and an answer only once it is confirmed.
    What is `sensitive` is masked when it is read back in a room full of people (Luật 91/2025/QH15).
    `ask` is the question as a relative is asked it at the kiosk, `why` the reason told there; what
    has no `ask` is left to the officer. Of a name in three boxes the first one asks for the whole.
    """

    id: str
    section: str
    type: FieldType
    label: Words
    portal: str | None = None
    options: tuple[Option, ...] = ()
    list: str | None = None
    shown: str | None = None
    required: bool | str = False
    default: str | int | bool | None = None
    derived: str | None = None
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    example: str | None = None
    years_ago: tuple[int, int] | None = None
    suggest: str | None = None
    suggest_in: str | None = None
    proposed: str | None = None
    help: Words | None = None
    ask: Words | None = None
    why: Words | None = None
    sensitive: bool = False
    law: str | None = None
    verified: bool = False

    @property
    def chosen(self) -> bool:
        """Whether it is answered by choosing from a list, not by typing a text."""
        return self.type in ("boolean", "choice", "commune", "province")


class Suggestion(Data, frozen=True, kw_only=True):
    """A list of texts that fields offer; what stands on it is the office's own (the overlay).

    `facilities` give name and address, `facility-names` and `facility-codes` only that, `hamlets`
    their name, `phrases` what is written there.
    """

    id: str
    kind: Literal["facilities", "facility-names", "facility-codes", "hamlets", "phrases"]
    title: Words


class Person(Data, frozen=True):
    """Which fields tell of one person: for search, labels, scanned cards, and recall.

    A name is one field (`name`) or three. Expressions read the whole of it as `<role>.full_name`.
    Whose card may be scanned to begin a filing `starts` one.
    """

    role: str
    label: Words
    name: str | None = None
    surname: str | None = None
    middle: str | None = None
    given: str | None = None
    id_number: str | None = None
    birth: str | None = None
    phone: str | None = None
    sex: str | None = None
    id_issue_date: str | None = None
    id_issuer: str | None = None
    nationality: str | None = None
    residence_kind: str | None = None
    country: str | None = None
    commune: str | None = None
    detail: str | None = None
    starts: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The field ids of the name, in the order a Vietnamese name is written."""
        named = (self.name, self.surname, self.middle, self.given)
        return tuple(part for part in named if part is not None)

    @property
    def fields(self) -> tuple[str, ...]:
        """The ids of every field that tells of the person."""
        return (*self.parts, *self.facts.values())

    @property
    def facts(self) -> Mapping[str, str]:
        """The field ids of everything but the name, by what they tell."""
        named = {fact: getattr(self, fact) for fact in FACTS}
        return {fact: field for fact, field in named.items() if field is not None}


class Link(Data, frozen=True):
    """Two roles that one person may have: what is told of `to` need not be told again of `role`.

    While `when` holds the two are the same person unless the officer keeps them apart; without
    `when` the officer says so. `to` is asked before `role`.
    """

    role: str
    to: str
    when: str | None = None


def expand(patterns: tuple[str, ...], field_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Field ids named by `patterns` (`child.*` or an id), in the patterns' order, once each."""
    named: dict[str, None] = {}
    for pattern in patterns:
        prefix = pattern.removesuffix("*")
        hits = (
            [i for i in field_ids if i.startswith(prefix)]
            if pattern.endswith(".*")
            else [i for i in field_ids if i == pattern]
        )
        named.update(dict.fromkeys(hits))
    return tuple(named)
