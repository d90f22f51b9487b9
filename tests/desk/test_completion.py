"""A filing is stored whole, with everything it will ever need, or it is not stored."""

import dataclasses
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lienthong_tui.desk import completion, drafting
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.checks import check
from lienthong_tui.filing.events import Absent
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.reference import make_reference, parse_reference
from lienthong_tui.packets import packet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.procedures import overlay
from lienthong_tui.resources import data_path
from lienthong_tui.store import chain, content, journal

from .sample import COMMUNE, LATE, MARRIED, NOW, SAMPLES, counts, create, file, opened, read


def kinds(desk: Desk, filing: Filing) -> list[str]:
    return [r.envelope.kind for r in journal.events_of(desk.db, filing.id)]


# -- all of it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_completed_and_found(desk: Desk, path: Path) -> None:
    filing = file(desk, path)
    assert filing.state == "completed"
    assert filing.answers == read(path).case.answers
    assert [line.filing for line in desk.lookup(str(filing.reference))] == [filing.id]
    assert desk.filing(filing.id)[0] == filing
    chain.verify_journal(desk.db)


def test_one_fact_an_event(desk: Desk) -> None:
    late = file(desk, LATE)
    assert kinds(desk, late) == [
        "filing.started",
        "filing.answered",
        "filing.attached",
        "filing.warned",
        "filing.notice_given",
        "filing.pledged",
        "filing.completed",
    ]
    assert late.notice is not None
    assert late.notice.given_at == "2026-11-19T13:50:00+07:00"
    assert late.pledge is not None
    assert late.pledge.how == "fingerprint"
    assert set(late.origins.values()) == {"case-file"}


def test_declarations_and_packets_lie_in_the_store_by_hash(desk: Desk) -> None:
    done = file(desk, SAMPLES[3]).completed
    assert done is not None
    printed = {d.form: content.get(desk.db, d.content) for d in done.declarations}
    assert {name: pdf[:5] for name, pdf in printed.items()} == dict.fromkeys(printed, b"%PDF-")
    assert printed.keys() == {"birth-declaration", "ct01", "tk1-ts"}
    for sealed in done.packets:
        contents, _, unpacked, _ = packet.read(content.get(desk.db, sealed.content))
        assert contents.reference == done.reference
        assert contents.agency == sealed.agency
        assert contents.completed == "2026-11-22T17:00:00+07:00"
        assert sealed.file_name == f"{done.reference}-{sealed.agency}.zip"
        for form in contents.declarations:
            name = form.path.removeprefix("declarations/").removesuffix(".pdf")
            assert unpacked.files[form.path] == printed[name]


def test_attached_papers_lie_in_the_store(desk: Desk) -> None:
    filing = file(desk, LATE)
    (paper,) = filing.attachments
    data = (LATE.parent / "papers/nguoi-lam-chung-05.pdf").read_bytes()
    assert content.get(desk.db, paper.content) == data
    assert (paper.component, paper.media_type) == ("witness-statement", "application/pdf")
    assert paper.size == len(data)


def test_it_is_pinned_to_the_bytes_of_the_law_and_of_the_office(desk: Desk) -> None:
    started = file(desk).started
    law = data_path("procedures", "birth.toml").read_bytes()
    assert started.definition == hashlib.sha256(law).hexdigest()
    assert content.get(desk.db, started.definition) == law
    assert content.get(desk.db, started.overlay) == overlay.shipped()
    assert started.received == "2026-11-20T15:20:00+07:00"
    assert started.commune == COMMUNE


def test_expected_dates_are_kept_as_they_were_told(desk: Desk) -> None:
    done = file(desk).completed
    assert done is not None
    # Received on a Friday at 15:20: counting starts on Monday 23/11; the 24th is a holiday.
    assert {e.procedure: str(e.due) for e in done.expected} == {
        "birth-registration": "2026-11-23",
        "permanent-residence": "2026-11-27",
        "health-insurance": "2026-11-27",
        "identity-card": "2026-12-03",
    }
    assert {(e.moved, e.cut_off) for e in done.expected} == {("cut-off", "15:00")}


def test_what_waits_for_the_childs_number_says_so(desk: Desk) -> None:
    filing = file(desk)
    procedures = ("birth-registration", "permanent-residence", "health-insurance", "identity-card")
    assert [filing.status(p) for p in procedures] == [
        "declared",
        "awaiting",
        "awaiting",
        "awaiting",
    ]


def test_only_reasons_for_what_applied_are_stored(desk: Desk) -> None:
    reading = read(MARRIED)
    needless = dataclasses.replace(
        reading, case=_changed(reading.case, reasons={"birth-registered-late": "Không cần"})
    )
    assert file_case(desk, needless).reasons == {}
    assert list(file(desk, LATE).reasons) == ["birth-registered-late"]


