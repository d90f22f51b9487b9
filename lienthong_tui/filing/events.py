"""Every kind of event and the shape of its payload: the one table to extend.

Payloads may hold personal data and can be erased; what must outlive them stands in the envelope
(`envelope`). A payload grows by fields with defaults; a kind this version does not know is kept in
the journal and skipped by the fold.
"""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from lienthong_tui.filing.deadlines import Expected

Answer = str | int | bool
Origin = Literal["typed", "scanned", "case-file", "again"]
Role = Literal["officer", "supervisor"]
Asker = Literal["requester", "relative", "authorised", "other"]


class _Payload(Struct, frozen=True, kw_only=True):
    pass


class Started(_Payload, frozen=True):
    """A filing begins, pinned to the bytes of its definition and overlay (hex SHA-256).

    `after` is the filing that its first answers come from, such as that of a twin.
    """

    group: str
    definition: str
    overlay: str
    commune: str
    received: str
    after: str | None = None


class Answered(_Payload, frozen=True):
    """Answers given, by field id; None takes an answer back."""

    answers: dict[str, Answer | None]
    origin: Origin


class Linked(_Payload, frozen=True):
    """Whether the person of `role` is that of `to`; None keeps the two apart."""

    role: str
    to: str | None


class HalfTyped(_Payload, frozen=True):
    """What stands in fields and could not be taken as an answer, by field id; None: it is gone."""

    texts: dict[str, str | None]


class Moved(_Payload, frozen=True):
    """The draft goes on under another version of its definition (hex SHA-256, as in Started).

    `half_typed`: what the new version does not take, left in its field; `dropped`: what it no
    longer asks. Both are texts by field id.
    """

    definition: str
    overlay: str
    half_typed: dict[str, str]
    dropped: dict[str, str]


class Attached(_Payload, frozen=True):
    """A file given for a component; `content` is its hex SHA-256 in the store.

    `reason` is why a paper was taken that the agency can read in a database.
    """

    component: str
    content: str
    name: str
    media_type: str
    size: int
    reason: str | None = None


class Detached(_Payload, frozen=True):
    """A file taken away from a component again; `content` is its hex SHA-256."""

    component: str
    content: str


class Absent(_Payload, frozen=True):
    """A component that is not attached, and why."""

    component: str
    reason: str


class OriginalSeen(_Payload, frozen=True):
    """Whether the officer held what is attached against the original; the last one counts.

    A file added or taken away afterwards has not been compared: it undoes this.
    """

    component: str
    seen: bool


class Warned(_Payload, frozen=True):
    """The officer's reason for going on past a warning."""

    rule: str
    reason: str


class NoticeGiven(_Payload, frozen=True):
    """The requester was told how their data are processed (Luật 91/2025/QH15)."""

    version: str
    given_at: str


class Pledged(_Payload, frozen=True):
    """The requester's own act of pledging; an officer never ticks it for them."""

    how: Literal["signature", "fingerprint", "portal"]


class Declaration(Struct, frozen=True):
    """A declaration as it was printed at completion: kept, never rendered again."""

    form: str
    content: str


class SealedPacket(Struct, frozen=True):
    """What one agency receives.

    `awaits` is, by procedure, the results of earlier ones it cannot be decided without.
    """

    agency: str
    agency_name: str
    procedures: tuple[str, ...]
    content: str
    file_name: str
    awaits: dict[str, tuple[str, ...]]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Every result something in the packet waits for, once each."""
        return tuple(dict.fromkeys(name for names in self.awaits.values() for name in names))


class Completed(_Payload, frozen=True):
    """Declared in full at this desk: not yet filed on the portal (desk practice, §1)."""

    reference: str
    declarations: tuple[Declaration, ...]
    packets: tuple[SealedPacket, ...]
    expected: tuple[Expected, ...]


class Viewed(_Payload, frozen=True):
    """Somebody looked at the filing: found it by a whole number, opened it, or answered a citizen.

    A look changes nothing in the filing. Of an answer, `asker` is who asked and `papers_seen`
    whether their identity paper was looked at (desk practice, §7.2).
    """

    why: Literal["found", "work", "citizen"]
    asker: Asker | None = None
    papers_seen: bool | None = None


class Exported(_Payload, frozen=True):
    """Packets left the desk on request; `packets` are their hex SHA-256."""

    packets: tuple[str, ...]


class Printed(_Payload, frozen=True):
    """A paper for the citizen was made on request; of a slip every later one is a reprint.

    `forms` are the declarations made to be read and signed before the filing is completed.
    """

    what: Literal["slip", "declaration"]
    forms: tuple[str, ...] = ()


class HandedOff(_Payload, frozen=True):
    """Answers were given to the clipboard to be pasted on the portal: the fields laid out for it.

    Once for each hand-off, before the first value leaves (desk practice, §7.5).
    """

    fields: tuple[str, ...]


class Lodged(_Payload, frozen=True):
    """Filed on the portal, which gave these official numbers; both None: it gave none yet."""

    portal_number: str | None
    one_stop_number: str | None


class HandedBack(_Payload, frozen=True):
    """The papers given back so far: component ids, and `id-card:<role>` for a person's card."""

    papers: tuple[str, ...]


class DataGiven(_Payload, frozen=True):
    """A citizen was given what the desk holds of them in this filing, in these roles."""

    roles: tuple[str, ...]


class Consented(_Payload, frozen=True):
    """What the requester said to something beyond the filing, which is asked and never assumed."""

    extra: str
    version: str
    given: bool


