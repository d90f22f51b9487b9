"""The register of a desk: which filings, what of them, who may take it out, and that it is told."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import drafting, erasure, mending, register
from lienthong_tui.desk.access_log import access_log
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import into
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import RegisterMade
from lienthong_tui.filing.events import (
    Answered,
    Lodged,
    Purged,
)
from lienthong_tui.packets.registers import Decided, Register
from lienthong_tui.people import places
from lienthong_tui.problems import DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import journal

from .sample import DEATHS, LATE, MARRIED, NOW, SAMPLES, counts, create, file, opened, signed_in

PORTAL = "G22.99.13-261122-0007"
ONE_STOP = "H50.99.13-261122-0008"
DAY = local_day(NOW)
DAY_BEFORE = DAY - timedelta(days=1)
MONTH = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A desk with three filings, one completed the day before, and a draft."""
    place = tmp_path_factory.mktemp("pristine")
    created = create(place)
    with opened(place) as desk:
        for case, now in ((MARRIED, NOW - timedelta(days=1)), (LATE, NOW), (DEATHS[1], NOW)):
            file(replace(desk, clock=partial(_at, now)), case)
        draft = drafting.start(desk, "birth")
        answers: dict[str, Any] = {"requester.name": "Người Còn Khai"}
        drafting.record(desk, draft, Answered(answers=answers, origin="typed"))
    return place, created


def _at(now: datetime) -> datetime:
    return now


@pytest.fixture
def desk(pristine: tuple[Path, Any], tmp_path: Path) -> Iterator[Desk]:
    """The desk as its supervisor has it."""
    shutil.copytree(pristine[0], tmp_path, dirs_exist_ok=True)
    with signed_in(tmp_path, pristine[1]) as desk:
        yield desk


