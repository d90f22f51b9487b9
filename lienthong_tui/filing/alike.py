"""Whether two filings may be about one person: names, dates and numbers compared, by rules as data.

How two people relate is said aspect by aspect, in the words of `data/alike.toml`:

* a number is the `same`, a `slip` (one digit other, or two neighbours swapped), another or unknown;
* a name is the `same` (however its tone marks are placed), differs in its `tones` and marks only,
  in `spelling` (i for y, hyphens, apostrophes, words written apart), in a `slip` of the keys, has a
  `part` left out or words `swapped`, or is another;
* a birth may be several at once: the `same` day, the `next`, `near`, day and month `swapped`, a
  `year` off, `within` what is known of the other, too `close` for one mother, or another;
* a parent is the `same` by number, `like` by name and birth, another or unknown.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.recall import name_of
from lienthong_tui.people.dates import PartialDate, read_date
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.alike import Birth, Name, Number, Parent, Rule, Rules, Sex
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.text.fold import fold, tone_key

_ID_DIGITS = 12
_SHORTEST_SLIP = 3  # letters of a word in which a slip can be told from another name
# What speaks for two being one, of several the first.
_TOLD = (
    *("same", "tones", "spelling", "slip", "swapped", "part", "next", "near", "year"),
    *("within", "close", "like"),
)
_MARKS = str.maketrans("", "", "'-.")


class Kin(Struct, frozen=True):
    """A parent of somebody who is compared; `birth` is EDTF text."""

    name: str = ""
    id_number: str | None = None
    birth: str | None = None


class Subject(Struct, frozen=True):
    """Whom a filing is about, as far as it is answered; dates are EDTF text, `parents` by role."""

    name: str = ""
    birth: str | None = None
    id_number: str | None = None
    sex: str | None = None
    death: str | None = None
    parents: Mapping[str, Kin] = {}


class Likeness(Struct, frozen=True):
    """How sure it is that two are one, and what speaks for it: `name-tones`, `mother:same` …"""

    level: Literal["certain", "likely"]
    reasons: tuple[str, ...]


def subject_in(definition: Definition, values: Mapping[str, Answer], rules: Rules) -> Subject:
    """Whom `values` (answers that count) tell of."""
    people = {person.role: person for person in definition.person}

    def told(role: str, fact: str) -> str | None:
        value = values.get(people[role].facts.get(fact, ""))
        return None if value is None else str(value)

    role = rules.subject
    death = values.get(rules.death) if rules.death else None
    return Subject(
        name=name_of(people[role], values),
        birth=told(role, "birth"),
        id_number=told(role, "id_number"),
        sex=told(role, "sex"),
        death=None if death is None else str(death).partition("T")[0],
        parents={
            parent: Kin(
                name_of(people[parent], values), told(parent, "id_number"), told(parent, "birth")
            )
            for parent in rules.parents
            if parent in people
        },
    )


def compare(one: Subject, other: Subject, rules: Rules) -> Likeness | None:
    """How alike two are; None where they are not, or too little is known.

    Equal whichever comes first. Twins are told apart by the rules, as far as names go.
    """
    aspects: dict[str, frozenset[str]] = {
        "id": frozenset({numbers(one.id_number, other.id_number)}),
        "name": frozenset({names(one.name, other.name)}),
        "birth": births(one.birth, other.birth, rules),
        "sex": frozenset({_sexes(one.sex, other.sex)}),
        "death": _deaths(one.death, other.death, rules),
    }
    parents: dict[str, Parent] = {
        role: kin(one.parents.get(role, Kin()), other.parents.get(role, Kin()), rules)
        for role in rules.parents
    }
    found = next((rule for rule in rules.rule if _fits(rule, aspects, parents)), None)
    if found is None or found.level == "none":
        return None
    return Likeness(found.level, tuple(_reasons(aspects, parents)))


def _fits(rule: Rule, aspects: Mapping[str, frozenset[str]], parents: Mapping[str, Parent]) -> bool:
    wanted = {aspect: getattr(rule, aspect) for aspect in aspects}
    return all(
        not relations or not aspects[aspect].isdisjoint(relations)
        for aspect, relations in wanted.items()
    ) and all(parents.get(role, "unknown") in relations for role, relations in rule.parent.items())


def _reasons(aspects: Mapping[str, frozenset[str]], parents: Mapping[str, Parent]) -> Iterator[str]:
    for aspect, relations in aspects.items():
        told = next((relation for relation in _TOLD if relation in relations), None)
        if told is not None and aspect != "sex":
            yield f"{aspect}-{told}"
    for role, relation in parents.items():
        if relation in _TOLD:
            yield f"{role}:{relation}"


def numbers(one: str | None, other: str | None) -> Number:
    """How two ID numbers relate. A passport's says nothing of the other's personal number."""
    if not one or not other:
        return "unknown"
    if one == other:
        return "same"
    if len(one) != len(other):
        return "unknown"
    apart = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    swapped = swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return "slip" if swapped or len(apart) == 1 else "other"


def slips(number: str) -> tuple[str, ...]:
    """Every number that is a `slip` away from this personal number; none of another document."""
    if len(number) != _ID_DIGITS or not number.isdecimal():
        return ()
    found = {
        number[:n] + digit + number[n + 1 :] for n in range(_ID_DIGITS) for digit in "0123456789"
    }
    for n in range(_ID_DIGITS - 1):
        found.add(number[:n] + number[n + 1] + number[n] + number[n + 2 :])
    return tuple(sorted(found - {number}))


def names(one: str, other: str) -> Name:
    """How two whole names relate."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return "unknown"
    if tone_key(one) == tone_key(other):
        return "same"
    if fold(one) == fold(other):
        return "tones"
    ours, theirs = [w.replace("y", "i") for w in ours], [w.replace("y", "i") for w in theirs]
    if "".join(ours) == "".join(theirs):
        return "spelling"
    if sorted(ours) == sorted(theirs):
        return "swapped"
    if _part_left_out(*sorted((ours, theirs), key=len)):
        return "part"
    return "slip" if _slipped(ours, theirs) else "other"


