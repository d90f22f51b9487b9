"""The desk's own backups: one a day, to its place, the old ones taken away."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import backing_up, backup_rota, incarnation
from lienthong_tui.desk.backup_rota import Kept, kept, longest, outdated, shipped
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.founding import Created
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.procedures import retention

from .sample import NOW, create, opened, signed_in


@pytest.fixture
def created(tmp_path: Path) -> Created:
    return create(tmp_path)


@pytest.fixture
def desk(tmp_path: Path, created: Created) -> Iterator[Desk]:
    with signed_in(tmp_path, created) as desk:
        yield desk


def run(desk: Desk, now: datetime = NOW) -> Path:
    made = backup_rota.run(backing_up.wanted(desk), backup_rota.place(desk), now)
    backing_up.record(desk, made, daily=True)
    return made.path


TOMORROW = local_day(NOW) + timedelta(days=1)


def made_at(*days_ago: float) -> list[Kept]:
    at = NOW.astimezone(VIETNAM)
    return [Kept(Path(f"{days}"), at - timedelta(days=days), 1) for days in days_ago]


def test_no_backup_outlives_the_term_of_what_is_in_it() -> None:
    terms = retention.shipped()
    assert longest() <= timedelta(days=min(terms.finished_days, terms.drafts_days))
    assert shipped().warn_days < shipped().daily


def test_one_a_day_is_due(tmp_path: Path, created: Created) -> None:
    with signed_in(tmp_path, created) as desk:
        assert backup_rota.last_made(desk) is None
        assert backup_rota.due(desk)
        made = backing_up.back_up(backing_up.wanted(desk), tmp_path / "a.ltbackup", NOW)
        backing_up.record(desk, made)
        assert backup_rota.last_made(desk) == NOW
        assert backup_rota.due(desk), "one that was asked for is not the day's"
        path = run(desk)
        assert not backup_rota.due(desk)
        assert [each.path for each in kept(path.parent, desk.commune, desk.number)] == [path]
    with opened(tmp_path, NOW + timedelta(days=1)) as desk:
        assert backup_rota.due(desk)


def test_the_last_of_each_day_and_then_of_each_week_stays() -> None:
    every = made_at(*(part / 2 for part in range(2 * 60)))  # two a day, for sixty days
    gone = outdated(every, TOMORROW)
    stays = [each for each in every if each not in gone]
    ages = [round((stays[0].made - each.made).total_seconds() / 86400, 1) for each in stays]
    assert len(stays) == shipped().daily + shipped().weekly
    assert ages[:7] == sorted(ages[:7])
    assert len({each.made.date() for each in stays}) == len(stays)
    assert ages[-1] <= longest().days


def test_the_newest_stays_whatever_its_age() -> None:
    assert outdated(made_at(400), TOMORROW) == []
    old = made_at(400, 430)
    assert outdated(old, TOMORROW) == []
    assert outdated(made_at(0, 400), TOMORROW) == []
    assert outdated([], TOMORROW) == []


def test_none_of_today_goes(desk: Desk) -> None:
    """A copy of a desk in which something went wrong must not push out the one from before."""
    every = [run(desk, NOW + timedelta(minutes=part)) for part in range(3)]
    folder = backup_rota.place(desk)
    assert [each.path for each in kept(folder, desk.commune, desk.number)] == every[::-1]
    later = run(desk, NOW + timedelta(days=1))
    assert [e.path for e in kept(folder, desk.commune, desk.number)] == [later, every[-1]]


def test_another_place_is_due_its_own(desk: Desk, tmp_path: Path) -> None:
    run(desk)
    assert not backup_rota.due(desk)
    (tmp_path / "share").mkdir()
    backup_rota.set_place(desk, tmp_path / "share")
    assert backup_rota.due(desk)
    run(desk, NOW + timedelta(minutes=1))
    assert not backup_rota.due(desk)


def test_another_incarnation_is_due_its_own(desk: Desk, tmp_path: Path) -> None:
    run(desk)
    desk = moved(desk)
    assert backup_rota.due(desk)


def moved(desk: Desk) -> Desk:
    folder = desk.unlocked.folder
    stream = incarnation.go_on(
        desk.db, folder, "moved", since=local_day(NOW), officer=desk.holder, now=NOW
    )
    return replace(desk, stream=stream)


def test_what_is_outdated_goes_and_nothing_else(desk: Desk) -> None:
    folder = backup_rota.place(desk)
    folder.mkdir()
    others = ["LT19639-2-20200101-000000.ltbackup", "letter.pdf", "LT19639-1-later.ltbackup"]
    for name in others:
        (folder / name).write_bytes(b"")
    for days in range(30):
        at = NOW - timedelta(days=days)
        (folder / backup_rota.name(desk.commune, desk.number, at)).write_bytes(b"")
    path = run(desk, NOW + timedelta(minutes=1))
    left = kept(folder, desk.commune, desk.number)
    assert left[0].path == path
    assert len(left) <= shipped().daily + shipped().weekly + 1  # two of today
    assert all((folder / name).exists() for name in others)


@pytest.mark.parametrize("time", ["20261399-999999", "00000000-000000", "99999999-999999"])
def test_a_name_with_no_day_is_that_of_no_backup(tmp_path: Path, time: str) -> None:
    (tmp_path / f"LT19639-1-{time}.ltbackup").write_bytes(b"x")
    (tmp_path / "LT19639-1-20261122-100000.ltbackup").write_bytes(b"x")
    assert [each.path.name for each in kept(tmp_path, "19639", 1)] == [
        "LT19639-1-20261122-100000.ltbackup"
    ]


def test_a_copy_kept_before_an_upgrade_goes_with_them(desk: Desk) -> None:
    folder = backup_rota.place(desk)
    for name, days in (("before-0.8.0", 40), ("before-0.9.0", 3)):
        (folder / name).mkdir(parents=True)
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(folder / name, (then, then))
    run(desk)
    assert [path.name for path in folder.glob("before-*")] == ["before-0.9.0"]


def test_a_place_of_its_own(desk: Desk, tmp_path: Path) -> None:
    share = tmp_path / "share"
    with pytest.raises(Unusable):
        backup_rota.set_place(desk, share)
    share.mkdir()
    backup_rota.set_place(desk, share)
    assert run(desk).parent == share
    assert backup_rota.is_marked(share)
    # The share is gone, and in its place lies the empty folder that it was mounted on.
    for path in share.iterdir():
        path.unlink()
    assert not backup_rota.is_marked(share)
    with pytest.raises(DeskUnavailable) as caught:
        run(desk)
    assert caught.value == DeskUnavailable("backup-place-away", path=str(share))
    assert list(share.iterdir()) == []
    backup_rota.set_place(desk, None)
    assert run(desk).parent == tmp_path / "desk/backups"
