"""What happened to a filing, in order: its events folded into as many entries as one can read.

Every answer is an event, so that a power cut loses none; read one by one they would bury the rest.
Entries hold ids and what was said about a paper or a number, never the value of an answer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct, structs

from lienthong_tui.filing.agency_events import (
    Delivered,
    Exported,
    FollowedUp,
    SealedPacket,
    TakenBack,
    Told,
)
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Detached,
    HalfTyped,
    HandedBack,
    LetterTyped,
    Moved,
    OriginalSeen,
    Printed,
    Started,
    Warned,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply
from lienthong_tui.text.mask import mask

UNTOLD = (HalfTyped,)
"""What makes no entry: of a text that is no answer, the answer that follows is told."""

FEES = "fees"
"""What an entry is about that takes back a payment."""

PAUSE = timedelta(minutes=10)
"""Answers with no longer pause between them were given in one go: about a page of questions."""


class Happened(Struct, frozen=True):
    """One event as it was recorded; the payload is None when it was erased or is not known here."""

    at: datetime
    officer: str
    kind: str
    payload: object | None


class Entry(Struct, frozen=True):
    """One line of the timeline; `at` is when it ended.

    `subjects` is what it is about: ids of fields, a component or a rule, papers newly handed back,
    the names of agencies. `gone` is what was taken back of the same. `file` is a file's name.
    """

    at: datetime
    officer: str
    kind: str
    payload: object | None
    subjects: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    file: str = ""


def timeline(events: Iterable[Happened]) -> tuple[Entry, ...]:
    """The entries, newest last.

    Answers that follow one another by the same officer, from the same origin and with no pause
    longer than PAUSE, are one entry that tells each field once, as it stood at the end.
    """
    entries: list[Entry] = []
    filing: Filing | None = None
    for event in events:
        if isinstance(event.payload, UNTOLD):
            continue
        entry = _entry(event, filing)
        if entries and _in_one_go(entries[-1], entry):
            entries[-1] = _joined(entries[-1], entry)
        else:
            entries.append(entry)
        filing = _after(filing, event.payload)
    return tuple(entries)


def _after(filing: Filing | None, payload: object | None) -> Filing | None:
    if filing is not None:
        return apply(filing, payload)
    return Filing("", payload) if isinstance(payload, Started) else None


def _entry(event: Happened, before: Filing | None) -> Entry:
    """The entry of one event; `before` is the filing that it met."""
    entry = Entry(event.at, event.officer, event.kind, event.payload)
    match event.payload:
        case Answered(answers=answers, origin=origin):
            return structs.replace(
                entry,
                payload=Answered(answers={}, origin=origin),
                subjects=tuple(field for field, value in answers.items() if value is not None),
                gone=tuple(field for field, value in answers.items() if value is None),
            )
        case Moved():
            return structs.replace(
                entry,
                payload=structs.replace(event.payload, half_typed={}, dropped={}),
                subjects=tuple(event.payload.half_typed),
                gone=tuple(event.payload.dropped),
            )
        case Printed() | LetterTyped():
            return structs.replace(entry, payload=structs.replace(event.payload, texts={}))
        case Attached(component=component, name=name):
            return structs.replace(entry, subjects=(component,), file=name)
        case Detached(component=component):
            name = _file_name(event.payload, before)
            return structs.replace(entry, subjects=(component,), file=name)
        case Absent(component=subject) | OriginalSeen(component=subject) | Warned(rule=subject):
            return structs.replace(entry, subjects=(subject,))
        case Told():
            return structs.replace(entry, payload=masked_results(event.payload))
        case FollowedUp(packets=packets):
            plain = structs.replace(event.payload, results={})
            return structs.replace(entry, payload=plain, subjects=tuple(map(_label, packets)))
        case TakenBack(told=mistaken):
            return structs.replace(entry, subjects=_mistaken(mistaken, before))
        case HandedBack(papers=papers):
            had = before.handed_back if before else ()
            return structs.replace(
                entry,
                subjects=tuple(paper for paper in papers if paper not in had),
                gone=tuple(paper for paper in had if paper not in papers),
            )
        case Exported(packets=packets) | Delivered(packets=packets):
            sealed = before.packets if before else ()
            names = (_label(packet) for packet in sealed if packet.content in packets)
            return structs.replace(entry, subjects=tuple(names))
    return entry


def _mistaken(mistaken: str, before: Filing | None) -> tuple[str, ...]:
    """What is taken back: the procedure and what was told of it, or fees."""
    told = (t for t in (before.told if before else ()) if t.id == mistaken)
    taken = any(fees.id == mistaken for fees in (before.fees if before else ()))
    named = ((t.procedure, t.outcome) for t in told)
    return next(named, (FEES,) if taken else ())


def _label(packet: SealedPacket) -> str:
    """Which packet: the agency, and the round where it is not the first."""
    return packet.agency_name + ("" if packet.round == 1 else f" ({packet.round})")


def _file_name(gone: Detached, before: Filing | None) -> str:
    """The name of a file that is taken away: of two alike the later one goes, as in the fold."""
    given = before.attachments if before else ()
    names = [a.name for a in given if (a.component, a.content) == (gone.component, gone.content)]
    return names[-1] if names else ""


def _in_one_go(before: Entry, now: Entry) -> bool:
    first, then = before.payload, now.payload
    return (
        isinstance(first, Answered)
        and isinstance(then, Answered)
        and first.origin == then.origin
        and before.officer == now.officer
        and now.at - before.at <= PAUSE
    )


def _joined(before: Entry, now: Entry) -> Entry:
    given = dict.fromkeys((*before.subjects, *before.gone), True)
    given |= dict.fromkeys(before.gone, False)
    given |= dict.fromkeys(now.subjects, True)
    given |= dict.fromkeys(now.gone, False)
    return structs.replace(
        now,
        subjects=tuple(field for field, there in given.items() if there),
        gone=tuple(field for field, there in given.items() if not there),
    )


def masked_results(told: Told) -> Told:
    """Of what was yielded the end: enough to know a number again."""
    return structs.replace(told, results={name: mask(v) for name, v in told.results.items()})
