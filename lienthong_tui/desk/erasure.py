"""What goes, when its term has come or its citizen asks: first shown, then purged.

The register keeps number, procedures, date and desk (desk practice, §7.4), and the chain verifies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from lienthong_tui.desk import kiosk_files, opening
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.counting import forgetting, procedures_of
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import InboxPurged
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.events import Purged
from lienthong_tui.filing.filing import Filing
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import retention
from lienthong_tui.store import journal, keyring, kiosks, projections, purging
from lienthong_tui.store.keyring import Purge
from lienthong_tui.store.projections import Line
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.clean import clean

INBOX = "inbox"

Why = Literal["term", "request", "lost"]


@dataclass(frozen=True)
class Going:
    """A filing whose contents go, or go soon; `on` is the first day past its term."""

    line: Line
    on: date


@dataclass(frozen=True)
class Due:
    """What the term has come for: filings, and files that were left in the inbox."""

    filings: tuple[Going, ...]
    inbox: tuple[Path, ...]


def due(desk: Desk) -> Due:
    """What a purge would take now. Nothing is changed."""
    terms = retention.shipped()
    term = timedelta(days=terms.drafts_days)
    before = desk.clock() - term
    going = (*_drafts(desk, before, term), *_finished(desk))
    return Due(going, tuple(_left_in_inbox(desk, before)))


def soon(desk: Desk) -> tuple[Going, ...]:
    """What goes within the days of warning, the first to go first."""
    terms = retention.shipped()
    term = timedelta(days=terms.drafts_days)
    warned = desk.clock() - term + timedelta(days=terms.warn_days)
    gone = {going.line.filing for going in due(desk).filings}
    going = (*_drafts(desk, warned, term), *_finished(desk, timedelta(days=terms.warn_days)))
    return tuple(
        sorted((g for g in going if g.line.filing not in gone), key=lambda going: going.on)
    )


def purge_due(desk: Desk, shown: Due) -> None:
    """Purge what was `shown`, and nothing that came since.

    Errors: those of `Desk.require`; Busy("filing-moved") where a filing was gone on with.
    """
    desk.require("erase")
    _purge(desk, [going.line for going in shown.filings], "term", None)
    if shown.inbox:
        desk.append(None, [InboxPurged(count=len(shown.inbox))])
    for path in shown.inbox:
        path.unlink(missing_ok=True)


def erase(desk: Desk, lines: Sequence[Line], reason: str) -> None:
    """Purge filings because their citizen asks for it; `reason` is kept in the journal.

    Errors: Unusable("reason-empty"); those of `purge_due`.
    """
    desk.require("erase")
    if not reason.strip():
        raise Unusable("reason-empty")
    _purge(desk, lines, "request", clean(reason))


def purge_again(desk: Desk, purges: Sequence[Purge]) -> int:
    """Purge what had been purged after a backup was made that is restored now; how many filings.

    For whoever restores, whatever else they may do.
    """
    there = set(journal.filings(desk.db))
    gone = {recorded.envelope.filing for recorded in journal.of_kind(desk.db, opening.PURGED)}
    again = [purge for purge in purges if purge.filing in there - gone]
    for purge in again:
        try:
            filing, position = desk.filing(purge.filing)
        except Problem:  # in a salvaged desk: it cannot be put together, and is closed as such
            continue
        with writing(desk.db):
            fact = _register_line(desk, filing, purge.why, None)
            Workplace.append(desk, purge.filing, [fact], after=position)
            purging.erase(desk.db, purge.filing)
    if again:
        purging.sweep(desk.db)
    keyring.note_purges(desk.unlocked.keyring, purges)
    return len(again)


def _purge(desk: Desk, lines: Sequence[Line], why: Why, reason: str | None) -> None:
    try:
        for line in lines:
            filing, _ = desk.filing(line.filing)
            with writing(desk.db):
                fact = _register_line(desk, filing, why, reason)
                desk.append(line.filing, [fact], after=line.position)
                purging.erase(desk.db, line.filing)
    finally:
        if lines:
            opening.note_purges(desk.unlocked)
            purging.sweep(desk.db)


def _register_line(desk: Desk, filing: Filing, why: Why, reason: str | None) -> Purged:
    lodged = filing.lodged
    completed = filing.completed
    figures = procedures_of(filing)
    return Purged(
        group=filing.started.group,
        state=filing.state,
        received=filing.started.received,
        desk_number=desk.number,
        reference=filing.reference or filing.allotted,
        portal_number=lodged.portal_number if lodged else None,
        one_stop_number=lodged.one_stop_number if lodged else None,
        procedures=completed.parts if completed else (),
        why=why,
        reason=reason,
        figures=figures if why == "term" else tuple(map(forgetting, figures)),
    )


def _drafts(desk: Desk, before: datetime, term: timedelta) -> tuple[Going, ...]:
    """What was never completed and not touched since: given up or not."""
    never = ("drafting", "withdrawn")
    found = [line for s in never for line in projections.untouched(desk.db, s, time_text(before))]
    return tuple(
        Going(line, local_day(datetime.fromisoformat(line.updated) + term)) for line in found
    )


def _finished(desk: Desk, ahead: timedelta = timedelta()) -> tuple[Going, ...]:
    """The filings whose last result came longer ago than its term, `ahead` of time by as much.

    What is still to be handed over, or brought out, stands elsewhere in the queue and stays.
    """
    term = timedelta(days=retention.shipped().finished_days)
    found = projections.closed_before(desk.db, "finished", time_text(desk.clock() - term + ahead))
    return tuple(
        Going(line, local_day(datetime.fromisoformat(line.closed or line.updated) + term))
        for line in found
    )


def _left_in_inbox(desk: Desk, before: datetime) -> list[Path]:
    """What was left for the desk: all of its inbox, and of a kiosk's own folder what that sent."""
    places = [(desk.unlocked.folder / INBOX, "*")]
    places += [(k.folder, kiosk_files.PATTERN) for k in kiosks.paired(desk.db) if k.folder]
    return sorted(
        path
        for folder, pattern in places
        for path in (folder.glob(pattern) if folder.is_dir() else ())
        if path.is_file()
        and not path.name.startswith(".")  # a mark, and a file that is just being written
        and path.stat().st_mtime < before.timestamp()
    )
