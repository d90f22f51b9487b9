"""Packets leave the desk only here, on request, and the journal says so."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import Exported
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.store import content


def export(desk: Desk, reference: str, out: Path) -> dict[str, Path]:
    """Write the packets of a completed filing into the folder `out`; returns agency id → path.

    Each file is written beside its name, flushed, read back and only then moved into place, so a
    stick pulled half-way leaves no half packet.

    Errors: Problem("reference-…"), Unusable("reference-unknown"), DeskUnavailable("export-…").
    """
    reference = parse_reference(reference)
    line = next((found for found in desk.lookup(reference) if found.reference == reference), None)
    if line is None:
        raise Unusable("reference-unknown", reference=reference)
    filing, position = desk.filing(line.filing)
    if filing.completed is None:
        raise Unusable("reference-unknown", reference=reference)
    written = {}
    for sealed in filing.completed.packets:
        path = out / sealed.file_name
        _write(path, content.get(desk.db, sealed.content))
        written[sealed.agency] = path
    sent = tuple(sealed.content for sealed in filing.completed.packets)
    desk.append(filing.id, [Exported(packets=sent)], after=position)
    return written


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if draft.read_bytes() != data:
            raise DeskUnavailable("export-differs", path=str(path))
        draft.replace(path)
    except OSError as error:
        code = "export-full" if error.errno == errno.ENOSPC else "export-unwritable"
        raise DeskUnavailable(code, path=str(path.parent)) from None
    finally:
        with suppress(OSError):  # the stick is gone, and the draft with it
            draft.unlink(missing_ok=True)
