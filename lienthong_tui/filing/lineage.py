"""In which order the events of one filing count, when several desks have written them.

Each desk gets the events of the others whenever its line allows, so the order of arrival is
another at each. What counts is the same everywhere, because it is told by the events alone:

* a filing is in the hands of one desk, at first the one that began it or took it in from a kiosk,
  then each that took it over;
* of the desk before, only what the new one had seen counts (`TakenOver.seen`): the rest is `late`;
* a kiosk's events come before the event by which the desk took them in (`TakenIn`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from lienthong_tui.filing.envelope import Envelope
from lienthong_tui.filing.kinds import KIND_OF, LOOKS
from lienthong_tui.filing.sharing_events import TakenIn, TakenOver

_DESK = re.compile(r"d_([0-9]{5})_([1-9])_[0-9a-f]{8}")
_TAKEN_IN, _TAKEN_OVER = KIND_OF[TakenIn], KIND_OF[TakenOver]


class Event(Protocol):
    """An event as a store has it."""

    @property
    def envelope(self) -> Envelope:
        """What outlives its payload."""

    @property
    def payload(self) -> dict[str, Any] | None:
        """Its payload; None where that was erased."""


E = TypeVar("E", bound=Event)


class Lineage(NamedTuple):
    """The events that count, in order; those that came `late`; and the desk (its number) that has
    the filing now, None where no desk has it yet."""

    events: list[Any]
    late: list[Any]
    desk: int | None


def named_in(stream: str) -> tuple[str, int] | None:
    """The commune and the number of the desk that writes a stream; None for a kiosk's."""
    read = _DESK.fullmatch(stream)
    return (read[1], int(read[2])) if read else None


def desk_of(stream: str) -> int | None:
    """The number of the desk that writes a stream; None for a kiosk's."""
    named = named_in(stream)
    return named[1] if named else None


def lineage(events: Iterable[E], ranks: Mapping[str, int]) -> Lineage:
    """`events` of one filing, each once and in any order.

    `ranks` tells of a desk's streams which came first: how many it goes on from. One that is not
    named is of rank 0.
    """
    lines: dict[int | None, list[E]] = {}
    for event in events:
        lines.setdefault(desk_of(event.envelope.stream), []).append(event)
    began: dict[str, str] = {}
    for event in sorted((e for line in lines.values() for e in line), key=_seq):
        began.setdefault(event.envelope.stream, event.envelope.at)
    for line in lines.values():
        # The time decides only where nothing says which stream goes on from which.
        line.sort(
            key=lambda e: (
                ranks.get(e.envelope.stream, 0),
                began[e.envelope.stream],
                e.envelope.stream,
                e.envelope.seq,
            )
        )
    of_kiosks = lines.pop(None, [])
    if not lines:
        return Lineage(of_kiosks, [], None)
    counting, late, desk = _reigns(lines, of_kiosks)
    return Lineage(_with_kiosks(counting, of_kiosks), late, desk)


def _seq(event: Event) -> int:
    return event.envelope.seq


def _reigns(
    lines: dict[int | None, list[E]], of_kiosks: Sequence[E]
) -> tuple[list[E], list[E], int | None]:
    """What each desk wrote while it had the filing, in turn; what none had when it wrote it."""
    desk = _first(lines, of_kiosks)
    left = {number: list(line) for number, line in lines.items()}
    counting: list[E] = []
    late: list[E] = []
    for taken in _takeovers(lines):
        seen = (taken.payload or {}).get("seen", {})
        heir = desk_of(taken.envelope.stream)
        if heir != desk:
            before = left.get(desk, [])
            counting += [e for e in before if e.envelope.seq <= seen.get(e.envelope.stream, 0)]
            behind = [e for e in before if e.envelope.seq > seen.get(e.envelope.stream, 0)]
            # It may have taken the filing over again later: what comes then counts.
            again = next((i for i, e in enumerate(behind) if e.envelope.kind == _TAKEN_OVER), None)
            late += behind if again is None else behind[:again]
            left[desk] = [] if again is None else behind[again:]
            # What the heir wrote before this, it had no right to.
            own = left.get(heir, [])
            place = own.index(taken)
            late += own[:place]
            left[heir] = own[place:]
        desk = heir
    counting += left.pop(desk, [])
    late += [e for line in left.values() for e in line]
    # A look is nobody's turn: whoever looked, that is told.
    looks = [e for e in late if e.envelope.kind in LOOKS]
    looks.sort(key=lambda e: (e.envelope.at, e.envelope.stream, e.envelope.seq))
    return counting + looks, [e for e in late if e.envelope.kind not in LOOKS], desk


def _first(lines: Mapping[int | None, Sequence[E]], of_kiosks: Sequence[E]) -> int | None:
    """The desk that a filing began at, or that took it in from a kiosk."""
    begins = _TAKEN_IN if of_kiosks else "filing.started"
    for number, line in sorted(lines.items(), key=lambda item: item[0] or 0):
        if any(e.envelope.kind == begins for e in line):
            return number
    # Of an old desk, which did not write that down; the beginning may not have come yet.
    return min((e.envelope.at, n) for n, line in lines.items() for e in line)[1]


def _takeovers(lines: Mapping[int | None, Sequence[E]]) -> list[E]:
    found = [e for line in lines.values() for e in line if e.envelope.kind == _TAKEN_OVER]
    # The hub lets two desks have no rev in common; where one did, all take the same for the first.
    return sorted(found, key=lambda e: ((e.payload or {}).get("rev", 0), e.envelope.stream))


def _with_kiosks(counting: Sequence[E], of_kiosks: Sequence[E]) -> list[E]:
    """A kiosk's events where the desk took them in; before all else where it did not say so."""
    if not of_kiosks:
        return list(counting)
    taken: dict[str, int] = {}
    ordered: list[E] = []
    waiting = list(of_kiosks)
    marked = {(e.payload or {}).get("stream") for e in counting if e.envelope.kind == _TAKEN_IN}
    ordered += [e for e in waiting if e.envelope.stream not in marked]
    waiting = [e for e in waiting if e.envelope.stream in marked]
    for event in counting:
        if event.envelope.kind == _TAKEN_IN and event.payload is not None:
            stream, seq = event.payload["stream"], event.payload["seq"]
            done = taken.get(stream, 0)
            ordered += [
                e for e in waiting if e.envelope.stream == stream and done < e.envelope.seq <= seq
            ]
            taken[stream] = max(done, seq)
        ordered.append(event)
    ordered += [e for e in waiting if e.envelope.seq > taken.get(e.envelope.stream, 0)]
    return ordered
