"""The keys between the desks of a commune: who they are, and what only they can read.

The hub stores what desks tell each other and is not to read it. An **epoch** is a secret that all
of them have: contents are sealed under keys derived from it (HMAC-SHA-256, RFC 2104) with
ChaCha20-Poly1305 (RFC 8439), bound to the row they lie in.

A desk is known by its **card**: the age recipient that epochs are wrapped to and the Ed25519 key
(RFC 8032) it signs with. Cards are carried by hand or told by a desk that is known already; the hub
is never asked who may read.
"""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyrage.x25519 import Identity, Recipient

from lienthong_tui.problems import Problem

CARD: Literal["lienthong-hub-card-1"] = "lienthong-hub-card-1"
GRANT: Literal["lienthong-hub-grant-1"] = "lienthong-hub-grant-1"
_NONCE_BYTES = 12
_AGENCY = re.compile(r"[a-z][a-z0-9-]{0,30}")
_PROVINCE = re.compile(r"[0-9]{2}")
_SECRET = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")
LARGEST = 65_536
"""Bytes of a card, an enrolment or a grant: hundreds of keys are no more."""


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk as others know it: nothing of it is secret.

    `recipient` is its age1…, `verify` the 32 bytes of its Ed25519 key, `request` the certificate
    request (PEM) for the line to the hub.
    """

    commune: str
    desk: int
    recipient: str
    verify: bytes
    request: str
    format: Literal["lienthong-hub-card-1"] = CARD


class AgencyCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency that wants to send through the hub; `request` is its certificate request (PEM)."""

    agency: str
    province: str
    request: str
    format: Literal["lienthong-hub-agency-1"] = "lienthong-hub-agency-1"


class Secrets(msgspec.Struct, frozen=True):
    """What stays in the desk: its age identity, its signing key (32 bytes), the key of its line."""

    identity: str
    sign: bytes
    tls: str

    def __repr__(self) -> str:
        return "Secrets(…)"


class Epoch(msgspec.Struct, frozen=True):
    """One key of the contents; its number is random, so that no other has it, and `secret` 32 bytes
    in hex."""

    number: int
    secret: str

    def __repr__(self) -> str:
        return f"Epoch({self.number})"


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one desk hands another: the epochs, and whom it knows itself. `by` handed it."""

    by: Card
    epochs: tuple[Epoch, ...]
    known: tuple[Card, ...]
    format: Literal["lienthong-hub-grant-1"] = GRANT


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies inside the age file of a grant."""

    grant: bytes
    signature: bytes


def new_secrets(tls: str) -> Secrets:
    """Fresh keys of a desk; `tls` is the private key (PEM) its certificate request was made of."""
    sign = Ed25519PrivateKey.generate().private_bytes_raw()
    return Secrets(str(Identity.generate()), sign, tls)


def card_of(secrets: Secrets, *, commune: str, desk: int, request: str) -> Card:
    """The public half of `secrets`."""
    recipient = str(Identity.from_str(secrets.identity).to_public())
    verify = Ed25519PrivateKey.from_private_bytes(secrets.sign).public_key().public_bytes_raw()
    return Card(commune, desk, recipient, verify, request)


