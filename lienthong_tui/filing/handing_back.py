"""What the citizen laid on the desk, to be given back before the next one is called."""

from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline

ID_CARD = "id-card"
"""How the id of somebody's card begins, before the role: `id-card:mother`."""


def handed_in(outlined: Outline, filing: Filing) -> tuple[str, ...]:
    """The ids of `HandedBack.papers`: the papers attached, and the card of each person whose ID
    number was written down; one person in two roles has one card."""
    attached = {attachment.component for attachment in filing.attachments}
    found = [component.id for component in outlined.components if component.id in attached]
    seen = set()
    for person in outlined.group.definition.person:
        number = outlined.values.get(person.id_number or "")
        if number is not None and number not in seen:
            seen.add(number)
            found.append(f"{ID_CARD}:{person.role}")
    return tuple(found)


def still_here(outlined: Outline, filing: Filing) -> tuple[str, ...]:
    """Those that nobody ticked as given back."""
    return tuple(paper for paper in handed_in(outlined, filing) if paper not in filing.handed_back)
