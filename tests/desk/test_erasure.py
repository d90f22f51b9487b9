"""What goes at its term or on request, what is left, and that nothing lies on in the files."""

import json
import os
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filing.test_kinds import PAYLOADS

from lienthong_tui.desk import allotting, drafting, erasure
from lienthong_tui.desk.citizens import filings_of, give
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import Answered, LetterTyped, Lodged
from lienthong_tui.filing.kinds import kind_of, to_plain
from lienthong_tui.privacy_reports import citizen_text
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import content, journal, purging
from lienthong_tui.store.meta import meta
from lienthong_tui.store.sqlcipher import Database, one, rows

from .sample import LATE, NOW, create, file, opened, signed_in

NAME, ID_NUMBER = "Nguyễn Thị Xóa Sạch", "099190000026"
PHONE = "0900070511"
PORTAL = "G22.99.13-261122-0007"


@pytest.fixture
def created(tmp_path: Path) -> Any:
    return create(tmp_path)


def draft(desk: Desk, name: str = NAME) -> str:
    begun = drafting.start(desk, "birth")
    answers: dict[str, Any] = {
        "requester.name": name,
        "requester.id_number": ID_NUMBER,
        "requester.relation": "mother",
        "requester.phone": PHONE,
    }
    return drafting.record(desk, begun, Answered(answers=answers, origin="typed")).filing.id


def later(desk: Desk, days: float) -> Desk:
    """The same desk so many days later, whoever has it proved just then."""
    now = NOW + timedelta(days=days)
    return replace(desk, clock=lambda: now, unlocked=replace(desk.unlocked, proved=now))


