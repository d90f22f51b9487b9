"""One-time codes: from the officer's phone (RFC 6238, 6 digits, 30 seconds, SHA-1), and on paper.

Which steps were already used is remembered in the store: a code is valid once. A code on paper
stands for the phone when that is lost or not there yet; only its hash is stored.
"""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Iterable
from datetime import datetime

import pyotp

STEP_SECONDS = 30
SLACK_STEPS = 1
SKEW_STEPS = 20
PAPER_CODES = 8
"""How many codes on paper an officer has at a time."""

# Not str.isdigit: that takes the digits of every script, and pyotp would fold full-width ones.
_CODE = re.compile(r"[0-9]{6}")
_PAPER_CODE = re.compile(r"[A-Z2-7]{16}")


def new_secret() -> str:
    """A random 160-bit secret in base32 (32 characters)."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, label: str) -> str:
    """The `otpauth://` URI that a phone scans.

    A short ASCII `label` such as `QuayLT:19639-1` keeps it below 90 characters, so that its QR code
    fits a terminal of 24 rows; a Vietnamese one does not.
    """
    return pyotp.TOTP(secret).provisioning_uri(name=label)


def is_code(text: str) -> bool:
    """Whether this can be a code of a phone: six ASCII digits; spaces are ignored."""
    return _CODE.fullmatch(text.replace(" ", "")) is not None


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step, of the present one and its two neighbours, whose code this is, or None.

    Spaces are ignored. Anything but six ASCII digits is None.
    """
    present = _step(at)
    nearby = range(present - SLACK_STEPS, present + SLACK_STEPS + 1)
    return _find(secret, code, nearby)


def matching_pair(secret: str, first: str, second: str, at: datetime) -> int | None:
    """The step of `first` if `second` is the code right after it, both near the present; or None.

    A single code could be a lucky guess or a neighbour's; two in a row prove secret and clock.
    """
    present = _step(at)
    nearby = range(present - SLACK_STEPS - 1, present + SLACK_STEPS + 1)
    return next(
        (
            step
            for step in nearby
            if _find(secret, first, (step,)) is not None
            and _find(secret, second, (step + 1,)) is not None
        ),
        None,
    )


def skew(secret: str, code: str, at: datetime) -> int | None:
    """How many minutes this PC's clock is off, if that explains why the code does not match.

    Positive when the PC is behind the phone. Looks 10 minutes either way and is None within the
    slack of `matching_step`. Only a hint for the officer: such a code is refused.
    """
    present = _step(at)
    for distance in range(SLACK_STEPS + 1, SKEW_STEPS + 1):
        step = _find(secret, code, (present - distance, present + distance))
        if step is not None:
            minutes = (distance * STEP_SECONDS + 59) // 60
            return minutes if step > present else -minutes
    return None


def new_paper_code() -> str:
    """A random 80-bit code in base32 (RFC 4648), in fours: `ABCD-EFGH-IJKL-MN23`."""
    letters = base64.b32encode(os.urandom(10)).decode()
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def new_paper_codes() -> list[str]:
    """As many codes on paper as an officer has at a time."""
    return [new_paper_code() for _ in range(PAPER_CODES)]


def paper_code_hash(code: str) -> bytes | None:
    """The SHA-256 of a code on paper, None for what cannot be one.

    Letter case, spaces and hyphens do not matter. 80 random bits need no salt and no slow hash.
    """
    letters = re.sub(r"[\s-]", "", code).upper()
    if not _PAPER_CODE.fullmatch(letters):
        return None
    return hashlib.sha256(letters.encode()).digest()


def paper_code_hashes(made: Iterable[str]) -> list[bytes]:
    """The SHA-256 of each of these codes on paper, as it is stored."""
    return [sha256 for code in made if (sha256 := paper_code_hash(code)) is not None]


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _find(secret: str, code: str, steps: Iterable[int]) -> int | None:
    digits = code.replace(" ", "")
    if not _CODE.fullmatch(digits):
        return None
    totp = pyotp.TOTP(secret)
    found = None
    # No early end: how long it takes must not tell which step came close.
    for step in steps:
        if step >= 0 and hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found
