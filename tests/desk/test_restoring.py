"""The drill: a desk made again from its backup, with all that has happened since."""

import errno
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.continuity_reports import lost_text
from lienthong_tui.desk import backing_up, citizens, erasure, officers, restoring, sittings, vault
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.restoring import Prepared, Restored
from lienthong_tui.desk.session import confirm_date, session
from lienthong_tui.filing import events
from lienthong_tui.filing.continuity_events import Continued
from lienthong_tui.filing.events import Purged
from lienthong_tui.filing.kinds import from_plain
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import journal
from lienthong_tui.store import keyring as keyrings

from .sample import (
    LATE,
    MARRIED,
    NOW,
    OFFICER_ID,
    PASSWORD,
    SAMPLES,
    create,
    create_anew,
    file,
    opened,
    signed_in,
)

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def created(tmp_path: Path) -> Created:
    return create(tmp_path)


@pytest.fixture
def place(tmp_path: Path, created: Created) -> Path:
    return tmp_path


def back_up(place: Path) -> Path:
    with opened(place) as desk:
        made = backing_up.back_up(backing_up.wanted(desk), place / "a.ltbackup", NOW)
        backing_up.record(desk, made)
        return made.path


def by_sheet(place: Path) -> Callable[[Path], vault.Unlocked]:
    return lambda copy: vault.open_with_key_file(copy, place / "sheet.txt", LATER)


def restore(place: Path, *, replace: bool = False, into: str = "desk") -> Restored:
    with restoring.preparing(place / "a.ltbackup", place / into, by_sheet(place)) as prepared:
        return restoring.finish(prepared, LATER, replace=replace)


def look(place: Path) -> Prepared:
    with restoring.preparing(place / "a.ltbackup", place / "desk", by_sheet(place)) as prepared:
        return prepared


def test_a_desk_that_is_gone_is_there_again(place: Path, created: Created) -> None:
    with opened(place) as desk:
        first = file(desk, LATE)
        old, before = desk.stream, desk.head()
    back_up(place)
    with opened(place) as desk:
        lost = file(desk, MARRIED)
    shutil.rmtree(place / "desk")
    done = restore(place)
    assert (done.aside, done.purged, done.shut_out) == (None, 0, ())
    assert "-1500-" in done.following
    assert [path.name for path in place.glob(".desk*")] == []
    with signed_in(place, created, LATER) as desk:
        assert desk.alarms == ()
        assert desk.filing(first.id)[0].answers == first.answers
        assert desk.verify([f"{old} {before}"])
        streams = [head.stream for head in desk.verify().heads]
        assert len(streams) == 2
        assert desk.stream in streams
        again = file(desk, SAMPLES[1])
        assert again.reference is not None
        assert again.reference.split("-")[2] == "1500"
        assert again.reference != lost.reference
        told = journal.desk_events(desk.db, "desk.continued")
        payload = from_plain("desk.continued", told[0].payload)
        assert isinstance(payload, Continued)
        assert (payload.why, payload.desk_number) == ("restored", desk.number)
        number, _, digest = before.partition(":")
        assert (payload.seq, payload.hash) == (int(number), digest)
    with opened(place, LATER) as desk:
        assert desk.verify()
        assert desk.rebuild() == 2


def test_the_numbers_of_every_day_since_the_backup_are_passed_over(
    place: Path, created: Created
) -> None:
    back_up(place)
    shutil.rmtree(place / "desk")
    later = NOW + timedelta(days=3)
    with restoring.preparing(
        place / "a.ltbackup",
        place / "desk",
        lambda copy: vault.open_with_key_file(copy, place / "sheet.txt", later),
    ) as prepared:
        restoring.finish(prepared, later, replace=False)
    for days, serial in ((0, "1500"), (1, "1500"), (3, "1500"), (4, "1001")):
        with opened(place, NOW + timedelta(days=days)) as desk:
            desk = confirm_date(desk)
            reference = file(desk).reference or ""
            assert reference.split("-")[2] == serial, days


def test_what_would_be_lost_is_told(place: Path) -> None:
    with opened(place) as desk:
        known = file(desk, LATE)
    back_up(place)
    lost = look(place).lost
    assert lost is not None
    assert (lost.events, lost.begun, lost.behind, lost.astray) == (0, (), (), False)
    with opened(place) as desk:
        begun = file(desk)
        draft = desk.filing(known.id)
        desk.append(known.id, [events.Noted("gọi lại")], after=draft[1])
    lost = look(place).lost
    assert lost is not None
    assert [each.reference for each in lost.begun] == [begun.reference]
    assert [each.reference for each in lost.behind] == [known.reference]
    assert lost.events > 2
    assert not lost.astray


