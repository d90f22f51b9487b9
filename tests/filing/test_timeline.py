"""Events become entries: answers given in one go are one, everything else stands alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lienthong_tui.filing.agency_events import Exported, SealedPacket
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Completed,
    Detached,
    HandedBack,
    LetterTyped,
    NoticeGiven,
    Printed,
    Started,
    Warned,
)
from lienthong_tui.filing.kinds import kind_of
from lienthong_tui.filing.timeline import PAUSE, Entry, Happened, timeline

START = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
STARTED = Started(group="birth", definition="", overlay="", commune="19639", received="")
NOTICE = NoticeGiven(version="1", given_at="")
SECRET = "099190000011"  # an answer: no entry may hold it


def answered(*fields: str, gone: tuple[str, ...] = (), origin: Any = "typed") -> Answered:
    given = dict.fromkeys(fields, SECRET) | dict.fromkeys(gone)
    return Answered(answers=given, origin=origin)


def attached(component: str, content: str, name: str) -> Attached:
    return Attached(
        component=component, content=content, name=name, media_type="application/pdf", size=1
    )


def sealed(agency: str, content: str) -> SealedPacket:
    return SealedPacket(
        agency=agency,
        agency_name=f"Cơ quan {agency}",
        procedures=(),
        content=content,
        file_name="",
        awaits={},
    )


COMPLETED = Completed(
    reference="LT", declarations=(), packets=(sealed("a", "1"), sealed("b", "2")), expected=()
)


def told(*events: tuple[Any, ...]) -> tuple[Entry, ...]:
    """The entries of (payload, minutes after the start, officer)."""
    return timeline(
        Happened(
            at=START + timedelta(minutes=rest[0] if rest else 0),
            officer=rest[1] if len(rest) > 1 else "an",
            kind=kind_of(payload),
            payload=payload,
        )
        for payload, *rest in events
    )


@pytest.mark.parametrize(
    ("events", "entries"),
    [
        # one go: each field once, in the order it was first given
        ([(answered("a"),), (answered("b"), 1), (answered("a"), 2)], [(("a", "b"), (), 2)]),
        # the pause counts from the answer before, not from the first
        (
            [(answered("a"),), (answered("b"), 9), (answered("c"), 18), (answered("d"), 29)],
            [(("a", "b", "c"), (), 18), (("d",), (), 29)],
        ),
        # what is taken back, and given again
        ([(answered("a", "b"),), (answered(gone=("a",)), 1)], [(("b",), ("a",), 1)]),
        ([(answered(gone=("a",)),), (answered("a"), 1)], [(("a",), (), 1)]),
        # another officer, another origin, something in between
        ([(answered("a"),), (answered("b"), 1, "binh")], [(("a",), (), 0), (("b",), (), 1)]),
        (
            [(answered("a"),), (answered("b", origin="scanned"), 1)],
            [(("a",), (), 0), (("b",), (), 1)],
        ),
        (
            [(answered("a"),), (NOTICE, 1), (answered("b"), 2)],
            [(("a",), (), 0), ((), (), 1), (("b",), (), 2)],
        ),
    ],
)
def test_answers_in_one_go_are_one_entry(
    events: list[tuple[Any, ...]], entries: list[tuple[Any, ...]]
) -> None:
    found = told(*events)
    minutes = [(entry.at - START) // timedelta(minutes=1) for entry in found]
    assert [(e.subjects, e.gone, m) for e, m in zip(found, minutes, strict=True)] == entries


def test_the_pause_itself_still_joins() -> None:
    pause = PAUSE // timedelta(minutes=1)
    assert len(told((answered("a"),), (answered("b"), pause))) == 1


def test_no_answer_is_told() -> None:
    assert SECRET not in repr(told((STARTED,), (answered("a"),), (answered("b"),)))


def test_nothing_typed_for_a_letter_is_told() -> None:
    printed = Printed(what="letter", forms=("02",), texts={"items": (SECRET,)})
    typed = LetterTyped(letter="02", texts={"items": (SECRET,)})
    found = told((STARTED,), (typed,), (printed,))
    assert SECRET not in repr(found)
    assert found[-1].payload == Printed(what="letter", forms=("02",))


@pytest.mark.parametrize(
    ("events", "entry"),
    [
        ([attached("c", "1", "a.pdf")], (("c",), (), "a.pdf")),
        (
            [attached("c", "1", "a.pdf"), attached("c", "2", "b.pdf"),
             Detached(component="c", content="1")],
            (("c",), (), "a.pdf"),
        ),
        # of two alike the later one goes
        (
            [attached("c", "1", "a.pdf"), attached("c", "1", "a-2.pdf"),
             Detached(component="c", content="1")],
            (("c",), (), "a-2.pdf"),
        ),
        ([Absent(component="c", reason="mất")], (("c",), (), "")),
        ([Warned(rule="r", reason="biết")], (("r",), (), "")),
        # each tick tells what it changed, although the event says all that is back
        ([HandedBack(papers=("x",))], (("x",), (), "")),
        ([HandedBack(papers=("x",)), HandedBack(papers=("x", "y"))], (("y",), (), "")),
        ([HandedBack(papers=("x", "y")), HandedBack(papers=("y",))], ((), ("x",), "")),
        ([COMPLETED, Exported(packets=("2",))], (("Cơ quan b",), (), "")),
    ],
)  # fmt: skip
def test_the_last_entry_tells_what_it_is_about(events: list[Any], entry: tuple[Any, ...]) -> None:
    last = told((STARTED,), *((event,) for event in events))[-1]
    assert (last.subjects, last.gone, last.file) == entry


def test_what_was_erased_or_is_not_known_still_stands_there() -> None:
    events = [
        Happened(START, "an", "filing.started", None),
        Happened(START, "an", "filing.parked", None),
        Happened(START, "an", "filing.detached", Detached(component="c", content="1")),
    ]
    entries = timeline(events)
    assert [entry.kind for entry in entries] == [event.kind for event in events]
    assert entries[-1].file == ""
