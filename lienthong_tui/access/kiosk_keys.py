"""What a kiosk and its desk share, a secret of 32 bytes, and what it is used for.

* **Mã kê khai**: the six-digit code that an officer hands to a relative. It is a time-based code
  (RFC 6238) under a key derived from the secret, the kiosk, the relative's ID number and the group
  of procedures: it admits nobody else, nowhere else, to nothing else. The two need no line.
* **Hand-over**: what was declared, with a tag that the kiosk made it (HMAC-SHA-256, RFC 2104), in
  an age file for the desk's intake: the kiosk cannot read it again, and nobody can alter it.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from datetime import datetime

import msgspec
import pyotp
import pyrage
from pyrage.x25519 import Identity, Recipient

from lienthong_tui.access.codes import is_code
from lienthong_tui.problems import Problem

SECRET_BYTES = 32
STEP_SECONDS = 60
LASTS_STEPS = 10
"""A code is good for ten minutes: as long as it takes to walk to the hall and sit down."""
HANDED_AHEAD = 2
"""Of how many minutes to come a code may be handed out: two in one minute are two codes."""
_AHEAD_STEPS = HANDED_AHEAD + 1  # the kiosk's clock may be behind the desk's
_BEHIND_STEPS = 120  # how far behind is told

_CODE, _SEAL = "lienthong-kiosk-code-1", "lienthong-kiosk-seal-1"


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies inside the age file."""

    kiosk: str
    tag: bytes
    body: bytes


def new_secret() -> bytes:
    """32 random bytes."""
    return os.urandom(SECRET_BYTES)


def bound(secret: bytes, kiosk: str, id_number: str, group: str) -> bytes:
    """32 bytes that stand for one relative, one group of procedures and one kiosk.

    They are the key of the codes, and let the kiosk know its running draft's people again without
    keeping their number.
    """
    return _derived(secret, _CODE, kiosk, id_number, group)


def step_at(at: datetime) -> int:
    """The minute `at`, counted from 1970."""
    return int(at.timestamp()) // STEP_SECONDS


def code_of(key: bytes, step: int) -> str:
    """The code of a minute (`step_at`); `key` is that of `bound`."""
    return _totp(key).generate_otp(step)


def matching_step(key: bytes, code: str, at: datetime) -> int | None:
    """The minute, of the last ten and the next three, whose code this is; None where it is none."""
    present = step_at(at)
    return _find(key, code, range(present - LASTS_STEPS + 1, present + _AHEAD_STEPS + 1))


def behind(key: bytes, code: str, at: datetime) -> int | None:
    """How many minutes the kiosk's clock is behind, if that is why the code is none: nobody has one
    of the time to come. Up to two hours; None where it is something else."""
    first = step_at(at) + _AHEAD_STEPS + 1
    found = _find(key, code, range(first, first + _BEHIND_STEPS))
    return found - step_at(at) if found is not None else None


def _find(key: bytes, code: str, steps: range) -> int | None:
    if not is_code(code):
        return None
    digits, totp = code.replace(" ", ""), _totp(key)
    found = None
    # No early end: how long it takes must not tell which minute came close.
    for step in steps:
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def seal(body: bytes, *, kiosk: str, secret: bytes, recipient: str) -> bytes:
    """`body` for the desk's intake (age1…), with the tag of this kiosk."""
    sealed = _Sealed(kiosk, _tag(secret, kiosk, body), body)
    plain = msgspec.msgpack.encode(sealed)
    return bytes(pyrage.encrypt(plain, [Recipient.from_str(recipient)]))


def open_sealed(data: bytes, identity: Identity, secrets: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The kiosk that sealed, and the body. `secrets` are those of the paired kiosks, by id.

    Raises Problem: `sealed-unreadable` (for another desk, or damaged), `sealed-unpaired` (of a
    kiosk that is none of this desk), `sealed-forged` (the tag is not that kiosk's).
    """
    try:
        plain = bytes(pyrage.decrypt(data, [identity]))
        sealed = msgspec.msgpack.decode(plain, type=_Sealed)
    except (pyrage.DecryptError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Problem("sealed-unreadable") from None
    secret = secrets.get(sealed.kiosk)
    if secret is None:
        raise Problem("sealed-unpaired")
    if not hmac.compare_digest(_tag(secret, sealed.kiosk, sealed.body), sealed.tag):
        raise Problem("sealed-forged")
    return sealed.kiosk, sealed.body


def _tag(secret: bytes, kiosk: str, body: bytes) -> bytes:
    return hmac.digest(_derived(secret, _SEAL, kiosk), body, "sha256")


def _derived(secret: bytes, *what: str) -> bytes:
    """A key for one purpose: no two lists of texts give the same bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a kiosk's secret has 32 bytes")
    return hmac.digest(secret, msgspec.json.encode(what), "sha256")


def _totp(key: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(key).decode().rstrip("="), digest=hashlib.sha1)
