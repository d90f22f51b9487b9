"""What a packet says in JSON: `packet.json` for its agency, `filing.json` for all of a filing's.

The published shapes stand in `data/schemas/packet.schema.json` and `filing.schema.json`; the format
is described in `docs/packet-format.md`.
"""

from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.events import Answer, Origin

Provenance = Origin | Literal["default", "computed"]


class PacketAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer: the kept value, the text a clerk reads, and where the value comes from.

    `origin`: typed at the desk, scanned from an ID card (read, not verified), from a case file,
    taken over from an earlier filing, the form's own default, or computed from other answers.
    """

    field: str
    label: str
    value: Answer
    text: str
    origin: Provenance


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
    """The version of the law's data the filing is pinned to; `sha256` is that of its file."""

    group: str
    version: str
    sha256: str
    law: str
    verified: bool


class PacketDesk(Struct, frozen=True, forbid_unknown_fields=True):
    """The desk that sealed it: its commune's code and name, and which desk of the commune."""

    commune: str
    name: str
    number: int

    @property
    def principal(self) -> str:
        """The name its keys are listed under."""
        return f"lienthong-{self.commune}-{self.number}"


class PacketResult(Struct, frozen=True, forbid_unknown_fields=True):
    """What an earlier procedure yielded and this agency waited for; `procedure` yielded it."""

    result: str
    label: str
    value: str
    procedure: str


class Follows(Struct, frozen=True, forbid_unknown_fields=True):
    """The earlier packet to the same agency that this one goes with.

    `awaited`: it brings the results that one waited for. `supplement`: it brings what was corrected
    or added since, and nothing else. `replaces` is the round in which another value of the same
    results was brought to the agency before.
    """

    round: int
    number: int
    inventory: str
    why: Literal["awaited", "supplement"]
    replaces: int | None = None


class Contents(Struct, frozen=True, forbid_unknown_fields=True):
    """`packet.json`: everything in the packet that is not a PDF or an image.

    `number` is its place among the packets of `filing.json`. `agency_code` is the agency's official
    code (mã định danh), where the office has set it. `salt` (hex, 32 bytes) keeps what
    `filing.json` tells the other agencies from being guessed. Times are ISO 8601 at UTC+7.
    `withdrawn` are fields sent with an answer before and without one now.
    """

    packet: Literal[2]
    reference: str
    number: int
    salt: str
    desk: PacketDesk
    definition: PacketDefinition
    agency: str
    agency_name: str
    agency_code: str | None
    procedures: tuple[PacketProcedure, ...]
    received: str
    completed: str
    answers: tuple[PacketAnswer, ...]
    transfer: PacketFile
    declarations: tuple[PacketFile, ...]
    components: tuple[PacketComponent, ...]
    demo: bool
    follows: Follows | None = None
    results: tuple[PacketResult, ...] = ()
    withdrawn: tuple[str, ...] = ()


class HeldComponent(Struct, frozen=True, forbid_unknown_fields=True):
    """A component some packet holds, by its neutral code, with a commitment to each of its files.

    A commitment is the hex SHA-256 of the packet's `salt` followed by the hex SHA-256 of the file:
    who holds the packet can check it, who does not cannot recognise the paper.
    """

    code: str
    commitments: tuple[str, ...]


class SealedTogether(Struct, frozen=True, forbid_unknown_fields=True):
    """One packet of a filing, which the others name by its number only.

    `inventory` is the hex SHA-256 of its manifest without the line of `filing.json`.
    """

    number: int
    inventory: str
    components: tuple[HeldComponent, ...]


class Binding(Struct, frozen=True, forbid_unknown_fields=True):
    """`filing.json`, the same bytes in every packet of a filing: what was sealed together.

    A packet that was dropped is missing of its number, one swapped for another does not fit its
    `inventory`. Agencies are not named: who else decides is not every agency's to know. What is
    sent later is another `round`; `previous` is the hex SHA-256 of the `filing.json` before.
    """

    filing: Literal[1]
    reference: str
    round: int
    previous: str | None
    packets: tuple[SealedTogether, ...]
