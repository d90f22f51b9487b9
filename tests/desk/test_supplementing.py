"""A supplement opens what an agency named, nothing else, and sends only what is new."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import drafting, outcomes, signing, supplementing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import into
from lienthong_tui.filing import supplements
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Detached,
    Pledged,
)
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import packet, verifying
from lienthong_tui.packets.packet import Packet
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.resources import data_path
from lienthong_tui.store import content

from .agencies import packets_of
from .sample import NOW, SAMPLES, counts, create, file, opened

FIRST, RESIDENCE = "birth-registration", "permanent-residence"
SCAN = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pristine")
    create(place)
    with opened(place) as desk:
        file(desk, SAMPLES[3])
    return place


@pytest.fixture
def desk(pristine: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, NOW + timedelta(hours=4)) as desk:
        yield desk


@pytest.fixture
def filed(desk: Desk) -> Draft:
    return drafting.reopen(desk, desk.lookup("LT19639")[0].filing)


def ask(desk: Desk, draft: Draft, *items: Wanted, procedure: str = FIRST) -> Draft:
    said = Said(procedure, "supplement", NOW + timedelta(hours=1), "portal", items=items)
    return outcomes.tell(desk, draft, [said])


def pledged(desk: Desk, draft: Draft) -> Draft:
    return drafting.record(desk, draft, Pledged(how="signature"))


def sent(desk: Desk, draft: Draft, which: str) -> Packet:
    return packet.read(packets_of(desk, draft.filing)[which])


NAME, PAPER = Wanted("sai dấu", field="child.given"), Wanted("mờ", component="birth-certificate")


def test_what_is_said_otherwise_is_signed_and_pledged_anew(
    desk: Desk, filed: Draft, tmp_path: Path
) -> None:
    draft = ask(desk, filed, NAME)
    assert draft.filing.pledge is not None
    draft = drafting.answer(desk, draft, "child.given", "An")
    with pytest.raises(Problem, match="pledge-missing"):
        supplementing.send(desk, draft)
    out = tmp_path / "out"
    draft = supplementing.print_renewed(desk, draft, into(out))
    printed = supplementing.renewed(desk, draft)
    assert sorted(path.read_bytes() for path in out.iterdir()) == sorted(printed.values())
    assert draft.filing.to_sign.items() >= dict.fromkeys(printed, True).items()
    after = supplementing.send(desk, pledged(desk, draft))
    sent_now = sent(desk, after, "civil-status-2")
    assert sent_now.bag.files["declarations/birth-declaration.pdf"] == printed["birth-declaration"]
    with pytest.raises(Busy, match="filing-completed"):
        pledged(desk, after)


@pytest.mark.parametrize("ends", ["taken back", "decided"])
def test_what_nobody_asks_for_any_more_is_put_back(desk: Desk, filed: Draft, ends: str) -> None:
    draft = ask(desk, filed, NAME, PAPER)
    draft = drafting.answer(desk, draft, "child.given", "Nhầm")
    draft = drafting.attach_file(desk, draft, "birth-certificate", SCAN)
    if ends == "taken back":
        draft = outcomes.take_back(desk, draft, draft.filing.told[-1].id, "nhầm hồ sơ")
    else:
        draft = outcomes.tell(desk, draft, [Said(FIRST, "done", desk.clock(), "portal")])
    assert draft.filing.answers == filed.filing.answers
    assert draft.filing.origins == filed.filing.origins
    assert draft.filing.attachments == filed.filing.attachments
    assert draft.filing.asks == ()


def test_what_another_agency_still_asks_for_stays(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, ask(desk, filed, NAME), NAME, procedure=RESIDENCE)
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = outcomes.take_back(desk, draft, draft.filing.told[0].id, "nhầm hồ sơ")
    assert draft.filing.answers["child.given"] == "An"
    assert [told.procedure for told in draft.filing.asks] == [RESIDENCE]


def test_what_was_sent_already_is_not_asked_again_when_it_is_heard_late(
    desk: Desk, filed: Draft
) -> None:
    draft = drafting.answer(desk, ask(desk, filed, NAME), "child.given", "An")
    after = supplementing.send(desk, pledged(desk, draft))
    letter = Said(FIRST, "supplement", NOW, "letter", items=(Wanted("dấu sai", "child.given"),))
    after = outcomes.tell(desk, after, [letter])
    assert (after.filing.asks, after.filing.status(FIRST)) == ((), "supplemented")
    more = Said(FIRST, "supplement", NOW, "letter", items=(NAME, Wanted("gọi lại")))
    assert len(outcomes.tell(desk, after, [more]).filing.asks) == 1


def test_who_would_decide_instead_has_no_packet(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, Wanted("xã khác", field="registration.commune"))
    before = counts(desk)
    with pytest.raises(Problem, match="supplement-other-agency"):
        drafting.answer(desk, draft, "registration.commune", "19333")
    assert counts(desk) == before


def test_two_that_ask_at_once_are_both_answered(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, ask(desk, filed, NAME), Wanted("gọi lại"))
    draft = pledged(desk, drafting.answer(desk, draft, "child.given", "An"))
    after = supplementing.send(desk, draft)
    assert after.filing.asks == ()
    assert after.filing.status(FIRST) == "supplemented"


def test_what_moved_meanwhile_is_looked_at_first(desk: Desk, filed: Draft) -> None:
    draft = pledged(desk, drafting.answer(desk, ask(desk, filed, NAME), "child.given", "An"))
    drafting.answer(desk, draft, "child.given", "Bình")
    before = counts(desk)
    with pytest.raises(Busy, match="filing-moved"):
        supplementing.send(desk, draft)
    assert counts(desk) == before


def test_what_is_named_is_open_and_nothing_else(desk: Desk, filed: Draft) -> None:
    for field in ("child.given", "child.surname"):
        with pytest.raises(Busy, match="filing-completed"):
            drafting.answer(desk, filed, field, "An")
    draft = ask(desk, filed, NAME, PAPER)
    assert supplements.open_fields(draft.filing) == ("child.given",)
    assert supplements.open_components(draft.filing) == ("birth-certificate",)
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = drafting.attach_file(desk, draft, "birth-certificate", SCAN)
    before = counts(desk)
    old = draft.filing.sent_attachments[0]
    shut: tuple[Any, ...] = (
        Answered(answers={"child.surname": "Lê"}, origin="typed"),
        Answered(answers={"child.given": "B", "child.sex": "male"}, origin="typed"),
        Absent(component="birth-certificate", reason="x"),
        Detached(component=old.component, content=old.content),
    )
    for fact in shut:
        with pytest.raises(Busy, match="filing-completed"):
            drafting.record(desk, draft, fact)
    with pytest.raises(Busy, match="filing-completed"):
        drafting.attach_file(desk, draft, "guardianship", SCAN)
    assert counts(desk) == before


def test_only_what_is_new_is_sent(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, NAME, PAPER)
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = drafting.attach_file(desk, draft, "birth-certificate", SCAN)
    after = supplementing.send(desk, pledged(desk, draft))
    assert after.filing.status(FIRST) == "supplemented"
    read = sent(desk, after, "civil-status-2")
    assert {a.field: a.value for a in read.contents.answers} == {"child.given": "An"}
    (component,) = read.contents.components
    assert (component.code, len(component.files)) == ("C01", 1)
    assert read.bag.files[component.files[0].path] == SCAN.read_bytes()
    # The declaration that prints the name is printed anew.
    assert [f.path for f in read.contents.declarations] == ["declarations/birth-declaration.pdf"]
    assert read.contents.follows is not None
    assert read.contents.follows.why == "supplement"


def test_who_did_not_ask_gets_what_was_corrected_too(desk: Desk, filed: Draft) -> None:
    draft = drafting.answer(desk, ask(desk, filed, NAME, PAPER), "child.given", "An")
    draft = drafting.attach_file(desk, draft, "birth-certificate", SCAN)
    after = supplementing.send(desk, pledged(desk, draft))
    (brought,) = after.filing.followed_up
    agencies = [p.agency for p in brought.packets]
    assert agencies == ["civil-status", "residence-police", "social-insurance"]
    for agency in agencies[1:]:
        contents = sent(desk, after, f"{agency}-2").contents
        assert {a.field for a in contents.answers} == {"child.given"}
        assert contents.components == ()  # a paper that none of its procedures names
    assert after.filing.status(RESIDENCE) == "awaiting"
    verdicts = [
        verifying.judge(name, data, signing.signers(desk))
        for name, data in packets_of(desk, after.filing).items()
    ]
    assert [v.problem for v in verifying.compare(verdicts)[0]] == [None] * 6


def test_once_it_is_sent_everything_is_closed_again(desk: Desk, filed: Draft) -> None:
    draft = drafting.answer(desk, ask(desk, filed, NAME), "child.given", "An")
    after = supplementing.send(desk, pledged(desk, draft))
    with pytest.raises(Busy, match="filing-completed"):
        drafting.answer(desk, after, "child.given", "Bình")
    with pytest.raises(Problem, match="supplement-none"):
        supplementing.send(desk, after)
    again = ask_again(desk, after)
    draft = drafting.answer(desk, again, "child.given", "Bình")
    third = supplementing.send(desk, pledged(desk, draft))
    read = sent(desk, third, "civil-status-3")
    assert {a.field: a.value for a in read.contents.answers} == {"child.given": "Bình"}


def ask_again(desk: Desk, draft: Draft) -> Draft:
    said = Said(FIRST, "supplement", NOW + timedelta(hours=4), "phone", items=(NAME,))
    return outcomes.tell(desk, draft, [said])


def test_a_value_that_follows_goes_along(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, Wanted("sai ngày", field="child.birth_date"))
    draft = drafting.answer(desk, draft, "child.birth_date", "01/11/2026")
    read = sent(desk, supplementing.send(desk, pledged(desk, draft)), "civil-status-2")
    told = {answer.field: answer.origin for answer in read.contents.answers}
    assert told["child.birth_date"] == "typed"
    assert told["child.birth_date_in_words"] == "computed"


def test_what_was_asked_and_left_as_it_was_is_not_sent(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, NAME, PAPER)
    with pytest.raises(Problem) as caught:
        supplementing.send(desk, draft)
    assert caught.value == Problem("supplement-open", count=2)
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = drafting.answer(desk, draft, "child.given", str(filed.filing.answers["child.given"]))
    with pytest.raises(Problem) as caught:
        supplementing.send(desk, draft)
    assert caught.value == Problem("supplement-open", count=2)


def test_what_is_no_answer_is_not_sent(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, Wanted("sai ngày", field="child.birth_date"))
    draft = drafting.answer(desk, draft, "child.birth_date", "01/11/2026")
    draft = drafting.keep_text(desk, draft, {"child.birth_date": "31/02"})
    before = counts(desk)
    with pytest.raises(Problem, match="filing-has-errors"):
        supplementing.send(desk, draft)
    assert counts(desk) == before


def test_what_was_asked_in_words_alone_is_told_as_done(desk: Desk, filed: Draft) -> None:
    after = supplementing.send(desk, ask(desk, filed, Wanted("gọi lại cho bà nội")))
    assert after.filing.status(FIRST) == "supplemented"
    assert after.filing.followed_up == ()


def test_two_agencies_that_ask_are_answered_in_one_round(desk: Desk, filed: Draft) -> None:
    draft = ask(desk, filed, NAME)
    opinion = Wanted("thiếu chữ ký", component="ct01-opinions")
    draft = ask(desk, draft, opinion, procedure=RESIDENCE)
    draft = drafting.answer(desk, draft, "child.given", "An")
    draft = drafting.attach_file(desk, draft, "ct01-opinions", SCAN)
    after = supplementing.send(desk, pledged(desk, draft))
    assert [after.filing.status(p) for p in (FIRST, RESIDENCE)] == ["supplemented"] * 2
    police = sent(desk, after, "residence-police-2").contents
    assert [component.code for component in police.components] == ["C04"]
    assert "declarations/ct01.pdf" in [f.path for f in police.declarations]


def test_the_supplement_after_a_number_came_follows_that_round(desk: Desk, filed: Draft) -> None:
    done = Said(
        FIRST,
        "done",
        NOW + timedelta(minutes=30),
        "portal",
        results={"child.id_number": "099326001234"},
    )
    draft = outcomes.tell(desk, filed, [done])
    opinion = Wanted("thiếu chữ ký", component="ct01-opinions")
    draft = ask(desk, draft, opinion, procedure=RESIDENCE)
    draft = drafting.attach_file(desk, draft, "ct01-opinions", SCAN)
    after = supplementing.send(desk, pledged(desk, draft))
    rounds = [packet.read(d).binding.round for _, d in desk.packets(after.filing)]
    assert rounds == [1, 1, 1, 2, 2, 3]
    kept = {p.content for p in after.filing.packets}
    assert all(content.get(desk.db, each) for each in kept)
