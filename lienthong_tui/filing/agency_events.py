"""The events between the desk and the agencies: packets, what agencies say, results handed over.

Their place in the one table of kinds is in `kinds`.
"""

from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from lienthong_tui.filing.deadlines import Expected
from lienthong_tui.filing.payload import Payload

Source = Literal["portal", "phone", "letter", "reply", "desk"]
Receiver = Literal["requester", "relative", "authorised", "elsewhere"]


class SealedPacket(Struct, frozen=True):
    """What one agency receives.

    `awaits` is, by procedure, the results of earlier ones it cannot be decided without. `format` is
    that of the packet (`docs/packet-format.md`): those of format 1 bear no signature. What was
    sealed together is of one `round`: 1 at completion.
    """

    agency: str
    agency_name: str
    procedures: tuple[str, ...]
    content: str
    file_name: str
    awaits: dict[str, tuple[str, ...]]
    format: int = 1
    round: int = 1

    @property
    def awaited(self) -> tuple[str, ...]:
        """Every result something in the packet waits for, once each."""
        return tuple(dict.fromkeys(name for names in self.awaits.values() for name in names))


class Resealed(Payload, frozen=True):
    """All packets of a completed filing as they are now: agencies no longer take the format they
    were in, or the key that signed them was given up."""

    packets: tuple[SealedPacket, ...]


class Exported(Payload, frozen=True):
    """Packets left the desk on request; `packets` are their hex SHA-256."""

    packets: tuple[str, ...]


class Delivered(Payload, frozen=True):
    """Packets that were brought out lie whole where they were to go, read back from there."""

    packets: tuple[str, ...]


class Wanted(Struct, frozen=True):
    """What an agency wants: in its words, and the field or the component it means."""

    text: str
    field: str | None = None
    component: str | None = None


class Collected(Struct, frozen=True):
    """How a result came into the citizen's hands (desk practice, §4.9).

    `receiver` took it here, or it was given out `elsewhere` (on the portal, by post, at the
    agency). `name` and `authority` are who, and by which paper, where it was somebody authorised.
    `originals` are the components whose originals were taken in, `copies` how many were given, and
    `signed` how the register was signed.
    """

    receiver: Receiver
    name: str = ""
    authority: str = ""
    originals: tuple[str, ...] = ()
    copies: int = 0
    signed: Literal["signature", "fingerprint"] | None = None


class Told(Payload, frozen=True):
    """What an agency said of one procedure, and how the desk heard of it (desk practice, §1.7).

    `id` (UUIDv7) is what `TakenBack` names. `said_at` is when it was said (ISO 8601), which may lie
    before what was heard earlier. `results` are what the procedure yielded, by result id; `number`
    is that of the agency's own paper. A signed reply is named by its hex SHA-256, and by the
    `round` of the packet it answers. The `desk` itself says that it has sent what these `answers`
    (ids) had asked for, and how results were `collected`. `until` is the day an agency has put
    its decision off to; `expected` is the date counted again from this, as it was counted then.
    What was written down at once is of one `act`, and is taken back at once.
    """

    id: str
    procedure: str
    outcome: str
    said_at: str
    source: Source
    number: str | None = None
    reason: str | None = None
    items: tuple[Wanted, ...] = ()
    results: dict[str, str] = msgspec.field(default_factory=dict)
    amount: int | None = None
    reply: str | None = None
    round: int | None = None
    answers: tuple[str, ...] = ()
    until: date | None = None
    expected: Expected | None = None
    collected: Collected | None = None
    act: str | None = None


class TakenBack(Payload, frozen=True):
    """Something told was written down by mistake: it counts no more, and why."""

    told: str
    reason: str


class FollowedUp(Payload, frozen=True):
    """Packets sealed after the completion, each going with an earlier one to the same agency.

    `awaited`: they bring the `results` the earlier ones waited for, and those procedures whose term
    runs from then have their dates in `expected`. `supplement`: one brings what an agency wanted.
    """

    why: Literal["awaited", "supplement"]
    packets: tuple[SealedPacket, ...]
    results: dict[str, str] = msgspec.field(default_factory=dict)
    expected: tuple[Expected, ...] = ()