class Purged(_Payload, frozen=True):
    """The contents are erased; this is what the register keeps of the filing.

    `state` is what it had come to, `procedures` are (agency, procedure). `why` is that its term
    ended, or that its citizen asked for it, then with a `reason` that names nobody.
    """

    group: str
    state: str
    received: str
    desk_number: int
    reference: str | None
    portal_number: str | None
    one_stop_number: str | None
    procedures: tuple[tuple[str, str], ...]
    why: Literal["term", "request"]
    reason: str | None


class InboxPurged(_Payload, frozen=True):
    """Files that had come in and that nobody opened within the term were removed."""

    count: int


class DeskCreated(_Payload, frozen=True):
    """The first event of a stream: this incarnation of the desk."""

    commune: str
    desk_number: int
    demo: bool = False


class DateConfirmed(_Payload, frozen=True):
    """The officer said that the PC's date is right, though it is far from the last one seen (UTC,
    ISO 8601)."""

    last_seen: str


class OfficerAdded(_Payload, frozen=True):
    """An account; `slot` is the opaque id used everywhere else.

    `temporary`: the password was handed over and is to be changed, and there is no phone yet. The
    first officer of a desk looks after it; older desks have no other.
    """

    slot: str
    name: str
    role: Role = "supervisor"
    temporary: bool = False


class OfficerPasswordSet(_Payload, frozen=True):
    """An officer has another password; a `temporary` one was handed over and is to be changed."""

    slot: str
    temporary: bool


class OfficerPhoneSet(_Payload, frozen=True):
    """An officer's codes come from another phone; `awaited`: that phone is still to be enrolled."""

    slot: str
    awaited: bool


class OfficerPaperCodesMade(_Payload, frozen=True):
    """An officer has new codes on paper; the earlier ones no longer count."""

    slot: str


class OfficerRoleSet(_Payload, frozen=True):
    """What an officer may do from now on."""

    slot: str
    role: Role


class OfficerClosed(_Payload, frozen=True):
    """An officer may no longer sign in; the store key was replaced. A new password reopens it."""

    slot: str


class KeyAdded(_Payload, frozen=True):
    """A key file for unattended runs, and what for; or a new recovery key."""

    slot: str
    purpose: str


class KeyRemoved(_Payload, frozen=True):
    """A key file or recovery key opens nothing any more; the store key was replaced."""

    slot: str


class StrangersRemoved(_Payload, frozen=True):
    """`keys.db` held slots that nobody at this desk had added: somebody changed the file."""

    labels: tuple[str, ...]


class SignedIn(_Payload, frozen=True):
    """An officer signed in, with a code from the phone or one on paper; or the recovery key opened
    the desk."""

    code: Literal["phone", "paper", "recovery"]


class FailedSignIn(Struct, frozen=True):
    """When (UTC, ISO 8601), and whose slot where it was that of an officer."""

    at: str
    slot: str | None


class SignInsFailed(_Payload, frozen=True):
    """Sign-ins that failed since the journal was last told."""

    failures: tuple[FailedSignIn, ...]


class Equipped(_Payload, frozen=True):
    """What stands at this desk: the folder its scanner writes to, and a scanner's serial port."""

    scanner_folder: str | None = None
    scanner_port: str | None = None


class OfficeSet(_Payload, frozen=True):
    """The overlay from now on (hex SHA-256 of bytes kept in the store)."""

    overlay: str


KINDS: dict[str, type[_Payload]] = {
    "filing.started": Started,
    "filing.answered": Answered,
    "filing.linked": Linked,
    "filing.half_typed": HalfTyped,
    "filing.moved": Moved,
    "filing.attached": Attached,
    "filing.detached": Detached,
    "filing.absent": Absent,
    "filing.original_seen": OriginalSeen,
    "filing.warned": Warned,
    "filing.notice_given": NoticeGiven,
    "filing.pledged": Pledged,
    "filing.completed": Completed,
    "filing.viewed": Viewed,
    "filing.exported": Exported,
    "filing.printed": Printed,
    "filing.handed_off": HandedOff,
    "filing.lodged": Lodged,
    "filing.handed_back": HandedBack,
    "filing.data_given": DataGiven,
    "filing.consented": Consented,
    "filing.purged": Purged,
    "desk.created": DeskCreated,
    "desk.inbox_purged": InboxPurged,
    "desk.date_confirmed": DateConfirmed,
    "desk.officer_added": OfficerAdded,
    "desk.officer_password_set": OfficerPasswordSet,
    "desk.officer_phone_set": OfficerPhoneSet,
    "desk.officer_paper_codes_made": OfficerPaperCodesMade,
    "desk.officer_role_set": OfficerRoleSet,
    "desk.officer_closed": OfficerClosed,
    "desk.key_added": KeyAdded,
    "desk.key_removed": KeyRemoved,
    "desk.strangers_removed": StrangersRemoved,
    "desk.signed_in": SignedIn,
    "desk.sign_ins_failed": SignInsFailed,
    "desk.office_set": OfficeSet,
    "desk.equipped": Equipped,
}
LOOKS = frozenset({"filing.viewed", "filing.data_given"})
"""Kinds that change nothing in a filing: whoever is writing to it need not know of them."""
_KIND_OF = {shape: kind for kind, shape in KINDS.items()}


def kind_of(payload: _Payload) -> str:
    """The kind of a payload, for example `filing.answered`."""
    return _KIND_OF[type(payload)]


def to_plain(payload: _Payload) -> dict[str, Any]:
    """The payload as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(payload)
    return plain


def from_plain(kind: str, plain: dict[str, Any] | None) -> _Payload | None:
    """The payload of a stored event; None for an erased one or a kind not known here."""
    shape = KINDS.get(kind)
    return None if shape is None or plain is None else msgspec.convert(plain, shape)
