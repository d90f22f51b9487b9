"""What the desk has to do about a filing next: derived, so that no filing is in nobody's queue."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Literal, get_args

from msgspec import Struct

from lienthong_tui.filing.delivery import delivery, outdated
from lienthong_tui.filing.filing import AWAITING, Filing
from lienthong_tui.procedures.outcomes import is_decided, is_granted, task_at

Kind = Literal[
    "unchecked",  # a relative declared it at the kiosk and waits for the officer
    "unlodged",  # declared here, not yet on the portal
    "recalled",  # a packet left with what is no result any more
    "supplement",  # an agency waits for papers or answers
    "number",  # on the portal, and no official number is known: nobody can look it up there
    "overdue",  # expected before today
    "due",  # expected today
    "fee",  # an agency waits for money
    "result",  # a procedure is done, and what others wait for was not written down
    "refused",  # refused or stopped, and nobody told the citizen yet
    "blocked",  # what it waits for will not come: the earlier procedure was refused or given up
    "hand-out",  # a result is there for the citizen
    "export",  # a packet that goes after one that left
    "parked",
    "drafting",
    "waiting",  # for an agency, which has its time
    "finished",
    "withdrawn",
]
URGENCY: tuple[Kind, ...] = get_args(Kind)
"""The kinds, what is most urgent first: a filing stands where the first of its tasks does."""

LIVE = URGENCY[: URGENCY.index("finished")]
"""The kinds of filings that are not at their end."""

Says = Callable[[str], bool]
"""What a definition says of a procedure (id)."""

_BEFORE_DATES = URGENCY.index("overdue")


class Task(Struct, frozen=True):
    """One thing to do, and for which procedure where it is about one."""

    kind: Kind
    procedure: str | None = None


def tasks(filing: Filing, hands_out: Says, lacks: Says) -> tuple[Task, ...]:
    """Everything there is to do, the most urgent first; never nothing.

    `hands_out` says of a procedure whether the desk hands its result over, `lacks` whether
    something that others wait for is not known of it. What a day brings (`overdue`, `due`) is not
    among them: see `placed`.
    """
    found = sorted(_tasks(filing, hands_out, lacks), key=lambda task: URGENCY.index(task.kind))
    return tuple(found) or (Task("waiting"),)


def _tasks(filing: Filing, hands_out: Says, lacks: Says) -> Iterator[Task]:
    state = filing.state
    if state == "withdrawn":
        yield Task("withdrawn")
        return
    if filing.awaits_check and not filing.parked:
        yield Task("unchecked")
    if state == "drafting":
        yield Task("parked" if filing.parked else "drafting")
        return
    if any(delivery(filing, packet) == "recalled" for packet in outdated(filing)):
        yield Task("recalled")
    if state == "completed":
        yield Task("unlodged")
    elif state in ("lodged", "received") and not filing.numbered:
        yield Task("number")
    statuses = {name: filing.status(name) or "" for name in filing.procedures}
    for name, status in statuses.items():
        match task_at(status):
            case "refused" if _was_told(filing, name):
                pass
            case "hand-out" if not hands_out(name):
                pass
            case None:
                pass
            case kind:
                yield Task(kind, name)
    waits = AWAITING in statuses.values()
    owed = [n for n, status in statuses.items() if waits and is_granted(status) and lacks(n)]
    yield from (Task("result", name) for name in owed)
    if not owed and all(is_decided(status) or status == AWAITING for status in statuses.values()):
        yield from (Task("blocked", n) for n, status in statuses.items() if status == AWAITING)
    if _has_more_to_bring(filing):
        yield Task("export")
    if state == "finished":
        yield Task("finished")


def _was_told(filing: Filing, procedure: str) -> bool:
    """Whether the citizen was told as often as an agency refused or stopped the procedure."""
    said = (told.outcome for told in filing.told if told.procedure == procedure)
    times = sum(task_at(outcome) == "refused" for outcome in said)
    notes = (note for note in filing.notes if note.procedure == procedure)
    return sum(note.about == "refusal" for note in notes) >= times


def earliest_due(filing: Filing) -> date | None:
    """The first day on which something is expected of a filing that an agency has."""
    if filing.state not in ("lodged", "received"):
        return None
    days = (filing.due(name) for name in filing.procedures)
    return min((day for day in days if day is not None), default=None)


def placed(place: Kind, due: date | None, today: date) -> Kind:
    """Where a filing stands in the queue of a day: a date that has come goes before most tasks."""
    if due is None or due > today or URGENCY.index(place) < _BEFORE_DATES:
        return place
    return "overdue" if due < today else "due"


def closed_at(filing: Filing) -> str | None:
    """When the last result came (ISO 8601), of a filing that is at its end."""
    if filing.state != "finished":
        return None
    times = (filing.standing(name).since for name in filing.procedures)
    # Desks and agencies write their times in different zones: as text they do not compare.
    return max((time for time in times if time), key=datetime.fromisoformat, default=None)


def _has_more_to_bring(filing: Filing) -> bool:
    """Whether a later packet is still here for an agency that the first one has gone to."""
    gone = outdated(filing)
    return any(
        packet.round > 1
        and (packet.agency, 1) in filing.left
        and packet not in gone
        and delivery(filing, packet) in ("kept", "leaving")
        for packet in filing.packets
    )
