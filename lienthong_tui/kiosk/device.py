"""The folder of a kiosk: set up from a pairing file, opened by its one window.

```
kiosk/  (0700)
  device.key   what opens kiosk.db: it lies here, for nobody signs in to a kiosk
  kiosk.db     its pairing, codes that were used, the running draft's key
  draft.db     the running draft, under a key of its own; gone when it was handed in
  waiting/     what was sealed to the desk and is not in its inbox yet: nobody here can read it
```
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lienthong_tui.access import keyfiles
from lienthong_tui.desk.kiosk_files import Pairing, read_pairing, write
from lienthong_tui.desk.layout import check_place
from lienthong_tui.desk.workplace import Clock
from lienthong_tui.people.places import commune
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.store import device
from lienthong_tui.store.disk import is_full
from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import KEY_BYTES, Database, writing

KEY, STORE, DRAFT, WAITING = "device.key", "kiosk.db", "draft.db", "waiting"
MARK = ".lienthong-kiosk"
"""In the outbox: that it is there, and no empty mount point in its place."""

_PAIRING, _OUTBOX = "pairing", "outbox"


@dataclass(frozen=True)
class Kiosk:
    """An open kiosk. `outbox` is where what is handed in is laid for the desk."""

    folder: Path
    clock: Clock
    pairing: Pairing
    outbox: Path
    db: Database = field(repr=False)

    @property
    def draft_path(self) -> Path:
        """Where the running draft lies while there is one."""
        return self.folder / DRAFT

    @property
    def waiting(self) -> Path:
        """Where lies what the outbox did not take yet."""
        return self.folder / WAITING


def is_here(folder: Path) -> bool:
    """Whether a kiosk was set up in `folder`."""
    return (folder / STORE).exists()


def set_up(folder: Path, pairing: bytes, outbox: Path) -> Pairing:
    """Make a kiosk at `folder` (absent or empty) out of a pairing file's bytes.

    Errors: Problem("pairing-unreadable"); Unusable("desk-exists"), ("desk-in-program"),
    ("outbox-missing");
    DeskUnavailable("folder-unwritable"), ("disk-full"); those of `keyfiles.write_private`.
    """
    known = read_pairing(pairing)
    commune(known.commune)
    if not outbox.is_dir():
        raise Unusable("outbox-missing", path=str(outbox))
    check_place(folder)
    with _folder_problems(folder):
        if folder.exists() and any(folder.iterdir()):
            raise Unusable("desk-exists", path=str(folder))
        (outbox / MARK).touch()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / WAITING).mkdir(mode=0o700)  # whoever makes it makes the rest
        try:
            _fill(folder, known, outbox)
        except BaseException:
            _empty(folder)
            raise
    return known


@contextmanager
def _folder_problems(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DeskUnavailable("disk-full") from None
        raise DeskUnavailable("folder-unwritable", path=str(folder)) from None


def _fill(folder: Path, known: Pairing, outbox: Path) -> None:
    key = secrets.token_bytes(KEY_BYTES)
    keyfiles.write_private(folder / KEY, key.hex())
    db = device.create(folder / STORE, key)
    try:
        with writing(db):
            set_meta(db, _PAIRING, write(known).decode())
            set_meta(db, _OUTBOX, str(outbox.resolve()))
    finally:
        db.close()


def _empty(folder: Path) -> None:
    """Leave nothing half made, so that it can be tried again."""
    for made in (KEY, STORE, f"{STORE}-journal"):
        (folder / made).unlink(missing_ok=True)
    with suppress(OSError):
        (folder / WAITING).rmdir()


@contextmanager
def opened(folder: Path, clock: Clock) -> Iterator[Kiosk]:
    """The kiosk at `folder`, for one window alone.

    Errors: DeskUnavailable("kiosk-not-here"), ("kiosk-key"); those of `device.open_alone`.
    """
    if not is_here(folder):
        raise DeskUnavailable("kiosk-not-here", path=str(folder))
    db = device.open_alone(folder / STORE, _key(folder))
    try:
        pairing, outbox = meta(db, _PAIRING), meta(db, _OUTBOX)
        if pairing is None or outbox is None:
            raise DeskUnavailable("kiosk-not-here", path=str(folder))
        yield Kiosk(folder, clock, read_pairing(pairing.encode()), Path(outbox), db)
    finally:
        db.close()


def _key(folder: Path) -> bytes:
    """Errors: DeskUnavailable("kiosk-key") where there is none, or anybody else may read it."""
    path = folder / KEY
    with suppress(OSError, ValueError):
        if os.name != "posix" or not path.stat().st_mode & 0o077:
            key = bytes.fromhex(path.read_text("ascii"))
            if len(key) == KEY_BYTES:
                return key
    raise DeskUnavailable("kiosk-key", path=str(path))
