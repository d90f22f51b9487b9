import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong_tui.packets.scanner_folder import Found, newest
from lienthong_tui.problems import Problem


def put(folder: Path, name: str, seconds: int = 1000, data: bytes = b"scan") -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, ns=(0, seconds * 10**9))
    return path


def problem_of(folder: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        newest(folder)
    return caught.value


def test_the_newest(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", 1000)
    path = put(tmp_path, "Quét 2.PDF", 1_700_000_000, b"12345")
    put(tmp_path, "c.png", 2000)
    found = newest(tmp_path)
    assert found == Found(path, 1_700_000_000 * 10**9, 5)
    assert found.modified == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.jpg", "a.Jpeg", "a.b.png", " .pdf"])
def test_files_that_count(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert newest(tmp_path).path.name == name


@pytest.mark.parametrize(
    "name",
    [
        "a.heic",
        "pdf",
        ".pdf",
        "a.pdf~",
        "a.pdf.part",
        "a.part.pdf",
        "a.TMP.pdf",
        "~$a.pdf",
        ".a.pdf",
    ],
)
def test_files_that_do_not_count(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert problem_of(tmp_path) == Problem("scans-none", folder=str(tmp_path))


def test_only_files_of_the_folder_itself_that_hold_something(tmp_path: Path) -> None:
    put(tmp_path, "empty.pdf", data=b"")
    (tmp_path / "folder.pdf").mkdir()
    put(tmp_path / "folder.pdf", "inner.pdf")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "folder.pdf" / "inner.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    assert problem_of(tmp_path).code == "scans-none"


def test_files_already_taken_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "old.pdf", 1000)
    put(tmp_path, "new.pdf", 2000)
    taken = {newest(tmp_path).mark}
    assert newest(tmp_path, after=taken).path.name == "old.pdf"
    put(tmp_path, "new.pdf", 2000, b"scanned anew")
    assert newest(tmp_path, after=taken).path.name == "new.pdf"


def test_in_the_same_moment_the_last_name_is_the_newest(tmp_path: Path) -> None:
    for name in ("scan2.pdf", "scan3.pdf", "scan1.pdf"):
        put(tmp_path, name, 1000)
    assert newest(tmp_path).path.name == "scan3.pdf"


@pytest.mark.parametrize("name", ["none", "file.pdf", "nul\0"])
def test_no_such_folder(name: str, tmp_path: Path) -> None:
    put(tmp_path, "file.pdf")
    assert problem_of(tmp_path / name).code == "scans-gone"


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:  # root may read whatever the permissions say
        raise PermissionError

    monkeypatch.setattr(os, "scandir", refuse)
    folder = tmp_path / "a\x1b[2J"
    assert problem_of(folder) == Problem("scans-unreadable", folder=f"{tmp_path}/a?[2J")


def test_a_file_taken_away_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.pdf", 1000)
    path = put(tmp_path, "b.pdf", 2000)
    listed = os.scandir

    def vanish(folder: Path) -> "os._ScandirIterator[str]":
        entries = listed(folder)
        path.unlink()
        return entries

    monkeypatch.setattr(os, "scandir", vanish)
    assert newest(tmp_path).path.name == "a.pdf"


def test_ten_thousand_files_are_looked_through_quickly(tmp_path: Path) -> None:
    path = put(tmp_path, "scan0000.pdf")
    for number in range(1, 10_000):
        os.link(path, tmp_path / f"scan{number:04}.pdf")  # not made as slowly as files are
    start = time.perf_counter()
    assert newest(tmp_path).path.name == "scan9999.pdf"
    assert time.perf_counter() - start < 1
