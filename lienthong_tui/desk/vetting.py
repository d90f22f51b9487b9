"""What of a kiosk's stream may be taken into the journal.

A kiosk stands in a hall, and whoever holds it can seal what they like. It is trusted to say what
somebody typed there, and no more: only declaring, only the questions it asks, each answer as it
could have been typed that day, under a definition and settings of this desk, at a plausible time.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from lienthong_tui.desk.desk import Desk, overlays_set
from lienthong_tui.desk.kiosk_files import is_stream_of
from lienthong_tui.filing import kinds
from lienthong_tui.filing.answers import LONGEST_TEXT, read_answer
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.envelope import Envelope, canonical, time_text
from lienthong_tui.filing.events import Answered, HalfTyped, Linked, NoticeGiven, Started
from lienthong_tui.filing.kiosk_events import Admitted, HandedIn, Unsure
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.store.replication import Copied
from lienthong_tui.text.clean import sifted

TAKEN = (Started, Answered, Linked, HalfTyped, NoticeGiven, Admitted, Unsure, HandedIn)
"""What may happen at a kiosk."""
OLDEST, NEWEST = timedelta(days=60), timedelta(days=1)
"""How far back what was handed in may have happened, and how far a kiosk's clock may be ahead."""
_BEGINS_WITHIN = timedelta(hours=1)  # between when a filing was received and what it begins with
_LONGEST_VERSION = 40

_TICKET = re.compile(r"[A-Z][0-9]{2,4}")

# What reading something that is no fact of ours may raise.
_UNREADABLE = (
    *(msgspec.MsgspecError, ExceptionGroup, ValueError, OverflowError),
    *(TypeError, KeyError, RecursionError),
)


def vet(desk: Desk, kiosk: Paired, copied: Sequence[Copied]) -> tuple[Group, HandedIn]:
    """Look through a whole stream, before anything of it is taken; its definition, and how it ends.

    Errors: Problem("kiosk-filing-refused") with `what` was wrong, ("kiosk-definition-unknown").
    """
    if not copied:
        raise refused("empty")
    _vet_envelopes(kiosk, [copy.envelope for copy in copied], desk.clock())
    payloads = list(_payloads(copied))
    started, last = payloads[0], payloads[-1]
    if not isinstance(started, Started) or not isinstance(last, HandedIn):
        raise refused("order")
    if any(isinstance(payload, Started) for payload in payloads[1:]):
        raise refused("order")
    group = _group(desk, started)
    for copy, payload in zip(copied, payloads, strict=True):
        try:
            taken = _could_be(group, datetime.fromisoformat(copy.envelope.at), payload)
        except (Problem, *_UNREADABLE):
            raise refused("answer") from None
        if not taken:
            raise refused("answer")
    if started.commune != desk.commune:
        raise refused("commune")
    if not last.ticket.startswith(kiosk.letter):
        raise refused("ticket")
    return group, last


def refused(what: str) -> Problem:
    """Why nothing of a stream is taken."""
    return Problem("kiosk-filing-refused", what=what)


def _vet_envelopes(kiosk: Paired, envelopes: Sequence[Envelope], now: datetime) -> None:
    """That a stream is this kiosk's, about one filing, and of a plausible time."""
    first = envelopes[0]
    for own in envelopes:
        if own.stream != first.stream or not is_stream_of(kiosk.id, own.stream):
            raise refused("stream")
        if own.officer != kiosk.id or own.filing is None or own.filing != first.filing:
            raise refused("filing")
        try:
            at = datetime.fromisoformat(own.at)
            of_ours = _is_uuid7(own.filing) and _is_uuid7(own.event_id) and own.version == 1
            if not of_ours or time_text(at) != own.at:
                raise refused("form")
        except _UNREADABLE:
            raise refused("form") from None
        if not now - OLDEST <= at <= now + NEWEST:
            raise refused("time")


def _is_uuid7(text: str) -> bool:
    found = UUID(text)
    return found.version == 7 and str(found) == text


def _payloads(copied: Sequence[Copied]) -> Iterator[Any]:
    for copy in copied:
        try:
            plain = msgspec.json.decode(copy.body, type=dict[str, Any])
            payload = kinds.from_plain(copy.envelope.kind, plain)
            # What nobody reads is not taken either: it could be nested beyond reading, or steer.
            whole = canonical(plain) == copy.body and plain.keys() <= _names(payload)
        except _UNREADABLE:
            raise refused("payload") from None
        if not isinstance(payload, TAKEN):
            raise refused("kind")
        if not whole:
            raise refused("payload")
        yield payload


def _names(payload: object) -> set[str]:
    return set(getattr(type(payload), "__struct_fields__", ()))


def _group(desk: Desk, started: Started) -> Group:
    """The definition of a filing, which this version ships or had at this desk, under settings
    that this desk has had."""
    if started.overlay not in overlays_set(desk.db):
        raise Problem("kiosk-definition-unknown")
    for group in loading.shipped():
        if group.sha256 == started.definition:
            return group
    try:
        return desk.group(started.definition)
    except (Problem, *_UNREADABLE):
        raise Problem("kiosk-definition-unknown") from None


def _could_be(group: Group, at: datetime, payload: object) -> bool:
    """Whether a fact is one that the kiosk's pages come to, were it typed `at` this time."""
    asked = _asked(group)
    match payload:
        case Started(group=name, received=received, after=after):
            between = datetime.fromisoformat(received) - at
            return name == group.definition.group and after is None and _is_near(between)
        case Answered(answers=answers):
            return asked >= answers.keys() and all(
                answer is None or _is_typed(group, name, answer, local_day(at))
                for name, answer in answers.items()
            )
        case HalfTyped(texts=texts):
            return asked >= texts.keys() and all(
                text is None or sifted(text, LONGEST_TEXT) == text for text in texts.values()
            )
        case Unsure(fields=unsure):
            return asked >= unsure.keys()
        case Linked(role=role, to=to):
            links = {(link.role, link.to) for link in group.definition.link}
            return (role, to) in links or (to is None and role in {one for one, _ in links})
        case Admitted(id_number=number):
            return parse_id_number(number) == number
        case NoticeGiven(version=version, given_at=given_at):
            near = _is_near(datetime.fromisoformat(given_at) - at)
            return near and sifted(version, _LONGEST_VERSION) == version
        case HandedIn(ticket=ticket):
            return _TICKET.fullmatch(ticket) is not None
        case _:
            return False


def _asked(group: Group) -> set[str]:
    """The fields that a kiosk can fill: those it asks for, and those of a person, whom a card
    tells of."""
    return group.tells_of.keys() | {
        name for name, field in group.fields.items() if field.ask is not None
    }


def _is_typed(group: Group, name: str, answer: Any, today: date) -> bool:
    read = read_answer(group.fields[name], answer, today=today)
    return type(read) is type(answer) and read == answer


def _is_near(between: timedelta) -> bool:
    return abs(between) <= _BEGINS_WITHIN
