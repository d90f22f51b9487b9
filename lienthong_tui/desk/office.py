"""The office's settings as they are changed: checked, recorded, and taken from or to a file.

A change counts for filings begun after it, and for drafts moved to another version of the law after
it; others stay pinned to what was set then.
"""

from dataclasses import replace
from pathlib import Path

from lienthong_tui.desk.desk import Desk, office_source
from lienthong_tui.desk.exporting import bring_out
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.desk_events import OfficeSet
from lienthong_tui.problems import Busy, Unusable
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing

LARGEST_SETTINGS = 1_000_000
"""Bytes of the largest settings file read: a thousand facilities and hamlets."""


def change(desk: Desk, new: Overlay) -> Desk:
    """The desk with `new` in force, recorded; the same one where nothing differs.

    Errors: those of `overlay.read`; Busy("office-moved") when another window changed it first.
    """
    return take(desk, overlay.encode(new)) if new != desk.office else desk


def take(desk: Desk, source: bytes) -> Desk:
    """The desk with the settings of a file in force, its bytes kept as they are.

    Errors: as `change`; those of `Desk.require`.
    """
    desk.require("settings")
    new = overlay.read(source, loading.shipped())
    with writing(desk.db):
        if office_source(desk.db) != desk.office_source:
            raise Busy("office-moved")
        if source != desk.office_source:
            desk.append(None, [OfficeSet(overlay=content.put(desk.db, source))])
    return replace(desk, office=new, office_source=source)


def refreshed(desk: Desk) -> Desk:
    """The desk with the settings that were recorded last, perhaps by another window."""
    source = office_source(desk.db)
    if source is None or source == desk.office_source:
        return desk
    return replace(desk, office=overlay.decode(source), office_source=source)


def read_file(path: Path) -> bytes:
    """The settings in a file, unchecked.

    Errors: Unusable("settings-missing") or ("settings-large").
    """
    return bytes_of(path, "settings-missing", _check_size)


def _check_size(size: int) -> None:
    if size > LARGEST_SETTINGS:
        raise Unusable("settings-large", size=size, most=LARGEST_SETTINGS)


def file_name(desk: Desk) -> str:
    """What the settings are called outside the desk."""
    return f"thiet-lap-{desk.commune}.toml"


def write_file(desk: Desk, folder: Path) -> Path:
    """Write the settings in force into `folder`; where they now lie. Errors: of `bring_out`."""
    path = folder / file_name(desk)
    bring_out({path: desk.office_source}, folder, lambda: None)
    return path
