"""What could be wrong with a desk, looked at one by one: the store, the disk, the law, its keys.

Each look gives a finding: what was looked at, how it is, and the facts of it. `quick` are the looks
that take no time, for whoever signs in; `deep` reads every page and every event.
"""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from lienthong_tui import __version__, resources
from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import (
    agency_keys,
    backup_rota,
    clipboard_history,
    erasure,
    layout,
    new_version,
    signing,
    vault,
)
from lienthong_tui.desk import printer as printers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.equipment import equipment
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.store import chain, damage, sharing, slots
from lienthong_tui.store.sqlcipher import Database

Grade = Literal["fine", "look", "wrong"]
"""`look`: somebody should, some day soon; `wrong`: work may be lost, or come out wrong."""

_LEAST_FREE = 500_000_000  # bytes
_NEXT_YEAR = (11, 15)  # month and day by which the next year's days off should be decided
_EXPIRES = timedelta(days=60)
_AHEAD = 30  # days
_UNSENT = timedelta(days=1)


class Bytes(int):
    """A number of bytes, to be told in the unit that suits it."""


@dataclass(frozen=True)
class Finding:
    """`check` is what was looked at, `state` how it is (`sentences.of_doctor` words both)."""

    check: str
    state: str
    grade: Grade
    facts: dict[str, Any] = field(default_factory=dict)


def quick(desk: Desk) -> tuple[Finding, ...]:
    """What can be seen at once."""
    return tuple(
        found
        for looks in (
            *(_room, _clock, _calendar, _definitions, _keys, _age_of_backup, _terms),
            _sharing,
        )
        for found in looks(desk)
    )


def deep(folder: Path, identity: Identity) -> tuple[Finding, ...]:
    """Every page of the store and every event, read on a connection of its own: some seconds at a
    large desk, in which whoever has it open works on. Errors: those of `vault.beside`."""
    with vault.beside(folder, identity) as db:
        return (_store(db, folder), _chain(db))


def of_program(desk: Path | None) -> Iterator[Finding]:
    """Which version runs, where it lies, and what is said of a newer one; `desk` is the folder of
    the desk, where one is meant."""
    folder = resources.program_folder()
    about = {"version": __version__, "python": platform.python_version(), "folder": folder}
    yield Finding("program", "this", "fine", about)
    if desk is not None and layout.is_in_program(desk):
        yield Finding("program", "holds-desk", "wrong", {"folder": desk})
    told = new_version.told(new_version.places(desk))
    for problem in told.wrong:
        yield Finding("program", "bad-file", "look", {"why": problem})
    if (new := told.newest) is not None:
        facts = {"newer": new.version, "day": new.day, "what": new.what, "where": new.where}
        yield Finding("program", "newer", "look", {"version": __version__, **facts})


def of_machine() -> tuple[Finding, ...]:
    """What stands around the desk; a print system may take some seconds to answer."""
    return (_printer(), _clipboard())


def _store(db: Database, folder: Path) -> Finding:
    if pages := damage.altered_pages(db):
        return Finding("store", "altered", "wrong", {"pages": pages})
    size = (folder / layout.STORE).stat().st_size
    return Finding("store", "whole", "fine", {"size": Bytes(size)})


def _chain(db: Database) -> Finding:
    try:
        report = chain.verify_journal(db)
    except Problem as problem:
        return Finding("chain", "broken", "wrong", {"why": problem})
    return Finding("chain", "whole", "fine", {"events": report.events})


def _room(desk: Desk) -> Iterator[Finding]:
    folder = desk.unlocked.folder
    free = shutil.disk_usage(folder).free
    # Changing the store key and backing up each need room for a second copy.
    least = max(_LEAST_FREE, 2 * (folder / layout.STORE).stat().st_size)
    facts = {"free": Bytes(free), "least": Bytes(least)}
    if free < least:
        yield Finding("room", "low", "wrong", facts)
    else:
        yield Finding("room", "enough", "fine", facts)


def _clock(desk: Desk) -> Iterator[Finding]:
    now = desk.clock()
    if desk.last_seen is not None:
        yield Finding("clock", "doubted", "wrong", {"now": now, "seen": desk.last_seen})
    else:
        yield Finding("clock", "right", "fine", {"now": now})


def _calendar(desk: Desk) -> Iterator[Finding]:
    """The days off of this year, and late in the year of the next, have to be decided."""
    today = local_day(desk.clock())
    decided = office_calendar(desk.office.days).decided
    wanted = [today.year]
    if (today.month, today.day) >= _NEXT_YEAR:
        wanted.append(today.year + 1)
    missing = [year for year in wanted if year not in decided]
    if missing:
        yield Finding("calendar", "undecided", "look", {"years": missing})
    else:
        yield Finding("calendar", "decided", "fine", {"years": wanted})


