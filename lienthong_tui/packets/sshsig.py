"""Signatures in the form of OpenSSH: `ssh-keygen -Y verify` checks them, Ed25519 makes them.

Format: PROTOCOL.sshsig of OpenSSH; Ed25519: RFC 8032; keys on the wire: RFC 4251, section 5, and
RFC 8709, section 4. One signature has one form here: what decodes but would be written otherwise
is refused, so that a signed file cannot be varied without the key.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lienthong_tui.problems import Problem

_PREAMBLE = b"SSHSIG"
_VERSION = 1
_ALGORITHM = b"ssh-ed25519"
_HASH = b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_DIGEST = "SHA256:"
_LINE = 70  # letters in a line of the armour, as ssh-keygen writes them
_LONGEST = 2_000  # bytes; a signature has some 300


@dataclass(frozen=True)
class Signature:
    """Who signed and what came out. `key` is the signer's public key: 32 bytes (RFC 8032)."""

    key: bytes
    namespace: str
    signature: bytes


def sign(key: Ed25519PrivateKey, message: bytes, namespace: str) -> bytes:
    """The armoured signature of `message` for use as `namespace`: always the same bytes."""
    public = key.public_key().public_bytes_raw()
    return _armoured(Signature(public, namespace, key.sign(_signed(message, namespace))))


def read(text: bytes) -> Signature:
    """The signature in an armoured text, not yet checked. Raises Problem `signature-unreadable`."""
    try:
        lines = text[: _LONGEST + 1].decode("ascii").split("\n")
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
        found = _parsed(blob)
    except (ValueError, binascii.Error, struct.error):
        raise Problem("signature-unreadable") from None
    if _armoured(found) != text:
        raise Problem("signature-unreadable")
    return found


def check(signature: Signature, message: bytes, namespace: str) -> None:
    """That `signature` is of `message`, made for `namespace`. Raises Problem `signature-wrong`."""
    try:
        if signature.namespace != namespace:
            raise InvalidSignature
        key = Ed25519PublicKey.from_public_bytes(signature.key)
        key.verify(signature.signature, _signed(message, namespace))
    except (InvalidSignature, ValueError):
        raise Problem("signature-wrong") from None


def public_line(key: bytes) -> str:
    """A public key as OpenSSH writes it: `ssh-ed25519 AAAA…`."""
    return f"{_ALGORITHM.decode()} {base64.b64encode(_key_blob(key)).decode()}"


def read_public_line(text: str) -> bytes:
    """The 32 bytes of the key in `ssh-ed25519 AAAA…`. Raises Problem `public-key-unreadable`."""
    algorithm, _, rest = text.strip().partition(" ")
    try:
        blob = base64.b64decode(rest.split(" ")[0], validate=True)
    except (ValueError, binascii.Error):
        blob = b""
    key = blob[-32:]
    if algorithm != _ALGORITHM.decode() or blob != _key_blob(key) or len(key) != 32:
        raise Problem("public-key-unreadable")
    return key


def fingerprint(key: bytes) -> str:
    """What `ssh-keygen -l` shows of a public key: `SHA256:` and 43 letters."""
    digest = hashlib.sha256(_key_blob(key)).digest()
    return _DIGEST + base64.b64encode(digest).decode().rstrip("=")


def read_fingerprint(text: str) -> str:
    """A fingerprint as it is typed off a sheet: in groups, with or without what it begins with."""
    return _DIGEST + "".join(text.split()).removeprefix(_DIGEST)


def _armoured(signature: Signature) -> bytes:
    blob = b"".join(
        (
            *(_PREAMBLE, struct.pack(">L", _VERSION), _string(_key_blob(signature.key))),
            *(_string(signature.namespace.encode()), _string(b""), _string(_HASH)),
            _string(_string(_ALGORITHM) + _string(signature.signature)),
        )
    )
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return "\n".join((_BEGIN, *lines, _END, "")).encode()


def _parsed(blob: bytes) -> Signature:
    """Raises ValueError or struct.error; what is read loosely shows when it is written again."""
    if not blob.startswith(_PREAMBLE):
        raise ValueError
    parts, at = [], len(_PREAMBLE) + 4
    for _ in range(5):
        (size,) = struct.unpack_from(">L", blob, at)
        parts.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    key, namespace, _, _, signature = parts
    return Signature(key[-32:], namespace.decode(), signature[-64:])


def _signed(message: bytes, namespace: str) -> bytes:
    """What the key signs in place of the message: its hash, and what it was signed as."""
    parts = (namespace.encode(), b"", _HASH, hashlib.sha512(message).digest())
    return _PREAMBLE + b"".join(map(_string, parts))


def _key_blob(key: bytes) -> bytes:
    return _string(_ALGORITHM) + _string(key)


def _string(part: bytes) -> bytes:
    return struct.pack(">L", len(part)) + part
