"""The transfer sheet (phiếu chuyển): what a receiving clerk opens first, `00-PHIEU-CHUYEN.pdf`.

The values stand in the order of the clerk's own screen, which is that of the procedure's `fields`.
It accompanies the electronic dossier and replaces nothing (desk practice, §4.7). In Vietnamese,
whatever the language of the desk's screens.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets.contents import Follows, PacketAnswer, PacketResult
from lienthong_tui.packets.declarations import SAMPLE, footer, marked
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.procedures.definition import Procedure
from lienthong_tui.procedures.questions import expand

_TITLES = {
    None: "PHIẾU CHUYỂN HỒ SƠ LIÊN THÔNG",
    "awaited": "PHIẾU CHUYỂN KẾT QUẢ CỦA THỦ TỤC TRƯỚC",
    "supplement": "PHIẾU CHUYỂN NỘI DUNG BỔ SUNG",
}

_WITHDRAWN = "(bỏ câu trả lời đã gửi trước)"


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
    follows: str
    replaces: str
    results: tuple[Value, ...]
    values: tuple[Value, ...]
    components: tuple[Component, ...]
    declarations: tuple[str, ...]

    @property
    def template(self) -> str:
        """Its own layout."""
        return "transfer"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Values by their label, everything else by the part it is."""
        for value in (*self.results, *self.values):
            yield value.label, value.label + value.text + value.heading
        for name, text in super().texts():
            if name not in ("values", "results"):
                yield name, text


def transfer_sheet(
    outlined: Outline,
    resolved: Resolved,
    *,
    desk: str,
    reference: str,
    received: datetime,
    completed: datetime,
    answers: tuple[PacketAnswer, ...],
    components: tuple[Component, ...],
    declarations: tuple[str, ...],
    follows: Follows | None,
    results: tuple[PacketResult, ...],
    withdrawn: tuple[str, ...],
    demo: bool,
) -> TransferSheet:
    """The sheet for the agency of `resolved`; `desk` is what the desk is called.

    `declarations` are the paths of those that go along.
    """
    definition = outlined.group.definition
    forms = {f"declarations/{form.id}.pdf": form.title.vi for form in definition.form}
    names = {procedure.id: procedure.name.vi for procedure in definition.procedure}
    return TransferSheet(
        title=_TITLES[follows.why if follows else None],
        watermark=SAMPLE if demo else "",
        footer=footer(definition),
        agency=resolved.name.vi,
        agency_code=resolved.code or "",
        desk=desk,
        reference=reference,
        received=local_time(received),
        completed=local_time(completed),
        procedures=tuple(
            _deciding(outlined, procedure, told=bool(results)) for procedure in resolved.procedures
        ),
        follows=f"hồ sơ chuyển số {follows.number}, đợt {follows.round}" if follows else "",
        replaces=str(follows.replaces) if follows and follows.replaces else "",
        results=tuple(Value(r.label, f"{r.value} ({names[r.procedure]})") for r in results),
        values=tuple(_values(outlined, resolved, answers, withdrawn)),
        components=components,
        declarations=tuple(forms[path] for path in declarations),
    )


def _values(
    outlined: Outline,
    resolved: Resolved,
    answers: tuple[PacketAnswer, ...],
    withdrawn: tuple[str, ...],
) -> Iterator[Value]:
    """The answers in the order of the clerk's screen; of what was withdrawn that it was."""
    patterns = tuple(pattern for p in resolved.procedures for pattern in p.fields)
    given = {answer.field: (answer.label, answer.text) for answer in answers}
    labels = {name: outlined.group.fields[name].label.vi for name in withdrawn}
    given |= {name: (label, _WITHDRAWN) for name, label in labels.items()}
    titles = {section.id: section.title.vi for section in outlined.group.definition.section}
    before = ""
    for name in expand(patterns, tuple(outlined.group.fields)):
        if name in given:
            section = outlined.group.fields[name].section
            heading = titles[section] if section != before else ""
            before = section
            yield Value(*given[name], heading)


def _deciding(outlined: Outline, procedure: Procedure, *, told: bool) -> Deciding:
    """`told`: the results it waits for stand on this very sheet."""
    waits_for = tuple(
        other.name.vi
        for other in outlined.procedures
        if not told and set(other.yields) & set(procedure.awaits)
    )
    return Deciding(procedure.name.vi, marked(procedure.law, procedure.verified), waits_for)
