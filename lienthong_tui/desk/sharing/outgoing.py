"""What this desk sends: its own streams, and those of kiosks that it took in."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from lienthong_tui.access import hub_keys
from lienthong_tui.desk import incarnation
from lienthong_tui.desk.sharing import claiming, contents, incoming, statuses
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.filing.kinds import SHARED
from lienthong_tui.filing.lineage import desk_of
from lienthong_tui.hub import streams
from lienthong_tui.hub.streams import Head, Row
from lienthong_tui.problems import Problem, Refused
from lienthong_tui.store import journal, purging, replication, sharing
from lienthong_tui.store.replication import Sent
from lienthong_tui.store.streams import head_of, id_at
from lienthong_tui.store.streams import heads as heads_here

_BATCH_BYTES = 1_048_576
_CODES = "hub_event_code"  # the index that lets a reference be given out once
_GIVES_OUT = {"filing.completed": "reference", "filing.on_paper": "reference"}


def own_streams(at: At, heads: Mapping[str, Head]) -> list[str]:
    """Its incarnations, the first first, and what it took in from kiosks."""
    present = incarnation.streams(at.db)[::-1]
    of_kiosks = [
        head.stream
        for head in heads_here(at.db)
        if desk_of(head.stream) is None
        and (head.stream not in heads or heads[head.stream].desk == at.desk.number)
    ]
    # A kiosk's events go before those of the desk that took them in.
    return [*of_kiosks, *present]


def meet(at: At, stream: str, head: Head | None) -> None:
    """Bring one stream of this desk to the same end here and there."""
    if head is None:
        streams.begin(at.hub, at.commune, stream, at.desk.number)
        head = Head(stream, at.desk.number, 0, None)
    local = head_of(at.db, stream)
    if head.seq > local.seq:
        # The desk was set back to an earlier copy: what it had sent comes back.
        if local.seq and _id_there(at, stream, local.seq) != _id_here(at, stream, local.seq):
            at.round.told.append(_forked(at, stream))
            return
        incoming.follow(at, head)
    elif head.seq and _id_here(at, stream, head.seq) != head.event_id:
        at.round.told.append(_forked(at, stream))
    else:
        if head.seq < sharing.sent_up_to(at.db).get(stream, 0):
            # It was set back to an earlier copy, which has again what was erased since.
            sharing.erase_later(at.db, purging.purged(at.db))
            claiming.give_again(at)
        sharing.note_sent(at.db, stream, head.seq)
        _send(at, head)


def _forked(at: At, stream: str) -> Problem:
    if stream == at.desk.stream:
        return Problem("hub-forked", stream=stream)
    return Problem("hub-forked-before", stream=stream)


def _id_here(at: At, stream: str, seq: int) -> str | None:
    return id_at(at.db, stream, seq)


def _id_there(at: At, stream: str, seq: int) -> str | None:
    return streams.event_id_at(at.hub, at.commune, stream, seq)


def _send(at: At, head: Head) -> None:
    """Send what is behind the hub's head, a batch at a time."""
    while True:
        events = replication.after(at.db, head.stream, head.seq, streams.PUSHED_AT_ONCE)
        if not events:
            return
        contents.send(at, events)
        statuses.tell_later(at, events)
        rows = [_row(at, each) for each in events]
        for batch in _batches(rows):
            head = _push(at, head, batch)


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows in pieces of about a megabyte."""
    piece: list[Row] = []
    size = 0
    for row in rows:
        length = len(row.sealed or b"")
        if piece and size + length > _BATCH_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(row)
        size += length
    if piece:
        yield piece


def _push(at: At, head: Head, rows: Sequence[Row]) -> Head:
    """Send rows; where the hub does not take one as it is, that one in the form it takes."""
    envelopes = [row.envelope for row in rows]
    # Before it is sent: a purge that was sent is not forgotten here.
    if purged := [e.filing for e in envelopes if e.kind == purging.PURGED and e.filing]:
        sharing.erase_later(at.db, purged)
    try:
        after = streams.push(at.hub, at.commune, head, rows)
    except Refused:
        raise
    except Problem as problem:
        if problem.code not in ("hub-taken", "hub-rejected"):
            raise
        if len(rows) > 1:
            half = len(rows) // 2
            return _push(at, _push(at, head, rows[:half]), rows[half:])
        return _push_lesser(at, head, rows[0], problem)
    sharing.note_sent(at.db, head.stream, after.seq)
    at.round.sent += len(rows)
    return after


def _push_lesser(at: At, head: Head, row: Row, problem: Problem) -> Head:
    """A row without what the hub refuses: its reference, which another desk gave out first; or else
    its contents. The event itself is here and stays; that it is not whole there is noted."""
    envelope = row.envelope
    where = {"stream": envelope.stream, "seq": envelope.seq}
    if problem.params.get("what") == _CODES:
        lesser, told = msgspec.structs.replace(row, code=None), Problem("reference-twice", **where)
    else:
        empty = hub_keys.seal(at.newest, incoming.about(at.commune, envelope), b"")
        if row.sealed is None or len(row.sealed) <= len(empty):
            raise problem  # that has been tried
        lesser, told = msgspec.structs.replace(row, sealed=empty), Problem("event-refused", **where)
    sharing.quarantine(at.db, envelope.stream, envelope.seq, envelope.at, told.code)
    at.round.told.append(told)
    return _push(at, head, [lesser])


def _row(at: At, event: Sent) -> Row:
    """An event as the hub gets it: what is the desk's own affair leaves as an envelope alone."""
    envelope = event.envelope
    epoch = at.newest
    bound = incoming.about(at.commune, envelope)
    sealed = None
    if envelope.filing is None and envelope.kind not in SHARED:
        sealed = hub_keys.seal(epoch, bound, b"")
    elif event.body is not None and event.salt is not None:
        sealed = hub_keys.seal(epoch, bound, event.salt + event.body)
    tag = hub_keys.tag(epoch, bound)
    return Row(envelope, at.desk.number, epoch.number, tag, sealed, _code(at, event))


def _code(at: At, event: Sent) -> str | None:
    """The reference that an event gives out, where it is the first of its filing that does."""
    name = _GIVES_OUT.get(event.envelope.kind)
    if name is None or event.body is None:
        return None
    earlier = journal.kinds_before(at.db, event.envelope, list(_GIVES_OUT))
    found = msgspec.json.decode(event.body).get(name)
    return None if earlier else found
