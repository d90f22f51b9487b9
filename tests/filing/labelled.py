"""The labelled pairs of fictional people, and how well the comparison tells them apart.

`alike.csv`: a pair a line; `truth` is `same` or `different` as a person at the desk would say, and
not as the rules do.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lienthong_tui.filing.alike import Kin, Likeness, Subject, compare
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.alike import Rules, rules_of

PAIRS = Path(__file__).with_name("alike.csv")


class Pair(NamedTuple):
    """Two people, and whether they are one."""

    group: str
    same: bool
    case: str
    one: Subject
    other: Subject

    @property
    def found(self) -> Likeness | None:
        """What the rules of the group say."""
        return compare(self.one, self.other, _rules()[self.group])


class Figures(NamedTuple):
    """How many were found, how many of them rightly, and how many there are to be found."""

    found: int
    rightly: int
    there: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.rightly / self.found

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.rightly / self.there


@cache
def _rules() -> dict[str, Rules]:
    latest = sorted(loading.shipped(), key=lambda group: group.definition.effective_from)
    return {group.definition.group: rules_of(group.definition) for group in latest}


@cache
def pairs() -> Sequence[Pair]:
    """Every pair."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return tuple(_read(csv.DictReader(file)))


def figures(level: str, group: str | None = None) -> Figures:
    """Of what is `certain`, or of all that is found (`likely`)."""
    levels = ("certain",) if level == "certain" else ("certain", "likely")
    asked = [pair for pair in pairs() if group in (None, pair.group)]
    found = [pair for pair in asked if pair.found is not None and pair.found.level in levels]
    rightly = sum(1 for pair in found if pair.same)
    return Figures(len(found), rightly, sum(1 for pair in asked if pair.same))


def _read(lines: "csv.DictReader[str]") -> Iterator[Pair]:
    for line in lines:
        yield Pair(
            line["group"],
            line["truth"] == "same",
            line["case"],
            _subject(line, ""),
            _subject(line, "_2"),
        )


def _subject(line: dict[str, str], end: str) -> Subject:
    def told(column: str) -> str | None:
        return line[column + end] or None

    def parent(role: str) -> Kin:
        name = unicodedata.normalize("NFC", told(role) or "")
        return Kin(name, told(f"{role}_id"), told(f"{role}_birth"))

    return Subject(
        name=told("name") or "",
        birth=told("birth"),
        id_number=told("id_number"),
        sex=told("sex"),
        death=told("death"),
        parents={role: parent(role) for role in ("mother", "father")},
    )
