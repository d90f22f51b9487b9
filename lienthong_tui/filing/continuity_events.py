"""The events of a desk that outlives its file: backed up, and gone on with as another stream.

Their place in the one table of kinds is in `kinds`.
"""

from typing import Literal

from lienthong_tui.filing.envelope import Gap
from lienthong_tui.filing.payload import Payload

Why = Literal["restored", "moved", "salvaged", "cut", "forked"]


class BackedUp(Payload, frozen=True):
    """A copy of the desk was made and read back: the file's `name`, `sha256` (hex) and `size`.

    `seq` is the last event of the desk's own stream that it holds. `daily` is one of those that the
    desk makes by itself and takes away in its turn.
    """

    name: str
    sha256: str
    size: int
    seq: int
    daily: bool


class Continued(Payload, frozen=True):
    """The first event of a later incarnation of a desk, which goes on after `seq` of stream `of`.

    `hash` is the hex hash of that event. `why`: the desk was `restored` from a backup (`backup`,
    the hex SHA-256 of its store); it was opened in another `place` than before (`moved`), so that
    the desk it was copied from may go on there; it was `salvaged` from a damaged file; what it
    stored last was taken away after it was `cut` off, and may have been given out; or it `forked`
    from what it had sent to other desks, and was brought back.
    """

    of: str
    seq: int
    hash: str
    commune: str
    desk_number: int
    demo: bool
    why: Why
    backup: str | None = None


class Salvaged(Payload, frozen=True):
    """The desk was made again from a damaged file, and this is what could not be read of it.

    `pages` are the damaged pages, from 1; `gaps` the events that are lost; `payloads` how many
    payloads are lost of events that are there, `contents` how many papers, forms and packets.
    `filings` could not be put together any more: each is closed, and `drafts` holds, at the same
    place, the draft that has what could be read of it, or "" where that was nothing.
    """

    pages: tuple[int, ...]
    gaps: tuple[Gap, ...]
    payloads: int
    contents: int
    filings: tuple[str, ...]
    drafts: tuple[str, ...]
