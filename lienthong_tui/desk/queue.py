"""What there is to do at this desk today, section by section, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from lienthong_tui.desk import parking
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import queue
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.queue import LIVE, Kind
from lienthong_tui.store import projections
from lienthong_tui.store.projections import Line


@dataclass(frozen=True)
class Section:
    """The filings of which the same is to be done."""

    kind: Kind
    lines: tuple[Line, ...]


def sections(desk: Desk) -> tuple[Section, ...]:
    """Every filing that is not at its end, each in one section; those expected first on top."""
    today = local_day(desk.clock())
    found: dict[Kind, list[Line]] = {kind: [] for kind in queue.URGENCY}
    for line in projections.standing_in(desk.db, LIVE):
        due = date.fromisoformat(line.due) if line.due else None
        found[queue.placed(_kind(line), due, today)].append(line)
    for kind in parking.OPEN:  # what was interrupted last is gone on with first
        found[kind].sort(key=lambda line: line.position, reverse=True)
    found["unchecked"].sort(key=lambda line: line.received or "")  # who came first is called first
    return tuple(Section(kind, tuple(lines)) for kind, lines in found.items() if lines)


def _kind(line: Line) -> Kind:
    return next(kind for kind in queue.URGENCY if kind == line.place)
