"""The journal of a desk: the one way to write an event, and the ways to read it.

Every change goes through `append`: the events, their payloads and the projection of their filing
are stored in one transaction or not at all.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec

from lienthong_tui.filing.continuity_events import Continued
from lienthong_tui.filing.envelope import SALT_BYTES, Envelope, canonical, commitment, seal
from lienthong_tui.filing.kinds import KIND_OF, LOOKS
from lienthong_tui.filing.lineage import Lineage, desk_of, lineage
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, StoreClosedError
from lienthong_tui.store import projections
from lienthong_tui.store.meta import STREAM, meta, set_meta
from lienthong_tui.store.projections import Projection
from lienthong_tui.store.sqlcipher import Database, each, one, rows, writing
from lienthong_tui.store.streams import Head, head_of

_COLUMNS = ", ".join(f"event.{name}" for name in Envelope.__struct_fields__)
SELECT = f"""SELECT position, salt, body, {_COLUMNS}
              FROM event LEFT JOIN payload USING (stream, seq)"""  # noqa: S608
_CONTINUED = KIND_OF[Continued]
log = logging.getLogger(__name__)
_PROJECTED = "projected"


class NewEvent(msgspec.Struct, frozen=True):
    """A fact to record. `payload` is a JSON object without floats; `version` is its shape's."""

    kind: str
    payload: dict[str, Any]
    version: int = 1


class Recorded(msgspec.Struct, frozen=True):
    """An event of the journal. `position` orders it at this desk; an erased payload is None."""

    position: int
    envelope: Envelope
    payload: dict[str, Any] | None


Project = Callable[[list[Recorded]], Projection]


def append(
    db: Database,
    *,
    stream: str,
    filing: str | None,
    events: Sequence[NewEvent],
    after: int | None,
    officer: str,
    at: datetime,
    project: Project,
) -> list[Recorded]:
    """Record `events` of one filing, or with `filing=None` of the desk itself, and return them.

    Looks at a filing (`LOOKS`) are recorded as they come: they need no `after` and change no
    projection, and whoever goes on writing to the filing is not held up by them.

    `after` is the position of the filing's last event as the caller knows it, None for a filing
    that does not exist yet: if someone else wrote in between, nothing is stored. (Events of the
    desk have no such check.) `project` makes the projection of the filing from all its events; it
    is stored in the same transaction, and an exception it raises stores nothing.

    Raises Busy: `filing-moved` (after, now), `store-busy`; and as `sqlcipher.writing` does.
    """
    with writing(db):
        looks = all(event.kind in LOOKS for event in events)
        if filing is not None and not looks:
            now, last = _last_position(db, filing), _last_position(db, filing, looks=True)
            # What the caller knows may end with a look that came after the last change.
            if (now is None) != (after is None) or not (now or 0) <= (after or 0) <= (last or 0):
                raise Busy("filing-moved", after=after, now=now)
        before = _last_position(db)
        head = head_of(db, stream)
        for event in events:
            head = _insert(db, head, filing, event, officer, at)
        recorded = _read(db, "WHERE position > ? ORDER BY position", [before or 0])
        if filing is not None and not looks:
            project_anew(db, filing, project)
    return recorded


def events_of(db: Database, filing: str) -> list[Recorded]:
    """The events of a filing that count, in the order in which they do (`filing.lineage`); empty
    when there is no such filing."""
    return lineage_of(db, filing).events


def lineage_of(db: Database, filing: str) -> Lineage:
    """All events of a filing: those that count, in order, and those that came too late."""
    recorded = _read(db, "WHERE filing = ? ORDER BY position", [filing])
    streams = {each.envelope.stream for each in recorded}
    return lineage(recorded, _ranks(db) if len(streams) > 1 else {})


def position_of(found: Lineage) -> int:
    """How far the events of a filing reach in the journal, late ones too: what `append` has to be
    told."""
    return max(int(each.position) for each in (*found.events, *found.late))


def _ranks(db: Database) -> dict[str, int]:
    """How many streams each goes on from, by stream."""
    before = {
        told.envelope.stream: told.payload["of"]
        for told in of_kind(db, _CONTINUED)
        if told.payload is not None
    }
    ranks = {}
    for stream in before:
        chain = [stream]
        while (of := before.get(chain[-1])) is not None and of not in chain:
            chain.append(of)
        ranks[stream] = len(chain) - 1
    return ranks


