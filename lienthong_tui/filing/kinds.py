"""Every kind of event and the shape of its payload: the one table to extend.

Payloads may hold personal data and can be erased; what must outlive them stands in the envelope
(`envelope`). A payload grows by fields with defaults; a kind this version does not know is kept in
the journal and skipped by the fold.
"""

from typing import Any

import msgspec

from lienthong_tui.filing import (
    agency_events,
    continuity_events,
    desk_events,
    events,
    kiosk_events,
    sharing_events,
)
from lienthong_tui.filing.payload import Payload

KINDS: dict[str, type[Payload]] = {
    "filing.started": events.Started,
    "filing.answered": events.Answered,
    "filing.linked": events.Linked,
    "filing.half_typed": events.HalfTyped,
    "filing.on_paper": events.OnPaper,
    "filing.moved": events.Moved,
    "filing.attached": events.Attached,
    "filing.detached": events.Detached,
    "filing.absent": events.Absent,
    "filing.original_seen": events.OriginalSeen,
    "filing.warned": events.Warned,
    "filing.compared": events.Compared,
    "filing.notice_given": events.NoticeGiven,
    "filing.pledged": events.Pledged,
    "filing.completed": events.Completed,
    "filing.resealed": agency_events.Resealed,
    "filing.told": agency_events.Told,
    "filing.taken_back": agency_events.TakenBack,
    "filing.followed_up": agency_events.FollowedUp,
    "filing.viewed": events.Viewed,
    "filing.exported": agency_events.Exported,
    "filing.delivered": agency_events.Delivered,
    "filing.printed": events.Printed,
    "filing.letter_typed": events.LetterTyped,
    "filing.handed_off": events.HandedOff,
    "filing.lodged": events.Lodged,
    "filing.parked": events.Parked,
    "filing.claimed": events.Claimed,
    "filing.withdrawn": events.Withdrawn,
    "filing.restored": events.Restored,
    "filing.reopened": events.Reopened,
    "filing.noted": events.Noted,
    "filing.fees_taken": events.FeesTaken,
    "filing.handed_back": events.HandedBack,
    "filing.data_given": events.DataGiven,
    "filing.consented": events.Consented,
    "filing.reminded": events.Reminded,
    "filing.admitted": kiosk_events.Admitted,
    "filing.unsure": kiosk_events.Unsure,
    "filing.handed_in": kiosk_events.HandedIn,
    "filing.checked": kiosk_events.Checked,
    "filing.taken_in": sharing_events.TakenIn,
    "filing.taken_over": sharing_events.TakenOver,
    "filing.purged": events.Purged,
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
