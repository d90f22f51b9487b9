"""Where a filing stands, as little as may be told to whoever holds its slip and asks elsewhere:
nothing of whom it is about."""

from msgspec import Struct

from lienthong_tui.filing.filing import Filing, State


class ProcedureStatus(Struct, frozen=True):
    """Where one procedure stands (`Filing.status`), `since` when, and the day it is expected by
    (ISO 8601)."""

    id: str
    status: str
    since: str | None = None
    due: str | None = None


class PublicStatus(Struct, frozen=True):
    """Where a filing stands, as its desk knew `at` (`time_text`)."""

    group: str
    state: State
    at: str
    procedures: tuple[ProcedureStatus, ...] = ()


def public_status(filing: Filing, at: str) -> PublicStatus:
    """What may be told of a filing whose last event is of `at`."""
    procedures = []
    for name in filing.procedures:
        status, due = filing.status(name) or "", filing.due(name)
        since = filing.standing(name).since
        procedures.append(ProcedureStatus(name, status, since, due.isoformat() if due else None))
    return PublicStatus(filing.started.group, filing.state, at, tuple(procedures))
