"""How far each packet of a filing is on its way, and which bring what is no result any more."""

from typing import Literal

from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.filing import Filing

Delivery = Literal["kept", "leaving", "delivered", "answered", "withheld", "recalled", "replaced"]
"""`leaving`: it was to be brought out, and nobody saw it arrive whole (a stick was pulled).
`withheld`: what it brings is no result any more, so it stays here; `recalled`: it left before, and
`replaced`: so did what takes its place."""


def outdated(filing: Filing) -> tuple[SealedPacket, ...]:
    """The packets that bring a result which is another now, or none any more."""
    results = filing.results
    first = filing.completed.packets if filing.completed else ()
    awaited = {packet.agency: packet.awaited for packet in first}
    return tuple(
        packet
        for later in filing.followed_up
        if later.why == "awaited"
        for packet in later.packets
        if any(
            name in later.results and later.results[name] != results.get(name)
            for name in awaited[packet.agency]
        )
    )


def delivery(filing: Filing, packet: SealedPacket) -> Delivery:
    """How far a packet is on its way."""
    if packet in outdated(filing):
        return _recall(filing, packet)
    if any(t.round == packet.round and t.procedure in packet.procedures for t in filing.told):
        return "answered"
    if packet.content in filing.delivered:
        return "delivered"
    return "leaving" if packet.content in filing.exported else "kept"


def _recall(filing: Filing, packet: SealedPacket) -> Delivery:
    """How far a packet went that brings what is no result any more."""
    if (packet.agency, packet.round) not in filing.left:
        return "withheld"
    after = (
        each
        for later in filing.followed_up
        if later.why == "awaited"
        for each in later.packets
        if each.agency == packet.agency and each.round > packet.round
    )
    gone = outdated(filing)
    known = (each not in gone and each.content in filing.delivered for each in after)
    return "replaced" if any(known) else "recalled"
