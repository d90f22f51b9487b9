"""A desk whose folder was put back to an earlier copy and worked in: told, and brought back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file

from hub.commune import Commune, code_of, office, settle, shared, synced
from hub.server import Server
from lienthong_tui.desk import doctor, drafting, erasure, incarnation, mending
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import reopen
from lienthong_tui.desk.sharing import rejoining, syncing
from lienthong_tui.desk.sharing.rejoining import Outcome
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.filing import Filing
from lienthong_tui.hub import administering
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Busy, Problem, Refused, Unusable
from lienthong_tui.store import journal, streams


@pytest.fixture
def commune(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path, 2) as made:
        yield made


@dataclass
class Forked:
    """A desk of `commune`, number 1: `before` was filed before the copy, `sent` behind it and sent,
    `here` after the copy was put back; `both` is a draft that was gone on with in both ways."""

    commune: Commune
    before: Filing
    sent: Filing
    here: Filing
    both: str


def rejoined(desk: Desk, hub: Hub) -> Outcome:
    return rejoining.rejoin(desk, hub, streams.head_of(desk.db, desk.stream))


@contextmanager
def put_back(commune: Commune, tmp_path: Path) -> Iterator[None]:
    """What is done in the block is sent; then the desk's folder is put back to before it."""
    shutil.copytree(commune.folder(1) / "desk", tmp_path / "copy")
    yield
    shutil.rmtree(commune.folder(1) / "desk")
    shutil.copytree(tmp_path / "copy", commune.folder(1) / "desk")


@pytest.fixture
def forked(commune: Commune, tmp_path: Path) -> Forked:
    with commune.desk(1) as one:
        before = file(one)
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Sùng")
        both = draft.filing.id
        synced(one)
    with put_back(commune, tmp_path), commune.desk(1) as one:
        sent = file(one, LATE)
        drafting.answer(one, reopen(one, both), "child.given", "Páo")
        synced(one)
    with commune.desk(1) as one:
        here = file(one, LATE)
        drafting.answer(one, reopen(one, both), "child.given", "Mỷ")
        mending.note(one, reopen(one, before.id), "đã gọi điện")
    return Forked(commune, before, sent, here, both)


def test_a_fork_is_told_and_sends_nothing(forked: Forked) -> None:
    with forked.commune.desks(1, 2) as (one, two):
        told = synced(one).told
        assert [p.code for p in told] == ["hub-forked"]
        (wrong,) = [f for f in doctor.quick(one) if f.check == "sharing" and f.grade != "fine"]
        assert wrong.state == "wrong"
        assert one.filing(forked.here.id)[0].reference == forked.here.reference
        synced(two)
        assert journal.events_of(two.db, forked.here.id) == []
        one.verify()
        two.verify()


def test_what_only_this_desk_has_goes_on(forked: Forked) -> None:
    with forked.commune.signed_in(1) as one:
        recorded = [e.payload for e in journal.events_of(one.db, forked.here.id)]
        with syncing.connected(one) as hub:
            done = rejoined(one, hub)
        one = done.desk
        assert [each.filing for each in done.left] == [forked.both]
        assert done.came == 8
        assert [e.payload for e in journal.events_of(one.db, forked.here.id)] == recorded
        one.verify()
        with forked.commune.desk(2) as two:
            told = [p.code for r in settle(one, two) for p in r.told]
            # Both ways gave out the day's next number before they knew of each other.
            assert told == ["reference-twice"] * (forked.sent.reference == forked.here.reference)
            assert shared(one) == shared(two)
            assert two.filing(forked.both)[0].answers["child.given"] == "Páo"
            assert two.filing(forked.here.id)[0].answers == forked.here.answers
            assert two.filing(forked.sent.id)[0].answers == forked.sent.answers
            assert [n.text for n in two.filing(forked.before.id)[0].notes] == ["đã gọi điện"]
            for desk in (one, two):
                found = {line.filing for line in desk.lookup(forked.here.reference or "")}
                assert found >= {forked.here.id}
                assert len(found) == 1 + (forked.sent.reference == forked.here.reference)
            later = file(one, LATE)
            assert later.reference not in (forked.sent.reference, forked.here.reference)
            assert [p.code for r in settle(one, two) for p in r.told] == []


def test_the_desk_opens_again_without_an_alarm(forked: Forked) -> None:
    with forked.commune.signed_in(1) as one, syncing.connected(one) as hub:
        rejoined(one, hub)
    with forked.commune.signed_in(1) as one:
        assert one.alarms == ()
        assert [f.check for f in doctor.quick(one) if f.grade == "wrong"] == []
        synced(one)
        assert synced(one).told == []
        with syncing.connected(one) as hub, pytest.raises(Unusable) as caught:
            rejoined(one, hub)
        assert code_of(caught) == "hub-not-forked"


