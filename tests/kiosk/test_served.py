"""The kiosk in a browser: who may open its socket, what is served, and Vietnamese whole on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from PIL import Image

from lienthong_tui import kiosk_serving
from lienthong_tui.kiosk_serving import KioskServer
from lienthong_tui.problems import Unusable

from .browser import CHROMIUM, browser
from .sample import GRANDSON, Hall


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall(tmp_path)
    hall.now = datetime.now(UTC)  # the kiosk's process has the machine's own clock
    return hall


@asynccontextmanager
async def served(hall: Hall) -> AsyncIterator[str]:
    """The address of the kiosk's page."""
    server = KioskServer(hall.place / "kiosk", "http://127.0.0.1", "vi")
    runner = web.AppRunner(server.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    server.public_url = f"http://127.0.0.1:{port}"
    yield server.public_url
    await runner.cleanup()


@pytest.mark.asyncio
@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_foreign_page_opens_no_socket(hall: Hall, origin: str | None) -> None:
    async with served(hall) as address, aiohttp.ClientSession() as session:
        headers = {} if origin is None else {"Origin": origin}
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{address}/ws", headers=headers)
    assert refused.value.status == 403


@pytest.mark.asyncio
async def test_only_the_page_and_its_parts_are_served(hall: Hall) -> None:
    async with served(hall) as address, aiohttp.ClientSession() as session:
        for path in ("/", "/own/start.js", "/static/js/textual.js", "/static/css/xterm.css"):
            async with session.get(address + path) as answer:
                assert answer.status == 200, path
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                text = await answer.text()
                assert "googleapis" not in text, path
        hidden = (
            *("/static", "/static/", "/static/js/", "/static/images/background.png"),
            *("/own/", "/own/page.html", "/own/../page.html", "/own/%2e%2e/office.toml"),
            "/download/x",
        )
        for path in hidden:
            async with session.get(address + path) as answer:
                assert answer.status == 404, path


@pytest.mark.asyncio
async def test_a_second_tab_gets_nothing_and_disturbs_nothing(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(hall) as address, aiohttp.ClientSession() as session:
        own = {"Origin": address}
        async with session.ws_connect(f"{address}/ws?width=60&height=18", headers=own) as first:
            first_bytes = await first.receive(timeout=20)
            assert first_bytes.type is aiohttp.WSMsgType.BINARY
            async with session.ws_connect(f"{address}/ws", headers=own) as second:
                assert (await second.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
            for junk in ("{}", "[", '["stdin", 5]', '["resize", {"width": "x"}]', '["quit"]'):
                if junk != "[":
                    await first.send_str(junk)
            await first.send_str('["ping", "1"]')
            assert not first.closed
            await first.send_str("[" * 60_000)
            while (closed := await first.receive(timeout=20)).type is aiohttp.WSMsgType.BINARY:
                pass
            assert closed.type is aiohttp.WSMsgType.CLOSE
    assert not [record for record in caplog.records if record.name == "aiohttp.server"]


@pytest.mark.asyncio
async def test_a_browser_closed_midway_gives_it_to_the_officer(hall: Hall) -> None:
    async with served(hall) as address, aiohttp.ClientSession() as session:
        own = {"Origin": address}
        async with session.ws_connect(f"{address}/ws?width=60&height=18", headers=own) as socket:
            await _said(socket, "Khai việc gì")
            for keys, shown in (
                ("2", "Số căn cước"),
                (f"{GRANDSON}\r", "Mã 6 chữ số"),
                (f"{hall.code()}\r", "Ai đứng khai"),
                ("2", "Thông báo"),
                ("1", "Chuẩn bị"),
                ("1", "nhà mình"),
                ("1", "VNeID"),
            ):
                await asyncio.sleep(0.7)  # else it is a key held down
                await socket.send_json(["stdin", keys])
                await _said(socket, shown)
        for _ in range(100):
            if hall.files():
                break
            await asyncio.sleep(0.1)
    assert len(hall.files()) == 1


async def _said(socket: aiohttp.ClientWebSocketResponse, text: str) -> None:
    told = b""
    while text.encode() not in told:
        message = await socket.receive(timeout=20)
        assert message.type is aiohttp.WSMsgType.BINARY, (text, told[-400:])
        told += message.data


def test_nothing_of_the_environment_reaches_the_kiosk() -> None:
    own = {"PATH": "/bin", "LIENTHONG_DESK": "/quầy", "SSH_AUTH_SOCK": "/x", "PGPASSWORD": "y"}
    assert kiosk_serving.kept_environment(own) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    "url",
    [
        *("http://xa.example", "ws://127.0.0.1", "ftp://x", "http://127.0.0.1.evil.example"),
        *("https://[", "https://xa]", "https://xa\u2100"),
    ],
)
def test_an_address_elsewhere_has_to_be_https(url: str) -> None:
    with pytest.raises(Unusable) as refused:
        kiosk_serving.checked_address(url)
    assert refused.value.code == "serve-insecure"


@pytest.mark.parametrize("url", ["https://xa.example", "http://127.0.0.1:8443", "http://localhost"])
def test_an_address_that_may_be_opened(url: str) -> None:
    assert kiosk_serving.checked_address(url) == url


def test_another_version_of_the_terminal_is_refused() -> None:
    with pytest.raises(Unusable) as refused:
        kiosk_serving.taller_rows("new Terminal({})")
    assert refused.value.code == "serve-unfit"


def test_the_origin_of_an_address() -> None:
    assert kiosk_serving.origin_of("https://xa.example:8443/kiosk/") == "https://xa.example:8443"


# In a real browser

_WHITE, _DARK = 240, 110  # of 255, in grey


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """The first and the last row of dark pixels of a white box, from its top."""
    part = picture.crop(box).convert("L")
    lines = (part.crop((0, y, part.width, y + 1)).getextrema() for y in range(part.height))
    dark = [y for y, line in enumerate(lines) if line[0] < _DARK]  # type: ignore[operator]
    return dark[0], dark[-1]


@pytest.mark.long
@pytest.mark.timeout(180)
@pytest.mark.asyncio
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: nobody looked at the page")
async def test_stacked_marks_are_whole_in_a_browser(hall: Hall, tmp_path: Path) -> None:
    text = "Nguyễn Phượng Kỹ thuật ẤỄNe"
    async with (
        served(hall) as address,
        browser(tmp_path / "profile") as chromium,
        chromium.tab(address) as tab,
    ):
        await tab.say("2", GRANDSON, hall.code(), "2", "1", "1", "1", "1")
        await tab.type(text)
        await asyncio.sleep(2)
        assert await tab.run("document.fonts.check(\"24px 'Roboto Mono'\")")
        picture = await tab.picture()
        picture.save(tmp_path / "kiosk.png")
        x, y, width, height = cell_of(picture)
    column = {letter: text.index(letter) for letter in "ễợỹậẤỄNe"}
    tops, bottoms = {}, {}
    for letter, at in column.items():
        left = x + at * width
        tops[letter], bottoms[letter] = ink(picture, (left, y, left + width, y + height))
    # A capital with two marks is the tallest: there is a row of nothing above it, so none is cut.
    assert min(tops.values()) > 0, tops
    assert tops["Ấ"] < tops["N"] - 4
    assert tops["Ễ"] < tops["N"] - 4
    assert tops["ễ"] < tops["e"] - 6
    assert tops["ỹ"] < tops["e"] - 2
    assert bottoms["ậ"] > bottoms["e"] + 2
    assert bottoms["ợ"] > bottoms["e"] + 2
    assert max(bottoms.values()) < height - 1, bottoms


def cell_of(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the white field begins, and the size of a cell, found in the picture."""
    grey = picture.convert("L")

    def is_white(x: int, y: int) -> bool:
        return bool(grey.crop((x, y, x + 1, y + 1)).getextrema()[0] > _WHITE)  # type: ignore[operator]

    behind = picture.width * 9 // 10  # behind every text
    first = next(y for y in range(picture.height) if is_white(behind, y))
    rows = list(takewhile(lambda y: is_white(behind, y), range(first, picture.height)))
    row = [x for x in range(picture.width) if is_white(x, rows[0] + 1)]
    columns = 67  # of the field: the terminal's 71 less two at each side
    return row[0], rows[0], round((row[-1] - row[0] + 1) / columns), len(rows)
