"""The counting itself: whatever is lost, given by nobody, given twice or broken is counted."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk.sample import opened

from faults import disks, mounts
from faults.birth import PAPER, PAPER_SHA256, birth
from faults.ledger import EXPORTED, REFERENCE, Counts, brought_out, paper
from faults.runs import Run
from faults.site import Site, forget_templates, site
from faults.wal import committed, torn
from faults.window import Programs
from lienthong_tui.desk import completion, drafting, exporting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import NoticeGiven, Pledged
from lienthong_tui.store import schema
from lienthong_tui.store.sqlcipher import one, writing


@pytest.fixture(scope="module", autouse=True)
def templates() -> Iterator[None]:
    yield
    forget_templates()


@pytest.fixture
def here(tmp_path: Path) -> Site:
    """A desk with two filings, which its ledger knows."""
    return site(tmp_path / "site", drafted=True)


def test_a_desk_as_it_is_known_is_whole(here: Site) -> None:
    assert here.count() == Counts()


def test_an_answer_that_was_acknowledged_and_is_not_there_is_lost(here: Site) -> None:
    here.ledger.entries[0].known["requester.email"] = "mau@example.vn"
    assert here.count_copy() == Counts(lost=1)


def test_what_is_counted_is_not_counted_twice(here: Site) -> None:
    here.ledger.entries[0].known["requester.email"] = "mau@example.vn"
    assert here.count() == Counts(lost=1)
    assert here.count() == Counts()


def test_an_answer_that_was_sent_may_be_there_and_may_not(here: Site) -> None:
    known = here.ledger.entries[0].known
    here.ledger.entries[0].sent["child.sex"] = known.pop("child.sex")
    here.ledger.entries[0].sent["requester.email"] = "mau@example.vn"
    assert here.count_copy() == Counts()


def test_another_answer_than_was_given_is_lost_and_a_ghost(here: Site) -> None:
    here.ledger.entries[0].known["child.sex"] = "female"
    assert here.count_copy() == Counts(lost=1, ghosts=1)


def test_another_answer_than_was_sent_is_a_ghost(here: Site) -> None:
    entry = here.ledger.entries[0]
    del entry.known["child.sex"]
    entry.sent["child.sex"] = "female"
    assert here.count_copy() == Counts(ghosts=1)


def test_a_filing_that_nobody_began_is_a_ghost(here: Site) -> None:
    del here.ledger.entries[1]
    assert here.count_copy() == Counts(ghosts=1)


def test_a_filing_that_was_begun_and_is_not_there_is_lost(here: Site) -> None:
    entry = here.ledger.begin(birth(random.Random()))
    entry.acknowledge({"registration.case": "both_parents", "residence.case": "own_home"})
    assert here.count_copy() == Counts(lost=2)


def test_a_filing_of_which_nothing_was_acknowledged_need_not_be_there(here: Site) -> None:
    here.ledger.begin(birth(random.Random())).sent["registration.case"] = "both_parents"
    assert here.count_copy() == Counts()


def test_new_filings_are_matched_with_those_that_were_begun(here: Site) -> None:
    for entry in here.ledger.entries:
        entry.filing = None
    here.ledger.entries.reverse()
    assert here.count_copy() == Counts()


def test_a_text_that_was_seen_is_kept_as_it_stood(here: Site) -> None:
    with opened(here.place, here.now) as desk:
        draft = drafting.reopen(desk, str(here.ledger.entries[0].filing))
        drafting.keep_text(desk, draft, {"requester.email": "mau@"})
    assert here.count_copy() == Counts(ghosts=1)
    here.ledger.entries[0].texts["requester.email"] = "mau@"
    assert here.count_copy() == Counts()
    here.ledger.entries[0].texts["requester.email"] = "mau@example"
    assert here.count_copy() == Counts(lost=1, ghosts=1)


def completed(here: Site, number: int) -> str:
    """Complete a filing, as its ledger knows; its reference."""
    entry = here.ledger.entries[number]
    with opened(here.place, here.now) as desk:
        draft = drafting.reopen(desk, str(entry.filing))
        notice = NoticeGiven(version="1", given_at=here.now.isoformat())
        draft = drafting.record(desk, draft, notice, Pledged(how="signature"))
        draft = completion.complete(desk, draft)
        exporting.export(desk, str(draft.filing.reference), here.place / "stick")
    facts = {"notice": True, "pledge": "signature", REFERENCE: draft.filing.reference}
    entry.acknowledge({**facts, EXPORTED: True})
    return str(draft.filing.reference)


def test_a_completed_filing_as_it_is_known_is_whole(here: Site) -> None:
    completed(here, 0)
    assert here.count(sticks=[here.place / "stick"]) == Counts()


def test_a_reference_told_of_two_filings_is_repeated(here: Site) -> None:
    reference = completed(here, 0)
    assert here.ledger.tell_reference(reference, here.ledger.entries[0]) == Counts()
    assert here.ledger.tell_reference(reference, here.ledger.entries[1]) == Counts(repeated=1)


def test_a_packet_that_was_told_and_does_not_lie_on_the_stick_is_lost(here: Site) -> None:
    completed(here, 0)
    next((here.place / "stick").glob("*.zip")).unlink()
    assert here.count(sticks=[here.place / "stick"]) == Counts(lost=1)


def test_half_a_packet_by_its_name_is_unreadable(here: Site) -> None:
    completed(here, 0)
    path = next((here.place / "stick").glob("*.zip"))
    path.write_bytes(path.read_bytes()[:-100])
    with opened(here.place, here.now) as desk:
        assert brought_out(desk, here.place / "stick") == Counts(lost=1, unreadable=1)


def behind_its_back(here: Site, change: Callable[[Desk], object]) -> None:
    """Change the store as no program does: without the triggers and the one way to write."""
    with opened(here.place, here.now) as desk:
        desk.db.conn.set_authorizer(None)
        with writing(desk.db):
            change(desk)
            for sql in schema.TRIGGERS.values():
                name = sql.split()[2]
                desk.db.execute(f"DROP TRIGGER IF EXISTS {name}")
                desk.db.execute(sql)


def test_a_payload_that_is_gone_takes_its_answers_with_it(here: Site) -> None:
    def erase_last(desk: Desk) -> None:
        last = one(desk.db, "SELECT stream, seq FROM event ORDER BY position DESC LIMIT 1")
        assert last is not None
        desk.db.execute("DELETE FROM payload WHERE stream = ? AND seq = ?", last)

    behind_its_back(here, erase_last)
    counts = here.count_copy()
    assert counts.lost == 1


def test_a_paper_whose_bytes_are_gone_is_unreadable(here: Site) -> None:
    entry = here.ledger.entries[0]
    with opened(here.place, here.now) as desk:
        draft = drafting.reopen(desk, str(entry.filing))
        drafting.attach_file(desk, draft, "birth-certificate", PAPER)
    entry.acknowledge({paper(PAPER_SHA256): True})
    assert here.count_copy() == Counts()
    with opened(here.place, here.now) as desk, writing(desk.db):
        desk.db.execute("DELETE FROM content WHERE sha256 = ?", [PAPER_SHA256])
    assert here.count_copy() == Counts(unreadable=1)


def test_what_came_after_the_last_sync_may_be_there_or_not(here: Site) -> None:
    before = here.ledger.copied()
    entry = before.entries[0]
    del entry.known["child.sex"]
    entry.known["requester.email"] = "cu@mau.vn"
    here.ledger.entries[0].known["requester.email"] = "moi@mau.vn"
    later = here.ledger.begin(birth(random.Random()))
    later.acknowledge({"registration.case": "both_parents"})
    here.ledger = before.ahead(here.ledger)
    assert here.count_copy() == Counts(lost=1), "of the two texts neither is there"


def test_an_event_that_was_changed_is_unreadable(here: Site) -> None:
    def change(desk: Desk) -> None:
        desk.db.execute("DROP TRIGGER event_no_update")
        desk.db.execute("UPDATE event SET officer = 'nobody' WHERE position = 5")

    behind_its_back(here, change)
    assert here.count_copy(thorough=False) == Counts(unreadable=1)


def test_tables_that_are_not_what_the_journal_says_are_unreadable(here: Site) -> None:
    behind_its_back(here, lambda desk: desk.db.execute("UPDATE filing SET label = 'X'"))
    assert here.count_copy() == Counts(unreadable=1)


def test_a_store_that_does_not_open_is_unreadable(here: Site) -> None:
    with (here.folder / "desk.db").open("r+b") as file:
        file.seek(100)
        file.write(random.randbytes(4096))
    assert here.count_copy() == Counts(unreadable=1)


def test_a_commit_that_was_acknowledged_and_is_torn_is_lost(here: Site, tmp_path: Path) -> None:
    with opened(here.place, here.now) as desk:
        draft = drafting.reopen(desk, str(here.ledger.entries[0].filing))
        drafting.answer(desk, draft, "requester.email", "mau@example.vn")
        here.ledger.entries[0].known["requester.email"] = "mau@example.vn"
        killed = here.copied(tmp_path / "killed")
    assert killed.count_copy() == Counts()
    torn(killed.folder, committed(killed.folder), random.Random())
    assert killed.count_copy() == Counts()  # nothing lies behind the last commit
    torn(killed.folder, b"", random.Random())
    assert killed.count_copy() == Counts(lost=1)


def test_a_store_that_syncs_nothing_loses_to_a_power_cut(tmp_path: Path) -> None:
    """The whole of it, the application in its window included: what is planted is seen."""
    mounts.apart_if_possible()
    lost, until = 0, time.monotonic() + 90
    with Programs() as programs:
        for number in itertools.count():
            run = Run(programs, tmp_path / str(number), random.Random(), wanted=1, until=0)
            try:
                disks.power_cut(run, PLANTED_UNSYNCED_STORE="1")
            except mounts.UnmountableError as error:
                pytest.skip(f"a power cut WAS NOT TRIED: {error}")
            lost += run.counts.lost
            if lost or time.monotonic() > until:
                break
    assert lost
