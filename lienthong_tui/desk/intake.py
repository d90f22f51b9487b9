"""What kiosks hand over: opened, looked through (`vetting`), and taken into the journal as their
own stream."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lienthong_tui.access import kiosk_keys
from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.desk import kiosk_files, replies
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.desk.kiosk_files import Call
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.vetting import NEWEST, OLDEST, refused, vet
from lienthong_tui.filing.sharing_events import TakenIn
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import content, journal, kiosks, replication, slots
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.store.replication import Copied
from lienthong_tui.store.sqlcipher import writing


@dataclass(frozen=True)
class Came:
    """A file of a kiosk, and what came of it: a filing that was taken in, somebody who calls for
    the officer, or why nothing was taken. `again`: all of it was here already."""

    name: str
    kiosk: str = ""
    filing: str | None = None
    ticket: str = ""
    called: datetime | None = None
    again: bool = False
    problem: Problem | None = None


def folders(desk: Desk) -> tuple[Path, ...]:
    """Where the kiosks lay their files: each folder once."""
    own = replies.inbox(desk)
    return tuple(dict.fromkeys(kiosk.folder or own for kiosk in kiosks.paired(desk.db)))


@dataclass(frozen=True)
class Fetched:
    """A file that lay there, and what it holds, or why it could not be read."""

    path: Path
    data: bytes | Problem


def fetch(where: Iterable[Path]) -> list[Fetched]:
    """Read what lies in these folders, the oldest first. Needs no desk: a folder of another
    machine may take its time, or be away, and then holds nothing."""
    found: list[tuple[float, Path]] = []
    for folder in where:
        with suppress(OSError):
            found += [(p.stat().st_mtime, p) for p in folder.glob(kiosk_files.PATTERN)]
    return [fetched for _, path in sorted(found) if (fetched := _fetched(path)) is not None]


def _fetched(path: Path) -> Fetched | None:
    try:
        return Fetched(path, bytes_of(path, "kiosk-file-missing", _check_size))
    except Problem as problem:
        # Another window of the desk may have been quicker.
        return Fetched(path, problem) if path.exists() else None


def take(desk: Desk, fetched: Fetched) -> Came:
    """Take in a file that was read; one that is refused says why."""
    name = fetched.path.name
    if isinstance(fetched.data, Problem):
        return Came(name, problem=fetched.data)
    try:
        return receive(desk, fetched.data, name)
    except Problem as problem:
        return Came(name, problem=problem)


def discard(fetched: Fetched) -> None:
    """Remove a file that was taken in."""
    with suppress(OSError):
        fetched.path.unlink()


def collect(desk: Desk) -> Iterator[Came]:
    """Take in what waits; what was taken is removed, what was refused stays where it lies."""
    for fetched in fetch(folders(desk)):
        came = take(desk, fetched)
        if came.problem is None:
            discard(fetched)
        yield came


def receive(desk: Desk, data: bytes, name: str) -> Came:
    """Take in one file.

    Errors: those of `Desk.require`, `kiosk_keys.open_sealed`, `vetting.vet` and
    `replication.take_in`; Problem("sealed-unreadable"), ("kiosk-filing-closed").
    """
    desk.require("work")
    identity = slots.intake(desk.db)
    if identity is None:
        raise DeskUnavailable("desk-unfinished")
    known = {kiosk.id: kiosk for kiosk in kiosks.paired(desk.db)}
    secrets = {kiosk.id: kiosk.secret for kiosk in known.values()}
    sender, body = kiosk_keys.open_sealed(data, identity_from_text(identity), secrets)
    kiosk = known[sender]
    sent = kiosk_files.read_sent(body)
    if isinstance(sent, Call):
        return Came(name, kiosk.name, called=_called(sent, desk.clock()))
    return _taken(desk, kiosk, sent.events, name)


def _called(sent: Call, now: datetime) -> datetime:
    """When somebody called. Errors: Problem("sealed-unreadable") for no plausible time."""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(sent.at)
        if at.tzinfo is not None and now - OLDEST <= at <= now + NEWEST:
            return at.astimezone(UTC)
    raise Problem("sealed-unreadable")


def _taken(desk: Desk, kiosk: Paired, copied: Sequence[Copied], name: str) -> Came:
    group, last = vet(desk, kiosk, copied)
    filing_id = str(copied[0].envelope.filing)
    with writing(desk.db):  # that nobody completes it in between
        _check_open(desk, filing_id, copied[0].envelope.stream)
        content.put(desk.db, group.source)
        new = replication.take_in(desk.db, copied, projector(desk.group))
        if new:
            last_one = copied[-1].envelope
            taken = TakenIn(stream=last_one.stream, seq=last_one.seq)
            known = journal.position_of(journal.lineage_of(desk.db, filing_id))
            desk.append(filing_id, [taken], after=known)
    return Came(name, kiosk.name, filing_id, last.ticket, again=new == 0)


def _check_open(desk: Desk, filing_id: str, stream: str) -> None:
    """That the filing is new here, or began in this stream and is still being declared."""
    known = journal.events_of(desk.db, filing_id)
    if not known:
        return
    if known[0].envelope.stream != stream:
        raise refused("filing")
    try:
        filing, _ = desk.filing(filing_id)
    except Unusable:
        raise Problem("kiosk-filing-closed") from None
    if filing.state != "drafting":
        raise Problem("kiosk-filing-closed")


def _check_size(size: int) -> None:
    if size > kiosk_files.LARGEST:
        raise Problem("kiosk-file-large")
