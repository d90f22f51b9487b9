"""Other filings of this desk that may be about the same person, and what was decided of them.

Candidates come from indexes, each is then read from the journal and compared as it stands now.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.looking import look
from lienthong_tui.desk.reading import Reading
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.alike import (
    Likeness,
    Subject,
    compare,
    names,
    read_birth,
    slips,
    subject_in,
)
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.events import Compared, Viewed, Withdrawn
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline, outline_of
from lienthong_tui.people.dates import PartialDate
from lienthong_tui.problems import Busy, Problem, Unusable
from lienthong_tui.procedures.alike import Rules, rules_of
from lienthong_tui.procedures.loading import Group
from lienthong_tui.store import alike as candidates
from lienthong_tui.store import projections
from lienthong_tui.store.alike import Person
from lienthong_tui.store.projections import Line
from lienthong_tui.store.sqlcipher import writing

RULE = "alike"
"""The rule of the findings made here; their field is the other filing's id."""

MOST = 20
"""Filings that are read and compared for one search, the latest started first."""


@dataclass(frozen=True)
class Alike:
    """Another filing that may be about the same person. `theirs` is what was decided there of this
    one, `ours` what was decided here."""

    line: Line
    subject: Subject
    likeness: Likeness
    theirs: Compared | None = None
    ours: Compared | None = None

    @property
    def verdict(self) -> str | None:
        """What holds: `same` (this one must not go on), `different`, or None: to be decided.

        Whoever said there that the two are one stopped that filing, and this one goes on.
        """
        if self._holds(self.ours):
            return self.ours.verdict if self.ours else None
        return "different" if self._holds(self.theirs) else None

    def _holds(self, said: Compared | None) -> bool:
        """What was decided of a likely pair is decided anew once it is certain."""
        return said is not None and (
            said.verdict == "same" or said.level == "certain" or self.likeness.level == "likely"
        )


@dataclass(frozen=True)
class Search:
    """Whom was searched for, and what was found, the latest started first."""

    subject: Subject
    found: tuple[Alike, ...] = ()

    @property
    def open(self) -> tuple[Alike, ...]:
        """What keeps the filing from being completed: undecided, or decided to be the same."""
        return tuple(alike for alike in self.found if alike.verdict != "different")


def search(
    desk: Workplace, filing: Filing, outlined: Outline, known: Search | None = None
) -> Search:
    """Who else may be meant by a filing that is being declared.

    What is `known` already is not searched for again while the filing tells of the same person.
    """
    rules = rules_of(outlined.group.definition)
    subject = subject_in(outlined.group.definition, outlined.values, rules)
    if known is None or known.subject != subject:
        known = Search(subject, tuple(_found(desk, outlined.group, subject, rules, filing)))
    decided = (replace(a, ours=filing.compared.get(a.line.filing)) for a in known.found)
    return Search(subject, tuple(decided))


def findings(searched: Search) -> Iterator[Finding]:
    """What is to be said of a search before completion."""
    for alike in searched.open:
        about = {"reference": alike.line.reference, "received": _received(alike.line)}
        problem = Problem("alike-undecided", why=alike.likeness.reasons, **about)
        if alike.verdict == "same":
            problem = Problem("alike-same", **about)
        yield Finding("error", 6, alike.line.filing, RULE, problem)


def stop(desk: Workplace, alike: Alike, going_on: str, reason: str) -> None:
    """Give the other filing up, while it is declared, because the one `going_on` is made instead.

    Errors: Busy("filing-completed") where it was completed meanwhile; those of `Desk.append`.
    """
    level = alike.likeness.level
    fact = Compared(other=going_on, verdict="same", reason=reason, level=level)
    with writing(desk.db):
        other, position = desk.filing(alike.line.filing)
        if other.completed is not None:
            raise Busy("filing-completed")
        desk.append(other.id, [fact, Withdrawn(reason=reason)], after=position)


def uncover(desk: Desk, alike: Alike) -> None:
    """Let the other filing be read whole, which its journal tells. Errors: of `Desk.require`."""
    desk.require("compare")
    look(desk, alike.line.filing, Viewed(why="compared"))


