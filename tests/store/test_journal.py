from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.filing.envelope import verify
from lienthong_tui.problems import Busy, DeskUnavailable, Problem
from lienthong_tui.store import chain, content, journal, schema, streams
from lienthong_tui.store.counters import next_number
from lienthong_tui.store.journal import NewEvent, Recorded
from lienthong_tui.store.projections import Projection
from lienthong_tui.store.search import lookup
from lienthong_tui.store.sqlcipher import Database, connect, one, rows, writing

from .sample import AT, KEY, everything, new_store, project, record


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return new_store(tmp_path)


def test_events_come_back_as_they_were_recorded(db: Database) -> None:
    first = record(db, "filing-1", {"label": "Đặng"}, {"n": [1, None, True]})
    second = record(db, "filing-1", {"label": "b"}, after=first[-1].position)
    assert [event.position for event in first + second] == [1, 2, 3]
    assert [event.envelope.seq for event in first + second] == [1, 2, 3]
    assert [event.payload for event in first] == [{"label": "Đặng"}, {"n": [1, None, True]}]
    assert journal.events_of(db, "filing-1") == first + second
    assert verify(event.envelope for event in first + second) is None
    assert {event.envelope.at for event in first} == {"2026-11-20T08:20:00.000000Z"}
    assert len({event.envelope.event_id for event in first + second}) == 3
    assert journal.events_of(db, "no such filing") == []


def test_each_payload_has_a_salt_of_its_own(db: Database) -> None:
    record(db, "filing-1", {"name": "An"}, {"name": "An"})
    assert one(db, "SELECT count(DISTINCT salt) FROM payload") == (2,)
    assert one(db, "SELECT count(DISTINCT commitment) FROM event") == (2,)


@pytest.mark.parametrize(("after", "now"), [(None, 2), (1, 2), (3, 2)])
def test_who_wrote_second_is_told_and_nothing_is_stored(
    db: Database, after: int | None, now: int
) -> None:
    record(db, "filing-1", {"label": "a"}, {"label": "b"})
    before = everything(db, ("event", "payload", "filing"))
    with pytest.raises(Busy) as refused:
        record(db, "filing-1", {"label": "mine"}, after=after)
    assert refused.value == Busy("filing-moved", after=after, now=now)
    assert everything(db, ("event", "payload", "filing")) == before


def test_a_filing_that_does_not_exist_cannot_be_continued(db: Database) -> None:
    with pytest.raises(Busy) as refused:
        record(db, "filing-1", {"label": "a"}, after=7)
    assert refused.value == Busy("filing-moved", after=7, now=None)


def test_two_windows_on_one_draft(db: Database, tmp_path: Path) -> None:
    other = schema.open(tmp_path / "desk.db", KEY)
    seen = record(db, "filing-1", {"label": "a"})[-1].position
    record(other, "filing-1", {"label": "b"}, after=seen)
    with pytest.raises(Busy) as refused:
        record(db, "filing-1", {"label": "c"}, after=seen)
    assert refused.value == Busy("filing-moved", after=seen, now=seen + 1)


def test_other_filings_do_not_disturb_one(db: Database) -> None:
    one_filing = record(db, "filing-1", {"label": "a"})
    record(db, "filing-2", {"label": "b"})
    record(db, "filing-1", {"label": "c"}, after=one_filing[-1].position)
    assert journal.filings(db) == ["filing-1", "filing-2"]
    assert [event.position for event in journal.events_of(db, "filing-1")] == [1, 3]


def test_a_fold_that_fails_stores_nothing(db: Database) -> None:
    def fail(events: list[Recorded]) -> Projection:
        raise Problem("fold-failed")

    with pytest.raises(Problem):
        record(db, "filing-1", {"label": "a"}, project=fail)
    assert journal.filings(db) == []
    assert one(db, "SELECT count(*) FROM payload") == (0,)


@pytest.mark.parametrize("value", [0.5, 2**63, b"x"])
def test_a_payload_without_a_single_form_is_a_defect_and_stores_nothing(
    db: Database, value: Any
) -> None:
    with pytest.raises(TypeError):
        record(db, "filing-1", {"label": "a"}, {"value": value})
    assert journal.filings(db) == []


