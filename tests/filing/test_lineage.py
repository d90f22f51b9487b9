"""The order of a filing's events is the same at every desk, whatever came first."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing.envelope import Envelope
from lienthong_tui.filing.lineage import Lineage, desk_of, lineage

ONE, TWO, THREE = (f"d_19639_{n}_0000000{n}" for n in (1, 2, 3))
ONE_LATER, KIOSK = "d_19639_1_aaaaaaaa", "k_0123456789ab_cdef"


class Event(msgspec.Struct, frozen=True):
    envelope: Envelope
    payload: dict[str, Any] | None


def event(stream: str, seq: int, kind: str = "filing.noted", /, **payload: Any) -> Event:
    at = f"2026-12-01T00:{seq:02}:00.000000Z"
    return Event(
        Envelope(stream, seq, f"{stream}-{seq}", 1, at, "o", kind, "f", b"", b"", b""), payload
    )


def begun(stream: str, seq: int = 1) -> Event:
    return event(stream, seq, "filing.started")


def taken(stream: str, seq: int, rev: int, **seen: int) -> Event:
    named = {"one": ONE, "two": TWO, "three": THREE, "later": ONE_LATER, "kiosk": KIOSK}
    return event(
        stream, seq, "filing.taken_over", rev=rev, seen={named[k]: v for k, v in seen.items()}
    )


def told(found: Lineage) -> str:
    short = {ONE: "1", TWO: "2", THREE: "3", ONE_LATER: "1'", KIOSK: "k"}

    def names(events: list[Any]) -> str:
        return " ".join(f"{short[e.envelope.stream]}.{e.envelope.seq}" for e in events)

    late = f" | {names(found.late)}" if found.late else ""
    return f"{names(found.events)}{late} -> {found.desk}"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([begun(ONE), event(ONE, 2)], "1.1 1.2 -> 1"),
        # Taken over after everything was seen.
        (
            [begun(ONE), event(ONE, 2), taken(TWO, 5, 1, one=2), event(TWO, 6)],
            "1.1 1.2 2.5 2.6 -> 2",
        ),
        # The first desk was away, and had gone on.
        (
            [begun(ONE), event(ONE, 2), event(ONE, 3), taken(TWO, 5, 1, one=2), event(TWO, 6)],
            "1.1 1.2 2.5 2.6 | 1.3 -> 2",
        ),
        # ... and takes it back: what comes then counts.
        (
            [
                *(begun(ONE), event(ONE, 3), taken(TWO, 5, 1, one=1), event(TWO, 6)),
                *(taken(ONE, 7, 2, two=6, one=3), event(ONE, 8), event(TWO, 9)),
            ],
            "1.1 2.5 2.6 1.7 1.8 | 1.3 2.9 -> 1",
        ),
        # A desk that is not asked.
        ([begun(ONE), event(TWO, 1)], "1.1 | 2.1 -> 1"),
        # A look is told whoever looked, and changes nothing.
        (
            [begun(ONE), event(TWO, 1, "filing.viewed"), event(ONE, 2)],
            "1.1 1.2 2.1 -> 1",
        ),
        # One desk in two incarnations.
        ([begun(ONE), event(ONE_LATER, 1), event(ONE, 2)], "1.1 1.2 1'.1 -> 1"),
        (
            [begun(ONE), event(ONE_LATER, 4), taken(TWO, 1, 1, one=1, later=4)],
            "1.1 1'.4 2.1 -> 2",
        ),
        # From a kiosk, in two deliveries, and mended by the officer in between.
        (
            [
                *(begun(KIOSK), event(KIOSK, 2), event(KIOSK, 3)),
                *(event(ONE, 1, "filing.taken_in", stream=KIOSK, seq=2), event(ONE, 2)),
                event(ONE, 3, "filing.taken_in", stream=KIOSK, seq=3),
            ],
            "k.1 k.2 1.1 1.2 k.3 1.3 -> 1",
        ),
        # From a kiosk, at a desk of before, which did not write down when.
        ([begun(KIOSK), event(KIOSK, 2), event(ONE, 1)], "k.1 k.2 1.1 -> 1"),
        ([begun(KIOSK), event(KIOSK, 2)], "k.1 k.2 -> None"),
        # Three desks.
        (
            [
                *(begun(ONE), taken(TWO, 1, 1, one=1), event(TWO, 2), event(TWO, 3)),
                *(taken(THREE, 1, 2, two=2), event(THREE, 2)),
            ],
            "1.1 2.1 2.2 3.1 3.2 | 2.3 -> 3",
        ),
        # The beginning has not come yet.
        ([taken(TWO, 5, 1, one=2), event(TWO, 6)], "2.5 2.6 -> 2"),
    ],
)
def test_the_order_is_told_by_the_events(events: list[Event], expected: str) -> None:
    ranks = {ONE_LATER: 1}
    assert told(lineage(events, ranks)) == expected
    for seed in range(20):
        mixed = random.Random(seed).sample(events, len(events))
        assert told(lineage(mixed, ranks)) == expected


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_a_desk_recorded_while_it_had_the_filing_counts(data: st.DataObject) -> None:
    """A model: desks take a filing over having seen all, some go on without having seen that."""
    streams = [ONE, TWO, THREE]
    seqs = dict.fromkeys(streams, 0)
    seen_of: dict[str, dict[str, int]] = {}
    events, counting, late = [], [], []
    owner, rev = ONE, 0

    def add(stream: str, kind: str = "filing.noted", **payload: Any) -> Event:
        seqs[stream] += 1
        made = event(stream, seqs[stream], kind, **payload)
        events.append(made)
        return made

    counting.append(add(ONE, "filing.started"))
    known = {ONE: 1}
    for _ in range(data.draw(st.integers(0, 25))):
        act = data.draw(st.sampled_from(("write", "write", "take", "astray")))
        stream = data.draw(st.sampled_from(streams))
        if act == "write":
            counting.append(add(owner))
            known[owner] = seqs[owner]
        elif act == "astray" and stream != owner:
            late.append(add(stream))
        elif act == "take" and stream != owner:
            rev += 1
            counting.append(add(stream, "filing.taken_over", rev=rev, seen=dict(known)))
            owner = stream
            known[owner] = seqs[owner]
        seen_of[owner] = dict(known)
    mixed = data.draw(st.permutations(events))
    found = lineage(mixed, {})
    assert found.events == counting
    assert {e.envelope.event_id for e in found.late} == {e.envelope.event_id for e in late}
    assert found.desk == desk_of(owner)


def test_the_number_of_a_desk_stands_in_the_name_of_its_stream() -> None:
    assert [desk_of(s) for s in (ONE, THREE, KIOSK, "d_19639_1", "x")] == [1, 3, None, None, None]
