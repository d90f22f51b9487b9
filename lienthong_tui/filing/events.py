"""What is recorded of a filing at this desk: the shapes of its events' payloads.

What passes between the desk and the agencies has its shapes in `agency_events`, what happens at a
kiosk in `kiosk_events`, to a filing that goes from desk to desk in `sharing_events`; to the desk
itself in `desk_events` and `continuity_events`. Their kinds are in `kinds`.
"""

from typing import Literal

import msgspec
from msgspec import Struct

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

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What was sent to whom: (agency, procedure)."""
        return tuple((sent.agency, name) for sent in self.packets for name in sent.procedures)


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
