"""A damaged desk and its backups, opened by the recovery sheet as far as they can be read."""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import backup_file, sittings
from lienthong_tui.desk.backup_file import ENDING, About
from lienthong_tui.desk.before_change import BACKUPS
from lienthong_tui.desk.layout import KEYRING, STORE
from lienthong_tui.desk.store_key import unwrapped
from lienthong_tui.problems import DeskUnavailable, Problem, Refused
from lienthong_tui.store import backup, salvage
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.damage import PAGE_BYTES
from lienthong_tui.store.keyring import Purge, Slot
from lienthong_tui.store.salvage import Source
from lienthong_tui.store.sqlcipher import Database
from lienthong_tui.store.streams import Head

log = logging.getLogger(__name__)

_MOST_BACKUPS = 3


@dataclass(frozen=True)
class Wreck:
    """`source` is what can be read of the store, and `slot` that of the recovery sheet, by the
    `keys.db` at `keyring`; `backup` is the backup that it had to be taken from, None for its own.

    `backups` are what lost parts may be taken from. `purges` is what any `keys.db` here knows to
    have been erased, and `heads` how far the journal went when programs that were cut off last
    stored something.
    """

    source: Source
    slot: Slot
    keyring: Path
    backup: str | None
    backups: tuple[Source, ...]
    purges: tuple[Purge, ...]
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class _Unpacked:
    """A backup and the folder it is unpacked in; `asked` for by whoever salvages."""

    path: Path
    place: Path
    about: About
    asked: bool


def open_wreck(
    folder: Path, identity: Identity, backups: Sequence[Path], out: Path, closing: ExitStack
) -> Wreck:
    """Open the desk in `folder`; backups are unpacked beside `out` until `closing` is closed.

    Errors: as `salvaging.salvage_desk`.
    """
    if not (folder / STORE).is_file():
        raise DeskUnavailable("store-missing", path=str(folder / STORE))
    opened = _by_its_own(folder, identity)
    if opened is not None:
        closing.callback(opened[0].close)
        if not opened[0].pages and (folder / STORE).stat().st_size % PAGE_BYTES == 0:
            raise DeskUnavailable("salvage-whole", path=str(folder))
    found = sorted(
        _unpacked(backups, folder, out, closing), key=lambda each: each.about.made, reverse=True
    )
    keyring, taken_from = folder / KEYRING, None
    if opened is None:
        opened, by = _by_any(folder, found, identity)
        closing.callback(opened[0].close)
        if by is not None:
            keyring, taken_from = by.place / KEYRING, by.path.name
    return Wreck(
        *opened,
        keyring=keyring,
        backup=taken_from,
        backups=tuple(_sources(found, identity, closing)),
        purges=_purges([folder, *(each.place for each in found)]),
        heads=tuple(sittings.heads(sittings.cut_off(folder))),
    )


def beside(out: Path, closing: ExitStack) -> Path:
    """A folder beside `out` that is gone afterwards. Raises DeskUnavailable `folder-unwritable`."""
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise DeskUnavailable("folder-unwritable", path=str(out)) from error
    closing.callback(shutil.rmtree, made, ignore_errors=True)
    return made


def _by_its_own(folder: Path, identity: Identity) -> tuple[Source, Slot] | None:
    """The store, opened by its own `keys.db`; None where that is damaged, or does not fit."""
    try:
        with keyrings.looked_at(folder / KEYRING) as keyring:
            if keyrings.is_whole(keyring):
                return _opened(keyring, folder / STORE, identity)
    except DeskUnavailable as problem:
        log.warning("its own keys.db does not open the store: %s", problem.code)
    return None


def _by_any(
    folder: Path, found: Sequence[_Unpacked], identity: Identity
) -> tuple[tuple[Source, Slot], _Unpacked | None]:
    """The store, opened by the `keys.db` of the latest backup that fits, or else by its own as far
    as that can be read; and which backup it was.

    Raises DeskUnavailable `salvage-nothing`, or where its own is damaged `salvage-keyring`.
    """
    store, own = folder / STORE, folder / KEYRING
    for each in found:
        with suppress(Problem), keyrings.looked_at(each.place / KEYRING) as keyring:
            return _opened(keyring, store, identity), each
    whole = False
    with suppress(Problem), keyrings.looked_at(own) as keyring:
        whole = keyrings.is_whole(keyring)
        return _opened(keyring, store, identity), None
    if whole:
        raise DeskUnavailable("salvage-nothing", path=str(store))
    raise DeskUnavailable("salvage-keyring", path=str(own))


def _opened(keyring: Database, store: Path, identity: Identity) -> tuple[Source, Slot]:
    recipient = str(identity.to_public())
    for slot in keyrings.slots(keyring):
        if slot.recipient == recipient and slot.kind == "recovery":
            return _readable(store, keyring, identity), slot
    raise Refused("salvage-key")


def _readable(path: Path, keyring: Database, identity: Identity) -> Source:
    trouble = DeskUnavailable("salvage-nothing", path=str(path))
    for key in unwrapped(keyring, identity):
        try:
            return salvage.opened(path, key.key)
        except DeskUnavailable as problem:
            trouble = problem
    raise DeskUnavailable("salvage-nothing", path=str(path)) from trouble


def _unpacked(
    named: Sequence[Path], folder: Path, out: Path, closing: ExitStack
) -> Iterator[_Unpacked]:
    """The backups; of the desk's own those that cannot be read are passed over."""
    own = sorted((folder / BACKUPS).glob(f"*{ENDING}"), reverse=True)
    for path in (*named, *own[:_MOST_BACKUPS]):
        place = beside(out, closing)
        try:
            about = backup_file.unpack(path, place, backup.untold)
        except Problem as problem:
            if path in named:
                raise
            log.warning("a backup was passed over: %s", problem.code)
            continue
        yield _Unpacked(path, place, about, path in named)


def _sources(
    found: Sequence[_Unpacked], identity: Identity, closing: ExitStack
) -> Iterator[Source]:
    """What lost parts may be taken from."""
    for each in found:
        try:
            with keyrings.looked_at(each.place / KEYRING) as keyring:
                source = _readable(each.place / STORE, keyring, identity)
        except Problem as problem:
            if each.asked:
                raise
            log.warning("a backup was passed over: %s", problem.code)
            continue
        closing.callback(source.close)
        yield source


def _purges(folders: Sequence[Path]) -> tuple[Purge, ...]:
    """What is known to have been erased: no backup is to bring it back."""
    known: dict[str, Purge] = {}
    for folder in folders:
        with suppress(Problem), keyrings.looked_at(folder / KEYRING) as keyring:
            for purge in keyrings.purges(keyring):
                known.setdefault(purge.filing, purge)
    return tuple(known.values())
