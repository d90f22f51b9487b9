"""Showing a PDF in the viewer of the machine, from memory: never from a folder that keeps it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lienthong_tui.problems import Problem

_OPENER = "xdg-open"


def show(files: Mapping[str, bytes]) -> Path:
    """Open each file (name to bytes) in the viewer; the folder they lie in, to be forgotten later.

    It is in the runtime folder of the session (tmpfs, XDG Base Directory), which is never written
    to a disk. Raises `viewer-none` where there is no such folder, no screen or no opener.
    """
    runtime, opener = os.environ.get("XDG_RUNTIME_DIR"), shutil.which(_OPENER)
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not (runtime and opener and screen and Path(runtime).is_dir()):
        raise Problem("viewer-none")
    folder = Path(tempfile.mkdtemp(prefix="lienthong-", dir=runtime))
    for name, data in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(data)
        subprocess.Popen(  # what it says goes nowhere: the screen is ours
            [opener, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    return folder


def forget(folder: Path) -> None:
    """Remove what was shown."""
    shutil.rmtree(folder, ignore_errors=True)
