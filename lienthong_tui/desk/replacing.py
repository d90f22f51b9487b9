"""A folder put in the place of another, which is renamed: killed in between, it is ended later.

No system has one step for both. So what is to be done is noted beside the two before the first
rename, and whoever comes next and finds nothing in the place does the second.
"""

import os
from contextlib import suppress
from pathlib import Path

from lienthong_tui.store.disk import flush_folder


def replace(building: Path, folder: Path, aside: Path) -> None:
    """Rename `folder` to `aside` and `building` to `folder`; all three lie side by side.

    Raises OSError, after which `folder` is what it was.
    """
    import json

    mark = _mark(folder)
    with mark.open("w", encoding="utf-8") as file:
        json.dump(building.name, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        folder.rename(aside)
        try:
            building.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
    finally:
        flush_folder(folder.parent)
        mark.unlink(missing_ok=True)


def end(folder: Path) -> None:
    """End what a killed program had begun: nothing is in the place, and what is to be there is."""
    mark = _mark(folder)
    with suppress(OSError, ValueError):
        if mark.is_file() and not folder.exists():
            import json  # here: the first page asks for this, and has no other use for it

            building = folder.with_name(str(json.loads(mark.read_text("utf-8"))))
            if building.is_dir() and building.name.startswith(f".{folder.name}."):
                building.rename(folder)
                mark.unlink(missing_ok=True)


def _mark(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.replacing")
