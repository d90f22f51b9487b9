"""What the lists and the look-up get to know of a filing."""

from datetime import datetime
from typing import Any

import pytest

from lienthong_tui.desk.projecting import projector
from lienthong_tui.filing import kinds
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.deadlines import VIETNAM, Expected
from lienthong_tui.filing.envelope import GENESIS, SALT_BYTES, canonical, seal
from lienthong_tui.filing.events import Answered, Completed, Lodged, Started
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import in_force
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.projections import Person, Procedure, Projection

from .sample import NOW

BIRTH = in_force("birth", NOW.date())
RECEIVED = datetime(2026, 11, 20, 15, 20, tzinfo=VIETNAM)
STARTED = Started(
    group="birth",
    definition=BIRTH.sha256,
    overlay="0" * 64,
    commune="19639",
    received=RECEIVED.isoformat(),
)


def recorded(kind: str, payload: dict[str, Any] | None) -> Recorded:
    envelope = seal(
        stream="d_19639_1_00000000",
        seq=1,
        event_id="019ab000-0000-7000-8000-000000000002",
        version=1,
        at=NOW,
        officer="officer",
        kind=kind,
        filing="filing",
        salt=bytes(SALT_BYTES),
        body=canonical(payload),
        previous=GENESIS,
    )
    return Recorded(1, envelope, payload)


def projected(*payloads: Any) -> Projection:
    stored = [recorded(kinds.kind_of(p), kinds.to_plain(p)) for p in payloads]
    return projector({BIRTH.sha256: BIRTH}.__getitem__)(stored)


def answers(**given: Any) -> Answered:
    return Answered(answers={n.replace("__", "."): v for n, v in given.items()}, origin="typed")


def expected(procedure: str, **changed: Any) -> Expected:
    arguments: dict[str, Any] = {
        "procedure": procedure,
        "due": RECEIVED.date(),
        "received": RECEIVED,
        "first_day": RECEIVED.date(),
        "moved": None,
        "cut_off": "15:00",
        "working_days": 0,
        "with_inquiry": None,
        "days_off": (),
        "basis": Words("cơ sở", "basis"),
        "law": "Luật",
        "verified": True,
        "certain": True,
        "calendar": "2026",
    }
    return Expected(**(arguments | changed))


def completed(*dates: Expected) -> Completed:
    def sealed(agency: str, procedures: tuple[str, ...], awaits: tuple[str, ...]) -> SealedPacket:
        waiting = {procedure: awaits for procedure in procedures if awaits}
        return SealedPacket(agency, agency, procedures, "0" * 64, "name.zip", waiting)

    return Completed(
        reference="LT19639-261122-1001-Z",
        declarations=(),
        packets=(
            sealed("civil-status", ("birth-registration",), ()),
            sealed("residence-police", ("permanent-residence",), ("child.id_number",)),
        ),
        expected=dates,
    )


def test_a_draft_has_people_but_no_number_and_no_procedures() -> None:
    found = projected(STARTED, answers(child__surname="Trần", child__given="Mẫu"))
    assert (found.filing, found.group, found.state) == ("filing", "birth", "drafting")
    assert (found.reference, found.numbers, found.procedures) == (None, (), ())
    assert found.received == RECEIVED.isoformat()
    assert found.label == "Trần Mẫu"


def test_a_new_draft_has_no_name_yet() -> None:
    found = projected(STARTED)
    assert (found.label, found.people) == ("", ())


def test_people_are_named_in_vietnamese_order_with_what_finds_them() -> None:
    found = projected(
        STARTED,
        answers(
            requester__name="Lê Thị Mẫu Đơn",
            requester__id_number="099307000201",
            requester__phone="0900000201",
            requester__birth_date="2007-01-21",
            mother__given="Đơn",
            mother__surname="Lê",
            mother__middle="Thị Mẫu",
            father__id_number="099093000101",
        ),
    )
    assert found.people == (
        Person("requester", "Lê Thị Mẫu Đơn", "099307000201", "0900000201", "2007-01-21"),
        Person("mother", "Lê Thị Mẫu Đơn"),
        Person("father", "", "099093000101"),  # found by the number before the name is typed
    )


def test_an_answer_taken_back_is_not_found_any_more() -> None:
    found = projected(STARTED, answers(child__given="Mẫu"), answers(child__given=None))
    assert found.people == ()


def test_a_completed_filing_shows_where_each_procedure_stands() -> None:
    found = projected(STARTED, completed(expected("birth-registration")))
    assert found.state == "completed"
    assert found.reference == "LT19639-261122-1001-Z"
    assert found.numbers == (("reference", "LT19639-261122-1001-Z"), ("serial", "1001-Z"))
    assert found.procedures == (
        Procedure("birth-registration", "civil-status", "declared", "2026-11-20", True),
        Procedure("permanent-residence", "residence-police", "awaiting", None, False),
    )


@pytest.mark.parametrize(
    ("portal", "one_stop", "more"),
    [
        (None, None, ()),
        ("G22.99.13-261122-0007", None, (("portal", "G22.99.13-261122-0007"),)),
        (
            "G22.99.13-261122-0007",
            "H50.99.13-261122-0008",
            (("portal", "G22.99.13-261122-0007"), ("one-stop", "H50.99.13-261122-0008")),
        ),
    ],
)
def test_a_lodged_filing_has_the_official_numbers(
    portal: str | None, one_stop: str | None, more: tuple[tuple[str, str], ...]
) -> None:
    before = projected(STARTED, completed(expected("birth-registration")))
    lodged = Lodged(portal_number=portal, one_stop_number=one_stop)
    found = projected(STARTED, completed(expected("birth-registration")), lodged)
    assert found.state == "lodged"
    assert found.numbers == (*before.numbers, *more)
    assert [p.status for p in found.procedures] == ["lodged", "awaiting"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"verified": False}, ("2026-11-20", False)),
        ({"certain": False}, ("2026-11-20", False)),
        ({"due": None}, (None, True)),
    ],
)
def test_only_a_date_that_is_settled_counts_as_verified(
    changed: dict[str, Any], told: tuple[str | None, bool]
) -> None:
    done = completed(expected("birth-registration", **changed))
    first = projected(STARTED, done).procedures[0]
    assert (first.expected, first.verified) == told


def test_what_a_later_version_recorded_is_passed_over() -> None:
    project = projector({BIRTH.sha256: BIRTH}.__getitem__)
    started = recorded("filing.started", kinds.to_plain(STARTED))
    later = recorded("filing.sung_about", {"verses": 3})
    erased = recorded("filing.answered", None)
    assert project([started, later, erased]) == projected(STARTED)


def test_a_filing_that_never_started_is_a_mistake() -> None:
    with pytest.raises(Problem) as caught:
        projected(answers(child__given="Mẫu"))
    assert caught.value == Problem("filing-without-start", filing="filing")
