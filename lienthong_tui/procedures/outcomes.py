"""What an agency may say of a procedure, and after what: the transitions of a status as data.

The codes are those of the national list of dossier statuses; nobody here has seen the text.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from lienthong_tui.procedures.definition import Procedure
from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path

SUPPLEMENT = "supplement"
"""The one outcome that opens a completed filing again."""

Task = Literal[
    "supplement",  # papers or answers are to be sent
    "fee",  # the citizen is to pay
    "refused",  # the citizen is to be told why it comes to nothing
    "hand-out",  # there may be a paper to hand over
]
Detail = Literal["number", "reason", "items", "results", "amount", "until", "collected"]


class Outcome(Data, frozen=True, kw_only=True):
    """One thing that may be said; its id is the status it leads to.

    It counts `after` these statuses, else it is kept and changes nothing. `asks` may be said with
    it, of which `required` must. `desk`: the desk itself says it, no agency. `accepted`: the portal
    has taken the filing. `clock`: the term runs from then, stands still while the citizen is
    waited for, or runs again where it stood. `decided`: no day is expected after it; `granted`: the
    citizen has what was asked for, or may fetch it; `pays`: money comes to them. `task` is what the
    desk has to do while a procedure stands there.
    """

    id: str
    name: Words
    after: tuple[str, ...]
    code: int | None = None
    asks: tuple[Detail, ...] = ()
    required: tuple[Detail, ...] = ()
    desk: bool = False
    accepted: bool = False
    clock: Literal["starts", "stops", "resumes"] | None = None
    decided: bool = False
    granted: bool = False
    pays: bool = False
    task: Task | None = None
    law: str
    verified: bool = False

    def may_be_said_of(self, procedure: Procedure) -> bool:
        """Whether an agency may say it of this procedure: that it paid only of one that pays."""
        return not self.desk and not (self.pays and procedure.pays is False)


class _Outcomes(Data, frozen=True):
    outcome: tuple[Outcome, ...]


@cache
def shipped() -> Mapping[str, Outcome]:
    """All of them by id, in the order a list shows them."""
    decoded = msgspec.toml.decode(data_path("outcomes.toml").read_bytes(), type=_Outcomes)
    return {outcome.id: outcome for outcome in decoded.outcome}


def task_at(status: str) -> Task | None:
    """What the desk has to do while a procedure stands there; nothing where it is not known."""
    return shipped()[status].task if status in shipped() else None


def is_accepted(status: str) -> bool:
    """Whether the portal has taken what stands there."""
    return status in shipped() and shipped()[status].accepted


def is_decided(status: str) -> bool:
    """Whether nothing more is expected of a procedure that stands there."""
    return status in shipped() and shipped()[status].decided


def is_granted(status: str) -> bool:
    """Whether what was asked for of a procedure that stands there was given."""
    return status in shipped() and shipped()[status].granted


def leads_from(status: str, outcome: str) -> bool:
    """Whether something said changes this status; what is not known here changes nothing."""
    known = shipped().get(outcome)
    return known is not None and status in known.after


def counts_from(status: str, outcome: Outcome) -> bool:
    """Whether the term of a procedure that stood at `status` runs from this outcome."""
    before = shipped().get(status)
    stood = before is not None and before.clock == "stops"
    return outcome.clock == "starts" or (outcome.clock == "resumes" and stood)
