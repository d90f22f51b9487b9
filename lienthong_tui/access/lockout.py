"""How long a failed sign-in makes the next one wait. Pure arithmetic; the store counts.

Five tries are free, then the wait doubles from 30 seconds to 15 minutes. An attempt is counted as
failed before the password is checked and forgotten when it succeeds, so that pulling the plug in
between does not give a free guess.
"""

from datetime import datetime, timedelta
from math import ceil

import msgspec

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


class Attempts(msgspec.Struct, frozen=True):
    """Failures since the last success, and the earliest time of the next try (aware), if any."""

    fails: int = 0
    next_at: datetime | None = None


def after_failure(attempts: Attempts, now: datetime) -> Attempts:
    """The count with one more failure at `now`."""
    fails = attempts.fails + 1
    if fails < FREE_TRIES:
        return Attempts(fails)
    # Past a handful of doublings the cap rules; the bound keeps the power small.
    doublings = min(fails - FREE_TRIES, 10)
    return Attempts(fails, now + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT))


def clamped(attempts: Attempts, now: datetime) -> Attempts:
    """The same, but never due later than 15 minutes from `now`.

    The clock of a PC with an empty battery starts years back; a due time set before that would
    lock the officer out for years. Store the result, or the wait never gets shorter.
    """
    if attempts.next_at is None or attempts.next_at <= now + LONGEST_WAIT:
        return attempts
    return Attempts(attempts.fails, now + LONGEST_WAIT)


def wait(attempts: Attempts, now: datetime) -> int:
    """Whole seconds until the next try is allowed, 0 when it is now; at most 900."""
    due = clamped(attempts, now).next_at
    return 0 if due is None else max(0, ceil((due - now).total_seconds()))
