"""A desk as a program of its own, which files and shares until it is told to end, or is killed.

`python -m hub.desk_program FOLDER KEY_FILE FILINGS SEED`. It says "ready", then a reference a line,
each once it is stored here; "done" once that many are, all told since the desk was made; and goes
on sharing until its input is closed.
"""

import os
import random
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from desk.sample import LATE, MARRIED, read

from lienthong_tui.desk import vault
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.session import session
from lienthong_tui.desk.sharing import syncing
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.store import sqlcipher
from lienthong_tui.store.sqlcipher import one

_CASES = (MARRIED, MARRIED, MARRIED, LATE)  # one in four brings a paper along


def main() -> None:
    """File, and share beside it."""
    sqlcipher.BUSY_SECONDS = 60
    syncing.CLOCK_MINUTES = 10**9
    folder, key_file = Path(sys.argv[1]), Path(sys.argv[2])
    wanted, chance = int(sys.argv[3]), random.Random(int(sys.argv[4]))
    unlocked = vault.open_with_key_file(folder, key_file, datetime.now(UTC))
    with session(unlocked, lambda: datetime.now(UTC)) as desk:
        say("ready")
        ended = threading.Event()
        sharing = threading.Thread(target=share, args=(desk, ended, chance.random()))
        sharing.start()
        while filed(desk) < wanted:
            case = chance.choice(_CASES)
            say(str(file_case(desk, read(case)).reference))
            time.sleep(chance.random() * 0.02)
        say("done")
        sys.stdin.read()
        ended.set()
        sharing.join()


def filed(desk: Desk) -> int:
    """How many filings the desk itself has completed."""
    (count,) = one(
        desk.db,
        "SELECT count(*) FROM event WHERE kind = 'filing.completed' AND stream LIKE ?",
        [f"d_{desk.commune}_{desk.number}_%"],
    ) or (0,)
    return int(count)


def share(desk: Desk, ended: threading.Event, pause: float) -> None:
    """Rounds, one after another; where the hub is away, again a little later."""
    while not ended.is_set():
        try:
            with syncing.apart(desk) as beside, syncing.connected(beside) as hub:
                for problem in syncing.sync(beside, hub).told:
                    say(f"told {problem.code}")
        except Busy:
            pass
        except Problem as problem:
            say(f"refused {problem.code}")
        time.sleep(0.05 + 0.2 * pause)


def say(line: str) -> None:
    """A line that whoever started this reads."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
