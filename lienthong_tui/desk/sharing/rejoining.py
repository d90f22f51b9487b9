"""A desk that forked brought back to the others.

Its folder was put back to an earlier copy and worked in: the same places of its stream were written
twice. What the hub has of them is what the others know, and stays. What only this desk has goes on
in a stream of its own; but for filings that both have gone on with since. Of those the hub's way
counts, for to merge two ways of one filing would be to guess; only a purge is never taken back.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from lienthong_tui.desk import incarnation
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.sharing import incoming, joining, keys
from lienthong_tui.desk.sharing.round import At, Round
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.kinds import LOOKS
from lienthong_tui.filing.sharing_events import Rejoined
from lienthong_tui.hub import streams
from lienthong_tui.hub.line import Hub
from lienthong_tui.hub.streams import Head as HubHead
from lienthong_tui.problems import Busy, Unusable
from lienthong_tui.store import journal, keyring, projections, purging, rechaining, replication
from lienthong_tui.store.key_change import sole_use
from lienthong_tui.store.projections import Named
from lienthong_tui.store.replication import Sent
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.store.streams import Head, head_of, id_at, time_of

_KEPT = LOOKS | {purging.PURGED}


@dataclass(frozen=True)
class Outcome:
    """`desk` goes on in another stream. `came` events of the hub took the place of those here,
    `again` were chained to the new stream, and of the filings `left` what was recorded here since
    is in the backup alone. `unread` could not be put together."""

    desk: Desk
    came: int
    again: int
    left: tuple[Named, ...]
    unread: tuple[Named, ...]


def rejoin(desk: Desk, hub: Hub, kept: Head) -> Outcome:
    """Bring a desk that forked back; all of it or nothing. `kept` is the end of its stream when it
    had been backed up.

    Errors: those of `Desk.require`, `agreed_with` and `incoming.arrived`;
    Unusable("hub-not-joined"); Busy("rejoin-open"), also where something was recorded since `kept`.
    """
    desk.require("settings")
    now = joining.must_be_joined(desk.db)
    at = At(desk, hub, now, joining.epochs(desk.db), Round())
    agreed = agreed_with(desk, hub)
    keys.take(at)
    theirs = _rest_of(at, agreed)
    with _alone(desk):
        if head_of(desk.db, desk.stream) != kept:
            raise Busy("rejoin-open")
        ours = replication.after(desk.db, desk.stream, agreed, limit=-1)
        both = _touched(ours) & _touched(sent for sent, _ in theirs)
        again = [e for e in ours if e.envelope.filing not in both or e.envelope.kind in _KEPT]
        left = sorted(both - _purged(again))
        # Killed behind this, the desk has none noted for once: none that would alarm.
        keyring.forget_anchors(desk.unlocked.keyring)
        with writing(desk.db):
            since = time_of(desk.db, desk.stream, agreed)
            rechaining.take_off(desk.db, desk.stream, agreed)
            incoming.record(at, theirs)
            desk = _gone_on(desk, since)
            rechaining.chain(desk.db, desk.stream, again)
            told = Rejoined(
                of=kept.stream,
                after=agreed,
                seq=kept.seq,
                hash=kept.hash.hex(),
                again=len(again),
                left=tuple(left),
            )
            desk.append(None, [told])
            for filing in _purged(again):  # what came of it is to go, too
                purging.look_later(desk.db, filing)
            unread = journal.rebuild(desk.db, projector(desk.group))
    for stream in incarnation.streams(desk.db):
        head = head_of(desk.db, stream)
        keyring.set_anchor(desk.unlocked.keyring, stream, head.seq, head.hash)
    return Outcome(
        desk,
        len(theirs),
        len(again),
        tuple(projections.named(desk.db, left)),
        tuple(projections.named(desk.db, unread)),
    )


def check_alone(desk: Desk) -> None:
    """Raises Busy("rejoin-open") where another program has the desk open."""
    with _alone(desk):
        pass


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(sole_use(desk.db))
        except Busy:
            raise Busy("rejoin-open") from None
        yield


def agreed_with(desk: Desk, hub: Hub) -> int:
    """The last seq at which the desk's stream is the same here and at the hub.

    Errors: those of the line; Unusable("hub-not-forked"), ("hub-forked-before") with `stream`.
    """
    heads = streams.heads(hub, desk.commune)
    for before in incarnation.streams(desk.db)[1:]:
        if before in heads and _parts_at(desk, hub, heads[before]) is not None:
            raise Unusable("hub-forked-before", stream=before)
    own = heads.get(desk.stream)
    agreed = _parts_at(desk, hub, own) if own else None
    if agreed is None:
        raise Unusable("hub-not-forked")
    return agreed


def _parts_at(desk: Desk, hub: Hub, head: HubHead) -> int | None:
    """The last seq that a stream has in common here and there; None where one goes on from the
    other."""
    last = min(head.seq, head_of(desk.db, head.stream).seq)
    same, differs = 0, last + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        there = streams.event_id_at(hub, desk.commune, head.stream, middle)
        if there == id_at(desk.db, head.stream, middle):
            same = middle
        else:
            differs = middle
    return same if same < last else None


def _rest_of(at: At, after: int) -> list[tuple[Sent, int]]:
    """What the hub has of the desk's stream behind a seq, each with its epoch."""
    found: list[tuple[Sent, int]] = []
    while rows := streams.pull(at.hub, at.commune, at.desk.stream, after + len(found)):
        for row in rows:
            found.append((incoming.arrived(at, row), row.epoch))
            incoming.take_definitions(at, *found[-1])
    return found


def _touched(events: Iterable[Sent]) -> set[str]:
    """The filings that were gone on with."""
    changes = (e.envelope for e in events if e.envelope.kind not in LOOKS)
    return {envelope.filing for envelope in changes if envelope.filing is not None}


def _purged(events: Iterable[Sent]) -> set[str]:
    found = (e.envelope.filing for e in events if e.envelope.kind == purging.PURGED)
    return {filing for filing in found if filing is not None}


def _gone_on(desk: Desk, since: str | None) -> Desk:
    """The desk as another incarnation: the way that the hub has gave out references, too."""
    now = desk.clock()
    day = local_day(datetime.fromisoformat(since)) if since else local_day(now)
    stream = incarnation.go_on(
        desk.db, desk.unlocked.folder, "forked", since=day, officer=desk.holder, now=now
    )
    return dataclasses.replace(desk, stream=stream)
