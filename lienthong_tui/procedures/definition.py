"""The shape of a definition file: everything about a procedure group that a ministry can change.

`data/procedures/<group>.toml` is decoded into these frozen structs and checked by `loading`.
Expressions are CEL texts (`expressions`); ids are lower-case words joined by `-`, `_` and `.`.
Each part carries where it comes from (`law`) and `verified`, which means one thing: somebody saw it
at its source. The source of a field, its options and its key is the portal; of what rests on law,
the signed text; of a rule that only compares answers with one another, those answers. What is not
verified is shown to the officer as "chưa xác minh".
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

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
Level = Literal["error", "warning", "info"]
Step = Literal[1, 2, 5]


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Dated(_Data, frozen=True, kw_only=True):
    """What is in force from one day to another, both inclusive; for good when no end is given."""

    effective_from: date
    effective_to: date | None = None

    @property
    def until(self) -> date:
        """The last day in force."""
        return self.effective_to or date.max

    def in_force(self, day: date) -> bool:
        """Whether `day` lies between the first and the last day."""
        return self.effective_from <= day <= self.until

    def meets(self, other: "Dated") -> bool:
        """Whether both are in force on some day."""
        return max(self.effective_from, other.effective_from) <= min(self.until, other.until)


class Words(_Data, frozen=True):
    """One sentence or label in both languages; both are required."""

    vi: str
    en: str


class Code(_Data, frozen=True):
    """An official code of the group: `legal` is printed, `route` opens the portal's page."""

    kind: Literal["legal", "route"]
    value: str
    when: str | None = None
    law: str | None = None
    verified: bool = False


class Option(_Data, frozen=True):
    """One answer of a choice. `portal` is the portal's own text when it differs from `vi`, `plain`
    what a relative reads at the kiosk instead of the label."""

    value: str
    label: Words
    plain: Words | None = None
    portal: str | None = None


class Section(_Data, frozen=True):
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


class Field(_Data, frozen=True):
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


class Suggestion(_Data, frozen=True, kw_only=True):
    """A list of texts that fields offer; what stands on it is the office's own (the overlay).

    `facilities` give name and address, `facility-names` and `facility-codes` only that, `hamlets`
    their name, `phrases` what is written there.
    """

    id: str
    kind: Literal["facilities", "facility-names", "facility-codes", "hamlets", "phrases"]
    title: Words


class Person(_Data, frozen=True):
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


DELIVERY_STEP = 5
"""The step of the portal that asks how results are collected."""

FACTS = (
    *("id_number", "birth", "phone", "sex", "id_issue_date", "id_issuer", "nationality"),
    *("residence_kind", "country", "commune", "detail"),
)
"""What is told of a person beside the name: the attributes of `Person` that hold a field id."""


class Link(_Data, frozen=True):
    """Two roles that one person may have: what is told of `to` need not be told again of `role`.

    While `when` holds the two are the same person unless the officer keeps them apart; without
    `when` the officer says so. `to` is asked before `role`.
    """

    role: str
    to: str
    when: str | None = None


class Agency(_Data, frozen=True):
    """Who decides. `{commune}` in the name is the first answered commune among `places`."""

    id: str
    name: Words
    places: tuple[str, ...] = ()
    law: str | None = None
    verified: bool = False


class Component(_Data, frozen=True):
    """A paper the dossier needs. `code` is neutral: other agencies' packets list only it.

    `absence` says whether a required paper may be missing with a written reason. `original` is what
    has to be shown or handed in when the result is collected, where `name` is that of its copy.
    `database` is where the agency reads what the paper says: it is not asked for, and why it is
    taken all the same is recorded (NQ 66.7/2025/NQ-CP).
    """

    id: str
    code: str
    name: Words
    shown: str | None = None
    required: bool | str = False
    absence: Literal["refused", "reason"] = "refused"
    original: Words | None = None
    database: Words | None = None
    help: Words | None = None
    law: str | None = None
    verified: bool = False


class FormPart(_Data, frozen=True):
    """A headed part of a declaration: field ids, or `section.*` patterns, in printing order.

    What has no answer is a line to write on, unless `only_answered` leaves it out.
    """

    title: Words
    fields: tuple[str, ...]
    only_answered: bool = False


class FootLine(Words, frozen=True):
    """A note or the caption of a signature under a declaration, printed while `shown` holds."""

    shown: str | None = None


class Form(_Data, frozen=True, kw_only=True):
    """A declaration printed from the answers.

    `parts` are all it may print. `template` is its statutory layout, a file of `data/forms` without
    its ending; without one the parts are laid out one below another. `copies` are printed of it in
    the set to sign. A `preview` shows a form whose text nobody has seen: it goes into no packet.
    """

    id: str
    title: Words
    agency: str
    parts: tuple[FormPart, ...]
    template: str | None = None
    copies: Annotated[int, Meta(ge=0, le=9)] = 1
    preview: bool = False
    shown: str | None = None
    signatures: tuple[FootLine, ...] = ()
    notes: tuple[FootLine, ...] = ()
    law: str
    verified: bool = False


