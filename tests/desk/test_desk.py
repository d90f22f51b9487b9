"""A desk made, opened and written to; and a store that is not the one last left."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import founding, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.session import session
from lienthong_tui.filing import desk_events, kinds
from lienthong_tui.filing.desk_events import DeskCreated, OfficeSet
from lienthong_tui.filing.events import Answered, Started
from lienthong_tui.packets import packet
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Unusable
from lienthong_tui.procedures import overlay
from lienthong_tui.store import chain, content, journal, keyring, schema, sqlcipher
from lienthong_tui.store.meta import set_meta
from lienthong_tui.store.sqlcipher import Database, connect, writing

from .sample import COMMUNE, MARRIED, NOW, OFFICER_ID, OFFICER_NAME, create_anew, file, opened, read


def refused(place: Path) -> Problem:
    with pytest.raises(Problem) as caught, opened(place):
        pass
    return caught.value


# -- made and opened ------------------------------------------------------------------------------


def test_a_new_desk_knows_where_it_stands(place: Path) -> None:
    with opened(place) as desk:
        assert (desk.commune, desk.number, desk.demo) == (COMMUNE, 1, False)
        assert desk.stream.startswith("d_19639_1_")
        assert desk.office_source == overlay.shipped()
        assert desk.lookup(OFFICER_NAME) == []


def test_its_journal_begins_with_who_made_it(tmp_path: Path) -> None:
    created = create_anew(tmp_path, number=7, demo=True)
    with opened(tmp_path) as desk:
        recorded = journal.desk_events(desk.db, "desk.")
        first, officer, _ = (kinds.from_plain(r.envelope.kind, r.payload) for r in recorded)
        assert first == DeskCreated(commune=COMMUNE, desk_number=7, demo=True)
        assert officer == desk_events.OfficerAdded(slot=created.officer_slot_id, name=OFFICER_NAME)
        assert {r.envelope.officer for r in recorded} == {created.officer_slot_id}
        assert OFFICER_ID not in str([r.payload for r in recorded])
        assert desk.head() == f"3:{recorded[-1].envelope.hash.hex()}"
        assert desk.demo


def test_two_desks_never_share_a_stream(tmp_path: Path) -> None:
    streams = set()
    for name in "ab":
        (tmp_path / name).mkdir()
        create_anew(tmp_path / name)
        with opened(tmp_path / name) as desk:
            streams.add(desk.stream)
    assert len(streams) == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": 0}, "desk-number"),
        ({"number": 10}, "desk-number"),
        ({"commune": "00000"}, "commune-unknown"),
        ({"commune": ""}, "commune-unknown"),
        ({"commune": "19645x"}, "commune-unknown"),
    ],
)
def test_a_desk_that_cannot_be_leaves_nothing(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unusable) as caught:
        create_anew(tmp_path, **changed)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_office_settings_that_fit_no_definition_make_no_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = overlay.shipped().replace(b'"nd63-2024"', b'"nd99-1999"')
    monkeypatch.setattr(overlay, "shipped", lambda: wrong)
    with pytest.raises(Problem) as caught:
        create_anew(tmp_path)
    assert caught.value == Problem("overlay-unknown", name="nd99-1999")
    assert list(tmp_path.iterdir()) == []


def _nothing(db: Database, officer: str) -> None:
    pass


def _only_a_name(db: Database, officer: str) -> None:
    set_meta(db, "stream", "d_19639_1_00000000")


def _no_office(db: Database, officer: str) -> None:
    _only_a_name(db, officer)
    _record(db, DeskCreated(commune=COMMUNE, desk_number=1))


def _another_stream(db: Database, officer: str) -> None:
    set_meta(db, "stream", "d_19639_1_11111111")
    _record(
        db,
        DeskCreated(commune=COMMUNE, desk_number=1),
        OfficeSet(overlay=content.put(db, overlay.shipped())),
    )


def _record(db: Database, *payloads: Any, stream: str = "d_19639_1_00000000") -> None:
    def unasked(recorded: list[journal.Recorded]) -> Any:
        raise AssertionError

    journal.append(
        db,
        stream=stream,
        filing=None,
        events=[journal.NewEvent(kinds.kind_of(p), kinds.to_plain(p)) for p in payloads],
        after=None,
        officer="officer",
        at=NOW,
        project=unasked,
    )


@pytest.mark.parametrize("furnish", [_nothing, _only_a_name, _no_office, _another_stream])
def test_a_desk_without_its_first_events_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, furnish: Callable[[Database, str], None]
) -> None:
    make = founding.create_vault

    def half_made(folder: Path, **arguments: Any) -> founding.Created:
        return make(folder, **(arguments | {"furnish": furnish}))

    monkeypatch.setattr(founding, "create_vault", half_made)
    create_anew(tmp_path)
    assert refused(tmp_path) == DeskUnavailable("desk-unfinished")


def test_both_files_are_closed_whatever_happens(place: Path) -> None:
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    with pytest.raises(KeyError), session(unlocked, lambda: NOW):
        raise KeyError
    for db in (unlocked.db, unlocked.keyring):
        with pytest.raises(Exception, match="closed"):
            db.execute("SELECT 1")
    assert sorted(path.name for path in (place / "desk").iterdir()) == ["desk.db", "keys.db"]


# -- one way to write -----------------------------------------------------------------------------

FILING = "019ab000-0000-7000-8000-000000000001"


def started(desk: Desk) -> Started:
    group = read().case.group
    desk.pin(group)
    return Started(
        group="birth",
        definition=group.sha256,
        overlay=desk.office_sha256,
        commune=COMMUNE,
        received=NOW.isoformat(),
    )


def answered(**answers: Any) -> Answered:
    return Answered(answers={n.replace("__", "."): v for n, v in answers.items()}, origin="typed")


def test_what_is_appended_is_folded_and_found(place: Path) -> None:
    with opened(place) as desk:
        first = desk.append(FILING, [started(desk), answered(child__given="Mẫu")])
        filing, position = desk.filing(FILING)
        assert filing.answers == {"child.given": "Mẫu"}
        assert filing.state == "drafting"
        assert position == first[-1].position
        assert {r.envelope.officer for r in first} == {desk.unlocked.officer}
        desk.append(FILING, [answered(child__given="Thử")], after=position)
        assert [line.label for line in desk.lookup("thu")] == ["Thử"]
        assert desk.lookup("mau") == []


def test_two_windows_on_one_draft_conflict(place: Path) -> None:
    with opened(place) as desk:
        position = desk.append(FILING, [started(desk)])[-1].position
        desk.append(FILING, [answered(child__given="Mẫu")], after=position)
        with pytest.raises(Busy) as caught:
            desk.append(FILING, [answered(child__given="Thử")], after=position)
        assert caught.value.code == "filing-moved"
        assert desk.filing(FILING)[0].answers == {"child.given": "Mẫu"}


def test_an_unknown_filing_is_told(place: Path) -> None:
    with opened(place) as desk, pytest.raises(Unusable) as caught:
        desk.filing(FILING)
    assert caught.value == Unusable("filing-unknown")


def test_the_packets_of_a_filing_come_with_their_bytes(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk)
        assert filing.completed is not None
        packets = desk.packets(filing)
        assert tuple(sealed for sealed, _ in packets) == filing.completed.packets
        for sealed, data in packets:
            assert content.get(desk.db, sealed.content) == data


def test_a_draft_has_no_packets(place: Path) -> None:
    with opened(place) as desk:
        desk.append(FILING, [started(desk)])
        assert desk.packets(desk.filing(FILING)[0]) == ()


def test_a_desk_verifies_its_journal(place: Path) -> None:
    with opened(place) as desk:
        before = desk.verify()
        file(desk)
        after = desk.verify()
        assert after.events > before.events
        (head,) = after.heads
        assert f"{head.seq}:{head.hash.hex()}" == desk.head()


def test_an_old_filing_keeps_the_definition_it_was_made_under(place: Path) -> None:
    with opened(place) as desk:
        filing = file(desk)
    with opened(place) as desk:
        group = desk.group(filing.started.definition)
        assert group.source == read().case.group.source
        assert desk.group(filing.started.definition) is group


# -- an older or another copy of the store put back ------------------------------------------------


def copied(place: Path, name: str) -> Path:
    target = place.with_name(f"{place.name}-{name}")
    shutil.copy2(place / "desk/desk.db", target)
    return target


def test_an_older_copy_is_recognised(place: Path) -> None:
    with opened(place) as desk:
        file(desk)
    older = copied(place, "older")
    with opened(place) as desk:
        file(desk)
        seq = int(desk.head().partition(":")[0])
    shutil.copy2(older, place / "desk/desk.db")
    assert refused(place) == DeskUnavailable("store-rolled-back", noted=seq)


def test_an_old_wal_beside_a_newer_store_is_recognised_and_harms_nothing(place: Path) -> None:
    store, wal = place / "desk/desk.db", place / "desk/desk.db-wal"
    with opened(place) as desk:
        file(desk)
        old = wal.read_bytes()
    with opened(place) as desk:
        reference = str(file(desk).reference)
    newer = store.read_bytes()
    wal.write_bytes(old)
    assert refused(place).code == "store-rolled-back"
    assert store.read_bytes() == newer
    for beside in (place / "desk").glob("desk.db-*"):
        beside.unlink()
    with opened(place) as desk:
        assert [line.reference for line in desk.lookup(reference)] == [reference]


def test_a_copy_that_went_another_way_is_recognised(place: Path, tmp_path: Path) -> None:
    with opened(place) as desk:
        file(desk)
    other = tmp_path / "other"
    shutil.copytree(place, other, ignore=shutil.ignore_patterns("other"))
    for copy in (other, place):
        with opened(copy) as desk:
            file(desk)
            seq = int(desk.head().partition(":")[0])
    shutil.copy2(other / "desk/desk.db", place / "desk/desk.db")
    assert refused(place) == DeskUnavailable("store-forked", noted=seq)


def test_a_copy_that_went_further_than_was_noted_opens(place: Path) -> None:
    """So it is after a power cut, which ends a session before the head is noted."""
    keys = place.with_name(f"{place.name}-keys")
    shutil.copy2(place / "desk/keys.db", keys)
    with opened(place) as desk:
        reference = file(desk).reference
    shutil.copy2(keys, place / "desk/keys.db")
    with opened(place) as desk:
        assert [line.reference for line in desk.lookup(str(reference))] == [reference]


def cut_off(place: Path, created: founding.Created, last: int) -> Database:
    """The store without its last events, taken out without a trace by an insider with the key."""
    db = connect(place / "desk/desk.db", created.store_key)
    for name in schema.TRIGGERS:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA foreign_keys=off")
    for table in ("event", "payload"):
        db.execute(f"DELETE FROM {table} WHERE seq > (SELECT max(seq) FROM {table}) - ?", [last])
    for sql in schema.TRIGGERS.values():
        db.execute(sql)
    chain.verify_journal(db)  # the chain alone does not tell
    return db


def test_a_tail_cut_off_by_an_insider_is_told_by_what_was_noted_outside(tmp_path: Path) -> None:
    created = create_anew(tmp_path)
    with opened(tmp_path) as desk:
        file(desk)
        _, sealed = desk.packets(file(desk))[0]
        head = int(desk.head().partition(":")[0])
    cut_off(tmp_path, created, 6).close()
    assert refused(tmp_path) == DeskUnavailable("store-rolled-back", noted=head)
    # An insider who mends keys.db too is still contradicted by every packet that has left.
    journal_then = packet.read(sealed).bag.info["Lienthong-Journal"]
    stream, _, noted_then = journal_then.partition(" ")
    assert stream == desk.stream
    assert int(noted_then.partition(":")[0]) > head - 6


def test_a_tail_written_anew_by_an_insider_is_told_by_what_was_noted_outside(
    tmp_path: Path,
) -> None:
    created = create_anew(tmp_path)
    with opened(tmp_path) as desk:
        file(desk)
        head = int(desk.head().partition(":")[0])
    db = cut_off(tmp_path, created, 1)
    _record(db, OfficeSet(overlay=content.put(db, overlay.shipped())), stream=desk.stream)
    chain.verify_journal(db)
    db.close()
    assert refused(tmp_path) == DeskUnavailable("store-forked", noted=head)


def test_a_session_that_failed_notes_its_head_too(place: Path) -> None:
    older = copied(place, "older")
    session = opened(place)
    file(session.__enter__())
    session.__exit__(KeyError, KeyError(), None)
    shutil.copy2(older, place / "desk/desk.db")
    assert refused(place).code == "store-rolled-back"


def test_reading_alone_leaves_the_note_as_it_is(place: Path) -> None:
    with opened(place) as desk:
        file(desk)
    before = (place / "desk/keys.db").read_bytes()
    with opened(place) as desk:
        desk.lookup("mẫu")
    assert (place / "desk/keys.db").read_bytes() == before


def test_a_busy_keyring_does_not_make_a_stored_filing_look_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    other = keyring.open_keyring(place / "desk/keys.db")
    with opened(place) as desk:
        reference = file(desk).reference
        other.execute("BEGIN IMMEDIATE")
    assert "store-busy" in caplog.text
    other.execute("ROLLBACK")
    other.close()
    with opened(place) as desk:
        assert [line.reference for line in desk.lookup(str(reference))] == [reference]


def test_the_office_last_set_is_in_force(place: Path) -> None:
    changed = overlay.shipped().replace(b'"nd63-2024"', b'"draft-2026"')
    with opened(place) as desk:
        before = file(desk, MARRIED)
        with writing(desk.db):
            desk.append(None, [OfficeSet(overlay=content.put(desk.db, changed))])
    with opened(place) as desk:
        assert desk.office.deadlines["birth"] == "draft-2026"
        after = file(desk, MARRIED)
        kept, _ = desk.filing(before.id)
    assert before.completed is not None
    assert after.completed is not None
    assert kept == before
    assert before.started.overlay != after.started.overlay
    assert {e.law for e in before.completed.expected} != {e.law for e in after.completed.expected}


def test_an_old_page_put_back_never_makes_the_journal_shorter_unnoticed(place: Path) -> None:
    """Each page is sealed for itself, so an old one of the same place is whole: chain and anchor
    have to tell."""
    store = place / "desk" / "desk.db"
    with opened(place) as desk:
        file(desk)
    old = store.read_bytes()
    with opened(place) as desk:
        file(desk)
        head = desk.head()
    new, noted = store.read_bytes(), (place / "desk/keys.db").read_bytes()
    told = 0
    pages = range(0, len(old), 4096)
    for at in (at for at in pages if old[at : at + 4096] != new[at : at + 4096]):
        store.write_bytes(new[:at] + old[at : at + 4096] + new[at + 4096 :])
        try:
            with opened(place) as desk:
                desk.verify()
                assert desk.head() == head
        except Problem:
            told += 1
        for beside in store.parent.glob("desk.db-*"):
            beside.unlink()
        (place / "desk/keys.db").write_bytes(noted)
    assert told
