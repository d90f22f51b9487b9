"""Telephone numbers and e-mail addresses, only so far as a typing mistake shows in them."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem

_NUMBER = re.compile(r"0\d{9}|02\d{9}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_PUNCTUATION = " .-()"
_LENGTHS = (10, 11)


def parse_phone(text: str) -> str:
    """The digits of a Vietnamese number with its leading 0: ten as the portal asks for, or the
    eleven of a landline that begins with 02.

    Spaces, dots, hyphens and brackets are dropped; +84 or 84 becomes 0. Which prefixes are in use
    is not asked: the regulator gives out new ones.

    Raises `phone-character` (`position`, `character`), `phone-old-prefix` (`old`, `new`) for a
    mobile number of before 2018, `phone-length` (`digits`), and `phone-prefix` (`prefix`) for what
    does not begin with 0.
    """
    rest = text.lstrip(_PUNCTUATION).removeprefix("+")
    for position, character in enumerate(rest, start=len(text) - len(rest) + 1):
        if character not in _PUNCTUATION + "0123456789":
            raise Problem("phone-character", position=position, character=character)
    digits = text.translate(dict.fromkeys(map(ord, _PUNCTUATION)))
    if digits.startswith("+84") or (digits.startswith("84") and len(digits) - 1 in _LENGTHS):
        digits = "0" + digits.removeprefix("+").removeprefix("84").lstrip("0")
    if digits.startswith("+"):
        raise Problem("phone-prefix", prefix=digits[:4])
    if _NUMBER.fullmatch(digits):
        return digits
    if len(digits) == 11 and (new := _moved_prefixes().get(digits[:4])):
        raise Problem("phone-old-prefix", old=digits[:4], new=new)
    if len(digits) in _LENGTHS and not digits.startswith("0"):
        raise Problem("phone-prefix", prefix=digits[:3])
    raise Problem("phone-length", digits=len(digits))


def parse_email(text: str) -> str:
    """The address without spaces around it. Raises `email-unreadable` (`text`)."""
    address = text.strip()
    if not _EMAIL.fullmatch(address):
        raise Problem("email-unreadable", text=address)
    return address


@cache
def _moved_prefixes() -> Mapping[str, str]:
    """The prefixes of 11-digit mobile numbers and what became of them in autumn 2018."""
    rows = read_table("phone_prefixes_2018")
    return MappingProxyType({row["old"]: row["new"] for row in rows})
