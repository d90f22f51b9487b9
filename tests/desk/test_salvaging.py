"""Whatever page of a desk is damaged: what can be read is saved, what cannot is on the list."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.access import keyfiles
from lienthong_tui.continuity_reports import salvaged, salvaged_text
from lienthong_tui.desk import (
    backing_up,
    backup_rota,
    citizens,
    erasure,
    layout,
    officers,
    restoring,
    signing,
    vault,
)
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.salvaging import LostEvents, Report, salvage_desk
from lienthong_tui.desk.session import session
from lienthong_tui.desk.sittings import sitting
from lienthong_tui.filing.continuity_events import Salvaged
from lienthong_tui.filing.envelope import Gap
from lienthong_tui.filing.filing import Filing
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import chain, content, journal, streams
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.damage import PAGE_BYTES
from lienthong_tui.store.keyring import Purge
from lienthong_tui.store.sqlcipher import rows

from .sample import LATE, NOW, SAMPLES, create, file, opened, signed_in


@dataclass
class Wreck:
    """A desk with half of its filings in a backup, and the page each of its tables begins on."""

    place: Path
    created: Created
    whole: bytes
    filings: dict[str, Filing]
    known: frozenset[str]
    roots: dict[str, int]

    @property
    def store(self) -> Path:
        return self.place / "desk/desk.db"

    @property
    def pages(self) -> int:
        return len(self.whole) // PAGE_BYTES

    def damage(self, *pages: int) -> None:
        data = bytearray(self.whole)
        for page in pages:
            data[(page - 1) * PAGE_BYTES + 50] ^= 1
        self.store.write_bytes(data)

    def salvage(self, *, backups: bool = True, key: str = "sheet.txt") -> Report:
        away = self.place / "backups-away"
        out = self.place / "out"
        shutil.rmtree(out, ignore_errors=True)
        if not backups:
            (self.place / "desk/backups").rename(away)
        try:
            identity = keyfiles.read_key_file(self.place / key)
            return salvage_desk(self.place / "desk", identity, out, [], NOW)
        finally:
            if away.exists():
                away.rename(self.place / "desk/backups")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Wreck:
    place = tmp_path_factory.mktemp("wreck")
    created = create(place)
    with opened(place) as desk:
        known = [file(desk, path) for path in SAMPLES[:3]]
        made = backup_rota.run(backing_up.wanted(desk), backup_rota.place(desk), NOW)
        backing_up.record(desk, made, daily=True)
        since = [file(desk, path) for path in SAMPLES[3:6]]
        filings = {filing.id: filing for filing in (*known, *since)}
        roots = dict(rows(desk.db, "SELECT name, rootpage FROM sqlite_master"))
    whole = (place / "desk/desk.db").read_bytes()
    return Wreck(place, created, whole, filings, frozenset(f.id for f in known), roots)


@pytest.fixture
def wreck(origin: Wreck, tmp_path: Path) -> Wreck:
    shutil.copytree(origin.place, tmp_path, dirs_exist_ok=True)
    return Wreck(tmp_path, origin.created, origin.whole, origin.filings, origin.known, origin.roots)


@contextmanager
def let_in(wreck: Wreck) -> Iterator[Desk]:
    """The officer; where the phone's secret was lost, whoever has the key file."""
    try:
        with signed_in(wreck.place, wreck.created) as desk:
            yield desk
    except Refused as problem:
        if problem.code != "sign-in":
            raise
        with opened(wreck.place) as desk:
            yield desk


def works(wreck: Wreck, *, is_signed: bool = True) -> dict[str, Filing]:
    """What the salvaged desk has, whole; its officer signs in, and work goes on in it."""
    (wreck.place / "desk").rename(wreck.place / "damaged")
    (wreck.place / "out").rename(wreck.place / "desk")
    found = {}
    try:
        with let_in(wreck) as desk:
            desk.verify()
            desk.rebuild()
            for filing in journal.filings(desk.db):
                try:
                    found[filing], _ = desk.filing(filing)
                except Unusable:
                    assert desk.lookup(filing) == []
            if not is_signed:
                signing.replace(desk)
            new = file(desk, LATE).reference
            assert new not in {f.reference for f in wreck.filings.values()}
    finally:
        (wreck.place / "desk").rename(wreck.place / "out")
        (wreck.place / "damaged").rename(wreck.place / "desk")
    return found