def test_a_paper_said_to_be_absent_is_stored_with_its_reason(desk: Desk) -> None:
    told = dataclasses.replace(read(MARRIED), absences={"dwelling-proof": "Khai thác từ CSDL"})
    assert file_case(desk, told).absences == {"dwelling-proof": "Khai thác từ CSDL"}


def _changed(case: Any, **changed: Any) -> Any:
    return type(case)(**{n: changed.get(n, getattr(case, n)) for n in case.__struct_fields__})


# -- references -----------------------------------------------------------------------------------


def test_references_count_up(desk: Desk) -> None:
    day = NOW.date()
    references = [file(desk).reference for _ in range(3)]
    assert references == [make_reference(COMMUNE, day, 1, n) for n in (1, 2, 3)]
    assert [parse_reference(str(r)) for r in references] == references


def test_the_day_of_a_reference_ends_at_midnight_in_vietnam(place: Path) -> None:
    told = []
    for now in (
        datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 22, 17, tzinfo=UTC),
        datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC),  # a clock set back
    ):
        with opened(place, now) as desk:
            told.append(str(file(desk).reference)[8:19])
    assert told == ["261122-1001", "261123-1001", "261122-1002"]


def test_the_desks_digit_is_in_the_reference(tmp_path: Path) -> None:
    create(tmp_path, number=7)
    with opened(tmp_path) as desk:
        assert str(file(desk).reference).startswith("LT19639-261122-7001-")


# -- or nothing -----------------------------------------------------------------------------------


def test_a_case_with_errors_is_not_filed(desk: Desk) -> None:
    before = counts(desk)
    reading = read()
    said = check(reading.outlined, noticed=True, pledged=False)
    unpledged = dataclasses.replace(reading, findings=said)
    with pytest.raises(Problem) as caught:
        file_case(desk, unpledged)
    assert caught.value == Problem("case-has-errors")
    assert counts(desk) == before


@pytest.mark.parametrize("times", [1, 4])
def test_a_packet_that_fails_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    before = counts(desk)
    calls: list[object] = []

    def failing(*arguments: Any, **named: Any) -> bytes:
        calls.append(named)
        if len(calls) == times:
            raise RuntimeError
        return render(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr("lienthong_tui.packets.packet.render", failing)
        with pytest.raises(RuntimeError):
            file(desk, MARRIED)
    assert len(calls) == times
    assert counts(desk) == before
    # The number it would have had is given to the next.
    assert str(file(desk).reference).startswith("LT19639-261122-1001-")


def test_a_journal_that_fails_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts(desk)
    append = journal.append

    def failing(*arguments: Any, **named: Any) -> Any:
        append(*arguments, **named)
        raise DeskUnavailable("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "append", failing)
        with pytest.raises(DeskUnavailable):
            file(desk, LATE)
    assert counts(desk) == before


def test_a_letter_no_declaration_prints_leaves_nothing(desk: Desk) -> None:
    before = counts(desk)
    reading = read()
    answers = {**reading.case.answers, "child.given": "王"}
    case = msgspec.structs.replace(reading.case, answers=answers)
    with pytest.raises(Problem) as caught:
        file_case(desk, dataclasses.replace(reading, case=case))
    assert caught.value.code == "letter-missing"
    assert caught.value.params["character"] == "王"
    assert counts(desk) == before


# -- the journal alone is the truth ---------------------------------------------------------------


def test_a_rebuild_gives_the_same_answers(desk: Desk) -> None:
    filings = [file(desk, path) for path in SAMPLES]
    questions = ["tran", "niê", "099093000101", "0900000201", "LT19639", "nobody"]
    questions += [str(filing.reference) for filing in filings]
    before = [desk.lookup(question) for question in questions]
    assert [len(found) > 0 for found in before] == [q != "nobody" for q in questions]
    assert desk.rebuild() == len(SAMPLES)
    assert [desk.lookup(question) for question in questions] == before


def test_a_reason_that_no_print_has_is_told_and_nothing_is_lost(desk: Desk) -> None:
    """Versions before this one took any letter in a reason; the transfer sheet prints it."""
    facts = completion._facts(desk, read(MARRIED))
    absent = Absent(component="marriage-certificate", reason="mất ☎")
    draft = drafting.record(desk, drafting.start(desk, "birth"), *facts[1:], absent)
    before = counts(desk)
    with pytest.raises(Problem) as caught:
        completion.complete(desk, draft)
    assert caught.value.code == "letter-missing"
    assert caught.value.params["character"].startswith("☎")
    assert counts(desk) == before
    mended = drafting.record(desk, draft, Absent(component=absent.component, reason="mất"))
    assert completion.complete(desk, mended).filing.completed is not None
