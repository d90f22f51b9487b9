"""What agencies say of a filing's procedures, recorded and acted upon.

Once everything a procedure waits for is known, the packet that brings it is sealed in the same
transaction as the news.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from lienthong_tui.desk import drafting, sealing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import supplements
from lienthong_tui.filing.agency_events import (
    SealedPacket,
    TakenBack,
    Told,
)
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import Expected, Since, expected_dates, local_day, start_later
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.recall import person_in
from lienthong_tui.filing.telling import Said, read_said, yielded
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.packets.contents import PacketResult
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.outcomes import counts_from, is_decided, is_granted, shipped
from lienthong_tui.store import projections
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.clean import clean


def tell(desk: Desk, draft: Draft, said: Sequence[Said]) -> Draft:
    """The filing after what was `said`: all of it or nothing.

    Errors: Problem("told-not-completed"), ("told-result-taken"); those of `read_said`, `sealing`
    and `Desk.append`.
    """
    if draft.filing.completed is None:
        raise Problem("told-not-completed")
    now, definition = desk.clock(), draft.group.definition
    facts = [read_said(definition, draft.filing, each, now) for each in said]
    for fact in facts:
        _check_nobody_elses(desk, draft, fact)
    if len(facts) > 1:  # said at once, and taken back at once
        act = uuid7(now)
        facts = [structs.replace(fact, act=act) for fact in facts]
    return _record(desk, draft, [counted(desk, draft, fact) for fact in facts])


def _check_nobody_elses(desk: Desk, draft: Draft, told: Told) -> None:
    """An ID number that is yielded was given to nobody else in a filing of this group: twins are
    one key apart. Errors: Problem("told-result-taken") with the `reference` of that filing."""
    of = {result.id: result.of for result in draft.group.definition.result if result.of}
    for name, number in told.results.items():
        roles = projections.roles_of(desk.db, number) if name in of else {}
        for filing, found in roles.items():
            line = projections.line_of(desk.db, filing)
            alike = line is not None and line.group == draft.group.definition.group
            if filing != draft.filing.id and of[name] in found and alike:
                raise Problem("told-result-taken", reference=line and line.reference)


def counted(desk: Desk, draft: Draft, told: Told) -> Told:
    """The same with the date that is counted from it, frozen as it is counted now."""
    outcome = shipped()[told.outcome]
    if not counts_from(draft.filing.status(told.procedure) or "", outcome):
        return told
    since: Since = "supplement" if outcome.desk else "reception"
    if outcome.clock == "resumes":
        since = "resumption"
    (expected,) = count(desk, draft, (told.procedure,), told.said_at, since)
    return structs.replace(told, expected=expected)


def count(
    desk: Desk, draft: Draft, procedures: tuple[str, ...], at: str, since: Since
) -> tuple[Expected, ...]:
    """The expected dates counted `since` a moment (ISO 8601): by the terms the filing is pinned to,
    over the days off as they are known today."""
    days = office_calendar(desk.office.days)
    received = datetime.fromisoformat(at)
    return expected_dates(draft.group, draft.office, days, procedures, received, since)


def take_back(desk: Desk, draft: Draft, told: str, reason: str) -> Draft:
    """The filing after something told was found to be a mistake of writing down, with whatever was
    written down in the same act.

    Where what was right before is known, it goes after what brought the wrong result. Errors:
    Unusable("reason-empty"), ("told-gone"); those of `clean` and of `Desk.append`.
    """
    if not (reason := clean(reason)):
        raise Unusable("reason-empty")
    if told not in {each.id for each in draft.filing.told}:
        raise Unusable("told-gone")
    act = next(each.act for each in draft.filing.told if each.id == told)
    together = [each.id for each in draft.filing.told if act is not None and each.act == act]
    return _record(desk, draft, [TakenBack(told=t, reason=reason) for t in together or [told]])


def _record(desk: Desk, draft: Draft, facts: Sequence[Told | TakenBack]) -> Draft:
    """The filing after `facts`, what nobody asks for any more put back, and what others waited for
    on its way to them."""
    with writing(desk.db):
        draft = drafting.record(desk, draft, *facts)
        undo = supplements.undoing(draft.group.definition, draft.filing, draft.outlined)
        if undo:
            draft = drafting.record(desk, draft, *undo)
        if due := _waiting_for(draft.filing):
            # What an older version sealed has to be of a format that can be followed.
            sealing.up_to_date(desk, draft.filing.id)
            draft = _bring_awaited(desk, drafting.reopen(desk, draft.filing.id), due)
    return draft


def _waiting_for(filing: Filing) -> list[SealedPacket]:
    """The packets whose results are all known and have not been brought as they are now.

    Nothing is brought to who has refused already, unless something wrong was before.
    """
    results = filing.results
    return [
        packet
        for packet in (filing.completed.packets if filing.completed else ())
        if packet.awaited
        and results.keys() >= set(packet.awaited)
        and (brought := _brought(filing, packet))
        != {name: results[name] for name in packet.awaited}
        and (brought is not None or not _is_over(filing, packet))
    ]


def _is_over(filing: Filing, packet: SealedPacket) -> bool:
    """Whether every procedure of a packet ended without what was asked for."""
    statuses = [filing.status(name) or "" for name in packet.procedures]
    return all(is_decided(status) and not is_granted(status) for status in statuses)


def _brought(filing: Filing, packet: SealedPacket) -> dict[str, str] | None:
    """The results that were last brought to the agency of a packet."""
    for later in reversed(filing.followed_up):
        if later.why == "awaited" and packet.agency in {each.agency for each in later.packets}:
            return {name: later.results[name] for name in packet.awaited if name in later.results}
    return None


def _bring_awaited(desk: Desk, draft: Draft, due: Sequence[SealedPacket]) -> Draft:
    definition, filing = draft.group.definition, draft.filing
    awaited = {name for packet in due for name in packet.awaited}
    subject = person_in(definition, definition.label_person)
    fact = sealing.follow_up(
        desk,
        filing,
        {packet.agency for packet in due},
        why="awaited",
        results={name: _as_result(definition, filing, name) for name in awaited},
        # Whose result it is: a number given to the wrong child does harm for a lifetime.
        fields={*subject.parts, *filter(None, [subject.birth])},
    )
    return drafting.record(desk, draft, structs.replace(fact, expected=_started(desk, draft, due)))


def _started(desk: Desk, draft: Draft, due: Sequence[SealedPacket]) -> tuple[Expected, ...]:
    """The dates of those that begin now and whose terms are their own."""
    awaited = {name for packet in due for name in packet.awaited}
    at = next(t.said_at for t in reversed(draft.filing.said) if not awaited.isdisjoint(t.results))
    waited = [name for packet in due for name in packet.awaits]
    day = local_day(datetime.fromisoformat(at))
    begin = start_later(draft.group, draft.office, waited, day)
    return count(desk, draft, tuple(begin), at, "start")


def _as_result(definition: Definition, filing: Filing, name: str) -> PacketResult:
    procedure = next(p.id for p in definition.procedure if name in p.yields)
    label = next(r.label.vi for r in yielded(definition, procedure) if r.id == name)
    return PacketResult(name, label, filing.results[name], procedure)