def is_accounted_for(wreck: Wreck, report: Report, found: dict[str, Filing]) -> None:
    """Every filing is there as it was, or it stands on the list."""
    listed = {each.filing for each in report.left}
    touched = {filing for _, filing in report.payloads}
    for name, filing in wreck.filings.items():
        if name in listed:
            assert name not in found
        elif name in touched:
            assert name in found
        elif name not in found:
            assert report.gaps, "nothing knows of it any more, but that events are missing"
        else:
            assert found[name].answers == filing.answers
            assert found[name].reference == filing.reference


def test_damage_in_papers_is_mended_from_a_backup(wreck: Wreck) -> None:
    chance = random.Random(7)
    wreck.damage(*chance.sample(range(wreck.pages // 2, wreck.pages), 5))
    with_backup, without = wreck.salvage(), wreck.salvage(backups=False)
    assert len(with_backup.pages) == 5
    assert with_backup.gaps == without.gaps == ()
    assert with_backup.contents <= without.contents
    assert with_backup.filings == without.filings == len(wreck.filings)
    found = works(wreck)
    is_accounted_for(wreck, without, found)


@pytest.mark.parametrize(
    "backups",
    [True, pytest.param(False, marks=pytest.mark.long)],
    ids=["with a backup", "without"],
)
@pytest.mark.parametrize(
    "table",
    ["event", "payload", "content", "counter", "meta", "code_used", "signing_key", "filing"],
)
def test_the_first_page_of_any_table(wreck: Wreck, table: str, backups: bool) -> None:
    wreck.damage(wreck.roots[table])
    report = wreck.salvage(backups=backups)
    found = works(wreck, is_signed=backups or table != "signing_key")
    is_accounted_for(wreck, report, found)
    if backups and table in ("event", "payload"):
        assert wreck.known <= found.keys()
    told = "\n".join(salvaged_text(report, "vi"))
    assert ("PHẦN MẤT" in told) is (table != "filing")
    assert salvaged(report)["damaged_pages"] == [wreck.roots[table]]


def test_the_list_of_holders_lost_lets_nobody_in_who_is_not_known(wreck: Wreck) -> None:
    wreck.damage(wreck.roots["slot"])
    report = wreck.salvage()
    assert report.tables == ("slot",)
    works(wreck)
    # Without a backup only the sheet is known: it lets the officers in again.
    wreck.salvage(backups=False)
    with pytest.raises(Refused):
        vault.open_with_key_file(wreck.place / "out", wreck.place / "desk.key", NOW)
    unlocked = vault.open_with_key_file(wreck.place / "out", wreck.place / "sheet.txt", NOW)
    with session(unlocked, lambda: NOW) as desk:
        assert [account.name for account in desk.accounts.values()]


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 6))]
)
def test_damage_anywhere(wreck: Wreck, seed: int) -> None:
    chance = random.Random(seed)
    low = chance.sample(range(2, 80), 3)
    wreck.damage(*low, chance.randrange(80, wreck.pages + 1))
    report = wreck.salvage(backups=bool(seed % 2))
    is_accounted_for(wreck, report, works(wreck))


def test_a_missing_end_is_damage_too(wreck: Wreck) -> None:
    wreck.store.write_bytes(wreck.whole[: -20 * PAGE_BYTES - 100])
    report = wreck.salvage()
    is_accounted_for(wreck, report, works(wreck))


