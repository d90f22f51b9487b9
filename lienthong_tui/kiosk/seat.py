"""The running draft of a kiosk: the only one here, in a store and under a key of its own."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from lienthong_tui.desk.kiosk_files import new_stream
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.kiosk.device import Kiosk
from lienthong_tui.people.id_number import id_facts
from lienthong_tui.procedures import notice, overlay
from lienthong_tui.store import content, journal, schema
from lienthong_tui.store.counters import next_number
from lienthong_tui.store.meta import forget_meta, meta, set_meta
from lienthong_tui.store.sqlcipher import KEY_BYTES, Database, writing

_STREAM, _KEY, _BOUND, _GROUP = "stream", "draft-key", "bound", "group"
_TICKET, _SENT = "ticket", "sent"


@dataclass(frozen=True)
class Seat(Workplace):
    """Where the running draft is declared, until it is closed.

    `id_number` is that of whoever was admitted to it, "" where nobody is here; `ticket` what they
    are called by.
    """

    kiosk: Kiosk
    id_number: str
    group_name: str
    ticket: str
    store: Database = field(repr=False)

    @property
    def db(self) -> Database:
        """The store of the running draft."""
        return self.store

    @property
    def holder(self) -> str:
        """The kiosk: who sat there is a fact of the filing."""
        return self.kiosk.pairing.kiosk

    @property
    def found(self) -> str | None:
        """The id of the filing, once something of it was recorded."""
        return next(iter(journal.filings(self.store)), None)

    @property
    def is_child(self) -> bool:
        """Whether the ID number, which tells the year of birth alone, says that its bearer is not
        of age: they help, and nothing else."""
        years = local_day(self.clock()).year - id_facts(self.id_number).birth_year
        return years < notice.shipped().of_age.years


def begin(kiosk: Kiosk, bound: bytes, group: str) -> None:
    """Make the store of a new draft of `group` for whoever `bound` stands for.

    Its key is kept first: a draft without one opens to nobody.
    """
    day = local_day(kiosk.clock()).isoformat()
    key = secrets.token_bytes(KEY_BYTES)
    with writing(kiosk.db):
        set_meta(kiosk.db, _STREAM, new_stream(kiosk.pairing.kiosk))
        set_meta(kiosk.db, _KEY, key.hex())
        set_meta(kiosk.db, _BOUND, bound.hex())
        set_meta(kiosk.db, _GROUP, group)
        set_meta(
            kiosk.db, _TICKET, f"{kiosk.pairing.letter}{next_number(kiosk.db, 'ticket', day):02}"
        )
    store = schema.create(kiosk.draft_path, key)
    content.put(store, kiosk.pairing.office)
    store.close()


def is_for(kiosk: Kiosk, bound: bytes) -> bool:
    """Whether the running draft is that of whoever `bound` stands for."""
    return kiosk.draft_path.exists() and meta(kiosk.db, _BOUND) == bound.hex()


def take(kiosk: Kiosk, id_number: str = "") -> Seat | None:
    """The seat at the running draft; None where there is none, or only half of one."""
    told = {key: meta(kiosk.db, key) or "" for key in (_STREAM, _KEY, _GROUP, _TICKET)}
    if not kiosk.draft_path.exists() or not all(told.values()):
        return None
    pairing = kiosk.pairing
    return Seat(
        clock=kiosk.clock,
        stream=told[_STREAM],
        commune=pairing.commune,
        number=pairing.number,
        demo=pairing.demo,
        office=overlay.decode(pairing.office),
        office_source=pairing.office,
        kiosk=kiosk,
        id_number=id_number,
        group_name=told[_GROUP],
        ticket=told[_TICKET],
        store=schema.open(kiosk.draft_path, bytes.fromhex(told[_KEY])),
    )


def sent(kiosk: Kiosk) -> int:
    """How many events of the running draft were sealed to the desk."""
    return int(meta(kiosk.db, _SENT) or 0)


def note_sent(kiosk: Kiosk, count: int) -> None:
    """Note that so many events were sealed."""
    set_meta(kiosk.db, _SENT, str(count))


def forget(kiosk: Kiosk) -> None:
    """Remove the running draft: first its key, without which the file is nothing."""
    forget_meta(kiosk.db, (_STREAM, _KEY, _BOUND, _GROUP, _TICKET, _SENT))
    for beside in ("", "-wal", "-shm"):
        Path(f"{kiosk.draft_path}{beside}").unlink(missing_ok=True)
