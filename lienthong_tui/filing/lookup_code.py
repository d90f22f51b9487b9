"""The code on a slip, by which another commune may be told where its filing stands: six digits."""

import re
import secrets

from lienthong_tui.problems import Problem


def new_lookup_code() -> str:
    """A code that nobody can guess from the reference."""
    return f"{secrets.randbelow(10**6):06}"


def parse_lookup_code(text: str) -> str:
    """`text` as a code; blanks between the digits are passed over.

    Errors: Problem("lookup-code-form").
    """
    code = "".join(text.split())
    if re.fullmatch(r"[0-9]{6}", code) is None:
        raise Problem("lookup-code-form")
    return code
