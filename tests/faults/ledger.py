"""What officers were told is stored, held against what is: counted without asking the program.

An `Entry` is one filing as its officer knows it: a fact is `known` once the screen has acknowledged
it, and `sent` from the key that gives it until then. After a fault a fact that is known has to be
in the store, a fact that was sent may be, and nothing else may.
"""

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from itertools import permutations
from pathlib import Path

from store.sample import everything

from faults.birth import Birth, Reply
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.filing import Filing
from lienthong_tui.packets import packet
from lienthong_tui.problems import Problem
from lienthong_tui.store import content, journal

Facts = Mapping[str, object]

ANY = "(not known beforehand)"
"""What is sent without its officer knowing what it will be, such as a reference."""

REFERENCE, EXPORTED, NOTICE, PLEDGE, SEEN = "reference", "exported", "notice", "pledge", "original"


def paper(sha256: str) -> str:
    """The fact that a paper is attached."""
    return f"paper {sha256}"


@dataclass(frozen=True)
class Counts:
    """What went wrong. `lost`: facts acknowledged and not stored. `ghosts`: filings and facts that
    nobody gave. `repeated`: references given twice. `unreadable`: stores that do not open or
    verify, filings that do not fold, packets that are not whole, tables that are not what the
    journal says."""

    lost: int = 0
    ghosts: int = 0
    repeated: int = 0
    unreadable: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass
class Entry:
    """One filing of `birth`, which is what its officer has to type. `texts` were seen in their
    fields and have to outlive an orderly end. `filing` is its id in the store, once found there."""

    birth: Birth
    known: dict[str, object] = field(default_factory=dict)
    sent: dict[str, object] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    filing: str | None = None

    def acknowledge(self, facts: Facts) -> None:
        """The screen says that these are stored."""
        for name, value in facts.items():
            self.sent.pop(name, None)
            self.known[name] = value
            self.texts.pop(name, None)


def facts_of(filing: Filing) -> dict[str, object]:
    """What the store says of a filing, in the words of the ledger."""
    facts: dict[str, object] = dict(filing.answers)
    facts |= {paper(each.content): True for each in filing.attachments}
    if filing.originals_seen:
        facts[SEEN] = True
    if filing.notice is not None:
        facts[NOTICE] = True
    if filing.pledge is not None:
        facts[PLEDGE] = filing.pledge.how
    if filing.completed is not None:
        facts[REFERENCE] = filing.completed.reference
    if filing.packets and all(each.content in filing.delivered for each in filing.packets):
        facts[EXPORTED] = True
    return facts


@dataclass(frozen=True)
class Difference:
    """One filing as its officer knows it and as it is stored: the facts lost, and the ghosts."""

    lost: tuple[str, ...]
    ghosts: tuple[str, ...]

    @property
    def counts(self) -> Counts:
        """How many of each."""
        return Counts(lost=len(self.lost), ghosts=len(self.ghosts))


def compared(entry: Entry, filing: Filing | None, *, orderly: bool) -> Difference:
    """One filing as its officer knows it, and as it is stored.

    After an `orderly` end what was half typed in a field that was being answered is kept, too.
    """
    stored = {} if filing is None else facts_of(filing)
    half = {} if filing is None else filing.half_typed

    def may_be(name: str, value: object) -> bool:
        if name in entry.texts:  # half a choice that names one only is that one
            return value in (entry.texts[name], entry.birth[name].answer)
        return name in entry.sent and (
            entry.sent[name] in (ANY, value) or (orderly and _begins(entry.birth.get(name), value))
        )

    lost = [
        f"{name}: known {value!r}, stored {stored.get(name)!r}"
        for name, value in entry.known.items()
        if stored.get(name) != value and not (name in stored and may_be(name, stored[name]))
    ]
    lost += [
        f"{name}: seen {text!r}, half typed {half.get(name)!r}, stored {stored.get(name)!r}"
        for name, text in entry.texts.items()
        if text != half.get(name) and not (name in stored and may_be(name, stored[name]))
    ]
    ghosts = [
        f"{name}: stored {value!r}"
        for name, value in stored.items()
        if entry.known.get(name) != value and not may_be(name, value)
    ]
    ghosts += [
        f"{name}: half typed {text!r}"
        for name, text in half.items()
        if entry.texts.get(name) != text and not (orderly and name in entry.sent)
    ]
    return Difference(tuple(lost), tuple(ghosts))


def _begins(reply: Reply | None, value: object) -> bool:
    """Whether that may be what stood half typed: a part of the text, of a date, of a choice."""
    if reply is None or reply.answer is None:
        return False
    text = isinstance(reply.answer, str) and reply.keys == f"{reply.answer}\r"
    return str(reply.answer).startswith(str(value)) if text else True


