"""The kiosk in a browser (`lienthong kiosk --serve`), by the process and the page of textual-serve.

It listens on loopback alone; a web server with TLS stands before it (docs/kiosk.md). What the
server of textual-serve 1.1.3 leaves open is shut here: a foreign page may not open the socket
(RFC 6455, §10.2), the kiosk inherits nothing of this process's environment and no shell starts it,
folders are not listed, nothing can be downloaded, and nothing comes from elsewhere, fonts included.
"""

import asyncio
import os
from asyncio.subprocess import Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from lienthong_tui.problems import Unusable
from lienthong_tui.resources import data_path, own_command
from lienthong_tui.sentences import Language

HOST = "127.0.0.1"
FONT_SIZE = 24
LINE_HEIGHT = 1.3
"""Rows this tall hold two marks over a capital: Ấ, Ễ."""
LARGEST = 65_536
"""Bytes of one message from the browser; what is pasted is no book."""

_OPENS, _TALLER = "scrollback:0,", f"scrollback:0,lineHeight:{LINE_HEIGHT},"
_KEPT = ("PATH", "SYSTEMROOT", "TZ", "LANG", "LC_ALL", "VIRTUAL_ENV")
_PATIENCE = 15.0  # seconds for a kiosk to end
_FEWEST, _MOST = 4, 400  # cells, each way
# What textual-serve tells the process.
_DRIVER = (
    *("TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM"),
    *("TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLUMNS", "ROWS"),
)
_STATIC = Path(textual_serve.__file__).parent / "static"
_SERVED = ("css/xterm.css", "fonts/RobotoMono-VariableFont_wght.ttf")
_OWN = ("page.css", "start.js")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        " font-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none';"
        " base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class KioskProcess(AppService):
    """The kiosk behind one browser: a process of its own, started without a shell."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        told = self._build_environment(width, height)
        driver = {name: value for name, value in told.items() if name in _DRIVER}
        process = await asyncio.create_subprocess_exec(
            *self.command.split("\0"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=kept_environment(os.environ) | driver,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """As `AppService`; a kiosk that ended by itself lets go of its browser."""
        try:
            await super().run()
        finally:
            with suppress(ConnectionError):
                await self.remote_close()

    async def end(self) -> None:
        """Have the kiosk keep what was begun, and wait until it is gone."""
        await self.stop()
        if self._process is not None:
            with suppress(ProcessLookupError, TimeoutError):
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
                return
            self._process.kill()


class KioskServer:
    """Serves one kiosk, to one browser at a time."""

    def __init__(self, folder: Path, public_url: str, language: Language) -> None:
        self.public_url = public_url.rstrip("/")
        self.command = command(folder, language)
        self.sitting = False

    def application(self) -> web.Application:
        """The pages. Errors: Unusable("serve-unfit")."""
        self._script = taller_rows((_STATIC / "js/textual.js").read_text("utf-8"))
        app = web.Application()
        app.on_response_prepare.append(_with_headers)
        app.router.add_get("/", self.page)
        app.router.add_get("/ws", self.socket)
        app.router.add_get("/static/js/textual.js", self.script)
        for name in _SERVED:
            app.router.add_get(f"/static/{name}", _file(_STATIC / name))
        for name in _OWN:
            app.router.add_get(f"/own/{name}", _file(data_path("kiosk") / name))
        return app

    async def page(self, _: web.Request) -> web.Response:
        """The one page."""
        text = Template((data_path("kiosk") / "page.html").read_text("utf-8"))
        socket = f"ws{self.public_url.removeprefix('http')}/ws"
        body = text.substitute(socket=socket, font_size=FONT_SIZE)
        return web.Response(text=body, content_type="text/html")

    async def script(self, _: web.Request) -> web.Response:
        """The terminal."""
        return web.Response(text=self._script, content_type="text/javascript")

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Keys from the browser to the kiosk, the screen back; one browser at a time."""
        if request.headers.get("Origin") != origin_of(self.public_url):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST)
        await socket.prepare(request)
        if self.sitting:
            await socket.close()
            return socket
        self.sitting = True

        async def close() -> None:
            await socket.close()

        process = KioskProcess(
            "\0".join(self.command),
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        try:
            await process.start(_size(request, "width", 80), _size(request, "height", 24))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._hear(process, message.json())
        except (ValueError, LookupError, TypeError, RecursionError, ConnectionError):
            await socket.close()  # no terminal of ours talks like this
        finally:
            await process.end()
            self.sitting = False
        return socket

    async def _hear(self, process: AppService, message: list[object]) -> None:
        match message:
            case ["stdin", str(typed)]:
                await process.send_bytes(typed.encode())
            case ["resize", {"width": int(width), "height": int(height)}]:
                await process.set_terminal_size(_within(width), _within(height))
            case ["blur"]:
                await process.blur()
            case ["focus"]:
                await process.focus()
            case _:
                pass  # a ping wants no answer


def serve(folder: Path, *, port: int, public_url: str | None, language: Language) -> None:
    """Serve the kiosk at `folder` until this process is ended.

    `public_url` is what browsers open, where a web server with TLS stands before this one.

    Errors: Unusable("serve-insecure") for an address elsewhere that is not https, ("serve-unfit").
    """
    address = checked_address(public_url or f"http://{HOST}:{port}")
    app = KioskServer(folder, address, language).application()
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


def checked_address(url: str) -> str:
    """An address that browsers may open. Errors: Unusable("serve-insecure")."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all
        raise Unusable("serve-insecure", url=url) from None
    here = parts.scheme == "http" and parts.hostname in (HOST, "localhost")
    if not here and (parts.scheme != "https" or not parts.hostname):
        raise Unusable("serve-insecure", url=url)
    return url


def command(folder: Path, language: Language) -> list[str]:
    """The kiosk, as a process of its own."""
    served = [*own_command(), "kiosk", "--served"]
    return [*served, "--kiosk", str(folder.resolve()), "--lang", language]


def kept_environment(own: Mapping[str, str]) -> dict[str, str]:
    """What the kiosk's process is told of this one's environment: nothing that may be secret."""
    return {name: own[name] for name in _KEPT if name in own}


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as a browser tells them (RFC 6454)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def taller_rows(source: str) -> str:
    """The terminal's script with taller rows. Errors: Unusable("serve-unfit")."""
    if source.count(_OPENS) != 1:
        raise Unusable("serve-unfit")
    return source.replace(_OPENS, _TALLER)


def _size(request: web.Request, name: str, otherwise: int) -> int:
    told = request.query.get(name, "")
    return _within(int(told)) if told.isdecimal() else otherwise


def _within(cells: int) -> int:
    return max(_FEWEST, min(cells, _MOST))


def _file(path: Path) -> Handler:
    """One file, and no folder around it."""

    async def file(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return file


async def _with_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
