"""One relative at the kiosk: admitted by a code, to the filing that they begin or come back to.

Whatever happens, what was answered reaches the desk. The draft stays here until all was asked and
it was handed in, or somebody else is admitted, or half a day has passed.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from lienthong_tui.access import kiosk_keys, lockout
from lienthong_tui.access.lockout import Attempts
from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import recall
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Answered, NoticeGiven
from lienthong_tui.filing.kiosk_events import Admitted, HandedIn, HowEnded
from lienthong_tui.kiosk import handing_in, seat
from lienthong_tui.kiosk.device import Kiosk
from lienthong_tui.kiosk.seat import Seat
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import DeskUnavailable, Refused
from lienthong_tui.procedures import notice
from lienthong_tui.store import codes, journal, keyring, replication
from lienthong_tui.store.sqlcipher import writing

log = logging.getLogger(__name__)

KEPT = timedelta(hours=12)
"""How long a draft that was left waits here for its people; the desk has it meanwhile."""

_BROKEN = ("store-unreadable", "store-foreign", "store-damaged", "store-altered")
_WHO = "kiosk"  # attempts are counted for the kiosk as a whole: it stands in a hall
_HANDED_IN = "filing.handed_in"


def admit(kiosk: Kiosk, id_number: str, group: str, code: str) -> Seat:
    """Let the bearer of an ID number sit down to a filing of `group`: theirs, or a new one.

    The attempt is counted on disk before the code is looked at. A wrong code, one that has run
    out and one of somebody else are told alike.

    Errors: those of `parse_id_number`; Refused("kiosk-code"), ("kiosk-code-used"),
    ("kiosk-clock") with `minutes`, ("sign-in-locked") with `seconds`.
    """
    pairing, now = kiosk.pairing, kiosk.clock()
    id_number = parse_id_number(id_number)
    _count_attempt(kiosk, now)
    bound = kiosk_keys.bound(pairing.secret, pairing.kiosk, id_number, group)
    step = kiosk_keys.matching_step(bound, code, now)
    if step is None:
        if minutes := kiosk_keys.behind(bound, code, now):
            raise Refused("kiosk-clock", minutes=minutes)
        raise Refused("kiosk-code")
    if not codes.use_step(kiosk.db, bound.hex(), step):
        raise Refused("kiosk-code-used")
    keyring.record_attempts(kiosk.db, _WHO, 0, None)
    if not seat.is_for(kiosk, bound):
        clear(kiosk)
        seat.begin(kiosk, bound, group)
    taken = seat.take(kiosk, id_number)
    if taken is None:
        raise DeskUnavailable("store-missing", path=str(kiosk.draft_path))
    return taken


def _count_attempt(kiosk: Kiosk, now: datetime) -> None:
    with writing(kiosk.db):
        before = lockout.clamped(Attempts(*keyring.attempts(kiosk.db, _WHO)), now)
        if before.next_at is not None and now - before.next_at > lockout.LONGEST_WAIT:
            before = Attempts()  # of somebody who has left long ago
        seconds = lockout.wait(before, now)
        after = before if seconds else lockout.after_failure(before, now)
        keyring.record_attempts(kiosk.db, _WHO, after.fails, after.next_at)
    if seconds:
        raise Refused("sign-in-locked", seconds=seconds)


def declare(at: Seat, *, helper: bool) -> Draft:
    """The draft, new or gone on with, once whoever sits here has heard the notice.

    `helper` types for the requester, who has then heard it too: both are recorded. Anybody else is
    the requester, whose ID number is thereby told. A child only ever helps.

    Errors: those of `drafting.record`.
    """
    helper = helper or at.is_child
    version = notice.shipped().version
    given_at = at.clock().astimezone(VIETNAM).isoformat(timespec="seconds")
    facts: list[object] = [
        Admitted(id_number=at.id_number, helper=helper),
        NoticeGiven(version=version, given_at=given_at),
    ]
    if helper:
        facts.append(NoticeGiven(version=version, given_at=given_at, to="helper"))
    filing = at.found
    draft = drafting.reopen(at, filing) if filing else drafting.start(at, at.group_name)
    own = own_number(draft)
    told = draft.filing.answers.get(own)
    if not helper and told != at.id_number:
        facts.append(Answered(answers={own: at.id_number}, origin="typed"))
    elif helper and told == at.id_number:  # they declared for themselves before
        facts.append(Answered(answers={own: None}, origin="typed"))
    return drafting.record(at, draft, *facts)


def own_number(draft: Draft) -> str:
    """The field that takes the requester's ID number."""
    return recall.person_in(draft.group.definition, recall.REQUESTER).id_number or ""


