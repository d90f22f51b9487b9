"""One packet for one agency: only what the procedures it decides name, and nothing else.

Inside the bag's payload: `00-PHIEU-CHUYEN.pdf` for the clerk, `packet.json` and `filing.json`
(`contents`), `declarations/<form>.pdf`, `components/<code>/<name>`. The format is described in
`docs/packet-format.md`, so that a stranger can read and write it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple

from msgspec import Struct

from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Attached, Origin
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.filing.recall import told_by
from lienthong_tui.packets import bag, binding, seals, signers, sshsig
from lienthong_tui.packets.bag import Bag
from lienthong_tui.packets.binding import CONTENTS, DATE, FILING, Part, is_day
from lienthong_tui.packets.contents import (
    Binding,
    Contents,
    Follows,
    PacketAnswer,
    PacketComponent,
    PacketDefinition,
    PacketDesk,
    PacketFile,
    PacketProcedure,
    PacketResult,
    Provenance,
)
from lienthong_tui.packets.names import REPLY, TRANSFER, is_safe_name
from lienthong_tui.packets.outside import decoded
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.sshsig import Signature
from lienthong_tui.packets.transfer import Component, transfer_sheet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.questions import Field, expand

_PDF = "application/pdf"

VERSION: Final = 2
"""The format that is written and read. Format 1, up to version 0.6, had no signature."""


class _Version(Struct, frozen=True):
    """What tells the format of a packet, whatever else it says."""

    packet: int


@dataclass(frozen=True)
class Later:
    """What makes a packet one of a later round: it brings `fields`, `components`, `results` alone.

    `previous` is the hex SHA-256 of the `filing.json` before; `follows` names, by agency id, the
    packet that each goes with; `results` are by result id. `sealed` is when.
    """

    round: int
    previous: str
    sealed: datetime
    follows: Mapping[str, Follows]
    fields: Collection[str] = ()
    components: Collection[str] = ()
    results: Mapping[str, PacketResult] = field(default_factory=dict)


@dataclass(frozen=True)
class Dossier:
    """A filing as it is sealed: `declarations` is PDF by form id, `attachments` with their bytes.

    `origins` is how each answer came, by field id, as in `Filing`. `later` is None at completion.
    """

    outlined: Outline
    reference: str
    received: datetime
    completed: datetime
    declarations: Mapping[str, bytes] = field(default_factory=dict)
    attachments: tuple[tuple[Attached, bytes], ...] = ()
    absences: Mapping[str, str] = field(default_factory=dict)
    originals_seen: Collection[str] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    later: Later | None = None

    @property
    def sealed(self) -> datetime:
        """When it is sealed: the time its sheets bear."""
        return self.later.sealed if self.later else self.completed


class Packet(NamedTuple):
    """A packet that was read: nothing is said yet of whose the signature is."""

    contents: Contents
    binding: Binding
    bag: Bag
    signature: Signature

    @property
    def sealed_on(self) -> date:
        """The day on which its key has to count."""
        return date.fromisoformat(self.bag.info[DATE])

    @property
    def fingerprint(self) -> str:
        """That of the key that signed it."""
        return sshsig.fingerprint(self.signature.key)


def seal(
    dossier: Dossier,
    agencies: Sequence[Resolved],
    *,
    desk: PacketDesk,
    key: Seal,
    journal: str,
    demo: bool,
) -> dict[str, bytes]:
    """The packets of a filing by agency id: the same bytes for the same filing and key.

    `journal` is the desk's journal head just before the completion, as `journal verify --head`
    takes it. Errors: those of `bag.pack` and `typesetting.render`.
    """
    parts = [
        _part(dossier, resolved, number, desk=desk, key=key, demo=demo)
        for number, resolved in enumerate(agencies, 1)
    ]
    info = {DATE: local_day(dossier.sealed).isoformat(), "Lienthong-Journal": journal}
    later = dossier.later
    sealed = binding.seal_together(
        parts,
        info,
        key,
        round_number=later.round if later else 1,
        previous=later.previous if later else None,
    )
    return {resolved.agency.id: data for resolved, data in zip(agencies, sealed, strict=True)}


def read(data: bytes) -> Packet:
    """A packet after every check but whose the key is.

    Errors: those of `bag.unpack` and `seals.signature_of`; Problem("packet-is-reply") for what an
    agency answered; Problem("packet-version") for a format this version does not read;
    Problem("packet-contents") when `packet.json` or `filing.json` is missing or of another shape,
    when they do not list exactly the files that are there, and when `bag-info.txt` or
    `filing.json` contradicts the packet.
    """
    unpacked = bag.unpack(data)
    if CONTENTS not in unpacked.files and REPLY in unpacked.files:
        raise Problem("packet-is-reply")
    signature = seals.signature_of(unpacked, signers.PACKET)
    version = decoded(unpacked.files.get(CONTENTS), CONTENTS, _Version).packet
    if version != VERSION:
        raise Problem("packet-version", version=version)
    contents = decoded(unpacked.files.get(CONTENTS), CONTENTS, Contents)
    bound = decoded(unpacked.files.get(FILING), FILING, Binding)
    listed = {file.path for file in (contents.transfer, *contents.declarations)}
    listed |= {file.path for component in contents.components for file in component.files}
    for name in sorted((listed | {CONTENTS, FILING}) ^ unpacked.files.keys()):
        raise Problem("packet-contents", name=name if is_safe_name(name) else CONTENTS)
    binding.check(contents, bound, unpacked.files)
    if not _is_dated(unpacked) or not (
        binding.about(contents, bound).items() <= unpacked.info.items()
    ):
        raise Problem("packet-contents", name="bag-info.txt")
    return Packet(contents, bound, unpacked, signature)


def file_name(reference: str, agency: str, round_number: int = 1) -> str:
    """What the packet's file is called outside the desk: no personal data in it."""
    return f"{reference}-{agency}{'' if round_number == 1 else f'-{round_number}'}.zip"


