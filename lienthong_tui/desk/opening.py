"""What is looked at whenever a desk is opened: what happened meanwhile, its pages, the date."""

from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Purged
from lienthong_tui.problems import Problem
from lienthong_tui.store import chain, damage, journal, keyring
from lienthong_tui.store.keyring import Purge
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import Database

PURGED = kinds.KIND_OF[Purged]
_CHECKED, _SEEN = "pages-checked", "date-seen"
_CLOCK_BACK, _CLOCK_ON = timedelta(minutes=10), timedelta(days=7)
_NOTED = timedelta(hours=1)


def alarms(unlocked: Unlocked, now: datetime) -> tuple[Problem, ...]:
    """What whoever opens the desk has to be told: keys of strangers, sign-ins that failed in their
    name, and, looked at once a day and after a program was cut off, altered pages.

    Where an altered page holds a part of the journal, checking it raises `store-damaged`; one that
    only some attached file lies in is told, and the rest can be worked with.
    """
    told: list[Problem] = []
    if unlocked.strangers:
        told.append(Problem("keys-strange", labels=", ".join(unlocked.strangers)))
    own = [failure for failure in unlocked.failures if failure.who == unlocked.officer]
    if own:
        told.append(Problem("own-sign-ins-failed", count=len(own)))
    if unlocked.cut is not None and unlocked.cut.missing:
        told.append(Problem("end-missing"))
    if pages := _altered_pages(unlocked.db, now, again=unlocked.cut is not None):
        told.append(Problem("pages-altered", pages=pages))
    return tuple(told)


def _altered_pages(db: Database, now: datetime, *, again: bool) -> int:
    today = local_day(now).isoformat()
    if meta(db, _CHECKED) == today and not again:
        return 0
    pages = damage.altered_pages(db)
    if pages:
        chain.verify_journal(db)
    else:
        set_meta(db, _CHECKED, today)
    return pages


def note_purges(unlocked: Unlocked) -> None:
    """Note in `keys.db` what was erased, so that a backup restored later loses it again.

    The journal is told first: killed in between, the next opening notes it.
    """
    noted = {purge.filing for purge in keyring.purges(unlocked.keyring)}
    new = []
    for recorded in journal.of_kind(unlocked.db, PURGED):
        try:
            payload = kinds.from_plain(PURGED, recorded.payload)
        except msgspec.ValidationError:  # of another desk, which has a later version
            continue
        if recorded.envelope.filing in noted or not isinstance(payload, Purged):
            continue
        if payload.why != "lost":  # an older copy may have it whole
            new.append(Purge(str(recorded.envelope.filing), recorded.envelope.at, payload.why))
    if new:
        keyring.note_purges(unlocked.keyring, new)


def doubted(db: Database, now: datetime) -> datetime | None:
    """The last time nobody doubted, where the clock is far from it; what an officer confirms.

    Not the last event: a sign-in under a wrong date is one, and would make the date look right.
    """
    last = meta(db, _SEEN) or journal.last_seen(db)
    if last is None:
        return None
    seen = datetime.fromisoformat(last)
    if -_CLOCK_BACK <= now - seen <= _CLOCK_ON:
        return None
    set_meta(db, _SEEN, last)
    return seen


def confirmed(db: Database, now: datetime) -> None:
    """Note that `now` is right."""
    set_meta(db, _SEEN, now.isoformat())


def note_date(db: Database, now: datetime) -> None:
    """Note that nobody doubted the date of a sitting that ends, unless one was noted just before.

    Where it cannot be, the date is asked for a week sooner.
    """
    seen = meta(db, _SEEN)
    if seen is None or abs(now - datetime.fromisoformat(seen)) > _NOTED:
        with suppress(Problem):
            confirmed(db, now)
