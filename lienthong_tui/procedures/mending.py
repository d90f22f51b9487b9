"""How a mistake in a filing is mended, by where the filing stands (desk practice, §5): data."""

from collections.abc import Sequence
from functools import cache

import msgspec

from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path


class Way(Data, frozen=True):
    """One way; its id is the act. It is open in these `states` of a filing, and where `statuses`
    are named while a procedure stands in one of them: any, or the `first`, which registers."""

    id: str
    name: Words
    text: Words
    states: tuple[str, ...]
    law: str
    statuses: tuple[str, ...] = ()
    first: bool = False
    verified: bool = False

    def is_open(self, state: str, statuses: Sequence[str]) -> bool:
        """Whether it is open for a filing in `state` whose procedures stand in `statuses`, in the
        order they are decided."""
        looked_at = statuses[:1] if self.first else statuses
        return state in self.states and not (
            self.statuses and set(looked_at).isdisjoint(self.statuses)
        )


class _Mending(Data, frozen=True):
    way: tuple[Way, ...]


@cache
def shipped() -> tuple[Way, ...]:
    """All ways, in the order a list shows them."""
    return msgspec.toml.decode(data_path("mending.toml").read_bytes(), type=_Mending).way
