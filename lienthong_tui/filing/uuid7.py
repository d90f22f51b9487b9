"""Identifiers that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7)."""

import secrets
from datetime import datetime
from uuid import UUID


def uuid7(at: datetime) -> str:
    """A new UUIDv7 for the aware time `at`, in the usual 36-character lower-case form.

    Milliseconds fill the first 48 bits and the rest of the microseconds the 12 bits after the
    version (RFC 9562, section 6.2, method 3), so identifiers of one process sort as finely as its
    clock; the last 62 bits are random.
    """
    milliseconds = int(at.timestamp()) * 1000 + at.microsecond // 1000
    fraction = at.microsecond % 1000 * 4096 // 1000
    value = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))
