"""The backups that a desk makes by itself: one a day, to its own place, the old ones taken away."""

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from lienthong_tui.desk import backing_up
from lienthong_tui.desk.backing_up import Made, Wanted, Watch
from lienthong_tui.desk.backup_file import ENDING
from lienthong_tui.desk.before_change import BACKUPS, BEFORE
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.equipment import equip, equipment
from lienthong_tui.filing import kinds
from lienthong_tui.filing.continuity_events import BackedUp
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.resources import data_path
from lienthong_tui.store import journal
from lienthong_tui.text.clean import clean

MARK = ".lienthong-backups"
"""Lies in a place that was set: where a share is not mounted there is an empty folder of this PC,
and the mark tells the two apart."""

_BACKED_UP, _EQUIPPED = kinds.KIND_OF[BackedUp], kinds.KIND_OF[Equipped]
_NAME = re.compile(rf"LT[0-9]{{5}}-[1-9]-([0-9]{{8}}-[0-9]{{6}}){re.escape(ENDING)}")
_TIME = "%Y%m%d-%H%M%S"


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """How many backups stay: the last of each of the last `daily` days that have one, and of
    `weekly` weeks before; after how many days without any the officer is warned."""

    law: str
    verified: bool
    daily: int
    weekly: int
    warn_days: int


@cache
def shipped() -> Terms:
    """The terms as they are now."""
    return msgspec.toml.decode(data_path("backup.toml").read_bytes(), type=Terms)


def longest() -> timedelta:
    """How long a backup stays at most."""
    return timedelta(days=shipped().daily + 7 * shipped().weekly)


@dataclass(frozen=True)
class Kept:
    """A backup that lies in the desk's place; `made` is Vietnam's time."""

    path: Path
    made: datetime
    size: int


def place(desk: Desk) -> Path:
    """Where the desk's own backups go."""
    named = equipment(desk).backup_folder
    return Path(named) if named else desk.unlocked.folder.resolve() / BACKUPS


def set_place(desk: Desk, folder: Path | None) -> None:
    """Let the desk's own backups go to `folder`, or again into the desk's.

    Errors: those of `Desk.require`; Unusable("folder-missing"), ("file-unwritable") with `path`.
    """
    desk.require("settings")
    if folder is not None:
        if not folder.is_dir():
            raise Unusable("folder-missing", path=str(folder))
        try:
            (folder / MARK).touch()
        except OSError:
            raise Unusable("file-unwritable", path=str(folder)) from None
    named = clean(str(folder.resolve())) if folder is not None else None
    equip(desk, msgspec.structs.replace(equipment(desk), backup_folder=named))


def is_marked(folder: Path) -> bool:
    """Whether a place that was set is there: its share mounted, its disk plugged, and no empty
    folder that it is mounted on."""
    try:
        return (folder / MARK).is_file()
    except OSError:
        return False


def last_made(desk: Desk) -> datetime | None:
    """When the desk was last backed up, to wherever, in UTC."""
    at = journal.last_at(desk.db, _BACKED_UP)
    return datetime.fromisoformat(at) if at else None


def due(desk: Desk) -> bool:
    """Whether today's own backup is still to be made: by this incarnation, to the place it has."""
    today = local_day(desk.clock())
    placed = _placed(desk)
    return not any(
        isinstance(payload := kinds.from_plain(r.envelope.kind, r.payload), BackedUp)
        and payload.daily
        and local_day(datetime.fromisoformat(r.envelope.at)) == today
        and r.envelope.stream == desk.stream
        and r.position > placed
        for r in journal.of_kind(desk.db, _BACKED_UP)
    )


def _placed(desk: Desk) -> int:
    """The position of the event that set the present place; 0 where none did."""
    before, placed = None, 0
    for recorded in journal.of_kind(desk.db, _EQUIPPED):
        payload = kinds.from_plain(_EQUIPPED, recorded.payload)
        if isinstance(payload, Equipped) and payload.backup_folder != before:
            before, placed = payload.backup_folder, recorded.position
    return placed


def run(what: Wanted, folder: Path, now: datetime, watch: Watch | None = None) -> Made:
    """Make the day's backup in `folder`, and take away what is no longer kept there.

    Errors: DeskUnavailable("backup-place-away") with `path`; those of `backing_up.back_up`.
    """
    own = folder == what.folder / BACKUPS
    try:
        if own:
            folder.mkdir(mode=0o700, exist_ok=True)
        elif not is_marked(folder):
            raise DeskUnavailable("backup-place-away", path=str(folder))
        path = folder / name(what.commune, what.number, now)
        made = backing_up.back_up(what, path, now, watch)
        known = kept(folder, what.commune, what.number)
        for old in outdated([each for each in known if each.made <= now], local_day(now)):
            old.path.unlink(missing_ok=True)
        for before in (what.folder / BACKUPS).glob(f"{BEFORE}*"):
            if now.timestamp() - before.stat().st_mtime > longest().total_seconds():
                shutil.rmtree(before, ignore_errors=True)
    except OSError as error:  # a share that went away between two steps
        raise DeskUnavailable("backup-place-away", path=str(folder)) from error
    return made


def name(commune: str, number: int, now: datetime) -> str:
    """What a backup of this desk made now is called."""
    return f"LT{commune}-{number}-{now.astimezone(VIETNAM):{_TIME}}{ENDING}"


def kept(folder: Path, commune: str, number: int) -> list[Kept]:
    """The backups of a desk that lie in `folder`, the newest first."""
    found = []
    for path in folder.glob(f"LT{commune}-{number}-*{ENDING}") if folder.is_dir() else ():
        if read := _NAME.fullmatch(path.name):
            with suppress(ValueError):  # named by somebody, with a day that there is not
                made = datetime.strptime(read[1], _TIME).replace(tzinfo=VIETNAM)
                found.append(Kept(path, made, path.stat().st_size))
    return sorted(found, key=lambda each: each.made, reverse=True)


def outdated(found: Iterable[Kept], today: date) -> list[Kept]:
    """Which of these (newest first) are to go: the newest never, whatever its age, and none of
    `today`: an earlier one may be the last from before whatever went wrong."""
    found, terms = list(found), shipped()
    days: dict[date, Kept] = {}
    for each in found:
        days.setdefault(each.made.date(), each)
    stays = list(days.values())[: terms.daily]
    weeks: dict[tuple[int, int], Kept] = {}
    for each in list(days.values())[terms.daily :]:
        weeks.setdefault(each.made.isocalendar()[:2], each)
    newest = stays[0].made if stays else None
    for each in list(weeks.values())[: terms.weekly]:
        if newest is not None and newest - each.made <= longest():
            stays.append(each)
    return [each for each in found if each not in stays and each.made.date() != today]
