"""The office's own texts that a field offers: they help to type, they judge nothing.

What stands on a list is the overlay's; which field offers which list is the definition's.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lienthong_tui.people.places import former_name
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.overlay import Hamlet, Overlay
from lienthong_tui.procedures.questions import Field, Suggestion


class Offer(NamedTuple):
    """The text a field would take, and what is read of it in the list."""

    text: str
    label: str


def offers(
    definition: Definition,
    field: Field,
    overlay: Overlay,
    values: Mapping[str, Any],
    commune: str,
) -> tuple[Offer, ...]:
    """What `field` offers at the desk of `commune` as it is answered: `values` by field id."""
    if field.suggest is None:
        return ()
    told = tuple(_told(definition, field, values))
    if field.suggest_in is not None and values.get(field.suggest_in) != commune:
        return told
    named = next(s for s in definition.suggestion if s.id == field.suggest)
    return tuple(dict.fromkeys((*told, *_offers(named, overlay))))


def _told(definition: Definition, field: Field, values: Mapping[str, Any]) -> Iterator[Offer]:
    """What was answered of the same kind in the same place of this filing: people live together."""
    place = values.get(field.suggest_in or "")
    for other in definition.field:
        if other.id == field.id or other.suggest != field.suggest or other.id not in values:
            continue
        if values.get(other.suggest_in or "") == place:
            yield Offer(str(values[other.id]), str(values[other.id]))


def _offers(suggestion: Suggestion, overlay: Overlay) -> Iterator[Offer]:
    match suggestion.kind:
        case "hamlets":
            names = [hamlet.name for hamlet in overlay.hamlets]
            for hamlet in overlay.hamlets:
                label = hamlet_label(hamlet)
                # Two of one name came together in the merger: only the former commune tells them.
                yield Offer(hamlet.name if names.count(hamlet.name) == 1 else label, label)
        case "phrases":
            yield from (Offer(text, text) for text in overlay.phrases.get(suggestion.id, ()))
        case kind:
            for facility in overlay.facilities:
                if suggestion.id not in facility.lists:
                    continue
                place = ", ".join(part for part in (facility.name, facility.address) if part)
                if kind == "facility-codes" and facility.code:
                    yield Offer(facility.code, f"{facility.code} {place}")
                else:
                    yield Offer(facility.name if kind == "facility-names" else place, place)


def hamlet_label(hamlet: Hamlet) -> str:
    """A hamlet with the commune it was part of: "Thôn 1 (xã Triệu Vân cũ)"."""
    name = former_name(hamlet.former) if hamlet.former else None
    return f"{hamlet.name} ({name[0].lower()}{name[1:]} cũ)" if name else hamlet.name
