import shutil
from pathlib import Path

import pytest

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import content, damage, schema
from lienthong_tui.store.damage import altered_pages, check_whole, why_unreadable
from lienthong_tui.store.sqlcipher import Database, one, rows

from .sample import KEY, new_store

OTHER = bytes(range(1, 33))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = new_store(tmp_path)
    content.put(db, b"a paper" * 3000)
    db.close()
    return tmp_path / "desk.db"


def alter(path: Path, *places: int) -> None:
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 1
    path.write_bytes(data)


def test_every_altered_page_is_found_also_one_nobody_reads(path: Path) -> None:
    pages = path.stat().st_size // 4096
    assert altered_pages(schema.open(path, KEY)) == 0
    alter(path, (pages - 2) * 4096 + 100, (pages - 1) * 4096 + 7)
    assert altered_pages(schema.open(path, KEY)) == 2


def test_what_stands_in_the_wal_is_no_damage(path: Path) -> None:
    db = schema.open(path, KEY)
    content.put(db, b"more" * 9000)
    assert altered_pages(db) == 0


@pytest.mark.parametrize(
    ("keys", "code"),
    [([OTHER], "store-other-key"), ([OTHER, KEY], "store-tampered"), ([], "store-unreadable")],
)
def test_another_key_and_an_altered_page_are_told_apart(
    path: Path, keys: list[bytes], code: str
) -> None:
    alter(path, 500)
    assert why_unreadable(path, keys).code == code


def test_an_altered_page_that_is_read_at_once_is_told_not_raised(path: Path) -> None:
    alter(path, 4096 + 100)  # the list of migrations
    with pytest.raises(DeskUnavailable) as caught:
        schema.open(path, KEY)
    assert caught.value == DeskUnavailable("store-unreadable", path=str(path))


def test_how_many_pages_were_altered_is_told(path: Path) -> None:
    alter(path, 500, 5000, 5001)
    assert why_unreadable(path, [KEY]) == DeskUnavailable("store-tampered", path=str(path), pages=2)


@pytest.mark.parametrize("left", [100, 4096, 8192, 8292])
def test_a_missing_end_is_told(path: Path, left: int) -> None:
    path.write_bytes(path.read_bytes()[:left])
    assert why_unreadable(path, [KEY]) == DeskUnavailable("store-truncated", path=str(path))


def test_a_last_page_cut_short_is_told_though_the_file_opens(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    db = schema.open(path, KEY)
    with pytest.raises(DeskUnavailable) as caught:
        check_whole(db, path)
    assert caught.value == DeskUnavailable("store-truncated", path=str(path))


def test_a_whole_file_passes(path: Path) -> None:
    check_whole(schema.open(path, KEY), path)
    assert damage.altered_pages(schema.open(path, KEY)) == 0


def test_one_damaged_page_keeps_nothing_else_from_being_written(path: Path) -> None:
    db = schema.open(path, KEY)
    kept = content.put(db, b"a scan" * 20_000)
    db.close()
    alter(path, path.stat().st_size - 15 * 4096 + 100)
    db = schema.open(path, KEY)
    for _ in range(2):
        with pytest.raises(DeskUnavailable) as caught:
            content.get(db, kept)
        assert caught.value == DeskUnavailable("content-damaged", sha256=kept)
        assert content.get(db, content.put(db, b"an answer")) == b"an answer"
    assert pragmas(db) == [("wal",), (2,), (1,)]


def pragmas(db: Database) -> list[object]:
    return [one(db, f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "secure_delete")]


def test_a_full_disk_is_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without room for a `-shm` a store in WAL mode does not open, however whole it is."""

    class Usage:
        free = 1000

    path.with_name("desk.db-wal").write_bytes(b"a log")
    assert why_unreadable(path, [KEY]) == DeskUnavailable("store-other-wal", path=str(path))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    assert why_unreadable(path, [KEY]) == DeskUnavailable("disk-full")


@pytest.mark.parametrize("torn", [bytes(512), b"\xa5" * 512], ids=["never written", "garbage"])
def test_a_first_page_torn_while_it_was_written_back_is_read_from_the_wal(
    path: Path, tmp_path: Path, torn: bytes
) -> None:
    """SQLCipher takes the salt of its keys from there, and not from the log."""
    db = schema.open(path, KEY)
    rows(db, "CREATE TABLE more (x)")  # changes the first page
    rows(db, "INSERT INTO more VALUES (7)")
    cut = tmp_path / "cut"
    cut.mkdir()
    for name in ("desk.db", "desk.db-wal"):
        shutil.copy(tmp_path / name, cut)
    left = cut / "desk.db"
    left.write_bytes(torn + left.read_bytes()[512:])
    for _ in range(2):  # and mended
        again = schema.open(left, KEY)
        assert one(again, "SELECT x FROM more") == (7,)
        assert altered_pages(again) == 0
        again.close()
    assert left.read_bytes()[:16] == path.read_bytes()[:16]
