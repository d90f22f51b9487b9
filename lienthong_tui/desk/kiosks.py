"""The kiosks of a desk: paired, ended, and the codes that admit a relative to one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from string import ascii_uppercase
from uuid import uuid4

from lienthong_tui.access import keyfiles, kiosk_keys
from lienthong_tui.desk import replies
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.kiosk_files import Pairing, write
from lienthong_tui.filing.desk_events import KioskCodeGiven, KioskEnded, KioskPaired
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import codes, slots
from lienthong_tui.store import kiosks as store
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.text.clean import clean

LONGEST_NAME = 40


@dataclass(frozen=True)
class Code:
    """A code to be handed to a relative, and until when it admits."""

    code: str
    until: datetime


def paired(desk: Desk) -> list[Paired]:
    """The kiosks of the desk, the first paired first."""
    return store.paired(desk.db)


def pair(desk: Desk, name: str, folder: Path | None = None) -> Pairing:
    """Let a kiosk of this name hand over, and give what it has to know.

    `folder` is where it will lay its files, as this machine names it; None: the desk's inbox.

    Errors: those of `Desk.require` and `clean`; Problem("kiosk-name"), ("kiosk-name-taken"),
    ("kiosk-many").
    """
    desk.require("settings")
    name = clean(name)
    if not name or len(name) > LONGEST_NAME:
        raise Problem("kiosk-name", most=LONGEST_NAME)
    known = paired(desk)
    if name in {kiosk.name for kiosk in known}:
        raise Problem("kiosk-name-taken", name=name)
    taken = {kiosk.letter for kiosk in known}
    if len(taken) == len(ascii_uppercase):
        raise Problem("kiosk-many", most=len(taken))
    recipient = next((s.recipient for s in slots.listed(desk.db) if s.kind == "desk-intake"), None)
    if recipient is None:
        raise DeskUnavailable("desk-unfinished")
    letter = next(each for each in ascii_uppercase if each not in taken)
    kiosk = Paired(uuid4().hex, name, letter, kiosk_keys.new_secret(), folder)
    with writing(desk.db):
        store.add(desk.db, kiosk)
        desk.append(None, [KioskPaired(kiosk=kiosk.id, name=name)])
    return Pairing(
        kiosk=kiosk.id,
        name=name,
        letter=letter,
        secret=kiosk.secret,
        recipient=recipient,
        commune=desk.commune,
        number=desk.number,
        demo=desk.demo,
        office=desk.office_source,
    )


def pair_into(desk: Desk, name: str, out: Path, folder: Path | None = None) -> Pairing:
    """Pair a kiosk, and write what it has to know into a new file that only this user can read.

    Errors: those of `pair` and `keyfiles.write_key_file`, the latter before anything is paired;
    Unusable("outbox-missing") where there is no such `folder`.
    """
    if folder is not None and not folder.is_dir():
        raise Unusable("outbox-missing", path=str(folder))
    keyfiles.check_place(out, desk.unlocked.folder)
    replies.make_inbox(desk)
    with writing(desk.db):  # a file that cannot be written pairs nothing
        pairing = pair(desk, name, folder.resolve() if folder else None)
        keyfiles.write_private(out, write(pairing).decode())
    return pairing


def end(desk: Desk, kiosk: str) -> None:
    """Take nothing from a kiosk any more; its codes admit nobody once it is told so by hand.

    Errors: those of `Desk.require`; Problem("kiosk-unknown").
    """
    desk.require("settings")
    _known(desk, kiosk)
    with writing(desk.db):
        store.remove(desk.db, kiosk)
        desk.append(None, [KioskEnded(kiosk=kiosk)])


def code(desk: Desk, kiosk: str, id_number: str, group: str) -> Code:
    """The code by which the bearer of an ID number may declare a filing of `group` at a kiosk.

    Each is another one: after the code of this minute that of the next is handed out.

    Errors: those of `Desk.require` and `parse_id_number`; Problem("kiosk-unknown"),
    ("kiosk-code-wait") after three in a minute.
    """
    desk.require("work")
    known = _known(desk, kiosk)
    key = kiosk_keys.bound(known.secret, known.id, parse_id_number(id_number), group)
    now = desk.clock()
    lasts = timedelta(seconds=kiosk_keys.LASTS_STEPS * kiosk_keys.STEP_SECONDS)
    present = kiosk_keys.step_at(now)
    with writing(desk.db):
        for step in range(present, present + kiosk_keys.HANDED_AHEAD + 1):
            if codes.use_step(desk.db, key.hex(), step):
                desk.append(None, [KioskCodeGiven(kiosk=known.id, group=group)])
                until = now.replace(second=0, microsecond=0) + lasts
                return Code(kiosk_keys.code_of(key, step), until)
    raise Problem("kiosk-code-wait")


def _known(desk: Desk, kiosk: str) -> Paired:
    for known in paired(desk):
        if known.id == kiosk:
            return known
    raise Problem("kiosk-unknown")
