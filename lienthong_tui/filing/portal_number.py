"""The official numbers that the portal or the one-stop desk gives to a dossier, as typed in.

The shapes are those in use, not a text of law: `G22.99.13-261122-0007` on the portal,
`H50.99.13-261122-0007` or `000.00.99.H50-261122-0007` at a one-stop desk. They are read leniently,
for a number that is really written on a receipt must never be refused.
"""

import re

from lienthong_tui.problems import Problem

# Agency code (letters and digits in parts), the day as yymmdd, the serial of that day.
_NUMBER = re.compile(r"[A-Z]?\d{2,3}(?:\.\d{1,3}){0,4}(?:\.[A-Z]\d{2})?-\d{6}-\d{4,6}", re.ASCII)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "-" * 6)


def parse_portal_number(text: str) -> str:
    """The number in capitals, without spaces, with plain hyphens.

    Errors: Problem("portal-number-form", text).
    """
    number = "".join(text.split()).upper().translate(_DASHES)
    if _NUMBER.fullmatch(number) is None:
        raise Problem("portal-number-form", text=text)
    return number
