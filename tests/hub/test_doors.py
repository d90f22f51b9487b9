"""From an empty database to desks that share and an agency that answers, by commands alone."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, create
from office import Office
from test_cli_replies import keys, sent

from hub.server import HOST, Server
from lienthong_tui.access import certificates
from lienthong_tui.cli import run


class Times:
    """What the clock says; it goes on a minute for each code, which is good once."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def codes(self, office: Office) -> list[str]:
        self.now += timedelta(minutes=1)
        office.now = self.now
        return office.sign_in()


@pytest.fixture(scope="module")
def made(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority's folder of a hub that was made by `hub init` on this server."""
    folder = tmp_path_factory.mktemp("hub") / "authority"
    with pytest.raises(SystemExit) as ended:
        run(
            ["hub", "init", "--admin", server.admin, "--authority", str(folder), "--host", HOST,
             "--host", "hub.example"]
        )  # fmt: skip
    assert ended.value.code == 0
    for name in ("ca.crt", "server.crt", "server.key"):
        shutil.copy(folder / name, server.data / name)
        shutil.chown(server.data / name, "postgres", "postgres")
    server.stop()
    server.start()
    return folder


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[int], Office]:
    """Makes a desk of this number."""

    def make(number: int) -> Office:
        place = tmp_path / str(number)
        place.mkdir()
        now = datetime.now(UTC)
        return Office(place, create(place, number=number, now=now), capsys, now)

    return make


def joined(
    server: Server,
    authority: Path,
    times: Times,
    office: Office,
    number: int,
    by: Office | None = None,
) -> None:
    card, enrolment = office.place / "card.json", office.place / "enrolment.json"
    code, answer = office.json("hub", "card", "--out", card, *times.codes(office))
    assert code == 0
    mark = answer["fingerprint"]
    code, answer = office.json(
        *("hub", "enrol", card, "--admin", server.admin, "--authority", authority),
        *("--host", HOST, "--port", server.port, "--out", enrolment),
    )
    assert code == 0
    assert answer["role"].startswith(f"d_19639_{number}_")
    code, answer = office.json("hub", "join", enrolment, *times.codes(office))
    assert (code, answer["error"]) == (2, "hub-grant-or-first")
    keys: list[object] = ["--first"]
    if by is not None:
        assert by.json("sync", "--once", *by.key)[0] == 0
        code, answer = office.json("hub", "join", enrolment, "--first", *times.codes(office))
        assert (code, answer["error"]) == (1, "hub-not-first")
        own = ("hub", "admit", by.place / "card.json", "--out", by.place / "x.age")
        assert by.json(*own, *times.codes(by))[1]["error"] == "card-own"
        grant = office.place / "grant.age"
        code, answer = by.json("hub", "admit", card, "--out", grant, *times.codes(by))
        assert (code, answer["fingerprint"]) == (0, mark)
        keys = ["--grant", grant]
    code, answer = office.json("hub", "join", enrolment, *keys, *times.codes(office))
    assert (code, number in answer["desks"], answer["reached"]) == (0, True, True)