def _is_dated(unpacked: Bag) -> bool:
    return is_day(unpacked.info.get(DATE, ""))


def _part(
    dossier: Dossier, resolved: Resolved, number: int, *, desk: PacketDesk, key: Seal, demo: bool
) -> Part:
    outlined, later = dossier.outlined, dossier.later
    # One form may serve two procedures of an agency.
    named = dict.fromkeys(form for p in resolved.procedures for form in p.forms)
    declared = {
        f"declarations/{form}.pdf": dossier.declarations[form]
        for form in named
        if form in dossier.declarations
    }
    components, papers = _components(dossier, resolved)
    answers, results = _answers(dossier, resolved), _results(dossier, resolved)
    withdrawn = _withdrawn(dossier, resolved)
    follows = later.follows[resolved.agency.id] if later else None
    sheet = transfer_sheet(
        outlined,
        resolved,
        desk=desk.name,
        reference=dossier.reference,
        received=dossier.received,
        completed=dossier.completed,
        answers=answers,
        components=tuple(Component(c.code, c.name, _told(c)) for c in components),
        declarations=tuple(declared),
        follows=follows,
        results=results,
        withdrawn=withdrawn,
        demo=demo,
    )
    definition = outlined.group.definition
    contents = Contents(
        packet=VERSION,
        reference=dossier.reference,
        number=number,
        salt=key.salt(dossier.reference, str(later.round if later else 1), resolved.agency.id),
        desk=desk,
        definition=PacketDefinition(
            definition.group,
            definition.version,
            outlined.group.sha256,
            definition.law,
            definition.verified,
        ),
        agency=resolved.agency.id,
        agency_name=resolved.name.vi,
        agency_code=resolved.code,
        procedures=tuple(PacketProcedure(p.id, p.name.vi, p.awaits) for p in resolved.procedures),
        received=_iso(dossier.received),
        completed=_iso(dossier.completed),
        answers=answers,
        transfer=PacketFile(TRANSFER, _PDF),
        declarations=tuple(PacketFile(path, _PDF) for path in declared),
        components=components,
        demo=demo,
        follows=follows,
        results=results,
        withdrawn=withdrawn,
    )
    transfer = {TRANSFER: render(sheet, at=dossier.sealed)}
    return Part(contents, {**transfer, **declared, **papers})


