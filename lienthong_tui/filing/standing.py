"""Where one procedure stands: what was said of it, folded by the table of transitions.

What may not follow is kept and changes nothing, in whatever order it is heard.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from lienthong_tui.filing.agency_events import Told
from lienthong_tui.filing.deadlines import Expected
from lienthong_tui.procedures.outcomes import Outcome, leads_from, shipped


class Standing(Struct, frozen=True):
    """`status` is the outcome that counts last, None where nobody said any; `since` when it was
    said (ISO 8601). `results` are what was yielded so far, by result id.

    `counted` is the expected date that was counted last, `until` the day an agency put it off to.
    `accepted`: the portal took it at some time, whatever was decided since.
    """

    status: str | None = None
    since: str | None = None
    results: dict[str, str] = {}
    counted: Expected | None = None
    until: date | None = None
    accepted: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the table that the status is."""
        return shipped().get(self.status or "")

    @property
    def decided(self) -> bool:
        """Whether no day is expected any more."""
        return self.outcome is not None and self.outcome.decided

    @property
    def due(self) -> date | None:
        """The day by which it is expected; None once decided, while the citizen is waited for, or
        where no text names a term."""
        if self.decided or (self.outcome is not None and self.outcome.clock == "stops"):
            return None
        return self.until or (self.counted.due if self.counted else None)


def stand(said: Iterable[Told], counted: Iterable[Expected]) -> Standing:
    """Where a procedure stands after everything `said` of it, in the order it was said.

    `counted` are its expected dates of before, of completion and of what it waited for. The one
    that runs from the latest reception counts.
    """
    status, since, until, accepted = "declared", None, None, False
    results: dict[str, str] = {}
    dates = list(counted)
    for told in said:
        if not leads_from(status, told.outcome):
            continue
        status, since = told.outcome, told.said_at
        accepted = accepted or shipped()[status].accepted
        results = results | told.results
        if told.expected is not None:
            dates.append(told.expected)
            until = None  # counted again after it was put off
        until = told.until or until
    return Standing(
        status=None if since is None else status,
        since=since,
        results=results,
        counted=max(dates, key=lambda expected: expected.received, default=None),
        until=until,
        accepted=accepted,
    )
