"""A round with the hub: what is new in this desk's streams is sent, what is new in the others' is
taken in.

A desk that has no line goes on alone: nothing here is waited for by anybody at the desk. Needs the
extra `hub`; nothing but who shares imports it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from lienthong_tui.access import certificates
from lienthong_tui.desk import vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import (
    claiming,
    contents,
    incoming,
    joining,
    keys,
    outgoing,
    replies,
    statuses,
)
from lienthong_tui.desk.sharing.round import At, Round
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.hub import line, streams
from lienthong_tui.hub.administering import check_version
from lienthong_tui.hub.line import Hub, Papers, Place
from lienthong_tui.problems import DeskUnavailable, Problem, Refused
from lienthong_tui.store import sharing
from lienthong_tui.store.sharing import State

FILES = "line"
"""The folder, in the desk's own, of the papers of the line; the key among them is locked."""
CLOCK_MINUTES = 5
"""How far the desk's clock may be off before somebody is told."""
TOLD_BEFORE = timedelta(days=60)
"""How long before the certificate of the line ends somebody is told."""
_NOTED_AGAIN = timedelta(minutes=10)  # a round that changes nothing writes nothing


@contextmanager
def connected(desk: Desk) -> Iterator[Hub]:
    """A line to the hub. Errors: Unusable("hub-not-joined"); those of `line.connect`,
    `administering.check_version`."""
    now = joining.must_be_joined(desk.db)
    given = now.enrolment
    place = Place(given.host, given.port, given.database, given.role)
    papers = Papers(given.authority, given.certificate, now.key, now.password)
    with line.connect(place, papers, desk.unlocked.folder / FILES) as hub:
        check_version(hub)
        yield hub


@contextmanager
def apart(desk: Desk) -> Iterator[Desk]:
    """The desk over a connection of its own, for a thread of its own."""
    with vault.beside(desk.unlocked.folder, desk.unlocked.identity) as db:
        yield replace(desk, unlocked=replace(desk.unlocked, db=db), _accounts={})


def exchange(desk: Desk) -> Round:
    """One round on a line of its own. How it went is noted, for whoever examines the desk.

    Errors: those of `connected` and `sync`.
    """
    try:
        with connected(desk) as hub:
            done = sync(desk, hub)
    except (Refused, DeskUnavailable) as problem:
        _note(desk, sharing.state(desk.db).done, [problem])
        raise
    _note(desk, desk.clock().isoformat(), done.told)
    return done


def _note(desk: Desk, done: str | None, told: Iterable[Problem]) -> None:
    wrong = tuple(sharing.Told(each.code, dict(each.params)) for each in told)
    before = sharing.state(desk.db)
    later = done != before.done and _is_old(before.done, desk.clock())
    if before.wrong != wrong or later:
        sharing.note_state(desk.db, State(done, wrong))


def _is_old(noted: str | None, now: datetime) -> bool:
    return noted is None or now - datetime.fromisoformat(noted) > _NOTED_AGAIN


def sync(desk: Desk, hub: Hub) -> Round:
    """One round.

    Errors: those of `line.answering` where the hub fails in the middle: what was taken or sent
    until then is, and the next round goes on from there.
    """
    now = joining.must_be_joined(desk.db)
    at = At(desk, hub, now, joining.epochs(desk.db), Round())
    keys.take(at)
    _compare_clocks(at)
    _look_at_certificate(at)
    heads = streams.heads(hub, at.commune)
    own = outgoing.own_streams(at, heads)
    others = [head for head in heads.values() if head.stream not in own]
    waiting = [head for head in others if not incoming.follow(at, head, last=False)]
    for head in waiting:  # what they wait for may have come in another stream
        incoming.follow(at, head)
    for head in others:
        incoming.tell_of_twin(at, head)
    incoming.erase(at)
    # What is recorded of keys and claims leaves with the rest of this desk's events.
    keys.renew(at)
    keys.share(at)
    claiming.mend(at)
    for stream in own:
        outgoing.meet(at, stream, heads.get(stream))
    contents.fetch_some(at)
    incoming.put_together(at)
    contents.erase_there(at)
    replies.fetch(at)
    statuses.tell(at)
    return at.round


def _compare_clocks(at: At) -> None:
    """A desk whose clock is off dates its events wrong, and nothing at the desk itself tells."""
    minutes = round((at.desk.clock() - streams.now(at.hub)).total_seconds() / 60)
    if abs(minutes) > CLOCK_MINUTES:
        at.round.told.append(Problem("hub-clock", minutes=abs(minutes)))


def _look_at_certificate(at: At) -> None:
    """It is not to end unnoticed: then the desk would share no more."""
    ends = certificates.ends(at.joined.enrolment.certificate)
    if ends - at.desk.clock() < TOLD_BEFORE:
        at.round.told.append(Problem("certificate-ends", day=f"{local_day(ends):%d/%m/%Y}"))


def unsent(desk: Desk) -> tuple[int, str | None]:
    """How many events of this desk the hub has not yet, and when the oldest of them was recorded
    (`time_text`)."""
    return sharing.unsent(desk.db, sharing.prefix(desk.stream))
