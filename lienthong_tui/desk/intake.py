"""What kiosks hand over: opened, looked through, and taken into the journal as their own stream.

A kiosk stands in a hall. What it sends is trusted to say what somebody typed there, and no more:
nothing but declaring is taken from it, each answer is read as if it had just been typed, and the
definition must be one that this desk knows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from lienthong_tui.access import kiosk_keys
from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.desk import kiosk_files, replies
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.desk.kiosk_files import Call
from lienthong_tui.desk.projecting import projector
from lienthong_tui.filing import events
from lienthong_tui.filing.answers import LONGEST_TEXT, read_answer
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Answered, HalfTyped, Linked, NoticeGiven, Started
from lienthong_tui.filing.kiosk_events import Admitted, HandedIn, Unsure
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store import content, journal, kiosks, slots
from lienthong_tui.store.journal import Copied
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.text.clean import clean

TAKEN = (Started, Answered, Linked, HalfTyped, NoticeGiven, Admitted, Unsure, HandedIn)
"""What may happen at a kiosk."""

_TICKET = re.compile(r"K[0-9]{2,4}")


@dataclass(frozen=True)
class Came:
    """A file of a kiosk, and what came of it: a filing that was taken in, somebody who calls for
    the officer, or why nothing was taken. `again`: all of it was here already."""

    name: str
    kiosk: str = ""
    filing: str | None = None
    ticket: str = ""
    called: datetime | None = None
    again: bool = False
    problem: Problem | None = None


def folders(desk: Desk) -> tuple[Path, ...]:
    """Where the kiosks lay their files: each folder once."""
    own = replies.inbox(desk)
    return tuple(dict.fromkeys(kiosk.folder or own for kiosk in kiosks.paired(desk.db)))


@dataclass(frozen=True)
class Fetched:
    """A file that lay there, and what it holds, or why it could not be read."""

    path: Path
    data: bytes | Problem


def fetch(where: Iterable[Path]) -> list[Fetched]:
    """Read what lies in these folders, the oldest first. Needs no desk: a folder of another
    machine may take its time, or be away, and then holds nothing."""
    found: list[tuple[float, Path]] = []
    for folder in where:
        with suppress(OSError):
            found += [(p.stat().st_mtime, p) for p in folder.glob(kiosk_files.PATTERN)]
    return [fetched for _, path in sorted(found) if (fetched := _fetched(path)) is not None]


def _fetched(path: Path) -> Fetched | None:
    try:
        return Fetched(path, bytes_of(path, "kiosk-file-missing", _check_size))
    except Problem as problem:
        # Another window of the desk may have been quicker.
        return Fetched(path, problem) if path.exists() else None


def take(desk: Desk, fetched: Fetched) -> Came:
    """Take in a file that was read; one that is refused says why."""
    name = fetched.path.name
    if isinstance(fetched.data, Problem):
        return Came(name, problem=fetched.data)
    try:
        return receive(desk, fetched.data, name)
    except Problem as problem:
        return Came(name, problem=problem)


def discard(fetched: Fetched) -> None:
    """Remove a file that was taken in."""
    with suppress(OSError):
        fetched.path.unlink()


def collect(desk: Desk) -> Iterator[Came]:
    """Take in what waits; what was taken is removed, what was refused stays where it lies."""
    for fetched in fetch(folders(desk)):
        came = take(desk, fetched)
        if came.problem is None:
            discard(fetched)
        yield came


def receive(desk: Desk, data: bytes, name: str) -> Came:
    """Take in one file.

    Errors: those of `Desk.require`, `kiosk_keys.open_sealed` and `journal.take_in`; Problem
    ("sealed-unreadable"), ("kiosk-filing-refused") with `what`, ("kiosk-filing-closed"),
    ("kiosk-definition-unknown").
    """
    desk.require("work")
    identity = slots.intake(desk.db)
    if identity is None:
        raise DeskUnavailable("desk-unfinished")
    known = {kiosk.id: kiosk for kiosk in kiosks.paired(desk.db)}
    secrets = {kiosk.id: kiosk.secret for kiosk in known.values()}
    sender, body = kiosk_keys.open_sealed(data, identity_from_text(identity), secrets)
    kiosk = known[sender]
    sent = kiosk_files.read_sent(body)
    if isinstance(sent, Call):
        with suppress(ValueError):
            return Came(name, kiosk.name, called=datetime.fromisoformat(sent.at))
        raise Problem("sealed-unreadable")
    return _taken(desk, kiosk, sent.events, name)


def _taken(desk: Desk, kiosk: Paired, copied: Sequence[Copied], name: str) -> Came:
    payloads = list(_payloads(kiosk, copied))
    started, last = payloads[0], payloads[-1]
    if not isinstance(started, Started) or not isinstance(last, HandedIn):
        raise Problem("kiosk-filing-refused", what="order")
    if started.commune != desk.commune:
        raise Problem("kiosk-filing-refused", what="commune")
    group = _group(desk, started)
    for copy, payload in zip(copied, payloads, strict=True):
        _check(group, copy.envelope.at, payload)
    filing_id = str(copied[0].envelope.filing)
    _check_open(desk, filing_id, copied[0].envelope.stream)
    new = journal.take_in(desk.db, copied, projector(desk.group))
    return Came(name, kiosk.name, filing_id, last.ticket, again=new == 0)


def _payloads(kiosk: Paired, copied: Sequence[Copied]) -> Iterator[Any]:
    """The payloads of a stream that is this kiosk's, about one filing, and of kinds it may send."""
    if not copied:
        raise Problem("kiosk-filing-refused", what="empty")
    first = copied[0].envelope
    for copy in copied:
        own = copy.envelope
        if own.stream != first.stream or not own.stream.startswith(stream_prefix(kiosk.id)):
            raise Problem("kiosk-filing-refused", what="stream")
        if own.officer != kiosk.id or own.filing is None or own.filing != first.filing:
            raise Problem("kiosk-filing-refused", what="filing")
        try:
            payload = events.from_plain(own.kind, msgspec.json.decode(copy.body))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Problem("kiosk-filing-refused", what="payload") from None
        if not isinstance(payload, TAKEN):
            raise Problem("kiosk-filing-refused", what="kind")
        yield payload


