"""What the reference and the look-up code of a slip open: where the filing stands, told at the hub.

Twelve digits (40 bits) are stretched by scrypt (RFC 7914), so that trying them all, even by whoever
has the database, takes some two centuries of a processor. Half of what comes out finds the row,
half opens it (ChaCha20-Poly1305, RFC 8439).
"""

import hashlib
import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from lienthong_tui.problems import Problem

_COST, _BLOCK = 2**12, 8  # 4 MB and some 7 ms
_SALT = "lienthong slip 1 "
_BYTES, _NONCE_BYTES = 32, 12


class SlipKeys(msgspec.Struct, frozen=True):
    """`proof` finds a row and tells nothing of the reference; `key` opens it. 32 bytes each."""

    proof: bytes
    key: bytes

    def __repr__(self) -> str:
        return "SlipKeys(…)"


def slip_keys(reference: str, code: str) -> SlipKeys:
    """The keys of a slip; some 7 ms of a processor."""
    salt = (_SALT + reference).encode()
    derived = hashlib.scrypt(code.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=2 * _BYTES)
    return SlipKeys(derived[:_BYTES], derived[_BYTES:])


def seal(keys: SlipKeys, plain: bytes) -> bytes:
    """`plain` for whoever has the slip."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(keys.key).encrypt(nonce, plain, keys.proof)


def open_sealed(keys: SlipKeys, sealed: bytes) -> bytes:
    """What was sealed for this slip. Errors: Problem("sealed-altered")."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return ChaCha20Poly1305(keys.key).decrypt(nonce, rest, keys.proof)
    except (InvalidTag, ValueError):
        raise Problem("sealed-altered") from None
