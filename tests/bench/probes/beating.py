"""A program whose event loop tells how long it stood still: `beating.py OUT PROGRAM [arguments]`.

A beat is due every 2 ms; one that comes late is written to OUT when the program ends, as a list of
[when it was due, how late] in JSON, in seconds of the monotonic clock. Beside the application (a
desk's folder and a time) it runs the minimal one (no arguments).
"""

import asyncio
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

BEAT = 0.002
LATE = 0.004


def listen(application: type[Any], late: list[tuple[float, float]]) -> None:
    """Have its heart beat from when it is loaded."""

    def on_load(_: object) -> None:
        loop = asyncio.get_running_loop()

        def beat(due: float) -> None:
            now = time.perf_counter()
            if now - due > LATE:
                late.append((due, now - due))
            loop.call_later(BEAT, beat, time.perf_counter() + BEAT)

        beat(time.perf_counter())

    application.on_load = on_load


def main() -> None:
    """Run it until it is left."""
    out, arguments = Path(sys.argv[1]), sys.argv[2:]
    late: list[tuple[float, float]] = []
    if arguments:
        from lienthong_tui.__main__ import guard_environment

        guard_environment()
        from lienthong_tui.app import LienthongApp

        now = datetime.fromisoformat(arguments[1])
        listen(LienthongApp, late)
        LienthongApp(Path(arguments[0]), clock=lambda: now).run_to_end()
    else:
        from bench.probes.minimal import Minimal

        listen(Minimal, late)
        Minimal().run()
    out.write_text(json.dumps(late))


if __name__ == "__main__":
    main()
