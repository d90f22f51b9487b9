"""A text as a short message: unaccented, because one letter with a mark halves its length and more.

A message whose letters are all of the GSM 7-bit alphabet (3GPP TS 23.038) holds 160 of them; one
other letter, such as "ệ", makes it UCS-2 with 70.
"""

from lienthong_tui.text.fold import unaccented

LONGEST = 160
"""Septets of one message; a longer one is sent, and paid, as several."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_SIGNS = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "·": "-"} | dict.fromkeys("“”„", '"')
)


def as_sms(text: str) -> str:
    """The text without marks, and with plain dashes and quotes."""
    return unaccented(text).translate(_SIGNS)


def septets(text: str) -> int | None:
    """How much of a message a text takes; None where a letter is not of the alphabet."""
    if not set(text) <= _BASIC | _EXTENDED:
        return None
    return len(text) + sum(letter in _EXTENDED for letter in text)


def fits(text: str) -> bool:
    """Whether the text is one message."""
    taken = septets(text)
    return taken is not None and taken <= LONGEST
