"""Filings of which too much was lost to put them together: what can be read becomes a new draft."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import structs

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing import kinds
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import (
    Answer,
    Answered,
    Attached,
    Completed,
    Detached,
    Lodged,
    Purged,
    Started,
)
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store import content, journal, purging
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.salvage import Source
from lienthong_tui.store.sqlcipher import writing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Redrafted:
    """A filing that is closed, its reference or id, and the draft of what was read; "" if none."""

    filing: str
    named: str
    draft: str


def redraft(desk: Desk, source: Source) -> tuple[Redrafted, ...]:
    """Close every filing that cannot be put together, and begin a draft of what was read of it.

    What the damaged file's own list still says of it (`source`) goes into the register line.
    """
    project = projector(desk.group)
    found = []
    for filing in journal.filings(desk.db):
        recorded = journal.events_of(desk.db, filing)
        try:
            project(recorded)
        except Exception as error:  # whatever a fold without its beginning comes to
            log.warning("a filing could not be put together: %s", type(error).__name__)
            found.append(_again(desk, filing, recorded, source))
    there = set(journal.filings(desk.db))
    for filing, reference in source.ask("SELECT id, reference FROM filing") or ():
        if filing not in there:
            found.append(_gone(desk, filing, reference, source))
    return tuple(found)


def _gone(desk: Desk, filing: str, reference: str | None, source: Source) -> Redrafted:
    """A filing of which no event is left: only the list that was drawn from them names it."""
    purged = _register_line(desk, _line(source, filing), desk.clock(), reference=reference)
    Workplace.append(desk, filing, [purged])
    return Redrafted(filing, reference or filing, "")


def _again(desk: Desk, filing: str, recorded: Sequence[Recorded], source: Source) -> Redrafted:
    payloads = [kinds.from_plain(r.envelope.kind, r.payload) for r in recorded]
    line = _line(source, filing)
    done = next((p for p in payloads if isinstance(p, Completed)), None)
    reference = done.reference if done else line.get("reference")
    started = next((p for p in payloads if isinstance(p, Started)), None)
    lodged = next((p for p in reversed(payloads) if isinstance(p, Lodged)), None)
    line["group"] = started.group if started else line.get("group") or _likely(payloads)
    if started:
        line["received"] = started.received
    draft = _draft(desk, line["group"], payloads)
    at = datetime.fromisoformat(recorded[0].envelope.at)
    purged = structs.replace(
        _register_line(desk, line, at, reference=reference),
        portal_number=lodged.portal_number if lodged else None,
        one_stop_number=lodged.one_stop_number if lodged else None,
        procedures=done.parts if done else (),
    )
    with writing(desk.db):
        position = journal.position_of(journal.lineage_of(desk.db, filing))
        Workplace.append(desk, filing, [purged], after=position)
        purging.erase(desk.db, filing)
    return Redrafted(filing, reference or filing, draft)


def _register_line(
    desk: Desk, line: Mapping[str, str], at: datetime, *, reference: str | None
) -> Purged:
    """What the register keeps, as far as it is known; received `at`, if nothing says better."""
    return Purged(
        group=line.get("group") or _likely(()),
        state=line.get("state") or "drafting",
        received=line.get("received") or at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        desk_number=desk.number,
        reference=reference,
        portal_number=None,
        one_stop_number=None,
        procedures=(),
        why="lost",
        reason=None,
    )


def _draft(desk: Desk, group: str, payloads: Sequence[object | None]) -> str:
    """A draft of the answers that fit the definition in force, and of the papers that are there."""
    answers: dict[str, Answer | None] = {}
    papers: dict[tuple[str, str], Attached] = {}
    for payload in payloads:
        match payload:
            case Answered(answers=given):
                answers |= given
            case Attached(component=component, content=sha256):
                papers[component, sha256] = payload
            case Detached(component=component, content=sha256):
                papers.pop((component, sha256), None)
    draft = drafting.start(desk, group)
    today = local_day(desk.clock())
    fitting: dict[str, Answer | None] = {
        name: answer
        for name, answer in answers.items()
        if answer is not None and _fits(draft.group, name, answer, today)
    }
    known = {component.id for component in draft.group.definition.component}
    kept = [
        paper
        for paper in papers.values()
        if paper.component in known and content.has(desk.db, paper.content)
    ]
    if not fitting and not kept:
        return ""
    with writing(desk.db):
        desk.pin(draft.group)
        facts = [draft.filing.started, Answered(answers=fitting, origin="typed"), *kept]
        Workplace.append(desk, draft.filing.id, facts)
    return draft.filing.id


def _fits(group: Group, name: str, answer: Answer, today: date) -> bool:
    field = group.fields.get(name)
    if field is None or field.derived is not None:
        return False
    try:
        return read_answer(field, answer, today=today) == answer
    except Problem:
        return False


def _likely(payloads: Sequence[object | None]) -> str:
    """The kind of filing whose questions most of these answers are to."""
    names = {name for p in payloads if isinstance(p, Answered) for name in p.answers}
    shipped = loading.shipped()
    best = max(shipped, key=lambda group: len(names & group.fields.keys()))
    return best.definition.group


def _line(source: Source, filing: str) -> dict[str, str]:
    """What the list of the damaged file says of a filing, as far as that can be read."""
    found = source.ask(
        "SELECT reference, group_id, state, received FROM filing WHERE id = ?", [filing]
    )
    names = ("reference", "group", "state", "received")
    return dict(zip(names, found[0], strict=True)) if found else {}
