"""Files that somebody names: on the command line or at a question of the screens."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lienthong_tui.packets.names import shown
from lienthong_tui.problems import Unusable


def bytes_of(path: Path, missing: str, check: Callable[[int], None]) -> bytes:
    """The file at `path`: not a folder, and no pipe that would be waited for.

    `check` refuses a size too large to be what it should be. Errors: Unusable(`missing`).
    """
    with suppress(OSError, ValueError):
        if path.is_file():
            check(path.stat().st_size)
            return path.read_bytes()
    raise Unusable(missing, name=shown(path.name or str(path)))
