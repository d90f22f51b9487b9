"""The shape of a definition file: everything about a procedure group that a ministry can change.

`data/procedures/<group>.toml` is decoded into these frozen structs and checked by `loading`; the
shapes of what it asks are in `questions`. Expressions are CEL texts (`expressions`); ids are
lower-case words joined by `-`, `_` and `.`.
Each part carries where it comes from (`law`) and `verified`, which means one thing: somebody saw it
at its source. The source of a field, its options and its key is the portal; of what rests on law,
the signed text; of a rule that only compares answers with one another, those answers. What is not
verified is shown to the officer as "chưa xác minh".
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from lienthong_tui.procedures.elements import Data, Dated, Words
from lienthong_tui.procedures.questions import Field, Link, Person, Section, Suggestion

Level = Literal["error", "warning", "info"]


class Code(Data, frozen=True):
    """An official code of the group: `legal` is printed, `route` opens the portal's page."""

    kind: Literal["legal", "route"]
    value: str
    when: str | None = None
    law: str | None = None
    verified: bool = False


class Agency(Data, frozen=True):
    """Who decides. `{commune}` in the name is the first answered commune among `places`."""

    id: str
    name: Words
    places: tuple[str, ...] = ()
    law: str | None = None
    verified: bool = False


class Component(Data, frozen=True):
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


class FormPart(Data, frozen=True):
    """A headed part of a declaration: field ids, or `section.*` patterns, in printing order.

    What has no answer is a line to write on, unless `only_answered` leaves it out.
    """

    title: Words
    fields: tuple[str, ...]
    only_answered: bool = False


class FootLine(Words, frozen=True):
    """A note or the caption of a signature under a declaration, printed while `shown` holds."""

    shown: str | None = None


class Form(Data, frozen=True, kw_only=True):
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


class Procedure(Data, frozen=True, kw_only=True):
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


class Result(Data, frozen=True, kw_only=True):
    """What a procedure yields beside its decision: a number that is written down when told.

    `of` is the role of the person it is the ID number of; definitions before 0.8 do not say.
    """

    id: str
    label: Words
    type: Literal["text", "id_number"] = "text"
    of: str | None = None
    example: str | None = None


class Again(Data, frozen=True, kw_only=True):
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


class Deadline(Data, frozen=True, kw_only=True):
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


class Fee(Data, frozen=True, kw_only=True):
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


class Referral(Data, frozen=True, kw_only=True):
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


class Rule(Data, frozen=True, kw_only=True):
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
