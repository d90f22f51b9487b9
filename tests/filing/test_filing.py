"""A filing is the fold of its events and of nothing else."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing.agency_events import Exported, SealedPacket
from lienthong_tui.filing.desk_events import DeskCreated
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Attached,
    Compared,
    Completed,
    Detached,
    HalfTyped,
    HandedBack,
    HandedOff,
    Linked,
    Lodged,
    Moved,
    NoticeGiven,
    OriginalSeen,
    Pledged,
    Printed,
    Started,
    Warned,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply, fold

STARTED = Started(
    group="birth",
    definition="d",
    overlay="o",
    commune="19639",
    received="2026-11-20T15:20:00+07:00",
)
NOTICE = NoticeGiven(version="2026-01", given_at="2026-11-20T15:05:00+07:00")
PLEDGE = Pledged(how="signature")


def attached(component: str, content: str = "c") -> Attached:
    return Attached(
        component=component, content=content, name="a.pdf", media_type="application/pdf", size=9
    )


def packet(procedure: str, *awaits: str) -> SealedPacket:
    waiting = {procedure: awaits} if awaits else {}
    return SealedPacket("agency", "Cơ quan", (procedure,), "p", "p.zip", waiting)


COMPLETED = Completed(
    reference="LT19639-261120-1001-6",
    declarations=(),
    packets=(packet("birth-registration"), packet("permanent-residence", "child.id_number")),
    expected=(),
)


def filing(*payloads: object | None) -> Filing:
    folded = fold("id", [STARTED, *payloads])
    assert folded is not None
    return folded


def test_nothing_before_it_is_started() -> None:
    assert fold("id", []) is None
    assert fold("id", [None, Answered(answers={"a": 1}, origin="typed")]) is None


def test_a_started_filing_is_empty() -> None:
    assert filing() == Filing("id", STARTED)
    assert filing().state == "drafting"
    assert filing().reference is None
    assert filing().status("birth-registration") is None


def test_a_later_answer_wins_and_none_takes_it_back() -> None:
    answered = filing(
        Answered(answers={"a": "1", "b": 2, "c": False}, origin="case-file"),
        Answered(answers={"a": "3", "b": None}, origin="typed"),
    )
    assert answered.answers == {"a": "3", "c": False}
    assert answered.origins == {"a": "typed", "c": "case-file"}
    again = apply(answered, Answered(answers={"b": 4}, origin="scanned"))
    assert (again.answers["b"], again.origins["b"]) == (4, "scanned")


def test_taking_back_what_was_never_given_changes_nothing() -> None:
    assert filing(Answered(answers={"a": None}, origin="typed")) == filing()


def test_what_is_half_typed_outlives_a_move() -> None:
    moved = Moved(definition="e", overlay="p", half_typed={"a": "3", "b": "4"}, dropped={"c": "5"})
    held = filing(
        Answered(answers={"a": 3, "b": 4, "c": 5, "d": 6}, origin="typed"),
        HalfTyped(texts={"a": "3, hỏi lại", "c": "x"}),
        moved,
    )
    assert held.half_typed == {"a": "3, hỏi lại", "b": "4"}
    assert held.answers == {"d": 6}
    assert (held.started.definition, held.started.overlay) == ("e", "p")


def test_an_original_is_seen_until_the_files_change() -> None:
    seen = OriginalSeen(component="proof", seen=True)
    assert filing(attached("proof"), seen).originals_seen == {"proof"}
    assert filing(attached("proof"), seen, seen).originals_seen == {"proof"}
    undone = OriginalSeen(component="proof", seen=False)
    assert filing(attached("proof"), seen, undone).originals_seen == frozenset()
    assert filing(attached("proof"), seen, attached("other")).originals_seen == {"proof"}
    assert filing(attached("proof"), seen, attached("proof", "d")).originals_seen == frozenset()
    gone = Detached(component="proof", content="c")
    assert filing(attached("proof"), seen, gone).originals_seen == frozenset()


def test_papers_add_up_and_clear_what_was_said_to_be_absent() -> None:
    papers = filing(
        Absent(component="x", reason="mất"),
        Absent(component="y", reason="mất"),
        attached("x"),
        attached("x", "d"),
    )
    assert [paper.content for paper in papers.attachments] == ["c", "d"]
    assert papers.absences == {"y": "mất"}
    assert apply(papers, Absent(component="y", reason="cháy")).absences == {"y": "cháy"}


def test_reasons_notice_and_pledge() -> None:
    said = filing(
        Warned(rule="late", reason="ốm"), Warned(rule="late", reason="đi xa"), NOTICE, PLEDGE
    )
    assert said.reasons == {"late": "đi xa"}
    assert (said.notice, said.pledge) == (NOTICE, PLEDGE)


def test_of_what_was_decided_about_another_filing_the_last_counts() -> None:
    first = Compared(other="2", verdict="same", reason="mở nhầm")
    then = Compared(other="2", verdict="different", reason="khác mẹ")
    third = Compared(other="3", verdict="same", reason="mở nhầm")
    said = filing(PLEDGE, first, third, then)
    assert said.compared == {"2": then, "3": third}
    assert said.pledge == PLEDGE, "nothing was answered otherwise"


@pytest.mark.parametrize(
    "change",
    [
        Answered(answers={"a": "2"}, origin="typed"),
        Answered(answers={"a": None}, origin="typed"),
        Linked(role="father", to="requester"),
        Moved(definition="e", overlay="p", half_typed={}, dropped={}),
    ],
)
def test_a_pledge_is_of_what_was_answered_then(change: object) -> None:
    signed = filing(
        Answered(answers={"a": "1"}, origin="typed"),
        Printed(what="declaration", forms=("x", "y")),
        PLEDGE,
    )
    assert (signed.pledge, signed.lapsed) == (PLEDGE, None)
    assert signed.to_sign == {"x": True, "y": True}
    changed = apply(signed, change)
    assert (changed.pledge, changed.lapsed) == (None, PLEDGE)
    assert changed.to_sign == {"x": False, "y": False}
    again = apply(apply(changed, Printed(what="declaration", forms=("x",))), PLEDGE)
    assert (again.pledge, again.lapsed) == (PLEDGE, None)
    assert again.to_sign == {"x": True, "y": False}


@pytest.mark.parametrize(
    "other",
    [
        Answered(answers={"a": "1"}, origin="typed"),
        HalfTyped(texts={"a": "12"}),
        attached("proof"),
        Warned(rule="late", reason="ốm"),
        NOTICE,
    ],
)
def test_what_changes_no_answer_leaves_the_pledge(other: object) -> None:
    signed = filing(
        Answered(answers={"a": "1"}, origin="typed"),
        Printed(what="declaration", forms=("x",)),
        PLEDGE,
    )
    assert apply(signed, other).pledge == PLEDGE
    assert apply(signed, other).to_sign == {"x": True}


def test_completed_means_declared_or_awaiting() -> None:
    done = filing(COMPLETED)
    assert (done.state, done.reference) == ("completed", "LT19639-261120-1001-6")
    assert done.status("birth-registration") == "declared"
    assert done.status("permanent-residence") == "awaiting"
    assert done.status("identity-card") is None


def test_packets_that_left_are_remembered() -> None:
    left = filing(COMPLETED, Exported(packets=("p", "q")), Exported(packets=("q", "r")))
    assert left.exported == {"p", "q", "r"}


def test_what_was_last_typed_for_each_letter_is_kept() -> None:
    def letter(form: str, **texts: str | tuple[str, ...]) -> Printed:
        return Printed(what="letter", forms=(form,), texts=texts)

    after = filing(letter("02", phone="1"), letter("03", items=("a", "b")), letter("02"))
    assert after.letters == {"02": {}, "03": {"items": ("a", "b")}}
    assert after.slips == 0
    assert filing(Printed(what="declaration", forms=("ct01",))).letters == {}


def test_a_file_taken_away_is_one_file_less() -> None:
    given = (attached("x", "c"), attached("x", "d"), attached("y", "c"), attached("x", "c"))
    once = filing(*given, Detached(component="x", content="c"))
    assert once.attachments == given[:3]
    assert apply(once, Detached(component="x", content="c")).attachments == given[1:3]
    assert apply(once, Detached(component="x", content="none")) == once


PORTAL, ONE_STOP = "G22.99.13-261122-0007", "H50.99.13-261122-0007"


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ([(None, None)], (None, None)),
        ([(PORTAL, None)], (PORTAL, None)),
        ([(None, None), (PORTAL, None)], (PORTAL, None)),
        ([(PORTAL, None), (None, ONE_STOP)], (PORTAL, ONE_STOP)),
        ([("G22.99.13-261122-0070", None), (PORTAL, None)], (PORTAL, None)),
        ([(PORTAL, None), (None, None)], (PORTAL, None)),
    ],
)
def test_lodged_gathers_the_official_numbers(
    told: list[tuple[str | None, str | None]], known: tuple[str | None, str | None]
) -> None:
    facts = [Lodged(portal_number=p, one_stop_number=o) for p, o in told]
    lodged = filing(COMPLETED, *facts)
    assert lodged.lodged == Lodged(portal_number=known[0], one_stop_number=known[1])
    assert lodged.state == "lodged"
    assert lodged.status("birth-registration") == "lodged"
    assert lodged.status("permanent-residence") == "awaiting"


def test_the_clipboard_changes_nothing_and_lodges_nothing() -> None:
    assert filing(COMPLETED, HandedOff(fields=("a",))) == filing(COMPLETED)


def test_the_last_word_on_what_was_handed_back_counts() -> None:
    back = filing(COMPLETED, HandedBack(papers=("x", "y")), HandedBack(papers=("x",)))
    assert back.handed_back == ("x",)


@pytest.mark.parametrize("payload", [None, object(), DeskCreated(commune="19639", desk_number=1)])
def test_what_was_erased_or_is_not_known_is_skipped(payload: object | None) -> None:
    before = filing(NOTICE)
    assert apply(before, payload) == before
    assert filing(payload, NOTICE) == before
    assert fold("id", [payload, STARTED, NOTICE]) == before


def test_a_filing_starts_once() -> None:
    answered = Answered(answers={"a": 1}, origin="typed")
    other = Started(group="death", definition="", overlay="", commune="", received="")
    assert filing(answered, other) == filing(answered)


names = st.sampled_from(["a", "b", "c"])
payloads = st.one_of(
    st.none(),
    st.just(STARTED),
    st.builds(
        Answered,
        answers=st.dictionaries(names, st.none() | st.booleans() | st.integers() | st.text()),
        origin=st.sampled_from(["typed", "scanned", "case-file"]),
    ),
    st.builds(attached, names),
    st.builds(Absent, component=names, reason=st.text()),
    st.builds(Warned, rule=names, reason=st.text()),
    st.builds(Compared, other=names, verdict=st.just("same"), reason=st.text()),
    st.just(NOTICE),
    st.just(PLEDGE),
    st.just(COMPLETED),
    st.builds(Exported, packets=st.tuples(names)),
    st.builds(Detached, component=names, content=st.sampled_from(["c", "d"])),
    st.builds(
        Lodged,
        portal_number=st.none() | st.sampled_from(["1", "2"]),
        one_stop_number=st.none() | st.sampled_from(["3", "4"]),
    ),
    st.builds(HandedBack, papers=st.tuples(names)),
)


@settings(max_examples=100)
@given(st.lists(payloads, max_size=8), st.lists(payloads, max_size=8))
def test_folding_in_two_parts_is_folding_at_once(
    early: list[object | None], late: list[object | None]
) -> None:
    assert reduce(apply, late, filing(*early)) == filing(*early, *late)


@settings(max_examples=50)
@given(st.lists(payloads, max_size=8))
def test_an_event_leaves_the_filing_before_it_as_it_was(events: list[object | None]) -> None:
    before = filing(*events)
    copy = filing(*events)
    for event in events:
        apply(before, event)
    assert before == copy


@settings(max_examples=50)
@given(st.lists(payloads, max_size=12))
def test_every_kept_answer_has_its_origin(events: list[object | None]) -> None:
    folded = filing(*events)
    assert folded.answers.keys() == folded.origins.keys()
    assert None not in folded.answers.values()
