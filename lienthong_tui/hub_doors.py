"""What the commands about the hub share."""

from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lienthong_tui.access import hub_keys
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.invocation import Door
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_


def needs_psycopg(command: Callable[..., None]) -> Callable[..., None]:
    """A command that talks to the hub says so where the library is not there."""

    @wraps(command)
    def told(*given: Any, **more: Any) -> None:
        if find_spec("psycopg") is None:
            raise Unusable("hub-missing")
        command(*given, **more)

    return told


def small(path: Path) -> bytes:
    """A card, an enrolment or a grant.

    Errors: Unusable("file-missing"); Problem("hub-file-large").
    """
    return bytes_of(path, "file-missing", _check_size)


def _check_size(size: int) -> None:
    if size > hub_keys.LARGEST:
        raise Problem("hub-file-large")


def mark(door: Door, card: hub_keys.Card) -> str:
    """The line by which two desks compare aloud whom a card is of."""
    return door.tr(N_("Dấu của quầy ấy: {mark}"), mark=hub_keys.fingerprint(card))