def _sharing(desk: Desk) -> Iterator[Finding]:
    """Whether other desks get what is recorded here, and all of it."""
    if not sharing.is_joined(desk.db):
        yield Finding("sharing", "alone", "fine")
        return
    if noted := sharing.quarantined(desk.db):
        yield Finding("sharing", "not-whole", "look", {"count": len(noted)})
    state = sharing.state(desk.db)
    for told in state.wrong:
        yield Finding("sharing", "wrong", "look", {"why": Problem(told.code, **told.params)})
    count, oldest = sharing.unsent(desk.db, sharing.prefix(desk.stream))
    since = datetime.fromisoformat(oldest) if oldest else None
    if since is not None and desk.clock() - since > _UNSENT:
        yield Finding("sharing", "unsent", "look", {"count": count, "since": since})
    elif not (noted or state.wrong):
        if state.done is None:
            yield Finding("sharing", "begun", "fine", {"count": count})
        else:
            done = datetime.fromisoformat(state.done)
            yield Finding("sharing", "going", "fine", {"count": count, "done": done})


def _definitions(desk: Desk) -> Iterator[Finding]:
    """Each kind of filing has to have a version in force, in a month too."""
    today = local_day(desk.clock())
    versions = [group.definition for group in loading.shipped()]
    names = {version.group: version.short for version in versions}
    for day, state in ((today, "none"), (today + timedelta(days=_AHEAD), "ending")):
        valid = {version.group for version in versions if version.in_force(day)}
        if out := [short for group, short in names.items() if group not in valid]:
            yield Finding("definitions", state, "wrong", {"groups": out})
            return
    yield Finding("definitions", "in-force", "fine", {"groups": list(names.values())})


def _keys(desk: Desk) -> Iterator[Finding]:
    """Keys of agencies that end soon, and whether there is a sheet for the envelope."""
    today = local_day(desk.clock())
    ending = [
        (known.agency, known.signer.before)
        for known in agency_keys.known(desk)
        if known.signer.before is not None and known.signer.before <= today + _EXPIRES
    ]
    own = [signer.before for signer in signing.signers(desk) if signer.before is not None]
    for agency, before in ending:
        yield Finding("keys", "agency-ending", "look", {"agency": agency, "day": before})
    if own and max(own) <= today:
        yield Finding("keys", "own-ended", "wrong", {"day": max(own)})
    if not any(slot.kind == "recovery" for slot in slots.listed(desk.db)):
        yield Finding("keys", "no-recovery", "wrong")
    elif not ending:
        yield Finding("keys", "good", "fine")


def _age_of_backup(desk: Desk) -> Iterator[Finding]:
    """A copy is to be there, and not too old, as far as the journal knows."""
    made = backup_rota.last_made(desk)
    if made is not None and desk.clock() - made > timedelta(days=backup_rota.shipped().warn_days):
        days = (local_day(desk.clock()) - local_day(made)).days
        facts = {"place": backup_rota.place(desk), "made": made, "days": days}
        yield Finding("backup", "old", "wrong", facts)


@dataclass(frozen=True)
class Places:
    """Where to look beside the desk's own folder: the scanner's, and that of the backups."""

    folder: Path
    backups: Path
    commune: str
    number: int
    away: bool
    scanner: str | None


def places(desk: Desk) -> Places:
    """The places to look at."""
    return Places(
        desk.unlocked.folder,
        backup_rota.place(desk),
        desk.commune,
        desk.number,
        equipment(desk).backup_folder is not None,
        equipment(desk).scanner_folder,
    )


def at_places(where: Places) -> tuple[Finding, ...]:
    """How the places are. A share that went away may not answer: ask in a thread of its own."""
    return (_backups(where), _scanner(where.scanner))


def _backups(where: Places) -> Finding:
    """A copy is to be there, and on another disk."""
    facts: dict[str, Any] = {"place": where.backups}
    if where.away and not backup_rota.is_marked(where.backups):
        return Finding("backup", "away", "wrong", facts)
    found = backup_rota.kept(where.backups, where.commune, where.number)
    if not found:
        return Finding("backup", "never", "look", facts)
    facts["made"] = found[0].made
    if _same_disk(where.backups, where.folder):
        return Finding("backup", "same-disk", "look", facts)
    return Finding("backup", "made", "fine", facts)


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def _scanner(folder: str | None) -> Finding:
    if folder is None:
        return Finding("scanner", "unset", "fine")
    try:
        there = Path(folder).is_dir()
    except OSError:
        there = False
    if not there:
        return Finding("scanner", "away", "look", {"folder": folder})
    return Finding("scanner", "there", "fine", {"folder": folder})


def _terms(desk: Desk) -> Iterator[Finding]:
    due = len(erasure.due(desk).filings)
    if due:
        yield Finding("terms", "due", "look", {"count": due})
    else:
        yield Finding("terms", "none", "fine")


def _printer() -> Finding:
    found = printers.printers()
    if not found:
        return Finding("printer", "none", "look")
    return Finding("printer", "there", "fine", {"name": found[0].name, "count": len(found)})


def _clipboard() -> Finding:
    keeper = clipboard_history.keeper()
    if keeper is None:
        return Finding("clipboard", "none", "fine")
    return Finding("clipboard", "kept", "look", {"name": keeper})
