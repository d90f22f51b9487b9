"""Which reminders a filing calls for today, whom they reach, and what they say.

Only the requester who agreed is reminded, and of each occasion once. What is not true any more
calls for nothing: occasions are read off where the filing stands, so that an outcome taken back
takes its reminder along.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline
from lienthong_tui.filing.recall import name_of
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.notice import REMINDER
from lienthong_tui.procedures.outcomes import task_at
from lienthong_tui.procedures.questions import Person
from lienthong_tui.procedures.reminders import About, Reminders
from lienthong_tui.text.sms import as_sms, fits

Channel = Literal["sms", "email", "call"]

_REQUESTER = "requester"
_LANDLINE = "02"  # no short message arrives there


class Occasion(Struct, frozen=True):
    """What a reminder is `about`, and the day of it: what happened then, or will."""

    about: About
    day: date

    @property
    def id(self) -> str:
        """What the journal keeps: it names neither a person nor a procedure."""
        return f"{self.about} {self.day.isoformat()}"


class Reach(Struct, frozen=True):
    """How the requester is reached: a number as `parse_phone` reads it, or an address."""

    channel: Channel
    to: str


def agreed(filing: Filing) -> bool:
    """Whether the requester said last that they want to be reminded."""
    return filing.consents.get(REMINDER) is True


def occasions(
    filing: Filing,
    completed: date,
    hands_out: Callable[[str], bool],
    today: date,
    table: Reminders,
) -> tuple[Occasion, ...]:
    """What the requester is to be reminded of today and was not yet, in the order of the table.

    `completed` is the day it was; `hands_out` says of a procedure whether the desk hands its result
    over. Nothing of a filing whose requester did not agree, that is being declared, or withdrawn.
    """
    if not agreed(filing) or filing.state in ("drafting", "withdrawn"):
        return ()
    order = [reminder.id for reminder in table.reminder]
    called = {each.id: each for each in _called_for(filing, completed, hands_out, today, table)}
    told = {each for each in (*called, *filing.reminded) if each.startswith("put-off ")}
    due = (
        each
        for name, each in called.items()
        if name not in filing.reminded
        and each.about in order
        # A day that was put off was told with the news.
        and not (each.about == "expected" and Occasion("put-off", each.day).id in told)
    )
    return tuple(sorted(due, key=lambda each: (order.index(each.about), each.day)))


def _called_for(
    filing: Filing,
    completed: date,
    hands_out: Callable[[str], bool],
    today: date,
    table: Reminders,
) -> Iterator[Occasion]:
    for ask in filing.asks:
        yield Occasion("supplement", _day(ask.said_at))
    if filing.state == "completed" and today - completed >= timedelta(days=table.unlodged_days):
        yield Occasion("unlodged", completed)
    for procedure in filing.procedures:
        standing, due = filing.standing(procedure), filing.due(procedure)
        if standing.since is not None:
            match task_at(filing.status(procedure) or ""):
                case "hand-out" if hands_out(procedure):
                    yield Occasion("result", _day(standing.since))
                case "fee":
                    yield Occasion("fee", _day(standing.since))
        if due is None or due < today or filing.state == "completed":
            continue
        if due == standing.until:
            yield Occasion("put-off", due)
        if hands_out(procedure) and due - today <= timedelta(days=table.ahead_days):
            yield Occasion("expected", due)


def reach(outlined: Outline) -> Reach | None:
    """How the requester is reached, by message where that can be; None: nothing is answered."""
    person = _requester(outlined)
    phone = str(outlined.values.get(person.phone, "")) if person and person.phone else ""
    if phone and not phone.startswith(_LANDLINE):
        return Reach("sms", phone)
    for field in outlined.fields:
        if field.type == "email" and field.id.startswith(f"{_REQUESTER}."):
            address = str(outlined.values.get(field.id, ""))
            if address[:1].isalnum():  # a table program would reckon with one that begins "="
                return Reach("email", address)
    return Reach("call", phone) if phone else None


def requester_name(outlined: Outline) -> str:
    """Who is reminded, as far as it is answered."""
    person = _requester(outlined)
    return name_of(person, outlined.values) if person else ""


def _requester(outlined: Outline) -> Person | None:
    people = outlined.group.definition.person
    return next((each for each in people if each.role == _REQUESTER), None)


@dataclass(frozen=True)
class Facts:
    """What a text may say, `commune` and `contact` as the desk has them.

    `originals`: papers were handed in as copies, whose originals are due when collecting.
    """

    reference: str
    official: str
    commune: str
    desk: int
    originals: bool
    contact: str = ""


def facts(filing: Filing, commune: str, desk: int, contact: str) -> Facts:
    """What may be said of a completed filing."""
    lodged = filing.lodged
    official = (lodged.portal_number or lodged.one_stop_number or "") if lodged else ""
    originals = bool(filing.attachments)
    return Facts(filing.reference or "", official, commune, desk, originals, contact)


def wording(
    occasion: Occasion,
    known: Facts,
    channel: Channel,
    table: Reminders,
    in_words: Callable[[Words], str],
) -> str:
    """The text for an occasion of the `table`; `in_words` picks the language.

    A short message is unaccented and one message long: the contact is left out where it has no
    room. An e-mail, and what is read out at the telephone, is whole.
    """
    reminder = table.of(occasion.about)
    assert reminder is not None, "occasions are those of the table"
    number = table.number.official if known.official else table.number.reference
    bring = table.bring.originals if known.originals else table.bring.card
    text = in_words(reminder.text).format(
        commune=known.commune,
        desk=known.desk,
        when=f"{occasion.day:%d/%m/%Y}",
        bring=in_words(bring),
        number=in_words(number).format(official=known.official, reference=known.reference),
    )
    whole = f"{text} {in_words(table.contact).format(contact=known.contact)}"
    if channel != "sms":
        return whole if known.contact else text
    short = as_sms(whole)
    return short if known.contact and fits(short) else as_sms(text)


def _day(at: str) -> date:
    return local_day(datetime.fromisoformat(at))