def everything(desk: Desk) -> str:
    """All text that the tables of the store hold, the index of names included."""
    tables = rows(desk.db, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return "\n".join(repr(rows(desk.db, f"SELECT * FROM {table}")) for (table,) in tables)


def test_a_draft_goes_sixty_days_after_it_was_last_touched(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        filing = draft(desk)
        completed = file(desk)
        assert erasure.due(later(desk, 60)).filings == ()
        assert [g.line.filing for g in erasure.soon(later(desk, 54))] == [filing]
        assert erasure.soon(later(desk, 52)) == ()
        (going,) = erasure.due(later(desk, 60.1)).filings
        assert (going.line.filing, going.on.isoformat()) == (filing, "2027-01-21")
        assert erasure.soon(later(desk, 60.1)) == ()
        assert erasure.due(later(desk, 1000)).filings == (going,), "completed ones wait for results"
        assert completed.reference


def test_what_was_shown_goes_and_what_is_left_tells_no_name(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        filing = draft(desk)
        kept = file(desk).reference
        events = len(journal.events_of(desk.db, filing))
        assert [line.filing for line in desk.lookup("00070")] == [filing]
        now = later(desk, 61)
        erasure.purge_due(now, erasure.due(now))
        assert not (tmp_path / "desk/desk.db-wal").stat().st_size, "nothing lies on beside it"
        text = everything(now)
        for trace in (NAME, "Xóa Sạch", "xoa sach", "sach", ID_NUMBER, PHONE):
            assert trace not in text, trace
        assert [line.reference for line in now.lookup(str(kept))] == [kept]
        assert now.lookup("xoa sach") == []
        assert now.lookup(ID_NUMBER) == now.lookup("00070") == []
        assert drafting.recent(now, "drafting") == []
        assert all(line.filing != filing for line in drafting.recent(now))
        report = now.verify()
        assert report.erased == events
        with pytest.raises(Unusable) as caught:
            drafting.reopen(now, filing)
        assert caught.value == Unusable("filing-purged")
        before = rows(now.db, "SELECT * FROM filing ORDER BY id")
        now.rebuild()
        assert rows(now.db, "SELECT * FROM filing ORDER BY id") == before


def test_a_draft_gone_on_with_since_it_was_shown_stays(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        filing = draft(desk)
        now = later(desk, 61)
        shown = erasure.due(now)
        drafting.answer(now, drafting.reopen(now, filing), "child.given", "An")
        with pytest.raises(Busy):
            erasure.purge_due(now, shown)
        assert desk.filing(filing)[0].answers["requester.name"] == NAME


def test_on_request_a_completed_filing_goes_but_for_its_line(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        other = file(desk)
        gone = file(desk, LATE)
        begun = drafting.reopen(desk, gone.id)
        drafting.record(desk, begun, Lodged(portal_number=PORTAL, one_stop_number=None))
        (line,) = desk.lookup(str(gone.reference))
        assert gone.completed is not None
        sealed = {packet.content for packet in gone.completed.packets}
        papers = {paper.content for paper in gone.attachments}
        with pytest.raises(Unusable):
            erasure.erase(desk, [line], "  ")
        erasure.erase(desk, [line], "mẹ cháu yêu cầu")
        for number in (str(gone.reference), PORTAL):
            (left,) = desk.lookup(number)
            assert (left.state, left.label, left.reference) == ("purged", "", gone.reference)
            assert left.received == line.received
            assert [p.id for p in left.procedures] == [p.id for p in line.procedures]
        for sha256 in sealed | papers:
            with pytest.raises(DeskUnavailable):
                content.get(desk.db, sha256)
        assert desk.packets(desk.filing(other.id)[0]), "what others need is still there"
        assert desk.group(other.started.definition)
        file(desk, LATE)  # and the definition for what comes


def test_a_paper_that_another_filing_holds_too_stays(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        first, second = file(desk, LATE), file(desk, LATE)
        (line,) = desk.lookup(str(first.reference))
        erasure.erase(desk, [line], "yêu cầu")
        for paper in desk.filing(second.id)[0].attachments:
            assert content.get(desk.db, paper.content)


def test_only_a_supervisor_who_has_just_proved_it_purges(tmp_path: Path, created: Any) -> None:
    with opened(tmp_path) as desk:
        draft(desk)
        now = replace(desk, clock=lambda: NOW + timedelta(days=61))
        with pytest.raises(Refused):
            erasure.purge_due(now, erasure.due(now))
        with pytest.raises(Refused):
            filings_of(desk, ID_NUMBER)
    with signed_in(tmp_path, created) as desk:
        now = replace(desk, clock=lambda: NOW + timedelta(days=61))
        with pytest.raises(Refused) as caught:
            erasure.purge_due(now, erasure.due(now))
        assert caught.value == Refused("proof-needed")


def test_what_was_left_in_the_inbox_goes_too(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        inbox = tmp_path / "desk" / erasure.INBOX
        assert erasure.due(desk).inbox == ()
        inbox.mkdir()
        old, new = inbox / "old.age", inbox / "new.age"
        for path, age in ((old, 61), (new, 1)):
            path.write_bytes(b"x")
            when = (NOW - timedelta(days=age)).timestamp()
            os.utime(path, (when, when))
        shown = erasure.due(desk)
        assert shown.inbox == (old,)
        erasure.purge_due(desk, shown)
        assert list(inbox.iterdir()) == [new]


def test_killed_between_two_filings_what_is_gone_is_gone_whole(
    tmp_path: Path, created: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase = purging.erase
    calls: list[int] = []

    def once(db: Database, filing: str) -> None:
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        erase(db, filing)

    with signed_in(tmp_path, created) as desk:
        draft(desk)
        draft(desk, "Người Thứ Hai")
        now = later(desk, 61)
        monkeypatch.setattr(purging, "erase", once)
        with pytest.raises(KeyboardInterrupt):
            erasure.purge_due(now, erasure.due(now))
        monkeypatch.undo()
        assert now.verify().erased > 0
        assert len(erasure.due(now).filings) == 1
        erasure.purge_due(now, erasure.due(now))
        assert erasure.due(now).filings == ()


def test_a_purge_that_stops_half_way_leaves_no_papers_of_what_is_gone(
    tmp_path: Path, created: Any
) -> None:
    with signed_in(tmp_path, created) as desk:
        first, second = file(desk, LATE), draft(desk)
        (gone,) = desk.lookup(str(first.reference))
        (moved,) = drafting.recent(desk, "drafting")
        drafting.answer(desk, drafting.reopen(desk, second), "child.given", "An")
        assert first.completed is not None
        sealed = [packet.content for packet in first.completed.packets]
        with pytest.raises(Busy):
            erasure.erase(desk, [gone, moved], "yêu cầu")
        for sha256 in sealed:
            with pytest.raises(DeskUnavailable):
                content.get(desk.db, sha256)


def test_what_a_killed_purge_left_goes_with_the_next_opening(
    tmp_path: Path, created: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Database) -> None:
        raise KeyboardInterrupt

    with signed_in(tmp_path, created) as desk:
        first = file(desk, LATE)
        assert first.completed is not None
        sealed = first.completed.packets[0].content
        (line,) = desk.lookup(str(first.reference))
        monkeypatch.setattr(purging, "sweep", killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase(desk, [line], "yêu cầu")
        monkeypatch.undo()
        assert content.get(desk.db, sealed)
    with opened(tmp_path) as desk, pytest.raises(DeskUnavailable):
        content.get(desk.db, sealed)


def test_while_another_program_reads_the_traces_wait_for_the_next_opening(
    tmp_path: Path, created: Any
) -> None:
    wal = tmp_path / "desk" / "desk.db-wal"
    with signed_in(tmp_path, created) as desk:
        filing = file(desk, LATE)
        (line,) = desk.lookup(str(filing.reference))
        with opened(tmp_path) as other:
            reading = other.db.conn.execute("SELECT * FROM event")
            reading.fetchone()
            desk.db.execute("PRAGMA busy_timeout=50")  # how long the reader is waited for
            erasure.erase(desk, [line], "yêu cầu")
            assert wal.stat().st_size
            assert meta(desk.db, "sweep-due") == "yes"
            reading.close()
        with opened(tmp_path):
            assert meta(desk.db, "sweep-due") == "no"


def test_every_kind_that_keeps_a_content_is_known_to_the_sweep() -> None:
    """Else what only such an event names would be taken for nobody's."""
    naming = {kind_of(p) for p in PAYLOADS if re.search("[0-9a-f]{64}", str(to_plain(p)))}
    left = {"filing.detached", "filing.exported", "filing.delivered", "filing.reopened"}
    # What these hold are heads of the chain and the digest of a key, and no content's name.
    heads = {"desk.backed_up", "desk.continued", "desk.salvaged", "desk.desk_shut_out"}
    heads |= {"desk.rejoined"}
    assert naming - left - heads == purging.NAMING


# -- one citizen ----------------------------------------------------------------------------------


def test_a_citizen_gets_what_is_held_of_them_and_nothing_of_others(
    tmp_path: Path, created: Any
) -> None:
    with signed_in(tmp_path, created) as desk:
        filing = draft(desk)
        begun = drafting.reopen(desk, filing)
        stranger: dict[str, Any] = {"father.name": "Lê Văn Khác"}
        drafting.record(desk, begun, Answered(answers=stranger, origin="typed"))
        found = filings_of(desk, ID_NUMBER)
        assert [each.line.filing for each in found] == [filing]
        assert "requester" in found[0].roles
        text, path = give(desk, found, tmp_path, lambda held: citizen_text(held, "vi"))
        given = json.loads(path.read_text("utf-8"))
        read = text.read_text("utf-8")
        assert f"Họ, chữ đệm, tên người yêu cầu: {NAME}" in read
        assert "người yêu cầu" in read
        assert "requester" not in read
        assert "Lê Văn Khác" not in read
        (held,) = given["filings"]
        assert held["roles"]["requester"]["requester.name"] == NAME
        assert "Lê Văn Khác" not in path.read_text("utf-8")
        (told,) = (
            r for r in journal.events_of(desk.db, filing) if r.envelope.kind == "filing.data_given"
        )
        assert told.payload == {"roles": list(found[0].roles)}
        assert datetime.fromisoformat(given["made"]) == NOW


def test_who_files_is_told_what_was_written_to_them(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        typed: dict[str, Any] = {"items": ("Bản chụp rõ hơn", "Chữ ký còn thiếu")}
        begun = drafting.reopen(desk, draft(desk))
        drafting.record(desk, begun, LetterTyped(letter="02", texts=typed))
        found = filings_of(desk, ID_NUMBER)
        text, _ = give(desk, found, tmp_path, lambda held: citizen_text(held, "vi"))
        read = text.read_text("utf-8")
        assert "Giấy của quầy đã soạn: 02: Bản chụp rõ hơn; Chữ ký còn thiếu" in read
        others = [replace(each, roles=("mother",)) for each in found]
        text, _ = give(desk, others, tmp_path / "b", lambda held: citizen_text(held, "vi"))
        assert "Bản chụp" not in text.read_text("utf-8")


@pytest.mark.parametrize("number", ["0991", "abc", "099190000034"])
def test_a_number_of_nobody_finds_nothing_or_is_told(
    tmp_path: Path, created: Any, number: str
) -> None:
    with signed_in(tmp_path, created) as desk:
        draft(desk)
        if len(number) == 12:
            assert filings_of(desk, number) == []
        else:
            with pytest.raises(Problem):
                filings_of(desk, number)


def test_the_register_line_is_the_only_payload_left(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        filing = draft(desk)
        now = later(desk, 61)
        erasure.purge_due(now, erasure.due(now))
        left = [r.envelope.kind for r in journal.events_of(now.db, filing) if r.payload is not None]
        assert left == ["filing.purged"]
        assert one(now.db, "SELECT count(*) FROM payload WHERE body LIKE '%Xóa Sạch%'") == (0,)


def test_the_number_of_a_blank_form_stays_taken(tmp_path: Path, created: Any) -> None:
    with signed_in(tmp_path, created) as desk:
        number = allotting.allot(desk, "birth", 1)[0].reference
        allotting.take(desk, drafting.start(desk, "birth"), number, desk.clock())
        erasure.erase(desk, desk.lookup(number), "yêu cầu")
        assert [line.state for line in desk.lookup(number)] == ["purged"]
        assert allotting.free(desk) == ()
