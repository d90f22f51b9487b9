"""Every kind of event and the shape of its payload: the one table to extend.

What passes between the desk and the agencies has its shapes in `agency_events`, what happens at a
kiosk in `kiosk_events`, and to the desk itself in `desk_events`.

Payloads may hold personal data and can be erased; what must outlive them stands in the envelope
(`envelope`). A payload grows by fields with defaults; a kind this version does not know is kept in
the journal and skipped by the fold.
"""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from lienthong_tui.filing import (
    agency_events,
    continuity_events,
    desk_events,
    kiosk_events,
    sharing_events,
)
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.deadlines import Expected
from lienthong_tui.filing.figures import ProcedureFigures
from lienthong_tui.filing.payload import Payload

Answer = str | int | bool
Origin = Literal["typed", "scanned", "case-file", "again"]
Asker = Literal["requester", "relative", "authorised", "other"]


class Started(Payload, frozen=True):
    """A filing begins, pinned to the bytes of its definition and overlay (hex SHA-256).

    `after` is the filing that its first answers come from, such as that of a twin.
    """

    group: str
    definition: str
    overlay: str
    commune: str
    received: str
    after: str | None = None


class Answered(Payload, frozen=True):
    """Answers given, by field id; None takes an answer back."""

    answers: dict[str, Answer | None]
    origin: Origin


class Linked(Payload, frozen=True):
    """Whether the person of `role` is that of `to`; None keeps the two apart."""

    role: str
    to: str | None


class HalfTyped(Payload, frozen=True):
    """What stands in fields and could not be taken as an answer, by field id; None: it is gone."""

    texts: dict[str, str | None]


class OnPaper(Payload, frozen=True):
    """It was first written on a blank form that bears `reference`, which was taken at `received`.

    The filing has that number once it is completed, and counts from that time (ISO 8601, UTC+7).
    """

    reference: str
    received: str


class Moved(Payload, frozen=True):
    """The draft goes on under another version of its definition (hex SHA-256, as in Started).

    `half_typed`: what the new version does not take, left in its field; `dropped`: what it no
    longer asks. Both are texts by field id.
    """

    definition: str
    overlay: str
    half_typed: dict[str, str]
    dropped: dict[str, str]


class Attached(Payload, frozen=True):
    """A file given for a component; `content` is its hex SHA-256 in the store.

    `reason` is why a paper was taken that the agency can read in a database.
    """

    component: str
    content: str
    name: str
    media_type: str
    size: int
    reason: str | None = None


class Detached(Payload, frozen=True):
    """A file taken away from a component again; `content` is its hex SHA-256."""

    component: str
    content: str


class Absent(Payload, frozen=True):
    """A component that is not attached, and why."""

    component: str
    reason: str


class OriginalSeen(Payload, frozen=True):
    """Whether the officer held what is attached against the original; the last one counts.

    A file added or taken away afterwards has not been compared: it undoes this.
    """

    component: str
    seen: bool


class Warned(Payload, frozen=True):
    """The officer's reason for going on past a warning."""

    rule: str
    reason: str


class Compared(Payload, frozen=True):
    """What the officer decided about a filing (id) that may be of the same person, and why.

    `level` is how alike the two were then: what has become certain since is decided anew.
    """

    other: str
    verdict: Literal["same", "different"]
    reason: str
    level: Literal["certain", "likely"] = "certain"


class NoticeGiven(Payload, frozen=True):
    """The requester was told how their data are processed (Luật 91/2025/QH15), or whoever types
    for them at a kiosk."""

    version: str
    given_at: str
    to: Literal["requester", "helper"] = "requester"


class Pledged(Payload, frozen=True):
    """The requester's own act of pledging; an officer never ticks it for them."""

    how: Literal["signature", "fingerprint", "portal"]


class Declaration(Struct, frozen=True):
    """A declaration as it was printed at completion: kept, never rendered again."""

    form: str
    content: str


class Completed(Payload, frozen=True):
    """Declared in full at this desk: not yet filed on the portal (desk practice, §1).

    With `lookup_code`, twelve digits on the slip, a desk of another commune may be asked where the
    filing stands.
    """

    reference: str
    declarations: tuple[Declaration, ...]
    packets: tuple[SealedPacket, ...]
    expected: tuple[Expected, ...]
    lookup_code: str = ""


class Viewed(Payload, frozen=True):
    """Somebody looked at the filing: found it by a whole number, opened it, answered a citizen, or
    read it whole beside one that may be about the same person.

    A look changes nothing in the filing. Of an answer, `asker` is who asked and `papers_seen`
    whether their identity paper was looked at (desk practice, §7.2).
    """

    why: Literal["found", "work", "citizen", "compared"]
    asker: Asker | None = None
    papers_seen: bool | None = None