def outline_of(db: Database, filing: str, kinds: Collection[str]) -> list[Recorded]:
    """All events of a filing, in order, with the payloads of some kinds only: who did what when."""
    marks = ", ".join("?" * len(kinds))
    found = each(
        db,
        f"""SELECT position, iif(kind IN ({marks}), body, NULL), {_COLUMNS}
            FROM event LEFT JOIN payload USING (stream, seq)
            WHERE filing = ? ORDER BY position""",  # noqa: S608
        [*kinds, filing],
    )
    return [_recorded(position, body, fields) for position, body, *fields in found]


def last_event(db: Database, filing: str) -> Recorded | None:
    """The last event of a filing, looks included."""
    found = _read(db, "WHERE filing = ? ORDER BY position DESC LIMIT 1", [filing])
    return found[0] if found else None


def last_seen(db: Database) -> str | None:
    """The time of the last event that was recorded here, as `time_text` writes it."""
    stream, but = _not_here(db)
    found = one(db, f"SELECT at FROM event WHERE {but} ORDER BY position DESC LIMIT 1", stream)  # noqa: S608
    return found[0] if found else None


def last_at(db: Database, kind: str) -> str | None:
    """The time of the last event of a kind that was recorded here, as `time_text` writes it."""
    stream, but = _not_here(db)
    found = one(
        db,
        f"SELECT at FROM event WHERE kind = ? AND {but} ORDER BY position DESC LIMIT 1",  # noqa: S608
        [kind, *stream],
    )
    return found[0] if found else None


def last_of(db: Database, prefix: str) -> int | None:
    """The position of the last event whose kind begins with `prefix`."""
    found = one(
        db,
        "SELECT max(position) FROM event WHERE kind >= ? AND kind < ? || char(0x10ffff)",
        [prefix, prefix],
    )
    return found[0] if found else None


def desk_events(db: Database, prefix: str) -> list[Recorded]:
    """The events of the desk itself whose kind begins with `prefix`, in order."""
    return _read(
        db,
        "WHERE filing IS NULL AND kind >= ? AND kind < ? || char(0x10ffff) ORDER BY position",
        [prefix, prefix],
    )


def of_kind(db: Database, kind: str) -> list[Recorded]:
    """The events of one kind, in order."""
    return _read(db, "WHERE kind = ? ORDER BY position", [kind])


def of_kinds(db: Database, kinds: Collection[str], since: str, until: str) -> list[Recorded]:
    """The events of some kinds between two times (`time_text`), the second left out, in order."""
    marks = ", ".join("?" * len(kinds))
    where = f"WHERE kind IN ({marks}) AND at >= ? AND at < ? ORDER BY position"
    return _read(db, where, [*kinds, since, until])


def filings(db: Database) -> list[str]:
    """The ids of all filings, in the order they were started."""
    found = rows(
        db,
        """SELECT filing FROM event WHERE filing IS NOT NULL
           GROUP BY filing ORDER BY min(position)""",
    )
    return [filing for (filing,) in found]


def kinds_before(db: Database, envelope: Envelope, kinds: Collection[str]) -> bool:
    """Whether an event of one of these kinds stands before this one in its filing."""
    marks = ", ".join("?" * len(kinds))
    found = one(
        db,
        f"""SELECT 1 FROM event WHERE filing = ? AND kind IN ({marks})
              AND position < (SELECT position FROM event WHERE stream = ? AND seq = ?)""",  # noqa: S608
        [envelope.filing, *kinds, envelope.stream, envelope.seq],
    )
    return found is not None


def rebuild(db: Database, project: Project) -> list[str]:
    """Throw the projections away and make them again from the journal, in one transaction; the
    filings that could not be put together."""
    unread = []
    with writing(db):
        projections.clear(db)
        for filing in filings(db):
            # What this version cannot read of one filing keeps nobody out of all others.
            if why := project_if_it_can(db, filing, project):
                log.error("a filing cannot be put together: %s", why)
                unread.append(filing)
        set_meta(db, _PROJECTED, str(projections.VERSION))
    return unread


def is_projected(db: Database) -> bool:
    """Whether the projections are of this version; a new store has nothing to project."""
    return meta(db, _PROJECTED) == str(projections.VERSION) or _last_position(db) is None


