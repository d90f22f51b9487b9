"""What the decoder says of a wrongly shaped case file, as problems its author can mend.

The decoder's English is never shown: it names types of a programming language. A message that is
not known here is passed on as `case-shape`, the last resort.
"""

import re

from lienthong_tui.problems import Unusable

_SAID = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<place>[^`]*)`)?", re.DOTALL)
_KEY = re.compile(r"Object (?P<fault>contains unknown|missing required) field `(?P<name>.*)`", re.S)
_EXPECTED = re.compile(r"Expected `(?P<kind>\w+)")
_INDEX = re.compile(r"\[(\d+)\]")


def misshapen(said: str) -> Unusable:
    """The problem for a message of the decoder; `path` is the place, as in "attachments #1.files".

    `case-key-unknown` and `case-key-missing` (`path` with the key), `case-version`,
    `case-not-object` (a JSON document of another kind), `case-offset` and `case-time`,
    `case-pledge`, `case-type-table`, `case-type-list`, `case-type-text` (`path`), or `case-shape`
    (`said`).
    """
    found = _SAID.fullmatch(said)
    assert found is not None, "the pattern takes any text"
    what, path = found["what"], _path(found["place"] or "")
    if key := _KEY.fullmatch(what):
        path = f"{path}.{key['name']}".lstrip(".")
        if key["fault"] == "missing required":
            return Unusable("case-key-missing", path=path)
        return Unusable("case-key-unknown", path=path)
    if path == "case":
        return Unusable("case-version")
    if what.endswith("with a timezone component"):
        return Unusable("case-offset", path=path)
    if what.startswith("Invalid RFC3339"):
        return Unusable("case-time", path=path)
    if path == "pledge.how" and what.startswith("Invalid enum value"):
        return Unusable("case-pledge")
    expected = _EXPECTED.match(what)
    match expected and expected["kind"]:
        case "object" if not path:
            return Unusable("case-not-object")
        case "object":
            return Unusable("case-type-table", path=path)
        case "array":
            return Unusable("case-type-list", path=path)
        case "str":
            return Unusable("case-type-text", path=path)
        case "datetime":
            return Unusable("case-time", path=path)
    return Unusable("case-shape", said=said)


def _path(place: str) -> str:
    """`.attachments[0].files` as people count, and without the mark for any key of a table."""
    return (
        _INDEX.sub(lambda index: f" #{int(index[1]) + 1}", place).replace("[...]", "").lstrip(".")
    )
