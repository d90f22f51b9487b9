"""Six desks and an agency, a line that fails, programs and the server that are killed: nothing is
lost, nothing comes twice, and all desks end alike."""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")


from hub.commune import Commune, office, settle, shared
from hub.line_trouble import Trouble, troubled
from hub.server import HOST, Server, need_server, serving
from lienthong_tui.access import certificates, hub_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.replies import inbox
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.joining import AgencyEnrolment
from lienthong_tui.hub import administering
from lienthong_tui.store import streams
from lienthong_tui.store.sqlcipher import rows


@dataclass
class Program:
    """A desk's program, started again whenever it was killed."""

    commune: Commune
    number: int
    filings: int
    seed: int
    told: list[str] = field(default_factory=list)
    done: bool = False
    kills: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        place = self.commune.folder(self.number)
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "hub.desk_program"),
                *(str(place / "desk"), str(place / "desk.key")),
                *(str(self.filings), str(self.seed + self.kills)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            text = line.decode().strip()
            self.done = self.done or text == "done"
            self.told.append(text)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.kills += 1
        self.start()

    def end(self) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)

    @property
    def references(self) -> list[str]:
        return [line for line in self.told if line.startswith("LT")]


@dataclass
class Agency:
    """An agency's program, started again whenever it was killed."""

    commune: Commune
    folder: Path
    kills: int = 0
    process: subprocess.Popen[bytes] | None = None
    asked: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        self.folder.mkdir()
        key = certificates.new_key()
        with administering.admin(self.commune.server.admin) as hub:
            role = administering.enrol_agency(hub, "police", "79")
        authority = self.commune.server.authority
        enrolment = AgencyEnrolment(
            agency="police",
            province="79",
            host=HOST,
            port=self.commune.port,
            database="hub",
            role=role,
            authority=authority.certificate,
            certificate=certificates.of_client(
                authority, certificates.request(key, "x"), role, datetime.now(UTC)
            ),
        )
        (self.folder / "enrolment").write_bytes(joining.write_enrolment(enrolment))
        (self.folder / "key").write_text(key)
        (self.folder / "commune").write_text(self.commune.code)
        (self.folder / "wanted").touch()
        for number in self.commune.created:
            with self.commune.signed_in(number) as desk:
                card = hub_keys.write_card(joining.own_card(desk))
            (self.folder / f"{number}.card").write_bytes(card)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hub.agency_program", str(self.folder)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def ask(self, programs: list[Program]) -> None:
        """An answer to each filing that was told as stored since."""
        with (self.folder / "wanted").open("a") as wanted:
            for program in programs:
                for reference in program.references:
                    line = f"{reference} {program.number}"
                    if line not in self.asked:
                        self.asked.append(line)
                        wanted.write(f"{line}\n")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.kills += 1
        self.start()

    def end(self) -> None:
        (self.folder / "end").touch()
        assert self.process is not None
        assert self.process.wait(120) == 0

    def check(self, desk: Desk) -> None:
        """Each answer lies in the inbox of its desk, once."""
        number = str(desk.number)
        wanted = sorted(
            f"police answers {reference}"
            for reference, of in (line.split() for line in self.asked)
            if of == number
        )
        assert sorted(path.read_text() for path in inbox(desk).glob("*.zip")) == wanted


