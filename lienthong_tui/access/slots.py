"""Who can open the desk: password → Argon2id → the holder's own age identity → the store key.

The store key is one age file for all holders, so adding, resetting or removing one needs no other
holder's password, and in a disaster the stock `age` tool opens it with the recovery sheet:
`age -d -i sheet.txt store-key.age` prints the 32 bytes.
"""

import os
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyrage.x25519 import Identity, Recipient

from lienthong_tui.access import passwords
from lienthong_tui.access.passwords import Cost
from lienthong_tui.problems import DeskUnavailable, Refused, Unusable
from lienthong_tui.store.keyring import DeskSalt, Slot, SlotKind
from lienthong_tui.store.slots import ListedSlot

__all__ = [
    "Identity",
    "Slot",
    "id_hash",
    "identity_from_text",
    "intake_slot",
    "listed",
    "new_desk_salt",
    "new_store_key",
    "officer_slot",
    "open_officer_slot",
    "recovery_slot",
    "unattended_slot",
    "under_password",
    "unwrap_store_key",
    "wrap_store_key",
]

_SALT_BYTES = 16
_NONCE_BYTES = 12
_STORE_KEY_BYTES = 32


def _plain(text: str) -> str:
    """An ID number, or what was typed as one, as hashed: NFC, single spaces, case ignored."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def new_desk_salt(cost: Cost) -> DeskSalt:
    """A random salt, and the cost, for this desk's ID hashes."""
    return DeskSalt(os.urandom(_SALT_BYTES), cost.memory_kib, cost.iterations, cost.lanes)


def id_hash(claim: str, desk_salt: DeskSalt) -> bytes:
    """32 bytes that stand for an ID number (or what was typed as one) in `keys.db`.

    An ID number has few unknown digits: Argon2id makes trying them all expensive, no more.
    """
    cost = Cost(desk_salt.memory_kib, desk_salt.iterations, desk_salt.lanes)
    return passwords.derive(_plain(claim), desk_salt.salt, cost)


def officer_slot(
    name: str, id_number: str, password: str, desk_salt: DeskSalt, cost: Cost, now: datetime
) -> tuple[Slot, Identity]:
    """A new officer's slot, with a random opaque id, and the identity that it wraps."""
    identity = Identity.generate()
    slot = _slot("officer", " ".join(unicodedata.normalize("NFC", name).split()), identity, now)
    slot = msgspec.structs.replace(slot, id_hash=id_hash(id_number, desk_salt))
    return under_password(slot, identity, password, cost), identity


def under_password(slot: Slot, identity: Identity, password: str, cost: Cost) -> Slot:
    """The slot holding `identity` under `password`, in place of what it held.

    With the identity it had, the password is changed and nothing else; with a new one, whoever
    knew the old password opens nothing that is wrapped from now on.
    """
    slot = msgspec.structs.replace(
        slot,
        recipient=str(identity.to_public()),
        memory_kib=cost.memory_kib,
        iterations=cost.iterations,
        lanes=cost.lanes,
        salt=os.urandom(_SALT_BYTES),
        nonce=os.urandom(_NONCE_BYTES),
    )
    cipher, nonce = _cipher(slot, password)
    wrapped = cipher.encrypt(nonce, str(identity).encode(), _bound(slot))
    return msgspec.structs.replace(slot, wrapped=wrapped)


def open_officer_slot(slot: Slot, password: str) -> Identity:
    """The officer's identity. Spends one Argon2id derivation at the slot's cost.

    Raises Refused `sign-in` for a wrong password or an edited slot (which cannot be told apart);
    DeskUnavailable `slot-weak-cost` and `slot-damaged`.
    """
    cipher, nonce = _cipher(slot, password)
    try:
        secret = cipher.decrypt(nonce, slot.wrapped or b"", _bound(slot))
    except InvalidTag:
        raise Refused("sign-in") from None
    return identity_from_text(secret.decode())


def recovery_slot(now: datetime) -> tuple[Slot, Identity]:
    """The slot of the printed recovery sheet."""
    return _new("recovery", "recovery", now)


def unattended_slot(purpose: str, now: datetime) -> tuple[Slot, Identity]:
    """The slot of a key file for unattended runs; `purpose` becomes its label."""
    return _new("unattended", purpose, now)


def intake_slot(now: datetime) -> tuple[Slot, Identity]:
    """The slot to which kiosks seal what they hand over to this desk.

    Never wrap the store key to it: its identity lies inside `desk.db`, so that everyone who opened
    the desk can read the intake, and a key locked inside what it opens would open nothing.
    """
    return _new("desk-intake", "desk-intake", now)


def new_store_key() -> bytes:
    """32 random bytes: the raw key of `desk.db`."""
    return os.urandom(_STORE_KEY_BYTES)


def listed(slot: Slot) -> ListedSlot:
    """What the true list in `desk.db` says of a slot."""
    return ListedSlot(slot.id, slot.kind, slot.recipient, slot.label)


def wrap_store_key(key: bytes, recipients: Sequence[str]) -> bytes:
    """The store key as an age file (age-encryption.org/v1) that each of `recipients` can open."""
    return bytes(pyrage.encrypt(key, [Recipient.from_str(text) for text in recipients]))


def unwrap_store_key(blob: bytes, identity: Identity) -> bytes:
    """Raises DeskUnavailable `store-key-unreadable`: damaged, or not wrapped to this identity."""
    try:
        key = bytes(pyrage.decrypt(blob, [identity]))
    except pyrage.DecryptError:
        raise DeskUnavailable("store-key-unreadable") from None
    if len(key) != _STORE_KEY_BYTES:
        raise DeskUnavailable("store-key-unreadable")
    return key


def identity_from_text(text: str) -> Identity:
    """The identity written as AGE-SECRET-KEY-1…; letter case and spaces do not matter.

    Raises Unusable `key-mistyped`: the checksum (bech32, BIP 173) catches up to four wrong letters.
    """
    try:
        return Identity.from_str("".join(text.split()).upper())
    except (pyrage.IdentityError, UnicodeEncodeError):  # the latter: half a letter
        raise Unusable("key-mistyped") from None


def _new(kind: SlotKind, label: str, now: datetime) -> tuple[Slot, Identity]:
    identity = Identity.generate()
    return _slot(kind, label, identity, now), identity


def _slot(kind: SlotKind, label: str, identity: Identity, now: datetime) -> Slot:
    created = now.astimezone(UTC).isoformat(timespec="seconds")
    return Slot(uuid4().hex, kind, label, str(identity.to_public()), created)


def _cipher(slot: Slot, password: str) -> tuple[ChaCha20Poly1305, bytes]:
    """The cipher under the password at the slot's cost, and the slot's nonce."""
    if (
        slot.memory_kib is None
        or slot.iterations is None
        or slot.lanes is None
        or slot.salt is None
        or slot.nonce is None
        or len(slot.nonce) != _NONCE_BYTES
    ):
        raise DeskUnavailable("slot-damaged")
    cost = Cost(slot.memory_kib, slot.iterations, slot.lanes)
    return ChaCha20Poly1305(passwords.derive(password, slot.salt, cost)), slot.nonce


def _bound(slot: Slot) -> bytes:
    """What the encryption binds, so that an edited slot does not open."""
    salt = slot.salt.hex() if slot.salt else ""
    cost = [slot.memory_kib, slot.iterations, slot.lanes]
    return msgspec.json.encode(["lienthong-slot-1", slot.id, slot.kind, cost, salt, slot.recipient])
