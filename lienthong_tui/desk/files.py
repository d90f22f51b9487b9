"""Files that somebody names: on the command line or at a question of the screens."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lienthong_tui.packets.names import shown
from lienthong_tui.problems import Unusable

_PART = 1_000_000


def bytes_of(path: Path, missing: str, check: Callable[[int], None]) -> bytes:
    """The file at `path`: not a folder, and no pipe that would be waited for.

    `check` refuses a size too large to be what it should be. Errors: Unusable(`missing`).
    """
    with suppress(OSError, ValueError):
        if path.is_file():
            with path.open("rb") as file:
                check(os.fstat(file.fileno()).st_size)
                # It may tell no size, as everything under /proc, or grow meanwhile.
                parts, size = [], 0
                while part := file.read(_PART):
                    parts.append(part)
                    size += len(part)
                    check(size)
            return b"".join(parts)
    raise Unusable(missing, name=shown(path.name or str(path)))
