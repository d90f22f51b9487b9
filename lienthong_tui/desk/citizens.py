"""What the desk holds of one citizen: found by ID number, given to them (Luật 91/2025/QH15)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import bring_out
from lienthong_tui.desk.looking import look
from lienthong_tui.filing import kinds, recall
from lienthong_tui.filing.agency_events import Told
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Answer, DataGiven, Viewed
from lienthong_tui.filing.outline import outline_of
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Unusable
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.store import journal, projections
from lienthong_tui.store.projections import Line
from lienthong_tui.store.sqlcipher import writing

_HEARD = ("procedure", "outcome", "said_at", "number", "reason", "items", "results", "amount")


@dataclass(frozen=True)
class Found:
    """A filing that a citizen is part of, and as what."""

    line: Line
    roles: tuple[str, ...]


def filings_of(desk: Desk, id_number: str) -> Sequence[Found]:
    """The filings with this ID number in a role, the latest first.

    Errors: those of `parse_id_number` and `Desk.require`.
    """
    desk.require("export-many")
    number = parse_id_number(id_number)
    found = projections.roles_of(desk.db, number)
    for filing in found:
        look(desk, filing, Viewed(why="found"))
    lines = ((projections.line_of(desk.db, filing), roles) for filing, roles in found.items())
    return [Found(line, roles) for line, roles in lines if line is not None]


def chosen(found: Sequence[Found], named: Sequence[str]) -> list[Line]:
    """Those of `found` that are named by reference or filing id. Errors:
    Unusable("filing-not-theirs") for a name that is none of them."""
    by_name = {name: each.line for each in found for name in _names(each.line)}
    for name in named:
        if name not in by_name:
            raise Unusable("filing-not-theirs", name=name)
    return list({by_name[name].filing: by_name[name] for name in named}.values())


def _names(line: Line) -> tuple[str, ...]:
    return (line.filing,) if line.reference is None else (line.filing, line.reference)


def give(
    desk: Desk, found: Sequence[Found], out: Path, as_text: Callable[[Mapping[str, Any]], str]
) -> list[Path]:
    """Write what is held of the citizen into the folder `out`, to read and as JSON; told to every
    filing. Returns where the two lie.

    What others in the filing said of themselves is not theirs and stays. `as_text` words it.
    Errors: those of `Desk.require` and `bring_out`.
    """
    desk.require("export-many")
    told = {
        "made": _local(desk.clock()),
        "desk": {"commune": desk.commune, "number": desk.number},
        "filings": [_held(desk, each) for each in found],
    }
    stem = f"du-lieu-ca-nhan-{desk.clock().astimezone(VIETNAM):%Y%m%d-%H%M%S}"
    files = {
        out / f"{stem}.txt": as_text(told).encode(),
        out / f"{stem}.json": json.dumps(told, ensure_ascii=False, indent=2).encode(),
    }

    def record() -> None:
        with writing(desk.db):
            for each in found:
                desk.append(each.line.filing, [DataGiven(roles=each.roles)])

    bring_out(files, out, record)
    return list(files)


def _held(desk: Desk, found: Found) -> dict[str, Any]:
    filing, _ = desk.filing(found.line.filing)
    group = desk.group(filing.started.definition)
    values = outline_of(group, filing).values
    packets = filing.completed.packets if filing.completed else ()
    return {
        "reference": filing.reference,
        "group": filing.started.group,
        "state": filing.state,
        "received": filing.started.received,
        "notice": kinds.to_plain(filing.notice) if filing.notice else None,
        "roles": {role: _told_of(group.definition, values, role) for role in found.roles},
        "papers": [paper.name for paper in filing.attachments],
        "agencies": [packet.agency_name for packet in packets],
        # Letters are written to who files: what an officer typed in them is told to nobody else.
        "letters": dict(filing.letters) if recall.REQUESTER in found.roles else {},
        # What agencies said is about the procedure, and told to who asked for it.
        "told": [_heard(told) for told in filing.said] if recall.REQUESTER in found.roles else [],
        "looked_at": _looks(desk, found.line.filing),
    }


def _told_of(definition: Definition, values: Mapping[str, Answer], role: str) -> dict[str, Answer]:
    """The answers about one person: the fields of the role, as its definition names them."""
    person = recall.person_in(definition, role)
    return {
        name: value
        for name, value in values.items()
        if name in person.fields or name.startswith(f"{role}.")
    }


def _heard(told: Told) -> dict[str, Any]:
    """What an agency said, without the ids that only the journal needs."""
    plain = kinds.to_plain(told)
    return {name: plain[name] for name in _HEARD if plain[name]}


def _looks(desk: Desk, filing: str) -> list[dict[str, Any]]:
    recorded = journal.events_of(desk.db, filing)
    return [
        {"at": _local(datetime.fromisoformat(r.envelope.at)), "why": (r.payload or {}).get("why")}
        for r in recorded
        if r.envelope.kind == "filing.viewed"
    ]


def _local(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
