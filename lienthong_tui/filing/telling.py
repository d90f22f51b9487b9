"""What an agency said of a procedure, read into what is kept: checked against law and status.

Typed off the portal, a phone call or a letter, or taken from a signed reply: the same `Said`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lienthong_tui.filing.agency_events import Collected, Source, Told, Wanted
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.recall import person_in
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.people.id_number import id_facts
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.definition import Definition, Procedure, Result
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.outcomes import Outcome, leads_from
from lienthong_tui.procedures.questions import Field, expand
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import printable

LONGEST = 1_000
"""Letters of a reason or an item: what is longer was pasted by mistake."""
MOST_ITEMS = 40
MOST_AMOUNT = 10**12
_AHEAD = timedelta(minutes=10)  # two clocks are never quite the same


@dataclass(frozen=True)
class Said:
    """What an agency said of one procedure. `said_at` is when the agency said it (aware).

    `results` are by result id, as typed; `reply` is the hex SHA-256 of the file it came in, to a
    packet of `round`.
    """

    procedure: str
    outcome: str
    said_at: datetime
    source: Source
    number: str = ""
    reason: str = ""
    items: tuple[Wanted, ...] = ()
    results: Mapping[str, str] = field(default_factory=dict)
    amount: int | None = None
    until: date | None = None
    collected: Collected | None = None
    reply: str | None = None
    round: int | None = None


def read_said(definition: Definition, filing: Filing, said: Said, now: datetime) -> Told:
    """What is kept of it: only what its outcome asks for.

    What is typed has to follow the status, unless something said later is known already; what came
    in a reply is kept in any order. Errors: Problem("told-ahead") and ("told-before") with `at`,
    ("told-order") with `status` and `outcome`; those of `read_details`, `_check_persons`.
    """
    outcome, details = read_details(definition, said, now)
    _check_persons(definition, filing, details.get("results", {}))
    status = filing.status(said.procedure)
    if status is None:
        raise _unknown(definition, None)
    if said.said_at > now + _AHEAD:
        raise Problem("told-ahead", at=said.said_at)
    if local_day(said.said_at) < local_day(datetime.fromisoformat(filing.started.received)):
        raise Problem("told-before", at=said.said_at)
    if (
        said.reply is None
        and not leads_from(status, outcome.id)
        and not is_late(filing, said.procedure, said.said_at)
    ):
        raise Problem("told-order", status=status, outcome=outcome.name)
    return Told(
        id=uuid7(now),
        procedure=said.procedure,
        outcome=outcome.id,
        said_at=said.said_at.isoformat(timespec="seconds"),
        source=said.source,
        reply=said.reply,
        round=said.round,
        **details,
    )


def read_details(
    definition: Definition, said: Said, now: datetime
) -> tuple[Outcome, dict[str, Any]]:
    """The outcome that is said, and what is kept of what goes with it: whatever the filing is.

    Errors: Problem("told-unknown") with the ids of `procedures` and `outcomes` there are,
    ("told-many"), ("told-missing") with `what`, ("told-until") for a new date that has passed,
    ("told-result-unknown") and ("told-item-unknown") with `name`, ("told-long"), ("told-amount");
    those of `read_answer` and of `clean`.
    """
    outcome = outcomes.shipped().get(said.outcome)
    procedure = next((p for p in definition.procedure if p.id == said.procedure), None)
    if outcome is None or procedure is None or not outcome.may_be_said_of(procedure):
        raise _unknown(definition, procedure)
    given: dict[str, Any] = {
        "number": _text(said.number),
        "reason": _text(said.reason),
        "items": _items(definition, procedure, said.items),
        "results": _results(definition, procedure, said.results, local_day(now)),
        "amount": _amount(said.amount),
        "until": _until(said),
        "collected": said.collected,
    }
    for detail in outcome.required:
        if not given[detail]:
            raise Problem("told-missing", what=f"told-{detail}")
    return outcome, {detail: given[detail] for detail in outcome.asks if given[detail]}


def _unknown(definition: Definition, procedure: Procedure | None) -> Problem:
    """Naming what may be said, of the procedure where there is one."""
    of = [procedure] if procedure else definition.procedure
    may = [o.id for o in outcomes.shipped().values() if any(o.may_be_said_of(p) for p in of)]
    return Problem("told-unknown", procedures=[p.id for p in definition.procedure], outcomes=may)


def yielded(definition: Definition, procedure: str) -> tuple[Result, ...]:
    """What a procedure yields; definitions before version 0.7 only name it."""
    described = {result.id: result for result in definition.result}
    named = next(p.yields for p in definition.procedure if p.id == procedure)
    return tuple(described.get(name) or Result(id=name, label=Words(name, name)) for name in named)


def read_result(result: Result, text: str, today: date) -> str:
    """A result as it is kept. Errors: those of `read_answer`."""
    field = Field(id=result.id, section="", type=result.type, label=result.label)
    return str(read_answer(field, text, today=today))


def _check_persons(definition: Definition, filing: Filing, results: Mapping[str, str]) -> None:
    """An ID number that is yielded is that of its person, as far as the filing can tell.

    Errors: Problem("told-result-other") with the `person` of the filing whose it is,
    ("told-result-person") with the `person` whose sex or year of birth it is not.
    """
    known = {result.id: result for result in definition.result}
    for name, number in results.items():
        if name not in known or known[name].of is None:
            continue
        bearer = person_in(definition, known[name].of or "")
        for person in definition.person:
            own = filing.answers.get(person.id_number or "")
            if own == number and person.role != bearer.role:
                raise Problem("told-result-other", person=person.label)
        facts = id_facts(number)
        sex = filing.answers.get(bearer.sex or "", facts.sex)
        birth = str(filing.answers.get(bearer.birth or "", facts.birth_year))
        if sex != facts.sex or not birth.startswith(str(facts.birth_year)):
            raise Problem("told-result-person", person=bearer.label)


def is_late(filing: Filing, procedure: str, said_at: datetime) -> bool:
    """Whether something that was said of a procedure after that moment is known already."""
    return any(
        told.procedure == procedure and datetime.fromisoformat(told.said_at) > said_at
        for told in filing.told
    )


def said_now(filing: Filing, procedures: Iterable[str], now: datetime) -> datetime:
    """When the desk says something itself of `procedures`: after all that was said of them, also
    where an agency's clock was ahead, or that of the desk was set back."""
    of = set(procedures)
    before = (datetime.fromisoformat(t.said_at) for t in filing.told if t.procedure in of)
    return max(now, *before)


