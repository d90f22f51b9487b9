"""Making a desk: `keys.db` and `desk.db`, built beside their place and moved there whole, with the
first events in them."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lienthong_tui.access import codes, keyfiles, passwords, slots
from lienthong_tui.access.passwords import STANDARD, Cost
from lienthong_tui.access.slots import Identity, Slot
from lienthong_tui.desk import incarnation, opening
from lienthong_tui.desk.layout import KEYRING, STORE, check_place
from lienthong_tui.desk.projecting import projector
from lienthong_tui.filing import kinds
from lienthong_tui.filing.desk_events import DeskCreated, OfficerAdded, OfficeSet
from lienthong_tui.people.places import commune as find_commune
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store import codes as code_store
from lienthong_tui.store import content, journal, schema
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.disk import flush_folder, is_full
from lienthong_tui.store.journal import NewEvent
from lienthong_tui.store.keyring import DeskSalt
from lienthong_tui.store.meta import STREAM, set_meta
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.text.clean import clean

KEY_PURPOSE = "chạy không người"
"""What the first key file is for, unless something more exact is said."""
_ID_NUMBER = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class Created:
    """A new desk: its first officer, all its slots, and what is shown or used only once."""

    officer_slot_id: str
    slots: list[Slot]
    otp_uri: str = field(repr=False)
    store_key: bytes = field(repr=False)
    recovery_key: str = field(repr=False)
    paper_codes: tuple[str, ...] = field(repr=False)


def create(
    folder: Path,
    *,
    commune: str,
    number: int,
    officer_id: str,
    officer_name: str,
    password: str,
    recovery_file: Path | None,
    key_file: Path | None = None,
    key_purpose: str = KEY_PURPOSE,
    office: bytes | None = None,
    demo: bool = False,
    cost: Cost = STANDARD,
    now: datetime,
) -> Created:
    """Make a desk for `commune` with its first officer; `number` (1 to 9) tells desks apart.

    `office` is the overlay it begins with, the shipped one when None; `key_purpose` is what the key
    file is for, if one is written.

    Errors: Unusable("desk-number"), ("commune-…"), ("text-…"): a name that `clean` refuses; those
    of `create_vault`; Problem("overlay-…") where the settings do not fit the shipped
    definitions.
    """
    if not 1 <= number <= 9:
        raise Unusable("desk-number", number=number)
    try:
        commune = find_commune(commune).code
        officer_name = clean(officer_name)
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None
    stream = incarnation.new_stream(commune, number)
    settings = office or overlay.shipped()
    overlay.read(settings, loading.shipped())

    def furnish(db: Database, officer: str) -> None:
        with writing(db):
            set_meta(db, STREAM, stream)
            opening.confirmed(db, now)
            first = [
                DeskCreated(commune=commune, desk_number=number, demo=demo),
                OfficerAdded(slot=officer, name=officer_name),
                OfficeSet(overlay=content.put(db, settings)),
            ]
            journal.append(
                db,
                stream=stream,
                filing=None,
                events=[NewEvent(kinds.kind_of(p), kinds.to_plain(p)) for p in first],
                after=None,
                officer=officer,
                at=now,
                project=projector(_no_group),
            )

    return create_vault(
        folder,
        officer_id=officer_id,
        officer_name=officer_name,
        password=password,
        recovery_file=recovery_file,
        key_file=key_file,
        key_purpose=key_purpose,
        cost=cost,
        now=now,
        phone_label=phone_label(commune, number),
        furnish=furnish,
    )


def create_vault(
    folder: Path,
    *,
    officer_id: str,
    officer_name: str,
    password: str,
    recovery_file: Path | None,
    key_file: Path | None = None,
    key_purpose: str = KEY_PURPOSE,
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

    Raises Unusable: those of `check_free`, `officer-id` (not 12 digits),
    `officer-name-empty`, `key-inside-desk` (a key file would lie in the folder that it opens), and
    those of `passwords.check_strength` and `keyfiles.write_key_file`; DeskUnavailable:
    `folder-unwritable`, `disk-full`, and those of the stores.
    """
    folder = folder.resolve()
    if not _ID_NUMBER.fullmatch(officer_id):
        raise Unusable("officer-id")
    if not officer_name.strip():
        raise Unusable("officer-name-empty")
    passwords.check_strength(password, (officer_name, officer_id))
    for path in filter(None, (recovery_file, key_file)):
        keyfiles.check_outside(path, folder)

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
            unattended, unattended_key = slots.unattended_slot(key_purpose, now)
            holders.append(unattended)
            keyfiles.write_key_file(key_file, unattended_key, purpose=f"{key_purpose}: {folder}")
            undo.callback(key_file.unlink, missing_ok=True)

        store_key = slots.new_store_key()
        secret = codes.new_secret()
        on_paper = codes.new_paper_codes()

        def give_codes(db: Database) -> None:
            code_store.set_secret(db, officer.id, secret)
            code_store.set_paper_codes(db, officer.id, codes.paper_code_hashes(on_paper))
            furnish(db, officer.id)

        _make_store(building / STORE, store_key, holders, intake, intake_key, give_codes)
        _make_keyring(building / KEYRING, desk_salt, holders, intake, store_key)
        move(building, folder)
        undo.pop_all()
    uri = codes.provisioning_uri(secret, phone_label)
    key = str(recovery_key).upper()
    return Created(officer.id, [*holders, intake], uri, store_key, key, tuple(on_paper))


def phone_label(commune: str, number: int) -> str:
    """What a desk is called among the entries on an officer's phone, in ASCII."""
    return f"QuayLT:{commune}-{number}"


def check_free(folder: Path) -> None:
    """Refuse a folder in which there is something, or that goes with the program.

    Raises Unusable `desk-exists`, `desk-in-program`; DeskUnavailable `folder-unwritable`.
    """
    check_place(folder)
    if is_taken(folder):
        raise Unusable("desk-exists", path=str(folder))


def is_taken(folder: Path) -> bool:
    """Whether there is something at `folder`. Raises DeskUnavailable `folder-unwritable`."""
    with _disk_problems(folder):
        return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


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
    flush_folder(folder.parent)


def _make_store(
    path: Path,
    store_key: bytes,
    holders: list[Slot],
    intake: Slot,
    intake_key: Identity,
    furnish: Callable[[Database], None],
) -> None:
    db = schema.create(path, store_key)
    try:
        with writing(db):
            for slot in holders:
                slot_store.record(db, slots.listed(slot))
            slot_store.record(db, slots.listed(intake), str(intake_key))
            furnish(db)
    finally:
        db.close()


def _make_keyring(
    path: Path, desk_salt: DeskSalt, holders: list[Slot], intake: Slot, store_key: bytes
) -> None:
    db = keyrings.create(path, desk_salt)
    try:
        with writing(db):
            for slot in [*holders, intake]:
                keyrings.put_slot(db, slot)
            recipients = [slot.recipient for slot in holders]
            keyrings.add_store_key(db, slots.wrap_store_key(store_key, recipients))
    finally:
        db.close()


@contextmanager
def _disk_problems(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DeskUnavailable("disk-full") from error
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from error


def _no_group(sha256: str) -> Group:
    raise Problem("group-unknown", group=sha256, known=[])
