"""How the choices of a question are found by typing: words of the name, marks not needed."""

import heapq
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from lienthong_tui.people import lists, places
from lienthong_tui.procedures.questions import Field
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.wording import NO, YES
from lienthong_tui.text.fold import fold
from lienthong_tui.text.index import WordIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the value that is kept, the text that is shown, and other words for it."""

    value: str | bool
    label: str
    also: tuple[str, ...] = ()


Find = Callable[[str], Sequence[Choice]]
"""The choices there are for what was typed."""

_ORDERED = 40
_UNITS = "xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh"
_KINDS = re.compile(rf"(^|, )(?:{_UNITS}) (?=[^ ,])")
_KIND_ANYWHERE = re.compile(rf"\b(?:{_UNITS})\b")


def finder(
    field: Field,
    language: Language,
    *,
    home: str,
    known: Callable[[], Sequence[str]] = tuple,
) -> Find | None:
    """How the choices of a field are found by typing; None for a field of text.

    `home` is the code of the commune the filing is made in; `known` gives those told of in it.
    """
    if field.type == "boolean":
        return among((Choice(True, tr(YES, language)), Choice(False, tr(NO, language))))
    if field.type == "commune":
        return communes_near(home, known)
    if field.type == "province":
        own = places.commune(home).province_code
        listed = sorted(places.provinces().values(), key=lambda p: (p.code != own, fold(p.name)))
        return among([Choice(p.code, p.full_name) for p in listed])
    if field.list:
        entries = lists.reference(field.list)
        return among([Choice(code, name) for code, name in entries.items()])
    if field.options:
        return among([Choice(o.value, pick(o.label, language), o.also) for o in field.options])
    return None


def among(choices: Sequence[Choice]) -> Find:
    """How some of `choices` are found: those first that begin as typed, all before that."""
    folded = [([fold(text) for text in (each.label, *each.also)], each) for each in choices]

    def find(typed: str) -> Sequence[Choice]:
        words = fold(typed).split()
        if not words:
            return choices
        hits = [
            (not any(key.startswith(words[0]) for key in keys), choice)
            for keys, choice in folded
            if any(_has_words(key, words) for key in keys)
        ]
        return [choice for _, choice in sorted(hits, key=itemgetter(0))]

    return find


def communes_like(typed: str) -> Sequence[Choice]:
    """Communes whose name or province has words beginning as typed, then those that took over one
    that was called so; none before anything is typed.

    A former commune that was split stands here once for each part of it.
    """
    return _ranked(typed, lambda _: 0)


def communes_near(home: str, known: Callable[[], Sequence[str]] = tuple) -> Find:
    """`communes_like`, of those called so the nearest first.

    Before anything is typed it is `home`, and those `known` in the filing.
    """
    province = places.commune(home).province_code

    def distance(choice: Choice) -> int:
        commune = places.commune(str(choice.value))
        return 0 if commune.code == home else 1 if commune.province_code == province else 2

    def find(typed: str) -> Sequence[Choice]:
        if not typed.strip():
            codes = dict.fromkeys((home, *known()))
            return [Choice(code, places.commune_label(code)) for code in codes]
        return _ranked(typed, distance)

    return find


def _ranked(typed: str, distance: Callable[[Choice], int]) -> Sequence[Choice]:
    """The nearest of all first, then those called so, near ones and today's before others.

    A kind of unit typed before the name says nothing; but Quán Toan is no quận. Of hundreds only
    the first are put in order: no more are drawn before more is typed.
    """
    bare, whole = _without_kinds(typed), fold(typed)
    # One letter: today's alone. "Phường 5" is more than one.
    indexes = _communes()[: len(whole.strip())]
    found = _found(bare, distance, indexes)
    if bare != whole and not any(inside == 0 for _, inside, *_ in found):
        found = _found(whole, distance, indexes) or found
    if not found:  # "phường Võ Thị Sáu quận 3", as it is said, without a comma
        found = _found(_KIND_ANYWHERE.sub(" ", whole), distance, indexes)
    first = heapq.nsmallest(_ORDERED, found, key=lambda entry: entry[:4])
    rest = found if len(found) > _ORDERED else []
    return list(dict.fromkeys(entry[4] for entry in (*first, *rest)))


def _found(
    typed: str, distance: Callable[[Choice], int], indexes: Sequence["_Indexed"]
) -> list[tuple[bool, int, int, int, Choice]]:
    """What is found, each behind what it is put in order by."""
    return [
        (bool((away := distance(choice)) or former), inside, away, former, choice)
        for former, indexed in enumerate(indexes)
        for inside, choice in indexed.find(typed)
    ]


def warm() -> None:
    """Build what finding a commune needs: a quarter of a second that no key should wait for."""
    _communes()


@dataclass(frozen=True)
class _Indexed:
    """Choices, and the index over what they are found by."""

    found_by: WordIndex
    choices: Sequence[Choice]
    names: Sequence[str]

    def find(self, typed: str) -> list[tuple[int, Choice]]:
        """What is found: 0 with those whose own name begins as typed, 1 with those whose own name
        has it, 2 with those that lie in what has it. One word is too little to begin with."""
        words = typed.split()

        def inside(name: str) -> int:
            if len(words) > 1 and (name.startswith(typed) or typed.startswith(f"{name} ")):
                return 0
            return 1 if _has_words(name, words) else 2

        places = self.found_by.find(typed)
        return [(inside(self.names[place]), self.choices[place]) for place in places]


@cache
def _communes() -> tuple[_Indexed, ...]:
    """Communes of today, and former ones as those that took them over."""
    today = {code: places.commune_label(code) for code in places.communes()}
    former: dict[Choice, str] = {}
    for old in places.former_communes():
        for code in old.successors:
            # In its own district it is found by today's name; another of that name may be meant.
            was = f"{old.name}, {old.district}"
            if not old.province.endswith(places.province(places.commune(code).province_code).name):
                was = old.label
            former.setdefault(Choice(code, f"{today[code]} ← {was}"), old.label)
    return tuple(
        _Indexed(
            WordIndex(bare := [_without_kinds(label) for label in labels.values()]),
            list(labels),
            [label.partition(",")[0] for label in bare],
        )
        for labels in ({Choice(code, label): label for code, label in today.items()}, former)
    )


def _without_kinds(text: str) -> str:
    """The text folded, without the kinds of units before their names: every other one is a xã."""
    return _KINDS.sub(r"\1", fold(text))


def _has_words(key: str, words: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the folded name."""
    parts = key.split()
    return all(any(part.startswith(word) for part in parts) for word in words)
