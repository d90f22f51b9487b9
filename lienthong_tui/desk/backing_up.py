"""Backing a desk up while it is in use: one file, which counts only once it was read back.

It opens the desk's files anew, so that it can run in a thread of its own: at a desk of 2 GB it
takes half a minute, in which the officer works on.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from lienthong_tui import __version__
from lienthong_tui.access import keyfiles
from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import backup_file, store_key
from lienthong_tui.desk.backup_file import About
from lienthong_tui.desk.before_change import BACKUPS
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.layout import KEYRING, STORE
from lienthong_tui.desk.vault import compare_anchors
from lienthong_tui.filing.continuity_events import BackedUp
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Unusable
from lienthong_tui.store import backup
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.sqlcipher import Database, connect
from lienthong_tui.store.streams import Head

Stage = Literal["copying", "checking", "writing"]
Tell = backup.Tell
Watch = dict[Stage, Tell]

_TRIES = 3
_LEFT_BEHIND = 3600  # seconds: no backup takes so long, its draft is that of a killed program


@dataclass(frozen=True)
class Wanted:
    """What is to be backed up, as far as another thread needs to know."""

    folder: Path
    identity: Identity
    commune: str
    number: int
    demo: bool
    stream: str


@dataclass(frozen=True)
class Made:
    """A backup that was read back."""

    path: Path
    about: About

    @property
    def size(self) -> int:
        """Its bytes, as far as the desk's own files go."""
        return sum(part.size for part in self.about.files.values())


def wanted(desk: Desk) -> Wanted:
    """This desk. Errors: those of `Desk.require`."""
    desk.require("back-up")
    unlocked = desk.unlocked
    return Wanted(
        unlocked.folder.resolve(),
        unlocked.identity,
        desk.commune,
        desk.number,
        desk.demo,
        desk.stream,
    )


def back_up(what: Wanted, path: Path, now: datetime, watch: Watch | None = None) -> Made:
    """Make the backup at `path`; `watch` is told how far each stage is.

    Errors: those of `keyfiles.check_place` but that it may lie in the desk's `backups/`; of
    `backup.copy`, `backup.check` and `backup_file.write`; Busy("keys-changing") while its keys
    are being changed.
    """
    watch = watch or {}
    keyfiles.check_place(path, None)
    place = path.resolve().parent
    if place.is_relative_to(what.folder) and place != what.folder / BACKUPS:
        raise Unusable("backup-inside-desk", path=str(path))
    _check_room(what, path)
    with _drafting(what.folder) as draft:
        key = _copy_both(what, draft, watch.get("copying", backup.untold))
        _told(watch, "checking")
        head = _check(what, draft, key)
        about = About(
            format=backup_file.FORMAT,
            program=__version__,
            commune=what.commune,
            desk_number=what.number,
            demo=what.demo,
            made=now.astimezone(UTC),
            stream=head.stream,
            seq=head.seq,
            hash=head.hash.hex(),
            files=backup_file.parts_of(draft),
        )
        backup_file.write(path, about, draft, watch.get("writing", backup.untold))
    return Made(path, about)


def _check_room(what: Wanted, path: Path) -> None:
    """Raises DeskUnavailable `no-room`: the copies have to fit beside the desk, and the backup
    where it goes, which may be the same disk."""
    size = sum((what.folder / name).stat().st_size for name in (KEYRING, STORE)) * 11 // 10
    same = path.parent.stat().st_dev == what.folder.stat().st_dev
    for place, needed in ((what.folder, size * (1 + same)), (path.parent, size)):
        if shutil.disk_usage(place).free < needed:
            raise DeskUnavailable("no-room", needed=needed // 1_000_000 + 1)


def record(desk: Desk, made: Made, *, daily: bool = False) -> None:
    """Tell the journal of a backup. Errors: those of `Desk.append`."""
    sha256 = made.about.files[STORE].sha256
    desk.append(None, [BackedUp(made.path.name, sha256, made.size, made.about.seq, daily)])


def _copy_both(what: Wanted, draft: Path, tell: Tell) -> bytes:
    """Copies of both files that belong together; the key of the store.

    Between the two copies an officer may have been let in or out: then both are made again.
    """
    keys, store = draft / KEYRING, draft / STORE
    for _ in range(_TRIES):
        backup.copy(what.folder / KEYRING, None, keys)
        with _keyring(keys) as copied:
            if len(keyrings.store_keys(copied)) > 1:
                raise Busy("keys-changing")
            (found,) = store_key.unwrapped(copied, what.identity)
            before = _holders(copied)
        backup.copy(what.folder / STORE, found.key, store, tell)
        with _keyring(what.folder / KEYRING) as present:
            if _holders(present) == before:
                return found.key
        keys.unlink()
        store.unlink()
    raise Busy("keys-changing")


def _holders(keyring: Database) -> object:
    return keyrings.slots(keyring), keyrings.store_keys(keyring)


def _check(what: Wanted, draft: Path, key: bytes) -> Head:
    """Read the copies back; the head of the desk's own stream."""
    report = backup.check(draft / STORE, key)
    with _keyring(draft / KEYRING) as keyring:
        db = connect(draft / STORE, key)
        try:
            compare_anchors(keyring, db)
        finally:
            db.close()
    found = next((head for head in report.heads if head.stream == what.stream), None)
    if found is None:
        raise DeskUnavailable("backup-damaged")
    return found


def _told(watch: Watch, stage: Stage) -> None:
    if stage in watch and not watch[stage](0, 1):
        raise Problem("backup-stopped")


@contextmanager
def _drafting(folder: Path) -> Iterator[Path]:
    """A folder for the copies, below the desk's own; what killed programs left there goes."""
    backups = folder / BACKUPS
    try:
        backups.mkdir(mode=0o700, exist_ok=True)
        for left in backups.glob(".draft-*"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=backups))
    except OSError as error:
        raise DeskUnavailable("store-read-only") from error
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _keyring(path: Path) -> Iterator[Database]:
    db = keyrings.open_keyring(path)
    try:
        yield db
    finally:
        db.close()
