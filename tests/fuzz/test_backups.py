"""Backup files, which may come back from anybody's stick."""

import io
import json
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from lienthong_tui.desk import backup_file, backup_rota
from lienthong_tui.desk.backup_file import About
from lienthong_tui.filing.deadlines import local_time

from .mutations import as_json, junk, mutated, reshaped, text_mutated
from .trials import check_printable, fuzzed, outcome

PARTS = {"keys.db": b"k" * 300, "desk.db": b"d" * 500}


def whole() -> bytes:
    """A backup as it is written, of two small files that are no databases."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, data in PARTS.items():
            (folder / name).write_bytes(data)
        about = About(
            format=backup_file.FORMAT,
            program="0.9.0",
            commune="19639",
            desk_number=1,
            demo=True,
            made=datetime(2026, 11, 22, 10, tzinfo=UTC),
            stream="d_19639_1_0a1b2c3d",
            seq=12,
            hash="ab" * 32,
            files=backup_file.parts_of(folder),
        )
        backup_file.write(folder / "x.ltbackup", about, folder, lambda *_: True)
        return (folder / "x.ltbackup").read_bytes()


WHOLE = whole()


def entries(data: bytes = WHOLE) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


ABOUT = json.loads(entries()["backup.json"])


def zipped(held: list[tuple[str, bytes]], method: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, data in held:
            archive.writestr(name, data)
    return written.getvalue()


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PACKED = [zipped(list(entries().items()), method) for method in METHODS]


@st.composite
def backups(draw: st.DrawFn) -> bytes:
    """A ZIP of the right names, and of what stands in it otherwise; compressed in any way."""
    held: dict[str, Any] = dict(entries())
    held["backup.json"] = draw(st.one_of(as_json(reshaped(ABOUT)), mutated(held["backup.json"])))
    if draw(st.booleans()):
        held[draw(st.sampled_from(sorted(held)))] = draw(st.one_of(junk(), st.just(b"")))
    data = zipped(list(held.items()), draw(st.sampled_from(METHODS)))
    return draw(st.one_of(st.just(data), mutated(data)))


@fuzzed(st.lists(text_mutated("LT19639-1-20261122-100000.ltbackup"), max_size=4), quick=40)
def test_what_lies_beside_them(names: list[str]) -> None:
    """Files of any name may lie in the place of backups; a part of it is taken away in order."""
    with tempfile.TemporaryDirectory() as place:
        for name in names:
            with suppress(OSError, ValueError):  # no file can have it
                (Path(place) / name.replace("/", "")).write_bytes(b"x")
        found = outcome(backup_rota.kept, Path(place), "19639", 1) or []
        assert backup_rota.outdated(found, date(2026, 11, 22)) != found or not found


@fuzzed(st.one_of(mutated(WHOLE), mutated(*PACKED), backups(), junk()), quick=60)
def test_backups(data: bytes) -> None:
    """What is taken out of one is what it says, or it is refused."""
    with tempfile.TemporaryDirectory() as place:
        path, folder = Path(place, "x.ltbackup"), Path(place, "out")
        folder.mkdir()
        path.write_bytes(data)
        taken = outcome(backup_file.unpack, path, folder, lambda *_: True)
        if taken is not None:
            assert backup_file.parts_of(folder) == taken.files
            check_printable(local_time(taken.made))
