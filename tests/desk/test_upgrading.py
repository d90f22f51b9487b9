"""A desk of an earlier version is kept as it was before it changes; one of a later is refused."""

import shutil
from pathlib import Path

import pytest

from lienthong_tui import __version__
from lienthong_tui.desk import vault
from lienthong_tui.desk.session import session
from lienthong_tui.filing import kinds
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import schema
from lienthong_tui.store.meta import meta, set_meta

from .sample import NOW, create, file, opened

OLD = Path(__file__).parents[1] / "desks/0.5.0"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    (tmp_path / "desk.key").chmod(0o600)
    return tmp_path


def before(place: Path) -> Path:
    return place / "desk/backups" / f"before-{__version__}"


def test_a_desk_is_kept_as_it_was(old: Path) -> None:
    store = (old / "desk/desk.db").read_bytes()
    with opened(old) as desk:
        count = desk.rebuild()
        file(desk)
    kept = before(old)
    assert sorted(path.name for path in kept.iterdir()) == ["desk.db", "keys.db"]
    assert (kept / "desk.db").stat().st_mode & 0o777 == 0o600
    # The copy is a desk as the version before made it: it can go on from there.
    assert len((kept / "desk.db").read_bytes()) <= len(store)
    unlocked = vault.open_with_key_file(kept, old / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as again:
        assert again.rebuild() == count
    assert before(old) == kept


def test_it_is_kept_once(old: Path) -> None:
    for _ in range(2):
        with opened(old):
            pass
        first = (before(old) / "desk.db").stat().st_mtime_ns
    with opened(old):
        assert (before(old) / "desk.db").stat().st_mtime_ns == first


def test_without_room_for_a_copy_the_desk_opens_all_the_same(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with opened(old) as desk:
        assert desk.verify()
    assert list(before(old).iterdir()) == []


def test_a_desk_of_this_version_needs_none(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        assert not schema.migrations.pending(desk.db)
    assert not (tmp_path / "desk/backups").exists()


def test_a_desk_whose_events_are_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        assert meta(desk.db, "events-version") == str(kinds.VERSION)
        set_meta(desk.db, "events-version", str(kinds.VERSION + 1))
        head = desk.head()
    for _ in range(2):
        with pytest.raises(DeskUnavailable) as caught, opened(tmp_path):
            pass
        assert caught.value.code == "store-newer"
    unlocked = vault.open_with_key_file(tmp_path / "desk", tmp_path / "desk.key", NOW)
    set_meta(unlocked.db, "events-version", str(kinds.VERSION))
    unlocked.db.close()
    unlocked.keyring.close()
    with opened(tmp_path) as desk:
        assert desk.head() == head
