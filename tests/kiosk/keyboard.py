"""The kiosk's application driven by keys and taps, as somebody in a hall does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from screens.walk import settled
from textual.events import Key
from textual.pilot import Pilot

from lienthong_tui.kiosk_app import KioskApp
from lienthong_tui.screens.kiosk.tap import Tap
from lienthong_tui.sentences import Language

from .sample import GRANDSON, Hall

SIZE = (60, 18)


class Relative:
    """The one at the kiosk. A second passes between two keys."""

    def __init__(self, app: KioskApp, pilot: Pilot[None], time: list[float]) -> None:
        self.app = app
        self.pilot = pilot
        self.time = time
        self.keys = 0

    async def settle(self) -> None:
        await settled(self.app, self.pilot)

    async def press(self, *keys: str, every: float = 1.0) -> None:
        for key in keys:
            self.time[0] += every
            self.keys += 1
            character = key if len(key) == 1 else {"enter": "\r", "tab": "\t"}.get(key)
            self.app.post_message(Key("space" if key == " " else key, character))
            await self.settle()

    async def say(self, *words: str) -> None:
        """Type each word and Enter; a single digit or key is pressed as it is."""
        for word in words:
            if len(word) == 1 or word in ("enter", "escape", "f9", "f4"):
                await self.press(word)
            else:
                await self.press(*word.replace("_", " "), every=0.1)
                await self.press("enter")

    async def tap(self, key: str) -> None:
        tap = next(tap for tap in self.app.screen.query(Tap) if tap.key == key)
        await self.pilot.click(tap)
        await self.settle()

    async def wait(self, seconds: float) -> None:
        self.time[0] += seconds + 0.01  # tenths do not add up exactly
        await self.app.look_round()
        await self.settle()

    def text(self) -> str:
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)


@asynccontextmanager
async def relative(
    hall: Hall, *, size: Sequence[int] = SIZE, language: Language = "vi"
) -> AsyncIterator[Relative]:
    """Somebody before the kiosk, to whom nobody has given a code yet."""
    time = [0.0]
    with hall.kiosk() as kiosk:
        app = KioskApp(kiosk, language=language, ticks=lambda: time[0])
        async with app.run_test(size=(size[0], size[1])) as pilot:
            someone = Relative(app, pilot, time)
            await someone.settle()
            yield someone
            await app.save_before_leaving()


async def seated(
    someone: Relative, hall: Hall, who: str = GRANDSON, *, helper: bool = True
) -> None:
    """Sit down to a death filing, up to the first question."""
    code = hall.code(who)
    await someone.say("2", who, code, "2" if helper else "1", "1", "1")