def noticed(desk: Desk, reading: Reading) -> Reading:
    """The `reading` of a case file, told of the latest filing that may be about the same person.

    It blocks nothing: a filing may have to be made again, and nobody is there to decide.
    """
    group = reading.case.group
    rules = rules_of(group.definition)
    subject = subject_in(group.definition, reading.outlined.values, rules)
    alike = next(_found(desk, group, subject, rules, None), None)
    if alike is None:
        return reading
    person = next(p for p in group.definition.person if p.role == rules.subject)
    field = person.parts[-1]
    problem = Problem(
        "filed-before",
        reference=alike.line.reference,
        received=_received(alike.line),
        why=alike.likeness.reasons,
    )
    found = Finding("info", group.step_of(field), field, problem.code, problem)
    told = sorted([*reading.findings, found], key=lambda finding: finding.step)
    return replace(reading, findings=tuple(told))


def _received(line: Line) -> datetime | None:
    return datetime.fromisoformat(line.received) if line.received else None


def _found(
    desk: Workplace, group: Group, subject: Subject, rules: Rules, filing: Filing | None
) -> Iterator[Alike]:
    """The filings that compare as alike, the latest started first."""
    own = filing.id if filing else None
    people = _candidates(desk, group.definition.group, subject, rules)
    begun = sorted({(p.started, p.filing) for p in people if p.filing != own}, reverse=True)
    for line in projections.lines_of(desk.db, [filing for _, filing in begun[:MOST]]):
        try:
            other, _ = desk.filing(line.filing)
        except Unusable:
            continue  # erased since
        given_up = other.state == "withdrawn"
        if given_up or (filing is not None and _of_one_birth(filing, other)):
            continue
        pinned = desk.group(other.started.definition)
        values = outline_of(pinned, other).values
        told = subject_in(pinned.definition, values, rules)
        likeness = compare(subject, told, rules)
        if likeness is not None:
            theirs = other.compared.get(own) if own else None
            yield Alike(line, told, likeness, theirs)


def _of_one_birth(one: Filing, other: Filing) -> bool:
    """Whether one was begun from the other, or both from a third: twins, triplets."""
    families = [{filing.id, filing.started.after} - {None} for filing in (one, other)]
    return not families[0].isdisjoint(families[1])


def _candidates(desk: Workplace, group: str, subject: Subject, rules: Rules) -> Iterator[Person]:
    """Whose filings are worth reading: found by a number, or by a birth or name that goes with the
    name."""
    role, db = rules.subject, desk.db
    if subject.id_number:
        numbers = (subject.id_number, *slips(subject.id_number))
        yield from candidates.by_numbers(db, group, role, numbers)
    for parent, kin in subject.parents.items():
        if kin.id_number:
            yield from candidates.by_numbers(db, group, parent, [kin.id_number])
    if not subject.name:
        return
    near = candidates.Found()
    if (birth := read_birth(subject.birth)) is not None:
        year = birth.earliest.year
        near += candidates.by_births(db, group, role, _told_as(birth, rules.days))
        if not birth.exact:
            near += candidates.born_within(db, group, role, year - 1, year + 1)
    if birth is not None or subject.death:  # a name alone is never enough
        near += candidates.named(db, group, role, subject.name, unborn=birth is not None)
    yield from (person for person in near if names(subject.name, person.name) != "other")


def _told_as(birth: PartialDate, days: int) -> set[str]:
    """The texts that may stand for a birth elsewhere, but for all days of a year or month."""
    first = birth.earliest
    years = {f"{first.year + by}{birth.text[4:]}" for by in (-1, 0, 1)}
    told = years | {text[:4] for text in years} | {birth.text[:7]}
    if birth.exact:
        told |= {(first + timedelta(days=by)).isoformat() for by in range(-days, days + 1)}
        if first.day <= 12:
            told.add(date(first.year, first.day, first.month).isoformat())
    return told
