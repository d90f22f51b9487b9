"""Desks that share: what one records, the others have, once and whole."""

import dataclasses
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, create, file, opened
from msgspec.structs import replace

from hub.commune import Commune, code_of, office, settle, shared, synced
from hub.server import Server
from lienthong_tui.access import certificates, hub_keys
from lienthong_tui.desk import doctor, drafting, erasure
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.looking import look
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.replies import inbox
from lienthong_tui.desk.sharing import claiming, joining, syncing, taking_over
from lienthong_tui.desk.sharing.round import Round
from lienthong_tui.filing import kinds
from lienthong_tui.filing.envelope import seal
from lienthong_tui.filing.events import Viewed
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.hub import administering, claims, streams
from lienthong_tui.hub.claims import Claim
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.sentences.of_doctor import finding_text
from lienthong_tui.store import content, journal
from lienthong_tui.store import sharing as sharing_store
from lienthong_tui.store.journal import NewEvent, Project, Recorded
from lienthong_tui.store.meta import set_meta
from lienthong_tui.store.projections import Projection
from lienthong_tui.store.sharing import quarantined
from lienthong_tui.store.sqlcipher import rows
from lienthong_tui.store.streams import head_of, heads


@pytest.fixture
def commune(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path) as made:
        yield made


def test_what_one_desk_files_the_others_find(commune: Commune) -> None:
    with commune.desks(1, 2, 3) as desks:
        one, two, three = desks
        filed = file(one, LATE)
        first = settle(*desks)
        assert sum(r.sent for r in first) > 20
        assert [p for r in first for p in r.told] == []
        assert shared(one) == shared(two) == shared(three)
        for desk in (two, three):
            (line,) = desk.lookup(filed.reference or "")
            assert (line.elsewhere, line.state, line.exact) == (1, "completed", True)
            found, _ = desk.filing(filed.id)
            assert found == one.filing(filed.id)[0]
            for _, data in desk.packets(found):
                assert data
            desk.verify()
        assert settle(*desks) == [Round()] * 6


def test_drafts_are_shared_as_they_are_typed(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.start(one, "birth")
        draft = drafting.answer(one, draft, "child.surname", "Lò")
        settle(one, two)
        draft = drafting.answer(one, draft, "child.given", "Thị Hạnh")
        settle(one, two)
        assert two.filing(draft.filing.id)[0] == one.filing(draft.filing.id)[0]


def test_the_queue_of_a_desk_is_its_own(commune: Commune) -> None:
    from lienthong_tui.desk import queue

    with commune.desks(1, 2) as (one, two):
        file(one)
        settle(one, two)
        for listed in (queue.sections, drafting.recent):
            assert listed(one)
            assert not listed(two)


def test_only_one_desk_writes_to_a_filing(commune: Commune) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two, three)
        name = draft.filing.id
        theirs = drafting.reopen(two, name)
        with pytest.raises(Refused) as caught:
            drafting.answer(two, theirs, "child.surname", "Mùa")
        assert code_of(caught) == "filing-elsewhere"
        assert caught.value.params == {"desk": 1}

        taken_over(two, name)
        settle(one, two, three)
        mine = drafting.answer(two, drafting.reopen(two, name), "child.surname", "Mùa")
        assert mine.filing.answers["child.surname"] == "Mùa"
        with pytest.raises(Refused):
            drafting.answer(one, drafting.reopen(one, name), "child.surname", "Giàng")
        settle(one, two, three)
        assert shared(one) == shared(two) == shared(three)
        assert [line.elsewhere for line in drafting.recent(two)] == [None]
        assert drafting.recent(one) == drafting.recent(three) == []


def test_of_several_desks_one_gets_a_filing(commune: Commune) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        name = drafting.start(one, "birth")
        name = drafting.answer(one, name, "child.surname", "Lò")
        settle(one, two, three)
        taken_over(two, name.filing.id)
        # The third has not heard of that yet: the hub has.
        known = journal.lineage_of(three.db, name.filing.id)
        assert known.desk == 1
        with syncing.connected(three) as hub, pytest.raises(Refused) as caught:
            claiming.claim(three, hub, name.filing.id, known)
        assert code_of(caught) == "claim-lost"
        assert caught.value.params == {"desk": 2}
        # Having heard of it, it may take it over in turn.
        taken_over(three, name.filing.id)
        settle(one, two, three)
        assert shared(one) == shared(two) == shared(three)
        assert journal.lineage_of(one.db, name.filing.id).desk == 3