def commits(envelope: Envelope, salt: bytes, body: bytes) -> bool:
    """Whether the event committed to just this payload."""
    return len(salt) == SALT_BYTES and commitment(salt, body) == envelope.commitment


def project_anew(db: Database, filing: str, project: Project) -> None:
    """Make the tables say of a filing what its events say; call it within `writing`."""
    found = lineage_of(db, filing)
    recorded = found.events
    # What came too late is here, too: whoever writes next has to know of it.
    changes = [e for e in (*recorded, *found.late) if e.envelope.kind not in LOOKS]
    if not changes:  # a look came before what it looked at
        raise Problem("filing-without-start", filing=filing)
    last = max(changes, key=lambda e: e.position)
    own = desk_of(meta(db, STREAM) or "")
    projections.write(
        db,
        project(recorded),
        started=min(e.position for e in recorded),
        position=last.position,
        updated=last.envelope.at,
        elsewhere=found.desk if found.desk not in (None, own) else None,
        late=len(found.late),
    )


def project_if_it_can(db: Database, filing: str, project: Project) -> str | None:
    """Project a filing that another desk has written; why that could not be, as a code. The tables
    keep what they said before. Call it within `writing`."""
    db.execute("SAVEPOINT projecting")
    try:
        project_anew(db, filing, project)
    except (Busy, StoreClosedError):
        raise
    except Exception as error:
        if isinstance(error, DeskUnavailable) and error.code != "content-missing":
            raise  # the disk is full or damaged: nothing of that is the event's fault
        db.execute("ROLLBACK TO projecting")
        why = error.code if isinstance(error, Problem) else type(error).__name__
        # Its beginning comes in another stream, which may be on its way.
        return None if why == "filing-without-start" else why
    finally:
        db.execute("RELEASE projecting")
    return None


def _insert(
    db: Database, head: Head, filing: str | None, event: NewEvent, officer: str, at: datetime
) -> Head:
    salt = secrets.token_bytes(SALT_BYTES)
    body = canonical(event.payload)
    envelope = seal(
        stream=head.stream,
        seq=head.seq + 1,
        event_id=uuid7(at),
        version=event.version,
        at=at,
        officer=officer,
        kind=event.kind,
        filing=filing,
        salt=salt,
        body=body,
        previous=head.hash,
    )
    put_event(db, envelope, salt, body)
    return Head(envelope.stream, envelope.seq, envelope.hash)


def put_envelope(db: Database, envelope: Envelope) -> None:
    """Store an event whose payload is not here; call it within `writing`."""
    names = Envelope.__struct_fields__
    db.execute(
        f"INSERT INTO event ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
        msgspec.structs.astuple(envelope),
    )


def put_event(db: Database, envelope: Envelope, salt: bytes, body: bytes) -> None:
    """Store an event that follows the last of its stream; call it within `writing`."""
    put_envelope(db, envelope)
    db.execute(
        "INSERT INTO payload (stream, seq, salt, body) VALUES (?, ?, ?, ?)",
        [envelope.stream, envelope.seq, salt, body],
    )


def _not_here(db: Database) -> tuple[list[str], str]:
    """What a statement has to ask so that no event of another desk is among what it finds."""
    prefix = (meta(db, STREAM) or "").rpartition("_")[0]
    return [prefix, prefix], "stream >= ? AND stream < ? || char(0x10ffff)"


def _last_position(db: Database, filing: str | None = None, *, looks: bool = False) -> int | None:
    """The position of the last event: of all, or of one filing, with or without looks at it."""
    if filing is None:
        found = one(db, "SELECT max(position) FROM event")
    else:
        passed = () if looks else tuple(LOOKS)
        marks = ", ".join("?" * len(passed))
        where = f"filing = ? AND kind NOT IN ({marks})"
        found = one(db, f"SELECT max(position) FROM event WHERE {where}", [filing, *passed])  # noqa: S608
    return found[0] if found else None


def _read(db: Database, where: str, parameters: Sequence[Any]) -> list[Recorded]:
    found = each(db, f"{SELECT} {where}", parameters)
    return [_recorded(position, body, fields) for position, _, body, *fields in found]


def _recorded(position: int, body: bytes | None, fields: Sequence[Any]) -> Recorded:
    payload = None if body is None else msgspec.json.decode(body)
    return Recorded(position=position, envelope=Envelope(*fields), payload=payload)
