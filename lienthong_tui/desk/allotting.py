"""Numbers given out before there is a filing, on blank forms for a power cut.

A blank form bears its reference from the start. What was written on it is typed in afterwards: the
filing takes that number, and counts from when the paper was taken, not from the typing (desk
practice, §3.3 and §6.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, record
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import BlanksAllotted, BlanksMade
from lienthong_tui.filing.events import OnPaper
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.store import journal, projections
from lienthong_tui.store.counters import REFERENCES, next_number
from lienthong_tui.store.sqlcipher import writing

MOST = 50
"""How many numbers are given out at once: more than a day of paper needs."""

_KINDS = "desk.blanks_"


def next_reference(desk: Desk) -> str:
    """The next reference of today; call it while writing."""
    day = local_day(desk.clock())
    return make_reference(
        desk.commune, day, desk.number, next_number(desk.db, REFERENCES, day.isoformat())
    )


@dataclass(frozen=True)
class Allotted:
    """A reference on a blank form: of which group, given out when, and whether it was printed."""

    reference: str
    group: str
    at: datetime
    printed: bool = False


def allot(desk: Desk, group: str, count: int) -> tuple[Allotted, ...]:
    """`count` references for blank forms of `group`; no other filing will ever have them.

    Errors: Problem("allot-many") with `most`; those of `Desk.require` and `Desk.append`.
    """
    desk.require("work")
    if not 1 <= count <= MOST:
        raise Problem("allot-many", most=MOST)
    with writing(desk.db):
        references = tuple(next_reference(desk) for _ in range(count))
        desk.append(None, [BlanksAllotted(group=group, references=references)])
    return tuple(Allotted(reference, group, desk.clock()) for reference in references)


def free(desk: Desk, group: str | None = None) -> tuple[Allotted, ...]:
    """What was given out (for `group`) and no filing has taken yet, the oldest first."""
    return _open_to(desk, group, None)


def open_to(desk: Desk, draft: Draft) -> tuple[Allotted, ...]:
    """What the draft may take: what is `free` for its group, and what it has taken itself."""
    return _open_to(desk, draft.group.definition.group, draft.filing.id)


def _open_to(desk: Desk, group: str | None, filing: str | None) -> tuple[Allotted, ...]:
    given: dict[str, Allotted] = {}
    for recorded in journal.desk_events(desk.db, _KINDS):
        at = datetime.fromisoformat(recorded.envelope.at)
        match kinds.from_plain(recorded.envelope.kind, recorded.payload):
            case BlanksAllotted(group=of, references=references):
                given |= {r: Allotted(r, of, at) for r in references}
            case BlanksMade(references=references):
                given |= {r: replace(given[r], printed=True) for r in references if r in given}
    return tuple(
        allotted
        for reference, allotted in given.items()
        if group in (None, allotted.group)
        and not projections.is_borne(desk.db, reference, but=filing)
    )


def record_printed(desk: Desk, group: str, references: tuple[str, ...]) -> None:
    """Record that blank forms under `references` leave the desk. Errors: those of `Desk.append`."""
    desk.require("work")
    desk.append(None, [BlanksMade(group=group, references=references)])


def take(desk: Desk, draft: Draft, typed: str, received: datetime) -> Draft:
    """The draft under the number of its blank form, received when that was filled in.

    The end of the number is enough. What was typed before is corrected: another number leaves the
    first one free. Errors: those of `the_one` and of `drafting.record`; Problem("received-later")
    with `received`, ("received-before") with `allotted`; Busy("filing-completed").
    """
    if draft.filing.completed is not None:
        raise Busy("filing-completed")
    found = the_one(open_to(desk, draft), typed)
    if received > desk.clock():
        raise Problem("received-later", received=received)
    if received < found.at.replace(second=0, microsecond=0):
        raise Problem("received-before", allotted=found.at)
    local = received.astimezone(VIETNAM).isoformat(timespec="seconds")
    with writing(desk.db):  # between looking and taking, another window may have taken it
        if projections.is_borne(desk.db, found.reference, but=draft.filing.id):
            raise Problem("allotted-unknown", text=typed)
        return record(desk, draft, OnPaper(reference=found.reference, received=local))


def the_one(numbers: Iterable[Allotted], typed: str) -> Allotted:
    """The number that was typed; its end is enough, where no other ends so (on another day).

    Errors: Problem("allotted-unknown") with `text`; ("allotted-several") with `numbers`.
    """
    key = typed.strip().upper()
    named = [a for a in numbers if key and f"-{a.reference}".endswith(f"-{key}")]
    if len(named) > 1:
        raise Problem("allotted-several", numbers=", ".join(a.reference for a in named))
    if not named:
        raise Problem("allotted-unknown", text=typed)
    return named[0]
