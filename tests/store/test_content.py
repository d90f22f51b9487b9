import hashlib
from pathlib import Path

import pytest

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import content
from lienthong_tui.store.sqlcipher import Database, one

from .sample import new_store


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return new_store(tmp_path)


@pytest.mark.parametrize("data", [b"", b"\0", "giấy chứng sinh".encode(), bytes(3_000_000)])
def test_bytes_come_back_under_their_own_hash(db: Database, data: bytes) -> None:
    sha256 = content.put(db, data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert content.get(db, sha256) == data
    assert content.size(db, sha256) == len(data)


def test_the_same_paper_twice_is_kept_once(db: Database) -> None:
    assert content.put(db, b"paper") == content.put(db, b"paper")
    assert one(db, "SELECT count(*) FROM content") == (1,)


def test_damaged_and_missing_bytes_are_named(db: Database) -> None:
    good, bad = content.put(db, b"good"), content.put(db, b"bad")
    db.execute("UPDATE content SET data = CAST('BAD' AS BLOB) WHERE sha256 = ?", [bad])
    with pytest.raises(DeskUnavailable) as refused:
        content.get(db, bad)
    assert refused.value == DeskUnavailable("content-damaged", sha256=bad)
    assert content.get(db, good) == b"good"
    for ask in (content.get, content.size):
        with pytest.raises(DeskUnavailable) as refused:
            ask(db, "0" * 64)
        assert refused.value == DeskUnavailable("content-missing", sha256="0" * 64)
