"""Where a filing stands, as little as may be told to whoever holds its slip and asks elsewhere:
nothing of whom it is about."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from lienthong_tui.filing.filing import Filing

Word = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
Moment = Annotated[datetime, Meta(tz=True)]


class ProcedureStatus(Struct, frozen=True):
    """Where one procedure stands (`Filing.status`), `since` when, and the day it is expected by."""

    id: Word
    status: Word
    since: Moment | None = None
    due: date | None = None


class PublicStatus(Struct, frozen=True):
    """Where a filing stands (`Filing.state`), as its desk knew when it recorded something last."""

    group: Word
    state: Word
    at: Moment
    procedures: Annotated[tuple[ProcedureStatus, ...], Meta(max_length=30)] = ()


def public_status(filing: Filing, at: datetime) -> PublicStatus:
    """What may be told of a filing whose last event is of `at`."""
    return PublicStatus(
        filing.started.group,
        filing.state,
        at,
        tuple(_of_procedure(filing, name) for name in filing.procedures),
    )


def _of_procedure(filing: Filing, name: str) -> ProcedureStatus:
    since = filing.standing(name).since
    return ProcedureStatus(
        name,
        filing.status(name) or "",
        datetime.fromisoformat(since) if since else None,
        filing.due(name),
    )
