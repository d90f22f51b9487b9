"""A guard in front of the reading of TOML, which takes the square of a key's parts."""

import re

_MOST_PARTS = 300
# Finds such a key wherever one can stand, and no list of as many file names. Parts of bounded
# length, looked for only where a key can begin, keep the search itself from taking the square of
# the text.
_LONG_KEY = re.compile(
    r"""(?<![\w.-])
    (?:(?: [\w-]{1,99} | "(?:[^"\\\n]|\\.){0,99}" | '[^'\n]{0,99}' ) [ \t]{0,99}\.[ \t]{0,99})"""
    f"{{{_MOST_PARTS}}}",
    re.VERBOSE,
)


def refuse_long_keys(text: str) -> None:
    """Raise RecursionError for what is nested by one key of hundreds of parts, as for brackets."""
    # The count is quick, and spares nearly every text the search.
    dotted = any(line.count(".") >= _MOST_PARTS for line in text.split("\n"))
    if dotted and _LONG_KEY.search(text):
        raise RecursionError("a key of hundreds of parts")
