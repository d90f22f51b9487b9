"""Packets that only one agency can open: the whole file, encrypted with age to its key.

Format: age-encryption.org/v1; the stock `age` tool opens it: `age -d -i KEY FILE.zip.age`. What is
inside is the packet as it is, so it is checked as ever once it is opened.
"""

import pyrage
from pyrage.x25519 import Identity, Recipient

from lienthong_tui.problems import Problem, Unusable

ENDING = ".age"
_MARK = b"age-encryption.org/v1\n"


def is_encrypted(data: bytes) -> bool:
    """Whether a file is one of age."""
    return data.startswith(_MARK)


def read_recipient(text: str) -> str:
    """The public key `age1…` as it was typed or scanned, in one form.

    Raises Unusable `recipient-mistyped`: the checksum (bech32, BIP 173) finds up to four letters.
    """
    plain = "".join(text.split()).lower()
    try:
        Recipient.from_str(plain)
    except (pyrage.RecipientError, UnicodeEncodeError):  # the latter: half a letter
        raise Unusable("recipient-mistyped") from None
    return plain


def encrypt(data: bytes, recipient: str) -> bytes:
    """`data` for the holder of `recipient` alone; other bytes each time."""
    return bytes(pyrage.encrypt(data, [Recipient.from_str(recipient)]))


def decrypt(data: bytes, identity: Identity) -> bytes:
    """What was encrypted. Raises Problem `packet-not-for-key`: damaged, or for another key."""
    try:
        return bytes(pyrage.decrypt(data, [identity]))
    except pyrage.DecryptError:
        raise Problem("packet-not-for-key") from None
