"""Files leave the desk only here, on request, and the journal says so before they are whole."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sealing import seal_again
from lienthong_tui.filing.events import Exported
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store.disk import is_full

Put = Callable[[Mapping[str, bytes], Callable[[], object]], object]
"""How files (by name) are brought out, and when it is recorded: a folder, a printer, a viewer."""

_DRAFT = ".lienthong.tmp"  # nobody else's files end like this


def export(desk: Desk, reference: str, out: Path) -> dict[str, Path]:
    """Write the packets of a completed filing into the folder `out`; returns agency id → path.

    Errors: Unusable("reference-…"), those of `bring_out` and of `Desk.append`.
    """
    reference = read_reference(reference)
    line = next((found for found in desk.lookup(reference) if found.reference == reference), None)
    if line is None:
        raise Unusable("reference-unknown", reference=reference)
    filing, position = seal_again(desk, line.filing)
    packets = desk.packets(filing)
    paths = {sealed.agency: out / sealed.file_name for sealed, _ in packets}
    sent = tuple(sealed.content for sealed, _ in packets)

    def record() -> None:
        desk.append(filing.id, [Exported(packets=sent)], after=position)

    bring_out({paths[sealed.agency]: data for sealed, data in packets}, out, record)
    return paths


def bring_out(files: Mapping[Path, bytes], out: Path, record: Callable[[], object]) -> None:
    """Write `files`, which lie in the folder `out`, and have it recorded that they leave the desk.

    Each file is written beside its name, flushed and read back. Only when all are whole are they
    recorded, and only then moved into place: nothing leaves unrecorded, and a stick pulled
    half-way holds no half file. One recorded that could not be moved is harmless: the error says
    so, and doing it again brings it. Drafts that a killed run left in `out` are removed.

    Errors: DeskUnavailable("export-…"), those of `record`.
    """
    with _disk_problems(out), ExitStack() as leaving:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f".*{_DRAFT}"):
            _discard(left)
        for path, data in files.items():
            leaving.callback(_discard, _draft(path))
            _write(path, data)
        record()
        for path in files:
            _draft(path).replace(path)


def into(out: Path) -> Put:
    """How files are brought into the folder `out`. Errors: those of `bring_out`."""

    def put(files: Mapping[str, bytes], record: Callable[[], object]) -> None:
        bring_out({out / name: data for name, data in files.items()}, out, record)

    return put


def read_reference(text: str) -> str:
    """A reference as it was given out. Errors: Unusable("reference-…")."""
    try:
        return parse_reference(text)
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}{_DRAFT}")


def _write(path: Path, data: bytes) -> None:
    # Made anew: what lies there by this name may be a link to anything, on a stick of anybody.
    _discard(_draft(path))
    with _draft(path).open("xb") as file:
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
