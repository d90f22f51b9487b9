"""The application while many are filed: `hundred.py FOLDER OFFICER PASSWORD SECRET COUNT`.

It signs in, files COUNT filings of `fiction` through its own desk, each with its declarations and
packets, looks each up by its reference, opens it and goes back to the first page. It prints its
memory in MB before and after. Without arguments the minimal application prints its own.
"""

import asyncio
import json
import sys
from pathlib import Path

from bench.watched import resident_now

Held = dict[str, float]


async def minimal() -> Held:
    """The least there is."""
    from bench.probes.minimal import Minimal

    app = Minimal()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(1)
        return {"minimal": resident_now()}


async def work(folder: Path, officer: str, password: str, secret: str, count: int) -> Held:
    """File them one after another."""
    import fiction
    import pyotp
    from desk.sample import NOW
    from screens.walk import Officer

    from lienthong_tui.app import LienthongApp
    from lienthong_tui.desk import completion, reading
    from lienthong_tui.screens.look_up import LookUp

    app = LienthongApp(folder / "desk", clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        for text in (officer, password, pyotp.TOTP(secret).at(NOW)):
            await someone.type(text)
            await someone.press("enter")
        await pilot.pause(1)
        before = resident_now()
        for number in range(count):
            read = reading.judge(
                fiction.case(number), now=NOW, commune=app.at.commune, relaxed=app.at.office.relaxed
            )
            filing = await app.at_desk(completion.file_case, app.at, read)
            await someone.press("f3")
            await someone.type(filing.reference or "")
            await someone.press("enter")
            assert (filing.reference or "") in someone.screen_text()
            assert not isinstance(app.screen, LookUp)
            await someone.press("escape", "escape")
        after = resident_now()
        await app.save_before_leaving()
    return {"signed-in": before, "after": after}


if __name__ == "__main__":
    if sys.argv[1:]:
        _, place, officer, password, secret, filings = sys.argv
        told = asyncio.run(work(Path(place), officer, password, secret, int(filings)))
    else:
        told = asyncio.run(minimal())
    sys.stdout.write(json.dumps(told))
