"""Reminders due at this desk, and how they leave: by file, by the office's program, by hand.

Nothing here sends a message. A file or a program takes it, which is recorded as just that; whether
it arrived nobody here knows.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lienthong_tui.desk import gateway
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.equipment import equipment
from lienthong_tui.desk.exporting import Put
from lienthong_tui.desk.projecting import hands_out
from lienthong_tui.filing import kinds, queue, reminding
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import Completed, Consented, Reminded
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import fold
from lienthong_tui.filing.outline import Outline, outline_of
from lienthong_tui.filing.reminding import Channel, Occasion, Reach
from lienthong_tui.people.places import unit_name
from lienthong_tui.problems import Busy, Unusable
from lienthong_tui.procedures import notice, reminders
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store import journal, projections
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.mask import mask

InWords = Callable[[Words], str]

GOES_ON = frozenset({"reminder-refused", "reminder-moved"})
"""What is wrong with one message alone: after any other problem the next would fare no better."""

_COLUMNS = ("channel", "to", "text", "reference")
_PLACES = tuple(kind for kind in queue.LIVE if kind not in ("parked", "drafting"))
_LEASE = "reminding"
_HELD = timedelta(seconds=gateway.PATIENCE + 5)


@dataclass(frozen=True)
class Message:
    """One reminder as it would leave. `name` is the requester's, for a list to mask; `to` is a
    number in the form +84…, or an address."""

    filing: str
    reference: str
    name: str
    occasion: Occasion
    channel: Channel
    to: str
    text: str

    @property
    def written(self) -> bool:
        """Whether a file or a program can take it: a landline is only called."""
        return self.channel != "call"

    @property
    def masked(self) -> str:
        """Where it goes to, as a list shows it: three digits, or of an address where it is."""
        if self.channel != "email":
            return mask(self.to)
        name, _, host = self.to.rpartition("@")
        return f"{name[:1]}•••@{host}"

    @property
    def plain(self) -> Mapping[str, str]:
        """What leaves of it."""
        values = (self.channel, self.to, self.text, self.reference)
        return dict(zip(_COLUMNS, values, strict=True))


@dataclass(frozen=True)
class Due:
    """What is due: `messages`, and the references of those who agreed and cannot be reached."""

    messages: tuple[Message, ...]
    unreachable: tuple[str, ...]


def due(desk: Desk, in_words: InWords) -> Due:
    """The reminders that are due today, of filings expected first on top, then of the oldest.

    `in_words` picks the language of the texts. Errors: those of `Desk.require`.
    """
    desk.require("work")
    messages: list[Message] = []
    unreachable = []
    for line in projections.standing_in(desk.db, _PLACES):
        filing, group, found = _called_for(desk, line.filing)
        if not found:
            continue
        outlined = outline_of(group, filing)
        reached = reminding.reach(outlined)
        if reached is None:
            unreachable.append(filing.reference or "")
        else:
            messages += _messages(desk, filing, outlined, reached, found, in_words)
    return Due(tuple(messages), tuple(unreachable))


def _messages(
    desk: Desk,
    filing: Filing,
    outlined: Outline,
    reached: Reach,
    found: Sequence[Occasion],
    in_words: InWords,
) -> Iterator[Message]:
    contact = desk.office.contact or ""
    known = reminding.facts(filing, unit_name(desk.commune), desk.number, contact)
    table = reminders.shipped()
    for occasion in found:
        yield Message(
            filing.id,
            filing.reference or "",
            reminding.requester_name(outlined),
            occasion,
            reached.channel,
            _abroad(reached),
            reminding.wording(occasion, known, reached.channel, table, in_words),
        )


def write(desk: Desk, messages: Sequence[Message], name: str, put: Put) -> None:
    """Bring messages out as a table, which every table program opens, recorded before it is whole.

    UTF-8 with a byte-order mark; the columns are channel, to, text, reference. Errors:
    Unusable("reminder-none"); Busy("reminder-moved"); those of `put` and `Desk.append`.
    """
    desk.require("work")
    if not messages:
        raise Unusable("reminder-none")
    table = io.StringIO()
    rows = csv.DictWriter(table, _COLUMNS)
    rows.writeheader()
    rows.writerows(message.plain for message in messages)

    def record() -> None:
        with writing(desk.db):
            for message in messages:
                _record(desk, message, "file", message.channel)

    put({name: b"\xef\xbb\xbf" + table.getvalue().encode()}, record)


def file_name(now: datetime) -> str:
    """What a file of now is called: one does not take the place of another."""
    return f"tin-nhac-{now.astimezone(VIETNAM):%Y-%m-%d-%H%M%S}.csv"


def hand_over(desk: Desk, message: Message, seconds: float = gateway.PATIENCE) -> None:
    """Give one message to the program that is set; recorded once that said it has it.

    Another window that does the same waits its turn: nobody is written to twice. Errors:
    Unusable("reminder-unconnected"); Busy("reminder-busy"), ("reminder-moved"); those of
    `gateway.give` and `Desk.append`.
    """
    desk.require("work")
    command = equipment(desk).reminder_command
    if command is None:
        raise Unusable("reminder-unconnected")
    with _alone(desk):
        _check_due(desk, message)
        gateway.give(command, json.dumps(message.plain, ensure_ascii=False).encode(), seconds)
        with writing(desk.db):  # whatever happened to the filing meanwhile: it was handed over
            _, position = desk.filing(message.filing)
            desk.append(
                message.filing, [_reminded(message, "command", message.channel)], after=position
            )


def called(desk: Desk, message: Message) -> None:
    """The officer has told the requester by telephone.

    Errors: Busy("reminder-moved"); those of `Desk.append`.
    """
    with writing(desk.db):
        _record(desk, message, "by-hand", "call")


def consent(given: bool) -> Consented:
    """What the requester says to being reminded, also when the filing was completed long ago."""
    return Consented(extra=notice.REMINDER, version=notice.shipped().version, given=given)


def _record(
    desk: Desk, message: Message, via: Literal["file", "by-hand"], channel: Channel
) -> None:
    position = _check_due(desk, message)
    desk.append(message.filing, [_reminded(message, via, channel)], after=position)


def _reminded(
    message: Message, via: Literal["file", "command", "by-hand"], channel: Channel
) -> Reminded:
    return Reminded(occasion=message.occasion.id, via=via, channel=channel)


def _check_due(desk: Desk, message: Message) -> int:
    """The filing's position, where the message is still to go to that place.

    Errors: Busy("reminder-moved"): withdrawn, taken back, or told by another window;
    Unusable("filing-purged").
    """
    filing, group, found = _called_for(desk, message.filing)
    reached = reminding.reach(outline_of(group, filing))
    if message.occasion not in found or reached is None or _abroad(reached) != message.to:
        raise Busy("reminder-moved", reference=message.reference)
    return desk.filing(message.filing)[1]


def _called_for(desk: Desk, filing_id: str) -> tuple[Filing, Group, tuple[Occasion, ...]]:
    """A filing, its definition, and what its requester is to be reminded of today."""
    recorded = journal.events_of(desk.db, filing_id)
    payloads = [kinds.from_plain(r.envelope.kind, r.payload) for r in recorded]
    filing = fold(filing_id, payloads)
    if filing is None:  # by another window, a moment ago
        raise Unusable("filing-purged")
    group = desk.group(filing.started.definition)
    times = [r.envelope.at for r, p in zip(recorded, payloads, strict=True) if _completes(p)]
    found: tuple[Occasion, ...] = ()
    if times:
        found = reminding.occasions(
            filing,
            local_day(datetime.fromisoformat(times[-1])),
            lambda procedure: hands_out(group, filing, procedure),
            local_day(desk.clock()),
            reminders.shipped(),
        )
    return filing, group, found


def _completes(payload: object) -> bool:
    return isinstance(payload, Completed)


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    """While one window hands a message over no other does; one that was killed is waited for a few
    seconds. Errors: Busy("reminder-busy")."""
    with writing(desk.db):
        now, held = desk.clock(), meta(desk.db, _LEASE)
        if held and now < datetime.fromisoformat(held) <= now + _HELD:
            raise Busy("reminder-busy")
        set_meta(desk.db, _LEASE, (now + _HELD).isoformat())
    try:
        yield
    finally:
        set_meta(desk.db, _LEASE, "")


def _abroad(reached: Reach) -> str:
    """A number with its country, for a table program drops a leading 0; an address as it is."""
    return reached.to if reached.channel == "email" else "+84" + reached.to.removeprefix("0")
