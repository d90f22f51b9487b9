"""The one gate text passes when it enters: typed, pasted, scanned, imported or read from a file.

What leaves is NFC, has plain single spaces and nothing a reader cannot see: a terminal escape, a
bidi mark or a zero-width letter in a name would be drawn, printed and compared wrongly for ever.
Such characters are refused rather than dropped, because their place tells what was pasted wrongly.
"""

import unicodedata

from lienthong_tui.problems import Problem

# Letters and marks that Python calls printable although they draw nothing: the grapheme joiner,
# the Hangul fillers, the variation selectors and the empty Braille cell.
_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | {
    chr(code) for block in (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)) for code in block
}
_CONTROLS = frozenset({"Cc", "Zl", "Zp"})


def clean(text: str) -> str:
    """One line of text in NFC, every Unicode space a single plain space, none at the ends.

    Raises `text-control` for C0 and C1 controls, tabs and line breaks among them, and
    `text-invisible` for zero-width and bidi marks, soft hyphen, byte-order mark, private-use and
    unassigned code points and lone surrogates. Both carry `position` (1-based, in the text as
    given) and `character` ("U+001B").
    """
    for position, character in enumerate(text, start=1):
        _check(character, position)
    return " ".join(unicodedata.normalize("NFC", text).split())


def sifted(text: str, longest: int) -> str:
    """As much of a text as `clean` takes as it is, at most `longest` characters: what nobody can be
    asked about any more loses what `clean` refuses. Controls count as spaces."""
    kept = (" " if _fault(each) == "text-control" else each for each in text)
    seen = "".join(each for each in kept if _fault(each) is None)
    return clean(seen)[:longest].rstrip()


def visible(text: str) -> str:
    """`text` as a message may quote it: what draws nothing or steers a terminal becomes "?"."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _check(character: str, position: int) -> None:
    code = _fault(character)
    if code is not None:
        raise Problem(code, position=position, character=f"U+{ord(character):04X}")


def _fault(character: str) -> str | None:
    """Why a character may not enter, by the problem's code."""
    if character.isprintable() and character not in _BLANK:
        return None
    category = unicodedata.category(character)
    if category == "Zs":
        return None
    return "text-control" if category in _CONTROLS else "text-invisible"