def test_append_joins_what_the_caller_stores_with_it(db: Database) -> None:
    """An answer, its paper and the number given are one commit."""

    def file_paper_then_fail() -> None:
        with writing(db):
            sha256 = content.put(db, b"paper")
            number = next_number(db, "reference", "2026-11-20")
            record(db, "filing-1", {"file": sha256, "reference": f"Q1-{number}"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        file_paper_then_fail()
    kept = everything(db, ("event", "payload", "content", "counter", "filing"))
    assert not any(kept.values())


def test_events_of_the_desk_itself(db: Database) -> None:
    events = [NewEvent("desk.created", {"name": "Quầy 1"}), NewEvent("desk.setting", {"k": 1}, 2)]
    made = journal.append(
        db,
        stream="desk-1.1",
        filing=None,
        events=events,
        after=None,
        officer="officer",
        at=AT,
        project=project,
    )
    record(db, "filing-1", {"label": "a"})
    assert [event.envelope.version for event in made] == [1, 2]
    assert journal.desk_events(db, "desk.") == made
    assert journal.desk_events(db, "desk.set") == made[1:]
    assert journal.desk_events(db, "desk_") == []
    assert journal.filings(db) == ["filing-1"]


def test_every_stream_has_its_own_chain(db: Database) -> None:
    record(db, "filing-1", {"label": "a"})
    record(db, "filing-2", {"label": "b"}, stream="kiosk-1.1")
    last = record(db, "filing-3", {"label": "c"}, {"label": "d"})[-1].envelope
    report = chain.verify_journal(db)
    assert (report.events, report.streams, report.erased) == (4, 2, 0)
    assert [(head.stream, head.seq) for head in report.heads] == [("desk-1.1", 3), ("kiosk-1.1", 1)]
    assert report.heads[0].hash == last.hash
    assert report.heads == streams.heads(db)


def test_a_clock_set_back_does_not_disturb_the_order(db: Database) -> None:
    first = record(db, "filing-1", {"label": "a"})
    record(db, "filing-1", {"label": "b"}, after=1, at=AT - timedelta(days=3650))
    assert [event.payload for event in journal.events_of(db, "filing-1")] == [
        first[0].payload,
        {"label": "b"},
    ]
    assert chain.verify_journal(db).events == 2


def test_an_empty_journal_verifies(db: Database) -> None:
    assert chain.verify_journal(db) == chain.Report(events=0, streams=0, erased=0, heads=())


def test_an_erased_payload_leaves_a_chain_that_verifies(db: Database) -> None:
    record(db, "filing-1", {"label": "a"}, {"label": "b"})
    db.execute("DELETE FROM payload WHERE seq = 1")
    assert chain.verify_journal(db).erased == 1
    assert [event.payload for event in journal.events_of(db, "filing-1")] == [None, {"label": "b"}]


@pytest.mark.parametrize(
    ("tamper", "seq", "what"),
    [
        ("UPDATE event SET officer = 'another' WHERE seq = 2", 2, "hash"),
        ("UPDATE event SET filing = 'filing-2' WHERE seq = 3", 3, "hash"),
        ("UPDATE event SET hash = zeroblob(32) WHERE seq = 2", 2, "hash"),
        ("UPDATE event SET previous = zeroblob(32) WHERE seq = 3", 3, "previous"),
        ("DELETE FROM event WHERE seq = 2", 3, "sequence"),
        ("DELETE FROM event WHERE seq = 1", 2, "sequence"),
        ("UPDATE event SET position = 10 WHERE seq = 2", 3, "sequence"),
        ('UPDATE payload SET body = CAST(\'{"label":"x"}\' AS BLOB) WHERE seq = 2', 2, "payload"),
        ("UPDATE payload SET salt = zeroblob(32) WHERE seq = 4", 4, "payload"),
        ("UPDATE payload SET salt = zeroblob(31) WHERE seq = 4", 4, "payload"),
    ],
)
def test_what_was_changed_behind_the_program_is_found(
    db: Database, tmp_path: Path, tamper: str, seq: int, what: str
) -> None:
    record(db, "filing-1", *({"label": str(number)} for number in range(4)))
    raw = connect(tmp_path / "desk.db", KEY)
    raw.execute("PRAGMA foreign_keys=off")
    for trigger in schema.TRIGGERS:
        raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute(tamper)
    with pytest.raises(Problem) as found:
        chain.verify_journal(db)
    assert found.value == Problem("journal-broken", stream="desk-1.1", seq=seq, what=what)


def test_a_full_disk_keeps_what_was_acknowledged(db: Database) -> None:
    made = record(db, "filing-1", {"label": "a"})
    pages = one(db, "PRAGMA page_count")
    assert pages is not None
    rows(db, f"PRAGMA max_page_count={pages[0]}")
    with pytest.raises(DeskUnavailable) as refused:
        record(db, "filing-1", {"label": "b" * 100_000}, after=1)
    assert refused.value == DeskUnavailable("disk-full")
    assert journal.events_of(db, "filing-1") == made
    assert [line.label for line in lookup(db, "filing-1", AT.date())] == []
    rows(db, f"PRAGMA max_page_count={pages[0] + 1000}")
    record(db, "filing-1", {"label": "b" * 100_000}, after=1)
    assert chain.verify_journal(db).events == 2