def test_what_cannot_be_opened_cannot_be_compared(place: Path) -> None:
    back_up(place)
    store = place / "desk/desk.db"
    store.write_bytes(store.read_bytes()[:-5000])
    lost = look(place).lost
    assert lost is not None
    assert lost.unknown is not None
    assert lost.unknown.code == "store-truncated"


def test_a_copy_that_went_another_way_is_told(place: Path) -> None:
    other = place.with_name(f"{place.name}-other")
    shutil.copytree(place, other)
    with opened(place) as desk:
        file(desk)
    back_up(place)
    with opened(other) as desk:
        file(desk, LATE)
    shutil.rmtree(place / "desk")
    shutil.copytree(other / "desk", place / "desk")
    lost = look(place).lost
    assert lost is not None
    assert len(lost.begun) == 1


def test_a_desk_just_restored_has_nothing_to_lose(place: Path) -> None:
    """That it was restored, or backed up, is no work of anybody's."""
    path = back_up(place)
    (place / "again.ltbackup").write_bytes(path.read_bytes())
    restore(place, replace=True)
    with restoring.preparing(place / "again.ltbackup", place / "desk", by_sheet(place)) as prepared:
        assert prepared.lost is not None
        assert prepared.lost.events == 0


def test_two_that_wrote_the_same_stream_are_told_apart(place: Path) -> None:
    """Somebody put an older copy back into the same folder: no path tells, the hashes do."""
    before = place.with_name(f"{place.name}-before")
    shutil.copytree(place / "desk", before)
    with opened(place) as desk:
        file(desk)
    back_up(place)
    shutil.rmtree(place / "desk")
    shutil.copytree(before, place / "desk")
    with opened(place) as desk:
        file(desk, LATE)
    lost = look(place).lost
    assert lost is not None
    assert lost.astray
    assert "hai ngả" in " ".join(lost_text(lost, place / "desk", "vi"))


def test_nothing_is_replaced_unasked_and_what_was_there_stays(place: Path) -> None:
    back_up(place)
    with opened(place) as desk:
        lost = file(desk)
    (place / "desk/inbox").mkdir()
    (place / "desk/inbox/reply.zip").write_bytes(b"came in")
    with pytest.raises(Unusable) as caught:
        restore(place)
    assert caught.value.code == "restore-replaces"
    with opened(place) as desk:
        assert desk.lookup(str(lost.reference))
    done = restore(place, replace=True)
    assert done.aside is not None
    assert (done.aside / "inbox/reply.zip").exists()
    assert (place / "desk/inbox/reply.zip").read_bytes() == b"came in"
    with opened(place) as desk:
        assert desk.lookup(str(lost.reference)) == []
    shutil.rmtree(place / "desk")
    done.aside.rename(place / "desk")
    with opened(place) as desk:
        assert desk.lookup(str(lost.reference))


def test_a_desk_in_use_is_not_replaced(place: Path) -> None:
    back_up(place)
    with opened(place) as desk:
        assert sittings.in_use(place / "desk")
        with pytest.raises(Busy) as caught:
            restore(place, replace=True)
        assert caught.value == Busy("desk-open")
        file(desk)


def test_what_was_erased_since_is_erased_again(place: Path, created: Created) -> None:
    with opened(place) as desk:
        gone, stays = file(desk, LATE), file(desk, MARRIED)
    back_up(place)
    with signed_in(place, created) as desk:
        number = str(gone.answers["requester.id_number"])
        lines = [f.line for f in citizens.filings_of(desk, number) if f.line.filing == gone.id]
        erasure.erase(desk, lines, "theo yêu cầu")
        (noted,) = keyrings.purges(desk.unlocked.keyring)
        assert (noted.filing, noted.why) == (gone.id, "request")
    assert restore(place, replace=True).purged == 1
    with opened(place) as desk:
        with pytest.raises(Unusable) as caught:
            desk.filing(gone.id)
        assert caught.value.code == "filing-purged"
        assert desk.filing(stays.id)[0].answers == stays.answers
        assert desk.verify().erased > 2
        payload = from_plain("filing.purged", journal.events_of(desk.db, gone.id)[-1].payload)
        assert isinstance(payload, Purged)
        assert (payload.reference, payload.why, payload.reason) == (gone.reference, "request", None)
        (noted,) = keyrings.purges(desk.unlocked.keyring)
        assert noted.filing == gone.id
    assert restore(place, replace=True).purged == 1, "also from the restored desk's own list"