class Printed(Payload, frozen=True):
    """A paper for the citizen was made on request; of a slip every later one is a reprint.

    `forms` are the declarations made to be read and signed before the filing is completed, or the
    letter of the desk, whose `texts` are what was typed for it: by ask, of a list its items.
    """

    what: Literal["slip", "declaration", "read-back", "letter"]
    forms: tuple[str, ...] = ()
    texts: dict[str, str | tuple[str, ...]] = msgspec.field(default_factory=dict)


class Parked(Payload, frozen=True):
    """Put aside until somebody goes on with it: `reason` is one of `parking`, by id.

    `to` is the officer (slot) it is handed to, None: whoever comes; `queue_number` is what the
    citizen is called by.
    """

    reason: str
    note: str = ""
    queue_number: str = ""
    to: str | None = None


class Claimed(Payload, frozen=True):
    """The officer who records this has it in hand now."""


class Withdrawn(Payload, frozen=True):
    """Given up before it was lodged, by its citizen or as a mistake of the desk, and why.

    `called_back`: packets (hex SHA-256) that had left and that the officer got back.
    """

    reason: str
    called_back: tuple[str, ...] = ()


class Restored(Payload, frozen=True):
    """What was given up goes on after all."""


class Reopened(Payload, frozen=True):
    """Completed, not yet lodged, and to be mended: it is being declared again, under its number.

    `called_back`: packets (hex SHA-256) that had left and that the officer got back.
    """

    reason: str
    called_back: tuple[str, ...] = ()


class Noted(Payload, frozen=True):
    """Something to remember of the filing. Of a `mistake`: whom the desk told, of which procedure,
    while it was being decided (desk practice, §5). Of a `refusal`: how the citizen was told."""

    text: str
    about: Literal["filing", "mistake", "refusal"] = "filing"
    procedure: str | None = None


class FeesTaken(Payload, frozen=True):
    """What was paid, in đồng by fee id, and the number of the official receipt (biên lai).

    `id` (UUIDv7) is what `TakenBack` names. Where nothing was taken `exempt` says why.
    """

    id: str
    amounts: dict[str, int]
    receipt: str = ""
    exempt: str = ""


class LetterTyped(Payload, frozen=True):
    """What was typed so far for a letter of the desk, by ask; of a list its items."""

    letter: str
    texts: dict[str, str | tuple[str, ...]]


class HandedOff(Payload, frozen=True):
    """Answers were given to the clipboard to be pasted on the portal, or to a file for a program
    that types them there: the fields laid out for it.

    Once for each hand-off, before the first value leaves (desk practice, §7.5).
    """

    fields: tuple[str, ...]
    to: Literal["clipboard", "file"] = "clipboard"


class Lodged(Payload, frozen=True):
    """Filed on the portal, which gave these official numbers; both None: it gave none yet."""

    portal_number: str | None
    one_stop_number: str | None


class HandedBack(Payload, frozen=True):
    """The papers given back so far: component ids, and `id-card:<role>` for a person's card."""

    papers: tuple[str, ...]


class DataGiven(Payload, frozen=True):
    """A citizen was given what the desk holds of them in this filing, in these roles."""

    roles: tuple[str, ...]


class Consented(Payload, frozen=True):
    """What the requester said to something beyond the filing, which is asked and never assumed."""

    extra: str
    version: str
    given: bool


class Reminded(Payload, frozen=True):
    """The requester, who had agreed, was reminded of an `occasion` (`reminding`), once for all.

    `via` is whom the message was given to, which is not yet that it arrived: a `file`, the
    `command` of the desk, or nobody, because the officer did it `by-hand`. Where it went to is the
    filing's to know.
    """

    occasion: str
    via: Literal["file", "command", "by-hand"]
    channel: Literal["sms", "email", "call"]


class Purged(Payload, frozen=True):
    """The contents are erased; this is what the register keeps of the filing.

    `state` is what it had come to, `procedures` are (agency, procedure). `why` is that its term
    ended, or that its citizen asked for it, then with a `reason` that names nobody; or that too
    much of it was lost in a damaged file (`desk.salvaged`). `figures` are what is counted of its
    procedures; None: a version purged it that kept none.
    """

    group: str
    state: str
    received: str
    desk_number: int
    reference: str | None
    portal_number: str | None
    one_stop_number: str | None
    procedures: tuple[tuple[str, str], ...]
    why: Literal["term", "request", "lost"]
    reason: str | None
    figures: tuple[ProcedureFigures, ...] | None = None


