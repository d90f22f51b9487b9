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
from lienthong_tui.desk.exporting import filings_of
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.telling import is_late
from lienthong_tui.packets import packet, replies, signers
from lienthong_tui.packets.replies import ReadReply, Reply, ReplyProcedure
from lienthong_tui.packets.zips import check_size
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing

_OF_ANOTHER = ("reply-other-packet", "reply-other-desk", "filing-purged")
PATTERN = "*.zip"
"""The files that may be replies, in the inbox and on a stick."""


@dataclass(frozen=True)
class Heard:
    """What came of one procedure in a reply: `changed` when its status is another than before.

    `late`: the agency said something after it that is known already.
    """

    procedure: str
    outcome: str
    status: str
    changed: bool
    late: bool = False


@dataclass(frozen=True)
class Received:
    """A reply that is recorded, in the filing as it was before and is after it.

    `again`: it was recorded earlier.
    """

    before: Filing
    draft: Draft
    agency_name: str
    heard: tuple[Heard, ...]
    again: bool = False

    @property
    def sealed(self) -> tuple[SealedPacket, ...]:
        """The packets that go out because of it."""
        return self.draft.filing.packets[len(self.before.packets) :]

    @property
    def filing(self) -> str:
        """The id of the filing."""
        return self.draft.filing.id

    @property
    def reference(self) -> str:
        """Its reference."""
        return self.draft.filing.reference or ""


@dataclass(frozen=True)
class Incoming:
    """A file of the inbox, and what came of it: one of the two."""

    name: str
    received: Received | None = None
    problem: Problem | None = None


def receive(desk: Desk, data: bytes) -> Received:
    """Record a reply.

    Errors: those of `replies.read`; Problem("reply-other-desk") with `principal`, ("reply-unknown")
    with `reference`, ("reply-other-packet"), ("reply-signer-unknown"), ("signer-expired"); those of
    `outcomes.tell`, of which an agency cannot mend those that only concern typing.
    """
    desk.require("work")
    read = replies.read(data)
    draft, agency_name = _answered(desk, read)
    _check_signer(desk, draft, read, agency_name)
    before, reply, sha256 = draft.filing, read.reply, hashlib.sha256(data).hexdigest()
    again = sha256 in before.replies
    if not again:
        said = [
            replies.said_in(
                draft.group.definition,
                procedure,
                read.said_at,
                reply=sha256,
                round_number=reply.packet.round,
            )
            for procedure in reply.procedures
        ]
        with writing(desk.db):
            content.put(desk.db, data)
            draft = outcomes.tell(desk, draft, said)
    heard = tuple(_heard(p, read, before, draft.filing) for p in reply.procedures)
    return Received(before, draft, agency_name, heard, again)


def inbox(desk: Desk) -> Path:
    """The folder in which replies may be laid."""
    return desk.unlocked.folder / INBOX


def make_inbox(desk: Desk) -> None:
    """Make the folder where there is none yet, to be copied into."""
    with suppress(OSError):  # a stick may be used instead
        inbox(desk).mkdir(mode=0o700, exist_ok=True)


def waiting(desk: Desk) -> list[Path]:
    """What lies in the inbox, by name."""
    with suppress(OSError):
        return sorted(path for path in inbox(desk).glob(PATTERN) if path.is_file())
    return []


def receive_waiting(desk: Desk) -> Iterator[Incoming]:
    """Record what lies in the inbox; what was recorded is taken out, what was not stays there."""
    for path in waiting(desk):
        yield receive_file(desk, path)


def receive_file(desk: Desk, path: Path) -> Incoming:
    """Record the reply in a file. Out of the inbox it is taken once it is recorded."""
    try:
        data = bytes_of(path, "reply-missing", check_size)
        received = receive(desk, data)
    except Problem as problem:
        return Incoming(path.name, None, problem)
    with suppress(OSError, Problem):  # another file may have come under the same name
        if path.parent == inbox(desk) and bytes_of(path, "reply-missing", check_size) == data:
            path.unlink()
    return Incoming(path.name, received)


