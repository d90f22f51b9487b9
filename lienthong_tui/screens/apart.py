"""Work that no end of the program waits for: what a disk that has gone away may hold for ever."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


async def apart(work: Callable[[], T]) -> T:
    """Run `work` in a thread of its own; the end of the program leaves it behind."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(act: Callable[[], None]) -> None:
        if not done.cancelled():
            act()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            act = partial(done.set_exception, error)
        else:
            act = partial(done.set_result, result)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, act)

    threading.Thread(target=run, name="apart", daemon=True).start()
    return await done
