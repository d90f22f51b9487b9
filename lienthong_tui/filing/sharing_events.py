"""The events of a filing that goes from one desk to another, and of the desks that share filings.

Their place in the one table of kinds is in `kinds`.
"""

from typing import Literal

from lienthong_tui.filing.payload import Payload

HubAnswer = Literal["answered", "none", "unheard"]


class TakenIn(Payload, frozen=True):
    """The desk took in what a kiosk had handed over: its `stream` up to `seq`."""

    stream: str
    seq: int


class TakenOver(Payload, frozen=True):
    """The desk that records this has the filing from now on: the `rev`-th that took it over.

    `seen` is the last event of the filing that it knew of each stream, by stream. What the desk
    before recorded behind that was not known to it, and does not count.
    """

    rev: int
    seen: dict[str, int]


class DeskAdmitted(Payload, frozen=True):
    """Another desk of the commune may read what is shared: its card, as `hub_keys.write_card`."""

    card: str


class DeskShutOut(Payload, frozen=True):
    """A desk may read nothing that comes from now on; `verify` is its key, in hex."""

    verify: str


class AskedElsewhere(Payload, frozen=True):
    """Where a filing of another commune stands was asked of the hub, which answered, knew of none,
    or was not heard."""

    reference: str
    heard: HubAnswer


class Rejoined(Payload, frozen=True):
    """The desk had forked: behind seq `after` of stream `of` it has what the hub had, and `again`
    events of its own follow in this one. Of the filings `left` the hub's way counts. `seq` and
    `hash` (hex) are the end that was given up, as it may stand on paper."""

    of: str
    after: int
    seq: int
    hash: str
    again: int
    left: tuple[str, ...]
