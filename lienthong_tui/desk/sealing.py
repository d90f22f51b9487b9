"""Sealing the packets of a filing into the store, at completion and whenever it has to be again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from msgspec import structs

from lienthong_tui.desk import signing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.agency_events import FollowedUp, Resealed, SealedPacket
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.delivery import delivery, outdated
from lienthong_tui.filing.events import Completed
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.kinds import KINDS
from lienthong_tui.filing.outline import Outline, Resolved, outline_of, resolve_agencies
from lienthong_tui.filing.supplements import new_attachments
from lienthong_tui.packets import binding, packet
from lienthong_tui.packets.contents import Follows, PacketResult
from lienthong_tui.packets.packet import Dossier, Later
from lienthong_tui.store import content, journal
from lienthong_tui.store.sqlcipher import writing

_UNSIGNED = 1  # the format of packets before version 0.7, none of which was followed by another


def dossier(
    desk: Desk,
    filing: Filing,
    outlined: Outline,
    *,
    reference: str,
    completed: datetime,
    declarations: Mapping[str, bytes],
    later: Later | None = None,
) -> Dossier:
    """A filing as it is sealed, its papers read from the store; `declarations` is PDF by form."""
    return Dossier(
        outlined=outlined,
        reference=reference,
        received=datetime.fromisoformat(filing.started.received),
        completed=completed,
        declarations=declarations,
        attachments=tuple(
            (a, content.get(desk.db, a.content))
            for a in (new_attachments(filing) if later else filing.attachments)
        ),
        absences={} if later else filing.absences,
        originals_seen=filing.originals_seen,
        origins=filing.origins,
        later=later,
    )


def seal(desk: Desk, sealed: Dossier, agencies: Sequence[Resolved]) -> tuple[SealedPacket, ...]:
    """Seal a packet for each agency and keep it; call it while writing.

    Errors: those of `signing.current` and `packet.seal`.
    """
    key = signing.current(desk)
    packets = packet.seal(
        sealed,
        agencies,
        desk=signing.sender(desk),
        key=key,
        journal=f"{desk.stream} {desk.head()}",
        demo=desk.demo,
    )
    later = sealed.later
    round_number = later.round if later else 1
    return tuple(
        SealedPacket(
            agency=resolved.agency.id,
            agency_name=resolved.name.vi,
            procedures=tuple(p.id for p in resolved.procedures),
            content=content.put(desk.db, packets[resolved.agency.id]),
            file_name=packet.file_name(sealed.reference, resolved.agency.id, round_number),
            awaits={} if later else {p.id: p.awaits for p in resolved.procedures if p.awaits},
            format=packet.VERSION,
            round=round_number,
        )
        for resolved in agencies
    )


def follow_up(
    desk: Desk,
    filing: Filing,
    agencies: Collection[str],
    *,
    why: Literal["awaited", "supplement"],
    results: Mapping[str, PacketResult] = MappingProxyType({}),
    fields: Collection[str] = (),
    components: Collection[str] = (),
    declarations: Mapping[str, bytes] = MappingProxyType({}),
) -> FollowedUp:
    """Seal a packet of a later round for each of `agencies` (ids); call it while writing.

    Each goes with the first packet to its agency and brings `results`, `fields` and `components`
    as far as its procedures name them. Packets of the filing are of the present format
    (`up_to_date`). Errors: those of `seal`.
    """
    if why == "awaited":
        filing = _as_sent(filing)  # a correction that is not sent yet is not told by the way
    outlined, known = decided(desk, filing)
    last = packet.read(content.get(desk.db, filing.packets[-1].content))
    chosen = [resolved for resolved in known if resolved.agency.id in agencies]
    later = Later(
        round=last.binding.round + 1,
        previous=binding.round_sha256(last.bag.files),
        sealed=desk.clock(),
        follows={r.agency.id: _first(desk, filing, r.agency.id, why) for r in chosen},
        fields=fields,
        components=components,
        results=results,
    )
    sent = dossier(
        desk,
        filing,
        outlined,
        reference=filing.reference or "",
        completed=_completed_at(desk, filing.id),
        declarations=declarations,
        later=later,
    )
    packets = seal(desk, sent, chosen)
    return FollowedUp(why=why, packets=packets, results={n: r.value for n, r in results.items()})


def up_to_date(desk: Desk, filing_id: str) -> tuple[Filing, int]:
    """The filing and its position, its packets as agencies take them now.

    What an older version sealed bears no signature: it is sealed anew from what was kept then,
    answers, papers, declarations, and the law and settings the filing is pinned to. What was signed
    with a key that had to be given up is signed again. Errors: those of `Desk.filing`, `seal` and
    `Desk.append`.
    """
    filing, position = desk.filing(filing_id)
    if filing.completed is None:
        return filing, position
    with writing(desk.db):
        if any(each.format == _UNSIGNED for each in filing.packets):
            packets = _seal_anew(desk, filing, filing.completed)
        else:
            packets = _signed_now(desk, filing)
        if packets == filing.packets:
            return filing, position
        desk.append(filing_id, [Resealed(packets=packets)], after=position)
    return desk.filing(filing_id)


def _seal_anew(desk: Desk, filing: Filing, done: Completed) -> tuple[SealedPacket, ...]:
    then = _as_sent(filing)
    outlined, agencies = decided(desk, then)
    kept = dossier(
        desk,
        then,
        outlined,
        reference=done.reference,
        completed=_completed_at(desk, filing.id),
        declarations={d.form: content.get(desk.db, d.content) for d in done.declarations},
    )
    return seal(desk, kept, agencies)


def _signed_now(desk: Desk, filing: Filing) -> tuple[SealedPacket, ...]:
    """The packets, those under a key that was given up signed again with the present one."""
    given_up = signing.given_up(desk)
    if not given_up:
        return filing.packets
    key, today = signing.current(desk), local_day(desk.clock()).isoformat()
    signed = []
    for sealed in filing.packets:
        data = content.get(desk.db, sealed.content)
        if packet.read(data).signature.key in given_up:
            again = binding.sign_again(data, today, key)
            sealed = structs.replace(sealed, content=content.put(desk.db, again))
        signed.append(sealed)
    return tuple(signed)


def _as_sent(filing: Filing) -> Filing:
    """The filing with the answers and papers that its packets were made from."""
    return structs.replace(filing, answers=filing.sent_answers, attachments=filing.sent_attachments)


def decided(desk: Desk, filing: Filing) -> tuple[Outline, tuple[Resolved, ...]]:
    """The filing as its pinned law and settings have it, and who decides it."""
    outlined = outline_of(desk.group(filing.started.definition), filing)
    office = desk.overlay(filing.started.overlay)
    return outlined, resolve_agencies(outlined, office, filing.started.commune)


def _first(
    desk: Desk, filing: Filing, agency: str, why: Literal["awaited", "supplement"]
) -> Follows:
    """How a later packet names the first one to the same agency, and the one it takes back."""
    sealed = next(each for each in filing.packets if each.agency == agency)
    read = packet.read(content.get(desk.db, sealed.content))
    own = read.binding.packets[read.contents.number - 1]
    gone = [
        p.round
        for p in outdated(filing)
        if p.agency == agency and delivery(filing, p) in ("recalled", "replaced")
    ]
    replaces = gone[-1] if why == "awaited" and gone else None
    return Follows(read.binding.round, own.number, own.inventory, why, replaces)


def _completed_at(desk: Desk, filing_id: str) -> datetime:
    """When the filing was completed: its packets bear that time."""
    kind = next(kind for kind, shape in KINDS.items() if shape is Completed)
    recorded = journal.events_of(desk.db, filing_id)
    return next(datetime.fromisoformat(r.envelope.at) for r in recorded if r.envelope.kind == kind)
