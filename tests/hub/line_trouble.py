"""A line that fails: a proxy on loopback that cuts connections, at any byte, and goes dark."""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hub.server import HOST, free_port

_CHUNK = 4096


class Trouble:
    """A TCP proxy in a thread of its own. Each piece that passes may be the last of its line, and
    then perhaps half of it passes; while `dark` is set nothing connects and nothing passes."""

    def __init__(self, to_port: int, seed: int, cut: float) -> None:
        self.port, self._to = free_port(), to_port
        self._chance, self.cut = random.Random(seed), cut
        self.dark = False
        self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._serve, HOST, self.port))
        self._ready.set()
        self._loop.run_forever()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def go_dark(self, *, on: bool) -> None:
        """Drop every line there is, and let nobody in."""
        self.dark = on
        if on:
            self._loop.call_soon_threadsafe(self._drop)

    def _drop(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.dark:
            writer.transport.abort()
            return
        try:
            to_reader, to_writer = await asyncio.open_connection(HOST, self._to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, to_writer}
        with suppress(Exception):
            await asyncio.gather(
                self._pass(reader, to_writer, writer), self._pass(to_reader, writer, to_writer)
            )
        for each in (writer, to_writer):
            self._writers.discard(each)
            each.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, to: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(_CHUNK):
            if self._chance.random() < self.cut:
                self.cuts += 1
                if self._chance.random() < 0.5:
                    to.write(data[: len(data) // 2])
                    with suppress(Exception):
                        await to.drain()
                for each in (to, back):
                    each.transport.abort()
                return
            to.write(data)
            await to.drain()
        with suppress(Exception):
            to.write_eof()


@contextmanager
def troubled(to_port: int, seed: int, cut: float) -> Iterator[Trouble]:
    """A troubled line to a port, until the end."""
    trouble = Trouble(to_port, seed, cut)
    try:
        yield trouble
    finally:
        trouble.stop()
