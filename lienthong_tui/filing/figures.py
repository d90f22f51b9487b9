"""What figures are counted from: of a filing and its procedures, nothing that tells of a person.

Ids, days and statuses only: they outlive the purge (`events.Purged`), so that what was counted of a
period before it is counted of it afterwards.
"""

from datetime import date
from typing import Literal, get_args

from msgspec import Struct

WORDS = "words"
"""What was wanted stands in the agency's own words, which may name somebody: only counted."""

UNKNOWN = "unknown"
"""The status of a procedure whose filing an older version purged; what a supplement was about whose
filing was erased because its citizen asked for it."""

Timing = Literal[
    "on-time",
    "late",
    "overdue",  # not decided, and its day is past
    "running",
    "paused",  # the citizen is waited for: the term stands still
    "not-lodged",
    "no-term",  # no text names one, or its date was never counted
    "withdrawn",
    "unknown",
]
TIMINGS: tuple[Timing, ...] = get_args(Timing)


class ProcedureFigures(Struct, frozen=True):
    """One procedure of a completed filing.

    `begun`: an agency has it, or it is on the portal. `first_due` is the day it was first expected
    by, `due` that as it was counted last, and last before the decision; a day an agency only put it
    off to is neither (`put_off`). `decided` is the day (UTC+7) the decision that stands was said.
    `returned` are the supplements that were asked for, each with what it is about:
    `component:<id>`, `field:<id>`, `words` or `unknown`.
    """

    procedure: str
    agency: str
    status: str = UNKNOWN
    begun: bool = False
    first_due: date | None = None
    due: date | None = None
    put_off: bool = False
    decided: date | None = None
    returned: tuple[tuple[str, ...], ...] = ()


class FilingFigures(Struct, frozen=True, kw_only=True):
    """One filing, `received` on a day at UTC+7. Times that cannot be known are None.

    `declaring` are the seconds of answering (`counting.declaring`), `lodging` those from completion
    to the number noted. `completed_by` is the officer (slot) who completed it. `until` is the day
    its contents were purged: nothing after it is known.
    """

    group: str
    received: date
    state: str
    procedures: tuple[ProcedureFigures, ...] = ()
    completed_by: str | None = None
    declaring: int | None = None
    lodging: int | None = None
    parked: bool = False
    reopened: bool = False
    until: date | None = None
