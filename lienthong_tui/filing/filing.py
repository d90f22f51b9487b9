"""A filing as its events make it (`folding`), and what it comes to: its state, its statuses.

Nothing here is edited; a new event gives a new filing.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.agency_events import FollowedUp, SealedPacket, Told, Wanted
from lienthong_tui.filing.deadlines import Expected
from lienthong_tui.filing.events import (
    Answer,
    Attached,
    Compared,
    Completed,
    FeesTaken,
    Lodged,
    Noted,
    NoticeGiven,
    Origin,
    Parked,
    Pledged,
    Started,
    Withdrawn,
)
from lienthong_tui.filing.kiosk_events import Admitted, HandedIn
from lienthong_tui.filing.standing import Standing, stand
from lienthong_tui.procedures.outcomes import SUPPLEMENT, leads_from, shipped

State = Literal["drafting", "completed", "lodged", "received", "finished", "withdrawn"]


AWAITING = "awaiting"
"""The status of a procedure whose turn comes with an earlier one's result."""


class Filing(Struct, frozen=True):
    """What is known of one filing. `id` is an opaque UUIDv7; None: not said yet.

    `compared` is what was decided of filings that may be about the same person, by their id.
    `consents` are what was said to what goes beyond the filing; what was not asked is not there.
    `links` are the decisions about one person in several roles: the other role, or None where the
    two are kept apart. `letters` are the texts last typed for each letter of the desk, by ask.
    `allotted` is the reference it bears before it is completed: of the blank form it was first
    written on, or its own when it was opened again. `lookup_code` is the one on its slip, which
    stays when it is opened again. `to_sign` are the declarations that were brought out to be read
    and signed, and whether they still say what is answered; `lapsed` is a pledge made before
    something was answered otherwise. `told` is what agencies said and nobody took back, in the
    order it was heard; `replies` are the files (hex SHA-256) that any of it ever came in.
    `sent_answers`, `sent_origins` and `sent_attachments` are what the packets sealed so far were
    made from. `exported` and `delivered` are packets by content; `left` by agency and round, for
    what is signed again is another content. `parked` is why it was put aside, until somebody goes
    on with it. `reminded` are the occasions that the requester was reminded of. `admitted` is who
    sat at the kiosk last, `unsure` are the fields of which was said that one does not know,
    `handed_in` how it came to the desk from there, until the officer has `checked` it.
    """

    id: str
    started: Started
    answers: dict[str, Answer] = {}
    origins: dict[str, Origin] = {}
    links: dict[str, str | None] = {}
    half_typed: dict[str, str] = {}
    allotted: str | None = None
    lookup_code: str = ""
    attachments: tuple[Attached, ...] = ()
    absences: dict[str, str] = {}
    originals_seen: frozenset[str] = frozenset()
    reasons: dict[str, str] = {}
    compared: dict[str, Compared] = {}
    notice: NoticeGiven | None = None
    consents: dict[str, bool] = {}
    pledge: Pledged | None = None
    lapsed: Pledged | None = None
    to_sign: dict[str, bool] = {}
    completed: Completed | None = None
    followed_up: tuple[FollowedUp, ...] = ()
    sent_answers: dict[str, Answer] = {}
    sent_origins: dict[str, Origin] = {}
    sent_attachments: tuple[Attached, ...] = ()
    left: frozenset[tuple[str, int]] = frozenset()
    exported: frozenset[str] = frozenset()
    delivered: frozenset[str] = frozenset()
    told: tuple[Told, ...] = ()
    replies: frozenset[str] = frozenset()
    slips: int = 0
    letters: dict[str, dict[str, str | tuple[str, ...]]] = {}
    lodged: Lodged | None = None
    handed_back: tuple[str, ...] = ()
    parked: Parked | None = None
    withdrawn: Withdrawn | None = None
    notes: tuple[Noted, ...] = ()
    fees: tuple[FeesTaken, ...] = ()
    reminded: frozenset[str] = frozenset()
    admitted: Admitted | None = None
    unsure: frozenset[str] = frozenset()
    handed_in: HandedIn | None = None
    checked: bool = False

    @property
    def state(self) -> State:
        """What its procedures come to: `drafting`, `completed` (declared here, not yet on the
        portal), `lodged`, `received` by an agency, `finished` once all are decided; `withdrawn`
        when it was given up, or every procedure was.
        """
        if self.withdrawn is not None:
            return "withdrawn"
        if self.completed is None:
            return "drafting"
        statuses = {self.status(procedure) or "" for procedure in self.procedures}
        if statuses == {"withdrawn"}:
            return "withdrawn"
        said = [shipped()[status] for status in statuses if status in shipped()]
        if statuses and len(said) == len(statuses) and all(outcome.decided for outcome in said):
            return "finished"
        if self.accepted:
            return "received"
        return "completed" if self.lodged is None else "lodged"

    @property
    def accepted(self) -> bool:
        """Whether an agency had the filing once: then it is on the portal, whoever noted that."""
        return any(self.standing(procedure).accepted for procedure in self.procedures)

    @property
    def awaits_check(self) -> bool:
        """Whether it came from a kiosk and no officer went through it yet."""
        return self.handed_in is not None and not self.checked and self.withdrawn is None

    @property
    def reference(self) -> str | None:
        """The reference, once completed."""
        return self.completed.reference if self.completed else None

    @property
    def numbered(self) -> bool:
        """Whether an official number is known."""
        lodged = self.lodged
        return lodged is not None and bool(lodged.portal_number or lodged.one_stop_number)

    @property
    def packets(self) -> tuple[SealedPacket, ...]:
        """Everything sealed so far, in order; none before it is completed."""
        first = self.completed.packets if self.completed else ()
        return (*first, *(packet for later in self.followed_up for packet in later.packets))

    @property
    def said(self) -> tuple[Told, ...]:
        """What agencies said in the order they said it, however late it was heard of."""
        return tuple(sorted(self.told, key=_said_at))

    @property
    def asks(self) -> tuple[Told, ...]:
        """The supplements that were asked for and not sent since, where the agency still waits."""
        sent = {name for told in self.told for name in told.answers}
        return tuple(
            told
            for told in self.said
            if told.outcome == SUPPLEMENT
            and told.id not in sent
            and not self._is_repeated(told)
            and not self._went_on(told)
        )

    def _went_on(self, ask: Told) -> bool:
        """Whether the procedure is decided, or goes on by what the agency said after it asked."""
        return self.standing(ask.procedure).decided or any(
            told.outcome != SUPPLEMENT
            and told.source != "desk"
            and leads_from(SUPPLEMENT, told.outcome)
            for told in self.told
            if told.procedure == ask.procedure and _said_at(told) > _said_at(ask)
        )

    def _is_repeated(self, ask: Told) -> bool:
        """Whether the same was asked, and sent after this was said: it is only heard of late."""
        before = {told.id: told for told in self.told}
        wanted = set(map(_what, ask.items))
        return any(
            wanted <= set(map(_what, before[name].items))
            for told in self.told
            if told.procedure == ask.procedure and _said_at(told) > _said_at(ask)
            for name in told.answers
            if name in before
        )

    @property
    def results(self) -> dict[str, str]:
        """What the procedures have yielded, by result id, as it was said last."""
        procedures = {told.procedure: None for told in self.told}
        return {name: value for p in procedures for name, value in self.standing(p).results.items()}

    @property
    def procedures(self) -> tuple[str, ...]:
        """The ids of its procedures in the order they are decided; none before it is completed."""
        first = self.completed.packets if self.completed else ()
        return tuple(name for packet in first for name in packet.procedures)

    def standing(self, procedure: str) -> Standing:
        """What was said of one procedure comes to."""
        first = self.completed.expected if self.completed else ()
        later = (expected for each in self.followed_up for expected in each.expected)
        counted = (e for e in (*first, *later) if e.procedure == procedure)
        return stand((told for told in self.said if told.procedure == procedure), counted)

    def status(self, procedure: str) -> str | None:
        """Where one procedure stands; None while the filing is being declared.

        `declared` here, `lodged` on the portal, `awaiting` an earlier procedure's result such as
        the child's number; then what was said last that may follow (`outcomes`).
        """
        if procedure not in self.procedures:
            return None
        if any(ask.procedure == procedure for ask in self.asks):
            return SUPPLEMENT  # asked before something was sent, and heard of after it
        if (status := self.standing(procedure).status) is not None:
            return status
        if not self.results.keys() >= set(self._awaited(procedure)):
            return AWAITING
        return "declared" if self.lodged is None and not self.accepted else "lodged"

    def expected(self, procedure: str) -> Expected | None:
        """The date a procedure is expected by as it was counted last, and why."""
        return self.standing(procedure).counted

    def due(self, procedure: str) -> date | None:
        """The day a procedure is expected by, while it is waited for.

        Of one whose turn has not come none is told once the portal has the filing: what was counted
        at the desk is past, and it is counted anew from the result it waits for.
        """
        status = self.status(procedure)
        if status == SUPPLEMENT or (status == AWAITING and self.accepted):
            return None
        return self.standing(procedure).due

    def _awaited(self, procedure: str) -> tuple[str, ...]:
        first = self.completed.packets if self.completed else ()
        return next((p.awaits.get(procedure, ()) for p in first if procedure in p.procedures), ())


def _what(item: Wanted) -> tuple[str | None, str | None, str]:
    """What an item is about: of a question or a paper, in whatever words."""
    return item.field, item.component, "" if item.field or item.component else item.text


def _said_at(told: Told) -> datetime:
    return datetime.fromisoformat(told.said_at)