KINDS: dict[str, type[Payload]] = {
    "filing.started": Started,
    "filing.answered": Answered,
    "filing.linked": Linked,
    "filing.half_typed": HalfTyped,
    "filing.on_paper": OnPaper,
    "filing.moved": Moved,
    "filing.attached": Attached,
    "filing.detached": Detached,
    "filing.absent": Absent,
    "filing.original_seen": OriginalSeen,
    "filing.warned": Warned,
    "filing.compared": Compared,
    "filing.notice_given": NoticeGiven,
    "filing.pledged": Pledged,
    "filing.completed": Completed,
    "filing.resealed": agency_events.Resealed,
    "filing.told": agency_events.Told,
    "filing.taken_back": agency_events.TakenBack,
    "filing.followed_up": agency_events.FollowedUp,
    "filing.viewed": Viewed,
    "filing.exported": agency_events.Exported,
    "filing.delivered": agency_events.Delivered,
    "filing.printed": Printed,
    "filing.letter_typed": LetterTyped,
    "filing.handed_off": HandedOff,
    "filing.lodged": Lodged,
    "filing.parked": Parked,
    "filing.claimed": Claimed,
    "filing.withdrawn": Withdrawn,
    "filing.restored": Restored,
    "filing.reopened": Reopened,
    "filing.noted": Noted,
    "filing.fees_taken": FeesTaken,
    "filing.handed_back": HandedBack,
    "filing.data_given": DataGiven,
    "filing.consented": Consented,
    "filing.reminded": Reminded,
    "filing.admitted": kiosk_events.Admitted,
    "filing.unsure": kiosk_events.Unsure,
    "filing.handed_in": kiosk_events.HandedIn,
    "filing.checked": kiosk_events.Checked,
    "filing.taken_in": sharing_events.TakenIn,
    "filing.taken_over": sharing_events.TakenOver,
    "filing.purged": Purged,
    "desk.created": desk_events.DeskCreated,
    "desk.inbox_purged": desk_events.InboxPurged,
    "desk.date_confirmed": desk_events.DateConfirmed,
    "desk.officer_added": desk_events.OfficerAdded,
    "desk.officer_password_set": desk_events.OfficerPasswordSet,
    "desk.officer_phone_set": desk_events.OfficerPhoneSet,
    "desk.officer_paper_codes_made": desk_events.OfficerPaperCodesMade,
    "desk.officer_role_set": desk_events.OfficerRoleSet,
    "desk.officer_closed": desk_events.OfficerClosed,
    "desk.key_added": desk_events.KeyAdded,
    "desk.key_removed": desk_events.KeyRemoved,
    "desk.kiosk_paired": desk_events.KioskPaired,
    "desk.kiosk_code_given": desk_events.KioskCodeGiven,
    "desk.kiosk_ended": desk_events.KioskEnded,
    "desk.strangers_removed": desk_events.StrangersRemoved,
    "desk.signing_key_made": desk_events.SigningKeyMade,
    "desk.signing_key_ended": desk_events.SigningKeyEnded,
    "desk.agency_trusted": desk_events.AgencyTrusted,
    "desk.agency_distrusted": desk_events.AgencyDistrusted,
    "desk.agency_recipient_set": desk_events.AgencyRecipientSet,
    "desk.signed_in": desk_events.SignedIn,
    "desk.sign_ins_failed": desk_events.SignInsFailed,
    "desk.office_set": desk_events.OfficeSet,
    "desk.equipped": desk_events.Equipped,
    "desk.blanks_allotted": desk_events.BlanksAllotted,
    "desk.blanks_made": desk_events.BlanksMade,
    "desk.register_made": desk_events.RegisterMade,
    "desk.day_closed": desk_events.DayClosed,
    "desk.report_made": desk_events.ReportMade,
    "desk.backed_up": continuity_events.BackedUp,
    "desk.continued": continuity_events.Continued,
    "desk.salvaged": continuity_events.Salvaged,
    "desk.desk_admitted": sharing_events.DeskAdmitted,
    "desk.desk_shut_out": sharing_events.DeskShutOut,
    "desk.asked_elsewhere": sharing_events.AskedElsewhere,
    "desk.rejoined": sharing_events.Rejoined,
}
VERSION = 2
"""Of the kinds and their payloads: raised with every change of them. A program refuses a desk that
a later one wrote, for it would pass over what it does not know and tell another state."""
LOOKS = frozenset({"filing.viewed", "filing.data_given"})
"""Kinds that change nothing in a filing: whoever is writing to it need not know of them."""
SHARED = frozenset({"desk.continued", "desk.desk_admitted", "desk.desk_shut_out"})
"""The kinds of a desk's own events whose payloads other desks get, too."""
KIND_OF = {shape: kind for kind, shape in KINDS.items()}


def kind_of(payload: Payload) -> str:
    """The kind of a payload, for example `filing.answered`."""
    return KIND_OF[type(payload)]


def to_plain(payload: Payload) -> dict[str, Any]:
    """The payload as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(payload)
    return plain


def from_plain(kind: str, plain: dict[str, Any] | None) -> Payload | None:
    """The payload of a stored event; None for an erased one or a kind not known here."""
    shape = KINDS.get(kind)
    return None if shape is None or plain is None else msgspec.convert(plain, shape)
