"""A time of work at the desk: what is looked at when it begins, and noted when nobody writes.

Before anything new is recorded it is found out whether programs were cut off, the folder was moved,
or the tables are of another version; at the end the journal's head is noted outside it.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any

from lienthong_tui.desk import incarnation, layout, opening, recovering, sittings, vault
from lienthong_tui.desk.desk import WRITTEN, Desk, read_desk
from lienthong_tui.desk.workplace import Clock
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import (
    DateConfirmed,
    FailedSignIn,
    SignedIn,
    SignInsFailed,
    StrangersRemoved,
)
from lienthong_tui.problems import Problem
from lienthong_tui.store import damage, journal, keyring, purging, sharing, slots, streams
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import checkpoint, writing

log = logging.getLogger(__name__)


@contextmanager
def session(unlocked: vault.Unlocked, clock: Clock) -> Iterator[Desk]:
    """A time of work at the desk behind an unlocked folder, which is closed at its end.

    Errors: DeskUnavailable("desk-unfinished"), ("store-tampered"); those of `Desk.append`.
    """
    with ExitStack() as closing:
        closing.enter_context(unlocked.leave)
        closing.callback(unlocked.keyring.close)
        closing.callback(unlocked.db.close)
        with damage.naming(unlocked.db, unlocked.folder / layout.STORE):
            purging.sweep_if_due(unlocked.db)
            desk = read_desk(unlocked, clock)
            told = opening.alarms(unlocked, clock())
            doubted = opening.doubted(unlocked.db, clock())
            desk = replace(desk, alarms=told, last_seen=doubted)
            known = meta(desk.db, WRITTEN) == str(kinds.VERSION)
            # An earlier version made its tables, or passed over what other desks had written.
            if not journal.is_projected(desk.db) or (not known and sharing.is_joined(desk.db)):
                desk.rebuild()
            if not known:
                set_meta(desk.db, WRITTEN, str(kinds.VERSION))
            if unlocked.cut is not None:  # before anything new is recorded
                desk = replace(desk, cut_off=recovering.found(desk, unlocked.cut))
            desk = _at_its_place(_beyond_what_was_lost(desk))
            opening.note_purges(unlocked)
            _tell_journal(desk)
        if unlocked.cut is not None and unlocked.kind == "officer":
            sittings.forget(unlocked.cut.files)  # a key file at night has nobody to tell
        try:
            yield desk
        finally:
            _note_anchor(desk)
            if desk.last_seen is None:
                opening.note_date(desk.db, clock())


def settle(desk: Desk) -> None:
    """When nobody writes for a moment: bring what was stored from the `-wal` into the store itself,
    and note the journal's head outside it.

    A `-wal` that is deleted or exchanged afterwards takes nothing of it, or is noticed.
    """
    with suppress(Problem):
        checkpoint(desk.db)
    _note_anchor(desk)


def confirm_date(desk: Desk) -> Desk:
    """The desk once its officer said that the PC's date is right."""
    if desk.last_seen is None:
        return desk
    with writing(desk.db):
        opening.confirmed(desk.db, desk.clock())
        desk.append(None, [DateConfirmed(last_seen=desk.last_seen.isoformat())])
    return replace(desk, last_seen=None)


def _beyond_what_was_lost(desk: Desk) -> Desk:
    """The desk; where what was stored last is lost, as another incarnation: its references and the
    numbers of its events were given out, and something else must not have them."""
    cut = desk.unlocked.cut
    if cut is None or all(head.stream != desk.stream for head in cut.missing):
        return desk
    now = desk.clock()
    since = incarnation.last_day(desk.db, now)
    stream = incarnation.go_on(
        desk.db, desk.unlocked.folder, "cut", since=since, officer=desk.holder, now=now
    )
    return replace(desk, stream=stream)


def _at_its_place(desk: Desk) -> Desk:
    """The desk; where it was copied or moved here, as another incarnation, and that is told."""
    if not incarnation.is_elsewhere(desk.db, desk.unlocked.folder):
        return desk
    today = local_day(desk.clock())
    stream = incarnation.go_on(
        desk.db, desk.unlocked.folder, "moved", since=today, officer=desk.holder, now=desk.clock()
    )
    return replace(desk, stream=stream, alarms=(*desk.alarms, Problem("desk-moved")))


def _tell_journal(desk: Desk) -> None:
    """Who came in, and what `keys.db` noted while nobody could write the journal."""
    unlocked = desk.unlocked
    facts: list[Any] = []
    if unlocked.strangers:
        facts.append(StrangersRemoved(labels=unlocked.strangers))
    if unlocked.failures:
        known = {slot.id for slot in slots.listed(desk.db)}
        failed = (FailedSignIn(f.at, f.who if f.who in known else None) for f in unlocked.failures)
        facts.append(SignInsFailed(failures=tuple(failed)))
    if unlocked.by != "key" and unlocked.proved == unlocked.at:
        facts.append(SignedIn(code=unlocked.by))
    if unlocked.kind == "recovery":
        facts.append(SignedIn(code="recovery"))
    if facts:
        desk.append(None, facts)
    keyring.forget_failures(unlocked.keyring, unlocked.failures)


def _note_anchor(desk: Desk) -> None:
    """Note the head for the next session; where that fails, the note before it still stands.

    What was done in this session is stored: a busy `keys.db` must not make it look undone.
    """
    try:
        head = streams.head_of(desk.db, desk.stream)
        keyring.set_anchor(desk.unlocked.keyring, head.stream, head.seq, head.hash)
    except Problem as problem:
        log.warning("the journal's head was not noted: %s", problem.code)
