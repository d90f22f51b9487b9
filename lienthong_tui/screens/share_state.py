"""What is known of the line to the other desks, as every page tells it."""

from dataclasses import dataclass, field
from datetime import datetime

from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_

SOON = 3.0
"""Seconds after a round until what was recorded since is sent: another may ask for it."""


@dataclass
class ShareState:
    """`unsent` events, the `oldest` of them; when all was exchanged last (`done`), and how many
    rounds have failed since. `stopped`: only somebody who acts can make it go on."""

    unsent: int = 0
    oldest: datetime | None = None
    done: datetime | None = None
    fails: int = 0
    stopped: bool = False
    busy: bool = False
    next_round: float = 0.0  # by the clock of the event loop
    last_round: float = 0.0
    told: set[str] = field(default_factory=set)

    def is_due(self, now: float) -> bool:
        """Whether a round is to begin: at its time, and soon where something waits to be sent."""
        if self.busy or self.stopped:
            return False
        waits = self.unsent > 0 and self.fails == 0
        return now >= self.next_round or (waits and now >= self.last_round + SOON)

    def line(self, language: Language) -> str:
        """In a few words for the top line; "" before the first round has ended."""
        if self.stopped:
            if not self.unsent:
                return tr(N_("không đồng bộ được"), language)
            text = N_("không đồng bộ được, còn {count}")
            return tr(text, language).format(count=self.unsent)
        if self.unsent and self.oldest is not None:
            text = N_("{count} sự kiện chưa đồng bộ, cũ nhất {time}")
            if self.fails:
                text = N_("mất đường truyền, {count} chưa gửi từ {time}")
            return tr(text, language).format(count=self.unsent, time=_clock(self.oldest))
        if self.fails:
            return tr(N_("chưa tới được máy chủ"), language)
        if self.done is not None:
            return tr(N_("đã đồng bộ {time}"), language).format(time=_clock(self.done))
        return ""


def _clock(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M}"
