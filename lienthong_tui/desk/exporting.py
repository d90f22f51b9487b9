"""Files leave the desk only here, on request, and the journal says so before they are whole."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lienthong_tui.desk import agency_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sealing import decided, up_to_date
from lienthong_tui.filing.agency_events import (
    Delivered,
    Exported,
    SealedPacket,
)
from lienthong_tui.filing.delivery import outdated
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.packets import encryption
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import content
from lienthong_tui.store.disk import flush_folder, is_full
from lienthong_tui.store.sqlcipher import writing

Put = Callable[[Mapping[str, bytes], Callable[[], object]], object]
"""How files (by name) are brought out, and when it is recorded: a folder, a printer, a viewer."""

_DRAFT = ".lienthong.tmp"  # nobody else's files end like this


def export(desk: Desk, reference: str, out: Path) -> dict[str, Path]:
    """Write packets of a completed filing into the folder `out`; returns the paths by agency id,
    those of a later round by `<agency>-<round>`.

    These are the packets that were not delivered yet, or all of them once all were; but never one
    that brings what is no result any more. Each is brought out by itself: whole, or not at all.
    What leaves is recorded before the first does, what arrived is recorded in any case, so that
    after a stick was pulled the next call brings the rest; what lies there already as it should is
    not written again. What lies there of a packet that is kept back is taken away: the stick is
    mostly still at the counter.

    Errors: Unusable("reference-…"); DeskUnavailable("export-…"); those of `Desk.append`.
    """
    reference = read_reference(reference)
    filing, position = up_to_date(desk, filing_of(desk, reference))
    true = [each for each in filing.packets if each not in outdated(filing)]
    due = [each for each in true if each.content not in filing.delivered]
    packets = [(each, *_outside(desk, filing, each)) for each in due or true]
    arrived: list[str] = []
    with _disk_problems(out), ExitStack() as ending:
        ending.callback(_record_arrived, desk, filing.id, arrived)
        _make_ready(out)
        _take_away(out, filing)
        recorded = False
        for sealed, name, data in packets:
            path = out / name
            comes = not _lies_there(path, data)
            if comes:
                ending.callback(_discard, _draft(path))
                _write(path, data)
            if not recorded:
                leaving = tuple(each.content for each, *_ in packets)
                desk.append(filing.id, [Exported(packets=leaving)], after=position)
                recorded = True
            if comes:  # not whether a draft is there: the stick may be another one by now
                _draft(path).replace(path)
            flush_folder(out)  # it may be pulled as soon as the screen says so
            arrived.append(sealed.content)
    return {_key(sealed): out / name for sealed, name, _ in packets}


def _take_away(out: Path, filing: Filing) -> None:
    """Remove what is named as a packet that brings what is no result any more."""
    for packet in outdated(filing):
        for name in (packet.file_name, packet.file_name + encryption.ENDING):
            (out / name).unlink(missing_ok=True)


def _outside(desk: Desk, filing: Filing, sealed: SealedPacket) -> tuple[str, bytes]:
    """A packet as it leaves, and what it is called: encrypted where its agency has a key."""
    data = content.get(desk.db, sealed.content)
    place = next(r.place for r in decided(desk, filing)[1] if r.agency.id == sealed.agency)
    recipient = agency_keys.recipients(desk).get((sealed.agency, place))
    if recipient is None:
        return sealed.file_name, data
    return sealed.file_name + encryption.ENDING, encryption.encrypt(data, recipient)


def _key(sealed: SealedPacket) -> str:
    return sealed.agency if sealed.round == 1 else f"{sealed.agency}-{sealed.round}"


def _record_arrived(desk: Desk, filing: str, arrived: list[str]) -> None:
    """Whatever was done to the filing meanwhile: that a packet is there is true all the same."""
    if arrived:
        with writing(desk.db):
            _, position = desk.filing(filing)
            desk.append(filing, [Delivered(packets=tuple(arrived))], after=position)


def _lies_there(path: Path, data: bytes) -> bool:
    """Whether the file is there already as it should be, itself and no link to another."""
    try:
        return path.is_file() and not path.is_symlink() and _read_back(path) == data
    except OSError:
        return False


def bring_out(files: Mapping[Path, bytes], out: Path, record: Callable[[], object]) -> None:
    """Write `files`, which lie in the folder `out`, and have it recorded that they leave the desk.

    Each file is written beside its name, flushed and read back. Only when all are whole are they
    recorded, and only then moved into place: nothing leaves unrecorded, and a stick pulled
    half-way holds no half file. One recorded that could not be moved is harmless: the error says
    so, and doing it again brings it. Drafts that a killed run left in `out` are removed.

    Errors: DeskUnavailable("export-…"), those of `record`.
    """
    with _disk_problems(out), ExitStack() as leaving:
        _make_ready(out)
        for path, data in files.items():
            leaving.callback(_discard, _draft(path))
            _write(path, data)
        record()
        for path in files:
            _draft(path).replace(path)
        flush_folder(out)


def filing_of(desk: Desk, reference: str) -> str:
    """The id of the filing with a reference. Errors: those of `filings_of`;
    Unusable("reference-of-two")."""
    first, *others = filings_of(desk, reference)
    if others:
        raise Unusable("reference-of-two", reference=reference)
    return first


def filings_of(desk: Desk, reference: str) -> list[str]:
    """The ids of the filings with a reference: more than one where two copies of the desk gave it
    out. Errors: Unusable("reference-unknown")."""
    found = [line.filing for line in desk.lookup(reference) if line.reference == reference]
    if not found:
        raise Unusable("reference-unknown", reference=reference)
    return found


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


def _make_ready(out: Path) -> None:
    """Make the folder, and remove what a killed run left in it."""
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob(f".*{_DRAFT}"):
        _discard(left)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}{_DRAFT}")


def _write(path: Path, data: bytes) -> None:
    # Made anew: what lies there by this name may be a link to anything, on a stick of anybody.
    _discard(_draft(path))
    with _draft(path).open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if _read_back(_draft(path)) != data:
        raise DeskUnavailable("export-differs", path=str(path))


def _read_back(path: Path) -> bytes:
    """What a file holds, from the stick itself where the system can be told to forget its copy."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


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
