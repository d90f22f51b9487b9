"""The code on a slip, by which another commune may be told where its filing stands: twelve digits,
in three groups. Digits alone, for a keyboard that writes Vietnamese alters letters."""

import re
import secrets

from lienthong_tui.problems import Problem


def new_lookup_code() -> str:
    """A code that nobody can guess from the reference."""
    return f"{secrets.randbelow(10**12):012}"


def grouped(code: str) -> str:
    """The code as it is printed: "0482 9130 7765"."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def parse_lookup_code(text: str) -> str:
    """`text` as a code; blanks, dots and hyphens between the digits are passed over.

    Errors: Problem("lookup-code-form").
    """
    code = re.sub(r"[\s.-]", "", text)
    if re.fullmatch(r"[0-9]{12}", code) is None:
        raise Problem("lookup-code-form")
    return code
