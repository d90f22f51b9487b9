"""Every look at a citizen's filing leaves a trace: who, when, why (desk practice, §7)."""

from datetime import datetime, timedelta

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.events import Viewed
from lienthong_tui.store import journal

ONE_LOOK = timedelta(minutes=10)
"""What an officer does with a filing without a longer pause is one look."""


def look(desk: Desk, filing_id: str, what: Viewed) -> None:
    """Record a look; an answer to a citizen and a filing read whole beside another always, else
    unless it goes on an earlier one.

    An earlier one is anything this officer did with the filing within ONE_LOOK. Errors: those of
    `Desk.require` and `Desk.append`.
    """
    desk.require("work")
    if what.why not in ("citizen", "compared") and _goes_on(desk, filing_id, what):
        return
    desk.append(filing_id, [what])


def may_hear(what: Viewed) -> bool:
    """Whether who asks may hear names and papers: known from the filing, the paper seen (§7.2)."""
    return what.asker != "other" and bool(what.papers_seen)


def _goes_on(desk: Desk, filing_id: str, what: Viewed) -> bool:
    last = journal.last_event(desk.db, filing_id)
    if last is None or last.envelope.officer != desk.unlocked.officer:
        return False
    before = kinds.from_plain(last.envelope.kind, last.payload)
    if isinstance(before, Viewed) and before.why != what.why:
        return False  # a name found is not yet a filing read
    since = desk.clock() - datetime.fromisoformat(last.envelope.at)
    return timedelta() <= since <= ONE_LOOK
