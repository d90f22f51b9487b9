"""Putting a filing aside, handing it to another officer, taking one over (desk practice, §6)."""

from dataclasses import dataclass
from datetime import datetime

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.events import Claimed, Parked
from lienthong_tui.filing.queue import Kind
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import parking
from lienthong_tui.store import projections
from lienthong_tui.store.projections import Line
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.clean import clean

LONGEST = 200
"""Letters of a note; of a queue number a tenth."""

OPEN: tuple[Kind, ...] = ("unchecked", "drafting", "parked")
"""Where the filings stand that one officer has in hand."""

SHIFT = "shift"
"""The reason for which all that an officer has in hand is handed over."""


@dataclass(frozen=True)
class Held:
    """Who has a filing in hand: the officer's name, and when it was last touched."""

    name: str
    since: datetime


def park(
    desk: Desk,
    draft: Draft,
    reason: str,
    *,
    note: str = "",
    queue_number: str = "",
    to: str | None = None,
) -> Draft:
    """The filing put aside, for the officer `to` (slot) or whoever comes.

    Errors: Problem("parked-reason"), ("parked-long"), ("parked-officer"), ("parked-ended"); those
    of `clean` and `drafting.record`.
    """
    if draft.filing.state in ("finished", "withdrawn"):
        raise Problem("parked-ended")
    if reason not in {each.id for each in parking.shipped()}:
        raise Problem("parked-reason", reason=reason)
    if to is not None and to not in others(desk):
        raise Problem("parked-officer")
    note, queue_number = clean(note), clean(queue_number)
    if len(note) > LONGEST or len(queue_number) > LONGEST // 10:
        raise Problem("parked-long", most=LONGEST)
    fact = Parked(reason=reason, note=note, queue_number=queue_number, to=to)
    return drafting.record(desk, draft, fact)


def others(desk: Desk) -> dict[str, str]:
    """The officers a filing can be handed to: slot → name."""
    return {
        slot: account.name
        for slot, account in desk.accounts.items()
        if slot != desk.unlocked.officer and not account.closed
    }


def own(desk: Desk) -> list[Line]:
    """What the officer has in hand."""
    lines = projections.standing_in(desk.db, OPEN)
    return [line for line in lines if line.summary.get("holder") == desk.unlocked.officer]


def hand_over_all(desk: Desk, to: str) -> int:
    """Hand everything in hand to the officer `to`; how many filings. Errors: those of `park`.

    What lay aside already keeps why, its note and its queue number.
    """
    with writing(desk.db):  # all of it or nothing
        lines = own(desk)
        for line in lines:
            draft = drafting.reopen(desk, line.filing)
            aside = draft.filing.parked or Parked(reason=SHIFT)
            park(desk, draft, aside.reason, note=aside.note, queue_number=aside.queue_number, to=to)
    return len(lines)


def held_by_another(desk: Desk, filing: str) -> Held | None:
    """Who else has a filing in hand that is still being declared; None: it may be gone on with.

    One that was put aside for nobody, or for this officer, is anybody's.
    """
    line = projections.line_of(desk.db, filing)
    if line is None or line.place not in OPEN:
        return None
    holder = line.summary.get("holder")
    if holder in (None, desk.unlocked.officer):
        return None
    parked = line.summary.get("parked")
    if parked is not None and parked["to"] is None:
        return None
    account = desk.accounts.get(holder)
    return Held(account.name, datetime.fromisoformat(line.updated)) if account else None


def claim(desk: Desk, draft: Draft) -> Draft:
    """The filing in the hands of this officer; unchanged where it is already, or is completed."""
    line = projections.line_of(desk.db, draft.filing.id)
    if line is None or line.place not in OPEN:
        return draft
    if line.place != "parked" and line.summary.get("holder") == desk.unlocked.officer:
        return draft
    return drafting.record(desk, draft, Claimed())
