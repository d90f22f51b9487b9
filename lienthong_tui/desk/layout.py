"""The two databases that a desk's folder is made of, and whether it is there.

The first page asks before anything else is imported that a desk needs.
"""

from pathlib import Path

from lienthong_tui.desk import replacing
from lienthong_tui.problems import DeskUnavailable

KEYRING = "keys.db"
STORE = "desk.db"


def is_here(folder: Path) -> bool:
    """Whether `folder` holds a desk, whole or not. Raises DeskUnavailable `store-forbidden`."""
    replacing.end(folder)
    try:
        return any((folder / name).exists() for name in (KEYRING, STORE))
    except OSError:
        raise DeskUnavailable("store-forbidden", path=str(folder)) from None
