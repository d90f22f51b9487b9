"""A desk made again from a damaged one: all that can still be read, and a list of the rest.

What a backup still has is taken from there: an event by its hash, a payload by its commitment, a
paper by its SHA-256, so that it is the very one that was lost. Where `keys.db` is damaged the one
of a backup opens the store. The damaged folder stays as it is.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import desk as desks
from lienthong_tui.desk import founding, incarnation, layout, redrafting, sittings
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.erasure import purge_again
from lienthong_tui.desk.layout import KEYRING, STORE
from lienthong_tui.desk.redrafting import Redrafted
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.desk.wreck import Wreck, beside, open_wreck
from lienthong_tui.filing import kinds
from lienthong_tui.filing.continuity_events import Continued, Salvaged
from lienthong_tui.filing.desk_events import DeskCreated, OfficerAdded, OfficerRoleSet, OfficeSet
from lienthong_tui.filing.envelope import Gap
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.store import (
    backup,
    chain,
    content,
    journal,
    projections,
    refilling,
    schema,
    slots,
    streams,
)
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.journal import NewEvent
from lienthong_tui.store.keyring import Slot
from lienthong_tui.store.meta import STREAM, meta, set_meta
from lienthong_tui.store.projections import Named
from lienthong_tui.store.refilling import Refill
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.store.sqlcipher import Database, writing
from lienthong_tui.store.streams import Head


@dataclass(frozen=True)
class LostEvents:
    """Events that are lost between two that are there. `count` is None where nobody knows how many;
    `since` and `until` are when those around them were recorded, None where there is none."""

    count: int | None
    since: str | None
    until: str | None


@dataclass(frozen=True)
class Report:
    """What was read of a damaged desk, and what was not.

    `pages` are the damaged pages. `keyring` is the backup that `keys.db` had to be taken from, None
    where that was whole; `dropped` are the names of those whose key is not in it. `refilled` is how
    much came from backups, `backups` how many could be read. `gaps` are lost events, `payloads`
    (kind, filing or None) those of which only the envelope is left, `contents` how many papers are
    lost, `tables` other tables with lost rows. `left` are filings that are drafts again. `named` is
    what the filings of `payloads` are called by.
    """

    folder: Path
    pages: tuple[int, ...]
    keyring: str | None
    dropped: tuple[str, ...]
    events: int
    filings: int
    backups: int
    refilled: int
    gaps: tuple[LostEvents, ...]
    payloads: tuple[tuple[str, str | None], ...]
    contents: int
    tables: tuple[str, ...]
    left: tuple[Redrafted, ...]
    named: tuple[Named, ...]


def salvage_desk(
    folder: Path, identity: Identity, out: Path, backups: Sequence[Path], now: datetime
) -> Report:
    """Make a new desk at `out` of what can be read of the one in `folder`, and of its backups.

    `backups` are looked into first, then those that lie in the desk's own folder.

    Errors: Unusable("desk-exists"), ("folder-missing"), ("backup-inside-desk") where `out` will
    not do; Refused("salvage-key") where the key is not the desk's recovery sheet;
    Busy("desk-open"); DeskUnavailable("salvage-nothing") where nothing can be read,
    ("salvage-whole") where nothing is damaged; those of `backup_file.unpack` for a backup that is
    named; those of the disk.
    """
    folder, out = folder.resolve(), out.resolve()
    if not layout.is_here(folder):
        raise DeskUnavailable("desk-not-here", path=str(folder))
    if not out.parent.is_dir():
        raise Unusable("folder-missing", path=str(out))
    if out.is_relative_to(folder):
        raise Unusable("backup-inside-desk", path=str(out))
    founding.check_free(out)
    with ExitStack() as closing:
        closing.enter_context(sittings.alone(folder))
        wreck = open_wreck(folder, identity, backups, out, closing)
        building = beside(out, closing)
        backup.copy(wreck.keyring, None, building / KEYRING)
        refill = refilling.refill(
            wreck.source, wreck.backups, building / STORE, wreck.source.key, _spares()
        )
        report = _finish(building, out, wreck, identity, refill, now)
        founding.move(building, out)
    return report


def _finish(
    building: Path, out: Path, wreck: Wreck, identity: Identity, refill: Refill, now: datetime
) -> Report:
    """Make a desk of what was read: another incarnation, whose first words are what was lost."""
    source, slot = wreck.source, wreck.slot
    with ExitStack() as closing:
        db = schema.open(building / STORE, source.key)
        closing.callback(db.close)
        keyring = keyrings.open_keyring(building / KEYRING)
        closing.callback(keyring.close)
        dropped = _have_holders(db, keyring, slot)
        before = _have_stream(db)
        since = incarnation.last_day(db, now)
        tails = _cut_tails(db, keyring, wreck.heads)
        stream = incarnation.go_on(
            db, None, "salvaged", since=since, officer=slot.id, now=now, before=before
        )
        _have_settings(db, stream, slot, now)
        unlocked = Unlocked(building, db, keyring, slot.id, slot.kind, identity, "key", now, now)
        desk = desks.read_desk(unlocked, lambda: now)
        _have_accounts(desk)
        purge_again(desk, wreck.purges)
        left = redrafting.redraft(desk, source)
        told = Salvaged(
            pages=tuple(sorted(source.pages)),
            gaps=(*refill.gaps, *tails),
            payloads=len(refill.payloads),
            contents=len(refill.contents),
            filings=tuple(each.filing for each in left),
            drafts=tuple(each.draft for each in left),
        )
        Workplace.append(desk, None, [told])
        desk.rebuild()
        report = chain.verify_journal(db)
        for head in report.heads:
            keyrings.set_anchor(keyring, head.stream, head.seq, head.hash)
        return Report(
            folder=out,
            pages=told.pages,
            keyring=wreck.backup,
            dropped=dropped,
            events=report.events,
            filings=len(journal.filings(db)),
            backups=len(wreck.backups),
            refilled=refill.refilled,
            gaps=tuple(_lost_events(db, gap) for gap in told.gaps),
            payloads=refill.payloads,
            contents=len(refill.contents),
            tables=refill.tables,
            left=left,
            named=tuple(projections.named(db, [f for _, f in refill.payloads if f])),
        )


def _lost_events(db: Database, gap: Gap) -> LostEvents:
    return LostEvents(
        None if gap.before is None else gap.before - gap.after - 1,
        streams.time_of(db, gap.stream, gap.after),
        None if gap.before is None else streams.time_of(db, gap.stream, gap.before),
    )


def _spares() -> list[bytes]:
    """What a desk keeps and every copy of the program has: the definitions, the first settings."""
    return [*(group.source for group in loading.shipped()), overlay.shipped()]


def _have_holders(db: Database, keyring: Database, slot: Slot) -> tuple[str, ...]:
    """The list of holders has nobody whose key is not in `keys.db`, as of those who came, or got
    another key, after the backup that it is from; their names. The supervisor or the recovery sheet
    lets them in again."""
    there = {each.id: each.recipient for each in keyrings.slots(keyring)}
    listed = slots.listed(db)
    dropped = [each for each in listed if there.get(each.id) != each.recipient]
    for each in dropped:
        slots.remove(db, each.id)
    if slot.id not in {each.id for each in listed}:
        slots.record(db, ListedSlot(slot.id, slot.kind, slot.recipient, slot.label))
    return tuple(each.label for each in dropped if each.kind == "officer")


def _have_stream(db: Database) -> DeskCreated | Continued | None:
    """Which stream the desk wrote last, and what that began with, where nothing says it any more.

    Errors: DeskUnavailable("salvage-nothing") where no event of any desk is left.
    """
    if meta(db, STREAM) is None:
        last = streams.last_stream(db, incarnation.PREFIX)
        if last is None:
            raise DeskUnavailable("salvage-nothing", path=STORE)
        set_meta(db, STREAM, last)
    return incarnation.made(db) or incarnation.named_in(meta(db, STREAM) or "")


def _cut_tails(db: Database, keyring: Database, heads: Sequence[Head]) -> tuple[Gap, ...]:
    """The events that were noted outside the store, and are lost at the end of their stream."""
    known = {stream: seq for stream, (seq, _) in keyrings.anchors(keyring).items()}
    for head in heads:
        known[head.stream] = max(head.seq, known.get(head.stream, 0))
    keyrings.forget_anchors(keyring)
    return tuple(
        Gap(stream, streams.head_of(db, stream).seq, None, "")
        for stream, seq in known.items()
        if streams.hash_at(db, stream, seq) is None
    )


def _have_accounts(desk: Desk) -> None:
    """Every officer who holds a key has an account, and one of them looks after the desk."""
    accounts = desk.accounts
    for listed in slots.listed(desk.db):
        if listed.kind == "officer" and listed.id not in accounts:
            fact = OfficerAdded(slot=listed.id, name=listed.label, role="officer")
            Workplace.append(desk, None, [fact])
    accounts = desk.accounts
    if accounts and not any(a.role == "supervisor" and not a.closed for a in accounts.values()):
        first = next((name for name, account in accounts.items() if not account.closed), None)
        if first is not None:
            Workplace.append(desk, None, [OfficerRoleSet(slot=first, role="supervisor")])


def _have_settings(db: Database, stream: str, slot: Slot, now: datetime) -> None:
    """A desk whose settings were lost begins again with those that every desk begins with."""
    try:
        found = desks.office_source(db)
    except DeskUnavailable:
        found = None
    if found is None:
        with writing(db):
            fact = OfficeSet(overlay=content.put(db, overlay.shipped()))
            journal.append(
                db,
                stream=stream,
                filing=None,
                events=[NewEvent(kinds.kind_of(fact), kinds.to_plain(fact))],
                after=None,
                officer=slot.id,
                at=now,
                project=incarnation.of_no_filing,
            )
