"""A relative at the kiosk: admitted, declaring, handed in; and what the desk takes of it."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.sample import create_anew
from msgspec import structs

from lienthong_tui.access import kiosk_keys
from lienthong_tui.desk import drafting, erasure, intake, kiosk_files, kiosks, queue
from lienthong_tui.desk.kiosk_answers import hands_of
from lienthong_tui.desk.kiosk_files import Filed
from lienthong_tui.filing.checks import blocks
from lienthong_tui.filing.kiosk_events import Checked, HowEnded
from lienthong_tui.kiosk import device, handing_in, seat, sitting
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused
from lienthong_tui.store import journal, replication, sqlcipher

from .sample import AUNT, CHILD, GRANDSON, LATER, Hall, answered, pair


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def declared(hall: Hall, how: HowEnded = "finished") -> str:
    """A filing with two answers and one thing not known, handed in; its id."""
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=False)
        draft = answered(at, draft, deceased__surname="Hồ Thị Mẫu", deceased__birth_date="1925")
        draft = drafting.unknown(at, draft, ["deceased.id_number"])
        sitting.hand_in(at, draft, how)
    return draft.filing.id


def collected(hall: Hall) -> list[intake.Came]:
    with hall.desk() as desk:
        return list(intake.collect(desk))


def test_what_is_declared_at_the_kiosk_reaches_the_desk(hall: Hall) -> None:
    filing_id = declared(hall)
    assert not (hall.place / "kiosk" / device.DRAFT).exists(), "nothing of it stays in the hall"
    (came,) = collected(hall)
    assert (came.filing, came.kiosk, came.ticket, came.problem) == (
        filing_id, "Máy sảnh 1", "A01", None,
    )  # fmt: skip
    assert hall.files() == []
    with hall.desk() as desk:
        filing, _ = desk.filing(filing_id)
        assert filing.answers["deceased.given"] == "Mẫu"
        assert filing.answers["requester.id_number"] == GRANDSON
        assert filing.unsure == {"deceased.id_number"}
        assert filing.admitted is not None
        assert not filing.admitted.helper
        assert filing.notice is not None
        (section,) = queue.sections(desk)
        assert (section.kind, [line.filing for line in section.lines]) == ("unchecked", [filing_id])
        streams = {e.envelope.stream for e in journal.events_of(desk.db, filing_id)}
        assert len(streams - {desk.stream}) == 1, "the kiosk's own, and that it was taken in"
        desk.verify()
        desk.rebuild()
        assert [s.kind for s in queue.sections(desk)] == ["unchecked"]


def test_it_is_completed_only_once_it_was_checked(hall: Hall) -> None:
    filing_id = declared(hall)
    collected(hall)
    with hall.desk() as desk:
        draft = drafting.reopen(desk, filing_id)
        assert "check-missing" in {f.rule for f in draft.findings}
        draft = drafting.record(desk, draft, Checked())
        assert "check-missing" not in {f.rule for f in draft.findings}
        assert blocks(draft.findings), "what is missing is still missing"
        assert [s.kind for s in queue.sections(desk)] == ["drafting"]


def test_a_child_only_helps(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        draft = sitting.declare(hall.admitted(kiosk, CHILD), helper=False)
        assert draft.filing.admitted is not None
        assert draft.filing.admitted.helper
        assert "requester.id_number" not in draft.filing.answers


def test_a_helper_is_not_the_requester_and_both_are_told(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        assert "requester.id_number" not in draft.filing.answers
        told = [e.payload for e in journal.events_of(at.store, draft.filing.id)
                if e.envelope.kind == "filing.notice_given"]  # fmt: skip
        assert [payload["to"] for payload in told if payload] == ["requester", "helper"]


@pytest.mark.parametrize(
    ("who", "group", "typed"),
    [
        (AUNT, "death", str),
        (GRANDSON, "birth", str),
        (GRANDSON, "death", lambda _: "000000"),
        (GRANDSON, "death", lambda _: "abc"),
        (GRANDSON, "death", lambda code: code[:5]),
    ],
)
def test_a_wrong_code_admits_nobody(
    hall: Hall, who: str, group: str, typed: Callable[[str], str]
) -> None:
    code = hall.code()
    with hall.kiosk() as kiosk:
        with pytest.raises(Refused) as refused:
            sitting.admit(kiosk, who, group, typed(code))
        assert refused.value.code == "kiosk-code"
        assert not kiosk.draft_path.exists()


def test_a_code_admits_once_and_for_ten_minutes(hall: Hall) -> None:
    code = hall.code()
    with hall.kiosk() as kiosk:
        at = sitting.admit(kiosk, GRANDSON, "death", code)
        sitting.leave(at, None)
        with pytest.raises(Refused) as refused:
            sitting.admit(kiosk, GRANDSON, "death", code)
        assert refused.value.code == "kiosk-code-used"
        late = hall.code(AUNT)
        hall.now += timedelta(minutes=10)
        with pytest.raises(Refused) as refused:
            sitting.admit(kiosk, AUNT, "death", late)
        assert refused.value.code == "kiosk-code"


def test_guessing_is_slowed_down_also_across_starts(hall: Hall) -> None:
    for _ in range(5):
        with hall.kiosk() as kiosk, pytest.raises(Refused):
            sitting.admit(kiosk, GRANDSON, "death", "000000")
    with hall.kiosk() as kiosk:
        with pytest.raises(Refused) as refused:
            hall.admitted(kiosk)
        assert refused.value.code == "sign-in-locked"
        hall.now += timedelta(seconds=31)
        hall.admitted(kiosk)


def test_they_come_back_to_their_filing_with_a_new_code(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        sitting.leave(at, draft)
        (came,) = collected(hall)
        hall.now += LATER
        again = hall.admitted(kiosk)
        assert again.found == draft.filing.id == came.filing
        gone_on = sitting.declare(again, helper=True)
        assert gone_on.filing.answers["deceased.given"] == "Mẫu"
        gone_on = answered(again, gone_on, deceased__birth_date="1925")
        sitting.hand_in(again, gone_on, "finished")
    (more,) = collected(hall)
    assert more.filing == came.filing
    assert more.ticket == came.ticket
    with hall.desk() as desk:
        assert desk.filing(str(came.filing))[0].answers["deceased.birth_date"] == "1925"


def test_whose_answer_it_is_when_both_had_one(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(
            at, sitting.declare(at, helper=True),
            deceased__surname="Hồ Thị Mẫu", deceased__birth_date="1925",
        )  # fmt: skip
        sitting.leave(at, draft)
        collected(hall)
        with hall.desk() as desk:
            mended = drafting.reopen(desk, draft.filing.id)
            mended = answered(desk, mended, deceased__birth_date="1926", deceased__given="Mậu")
            found = hands_of(desk, draft.filing.id)
            assert found["deceased.birth_date"] == ("1925", "1926", "desk")
            assert found["deceased.surname"] == ("Hồ", None, "kiosk")
        hall.now += LATER
        again = hall.admitted(kiosk)
        draft = answered(again, sitting.declare(again, helper=True), deceased__birth_date="1927")
        sitting.leave(again, draft)
    collected(hall)
    with hall.desk() as desk:
        found = hands_of(desk, draft.filing.id)
        assert found["deceased.birth_date"].differs
        assert found["deceased.birth_date"] == ("1927", "1926", "kiosk")
        assert found["deceased.given"].last == "desk"
        assert {name for name, hands in found.items() if hands.taken_back} == {
            "deceased.birth_date"
        }


def test_who_sat_as_requester_may_come_back_as_a_helper(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=False)
        assert draft.filing.answers["requester.id_number"] == GRANDSON
        sitting.leave(at, draft)
        hall.now += LATER
        again = hall.admitted(kiosk)
        draft = sitting.declare(again, helper=True)
        assert "requester.id_number" not in draft.filing.answers


def test_what_nobody_took_of_a_kiosk_goes_with_its_term(hall: Hall) -> None:
    own = hall.place / "share"
    own.mkdir()
    with hall.desk() as desk:
        supervisor = replace(
            desk,
            unlocked=replace(desk.unlocked, officer=next(iter(desk.accounts)), proved=desk.clock()),
        )
        kiosks.pair(supervisor, "Máy sảnh 2", own)
        mine = [own / "k_1-00001.kiosk", hall.inbox / "k_2-00001.kiosk"]
        for path in (*mine, own / "of others.txt"):
            path.write_bytes(b"x")
            os.utime(path, (0, 0))
        os.utime(hall.inbox / device.MARK, (0, 0))
        assert sorted(erasure.due(desk).inbox) == sorted(mine)


def test_every_code_is_another_one(hall: Hall) -> None:
    codes = [hall.code() for _ in range(3)]
    assert len(set(codes)) == 3
    with pytest.raises(Problem) as refused:
        hall.code()
    assert refused.value.code == "kiosk-code-wait"
    hall.code(AUNT)
    with hall.kiosk() as kiosk:
        for code in codes:
            sitting.leave(sitting.admit(kiosk, GRANDSON, "death", code), None)
    with hall.desk() as desk:
        kinds = [e.envelope.kind for e in journal.desk_events(desk.db, "desk.kiosk_code")]
        assert len(kinds) == 4


def test_a_kiosk_whose_clock_is_behind_says_so(hall: Hall) -> None:
    code = hall.code()
    hall.now -= timedelta(minutes=30)
    with hall.kiosk() as kiosk, pytest.raises(Refused) as refused:
        sitting.admit(kiosk, GRANDSON, "death", code)
    assert (refused.value.code, refused.value.params["minutes"]) == ("kiosk-clock", 30)


def test_guesses_of_this_morning_are_forgotten(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        for _ in range(6):
            with pytest.raises(Refused):
                sitting.admit(kiosk, GRANDSON, "death", "000000")
            hall.now += timedelta(minutes=5)
        hall.now += timedelta(hours=2)
        for _ in range(4):
            with pytest.raises(Refused) as refused:
                sitting.admit(kiosk, GRANDSON, "death", "000000")
            assert refused.value.code == "kiosk-code"


def test_two_kiosks_give_no_number_twice(hall: Hall) -> None:
    with hall.desk() as desk:
        second = pair(desk, "Máy sảnh 2")
    assert (hall.pairing.letter, second.letter) == ("A", "B")


def test_a_kiosk_half_made_is_made_again(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    where = hall.place / "again"
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "full")

        patch.setattr(device, "set_meta", full)
        with pytest.raises(DeskUnavailable) as refused:
            device.set_up(where, kiosk_files.write(hall.pairing), hall.inbox)
        assert refused.value.code == "disk-full"
    device.set_up(where, kiosk_files.write(hall.pairing), hall.inbox)


@pytest.mark.parametrize(
    "other",
    [
        {"secret": b"short"},
        {"recipient": "age1"},
        {"recipient": "AGE1LRS6UXNK5ZSAMWHV8HPV237TXK7SNR9XMCVX9KA7SKLFCXW20U9QDK8ACU"},
        {"letter": "A\x1b[2J"},
        {"letter": "A\n"},
        {"kiosk": "x"},
        {"name": "\x1b[2J"},
        {"office": b"overlay = 2"},
        {"office": b"\xff"},
    ],
    ids=lambda other: repr(other)[:40],
)
def test_a_pairing_file_that_no_kiosk_can_work_with_is_refused(
    hall: Hall, other: dict[str, Any]
) -> None:
    damaged = kiosk_files.write(structs.replace(hall.pairing, **other))
    with pytest.raises(Problem) as refused:
        device.set_up(hall.place / "again", damaged, hall.inbox)
    assert refused.value.code == "pairing-unreadable"
    assert not device.is_here(hall.place / "again")


def test_somebody_else_finds_nothing_of_it(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        sitting.leave(at, draft)
        other = hall.admitted(kiosk, AUNT)
        assert other.found is None
        assert journal.filings(other.store) == []
        other.store.close()


def test_what_a_power_cut_interrupted_reaches_the_desk(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        at.store.close()  # and nobody said anything
    assert hall.files() == []
    with hall.kiosk() as kiosk:
        sitting.tidy(kiosk)
        assert kiosk.draft_path.exists(), "they may come back"
    (came,) = collected(hall)
    assert came.filing == draft.filing.id
    hall.now += sitting.KEPT + timedelta(hours=1)
    with hall.kiosk() as kiosk:
        sitting.tidy(kiosk)
        assert not kiosk.draft_path.exists()


def test_a_clock_that_lost_its_battery_loses_nothing(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        at.store.close()  # a power cut
    now, hall.now = hall.now, hall.now.replace(year=2000)
    with hall.kiosk() as kiosk:
        sitting.tidy(kiosk)
        assert kiosk.draft_path.exists(), "they may come back"
    hall.now = now
    (came,) = collected(hall)
    assert (came.filing, came.problem) == (draft.filing.id, None)


def test_a_disk_that_stumbles_is_asked_twice(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        at.store.close()
        take, failures = seat.take, ["once"]

        def stumbles(*told: Any) -> Any:
            if failures:
                failures.pop()
                raise DeskUnavailable("store-unreadable", path="x")
            return take(*told)

        monkeypatch.setattr(seat, "take", stumbles)
        sitting.tidy(kiosk)
    (came,) = collected(hall)
    assert came.filing == draft.filing.id


def test_an_inbox_that_is_away_loses_nothing(hall: Hall) -> None:
    away = hall.inbox.rename(hall.place / "away")
    hall.inbox.write_text("in the way")
    filing_id = declared(hall)
    with hall.kiosk() as kiosk:
        assert handing_in.deliver(kiosk) == 1
        hall.inbox.unlink()
        away.rename(hall.inbox)
        assert handing_in.deliver(kiosk) == 0
    (came,) = collected(hall)
    assert came.filing == filing_id


def test_an_empty_folder_in_place_of_the_inbox_gets_nothing(hall: Hall) -> None:
    """As where a share of another machine is not mounted."""
    away = hall.inbox.rename(hall.place / "away")
    hall.inbox.mkdir()
    filing_id = declared(hall)
    assert hall.files() == []
    hall.inbox.rmdir()
    away.rename(hall.inbox)
    with hall.kiosk() as kiosk:
        assert handing_in.deliver(kiosk) == 0
    (came,) = collected(hall)
    assert came.filing == filing_id


@pytest.mark.parametrize("when", ["sealing", "noting"])
def test_a_full_disk_while_handing_in_loses_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def full(*_: object) -> None:
        raise DeskUnavailable("export-full")

    where = (handing_in, "seal_filing") if when == "sealing" else (seat, "note_sent")
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        with monkeypatch.context() as patch:
            patch.setattr(*where, full)
            with pytest.raises(DeskUnavailable):
                sitting.hand_in(at, draft, "finished")
        sitting.hand_in(at, draft, "finished")  # they press it again
        assert not kiosk.draft_path.exists()
    assert {came.filing for came in collected(hall)} == {draft.filing.id}
    with hall.desk() as desk:
        kinds = [e.envelope.kind for e in journal.events_of(desk.db, draft.filing.id)]
        assert kinds.count("filing.handed_in") == 1


def test_a_full_disk_while_leaving_keeps_it_for_the_next_look(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DeskUnavailable("export-full")

    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        with monkeypatch.context() as patch:
            patch.setattr(handing_in, "seal_filing", full)
            with pytest.raises(DeskUnavailable):
                sitting.leave(at, draft)
            with pytest.raises(DeskUnavailable):
                hall.admitted(kiosk, AUNT)
            assert kiosk.draft_path.exists(), "nothing is forgotten before it was sealed"
        sitting.tidy(kiosk)
    (came,) = collected(hall)
    assert came.filing == draft.filing.id


def test_a_call_reaches_the_desk_at_once_or_not_at_all(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        assert handing_in.call(kiosk)
        (came,) = collected(hall)
        assert came.called == hall.now
        away = hall.inbox.rename(hall.place / "away")
        hall.inbox.write_text("in the way")
        assert not handing_in.call(kiosk)
        hall.inbox.unlink()
        away.rename(hall.inbox)
        assert handing_in.deliver(kiosk) == 0, "an old call is no call"


def test_a_second_window_on_one_kiosk_is_refused(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    with hall.kiosk(), pytest.raises(Busy) as refused, hall.kiosk():
        pass
    assert refused.value.code == "kiosk-open"


def test_the_files_of_a_kiosk_show_nothing_of_anybody(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=False), deceased__surname="Hồ Thị Mẫu")
        sitting.leave(at, draft)
    for path in [*(hall.place / "kiosk").rglob("*"), *hall.files()]:
        assert GRANDSON not in path.name
        if path.is_file():
            held = path.read_bytes()
            assert GRANDSON.encode() not in held
            assert "Mẫu".encode() not in held
            assert path.stat().st_mode & 0o077 == 0 or path.parent == hall.inbox


# What a kiosk in a hall may send, and may not


def sent(hall: Hall, change: Callable[[Filed], Filed]) -> bytes:
    """What was handed in, altered before it was sealed by whoever holds the kiosk."""
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = answered(at, sitting.declare(at, helper=True), deceased__surname="Hồ Thị Mẫu")
        sitting.hand_in(at, draft, "left")
        events = replication.copies_of(_store(kiosk), at.stream)
    pairing = hall.pairing
    for path in hall.files():
        path.unlink()
    return kiosk_keys.seal(
        kiosk_files.write(change(Filed(tuple(events)))),
        kiosk=pairing.kiosk, secret=pairing.secret, recipient=pairing.recipient,
    )  # fmt: skip


def _store(kiosk: device.Kiosk) -> Any:
    taken = seat.take(kiosk)
    assert taken is not None
    return taken.store


def refused(hall: Hall, data: bytes) -> Problem:
    (hall.inbox / "x.kiosk").write_bytes(data)
    (came,) = collected(hall)
    assert came.problem is not None
    assert (hall.inbox / "x.kiosk").exists(), "it stays to be looked at"
    with hall.desk() as desk:
        assert not queue.sections(desk)
    return came.problem


def test_a_draft_for_another_desk_is_refused(hall: Hall, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Hall(tmp_path / "other", create_anew)
    declared(other)
    (file,) = other.files()
    assert refused(hall, file.read_bytes()).code == "sealed-unreadable"


def test_a_draft_that_was_tampered_with_is_refused(hall: Hall) -> None:
    declared(hall)
    (file,) = hall.files()
    data = bytearray(file.read_bytes())
    file.unlink()
    data[-20] ^= 1
    assert refused(hall, bytes(data)).code == "sealed-unreadable"


def test_a_replayed_draft_changes_nothing(hall: Hall) -> None:
    declared(hall)
    (file,) = hall.files()
    data = file.read_bytes()
    collected(hall)
    (hall.inbox / "again.kiosk").write_bytes(data)
    (came,) = collected(hall)
    assert came.again
    assert hall.files() == []


def test_an_older_copy_after_the_newer_one_changes_nothing(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        sitting.hand_in(at, sitting.declare(at, helper=True), "left")
        (old,) = hall.files()
        older = old.read_bytes()
        hall.now += LATER
        at = hall.admitted(kiosk)
        sitting.hand_in(at, sitting.declare(at, helper=True), "finished")
    collected(hall)
    (hall.inbox / "old.kiosk").write_bytes(older)
    (came,) = collected(hall)
    assert came.again


def test_a_chain_that_was_cut_or_changed_is_refused(hall: Hall) -> None:
    data = sent(hall, lambda filed: Filed(filed.events[:2] + filed.events[3:]))
    assert refused(hall, data).code == "journal-broken"


def test_what_is_no_declaring_is_refused(hall: Hall) -> None:
    data = sent(hall, lambda filed: Filed(filed.events[1:]))
    assert refused(hall, data).params["what"] == "order"
    (hall.inbox / "x.kiosk").unlink()
    hall.now += LATER
    data = sent(hall, lambda _: Filed(()))
    assert refused(hall, data).params["what"] == "empty"


def test_a_kiosk_that_was_ended_hands_in_nothing(hall: Hall) -> None:
    declared(hall)
    (file,) = hall.files()
    data = file.read_bytes()
    file.unlink()
    with hall.desk() as desk:
        from lienthong_tui.store import kiosks as store

        store.remove(desk.db, hall.pairing.kiosk)
        with pytest.raises(Problem) as problem:
            intake.receive(desk, data, "x")
    assert problem.value.code == "sealed-unpaired"


def test_a_filing_that_was_completed_meanwhile_takes_nothing_more(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        sitting.leave(at, draft)
        collected(hall)
        with hall.desk() as desk:
            mine = drafting.reopen(desk, draft.filing.id)
            from lienthong_tui.filing.events import Withdrawn

            drafting.record(desk, mine, Withdrawn(reason="khai lại"))
        hall.now += LATER
        at = hall.admitted(kiosk)
        sitting.leave(at, sitting.declare(at, helper=True))
    (came,) = collected(hall)
    assert came.problem is not None
    assert came.problem.code == "kiosk-filing-closed"


@pytest.mark.parametrize("left", [b"", b"SQLite", bytes(8192)])
def test_a_draft_that_was_cut_short_keeps_nobody_out(hall: Hall, left: bytes) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        at.store.close()
        kiosk.draft_path.write_bytes(left)
    with hall.kiosk() as kiosk:
        sitting.tidy(kiosk)
        assert not kiosk.draft_path.exists()
        hall.now += LATER
        assert hall.admitted(kiosk).found is None


def test_two_windows_of_the_desk_take_one_file(hall: Hall) -> None:
    filing_id = declared(hall)
    with hall.desk() as desk, hall.desk() as other:
        both = [intake.fetch(intake.folders(each)) for each in (desk, other)]
        came = [
            intake.take(each, files[0]) for each, files in zip((desk, other), both, strict=True)
        ]
        assert [each.filing for each in came] == [filing_id, filing_id]
        assert [each.again for each in came] == [False, True]
        for files in both:
            intake.discard(files[0])
        assert intake.fetch(intake.folders(other)) == []


def test_a_file_that_goes_while_it_is_looked_for_is_nothing(hall: Hall) -> None:
    declared(hall)
    (file,) = hall.files()
    file.unlink()
    file.symlink_to(hall.place / "gone")
    with hall.desk() as desk:
        assert intake.fetch(intake.folders(desk)) == []


def test_what_was_erased_at_the_desk_does_not_come_back(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        sitting.leave(at, sitting.declare(at, helper=True))
        (came,) = collected(hall)
        with hall.desk() as desk:
            (line,) = drafting.recent(desk)
            (slot,) = desk.accounts
            proved = replace(desk.unlocked, officer=slot, proved=desk.clock())
            erasure.erase(replace(desk, unlocked=proved), [line], "xin xóa")
        hall.now += LATER
        at = hall.admitted(kiosk)
        sitting.leave(at, sitting.declare(at, helper=True))
    (again,) = collected(hall)
    assert again.problem is not None
    assert again.problem.code == "kiosk-filing-closed"
    with hall.desk() as desk:
        kept = journal.events_of(desk.db, str(came.filing))
        assert [e.envelope.kind for e in kept if e.payload is not None] == [
            "filing.taken_in",
            "filing.purged",
        ]
        desk.verify()