def trial(
    server: Server, place: Path, *, desks: int, each: int, seed: int, seconds: float
) -> dict[str, int]:
    """So many filings at `each` of some desks under trouble; what was done to them, counted."""
    chance = random.Random(seed)
    done = {"server kills": 0, "black-outs": 0}
    with troubled(server.port, seed, 0.002) as line, office(server, place, 0) as commune:
        commune.port = line.port
        line.cut = 0.0
        for number in range(1, desks + 1):
            commune.add(number)
        line.cut = 0.002
        programs = [
            Program(commune, number, each, seed * 100 + number) for number in range(1, desks + 1)
        ]
        agency = Agency(commune, place / "agency")
        agency.prepare()
        agency.start()
        for program in programs:
            program.start()
        until = time.monotonic() + seconds
        while not all(p.done for p in programs) and time.monotonic() < until:
            time.sleep(chance.uniform(0.2, 0.6))
            agency.ask(programs)
            _trouble(chance, server, line, programs, agency, done)
        assert all(p.done for p in programs), [p.told[-3:] for p in programs]
        line.cut = 0.0
        agency.ask(programs)
        agency.end()
        for program in programs:
            program.end()
        kills = {"kills": sum(p.kills for p in programs), "agency kills": agency.kills}
        done |= {**kills, "cuts": line.cuts, "answers": len(agency.asked)}
        _alike(server, commune, programs, agency, each * desks)
    return done


def _trouble(
    chance: random.Random,
    server: Server,
    line: Trouble,
    programs: list[Program],
    agency: Agency,
    done: dict[str, int],
) -> None:
    what = chance.random()
    if what < 0.1:
        agency.kill()
    elif what < 0.55:
        chance.choice([p for p in programs if not p.done] or programs).kill()
    elif what < 0.65:
        server.kill()
        done["server kills"] += 1
        time.sleep(chance.uniform(0, 0.5))
        server.start()
    elif what < 0.85:
        line.go_dark(on=True)
        done["black-outs"] += 1
        time.sleep(chance.uniform(0.2, 1.5))
        line.go_dark(on=False)


def _alike(
    server: Server, commune: Commune, programs: list[Program], agency: Agency, filings: int
) -> None:
    """0 lost, 0 twice, 0 gaps, no reference twice, all desks equal."""
    numbers = range(1, len(programs) + 1)
    with commune.desks(*numbers) as desks:
        for round_ in settle(*desks):
            assert [p.code for p in round_.told] == []
        complained = [
            line
            for program in programs
            for line in program.told
            if line.startswith(("refused", "told"))
        ]
        assert complained == [], "nothing of this is anybody's business but the line's"
        told = {reference for program in programs for reference in program.references}
        first = shared(desks[0])
        for desk in desks:
            desk.verify()
            agency.check(desk)
            assert rows(desk.db, "PRAGMA integrity_check") == [("ok",)]
            found = [r for (r,) in rows(desk.db, "SELECT reference FROM filing")]
            assert len(found) == len(set(found)) >= filings
            assert told <= set(found), "what was told as stored is at every desk"
            assert shared(desk) == first
        heads = {h.stream: (h.seq, h.hash) for h in streams.heads(desks[0].db)}
    with administering.admin(server.admin) as hub:
        found = hub.execute(
            """SELECT stream, max(seq), count(*), count(DISTINCT event_id), min(seq)
               FROM hub_event WHERE commune = %s GROUP BY stream""",
            [commune.code],
        ).fetchall()
    assert {str(row[0]) for row in found} == set(heads)
    for stream, last, count, ids, least in found:
        assert (last, count, ids, least) == (heads[str(stream)][0],) * 3 + (1,)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """One that may be killed."""
    need_server()
    with serving(Path(tempfile.mkdtemp(prefix="hub"))) as running:
        yield running


@pytest.mark.timeout(300)
def test_filings_at_three_desks_under_trouble(own_server: Server, tmp_path: Path) -> None:
    done = trial(own_server, tmp_path, desks=3, each=10, seed=7, seconds=200)
    assert done["kills"] > 0


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_thousand_filings_under_trouble(own_server: Server, tmp_path: Path) -> None:
    began = time.monotonic()
    done = trial(own_server, tmp_path, desks=6, each=334, seed=11, seconds=3000)
    with suppress(OSError):
        sys.stderr.write(f"\n{done}, {time.monotonic() - began:.0f} s\n")
    assert done["server kills"] > 0
    assert done["black-outs"] > 0
