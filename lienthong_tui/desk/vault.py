"""Opening a desk folder: `keys.db`, `desk.db` and the order of the checks.

Who somebody is who signs in is found out by `attempts`.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from lienthong_tui.access import keyfiles, slots
from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import attempts, before_change, sittings, store_key
from lienthong_tui.desk.attempts import By
from lienthong_tui.desk.greeting import offered
from lienthong_tui.desk.layout import KEYRING, STORE, is_here
from lienthong_tui.problems import DeskUnavailable, Refused
from lienthong_tui.store import damage, schema, streams
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.keyring import Failure, SlotKind
from lienthong_tui.store.meta import STREAM, meta
from lienthong_tui.store.sqlcipher import (
    Database,
    after_commit,
    connect,
    connect_unread,
    held,
    rows,
)
from lienthong_tui.store.streams import Head

SHIFT = timedelta(hours=12)
"""How long after a code the password alone is asked of the same officer, on the same screen."""


@dataclass(frozen=True)
class Cut:
    """Programs that had the desk open were cut off: their `files` (`sittings`).

    `missing` are the heads of the journal they noted and it has no more, as when a `-wal` was taken
    away: what they stored last is lost.
    """

    files: tuple[Path, ...]
    missing: tuple[Head, ...] = ()


@dataclass(frozen=True)
class Unlocked:
    """A desk's two files, open. Close `db` and `keyring`.

    `officer` is the id of the slot that opened them and `kind` its kind: a key file or a recovery
    sheet may do less than an officer. `identity` is the holder's own age identity, `by` what came
    with it, `at` when. `failures` are the sign-ins that failed before; `strangers` the labels of
    slots that were in `keys.db` and not on the desk's own list. `proved` is when the holder last
    proved to be who opened it. `cut` tells of programs that were cut off before. `leave` is closed
    last: until then others see that somebody has the desk open.
    """

    folder: Path
    db: Database
    keyring: Database
    officer: str
    kind: SlotKind
    identity: Identity = field(repr=False)
    by: By
    at: datetime
    proved: datetime
    failures: tuple[Failure, ...] = ()
    strangers: tuple[str, ...] = ()
    cut: Cut | None = None
    leave: ExitStack = field(default_factory=ExitStack, repr=False)


def officers(folder: Path) -> list[str]:
    """The display names that each name exactly one officer, oldest first; unlocks nothing.

    Raises the DeskUnavailable of `open_with_password` that concern `keys.db`.
    """
    with ExitStack() as closing:
        found = keyrings.slots(_open_keyring(folder, closing))
    return offered(slot.label for slot in found if slot.kind == "officer")


def open_with_password(
    folder: Path, officer: str, password: str, code: str, now: datetime
) -> Unlocked:
    """Sign in with ID number or display name, password, and a code from the phone or on paper.

    The attempt is counted and noted, on disk, before the password is checked. A wrong name,
    password or code all raise Refused `sign-in` after the same work; too many raise
    `sign-in-locked` (`seconds`). Only after the right password, `code-skew` (`minutes`, positive
    when this PC is behind) tells that its clock is the reason.

    Raises DeskUnavailable: `desk-not-here` (neither file is in `folder`),
    `store-rolled-back` and `store-forked` (`noted`: the journal is not the one last noted in
    `keys.db`), those of the keyring and the slots, and those of `damage.why_unreadable`; Busy
    `store-busy`.
    """
    with ExitStack() as closing:
        keyring = _open_keyring(folder, closing)
        slot, who = attempts.claimed(keyring, officer)
        before = keyrings.failures(keyring)
        attempts.count(keyring, who, now)
        if slot is None:
            slots.id_hash(password, keyrings.desk_salt(keyring))  # only for the time it takes
            raise Refused("sign-in")
        identity = slots.open_officer_slot(slot, password)
        db, cut, leave = _open_store(folder, keyring, identity, closing)
        by = attempts.spend_code(db, slot.id, code, now)
        strangers = _removed_strangers(folder, keyring, db)
        attempts.forgive(keyring, who, before)
        closing.pop_all()
    return Unlocked(
        folder, db, keyring, slot.id, slot.kind, identity, by, now, now, tuple(before), strangers,
        cut, leave,
    )  # fmt: skip


def open_again(folder: Path, before: Unlocked, password: str, now: datetime) -> Unlocked:
    """Open the desk for the officer who had it open on this screen, by the password alone.

    The code is asked once per shift. Raises Refused `shift-over` twelve hours after it, and else
    as `open_with_password`.
    """
    check_shift(before, now)
    with ExitStack() as closing:
        keyring = _open_keyring(folder, closing)
        failures = keyrings.failures(keyring)
        identity = attempts.proved(keyring, before.officer, password, now)
        db, cut, leave = _open_store(folder, keyring, identity, closing)
        strangers = _removed_strangers(folder, keyring, db)
        attempts.forgive(keyring, before.officer, failures)
        closing.pop_all()
    return Unlocked(
        folder, db, keyring, before.officer, before.kind, identity, before.by, before.at,
        now, tuple(failures), strangers, cut, leave,
    )  # fmt: skip


def prove(unlocked: Unlocked, password: str, now: datetime) -> Unlocked:
    """The desk as it is open, its holder proved just now by the password, counted like a sign-in.

    Raises Refused `password-wrong`, `sign-in-locked`, and `shift-over` twelve hours after the code.
    """
    check_shift(unlocked, now)
    try:
        failures = keyrings.failures(unlocked.keyring)
        attempts.proved(unlocked.keyring, unlocked.officer, password, now)
    except Refused as problem:
        raise Refused("password-wrong") if problem.code == "sign-in" else problem from None
    attempts.forgive(unlocked.keyring, unlocked.officer, failures)
    return dataclasses.replace(unlocked, proved=now)


def check_shift(unlocked: Unlocked, now: datetime) -> None:
    """Raises Refused `shift-over` once the code was given too long ago, by a clock set back too."""
    if not timedelta() <= now - unlocked.at <= SHIFT:
        raise Refused("shift-over")


def open_with_key_file(folder: Path, key_file: Path, now: datetime) -> Unlocked:
    """Open the desk with a key file, or with the recovery sheet.

    Raises Refused `key-unknown` (`path`: a key, but of no slot of this desk), those of
    `keyfiles.read_key_file`, and the DeskUnavailable of `open_with_password`.
    """
    return open_with_identity(folder, keyfiles.read_key_file(key_file), str(key_file), now)


def open_with_identity(folder: Path, identity: Identity, source: str, now: datetime) -> Unlocked:
    """As `open_with_key_file`, with the key itself; `source` says where it came from."""
    recipient = str(identity.to_public())
    with ExitStack() as closing:
        keyring = _open_keyring(folder, closing)
        slot = next((s for s in keyrings.slots(keyring) if s.recipient == recipient), None)
        if slot is None or slot.kind not in ("unattended", "recovery"):
            raise Refused("key-unknown", path=source)
        failures = keyrings.failures(keyring)
        try:
            db, cut, leave = _open_store(folder, keyring, identity, closing)
        except Refused:
            raise Refused("key-unknown", path=source) from None
        strangers = _removed_strangers(folder, keyring, db)
        closing.pop_all()
    return Unlocked(
        folder,
        db,
        keyring,
        slot.id,
        slot.kind,
        identity,
        "key",
        now,
        now,
        tuple(failures),
        strangers,
        cut,
        leave,
    )


@contextmanager
def beside(folder: Path, identity: Identity) -> Iterator[Database]:
    """Another connection to the store of a desk that is open, for a thread of its own.

    Raises DeskUnavailable as `open_with_password`.
    """
    with keyrings.looked_at(folder / KEYRING) as keyring:
        keys = store_key.unwrapped(keyring, identity)
    for key in keys:
        try:
            db = connect(folder / STORE, key.key)
            schema.steady(db)
        except DeskUnavailable as problem:
            if problem.code != "store-unreadable":
                raise
            continue
        try:
            yield db
        finally:
            db.close()
        return
    raise damage.why_unreadable(folder / STORE, [key.key for key in keys])


@contextmanager
def looking_into(folder: Path, identity: Identity) -> Iterator[Database]:
    """The store of a desk as it lies there, for whoever only compares: nothing of it is changed,
    not even by a `-wal` that is not its own.

    Raises DeskUnavailable as `open_with_password`, `store-rolled-back` and `store-forked` too.
    """
    if not is_here(folder):
        raise DeskUnavailable("desk-not-here", path=str(folder))
    if not (folder / STORE).is_file():
        raise DeskUnavailable("store-missing", path=str(folder / STORE))
    with keyrings.looked_at(folder / KEYRING) as keyring:
        keys = store_key.unwrapped(keyring, identity)
        for key in keys:
            db = connect_unread(folder / STORE, key.key, mode="ro")
            try:
                rows(db, "SELECT count(*) FROM sqlite_master")
            except DeskUnavailable:
                db.close()
                continue
            try:
                compare_anchors(keyring, db)
                yield db
            finally:
                db.close()
            return
        raise damage.why_unreadable(folder / STORE, [key.key for key in keys])


def _open_keyring(folder: Path, closing: ExitStack) -> Database:
    if not is_here(folder):
        raise DeskUnavailable("desk-not-here", path=str(folder))
    db = keyrings.open_keyring(
        folder / KEYRING, partial(before_change.keep, folder, {KEYRING: None})
    )
    closing.callback(db.close)
    return db


def _open_store(
    folder: Path, keyring: Database, identity: Identity, closing: ExitStack
) -> tuple[Database, Cut | None, ExitStack]:
    """Open `desk.db` with the newest store key that fits, and end a change of key cut short;
    whether programs were cut off before; and what tells the others that this one has gone.

    From before the store is opened the others see that somebody has it (`sittings`)."""
    path = folder / STORE
    left = tuple(sittings.cut_off(folder))
    leave = ExitStack()
    closing.callback(leave.close)
    note = leave.enter_context(sittings.sitting(folder))
    sittings.check_open_to_all(folder)
    # A change of the key that was cut short leaves the file under the new key or the one before.
    keys = store_key.unwrapped(keyring, identity)
    for key in keys:
        try:
            # Until it is known to be the newest, nothing beside it may be written into it.
            with held(path, key.key), ExitStack() as refusing:
                # The keyring of that time is kept already, where it was of an earlier version.
                files = {KEYRING: None, STORE: key.key}
                db = schema.open(path, key.key, partial(before_change.keep, folder, files))
                refusing.callback(db.close)
                with damage.naming(db, path):
                    compare_anchors(keyring, db)
                refusing.pop_all()
        except DeskUnavailable as problem:
            if problem.code != "store-unreadable":
                raise
            continue
        closing.callback(db.close)
        damage.check_whole(db, path)
        with damage.naming(db, path):
            if str(identity.to_public()) not in {s.recipient for s in slot_store.listed(db)}:
                # Shut out, by a program that was killed before it could take the slot away.
                raise Refused("sign-in")
            store_key.end_change(db, keyring, key, keys[0])
            missing = tuple(
                head
                for head in sittings.heads(left)
                if streams.hash_at(db, head.stream, head.seq) != head.hash
            )
        after_commit(db, partial(_note_head, db, note))
        return db, Cut(left, missing) if left else None, leave
    raise damage.why_unreadable(path, [key.key for key in keys])


def _note_head(db: Database, note: Callable[[Head], None]) -> None:
    with suppress(Exception):  # what was written is, whatever becomes of the note
        if (stream := meta(db, STREAM)) is not None:
            note(streams.head_of(db, stream))


def compare_anchors(keyring: Database, db: Database) -> None:
    """An old copy of `desk.db` put back is whole and verifies: only the note in `keys.db` tells.

    Raises DeskUnavailable `store-rolled-back`, `store-forked` (`noted`).
    """
    noted = keyrings.anchors(keyring)
    # A copy that was at work elsewhere meanwhile wrote a stream of its own there.
    is_ours = not noted or meta(db, STREAM) in noted
    for stream, (seq, expected) in noted.items():
        found = streams.hash_at(db, stream, seq)
        if found is None and is_ours:
            raise DeskUnavailable("store-rolled-back", noted=seq)
        if found != expected:
            raise DeskUnavailable("store-forked", noted=seq)


def _removed_strangers(folder: Path, keyring: Database, db: Database) -> tuple[str, ...]:
    """Take out of `keys.db` what is not on the desk's own list; the labels of what was there.

    Whoever can write the folder can add a slot and wait until the store key is wrapped anew for
    all. One missing from `keys.db` only shuts its holder out. A slot that was struck from the list
    by a program killed before it was taken out here is no stranger.
    """
    with damage.naming(db, folder / STORE):
        known = {listed.recipient: listed for listed in slot_store.listed(db)}
        struck = slot_store.struck(db)
    labels = []
    for slot in keyrings.slots(keyring):
        true = known.get(slot.recipient)
        if slots.listed(slot) == true:
            continue
        if true is not None and true.id == slot.id:
            keyrings.put_slot(keyring, replace(slot, kind=true.kind, label=true.label))
        else:
            keyrings.remove_slot(keyring, slot.id)
        if slot.recipient not in struck:
            labels.append(slot.label)
    return tuple(labels)
