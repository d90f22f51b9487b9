"""The server dies and its synchronous standby takes over: nothing acknowledged is lost."""

import tempfile
import time
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file

from hub.commune import office, settle, shared, synced
from hub.server import need_server, serving
from lienthong_tui.hub import administering
from lienthong_tui.problems import Busy
from lienthong_tui.store import streams

OTHER = "127.0.0.2"
PATIENCE = 30  # seconds


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_standby_takes_over(tmp_path: Path) -> None:
    need_server()
    with serving(Path(tempfile.mkdtemp(prefix="hub"))) as server:
        standby = server.standby(Path(tempfile.mkdtemp(prefix="hub")), OTHER)
        try:
            with office(server, tmp_path, 0) as commune:
                commune.host = f"{server.host},{OTHER}"
                for number in (1, 2):
                    commune.add(number)
                with commune.desks(1, 2) as (one, two):
                    file(one, LATE)
                    settle(one, two)
                    sent = streams.head_of(one.db, one.stream).seq
                    server.kill()
                    died = time.monotonic()
                    file(one)
                    with pytest.raises(Busy):
                        synced(one)
                    standby.promote()
                    while time.monotonic() < died + PATIENCE:
                        try:
                            synced(one)
                            break
                        except Busy:
                            time.sleep(0.05)
                    print(f"\nagain after {time.monotonic() - died:.2f} s")
                    settle(one, two)
                    assert shared(one) == shared(two)
                    with administering.admin(standby.admin) as hub:
                        found = hub.execute(
                            "SELECT count(*), max(seq) FROM hub_event WHERE stream = %s",
                            [one.stream],
                        ).fetchone()
                    assert found is not None
                    assert found[0] == found[1] == streams.head_of(one.db, one.stream).seq > sent
        finally:
            standby.stop("immediate")
