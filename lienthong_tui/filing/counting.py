"""The figures of one filing out of its events; of one that was purged out of what is left of them.

Who did what when stands in the envelopes, which a purge leaves; the rest in `Purged`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from msgspec import structs

from lienthong_tui.filing.agency_events import Told, Wanted
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Purged
from lienthong_tui.filing.figures import UNKNOWN, WORDS, FilingFigures, ProcedureFigures
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import fold
from lienthong_tui.filing.timeline import PAUSE, Happened
from lienthong_tui.procedures.outcomes import SUPPLEMENT, is_granted, leads_from, shipped

NEEDED = frozenset(
    {
        *("filing.started", "filing.on_paper", "filing.completed", "filing.reopened"),
        *("filing.resealed", "filing.followed_up", "filing.told", "filing.taken_back"),
        *("filing.lodged", "filing.withdrawn", "filing.restored", "filing.purged"),
    }
)
"""The kinds whose payloads are read. What was answered, attached or noted is not among them."""


def figures_of(happened: Sequence[Happened]) -> FilingFigures | None:
    """The figures of a filing from all its events; None before `filing.started`."""
    for last in reversed(happened):
        if isinstance(last.payload, Purged):
            return _of_purged(last.payload, local_day(last.at), happened)
    filing = fold("", (event.payload for event in happened))
    if filing is None:
        return None
    return _figures(
        happened,
        group=filing.started.group,
        received=filing.started.received,
        state=filing.state,
        procedures=procedures_of(filing),
    )


def _of_purged(purged: Purged, day: date, happened: Sequence[Happened]) -> FilingFigures:
    procedures = purged.figures
    if procedures is None:  # an older version purged it
        procedures = tuple(ProcedureFigures(name, agency) for agency, name in purged.procedures)
    return _figures(
        happened,
        group=purged.group,
        received=purged.received,
        state=purged.state,
        procedures=procedures,
        until=day,
    )


def _figures(
    happened: Sequence[Happened],
    *,
    group: str,
    received: str,
    state: str,
    procedures: tuple[ProcedureFigures, ...],
    until: date | None = None,
) -> FilingFigures:
    kinds = {event.kind for event in happened}
    completed = _completed(happened)
    return FilingFigures(
        group=group,
        received=local_day(datetime.fromisoformat(received)),
        state=state,
        procedures=procedures,
        completed_by=completed.officer if completed else None,
        declaring=declaring(happened),
        lodging=_lodging(happened),
        parked="filing.parked" in kinds,
        reopened="filing.reopened" in kinds,
        until=until,
    )


def _completed(happened: Sequence[Happened]) -> Happened | None:
    """The completion that stands; None before it, and since the filing was opened again."""
    turns = (e for e in happened if e.kind in ("filing.completed", "filing.reopened"))
    last = next(reversed(list(turns)), None)
    return last if last is not None and last.kind == "filing.completed" else None


def declaring(happened: Sequence[Happened]) -> int | None:
    """Seconds from the first to the last answer at this desk, pauses longer than PAUSE left out.

    What is answered after the completion, for a supplement, is no declaring. None without a
    completion, and where there are not two answers, as of a case file: that took no time here.
    """
    completed = _completed(happened)
    if completed is None:
        return None
    end = happened.index(completed)
    answered = [event.at for event in happened[:end] if event.kind == "filing.answered"]
    if len(answered) < 2:
        return None
    went = [later - before for before, later in pairwise(answered)]
    # A clock set back takes nothing off what came before.
    return sum(max(0, round(gap.total_seconds())) for gap in went if gap <= PAUSE)


def _lodging(happened: Sequence[Happened]) -> int | None:
    """Seconds from completion until it was first noted as lodged, with or without a number."""
    completed = _completed(happened)
    if completed is None:
        return None
    later = happened[happened.index(completed) :]
    lodged = next((event.at for event in later if event.kind == "filing.lodged"), None)
    return None if lodged is None else max(0, round((lodged - completed.at).total_seconds()))


def procedures_of(filing: Filing) -> tuple[ProcedureFigures, ...]:
    """The figures of a filing's procedures as they stand; none before it is completed."""
    done = filing.completed
    if done is None:
        return ()
    first = {expected.procedure: expected.due for expected in done.expected}
    return tuple(
        _procedure(filing, name, packet.agency, first.get(name))
        for packet in done.packets
        for name in packet.procedures
    )


def forgetting(figures: ProcedureFigures) -> ProcedureFigures:
    """The same without what supplements were about: a paper's id may tell of a family, whose filing
    keeps its official number."""
    return structs.replace(figures, returned=((UNKNOWN,),) * len(figures.returned))


def _procedure(filing: Filing, name: str, agency: str, first_due: date | None) -> ProcedureFigures:
    said = tuple(_that_counted(told for told in filing.said if told.procedure == name))
    given_up = filing.withdrawn is not None
    counted = filing.standing(name).counted
    decided = None if given_up else _decided(said)
    return ProcedureFigures(
        procedure=name,
        agency=agency,
        status="withdrawn" if given_up else filing.status(name) or "",
        begun=filing.lodged is not None or filing.accepted or decided is not None,
        first_due=first_due,
        due=counted.due if counted else None,
        put_off=any(told.until is not None for told in said),
        decided=decided,
        returned=tuple(_about(told.items) for told in said if told.outcome == SUPPLEMENT),
    )


def _that_counted(said: Iterable[Told]) -> Iterator[Told]:
    """What changed the status, in order: the same as `standing.stand` follows."""
    status = "declared"
    for told in said:
        if leads_from(status, told.outcome):
            status = told.outcome
            yield told


def _decided(said: Sequence[Told]) -> date | None:
    """The day the decision that stands was first said; one that is only paid or handed over since
    was made before."""
    found = None
    for told in reversed(said):
        if not shipped()[told.outcome].decided or (
            found is not None and _verdict(told) != _verdict(found)
        ):
            break
        found = told
    return None if found is None else local_day(datetime.fromisoformat(found.said_at))


def _verdict(told: Told) -> str:
    return "granted" if is_granted(told.outcome) else told.outcome


def _about(items: Iterable[Wanted]) -> tuple[str, ...]:
    """What a supplement is about, each once."""
    named = (
        f"component:{item.component}"
        if item.component
        else f"field:{item.field}"
        if item.field
        else WORDS
        for item in items
    )
    return tuple(sorted(set(named)))
