"""What the QR code of an identity card says, also where the scanner damaged its letters.

The code is UTF-8 text with parts between bars: seven on the chip card of 2021 (căn cước công dân),
eleven on the card since 01/07/2024 (căn cước; NĐ 70/2024/NĐ-CP, Điều 12). What the last four hold
is not settled; they are kept and fill nothing. A scanned value is marked scanned, never verified:
any printer makes such a code.

A scanner that types has no way to send letters beyond ASCII, so each maker invents one. What can be
proved is put right; what can only be guessed is refused, for a wrong mark is another person's name.
"""

import datetime as dt
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lienthong_tui.people.dates import parse_date
from lienthong_tui.people.id_number import id_facts
from lienthong_tui.people.names import name_errors
from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import clean

Sex = Literal["male", "female"]
Kind = Literal["cccd", "can-cuoc"]

_SEXES: dict[str, Sex] = {"nam": "male", "nữ": "female"}
_LEAST_PARTS, _MOST_PARTS = 7, 11
_DATE = len("25042021")
_CAN_CUOC_SINCE = "2024-07-01"  # Luật Căn cước 2023: cards of that day on have eleven parts
_LATIN_1 = "\xff"

# A card begins with its number, the older number or nothing, and a name.
_START = re.compile(r"\d{12}\|(?:\d{9}|\d{12})?\|(?=[^|\d])", re.ASCII)
_PART_OF_CARD = re.compile(r"\d{1,12}\|(?:\d{9}|\d{12})?\|", re.ASCII)
_NUMBER_ONLY = re.compile(r"\d{9}|\d{12}", re.ASCII)
_BHYT = re.compile(r"(?:[A-Z]{2}\d{13}|\d{10})\|.*\|\$?", re.ASCII | re.DOTALL)
_SYMBOLOGY = re.compile(r"\]Q\d")  # the mark of the kind of code (ISO/IEC 15424)
_HOLES = frozenset("\x81\x8d\x8f\x90\x9d")  # what Windows-1252 leaves undefined

_DIGIT_OF_ALT = str.maketrans("º¡™£¢∞§¶•ª", "0123456789")
_ALT_DIGITS = re.compile("[º¡™£¢∞§¶•ª]+")
_LETTERS = unicodedata.normalize(
    "NFC", "".join(v + t for v in "aăâeêioôơuưy" for t in ("", *"\u0300\u0301\u0303\u0309\u0323"))
)
# Three digits never begin with 7 and four always do, so a row of them has a single reading.
_CODE_POINT = "|".join(str(ord(c)) for c in (_LETTERS + _LETTERS.upper() + "đĐ") if not c.isascii())
_CODE_POINTS = re.compile(f"(?:{_CODE_POINT})+")
_PRINTED_BYTES = re.compile(r"0(?:19[4-9]|2[01]\d|22[0-3]) 0\d{3}|0(?:22[4-9]|23\d) 0\d{3} 0\d{3}")
# "Ph432417ng": code points printed into a word; which letters were meant cannot be proved.
_DAMAGED = re.compile("[?\ufffdÆ»¼½¾¿°¡¢£¤¥§¨ª«¬±²³¶·¸¹º]|[^\\W\\d_]\\d{3,}[^\\W\\d_]")


@dataclass(frozen=True)
class IdCard:
    """One card. Dates are EDTF text, None where the card's cannot be read.

    `name` and `address` are None when the scanner stripped their marks: then `unmarked` is the name
    as it came. `address` is as printed, without the kinds of units. `extra` are the parts behind
    the date of issue.
    """

    kind: Kind
    number: str
    old_number: str
    name: str | None
    birth_date: str | None
    sex: Sex
    address: str | None
    issue_date: str | None
    unmarked: str = ""
    extra: tuple[str, ...] = ()


def read_card(text: str, *, today: dt.date) -> IdCard:
    """The card in what a scanner sent, with its ending and whatever damage.

    Raises `scan-empty`; `scan-bhyt` for the code of a health insurance card; `scan-number-only` for
    a bar code; `scan-cut`; `scan-two` for two different cards; `scan-mixed` for a card behind
    something else; `scan-damaged` for letters that cannot be proved; `scan-foreign` for any other
    code. None has parameters: they would be somebody's data.
    """
    text = _SYMBOLOGY.sub("", text.strip(" \t\r\n\0\ufeff"), count=1)
    if not text:
        raise Problem("scan-empty")
    whole = _repaired(text)
    starts = [match.start() for match in _START.finditer(whole)]
    if not starts:
        raise Problem(_kind_of_foreign(text))
    if starts[0] > 0:
        raise Problem("scan-mixed")
    ends = [*starts[1:], len(whole)]
    printed = _PRINTED_BYTES.search(text) is not None
    cards = [_card(whole[a:b], today, printed=printed) for a, b in zip(starts, ends, strict=True)]
    if any(card != cards[0] for card in cards):
        raise Problem("scan-two")
    return cards[0]


