"""A small desk and a small fold for the tests of the store; the people are fictional."""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lienthong_tui.store import journal, schema, sqlcipher
from lienthong_tui.store.counters import next_number
from lienthong_tui.store.journal import NewEvent, Recorded
from lienthong_tui.store.projections import Person, Procedure, Projection
from lienthong_tui.store.sqlcipher import Database, writing

KEY = bytes(range(32))
AT = datetime(2026, 11, 20, 8, 20, tzinfo=UTC)
PROJECTIONS = ("filing", "procedure", "person", "number")


def new_store(folder: Path) -> Database:
    return schema.create(folder / "desk.db", KEY)


def project(events: list[Recorded]) -> Projection:
    """The last payload wins, key by key."""
    answers: dict[str, Any] = {}
    for event in events:
        answers |= event.payload or {}
    numbers = {
        kind: answers[kind] for kind in ("reference", "portal", "one-stop") if kind in answers
    }
    return Projection(
        filing=str(events[0].envelope.filing),
        group="birth",
        state=events[-1].envelope.kind,
        label=answers.get("label", ""),
        reference=numbers.get("reference"),
        received=answers.get("received"),
        numbers=tuple(numbers.items()),
        procedures=(Procedure("birth", "ubnd", answers.get("status", "waiting"), None, True),),
        people=tuple(Person(**person) for person in answers.get("people", [])),
        summary={"events": len(events)},
    )


def record(
    db: Database,
    filing: str | None,
    *payloads: dict[str, Any],
    after: int | None = None,
    **changed: Any,
) -> list[Recorded]:
    """Append payloads as `filing.answered`, as the desk's one stream and officer."""
    arguments: dict[str, Any] = {
        "stream": "desk-1.1",
        "officer": "officer",
        "at": AT,
        "project": project,
    }
    events = [NewEvent("filing.answered", payload) for payload in payloads]
    return journal.append(db, filing=filing, events=events, after=after, **(arguments | changed))


def everything(db: Database, tables: Iterable[str] = PROJECTIONS) -> dict[str, list[Any]]:
    """Every row, surrogate keys included, of the tables and of the search indexes."""
    found = {
        table: db.execute(f"SELECT rowid, * FROM {table}").fetchall()
        if table in ("filing", "person")
        else db.execute(f"SELECT * FROM {table}").fetchall()
        for table in tables
    }
    for index in ("person_fts", "phone_fts"):
        db.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms_{index}"
            f" USING fts5vocab(main, {index}, instance)"
        )
        found[index] = db.execute(f"SELECT * FROM temp.terms_{index}").fetchall()
    return found


def autosave(path: str, name: str, times: int) -> None:
    """Wait for a line, then append an event per answered field and tell of each after its commit.

    The main function of a program of its own. A line is the filing, the event's number in it, its
    position, and the reference taken in the same transaction.
    """
    sqlcipher.BUSY_SECONDS = 100  # two writers in a tight loop starve one another under load
    sys.stdin.readline()
    db = schema.open(Path(path), KEY)
    after = None
    for number in range(times):
        with writing(db):
            reference = next_number(db, "reference", "2026-11-20")
            after = record(db, name, {"label": str(reference)}, after=after)[-1].position
        os.write(1, f"{name} {number} {after} {reference}\n".encode())
