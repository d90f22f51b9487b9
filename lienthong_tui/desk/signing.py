"""The desk's own signing keys: made when first needed, replaced in good time, told to agencies.

A key counts for some years, and the list of all keys (`signers`) is what an agency keeps. A new
list is signed by the key before the newest, so that who trusts that one need not compare
fingerprints on paper again.
"""

from datetime import UTC, date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import events
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

_KINDS = "desk.signing_key"


def sender(desk: Desk) -> PacketDesk:
    """What a packet says of the desk that seals it."""
    return PacketDesk(desk.commune, commune_label(desk.commune), desk.number)


def signers(desk: Desk) -> tuple[Signer, ...]:
    """Every key the desk ever signed with, oldest first, and the days each counts."""
    found: dict[str, Signer] = {}
    principal = sender(desk).principal
    for recorded in journal.desk_events(desk.db, _KINDS):
        match events.from_plain(recorded.envelope.kind, recorded.payload):
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
    payloads = (events.from_plain(r.envelope.kind, r.payload) for r in recorded)
    ended = (p.public for p in payloads if isinstance(p, SigningKeyEnded))
    return frozenset(map(sshsig.read_public_line, ended))


def current(desk: Desk) -> Seal:
    """The key that counts today, made now where there is none.

    Errors: DeskUnavailable("signing-key-lost") when its private half is not in the store.
    """
    with writing(desk.db):
        counting = [signer for signer in signers(desk) if signer.counts_on(_today(desk))]
        return _seal_of(desk, counting[-1]) if counting else _make(desk)


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
            if signer.counts_on(today)
        ]
        if ended:
            desk.append(None, ended)
        return _make(desk)


def announcement(desk: Desk) -> tuple[str, bytes | None]:
    """The list of the desk's keys for its agencies, and its signature by the key before.

    None where there was no key before: then only fingerprints on paper tell.
    """
    current(desk)
    own = signers(desk)
    text = lists.write_signers(own)
    if len(own) < 2:
        return text, None
    return text, _seal_of(desk, own[-2]).sign(lists.SIGNERS, text.encode())


def _make(desk: Desk) -> Seal:
    made = Seal(Ed25519PrivateKey.generate())
    first = _today(desk)
    signing_keys.keep(desk.db, made.public, made.key.private_bytes_raw())
    public = sshsig.public_line(made.public)
    desk.append(None, [SigningKeyMade(public=public, first=first, before=first + lists.LASTS)])
    return made


def _seal_of(desk: Desk, signer: Signer) -> Seal:
    private = signing_keys.private_of(desk.db, signer.key)
    if private is None:
        raise DeskUnavailable("signing-key-lost", fingerprint=signer.fingerprint)
    return Seal(Ed25519PrivateKey.from_private_bytes(private))


def _today(desk: Desk) -> date:
    """In UTC, as the days of a list are."""
    return desk.clock().astimezone(UTC).date()
