"""A copy of the desk as it was before a new version changes its tables, in the folder itself."""

import logging
from collections.abc import Mapping
from pathlib import Path

from lienthong_tui import __version__
from lienthong_tui.problems import Problem
from lienthong_tui.store import backup

log = logging.getLogger(__name__)

BACKUPS = "backups"
"""In the desk's folder: drafts of backups, and the daily ones if they go nowhere else."""

BEFORE = "before-"
"""In there: the desk as it was before the version named behind it."""


def keep(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Copy these files of the desk in `folder`, each with its raw key, None for a plain one; those
    that are kept already stay as they are.

    With both files the copy is a desk's folder in itself: the version before opens it. Where there
    is no room for it the change is made all the same, wholly or not at all.
    """
    target = folder / BACKUPS / f"{BEFORE}{__version__}"
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        target.mkdir(mode=0o700, exist_ok=True)
        for name, key in files.items():
            if not (target / name).exists():
                draft = target / f".{name}.tmp"
                draft.unlink(missing_ok=True)
                backup.copy(folder / name, key, draft)
                draft.replace(target / name)  # what a kill left half is no copy
    except (OSError, Problem) as error:
        log.warning("no copy was kept before the change: %s", type(error).__name__)
