"""What whoever opens the desk is told: strangers, failed sign-ins, altered pages, the date."""

from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.access import slots
from lienthong_tui.desk import vault
from lienthong_tui.desk.session import confirm_date
from lienthong_tui.problems import DeskUnavailable, Problem, Refused
from lienthong_tui.store import chain, content
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.meta import meta
from lienthong_tui.store.sqlcipher import rows

from .sample import LATE, NOW, OFFICER_ID, create, file, opened, signed_in


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path)
    return tmp_path


def test_a_desk_in_order_alarms_nobody(place: Path) -> None:
    with opened(place) as desk:
        assert desk.alarms == ()
        assert desk.last_seen is None


def test_strangers_and_failed_sign_ins_are_told(tmp_path: Path) -> None:
    created = create(tmp_path)
    keyring = keyrings.open_keyring(tmp_path / "desk/keys.db")
    keyrings.put_slot(keyring, slots.unattended_slot("người lạ", NOW)[0])
    keyring.close()
    for _ in range(2):
        with pytest.raises(Refused):
            vault.open_with_password(tmp_path / "desk", OFFICER_ID, "sai rồi nhé", "000000", NOW)
    with signed_in(tmp_path, created) as desk:
        assert desk.alarms == (
            Problem("keys-strange", labels="người lạ"),
            Problem("own-sign-ins-failed", count=2),
        )
    with opened(tmp_path) as desk:
        assert desk.alarms == ()


# -- altered pages --------------------------------------------------------------------------------


def alter(store: Path, page: int) -> None:
    data = bytearray(store.read_bytes())
    data[page * 4096 + 100] ^= 1
    store.write_bytes(data)


def tells(place: Path, pages: list[int]) -> dict[int, str]:
    """What is told of the desk where one page was altered, by page."""
    store = place / "desk" / "desk.db"
    whole = store.read_bytes()
    found = {}
    for page in pages:
        alter(store, page)
        try:
            with opened(place, NOW + timedelta(days=1)) as desk:
                found[page] = ",".join(alarm.code for alarm in desk.alarms)
                assert desk.verify()
        except DeskUnavailable as problem:
            found[page] = problem.code
        for beside in store.parent.glob("desk.db-*"):
            beside.unlink()
        store.write_bytes(whole)
    return found


def test_an_altered_page_is_told_whatever_lies_in_it(place: Path) -> None:
    with opened(place) as desk:
        file(desk, LATE)
        content.put(desk.db, b"a scan" * 20_000)
    pages = (place / "desk/desk.db").stat().st_size // 4096
    every = [*range(0, pages, 7), pages - 1]
    found = tells(place, every)
    assert set(found.values()) <= {"pages-altered", "store-tampered"}, found
    assert {"pages-altered", "store-tampered"} <= set(found.values()), "both kinds were met"


def damaged(place: Path, kept: str) -> bool:
    """Whether this paper cannot be read, which is told by its name and stops nothing else."""
    with opened(place) as desk:
        try:
            content.get(desk.db, kept)
        except DeskUnavailable as problem:
            file(desk, LATE)
            return problem == DeskUnavailable("content-damaged", sha256=kept)
    return False


def test_a_damaged_paper_is_named_and_the_rest_goes_on(place: Path) -> None:
    with opened(place) as desk:
        kept = content.put(desk.db, b"a scan" * 20_000)
    store, keyring = place / "desk" / "desk.db", place / "desk" / "keys.db"
    whole, noted = store.read_bytes(), keyring.read_bytes()
    pages = len(whole) // 4096
    found = 0
    for page in (pages - 20, pages - 15, pages - 10):  # well within the paper's own pages
        alter(store, page)
        found += damaged(place, kept)
        for beside in store.parent.glob("desk.db-*"):
            beside.unlink()
        store.write_bytes(whole)
        keyring.write_bytes(noted)
    assert found == 3


def test_the_pages_are_looked_at_once_a_day(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def look(db: object) -> int:
        looked.append(db)
        return 0

    monkeypatch.setattr("lienthong_tui.store.damage.altered_pages", look)
    for hours in (0, 1, 20, 21):
        with opened(place, NOW + timedelta(hours=hours)) as desk:
            assert meta(desk.db, "pages-checked") is not None
    assert len(looked) == 2


# -- the date -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "doubted"),
    [
        (timedelta(days=7), False),
        (timedelta(days=7, minutes=1), True),
        (timedelta(days=3 * 365), True),
        (-timedelta(minutes=10), False),
        (-timedelta(minutes=11), True),
        (-timedelta(days=10 * 365), True),
    ],
)
def test_a_date_far_from_the_last_one_is_to_be_confirmed(
    place: Path, later: timedelta, doubted: bool
) -> None:
    with opened(place, NOW + later) as desk:
        assert desk.last_seen == (NOW if doubted else None)
        head = desk.head()
        desk = confirm_date(desk)
        assert (desk.head() != head) is doubted
        assert desk.last_seen is None
    with opened(place, NOW + later) as desk:
        assert desk.last_seen is None, "asked once"


def test_whoever_looks_in_under_a_wrong_date_does_not_make_it_right(tmp_path: Path) -> None:
    created = create(tmp_path)
    for days in (400, 401, 402):
        with signed_in(tmp_path, created, NOW + timedelta(days=days)) as desk:
            assert desk.last_seen == NOW
    with signed_in(tmp_path, created, NOW + timedelta(days=1)) as desk:
        assert desk.last_seen is None


def test_a_desk_in_use_day_by_day_is_never_asked(place: Path) -> None:
    for days in range(0, 40, 5):
        with opened(place, NOW + timedelta(days=days)) as desk:
            assert desk.last_seen is None, days


def test_a_clock_that_ran_ahead_and_was_put_right_shuts_nobody_out(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created, NOW + timedelta(days=3 * 365)) as desk:
        confirm_date(desk)
    with signed_in(tmp_path, created, NOW + timedelta(minutes=5)) as desk:
        assert desk.last_seen is not None
        desk = confirm_date(desk)
        reference = file(desk).reference
        assert [line.reference for line in desk.lookup(str(reference))] == [reference]
    with opened(tmp_path, NOW + timedelta(minutes=6)) as desk:
        assert desk.last_seen is None
        kinds = [r[0] for r in rows(desk.db, "SELECT kind FROM event WHERE kind LIKE '%confirmed'")]
        assert len(kinds) == 2
        assert chain.verify_journal(desk.db)
