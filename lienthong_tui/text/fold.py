"""Keys by which Vietnamese text is searched and compared. The text itself is never rewritten."""

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
# Stroke letters do not decompose in Unicode, so stripping marks alone would keep them.
_STROKES = {ord("đ"): "d", ord("ð"): "d", ord("ɖ"): "d", ord("ƀ"): "b"}
_CAPITALS = {ord(chr(code).upper()): plain.upper() for code, plain in _STROKES.items()}
# Capital Eth and capital African D look exactly like Đ and are typed for it.
_LOOKALIKES = {ord("ð"): "đ", ord("ɖ"): "đ"}
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")


def fold(text: str) -> str:
    """The search key: no case, no marks, đ → d, ƀ → b, one kind of apostrophe, single spaces.

    SQLite's own tokenizer keeps đ apart from d, so the store indexes this key instead of the text.
    """
    plain = unicodedata.normalize("NFD", text).casefold().translate(_APOSTROPHES | _STROKES)
    marks_gone = (c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn")
    return " ".join("".join(marks_gone).split())


def unaccented(text: str) -> str:
    """The text in plain letters, case kept: no marks, Đ → D, one kind of apostrophe."""
    plain = unicodedata.normalize("NFD", text).translate(_APOSTROPHES | _STROKES | _CAPITALS)
    return "".join(
        c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn"
    )


def tone_key(text: str) -> str:
    """The key two names are the same by: case, apostrophes, spaces and tone placement ignored.

    Old and new placement are equal (hòa and hoà, quý and qúy), the tone itself counts (ma, mà),
    and so does every other mark (an, ân, ăn). The key is for comparing only: a word's tone stands
    at its end.
    """
    lower = unicodedata.normalize("NFD", text).casefold().translate(_APOSTROPHES | _LOOKALIKES)
    moved = _WORD.sub(lambda word: _tone_last(word[0]), unicodedata.normalize("NFD", lower))
    return unicodedata.normalize("NFC", " ".join(moved.split()))


def _tone_last(word: str) -> str:
    return _TONES.sub("", word) + "".join(_TONES.findall(word))
