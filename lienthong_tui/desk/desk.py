"""A desk as the screens and commands see it: who has it open and may do what, and what is in it.

The folder and its keys are `vault`'s; here it gets its stream of events, its office settings and
the one `append` every change goes through. How long it is open is a `session`.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from lienthong_tui.access import accounts as account_fold
from lienthong_tui.access import permits
from lienthong_tui.access.accounts import Account
from lienthong_tui.access.permits import Act, Holder
from lienthong_tui.desk import founding, incarnation, vault
from lienthong_tui.desk.projecting import projector
from lienthong_tui.desk.recovering import CutOff
from lienthong_tui.desk.workplace import Clock, Workplace
from lienthong_tui.filing import kinds
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import OfficeSet
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.filing import Filing
from lienthong_tui.problems import DeskUnavailable, Problem, Refused
from lienthong_tui.procedures import overlay
from lienthong_tui.store import chain, content, journal, projections, streams
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.meta import STREAM, meta
from lienthong_tui.store.projections import Line
from lienthong_tui.store.search import EVERYTHING, Filter, lookup
from lienthong_tui.store.sqlcipher import Database
from lienthong_tui.store.streams import Head

log = logging.getLogger(__name__)

WRITTEN = "events-version"
"""The key of `meta` under which stands of which version the events of the desk may be."""


@dataclass(frozen=True)
class Desk(Workplace):
    """An open desk, and who opened it.

    `alarms` are what whoever opened it has to be told. `last_seen` is the last time nobody
    doubted, where the clock is far from it (`opening.doubted`): the date is to be confirmed.
    `cut_off` is what was found after a program that had it open was cut off.
    """

    unlocked: vault.Unlocked
    alarms: tuple[Problem, ...] = ()
    last_seen: datetime | None = None
    cut_off: CutOff | None = None
    _accounts: dict[int | None, Mapping[str, Account]] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        """The store of the folder that was unlocked."""
        return self.unlocked.db

    @property
    def holder(self) -> str:
        """The slot that unlocked it."""
        return self.unlocked.officer

    @property
    def phone_label(self) -> str:
        """What the desk is called among the entries on an officer's phone, in ASCII."""
        return founding.phone_label(self.commune, self.number)

    @property
    def accounts(self) -> Mapping[str, Account]:
        """The officers of the desk by slot, as the journal has them now."""
        last = journal.last_of(self.db, account_fold.KINDS)
        if last not in self._accounts:  # asked for with every answer, and they rarely change
            recorded = journal.desk_events(self.db, account_fold.KINDS)
            payloads = (kinds.from_plain(r.envelope.kind, r.payload) for r in recorded)
            self._accounts.clear()
            self._accounts[last] = account_fold.accounts(payloads)
        return self._accounts[last]

    @property
    def officer_names(self) -> dict[str, str]:
        """What the officers are called, by slot."""
        return {slot: account.name for slot, account in self.accounts.items()}

    @property
    def account(self) -> Account | None:
        """Whose desk it is now; None where a key opened it."""
        return self.accounts.get(self.unlocked.officer)

    def require(self, act: Act) -> None:
        """Let an act pass, or not. Errors: those of `permits.require`; Refused("account-due") to
        an officer who has first to choose a password and to enrol a phone."""
        account, kind = self.account, self.unlocked.kind
        if account is None and kind not in ("unattended", "recovery"):
            raise Refused("not-permitted", act=act, holder=kind)
        holder = cast(Holder, account.role if account else kind)
        permits.require(act, holder, self.unlocked.proved, self.clock())
        if account and account.closed:
            raise Refused("not-permitted", act=act, holder=holder)
        if account and act != "own-account" and (account.password_due or account.phone_due):
            raise Refused("account-due")

    def may(self, act: Act) -> bool:
        """Whether `require` lets an act pass, once the password was given where that is needed."""
        try:
            self.require(act)
        except Refused as problem:
            return problem.code == "proof-needed"
        return True

    def proved(self, password: str) -> "Desk":
        """The desk with its holder proved by the password. Errors: those of `vault.prove`."""
        return replace(self, unlocked=vault.prove(self.unlocked, password, self.clock()))

    def append(
        self, filing: str | None, payloads: Sequence[Any], *, after: int | None = None
    ) -> list[Recorded]:
        """As `Workplace.append`, by the officer signed in.

        Errors: those of `require` ("work") for facts about a filing, and of `journal.append`;
        Refused("filing-elsewhere") with `desk`, the number of the desk that has it, but for looks.
        """
        if filing is not None:
            self.require("work")
            desk = projections.elsewhere(self.db, filing)
            if desk is not None and not all(kinds.kind_of(p) in kinds.LOOKS for p in payloads):
                raise Refused("filing-elsewhere", desk=desk)
        return super().append(filing, payloads, after=after)

    def lookup(self, text: str, only: Filter = EVERYTHING) -> list[Line]:
        """Filings that `text` may mean and `only` leaves, newest first."""
        return lookup(self.db, text, local_day(self.clock()), only)

    def packets(self, filing: Filing) -> tuple[tuple[SealedPacket, bytes], ...]:
        """The sealed packets of a filing with their bytes; none before it is completed.

        Errors: DeskUnavailable("content-missing") or ("content-damaged").
        """
        return tuple((packet, content.get(self.db, packet.content)) for packet in filing.packets)

    def verify(self, heads: Iterable[str] = ()) -> chain.Report:
        """The journal's report, when it is whole and has every one of `heads`.

        Errors: Problem("journal-broken"); those of `chain.check_head`.
        """
        report = chain.verify_journal(self.db)
        for head in heads:
            chain.check_head(self.db, head)
        return report

    def rebuild(self) -> int:
        """Make the projections again from the journal; returns how many filings."""
        journal.rebuild(self.db, projector(self.group))
        return len(journal.filings(self.db))

    def day_head(self, day: date) -> Head | None:
        """The last event of a day, UTC+7: printed on its register, it anchors what came before."""
        end = time_text(datetime.combine(day + timedelta(days=1), time(), VIETNAM))
        heads = (streams.head_before(self.db, s, end) for s in incarnation.streams(self.db))
        return next(filter(None, heads), None)

    def head(self) -> str:
        """The stream's last event as `seq:hash`, to be noted outside the desk."""
        head = streams.head_of(self.db, self.stream)
        return f"{head.seq}:{head.hash.hex()}" if head.seq else "0:"


