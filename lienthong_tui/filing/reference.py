"""The reference (số phiếu tại quầy): our own number for a filing, never an official one.

`LT<commune>-<yymmdd>-<desk digit><serial>-<check>`, for example `LT19639-261120-1001-6`: five
digits of the commune, the day of completion, the desk's digit and its serial of that day (three
digits, more when needed), and one ISO 7064 MOD 37,36 character. It catches every single wrong
character and every swap of neighbours, but for one in 36 of those whose values differ by one.
"""

import re
from datetime import date

from lienthong_tui.problems import Problem

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MEANT = re.compile(r"LT[0-9]{5}-[0-9]{6}-[0-9]{4,}(-[0-9A-Z]?)?")
_FORM = re.compile(r"LT[0-9]{5}-[0-9]{6}-[1-9][0-9]{3,}-[0-9A-Z]")


def check_character(text: str) -> str:
    """The ISO 7064 MOD 37,36 check character of `text` (digits and capitals A to Z)."""
    remainder = 36
    for character in text:
        remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]


def make_reference(commune: str, day: date, desk: int, serial: int) -> str:
    """The reference of the `serial`-th filing completed at `desk` (1 to 9) on `day`."""
    body = f"LT{commune}-{day:%y%m%d}-{desk}{serial:03}"
    return f"{body}-{check_character(body.replace('-', ''))}"


def commune_of(reference: str) -> str:
    """The code of the commune whose desk gave a reference."""
    return reference[2:7]


def desk_of(reference: str) -> int:
    """The number of the desk that gave a reference."""
    return int(reference.split("-")[2][0])


def looks_like_reference(text: str) -> bool:
    """Whether a text is meant as a whole reference, right or mistyped."""
    return _MEANT.fullmatch(text.strip().upper()) is not None


def parse_reference(text: str) -> str:
    """`text` as a reference, in capitals.

    Errors: Problem("reference-form"), or ("reference-check") when one character must be wrong.
    """
    reference = text.strip().upper()
    if not _FORM.fullmatch(reference):
        raise Problem("reference-form", text=text)
    body, check = reference.rsplit("-", 1)
    if check_character(body.replace("-", "")) != check:
        raise Problem("reference-check", text=text)
    return reference
