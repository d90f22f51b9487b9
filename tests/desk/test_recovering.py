"""What is found at a desk whose program was cut off."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.session import settle
from lienthong_tui.filing.agency_events import Exported
from lienthong_tui.filing.events import Answered, HalfTyped
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal

from .sample import NOW, OFFICER_ID, PASSWORD, create, file, opened, signed_in

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")


def cut(place: Path, act: str, now: datetime = NOW) -> None:
    """A program that does `act` of this module at the desk and is killed then."""
    script = (
        "import os, signal, sys; from pathlib import Path; from desk import test_recovering as t;"
        " t.work(Path(sys.argv[1]), *sys.argv[2:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(place), act, now.isoformat()],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def work(place: Path, act: str, now: str) -> None:
    with opened(place, datetime.fromisoformat(now)) as desk:
        globals()[act](desk)
        os.kill(os.getpid(), signal.SIGKILL)


def nothing(_desk: Desk) -> None:
    pass


def answering(desk: Desk) -> None:
    draft = drafting.start(desk, "birth")
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = drafting.answer(desk, draft, "requester.name", "Nguyễn Thị Mẫu")
    drafting.record(desk, draft, HalfTyped(texts={"requester.phone": "09"}))


def scanning(desk: Desk) -> None:
    draft = drafting.start(desk, "birth")
    draft = drafting.answer(desk, draft, "child.given", "An")
    told = Answered(
        answers={"requester.name": "Nguyễn Thị Mẫu", "requester.birth_date": "1996-03-05"},
        origin="scanned",
    )
    drafting.record(desk, draft, told)


def filing(desk: Desk) -> None:
    given_out = desk.unlocked.folder.parent / "given-out"
    given_out.write_text(str(file(desk).reference), "utf-8")


def exporting(desk: Desk) -> None:
    filing = file(desk)
    _, position = desk.filing(filing.id)
    leaving = tuple(packet.content for packet in filing.packets)
    desk.append(filing.id, [Exported(packets=leaving)], after=position)


@pytest.fixture
def created(tmp_path: Path) -> Created:
    return create(tmp_path)


@pytest.fixture
def place(tmp_path: Path, created: Created) -> Path:
    with opened(tmp_path):
        pass
    return tmp_path


def test_a_desk_that_was_left_in_order_has_nothing_to_tell(place: Path) -> None:
    with opened(place) as desk:
        answering(desk)
    with opened(place) as desk:
        assert desk.cut_off is None


def test_the_draft_that_was_in_hand(place: Path, created: Created) -> None:
    cut(place, "answering")
    with opened(place):
        pass  # a key file at night has nobody to tell
    with signed_in(place, created) as desk:
        found = desk.cut_off
        assert found is not None
        assert found.at == NOW
        assert not found.end_missing
        (draft,) = found.drafts
        assert draft.last is not None
        assert draft.last.vi == "Họ, chữ đệm, tên người yêu cầu"
        assert [label.vi for label in draft.half_typed] == ["Số điện thoại người yêu cầu"]
        assert desk.alarms == ()
    with opened(place) as desk:
        assert desk.cut_off is None, "told once"


def test_of_what_came_at_once_the_last_is_the_one_asked_last(place: Path) -> None:
    cut(place, "scanning")
    with opened(place) as desk:
        assert desk.cut_off is not None
        (draft,) = desk.cut_off.drafts
        assert draft.last is not None
        assert draft.last.vi == "Ngày sinh người yêu cầu"


def test_packets_that_were_leaving(place: Path) -> None:
    cut(place, "exporting")
    with opened(place) as desk:
        assert desk.cut_off is not None
        assert [line.state for line in desk.cut_off.leaving] == ["completed"]
        assert desk.cut_off.drafts == ()


@pytest.mark.parametrize("how", ["deleted", "emptied", "older"])
def test_a_wal_that_somebody_took_away_is_missed(place: Path, created: Created, how: str) -> None:
    wal = place / "desk/desk.db-wal"
    cut(place, "answering")
    (place / "desk/desk.db-shm").unlink()
    if how == "older":
        wal.write_bytes(wal.read_bytes()[: wal.stat().st_size // 2])  # without its last commits
    elif how == "emptied":
        wal.write_bytes(b"")
    else:
        wal.unlink()
    with signed_in(place, created) as desk:
        assert desk.alarms == (Problem("end-missing"),)
        assert desk.cut_off is not None
        assert desk.cut_off.end_missing
    with opened(place) as desk:
        assert desk.alarms == ()


def test_when_it_was_cut_off_is_not_when_it_was_opened(place: Path) -> None:
    """Also where opening it records something first: another place, a lost end."""
    cut(place, "answering")
    other = place.with_name(f"{place.name}-other")
    shutil.copytree(place, other)
    with opened(other, NOW + timedelta(hours=3)) as desk:
        assert Problem("desk-moved") in desk.alarms
        assert desk.cut_off is not None
        assert desk.cut_off.at == NOW
        (draft,) = desk.cut_off.drafts
        assert drafting.reopen(desk, draft.line.filing).saved == NOW


def test_after_a_loss_no_reference_is_given_out_again(place: Path, created: Created) -> None:
    """The slip that was handed out is known to nobody any more; the next one is another."""
    cut(place, "filing")
    (place / "desk/desk.db-wal").unlink()
    given_out = (place / "given-out").read_text("utf-8")
    for _ in range(2):  # a key file at night tells nobody, and goes on once
        with opened(place) as desk:
            assert Problem("end-missing") in desk.alarms
    with signed_in(place, created) as desk:
        continued = journal.desk_events(desk.db, "desk.continued")
        assert [each.payload["why"] for each in continued if each.payload] == ["cut"]
        assert continued[0].envelope.stream == desk.stream
        again = str(file(desk).reference)
        assert again.split("-")[:2] == given_out.split("-")[:2]
        assert again.split("-")[2] != given_out.split("-")[2]
        desk.verify()


def test_a_head_that_cannot_be_noted_keeps_nothing_from_being_stored(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise MemoryError

    with opened(place) as desk, monkeypatch.context() as patched:
        patched.setattr(vault, "meta", damaged)
        filing = file(desk)
    with opened(place) as desk:
        assert desk.filing(filing.id)[0].reference == filing.reference


def test_a_wal_is_not_missed_while_another_window_has_the_desk_open(place: Path) -> None:
    with opened(place):
        cut(place, "nothing")
        with opened(place) as desk:
            assert desk.cut_off is not None
            assert desk.alarms == ()


def test_once_settled_a_lost_wal_takes_nothing(place: Path) -> None:
    """The screens settle the desk as soon as nobody writes for a moment."""
    with opened(place) as desk:
        filing = file(desk)
        settle(desk)
        wal = (place / "desk/desk.db-wal").read_bytes()
        store = (place / "desk/desk.db").read_bytes()
    assert wal
    (place / "desk/desk.db").write_bytes(store)  # as a kill would have left it, without its -wal
    with opened(place) as desk:
        assert desk.filing(filing.id)[0].reference == filing.reference


def test_an_unsettled_loss_of_what_was_noted_is_told(place: Path) -> None:
    with opened(place) as desk:
        before = (place / "desk/desk.db").read_bytes()
        file(desk)
        settle(desk)
    (place / "desk/desk.db").write_bytes(before)
    with pytest.raises(Problem) as caught:
        vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    assert caught.value.code == "store-rolled-back"


def test_a_wrong_code_after_a_cut_makes_no_false_alarm(place: Path, created: Created) -> None:
    """Whoever fails to sign in has the store opened and closed, which brings the -wal in."""
    cut(place, "answering")
    with pytest.raises(Problem):
        vault.open_with_password(place / "desk", OFFICER_ID, PASSWORD, "000000", NOW)
    with signed_in(place, created) as desk:
        assert Problem("end-missing") not in desk.alarms
        assert desk.cut_off is not None


def test_a_damaged_definition_does_not_keep_the_desk_shut(place: Path, created: Created) -> None:
    cut(place, "answering")
    with opened(place) as desk:
        (sha256,) = {desk.filing(f)[0].started.definition for f in journal.filings(desk.db)}
        desk.db.execute("UPDATE content SET data = x'00' WHERE sha256 = ?", [sha256])
    with signed_in(place, created) as desk:
        assert desk.cut_off is not None
        assert desk.cut_off.drafts == ()
