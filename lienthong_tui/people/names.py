"""Names of people: what is certainly a mistake, and what is only worth a second look.

The law forbids digits and a single sign that is not a letter, and asks for a name in Vietnamese or
another language of Việt Nam (Bộ luật Dân sự 2015, Điều 26 khoản 3). Names such as K'Brôih, H'Hen
Niê, Y-Moan Ênuôl and Kpă Y Ƀlŏ are ordinary: their letters are noted, never refused.
"""

import re
import unicodedata
from functools import cache

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem
from lienthong_tui.text.fold import fold, tone_key
from lienthong_tui.text.telex import is_syllable

_MARKS = "'’ʼ-"
# A mark at either end, two in a row, or one that touches no letter. "H' Hen" is written so.
_MISPLACED = re.compile(rf"^[{_MARKS}]|[{_MARKS}]$|[{_MARKS}]{{2}}| [{_MARKS}] ")
_FILLER = re.compile(r"[\W_]{2,}|[xX]{2,}")
_LETTER = re.compile(r"[^\W\d_][\u0300-\u036f]*")

# With all their marks or with none: "Bế Trãi" is a name, although it folds like "bé trai".
_PLACEHOLDERS = frozenset(
    key(phrase)
    for key in (tone_key, fold)
    for phrase in (
        *("chưa đặt tên", "chưa có tên", "chưa có", "chưa rõ", "chưa rõ tên", "chưa biết"),
        *("chưa xác định", "không tên", "không có tên", "không có", "không rõ", "không rõ tên"),
        *("không biết", "bé trai", "bé gái", "em bé", "n/a"),
    )
)
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_ALPHABET = frozenset("bcdđghklmnpqrstvx") | {
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES
}


def name_errors(text: str) -> tuple[Problem, ...]:
    """What keeps a name from being registered, in NFC text; empty when nothing does.

    `name-placeholder` alone for what stands in place of a name ("chưa đặt tên", "///"); else
    `name-symbol` for the first digit or sign that no name has (any sign, where no letter is) and
    `name-mark-misplaced` for an apostrophe or hyphen that joins nothing, each with `character` and
    its 1-based `position`.
    """
    if _FILLER.fullmatch(text) or tone_key(text) in _PLACEHOLDERS:
        return (Problem("name-placeholder", text=text),)
    found = []
    lettered = _LETTER.search(text) is not None
    for position, character in enumerate(text, start=1):
        if not (lettered and _belongs(character)):
            found.append(Problem("name-symbol", character=character, position=position))
            break
    if lettered and (misplaced := _MISPLACED.search(text)):
        offset, character = next(
            (index, character)
            for index, character in enumerate(misplaced[0], start=misplaced.start())
            if character in _MARKS
        )
        found.append(Problem("name-mark-misplaced", character=character, position=offset + 1))
    return tuple(found)


def foreign_letters(text: str) -> tuple[str, ...]:
    """The letters of NFC text outside the Vietnamese alphabet, once each, in order.

    Names in the other languages of Việt Nam have them (f, j, w, z, ŏ, ƀ): worth a second look.
    """
    letters = (match[0] for match in _LETTER.finditer(text))
    return tuple(dict.fromkeys(letter for letter in letters if letter.lower() not in _ALPHABET))


def family_name(full: str) -> str:
    """The first word of a full name, which is the surname in most names of Việt Nam; "" of ""."""
    return full.split(maxsplit=1)[0] if full.strip() else ""


def unusual_words(text: str) -> tuple[str, ...]:
    """The words of a name that are spelled as no Vietnamese syllable is, once each, in order.

    Slips (Ngyuễn) are among them, letters that only look like ours (Ð of Iceland, а of Russian),
    and ordinary names of other languages (K'Brôih): worth reading out, never a mistake.
    """
    return tuple(dict.fromkeys(word for word in text.split() if not is_syllable(word)))


def is_surname(text: str) -> bool:
    """Whether the text is a surname of two words, such as Tôn Nữ or Rơ Châm."""
    return tone_key(text) in _compound_surnames()


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(tone_key(row["name"]) for row in read_table("surnames"))


def split_name(full: str) -> tuple[str, str, str]:
    """Surname, middle name and given name of a full name, as most names of Việt Nam are written.

    The first word, the last, and what stands between; of a single word the given name. Families
    that write otherwise (a surname of two words, H’Lan Niê) put it right.
    """
    match full.split():
        case [surname, *middle, given]:
            return surname, " ".join(middle), given
        case given:
            return "", "", " ".join(given)


def _belongs(character: str) -> bool:
    return character in " ." or character in _MARKS or unicodedata.category(character)[0] in "LM"