def test_what_the_desk_before_went_on_with_unheard_does_not_count(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        # The line of the first desk is down, and somebody goes on there.
        drafting.answer(one, draft, "child.surname", "Giàng")
        taken_over(two, draft.filing.id)
        drafting.answer(two, drafting.reopen(two, draft.filing.id), "child.surname", "Mùa")
        settle(one, two)
        assert shared(one) == shared(two)
        for desk in (one, two):
            assert desk.filing(draft.filing.id)[0].answers["child.surname"] == "Mùa"
            (late,) = journal.lineage_of(desk.db, draft.filing.id).late
            assert late.payload == {"answers": {"child.surname": "Giàng"}, "origin": "typed"}
            assert rows(desk.db, "SELECT late FROM filing") == [(1,)]


def test_a_claim_that_was_cut_off_behind_the_hubs_answer_is_mended(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        with syncing.connected(two) as hub:
            claims.claim(hub, two.commune, Claim(draft.filing.id, 1, 2, two.stream))
        assert journal.lineage_of(two.db, draft.filing.id).desk == 1
        settle(two, one)
        assert journal.lineage_of(one.db, draft.filing.id).desk == 2
        assert shared(one) == shared(two)


def test_a_purge_reaches_the_hub_and_every_desk(server: Server, commune: Commune) -> None:
    with commune.desks(2, 3) as (two, three):
        with commune.signed_in(1) as one:
            filed = file(one, LATE)
            settle(one, two, three)
            (line,) = one.lookup(filed.reference or "")
            papers = {attached.content for attached in one.filing(filed.id)[0].attachments}
            assert all(content.has(two.db, sha256) for sha256 in papers)
            assert blobs_at(server, commune) > 0
            erasure.erase(one, [line], "theo yêu cầu")
            settle(one, two, three)
            for desk in (one, two, three):
                left = journal.events_of(desk.db, filed.id)
                assert [e.envelope.kind for e in left if e.payload] == ["filing.purged"]
                assert not any(content.has(desk.db, sha256) for sha256 in papers)
                assert rows(desk.db, "SELECT count(*) FROM person") == [(0,)]
                desk.verify()
            assert shared(one) == shared(two) == shared(three)
        with administering.admin(server.admin) as hub:
            sealed = hub.execute(
                "SELECT kind FROM hub_event WHERE commune = %s AND filing IS NOT NULL"
                " AND sealed IS NOT NULL",
                [commune.code],
            ).fetchall()
            assert sealed == [("filing.purged",)]
        # What nobody names any more is gone: the settings of the office are still in force.
        assert blobs_at(server, commune) == 1


def test_a_desk_that_joins_late_has_everything(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        file(one, LATE)
        file(two)
        settle(one, two)
    commune.add(4)
    with commune.desks(1, 2, 4) as (one, two, late):
        settle(one, two, late)
        assert shared(one) == shared(two) == shared(late)
        assert len(late.lookup(f"LT{commune.code}")) == 2
        assert {card.desk for card in joining.known(two.db).values()} == {1, 2, 3, 4}


def test_a_desk_that_was_revoked_reads_nothing_to_come(server: Server, commune: Commune) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        settle(one, two, three)
        with administering.admin(server.admin) as hub:
            administering.revoke(hub, commune.roles[3])
        settle(one, two)
        file(one)
        settle(one, two)
        assert shared(one) == shared(two)
        with pytest.raises(Refused) as caught:
            synced(three)
        assert code_of(caught) == "hub-shut"
        (old,) = joining.epochs(three.db)
        assert [*joining.epochs(one.db)] == [*joining.epochs(two.db)]
        (before, new) = joining.epochs(one.db)
        assert before == old
        with administering.admin(server.admin) as hub:
            found = hub.execute(
                "SELECT DISTINCT epoch FROM hub_event"
                " WHERE commune = %s AND kind = 'filing.completed'",
                [commune.code],
            ).fetchall()
            assert found == [(new,)]
            held = hub.execute(
                "SELECT role FROM hub_key WHERE commune = %s AND epoch = %s", [commune.code, new]
            ).fetchall()
            assert {role for (role,) in held} == {commune.roles[1], commune.roles[2]}
        assert {card.desk for card in joining.known(two.db).values()} == {1, 2}


def test_whoever_administers_the_hub_sees_where_and_when_and_nothing_else(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        filed = file(one, LATE)
        settle(one, two)
        names = [name for (name,) in rows(one.db, "SELECT name FROM person")]
        ids = [n for (n,) in rows(one.db, "SELECT id_number FROM person WHERE id_number <> ''")]
        assert names
        assert ids
    dump = server.dump()
    for told in (*names, *ids):
        assert told.encode() not in dump
        assert told.encode().hex().encode() not in dump
    assert (filed.reference or "?").encode() in dump, "a dump shows what is there"


def test_a_row_that_was_altered_is_not_taken(server: Server, commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        settle(one, two)
        file(one)
        synced(one)
        with administering.admin(server.admin) as hub:
            hub.execute(
                "UPDATE hub_event SET sealed = overlay(sealed placing 'x'::bytea from 20)"
                " WHERE commune = %s AND kind = 'filing.completed'",
                [commune.code],
            )
        told = synced(two).told
        assert [problem.code for problem in told] == ["sealed-altered"]
        # What came before it is there, and it waits where that was altered.
        assert [line.state for line in two.lookup("Khôi")] == ["drafting"]
        assert [p.code for p in synced(two).told] == ["sealed-altered"]


@pytest.mark.parametrize("column", ["officer", "at", "kind"])
def test_an_envelope_that_was_altered_is_not_taken(
    server: Server, commune: Commune, column: str
) -> None:
    with commune.desks(1, 2) as (one, two):
        drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        synced(one)
        with administering.admin(server.admin) as hub:
            hub.execute(
                f"UPDATE hub_event SET {column} = 'x' WHERE commune = %s AND kind = 'desk.created'",
                [commune.code],
            )
        told = {problem.code for problem in synced(two).told}
        assert told <= {"journal-broken", "sealed-altered"}
        assert told
        assert rows(two.db, "SELECT count(*) FROM filing") == [(0,)]


def test_a_kind_that_is_not_known_here_is_kept_and_passed_over(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        newer(one, draft.filing.id)
        settle(one, two)
        assert shared(one) == shared(two)
        assert two.filing(draft.filing.id)[0].answers["child.surname"] == "Lò"


def test_an_event_that_cannot_be_read_holds_up_nothing(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        newer(one, draft.filing.id, "filing.answered", {"answers": 7}, nothing)
        file(one)
        told = [p.code for r in (synced(one), synced(two)) for p in r.told]
        assert told == ["hub-unread"]
        assert len(two.lookup(f"LT{commune.code}")) == 1
        (noted,) = quarantined(two.db)
        assert noted.problem == "ValidationError"
        synced(two)
        assert quarantined(two.db) == [noted]


def test_an_event_that_the_hub_refuses_goes_without_its_contents(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        settle(one, two)
        file(one)
        with administering.admin(server.admin) as hub:
            hub.execute(
                "ALTER TABLE hub_event ADD CONSTRAINT poison"
                " CHECK (kind <> 'filing.warned' OR length(sealed) < 60"
                f" OR commune <> '{commune.code}')"
            )
            try:
                file(one, LATE)
                told = synced(one).told
            finally:
                hub.execute("ALTER TABLE hub_event DROP CONSTRAINT poison")
        assert {problem.code for problem in told} == {"event-refused"}
        assert {each.problem for each in quarantined(one.db)} == {"event-refused"}
        synced(two)
        assert len(two.lookup(f"LT{commune.code}")) == 2
        assert [(h.stream, h.seq, h.hash) for h in heads(one.db)] == [
            (h.stream, h.seq, h.hash) for h in heads(two.db)
        ]


def test_a_hub_that_is_set_back_heals_from_the_desks(server: Server, commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        file(one)
        settle(one, two)
        before = server.dump_of(commune.code)
        file(one, LATE)
        file(two)
        settle(one, two)
        server.put_back(commune.code, before)
        settle(one, two)
        assert shared(one) == shared(two)
        with administering.admin(server.admin) as hub:
            found = hub.execute(
                "SELECT count(*) FROM hub_event WHERE commune = %s", [commune.code]
            ).fetchone()
        events = rows(one.db, "SELECT count(*) FROM event WHERE stream LIKE 'd%'")
        assert found == events[0]


def test_a_desk_that_is_set_back_gets_what_it_had_sent(commune: Commune, tmp_path: Path) -> None:
    with commune.desk(1) as one:
        file(one)
        synced(one)
    shutil.copytree(commune.folder(1) / "desk", tmp_path / "copy")
    with commune.desk(1) as one:
        file(one, LATE)
        synced(one)
        had = shared(one)
    shutil.rmtree(commune.folder(1) / "desk")
    shutil.copytree(tmp_path / "copy", commune.folder(1) / "desk")
    with commune.desks(1, 2) as (one, two):
        told = [p for r in settle(one, two) for p in r.told]
        assert told == []
        assert set(had) <= set(shared(one))
        assert shared(one) == shared(two)


def test_another_copy_of_a_desk_is_told(commune: Commune, tmp_path: Path) -> None:
    with commune.desk(1) as one:
        synced(one)
    twin = tmp_path / "twin"
    shutil.copytree(commune.folder(1), twin)
    with opened(twin) as copy:
        file(copy)
        assert copy.stream != one.stream
        synced(copy)
    with commune.desks(1, 2) as (one, two):
        assert [p.code for p in synced(one).told] == ["hub-twin"]
        file(one)
        settle(one, two)
        assert shared(one) == shared(two)
        references = [line.reference for line in one.lookup(f"LT{commune.code}")]
        assert len(set(references)) == 2


def test_a_hub_of_a_later_version_is_not_written_to(server: Server, commune: Commune) -> None:
    with commune.desk(1) as one:
        with administering.admin(server.admin) as hub:
            hub.execute("UPDATE hub_meta SET value = '2' WHERE key = 'min_client'")
        try:
            with pytest.raises(DeskUnavailable) as caught:
                synced(one)
        finally:
            with administering.admin(server.admin) as hub:
                hub.execute("UPDATE hub_meta SET value = '1' WHERE key = 'min_client'")
        assert code_of(caught) == "hub-newer"
        file(one)


def test_a_frozen_hub_keeps_nobody_waiting(server: Server, commune: Commune) -> None:
    with commune.desk(1) as one, syncing.apart(one) as beside, syncing.connected(one) as hub:
        server.freeze(on=True)
        try:
            waiting = threading.Thread(target=_until_it_fails, args=(beside, hub), daemon=True)
            waiting.start()
            for _ in range(3):
                file(one)
            assert waiting.is_alive(), "the hub does not answer"
            assert syncing.unsent(one)[0] > 10
        finally:
            server.freeze(on=False)
        waiting.join(30)
        synced(one)
        assert syncing.unsent(one) == (0, None)


def _until_it_fails(desk: Desk, hub: Hub) -> None:
    with suppress(Problem):
        syncing.sync(desk, hub)


def test_a_desk_without_the_grant_joins_nothing(commune: Commune, tmp_path: Path) -> None:
    commune.created[5] = create(commune.folder(5), commune=commune.code, number=5)
    with commune.signed_in(5) as desk:
        card = joining.own_card(desk)
        enrolment = commune.enrolment(card)
        with pytest.raises(Problem) as caught:
            joining.join(desk, replace(enrolment, desk=6), None)
        assert code_of(caught) == "enrolment-other"
        with pytest.raises(Problem) as caught:
            joining.join(desk, enrolment, b"a grant")
        assert code_of(caught) == "grant-unreadable"
        with pytest.raises(Unusable):
            synced(desk)
        # It says that it is the first: then its key is none of the commune's, and it reads nothing.
        joining.join(desk, enrolment, None)
        with commune.desk(1) as one:
            file(one)
            settle(one)
            assert {p.code for p in synced(desk).told} == {"epoch-missing"}
            assert desk.lookup(f"LT{commune.code}") == []
        # It mends that by asking one that shares.
        with commune.signed_in(1) as one:
            joining.admit(one, card, tmp_path / "grant")
            joining.leave(desk)
            own = joining.own_card(desk)
            joining.admit(one, own, tmp_path / "another")
        with administering.admin(commune.server.admin) as hub:
            administering.revoke(hub, commune.roles[5])
        joining.join(desk, commune.enrolment(own), (tmp_path / "another").read_bytes())
        with commune.desk(1) as one:
            settle(one, desk)
            assert len(desk.lookup(f"LT{commune.code}")) == 1
            assert shared(one) == shared(desk)


def test_two_windows_of_one_desk_share_at_once(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        file(two)
        settle(two)
        wrong: list[BaseException] = []

        def window(chance: int) -> None:
            try:
                with commune.desk(1) as again:
                    for number in range(6):
                        if number % 2 == chance:
                            file(again)
                        with suppress(Busy):
                            told = synced(again).told
                            assert told == []
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=window, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            file(two)
            settle(two)
        for thread in threads:
            thread.join(60)
        assert wrong == []
        settle(one, two)
        assert shared(one) == shared(two)
        assert len(one.lookup(f"LT{commune.code}")) == 10


def test_a_purge_by_a_desk_that_had_the_filing_no_more_erases_nothing(commune: Commune) -> None:
    with commune.desks(2, 3) as (two, three), commune.signed_in(1) as one:
        filed = file(one, LATE)
        settle(one, two, three)
        (line,) = one.lookup(filed.reference or "")
        erasure.erase(one, [line], "theo yêu cầu")  # while its line is down
        taken_over(two, filed.id)
        settle(two, three, one, two, three)
        for desk in (two, three):
            found = desk.filing(filed.id)[0]
            assert found.reference == filed.reference
            assert [content.has(desk.db, a.content) for a in found.attachments] == [True]
            assert len(journal.lineage_of(desk.db, filed.id).late) == 1
    commune.add(4)
    with commune.desks(2, 4) as (two, new):
        settle(two, new)
        assert new.filing(filed.id)[0] == two.filing(filed.id)[0]


def test_what_a_desk_that_is_gone_had_sent_is_swept(server: Server, commune: Commune) -> None:
    with commune.desk(1) as one, commune.signed_in(2) as two:
        filed = file(one, LATE)
        settle(one, two)
        taken_over(two, filed.id)
        kept = file(one)
        settle(one, two)
        with administering.admin(server.admin) as hub:
            administering.revoke(hub, commune.roles[1])
        (line,) = two.lookup(filed.reference or "")
        erasure.erase(two, [line], "theo yêu cầu")
        settle(two)
        with administering.admin(server.admin) as hub:
            assert administering.sweep(hub) > 5
            assert administering.sweep(hub) == 0
            left = hub.execute(
                "SELECT DISTINCT filing::text FROM hub_event WHERE commune = %s"
                " AND filing IS NOT NULL AND sealed IS NOT NULL AND kind <> ALL(%s)",
                [commune.code, ["filing.purged", "filing.taken_over"]],
            ).fetchall()
        assert left == [(kept.id,)]


def test_a_desk_that_comes_after_a_purge_goes_on_past_it(commune: Commune) -> None:
    """Its contents are gone when the purge itself is still to come, in the same stream."""
    with commune.signed_in(1) as one:
        filed = file(one, LATE)
        synced(one)
        erasure.erase(one, one.lookup(filed.reference or ""), "theo yêu cầu")
        later = file(one, LATE)
        synced(one)
    with commune.desk(2) as two:
        assert synced(two).told == []
        assert [line.state for line in two.lookup(filed.reference or "")] == ["purged"]
        assert [line.state for line in two.lookup(later.reference or "")] == ["completed"]


def test_what_comes_behind_its_purge_leaves_nothing(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream with the purge is followed before the one with the contents."""
    with commune.desk(1) as one, commune.signed_in(2) as two:
        filed = file(one, LATE)
        settle(one, two)
        taken_over(two, filed.id)
        settle(one, two)
        (line,) = two.lookup(filed.reference or "")
        erasure.erase(two, [line], "theo yêu cầu")
        synced(two)  # the first desk has not erased what it had sent
    commune.add(4)
    heads = streams.heads
    monkeypatch.setattr(
        streams, "heads", lambda *given: dict(sorted(heads(*given).items(), reverse=True))
    )
    with commune.desk(4) as new:
        synced(new)
        assert [line.state for line in new.lookup(filed.reference or "")] == ["purged"]
        kept = [e.envelope.kind for e in journal.events_of(new.db, filed.id) if e.payload]
        assert kept == ["filing.taken_over", "filing.purged"]
        assert rows(new.db, "SELECT count(*) FROM person") == [(0,)]


def test_a_filing_waits_for_its_definition_and_holds_up_nothing(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        filed = file(one)
        synced(one)
        with administering.admin(server.admin) as hub:
            hub.execute("UPDATE hub_blob SET commune = '0' WHERE commune = %s", [commune.code])
        assert synced(two).told == []
        assert two.lookup(filed.reference or "") == []
        assert head_of(two.db, one.stream) == head_of(one.db, one.stream)
        with administering.admin(server.admin) as hub:
            hub.execute("UPDATE hub_blob SET commune = %s WHERE commune = '0'", [commune.code])
        synced(two)
        assert len(two.lookup(filed.reference or "")) == 1
        assert quarantined(two.db) == []


def test_what_a_later_version_wrote_is_read_after_an_upgrade(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commune.desk(1) as one:
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        drafting.answer(one, draft, "child.given", "Páo")
        synced(one)
    with commune.desk(2) as two:  # as that version had left it
        set_meta(two.db, "events-version", str(kinds.VERSION - 1))
    older = {kind: shape for kind, shape in kinds.KINDS.items() if kind != "filing.answered"}
    with monkeypatch.context() as before:
        before.setattr(kinds, "KINDS", older)
        before.setattr(kinds, "VERSION", kinds.VERSION - 1)
        with commune.desk(2) as two:
            assert synced(two).told == []
            assert two.filing(draft.filing.id)[0].answers == {}
            assert two.lookup("Páo") == []
    with commune.desks(1, 2) as (one, two):
        assert len(two.lookup("Páo")) == 1
        settle(one, two)
        assert shared(one) == shared(two)


def test_a_hub_that_is_set_back_does_not_bring_back_what_was_erased(
    server: Server, commune: Commune
) -> None:
    with commune.desk(2) as two, commune.signed_in(1) as one:
        filed = file(one, LATE)
        settle(one, two)
        before = server.dump_of(commune.code)
        (line,) = one.lookup(filed.reference or "")
        erasure.erase(one, [line], "theo yêu cầu")
        settle(one, two)
        server.put_back(commune.code, before)
        settle(one, two)
    with administering.admin(server.admin) as hub:
        sealed = hub.execute(
            "SELECT kind FROM hub_event WHERE commune = %s AND filing IS NOT NULL"
            " AND sealed IS NOT NULL",
            [commune.code],
        ).fetchall()
    assert sealed == [("filing.purged",)]


def test_a_look_at_another_desk_keeps_nothing_from_being_purged(commune: Commune) -> None:
    with commune.desk(2) as two, commune.signed_in(1) as one:
        filed = file(one, LATE)
        settle(one, two)
        look(two, filed.id, Viewed(why="work"))
        settle(two, one)
        (line,) = one.lookup(filed.reference or "")
        erasure.erase(one, [line], "theo yêu cầu")
        settle(one, two)
        for desk in (one, two):
            assert [line.state for line in desk.lookup(filed.reference or "")] == ["purged"]
            assert rows(desk.db, "SELECT count(*) FROM person") == [(0,)]
            assert desk.rebuild() == 1
            assert [line.state for line in desk.lookup(filed.reference or "")] == ["purged"]


def test_a_look_may_come_before_what_it_looked_at(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commune.desks(1, 2) as (one, two):
        filed = file(one)
        settle(one, two)
        look(two, filed.id, Viewed(why="work"))
        settle(two, one)
    commune.add(4)
    heads = streams.heads
    monkeypatch.setattr(
        streams, "heads", lambda *given: dict(sorted(heads(*given).items(), reverse=True))
    )
    with commune.desk(4) as new:
        assert synced(new).told == []
        assert quarantined(new.db) == []
        assert len(new.lookup(filed.reference or "")) == 1


def test_whoever_has_a_filing_writes_on_whatever_came_too_late(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        drafting.answer(one, draft, "child.surname", "Giàng")
        taken_over(two, draft.filing.id)
        settle(one, two)
        mine = drafting.reopen(two, draft.filing.id)
        mine = drafting.answer(two, mine, "child.surname", "Mùa")
        drafting.answer(two, mine, "child.given", "Páo")
        settle(two, one)
        assert shared(one) == shared(two)
        assert one.filing(draft.filing.id)[0].answers["child.given"] == "Páo"


def test_whoever_administers_the_hub_blanks_nothing_unnoticed(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        drafting.answer(one, draft, "child.surname", "Mùa")
        synced(one)
        last_is_sealed_as(server, one, None)
        assert [p.code for p in synced(two).told] == ["hub-blanked"]
        assert two.filing(draft.filing.id)[0].answers["child.surname"] == "Lò"


def test_a_row_that_became_a_purge_lets_nothing_be_blanked(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        old = file(one)
        settle(one, two)
        filed = file(one, LATE)
        synced(one)
        with administering.admin(server.admin) as hub:
            hub.execute("UPDATE hub_event SET sealed = NULL WHERE filing = %s", [filed.id])
            hub.execute(
                """UPDATE hub_event SET filing = %s, kind = 'filing.purged'
                   WHERE event_id = (SELECT event_id FROM hub_event WHERE filing = %s LIMIT 1)""",
                [filed.id, old.id],
            )
        assert [p.code for p in synced(two).told] == ["sealed-altered"]
        assert journal.events_of(two.db, filed.id) == []


@pytest.mark.parametrize("kind", ["filing.purged", "filing.taken_over", "filing.answered"])
def test_whoever_administers_the_hub_forges_no_event(
    server: Server, commune: Commune, kind: str
) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        head = head_of(one.db, one.stream)
        forged = seal(
            stream=one.stream,
            seq=head.seq + 1,
            event_id=uuid7(one.clock()),
            version=1,
            at=one.clock(),
            officer="o",
            kind=kind,
            filing=draft.filing.id,
            salt=bytes(32),
            body=b"{}",
            previous=head.hash,
        )
        row = streams.Row(forged, desk=1, epoch=one_epoch(one), tag=bytes(28), sealed=None)
        with administering.admin(server.admin) as hub:
            streams.push(hub, commune.code, streams.heads(hub, commune.code)[one.stream], [row])
        for desk in (one, two):
            assert [p.code for p in synced(desk).told] == ["sealed-altered"]
            assert desk.filing(draft.filing.id)[0].answers["child.surname"] == "Lò"


def test_a_desk_keeps_no_key_from_being_changed(server: Server, commune: Commune) -> None:
    """Before it is revoked it lays down rubbish wherever it may."""
    with commune.desks(1, 2, 3) as (one, two, three):
        settle(one, two, three)
        with syncing.connected(three) as hub:
            for role in commune.roles.values():
                for epoch in (1, 2, 2**31 - 1, *joining.epochs(three.db)):
                    hub.execute(
                        "INSERT INTO hub_key VALUES (%s, %s, %s, %s, 'rubbish')"
                        " ON CONFLICT DO NOTHING",
                        [commune.code, epoch, role, commune.roles[3]],
                    )
        with administering.admin(server.admin) as hub:
            administering.revoke(hub, commune.roles[3])
        file(one)
        assert [p.code for r in settle(one, two) for p in r.told] == []
        assert shared(one) == shared(two)
        assert [*joining.epochs(one.db)][-1] not in joining.epochs(three.db)


def test_a_desk_that_was_shut_out_stays_so_for_whoever_joins_later(
    server: Server, commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        settle(one, two, three)
        with administering.admin(server.admin) as hub:
            administering.revoke(hub, commune.roles[3])
        settle(one, two)
    commune.add(4)
    heads = streams.heads
    monkeypatch.setattr(
        streams, "heads", lambda *given: dict(sorted(heads(*given).items(), reverse=True))
    )
    with administering.admin(server.admin) as hub:  # by mistake, or not
        hub.execute("UPDATE hub_member SET revoked = false WHERE role = %s", [commune.roles[3]])
    with commune.desk(4) as new:
        settle(new)
        assert {card.desk for card in joining.known(new.db).values()} == {1, 2, 4}
    with administering.admin(server.admin) as hub:
        given = hub.execute(
            "SELECT count(*) FROM hub_key WHERE role = %s AND giver = %s",
            [commune.roles[3], commune.roles[4]],
        ).fetchone()
    assert given == (0,)


def test_what_never_comes_holds_up_nothing_that_does(server: Server, commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        synced(one)
        synced(two)
        for number in range(60):
            sharing_store.await_content(two.db, f"{number:064x}", one_epoch(one))
        filed = file(one, LATE)
        synced(one)
        for _ in range(5):
            synced(two)
        found = two.filing(filed.id)[0]
        assert all(content.has(two.db, a.content) for a in found.attachments)
        assert len(two.packets(found)) == len(one.packets(one.filing(filed.id)[0]))


def test_what_a_later_version_of_another_desk_says_of_itself_shuts_nobody_out(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = ("desk.continued", "desk.desk_admitted")
    with commune.desk(1) as one:
        synced(one)
        for kind in unread:
            payload = {"of": "d_0_1_0", "why": "sung"} if kind == "desk.continued" else {"to": 1}
            journal.append(
                one.db,
                stream=one.stream,
                filing=None,
                events=[NewEvent(kind, payload, 9)],
                after=None,
                officer="later",
                at=one.clock(),
                project=nothing,
            )
        with monkeypatch.context() as later:  # that version can read what it wrote itself
            shapes = {k: v for k, v in kinds.KINDS.items() if k not in unread}
            later.setattr(kinds, "KINDS", shapes)
            assert synced(one).told == []
        sent = head_of(one.db, one.stream)
    with commune.desk(2) as two:
        assert synced(two).told == []
        assert head_of(two.db, sent.stream) == sent, "it is here"
    with commune.desk(2) as two:
        file(two)


def test_a_desk_that_took_a_filing_over_and_broke_is_not_waited_for(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two, three)
        with syncing.connected(two) as hub:
            claims.claim(hub, commune.code, Claim(draft.filing.id, 1, 2, two.stream))
        with pytest.raises(Refused) as caught:
            taken_over(three, draft.filing.id)
        assert code_of(caught) == "claim-lost"
        with administering.admin(server.admin) as hub:
            hub.execute(
                "UPDATE hub_claim SET got_at = now() - interval '11 minutes' WHERE commune = %s",
                [commune.code],
            )
        taken_over(three, draft.filing.id)
        settle(one, three)
        assert journal.lineage_of(one.db, draft.filing.id).desk == 3
        # And comes back after all.
        settle(two, one, three, two)
        assert shared(one) == shared(two) == shared(three)
        assert journal.lineage_of(two.db, draft.filing.id).desk == 3


def test_nothing_is_taken_over_while_what_was_sent_cannot_be_read(
    server: Server, commune: Commune
) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two)
        drafting.answer(one, draft, "child.surname", "Mùa")
        synced(one)
        last_is_sealed_as(server, one, b"x")
        with pytest.raises(Refused) as caught:
            taken_over(two, draft.filing.id)
        assert code_of(caught) == "claim-behind"
        assert journal.lineage_of(two.db, draft.filing.id).desk == 1


def test_a_hub_that_is_set_back_gives_no_filing_twice(server: Server, commune: Commune) -> None:
    with commune.desks(1, 2, 3) as (one, two, three):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Lò")
        settle(one, two, three)
        before = server.dump_of(commune.code)
        taken_over(two, draft.filing.id)
        settle(two)
        server.put_back(commune.code, before)
        settle(two)
        taken_over(three, draft.filing.id)
        settle(one, two, three)
        assert shared(one) == shared(two) == shared(three)
        revs = [
            (e.payload or {})["rev"]
            for e in journal.events_of(one.db, draft.filing.id)
            if e.envelope.kind == "filing.taken_over"
        ]
        assert revs == [1, 2]


def test_a_certificate_is_renewed_for_the_same_key(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commune.signed_in(1) as one:
        left = certificates.ends(joining.must_be_joined(one.db).enrolment.certificate) - one.clock()
        monkeypatch.setattr(syncing, "TOLD_BEFORE", left + timedelta(hours=1))
        assert [p.code for p in synced(one).told] == ["certificate-ends"]
        card, role = joining.own_card(one), commune.roles[1]
        enrolment = joining.must_be_joined(one.db).enrolment
        later = certificates.of_client(
            commune.server.authority, card.request, role, datetime.now(UTC) + timedelta(hours=12)
        )
        joining.join(one, replace(enrolment, certificate=later), None)
        assert synced(one).told == []
        foreign = certificates.of_client(
            commune.server.authority,
            certificates.request(certificates.new_key(), "x"),
            role,
            datetime.now(UTC),
        )
        with pytest.raises(Unusable) as caught:
            joining.join(one, replace(enrolment, certificate=foreign), None)
        assert code_of(caught) == "hub-joined"


def test_a_reply_of_nobody_stops_no_round(server: Server, commune: Commune) -> None:
    with commune.signed_in(1) as one:
        card = joining.own_card(one)
        sealed = hub_keys.seal_for_desk(card, b"zip")
        with administering.admin(server.admin) as hub:
            for seq, (agency, data) in enumerate(
                (("../../x", sealed), ("police", b"rubbish"), ("police", sealed)), 1
            ):
                hub.execute(
                    "INSERT INTO hub_reply VALUES (%s, %s, '79', %s, %s, 1, 'LT', 'done', 'x', %s)",
                    [commune.code, agency, seq, f"{seq}", data],
                )
        done = synced(one)
        assert [p.code for p in done.told] == ["reply-unopened"]
        assert done.replies == 1
        assert [path.name for path in inbox(one).iterdir()] == ["hub-police-79-3.zip"]
        assert synced(one) == Round()
        with administering.admin(server.admin) as hub:
            left = hub.execute(
                "SELECT seq FROM hub_reply WHERE commune = %s AND length(sealed) > 0",
                [commune.code],
            ).fetchall()
        assert left == [(1,)]


def test_the_doctor_sees_what_the_others_have_not_got(commune: Commune) -> None:
    def looked(desk: Desk) -> list[tuple[str, Any]]:
        found = [f for f in doctor.quick(desk) if f.check == "sharing"]
        return [(f.state, f.facts.get("count")) for f in found]

    with commune.desk(1) as one:
        synced(one)
        assert looked(one) == [("going", 0)]
        file(one)
        left = syncing.unsent(one)[0]
        assert looked(one) == [("going", left)]
        later = dataclasses.replace(one, clock=lambda: one.clock() + timedelta(days=2))
        assert looked(later) == [("unsent", left)]
        sharing_store.quarantine(one.db, one.stream, 3, "x", "event-refused")
        assert looked(later) == [("not-whole", 1), ("unsent", left)]
        with administering.admin(commune.server.admin) as hub:
            administering.revoke(hub, commune.roles[1])
        with pytest.raises(Refused):
            synced(one)
        assert looked(one) == [("not-whole", 1), ("wrong", None)]
        (wrong,) = [f for f in doctor.quick(one) if f.state == "wrong"]
        assert "không được vào máy chủ" in finding_text(wrong, "vi")
        with commune.signed_in(1) as officer:
            joining.leave(officer)
        assert looked(one) == [("alone", None)]


def last_is_sealed_as(server: Server, desk: Desk, sealed: bytes | None) -> None:
    """What an administrator may do to the last event that a desk has sent."""
    with administering.admin(server.admin) as hub:
        done = hub.execute(
            "UPDATE hub_event SET sealed = %s WHERE commune = %s AND stream = %s AND seq = %s",
            [sealed, desk.commune, desk.stream, head_of(desk.db, desk.stream).seq],
        )
        assert done.rowcount == 1


def one_epoch(desk: Desk) -> int:
    return next(iter(joining.epochs(desk.db)))


def test_a_clock_that_is_off_is_told(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    with commune.desk(1) as one:
        monkeypatch.setattr(syncing, "CLOCK_MINUTES", 5)
        told = synced(one).told
        assert [p.code for p in told] == ["hub-clock"]
        assert told[0].params["minutes"] > 1000
        now = dataclasses.replace(one, clock=lambda: datetime.now(UTC) + timedelta(minutes=4))
        assert synced(now).told == []


def taken_over(desk: Desk, filing: str) -> None:
    with syncing.connected(desk) as hub:
        taking_over.take_over(desk, hub, filing)


def nothing(recorded: list[Recorded]) -> Projection:
    """What a later version makes of an event that this one cannot read."""
    return Projection(recorded[0].envelope.filing or "", "birth", "drafting", "")


def newer(
    desk: Desk,
    filing: str,
    kind: str = "filing.sung",
    payload: Mapping[str, Any] | None = None,
    project: Project | None = None,
) -> None:
    """An event as a later version of the program would write it."""
    journal.append(
        desk.db,
        stream=desk.stream,
        filing=filing,
        events=[NewEvent(kind, dict(payload or {"to": "Mars"}), 9)],
        after=journal.position_of(journal.lineage_of(desk.db, filing)),
        officer="later",
        at=desk.clock(),
        project=project or projector(desk.group),
    )


def blobs_at(server: Server, commune: Commune) -> int:
    with administering.admin(server.admin) as hub:
        found = hub.execute(
            "SELECT count(*) FROM hub_blob WHERE commune = %s", [commune.code]
        ).fetchone()
    return int(str(found[0])) if found else 0
