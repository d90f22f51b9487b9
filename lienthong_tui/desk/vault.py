"""Making a desk folder, and signing in to it: `keys.db`, `desk.db` and the order of the checks."""

import errno
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lienthong_tui.access import codes, keyfiles, lockout, passwords, slots
from lienthong_tui.access.lockout import Attempts
from lienthong_tui.access.passwords import STANDARD, Cost
from lienthong_tui.access.slots import Identity, Slot
from lienthong_tui.problems import DeskUnavailable, Refused, Unusable
from lienthong_tui.store import codes as code_store
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import schema
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.disk import is_full
from lienthong_tui.store.keyring import DeskSalt, SlotKind
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.text.fold import fold

KEYRING = "keys.db"
STORE = "desk.db"

_ID_NUMBER = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class Created:
    """A new desk: its first officer, all its slots, and what is shown or used only once."""

    officer_slot_id: str
    slots: list[Slot]
    otp_uri: str = field(repr=False)
    store_key: bytes = field(repr=False)
    recovery_key: str = field(repr=False)


@dataclass(frozen=True)
class Unlocked:
    """A desk's two files, open. `officer` is the id of the slot that opened them and `kind` its
    kind: a key file or a recovery sheet may do less than an officer. Close `db` and `keyring`."""

    db: Database
    keyring: Database
    officer: str
    kind: SlotKind


def create_vault(
    folder: Path,
    *,
    officer_id: str,
    officer_name: str,
    password: str,
    recovery_file: Path | None,
    key_file: Path | None = None,
    cost: Cost = STANDARD,
    now: datetime,
    phone_label: str,
    furnish: Callable[[Database, str], None],
) -> Created:
    """Make a desk at `folder` (0700; absent or empty), its recovery sheet and perhaps a key file.

    All or nothing: it is built beside `folder` and moved there last. `furnish` gets the new store
    and the officer's slot id before that, to write what the desk begins with. `phone_label` names
    the desk among the entries on the officer's phone, in a few ASCII letters. Without
    `recovery_file` whoever called shows the key of the sheet, which is then on no disk.

    Raises Unusable: `desk-exists` (something is there), `officer-id` (not 12 digits),
    `officer-name-empty`, `password-short`, `key-inside-desk` (a key file would lie in the folder
    that it opens), and those of `keyfiles.write_key_file`; DeskUnavailable: `folder-unwritable`,
    `disk-full`, and those of the stores.
    """
    folder = folder.resolve()
    if not _ID_NUMBER.fullmatch(officer_id):
        raise Unusable("officer-id")
    if not officer_name.strip():
        raise Unusable("officer-name-empty")
    passwords.check_strength(password)
    for path in filter(None, (recovery_file, key_file)):
        if path.resolve().is_relative_to(folder):
            raise Unusable("key-inside-desk", path=str(path))

    check_free(folder)
    with _disk_problems(folder), ExitStack() as undo:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # mkdtemp makes it 0700, and beside the target, so that moving it is one rename.
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        undo.callback(shutil.rmtree, building, ignore_errors=True)

        desk_salt = slots.new_desk_salt(cost)
        officer, _ = slots.officer_slot(officer_name, officer_id, password, desk_salt, cost, now)
        recovery, recovery_key = slots.recovery_slot(now)
        intake, intake_key = slots.intake_slot(now)
        holders = [officer, recovery]
        if recovery_file is not None:
            keyfiles.write_recovery_sheet(recovery_file, recovery_key, str(folder))
            undo.callback(recovery_file.unlink, missing_ok=True)
        if key_file is not None:
            unattended, unattended_key = slots.unattended_slot("unattended", now)
            holders.append(unattended)
            keyfiles.write_key_file(key_file, unattended_key, purpose=f"unattended: {folder}")
            undo.callback(key_file.unlink, missing_ok=True)

        store_key = slots.new_store_key()
        secret = codes.new_secret()
        _make_store(building / STORE, store_key, holders, intake, intake_key, secret, furnish)
        _make_keyring(building / KEYRING, desk_salt, holders, intake, store_key)
        move(building, folder)
        undo.pop_all()
    uri = codes.provisioning_uri(secret, phone_label)
    key = str(recovery_key).upper()
    return Created(officer.id, [*holders, intake], uri, store_key, key)


