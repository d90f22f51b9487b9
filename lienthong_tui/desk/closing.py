"""Close of day (Chốt ngày): what must not be left lying until tomorrow (desk practice, §6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lienthong_tui.desk import queue
from lienthong_tui.desk import register as registers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import DayClosed, RegisterMade
from lienthong_tui.store import journal, projections
from lienthong_tui.store.projections import Line

Left = Literal["unlodged", "number", "papers", "unsigned", "in-hand"]
"""Not on the portal; on it without a number known; papers not given back; something that was
printed to be signed says something else now; still being declared."""


@dataclass(frozen=True)
class Day:
    """The day as it is now: what is `left` of each kind, how many filings were `completed`, whether
    their register was made since, and whether the day was closed before."""

    day: date
    left: Mapping[Left, tuple[Line, ...]]
    completed: int
    registered: bool
    closed: bool

    @property
    def clear(self) -> bool:
        """Whether nothing is left but the register to sign."""
        return not any(self.left.values())


def day(desk: Desk) -> Day:
    """What today's close finds."""
    today = local_day(desk.clock())
    standing = {section.kind: section.lines for section in queue.sections(desk)}
    completed = registers.completed_on(desk, today)
    # Also what was kept overnight: it is on the desk until it is ticked.
    live = {line.filing: line for lines in standing.values() for line in lines}
    known = {**{x.filing: x for x in projections.lines_of(desk.db, completed)}, **live}.values()
    left: dict[Left, tuple[Line, ...]] = {
        "unlodged": standing.get("unlodged", ()),
        "number": standing.get("number", ()),
        "papers": tuple(line for line in known if "papers" in line.summary.get("left", ())),
        "unsigned": tuple(line for line in known if "unsigned" in line.summary.get("left", ())),
        "in-hand": (*standing.get("drafting", ()), *standing.get("parked", ())),
    }
    return Day(today, left, len(completed), _registered(desk, today), _closed(desk, today))


def close(desk: Desk) -> None:
    """Record that the day was closed, and what is left now. Errors: those of `Desk.append`."""
    desk.require("work")
    found = day(desk)
    counts: dict[str, int] = {kind: len(lines) for kind, lines in found.left.items() if lines}
    desk.append(None, [DayClosed(day=found.day, left=counts, completed=found.completed)])


def _registered(desk: Desk, today: date) -> bool:
    """Whether today's register was made after the last filing that stands in it."""
    made, last = 0, 0
    for recorded in registers.completions(desk, today, today):
        last = recorded.position
    for recorded in journal.desk_events(desk.db, "desk.register_made"):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, RegisterMade) and payload.first <= today <= payload.last:
            made = recorded.position
    return made > last


def _closed(desk: Desk, today: date) -> bool:
    recorded = journal.desk_events(desk.db, "desk.day_closed")
    payloads = (kinds.from_plain(r.envelope.kind, r.payload) for r in recorded)
    return any(isinstance(p, DayClosed) and p.day == today for p in payloads)
