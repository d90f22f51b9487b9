"""What is found at a desk whose program was cut off: what was in hand, and how far it had come."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from lienthong_tui.desk.vault import Cut
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing import kinds
from lienthong_tui.filing.delivery import delivery
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.events import Answered
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.elements import Words
from lienthong_tui.store import journal, projections
from lienthong_tui.store.projections import Line

_SITTING = timedelta(hours=12)
"""What was touched longer before the end was not in hand."""

_DRAFTS = 5

OF_STORE = ("end-missing", "pages-altered")
"""The alarms that say how the store was found."""


@dataclass(frozen=True)
class InHand:
    """A draft that was being filled in: the field stored last, when, and what stands half typed."""

    line: Line
    at: datetime
    last: Words | None
    half_typed: tuple[Words, ...]


@dataclass(frozen=True)
class CutOff:
    """A program was cut off after `at`, when the last event came.

    `drafts` were in hand, the last one first; the packets of `leaving` were being brought out, and
    nobody saw them arrive. `end_missing`: what was stored in the last seconds may be gone.
    """

    at: datetime | None
    drafts: tuple[InHand, ...]
    leaving: tuple[Line, ...]
    end_missing: bool


def found(desk: Workplace, cut: Cut) -> CutOff:
    """What was in hand when the desk was cut off; ask before anything new is recorded."""
    seen = journal.last_seen(desk.db)
    if seen is None:
        return CutOff(None, (), (), bool(cut.missing))
    at = datetime.fromisoformat(seen)
    since = at - _SITTING
    drafts = []
    for line in projections.recent(desk.db, "drafting"):
        if line.place != "unchecked" and datetime.fromisoformat(line.updated) >= since:
            with suppress(Problem):  # a damaged page in one is told when that is opened
                drafts.append(_in_hand(desk, line))
    return CutOff(at, tuple(drafts[:_DRAFTS]), _leaving(desk, since, at), bool(cut.missing))


def _in_hand(desk: Workplace, line: Line) -> InHand:
    filing, _ = desk.filing(line.filing)
    labels = {f.id: f.label for f in desk.group(filing.started.definition).definition.field}
    last: Words | None = None
    for recorded in journal.events_of(desk.db, line.filing):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(
            payload, Answered
        ):  # what came at once has no order but that of the questions
            last = next((labels[n] for n in reversed(labels) if n in payload.answers), last)
    half = tuple(labels[name] for name in filing.half_typed if name in labels)
    return InHand(line, datetime.fromisoformat(line.updated), last, half)


def _leaving(desk: Workplace, since: datetime, at: datetime) -> tuple[Line, ...]:
    until = time_text(at + timedelta(seconds=1))
    recorded = journal.of_kinds(desk.db, ["filing.exported"], time_text(since), until)
    found = []
    for filing_id in dict.fromkeys(str(r.envelope.filing) for r in recorded):
        line = projections.line_of(desk.db, filing_id)
        if line is None or line.state == "purged" or line.elsewhere is not None:
            continue
        try:
            filing, _ = desk.filing(filing_id)
        except Problem:
            continue
        if any(delivery(filing, packet) == "leaving" for packet in filing.packets):
            found.append(line)
    return tuple(found)
