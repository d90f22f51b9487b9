"""Who looked at what, who came in, what left the desk: the journal read for the supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.history import Holder, holders
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.lineage import desk_of
from lienthong_tui.store import journal, projections

KINDS = (
    "filing.viewed",
    "filing.printed",
    "filing.exported",
    "filing.handed_off",
    "filing.data_given",
    "filing.reminded",
    "filing.purged",
    *(kind for kind in kinds.KINDS if kind.startswith("desk.")),
)


@dataclass(frozen=True)
class Access:
    """One line of the log. `filing` is None for the desk itself; `reference` once it has one."""

    at: datetime
    officer: str
    kind: str
    payload: object | None
    filing: str | None
    group: str | None
    reference: str | None


@dataclass(frozen=True)
class AccessLog:
    """The lines, newest last, and who the officers' ids are."""

    lines: tuple[Access, ...]
    holders: Mapping[str, Holder]


def access_log(desk: Desk, first: date, last: date) -> AccessLog:
    """What happened from the day `first` to the day `last`, UTC+7. Errors: of `Desk.require`."""
    desk.require("access-log")
    since = time_text(datetime.combine(first, time(), VIETNAM))
    until = time_text(datetime.combine(last + timedelta(days=1), time(), VIETNAM))
    return AccessLog(
        tuple(
            _access(desk, r)
            for r in journal.of_kinds(desk.db, KINDS, since, until)
            # Of another desk's own affairs nothing is here but that there was something.
            if r.envelope.filing is not None or desk_of(r.envelope.stream) == desk.number
        ),
        holders(desk),
    )


def _access(desk: Desk, recorded: journal.Recorded) -> Access:
    envelope = recorded.envelope
    line = projections.line_of(desk.db, envelope.filing) if envelope.filing else None
    return Access(
        at=datetime.fromisoformat(envelope.at),
        officer=envelope.officer,
        kind=envelope.kind,
        payload=kinds.from_plain(envelope.kind, recorded.payload),
        filing=envelope.filing,
        group=line.group if line else None,
        reference=line.reference if line else None,
    )
