"""The transfer sheet (phiếu chuyển): what a receiving clerk opens first, `00-PHIEU-CHUYEN.pdf`.

The values stand in the order of the clerk's own screen, which is that of the procedure's `fields`.
It accompanies the electronic dossier and replaces nothing (desk practice, §4.7). In Vietnamese,
whatever the language of the desk's screens.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets.declarations import SAMPLE, footer, marked
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.procedures.definition import Procedure, expand


class Value(Struct, frozen=True):
    """One answer; `heading` where another section begins."""

    label: str
    text: str
    heading: str = ""


class Component(Struct, frozen=True):
    """A component as it goes along: how many files, or why there is none."""

    code: str
    name: str
    told: str


class Deciding(Struct, frozen=True):
    """A procedure the agency decides; `awaits` are the procedures whose results it waits for."""

    name: str
    law: str
    awaits: tuple[str, ...]


class TransferSheet(Printout, frozen=True, kw_only=True):
    """Everything the sheet says."""

    agency: str
    agency_code: str
    desk: str
    reference: str
    received: str
    completed: str
    procedures: tuple[Deciding, ...]
    values: tuple[Value, ...]
    components: tuple[Component, ...]
    declarations: tuple[str, ...]

    @property
    def template(self) -> str:
        """Its own layout."""
        return "transfer"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Values by their label, everything else by the part it is."""
        for value in self.values:
            yield value.label, value.label + value.text + value.heading
        for name, text in super().texts():
            if name != "values":
                yield name, text


def transfer_sheet(
    outlined: Outline,
    resolved: Resolved,
    *,
    desk: str,
    reference: str,
    received: datetime,
    completed: datetime,
    components: tuple[Component, ...],
    demo: bool,
) -> TransferSheet:
    """The sheet for the agency of `resolved`; `desk` is what the desk is called."""
    definition = outlined.group.definition
    forms = {form.id: form.title.vi for form in definition.form}
    shown = {form.id for form in outlined.forms}
    return TransferSheet(
        title="PHIẾU CHUYỂN HỒ SƠ LIÊN THÔNG",
        watermark=SAMPLE if demo else "",
        footer=footer(definition),
        agency=resolved.name.vi,
        agency_code=resolved.code or "",
        desk=desk,
        reference=reference,
        received=local_time(received),
        completed=local_time(completed),
        procedures=tuple(_deciding(outlined, procedure) for procedure in resolved.procedures),
        values=tuple(_values(outlined, resolved)),
        components=components,
        declarations=tuple(
            forms[form]
            for form in dict.fromkeys(f for p in resolved.procedures for f in p.forms)
            if form in shown
        ),
    )


def _values(outlined: Outline, resolved: Resolved) -> Iterator[Value]:
    patterns = tuple(pattern for p in resolved.procedures for pattern in p.fields)
    shown = {field.id: field for field in outlined.fields}
    titles = {section.id: section.title.vi for section in outlined.group.definition.section}
    before = ""
    for name in expand(patterns, tuple(outlined.group.fields)):
        if name in shown and name in outlined.values:
            field = shown[name]
            heading = titles[field.section] if field.section != before else ""
            before = field.section
            yield Value(field.label.vi, shown_answer(field, outlined.values[name]), heading)


def _deciding(outlined: Outline, procedure: Procedure) -> Deciding:
    waits_for = tuple(
        other.name.vi for other in outlined.procedures if set(other.yields) & set(procedure.awaits)
    )
    return Deciding(procedure.name.vi, marked(procedure.law, procedure.verified), waits_for)
