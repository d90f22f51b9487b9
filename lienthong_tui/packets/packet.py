"""One packet for one agency: only what the procedures it decides name, and nothing else.

Inside the bag's payload: `00-PHIEU-CHUYEN.pdf` for the clerk, `packet.json` (answers and lists,
`data/schemas/packet.schema.json`), `declarations/<form>.pdf`, `components/<code>/<name>`. It is not
signed yet, and says so.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer, Attached
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets import bag
from lienthong_tui.packets.names import TRANSFER, is_safe_name
from lienthong_tui.packets.transfer import Component, transfer_sheet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import expand

_CONTENTS = "packet.json"


class PacketAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer: the kept value, and the text a clerk reads."""

    field: str
    label: str
    value: Answer
    text: str


class PacketFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the packet by its path below `data/`."""

    path: str
    media_type: str


class PacketComponent(Struct, frozen=True, forbid_unknown_fields=True):
    """A component with its files, or why there are none. `code` is neutral.

    `original_seen`: the desk held the files against the original. `reason` is why the paper was
    taken though a database holds what it says.
    """

    code: str
    name: str
    files: tuple[PacketFile, ...]
    absent: str | None = None
    original_seen: bool = False
    reason: str | None = None


class PacketProcedure(Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure this agency decides; `awaits` names results it cannot be decided without."""

    id: str
    name: str
    awaits: tuple[str, ...]


class PacketDefinition(Struct, frozen=True, forbid_unknown_fields=True):
    """The version of the law's data the filing is pinned to."""

    group: str
    version: str
    sha256: str
    law: str
    verified: bool


class Contents(Struct, frozen=True, forbid_unknown_fields=True):
    """`packet.json`: everything in the packet that is not a PDF or an image.

    `agency_code` is the agency's official code (mã định danh), where the office has set it.
    `transfer` is the sheet that is opened first; packets sealed before version 0.6 have none.
    """

    packet: Literal[1]
    reference: str
    definition: PacketDefinition
    agency: str
    agency_name: str
    procedures: tuple[PacketProcedure, ...]
    completed: str
    received: str
    answers: tuple[PacketAnswer, ...]
    declarations: tuple[PacketFile, ...]
    components: tuple[PacketComponent, ...]
    signed: bool
    demo: bool
    agency_code: str | None = None
    transfer: PacketFile | None = None


def seal(
    outlined: Outline,
    resolved: Resolved,
    *,
    commune: str,
    reference: str,
    received: datetime,
    completed: datetime,
    declarations: Mapping[str, bytes],
    attachments: tuple[tuple[Attached, bytes], ...],
    absences: Mapping[str, str],
    originals_seen: Collection[str] = (),
    journal: str,
    demo: bool,
) -> bytes:
    """The packet of `resolved`, the same bytes for the same filing.

    `commune` is the desk's, `declarations` is PDF by form id, `journal` the desk's journal head
    just before the completion. Errors: those of `bag.pack` and `typesetting.render`.
    """
    files: dict[str, bytes] = {}
    # One form may serve two procedures of an agency.
    named = dict.fromkeys(form for p in resolved.procedures for form in p.forms)
    forms = [form for form in named if form in declarations]
    for form in forms:
        files[f"declarations/{form}.pdf"] = declarations[form]
    components = []
    wanted = {c for p in resolved.procedures for c in p.components}
    for component in outlined.components:
        if component.id not in wanted:
            continue
        given = [(a, data) for a, data in attachments if a.component == component.id]
        folder = f"components/{component.code.lower()}"
        listed = []
        for number, (attached, data) in enumerate(given, 1):
            path = f"{folder}/{number:02}-{attached.name}"
            files[path] = data
            listed.append(PacketFile(path, attached.media_type))
        absent = absences.get(component.id)
        reason = next((a.reason for a, _ in given if a.reason), None)
        if listed or absent:
            seen = bool(listed) and component.id in originals_seen
            components.append(
                PacketComponent(
                    component.code, component.name.vi, tuple(listed), absent, seen, reason
                )
            )
    sheet = transfer_sheet(
        outlined,
        resolved,
        commune=commune,
        reference=reference,
        received=received,
        completed=completed,
        components=tuple(Component(c.code, c.name, _told(c)) for c in components),
        demo=demo,
    )
    files[TRANSFER] = render(sheet, at=completed)
    definition = outlined.group.definition
    contents = Contents(
        packet=1,
        reference=reference,
        definition=PacketDefinition(
            definition.group,
            definition.version,
            outlined.group.sha256,
            definition.law,
            definition.verified,
        ),
        agency=resolved.agency.id,
        agency_name=resolved.name.vi,
        procedures=tuple(PacketProcedure(p.id, p.name.vi, p.awaits) for p in resolved.procedures),
        completed=completed.astimezone(VIETNAM).isoformat(timespec="seconds"),
        received=received.astimezone(VIETNAM).isoformat(timespec="seconds"),
        answers=_answers(outlined, resolved),
        declarations=tuple(
            PacketFile(f"declarations/{form}.pdf", "application/pdf") for form in forms
        ),
        components=tuple(components),
        signed=False,
        demo=demo,
        agency_code=resolved.code,
        transfer=PacketFile(TRANSFER, "application/pdf"),
    )
    files[_CONTENTS] = msgspec.json.format(msgspec.json.encode(contents), indent=2) + b"\n"
    return bag.pack(
        files,
        {
            "Bagging-Date": local_day(completed).isoformat(),
            "Lienthong-Journal": journal,
            **_about(contents),
        },
    )


