"""A desk made again from a backup: first read whole, then compared with what it would take the
place of, and only then, asked for, put there. What was there is renamed and never removed.
"""

import dataclasses
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, count
from pathlib import Path

from lienthong_tui.desk import (
    backup_file,
    founding,
    incarnation,
    layout,
    replacing,
    sittings,
    vault,
)
from lienthong_tui.desk import desk as desks
from lienthong_tui.desk.backup_file import About
from lienthong_tui.desk.before_change import BACKUPS
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.erasure import INBOX, purge_again
from lienthong_tui.desk.holders import release
from lienthong_tui.desk.layout import STORE
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing import kinds
from lienthong_tui.filing.continuity_events import BackedUp, Continued
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import KeyRemoved, OfficerClosed
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.problems import DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import backup, counters, journal, projections, replication, streams
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.backup import Tell, untold
from lienthong_tui.store.chain import Report
from lienthong_tui.store.keyring import Purge, Slot
from lienthong_tui.store.projections import Named
from lienthong_tui.store.sqlcipher import Database

Unlock = Callable[[Path], Unlocked]

_LEFT_BEHIND = 86_400  # seconds
_NO_LOSS = (kinds.KIND_OF[BackedUp], kinds.KIND_OF[Continued])  # of the desk itself, not of work


@dataclass(frozen=True)
class Lost:
    """What the desk that is there has and the backup has not.

    `other`: it is another desk, which this key does not open. `unknown` is why it cannot be told of
    the same one. `events` is how many; `begun` the filings that the backup does not know, `behind`
    those that it knows as they were before. `astray`: the two went separate ways.
    """

    other: bool = False
    unknown: Problem | None = None
    events: int = 0
    begun: tuple[Named, ...] = ()
    behind: tuple[Named, ...] = ()
    astray: bool = False


@dataclass(frozen=True)
class Prepared:
    """A backup unpacked and read whole: what it is of, what its journal holds, how many filings.

    `lost` is None where it takes the place of nothing.
    """

    about: About
    report: Report
    filings: int
    lost: Lost | None
    folder: Path
    unlocked: Unlocked


@dataclass(frozen=True)
class Restored:
    """A desk that was put in its place.

    `aside` is where what was there lies now; `purged` how many filings were erased again, and
    `shut_out` the names of those who had been shut out after the backup was made. `following` is
    the reference that comes next.
    """

    aside: Path | None
    purged: int
    shut_out: tuple[str, ...]
    following: str


@contextmanager
def preparing(path: Path, folder: Path, unlock: Unlock, tell: Tell = untold) -> Iterator[Prepared]:
    """Unpack the backup at `path` beside `folder`, open it with `unlock` and read it whole.

    `folder` is left as it is. Errors: Unusable("restore-no-desk") where something is there that is
    no desk, ("backup-unreadable") where the backup is not what it says; those of
    `layout.check_place`, of `backup_file.unpack`, of `unlock`; DeskUnavailable("backup-damaged");
    Problem("journal-broken").
    """
    folder = folder.resolve()
    taken = founding.is_taken(folder)
    if taken and not layout.is_here(folder):
        raise Unusable("restore-no-desk", path=str(folder))
    if not taken:
        layout.check_place(folder)
    with ExitStack() as closing:
        building = _beside(folder)
        closing.callback(shutil.rmtree, building, ignore_errors=True)
        about = backup_file.unpack(path, building, tell)
        unlocked = unlock(building)
        closing.enter_context(unlocked.leave)
        closing.callback(unlocked.keyring.close)
        closing.callback(unlocked.db.close)
        report = backup.check_open(unlocked.db)
        _check_says(about, unlocked, path)
        lost = _lost(folder, unlocked, report) if taken else None
        filings = len(journal.filings(unlocked.db))
        yield Prepared(about, report, filings, lost, folder, unlocked)


def finish(prepared: Prepared, now: datetime, *, replace: bool) -> Restored:
    """Put what was prepared in its place, as another incarnation of the desk; once.

    Errors: Unusable("restore-replaces") where something is there and nobody said to `replace` it;
    Busy("desk-open") while a program has that open; Refused("not-permitted"), ("shut-out-since")
    for an officer whom the desk there lets in no more; those of the disk, after which what was
    there is where it was.
    """
    folder, unlocked = prepared.folder, prepared.unlocked
    if prepared.lost is not None and not replace:
        raise Unusable("restore-replaces", path=str(folder))
    with ExitStack() as closing:
        if prepared.lost is not None:
            closing.enter_context(sittings.alone(folder))
        desk = desks.read_desk(unlocked, lambda: now)
        desk.require("restore")
        present = _present(folder, desk)
        done = _gone_on(prepared, desk, present, now)
        unlocked.db.close()
        unlocked.keyring.close()
        unlocked.leave.close()
        if prepared.lost is None:
            founding.move(unlocked.folder, folder)
            return done
        return dataclasses.replace(done, aside=_put(unlocked.folder, folder, now))


@dataclass(frozen=True)
class _Present:
    """What the desk that is there knows since the backup: what was erased, who may come in, the
    highest number given out by day. Nothing, where it is another desk or its files are gone."""

    purges: tuple[Purge, ...] = ()
    slots: tuple[Slot, ...] | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