def _heard(procedure: ReplyProcedure, read: ReadReply, before: Filing, now: Filing) -> Heard:
    status = now.status(procedure.id) or ""
    return Heard(
        procedure.id,
        procedure.outcome,
        status,
        changed=status != before.status(procedure.id),
        late=is_late(before, procedure.id, read.said_at),
    )


def _answered(desk: Desk, read: ReadReply) -> tuple[Draft, str]:
    """The filing that is answered, and the name of the agency whose packet is. Errors: those of
    `_answered_filing` and `_answered_packet`."""
    try:
        *others, last = filings_of(desk, read.reply.reference)
    except Unusable:
        raise _unanswered(desk, read.reply) from None
    for filing in others:  # a reference that was given out twice: the packet tells which
        try:
            draft = _answered_filing(desk, read, filing)
            return draft, _answered_packet(desk, draft, read)
        except Problem as problem:
            if problem.code not in _OF_ANOTHER:
                raise
    draft = _answered_filing(desk, read, last)
    return draft, _answered_packet(desk, draft, read)


def _answered_filing(desk: Desk, read: ReadReply, filing: str) -> Draft:
    """Errors: Problem("reply-other-desk"), ("reply-unknown"); Unusable("filing-purged")."""
    reply = read.reply
    for_this_desk = _is_for_this_desk(desk, reply)
    try:
        draft = drafting.reopen(desk, filing)
    except Unusable as problem:
        if for_this_desk and problem.code == "filing-purged":
            raise
        raise _unanswered(desk, reply) from None
    # Its packets may have been sealed by the desk that it was taken over from.
    if not for_this_desk and reply.desk not in _senders(desk, draft):
        raise Problem("reply-other-desk", principal=reply.desk)
    return draft


def _is_for_this_desk(desk: Desk, reply: Reply) -> bool:
    return reply.desk == signing.sender(desk).principal


def _unanswered(desk: Desk, reply: Reply) -> Problem:
    """Why no filing of this desk is answered."""
    if _is_for_this_desk(desk, reply):
        return Problem("reply-unknown", reference=reply.reference)
    return Problem("reply-other-desk", principal=reply.desk)


def _senders(desk: Desk, draft: Draft) -> set[str]:
    """The desks that sealed the packets of a filing, by their principals."""
    return {
        packet.read(content.get(desk.db, sealed.content)).contents.desk.principal
        for sealed in draft.filing.packets
    }


def _answered_packet(desk: Desk, draft: Draft, read: ReadReply) -> str:
    """The name of the agency whose packet is answered. Errors: Problem("reply-other-packet")."""
    reply = read.reply
    for sealed in draft.filing.packets:
        if (sealed.agency, sealed.round) == (reply.agency, reply.packet.round):
            sent = packet.read(content.get(desk.db, sealed.content))
            own = sent.binding.packets[sent.contents.number - 1]
            named = {procedure.id for procedure in reply.procedures}
            answered = (reply.packet.number, reply.packet.inventory, reply.desk)
            same = (own.number, own.inventory, sent.contents.desk.principal) == answered
            if same and named <= set(sealed.procedures):
                return sealed.agency_name
    raise Problem("reply-other-packet", reference=reply.reference)


def _check_signer(desk: Desk, draft: Draft, read: ReadReply, agency: str) -> None:
    """That the agency which decides the packet signed.

    Errors: Problem("reply-signer-unknown") with `agency`, `signer` and `fingerprint`, Problem
    ("signer-expired").
    """
    place = next(r.place for r in draft.agencies if r.agency.id == read.reply.agency)
    keys = [
        each.signer
        for each in agency_keys.known(desk)
        if each.agency == read.reply.agency and each.place in (None, place)
    ]
    key, signer = read.signature.key, read.reply.signer
    try:
        signers.signer_of(keys, key, signer, signers.REPLY, read.signed_on)
    except Problem as problem:
        if problem.code != "signer-unknown":
            raise
        told = {"agency": agency, "signer": signer, "fingerprint": read.fingerprint}
        raise Problem("reply-signer-unknown", **told) from None
