"""A copy of a store that is in use: consistent, whole, or not there at all."""

import shutil
from pathlib import Path

import pytest

from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.store import backup, chain, content, schema
from lienthong_tui.store.sqlcipher import connect

from .sample import KEY, new_store, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = new_store(tmp_path)
    record(db, "one", {"label": "one", "reference": "Q1-261120-001"})
    for number in range(40):
        content.put(db, bytes([number]) * 50_000)
    db.close()
    return tmp_path / "desk.db"


def test_a_copy_holds_what_was_stored_when_it_began(path: Path, tmp_path: Path) -> None:
    busy = schema.open(path, KEY)

    def writes_on(_done: int, _whole: int) -> bool:
        content.put(busy, b"while it is copied")
        return True

    target = tmp_path / "copy.db"
    backup.copy(path, KEY, target, writes_on)
    content.put(busy, b"afterwards")
    assert target.stat().st_mode & 0o777 == 0o600
    report = backup.check(target, KEY)
    assert report == chain.verify_journal(busy)
    copied = connect(target, KEY)
    stored = copied.execute("SELECT count(*) FROM content").fetchone()
    assert stored == (40,)


def test_it_tells_how_far_it_is(path: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, whole: int) -> bool:
        told.append((done, whole))
        return True

    backup.copy(path, KEY, tmp_path / "copy.db", tell)
    assert len(told) > 1
    assert all(0 <= done <= whole for done, whole in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_who_stops_it_finds_nothing_of_it(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        backup.copy(path, KEY, tmp_path / "copy.db", lambda *_: False)
    assert caught.value == Problem("backup-stopped")
    assert not (tmp_path / "copy.db").exists()


def test_without_room_nothing_is_begun(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(DeskUnavailable) as caught:
        backup.copy(path, KEY, tmp_path / "copy.db")
    assert caught.value.code == "no-room"
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_store_gives_no_copy(path: Path, tmp_path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-5000] ^= 1
    path.write_bytes(data)
    with pytest.raises(DeskUnavailable):
        backup.copy(path, KEY, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_was_altered_is_found_out(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backup.copy(path, KEY, target)
    data = bytearray(target.read_bytes())
    data[-5000] ^= 1
    target.write_bytes(data)
    with pytest.raises(DeskUnavailable) as caught:
        backup.check(target, KEY)
    assert caught.value.code == "backup-damaged"
