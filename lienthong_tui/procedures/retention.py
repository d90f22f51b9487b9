"""How long contents stay at the desk: data, with their source (desk practice, §7.4)."""

from functools import cache

import msgspec

from lienthong_tui.procedures.elements import Data
from lienthong_tui.resources import data_path


class Retention(Data, frozen=True):
    """Days until contents are purged; each is warned of.

    `drafts_days` counts from the last change of a filing that was never completed, and the officer
    is warned `warn_days` before; `finished_days` from the last result of one that was.
    """

    law: str
    verified: bool
    drafts_days: int
    warn_days: int
    finished_days: int


@cache
def shipped() -> Retention:
    """The terms as they are now."""
    return msgspec.toml.decode(data_path("retention.toml").read_bytes(), type=Retention)
