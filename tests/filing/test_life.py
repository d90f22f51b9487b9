"""A filing's life as a model: whatever is done in whatever order, it stands where a plain reading
of the table says, and in exactly one place of the queue."""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lienthong_tui.filing import queue
from lienthong_tui.filing.agency_events import Collected, SealedPacket, TakenBack, Told, Wanted
from lienthong_tui.filing.events import (
    Claimed,
    Completed,
    Lodged,
    Parked,
    Reopened,
    Restored,
    Started,
    Withdrawn,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply, fold
from lienthong_tui.filing.kinds import from_plain, kind_of, to_plain
from lienthong_tui.filing.payload import Payload
from lienthong_tui.filing.telling import Said, read_said
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.outcomes import shipped

from .test_telling import LAW, NOW

FIRST, SECOND, THIRD = "birth-registration", "permanent-residence", "health-insurance"
PROCEDURES = (FIRST, SECOND, THIRD)
NUMBER = "child.id_number"
PACKETS = (
    SealedPacket("civil-status", "UBND", (FIRST,), "aa", "a.zip", {}),
    SealedPacket("residence-police", "Công an", (SECOND,), "bb", "b.zip", {SECOND: (NUMBER,)}),
    SealedPacket("social-insurance", "BHXH", (THIRD,), "cc", "c.zip", {THIRD: (NUMBER,)}),
)
WHY = {"reason": "sai xã"}
WITH: dict[str, dict[str, Any]] = {
    "supplement": {"items": (Wanted("bản chụp mờ"),)},
    **dict.fromkeys(("refused", "stopped", "withdrawn"), WHY),
    "extended": {"until": date(2027, 12, 4)},
}
SAYABLE = [name for name, outcome in shipped().items() if not outcome.desk]

# The national list's own transitions (`law.md` 7.2), written out by hand and apart from the data:
# 1→2|3 · 2→4 · 4→5|6|8|9 · 5→4 or 3|8 · 6→4 · 1–6→7 · 9→10, with what our desk adds to it.
CODES = {
    "received": 2, "refused": 3, "processing": 4, "supplement": 5, "fee-due": 6,
    "withdrawn": 7, "stopped": 8, "done": 9, "returned": 10,
}  # fmt: skip
EDGES = {(1, 2), (1, 3), (2, 4), (4, 5), (4, 6), (4, 8), (4, 9), (5, 4), (5, 3), (5, 8), (6, 4)}
EDGES |= {(code, 7) for code in range(1, 7) if code != 3} | {(9, 10)}


def test_every_transition_of_the_national_list_is_allowed() -> None:
    names = {code: name for name, code in CODES.items()} | {1: "lodged"}
    for before, after in EDGES:
        assert names[before] in shipped()[names[after]].after, (before, after)


def test_nothing_comes_after_the_end_but_what_reopens_it() -> None:
    for name, outcome in shipped().items():
        assert "withdrawn" not in outcome.after, name
        assert "returned" not in outcome.after, name
        if "done" in outcome.after:
            assert name in ("done", "paid", "returned")


class Model:
    """What a filing should be, kept by plain assignment."""

    def __init__(self) -> None:
        self.completed = self.lodged = self.numbered = self.withdrawn = self.parked = False
        self.told: list[tuple[str, str, str, bool]] = []  # id, procedure, outcome, with a number

    def statuses(self) -> dict[str, str]:
        """By procedure, in the order of what was said and not taken back."""
        found = dict.fromkeys(PROCEDURES, "declared")
        for _, procedure, outcome, _ in self.told:
            if found[procedure] in shipped()[outcome].after:
                found[procedure] = outcome
        return found


class Life(RuleBasedStateMachine):
    """Acts of the desk and words of agencies, in any order the product lets pass."""

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.at = NOW
        self.count = 0
        self.events: list[Payload] = []
        start = "2026-11-20T15:20:00+07:00"
        self.filing = self._folded([Started("birth", "x", "y", "19639", start)])

    def _folded(self, payloads: list[Payload]) -> Filing:
        self.events = payloads
        found = fold("f", payloads)
        assert found is not None
        return found

    def _do(self, *facts: Payload) -> None:
        for fact in facts:
            self.events.append(fact)
            self.filing = apply(self.filing, fact)

    def _open(self) -> bool:
        return not self.model.withdrawn

    # -- at the desk

    @precondition(lambda self: self._open() and not self.model.completed)
    @rule()
    def complete(self) -> None:
        self._do(Completed("LT19639-261120-1001-6", (), PACKETS, ()))
        self.model.completed, self.model.parked = True, False

    @precondition(lambda self: self._open() and self.filing.state == "completed")
    @rule()
    def reopen(self) -> None:
        self._do(Reopened(reason="sai tên"))
        self.model.completed = self.model.parked = False
        self.model.told = []  # what was refused was what had been sealed before

    @precondition(lambda self: self._open() and self.model.completed)
    @rule(number=st.sampled_from([None, "G22.99.13-261122-0007"]))
    def lodge(self, number: str | None) -> None:
        self._do(Lodged(portal_number=number, one_stop_number=None))
        self.model.lodged, self.model.parked = True, False
        self.model.numbered = self.model.numbered or number is not None

    @precondition(lambda self: self.filing.state in ("drafting", "completed"))
    @rule()
    def withdraw(self) -> None:
        self._do(Withdrawn(reason="đổi ý"))
        self.model.withdrawn, self.model.parked = True, False

    @precondition(lambda self: self.model.withdrawn)
    @rule()
    def restore(self) -> None:
        self._do(Restored())
        self.model.withdrawn = False

    @precondition(lambda self: self._open())
    @rule()
    def park(self) -> None:
        self._do(Parked(reason="papers"))
        self.model.parked = True

    @rule()
    def claim(self) -> None:
        self._do(Claimed())
        self.model.parked = False

    # -- by agencies

    @precondition(lambda self: self._open() and self.model.completed)
    @rule(
        procedure=st.sampled_from(PROCEDURES),
        outcome=st.sampled_from(SAYABLE),
        numbered=st.booleans(),
        minutes=st.integers(1, 50),
    )
    def tell(self, procedure: str, outcome: str, numbered: bool, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        more = dict(WITH.get(outcome, {}))
        numbered = numbered and outcome == "done" and procedure == FIRST
        if numbered:
            more["results"] = {NUMBER: "099226001234"}
        allowed = self.model.statuses()[procedure] in shipped()[outcome].after
        told = self._read(Said(procedure, outcome, self.at, "portal", **more))
        if isinstance(told, Problem):
            # A supplement that is open is the status, whatever was heard in between.
            assert told.code == "told-order"
            assert not allowed or self.filing.status(procedure) == "supplement"
            return
        self._do(told)
        self.model.told.append((told.id, procedure, outcome, numbered))

    def _read(self, said: Said) -> Told | Problem:
        try:
            return read_said(LAW, self.filing, said, self.at)
        except Problem as problem:
            return problem

    @precondition(lambda self: any(self.filing.asks))
    @rule()
    def supplement(self) -> None:
        self.at += timedelta(minutes=1)
        asks = self.filing.asks
        for procedure in dict.fromkeys(ask.procedure for ask in asks):
            self.count += 1
            told = Told(
                id=f"sent{self.count}",
                procedure=procedure,
                outcome="supplemented",
                said_at=self.at.isoformat(),
                source="desk",
                answers=tuple(ask.id for ask in asks if ask.procedure == procedure),
            )
            self._do(told)
            self.model.told.append((told.id, procedure, "supplemented", False))

    @precondition(lambda self: "done" in self.model.statuses().values())
    @rule()
    def hand_over(self) -> None:
        self.at += timedelta(minutes=1)
        for procedure, status in self.model.statuses().items():
            if status == "done" and self.filing.status(procedure) == "done":
                self.count += 1
                collected = Collected("requester", signed="signature")
                told = Told(
                    id=f"back{self.count}",
                    procedure=procedure,
                    outcome="returned",
                    said_at=self.at.isoformat(),
                    source="desk",
                    collected=collected,
                )
                self._do(told)
                self.model.told.append((told.id, procedure, "returned", False))

    @precondition(lambda self: self.model.told)
    @rule(which=st.randoms(use_true_random=False))
    def take_back(self, which: Any) -> None:
        mistaken = which.choice(self.model.told)
        if mistaken[2] in ("supplement", "supplemented"):
            return  # what was asked and sent hangs together: the desk takes back the last one
        self._do(TakenBack(told=mistaken[0], reason="nhầm"))
        self.model.told.remove(mistaken)

    # -- what always holds

    @invariant()
    def it_stands_where_the_table_says(self) -> None:
        if not hasattr(self, "filing") or not self.model.completed:
            return
        open_ = {ask.procedure for ask in self.filing.asks}
        said = {procedure for _, procedure, _, _ in self.model.told}
        for procedure, status in self.model.statuses().items():
            if procedure in open_:
                assert self.filing.status(procedure) == "supplement"
            elif procedure in said and status != "declared":
                assert self.filing.status(procedure) == status
            else:
                waits = procedure != FIRST and not self.filing.results
                on_portal = self.model.lodged or self.filing.accepted
                expected = "awaiting" if waits else "lodged" if on_portal else "declared"
                assert self.filing.status(procedure) == expected

    @invariant()
    def it_stands_in_one_place_of_the_queue(self) -> None:
        if not hasattr(self, "filing"):
            return
        first, known = FIRST.__eq__, self.filing.results
        tasks = queue.tasks(self.filing, first, lambda name: first(name) and not known)
        assert tasks
        assert tasks[0].kind in queue.URGENCY
        live = self.filing.state not in ("finished", "withdrawn")
        left = {"hand-out", "refused"} & {task.kind for task in tasks}
        assert (tasks[0].kind in queue.LIVE) == (live or bool(left))
        assert (tasks[0].kind == "withdrawn") == (self.filing.state == "withdrawn")
        if self.filing.state == "drafting":
            assert (tasks[0].kind == "parked") == self.model.parked

    @invariant()
    def the_state_is_what_the_procedures_come_to(self) -> None:
        if not hasattr(self, "filing"):
            return
        state = self.filing.state
        if self.model.withdrawn:
            assert state == "withdrawn"
        elif not self.model.completed:
            assert state == "drafting"
        else:
            statuses = [self.filing.status(procedure) or "" for procedure in PROCEDURES]
            decided = [s in shipped() and shipped()[s].decided for s in statuses]
            assert (state == "finished" or set(statuses) == {"withdrawn"}) == all(decided)
            assert (state == "completed") <= (not self.model.lodged)

    @invariant()
    def a_decided_procedure_waits_for_no_day(self) -> None:
        if not hasattr(self, "filing"):
            return
        for procedure in self.filing.procedures:
            status = self.filing.status(procedure) or ""
            if status in shipped() and shipped()[status].decided:
                assert self.filing.due(procedure) is None

    @invariant()
    def the_journal_alone_gives_the_same_filing(self) -> None:
        if not hasattr(self, "filing"):
            return
        read = (from_plain(kind_of(p), to_plain(p)) for p in self.events)
        assert fold("f", read) == self.filing


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