def still_awaited(definition: Definition, filing: Filing, procedure: str) -> tuple[Result, ...]:
    """What a decided procedure was to yield, others wait for, and nobody told."""
    if not outcomes.is_decided(filing.status(procedure) or ""):
        return ()
    awaited = {name for packet in filing.packets for name in packet.awaited}
    return tuple(
        result
        for result in yielded(definition, procedure)
        if result.id in awaited and result.id not in filing.results
    )


def _results(
    definition: Definition, procedure: Procedure, given: Mapping[str, str], today: date
) -> dict[str, str]:
    known = {result.id: result for result in yielded(definition, procedure.id)}
    for name in given:
        if name not in known:
            raise Problem("told-result-unknown", name=name)
    return {
        name: read_result(known[name], text, today) for name, text in given.items() if text.strip()
    }


def _items(
    definition: Definition, procedure: Procedure, given: tuple[Wanted, ...]
) -> tuple[Wanted, ...]:
    if len(given) > MOST_ITEMS:
        raise Problem("told-many", count=len(given), most=MOST_ITEMS)
    asked = tuple(field.id for field in definition.field if field.derived is None)
    fields = expand(procedure.fields, asked)
    for item in given:
        for name, known in ((item.field, fields), (item.component, procedure.components)):
            if name is not None and name not in known:
                raise Problem("told-item-unknown", name=name)
    return tuple(Wanted(_text(item.text), item.field, item.component) for item in given)


def _text(text: str) -> str:
    cleaned = clean(text)
    if len(cleaned) > LONGEST:
        raise Problem("told-long", length=len(cleaned), most=LONGEST)
    return printable(cleaned, cleaned[:20])


def _until(said: Said) -> date | None:
    if said.until is not None and said.until <= local_day(said.said_at):
        raise Problem("told-until", until=said.until)
    return said.until


def _amount(amount: int | None) -> int | None:
    if amount is not None and not 0 < amount <= MOST_AMOUNT:
        raise Problem("told-amount", highest=f"{MOST_AMOUNT:,}".replace(",", "."))
    return amount
