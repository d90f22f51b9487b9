"""A desk made by any earlier version opens, with everything in it (`tests/desks/make.py`)."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk.sample import LATE, NOW, file, opened
from desks.make import make

from lienthong_tui.desk import (
    agency_keys,
    allotting,
    drafting,
    kiosks,
    letters,
    outcomes,
    printing,
    queue,
    signing,
)
from lienthong_tui.desk.demo import OFFICER_NAME
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import export
from lienthong_tui.filing import kinds
from lienthong_tui.filing.continuity_events import Continued
from lienthong_tui.filing.fees import charges
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import packet, verifying
from lienthong_tui.papers import checklists
from lienthong_tui.papers.slips import Place, as_text, slip
from lienthong_tui.store import content, journal
from lienthong_tui.store.projections import Line

KEPT = sorted(path.parent for path in Path(__file__).parent.glob("desks/*/expected.json"))


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this version makes."""
    place = tmp_path_factory.mktemp("made")
    make(place)
    return place


@pytest.fixture(params=[*KEPT, None], ids=[*(path.name for path in KEPT), "this version"])
def old(request: pytest.FixtureRequest, present: Path, tmp_path: Path) -> Path:
    """A copy of a kept desk, or of one made by this version: what is kept next must pass too."""
    place = tmp_path / "old"
    shutil.copytree(request.param or present, place)
    (place / "desk.key").chmod(0o600)  # git keeps no other mode than that of the owner's x
    return place


@pytest.fixture
def expected(old: Path) -> Any:
    return json.loads((old / "expected.json").read_text("utf-8"))


@pytest.fixture
def desk(old: Path) -> Iterator[Desk]:
    with opened(old) as desk:
        yield desk


def own_drafts(desk: Desk) -> list[Line]:
    """What was begun at the desk itself, and not at its kiosk."""
    return [line for line in drafting.recent(desk, "drafting") if line.place != "unchecked"]


def test_some_are_kept() -> None:
    if not KEPT:
        pytest.skip("NO OLD DESK IS KEPT in tests/desks: run tests/desks/make.py at a release")


def test_its_journal_is_whole(desk: Desk, expected: Any) -> None:
    # Since 0.10.0 a desk knows where it was made, and says that this is another place.
    moved = any(alarm.code == "desk-moved" for alarm in desk.alarms)
    assert desk.verify().events == expected["events"] + moved


def test_what_it_outlived_is_known(desk: Desk, expected: Any) -> None:
    told = [kinds.from_plain(r.envelope.kind, r.payload) for r in
            journal.of_kind(desk.db, kinds.KIND_OF[Continued])]  # fmt: skip
    whys = [each.why for each in told if isinstance(each, Continued) and each.why != "moved"]
    assert whys == expected.get("continued", [])


def test_its_filings_are_found_and_folded(desk: Desk, expected: Any) -> None:
    assert len(expected["references"]) > 1
    for reference in expected["references"]:
        (line,) = desk.lookup(reference)
        filing, _ = desk.filing(line.filing)
        assert (line.reference, filing.reference) == (reference, reference)
        number = expected.get("lodged", {}).get(reference)
        lodged = "received" if filing.told else "lodged"
        assert filing.state == (lodged if number else "completed")
        assert (filing.lodged and filing.lodged.portal_number) == number
        assert filing.answers
        assert desk.group(filing.started.definition).definition.group == filing.started.group


def test_its_tables_are_rebuilt_alike(desk: Desk, expected: Any) -> None:
    before = [desk.lookup(reference) for reference in expected["references"]]
    others = sum(part in expected for part in ("drafts", "erased", "kiosk"))
    assert desk.rebuild() == len(expected["references"]) + others
    assert [desk.lookup(reference) for reference in expected["references"]] == before


def test_its_settings_are_read(desk: Desk, expected: Any) -> None:
    office = json.loads(msgspec.json.encode(desk.office))
    assert expected.get("settings", {}).items() <= office.items()


def test_its_draft_goes_on(desk: Desk, expected: Any) -> None:
    left = expected.get("drafts")
    drafts = own_drafts(desk)
    assert len(drafts) == (1 if left else 0)
    for line in drafts:
        draft = drafting.reopen(desk, line.filing)
        assert left["answers"].items() <= draft.filing.answers.items()
        assert [paper.name for paper in draft.filing.attachments] == left["papers"]
        assert draft.filing.originals_seen
        assert draft.filing.half_typed == left.get("half_typed", {})
        draft = drafting.answer(desk, draft, "child.given", "An")
        assert draft.filing.answers["child.given"] == "An"


def test_fees_are_told_only_where_its_definition_has_some(desk: Desk, expected: Any) -> None:
    place = Place(desk.commune, desk.number, desk.demo)
    for reference in expected["references"]:
        (line,) = desk.lookup(reference)
        draft = drafting.reopen(desk, line.filing)
        due = charges(draft.outlined, draft.office)
        for sheet in (
            slip(draft.filing, draft.group, "Lê Bảo An", place, due, "vi"),
            checklists.sheet(draft.outlined, draft.agencies, draft.office, place, "vi"),
        ):
            assert ("lệ phí" in as_text(sheet).lower()) == bool(draft.group.definition.fee)


def test_its_packets_leave_and_verify(desk: Desk, expected: Any, tmp_path: Path) -> None:
    for reference in expected["references"]:
        first = export(desk, reference, tmp_path / "out")
        for agency, path in first.items():
            if path.suffix == ".age":
                assert agency.removesuffix("-2").removesuffix("-3") in expected["recipients"]
                continue
            read = packet.read(path.read_bytes())
            assert read.contents.reference == reference
            assert agency.startswith(read.contents.agency)
            verifying.check_signer(read, signing.signers(desk))
        # Sealed anew once, where an older version left no signature.
        filing = desk.lookup(reference)[0].filing
        sealed = desk.filing(filing)[0].packets
        export(desk, reference, tmp_path / "out")
        assert desk.filing(filing)[0].packets == sealed


