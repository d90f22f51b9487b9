"""The fold: a filing out of its events, one after another."""

from collections.abc import Iterable, Iterator

from msgspec import structs

from lienthong_tui.filing.agency_events import (
    Delivered,
    Exported,
    FollowedUp,
    Resealed,
    SealedPacket,
    TakenBack,
    Told,
)
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Claimed,
    Compared,
    Completed,
    Consented,
    Detached,
    FeesTaken,
    HalfTyped,
    HandedBack,
    LetterTyped,
    Linked,
    Lodged,
    Moved,
    Noted,
    NoticeGiven,
    OnPaper,
    OriginalSeen,
    Parked,
    Pledged,
    Printed,
    Reminded,
    Reopened,
    Restored,
    Started,
    Warned,
    Withdrawn,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.kiosk_events import Admitted, Checked, HandedIn, Unsure

_GOES_ON = (
    *(Answered, Linked, HalfTyped, OnPaper, Moved, Attached, Detached, Absent, OriginalSeen),
    *(Warned, NoticeGiven, Consented, Pledged, Completed, Lodged, Claimed, Withdrawn, Reopened),
    *(Told, FollowedUp),
)
"""What somebody does who has the filing in hand: it lies aside no longer."""


def fold(filing_id: str, payloads: Iterable[object | None]) -> Filing | None:
    """The filing its events add up to, in order; None before `filing.started`.

    Payloads are those of `kinds`; None stands for one that was erased or is not known here.
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
    if filing.parked is not None and isinstance(payload, _GOES_ON):
        filing = structs.replace(filing, parked=None)
    match payload:
        case Answered(answers=answers, origin=origin):
            merged = {**filing.answers, **answers}
            kept = {field: value for field, value in merged.items() if value is not None}
            origins = {**filing.origins, **dict.fromkeys(answers, origin)}
            origins = {field: how for field, how in origins.items() if field in kept}
            typed = {
                field: text for field, text in filing.half_typed.items() if field not in answers
            }
            told = structs.replace(
                filing,
                answers=kept,
                origins=origins,
                half_typed=typed,
                unsure=filing.unsure - answers.keys(),
            )
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
        case NoticeGiven(to="requester"):
            return structs.replace(filing, notice=payload)
        case Admitted():
            return structs.replace(filing, admitted=payload)
        case Unsure(fields=fields):
            unknown = frozenset(name for name, so in fields.items() if so)
            return structs.replace(filing, unsure=filing.unsure - fields.keys() | unknown)
        case HandedIn():
            return structs.replace(filing, handed_in=payload, checked=False)
        case Checked():
            return structs.replace(filing, checked=True)
        case Consented(extra=extra, given=given):
            return structs.replace(filing, consents={**filing.consents, extra: given})
        case Pledged():
            return structs.replace(filing, pledge=payload, lapsed=None)
        case Completed():
            code = payload.lookup_code or filing.lookup_code
            return _sent(structs.replace(filing, completed=payload, lookup_code=code))
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
            fees = tuple(taken for taken in filing.fees if taken.id != mistaken)
            return structs.replace(filing, told=true, fees=fees)
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
        case Parked():
            return structs.replace(filing, parked=payload)
        case Withdrawn():
            return structs.replace(_all_back(filing), withdrawn=payload)
        case Restored():
            return structs.replace(filing, withdrawn=None)
        case Reopened() if filing.completed is not None:
            return structs.replace(
                _all_back(filing),
                completed=None,
                allotted=filing.completed.reference,
                followed_up=(),
                told=(),  # it was said of what was sealed before
            )
        case Noted():
            return structs.replace(filing, notes=(*filing.notes, payload))
        case FeesTaken():
            return structs.replace(filing, fees=(*filing.fees, payload))
        case HandedBack(papers=papers):
            return structs.replace(filing, handed_back=papers)
        case Reminded(occasion=occasion):
            return structs.replace(filing, reminded=filing.reminded | {occasion})
    return filing


def _all_back(filing: Filing) -> Filing:
    """Every packet that had left was got back."""
    return structs.replace(filing, left=frozenset(), exported=frozenset(), delivered=frozenset())


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
