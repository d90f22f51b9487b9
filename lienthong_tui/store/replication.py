"""The journal between stores: a stream of another place taken in, and how far two differ."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from lienthong_tui.filing.envelope import Envelope, broken, envelope_hash, verify
from lienthong_tui.problems import Problem
from lienthong_tui.store import purging
from lienthong_tui.store.journal import (
    SELECT,
    Project,
    commits,
    project_anew,
    project_if_it_can,
    put_envelope,
    put_event,
)
from lienthong_tui.store.sqlcipher import Database, each, one, rows, writing
from lienthong_tui.store.streams import hash_at, head_of, heads


class Copied(msgspec.Struct, frozen=True):
    """An event as another store has it: `body` is the canonical payload, `salt` its 32 bytes."""

    envelope: Envelope
    salt: bytes
    body: bytes


def copies_of(db: Database, stream: str) -> list[Copied]:
    """A whole stream, for another store to take in; nothing of it may have been erased."""
    found = each(db, f"{SELECT} WHERE stream = ? ORDER BY seq", [stream])
    return [Copied(Envelope(*fields), salt, body) for _, salt, body, *fields in found]


def take_in(db: Database, copied: Sequence[Copied], project: Project) -> int:
    """Record a stream of another place, from its first event, as far as it is not here yet; how
    many events were new. The filings they are of are projected anew, in one transaction.

    Raises Problem `journal-broken` for a chain or payload that is not whole or an event that is
    here in another place, and `stream-forked` (`stream`, `seq`) where another one stands here in
    the place of one of them.
    """
    if problem := verify(copy.envelope for copy in copied):
        raise problem
    with writing(db):
        new = [copy for copy in copied if not _is_here(db, copy.envelope)]
        for copy in new:
            if not commits(copy.envelope, copy.salt, copy.body):
                raise broken(copy.envelope, "payload")
            if one(db, "SELECT 1 FROM event WHERE event_id = ?", [copy.envelope.event_id]):
                raise broken(copy.envelope, "sequence")
            put_event(db, copy.envelope, copy.salt, copy.body)
        for filing in {copy.envelope.filing for copy in new} - {None}:
            project_anew(db, str(filing), project)
    return len(new)


class Sent(msgspec.Struct, frozen=True):
    """An event between desks: `salt` and `body` are None where its payload is erased or did not
    leave the desk that recorded it."""

    envelope: Envelope
    salt: bytes | None
    body: bytes | None


class Unprojected(msgspec.Struct, frozen=True):
    """An event that is in the journal, but the filing it is of could not be put together with it;
    `problem` is why, as a code."""

    stream: str
    seq: int
    problem: str


def after(db: Database, stream: str, seq: int, limit: int) -> list[Sent]:
    """The events of a stream behind `seq`, in order, at most `limit`, for another store."""
    found = each(
        db, f"{SELECT} WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?", [stream, seq, limit]
    )
    return [Sent(Envelope(*fields), salt, body) for _, salt, body, *fields in found]


def follow(db: Database, arrived: Sequence[Sent], project: Project) -> list[Unprojected]:
    """Record events of one stream that follow its last one here, in one transaction; what could not
    be put together of them. Those that are here already are passed over: another window of the desk
    may have been quicker.

    An event is a fact whatever comes of it: one that no filing can be made of is recorded, told,
    and holds up nothing. What belongs to a filing that is purged is to be erased (`purging.due`).

    Raises Problem `journal-broken` for what does not follow or does not hold, `stream-forked` for
    another event in the place of one that is here.
    """
    filings: dict[str, Envelope] = {}
    with writing(db):
        for each in arrived:
            if _is_here(db, each.envelope):
                continue
            _check_follows(db, each)
            if each.salt is None or each.body is None:
                put_envelope(db, each.envelope)
            else:
                put_event(db, each.envelope, each.salt, each.body)
            if each.envelope.filing is not None:
                filings[each.envelope.filing] = each.envelope
        for filing in filings:
            purging.look_later(db, filing)
        return [
            Unprojected(last.stream, last.seq, why)
            for filing, last in filings.items()
            if (why := project_if_it_can(db, filing, project)) is not None
        ]


def _check_follows(db: Database, arrived: Sent) -> None:
    envelope = arrived.envelope
    head = head_of(db, envelope.stream)
    if envelope.seq != head.seq + 1:
        raise broken(envelope, "sequence")
    if envelope.previous != head.hash:
        raise broken(envelope, "previous")
    if envelope.hash != envelope_hash(envelope):
        raise broken(envelope, "hash")
    if arrived.salt is not None and not commits(envelope, arrived.salt, arrived.body or b""):
        raise broken(envelope, "payload")
    if one(db, "SELECT 1 FROM event WHERE event_id = ?", [envelope.event_id]):
        raise broken(envelope, "sequence")


def beyond(db: Database, kept: Mapping[str, int], but: Collection[str]) -> dict[str | None, int]:
    """How many events there are by filing (None: of the desk) behind what is kept elsewhere, which
    has each stream up to a seq; those of the kinds `but` do not count."""
    found: dict[str | None, int] = {}
    marks = ", ".join("?" * len(but))
    for head in heads(db):
        for filing, count in rows(
            db,
            f"""SELECT filing, count(*) FROM event
                WHERE stream = ? AND seq > ? AND kind NOT IN ({marks})
                GROUP BY filing ORDER BY min(position)""",  # noqa: S608 -- marks only
            [head.stream, kept.get(head.stream, 0), *but],
        ):
            found[filing] = found.get(filing, 0) + count
    return found


def _is_here(db: Database, envelope: Envelope) -> bool:
    known = hash_at(db, envelope.stream, envelope.seq)
    if known not in (None, envelope.hash):
        raise Problem("stream-forked", stream=envelope.stream, seq=envelope.seq)
    return known is not None