def _group(desk: Desk, started: Started) -> Group:
    """The definition a filing is pinned to, which has to be one of this desk's, as its overlay."""
    shipped = {group.sha256: group for group in loading.shipped()}
    if not content.has(desk.db, started.overlay):
        raise Problem("kiosk-definition-unknown")
    group = shipped.get(started.definition)
    if group is None:
        if not content.has(desk.db, started.definition):
            raise Problem("kiosk-definition-unknown")
        return desk.group(started.definition)
    content.put(desk.db, group.source)
    return group


def _check(group: Group, at: str, payload: object) -> None:
    """That a fact is one that the kiosk's pages come to, and an answer one that could have been
    typed on the day it was given (`at`, of the envelope)."""
    try:
        if not _could_be(group, local_day(datetime.fromisoformat(at)), payload):
            raise Problem("kiosk-filing-refused", what="answer")
    except (Problem, KeyError, ValueError):
        raise Problem("kiosk-filing-refused", what="answer") from None


def _could_be(group: Group, today: date, payload: object) -> bool:
    fields, roles = group.fields, {person.role for person in group.definition.person}
    match payload:
        case Started(group=name, received=received):
            aware = datetime.fromisoformat(received).tzinfo is not None
            return aware and name == group.definition.group
        case Answered(answers=answers):
            return all(
                answer is None or read_answer(fields[name], answer, today=today) == answer
                for name, answer in answers.items()
            )
        case HalfTyped(texts=texts):
            return fields.keys() >= texts.keys() and all(
                len(text or "") <= LONGEST_TEXT and clean(text or "") == (text or "").strip()
                for text in texts.values()
            )
        case Unsure(fields=unsure):
            return fields.keys() >= unsure.keys()
        case Linked(role=role, to=to):
            return role in roles and (to is None or to in roles)
        case Admitted(id_number=number):
            return parse_id_number(number) == number
        case NoticeGiven(given_at=given_at):
            return datetime.fromisoformat(given_at).tzinfo is not None
        case HandedIn(ticket=ticket):
            return _TICKET.fullmatch(ticket) is not None
        case _:
            return True


def _check_open(desk: Desk, filing_id: str, stream: str) -> None:
    """That the filing is new here, or began in this stream and is still being declared."""
    known = journal.events_of(desk.db, filing_id)
    if not known:
        return
    if known[0].envelope.stream != stream:
        raise Problem("kiosk-filing-refused", what="filing")
    try:
        filing, _ = desk.filing(filing_id)
    except Unusable:
        raise Problem("kiosk-filing-closed") from None
    if filing.state != "drafting":
        raise Problem("kiosk-filing-closed")


def stream_prefix(kiosk: str) -> str:
    """How the streams of a kiosk begin: each filing there has one of its own."""
    return f"k_{kiosk[:12]}_"


def _check_size(size: int) -> None:
    if size > kiosk_files.LARGEST:
        raise Problem("kiosk-file-large")
