"""What happened to a filing at this desk, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.desk_events import KioskPaired, OfficerAdded
from lienthong_tui.filing.lineage import desk_of
from lienthong_tui.filing.timeline import Entry, Happened, timeline
from lienthong_tui.store import journal, slots
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.keyring import SlotKind


@dataclass(frozen=True)
class Holder:
    """Whose slot wrote, which kiosk, or somebody at another desk; the display name, of a desk its
    number."""

    kind: SlotKind | Literal["kiosk", "desk"]
    name: str


@dataclass(frozen=True)
class History:
    """The timeline of a filing, newest last. `holders` is by the officer id of its entries; `late`
    is what a desk recorded that had the filing no more."""

    entries: tuple[Entry, ...]
    holders: Mapping[str, Holder]
    late: tuple[Entry, ...] = ()


def history(desk: Desk, filing_id: str) -> History:
    """What the journal tells of a filing; without entries when there is no such filing."""
    found = journal.lineage_of(desk.db, filing_id)
    return History(
        timeline(map(_happened, found.events)),
        {**_at_other_desks(desk, (*found.events, *found.late)), **holders(desk)},
        timeline(map(_happened, found.late)),
    )


def _happened(recorded: Recorded) -> Happened:
    return Happened(
        at=datetime.fromisoformat(recorded.envelope.at),
        officer=recorded.envelope.officer,
        kind=recorded.envelope.kind,
        payload=kinds.from_plain(recorded.envelope.kind, recorded.payload),
    )


def _at_other_desks(desk: Desk, recorded: Iterable[Recorded]) -> dict[str, Holder]:
    """Officers whose names only their own desk knows."""
    return {
        r.envelope.officer: Holder("desk", str(number))
        for r in recorded
        if (number := desk_of(r.envelope.stream)) not in (None, desk.number)
    }


def holders(desk: Desk) -> dict[str, Holder]:
    """Everyone who may have written here. Names come from the journal, which forgets nobody."""
    found = {slot.id: Holder(slot.kind, slot.label) for slot in slots.listed(desk.db)}
    for recorded in journal.desk_events(desk.db, "desk.officer_added"):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, OfficerAdded):
            found[payload.slot] = Holder("officer", payload.name)
    for recorded in journal.desk_events(desk.db, "desk.kiosk_paired"):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, KioskPaired):
            found[payload.kiosk] = Holder("kiosk", payload.name)
    return found
