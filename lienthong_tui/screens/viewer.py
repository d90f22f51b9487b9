"""Showing a PDF in the viewer of the machine, from where it does not stay.

That is the runtime folder of the session (tmpfs, XDG Base Directory), which is never written to a
disk. Else it is a folder of the user's own: emptied at the lock, at the next citizen,
when the program closes, and when it next starts, in case it was killed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

from lienthong_tui.problems import Problem

_OURS = re.compile(r"lienthong-([0-9]+)-")


def show(files: Mapping[str, bytes], record: Callable[[], object] = lambda: None) -> Path:
    """Open each file (name to bytes) in the viewer; the folder they lie in, to be forgotten later.

    `record` is called once they lie there whole, before anything is opened. Raises `viewer-none`
    where there is no screen or no opener, `viewer-failed`; what `record` raises.
    """
    opener = _opener()
    if opener is None:
        raise Problem("viewer-none")
    folder = private_folder()
    try:
        paths = [folder / name for name in files]
        for path, data in zip(paths, files.values(), strict=True):
            path.touch(mode=0o600)
            path.write_bytes(data)
        record()
        for path in paths:
            opener(path)
    except OSError:  # the disk is full, or the opener cannot be started
        forget(folder)
        raise Problem("viewer-failed") from None
    except Problem:
        forget(folder)
        raise
    return folder


def private_folder() -> Path:
    """A new folder of this session's own, to be forgotten later. Raises `viewer-failed`."""
    place = _places()[0]
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"lienthong-{os.getpid()}-", dir=place))
    except OSError:
        raise Problem("viewer-failed") from None


def forget(folder: Path) -> None:
    """Remove what was shown."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what programs that were killed have left; what another window shows stays."""
    for place in _places():
        with suppress(OSError):
            for folder in place.iterdir():
                shown_by = _OURS.match(folder.name)
                if shown_by and not _running(int(shown_by[1])):
                    forget(folder)


def _places() -> list[Path]:
    """Where files are shown from, the best first."""
    own = platformdirs.user_cache_path("lienthong-tui", appauthor=False) / "shown"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return [Path(runtime), own] if runtime and Path(runtime).is_dir() else [own]


def _opener() -> Callable[[Path], object] | None:
    if sys.platform == "win32":
        return os.startfile
    command = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if command is None or not (screen or sys.platform == "darwin"):
        return None
    return lambda path: subprocess.Popen(  # what it says goes nowhere: the screen is ours
        [command, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _running(process: int) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        return False  # there a signal would end it; what a viewer has open cannot be removed
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