def test_a_filing_that_lost_its_beginning_is_a_draft_of_what_was_read(wreck: Wreck) -> None:
    """Only the page with its first event: its answers stand on another one."""
    with opened(wreck.place) as desk:
        victim = next(iter(set(wreck.filings) - wreck.known))
        (started,) = [
            r.envelope.seq
            for r in journal.events_of(desk.db, victim)
            if r.envelope.kind == "filing.started"
        ]
        # Its payload alone is taken out, as if it had stood on a page that is damaged.
        desk.db.execute("DELETE FROM payload WHERE seq = ?", [started])
    data = bytearray(wreck.store.read_bytes())
    data[-PAGE_BYTES + 50] ^= 1
    wreck.store.write_bytes(data)
    report = wreck.salvage()
    (left,) = report.left
    assert (left.filing, left.named) == (victim, wreck.filings[victim].reference)
    found = works(wreck)
    assert victim not in found
    draft = found[left.draft]
    assert draft.completed is None
    before = wreck.filings[victim]
    assert draft.answers.items() <= before.answers.items()
    assert len(draft.answers) > len(before.answers) // 2
    assert {a.component for a in draft.attachments} == {a.component for a in before.attachments}


def test_what_will_not_do_is_told_and_nothing_is_touched(wreck: Wreck) -> None:
    wreck.damage(wreck.pages)
    before = wreck.store.read_bytes()
    with pytest.raises(Refused) as refused:
        wreck.salvage(key="desk.key")
    assert refused.value.code == "salvage-key"
    with pytest.raises(Busy), sitting(wreck.place / "desk"):
        wreck.salvage()
    (wreck.place / "out").mkdir(exist_ok=True)
    (wreck.place / "out/there").write_text("something")
    identity = keyfiles.read_key_file(wreck.place / "sheet.txt")
    with pytest.raises(Unusable) as exists:
        salvage_desk(wreck.place / "desk", identity, wreck.place / "out", [], NOW)
    assert exists.value.code == "desk-exists"
    assert wreck.store.read_bytes() == before
    wreck.damage(1)
    with pytest.raises(Problem) as nothing:
        wreck.salvage()
    assert nothing.value.code == "salvage-nothing"
    wreck.damage()
    with pytest.raises(Problem) as whole:
        wreck.salvage()
    assert whole.value.code == "salvage-whole"
    assert [path.name for path in wreck.place.glob(".out.*")] == []