def _words(name: str) -> list[str]:
    """The words of a name as they are compared: `H’Lan Niê` → hlan, nie."""
    return [word for word in fold(name).translate(_MARKS).split() if word]


def _called(words: Sequence[str]) -> int:
    """Which word a person is called by: the last, but in names such as H’Lan Niê and Y Moan."""
    first = words[0]
    if first in ("h", "k", "i"):
        return min(1, len(words) - 1)
    highland = len(first) > 2 and first[0] in "hk" and first[1] not in "aeiouh"
    return 0 if highland else len(words) - 1


def _part_left_out(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the shorter is the longer without some words, called by the same one."""
    if len(shorter) < 2 or len(shorter) == len(longer):
        return False
    rest = iter(longer)
    called = shorter[_called(shorter)] == longer[_called(longer)]
    return called and all(word in rest for word in shorter)


def _slipped(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one word was mistyped: keys swapped or doubled, or one letter of the surname.

    Minh and Linh are two names: in any other word another letter makes another name.
    """
    if len(ours) != len(theirs):
        return False
    apart = [n for n, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]]
    one, other = sorted((ours[apart[0]], theirs[apart[0]]), key=len)
    if len(apart) != 1 or len(one) < _SHORTEST_SLIP or len(other) - len(one) > 1:
        return False
    surname = apart[0] == 0 and _called(ours) > 0
    at = next((n for n in range(len(one)) if one[n] != other[n]), len(one))
    if len(one) < len(other):
        dropped = other[:at] + other[at + 1 :] == one
        return dropped and (surname or (at > 0 and other[at] == other[at - 1]))
    if one[at + 1 :] == other[at + 1 :]:
        return surname
    return one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1]


def births(one: str | None, other: str | None, rules: Rules) -> frozenset[Birth]:
    """How two births relate, several ways at once."""
    ours, theirs = read_birth(one), read_birth(other)
    if ours is None or theirs is None:
        return frozenset({"unknown"})
    if not (ours.exact and theirs.exact):
        return frozenset({_partial(ours, theirs)})
    first, second = sorted((ours.earliest, theirs.earliest))
    if first == second:
        return frozenset({"same"})
    apart = (second - first).days
    holds: dict[Birth, bool] = {
        "next": apart == 1,
        "near": apart <= rules.days,
        "swapped": first.year == second.year
        and (first.month, first.day) == (second.day, second.month),
        "year": second.year == first.year + 1
        and (first.month, first.day) == (second.month, second.day),
        "close": apart > rules.days and second < _months_after(first, rules.months),
    }
    return frozenset(name for name, true in holds.items() if true) or frozenset({"other"})


def _partial(ours: PartialDate, theirs: PartialDate) -> Birth:
    if ours.earliest <= theirs.latest and theirs.earliest <= ours.latest:
        return "within"
    return "year" if abs(ours.earliest.year - theirs.earliest.year) == 1 else "other"


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; a day that month has not is its 28th."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, min(day.day, 28))


def read_birth(edtf: str | None) -> PartialDate | None:
    """The date told by EDTF text; None where none is, or it is another kind of text."""
    try:
        return read_date(edtf) if edtf else None
    except Problem:
        return None


def _sexes(one: str | None, other: str | None) -> Sex:
    if not one or not other:
        return "unknown"
    return "same" if one == other else "other"


def _deaths(one: str | None, other: str | None, rules: Rules) -> frozenset[str]:
    relations = births(one, other, rules)
    kept = relations & {"same", "near", "unknown"}
    return frozenset(kept or {"near" if "within" in relations else "other"})


def kin(one: Kin, other: Kin, rules: Rules) -> Parent:
    """How two parents relate; of a name alone nothing is concluded."""
    number = numbers(one.id_number, other.id_number)
    if number == "same":
        return "same"
    name = names(one.name, other.name)
    if name == "unknown":
        return "other" if number == "other" else "unknown"
    birth = births(one.birth, other.birth, rules)
    if name == "other":
        return "other"
    if number == "slip":
        return "like"
    if number == "other":
        return "like" if name in ("same", "tones") and "same" in birth else "other"
    if birth & {"same", "swapped", "within", "near", "year"}:
        return "like"
    return "unknown" if "unknown" in birth else "other"
