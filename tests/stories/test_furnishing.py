"""The sample desk at any time: founded, told in the order of its days, gone afterwards."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.desk import desk as desks
from lienthong_tui.desk import queue, vault
from lienthong_tui.desk.session import session
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.procedures import overlay
from lienthong_tui.resources import data_path
from lienthong_tui.store import journal
from lienthong_tui.stories.diary import Diary, Story, Watch, tell
from lienthong_tui.stories.furnishing import furnished_demo

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday, 10:00: the first case has not come yet


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=400)])
def test_whoever_is_shown_the_account_signs_in(
    after: timedelta, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    now = NOW + after
    with furnished_demo(lambda: now) as (folder, account):
        code = pyotp.TOTP(account.secret).at(now)
        unlocked = vault.open_with_password(folder, account.officer_id, account.password, code, now)
        with session(unlocked, lambda: now) as desk:
            assert (desk.alarms, desk.last_seen) == ((), None)
            desk.verify()
            kinds = {section.kind: len(section.lines) for section in queue.sections(desk)}
            assert kinds["unlodged"] >= 3
            assert {"unchecked", "number", "supplement", "parked", "drafting"} <= set(kinds), kinds
            assert {"completed", "lodged", "received"} <= {
                line.state for line in desk.lookup("LT19639")
            }
            in_order(desk)
    assert list(tmp_path.iterdir()) == []


def in_order(desk: desks.Desk) -> None:
    told = [
        recorded.envelope
        for filing in journal.filings(desk.db)
        for recorded in journal.events_of(desk.db, filing)
    ]
    assert max(envelope.at for envelope in told) <= time_text(desk.clock())
    own = [envelope for envelope in told if envelope.stream == desk.stream]
    by_number = sorted(own, key=lambda envelope: envelope.seq)
    assert [envelope.at for envelope in by_number] == sorted(envelope.at for envelope in own)


def test_what_happens_first_is_told_first() -> None:
    watch = Watch(NOW)
    told: list[tuple[str, datetime]] = []

    def story(name: str, *minutes: int) -> Story:
        for minute in minutes:
            yield NOW + timedelta(minutes=minute)
            told.append((name, watch()))

    tell(watch, [story("a", 3, 5), story("b", -1, 4), story("c")])
    minutes = [(name, (at - NOW) // timedelta(minutes=1)) for name, at in told]
    assert minutes == [("b", 0), ("a", 3), ("b", 4), ("a", 5)]


def test_days_back_are_days_of_work() -> None:
    diary = Diary(datetime(2026, 11, 25, 3, tzinfo=UTC))  # Wednesday after a holiday
    assert diary.day(1, "15:00") == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert diary.day(2, "07:30") == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def test_the_settings_of_the_sample_office_only_add_to_the_shipped_ones() -> None:
    shipped = overlay.decode(overlay.shipped())
    demo = overlay.decode(data_path("stories", "office.toml").read_bytes())
    assert demo.deadlines == shipped.deadlines
    assert shipped.phrases.items() <= demo.phrases.items()


@pytest.mark.parametrize("path", sorted(data_path("stories").glob("*.toml")), ids=lambda p: p.stem)
def test_nobody_in_it_exists(path: Path) -> None:
    numbers = re.findall(r"\b\d{12}\b", path.read_text(encoding="utf-8"))
    assert all(number.startswith("099") for number in numbers)
    assert bool(numbers) == (path.stem != "office")
