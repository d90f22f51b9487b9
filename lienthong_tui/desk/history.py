"""What happened to a filing at this desk, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import events
from lienthong_tui.filing.desk_events import KioskPaired, OfficerAdded
from lienthong_tui.filing.timeline import Entry, Happened, timeline
from lienthong_tui.store import journal, slots
from lienthong_tui.store.keyring import SlotKind


@dataclass(frozen=True)
class Holder:
    """Whose slot wrote, or which kiosk: its kind, and the display name."""

    kind: SlotKind | Literal["kiosk"]
    name: str


@dataclass(frozen=True)
class History:
    """The timeline of a filing, newest last. `holders` is by the officer id of its entries."""

    entries: tuple[Entry, ...]
    holders: Mapping[str, Holder]


def history(desk: Desk, filing_id: str) -> History:
    """What the journal tells of a filing; without entries when there is no such filing."""
    recorded = journal.events_of(desk.db, filing_id)
    return History(
        timeline(
            Happened(
                at=datetime.fromisoformat(r.envelope.at),
                officer=r.envelope.officer,
                kind=r.envelope.kind,
                payload=events.from_plain(r.envelope.kind, r.payload),
            )
            for r in recorded
        ),
        holders(desk),
    )


def holders(desk: Desk) -> dict[str, Holder]:
    """Everyone who may have written here. Names come from the journal, which forgets nobody."""
    found = {slot.id: Holder(slot.kind, slot.label) for slot in slots.listed(desk.db)}
    for recorded in journal.desk_events(desk.db, "desk.officer_added"):
        payload = events.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, OfficerAdded):
            found[payload.slot] = Holder("officer", payload.name)
    for recorded in journal.desk_events(desk.db, "desk.kiosk_paired"):
        payload = events.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, KioskPaired):
            found[payload.kiosk] = Holder("kiosk", payload.name)
    return found
