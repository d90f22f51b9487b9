"""What whoever sits at this PC prefers to see: the look, the language. Nothing of a desk or filing
stands here, and a file that cannot be read is none.

It is read before the first page is painted: nothing may be imported here that takes time.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import platformdirs

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.sentences import LANGUAGES, Language

_LOOKS = ("dark", "light", "contrast")


@dataclass(frozen=True)
class Preferences:
    """`language` is None where none was chosen: that of the command counts."""

    look: Literal["dark", "light", "contrast"] = "dark"
    language: Language | None = None


def place() -> Path:
    """Where they are kept: in the user's own settings (XDG Base Directory)."""
    return platformdirs.user_config_path("lienthong-tui", appauthor=False) / "preferences.json"


def read() -> Preferences:
    """What was chosen last; the first ones where nothing was."""
    try:
        told: Any = json.loads(place().read_bytes())
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(told, dict):
        return Preferences()
    look, language = told.get("look"), told.get("language")
    return Preferences(
        look if look in _LOOKS else "dark", language if language in LANGUAGES else None
    )


def write(chosen: Preferences) -> None:
    """Keep them. Errors: DeskUnavailable("preferences-unwritable") with `path`."""
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(chosen)))
    except OSError:
        raise DeskUnavailable("preferences-unwritable", path=str(path)) from None
