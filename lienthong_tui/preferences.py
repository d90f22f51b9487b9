"""What whoever sits at this PC prefers to see: the look, the language. Nothing of a desk or filing
stands here, and a file that cannot be read is none."""

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.sentences import Language


class Preferences(msgspec.Struct, frozen=True):
    """`language` is None where none was chosen: that of the command counts."""

    look: Literal["dark", "light", "contrast"] = "dark"
    language: Language | None = None


def place() -> Path:
    """Where they are kept: in the user's own settings (XDG Base Directory)."""
    return platformdirs.user_config_path("lienthong-tui", appauthor=False) / "preferences.json"


def read() -> Preferences:
    """What was chosen last; the first ones where nothing was."""
    try:
        return msgspec.json.decode(place().read_bytes(), type=Preferences)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return Preferences()


def write(chosen: Preferences) -> None:
    """Keep them. Errors: DeskUnavailable("preferences-unwritable") with `path`."""
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.encode(chosen))
    except OSError:
        raise DeskUnavailable("preferences-unwritable", path=str(path)) from None
