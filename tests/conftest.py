"""The desk that tests of the commands work at: made once, copied for each test.

`pytest --regolden` writes the golden screens and the expected texts of papers anew; look at them
before keeping.
"""

import asyncio
import gc
import os
import shutil
import sys
from functools import cache
from pathlib import Path

import platformdirs
import pytest
from desk.sample import create, create_anew, once_made
from office import Office
from sqlite_utils import Database

from lienthong_tui.access import passwords
from lienthong_tui.desk.founding import Created
from lienthong_tui.invocation import Door
from lienthong_tui.store import sqlcipher

_PACKAGE = Path(sqlcipher.__file__).parents[1]
_OF_SCREENS = tuple(str(_PACKAGE / name) for name in ("screens", "widgets", "app.py", "kiosk_app"))


# The same key of the same password, salt and cost, without deriving it a thousand times: that it is
# slow is its purpose, and was a fifth of all that the tests took.
passwords.derive = cache(passwords.derive)


def pytest_collection_finish() -> None:
    """The collector needs not look at nine thousand tests again and again: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Two for a core: a fifth of the time a screen waits, as for the next key of a scanner."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 2 * (os.cpu_count() or 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regolden", action="store_true", help="write what is compared anew")


@pytest.fixture(autouse=True)
def log_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test writes to the log of whoever runs it, nor does a program that a test starts."""
    folder = tmp_path_factory.getbasetemp() / "log"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))  # what platformdirs asks on Linux
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: folder)
    return folder


def _loop_runs_here() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.fixture(autouse=True)
def store_in_its_own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No screen touches the store itself.

    What runs in the loop's thread would wait for the disk; worse, it can hold the interpreter's
    lock while it waits for the connection, whose holder waits for that lock: the program stands
    still.
    """
    sound = sqlcipher._sound

    def asked(db: Database) -> object:
        if _loop_runs_here():  # else the stack is walked for each of a million queries
            frame = sys._getframe().f_back
            while frame is not None:
                name = frame.f_code.co_filename
                assert not name.startswith(_OF_SCREENS), f"the store is read in {name}"
                frame = frame.f_back
        return sound(db)

    monkeypatch.setattr(sqlcipher, "_sound", asked)


@pytest.fixture(scope="session", autouse=True)
def _founded() -> None:
    once_made(create_anew)


@pytest.fixture(scope="session")
def floor_desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Created]:
    place = tmp_path_factory.mktemp("floor_desk")
    return place, create(place)


@pytest.fixture
def office(
    floor_desk: tuple[Path, Created],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    place, created = floor_desk
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    office = Office(tmp_path, created, capsys)
    monkeypatch.setattr(Door, "clock", lambda _door: office.now)
    monkeypatch.delenv("LIENTHONG_DESK", raising=False)
    return office
