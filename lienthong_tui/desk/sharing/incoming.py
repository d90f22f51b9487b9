"""What other desks have sent, taken into the journal here."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from lienthong_tui.access import hub_keys
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.sharing import contents
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.filing.envelope import Envelope, envelope_hash, time_text
from lienthong_tui.hub import streams
from lienthong_tui.hub.streams import Head, Row
from lienthong_tui.problems import Problem
from lienthong_tui.store import content, journal, purging, replication, sharing
from lienthong_tui.store.replication import Sent
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.store.streams import filing_at, head_of

_TOGETHER = 0.01  # seconds of one local transaction: whoever types waits no longer for the store
_DEFINES = ("filing.started", "filing.moved")


def tell_of_twin(at: At, head: Head) -> None:
    """A stream of this desk's own number that it never wrote: another copy of it is at work."""
    if head.stream.startswith(at.prefix):
        at.round.told.append(Problem("hub-twin", stream=head.stream))


def follow(at: At, head: Head, *, last: bool = True) -> bool:
    """Take in what is behind the last event here of a stream; whether all of it could be.

    What stands in the way may come in another stream of this round: it is told only at `last`.
    """
    while True:
        after = head_of(at.db, head.stream).seq
        if after >= head.seq:
            return True
        rows = streams.pull(at.hub, at.commune, head.stream, after)
        if not rows:
            return True
        came: list[tuple[Sent, int]] = []
        wrong: Problem | None = None
        try:
            for row in rows:
                came.append((arrived(at, row), row.epoch))
                take_definitions(at, *came[-1])
        except Problem as problem:
            if problem.exit_code != 1:
                raise
            # Somebody altered what lies at the hub, or a key has not come: this stream waits here.
            wrong = problem
        try:
            record(at, came)
        except Problem as problem:
            if problem.exit_code != 1:
                raise
            wrong = problem
        if wrong is not None:
            if last:
                at.round.told.append(wrong)
            return False


def arrived(at: At, row: Row) -> Sent:
    """The event in a row. Errors: those of `hub_keys.open_sealed`; Problem("sealed-altered") for
    what no desk wrote, ("hub-blanked") where contents are gone that nobody has purged."""
    envelope = row.envelope
    row_of = about(at.commune, envelope)
    _check_row(at, row)
    if not _is_time(envelope.at):
        raise Problem("sealed-altered")
    if row.sealed is None:
        if envelope.filing is None or envelope.kind in purging.KEPT:
            raise Problem("sealed-altered")
        if not _is_purged(at, envelope.filing):
            raise Problem("hub-blanked", stream=envelope.stream, seq=envelope.seq)
        return Sent(envelope, None, None)
    plain = hub_keys.open_sealed(at.epochs, row.epoch, row_of, row.sealed)
    if not plain:  # it never left its desk
        return Sent(envelope, None, None)
    return Sent(envelope, plain[:32], plain[32:])


def _check_row(at: At, row: Row) -> None:
    """Whether a row is one of a desk of ours, as that wrote it: its tag is bound to its hash, and
    the hash to all the rest. Errors: Problem("epoch-missing"), ("sealed-altered")."""
    hub_keys.is_tagged(at.epochs, row.epoch, about(at.commune, row.envelope), row.tag)
    if envelope_hash(row.envelope) != row.envelope.hash:
        raise Problem("sealed-altered")


def _is_purged(at: At, filing: str) -> bool:
    """Whether a desk purged a filing, here or in what is still to be taken in."""
    if purging.is_known(at.db, filing) or filing in at.round.purged:
        return True
    for row in streams.of_kind(at.hub, at.commune, filing, purging.PURGED):
        _check_row(at, row)
        at.round.purged.add(filing)
    return filing in at.round.purged


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def record(at: At, came: Sequence[tuple[Sent, int]]) -> None:
    """Write events, each with its epoch, in short transactions: somebody may be typing."""
    place = 0
    while place < len(came):
        until = time.monotonic() + _TOGETHER
        with writing(at.db):
            while place < len(came):
                event, epoch = came[place]
                unprojected = replication.follow(at.db, [event], projector(at.desk.group))
                # In the same transaction: what no event names is awaited by nobody (`sweep`).
                if event.envelope.kind in purging.NAMING and event.body is not None:
                    for sha256 in purging.named_in(event.body):
                        sharing.await_content(at.db, sha256, epoch)
                for each in unprojected:
                    now = time_text(at.desk.clock())
                    sharing.quarantine(at.db, each.stream, each.seq, now, each.problem)
                    if each.problem != contents.MISSING:  # that comes by itself
                        problem = Problem("hub-unread", stream=each.stream, seq=each.seq)
                        at.round.told.append(problem)
                place += 1
                at.round.came += 1
                if time.monotonic() > until:
                    break
        time.sleep(0)  # the screen's thread has its turn


def take_definitions(at: At, event: Sent, epoch: int) -> None:
    """Without its definition no filing can be put together; where it is not there yet, the filing
    waits for it, and nothing else."""
    if event.envelope.kind in _DEFINES and event.body is not None:
        for sha256 in purging.named_in(event.body):
            if not content.has(at.db, sha256):
                with suppress(Problem):
                    contents.fetch(at, sha256, epoch)


def put_together(at: At) -> None:
    """What waited for a content, now that some came."""
    if not at.round.contents:
        return
    for noted in sharing.quarantined(at.db):
        if noted.problem == contents.MISSING:
            filing = filing_at(at.db, noted.stream, noted.seq)
            with writing(at.db):
                if filing is None or not journal.project_if_it_can(
                    at.db, filing, projector(at.desk.group)
                ):
                    sharing.read_at_last(at.db, noted.stream, noted.seq, noted.problem)


def erase(at: At) -> None:
    """What other desks have purged, now that all that is known of it came: a purge counts only
    where the desk had the filing."""
    asked, due = purging.due(at.db)
    for filing in due:
        if contents.is_purged(at.desk, filing):
            with writing(at.db):
                purging.erase(at.db, filing)
                sharing.erase_later(at.db, [filing])
                journal.project_if_it_can(at.db, filing, projector(at.desk.group))
    purging.looked(at.db, asked)


def about(commune: str, envelope: Envelope) -> list[str | int | None]:
    """What a row and its contents are bound to: its place, and with the hash all of it."""
    return [commune, envelope.stream, envelope.seq, envelope.hash.hex()]
