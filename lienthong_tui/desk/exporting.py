"""Packets leave the desk only here, on request, and the journal says so."""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import Exported
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import writing


def export(desk: Desk, reference: str, out: Path) -> dict[str, Path]:
    """Write the packets of a completed filing into the folder `out`; returns agency id → path.

    All or none: each file is written beside its name, flushed and read back, and only when all are
    whole are they recorded and moved into place. A stick pulled half-way leaves no half packet.

    Errors: Unusable("reference-…"), DeskUnavailable("export-…"), those of `Desk.append`.
    """
    try:
        reference = parse_reference(reference)
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None
    line = next((found for found in desk.lookup(reference) if found.reference == reference), None)
    if line is None:
        raise Unusable("reference-unknown", reference=reference)
    filing, position = desk.filing(line.filing)
    packets = filing.completed.packets if filing.completed else ()
    paths = {sealed.agency: out / sealed.file_name for sealed in packets}
    with _disk_problems(out), ExitStack() as leaving:
        out.mkdir(parents=True, exist_ok=True)
        for sealed in packets:
            path = paths[sealed.agency]
            leaving.callback(_discard, _draft(path))
            _write(path, content.get(desk.db, sealed.content))
        with writing(desk.db):
            sent = tuple(sealed.content for sealed in packets)
            desk.append(filing.id, [Exported(packets=sent)], after=position)
            for path in paths.values():
                _draft(path).replace(path)
    return paths


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _write(path: Path, data: bytes) -> None:
    with _draft(path).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if _draft(path).read_bytes() != data:
        raise DeskUnavailable("export-differs", path=str(path))


def _discard(draft: Path) -> None:
    with suppress(OSError):  # the stick is gone, and the draft with it
        draft.unlink(missing_ok=True)


@contextmanager
def _disk_problems(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "export-full" if error.errno == errno.ENOSPC else "export-unwritable"
        raise DeskUnavailable(code, path=str(out)) from None
