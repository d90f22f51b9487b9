"""Attempts to sign in: who is claimed to be, counted and noted before anything is checked.

They stand in `keys.db`, so they outlive a program that is killed in between; the codes are in the
store, which the password has opened by then.
"""

from datetime import datetime
from typing import Literal

from lienthong_tui.access import codes, lockout, slots
from lienthong_tui.access.lockout import Attempts
from lienthong_tui.access.slots import Identity, Slot
from lienthong_tui.problems import Refused
from lienthong_tui.store import codes as code_store
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.keyring import Failure
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.text.fold import fold

By = Literal["phone", "paper", "key"]


def claimed(keyring: Database, officer: str) -> tuple[Slot | None, str]:
    """The officer's slot with this ID number, or else the only one with this display name; and
    whom the attempt is counted for.

    Names are compared as the look-up does, without case and marks: on the keyboard of a PC just
    started no Vietnamese may be typed yet. The number is hashed also for a name: the two ways to
    sign in then take equally long.
    """
    claim = slots.id_hash(officer, keyrings.desk_salt(keyring))
    officers = [slot for slot in keyrings.slots(keyring) if slot.kind == "officer"]
    by_id = [slot for slot in officers if slot.id_hash == claim]
    by_name = [slot for slot in officers if fold(slot.label) == fold(officer)]
    found = by_id or by_name
    return (found[0], found[0].id) if len(found) == 1 else (None, claim.hex())


def count(keyring: Database, who: str, now: datetime) -> None:
    """Count an attempt, on disk, before anything is checked.

    Raises Refused `sign-in-locked` (`seconds`) after too many: then nothing is counted.
    """
    with writing(keyring):
        before = lockout.clamped(Attempts(*keyrings.attempts(keyring, who)), now)
        seconds = lockout.wait(before, now)
        after = before if seconds else lockout.after_failure(before, now)
        keyrings.record_attempts(keyring, who, after.fails, after.next_at)
        if not seconds:
            keyrings.note_failure(keyring, who, now)
    if seconds:
        raise Refused("sign-in-locked", seconds=seconds)


def proved(keyring: Database, officer: str, password: str, now: datetime) -> Identity:
    """The identity of the officer with this slot id, once the password opens it.

    The attempt is counted. Raises Refused `sign-in`, `sign-in-locked`.
    """
    count(keyring, officer, now)
    slot = next((slot for slot in keyrings.slots(keyring) if slot.id == officer), None)
    if slot is None:
        raise Refused("sign-in")
    return slots.open_officer_slot(slot, password)


def forgive(keyring: Database, who: str, before: list[Failure]) -> None:
    """The attempt was none that failed: leave what was noted `before` it."""
    keyrings.record_attempts(keyring, who, 0, None)
    known = {failure.id for failure in before}
    own = [f for f in keyrings.failures(keyring) if f.who == who and f.id not in known]
    keyrings.forget_failures(keyring, own)


def spend_code(db: Database, officer: str, code: str, now: datetime) -> By:
    """What a code came from, which is spent with it.

    Raises Refused `sign-in`; `code-skew` (`minutes`) where the clock of the PC is the reason.
    """
    sha256 = codes.paper_code_hash(code)
    secret = code_store.secret(db, officer)
    if secret is None:
        # The code that was handed over counts until a phone is enrolled: a first sign-in that is
        # cut short is begun again.
        if sha256 is None or not code_store.has_paper_code(db, officer, sha256):
            raise Refused("sign-in")
        return "paper"
    if sha256 is not None and code_store.use_paper_code(db, officer, sha256):
        return "paper"
    step = codes.matching_step(secret, code, now)
    if step is None:
        minutes = codes.skew(secret, code, now)
        raise Refused("code-skew", minutes=minutes) if minutes else Refused("sign-in")
    if not code_store.use_step(db, officer, step):
        raise Refused("sign-in")
    return "phone"