def test_a_purge_that_a_kill_kept_from_being_noted_is_noted_at_the_next_opening(
    place: Path, created: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(place) as desk:
        gone = file(desk, LATE)
    with signed_in(place, created) as desk, monkeypatch.context() as patched:
        patched.setattr(keyrings, "note_purges", lambda *_: None)
        number = str(gone.answers["requester.id_number"])
        lines = [found.line for found in citizens.filings_of(desk, number)]
        erasure.erase(desk, lines, "theo yêu cầu")
        assert keyrings.purges(desk.unlocked.keyring) == []
    with opened(place) as desk:
        assert [p.filing for p in keyrings.purges(desk.unlocked.keyring)] == [gone.id]


def test_who_was_shut_out_since_stays_out(place: Path, created: Created) -> None:
    with signed_in(place, created) as desk:
        temporary = officers.add(desk, "Hồ Thị Mẫu", "099190000018", "officer")
    back_up(place)
    with signed_in(place, created, NOW + timedelta(minutes=2)) as desk:
        (leaver,) = (slot for slot in desk.accounts if slot != desk.unlocked.officer)
        officers.close(desk, leaver)
    assert restore(place, replace=True).shut_out == ("Hồ Thị Mẫu",)
    with opened(place) as desk:
        assert desk.accounts[leaver].closed
    assert temporary.code is not None
    with pytest.raises(Refused):
        vault.open_with_password(
            place / "desk", "099190000018", temporary.password, temporary.code, LATER
        )


def test_with_a_wrong_key_nothing_is_touched(place: Path, tmp_path: Path) -> None:
    path = back_up(place)
    other = tmp_path / "other"
    other.mkdir()
    create_anew(other)
    before = {p: p.read_bytes() for p in (place / "desk").iterdir() if p.is_file()}
    key = next(
        line for line in (other / "sheet.txt").read_text().splitlines() if line.startswith("AGE")
    )
    with (
        pytest.raises(Refused) as caught,
        restoring.preparing(
            path,
            place / "desk",
            lambda copy: vault.open_with_identity(copy, identity_from_text(key), "x", NOW),
        ),
    ):
        pass
    assert caught.value.code == "key-unknown"
    assert {p: p.read_bytes() for p in (place / "desk").iterdir() if p.is_file()} == before
    assert list(place.glob(".desk.*")) == []


def test_a_key_file_for_unattended_runs_may_look_and_not_restore(place: Path) -> None:
    path = back_up(place)
    with (
        restoring.preparing(
            path,
            place / "elsewhere",
            lambda copy: vault.open_with_key_file(copy, place / "desk.key", NOW),
        ) as prepared,
        pytest.raises(Refused) as caught,
    ):
        restoring.finish(prepared, NOW, replace=False)
    assert caught.value.code == "not-permitted"
    assert not (place / "elsewhere").exists()


def test_an_officer_restores_with_password_and_code(place: Path, created: Created) -> None:
    path = back_up(place)
    code = pyotp.TOTP(pyotp.parse_uri(created.otp_uri).secret).at(LATER)
    with restoring.preparing(
        path,
        place / "desk",
        lambda copy: vault.open_with_password(copy, OFFICER_ID, PASSWORD, code, LATER),
    ) as prepared:
        restoring.finish(prepared, LATER, replace=True)
    with opened(place, LATER) as desk:
        assert desk.alarms == ()


def test_a_disk_that_fails_at_the_last_step_leaves_the_desk_where_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(place)
    with opened(place) as desk:
        kept = file(desk)

    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name.startswith(".desk."):
            raise OSError(errno.EIO, "")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DeskUnavailable):
        restore(place, replace=True)
    monkeypatch.undo()
    with opened(place) as desk:
        assert desk.alarms == ()
        assert desk.lookup(str(kept.reference))
    assert list(place.glob(".desk.*")) == []


def test_a_desk_in_another_place_goes_on_as_another_and_says_so(place: Path) -> None:
    with opened(place) as desk:
        first = file(desk)
        stream = desk.stream
    (place / "desk").rename(place / "moved")
    for alarms in ((Problem("desk-moved"),), ()):
        unlocked = vault.open_with_key_file(place / "moved", place / "desk.key", NOW)
        with session(unlocked, lambda: NOW) as desk:
            assert desk.alarms == alarms
            assert desk.stream != stream
            assert desk.lookup(str(first.reference))


# -- what a restore must not do -------------------------------------------------------------------