def write_card(card: Card | AgencyCard) -> bytes:
    """The card as a file."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def read_card(data: bytes) -> Card:
    """The card in a file. Errors: Problem("card-unreadable")."""
    try:
        card = _decoded(data, Card)
        Recipient.from_str(card.recipient)
        Ed25519PublicKey.from_public_bytes(card.verify)
    except (msgspec.MsgspecError, pyrage.RecipientError, ValueError, RecursionError):
        raise Problem("card-unreadable") from None
    return card


def is_agency(agency: str, province: str) -> bool:
    """Whether these may stand in the name of a role."""
    return bool(_AGENCY.fullmatch(agency) and _PROVINCE.fullmatch(province))


def read_agency_card(data: bytes) -> AgencyCard | None:
    """The card in a file; None where it is none of an agency."""
    try:
        card = _decoded(data, AgencyCard)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return card if is_agency(card.agency, card.province) else None


def seal_for_desk(card: Card, plain: bytes) -> bytes:
    """`plain` for the bearer of a card alone."""
    return bytes(pyrage.encrypt(plain, [Recipient.from_str(card.recipient)]))


def open_for_desk(identities: Sequence[str], sealed: bytes) -> bytes:
    """What was sealed for the desk that has these identities. Errors: Problem("sealed-altered")."""
    try:
        keys = [Identity.from_str(each) for each in identities]
        return bytes(pyrage.decrypt(sealed, keys))
    except pyrage.DecryptError:
        raise Problem("sealed-altered") from None


def fingerprint(card: Card) -> str:
    """Twenty letters and digits in groups of four, to be compared aloud: 100 bits of it."""
    told = [card.commune, card.desk, card.recipient, card.verify.hex(), card.request]
    named = msgspec.json.encode([CARD, *told])
    text = base64.b32encode(hashlib.sha256(named).digest()).decode()[:20]
    return "-".join(text[place : place + 4] for place in range(0, 20, 4))


def new_epoch() -> Epoch:
    """A fresh key of the contents."""
    return Epoch(1 + int.from_bytes(os.urandom(4)) % (2**31 - 1), os.urandom(32).hex())


def grant(to: Card, grant: Grant, secrets: Secrets) -> bytes:
    """Epochs and cards for the bearer of `to` alone, signed by whoever has `secrets`."""
    inner = msgspec.json.encode(grant)
    key = Ed25519PrivateKey.from_private_bytes(secrets.sign)
    signed = _Signed(inner, key.sign(_about_grant(to.recipient, inner)))
    return bytes(pyrage.encrypt(msgspec.json.encode(signed), [Recipient.from_str(to.recipient)]))


def accept(data: bytes, secrets: Secrets, known: Iterable[Card] | None) -> Grant:
    """What was granted to whoever has `secrets`.

    `known` are those it is taken from; None: from anybody, for a grant that came by hand.

    Errors: Problem("grant-unreadable") (for another desk, or damaged), ("grant-forged"),
    ("grant-stranger") with `fingerprint`.
    """
    identity = Identity.from_str(secrets.identity)
    try:
        signed = _decoded(bytes(pyrage.decrypt(data, [identity])), _Signed)
        given = _decoded(signed.grant, Grant)
        if not all(_SECRET.fullmatch(epoch.secret) for epoch in given.epochs):
            raise ValueError("a secret has 32 bytes")
    except (pyrage.DecryptError, msgspec.MsgspecError, ValueError):
        raise Problem("grant-unreadable") from None
    try:
        key = Ed25519PublicKey.from_public_bytes(given.by.verify)
        key.verify(signed.signature, _about_grant(str(identity.to_public()), signed.grant))
    except (InvalidSignature, ValueError):
        raise Problem("grant-forged") from None
    if known is not None and given.by.verify not in {card.verify for card in known}:
        raise Problem("grant-stranger", fingerprint=fingerprint(given.by))
    return given


def seal(epoch: Epoch, about: Sequence[str | int | None], plain: bytes) -> bytes:
    """`plain` for the desks of the commune, in a row that says `about` and in no other."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(epoch).encrypt(nonce, plain, msgspec.json.encode(about))


def open_sealed(
    epochs: Mapping[int, Epoch], number: int, about: Sequence[str | int | None], sealed: bytes
) -> bytes:
    """What was sealed in the epoch of this number.

    Errors: Problem("epoch-missing") with `epoch`, ("sealed-altered").
    """
    epoch = epochs.get(number)
    if epoch is None:
        raise Problem("epoch-missing", epoch=number)
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _cipher(epoch).decrypt(nonce, rest, msgspec.json.encode(about))
    except (InvalidTag, ValueError):
        raise Problem("sealed-altered") from None


def tag(epoch: Epoch, about: Sequence[str | int | None]) -> bytes:
    """What tells the other desks that a row is one of theirs, whatever becomes of its contents."""
    return seal(epoch, ["row", *about], b"")


def is_tagged(
    epochs: Mapping[int, Epoch], number: int, about: Sequence[str | int | None], tagged: bytes
) -> None:
    """Raises Problem("epoch-missing"), ("sealed-altered") for a row of nobody's."""
    open_sealed(epochs, number, ["row", *about], tagged)


def name_of(epoch: Epoch, sha256: str) -> str:
    """What a content (hex SHA-256) is called at the hub: 64 hex digits that do not tell it."""
    return hmac.digest(_derived(epoch, "name"), sha256.encode(), "sha256").hex()


def _cipher(epoch: Epoch) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_derived(epoch, "contents"))


def _derived(epoch: Epoch, purpose: str) -> bytes:
    return hmac.digest(bytes.fromhex(epoch.secret), f"lienthong-hub-1 {purpose}".encode(), "sha256")


def _about_grant(recipient: str, inner: bytes) -> bytes:
    return msgspec.json.encode([GRANT, recipient, hashlib.sha256(inner).hexdigest()])


def _decoded(data: bytes, kind: type[T]) -> T:
    if len(data) > LARGEST:
        raise ValueError("larger than any")
    return msgspec.json.decode(data, type=kind)