def read(data: bytes) -> tuple[Contents, bag.Bag]:
    """A packet after every check of the container and of `packet.json` against it.

    Errors: those of `bag.unpack`; Problem("packet-contents") when `packet.json` is missing, of
    another shape, claims a signature, or does not list exactly the files that are there, and when
    `bag-info.txt` contradicts it.
    """
    unpacked = bag.unpack(data)
    try:
        contents = msgspec.json.decode(unpacked.files[_CONTENTS], type=Contents)
    except (KeyError, msgspec.DecodeError):
        raise Problem("packet-contents", name=_CONTENTS) from None
    # There is no signature yet that could be checked: who claims one claims too much.
    if contents.signed:
        raise Problem("packet-contents", name=_CONTENTS)
    listed = {file.path for file in contents.declarations} | {_CONTENTS}
    listed |= {contents.transfer.path} if contents.transfer else set()
    listed |= {file.path for component in contents.components for file in component.files}
    for name in sorted(listed ^ set(unpacked.files)):
        raise Problem("packet-contents", name=name if is_safe_name(name) else _CONTENTS)
    if not _about(contents).items() <= unpacked.info.items():
        raise Problem("packet-contents", name="bag-info.txt")
    return contents, unpacked


def file_name(reference: str, agency: str) -> str:
    """What the packet's file is called outside the desk: no personal data in it."""
    return f"{reference}-{agency}.zip"


def _about(contents: Contents) -> dict[str, str]:
    """What `bag-info.txt` repeats of `packet.json`."""
    return {
        "External-Identifier": contents.reference,
        "Lienthong-Agency": contents.agency,
        "Lienthong-Signed": "no",
    }


def _told(component: PacketComponent) -> str:
    """What the transfer sheet says of a component."""
    if not component.files:
        return f"không kèm – {component.absent}"
    told = f"{len(component.files)} tệp"
    if component.original_seen:
        told += ", đã đối chiếu bản chính"
    return f"{told}. {component.reason}" if component.reason else told


def _answers(outlined: Outline, resolved: Resolved) -> tuple[PacketAnswer, ...]:
    patterns = tuple(pattern for p in resolved.procedures for pattern in p.fields)
    named = set(expand(patterns, tuple(outlined.group.fields)))
    return tuple(
        PacketAnswer(
            field.id,
            field.label.vi,
            outlined.values[field.id],
            shown_answer(field, outlined.values[field.id]),
        )
        for field in outlined.fields
        if field.id in named and field.id in outlined.values
    )
