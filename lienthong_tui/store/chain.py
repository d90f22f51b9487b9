"""Whether the chain of the journal is whole: against itself, against heads kept elsewhere, and but
for what is known to be lost."""

import re
from collections.abc import Iterator

import msgspec

from lienthong_tui.filing.continuity_events import Continued, Salvaged
from lienthong_tui.filing.envelope import Envelope, Gap, broken, verify
from lienthong_tui.filing.kinds import KIND_OF
from lienthong_tui.filing.sharing_events import Rejoined
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store.journal import SELECT, commits, of_kind
from lienthong_tui.store.sqlcipher import Database, each, one
from lienthong_tui.store.streams import Head, heads

_SALVAGED, _CONTINUED = KIND_OF[Salvaged], KIND_OF[Continued]
_REJOINED = KIND_OF[Rejoined]
_AT_THE_BEGINNING = 50
"""Events of its stream: a salvage records little more than its officers before it tells."""


class Report(msgspec.Struct, frozen=True):
    """A journal that verified: how many events and streams, how many payloads are erased; `gaps`
    are events that are known to be lost."""

    events: int
    streams: int
    erased: int
    heads: tuple[Head, ...]
    gaps: tuple[Gap, ...] = ()


def check_head(db: Database, typed: str) -> Head:
    """The event that a head kept elsewhere names, such as on a signed register: it has to be there
    as it was. `typed` is `stream seq:hash`; of the hash the first 16 digits are enough.

    Errors: Unusable("head-unreadable") with `text`; Problem("journal-head") with `stream`, `seq`,
    ("journal-head-given-up") where the desk gave that end up when it rejoined the others.
    """
    # On paper the three stand on two lines.
    read = re.fullmatch(
        r"([a-z0-9_]+) ([0-9]{1,18}):([0-9a-f]{16,64})", " ".join(typed.lower().split())
    )
    if read is None:
        raise Unusable("head-unreadable", text=typed)
    stream, seq, start = read[1], int(read[2]), read[3]
    found = one(db, "SELECT hash FROM event WHERE stream = ? AND seq = ?", [stream, seq])
    if found is None or not found[0].hex().startswith(start):
        if _was_given_up(db, stream, seq, start):
            raise Problem("journal-head-given-up", stream=stream, seq=seq)
        raise Problem("journal-head", stream=stream, seq=seq)
    return Head(stream, seq, found[0])


def _was_given_up(db: Database, stream: str, seq: int, start: str) -> bool:
    """Whether a head may be of the end that a desk gave up when it rejoined the others. Only its
    last event is known; of those before it, that they were there."""
    for told in of_kind(db, _REJOINED):
        if told.payload is not None and told.payload["of"] == stream:
            after, last, last_hash = (told.payload[name] for name in ("after", "seq", "hash"))
            if after < seq < last or (seq == last and last_hash.startswith(start)):
                return True
    return False


def verify_journal(db: Database) -> Report:
    """Check every chain, and every payload that is not erased against its commitment.

    Raises Problem `journal-broken` (stream, seq, what) at the first break, where `what` is one of
    `envelope.verify`'s or "payload". Events cut off at the end show only against a head that was
    kept elsewhere: compare `heads`.
    """
    events = erased = 0

    def checked() -> Iterator[Envelope]:
        nonlocal events, erased
        for _, salt, body, *fields in each(db, f"{SELECT} ORDER BY position"):
            envelope = Envelope(*fields)
            events += 1
            if body is None:
                erased += 1
            elif not commits(envelope, salt, body):
                raise broken(envelope, "payload")
            yield envelope

    known = tuple(gaps(db))
    problem = verify(checked(), known)
    if problem is not None:
        raise problem
    found = heads(db)
    return Report(events=events, streams=len(found), erased=erased, heads=found, gaps=known)


def gaps(db: Database) -> list[Gap]:
    """The events that are known to be lost, as a salvage told of them at the beginning of the
    stream that the desk went on in, of the streams before it. Told elsewhere they are no excuse."""
    found = []
    for told in of_kind(db, _SALVAGED):
        stream = told.envelope.stream
        first = one(db, "SELECT kind FROM event WHERE stream = ? AND seq = 1", [stream])
        if told.payload and first == (_CONTINUED,) and told.envelope.seq <= _AT_THE_BEGINNING:
            gaps = (msgspec.convert(gap, Gap) for gap in told.payload["gaps"])
            found += [gap for gap in gaps if gap.stream != stream]
    return found