def check_free(folder: Path) -> None:
    """Refuse a folder in which there is something.

    Raises Unusable `desk-exists`; DeskUnavailable `folder-unwritable`.
    """
    with _disk_problems(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Unusable("desk-exists", path=str(folder))


def move(building: Path, folder: Path) -> None:
    """Move a desk that was built beside `folder` to its place, in one step.

    Raises Unusable `desk-exists`; DeskUnavailable `folder-unwritable`, `disk-full`.
    """
    with _disk_problems(folder):
        if os.name == "nt" and folder.exists():
            folder.rmdir()  # elsewhere a folder replaces an empty one by itself, in one step
        try:
            building.replace(folder)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise Unusable("desk-exists", path=str(folder)) from error
            raise
    _flush(folder.parent)


def is_here(folder: Path) -> bool:
    """Whether `folder` holds a desk, whole or not. Raises DeskUnavailable `store-forbidden`."""
    try:
        return any((folder / name).exists() for name in (KEYRING, STORE))
    except OSError:
        raise DeskUnavailable("store-forbidden", path=str(folder)) from None


def officers(folder: Path) -> list[str]:
    """The display names that each name exactly one officer, oldest first; unlocks nothing.

    Two officers of one name sign in by ID number: the name alone does not tell which is meant.
    Raises the DeskUnavailable of `open_with_password` that concern `keys.db`.
    """
    with ExitStack() as closing:
        found = keyrings.slots(_open_keyring(folder, closing))
    names = [slot.label for slot in found if slot.kind == "officer"]
    alike = Counter(map(fold, names))
    return [name for name in names if alike[fold(name)] == 1]


def open_with_password(
    folder: Path, officer: str, password: str, code: str, now: datetime
) -> Unlocked:
    """Sign in with ID number or display name, password and one-time code.

    The attempt is counted, on disk, before the password is checked. A wrong name, password or code
    all raise Refused `sign-in` after the same work; too many raise `sign-in-locked` (`seconds`).
    Only after the right password, `code-skew` (`minutes`, positive when this PC is behind) tells
    that its clock is the reason.

    Raises DeskUnavailable: `desk-not-here` (neither file is in `folder`), `slot-injected`
    (`labels`: `keys.db` has a slot that `desk.db` does not know), `code-secret-missing`, and those
    of the keyring, the slots and the store.
    """
    with ExitStack() as closing:
        keyring = _open_keyring(folder, closing)
        desk_salt = keyrings.desk_salt(keyring)
        # Also for a name: the two ways to sign in then take equally long.
        claim = slots.id_hash(officer, desk_salt)
        slot = _claimed(keyring, officer, claim)
        who = slot.id if slot else claim.hex()
        _count_attempt(keyring, who, now)
        if slot is None:
            slots.id_hash(password, desk_salt)  # only for the time it takes
            raise Refused("sign-in")
        identity = slots.open_officer_slot(slot, password)
        db = _open_store(folder, keyring, identity, closing)
        _spend_code(db, slot.id, code, now)
        keyrings.record_attempts(keyring, who, 0, None)
        closing.pop_all()
    return Unlocked(db, keyring, slot.id, slot.kind)


def open_with_key_file(folder: Path, key_file: Path) -> Unlocked:
    """Open the desk with a key file, or with the recovery sheet.

    Raises Refused `key-unknown` (`path`: a key, but of no slot of this desk), those of
    `keyfiles.read_key_file`, and the DeskUnavailable of `open_with_password`.
    """
    identity = keyfiles.read_key_file(key_file)
    recipient = str(identity.to_public())
    with ExitStack() as closing:
        keyring = _open_keyring(folder, closing)
        slot = next((s for s in keyrings.slots(keyring) if s.recipient == recipient), None)
        if slot is None or slot.kind not in ("unattended", "recovery"):
            raise Refused("key-unknown", path=str(key_file))
        db = _open_store(folder, keyring, identity, closing)
        closing.pop_all()
    return Unlocked(db, keyring, slot.id, slot.kind)


def _make_store(
    path: Path,
    store_key: bytes,
    holders: list[Slot],
    intake: Slot,
    intake_key: Identity,
    secret: str,
    furnish: Callable[[Database, str], None],
) -> None:
    db = schema.create(path, store_key)
    try:
        with writing(db):
            for slot in holders:
                slot_store.record(db, _listed(slot))
            slot_store.record(db, _listed(intake), str(intake_key))
            code_store.set_secret(db, holders[0].id, secret)
            furnish(db, holders[0].id)
    finally:
        db.close()


def _make_keyring(
    path: Path, desk_salt: DeskSalt, holders: list[Slot], intake: Slot, store_key: bytes
) -> None:
    db = keyrings.create(path, desk_salt)
    try:
        with writing(db):
            for slot in [*holders, intake]:
                keyrings.add_slot(db, slot)
            recipients = [slot.recipient for slot in holders]
            keyrings.add_store_key(db, slots.wrap_store_key(store_key, recipients))
    finally:
        db.close()


def _open_keyring(folder: Path, closing: ExitStack) -> Database:
    if not is_here(folder):
        raise DeskUnavailable("desk-not-here", path=str(folder))
    db = keyrings.open_keyring(folder / KEYRING)
    closing.callback(db.close)
    return db


def _open_store(
    folder: Path, keyring: Database, identity: Identity, closing: ExitStack
) -> Database:
    """Open `desk.db` with the newest store key that fits, and compare the lists of slots."""
    failure = DeskUnavailable("store-key-unreadable")
    # A change of the key that was cut short leaves the file under the new key or the one before.
    for blob in keyrings.store_keys(keyring):
        try:
            db = schema.open(folder / STORE, slots.unwrap_store_key(blob, identity))
        except DeskUnavailable as problem:
            if problem.code not in ("store-key-unreadable", "store-unreadable"):
                raise
            failure = problem
            continue
        closing.callback(db.close)
        _check_slots(keyring, db)
        return db
    raise failure


def _check_slots(keyring: Database, db: Database) -> None:
    """A slot missing from `keys.db` only shuts its holder out; one too many waits for a key."""
    known = set(slot_store.listed(db))
    strangers = [slot.label for slot in keyrings.slots(keyring) if _listed(slot) not in known]
    if strangers:
        raise DeskUnavailable("slot-injected", labels=strangers)


def _listed(slot: Slot) -> ListedSlot:
    return ListedSlot(slot.id, slot.kind, slot.recipient, slot.label)


def _claimed(keyring: Database, officer: str, claim: bytes) -> Slot | None:
    """The officer's slot with this ID hash, or else the only one with this display name.

    Names are compared as the look-up does, without case and marks: on the keyboard of a PC just
    started no Vietnamese may be typed yet.
    """
    officers = [slot for slot in keyrings.slots(keyring) if slot.kind == "officer"]
    by_id = [slot for slot in officers if slot.id_hash == claim]
    by_name = [slot for slot in officers if fold(slot.label) == fold(officer)]
    found = by_id or by_name
    return found[0] if len(found) == 1 else None


def _count_attempt(keyring: Database, who: str, now: datetime) -> None:
    with writing(keyring):
        before = lockout.clamped(Attempts(*keyrings.attempts(keyring, who)), now)
        seconds = lockout.wait(before, now)
        after = before if seconds else lockout.after_failure(before, now)
        keyrings.record_attempts(keyring, who, after.fails, after.next_at)
    if seconds:
        raise Refused("sign-in-locked", seconds=seconds)


def _spend_code(db: Database, officer: str, code: str, now: datetime) -> None:
    secret = code_store.secret(db, officer)
    if secret is None:
        raise DeskUnavailable("code-secret-missing")
    step = codes.matching_step(secret, code, now)
    if step is None:
        minutes = codes.skew(secret, code, now)
        raise Refused("code-skew", minutes=minutes) if minutes else Refused("sign-in")
    if not code_store.use_step(db, officer, step):
        raise Refused("sign-in")


def _flush(folder: Path) -> None:
    """Bring the names in a folder to disk where the system can; without it the desk is made too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _disk_problems(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DeskUnavailable("disk-full") from error
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from error