def overlays_set(db: Database) -> list[str]:
    """The overlays that were ever set, whoever did, by hex SHA-256: the last is in force."""
    recorded = journal.desk_events(db, "desk.office_set")
    payloads = (kinds.from_plain(r.envelope.kind, r.payload) for r in recorded)
    return [payload.overlay for payload in payloads if isinstance(payload, OfficeSet)]


def office_source(db: Database) -> bytes | None:
    """The overlay in force; None in a desk that was never furnished."""
    chosen = overlays_set(db)
    return content.get(db, chosen[-1]) if chosen else None


def read_desk(unlocked: vault.Unlocked, clock: Clock) -> Desk:
    """The desk of an unlocked folder as it is: nothing is looked at and nothing recorded.

    Errors: DeskUnavailable("desk-unfinished"), ("store-newer").
    """
    if int(meta(unlocked.db, WRITTEN) or 0) > kinds.VERSION:
        raise DeskUnavailable("store-newer", unknown=["events"])
    stream, made = meta(unlocked.db, STREAM), incarnation.made(unlocked.db)
    source = office_source(unlocked.db)
    if stream is None or made is None or source is None:
        raise DeskUnavailable("desk-unfinished")
    return Desk(
        unlocked=unlocked,
        clock=clock,
        stream=stream,
        commune=made.commune,
        number=made.desk_number,
        demo=made.demo,
        office=overlay.decode(source),
        office_source=source,
    )
