"""A headless Chromium on a page, by its DevTools protocol: types, and takes pictures."""

import asyncio
import base64
import io
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ALONE = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--remote-debugging-port=0",
    "--window-size=1000,720",
)
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "F9": (120, "")}


class Tab:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.numbers = itertools.count(1)

    async def do(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        await self.socket.send_json({"id": number, "method": method, "params": params})
        async for message in self.socket:
            answer = json.loads(message.data)
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]
        raise AssertionError("the browser has gone")

    async def run(self, script: str) -> Any:
        found = await self.do("Runtime.evaluate", expression=script, awaitPromise=True)
        return found["result"].get("value")

    async def key(self, name: str) -> None:
        code, text = _KEYS[name]
        told = {"key": name, "code": name, "windowsVirtualKeyCode": code, "text": text}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **told)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **told)

    async def type(self, text: str) -> None:
        await self.do("Input.insertText", text=text)
        await asyncio.sleep(0.8)

    async def say(self, *words: str) -> None:
        """A single digit as it is; anything longer with Enter."""
        for word in words:
            if word in _KEYS:
                await self.key(word)
            else:
                await self.type(word)
                if len(word) > 1:
                    await self.key("Enter")
            await asyncio.sleep(1.2)

    async def picture(self) -> Image.Image:
        found = await self.do("Page.captureScreenshot", format="png")
        return Image.open(io.BytesIO(base64.b64decode(found["data"]))).convert("RGB")


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator["Browser"]:
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *_ALONE, f"--user-data-dir={profile}", "about:blank",
        stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stderr is not None
    port = ""
    while not port:
        line = (await process.stderr.readline()).decode()
        assert line, "chromium did not start"
        if "DevTools listening on" in line:
            port = line.split(":")[2].split("/")[0]
    async with aiohttp.ClientSession() as session:
        yield Browser(session, port)
    process.kill()
    await process.wait()


class Browser:
    """Opens tabs."""

    def __init__(self, session: aiohttp.ClientSession, port: str) -> None:
        self.session = session
        self.port = port

    @asynccontextmanager
    async def tab(self, url: str) -> AsyncIterator[Tab]:
        new = f"http://127.0.0.1:{self.port}/json/new?{url}"
        async with self.session.put(new) as answer:
            told = await answer.json(content_type=None)
        async with self.session.ws_connect(told["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            tab = Tab(socket)
            await asyncio.sleep(6)
            yield tab
            await tab.do("Page.close")
