"""Reply files coming in: read, held against what was sent and against the agency's key, recorded.

A reply that was recorded before is no mistake: sticks are copied twice. One that comes late is
kept, and changes nothing that was said after it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lienthong_tui.desk import agency_keys, drafting, outcomes, signing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.erasure import INBOX
from lienthong_tui.desk.exporting import filing_of
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.events import Wanted
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import packet, replies, signers
from lienthong_tui.packets.replies import ReadReply, ReplyProcedure
from lienthong_tui.packets.zips import check_size
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing

PATTERN = "*.zip"
"""The files that may be replies, in the inbox and on a stick."""


@dataclass(frozen=True)
class Heard:
    """What came of one procedure in a reply: `changed` when its status is another than before."""

    procedure: str
    outcome: str
    status: str
    changed: bool


@dataclass(frozen=True)
class Received:
    """A reply that is recorded; `again` when it was before."""

    filing: str
    reference: str
    agency_name: str
    heard: tuple[Heard, ...]
    again: bool = False


@dataclass(frozen=True)
class Incoming:
    """A file of the inbox, and what came of it: one of the two."""

    name: str
    received: Received | None = None
    problem: Problem | None = None


def receive(desk: Desk, data: bytes) -> Received:
    """Record a reply.

    Errors: those of `replies.read`; Problem("reply-other-desk") with `principal`, ("reply-unknown")
    with `reference`, ("reply-other-packet"), ("signer-unknown"), ("signer-expired"); those of
    `outcomes.tell`, of which an agency cannot mend those that only concern typing.
    """
    desk.require("work")
    read = replies.read(data)
    draft = _answered_filing(desk, read)
    sealed = _answered_packet(desk, draft, read)
    _check_signer(desk, draft, read)
    filing, reply, sha256 = draft.filing, read.reply, hashlib.sha256(data).hexdigest()
    names = [procedure.id for procedure in reply.procedures]
    before = {name: filing.status(name) for name in names}
    again = sha256 in filing.replies
    if not again:
        said = [_said(draft, read, procedure, sha256) for procedure in reply.procedures]
        with writing(desk.db):
            content.put(desk.db, data)
            draft = outcomes.tell(desk, draft, said)
    heard = tuple(
        Heard(p.id, p.outcome, status := draft.filing.status(p.id) or "", status != before[p.id])
        for p in reply.procedures
    )
    return Received(filing.id, reply.reference, sealed, heard, again)


def inbox(desk: Desk) -> Path:
    """The folder in which replies may be laid."""
    return desk.unlocked.folder / INBOX


def waiting(desk: Desk) -> list[Path]:
    """What lies in the inbox, by name."""
    with suppress(OSError):
        return sorted(path for path in inbox(desk).glob(PATTERN) if path.is_file())
    return []


def receive_waiting(desk: Desk) -> Iterator[Incoming]:
    """Record what lies in the inbox; what was recorded is taken out, what was not stays there.

    Errors: those of `Desk.require` and of a store that cannot be written.
    """
    for path in waiting(desk):
        yield receive_file(desk, path)


def receive_file(desk: Desk, path: Path) -> Incoming:
    """Record the reply in a file. Out of the inbox it is taken once it is recorded."""
    try:
        received = receive(desk, bytes_of(path, "reply-missing", check_size))
    except Problem as problem:
        if problem.exit_code > 2:  # the store, not the file
            raise
        return Incoming(path.name, None, problem)
    if path.parent == inbox(desk):
        path.unlink(missing_ok=True)
    return Incoming(path.name, received)


def _answered_filing(desk: Desk, read: ReadReply) -> Draft:
    """Errors: Problem("reply-other-desk"), ("reply-unknown"); Unusable("filing-purged")."""
    reply = read.reply
    if reply.desk != signing.sender(desk).principal:
        raise Problem("reply-other-desk", principal=reply.desk)
    try:
        return drafting.reopen(desk, filing_of(desk, reply.reference))
    except Unusable as problem:
        if problem.code == "filing-purged":
            raise
        raise Problem("reply-unknown", reference=reply.reference) from None


def _answered_packet(desk: Desk, draft: Draft, read: ReadReply) -> str:
    """The name of the agency whose packet is answered. Errors: Problem("reply-other-packet")."""
    reply = read.reply
    for sealed in draft.filing.packets:
        if (sealed.agency, sealed.round) == (reply.agency, reply.packet.round):
            sent = packet.read(content.get(desk.db, sealed.content))
            own = sent.binding.packets[sent.contents.number - 1]
            named = {procedure.id for procedure in reply.procedures}
            same = (own.number, own.inventory) == (reply.packet.number, reply.packet.inventory)
            if same and named <= set(sealed.procedures):
                return sealed.agency_name
    raise Problem("reply-other-packet", reference=reply.reference)


def _check_signer(desk: Desk, draft: Draft, read: ReadReply) -> None:
    """That the agency which decides the packet signed. Errors: those of `signers.signer_of`."""
    place = next(r.place for r in draft.agencies if r.agency.id == read.reply.agency)
    keys = [
        each.signer
        for each in agency_keys.known(desk)
        if each.agency == read.reply.agency and each.place in (None, place)
    ]
    key = read.signature.key
    signers.signer_of(keys, key, read.reply.signer, signers.REPLY, read.signed_on)


def _said(draft: Draft, read: ReadReply, procedure: ReplyProcedure, sha256: str) -> Said:
    """What a reply says, its neutral codes as the components they are."""
    codes = {c.code: c.id for c in draft.group.definition.component}
    return Said(
        procedure=procedure.id,
        outcome=procedure.outcome,
        said_at=read.said_at,
        source="reply",
        number=procedure.number or "",
        reason=procedure.reason or "",
        items=tuple(
            Wanted(item.text, item.field, codes.get(item.component, item.component))
            if item.component
            else Wanted(item.text, item.field)
            for item in procedure.items
        ),
        results=procedure.results,
        amount=procedure.amount,
        reply=sha256,
    )