@dataclass
class Ledger:
    """What the officers of one desk know; `references` are those that a screen ever showed."""

    entries: list[Entry] = field(default_factory=list)
    references: dict[str, Entry] = field(default_factory=dict)

    def copied(self) -> "Ledger":
        """As it is now, to be held against something that did not really happen."""
        return copy.deepcopy(self)

    def ahead(self, later: "Ledger") -> "Ledger":
        """What is known here has to be there, and what `later` knows beyond it may be."""
        found = self.copied()
        for number, entry in enumerate(later.entries):
            if number == len(found.entries):
                found.entries.append(Entry(entry.birth, filing=entry.filing))
            known, maybe = found.entries[number], {**entry.known, **entry.sent}
            known.sent |= {
                n: v for n, v in maybe.items() if n not in known.known or known.known[n] != v
            }
        return found

    def begin(self, birth: Birth) -> Entry:
        """A filing is begun; nothing of it is stored yet."""
        entry = Entry(birth)
        self.entries.append(entry)
        return entry

    def tell_reference(self, reference: str, entry: Entry) -> Counts:
        """A screen shows the reference of a filing."""
        before = self.references.setdefault(reference, entry)
        return Counts(repeated=before is not entry)

    def hold_against(self, desk: Desk, *, orderly: bool = False, thorough: bool = True) -> Counts:
        """Count, and go on with what is stored: nothing is counted twice.

        `thorough`: every packet is read, and the tables are made again and compared.
        """
        counts, filings = _folded(desk)
        for entry, filing in self._matched(filings, orderly=orderly):
            if entry is None:
                counts += Counts(ghosts=1)
            else:
                found = compared(entry, filing, orderly=orderly)
                for fact in (*found.lost, *found.ghosts):
                    print(f"{entry.filing}: {fact}")
                counts += found.counts
                _settle(entry, filing)
        self.entries = [entry for entry in self.entries if entry.filing is not None]
        counts += self._repeated(filings)
        return counts + whole(desk, filings, thorough=thorough)

    def _matched(
        self, filings: Mapping[str, Filing], *, orderly: bool
    ) -> Iterator[tuple[Entry | None, Filing | None]]:
        """Each filing as it is known and as it is stored; None for what is not there."""
        known = {entry.filing for entry in self.entries}
        for entry in self.entries:
            if entry.filing is not None:
                yield entry, filings.get(entry.filing)
        begun = [entry for entry in self.entries if entry.filing is None]
        new: list[Filing | None] = [f for name, f in filings.items() if name not in known]
        # The store gives no filing a name that its officer reads: the best match is the true one.
        spare = [*new, *[None] * len(begun)]
        best = min(
            (order for order in permutations(spare, len(begun))),
            key=lambda order: _badness(begun, order, orderly=orderly),
        )
        yield from zip(begun, best, strict=True)
        yield from ((None, filing) for filing in new if not any(filing is f for f in best))

    def _repeated(self, filings: Mapping[str, Filing]) -> Counts:
        given = [f.completed.reference for f in filings.values() if f.completed is not None]
        counts = Counts(repeated=len(given) - len(set(given)))
        for entry in self.entries:
            reference = entry.known.get(REFERENCE)
            if isinstance(reference, str):
                counts += self.tell_reference(reference, entry)
        return counts


def _badness(begun: list[Entry], order: tuple[Filing | None, ...], *, orderly: bool) -> int:
    found = [compared(e, f, orderly=orderly) for e, f in zip(begun, order, strict=True)]
    return sum(len(each.lost) + len(each.ghosts) for each in found)


def _settle(entry: Entry, filing: Filing | None) -> None:
    entry.sent.clear()
    entry.texts = {} if filing is None else dict(filing.half_typed)
    entry.known = {} if filing is None else facts_of(filing)
    entry.filing = None if filing is None else filing.id


def _folded(desk: Desk) -> tuple[Counts, dict[str, Filing]]:
    filings, broken = {}, 0
    for name in journal.filings(desk.db):
        try:
            filings[name] = desk.filing(name)[0]
        except Exception:  # whatever it is: somebody's filing cannot be read
            broken += 1
    return Counts(unreadable=broken), filings


def whole(desk: Desk, filings: Mapping[str, Filing], *, thorough: bool) -> Counts:
    """Whether the journal verifies; and, `thorough`, whether all that hangs on it is whole."""
    counts = Counts()
    try:
        desk.verify()
    except Problem:
        counts += Counts(unreadable=1)
    if not thorough:
        return counts
    for filing in filings.values():
        try:
            told = [packet.read(data).contents.reference for _, data in desk.packets(filing)]
            counts += Counts(unreadable=sum(each != filing.reference for each in told))
            for paper in filing.attachments:
                content.get(desk.db, paper.content)
        except Problem:
            counts += Counts(unreadable=1)
    before = everything(desk.db)
    desk.rebuild()
    return counts + Counts(unreadable=everything(desk.db) != before)


def in_order(desk: Desk, ledger: Ledger) -> Counts:
    """Whether the journal has the references in the order in which they were told."""
    completed = {str(f.reference): name for name, f in _folded(desk)[1].items()}
    at = [
        recorded.position
        for reference in ledger.references
        for recorded in journal.outline_of(desk.db, completed.get(reference, ""), ())
        if recorded.envelope.kind == "filing.completed"
    ]
    return Counts(unreadable=int(at != sorted(at) or len(at) != len(ledger.references)))


def brought_out(desk: Desk, *sticks: Path) -> Counts:
    """Whether what was told to lie on a stick does, and nothing under a packet's name is half."""
    lying = [hashlib.sha256(f.read_bytes()).hexdigest() for s in sticks for f in s.glob("*.zip")]
    counts, packets = Counts(), set[str]()
    for filing in _folded(desk)[1].values():
        packets |= {each.content for each in filing.packets}
        counts += Counts(lost=len(filing.delivered.difference(lying)))
    return counts + Counts(unreadable=sum(each not in packets for each in lying))
