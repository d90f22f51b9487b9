"""Papers, forms, packets and definitions between desks: sent before the event that names them,
fetched after it, but for what a filing cannot be put together without."""

from collections.abc import Iterable

from lienthong_tui.access import hub_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.hub import blobs, statuses, streams
from lienthong_tui.problems import Problem
from lienthong_tui.store import content, journal, purging, sharing
from lienthong_tui.store.replication import Sent
from lienthong_tui.store.sqlcipher import writing

MISSING = "content-missing"
"""Why a filing cannot be put together yet."""
_AT_ONCE = 20  # fetched in one round: events come first


def send(at: At, events: Iterable[Sent]) -> None:
    """Before an event is sent that names them."""
    wanted = {
        sha256
        for each in events
        if each.envelope.kind in purging.NAMING
        and each.envelope.filing is not None
        and each.body is not None
        for sha256 in purging.named_in(each.body)
    }
    here = [sha256 for sha256 in wanted if content.has(at.db, sha256)]
    names = {hub_keys.name_of(at.newest, sha256): sha256 for sha256 in here}
    there = blobs.whole(at.hub, at.commune, names)
    for name, sha256 in names.items():
        if name not in there:
            _send_content(at, name, sha256)


def _send_content(at: At, name: str, sha256: str) -> None:
    data = content.get(at.db, sha256)
    pieces = [data[i : i + blobs.PART] for i in range(0, len(data), blobs.PART)] or [b""]
    done = blobs.present(at.hub, at.commune, name)
    sealed = (
        (part, hub_keys.seal(at.newest, _about_part(name, part, len(pieces)), piece))
        for part, piece in enumerate(pieces)
        if part not in done
    )
    blobs.put(at.hub, at.commune, name, at.desk.number, len(pieces), sealed)


def _about_part(name: str, part: int, parts: int) -> list[str | int | None]:
    return ["content", name, part, parts]


def fetch_some(at: At) -> None:
    """Some of what is still to come; what could not be had is asked for again in the next round."""
    for sha256, epoch in sharing.awaited(at.db)[:_AT_ONCE]:
        sharing.asked_for(at.db, sha256, epoch)
        try:
            fetch(at, sha256, epoch)
        except Problem as problem:
            if problem.exit_code != 1:
                raise
            if problem.code == "sealed-altered":
                at.round.told.append(problem)


def fetch(at: At, sha256: str, epoch: int) -> None:
    """Bring a content here. Errors: Problem("content-not-there"), ("epoch-missing"),
    ("sealed-altered")."""
    if epoch not in at.epochs:
        raise Problem("epoch-missing", epoch=epoch)
    key = at.epochs[epoch]
    name = hub_keys.name_of(key, sha256)
    parts = blobs.get(at.hub, at.commune, name)
    if parts is None:
        raise Problem("content-not-there", sha256=sha256)
    pieces = [
        hub_keys.open_sealed(at.epochs, epoch, _about_part(name, part, len(parts)), piece)
        for part, piece in enumerate(parts)
    ]
    with writing(at.db):
        if content.put(at.db, b"".join(pieces)) != sha256:
            raise Problem("sealed-altered")
        sharing.no_longer_awaited(at.db, sha256)
    at.round.contents += 1


def is_purged(desk: Desk, filing: str) -> bool:
    """Whether a filing is purged: by the desk that had it, as far as is known."""
    return any(e.envelope.kind == purging.PURGED for e in journal.events_of(desk.db, filing))


def erase_there(at: At) -> None:
    """What this desk had sent of filings that are purged now, and contents that nothing here names
    any more."""
    filings = sharing.unerased(at.db)
    if not filings:
        return
    for filing in filter(lambda each: is_purged(at.desk, each), filings):
        streams.erase(at.hub, at.commune, at.desk.number, filing, purging.KEPT)
        statuses.withdraw(at.hub, at.commune, filing)
    purging.sweep_if_due(at.db)
    needed = [*content.names(at.db), *(sha256 for sha256, _ in sharing.awaited(at.db))]
    kept = {hub_keys.name_of(epoch, sha256) for epoch in at.epochs.values() for sha256 in needed}
    sent = blobs.sent_by(at.hub, at.commune, at.desk.number)
    blobs.drop(at.hub, at.commune, at.desk.number, sent - kept)
    sharing.erased_there(at.db, filings)
