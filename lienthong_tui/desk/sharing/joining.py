"""How a desk comes to share its filings: its card, who admits it, and what lets it in at the hub.

Three papers are carried by hand, so that the hub need not be believed:

1. the **card** of the desk that wants to join, for whoever administers the hub and for a desk that
   shares already;
2. the administrator's answer, the **enrolment**: where the hub is, and the certificate;
3. the **grant** of the desk that shares already: the keys of the contents, for that card alone.
   The first desk of a commune needs none.
"""

import secrets as random
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from lienthong_tui.access import certificates, hub_keys, keyfiles
from lienthong_tui.access.hub_keys import Card, Epoch, Grant, Secrets
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.sharing_events import DeskAdmitted, DeskShutOut
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import journal, sharing
from lienthong_tui.store.meta import forget_meta, meta, set_meta
from lienthong_tui.store.sqlcipher import Database, writing

_CARD, _FORMER = "hub-card", "hub-former"
T = TypeVar("T")


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the hub's administrator answers: where it is, and the papers of the line (PEM)."""

    commune: str
    desk: int
    host: str
    port: int
    database: str
    role: str
    authority: str
    certificate: str
    format: Literal["lienthong-hub-enrolment-1"] = "lienthong-hub-enrolment-1"


class AgencyEnrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As `Enrolment`, for an agency that sends its replies."""

    agency: str
    province: str
    host: str
    port: int
    database: str
    role: str
    authority: str
    certificate: str
    format: Literal["lienthong-hub-agency-enrolment-1"] = "lienthong-hub-agency-enrolment-1"


class Joined(msgspec.Struct, frozen=True):
    """A desk that shares. `key` is the locked private key of the line, `password` unlocks it."""

    enrolment: Enrolment
    secrets: Secrets
    card: Card
    key: str
    password: str

    def __repr__(self) -> str:
        return "Joined(…)"


class _Own(msgspec.Struct, frozen=True):
    """The card of this desk and what belongs to it, before it has joined."""

    card: Card
    secrets: Secrets


def write_enrolment(enrolment: Enrolment | AgencyEnrolment) -> bytes:
    """The enrolment as a file."""
    return msgspec.json.format(msgspec.json.encode(enrolment), indent=2) + b"\n"


def read_enrolment(data: bytes) -> Enrolment:
    """The enrolment in a file. Errors: Problem("enrolment-unreadable")."""
    return _read(data, Enrolment)


def read_agency_enrolment(data: bytes) -> AgencyEnrolment:
    """As `read_enrolment`, of an agency."""
    return _read(data, AgencyEnrolment)


def _read(data: bytes, kind: type[T]) -> T:
    try:
        if len(data) <= hub_keys.LARGEST:
            return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        pass
    raise Problem("enrolment-unreadable")


def new_password() -> str:
    """What locks the key of a line."""
    return random.token_urlsafe(24)


def joined(db: Database) -> Joined | None:
    """How the desk shares; None where it does not."""
    text = meta(db, sharing.JOINED)
    return msgspec.json.decode(text, type=Joined) if text else None


def own_card(desk: Desk) -> Card:
    """The desk's card, made where it has none.

    Errors: those of `Desk.require`.
    """
    desk.require("settings")
    return _own(desk).card


def _own(desk: Desk) -> _Own:
    if (now := joined(desk.db)) is not None:
        return _Own(now.card, now.secrets)
    if text := meta(desk.db, _CARD):
        return msgspec.json.decode(text, type=_Own)
    tls = certificates.new_key()
    request = certificates.request(tls, f"{desk.commune}-{desk.number}")
    secrets = hub_keys.new_secrets(tls)
    card = hub_keys.card_of(secrets, commune=desk.commune, desk=desk.number, request=request)
    own = _Own(card, secrets)
    set_meta(desk.db, _CARD, msgspec.json.encode(own).decode())
    return own


def known(db: Database) -> dict[str, Card]:
    """The desks that may read what is shared, by the hex of their Ed25519 keys: admitted here or by
    one that is known, and not shut out since."""
    admitted, shut_out = _told(db)
    return {verify: card for verify, card in admitted.items() if verify not in shut_out}


def _told(db: Database) -> tuple[dict[str, Card], set[str]]:
    """Who was ever admitted, and who was shut out since."""
    admitted: dict[str, Card] = {}
    shut_out: set[str] = set()
    for recorded in journal.desk_events(db, "desk.desk_"):
        # What a later version of another desk wrote may have a form that is not known here.
        with suppress(msgspec.ValidationError, Problem):
            match kinds.from_plain(recorded.envelope.kind, recorded.payload):
                case DeskAdmitted(card=text):
                    card = hub_keys.read_card(text.encode())
                    admitted[card.verify.hex()] = card
                case DeskShutOut(verify=verify):
                    shut_out.add(verify)  # for ever: one that is let in again has another card
    return admitted, shut_out


def epochs(db: Database) -> dict[int, Epoch]:
    """The keys of the contents that are here, by number."""
    return {number: Epoch(number, secret) for number, secret in sharing.epochs(db)}


def check_enrolment(desk: Desk, enrolment: Enrolment) -> None:
    """Whether it is for this desk and the key it has.

    Errors: Problem("enrolment-other") for another desk, ("card-missing") where it was made for no
    card of this desk; Unusable("hub-joined") where the desk shares with another key already.
    """
    if (enrolment.commune, enrolment.desk) != (desk.commune, desk.number):
        raise Problem("enrolment-other", commune=enrolment.commune, desk=enrolment.desk)
    key = line_key(desk)
    if not certificates.is_of(enrolment.certificate, key):
        raise Problem("card-missing") if joined(desk.db) is None else Unusable("hub-joined")


def join(desk: Desk, enrolment: Enrolment, granted: bytes | None) -> Joined:
    """Share from now on; `granted` is None for the first desk of its commune, which makes the
    first key. One that shares already goes on with another certificate for the same key.

    Errors: those of `Desk.require`, `check_enrolment` and `hub_keys.accept`.
    """
    desk.require("settings")
    check_enrolment(desk, enrolment)
    if (before := joined(desk.db)) is not None:
        now = replace(before, enrolment=enrolment)
        set_meta(desk.db, sharing.JOINED, msgspec.json.encode(now).decode())
        return now
    own = _own(desk)
    if granted is None:
        keys: tuple[Epoch, ...] = (hub_keys.new_epoch(),)
        cards: tuple[Card, ...] = (own.card,)
    else:
        given = hub_keys.accept(granted, own.secrets, known=None)
        if given.by.commune != desk.commune:
            raise Problem("grant-unreadable")
        keys = given.epochs
        cards = (given.by, *given.known, own.card)
    password = new_password()
    now = Joined(
        enrolment,
        replace(own.secrets, tls=""),
        own.card,
        certificates.locked_key(own.secrets.tls, password),
        password,
    )
    with writing(desk.db):
        for epoch in keys:
            sharing.keep_epoch(desk.db, epoch.number, epoch.secret)
        _admitted(desk, *cards)
        set_meta(desk.db, sharing.JOINED, msgspec.json.encode(now).decode())
        forget_meta(desk.db, [_CARD])
    return now


def line_key(desk: Desk) -> str:
    """The private key (PEM) that a certificate of the line is for.

    Errors: Problem("card-missing") where the desk has no card yet.
    """
    if (now := joined(desk.db)) is not None:
        return certificates.unlocked_key(now.key, now.password)
    if meta(desk.db, _CARD) is None:
        raise Problem("card-missing")
    return _own(desk).secrets.tls


def identities(db: Database) -> list[str]:
    """What opens what was sealed for this desk: its age identity, and those it had before."""
    former = _texts(meta(db, _FORMER))
    now = joined(db)
    return [*([now.secrets.identity] if now else []), *former]


def _texts(text: str | None) -> list[str]:
    return msgspec.json.decode(text, type=list[str]) if text else []


def leave(desk: Desk) -> None:
    """Share no more; what came stays.

    Errors: those of `Desk.require`; Unusable("hub-not-joined").
    """
    desk.require("settings")
    must_be_joined(desk.db)
    with writing(desk.db):
        set_meta(desk.db, _FORMER, msgspec.json.encode(identities(desk.db)).decode())
        forget_meta(desk.db, [sharing.JOINED])


def must_be_joined(db: Database) -> Joined:
    """How the desk shares. Errors: Unusable("hub-not-joined")."""
    found = joined(db)
    if found is None:
        raise Unusable("hub-not-joined")
    return found


def admit(desk: Desk, card: Card, out: Path) -> None:
    """Let the bearer of a card read what is shared: the grant for it goes into a new file.

    Errors: those of `Desk.require` and `keyfiles.write_private`; Unusable("hub-not-joined");
    Problem("card-other") for a card of another commune, ("card-own") for this desk's own,
    ("card-revoked") for one that was shut out.
    """
    desk.require("settings")
    now = must_be_joined(desk.db)
    if card.commune != desk.commune:
        raise Problem("card-other", commune=card.commune)
    if card.verify == now.card.verify:
        raise Problem("card-own")
    if card.verify.hex() in _told(desk.db)[1]:
        raise Problem("card-revoked")
    given = Grant(
        by=now.card,
        epochs=tuple(epochs(desk.db).values()),
        known=tuple(known(desk.db).values()),
    )
    with writing(desk.db):  # a file that cannot be written admits nobody
        _admitted(desk, card)
        keyfiles.write_new(out, hub_keys.grant(card, given, now.secrets))


def _admitted(desk: Desk, *cards: Card) -> None:
    there = known(desk.db)
    new = {card.verify.hex(): card for card in cards if card.verify.hex() not in there}
    facts = [DeskAdmitted(card=hub_keys.write_card(card).decode()) for card in new.values()]
    if facts:
        desk.append(None, facts)
