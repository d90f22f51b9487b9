"""Driving the application as an officer does: by keys alone, on a desk of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from desk.sample import copied
from textual.events import Key
from textual.pilot import Pilot

from lienthong_tui.access.passwords import FLOOR, Cost
from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import demo, founding
from lienthong_tui.terminal.safe_app import SafeApp

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # 09:30 on a Friday
_NAMES = {" ": "space"}


def make_desk(root: Path) -> demo.DemoAccount:
    """A sample desk: a copy of one that is founded once."""
    return copied(found_desk, root)


def found_desk(root: Path, cost: Cost = FLOOR) -> demo.DemoAccount:
    """Found a sample desk; unless said otherwise its password costs little to check."""
    password = "bốn từ dễ nhớ"
    created = founding.create(
        root / "desk",
        commune=demo.COMMUNE,
        number=1,
        officer_id=demo.OFFICER_ID,
        officer_name=demo.OFFICER_NAME,
        password=password,
        recovery_file=root / "recovery.txt",
        key_file=root / "desk.key",
        demo=True,
        cost=cost,
        now=NOW,
    )
    return demo.DemoAccount(demo.OFFICER_ID, password, pyotp.parse_uri(created.otp_uri).secret)


async def settled(app: SafeApp[None], pilot: Pilot[None]) -> None:
    """Wait until every key has acted and every worker is done."""
    quiet = 0
    for _ in range(4000):
        waits = app.message_queue_size or not app.keys_settled
        if waits or any(not worker.is_finished for worker in app.workers):
            quiet = 0
            await asyncio.sleep(0.002)
        elif quiet == 3:
            return
        else:
            quiet += 1
            await pilot.pause(0)  # dear: it has every widget answer
    raise AssertionError("the application did not settle")


class Officer:
    """The one at the keyboard."""

    def __init__(self, app: LienthongApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.sent: list[str] = []
        self.ticks = 0.0

    async def settle(self) -> None:
        """Wait until every key has acted and every worker is done."""
        await settled(self.app, self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys without waiting for what they do."""
        for key in keys:
            self._send(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type letters into the field in focus, as fast as an input method does."""
        assert self.app.focused is not None, "no field to type into"
        await self.burst(*text)

    async def unlock(self) -> None:
        """Give the password at the locked screen."""
        assert self.app.demo is not None
        await self.type(self.app.demo.password)
        await self.press("enter")

    def _send(self, key: str) -> None:
        self.sent.append(key)
        # Not `pilot.press`: it waits 40 ms a key, and the application itself keeps keys in order.
        if len(key) == 1:
            self.app.post_message(Key(_NAMES.get(key, key), key))
        else:
            self.app.post_message(Key(key, {"enter": "\r", "tab": "\t"}.get(key)))

    def screen_text(self) -> str:
        """What stands on the screen, line by line, without trailing spaces."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)


@asynccontextmanager
async def officer(root: Path, size: Sequence[int] = (80, 24)) -> AsyncIterator[Officer]:
    """An officer before the sign-in of a new sample desk."""
    account = make_desk(root)
    app = LienthongApp(root / "desk", clock=lambda: NOW, demo=account)
    async with app.run_test(size=(size[0], size[1])) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        yield someone
        await app.save_before_leaving()


@asynccontextmanager
async def signed_in(root: Path, size: Sequence[int] = (80, 24)) -> AsyncIterator[Officer]:
    """An officer on the home page, who has tried before that what is copied arrives."""
    async with officer(root, size) as someone:
        account = someone.app.demo
        assert account is not None
        code = pyotp.TOTP(account.secret).at(NOW)
        for text in (account.officer_id, account.password, code):
            await someone.type(text)
            await someone.press("enter")
        someone.app.pastes = True
        yield someone
