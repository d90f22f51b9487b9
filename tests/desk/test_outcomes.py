"""What agencies say is recorded, and what was waited for goes out in a second packet."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from packets.printed import pages_in

from lienthong_tui.desk import drafting, outcomes, signing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import export
from lienthong_tui.filing.delivery import delivery, outdated
from lienthong_tui.filing.telling import Said, still_awaited
from lienthong_tui.packets import packet, verifying
from lienthong_tui.packets.names import TRANSFER
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import content

from .agencies import packets_of
from .sample import DEATHS, MARRIED, NOW, counts, create, file, opened, signed_in

FIRST, RESIDENCE, HEALTH = "birth-registration", "permanent-residence", "health-insurance"
NUMBER = "099226001234"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pristine")
    create(place)
    with opened(place) as desk:
        file(desk, MARRIED)
        file(desk, DEATHS[1])
    return place


@pytest.fixture
def desk(pristine: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, NOW + timedelta(hours=4)) as desk:
        yield desk


@pytest.fixture
def birth(desk: Desk) -> Draft:
    return drafting.reopen(desk, desk.lookup("LT19639")[1].filing)


@pytest.fixture
def death(desk: Desk) -> Draft:
    return drafting.reopen(desk, desk.lookup("LT19639")[0].filing)


def done(procedure: str = FIRST, hours: int = 1, **results: str) -> Said:
    named = {name.replace("__", "."): value for name, value in results.items()}
    return Said(procedure, "done", NOW + timedelta(hours=hours), "portal", results=named)


def test_it_is_recorded_and_found_in_the_list(desk: Desk, birth: Draft) -> None:
    said = Said(RESIDENCE, "received", NOW, "phone", number="12/CA")
    after = outcomes.tell(desk, birth, [said])
    (told,) = after.filing.told
    assert (told.procedure, told.outcome, told.number) == (RESIDENCE, "received", "12/CA")
    line = desk.lookup(str(birth.filing.reference))[0]
    assert {p.id: p.status for p in line.procedures}[RESIDENCE] == "received"


def test_a_draft_has_no_results(desk: Desk) -> None:
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    with pytest.raises(Problem, match="told-not-completed"):
        outcomes.tell(desk, draft, [done()])


def test_several_things_are_recorded_all_or_none(desk: Desk, birth: Draft) -> None:
    before = counts(desk)
    with pytest.raises(Problem, match="told-missing"):
        outcomes.tell(desk, birth, [done(), Said(RESIDENCE, "refused", NOW, "portal")])
    assert counts(desk) == before


def test_what_was_waited_for_goes_out_in_a_second_packet(desk: Desk, birth: Draft) -> None:
    first = packets_of(desk, birth.filing)
    after = outcomes.tell(desk, birth, [done(child__id_number=NUMBER)])
    (brought,) = after.filing.followed_up
    assert brought.why == "awaited"
    assert [p.agency for p in brought.packets] == [
        *("residence-police", "social-insurance", "identity-police"),
    ]
    known = signing.signers(desk)
    verdicts = [
        verifying.judge(name, data, known) for name, data in packets_of(desk, after.filing).items()
    ]
    told, rounds = verifying.compare(verdicts)
    assert [verdict.problem for verdict in told] == [None] * 7
    assert [(r.number, r.count, r.missing) for r in rounds] == [(1, 4, ()), (2, 3, ())]

    for sealed in brought.packets:
        read = packet.read(content.get(desk.db, sealed.content))
        contents = read.contents
        assert [(r.result, r.value, r.procedure) for r in contents.results] == [
            ("child.id_number", NUMBER, FIRST)
        ]
        # It names the first packet to the same agency, and brings nothing again.
        earlier = packet.read(first[sealed.agency])
        assert contents.follows is not None
        assert contents.follows.why == "awaited"
        assert contents.follows.number == earlier.contents.number
        assert (
            contents.follows.inventory
            == earlier.binding.packets[earlier.contents.number - 1].inventory
        )
        assert {a.field for a in contents.answers} <= {
            *("child.surname", "child.middle", "child.given", "child.birth_date"),
        }
        assert (contents.declarations, contents.components) == ((), ())
        assert set(read.bag.files) == {TRANSFER, "packet.json", "filing.json"}
        assert sealed.file_name == f"{birth.filing.reference}-{sealed.agency}-2.zip"


def test_only_what_an_agency_waits_for_is_brought_to_it(desk: Desk, birth: Draft) -> None:
    said = done(child__id_number=NUMBER, birth__certificate_number="12/2026")
    after = outcomes.tell(desk, birth, [said])
    assert after.filing.results["birth.certificate_number"] == "12/2026"
    for name, data in packets_of(desk, after.filing).items():
        if name.endswith("-2"):
            assert b"12/2026" not in packet.read(data).bag.files["packet.json"]


def test_nothing_goes_out_before_it_is_known_nor_twice(desk: Desk, birth: Draft) -> None:
    after = outcomes.tell(desk, birth, [done(birth__certificate_number="12/2026")])
    assert after.filing.followed_up == ()
    after = outcomes.tell(desk, after, [done(hours=2, child__id_number=NUMBER)])
    assert len(after.filing.followed_up) == 1
    after = outcomes.tell(desk, after, [done(RESIDENCE, hours=3)])
    assert len(after.filing.followed_up) == 1
    assert after.filing.status(HEALTH) == "lodged"


def test_a_number_that_was_wrong_is_followed_by_the_right_one(desk: Desk, birth: Draft) -> None:
    after = outcomes.tell(desk, birth, [done(child__id_number="099226005678")])
    after = outcomes.tell(desk, after, [done(hours=2, child__id_number=NUMBER)])
    wrong, right = after.filing.followed_up
    assert right.results == {"child.id_number": NUMBER}
    second, third = (
        packet.read(content.get(desk.db, each.packets[0].content)) for each in (wrong, right)
    )
    assert third.binding.round == 3
    verdicts = [
        verifying.Verdict("2", second),
        verifying.Verdict("3", third),
    ]
    assert [v.problem for v in verifying.compare(verdicts)[0]] == [None, None]


def test_a_death_goes_on_with_the_number_of_the_extract(desk: Desk, death: Draft) -> None:
    said = done("death-registration", death__extract_number="45/2026")
    after = outcomes.tell(desk, death, [said])
    (brought,) = after.filing.followed_up
    assert {p.agency for p in brought.packets} == {"residence-police", "social-insurance"}
    # Two procedures of one agency wait for it: one packet brings it.
    (insurance,) = (p for p in brought.packets if p.agency == "social-insurance")
    assert insurance.procedures == ("funeral-insurance", "survivors")


def test_only_what_was_not_delivered_is_brought_out_next(
    desk: Desk, birth: Draft, tmp_path: Path
) -> None:
    reference = str(birth.filing.reference)
    assert len(export(desk, reference, tmp_path / "stick")) == 4
    outcomes.tell(desk, drafting.reopen(desk, birth.filing.id), [done(child__id_number=NUMBER)])
    assert list(export(desk, reference, tmp_path / "stick")) == [
        *("residence-police-2", "social-insurance-2", "identity-police-2"),
    ]
    assert len(export(desk, reference, tmp_path / "other")) == 7


def test_what_was_written_down_by_mistake_is_taken_back(desk: Desk, birth: Draft) -> None:
    after = outcomes.tell(desk, birth, [Said(FIRST, "refused", NOW, "phone", reason="nhầm")])
    (told,) = after.filing.told
    for reason, which, code in ((" ", told.id, "reason-empty"), ("x", "0", "told-gone")):
        with pytest.raises(Unusable, match=code):
            outcomes.take_back(desk, after, which, reason)
    after = outcomes.take_back(desk, after, told.id, "nhầm hồ sơ")
    assert (after.filing.told, after.filing.status(FIRST)) == ((), "declared")


WRONG = "099226009999"


def rounds_of(paths: Iterable[str]) -> list[str]:
    return sorted({name.rpartition("-")[2] for name in paths if name[-1].isdigit()})


def test_a_number_that_was_a_mistake_does_not_leave(
    desk: Desk, birth: Draft, tmp_path: Path
) -> None:
    wrong = outcomes.tell(desk, birth, [done(child__id_number=WRONG)])
    after = outcomes.take_back(desk, wrong, wrong.filing.told[-1].id, "nhầm trẻ").filing
    assert outdated(after) == tuple(p for p in wrong.filing.packets if p.round == 2)
    assert {delivery(after, packet) for packet in outdated(after)} == {"withheld"}
    for _ in range(2):  # what is due, then all of it again
        paths = export(desk, str(after.reference), tmp_path / "stick")
        assert (len(paths), rounds_of(paths)) == (4, [])


def test_a_number_that_is_another_now_goes_alone(desk: Desk, birth: Draft, tmp_path: Path) -> None:
    wrong = outcomes.tell(desk, birth, [done(child__id_number=WRONG)])
    right = outcomes.tell(desk, wrong, [done(hours=2, child__id_number=NUMBER)])
    paths = export(desk, str(right.filing.reference), tmp_path / "stick")
    assert (len(paths), rounds_of(paths)) == (7, ["3"])
    third = packet.read(packets_of(desk, right.filing)["residence-police-3"]).contents
    assert third.follows is not None
    assert third.follows.replaces is None  # nobody ever had the other one


def test_who_had_a_wrong_number_is_told_which_packet_it_was(
    desk: Desk, birth: Draft, tmp_path: Path
) -> None:
    wrong = outcomes.tell(desk, birth, [done(child__id_number=WRONG)])
    export(desk, str(wrong.filing.reference), tmp_path / "stick")
    wrong = drafting.reopen(desk, wrong.filing.id)
    right = outcomes.tell(desk, wrong, [done(hours=2, child__id_number=NUMBER)]).filing
    assert {delivery(right, packet) for packet in outdated(right)} == {"recalled"}
    third = packet.read(packets_of(desk, right)["residence-police-3"])
    assert third.contents.follows is not None
    assert (third.contents.follows.round, third.contents.follows.replaces) == (1, 2)
    sheet = " ".join(" ".join(pages_in(third.bag.files[TRANSFER])).split())
    assert "THAY KẾT QUẢ ĐÃ CHUYỂN Ở ĐỢT 2" in sheet
    assert WRONG not in sheet
    export(desk, str(right.reference), tmp_path / "stick")
    after, _ = desk.filing(right.id)
    assert {delivery(after, packet) for packet in outdated(after)} == {"replaced"}
    # Nothing of the wrong number lies on the stick beside the right one.
    assert not list((tmp_path / "stick").glob("*-2.zip"))
    assert len(list((tmp_path / "stick").glob("*-3.zip"))) == 3


def test_what_left_is_known_when_it_is_signed_again(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        birth = drafting.reopen(desk, file(desk, MARRIED).id)
        outcomes.tell(desk, birth, [done(hours=0, child__id_number=WRONG)])
        export(desk, str(birth.filing.reference), tmp_path / "stick")
    with signed_in(tmp_path, created, NOW + timedelta(days=1)) as desk:
        signing.replace(desk)
        draft = drafting.reopen(desk, birth.filing.id)
        draft = outcomes.take_back(desk, draft, draft.filing.told[-1].id, "nhầm trẻ")
        export(desk, str(draft.filing.reference), tmp_path / "stick")
        draft = drafting.reopen(desk, draft.filing.id)
        assert {delivery(draft.filing, p) for p in outdated(draft.filing)} == {"recalled"}
        right = outcomes.tell(desk, draft, [done(hours=2, child__id_number=NUMBER)]).filing
        third = packet.read(packets_of(desk, right)["residence-police-3"]).contents
        assert third.follows is not None
        assert third.follows.replaces == 2


def test_a_decision_without_its_number_leaves_the_others_waiting(desk: Desk, birth: Draft) -> None:
    after = outcomes.tell(desk, birth, [done()])
    definition = after.group.definition
    assert [r.id for r in still_awaited(definition, after.filing, FIRST)] == ["child.id_number"]
    assert after.filing.status(RESIDENCE) == "awaiting"
    after = outcomes.tell(desk, after, [done(hours=2, child__id_number=NUMBER)])
    assert still_awaited(definition, after.filing, FIRST) == ()


def test_a_failure_while_sealing_leaves_nothing_told(
    desk: Desk, birth: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(desk)
    with monkeypatch.context() as patch:
        patch.setattr("lienthong_tui.packets.packet.render", _failing)
        with pytest.raises(RuntimeError):
            outcomes.tell(desk, birth, [done(child__id_number=NUMBER)])
    assert counts(desk) == before


def _failing(*_: Any, **__: Any) -> bytes:
    raise RuntimeError