def _kind_of_foreign(text: str) -> str:
    if _BHYT.fullmatch(text):
        return "scan-bhyt"
    if _NUMBER_ONLY.fullmatch(text):
        return "scan-number-only"
    return "scan-cut" if _PART_OF_CARD.match(text) else "scan-foreign"


def _card(text: str, today: dt.date, *, printed: bool) -> IdCard:
    parts = [part.strip() for part in text.strip().split("|")]
    if not _LEAST_PARTS <= len(parts) <= _MOST_PARTS:
        raise Problem("scan-cut" if len(parts) < _LEAST_PARTS else "scan-foreign")
    number, old, name, birth, sex, address, issued, *extra = parts
    if printed and not all(word[0].isupper() and word[1:].islower() for word in name.split()):
        raise Problem("scan-damaged")  # a space between bytes was none between words, or was one
    # A "Nữ" that came whole proves that the scanner sends marks: then the name has none.
    unmarked = (name + address + sex).isascii()
    if not unmarked:
        name, address = _whole(name), _whole(address)
        # "Lợi" that lost a byte is "Lãi": where no letter beyond Latin-1 came, none can have come.
        narrow = max(name + address + sex) <= _LATIN_1
        inner_capital = any(a.islower() and b.isupper() for a, b in pairwise(name))
        if name_errors(name) or inner_capital or sex.lower() not in _SEXES or narrow:
            raise Problem("scan-damaged")
    kind: Kind = "cccd" if len(parts) == _LEAST_PARTS else "can-cuoc"
    day = _date(issued, today, partial=False)
    if len(issued) != _DATE or (kind == "cccd" and (day or "") >= _CAN_CUOC_SINCE):
        raise Problem("scan-cut")
    return IdCard(
        kind=kind,
        number=number,
        old_number=old,
        name=None if unmarked else name,
        birth_date=_date(birth, today, partial=True),
        sex=_SEXES.get(sex.lower()) or id_facts(number).sex,
        address=None if unmarked else address,
        issue_date=day,
        unmarked=_whole(name) if unmarked else "",
        extra=tuple(extra),
    )


def _whole(text: str) -> str:
    """The text as it may be kept. Raises `scan-damaged` where letters are not what was printed."""
    if _DAMAGED.search(text):
        raise Problem("scan-damaged")
    try:
        return clean(text)
    except Problem:
        raise Problem("scan-damaged") from None


def _date(text: str, today: dt.date, *, partial: bool) -> str | None:
    """ddmmyyyy as EDTF; with `partial` also where day or month is 00 or missing."""
    if not re.fullmatch(r"\d{4}|\d{6}|\d{8}", text, re.ASCII):
        return None
    known = [part for part in (text[-8:-6], text[-6:-4]) if part not in ("", "00")]
    try:
        return parse_date("/".join([*known, text[-4:]]), today=today, partial=partial).text
    except Problem:
        return None


# Repairs


def _repaired(text: str) -> str:
    """The text with every damage undone that leaves a single reading."""
    text = _ALT_DIGITS.sub(_letters_of_alt, unicodedata.normalize("NFC", text))
    with suppress(ValueError):  # no UTF-8 that was read letter by letter as the Windows code page
        text = b"".join(map(_windows_byte, text)).decode("utf-8")
    return unicodedata.normalize("NFC", _PRINTED_BYTES.sub(_letter_of_bytes, text))


def _windows_byte(character: str) -> bytes:
    """The byte that Windows-1252 shows as this character; its five holes stand for themselves."""
    return character.encode("cp1252" if character not in _HOLES else "latin-1")


def _letters_of_alt(match: re.Match[str]) -> str:
    """Letters typed by Alt and number pad: a terminal sends ESC and digit, read as one sign."""
    digits = match[0].translate(_DIGIT_OF_ALT)
    numbers = _CODE_POINTS.fullmatch(digits) and re.findall(_CODE_POINT, digits)
    return "".join(chr(int(number)) for number in numbers) if numbers else match[0]


def _letter_of_bytes(match: re.Match[str]) -> str:
    """One letter whose UTF-8 bytes were printed as numbers: "0225 0187 0141" is ọ."""
    try:
        return bytes(map(int, match[0].split())).decode("utf-8")
    except ValueError:
        return match[0]
