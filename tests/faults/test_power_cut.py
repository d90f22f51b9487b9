"""What a disk may hold after a power cut: all that was acknowledged, then any part of the rest."""

from pathlib import Path

import pytest
from store.sample import AT, KEY, new_store, project, record

from lienthong_tui.store import chain, journal, schema
from lienthong_tui.store.search import lookup

SECTOR = 512  # what a disk writes whole or not at all


@pytest.fixture
def left(tmp_path: Path) -> tuple[bytes, bytes, int]:
    """The store, its -wal after the second commit, and how much of that the first had synced."""
    db = new_store(tmp_path)
    record(db, "kept", {"label": "kept", "reference": "Q1-261120-001"})
    wal = tmp_path / "desk.db-wal"
    synced = len(wal.read_bytes())
    record(db, "lost", {"label": "lost", "reference": "Q1-261120-002"})
    return (tmp_path / "desk.db").read_bytes(), wal.read_bytes(), synced


def found(folder: Path, store: bytes, wal: bytes) -> list[str]:
    """The filings of a store begun again on what the disk holds, whose journal is whole."""
    folder.mkdir()
    (folder / "desk.db").write_bytes(store)
    (folder / "desk.db-wal").write_bytes(wal)
    db = schema.open(folder / "desk.db", KEY)
    filings = journal.filings(db)
    assert chain.verify_journal(db).events == len(filings)
    looked_up = [line.filing for line in lookup(db, "Q1-2611", AT.date())]
    assert sorted(looked_up) == filings
    journal.rebuild(db, project)
    assert [line.filing for line in lookup(db, "Q1-2611", AT.date())] == looked_up
    db.close()
    return filings


def test_the_files_are_those_of_a_running_program(
    left: tuple[bytes, bytes, int], tmp_path: Path
) -> None:
    store, wal, synced = left
    assert len(wal) - synced > 10 * SECTOR
    assert found(tmp_path / "whole", store, wal) == ["kept", "lost"]


def test_a_commit_cut_short_anywhere_is_none(
    left: tuple[bytes, bytes, int], tmp_path: Path
) -> None:
    store, wal, synced = left
    for length in range(synced, len(wal), SECTOR):
        assert found(tmp_path / str(length), store, wal[:length]) == ["kept"]


@pytest.mark.parametrize("never_written", [b"\0", b"\xa5"], ids=["zeros", "what was there before"])
def test_a_commit_with_a_sector_that_never_arrived_is_none(
    left: tuple[bytes, bytes, int], tmp_path: Path, never_written: bytes
) -> None:
    store, wal, synced = left
    for start in range(synced, len(wal), SECTOR):
        end = min(start + SECTOR, len(wal))
        torn = wal[:start] + never_written * (end - start) + wal[end:]
        assert found(tmp_path / str(start), store, torn) == ["kept"]
