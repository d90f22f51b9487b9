"""What one version of a definition says otherwise than another, item by item and part by part."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from lienthong_tui.procedures.definition import Definition, named

_KINDS = (
    *("code", "section", "field", "person", "agency", "component", "form", "procedure"),
    *("result", "scheme", "deadline", "rule", "referral", "suggestion", "fee", "link"),
)


class Change(Struct, frozen=True):
    """One difference. `part` and the two texts are empty for an item that came or went.

    `item` is the kind and the name, as in mistakes: `rule birth-registered-late`.
    """

    what: Literal["added", "removed", "changed"]
    item: str
    part: str = ""
    before: str = ""
    after: str = ""


def differences(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Every difference, in the order of the kinds and, within one, of the new file."""
    return tuple(_differences(_items(old), _items(new)))


def _differences(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    for item, parts in new.items():
        if item not in old:
            yield Change("added", item)
            continue
        for part in parts:
            before, after = _text(old[item].get(part)), _text(parts[part])
            if before != after:
                yield Change("changed", item, part, before, after)
    yield from (Change("removed", item) for item in old if item not in new)


def _items(definition: Definition) -> dict[str, dict[str, Any]]:
    """The parts of every item by its name; what belongs to the whole file under `definition`."""
    plain: dict[str, Any] = msgspec.to_builtins(definition)
    found = {"definition": {k: v for k, v in plain.items() if not isinstance(v, list | tuple)}}
    for kind in _KINDS:
        found |= {named(kind, entry): entry for entry in plain[kind]}
    return found


def _text(value: Any) -> str:
    """A part as an author reads it: the Vietnamese words, else as it is written."""
    if isinstance(value, dict):
        return str(value["vi"]) if "vi" in value else ", ".join(map(str, value.values()))
    if isinstance(value, list | tuple):
        return "; ".join(_text(entry) for entry in value)
    if value is None:
        return "–"
    return " ".join(str(value).split())