def test_from_an_empty_database_to_desks_that_share(
    server: Server, made: Path, office: Callable[[int], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = Times()
    monkeypatch.setattr("lienthong_tui.invocation.Door.clock", lambda _: times.now)
    one, two = office(1), office(2)
    joined(server, made, times, one, 1)
    joined(server, made, times, two, 2, by=one)
    code, answer = one.json("file", LATE, *one.key)
    assert code == 0, json.dumps(answer, ensure_ascii=False)
    reference = answer["reference"]
    code, answer = one.json("sync", "--once", *one.key)
    assert (code, answer["sent"] > 10, answer["unsent"], answer["told"]) == (0, True, 0, [])
    code, answer = two.json("sync", "--once", *two.key)
    assert (code, answer["came"] > 10, answer["told"]) == (0, True, [])
    code, (line,) = two.json("lookup", reference, *two.key)
    assert (code, line["reference"]) == (0, reference)
    code, out, _ = two.run("lookup", reference, *two.key)
    assert "ở quầy 1" in out
    code, _, err = two.run("export", reference, "--out", two.place / "out", *two.key)
    assert (code, "Hồ sơ đang ở quầy 1" in err) == (3, True)
    assert two.json("hub", "take-over", reference, *two.key)[0] == 0
    assert two.json("export", reference, "--out", two.place / "out", *two.key)[0] == 0

    code, answer = one.json("hub", "check", "--admin", server.admin)
    assert (code, answer["wrong"], answer["unguarded"]) == (0, [], [])
    assert (answer["lets_in"], answer["listens"]) == (True, HOST)
    assert {member["commune"] for member in answer["members"]} == {"19639"}
    out = one.run("hub", "check", "--admin", server.admin)[1]
    assert ("PostgreSQL chỉ nghe ở máy này" in out, "Không thấy gì sai." in out) == (True, False)
    for line in ("# nothing", "hostssl all all 10.0.0.0/8 reject", "host all all 0.0.0.0/0 trust"):
        with first_listed(server, line):
            code, out, _ = one.run("hub", "check", "--admin", server.admin)
            assert (code, "hostssl hub +hub_desk" in out) == (1, True), line
            assert "Không thấy gì sai" not in out
    roles = [member["role"] for member in answer["members"]]
    assert len(roles) == 2

    answered(server, made, times, one, two)

    code, answer = two.json("hub", "ask", reference, "--code", "123456", *two.key)
    assert (code, answer["error"]) == (1, "lookup-code-form")
    code, answer = two.json("hub", "ask", reference, "--code", "123456789012", *two.key)
    assert (code, answer["error"]) == (2, "reference-own")
    code, answer = one.json("hub", "rejoin", "--backup", one.place / "b", *times.codes(one))
    assert (code, answer["error"], (one.place / "b").exists()) == (2, "hub-not-forked", False)

    (made / "ca.key").rename(made / "away")
    kept = ("hub", "enrol", one.place / "card.json", "--renew", "--admin", server.admin)
    code, answer = one.json(*kept, "--authority", made, "--host", HOST, "--out", one.place / "x")
    assert (code, answer["error"]) == (2, "hub-authority-key")
    (made / "away").rename(made / "ca.key")
    assert [
        (each["desk"], each["events"] > 5)
        for each in one.json("hub", "check", "--admin", server.admin)[1]["heard"]
    ] == [(1, True), (2, True)]

    stranger = certificates.new_authority("another", times.now)
    other = one.place / "other"
    other.mkdir()
    (other / "ca.crt").write_text(stranger.certificate)
    (other / "ca.key").write_text(stranger.key)
    code, answer = one.json(
        *("hub", "enrol", one.place / "card.json", "--renew", "--admin", server.admin),
        *("--authority", other, "--host", HOST, "--out", one.place / "no.json"),
    )
    assert (code, answer["error"]) == (2, "hub-authority-other")
    given = json.loads((one.place / "enrolment.json").read_text())
    mine = request_of(one.place)
    given["certificate"] = certificates.of_client(stranger, mine, roles[0], times.now)
    (one.place / "no.json").write_text(json.dumps(given))
    code, answer = one.json("hub", "join", one.place / "no.json", *times.codes(one))
    assert (code, answer["error"]) == (3, "hub-certificate")
    assert one.json("sync", "--once", *one.key)[0] == 0, "the line it has is not given up for that"

    renewed = one.place / "renewed.json"
    again = ("hub", "enrol", one.place / "card.json", "--renew", "--admin", server.admin)
    code, answer = one.json(
        *again, "--authority", made, "--host", HOST, "--port", server.port, "--out", renewed
    )
    assert (code, answer["role"]) == (0, roles[0])
    assert one.json("hub", "join", renewed, *times.codes(one))[0] == 0
    assert one.json("sync", "--once", *one.key)[0] == 0
    code, answer = one.json("hub", "check", "--admin", server.admin)
    assert [role.startswith("a_police_45_") for role in answer["agencies"]] == [True]

    assert one.json("hub", "revoke", roles[1], "--admin", server.admin)[0] == 0
    code, answer = two.json("sync", "--once", *two.key)
    assert (code, answer["error"]) == (3, "hub-shut")
    anew = ("hub", "enrol", two.place / "card.json", "--admin", server.admin, "--authority", made)
    code, answer = one.json(*anew, "--host", HOST, "--out", two.place / "again.json")
    assert (code, answer["error"]) == (1, "card-revoked")
    lied = two.place / "lied.json"
    lied.write_text((two.place / "card.json").read_text().replace("19639", "19640"))
    code, answer = one.json(*("hub", "enrol", lied), *anew[3:], "--host", HOST, "--out", "x.json")
    assert (code, answer["error"]) == (1, "card-unreadable")
    assert one.json("sync", "--once", *one.key)[0] == 0
    assert one.json("hub", "sweep", "--admin", server.admin) == (0, {"erased": 0})
    with server.away():
        code, answer = one.json("sync", "--once", *one.key)
        assert (code, answer["error"]) == (5, "hub-away")


@contextmanager
def first_listed(server: Server, line: str) -> Iterator[None]:
    """pg_hba.conf lets the desks in behind another line, or not at all behind a remark."""
    path = server.data / "pg_hba.conf"
    text = path.read_text()
    entry = "#" if line.startswith("#") else "hostssl"
    path.write_text(f"{line}\n" + text.replace("hostssl", entry))
    yield
    path.write_text(text)


def request_of(place: Path) -> str:
    """The certificate request on the card of a desk."""
    return str(json.loads((place / "card.json").read_text())["request"])


def answered(server: Server, authority: Path, times: Times, one: Office, two: Office) -> None:
    """An agency answers a packet of desk 1 through the hub."""
    place = one.place / "agency"
    place.mkdir()
    reference, paths, known = sent(one)
    folder, told = keys(one, "congan-19639", "Công an mẫu")
    code, answer = one.json(
        *("packet", "reply", paths["residence-police"], "received", "--number", "12/CA", *known),
        *("--key", folder / "congan-19639.key", "--signer", "congan-19639"),
        *("--out", place / "replies"),
    )
    assert code == 0, answer
    reply = Path(answer["path"])
    trust = ("agency", "trust", "residence-police", folder / "congan-19639.signers")
    trusting = one.json(*trust, "--fingerprint", told["fingerprint"], *times.codes(one))
    assert trusting[0] == 0, trusting

    line, enrolment = place / "line", place / "enrolment.json"
    assert one.json("hub", "agency-card", "police", "--province", "45", "--out", line)[0] == 0
    assert (
        one.json(
            *("hub", "enrol", line / "police-45.json", "--admin", server.admin),
            *("--authority", authority, "--host", HOST, "--port", server.port, "--out", enrolment),
        )[0]
        == 0
    )
    send = (
        *("hub", "send", reply, "--enrolment", enrolment, "--key", line / "line.key"),
        *("--card", one.place / "card.json"),
    )
    assert one.json(*send) == (0, {"reference": reference, "new": True})
    assert one.json(*send) == (0, {"reference": reference, "new": False})
    code, answer = two.json("sync", "--once", *two.key)
    assert (code, answer["replies"]) == (0, 0), "it is for the other desk"
    code, answer = one.json("sync", "--once", *one.key)
    assert (code, answer["replies"], answer["told"]) == (0, 1, [])
    assert one.json("sync", "--once", *one.key)[1]["replies"] == 0
    (came,) = (one.place / "desk" / "inbox").glob("*.zip")
    assert came.read_bytes() == reply.read_bytes()
    code, answer = one.json("receive", came, *one.key)
    assert code == 0, json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (("join", "missing.json", "--first"), "file-missing"),
        (("join", "nonsense", "--first"), "enrolment-unreadable"),
        (("admit", "nonsense", "--out", "x"), "card-unreadable"),
        (("take-over", "LT19639-261122-1001-6"), "hub-not-joined"),
        (("leave",), "hub-not-joined"),
    ],
)
def test_what_cannot_be_used_is_told(
    office: Callable[[int], Office],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    error: str,
) -> None:
    desk = office(1)
    monkeypatch.chdir(desk.place)
    (desk.place / "nonsense").write_bytes(bytes(range(256)))
    code, answer = desk.json("hub", *command, *desk.sign_in())
    assert answer["error"] == error
    assert code in (1, 2)


def test_a_desk_that_does_not_share_cannot_sync(office: Callable[[int], Office]) -> None:
    desk = office(1)
    code, answer = desk.json("sync", "--once", *desk.key)
    assert (code, answer["error"]) == (2, "hub-not-joined")


def test_a_hub_is_made_once(server: Server, made: Path, office: Callable[[int], Office]) -> None:
    desk = office(1)
    code, answer = desk.json(
        "hub", "init", "--admin", server.admin, "--authority", made, "--host", HOST
    )
    assert (code, answer["error"]) == (2, "hub-made")
    code, answer = desk.json("hub", "check", "--admin", "host=/nowhere dbname=x")
    assert (code, answer["error"]) == (2, "hub-admin-refused")
    assert "/nowhere" in answer["message"]
    code, answer = desk.json("hub", "check", "--admin", "nonsense")
    assert (code, answer["error"]) == (2, "hub-conninfo")
    code, answer = desk.json("hub", "revoke", "d_1_1_x; DROP", "--admin", server.admin)
    assert (code, answer["error"]) == (2, "hub-role-unknown")