def test_what_is_lost_stays_known(wreck: Wreck) -> None:
    """A gap in the journal that the salvage told of is no break in it; any other is."""
    wreck.damage(wreck.roots["event"])
    report = wreck.salvage()
    assert report.gaps
    unlocked = vault.open_with_key_file(wreck.place / "out", wreck.place / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        assert desk.verify()
        (gap,) = chain.gaps(desk.db)
        since = streams.time_of(desk.db, gap.stream, gap.after)
        assert report.gaps == (LostEvents(None, since, None),)
        assert "  mất những việc ghi sau 17:00 22/11/2026" in salvaged_text(report, "vi")
        for (name,) in rows(desk.db, "SELECT sha256 FROM content"):
            content.get(desk.db, name)


def test_what_was_lost_is_not_erased_from_a_backup_that_has_it(wreck: Wreck) -> None:
    wreck.damage(wreck.roots["payload"])
    report = wreck.salvage(backups=False)
    assert report.left
    with vault_of(wreck) as desk:
        assert keyrings.purges(desk.unlocked.keyring) == []


def test_what_was_erased_does_not_come_back_from_a_backup(wreck: Wreck) -> None:
    """The page on which the journal says so is damaged; `keys.db` still knows."""
    victim = sorted(wreck.known)[0]
    keyring = keyrings.open_keyring(wreck.place / "desk/keys.db")
    keyrings.note_purges(keyring, [Purge(victim, "2026-11-22T10:00:00+00:00", "request")])
    keyring.close()
    wreck.damage(wreck.roots["payload"])
    wreck.salvage()
    found = works(wreck)
    assert victim not in found
    assert len(wreck.known & found.keys()) == len(wreck.known) - 1


def test_phones_and_codes_do_not_come_back_from_a_backup(wreck: Wreck) -> None:
    wreck.damage(wreck.roots["code_secret"], wreck.roots["paper_code"])
    report = wreck.salvage()
    assert set(report.tables) == {"code_secret", "paper_code"}
    with vault_of(wreck) as desk:
        assert rows(desk.db, "SELECT * FROM code_secret") == []
        assert rows(desk.db, "SELECT * FROM paper_code") == []


def test_a_backup_of_a_branch_that_was_given_up_is_not_mixed_in(wreck: Wreck) -> None:
    """The desk was restored after it was made: what it has beyond that is another desk's."""
    from desk.test_restoring import by_sheet

    path = next((wreck.place / "desk/backups").glob("*.ltbackup"))
    (wreck.place / "a.ltbackup").write_bytes(path.read_bytes())
    with opened(wreck.place) as desk:
        later = backing_up.back_up(
            backing_up.wanted(desk), wreck.place / "later.ltbackup", NOW
        ).path
    with restoring.preparing(
        wreck.place / "a.ltbackup", wreck.place / "desk", by_sheet(wreck.place)
    ) as prepared:
        restoring.finish(prepared, NOW, replace=True)
    with opened(wreck.place) as desk:
        file(desk, LATE)
        root = dict(rows(desk.db, "SELECT name, rootpage FROM sqlite_master"))["payload"]
    wreck.whole = wreck.store.read_bytes()
    wreck.damage(root)
    identity = keyfiles.read_key_file(wreck.place / "sheet.txt")
    salvage_desk(wreck.place / "desk", identity, wreck.place / "out", [later], NOW)
    with vault_of(wreck) as desk:
        filings = set(journal.filings(desk.db))
        assert not filings & (set(wreck.filings) - wreck.known)


def test_a_named_backup_that_is_not_there_is_told(wreck: Wreck) -> None:
    wreck.damage(wreck.pages)
    identity = keyfiles.read_key_file(wreck.place / "sheet.txt")
    out, missing = wreck.place / "out", wreck.place / "no.ltbackup"
    with pytest.raises(Unusable) as caught:
        salvage_desk(wreck.place / "desk", identity, out, [missing], NOW)
    assert caught.value == Unusable("backup-missing", path=str(missing))
    assert not out.exists()


@pytest.mark.parametrize("how", ["missing", "empty", "garbage", "a page", "a key"])
def test_a_damaged_keyring_is_taken_from_a_backup(wreck: Wreck, how: str) -> None:
    """The store is whole and nobody can open it: what was stored since the backup is kept."""
    path = wreck.place / "desk" / layout.KEYRING
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "garbage":
        path.write_bytes(random.Random(1).randbytes(len(data)))
    elif how == "a page":
        data[PAGE_BYTES : 2 * PAGE_BYTES] = bytes(PAGE_BYTES)
        path.write_bytes(data)
    else:
        db = sqlite3.connect(path)
        db.execute("UPDATE store_key SET blob = zeroblob(length(blob))")
        db.commit()
        db.close()
    report = wreck.salvage()
    assert report.keyring == next((wreck.place / "desk/backups").glob("*.ltbackup")).name
    assert report.keyring in "\n".join(salvaged_text(report, "vi"))
    assert (report.gaps, report.payloads, report.contents, report.left) == ((), (), 0, ())
    with vault_of(wreck) as desk:
        assert set(journal.filings(desk.db)) == set(wreck.filings)
        desk.verify()
    (wreck.place / "desk").rename(wreck.place / "damaged")
    (wreck.place / "out").rename(wreck.place / "desk")
    with signed_in(wreck.place, wreck.created, NOW + timedelta(hours=1)) as desk:
        assert file(desk, LATE).reference


def test_what_was_erased_stays_so_though_another_keyring_opens_the_store(wreck: Wreck) -> None:
    victim = next(f for f in wreck.filings if f in wreck.known)
    with signed_in(wreck.place, wreck.created, NOW) as desk:
        number = str(wreck.filings[victim].answers["requester.id_number"])
        erasure.erase(desk, [f.line for f in citizens.filings_of(desk, number)], "theo yêu cầu")
        root = dict(rows(desk.db, "SELECT name, rootpage FROM sqlite_master"))["payload"]
        assert victim in {p.filing for p in keyrings.purges(desk.unlocked.keyring)}
    wreck.whole = wreck.store.read_bytes()
    wreck.damage(root)
    path = wreck.place / "desk" / layout.KEYRING
    db = sqlite3.connect(path)
    db.execute("UPDATE store_key SET blob = zeroblob(length(blob))")
    db.commit()
    db.close()
    report = wreck.salvage()
    assert report.keyring
    with vault_of(wreck) as desk:
        assert victim in {p.filing for p in keyrings.purges(desk.unlocked.keyring)}
        assert victim not in {
            f for f in journal.filings(desk.db) if journal.events_of(desk.db, f)[1].payload
        }


def test_the_latest_backup_gives_the_keyring_and_who_came_since_is_named(wreck: Wreck) -> None:
    (first,) = (wreck.place / "desk/backups").glob("*.ltbackup")
    first = first.rename(wreck.place / "first.ltbackup")
    with signed_in(wreck.place, wreck.created, NOW) as desk:
        officers.add(desk, "Hồ Thị Mẫu", "099190000018", "officer")
    later = NOW + timedelta(days=1)
    with opened(wreck.place) as desk:
        made = backup_rota.run(backing_up.wanted(desk), backup_rota.place(desk), later)
    identity = keyfiles.read_key_file(wreck.place / "sheet.txt")
    (wreck.place / "desk" / layout.KEYRING).unlink()
    report = salvage_desk(wreck.place / "desk", identity, wreck.place / "out", [first], NOW)
    assert (report.keyring, report.dropped) == (made.path.name, ())
    assert "Không mất gì." in salvaged_text(report, "vi")
    shutil.rmtree(wreck.place / "out")
    made.path.unlink()
    report = salvage_desk(wreck.place / "desk", identity, wreck.place / "out", [first], NOW)
    assert (report.keyring, report.dropped) == (first.name, ("Hồ Thị Mẫu",))
    text = "\n".join(salvaged_text(report, "vi"))
    assert "mất khóa của Hồ Thị Mẫu" in text
    assert "Không mất gì." not in text


def test_a_keyring_with_a_damaged_index_serves_where_no_backup_does(wreck: Wreck) -> None:
    path = wreck.place / "desk" / layout.KEYRING
    db = sqlite3.connect(path)
    ((page,),) = db.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_purge_1'"
    ).fetchall()
    db.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE_BYTES : page * PAGE_BYTES] = bytes(PAGE_BYTES)
    path.write_bytes(data)
    report = wreck.salvage(backups=False)
    assert report.keyring is None
    with vault_of(wreck) as desk:
        assert set(journal.filings(desk.db)) == set(wreck.filings)


