"""The end of a stream taken off, and chained to another: where the same place of a stream was
written twice, the one that others have stays, and what only this store has goes on elsewhere."""

from collections.abc import Iterable

from msgspec.structs import replace

from lienthong_tui.filing.envelope import envelope_hash
from lienthong_tui.store.journal import put_envelope, put_event
from lienthong_tui.store.replication import Sent
from lienthong_tui.store.schema import TRIGGERS
from lienthong_tui.store.sqlcipher import Database, reshaping, writing
from lienthong_tui.store.streams import head_of

_GUARD = "event_no_delete"


def take_off(db: Database, stream: str, after: int) -> None:
    """Remove the events of a stream behind seq `after`, and their payloads: the one place where
    events leave a journal. The caller rebuilds (`journal.rebuild`) in the same transaction."""
    with writing(db):
        db.execute("DELETE FROM payload WHERE stream = ? AND seq > ?", [stream, after])
        with reshaping(db):
            db.execute(f"DROP TRIGGER {_GUARD}")
            db.execute("DELETE FROM event WHERE stream = ? AND seq > ?", [stream, after])
            db.execute(TRIGGERS[_GUARD])


def chain(db: Database, stream: str, events: Iterable[Sent]) -> None:
    """Put events behind the last one of a stream, in order: when, by whom and of what they are
    stays as it was, and so does what they are committed to."""
    with writing(db):
        head = head_of(db, stream)
        seq, last = head.seq, head.hash
        for event in events:
            seq += 1
            unhashed = replace(event.envelope, stream=stream, seq=seq, previous=last)
            envelope = replace(unhashed, hash=envelope_hash(unhashed))
            if event.salt is None or event.body is None:
                put_envelope(db, envelope)
            else:
                put_event(db, envelope, event.salt, event.body)
            last = envelope.hash
