"""Packets leave the desk only here, on request, and the journal says so."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import Exported
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store.disk import is_full


def export(desk: Desk, reference: str, out: Path) -> dict[str, Path]:
    """Write the packets of a completed filing into the folder `out`; returns agency id → path.

    Each file is written beside its name, flushed and read back. Only when all are whole are they
    recorded, and only then moved into place: no packet leaves unrecorded, and a stick pulled
    half-way holds no half packet. One recorded that could not be moved is harmless: the error says
    so, and exporting again brings it. Drafts that a killed export left in `out` are removed.

    Errors: Unusable("reference-…"), DeskUnavailable("export-…"), those of `Desk.append`.
    """
    reference = read_reference(reference)
    line = next((found for found in desk.lookup(reference) if found.reference == reference), None)
    if line is None:
        raise Unusable("reference-unknown", reference=reference)
    filing, position = desk.filing(line.filing)
    packets = desk.packets(filing)
    paths = {sealed.agency: out / sealed.file_name for sealed, _ in packets}
    with _disk_problems(out), ExitStack() as leaving:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(".LT*.zip.tmp"):
            _discard(left)
        for sealed, data in packets:
            path = paths[sealed.agency]
            leaving.callback(_discard, _draft(path))
            _write(path, data)
        sent = tuple(sealed.content for sealed, _ in packets)
        desk.append(filing.id, [Exported(packets=sent)], after=position)
        for path in paths.values():
            _draft(path).replace(path)
    return paths


def read_reference(text: str) -> str:
    """A reference as it was given out. Errors: Unusable("reference-…")."""
    try:
        return parse_reference(text)
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None


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
        code = "export-full" if is_full(error) else "export-unwritable"
        raise DeskUnavailable(code, path=str(out)) from None
