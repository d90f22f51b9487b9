"""The file of a backup as anybody may have changed it."""

import zipfile
from pathlib import Path

import msgspec
import pytest

from lienthong_tui.desk import backing_up, backup_file
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import backup

from .sample import NOW, create, opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    create(place)
    with opened(place) as desk:
        return backing_up.back_up(backing_up.wanted(desk), place / "a.ltbackup", NOW).path


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refused(path: Path, folder: Path) -> Problem:
    folder.mkdir(exist_ok=True)
    with pytest.raises(Problem) as caught:
        backup_file.unpack(path, folder, backup.untold)
    return caught.value


def test_it_is_plain_zip_with_three_entries(made: Path) -> None:
    assert sorted(entries(made)) == ["backup.json", "desk.db", "keys.db"]


def test_no_backup_at_all(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    assert refused(tmp_path / "text", tmp_path / "out").code == "backup-unreadable"
    assert refused(tmp_path / "none", tmp_path / "out").code == "backup-missing"
    assert refused(tmp_path, tmp_path / "out").code == "backup-missing"


def test_of_a_folder_the_last_one_is_meant(tmp_path: Path) -> None:
    assert backup_file.at(tmp_path / "a.ltbackup") == tmp_path / "a.ltbackup"
    with pytest.raises(Unusable) as caught:
        backup_file.at(tmp_path)
    assert caught.value == Unusable("backup-none", path=str(tmp_path))
    names = ("LT19639-2-20261119-235959", "LT19639-1-20261120-093000", "LT19639-1-20260120-093000")
    for name in names:
        (tmp_path / f"{name}.ltbackup").touch()
    assert backup_file.at(tmp_path) == tmp_path / "LT19639-1-20261120-093000.ltbackup"


def test_a_cut_backup(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    for part in (10, len(data) // 2, len(data) - 30):
        cut = tmp_path / f"{part}.ltbackup"
        cut.write_bytes(data[:part])
        assert refused(cut, tmp_path / "out").code == "backup-unreadable"


@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_flipped_bit(made: Path, tmp_path: Path, at: float) -> None:
    data = bytearray(made.read_bytes())
    data[int(len(data) * at)] ^= 1
    flipped = tmp_path / "flipped.ltbackup"
    flipped.write_bytes(data)
    assert refused(flipped, tmp_path / "out").code == "backup-unreadable"


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "more.db", "desk.db-wal"])
def test_what_does_not_belong_there(made: Path, tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "a.ltbackup", {**entries(made), name: b"evil"})
    assert refused(path, tmp_path / "out").code == "backup-unreadable"
    assert list((tmp_path / "out").iterdir()) == []


def test_another_size_or_content_than_it_says(made: Path, tmp_path: Path) -> None:
    files = entries(made)
    for changed in (files["keys.db"] + b"x", b"x" + files["keys.db"][1:]):
        path = written(tmp_path / "a.ltbackup", {**files, "keys.db": changed})
        assert refused(path, tmp_path / "out").code == "backup-unreadable"


def test_what_unpacks_to_more_than_it_is(made: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.ltbackup", entries(made), zipfile.ZIP_DEFLATED)
    assert refused(path, tmp_path / "out").code == "backup-unreadable"


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_does_not_unpack(made: Path, tmp_path: Path, how: int) -> None:
    """Each way of packing has errors of its own."""
    path = written(tmp_path / "a.ltbackup", entries(made), how)
    data = bytearray(path.read_bytes())
    begin = data.index(b"backup.json") + len(b"backup.json")
    data[begin : begin + 40] = b"\xff" * 40
    path.write_bytes(data)
    assert refused(path, tmp_path / "out").code == "backup-unreadable"


@pytest.mark.parametrize(
    "told", ["9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+14:00", "2026-11-22T10:00:00", "x"]
)
def test_a_time_that_is_none(made: Path, tmp_path: Path, told: str) -> None:
    files = entries(made)
    about = msgspec.json.decode(files["backup.json"]) | {"made": told}
    said = {**files, "backup.json": msgspec.json.encode(about)}
    path = written(tmp_path / "a.ltbackup", said)
    assert refused(path, tmp_path / "out").code == "backup-unreadable"


def test_a_later_format_is_told_as_such(made: Path, tmp_path: Path) -> None:
    files = entries(made)
    about = msgspec.json.decode(files["backup.json"])
    later = msgspec.json.encode(about | {"format": 2, "files": "in the cloud"})
    path = written(tmp_path / "a.ltbackup", {**files, "backup.json": later})
    assert refused(path, tmp_path / "out") == DeskUnavailable("backup-newer", path=str(path))


def test_nothing_is_written_over(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    about = backup_file.unpack(made, folder, backup.untold)
    before = made.read_bytes()
    with pytest.raises(Unusable) as caught:
        backup_file.write(made, about, folder, backup.untold)
    assert caught.value.code == "file-exists"
    assert made.read_bytes() == before
