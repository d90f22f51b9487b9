"""How a mistake in a filing is mended, by where the filing stands (desk practice, §5): data."""

from functools import cache

import msgspec
from msgspec import Struct

from lienthong_tui.procedures.definition import Words
from lienthong_tui.resources import data_path


class Way(Struct, frozen=True, forbid_unknown_fields=True):
    """One way; its id is the act. It is open in these `states` of a filing, and where `statuses`
    are named while a procedure stands in one of them."""

    id: str
    name: Words
    text: Words
    states: tuple[str, ...]
    law: str
    statuses: tuple[str, ...] = ()
    verified: bool = False

    def is_open(self, state: str, statuses: frozenset[str]) -> bool:
        """Whether it is open for a filing in `state` whose procedures stand in `statuses`."""
        return state in self.states and not (self.statuses and statuses.isdisjoint(self.statuses))


class _Mending(Struct, frozen=True, forbid_unknown_fields=True):
    way: tuple[Way, ...]


@cache
def shipped() -> tuple[Way, ...]:
    """All ways, in the order a list shows them."""
    return msgspec.toml.decode(data_path("mending.toml").read_bytes(), type=_Mending).way
