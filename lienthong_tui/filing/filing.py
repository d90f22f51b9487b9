"""A filing: the fold of its events. Nothing here is edited; a new event gives a new filing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct, structs

from lienthong_tui.filing.events import (
    Absent,
    Answer,
    Answered,
    Attached,
    Compared,
    Completed,
    Consented,
    Delivered,
    Detached,
    Exported,
    FollowedUp,
    HalfTyped,
    HandedBack,
    LetterTyped,
    Linked,
    Lodged,
    Moved,
    NoticeGiven,
    OnPaper,
    Origin,
    OriginalSeen,
    Pledged,
    Printed,
    Resealed,
    SealedPacket,
    Started,
    TakenBack,
    Told,
    Wanted,
    Warned,
)
from lienthong_tui.procedures.outcomes import SUPPLEMENT, is_decided, leads_from

State = Literal["drafting", "completed", "lodged"]
Delivery = Literal["kept", "leaving", "delivered", "answered", "withheld", "recalled", "replaced"]
"""`leaving`: it was to be brought out, and nobody saw it arrive whole (a stick was pulled).
`withheld`: what it brings is no result any more, so it stays here; `recalled`: it left before, and
`replaced`: so did what takes its place."""


class Filing(Struct, frozen=True):
    """What is known of one filing. `id` is an opaque UUIDv7; None: not said yet.

    `compared` is what was decided of filings that may be about the same person, by their id.

    `consents` are what was said to what goes beyond the filing; what was not asked is not there.
    `links` are the decisions about one person in several roles: the other role, or None where the
    two are kept apart. `letters` are the texts last typed for each letter of the desk, by ask.
    `allotted` is the reference of the blank form it was first written on. `to_sign` are the
    declarations that were brought out to be read and signed, and whether they still say what is
    answered; `lapsed` is a pledge made before something was answered otherwise. `told` is what
    agencies said and nobody took back, in the order it was heard; `replies` are the files (hex
    SHA-256) that any of it ever came in. `sent_answers`, `sent_origins` and `sent_attachments` are
    what the packets sealed so far were made from. `exported` and `delivered` are packets by
    content; `left` by agency and round, for what is signed again is another content.
    """

    id: str
    started: Started
    answers: dict[str, Answer] = {}
    origins: dict[str, Origin] = {}
    links: dict[str, str | None] = {}
    half_typed: dict[str, str] = {}
    allotted: str | None = None
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

    @property
    def state(self) -> State:
        """`drafting`, then `completed` (declared here, not yet on the portal), then `lodged`."""
        if self.completed is None:
            return "drafting"
        return "completed" if self.lodged is None else "lodged"

    @property
    def reference(self) -> str | None:
        """The reference, once completed."""
        return self.completed.reference if self.completed else None

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
        """The supplements that were asked for and not sent since, of procedures still undecided."""
        sent = {name for told in self.told for name in told.answers}
        return tuple(
            told
            for told in self.said
            if told.outcome == SUPPLEMENT
            and told.id not in sent
            and not self._is_repeated(told)
            and not is_decided(self._folded(told.procedure)[0] or "")
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
        return {name: value for p in procedures for name, value in self._folded(p)[1].items()}

    @property
    def outdated(self) -> tuple[SealedPacket, ...]:
        """The packets that bring a result which is another now, or none any more."""
        results = self.results
        awaited = {p.agency: p.awaited for p in self.completed.packets} if self.completed else {}
        return tuple(
            packet
            for later in self.followed_up
            if later.why == "awaited"
            for packet in later.packets
            if any(
                name in later.results and later.results[name] != results.get(name)
                for name in awaited[packet.agency]
            )
        )

    def delivery(self, packet: SealedPacket) -> Delivery:
        """How far a packet is on its way."""
        if packet in self.outdated:
            return self._recall(packet)
        if any(t.round == packet.round and t.procedure in packet.procedures for t in self.told):
            return "answered"
        if packet.content in self.delivered:
            return "delivered"
        return "leaving" if packet.content in self.exported else "kept"

    def _recall(self, packet: SealedPacket) -> Delivery:
        """How far a packet went that brings what is no result any more."""
        if (packet.agency, packet.round) not in self.left:
            return "withheld"
        after = (
            each
            for later in self.followed_up
            if later.why == "awaited"
            for each in later.packets
            if each.agency == packet.agency and each.round > packet.round
        )
        outdated = self.outdated
        known = (each not in outdated and each.content in self.delivered for each in after)
        return "replaced" if any(known) else "recalled"

    def status(self, procedure: str) -> str | None:
        """Where one procedure stands; None while the filing is being declared.

        `declared` here, `lodged` on the portal, `awaiting` an earlier procedure's result such as
        the child's number; then what the agency said last that may follow (`outcomes`).
        """
        for packet in self.completed.packets if self.completed else ():
            if procedure in packet.procedures:
                status, _ = self._folded(procedure)
                if any(ask.procedure == procedure for ask in self.asks):
                    return SUPPLEMENT  # asked before something was sent, and heard of after it
                if status is not None:
                    return status
                if not self.results.keys() >= set(packet.awaits.get(procedure, ())):
                    return "awaiting"
                return "declared" if self.lodged is None else "lodged"
        return None

    def _folded(self, procedure: str) -> tuple[str | None, dict[str, str]]:
        """What was said of a procedure comes to: its status, and what it yielded.

        What may not follow changes neither. None: nobody said anything that counts.
        """
        status, results = "declared", dict[str, str]()
        spoken = False
        for told in self.said:
            if told.procedure == procedure and leads_from(status, told.outcome):
                status, spoken = told.outcome, True
                results |= told.results
        return (status if spoken else None), results


def fold(filing_id: str, payloads: Iterable[object | None]) -> Filing | None:
    """The filing its events add up to, in order; None before `filing.started`.

    Payloads are those of `events`; None stands for one that was erased or is not known here.
    """
    filing: Filing | None = None
    for payload in payloads:
        if filing is not None:
            filing = apply(filing, payload)
        elif isinstance(payload, Started):
            filing = Filing(filing_id, payload)
    return filing


def apply(filing: Filing, payload: object | None) -> Filing:
    """The filing after one more event; what is not known here changes nothing."""
    match payload:
        case Answered(answers=answers, origin=origin):
            merged = {**filing.answers, **answers}
            kept = {field: value for field, value in merged.items() if value is not None}
            origins = {**filing.origins, **dict.fromkeys(answers, origin)}
            origins = {field: how for field, how in origins.items() if field in kept}
            typed = {
                field: text for field, text in filing.half_typed.items() if field not in answers
            }
            told = structs.replace(filing, answers=kept, origins=origins, half_typed=typed)
            return told if kept == filing.answers else _told_otherwise(told)
        case Linked(role=role, to=to):
            linked = structs.replace(filing, links={**filing.links, role: to})
            return linked if filing.links.get(role) == to else _told_otherwise(linked)
        case HalfTyped(texts=texts):
            typed = {k: v for k, v in {**filing.half_typed, **texts}.items() if v is not None}
            return structs.replace(filing, half_typed=typed)
        case OnPaper(reference=reference, received=received):
            started = structs.replace(filing.started, received=received)
            return structs.replace(filing, allotted=reference, started=started)
        case Moved(definition=definition, overlay=overlay):
            gone = payload.half_typed.keys() | payload.dropped.keys()
            # A text that stands in a field was typed after the answer that did not fit.
            left = {**payload.half_typed, **filing.half_typed}
            return structs.replace(
                _told_otherwise(filing),
                started=structs.replace(filing.started, definition=definition, overlay=overlay),
                answers={k: v for k, v in filing.answers.items() if k not in gone},
                origins={k: v for k, v in filing.origins.items() if k not in gone},
                half_typed={k: v for k, v in left.items() if k not in payload.dropped},
            )
        case Attached():
            absences = {k: v for k, v in filing.absences.items() if k != payload.component}
            return structs.replace(
                filing,
                attachments=(*filing.attachments, payload),
                absences=absences,
                originals_seen=filing.originals_seen - {payload.component},
            )
        case Detached():
            return structs.replace(
                filing,
                attachments=_without(filing.attachments, payload),
                originals_seen=filing.originals_seen - {payload.component},
            )
        case Absent(component=component, reason=reason):
            return structs.replace(filing, absences={**filing.absences, component: reason})
        case OriginalSeen(component=component, seen=seen):
            others = filing.originals_seen - {component}
            now = others | {component} if seen else others
            return structs.replace(filing, originals_seen=now)
        case Warned(rule=rule, reason=reason):
            return structs.replace(filing, reasons={**filing.reasons, rule: reason})
        case Compared(other=other):
            return structs.replace(filing, compared={**filing.compared, other: payload})
        case NoticeGiven():
            return structs.replace(filing, notice=payload)
        case Consented(extra=extra, given=given):
            return structs.replace(filing, consents={**filing.consents, extra: given})
        case Pledged():
            return structs.replace(filing, pledge=payload, lapsed=None)
        case Completed():
            return _sent(structs.replace(filing, completed=payload))
        case Resealed(packets=packets) if filing.completed is not None:
            first = tuple(packet for packet in packets if packet.round == 1)
            later = tuple(
                structs.replace(each, packets=tuple(_of_round(packets, each)))
                for each in filing.followed_up
            )
            anew = structs.replace(filing.completed, packets=first)
            return structs.replace(filing, completed=anew, followed_up=later)
        case FollowedUp(why=why):
            followed = structs.replace(filing, followed_up=(*filing.followed_up, payload))
            return _sent(followed) if why == "supplement" else followed
        case Told(reply=reply):
            came_in = filing.replies | ({reply} if reply else set())
            return structs.replace(filing, told=(*filing.told, payload), replies=came_in)
        case TakenBack(told=mistaken):
            true = tuple(told for told in filing.told if told.id != mistaken)
            return structs.replace(filing, told=true)
        case Exported(packets=packets):
            leaving = {(p.agency, p.round) for p in filing.packets if p.content in packets}
            exported = filing.exported | set(packets)
            return structs.replace(filing, exported=exported, left=filing.left | leaving)
        case Delivered(packets=packets):
            return structs.replace(filing, delivered=filing.delivered | set(packets))
        case Printed(what="declaration", forms=forms):
            return structs.replace(filing, to_sign={**filing.to_sign, **dict.fromkeys(forms, True)})
        case Printed(what="slip"):
            return structs.replace(filing, slips=filing.slips + 1)
        case Printed(what="letter", forms=forms, texts=said):
            of_letters = dict.fromkeys(forms, said)
            return structs.replace(filing, letters={**filing.letters, **of_letters})
        case LetterTyped(letter=letter, texts=said):
            return structs.replace(filing, letters={**filing.letters, letter: said})
        case Lodged():
            return structs.replace(filing, lodged=_numbered(filing.lodged, payload))
        case HandedBack(papers=papers):
            return structs.replace(filing, handed_back=papers)
    return filing


def _of_round(packets: Iterable[SealedPacket], later: FollowedUp) -> Iterator[SealedPacket]:
    """Those of `packets` that take the place of what was sealed together as `later`."""
    rounds = {packet.round for packet in later.packets}
    return (packet for packet in packets if packet.round in rounds)


def _sent(filing: Filing) -> Filing:
    """What is answered and attached has gone into packets."""
    return structs.replace(
        filing,
        sent_answers=filing.answers,
        sent_origins=filing.origins,
        sent_attachments=filing.attachments,
    )


def _what(item: Wanted) -> tuple[str | None, str | None, str]:
    """What an item is about: of a question or a paper, in whatever words."""
    return item.field, item.component, "" if item.field or item.component else item.text


def _said_at(told: Told) -> datetime:
    return datetime.fromisoformat(told.said_at)


def _told_otherwise(filing: Filing) -> Filing:
    """What was signed or pledged before says something else: it is no pledge of what stands now."""
    return structs.replace(
        filing,
        pledge=None,
        lapsed=filing.pledge or filing.lapsed,
        to_sign=dict.fromkeys(filing.to_sign, False),
    )


def _without(attachments: tuple[Attached, ...], gone: Detached) -> tuple[Attached, ...]:
    """One file less. Given twice, the later one goes: the first has the name without a number."""
    found = [
        place
        for place, a in enumerate(attachments)
        if (a.component, a.content) == (gone.component, gone.content)
    ]
    return tuple(a for place, a in enumerate(attachments) if place not in found[-1:])


def _numbered(before: Lodged | None, now: Lodged) -> Lodged:
    """The numbers known so far: one typed in again is corrected, one left out stays."""
    if before is None:
        return now
    return Lodged(
        portal_number=now.portal_number or before.portal_number,
        one_stop_number=now.one_stop_number or before.one_stop_number,
    )