class Procedure(_Data, frozen=True, kw_only=True):
    """One procedure of the group and exactly what its agency is given.

    `fields` (ids or `prefix.*`) and `components` are all its packet may hold; `awaits` names what
    an earlier procedure must yield before this one can be decided. `pays` says whether money comes
    of it; definitions before version 0.7 do not say. `handed_out` (CEL) is whether the desk hands
    its result over; definitions before 0.8 do not say, and then what yields something is.
    """

    id: str
    name: Words
    agency: str
    fields: tuple[str, ...]
    components: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    shown: str | None = None
    yields: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    pays: bool | None = None
    handed_out: str | None = None
    law: str
    verified: bool = False


class Result(_Data, frozen=True, kw_only=True):
    """What a procedure yields beside its decision: a number that is written down when told.

    `of` is the role of the person it is the ID number of; definitions before 0.8 do not say.
    """

    id: str
    label: Words
    type: Literal["text", "id_number"] = "text"
    of: str | None = None
    example: str | None = None


class Again(_Data, frozen=True, kw_only=True):
    """A second filing out of a completed one, such as for a twin: the answers that go along.

    `fields` are ids or `prefix.*` patterns. Notices, reasons, papers and the pledge never go along.
    """

    name: Words
    fields: tuple[str, ...]


class Scheme(Dated, frozen=True, kw_only=True):
    """A set of deadlines an office can choose while the law is unsettled, and when it may."""

    id: str
    name: Words
    cut_off: str
    law: str
    verified: bool = False


class Deadline(_Data, frozen=True, kw_only=True):
    """How long one procedure may take under a scheme, in working days from reception.

    `working_days` absent: no text names a term. `with_inquiry` holds when the agency must verify.
    `alone`: it is the term of the procedure by itself, which runs from what it waits for.
    """

    scheme: str
    procedure: str
    working_days: int | None = None
    with_inquiry: int | None = None
    alone: bool = False
    basis: Words
    law: str
    verified: bool = False


class Fee(_Data, frozen=True, kw_only=True):
    """What a citizen pays, in đồng; `amount` is absent where the province or a tariff sets it.

    It is due while `when` holds, as many times as the integer field `count` says, and waived while
    `exempt` holds, for the reason in `exemption`, which is told to everybody.
    """

    id: str
    name: Words
    amount: Annotated[int, Meta(ge=0)] | None = None
    count: str | None = None
    when: str | None = None
    exempt: str | None = None
    exemption: Words | None = None
    law: str
    verified: bool = False


class Referral(_Data, frozen=True, kw_only=True):
    """What is not filed as this group: said gently, with where to go and what to bring there.

    An office may take it all the same (`Overlay.relaxed`): then its rules only inform.
    """

    id: str
    title: Words
    text: Words
    where: Words
    bring: tuple[Words, ...] = ()
    law: str
    verified: bool = False


class Rule(_Data, frozen=True, kw_only=True):
    """A check over the answers: `when` true means the message applies.

    An error blocks completion, a warning asks for one of `reasons` (or free text), info tells.
    `field` is where the officer is taken; `referral` names what is done elsewhere instead.
    """

    id: str
    level: Level
    when: str
    message: Words
    field: str
    reasons: tuple[Words, ...] = ()
    referral: str | None = None
    law: str
    verified: bool = False


class Definition(Dated, frozen=True, kw_only=True):
    """A procedure group as the law has it between two days.

    `short` heads its pages; `label_person` is the role a filing is called by; `component_bytes` is
    what the portal takes at most for all files of one component. `database_reasons` are offered
    when a paper is taken whose contents a database holds. `correction` is the referral that is
    printed when a mistake is found after registration.
    """

    group: str
    version: str
    name: Words
    short: Words
    law: str
    verified: bool
    label_person: str
    component_bytes: int
    database_reasons: tuple[Words, ...] = ()
    code: tuple[Code, ...]
    section: tuple[Section, ...]
    field: tuple[Field, ...]
    person: tuple[Person, ...]
    agency: tuple[Agency, ...]
    component: tuple[Component, ...]
    form: tuple[Form, ...]
    procedure: tuple[Procedure, ...]
    result: tuple[Result, ...] = ()
    scheme: Annotated[tuple[Scheme, ...], Meta(min_length=1)]
    deadline: tuple[Deadline, ...]
    rule: tuple[Rule, ...]
    referral: tuple[Referral, ...] = ()
    suggestion: tuple[Suggestion, ...] = ()
    fee: tuple[Fee, ...] = ()
    link: tuple[Link, ...] = ()
    again: Again | None = None
    correction: str | None = None


_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("value",),
    "person": ("role",),
    "deadline": ("scheme", "procedure"),
    "link": ("role", "to"),
}


def named(kind: str, entry: Mapping[str, Any]) -> str:
    """What an item is called in mistakes and changes: `rule many-copies`, `deadline law/copy`."""
    parts = (str(entry.get(part, "")) for part in _NAMES.get(kind, ("id",)))
    return f"{kind} {'/'.join(parts)}"


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
