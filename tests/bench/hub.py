"""What sharing costs, against bare rows on the same line.

`make bench ONLY=hub`; needs PostgreSQL (it says so and measures nothing without). The rules:

* a real server on this machine, TLS with client certificates, two desks of invented people; server,
  desks and baseline share the machine, and what one takes the others lack;
* `push`: what is sent of a desk's journal, sealed, in batches of 200, behind the head, under
  row-level security; the baseline is `executemany` of rows of the same length, 200 at a time, in
  one transaction, into a table with the same columns and key, no policy and no other index, on the
  same kind of line by the server's administrator. In events a second, and per second of the
  server's own processor time;
* `round-trip`: from an answer stored at one desk until the other has it in its tables, each doing
  one round on a line that is open; the baseline is one row inserted and read again on two lines;
* `idle`: a round with nothing to exchange, against `SELECT 1`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk.sample import file
from hub.commune import Commune, synced
from hub.server import Server, need_server, serving

from bench.line import tell
from bench.timing import Series, compare
from lienthong_tui.desk import drafting
from lienthong_tui.desk.sharing import syncing
from lienthong_tui.hub import administering, streams
from lienthong_tui.store import replication
from lienthong_tui.store.streams import head_of

FILINGS = 60
ROUNDS = 60
_PLAIN = (
    "CREATE TABLE plain (LIKE hub_event INCLUDING DEFAULTS, PRIMARY KEY (commune, stream, seq))"
)


def main() -> None:
    """Measure, where there is a server."""
    try:
        need_server()
    except pytest.skip.Exception as missing:
        sys.stderr.write(f"{missing}\n")
        return
    syncing.CLOCK_MINUTES = 10**9
    with (
        serving(Path(tempfile.mkdtemp(prefix="hub"))) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        commune = Commune(server, Path(folder), "19639")
        for number in (1, 2):
            commune.add(number)
        pushed(server, commune)
        trips(server, commune)


def processor_seconds(server: Server) -> float:
    """Of all processes of the server, ended ones of its own included."""
    ticks = os.sysconf("SC_CLK_TCK")
    used = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == server.pid or int(fields[1]) == server.pid:
            # user, system, and what its children that ended took
            used += sum(int(each) for each in fields[11:15]) / ticks
    return used


def pushed(server: Server, commune: Commune) -> None:
    """A journal sent whole, against as many bare rows."""
    with commune.desk(1) as desk:
        for _ in range(FILINGS):
            draft = drafting.start(desk, "birth")
            for number in range(20):
                draft = drafting.answer(desk, draft, "child.surname", "Lò" if number % 2 else "Mùa")
        events = len(replication.after(desk.db, desk.stream, 0, 10**6))

        def send() -> None:
            synced(desk)

        with administering.admin(server.admin) as hub:
            hub.execute(_PLAIN)
        ours, our_work = timed(server, send)
        with syncing.connected(desk) as hub:
            rows: list[streams.Row] = []
            while found := streams.pull(hub, desk.commune, desk.stream, len(rows)):
                rows += found
        values = [streams.columns(desk.commune, row) for row in rows]

        def bare() -> None:
            with administering.admin(f"{server.admin} sslmode=disable") as hub:
                for at in range(0, len(values), streams.PUSHED_AT_ONCE):
                    with hub.transaction(), hub.cursor() as cursor:
                        cursor.executemany(
                            f"INSERT INTO plain ({streams.COLUMNS}) VALUES ({streams.MARKS})",
                            values[at : at + streams.PUSHED_AT_ONCE],
                        )

        theirs, their_work = timed(server, bare)
    rate, bare_rate = events / ours, len(values) / theirs
    tell("hub/push/a-second", round(rate), round(bare_rate), None, "events/s")
    per_core, bare_core = events / our_work, len(values) / their_work
    tell("hub/push/a-server-core-second", round(per_core), round(bare_core), None, "events/s")


def timed(server: Server, act: Callable[[], None]) -> tuple[float, float]:
    """Seconds that passed, and of the server's processors."""
    before, began = processor_seconds(server), time.perf_counter()
    act()
    return time.perf_counter() - began, max(processor_seconds(server) - before, 0.01)


def trips(server: Server, commune: Commune) -> None:
    """From one desk's answer to the other's tables; and a round with nothing in it."""
    ours: Series = []
    theirs: Series = []
    idle: Series = []
    nothing: Series = []
    with (
        commune.desks(1, 2) as (one, two),
        syncing.connected(one) as first,
        syncing.connected(two) as second,
        administering.admin(server.admin) as bare,
        administering.admin(server.admin) as other,
    ):
        file(one)
        syncing.sync(one, first)
        syncing.sync(two, second)
        draft = drafting.start(one, "birth")
        bare.execute("CREATE TABLE trip (seq integer PRIMARY KEY, text text)")
        for number in range(ROUNDS):
            began = time.perf_counter()
            draft = drafting.answer(one, draft, "child.surname", "Lò" if number % 2 else "Mùa")
            syncing.sync(one, first)
            syncing.sync(two, second)
            ours.append((time.perf_counter() - began) * 1000)
            assert head_of(two.db, one.stream) == head_of(one.db, one.stream)
            began = time.perf_counter()
            bare.execute("INSERT INTO trip VALUES (%s, %s)", [number, "x" * 420])
            other.execute("SELECT text FROM trip WHERE seq = %s", [number]).fetchone()
            theirs.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            syncing.sync(two, second)
            idle.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            other.execute("SELECT 1").fetchone()
            nothing.append((time.perf_counter() - began) * 1000)
    compare("hub/round-trip", ours, theirs, "ms")
    compare("hub/idle-round", idle, nothing, "ms")


if __name__ == "__main__":
    main()
