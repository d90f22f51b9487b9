import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.server import MISSING, Server, need_server, serving


@pytest.fixture(autouse=True)
def same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desks of tests live on a day of their own, the hub today: nobody is told of that."""
    pytest.importorskip("psycopg", reason=MISSING)
    from lienthong_tui.desk.sharing import syncing

    monkeypatch.setattr(syncing, "CLOCK_MINUTES", 10**9)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all tests of a file."""
    need_server()
    with serving(Path(tempfile.mkdtemp(prefix="hub"))) as running:
        yield running
