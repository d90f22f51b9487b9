"""Sealing the packets of a filing into the store, at completion and whenever it has to be again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lienthong_tui.desk import signing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import KINDS, Completed, Resealed, SealedPacket
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline, Resolved, outline_of, resolve_agencies
from lienthong_tui.packets import packet
from lienthong_tui.packets.packet import Dossier
from lienthong_tui.store import content, journal
from lienthong_tui.store.sqlcipher import writing


def dossier(
    desk: Desk,
    filing: Filing,
    outlined: Outline,
    *,
    reference: str,
    completed: datetime,
    declarations: Mapping[str, bytes],
) -> Dossier:
    """A filing as it is sealed, its papers read from the store; `declarations` is PDF by form."""
    return Dossier(
        outlined=outlined,
        reference=reference,
        received=datetime.fromisoformat(filing.started.received),
        completed=completed,
        declarations=declarations,
        attachments=tuple((a, content.get(desk.db, a.content)) for a in filing.attachments),
        absences=filing.absences,
        originals_seen=filing.originals_seen,
        origins=filing.origins,
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
    return tuple(
        SealedPacket(
            agency=resolved.agency.id,
            agency_name=resolved.name.vi,
            procedures=tuple(p.id for p in resolved.procedures),
            content=content.put(desk.db, packets[resolved.agency.id]),
            file_name=packet.file_name(sealed.reference, resolved.agency.id),
            awaits={p.id: p.awaits for p in resolved.procedures if p.awaits},
            format=packet.VERSION,
        )
        for resolved in agencies
    )


def seal_again(desk: Desk, filing_id: str) -> tuple[Filing, int]:
    """The filing and its position, its packets in the format that is written now.

    What an older version sealed bears no signature. It is sealed anew from what was kept then:
    answers, papers, declarations, and the law and settings the filing is pinned to. Errors: those
    of `Desk.filing`, `seal` and `Desk.append`.
    """
    filing, position = desk.filing(filing_id)
    done = filing.completed
    if done is None or all(each.format == packet.VERSION for each in done.packets):
        return filing, position
    outlined = outline_of(desk.group(filing.started.definition), filing)
    office = desk.overlay(filing.started.overlay)
    agencies = resolve_agencies(outlined, office, filing.started.commune)
    with writing(desk.db):
        kept = dossier(
            desk,
            filing,
            outlined,
            reference=done.reference,
            completed=_completed_at(desk, filing_id),
            declarations={d.form: content.get(desk.db, d.content) for d in done.declarations},
        )
        desk.append(filing_id, [Resealed(packets=seal(desk, kept, agencies))], after=position)
    return desk.filing(filing_id)


def _completed_at(desk: Desk, filing_id: str) -> datetime:
    """When the filing was completed: its packets bear that time."""
    kind = next(kind for kind, shape in KINDS.items() if shape is Completed)
    recorded = journal.events_of(desk.db, filing_id)
    return next(datetime.fromisoformat(r.envelope.at) for r in recorded if r.envelope.kind == kind)
