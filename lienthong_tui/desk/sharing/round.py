"""One round of sharing: the desk in the middle of it, and what came of it."""

from dataclasses import dataclass, field

from lienthong_tui.access.hub_keys import Epoch
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing.joining import Joined
from lienthong_tui.hub.line import Hub
from lienthong_tui.problems import Problem
from lienthong_tui.store import sharing
from lienthong_tui.store.sqlcipher import Database


@dataclass
class Round:
    """What one round did: events `sent` and that `came`, contents and `replies` of agencies that
    came; `told` is what somebody has to know of, once each. `purged` are filings whose purge was
    seen at the hub."""

    sent: int = 0
    came: int = 0
    contents: int = 0
    replies: int = 0
    told: list[Problem] = field(default_factory=list)
    purged: set[str] = field(default_factory=set, compare=False)


@dataclass(frozen=True)
class At:
    """A desk in the middle of a round."""

    desk: Desk
    hub: Hub
    joined: Joined
    epochs: dict[int, Epoch]
    round: Round

    @property
    def db(self) -> Database:
        """The store of the desk."""
        return self.desk.db

    @property
    def commune(self) -> str:
        """The code of its commune."""
        return self.desk.commune

    @property
    def newest(self) -> Epoch:
        """The key that is written with now."""
        return list(self.epochs.values())[-1]

    @property
    def prefix(self) -> str:
        """What the names of all streams of this desk begin with."""
        return sharing.prefix(self.desk.stream)
