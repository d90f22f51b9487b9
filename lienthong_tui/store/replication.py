"""The journal between stores: a stream of another place taken in, and how far two differ."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from lienthong_tui.filing.envelope import Envelope, broken, verify
from lienthong_tui.problems import Problem
from lienthong_tui.store.journal import (
    SELECT,
    Project,
    commits,
    events_of,
    hash_at,
    heads,
    project_anew,
    put_event,
)
from lienthong_tui.store.sqlcipher import Database, each, one, rows, writing


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
            project_anew(db, events_of(db, str(filing)), project)
    return len(new)


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
