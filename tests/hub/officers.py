"""Officers at desks that share."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pyotp
from desk.sample import OFFICER_ID, PASSWORD
from screens.walk import Officer

from hub.commune import Commune
from lienthong_tui.app import LienthongApp
from lienthong_tui.screens import sharing
from lienthong_tui.screens.home import Home


@asynccontextmanager
async def at_desk(commune: Commune, number: int) -> AsyncIterator[Officer]:
    """An officer on the home page of a desk that shares."""
    now = commune.next_minute()
    app = LienthongApp(commune.folder(number) / "desk", clock=lambda: now)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        secret = pyotp.parse_uri(commune.created[number].otp_uri).secret
        for text in (OFFICER_ID, PASSWORD, pyotp.TOTP(secret).at(now)):
            await someone.type(text)
            await someone.press("enter")
        assert isinstance(app.screen, Home), someone.screen_text()
        app.pastes = True
        yield someone
        await app.save_before_leaving()


def shown(someone: Officer) -> str:
    """What is on the screen."""
    return someone.screen_text()


def said(someone: Officer) -> str:
    """What is told in the corner."""
    return "\n".join(str(told.message) for told in someone.app._notifications)


async def seen(someone: Officer, text: str, where: Callable[[Officer], str] = shown) -> None:
    """Wait until the text is there, as it has to be in a few seconds."""
    for _ in range(400):
        if text in where(someone):
            return
        await someone.pilot.pause(0.01)
    assert text in where(someone)


async def rounds(someone: Officer) -> None:
    """Let a round begin, and wait until it has ended."""
    if (state := someone.app.share) is not None:
        state.next_round = 0.0
    await sharing.look(someone.app)
    for _ in range(2000):
        await someone.pilot.pause(0.005)
        if someone.app.share is not None and not someone.app.share.busy:
            break
    await someone.settle()