def test_what_agencies_said_stands(desk: Desk, expected: Any) -> None:
    for reference, results in expected.get("results", {}).items():
        filing, _ = desk.filing(desk.lookup(reference)[0].filing)
        assert filing.results == results
        statuses = expected["statuses"][reference]
        assert {name: filing.status(name) for name in statuses} == statuses
        assert [later.why for later in filing.followed_up] == ["awaited", "supplement"]


def test_its_queue_is_what_it_was(desk: Desk, expected: Any) -> None:
    found = {section.kind: len(section.lines) for section in queue.sections(desk)}
    drafts, lodged = len(expected.get("drafts", {}) and [1]), len(expected.get("lodged", {}))
    if "queue" in expected:
        assert found == expected["queue"]
    else:  # an older version had no queue: its filings stand in ours all the same
        assert sum(found.values()) == len(expected["references"]) + drafts
        assert found.get("unlodged", 0) == len(expected["references"]) - lodged


def test_what_was_declared_at_its_kiosk_waits(desk: Desk, expected: Any) -> None:
    found = [line for section in queue.sections(desk) for line in section.lines
             if section.kind == "unchecked"]  # fmt: skip
    if (told := expected.get("kiosk")) is None:
        assert (found, kiosks.paired(desk)) == ([], [])
        return
    assert [kiosk.name for kiosk in kiosks.paired(desk)] == [told["name"]]
    filing, _ = desk.filing(found[0].filing)
    assert filing.answers.items() >= told["answers"].items()
    assert sorted(filing.unsure) == told["unsure"]


def test_what_was_paid_is_known(desk: Desk, expected: Any) -> None:
    for reference, receipts in expected.get("fees", {}).items():
        filing, _ = desk.filing(desk.lookup(reference)[0].filing)
        assert [taken.receipt for taken in filing.fees] == receipts


def test_the_keys_of_agencies_count_on(desk: Desk, expected: Any) -> None:
    known = {each.agency: each.signer.fingerprint for each in agency_keys.known(desk)}
    assert known == expected.get("keys", {})
    encrypted = {agency: key for (agency, _), key in agency_keys.recipients(desk).items()}
    assert encrypted == expected.get("recipients", {})


def test_an_agency_is_heard_about_its_oldest_filing(desk: Desk, expected: Any) -> None:
    """Also of packets that an older version sealed: what waits is brought after them."""
    (line,) = desk.lookup(expected["references"][1])
    draft = drafting.reopen(desk, line.filing)
    first = draft.group.definition.procedure[0]
    results = {first.yields[0]: "099326001234"}
    said = Said(first.id, "done", NOW, "portal", results=results)
    after = outcomes.tell(desk, draft, [said])
    waited = [p for p in after.filing.packets if p.round == 1 and p.awaits]
    assert len([p for p in after.filing.packets if p.round == 2]) == len(waited) > 0


def test_its_officers_are_who_they_were(desk: Desk, expected: Any) -> None:
    told = {a.name: "closed" if a.closed else a.role for a in desk.accounts.values()}
    assert told == expected.get("accounts", {OFFICER_NAME: "supervisor"})


def test_what_was_erased_stays_erased(desk: Desk, expected: Any) -> None:
    if name := expected.get("erased"):
        assert desk.lookup(name) == []
        assert desk.verify().erased > 0


def test_its_declarations_come_out_as_they_were_kept(desk: Desk, expected: Any) -> None:
    for reference in expected["references"]:
        (line,) = desk.lookup(reference)
        draft = drafting.reopen(desk, line.filing)
        assert draft.filing.completed is not None
        kept = [content.get(desk.db, d.content) for d in draft.filing.completed.declarations]
        forms = [d.form for d in draft.filing.completed.declarations]
        assert sorted(printing.declarations_of(desk, draft, forms).values()) == sorted(kept)


def test_its_draft_prints_by_whatever_layout_its_definition_names(
    desk: Desk, expected: Any
) -> None:
    for line in own_drafts(desk):
        draft = drafting.reopen(desk, line.filing)
        forms = [form.id for form in draft.outlined.forms]
        assert len(printing.declarations_of(desk, draft, forms)) == len(forms)
        assert all(said for _, said in printing.lines_of(desk, draft))


def test_numbers_given_out_stay_so(desk: Desk, expected: Any) -> None:
    given = expected.get("allotted", {"free": [], "draft": None})
    assert [allotted.reference for allotted in allotting.free(desk)] == given["free"]
    drafts = [drafting.reopen(desk, line.filing) for line in own_drafts(desk)]
    assert [draft.filing.allotted for draft in drafts] == [given["draft"]] * len(drafts)


def test_what_was_typed_for_a_letter_is_offered_again(desk: Desk, expected: Any) -> None:
    for reference in expected.get("lodged", {}):
        (line,) = desk.lookup(reference)
        typed = letters.last_texts(desk.filing(line.filing)[0], "02")
        assert json.loads(msgspec.json.encode(typed)) == expected.get("letter", {})


def test_work_goes_on_in_it(desk: Desk, expected: Any) -> None:
    reference = file(desk, LATE).reference
    assert reference not in expected["references"]
    assert desk.verify().events > expected["events"]


def test_it_opens_again_afterwards(old: Path) -> None:
    for _ in range(2):
        with opened(old, NOW) as desk:
            file(desk)
