"""A backup is one file that was read back; whatever goes wrong, there is none."""

import errno
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from lienthong_tui.desk import backing_up, backup_file, officers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Unusable
from lienthong_tui.store import backup, journal, streams
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.sqlcipher import connect

from .sample import LATE, NOW, create, file, opened, signed_in


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path)
    return tmp_path


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    with opened(place) as desk:
        file(desk, LATE)
        yield desk


def left_behind(place: Path) -> list[str]:
    """What lies in the desk's folder and beside it, but for what belongs there."""
    own = {"desk.db", "desk.db-wal", "desk.db-shm", "keys.db", "backups", "desk", "desk.key"}
    found = [path.name for path in place.rglob("*") if path.name not in own | {"sheet.txt"}]
    return [name for name in found if not name.endswith(".sitting")]


def test_what_is_backed_up_is_all_there_and_the_journal_tells(desk: Desk, place: Path) -> None:
    made = backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    backing_up.record(desk, made)
    assert made.path.stat().st_mode & 0o777 == 0o600
    about = backup_file.unpack(made.path, _made(place / "taken"), backup.untold)
    shutil.rmtree(place / "taken")
    assert about == made.about
    assert streams.hash_at(desk.db, about.stream, about.seq) == bytes.fromhex(about.hash)
    last = journal.desk_events(desk.db, "desk.backed_up")[-1]
    assert last.payload == {
        "name": "usb.ltbackup",
        "sha256": about.files["desk.db"].sha256,
        "size": made.size,
        "seq": about.seq,
        "daily": False,
    }
    assert left_behind(place) == ["usb.ltbackup"]


def test_in_need_a_zip_program_and_age_open_it(desk: Desk, place: Path) -> None:
    made = backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(place / "taken")
    keyring = connect(place / "taken/keys.db", None)
    ((blob,),) = keyring.execute("SELECT blob FROM store_key").fetchall()
    sheet = (place / "sheet.txt").read_text("utf-8").splitlines()
    key = next(line for line in sheet if line.startswith("AGE-SECRET-KEY-1"))
    store_key = pyrage.decrypt(blob, [x25519.Identity.from_str(key)])
    db = connect(place / "taken/desk.db", store_key)
    assert db.execute("SELECT count(*) FROM filing").fetchone() == (1,)


def test_both_files_belong_together_also_when_an_officer_comes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        copied: list[Path] = []
        copy = backup.copy

        def copying(path: Path, key: bytes | None, target: Path, *more: object) -> None:
            copied.append(target)
            copy(path, key, target)
            if len(copied) == 1:
                officers.add(desk, "Hồ Thị Mẫu", "099190000018", "officer")

        monkeypatch.setattr(backup, "copy", copying)
        made = backing_up.back_up(backing_up.wanted(desk), tmp_path / "usb.ltbackup", NOW)
        assert len(copied) == 4
        backup_file.unpack(made.path, _made(tmp_path / "taken"), backup.untold)
        taken = keyrings.open_keyring(tmp_path / "taken/keys.db")
        assert keyrings.slots(taken) == keyrings.slots(desk.unlocked.keyring)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_while_keys_are_changed_there_is_no_backup(desk: Desk, place: Path) -> None:
    (wrapped,) = keyrings.store_keys(desk.unlocked.keyring)
    keyrings.add_store_key(desk.unlocked.keyring, wrapped.blob)
    with pytest.raises(Busy) as caught:
        backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    assert caught.value == Busy("keys-changing")
    assert left_behind(place) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("desk.key", Unusable("file-exists")),
        ("nowhere/usb.ltbackup", Unusable("folder-missing")),
        ("desk/usb.ltbackup", Unusable("backup-inside-desk")),
    ],
)
def test_a_place_that_will_not_do_is_told_first(
    desk: Desk, place: Path, name: str, problem: Problem
) -> None:
    with pytest.raises(Unusable) as caught:
        backing_up.back_up(backing_up.wanted(desk), place / name, NOW)
    assert caught.value.code == problem.code
    assert left_behind(place) == []


@pytest.mark.parametrize("stage", ["copying", "checking", "writing"])
def test_who_stops_it_at_any_stage_finds_nothing_of_it(
    desk: Desk, place: Path, stage: backing_up.Stage
) -> None:
    watch: backing_up.Watch = {stage: lambda *_: False}
    with pytest.raises(Problem) as caught:
        backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW, watch)
    assert caught.value.code == "backup-stopped"
    assert left_behind(place) == []


def test_a_disk_that_keeps_other_bytes_is_found_out(
    desk: Desk, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def lying(descriptor: int) -> None:
        """A stick that is smaller than it says."""
        sync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if path.name.endswith(backup_file.DRAFT):
            with path.open("r+b") as file:
                file.seek(200_000)
                file.write(b"\0" * 5000)

    if not Path("/proc/self/fd").exists():
        pytest.skip("NOT TRIED HERE: no /proc to find the file by")
    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(DeskUnavailable) as caught:
        backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    assert caught.value.code == "backup-differs"
    assert left_behind(place) == []


def test_a_draft_of_a_killed_program_is_cleared_away_an_hour_later(desk: Desk, place: Path) -> None:
    for name, age in (("old", 4000), ("of-another-window", 10)):
        draft = place / "desk/backups" / f".draft-{name}"
        draft.mkdir(parents=True)
        then = draft.stat().st_mtime - age
        os.utime(draft, (then, then))
    backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    assert [path.name for path in (place / "desk/backups").iterdir()] == [
        ".draft-of-another-window"
    ]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "backup-full"), (errno.EIO, "backup-unwritable")]
)
def test_a_disk_that_fills_up_or_goes_away_keeps_no_half_backup(
    desk: Desk, place: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    sync = os.fsync

    def failing(descriptor: int) -> None:
        if list(place.glob(f".*{backup_file.DRAFT}")):
            raise OSError(number, "")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(DeskUnavailable) as caught:
        backing_up.back_up(backing_up.wanted(desk), place / "usb.ltbackup", NOW)
    assert caught.value == DeskUnavailable(code, path=str(place / "usb.ltbackup"))
    assert left_behind(place) == []
