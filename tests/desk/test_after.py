"""After completion: mended by where it stands, put aside, results handed over, fees, the queue."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from lienthong_tui.desk import (
    closing,
    completion,
    drafting,
    erasure,
    handing_over,
    mending,
    officers,
    outcomes,
    parking,
    queue,
)
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import export
from lienthong_tui.filing.agency_events import Collected
from lienthong_tui.filing.events import HandedBack, Lodged, Parked
from lienthong_tui.filing.folding import apply
from lienthong_tui.filing.handing_back import handed_in
from lienthong_tui.filing.queue import Task, tasks
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import packet
from lienthong_tui.problems import Busy, Problem, Unusable
from lienthong_tui.procedures import outcomes as table
from lienthong_tui.procedures.mending import shipped as ways_of
from lienthong_tui.sentences.of_search import standing
from lienthong_tui.store import content, projections

from .sample import DEATHS, MARRIED, NOW, OFFICER_ID, PASSWORD, create, file, opened, signed_in

FIRST, RESIDENCE, HEALTH = "birth-registration", "permanent-residence", "health-insurance"
CARD = "identity-card"
NUMBER = "099226001234"
TAKEN = Collected(receiver="requester", signed="signature")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    place = tmp_path_factory.mktemp("pristine")
    created = create(place)
    with opened(place) as desk:
        file(desk, MARRIED)
        file(desk, DEATHS[1])
    return place, created


@pytest.fixture
def desk(pristine: Any, tmp_path: Path) -> Iterator[Desk]:
    place, created = pristine
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    with signed_in(tmp_path, created, NOW + timedelta(hours=4)) as desk:
        yield desk


@pytest.fixture
def birth(desk: Desk) -> Draft:
    return drafting.reopen(desk, desk.lookup("LT19639")[1].filing)


def lodged(desk: Desk, draft: Draft) -> Draft:
    number = Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None)
    return drafting.record(desk, draft, number)


def said(desk: Desk, draft: Draft, outcome: str, procedure: str = FIRST, **more: Any) -> Draft:
    at = desk.clock() - timedelta(minutes=30) + timedelta(minutes=len(draft.filing.told))
    return outcomes.tell(desk, draft, [Said(procedure, outcome, at, "portal", **more)])


def done(desk: Desk, draft: Draft) -> Draft:
    return said(desk, draft, "done", results={"child.id_number": NUMBER})


def place_of(desk: Desk, draft: Draft) -> str:
    line = projections.line_of(desk.db, draft.filing.id)
    assert line is not None
    return line.place


def ways(draft: Draft) -> list[str]:
    return [way.id for way in mending.ways(draft.filing)]


# -- who may change what ---------------------------------------------------------------------------


def test_the_ways_follow_the_state(desk: Desk, birth: Draft) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    assert ways(draft) == ["withdraw"]
    assert ways(birth) == ["reopen", "withdraw"]
    birth = lodged(desk, birth)
    assert ways(birth) == ["supplement", "withdraw-portal"]
    birth = said(desk, birth, "received")
    assert ways(birth) == ["supplement", "withdraw-portal", "tell"]
    birth = done(desk, birth)
    assert ways(birth) == ["supplement", "withdraw-portal", "correct"]
    for procedure in (RESIDENCE, HEALTH, CARD):
        birth = said(desk, birth, "done", procedure)
    assert (birth.filing.state, ways(birth)) == ("finished", ["correct"])


def test_a_mistake_can_be_mended_wherever_an_undecided_procedure_stands() -> None:
    undecided = [o.id for o in table.shipped().values() if not o.decided]
    for status in ("lodged", "awaiting", *undecided):
        open_ = {way.id for way in ways_of() if way.is_open("received", [status])}
        assert open_ & {"supplement", "tell"}, status


def test_nothing_is_corrected_before_it_is_registered(desk: Desk) -> None:
    death = lodged(desk, drafting.reopen(desk, desk.lookup("LT19639")[0].filing))
    registration, removal, *_ = death.filing.procedures
    death = said(desk, death, "done", removal)
    assert "correct" not in ways(death)
    assert "correct" in ways(said(desk, death, "done", registration))


def test_what_is_mended_before_lodging_is_sealed_anew_under_its_number(
    desk: Desk, birth: Draft
) -> None:
    before = birth.filing
    draft = mending.reopen(desk, birth, "sai tên đệm")
    assert (draft.filing.state, draft.filing.packets) == ("drafting", ())
    draft = drafting.answer(desk, draft, "child.middle", "Ngọc Minh")
    assert draft.filing.pledge is None
    with pytest.raises(Problem, match="filing-has-errors"):
        completion.complete(desk, draft)
    draft = drafting.record(desk, draft, *([before.pledge] if before.pledge else []))
    draft = completion.complete(desk, draft)
    assert draft.filing.reference == before.reference
    (first, *_) = draft.filing.packets
    told = packet.read(content.get(desk.db, first.content)).contents.answers
    assert "Ngọc Minh" in {answer.value for answer in told}
    assert len(desk.lookup(str(before.reference))) == 1


def test_packets_that_left_are_called_back_first(desk: Desk, birth: Draft, tmp_path: Path) -> None:
    export(desk, str(birth.filing.reference), tmp_path / "usb")
    birth = drafting.reopen(desk, birth.filing.id)
    with pytest.raises(Problem, match="mend-packets-out") as caught:
        mending.reopen(desk, birth, "sai tên")
    assert len(caught.value.params["packets"]) == len(birth.filing.packets)
    again = mending.reopen(desk, birth, "sai tên", called_back=True)
    done_again = completion.complete(desk, again)
    assert done_again.filing.left == frozenset()
    assert len(export(desk, str(birth.filing.reference), tmp_path / "usb2")) == 4


def test_no_agency_keeps_the_packets_of_what_is_given_up(
    desk: Desk, birth: Draft, tmp_path: Path
) -> None:
    export(desk, str(birth.filing.reference), tmp_path / "usb")
    birth = drafting.reopen(desk, birth.filing.id)
    with pytest.raises(Problem, match="mend-packets-out"):
        mending.withdraw(desk, birth, "đổi ý")
    birth = mending.withdraw(desk, birth, "đổi ý", called_back=True)
    assert birth.filing.withdrawn is not None
    assert len(birth.filing.withdrawn.called_back) == len(birth.filing.packets)
    goes_on = mending.restore(desk, birth)
    assert (mending.outside(goes_on.filing), goes_on.filing.state) == ([], "completed")
    assert len(export(desk, str(birth.filing.reference), tmp_path / "usb2")) == 4


def test_what_was_lodged_is_not_mended_here(desk: Desk, birth: Draft) -> None:
    with pytest.raises(Problem, match="mend-not-now") as caught:
        mending.reopen(desk, lodged(desk, birth), "sai tên")
    assert caught.value.params["state"] == "lodged"


def test_what_was_given_up_is_not_declared_and_goes_on_as_it_was(desk: Desk) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    draft = mending.withdraw(desk, draft, "mở nhầm")
    assert (draft.filing.state, place_of(desk, draft)) == ("withdrawn", "withdrawn")
    with pytest.raises(Busy, match="filing-withdrawn"):
        drafting.answer(desk, draft, "child.given", "Bình")
    with pytest.raises(Busy, match="filing-withdrawn"):
        completion.complete(desk, draft)
    draft = mending.restore(desk, draft)
    assert drafting.answer(desk, draft, "child.given", "Bình").filing.state == "drafting"
    with pytest.raises(Problem, match="mend-not-now"):
        mending.restore(desk, drafting.reopen(desk, draft.filing.id))


def test_what_was_given_up_is_lodged_and_told_of_only_once_it_goes_on(
    desk: Desk, birth: Draft
) -> None:
    given_up = mending.withdraw(desk, birth, "đổi ý")
    with pytest.raises(Busy, match="filing-withdrawn"):
        lodged(desk, given_up)
    with pytest.raises(Busy, match="filing-withdrawn"):
        said(desk, given_up, "received")
    goes_on = said(desk, mending.restore(desk, given_up), "received")
    assert (goes_on.filing.state, place_of(desk, goes_on)) == ("received", "number")


def test_a_withdrawal_on_the_portal_leaves_what_was_decided(desk: Desk, birth: Draft) -> None:
    birth = done(desk, lodged(desk, birth))
    birth = mending.withdraw_on_portal(desk, birth, "gia đình chuyển đi")
    assert birth.filing.status(FIRST) == "done"
    assert birth.filing.status(RESIDENCE) == birth.filing.status(HEALTH) == "withdrawn"
    assert birth.filing.state == "finished"


def test_whom_the_desk_told_of_a_mistake_is_recorded(desk: Desk, birth: Draft) -> None:
    birth = said(desk, lodged(desk, birth), "received")
    birth = mending.tell_mistake(desk, birth, FIRST, "đã gọi chị Hoa: sai tên đệm")
    assert [(n.about, n.procedure) for n in birth.filing.notes] == [("mistake", FIRST)]
    for wrong, code in (("  ", "reason-empty"), ("a" * 1001, "told-long")):
        with pytest.raises((Problem, Unusable), match=code):
            mending.note(desk, birth, wrong)


# -- put aside, handed to another ------------------------------------------------------------------


@pytest.fixture
def other(desk: Desk) -> str:
    """The slot of another officer."""
    made = officers.add(desk.proved(PASSWORD), "Lê Thị Ví Dụ", "099190000025", "officer")
    return made.slot


def test_what_lies_aside_says_why_and_is_gone_on_with(desk: Desk) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    draft = parking.park(desk, draft, "papers", note="chờ chú", queue_number="17")
    assert place_of(desk, draft) == "parked"
    line = projections.line_of(desk.db, draft.filing.id)
    assert line is not None
    assert line.summary["parked"]["queue_number"] == "17"
    assert "ĐANG KÊ KHAI · đang tạm gác" in standing(line, NOW.date(), "vi")
    assert parking.held_by_another(desk, draft.filing.id) is None
    draft = parking.claim(desk, draft)
    assert place_of(desk, draft) == "drafting"
    assert parking.claim(desk, draft) == draft


def test_what_is_handed_over_is_in_the_other_hands(desk: Desk, other: str) -> None:
    drafts = [
        drafting.answer(desk, drafting.start(desk, group), name, "An")
        for group, name in (("birth", "child.given"), ("death", "deceased.given"))
    ]
    assert {line.filing for line in parking.own(desk)} == {d.filing.id for d in drafts}
    assert parking.hand_over_all(desk, other) == 2
    assert parking.own(desk) == []
    for draft in drafts:
        held = parking.held_by_another(desk, draft.filing.id)
        assert held is not None
        assert held.name == "Lê Thị Ví Dụ"
    claimed = parking.claim(desk, drafting.reopen(desk, drafts[0].filing.id))
    assert [line.filing for line in parking.own(desk)] == [claimed.filing.id]


def test_what_lay_aside_is_handed_over_with_what_was_noted(desk: Desk, other: str) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    draft = parking.park(desk, draft, "papers", note="chờ chú", queue_number="17")
    assert parking.hand_over_all(desk, other) == 1
    parked = drafting.reopen(desk, draft.filing.id).filing.parked
    assert parked == Parked(reason="papers", note="chờ chú", queue_number="17", to=other)


def test_who_opens_a_filing_again_has_it_in_hand(desk: Desk, birth: Draft, other: str) -> None:
    birth = parking.park(desk, birth, "papers", to=other)
    birth = mending.reopen(desk, birth, "sai tên đệm")
    assert place_of(desk, birth) == "drafting"
    assert [line.filing for line in parking.own(desk)] == [birth.filing.id]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "lunch"}, "parked-reason"),
        ({"reason": "papers", "to": "nobody"}, "parked-officer"),
        ({"reason": "papers", "note": "a" * 201}, "parked-long"),
        ({"reason": "papers", "queue_number": "1" * 21}, "parked-long"),
    ],
)
def test_what_cannot_be_put_aside_so(desk: Desk, given: Any, code: str) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    with pytest.raises(Problem, match=code):
        parking.park(desk, draft, **given)


# -- results and fees ------------------------------------------------------------------------------


def test_a_result_is_handed_over_with_what_was_taken_in(desk: Desk, birth: Draft) -> None:
    birth = done(desk, lodged(desk, birth))
    assert (place_of(desk, birth), handing_over.ready(birth)) == ("hand-out", (FIRST,))
    taken = Collected("authorised", " Lê Văn Ví Dụ ", "giấy ủy quyền số 12", (), 2, "fingerprint")
    birth = handing_over.hand_over(desk, birth, [FIRST], taken)
    assert birth.filing.status(FIRST) == "returned"
    told = birth.filing.told[-1]
    assert told.collected is not None
    assert (told.collected.name, told.collected.copies) == ("Lê Văn Ví Dụ", 2)
    assert handing_over.ready(birth) == ()
    birth = outcomes.take_back(desk, birth, told.id, "nhầm hồ sơ")
    assert birth.filing.status(FIRST) == "done"


def test_whose_name_was_typed_before_the_requester_came_is_not_kept(
    desk: Desk, birth: Draft
) -> None:
    typed = Collected("requester", "Lê Văn Ví Dụ", "giấy ủy quyền số 12", signed="signature")
    birth = handing_over.hand_over(desk, done(desk, birth), [FIRST], typed)
    assert birth.filing.told[-1].collected == TAKEN


@pytest.mark.parametrize(
    ("handed", "code"),
    [
        (Collected("requester"), "handed-unsigned"),
        (Collected("relative", signed="signature"), "handed-name"),
        (Collected("authorised", name="Lê Văn Ví Dụ", signed="signature"), "handed-authority"),
        (Collected("requester", copies=100, signed="signature"), "handed-copies"),
        (Collected("requester", originals=("x",), signed="signature"), "handed-original"),
        (Collected("requester", name="a" * 201, signed="signature"), "told-long"),
    ],
)
def test_what_is_wrong_with_a_hand_over(
    desk: Desk, birth: Draft, handed: Collected, code: str
) -> None:
    birth = done(desk, birth)
    with pytest.raises(Problem, match=code):
        handing_over.hand_over(desk, birth, [FIRST], handed)


def test_there_is_no_result_before_it_is_decided(desk: Desk, birth: Draft) -> None:
    with pytest.raises(Problem, match="handed-early"):
        handing_over.hand_over(desk, birth, [FIRST], TAKEN)
    with pytest.raises(Problem, match="handed-nothing"):
        handing_over.hand_over(desk, birth, [], TAKEN)


def test_money_has_a_receipt_and_none_has_a_reason(desk: Desk, birth: Draft) -> None:
    (charge, *_) = handing_over.charged(birth)
    birth = handing_over.take_fees(desk, birth, {charge.fee.id: 24_000}, receipt="0012345")
    birth = handing_over.take_fees(desk, birth, {charge.fee.id: 8_000}, receipt="0012346")
    assert [sum(taken.amounts.values()) for taken in birth.filing.fees] == [24_000, 8_000]
    for amounts, given, code in (
        ({charge.fee.id: 1}, {}, "fees-receipt"),
        ({}, {}, "fees-exempt"),
        ({"x": 1}, {"receipt": "1"}, "fees-unknown"),
        ({charge.fee.id: 0}, {"receipt": "1"}, "fees-amount"),
    ):
        with pytest.raises(Problem, match=code):
            handing_over.take_fees(desk, birth, amounts, **given)
    birth = handing_over.take_back_fees(desk, birth, birth.filing.fees[0].id, "nhầm")
    birth = handing_over.take_back_fees(desk, birth, birth.filing.fees[0].id, "nhầm")
    birth = handing_over.take_fees(desk, birth, {}, exempt="hộ nghèo")
    assert [taken.exempt for taken in birth.filing.fees] == ["hộ nghèo"]
    with pytest.raises(Unusable, match="told-gone"):
        handing_over.take_back_fees(desk, birth, "x", "nhầm")


def test_a_clock_that_was_set_back_hides_no_result_that_was_handed_over(
    desk: Desk, birth: Draft
) -> None:
    birth = done(desk, lodged(desk, birth))
    back = replace(desk, clock=lambda: NOW + timedelta(hours=1))
    birth = handing_over.hand_over(back, birth, [FIRST], TAKEN)
    assert (birth.filing.status(FIRST), place_of(desk, birth)) == ("returned", "waiting")


def test_a_term_runs_from_the_result_it_waited_for_not_from_what_was_said_since(
    desk: Desk, birth: Draft
) -> None:
    at = desk.clock() - timedelta(hours=3)
    birth = said(desk, lodged(desk, birth), "received", RESIDENCE)
    number = Said(FIRST, "done", at, "portal", results={"child.id_number": NUMBER})
    birth = outcomes.tell(desk, birth, [number])
    (started,) = [e for later in birth.filing.followed_up for e in later.expected]
    assert started.received == at


def test_who_refused_is_not_sent_what_it_waited_for(desk: Desk, birth: Draft) -> None:
    birth = said(desk, lodged(desk, birth), "refused", RESIDENCE, reason="sai nơi")
    birth = done(desk, birth)
    (later,) = birth.filing.followed_up
    brought = {name for packet in later.packets for name in packet.procedures}
    assert brought == {HEALTH, CARD}
    birth = said(desk, birth, "received", RESIDENCE)
    assert RESIDENCE in birth.filing.followed_up[-1].packets[0].procedures


# -- results of somebody else ----------------------------------------------------------------------


def test_a_number_of_somebody_else_is_refused(desk: Desk, birth: Draft) -> None:
    mother = str(birth.filing.answers["mother.id_number"])
    sex = birth.filing.answers["child.sex"]
    assert sex == "male"
    for number, code in (
        (mother, "told-result-other"),
        ("099326001234", "told-result-person"),  # a girl's
        ("099225001234", "told-result-person"),  # of the year before
    ):
        with pytest.raises(Problem, match=code):
            said(desk, birth, "done", results={"child.id_number": number})


def test_a_number_given_to_another_child_is_refused(desk: Desk, birth: Draft) -> None:
    done(desk, birth)
    twin = drafting.reopen(desk, file(desk, MARRIED).id)
    with pytest.raises(Problem, match="told-result-taken") as caught:
        done(desk, twin)
    assert caught.value.params["reference"] == birth.filing.reference
    assert [line.filing for line in desk.lookup(NUMBER)] == [birth.filing.id]


# -- the queue -------------------------------------------------------------------------------------


def test_every_live_filing_stands_in_one_section(desk: Desk, birth: Draft) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    parked = drafting.answer(desk, drafting.start(desk, "death"), "deceased.given", "Ba")
    parked = parking.park(desk, parked, "call")
    birth = done(desk, lodged(desk, birth))
    found = {section.kind: [line.filing for line in section.lines] for section in sections(desk)}
    unlodged = desk.lookup("LT19639")[0].filing
    assert found == {
        "unlodged": [unlodged],
        "hand-out": [birth.filing.id],
        "parked": [parked.filing.id],
        "drafting": [draft.filing.id],
    }


def test_a_result_that_others_wait_for_is_asked_for_whatever_they_do(
    desk: Desk, birth: Draft
) -> None:
    birth = said(desk, lodged(desk, birth), "done")  # and nobody wrote the number down
    birth = said(desk, birth, "received", RESIDENCE)
    assert place_of(desk, birth) == "result"
    birth = handing_over.hand_over(desk, birth, [FIRST], TAKEN)
    assert place_of(desk, birth) == "result"
    before = desk.clock() - timedelta(minutes=25)
    number = Said(FIRST, "done", before, "portal", results={"child.id_number": NUMBER})
    birth = outcomes.tell(desk, birth, [number])
    assert (birth.filing.status(FIRST), birth.filing.results) == (
        "returned",
        {"child.id_number": NUMBER},
    )
    assert place_of(desk, birth) == "waiting"


def sections(desk: Desk) -> tuple[queue.Section, ...]:
    return queue.sections(desk)


def test_a_date_that_has_come_is_told(pristine: Any, tmp_path: Path) -> None:
    place, _ = pristine
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, NOW + timedelta(hours=4)) as desk:
        birth = said(
            desk, lodged(desk, drafting.reopen(desk, desk.lookup("LT19639")[1].filing)), "received"
        )
        due = birth.filing.due(FIRST)
        assert due is not None
    days = (due - NOW.date()).days
    for later, kind in ((days, "due"), (days + 1, "overdue")):
        with opened(tmp_path, NOW + timedelta(days=later)) as desk:
            kinds = [
                s.kind for s in sections(desk) if birth.filing.id in {x.filing for x in s.lines}
            ]
            assert kinds == [kind]


def test_a_finished_filing_goes_at_its_term_once_nothing_is_to_be_handed_over(
    desk: Desk, birth: Draft
) -> None:
    birth = done(desk, lodged(desk, birth))
    for procedure in (RESIDENCE, HEALTH, CARD):
        birth = said(desk, birth, "done", procedure)

    def later(days: int) -> Desk:
        return replace(desk, clock=lambda: NOW + timedelta(days=days))

    assert (birth.filing.state, place_of(desk, birth)) == ("finished", "hand-out")
    assert erasure.due(later(40)).filings == ()
    birth = handing_over.hand_over(desk, birth, [FIRST], TAKEN)
    assert place_of(desk, birth) == "finished"
    assert erasure.due(later(29)).filings == ()
    (soon,) = erasure.soon(later(29))
    assert soon.line.filing == birth.filing.id
    (going,) = erasure.due(later(31)).filings
    assert going.line.filing == birth.filing.id


def test_what_was_given_up_goes_like_a_draft(desk: Desk) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    mending.withdraw(desk, draft, "mở nhầm")
    then = replace(desk, clock=lambda: NOW + timedelta(days=61))
    assert [going.line.filing for going in erasure.due(then).filings] == [draft.filing.id]


def test_the_holder_is_who_began_it(desk: Desk) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    line = projections.line_of(desk.db, draft.filing.id)
    assert line is not None
    assert line.summary["holder"] == desk.unlocked.officer
    assert OFFICER_ID not in str(line.summary)


# -- a clock set back, two officers ----------------------------------------------------------------


def test_a_clock_set_back_does_not_make_agencies_speak_before_the_desk(
    desk: Desk, birth: Draft
) -> None:
    back = replace(desk, clock=lambda: NOW - timedelta(days=30))
    with pytest.raises(Problem, match="told-before"):
        outcomes.tell(back, birth, [Said(FIRST, "received", back.clock(), "portal")])
    with pytest.raises(Problem, match="told-ahead"):
        outcomes.tell(back, birth, [Said(FIRST, "received", NOW, "portal")])
    # What was recorded meanwhile keeps its order, and the queue its places.
    after = lodged(back, birth)
    assert (after.filing.state, place_of(back, after)) == ("lodged", "waiting")
    assert {section.kind for section in sections(back)} == {"unlodged", "waiting"}


def test_of_two_officers_who_write_at_once_the_second_sees_the_first(
    desk: Desk, birth: Draft
) -> None:
    first = done(desk, birth)
    with pytest.raises(Busy, match="filing-moved"):
        handing_over.take_fees(desk, birth, {}, exempt="hộ nghèo")
    with pytest.raises(Busy, match="filing-moved"):
        mending.reopen(desk, birth, "sai tên")
    with pytest.raises(Busy, match="filing-moved"):
        done(desk, birth)
    assert drafting.reopen(desk, birth.filing.id).filing.told == first.filing.told


# -- what a reading found --------------------------------------------------------------------------


def test_the_term_runs_again_once_the_citizen_is_no_longer_waited_for(
    desk: Desk, birth: Draft
) -> None:
    birth = said(desk, lodged(desk, birth), "received", RESIDENCE)
    before = birth.filing.due(RESIDENCE)
    birth = said(desk, birth, "fee-due", RESIDENCE, amount=10_000)
    assert birth.filing.due(RESIDENCE) is None
    later = replace(desk, clock=lambda: NOW + timedelta(days=20))
    birth = said(later, birth, "processing", RESIDENCE)
    counted = birth.filing.expected(RESIDENCE)
    assert counted is not None
    assert counted.since == "resumption"
    assert before is not None
    assert (birth.filing.due(RESIDENCE) or before) > later.clock().date()


def test_a_refusal_stands_in_the_queue_until_the_citizen_was_told(desk: Desk, birth: Draft) -> None:
    birth = done(desk, lodged(desk, birth))
    birth = handing_over.hand_over(desk, birth, [FIRST], TAKEN)
    for procedure in (RESIDENCE, HEALTH, CARD):
        birth = said(desk, birth, "refused", procedure, reason="sai nơi ở")
    assert (birth.filing.state, place_of(desk, birth)) == ("finished", "refused")
    for procedure in (RESIDENCE, HEALTH, CARD):
        assert place_of(desk, birth) == "refused"
        birth = mending.inform(desk, birth, procedure, "đã gọi mẹ cháu")
    assert place_of(desk, birth) == "finished"


def test_what_a_newer_version_wrote_of_a_refused_procedure_stops_no_queue(
    desk: Desk, birth: Draft
) -> None:
    birth = said(desk, lodged(desk, birth), "refused", reason="sai nơi ở")
    appealed = structs.replace(birth.filing.told[-1], outcome="appealed")
    filing = apply(birth.filing, appealed)
    found = tasks(filing, lambda _: True, lambda _: True)
    assert Task("refused", FIRST) in found


def test_a_completed_filing_lies_aside_until_something_is_said_of_it(
    desk: Desk, birth: Draft
) -> None:
    birth = parking.park(desk, birth, "vneid")
    assert birth.filing.parked is not None
    assert said(desk, birth, "received").filing.parked is None


def test_what_was_written_down_at_once_is_taken_back_at_once(desk: Desk, birth: Draft) -> None:
    birth = lodged(desk, birth)
    all_of_it = [Said(name, "received", NOW, "portal") for name in birth.filing.procedures]
    birth = outcomes.tell(desk, birth, all_of_it)
    assert birth.filing.state == "received"
    birth = outcomes.take_back(desk, birth, birth.filing.told[-1].id, "nhầm hồ sơ")
    assert (birth.filing.told, birth.filing.state) == ((), "lodged")


def test_money_taken_and_none_taken_do_not_stand_side_by_side(desk: Desk, birth: Draft) -> None:
    (charge, *_) = handing_over.charged(birth)
    birth = handing_over.take_fees(desk, birth, {charge.fee.id: 8_000}, receipt="1")
    with pytest.raises(Problem, match="fees-already"):
        handing_over.take_fees(desk, birth, {}, exempt="hộ nghèo")


def test_what_is_on_the_portal_without_a_number_asks_for_it_first(desk: Desk, birth: Draft) -> None:
    birth = said(desk, birth, "received")
    assert place_of(desk, birth) == "number"
    later = replace(desk, clock=lambda: NOW + timedelta(days=30))
    assert {s.kind for s in queue.sections(later)} == {"unlodged", "number"}


def test_papers_kept_overnight_are_found_at_the_close_of_the_next_day(
    desk: Desk, birth: Draft
) -> None:
    birth = lodged(desk, birth)
    tomorrow = replace(desk, clock=lambda: NOW + timedelta(days=1))
    found = closing.day(tomorrow)
    assert birth.filing.id in {line.filing for line in found.left["papers"]}
    assert found.completed == 0
    given = HandedBack(papers=handed_in(birth.outlined, birth.filing))
    birth = drafting.record(desk, birth, given)
    left = closing.day(tomorrow).left["papers"]
    assert birth.filing.id not in {line.filing for line in left}


def test_the_day_is_clear_once_nothing_is_left(desk: Desk) -> None:
    found = closing.day(desk)
    assert not found.clear
    for line in desk.lookup("LT19639"):
        draft = lodged(desk, drafting.reopen(desk, line.filing))
        given = HandedBack(papers=handed_in(draft.outlined, draft.filing))
        drafting.record(desk, draft, given)
    assert closing.day(desk).clear
    closing.close(desk)
    assert closing.day(desk).closed