@pytest.fixture
def by_key(pristine: tuple[Path, Any], tmp_path: Path) -> Iterator[Desk]:
    """The desk as a key file opens it."""
    shutil.copytree(pristine[0], tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as desk:
        yield desk


def requesters(made: Register) -> list[str]:
    return [row.requester for row in made.rows]


def test_filings_by_the_day_they_were_completed(desk: Desk) -> None:
    whole = register.register(desk, *MONTH)
    assert [row.number for row in whole.rows] == [1, 2, 3]
    references = [row.reference for row in whole.rows]
    assert references == sorted(references)
    assert len(register.register(desk, DAY, DAY).rows) == 2
    assert len(register.register(desk, DAY_BEFORE, DAY_BEFORE).rows) == 1
    assert DAY not in {row.received.date() for row in whole.rows}, "taken on an earlier day"
    empty = DAY - timedelta(days=2)
    assert register.register(desk, empty, empty).rows == ()
    assert "Người Còn Khai" not in requesters(whole)
    assert (whole.commune, whole.desk_number, whole.demo) == ("19639", 1, False)


def test_what_a_row_says_of_a_birth(desk: Desk) -> None:
    row = register.register(desk, *MONTH).rows[0]
    assert (row.group, row.requester, row.phone) == ("Khai sinh", "Trần Văn Ví Dụ", "0900000101")
    assert row.address == "Thôn An Lợi, Xã Nam Cửa Việt, Tỉnh Quảng Trị"
    assert row.subject.startswith("Trần ")
    assert row.received == datetime(2026, 11, 20, 15, 20, tzinfo=VIETNAM)
    assert (row.portal_number, row.one_stop_number) == ("", "")
    assert row.note == "chưa nộp lên Cổng"
    filing, _ = desk.filing(desk.lookup(row.reference)[0].filing)
    assert filing.completed is not None
    expected = {e.procedure: e for e in filing.completed.expected}
    when = expected["birth-registration"]
    assert row.procedures[0] == Decided(
        "Đăng ký khai sinh",
        "Ủy ban nhân dân xã Nam Cửa Việt",
        when.due,
        when.settled,
        "Đến cơ quan giải quyết để nhận kết quả",
    )
    told = [(p.name, p.delivery) for p in row.procedures[1:]]
    assert told == [
        ("Đăng ký thường trú", "Qua cổng thông tin"),
        ("Cấp thẻ bảo hiểm y tế", ""),
        (row.procedures[3].name, "Tại cơ quan Công an làm thủ tục"),
    ]


def test_what_a_row_says_of_a_death(desk: Desk) -> None:
    row = register.register(desk, *MONTH).rows[2]
    assert (row.group, row.requester) == ("Khai tử", "Trần Thị Giả Định")
    assert len(row.procedures) == 4
    assert {p.delivery for p in row.procedures} >= {"", "Qua cổng thông tin"}


@pytest.mark.parametrize("case", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_its_row(by_key: Desk, case: Path) -> None:
    filing = file(by_key, case)
    made = register.register(by_key, DAY, DAY)
    (row,) = (row for row in made.rows if row.reference == filing.reference)
    assert row.subject
    assert row.requester
    assert row.address
    assert all(p.name and p.agency for p in row.procedures)


@pytest.mark.parametrize(
    ("lodged", "portal", "one_stop", "note"),
    [
        (Lodged(portal_number=PORTAL, one_stop_number=None), PORTAL, "", ""),
        (Lodged(portal_number=None, one_stop_number=ONE_STOP), "", ONE_STOP, ""),
        (Lodged(portal_number=None, one_stop_number=None), "", "", "đã nộp lên Cổng, chưa có số"),
    ],
)
def test_the_official_numbers(
    desk: Desk, lodged: Lodged, portal: str, one_stop: str, note: str
) -> None:
    reference = register.register(desk, *MONTH).rows[0].reference
    drafting.record(desk, drafting.reopen(desk, desk.lookup(reference)[0].filing), lodged)
    row = register.register(desk, *MONTH).rows[0]
    assert (row.portal_number, row.one_stop_number, row.note) == (portal, one_stop, note)


def test_what_was_withdrawn_on_the_portal_says_so(desk: Desk) -> None:
    reference = register.register(desk, *MONTH).rows[0].reference
    draft = drafting.reopen(desk, desk.lookup(reference)[0].filing)
    draft = drafting.record(desk, draft, Lodged(portal_number=PORTAL, one_stop_number=None))
    mending.withdraw_on_portal(desk, draft, "gia đình chuyển đi")
    assert register.register(desk, *MONTH).rows[0].note == "đã rút trên Cổng"


@pytest.mark.parametrize(
    ("why", "note"),
    [("request", "đã xóa nội dung theo yêu cầu"), ("term", "đã xóa nội dung theo hạn")],
)
def test_a_purged_filing_keeps_number_procedures_and_date(
    desk: Desk, why: str, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = register.register(desk, *MONTH).rows
    lodged = Lodged(portal_number=PORTAL, one_stop_number=None)
    (line,) = desk.lookup(before[0].reference)
    drafting.record(desk, drafting.reopen(desk, line.filing), lodged)
    (line,) = desk.lookup(before[0].reference)

    def purged(**told: Any) -> Purged:
        return Purged(**(told | {"why": why}))

    monkeypatch.setattr(erasure, "Purged", purged)  # completed filings have no term yet
    erasure.erase(desk, [line], "mẹ cháu yêu cầu")
    row, *others = register.register(desk, *MONTH).rows
    assert list(before[1:]) == others
    assert (row.reference, row.portal_number, row.note) == (before[0].reference, PORTAL, note)
    assert (row.group, row.received) == (before[0].group, before[0].received)
    assert [p.name for p in row.procedures] == [p.name for p in before[0].procedures]
    assert [p.agency for p in row.procedures][:2] == ["Ủy ban nhân dân", "Công an"]
    assert {(p.expected, p.delivery) for p in row.procedures} == {(None, "")}
    assert (row.subject, row.requester, row.address, row.phone) == ("", "", "", "")


def test_a_commune_that_is_no_more_does_not_stop_the_register(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(code: str) -> str:
        raise Problem("commune-unknown", code=code)

    monkeypatch.setattr(places, "commune_label", gone)
    assert register.register(desk, *MONTH).rows[0].address == "Thôn An Lợi, 19639"


# -- the journal's head ---------------------------------------------------------------------------


def test_the_head_is_that_of_the_end_of_the_last_day(desk: Desk) -> None:
    today = NOW.date()
    now = register.register(desk, today, today)
    assert now.journal == f"{desk.stream} {desk.head()}"
    assert now.open
    after = NOW + timedelta(days=2)
    proved = replace(desk.unlocked, proved=after)
    later = register.register(replace(desk, clock=lambda: after, unlocked=proved), today, today)
    assert not later.open
    seq, *_ = later.journal.removeprefix(f"{desk.stream} ").split(":")
    head = desk.day_head(today)
    assert head is not None
    assert int(seq) == head.seq


def test_before_the_desk_there_was_no_head(desk: Desk) -> None:
    day = date(2026, 1, 1)
    assert register.register(desk, day, day).journal == ""


# -- who, and how long ----------------------------------------------------------------------------


def test_today_and_yesterday_are_everyday_work_and_no_other_day_is(by_key: Desk) -> None:
    assert register.register(by_key, DAY, DAY).rows
    assert register.register(by_key, DAY_BEFORE, DAY_BEFORE).rows
    earlier = DAY_BEFORE - timedelta(days=1)
    with pytest.raises(Refused):
        register.register(by_key, earlier, earlier)
    with pytest.raises(Refused) as caught:
        register.register(by_key, DAY_BEFORE, DAY)
    assert caught.value.code == "not-permitted"
    assert caught.value.params["act"] == "export-many"


def test_a_period_needs_the_password_given_just_before(desk: Desk) -> None:
    made = register.register(desk, *MONTH)
    late = Desk(**(vars(desk) | {"clock": lambda: NOW + timedelta(minutes=11)}))
    with pytest.raises(Refused) as caught:
        register.register(late, *MONTH)
    assert caught.value == Refused("proof-needed")
    with pytest.raises(Refused):
        register.take_out(late, made, lambda *_: None)
    assert register.register(late, DAY, DAY).rows


@pytest.mark.parametrize(
    ("first", "days", "code"),
    [
        (date(2026, 11, 20), 0, "register-backwards"),
        (date(2026, 11, 20), -400, "register-backwards"),
        (date(2024, 1, 1), 366, None),
        (date(2026, 1, 1), 367, "register-long"),
        (date(1, 1, 1), 3_000_000, "register-long"),
    ],
)
def test_a_period_is_no_longer_than_a_year(
    desk: Desk, first: date, days: int, code: str | None
) -> None:
    last = first + timedelta(days=days - 1)
    if code is None:
        assert register.register(desk, first, last).rows == ()
        return
    with pytest.raises(Unusable) as caught:
        register.register(desk, first, last)
    assert caught.value.code == code


# -- taking it out --------------------------------------------------------------------------------


def test_it_is_recorded_before_it_leaves(desk: Desk) -> None:
    made = register.register(desk, *MONTH)
    before = desk.head()
    steps: list[Any] = []

    def put(files: Mapping[str, bytes], record: Callable[[], object]) -> None:
        steps.append(sorted(files))
        steps.append(desk.head())
        record()
        steps.append(desk.head())

    names = register.take_out(desk, made, put)
    assert steps[0] == list(names)
    assert steps[1] == before
    assert steps[2] != before
    (told,) = journal.desk_events(desk.db, "desk.register_made")
    assert told.payload == {"first": "2026-11-01", "last": "2026-11-30", "rows": 3}
    assert told.envelope.officer == desk.unlocked.officer
    today = NOW.date()
    payloads = [line.payload for line in access_log(desk, today, today).lines]
    assert RegisterMade(first=MONTH[0], last=MONTH[1], rows=3) in payloads


def test_the_files_of_a_period_and_of_a_day(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    period = register.take_out(desk, register.register(desk, *MONTH), into(out))
    day = register.take_out(desk, register.register(desk, DAY, DAY), into(out))
    stem = "so-theo-doi-2026-11-01-2026-11-30"
    assert period == (f"{stem}.pdf", f"{stem}.xlsx")
    assert day == (f"so-theo-doi-{DAY}.pdf", f"so-theo-doi-{DAY}.xlsx")
    assert sorted(path.name for path in out.iterdir()) == sorted(period + day)
    assert (out / period[0]).read_bytes().startswith(b"%PDF")
    assert (out / period[1]).read_bytes().startswith(b"PK")


def test_the_same_register_gives_the_same_bytes(desk: Desk) -> None:
    made = register.register(desk, *MONTH)
    assert register.files_of(made) == register.files_of(made)


def test_what_could_not_be_written_is_not_told_as_taken_out(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("a file")
    made = register.register(desk, *MONTH)
    before = counts(desk)
    with pytest.raises(DeskUnavailable):
        register.take_out(desk, made, into(out))
    assert counts(desk) == before


def test_reading_it_changes_nothing(desk: Desk) -> None:
    before = counts(desk)
    register.files_of(register.register(desk, *MONTH))
    assert counts(desk) == before


def test_a_demo_desk_says_so(tmp_path: Path) -> None:
    create(tmp_path, demo=True)
    at = datetime(2026, 11, 22, 18, tzinfo=UTC)
    with opened(tmp_path, at) as desk:
        day = date(2026, 11, 23)  # at UTC+7
        made = register.register(desk, day, day)
        assert made.demo
        assert made.open
