"""Finding labels by the beginnings of their words, marks not needed, among many thousands."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from sys import intern

from lienthong_tui.text.fold import fold

_LAST = "\U0010ffff"


class WordIndex:
    """An index over `labels`: built once, asked at every key."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._folded = [fold(label).replace(",", "") for label in labels]
        words = sorted(
            (intern(word), place)  # thousands of labels are made of a few thousand words
            for place, label in enumerate(self._folded)
            for word in set(label.split())
        )
        self._words = [word for word, _ in words]
        self._places = [place for _, place in words]

    def find(self, typed: str) -> Sequence[int]:
        """The places of the labels in which every word typed begins a word.

        First those that begin with the first word typed, else in their own order; none for "".
        """
        typed_words = fold(typed).replace(",", " ").split()
        if not typed_words:
            return ()
        hits = set.intersection(*map(self._beginning, typed_words))
        return sorted(
            hits, key=lambda place: (not self._folded[place].startswith(typed_words[0]), place)
        )

    def _beginning(self, word: str) -> set[int]:
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + _LAST)
        return set(self._places[first:last])