def _components(
    dossier: Dossier, resolved: Resolved
) -> tuple[tuple[PacketComponent, ...], dict[str, bytes]]:
    """The components its procedures name, and their files by path."""
    wanted = {c for p in resolved.procedures for c in p.components}
    known = dossier.outlined.components
    if dossier.later:
        # What an agency asks for is sent, whether it seemed to apply or not.
        wanted &= set(dossier.later.components)
        known = dossier.outlined.group.definition.component
    components: list[PacketComponent] = []
    papers: dict[str, bytes] = {}
    for component in known:
        if component.id not in wanted:
            continue
        given = [(a, data) for a, data in dossier.attachments if a.component == component.id]
        folder = f"components/{component.code.lower()}"
        listed = []
        for number, (attached, data) in enumerate(given, 1):
            path = f"{folder}/{number:02}-{attached.name}"
            papers[path] = data
            listed.append(PacketFile(path, attached.media_type))
        absent = dossier.absences.get(component.id)
        reason = next((a.reason for a, _ in given if a.reason), None)
        if listed or absent:
            seen = bool(listed) and component.id in dossier.originals_seen
            components.append(
                PacketComponent(
                    component.code, component.name.vi, tuple(listed), absent, seen, reason
                )
            )
    return tuple(components), papers


def _told(component: PacketComponent) -> str:
    """What the transfer sheet says of a component."""
    if not component.files:
        return f"không kèm – {component.absent}"
    told = f"{len(component.files)} tệp"
    if component.original_seen:
        told += ", đã đối chiếu bản chính"
    return f"{told}. {component.reason}" if component.reason else told


def _named(dossier: Dossier, resolved: Resolved) -> set[str]:
    """The fields its procedures name; in a later round those of them that it brings."""
    patterns = tuple(pattern for p in resolved.procedures for pattern in p.fields)
    named = set(expand(patterns, tuple(dossier.outlined.group.fields)))
    return named & set(dossier.later.fields) if dossier.later else named


def _withdrawn(dossier: Dossier, resolved: Resolved) -> tuple[str, ...]:
    """The fields that were sent with an answer and have none any more."""
    if dossier.later is None:
        return ()
    gone = _named(dossier, resolved) - dossier.outlined.values.keys()
    return tuple(name for name in dossier.outlined.group.fields if name in gone)


def _answers(dossier: Dossier, resolved: Resolved) -> tuple[PacketAnswer, ...]:
    outlined, named = dossier.outlined, _named(dossier, resolved)
    return tuple(
        PacketAnswer(
            field.id,
            field.label.vi,
            outlined.values[field.id],
            shown_answer(field, outlined.values[field.id]),
            _provenance(dossier, field),
        )
        for field in outlined.fields
        if field.id in named and field.id in outlined.values
    )


def _results(dossier: Dossier, resolved: Resolved) -> tuple[PacketResult, ...]:
    """The results its procedures wait for."""
    known = dossier.later.results if dossier.later else {}
    awaited = dict.fromkeys(name for p in resolved.procedures for name in p.awaits)
    return tuple(known[name] for name in awaited if name in known)


def _provenance(dossier: Dossier, field: Field) -> Provenance:
    """Where a value comes from: one told of another role comes from where it was told."""
    outlined = dossier.outlined
    source = told_by(outlined.group.definition, field.id, outlined.recalled)
    if outlined.group.fields[source].derived:
        return "computed"
    return dossier.origins.get(source, "default")


def _iso(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
