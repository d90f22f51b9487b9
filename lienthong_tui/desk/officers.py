"""The desk's officers, key files and recovery key: added, let in again, shut out.

Every act asks `permits` first and is told to the journal. No act needs another one's password.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from lienthong_tui.access import codes, keyfiles, passwords, slots
from lienthong_tui.access.accounts import Account
from lienthong_tui.access.passwords import Cost
from lienthong_tui.access.slots import Slot
from lienthong_tui.desk import holders
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.desk_events import (
    KeyAdded,
    KeyRemoved,
    OfficerAdded,
    OfficerClosed,
    OfficerPaperCodesMade,
    OfficerPasswordSet,
    OfficerPhoneSet,
    OfficerRoleSet,
    Role,
)
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Problem, Refused, Unusable
from lienthong_tui.store import codes as code_store
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.clean import clean


@dataclass(frozen=True)
class HandedOver:
    """What a supervisor hands to an officer, shown once: a temporary password, good for nothing but
    choosing one's own, and a code in place of the phone's until one is enrolled (None where the
    officer's phone goes on counting)."""

    slot: str
    password: str = field(repr=False)
    code: str | None = field(repr=False)


def add(desk: Desk, name: str, id_number: str, role: Role) -> HandedOver:
    """A new officer, who chooses a password and enrols a phone at the first sign-in.

    Errors: Unusable("officer-name-empty"), ("officer-known"): somebody who gets in has this ID
    number, which a closed account has given up; those of `parse_id_number`, `Desk.require` and
    `holders.hold`.
    """
    desk.require("accounts")
    name = clean(name)
    if not name:
        raise Unusable("officer-name-empty")
    number = parse_id_number(id_number)
    password, code = codes.new_paper_code(), codes.new_paper_code()
    slot = _new_slot(desk, name, number, password)

    def record() -> None:
        _give_code(desk, slot.id, code)
        desk.append(None, [OfficerAdded(slot=slot.id, name=name, role=role, temporary=True)])

    holders.hold(desk.unlocked, slot, record)
    return HandedOver(slot.id, password, code)


def reset_password(desk: Desk, slot_id: str, id_number: str | None = None) -> HandedOver:
    """A temporary password, where an officer forgot theirs or an account was closed.

    The phone goes on counting, unless the account was closed or has none yet. `id_number` is asked
    only where `keys.db` has forgotten it: the account was closed, or the slot was lost. Errors:
    Unusable("officer-unknown"), ("officer-number-needed"), ("officer-known"): it is that of another
    who gets in, ("officer-own"): one changes one's own; those of `parse_id_number`, `Desk.require`
    and `holders.hold`.
    """
    desk.require("reset")
    account = _account(desk, slot_id)
    if slot_id == desk.unlocked.officer:
        raise Unusable("officer-own")
    before = _slot(desk, slot_id)
    if before is None:
        if not id_number:
            raise Unusable("officer-number-needed")
        fresh = _new_slot(desk, account.name, parse_id_number(id_number), "")
        before = replace(fresh, id=slot_id)
    password = codes.new_paper_code()
    code = codes.new_paper_code() if account.closed or account.phone_due else None
    slot = slots.under_password(before, slots.Identity.generate(), password, _cost(desk))

    def record() -> None:
        facts: list[Any] = [OfficerPasswordSet(slot=slot_id, temporary=True)]
        if code is not None:
            _give_code(desk, slot_id, code)
            facts.append(OfficerPhoneSet(slot=slot_id, awaited=True))
        desk.append(None, facts)

    holders.hold(desk.unlocked, slot, record)
    keyrings.record_attempts(desk.unlocked.keyring, slot_id, 0, None)
    return HandedOver(slot_id, password, code)


def reset_phone(desk: Desk, slot_id: str) -> str:
    """A code to sign in with and enrol another phone; the old one counts no more, nor do the codes
    on paper. Errors: Unusable("officer-unknown"), ("officer-closed"); those of `Desk.require`.
    """
    desk.require("reset")
    account = _open_account(desk, slot_id)
    code = codes.new_paper_code()
    with writing(desk.db):
        _give_code(desk, slot_id, code)
        desk.append(None, [OfficerPhoneSet(slot=account.slot, awaited=True)])
    return code


def close(desk: Desk, slot_id: str) -> None:
    """Shut an officer out: the store gets a new key, wrapped for all others.

    Errors: Unusable("officer-unknown"), ("officer-closed"), ("officer-own"): nobody shuts
    themselves out; those of `Desk.require` and `holders.release`.
    """
    desk.require("accounts")
    account = _open_account(desk, slot_id)
    if slot_id == desk.unlocked.officer:
        raise Unusable("officer-own")

    def record() -> None:
        code_store.forget(desk.db, slot_id)
        desk.append(None, [OfficerClosed(slot=account.slot)])

    holders.release(desk.unlocked, slot_id, record)


def set_role(desk: Desk, slot_id: str, role: Role) -> None:
    """Let an officer do more or less, also one whose account is closed: it is so when it is opened
    again. Errors: Unusable("officer-unknown"), ("officer-own"): nobody gives up their own role, so
    that the desk is never without a supervisor; those of `Desk.require`."""
    desk.require("accounts")
    account = _account(desk, slot_id)
    if slot_id == desk.unlocked.officer:
        raise Unusable("officer-own")
    if role != account.role:
        desk.append(None, [OfficerRoleSet(slot=slot_id, role=role)])


def change_password(desk: Desk, password: str) -> None:
    """Another password of the officer who has the desk open: the same key, wrapped anew.

    Errors: Unusable("officer-reset"): a supervisor gave this officer another key meanwhile, and the
    one this sitting began with opens nothing any more; those of `passwords.check_strength` and
    `Desk.require`.
    """
    desk.require("own-account")
    unlocked = desk.unlocked
    slot = _slot(desk, unlocked.officer)
    if slot is None or slot.recipient != str(unlocked.identity.to_public()):
        raise Unusable("officer-reset")
    passwords.check_strength(password, (slot.label,))
    _check_other(slot, password)
    changed = slots.under_password(slot, unlocked.identity, password, _cost(desk))
    keyrings.put_slot(unlocked.keyring, changed)
    desk.append(None, [OfficerPasswordSet(slot=slot.id, temporary=False)])


def enrol_phone(desk: Desk, secret: str, first: str, second: str) -> list[str]:
    """Take the codes of another phone from now on; returns new codes on paper, shown once.

    `first` and `second` are two codes in a row, which prove the secret and the PC's clock. Errors:
    Unusable("codes-not-in-a-row"), Refused("code-skew"); those of `Desk.require`.
    """
    desk.require("own-account")
    now, officer = desk.clock(), desk.unlocked.officer
    step = codes.matching_pair(secret, first, second, now)
    if step is None:
        minutes = codes.skew(secret, first, now)
        if minutes:
            raise Refused("code-skew", minutes=minutes)
        raise Unusable("codes-not-in-a-row")
    with writing(desk.db):
        code_store.set_secret(desk.db, officer, secret)
        code_store.use_step(desk.db, officer, step)
        code_store.use_step(desk.db, officer, step + 1)
        desk.append(None, [OfficerPhoneSet(slot=officer, awaited=False)])
        return renew_paper_codes(desk)


def renew_paper_codes(desk: Desk) -> list[str]:
    """New codes on paper in place of those left. Errors: those of `Desk.require`."""
    desk.require("own-account")
    made = codes.new_paper_codes()
    officer = desk.unlocked.officer
    with writing(desk.db):
        code_store.set_paper_codes(desk.db, officer, codes.paper_code_hashes(made))
        desk.append(None, [OfficerPaperCodesMade(slot=officer)])
    return made


def keys(desk: Desk) -> Sequence[ListedSlot]:
    """The key files and the recovery key that open the desk."""
    listed = slot_store.listed(desk.db)
    return [slot for slot in listed if slot.kind in ("unattended", "recovery")]


def add_key(desk: Desk, purpose: str, path: Path) -> None:
    """Write a key file for unattended runs, whose purpose is named.

    Errors: Unusable("purpose-empty"); those of `keyfiles.check_place`, `keyfiles.write_key_file`,
    `Desk.require` and `holders.hold`.
    """
    desk.require("accounts")
    purpose = clean(purpose)
    if not purpose:
        raise Unusable("purpose-empty")
    keyfiles.check_place(path, desk.unlocked.folder)
    slot, identity = slots.unattended_slot(purpose, desk.clock())
    keyfiles.write_key_file(path, identity, purpose=purpose)
    try:
        holders.hold(desk.unlocked, slot, lambda: _record_key(desk, slot))
    except Problem:
        path.unlink(missing_ok=True)
        raise


def remove_key(desk: Desk, slot_id: str) -> None:
    """Let a key file open nothing any more: the store gets a new key.

    Errors: Unusable("key-not-listed"); those of `Desk.require` and `holders.release`.
    """
    desk.require("accounts")
    if not any(slot.id == slot_id and slot.kind == "unattended" for slot in keys(desk)):
        raise Unusable("key-not-listed")
    holders.release(desk.unlocked, slot_id, lambda: desk.append(None, [KeyRemoved(slot=slot_id)]))


def new_recovery(desk: Desk) -> tuple[Slot, str]:
    """A recovery key that is nothing yet: once it is on paper, `replace_recovery` takes its slot.

    Errors: those of `Desk.require`.
    """
    desk.require("accounts")
    slot, identity = slots.recovery_slot(desk.clock())
    return slot, str(identity).upper()


def replace_recovery(desk: Desk, slot: Slot) -> None:
    """Let the recovery key of `slot` open the desk, and the one before nothing any more.

    Errors: those of `Desk.require`, `holders.hold` and `holders.release`; where the last fails both
    keys count, and doing it again ends it.
    """
    desk.require("accounts")
    known = [key.id for key in keys(desk) if key.kind == "recovery"]

    def record() -> None:
        if slot.id not in known:
            _record_key(desk, slot)

    # Where `keys.db`, which is told second, has it not, the new key opens nothing yet.
    if _slot(desk, slot.id) is None:
        holders.hold(desk.unlocked, slot, record)
    for old in (slot_id for slot_id in known if slot_id != slot.id):
        holders.release(desk.unlocked, old, partial(desk.append, None, [KeyRemoved(slot=old)]))


def paper_codes_left(desk: Desk) -> int:
    """How many codes on paper the officer who has the desk open has not used yet."""
    return code_store.paper_codes_left(desk.db, desk.unlocked.officer)


def _give_code(desk: Desk, slot_id: str, code: str) -> None:
    """One code on paper and no phone: what comes next is an enrolment."""
    code_store.forget(desk.db, slot_id)
    code_store.set_paper_codes(desk.db, slot_id, codes.paper_code_hashes([code]))


def _record_key(desk: Desk, slot: Slot) -> None:
    desk.append(None, [KeyAdded(slot=slot.id, purpose=slot.label)])


def _account(desk: Desk, slot_id: str) -> Account:
    account = desk.accounts.get(slot_id)
    if account is None:
        raise Unusable("officer-unknown")
    return account


def _open_account(desk: Desk, slot_id: str) -> Account:
    account = _account(desk, slot_id)
    if account.closed:
        raise Unusable("officer-closed")
    return account


def _new_slot(desk: Desk, name: str, number: str, password: str) -> Slot:
    """A slot for who has this ID number, unless another who gets in has it."""
    keyring, cost = desk.unlocked.keyring, _cost(desk)
    salt = keyrings.desk_salt(keyring)
    slot, _ = slots.officer_slot(name, number, password, salt, cost, desk.clock())
    if any(other.id_hash == slot.id_hash for other in keyrings.slots(keyring)):
        raise Unusable("officer-known")
    return slot


def _slot(desk: Desk, slot_id: str) -> Slot | None:
    found = keyrings.slots(desk.unlocked.keyring)
    return next((slot for slot in found if slot.id == slot_id), None)


def _check_other(slot: Slot, password: str) -> None:
    """Refuse the password there was: changing it is meant to end it."""
    try:
        slots.open_officer_slot(slot, password)
    except Refused:
        return
    raise Unusable("password-same")


def _cost(desk: Desk) -> Cost:
    salt = keyrings.desk_salt(desk.unlocked.keyring)
    return Cost(salt.memory_kib, salt.iterations, salt.lanes)