def hand_in(at: Seat, draft: Draft, how: HowEnded) -> None:
    """Give the filing to the desk as it stands. Once all was asked, nothing of it stays here.

    That the desk's inbox is away is no error: what was sealed waits (`handing_in.deliver`). After
    an error the seat is still taken, and this can be called again.

    Errors: those of `drafting.record`; DeskUnavailable("export-full").
    """
    _end(at, draft.filing.id, how)
    at.store.close()
    if how == "finished":
        seat.forget(at.kiosk)


def leave(at: Seat, draft: Draft | None) -> None:
    """Nobody is there any more: what was answered goes to the desk. Errors: those of `hand_in`;
    then it goes with the next `tidy`."""
    try:
        if draft is not None:
            hand_in(at, draft, "left")
        elif at.found is None:
            seat.forget(at.kiosk)
    finally:
        at.store.close()


def clear(kiosk: Kiosk) -> None:
    """Leave no draft here: what the desk has not of it is handed in first."""
    _send_rest(kiosk)
    seat.forget(kiosk)


def tidy(kiosk: Kiosk) -> None:
    """After a start, and from time to time: hand in what a power cut interrupted, forget what has
    waited long enough, and lay into the desk's inbox what could not be laid there."""
    handing_in.deliver(kiosk)
    last = _send_rest(kiosk)
    if last is None or kiosk.clock() - last > KEPT:
        seat.forget(kiosk)


def _send_rest(kiosk: Kiosk) -> datetime | None:
    """Hand in what of the running draft the desk has not; when something was last done to it, None
    where there is no draft, or nothing was recorded in it."""
    at = _taken(kiosk)
    if at is None:
        return None
    try:
        filing = at.found
        last = journal.last_event(at.store, filing) if filing else None
        if filing is None or last is None:
            return None
        ended = datetime.fromisoformat(last.envelope.at)
        # A clock that was set back meanwhile, or lost its battery, is no reason to be refused.
        _end(replace(at, clock=lambda: max(kiosk.clock(), ended)), filing, "left")
        return ended
    finally:
        at.store.close()


def _taken(kiosk: Kiosk) -> Seat | None:
    """The seat at the running draft; None also where it was cut short while it was made, or
    damaged since, so that nothing can be read of it. A disk that stumbles is asked twice."""
    for patience in (True, False):
        try:
            return seat.take(kiosk)
        except DeskUnavailable as problem:
            if problem.code not in _BROKEN:
                raise
            if not patience:
                log.warning("a draft of the kiosk is lost: %s", problem.code)
    return None


def _end(at: Seat, filing: str, how: HowEnded) -> None:
    """Record that it is handed in, where that was not yet, and seal what was not sealed yet."""
    last = journal.last_event(at.store, filing)
    if last is None or last.envelope.kind != _HANDED_IN:
        draft = drafting.reopen(at, filing)
        drafting.record(at, draft, HandedIn(ticket=at.ticket, how=how))
    events = replication.copies_of(at.store, at.stream)
    if len(events) > seat.sent(at.kiosk):
        handing_in.seal_filing(at.kiosk, events)
        seat.note_sent(at.kiosk, len(events))
    handing_in.deliver(at.kiosk)
