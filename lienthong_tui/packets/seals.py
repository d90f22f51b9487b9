"""The seal of a desk: its key signs what it sends, and salts what others may not guess."""

import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.packets import sshsig
from lienthong_tui.packets.bag import Bag
from lienthong_tui.packets.sshsig import Signature


@dataclass(frozen=True)
class Seal:
    """The signing key of a desk (packets) or of an agency (replies)."""

    key: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """The 32 bytes everybody may know."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, namespace: str, listing: bytes) -> bytes:
        """The signature over a bag's tag manifest."""
        return sshsig.sign(self.key, listing, namespace)

    def salt(self, *names: str) -> str:
        """64 hex digits that only this key's holder can tell, the same for the same names."""
        secret = hmac.digest(self.key.private_bytes_raw(), b"lienthong-salt", hashlib.sha256)
        return hmac.new(secret, "\0".join(names).encode(), hashlib.sha256).hexdigest()


def signature_of(unpacked: Bag, namespace: str) -> Signature:
    """The signature of a bag, which fits what it holds: nothing is said yet of whose it is.

    Raises Problem `signature-unreadable` and `signature-wrong`.
    """
    signature = sshsig.read(unpacked.signature)
    sshsig.check(signature, unpacked.listing, namespace)
    return signature
