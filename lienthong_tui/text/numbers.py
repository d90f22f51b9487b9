"""Numbers and dates in Vietnamese words, as forms and registers ask for them.

Style: linh (not lẻ), nghìn (not ngàn), mốt, lăm, and bốn kept after mươi (not tư).
"""

import datetime as dt

from lienthong_tui.problems import Problem

_LIMIT = 10**15
_BILLION = 10**9
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_APRIL = 4


def number_in_words(n: int) -> str:
    """`n` in words, lower case: 21105 is "hai mươi mốt nghìn một trăm linh năm".

    Raises `number-range` (`number`, `lowest`, `highest`) below 0 and from 10**15 on.
    """
    if not 0 <= n < _LIMIT:
        raise Problem("number-range", number=n, lowest=0, highest=_LIMIT - 1)
    if n == 0:
        return _DIGITS[0]
    billions, rest = divmod(n, _BILLION)
    words = [*_below_billion(billions, padded=False), "tỷ"] if billions else []
    return " ".join(words + _below_billion(rest, padded=bool(billions)))


def date_in_words(date: dt.date) -> str:
    """The date as a declaration writes it: "Ngày năm, tháng ba, năm hai nghìn …".

    The fourth month is "tháng tư": "tháng bốn" is not said.
    """
    month = "tư" if date.month == _APRIL else number_in_words(date.month)
    return f"Ngày {number_in_words(date.day)}, tháng {month}, năm {number_in_words(date.year)}"


def _below_billion(n: int, *, padded: bool) -> list[str]:
    """Words of n < 10**9; after a higher part (`padded`) the hundreds are spoken even if none."""
    words: list[str] = []
    for scale, name in _SCALES:
        group = n // scale % 1000
        if group:
            words += _group(group, padded=padded or bool(words))
            words += [name] if name else []
    return words


def _group(n: int, *, padded: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or padded else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words
