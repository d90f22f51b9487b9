"""What a desk may do at the hub, tried against a real PostgreSQL over mutual TLS."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

psycopg = pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from hub.server import HOST, Server  # noqa: E402
from lienthong_tui.access import certificates  # noqa: E402
from lienthong_tui.access.certificates import Pair  # noqa: E402
from lienthong_tui.filing.envelope import Envelope  # noqa: E402
from lienthong_tui.filing.uuid7 import uuid7  # noqa: E402
from lienthong_tui.hub import administering, line, streams  # noqa: E402
from lienthong_tui.hub.line import Hub, Papers, Place  # noqa: E402
from lienthong_tui.hub.streams import Head, Row  # noqa: E402
from lienthong_tui.problems import Busy, Problem, Refused  # noqa: E402

NOW = datetime.now(UTC)
HERE, THERE = "19639", "00001"


class Desk:
    """A desk as far as the line goes."""

    def __init__(self, server: Server, folder: Path, commune: str, number: int) -> None:
        self.server, self.folder = server, folder
        self.commune, self.number = commune, number
        self.key = certificates.new_key()
        with administering.admin(server.admin) as hub:
            self.role = administering.enrol(hub, commune, number, b"card")
        self.stream = f"d_{commune}_{number}_00000001"
        self.signed = certificates.of_client(
            server.authority, certificates.request(self.key, "x"), self.role, NOW
        )

    def papers(self, authority: Pair | None = None, certificate: str = "", key: str = "") -> Papers:
        return Papers(
            (authority or self.server.authority).certificate,
            certificate or self.signed,
            certificates.locked_key(key or self.key, "word"),
            "word",
        )

    def place(self, role: str = "") -> Place:
        return Place(HOST, self.server.port, "hub", role or self.role)

    @contextmanager
    def line(self) -> Iterator[Hub]:
        with line.connect(self.place(), self.papers(), self.folder) as hub:
            yield hub

    def row(self, seq: int, *, desk: int | None = None, code: str | None = None) -> Row:
        envelope = Envelope(
            self.stream, seq, str(uuid7(NOW)), 1, "2026-12-01T00:00:00.000000Z", "o",
            "filing.noted", str(uuid7(NOW)), b"c", b"p", b"h",
        )  # fmt: skip
        return Row(envelope, desk or self.number, 1, b"t", b"sealed", code)


@pytest.fixture(scope="module")
def desks(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, ...]:
    """Two of one commune, the second of which has sent an event, and one of another."""
    with administering.admin(server.admin) as hub:
        administering.make(hub)
    made = tuple(
        Desk(server, tmp_path_factory.mktemp("desk"), commune, number)
        for commune, number in ((HERE, 1), (HERE, 2), (THERE, 1))
    )
    for desk in made[1:]:
        with desk.line() as hub:
            streams.begin(hub, desk.commune, desk.stream, desk.number)
            head = streams.heads(hub, desk.commune)[desk.stream]
            streams.push(hub, desk.commune, head, [desk.row(1)])
    return made


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_a_desk_sees_its_commune_and_no_other(desks: tuple[Desk, ...]) -> None:
    mine, other, far = desks
    with mine.line() as hub:
        assert set(streams.heads(hub, HERE)) == {other.stream}
        assert streams.heads(hub, THERE) == {}
        assert streams.pull(hub, THERE, far.stream, 0) == []
        assert len(streams.pull(hub, HERE, other.stream, 0)) == 1
        for table in ("hub_member", "hub_stream", "hub_event", "hub_claim", "hub_key", "hub_blob"):
            found = hub.execute(
                f"SELECT count(*) FROM {table} WHERE commune = %s", [THERE]
            ).fetchone()
            assert found == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM hub_event",
        "DELETE FROM hub_stream",
        "UPDATE hub_event SET kind = 'x'",
        "UPDATE hub_event SET hash = 'x'",
        "UPDATE hub_stream SET desk = 1",
        "UPDATE hub_member SET revoked = false",
        "INSERT INTO hub_member VALUES ('19639', 'd_19639_3_00000000', 3, 'card')",
        "INSERT INTO hub_meta VALUES ('*', 'min_client', '0')",
        "UPDATE hub_claim SET desk = 1",
        "UPDATE hub_blob SET data = 'x'",
        "TRUNCATE hub_event",
        "DROP TABLE hub_event",
        "ALTER TABLE hub_event DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (x int)",
        "CREATE ROLE d_19639_9_00000000 LOGIN",
        "SET ROLE hub",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY hub_event TO PROGRAM 'cat'",
    ],
)
def test_a_desk_is_refused(desks: tuple[Desk, ...], statement: str) -> None:
    with desks[0].line() as hub, pytest.raises(psycopg.errors.InsufficientPrivilege):
        hub.execute(statement)


def test_nobody_writes_for_another_desk(desks: tuple[Desk, ...]) -> None:
    mine, other, far = desks
    with mine.line() as hub:
        for stream, desk in (
            (other.stream + "9", other.number),
            (other.stream + "9", mine.number),
            (far.stream, mine.number),
            ("a_bhxh_79", mine.number),
        ):
            assert refused(partial(streams.begin, hub, HERE, stream, desk)) == "hub-forbidden"
        assert refused(lambda: streams.begin(hub, THERE, far.stream + "9", 1)) == "hub-forbidden"
        head = streams.heads(hub, HERE)[other.stream]
        rows = [other.row(2)]
        assert refused(lambda: streams.push(hub, HERE, head, rows)) == "hub-moved"
        forged = [other.row(2, desk=mine.number)]
        with (
            line.answering(),
            hub.cursor() as cursor,
            pytest.raises(psycopg.errors.ForeignKeyViolation),
        ):
            cursor.execute(
                f"INSERT INTO hub_event ({streams.COLUMNS}) VALUES ({streams.MARKS})",
                streams.columns(HERE, forged[0]),
            )


def test_contents_are_erased_by_who_sent_them_and_never_altered(desks: tuple[Desk, ...]) -> None:
    mine, other, _ = desks
    with mine.line() as hub:
        erased = hub.execute("UPDATE hub_event SET sealed = NULL WHERE desk = 2")
        assert erased.rowcount == 0
    with other.line() as hub:
        row = streams.pull(hub, HERE, other.stream, 0)[0]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            hub.execute("UPDATE hub_event SET sealed = 'x' WHERE desk = 2")
        assert row.envelope.filing is not None
        streams.erase(hub, HERE, other.number, row.envelope.filing, ["filing.purged"])
        assert streams.pull(hub, HERE, other.stream, 0)[0].sealed is None


def test_a_reference_is_given_out_once(desks: tuple[Desk, ...]) -> None:
    mine, other, _ = desks
    code = "LT19639-261201-1001-X"
    for desk in (mine, other):
        with desk.line() as hub:
            head = streams.heads(hub, HERE).get(desk.stream)
            if head is None:
                streams.begin(hub, HERE, desk.stream, desk.number)
                head = Head(desk.stream, desk.number, 0, None)
            rows = [desk.row(head.seq + 1, code=code)]
            if desk is mine:
                streams.push(hub, HERE, head, rows)
            else:
                with pytest.raises(Problem) as caught:
                    streams.push(hub, HERE, head, rows)
                assert caught.value.params == {"what": "hub_event_code"}
                # Nothing of it stayed, the head neither.
                assert streams.heads(hub, HERE)[desk.stream] == head


def test_whoever_comes_too_late_writes_nothing(desks: tuple[Desk, ...]) -> None:
    mine = desks[0]
    with mine.line() as hub, mine.line() as again:
        head = streams.heads(hub, HERE)[mine.stream]
        after = streams.push(hub, HERE, head, [mine.row(head.seq + 1)])
        with pytest.raises(Busy) as caught:
            streams.push(again, HERE, head, [mine.row(head.seq + 1)])
        assert caught.value.code == "hub-moved"
        assert streams.heads(hub, HERE)[mine.stream] == after


def test_in_the_name_of_another_nobody_comes_in(desks: tuple[Desk, ...]) -> None:
    mine, other, _ = desks
    assert refused(lambda: line.connect(mine.place(other.role), mine.papers(), mine.folder)) == (
        "hub-certificate"
    )


def test_a_hub_that_is_another_is_not_believed(desks: tuple[Desk, ...]) -> None:
    mine = desks[0]
    foreign = certificates.new_authority("another", NOW)
    papers = mine.papers(authority=foreign)
    assert refused(lambda: line.connect(mine.place(), papers, mine.folder)) == "hub-certificate"


def test_a_certificate_of_another_authority_is_not_taken(desks: tuple[Desk, ...]) -> None:
    mine = desks[0]
    foreign = certificates.new_authority("another", NOW)
    wanted = certificates.request(mine.key, "x")
    papers = mine.papers(certificate=certificates.of_client(foreign, wanted, mine.role, NOW))
    assert refused(lambda: line.connect(mine.place(), papers, mine.folder)) == "hub-certificate"


def test_without_a_certificate_or_without_tls_nobody_comes_in(
    server: Server, desks: tuple[Desk, ...]
) -> None:
    plain = f"host={HOST} port={server.port} dbname=hub user={desks[0].role} connect_timeout=5"
    for how in ("sslmode=disable", "sslmode=require sslcert=/none sslkey=/none"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"{plain} {how}")


def test_a_revoked_desk_is_out_at_once(
    server: Server, desks: tuple[Desk, ...], tmp_path: Path
) -> None:
    gone = Desk(server, tmp_path, HERE, 7)
    with gone.line() as hub, administering.admin(server.admin) as admin:
        assert refused(lambda: administering.enrol(admin, HERE, 7, b"card")) == "hub-desk-taken"
        administering.revoke(admin, gone.role)
        assert refused(lambda: streams.heads(hub, HERE)) == "hub-away"
        with pytest.raises(Refused) as caught:
            line.connect(gone.place(), gone.papers(), gone.folder)
        assert caught.value.code == "hub-shut"
        assert refused(lambda: administering.enrol(admin, HERE, 7, b"card")) == "card-revoked"
        again = administering.enrol(admin, HERE, 7, b"another card")
        assert again != gone.role
        told = {m.role: m.revoked for m in administering.members(admin, HERE) if m.desk == 7}
        assert told == {gone.role: True, again: False}


def test_a_line_that_is_cut_in_the_handshake_is_no_wrong_certificate(
    desks: tuple[Desk, ...],
) -> None:
    mine = desks[0]
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        listening.listen()

        def cut(after: int) -> None:
            asked, _ = listening.accept()
            asked.recv(8)
            asked.sendall(b"S")  # "TLS, please", and then silence
            asked.recv(after)
            asked.close()

        for after in (1, 400):
            threading.Thread(target=cut, args=(after,), daemon=True).start()
            place = Place(HOST, listening.getsockname()[1], "hub", mine.role)
            asking = partial(line.connect, place, mine.papers(), mine.folder)
            assert refused(asking) == "hub-away"


def test_a_server_that_asks_for_a_password_is_told(server: Server, desks: tuple[Desk, ...]) -> None:
    path = server.data / "pg_hba.conf"
    text = path.read_text()
    path.write_text("hostssl all all all scram-sha-256\n" + text)
    server.reload()
    try:
        mine = desks[0]
        assert (
            refused(partial(line.connect, mine.place(), mine.papers(), mine.folder)) == "hub-entry"
        )
    finally:
        path.write_text(text)
        server.reload()


def test_a_hub_that_is_not_there_is_away(desks: tuple[Desk, ...]) -> None:
    from hub.server import free_port

    mine = desks[0]
    place = Place(HOST, free_port(), "hub", mine.role)
    assert refused(lambda: line.connect(place, mine.papers(), mine.folder)) == "hub-away"


def test_the_tables_are_made_once(server: Server, desks: tuple[Desk, ...]) -> None:
    with administering.admin(server.admin) as hub:
        assert refused(lambda: administering.make(hub)) == "hub-made"
        administering.check_version(hub)
        hub.execute("UPDATE hub_meta SET value = '2' WHERE key = 'min_client'")
        assert refused(lambda: administering.check_version(hub)) == "hub-newer"
        hub.execute("UPDATE hub_meta SET value = '1' WHERE key = 'min_client'")
