"""Numbers given out before there is a filing, on blank forms for a power cut.

A blank form bears its reference from the start. What was written on it is typed in afterwards: the
filing takes that number, and counts from when the paper was taken, not from the typing (desk
practice, §3.3 and §6.3).
"""

from datetime import datetime

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, record
from lienthong_tui.filing import events
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import ReferencesAllotted
from lienthong_tui.filing.events import OnPaper
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.store import journal, projections
from lienthong_tui.store.counters import next_number
from lienthong_tui.store.sqlcipher import writing

REFERENCES = "reference"
"""The scope of the day's numbers."""

MOST = 50
"""How many numbers are given out at once: more than a day of paper needs."""


def next_reference(desk: Desk) -> str:
    """The next reference of today; call it while writing."""
    day = local_day(desk.clock())
    return make_reference(
        desk.commune, day, desk.number, next_number(desk.db, REFERENCES, day.isoformat())
    )


def allot(desk: Desk, count: int) -> tuple[str, ...]:
    """`count` references for blank forms; no other filing will ever have them.

    Errors: Problem("allot-many") with `most`; those of `Desk.require` and `Desk.append`.
    """
    desk.require("work")
    if not 1 <= count <= MOST:
        raise Problem("allot-many", most=MOST)
    with writing(desk.db):
        references = tuple(next_reference(desk) for _ in range(count))
        desk.append(None, [ReferencesAllotted(references=references)])
    return references


def free(desk: Desk) -> tuple[str, ...]:
    """The references given out that no filing has taken yet, the oldest first."""
    given = [
        reference
        for recorded in journal.desk_events(desk.db, "desk.references_allotted")
        if isinstance(
            payload := events.from_plain(recorded.envelope.kind, recorded.payload),
            ReferencesAllotted,
        )
        for reference in payload.references
    ]
    return tuple(r for r in given if projections.bearer(desk.db, r) is None)


def take(desk: Desk, draft: Draft, typed: str, received: datetime) -> Draft:
    """The draft under the number of its blank form, received when that was filled in.

    The end of the number is enough. Errors: Problem("allotted-unknown"), ("received-future"),
    Busy("filing-completed"); those of `drafting.record`.
    """
    if draft.filing.completed is not None:
        raise Busy("filing-completed")
    key = typed.strip().upper()
    found = [r for r in free(desk) if r == key or (key and r.endswith(f"-{key}"))]
    if len(found) != 1:
        raise Problem("allotted-unknown", text=typed)
    if received > desk.clock():
        raise Problem("received-future", received=received)
    local = received.astimezone(VIETNAM).isoformat(timespec="seconds")
    with writing(desk.db):  # between looking and taking, another window may have taken it
        if projections.bearer(desk.db, found[0]) is not None:
            raise Problem("allotted-unknown", text=typed)
        return record(desk, draft, OnPaper(reference=found[0], received=local))
