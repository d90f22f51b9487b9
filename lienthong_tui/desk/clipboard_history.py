"""Whether something at this PC keeps what was copied: what the hand-off put there would stay."""

import sys
from contextlib import suppress
from pathlib import Path

# Programs of the usual desktops that keep a history, by the name of their process.
_KEEPERS = frozenset(
    {
        "cliphist",
        "clipit",
        "clipman",
        "clipmenud",
        "copyq",
        "diodon",
        "gpaste-daemon",
        "greenclip",
        "klipper",
        "parcellite",
        "xfce4-clipman",
    }
)
_DESKTOP = "plasmashell"  # has klipper in itself
_MOST_NAMED = 15  # letters of a process that Linux tells


def keeper(processes: Path = Path("/proc")) -> str | None:
    """The name of what keeps a history of copied texts here; None where none is known.

    Windows keeps one when its user has switched it on (Win+V); on Linux a program may; of macOS
    nothing can be asked.
    """
    if sys.platform == "win32":
        return _of_windows()
    names = set()
    for path in processes.glob("[0-9]*/comm"):
        with suppress(OSError):
            names.add(path.read_text("utf-8", "replace").strip())
    known = {name[:_MOST_NAMED]: name for name in (*_KEEPERS, _DESKTOP)}
    found = sorted(known[name] for name in names if name in known)
    return found[0] if found else None


def _of_windows() -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    with (
        suppress(OSError),
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Clipboard") as opened,
    ):
        if winreg.QueryValueEx(opened, "EnableClipboardHistory")[0] == 1:
            return "Windows (Win+V)"
    return None
