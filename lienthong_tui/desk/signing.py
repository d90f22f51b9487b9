"""The desk's own signing keys: made when first needed, replaced in good time, told to agencies.

A key counts for some years, and the list of all keys (`signers`) is what an agency keeps. The
next key is made while the one before still counts and signs the new list, so that who trusts
that one need not compare fingerprints on paper again.
"""

from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import SigningKeyEnded, SigningKeyMade
from lienthong_tui.packets import signers as lists
from lienthong_tui.packets import sshsig
from lienthong_tui.packets.contents import PacketDesk
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer
from lienthong_tui.people.places import commune_label
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import journal, signing_keys
from lienthong_tui.store.sqlcipher import writing

_NOTICE = timedelta(days=60)
"""How long before its end a key is followed by the next: time to tell every agency."""

_KINDS = "desk.signing_key"


def sender(desk: Desk) -> PacketDesk:
    """What a packet says of the desk that seals it."""
    return PacketDesk(desk.commune, commune_label(desk.commune), desk.number)


def signers(desk: Desk) -> tuple[Signer, ...]:
    """Every key the desk ever signed with, oldest first, and the days each counts."""
    found: dict[str, Signer] = {}
    principal = sender(desk).principal
    for recorded in journal.desk_events(desk.db, _KINDS):
        match kinds.from_plain(recorded.envelope.kind, recorded.payload):
            case SigningKeyMade(public=public, first=first, before=before):
                key = sshsig.read_public_line(public)
                uses = (lists.PACKET, lists.SIGNERS)
                found[public] = Signer(principal, uses, key, first, before)
            case SigningKeyEnded(public=public, before=before):
                old = found[public]
                found[public] = Signer(principal, old.namespaces, old.key, old.first, before)
    return tuple(found.values())


def given_up(desk: Desk) -> frozenset[bytes]:
    """The keys that were replaced ahead of their time: agencies may have been told of it."""
    recorded = journal.desk_events(desk.db, _KINDS)
    payloads = (kinds.from_plain(r.envelope.kind, r.payload) for r in recorded)
    ended = (p.public for p in payloads if isinstance(p, SigningKeyEnded))
    return frozenset(map(sshsig.read_public_line, ended))


def current(desk: Desk) -> Seal:
    """The key that counts today, made now where there is none.

    Errors: DeskUnavailable("signing-key-lost") when its private half is not in the store.
    """
    return _seal_of(desk, current_signer(desk))


def current_signer(desk: Desk) -> Signer:
    """The public side of `current`. Some weeks before it ends, the next one is made."""
    with writing(desk.db):
        today = _today(desk)
        own = signers(desk)
        counting = [signer for signer in own if signer.counts_on(today)]
        if not counting:
            _make(desk, today)
            return signers(desk)[-1]
        now = counting[-1]
        if now.before and now.before - today <= _NOTICE and own[-1] == now:
            _make(desk, now.before)
        return now


def replace(desk: Desk) -> Seal:
    """End the key that counts today, and make another.

    What the old one signed until yesterday counts on. Errors: those of `Desk.require`
    ("settings").
    """
    desk.require("settings")
    with writing(desk.db):
        today = _today(desk)
        ended = [
            SigningKeyEnded(public=sshsig.public_line(signer.key), before=today)
            for signer in signers(desk)
            if signer.before is None or signer.before > today
        ]
        if ended:
            desk.append(None, ended)
        _make(desk, today)
    return current(desk)


def announcement(desk: Desk) -> tuple[str, bytes | None]:
    """The list of the desk's keys for its agencies, and its signature by the key that counts now.

    None where only fingerprints on paper tell: of a first key, and of one that takes the place of a
    key that was given up, for whoever stole that one could sign a list as well.
    """
    now = current_signer(desk)
    own = signers(desk)
    text = lists.write_signers(own)
    if own[-1] == now:
        return text, None
    return text, _seal_of(desk, now).sign(lists.SIGNERS, text.encode())


def _make(desk: Desk, first: date) -> None:
    """A key that counts from the day `first`."""
    made = Seal(Ed25519PrivateKey.generate())
    signing_keys.keep(desk.db, made.public, made.key.private_bytes_raw())
    public = sshsig.public_line(made.public)
    desk.append(None, [SigningKeyMade(public=public, first=first, before=first + lists.LASTS)])


def _seal_of(desk: Desk, signer: Signer) -> Seal:
    private = signing_keys.private_of(desk.db, signer.key)
    if private is None:
        raise DeskUnavailable("signing-key-lost", fingerprint=signer.fingerprint)
    return Seal(Ed25519PrivateKey.from_private_bytes(private))


def _today(desk: Desk) -> date:
    """The day that a packet bears."""
    return local_day(desk.clock())
