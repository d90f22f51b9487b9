"""Telephone numbers and e-mail addresses, only so far as a typing mistake shows in them."""

import re

from lienthong_tui.problems import Problem
from lienthong_tui.text.mask import mask

_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}", re.ASCII)
_LANDLINE = re.compile(r"02\d{9}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_PUNCTUATION = " .-()"
_LENGTHS = (10, 11)

# The 11-digit mobile prefixes and what became of them in autumn 2018.
_MOVED = {
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    **{"0186": "056", "0188": "058", "0199": "059"},
}


def parse_phone(text: str) -> str:
    """The digits of a Vietnamese number with its leading 0: 10 for a mobile, 11 for a landline.

    Spaces, dots, hyphens and brackets are dropped; +84 or 84 becomes 0.

    Raises `phone-character` (`position`, `character`), `phone-old-prefix` (`old`, `new`) for a
    mobile number of before 2018, `phone-length` (`digits`) and `phone-prefix` (`prefix`).
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
    if len(digits) == 11 and (new := _MOVED.get(digits[:4])):
        raise Problem("phone-old-prefix", old=digits[:4], new=new)
    if len(digits) not in _LENGTHS:
        raise Problem("phone-length", digits=len(digits))
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if _MOBILE.match(digits) or digits.startswith("02"):
        raise Problem("phone-length", digits=len(digits))
    raise Problem("phone-prefix", prefix=digits[:3])


def parse_email(text: str) -> str:
    """The address without spaces around it. Raises `email-unreadable` (`text`)."""
    address = text.strip()
    if not _EMAIL.fullmatch(address):
        raise Problem("email-unreadable", text=address)
    return address


def mask_phone(number: str) -> str:
    """The number with at most its last three digits readable: "•••••••567"."""
    return mask(number)