def test_an_end_that_only_a_program_cut_off_noted_is_told(wreck: Wreck) -> None:
    with opened(wreck.place) as desk:
        last = streams.head_of(desk.db, desk.stream)
    note = f"1{last.stream} {last.seq + 3} {last.hash.hex()}\n"
    (wreck.place / "desk/0123456789abcdef.sitting").write_text(note)
    (wreck.place / "desk" / layout.KEYRING).unlink()
    report = wreck.salvage()
    assert [lost.until for lost in report.gaps] == [None]
    assert "Không mất gì." not in salvaged_text(report, "vi")


def test_a_damaged_keyring_without_a_backup_is_told(wreck: Wreck) -> None:
    path = wreck.place / "desk" / layout.KEYRING
    path.write_bytes(b"")
    with pytest.raises(DeskUnavailable) as caught:
        wreck.salvage(backups=False)
    assert caught.value == DeskUnavailable("salvage-keyring", path=str(path))


def test_a_gap_told_anywhere_else_is_no_excuse(wreck: Wreck) -> None:
    """Whoever has the key may record a gap over what they deleted; the chain still tells."""
    with opened(wreck.place) as desk:
        (victim, *_) = wreck.filings
        events = journal.events_of(desk.db, victim)
        first, last = events[0].envelope, events[-1].envelope
        gap = Gap(desk.stream, first.seq - 1, last.seq + 1, last.hash.hex())
        desk.append(None, [Salvaged((), (gap,), 0, 0, (), ())])
        assert chain.gaps(desk.db) == []


@contextmanager
def vault_of(wreck: Wreck) -> Iterator[Desk]:
    """The salvaged desk."""
    unlocked = vault.open_with_key_file(wreck.place / "out", wreck.place / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        yield desk