def test_a_stale_wal_beside_the_desk_is_not_brought_in_by_looking(place: Path) -> None:
    with opened(place) as desk:
        file(desk)
        stale = (place / "desk/desk.db-wal").read_bytes()
    back_up(place)
    with opened(place) as desk:
        newest = file(desk, LATE)
    whole = (place / "desk/desk.db").read_bytes()
    (place / "desk/desk.db-wal").write_bytes(stale)
    lost = look(place).lost
    assert lost is not None
    assert lost.unknown is not None
    assert lost.unknown == DeskUnavailable("store-rolled-back", noted=lost.unknown.params["noted"])
    assert (place / "desk/desk.db").read_bytes() == whole
    for beside in (place / "desk").glob("desk.db-*"):
        beside.unlink()
    with opened(place) as desk:
        assert desk.lookup(str(newest.reference))


def test_in_the_place_of_another_desk_everybody_of_the_backup_stays(
    place: Path, created: Created
) -> None:
    back_up(place)
    (place / "desk").rename(place / "gone")
    other = place / "other"
    other.mkdir()
    create_anew(other)
    (other / "desk").rename(place / "desk")
    lost = look(place).lost
    assert lost is not None
    assert lost.other
    assert restore(place, replace=True).shut_out == ()
    with opened(place, LATER) as desk:  # the key file
        kinds = {slot.kind for slot in keyrings.slots(desk.unlocked.keyring)}
        assert kinds == {"officer", "recovery", "unattended", "desk-intake"}
    with signed_in(place, created, LATER) as desk:
        assert desk.alarms == ()


def test_who_was_shut_out_does_not_restore_a_desk_that_lets_them_in(
    place: Path, created: Created
) -> None:
    with signed_in(place, created) as desk:
        officers.add(desk, "Hồ Thị Mẫu", "099190000018", "supervisor")
    back_up(place)
    with opened(place) as desk:
        own = desk.unlocked
        (first,) = [s.id for s in keyrings.slots(own.keyring) if s.label == "Nguyễn Thị Mẫu"]
        keyrings.remove_slot(own.keyring, first)  # as closing the account does there
    code = pyotp.TOTP(pyotp.parse_uri(created.otp_uri).secret).at(LATER)
    with (
        restoring.preparing(
            place / "a.ltbackup",
            place / "desk",
            lambda copy: vault.open_with_password(copy, OFFICER_ID, PASSWORD, code, LATER),
        ) as prepared,
        pytest.raises(Refused) as caught,
    ):
        restoring.finish(prepared, LATER, replace=True)
    assert caught.value == Refused("shut-out-since")


def test_the_old_recovery_sheet_opens_what_was_restored_from_its_days(
    place: Path, created: Created
) -> None:
    from lienthong_tui.desk import recovery

    back_up(place)
    with signed_in(place, created) as desk:
        recovery.replace_sheet(desk, place / "new-sheet.txt")
    restore(place, replace=True)
    unlocked = vault.open_with_key_file(place / "desk", place / "sheet.txt", LATER)
    with session(unlocked, lambda: LATER) as desk:
        assert desk.alarms == ()


def test_restored_twice_on_one_day_no_number_comes_again(place: Path) -> None:
    back_up(place)
    given = set()
    for _ in range(3):
        restore(place, replace=True)
        with opened(place, LATER) as desk:
            reference = file(desk).reference
        assert reference not in given
        given.add(reference)


def test_a_folder_that_is_no_desk_is_not_replaced(place: Path) -> None:
    back_up(place)
    (place / "papers").mkdir()
    (place / "papers/letter.pdf").write_bytes(b"")
    with pytest.raises(Unusable) as caught:
        restore(place, replace=True, into="papers")
    assert caught.value.code == "restore-no-desk"
    assert (place / "papers/letter.pdf").exists()


def test_the_daily_backups_come_along(place: Path) -> None:
    path = back_up(place)
    (place / "desk/backups").mkdir(exist_ok=True)
    daily = place / "desk/backups/LT19639-1-20261122-170000.ltbackup"
    shutil.copy2(path, daily)
    done = restore(place, replace=True)
    assert daily.exists()
    assert done.aside is not None
    assert not (done.aside / "backups").exists()


def test_killed_between_the_two_renames_the_next_opening_ends_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(place)
    rename = Path.rename

    class Killed(BaseException):
        pass

    def killed(path: Path, target: Path) -> Path:
        if path.name.startswith(".desk."):
            raise Killed
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        patched.setattr(Path, "unlink", lambda *_, **__: None)  # nor was anything tidied up
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(Killed):
            restore(place, replace=True)
    assert not (place / "desk").exists()
    with opened(place, LATER) as desk:
        assert desk.verify()
        assert len(journal.desk_events(desk.db, "desk.continued")) == 1
