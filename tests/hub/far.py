"""A hub that is far away, and one that swallows what is sent: a program for a network of its own.

`unshare --net python -m hub.far FOLDER` prints what it saw as JSON, times in seconds.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from desk.sample import LATE, file

from hub.commune import office, settle, shared, synced
from hub.server import HOST, free_port, serving
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import syncing
from lienthong_tui.problems import Busy

DELAY_MS = 40  # each way
QUIET = 1.0


def swallowing(*, on: bool) -> None:
    """Every packet from now on goes nowhere, and nobody is told; or passes again."""
    # A bucket too small for any packet.
    rule = ("root", "tbf", "rate", "1mbit", "burst", "40", "limit", "40")
    tc = ["tc", "qdisc", "add" if on else "del", "dev", "lo"]
    subprocess.run([*tc, *(rule if on else ("root",))], check=True)


def delaying(to_port: int) -> int:
    """A port from which all that passes to another one comes `DELAY_MS` later, each way."""
    port, loop = free_port(), asyncio.new_event_loop()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                loop.call_later(DELAY_MS / 1000, writer.write, data)
        loop.call_later(DELAY_MS / 1000, writer.close)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection(HOST, to_port)
        await asyncio.gather(pass_on(reader, other_writer), pass_on(other_reader, writer))

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(asyncio.start_server(serve, HOST, port))
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    return port


def timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def until_busy(desk: Desk) -> tuple[str, float]:
    """How long a round hangs, and as what it ends."""
    began = time.monotonic()
    try:
        synced(desk)
    except Busy as problem:
        return problem.code, time.monotonic() - began
    return "", time.monotonic() - began


def swallowed_while_asking(desk: Desk) -> tuple[str, float]:
    """As `until_busy`, of a round that is in the middle when the line begins to swallow."""
    with syncing.connected(desk) as hub:
        swallowing(on=True)
        began = time.monotonic()
        try:
            syncing.sync(desk, hub)
        except Busy as problem:
            return problem.code, time.monotonic() - began
    return "", 0.0


def main(folder: Path) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    seen: dict[str, object] = {}
    with (
        serving(Path(tempfile.mkdtemp(prefix="hub"))) as server,
        office(server, folder, 0) as commune,
    ):
        commune.port = delaying(server.port)
        commune.add(1)
        commune.add(2)
        with commune.desks(1, 2) as (one, two):
            settle(one, two)
            far_away(seen, one, two)
            with commune.desk(1) as typing:
                swallowed(seen, one, typing)
            settle(one, two)
            seen["alike again"] = shared(one) == shared(two)
    print(json.dumps(seen))


def far_away(seen: dict[str, object], one: Desk, two: Desk) -> None:
    """A round with a hub whose answers take their time."""
    seen["round trip"] = 2 * DELAY_MS / 1000
    with syncing.connected(one) as hub:
        seen["idle round"] = timed(lambda: syncing.sync(one, hub))
        filed = file(one, LATE)
        seen["round with a filing"] = timed(lambda: syncing.sync(one, hub))
    seen["connected and taken in"] = timed(lambda: synced(two))
    seen["it came"] = bool(two.lookup(filed.reference or ""))


def swallowed(seen: dict[str, object], one: Desk, typing: Desk) -> None:
    """Rounds on a line that swallows, while somebody files at the same desk."""
    typed: list[float] = []
    done = threading.Event()

    def ask() -> None:
        seen["swallowed while asking"] = swallowed_while_asking(one)
        seen["swallowed from the start"] = until_busy(one)
        done.set()

    asking = threading.Thread(target=ask)
    asking.start()
    while not done.wait(QUIET):
        typed.append(timed(lambda: file(typing)))
    asking.join()
    swallowing(on=False)
    seen["filed meanwhile"], seen["longest filing"] = len(typed), max(typed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
