"""The desks of a commune around a real hub."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from desk.sample import NOW, create, opened, signed_in

from hub.server import HOST, Server
from lienthong_tui.access import certificates, hub_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.sharing import joining, syncing
from lienthong_tui.desk.sharing.joining import Enrolment
from lienthong_tui.desk.sharing.round import Round
from lienthong_tui.hub import administering
from lienthong_tui.people import places
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal, streams
from lienthong_tui.store.sqlcipher import rows

_CODES = count(26_740)


@dataclass
class Commune:
    """Desks by number, each in a folder of its own below `place`, that share through `server`."""

    server: Server
    place: Path
    code: str
    created: dict[int, Created] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    signed: int = 0
    host: str = HOST
    port: int = 0  # where the desks look for the hub, where that is not the server itself

    def folder(self, number: int) -> Path:
        return self.place / f"{number}"

    def add(self, number: int) -> None:
        """A new desk, which joins: admitted by the first."""
        place = self.folder(number)
        place.mkdir(parents=True)
        self.created[number] = create(place, commune=self.code, number=number)
        with self.signed_in(number) as desk:
            card = joining.own_card(desk)
        granted = None
        if len(self.created) > 1:
            with self.signed_in(min(self.created)) as first:
                joining.admit(first, card, place / "grant.age")
            granted = (place / "grant.age").read_bytes()
        with self.signed_in(number) as desk:
            joining.join(desk, self.enrolment(card), granted)

    def enrolment(self, card: hub_keys.Card) -> Enrolment:
        with administering.admin(self.server.admin) as hub:
            if not administering.is_made(hub):
                administering.make(hub)
            role = administering.enrol(hub, self.code, card.desk, hub_keys.write_card(card))
        self.roles[card.desk] = role
        return Enrolment(
            commune=self.code,
            desk=card.desk,
            host=self.host,
            port=self.port or self.server.port,
            database="hub",
            role=role,
            authority=self.server.authority.certificate,
            certificate=certificates.of_client(
                self.server.authority, card.request, role, datetime.now(UTC)
            ),
        )

    def next_minute(self) -> datetime:
        """A code is good once."""
        self.signed += 1
        return NOW + self.signed * timedelta(minutes=1)

    @contextmanager
    def signed_in(self, number: int) -> Iterator[Desk]:
        now = self.next_minute()
        with signed_in(self.folder(number), self.created[number], now) as desk:
            yield desk

    @contextmanager
    def desk(self, number: int) -> Iterator[Desk]:
        """By its key file, which may do what is done all day."""
        with opened(self.folder(number)) as desk:
            yield desk

    @contextmanager
    def desks(self, *numbers: int) -> Iterator[list[Desk]]:
        with ExitStack() as stack:
            yield [stack.enter_context(self.desk(number)) for number in numbers]


def synced(desk: Desk) -> Round:
    """One round on a line of its own."""
    return syncing.exchange(desk)


def settle(*desks: Desk) -> list[Round]:
    """Until each has what every other has: what was sent is there, and then it is fetched."""
    return [synced(desk) for _ in range(2) for desk in desks]


def shared(desk: Desk) -> list[tuple[object, ...]]:
    """What every desk has to hold alike: the shared streams, and what the look-up finds."""
    filings = rows(
        desk.db,
        """SELECT id, reference, group_id, state, received, updated, label, place, due, closed, late
           FROM filing ORDER BY id""",
    )
    people = rows(
        desk.db, "SELECT filing, role, name, id_number, phone, birth FROM person ORDER BY 1, 2, 3"
    )
    order = [
        (f, *[e.envelope.event_id for e in journal.events_of(desk.db, f)])
        for f in sorted(journal.filings(desk.db))
    ]
    heads = [(h.stream, h.seq, h.hash) for h in streams.heads(desk.db)]
    return [*filings, *people, *order, *heads]


@contextmanager
def office(server: Server, place: Path, desks: int = 3) -> Iterator[Commune]:
    """A commune that no other test has."""
    with administering.admin(server.admin) as hub:
        if administering.is_made(hub):
            hub.execute("UPDATE hub_meta SET value = '1' WHERE key = 'min_client'")
    made = Commune(server, place, _commune())
    for number in range(1, desks + 1):
        made.add(number)
    yield made


def _commune() -> str:
    while True:
        code = f"{next(_CODES):05}"
        try:
            return places.commune(code).code
        except Problem:
            continue


def code_of(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.code