def _gone_on(prepared: Prepared, desk: Desk, present: _Present, now: datetime) -> Restored:
    """Make the copy a desk of its own, which knows what the one that is there knows."""
    unlocked = desk.unlocked
    counters.raise_to(desk.db, counters.REFERENCES, present.numbers)
    stream = incarnation.go_on(
        desk.db,
        prepared.folder,
        "restored",
        since=incarnation.last_day(desk.db, now),
        officer=unlocked.officer,
        now=now,
        backup=prepared.about.files[STORE].sha256,
    )
    desk = desks.read_desk(unlocked, lambda: now)
    gone = _shut_out(desk, present.slots)
    again = purge_again(desk, present.purges)
    if not journal.is_projected(desk.db):
        desk.rebuild()
    head = streams.head_of(desk.db, stream)
    keyrings.set_anchor(unlocked.keyring, stream, head.seq, head.hash)
    today = local_day(now)
    following = counters.value(desk.db, counters.REFERENCES, today.isoformat()) + 1
    return Restored(None, again, gone, make_reference(desk.commune, today, desk.number, following))


def _check_says(about: About, unlocked: Unlocked, path: Path) -> None:
    """What a backup says of itself is signed by nobody: it is compared with what is in it."""
    made = incarnation.made(unlocked.db)
    found = streams.hash_at(unlocked.db, about.stream, about.seq)
    if (
        made is None
        or (made.commune, made.desk_number) != (about.commune, about.desk_number)
        or found is None
        or found.hex() != about.hash
    ):
        raise Unusable("backup-unreadable", path=str(path))


def _beside(folder: Path) -> Path:
    """A folder for what is unpacked; those that killed programs left there go."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in folder.parent.glob(f".{folder.name}.*"):
            if left.is_dir() and time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from error


def _lost(folder: Path, unlocked: Unlocked, report: Report) -> Lost:
    try:
        with keyrings.looked_at(folder / layout.KEYRING) as keyring:
            if keyrings.desk_salt(keyring) != keyrings.desk_salt(unlocked.keyring):
                return Lost(other=True)
        with vault.looking_into(folder, unlocked.identity) as db:
            kept = {head.stream: head.seq for head in report.heads}
            astray = any(
                streams.hash_at(db, head.stream, head.seq) not in (None, head.hash)
                for head in report.heads
            )
            beyond = replication.beyond(db, kept, _NO_LOSS)
            return _told(db, beyond, set(journal.filings(unlocked.db)), astray=astray)
    except Problem as problem:
        return Lost(unknown=problem)


def _told(db: Database, beyond: dict[str | None, int], known: set[str], *, astray: bool) -> Lost:
    named = projections.named(db, [f for f in beyond if f is not None])
    return Lost(
        events=sum(beyond.values()),
        begun=tuple(each for each in named if each.filing not in known),
        behind=tuple(each for each in named if each.filing in known),
        astray=astray,
    )


def _present(folder: Path, desk: Desk) -> _Present:
    """What is known there. Errors: Refused("shut-out-since")."""
    unlocked = desk.unlocked
    try:
        with keyrings.looked_at(folder / layout.KEYRING) as keyring:
            if keyrings.desk_salt(keyring) != keyrings.desk_salt(unlocked.keyring):
                return _Present()
            slots = tuple(keyrings.slots(keyring))
            purges = tuple(keyrings.purges(keyring))
    except DeskUnavailable:
        return _Present()
    if unlocked.kind != "recovery" and unlocked.officer not in {slot.id for slot in slots}:
        raise Refused("shut-out-since")
    numbers: dict[str, int] = {}
    with suppress(Problem), vault.looking_into(folder, unlocked.identity) as db:
        numbers = counters.values(db, counters.REFERENCES)
    return _Present(purges, slots, numbers)


def _shut_out(desk: Desk, slots: tuple[Slot, ...] | None) -> tuple[str, ...]:
    """Shut out again whoever was after the backup was made; their names.

    Not the recovery sheet, which may be the only key there is, nor the desk's own intake.
    """
    if slots is None:
        return ()
    there = {slot.id for slot in slots}
    gone = [
        slot
        for slot in keyrings.slots(desk.unlocked.keyring)
        if slot.kind in ("officer", "unattended") and slot.id not in there
    ]
    for slot in gone:
        fact = OfficerClosed(slot.id) if slot.kind == "officer" else KeyRemoved(slot.id)
        release(desk.unlocked, slot.id, partial(Workplace.append, desk, None, [fact]))
    return tuple(slot.label for slot in gone)


def _put(building: Path, folder: Path, now: datetime) -> Path:
    """Rename what is at `folder`, take its inbox and its backups over, and put `building` there."""
    name = f"{folder.name}.cu-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}"
    parts = chain([""], (f"-{number}" for number in count(2)))
    aside = next(p for part in parts if not (p := folder.with_name(name + part)).exists())
    try:
        if (folder / INBOX).is_dir():
            shutil.copytree(folder / INBOX, building / INBOX, symlinks=True, dirs_exist_ok=True)
        replacing.replace(building, folder, aside)
    except (OSError, shutil.Error) as error:
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from error
    with suppress(OSError):  # where it fails they lie in the old folder
        (aside / BACKUPS).rename(folder / BACKUPS)
    return aside
