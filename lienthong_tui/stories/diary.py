"""When what happens at a sample desk happens: each story has its hours, and all run side by side.

A story yields the moment at which it goes on. Whichever is next is told next, so that the journal
has the days of a real desk, one after another: what is late there was really waited for.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, local_day

Story = Iterator[datetime]

_ONE_DAY = timedelta(days=1)


@dataclass
class Watch:
    """A clock that shows the moment which is told of."""

    at: datetime

    def __call__(self) -> datetime:
        """The time."""
        return self.at


@dataclass(frozen=True)
class Diary:
    """The days before `now`, when somebody is to see the desk."""

    now: datetime

    def day(self, back: int, clock: str) -> datetime:
        """An hour of Vietnam's time, so many working days before today."""
        calendar, day = office_calendar(), local_day(self.now)
        for _ in range(back):
            day -= _ONE_DAY
            while not calendar.is_working(day):
                day -= _ONE_DAY
        return datetime.combine(day, time.fromisoformat(clock), VIETNAM).astimezone(UTC)

    def ago(self, minutes: int) -> datetime:
        """So many minutes before now."""
        return self.now - timedelta(minutes=minutes)

    def no_later(self, moment: datetime) -> datetime:
        """A moment of a case that has its own date; now, where that has not come."""
        return min(moment, self.now)


def tell(watch: Watch, stories: Iterable[Story]) -> None:
    """Tell all stories to their end, what happened first first."""
    waiting = [(moment, n, s) for n, s in enumerate(stories) if (moment := next(s, None))]
    heapq.heapify(waiting)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        # An hour that is named too early is the present one: a clock never goes back.
        watch.at = max(watch.at, moment)
        if (following := next(story, None)) is not None:
            heapq.heappush(waiting, (following, number, story))
