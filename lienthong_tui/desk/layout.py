"""The two databases that a desk's folder is made of, and whether it is there.

The first page asks before anything else is imported that a desk needs.
"""

from pathlib import Path

from lienthong_tui import resources
from lienthong_tui.desk import replacing
from lienthong_tui.problems import DeskUnavailable, Unusable

KEYRING = "keys.db"
STORE = "desk.db"


def is_here(folder: Path) -> bool:
    """Whether `folder` holds a desk, whole or not. Raises DeskUnavailable `store-forbidden`."""
    replacing.end(folder)
    try:
        return any((folder / name).exists() for name in (KEYRING, STORE))
    except OSError:
        raise DeskUnavailable("store-forbidden", path=str(folder)) from None


def is_in_program(folder: Path) -> bool:
    """Whether `folder` lies in the program's own: it would go with the next version, or with the
    stick that the program is on. A checkout is an engineer's, who may try things in it."""
    if resources.in_checkout():
        return False
    return folder.resolve().is_relative_to(resources.program_folder())


def check_place(folder: Path) -> None:
    """Refuse to make a desk in the program's folder. Raises Unusable `desk-in-program`."""
    if is_in_program(folder):
        program = str(resources.program_folder())
        raise Unusable("desk-in-program", path=str(folder), program=program)