def test_what_fails_in_the_middle_leaves_the_desk_as_it_was(
    forked: Forked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forked.commune.signed_in(1) as one:
        before = streams.heads(one.db)

        def full(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(journal, "rebuild", full)
        with syncing.connected(one) as hub, pytest.raises(OSError):
            rejoined(one, hub)
        assert streams.heads(one.db) == before
        one.verify()
    monkeypatch.undo()
    with forked.commune.signed_in(1) as one:
        assert one.alarms == ()
        assert one.filing(forked.here.id)[0].answers == forked.here.answers


def test_a_key_file_may_not(forked: Forked) -> None:
    with forked.commune.desk(1) as one, syncing.connected(one) as hub:
        with pytest.raises(Refused) as caught:
            rejoined(one, hub)
        assert code_of(caught) == "not-permitted"


def test_a_desk_that_is_as_it_was_sent_is_not_forked(commune: Commune) -> None:
    with commune.signed_in(1) as one:
        file(one)
        synced(one)
        file(one, LATE)
        with syncing.connected(one) as hub, pytest.raises(Unusable) as caught:
            rejoined(one, hub)
        assert code_of(caught) == "hub-not-forked"


def test_what_another_window_stored_meanwhile_is_not_lost(forked: Forked) -> None:
    with forked.commune.signed_in(1) as one, syncing.connected(one) as hub:
        kept = streams.head_of(one.db, one.stream)
        with forked.commune.desk(1) as other:  # it closes behind this
            late = file(other).id
        with pytest.raises(Busy) as caught:
            rejoining.rejoin(one, hub, kept)
        assert code_of(caught) == "rejoin-open"
        assert journal.events_of(one.db, late)


@pytest.mark.parametrize("where", ["here", "there"])
def test_a_purge_is_never_taken_back(commune: Commune, tmp_path: Path, where: str) -> None:
    """Whichever way erased the filing, the other had gone on with it."""
    with commune.desk(1) as one:
        filed = file(one, LATE)
        synced(one)

    def erase() -> None:
        with commune.signed_in(1) as one:
            erasure.erase(one, one.lookup(filed.reference or ""), "theo yêu cầu")
            if where == "there":
                synced(one)

    def go_on() -> None:
        with commune.desk(1) as one:
            mending.note(one, reopen(one, filed.id), "đã gọi điện")
            if where == "here":
                synced(one)

    with put_back(commune, tmp_path):
        (go_on if where == "here" else erase)()
    (erase if where == "here" else go_on)()
    with commune.signed_in(1) as one:
        with syncing.connected(one) as hub:
            one = rejoined(one, hub).desk
        with commune.desk(2) as two:
            settle(one, two, one)
            assert shared(one) == shared(two)
            for desk in (one, two):
                assert [line.state for line in desk.lookup(filed.reference or "")] == ["purged"]
                left = [e.envelope.kind for e in journal.events_of(desk.db, filed.id) if e.payload]
                assert left == ["filing.purged"]
        with administering.admin(commune.server.admin) as hub:
            left_there = hub.execute(
                "SELECT kind FROM hub_event WHERE filing = %s AND sealed IS NOT NULL", [filed.id]
            ).fetchall()
        assert left_there == [("filing.purged",)]


def test_a_head_on_paper_of_the_end_that_was_given_up_is_told_so(forked: Forked) -> None:
    with forked.commune.signed_in(1) as one:
        head = f"{one.stream} {one.head()}"
        one.verify([head])
        with syncing.connected(one) as hub:
            one = rejoined(one, hub).desk
        for told in (head, head.replace(head[-16:], "0" * 16)):
            with pytest.raises(Problem) as caught:
                one.verify([told])
            known = told == head
            assert code_of(caught) == ("journal-head-given-up" if known else "journal-head")


def test_the_only_desk_that_had_a_key_gets_it_back(commune: Commune, tmp_path: Path) -> None:
    with commune.desk(1) as one:
        synced(one)
    with put_back(commune, tmp_path):
        with administering.admin(commune.server.admin) as hub:
            administering.revoke(hub, commune.roles[2])
        with commune.desk(1) as one:
            settle(one)
            sent = file(one)
            synced(one)
    with commune.signed_in(1) as one:
        file(one, LATE)
        with syncing.connected(one) as hub:
            one = rejoined(one, hub).desk
        assert one.filing(sent.id)[0].answers == sent.answers


def test_a_desk_that_forked_and_was_restored_since_is_told_so(forked: Forked) -> None:
    with forked.commune.signed_in(1) as one:
        incarnation.go_on(
            one.db,
            one.unlocked.folder,
            "restored",
            since=local_day(one.clock()),
            officer=one.holder,
            now=one.clock(),
        )
    with forked.commune.signed_in(1) as one:
        assert "hub-forked-before" in [p.code for p in synced(one).told]
        with syncing.connected(one) as hub, pytest.raises(Unusable) as caught:
            rejoined(one, hub)
        assert code_of(caught) == "hub-forked-before"
