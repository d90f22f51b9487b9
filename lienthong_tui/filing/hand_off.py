"""What is typed on the national portal: the answers by portal page, in order, each with its act.

The pages are the definition's sections. An answer has a place on the portal when its field has a
control key there, or when the source of the field is the portal itself; the desk's own questions
and what only the printed forms ask for are left out.
"""

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline
from lienthong_tui.people.lists import reference
from lienthong_tui.procedures.questions import Field, Section

Act = Literal["paste", "choose", "tick", "leave", "account"]

_PORTAL = "Cổng dịch vụ công"
_CHOSEN = ("choice", "province", "commune")
# Beside their relation to the person the filing is about, all that account holders type themselves.
_TYPED_BY_HOLDER = ("phone", "email")
_RELATION = ".portal_relation"


@dataclass(frozen=True)
class Row:
    """One control: its field, what is done there, and the text to paste or choose.

    `leave`: a box that stays unticked; `account`: the portal fills it from the account signed in.
    """

    field: Field
    act: Act
    value: str


@dataclass(frozen=True)
class PortalPage:
    """A part of the portal's form, with the rows that are answered."""

    section: Section
    rows: tuple[Row, ...]

    @property
    def from_account(self) -> bool:
        """Whether the portal locks it to the account that is signed in."""
        return any(row.act == "account" for row in self.rows)


def portal_pages(outlined: Outline) -> tuple[PortalPage, ...]:
    """The pages that have something to type, in the portal's order."""
    found = []
    locked = _section_of_requester(outlined)
    for section in outlined.group.definition.section:
        rows = tuple(
            Row(
                field,
                "account" if section.id == locked and _is_locked(field) else _act(field, value),
                _text(field, value),
            )
            for field in outlined.fields
            if field.section == section.id and _is_on_portal(field)
            if (value := outlined.values.get(field.id)) is not None
        )
        if rows:
            found.append(PortalPage(section, rows))
    return tuple(found)


def _is_on_portal(field: Field) -> bool:
    return field.portal is not None or (field.law or "").startswith(_PORTAL)


def _section_of_requester(outlined: Outline) -> str | None:
    for person in outlined.group.definition.person:
        if person.role == "requester":
            return outlined.group.fields[person.parts[0]].section
    return None


def _is_locked(field: Field) -> bool:
    return field.type not in _TYPED_BY_HOLDER and not field.id.endswith(_RELATION)


def _act(field: Field, value: object) -> Act:
    if field.type == "boolean":
        return "tick" if value else "leave"
    return "choose" if field.type in _CHOSEN else "paste"


def _text(field: Field, value: str | int | bool) -> str:
    """As the portal writes it: an option may have other words there."""
    if field.list:
        return reference(field.list).get(str(value), str(value))
    for option in field.options:
        if option.value == value and option.portal:
            return option.portal
    return shown_answer(field, value)


class Entry(Struct, frozen=True):
    """One value for the portal: of which field and page, what is done there, the text for it.

    `value` is as the portal writes it, `kept` as it is stored here.
    """

    field: str
    label: str
    page: str
    act: Act
    value: str
    kept: Answer


class PortalValues(Struct, frozen=True):
    """The hand-off as a file, for a program that types into the portal's pages.

    `controls` is by the portal's own control name, in the order of its pages; several values of one
    control, such as the commune and the rest of an address, stand in the order they are typed.
    `unnamed` are the values of controls whose name nobody here has seen. `codes` are the group's
    codes as they apply, by kind.
    """

    portal: Literal[1]
    group: str
    version: str
    reference: str
    codes: dict[str, str]
    controls: dict[str, tuple[Entry, ...]]
    unnamed: tuple[Entry, ...]
    demo: bool


def portal_values(outlined: Outline, reference: str, *, demo: bool) -> PortalValues:
    """Every value of `portal_pages`, by control."""
    definition = outlined.group.definition
    controls: dict[str, tuple[Entry, ...]] = {}
    unnamed = []
    for page in portal_pages(outlined):
        for row in page.rows:
            entry = Entry(
                field=row.field.id,
                label=row.field.label.vi,
                page=page.section.title.vi,
                act=row.act,
                value=row.value,
                kept=outlined.values[row.field.id],
            )
            if row.field.portal is None:
                unnamed.append(entry)
            else:
                controls[row.field.portal] = (*controls.get(row.field.portal, ()), entry)
    return PortalValues(
        portal=1,
        group=definition.group,
        version=definition.version,
        reference=reference,
        codes={
            code.kind: code.value
            for code in reversed(definition.code)
            if outlined.holds("code", code.value, "when")
        },
        controls=controls,
        unnamed=tuple(unnamed),
        demo=demo,
    )
