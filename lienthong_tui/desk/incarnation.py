"""Which stream a desk writes: one for each place it ever was, so that no two copies share one."""

import hashlib
import platform
import secrets
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from lienthong_tui.filing import kinds, lineage
from lienthong_tui.filing.continuity_events import Continued, Why
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import DeskCreated
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import counters, journal
from lienthong_tui.store.journal import NewEvent, Recorded
from lienthong_tui.store.meta import STREAM, forget_meta, meta, set_meta
from lienthong_tui.store.projections import Projection
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.store.streams import head_of

PLACE = "place"
PREFIX = "d_"
"""What the name of every desk's stream begins with."""
_LONGEST = timedelta(days=400)  # of days whose numbers are passed over: no backup is older
SKIPPED = 500
"""A desk that another copy may have gone on from starts its day's numbers at a multiple of this."""


def new_stream(commune: str, number: int) -> str:
    """A name for a stream that no other desk has."""
    return f"{PREFIX}{commune}_{number}_{secrets.token_hex(4)}"


def made(db: Database) -> DeskCreated | Continued | None:
    """What the desk's present stream begins with; None in a desk that was never finished."""
    stream = meta(db, STREAM)
    for kind in ("desk.continued", "desk.created"):
        for recorded in journal.desk_events(db, kind):
            if recorded.envelope.stream != stream:
                continue  # of another desk, which may have a later version
            payload = kinds.from_plain(kind, recorded.payload)
            if isinstance(payload, DeskCreated | Continued):
                return payload
    return None


def streams(db: Database) -> list[str]:
    """The desk's own streams, the present one first."""
    continued = {
        r.envelope.stream: payload.of
        for r in journal.desk_events(db, "desk.continued")
        if lineage.desk_of(r.envelope.stream) == lineage.desk_of(meta(db, STREAM) or "")
        and isinstance(payload := kinds.from_plain(r.envelope.kind, r.payload), Continued)
    }
    found = [meta(db, STREAM) or ""]
    while found[-1] in continued:
        found.append(continued[found[-1]])
    return found


def named_in(stream: str) -> DeskCreated | None:
    """What the name of a stream says of its desk, where what it began with was lost."""
    named = lineage.named_in(stream)
    return DeskCreated(commune=named[0], desk_number=named[1]) if named else None


def is_elsewhere(db: Database, folder: Path) -> bool:
    """Whether the desk was last at work in another folder or on another machine.

    A desk that was at work nowhere yet is where it is now.
    """
    here = _place(folder)
    known = meta(db, PLACE)
    if known is None:
        set_meta(db, PLACE, here)
    return known not in (None, here)


def last_day(db: Database, now: datetime) -> date:
    """The day of the last event: from then on references may have been given out that are not known
    here."""
    seen, today = journal.last_seen(db), local_day(now)
    last = local_day(datetime.fromisoformat(seen)) if seen else today
    return max(min(last, today), today - _LONGEST)


def go_on(
    db: Database,
    folder: Path | None,
    why: Why,
    *,
    since: date,
    officer: str,
    now: datetime,
    backup: str | None = None,
    before: DeskCreated | Continued | None = None,
) -> str:
    """Go on as another incarnation, whose stream is returned: its first event names the one before.
    `folder` is where the desk will be, if that is known; `before` is what that one began with,
    where the journal does not say it any more.

    The desk it was copied from may have given out references from the day `since` on: its own
    start again at a multiple of `SKIPPED` on each day up to today.
    """
    before = before or made(db)
    if before is None:
        raise DeskUnavailable("desk-unfinished")
    stream = new_stream(before.commune, before.desk_number)
    with writing(db):
        head = head_of(db, meta(db, STREAM) or "")
        first = Continued(
            of=head.stream,
            seq=head.seq,
            hash=head.hash.hex(),
            commune=before.commune,
            desk_number=before.desk_number,
            demo=before.demo,
            why=why,
            backup=backup,
        )
        journal.append(
            db,
            stream=stream,
            filing=None,
            events=[NewEvent(kinds.kind_of(first), kinds.to_plain(first))],
            after=None,
            officer=officer,
            at=now,
            project=of_no_filing,
        )
        set_meta(db, STREAM, stream)
        if folder is None:  # where it is opened first is its place
            forget_meta(db, [PLACE])
        else:
            set_meta(db, PLACE, _place(folder))
        counters.skip(db, counters.REFERENCES, since, local_day(now), SKIPPED)
    return stream


def of_no_filing(_recorded: list[Recorded]) -> Projection:
    """The projection that an event of the desk itself never needs."""
    raise AssertionError("an event of the desk itself is in no table")


def _place(folder: Path) -> str:
    named = f"{_machine()}\n{folder.resolve()}"
    return hashlib.sha256(named.encode()).hexdigest()[:16]


def _machine() -> str:
    """What the system calls this machine: the same after a restart and in another network."""
    if sys.platform == "win32":
        import winreg

        where = r"SOFTWARE\Microsoft\Cryptography"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as opened:
            return str(winreg.QueryValueEx(opened, "MachineGuid")[0])
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with suppress(OSError):
            return Path(path).read_text().strip()
    return platform.node()
