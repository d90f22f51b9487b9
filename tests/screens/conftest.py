"""No screen touches the store itself.

What runs in the loop's thread would wait for the disk; worse, it can hold the interpreter's lock
while it waits for the connection, whose holder waits for that lock: the program stands still.
"""

import sys
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from lienthong_tui.store import sqlcipher

_PACKAGE = Path(sqlcipher.__file__).parents[1]
_OF_SCREENS = tuple(str(_PACKAGE / name) for name in ("screens", "widgets", "app.py"))


@pytest.fixture(autouse=True)
def _store_in_its_own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = sqlcipher._sound

    def asked(db: Database) -> object:
        if threading.current_thread() is threading.main_thread():
            frame = sys._getframe()
            while (frame := frame.f_back) is not None:  # type: ignore[assignment]
                name = frame.f_code.co_filename
                assert not name.startswith(_OF_SCREENS), f"the store is read in {name}"
        return sound(db)

    monkeypatch.setattr(sqlcipher, "_sound", asked)
