"""A desk with a kiosk beside it, and relatives who sit down there; nobody is real."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk.sample import create, opened

from lienthong_tui.desk import drafting, kiosk_files, kiosks
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.erasure import INBOX
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.kiosk_files import Pairing
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.kiosk import device, sitting
from lienthong_tui.kiosk.device import Kiosk
from lienthong_tui.kiosk.seat import Seat

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
GRANDSON = "099208001234"  # born 2008, of age
CHILD = "099215001234"  # born 2015
AUNT = "099175001234"
LATER = timedelta(minutes=2)


class Hall:
    """The desk at `place/desk` with one kiosk at `place/kiosk`, and the time in both."""

    def __init__(self, place: Path, create: Callable[[Path], Created] = create) -> None:
        self.place = place
        self.now = NOW
        self.created = create(place)
        self.inbox = place / "desk" / INBOX
        self.inbox.mkdir(exist_ok=True)
        with self.desk() as desk:
            self.pairing = pair(desk)
        device.set_up(place / "kiosk", kiosk_files.write(self.pairing), self.inbox)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The desk as it is open to an officer."""
        with opened(self.place) as desk:
            yield replace(desk, clock=lambda: self.now)

    @contextmanager
    def kiosk(self) -> Iterator[Kiosk]:
        """The kiosk's one window."""
        with device.opened(self.place / "kiosk", lambda: self.now) as kiosk:
            yield kiosk

    def code(self, id_number: str = GRANDSON, group: str = "death") -> str:
        """A code as the officer hands it out."""
        with self.desk() as desk:
            return kiosks.code(desk, self.pairing.kiosk, id_number, group).code

    def admitted(self, kiosk: Kiosk, id_number: str = GRANDSON, group: str = "death") -> Seat:
        """A relative who has just typed a code."""
        return sitting.admit(kiosk, id_number, group, self.code(id_number, group))

    def files(self) -> list[Path]:
        """What lies in the desk's inbox."""
        return sorted(self.inbox.glob(kiosk_files.PATTERN))


def pair(desk: Desk, name: str = "Máy sảnh 1") -> Pairing:
    """Pair as a supervisor does, though a key file opened the desk."""
    supervisor = replace(
        desk,
        unlocked=replace(desk.unlocked, officer=next(iter(desk.accounts)), proved=desk.clock()),
    )
    return kiosks.pair(supervisor, name)


def answered(at: Workplace, draft: Draft, **given: str) -> Draft:
    """The draft with answers; `__` stands for the dot of a field id."""
    for name, text in given.items():
        draft = drafting.answer(at, draft, name.replace("__", "."), text)
    return draft
