"""Handing results over to the citizen, and the fees that were taken (desk practice, §4.8–9)."""

from collections.abc import Iterable, Mapping

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.projecting import hands_out
from lienthong_tui.filing.agency_events import Collected, TakenBack, Told
from lienthong_tui.filing.events import FeesTaken
from lienthong_tui.filing.fees import Charge, charges
from lienthong_tui.filing.telling import said_now
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.definition import Component
from lienthong_tui.procedures.outcomes import leads_from
from lienthong_tui.procedures.questions import expand
from lienthong_tui.text.clean import clean

RETURNED = "returned"
"""The outcome that a result in the citizen's hands is."""

LONGEST = 200
MOST_COPIES = 99
MOST_AMOUNT = 10**9


def ready(draft: Draft) -> tuple[str, ...]:
    """The procedures whose result the desk has still to hand over."""
    return tuple(
        name
        for name in draft.filing.procedures
        if may_be_returned(draft, name) and hands_out(draft.group, draft.filing, name)
    )


def may_be_returned(draft: Draft, procedure: str) -> bool:
    """Whether there is a result of the procedure that may be in the citizen's hands."""
    return leads_from(draft.filing.status(procedure) or "", RETURNED)


def copies_asked(draft: Draft, procedures: Iterable[str]) -> int | None:
    """How many copies were asked for of what these procedures yield; None: nothing was."""
    chosen = set(procedures)
    fields = {
        name
        for procedure in draft.group.definition.procedure
        if procedure.id in chosen
        for name in expand(procedure.fields, tuple(draft.group.fields))
    }
    counted = (fee.count for fee in draft.group.definition.fee if fee.count in fields)
    found = (draft.outlined.values.get(name or "") for name in counted)
    return next((count for count in found if isinstance(count, int)), None)


def originals(draft: Draft, procedures: Iterable[str]) -> tuple[Component, ...]:
    """The papers whose originals are taken in when these results are handed over."""
    chosen = set(procedures)
    named = {
        component
        for procedure in draft.group.definition.procedure
        if procedure.id in chosen
        for component in procedure.components
    }
    given = {attached.component for attached in draft.filing.attachments} & named
    return tuple(
        component
        for component in draft.group.definition.component
        if component.id in given and component.original is not None
    )


def hand_over(desk: Desk, draft: Draft, procedures: Iterable[str], handed: Collected) -> Draft:
    """The filing after the results of `procedures` came into the citizen's hands.

    Errors: Problem("handed-nothing"), ("handed-early") with `status`, ("handed-name"),
    ("handed-authority"), ("handed-unsigned"), ("handed-copies"), ("handed-original") with `name`,
    ("told-long"); those of `clean` and `drafting.record`.
    """
    chosen = tuple(procedures)
    if not chosen:
        raise Problem("handed-nothing")
    for name in chosen:
        if not may_be_returned(draft, name):
            raise Problem("handed-early", status=draft.filing.status(name) or "")
    checked = _checked(draft, chosen, handed)
    now = desk.clock()
    act = uuid7(now) if len(chosen) > 1 else None
    facts = [
        Told(
            id=uuid7(now),
            procedure=name,
            outcome=RETURNED,
            said_at=said_now(draft.filing, chosen, now).isoformat(timespec="seconds"),
            source="desk",
            collected=checked,
            act=act,
        )
        for name in chosen
    ]
    return drafting.record(desk, draft, *facts)


def _checked(draft: Draft, procedures: tuple[str, ...], handed: Collected) -> Collected:
    name, authority = _short(handed.name), _short(handed.authority)
    if handed.receiver == "elsewhere":
        return Collected(receiver="elsewhere")
    if handed.receiver == "requester":
        name = ""  # the filing has it: what was typed was meant for somebody else
    elif not name:
        raise Problem("handed-name")
    if handed.receiver != "authorised":
        authority = ""
    elif not authority:
        raise Problem("handed-authority")
    if handed.signed is None:
        raise Problem("handed-unsigned")
    if not 0 <= handed.copies <= MOST_COPIES:
        raise Problem("handed-copies", most=MOST_COPIES)
    known = {component.id for component in originals(draft, procedures)}
    for component in handed.originals:
        if component not in known:
            raise Problem("handed-original", name=component)
    return Collected(
        handed.receiver, name, authority, handed.originals, handed.copies, handed.signed
    )


def charged(draft: Draft) -> tuple[Charge, ...]:
    """What the filing costs, as its own law and settings have it."""
    return charges(draft.outlined, draft.office)


def take_fees(
    desk: Desk, draft: Draft, amounts: Mapping[str, int], *, receipt: str = "", exempt: str = ""
) -> Draft:
    """The filing after fees (đồng, by id) were taken against an official receipt, or were not, and
    why.

    Errors: Problem("fees-receipt") where money has no receipt, ("fees-exempt") where nothing says
    why there was none, ("fees-unknown") with `name`, ("fees-amount"), ("fees-already") where the
    contrary is recorded; those of `drafting.record`.
    """
    known = {charge.fee.id for charge in charged(draft)}
    for name, amount in amounts.items():
        if name not in known:
            raise Problem("fees-unknown", name=name)
        if not 0 < amount <= MOST_AMOUNT:
            raise Problem("fees-amount")
    receipt, exempt = _short(receipt), _short(exempt)
    if amounts and not receipt:
        raise Problem("fees-receipt")
    if not amounts and not exempt:
        raise Problem("fees-exempt")
    if any(bool(taken.amounts) != bool(amounts) for taken in draft.filing.fees):
        raise Problem("fees-already")
    fact = FeesTaken(
        id=uuid7(desk.clock()),
        amounts=dict(amounts),
        receipt=receipt if amounts else "",
        exempt="" if amounts else exempt,
    )
    return drafting.record(desk, draft, fact)


def take_back_fees(desk: Desk, draft: Draft, fees: str, reason: str) -> Draft:
    """The filing without a payment (by id) that was written down by mistake.

    Errors: Unusable("reason-empty"), ("told-gone"); those of `drafting.record`.
    """
    if not (reason := _short(reason)):
        raise Unusable("reason-empty")
    if fees not in {taken.id for taken in draft.filing.fees}:
        raise Unusable("told-gone")
    return drafting.record(desk, draft, TakenBack(told=fees, reason=reason))


def _short(text: str) -> str:
    cleaned = clean(text)
    if len(cleaned) > LONGEST:
        raise Problem("told-long", length=len(cleaned), most=LONGEST)
    return cleaned
