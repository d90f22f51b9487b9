"""Sentences as people read them, in both languages."""

import logging
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import VIETNAM, Expected
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import in_force
from lienthong_tui.procedures.questions import Option
from lienthong_tui.sentences import LANGUAGES, Language, pick, tr
from lienthong_tui.sentences.wording import (
    UNVERIFIED,
    because,
    day,
    finding_sentence,
    sentence,
    state_label,
    status_label,
)

WORDS = Words(vi="Nam", en="Male")
COMPARED = Words(vi="Đã đối chiếu, đúng", en="Compared, right")
# Monday 23/11/2026; the 24th is a day off.
PLAIN = Expected(
    procedure="permanent-residence",
    due=date(2026, 11, 27),
    received=datetime(2026, 11, 23, 9, 5, tzinfo=VIETNAM),
    first_day=date(2026, 11, 23),
    moved=None,
    cut_off="15:00",
    working_days=3,
    with_inquiry=None,
    days_off=(),
    basis=Words("theo quy định", "by the rules"),
    law="Luật Cư trú 2020, Điều 22",
    verified=True,
    certain=True,
    calendar="2026",
)
LAW = "theo quy định; Luật Cư trú 2020, Điều 22"
LAW_EN = "by the rules; Luật Cư trú 2020, Điều 22"
MORNING = "Nhận lúc 09:05 thứ Hai 23/11/2026"
MORNING_EN = "Received at 09:05 on Monday 23/11/2026"
THREE = "cộng 3 ngày làm việc (không tính ngày nhận)"
THREE_EN = "plus 3 working days (the day of reception not counted)"

REASONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "plain": ({}, f"{MORNING}, {THREE} – {LAW}.", f"{MORNING_EN}, {THREE_EN} – {LAW_EN}."),
    "utc is told in Vietnam's time": (
        {"received": datetime(2026, 11, 23, 2, 5, tzinfo=UTC)},
        f"{MORNING}, {THREE} – {LAW}.",
        f"{MORNING_EN}, {THREE_EN} – {LAW_EN}.",
    ),
    "after the cut-off": (
        {
            "received": datetime(2026, 11, 23, 15, 20, tzinfo=VIETNAM),
            "first_day": date(2026, 11, 25),
            "moved": "cut-off",
            "days_off": ((date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),),
        },
        "Nhận lúc 15:20 thứ Hai 23/11/2026, sau 15:00 nên tính từ thứ Tư 25/11/2026, "
        f"{THREE}, bỏ qua ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam) – {LAW}.",
        "Received at 15:20 on Monday 23/11/2026, after 15:00, so counted from Wednesday "
        f"25/11/2026, {THREE_EN}, skipping the days off 24/11 (Ngày Văn hóa Việt Nam) – {LAW_EN}.",
    ),
    "within the minute of the cut-off": (
        {
            "received": datetime(2026, 11, 23, 15, 0, 1, tzinfo=VIETNAM),
            "first_day": date(2026, 11, 25),
            "moved": "cut-off",
        },
        "Nhận lúc 15:00:01 thứ Hai 23/11/2026, sau 15:00 nên tính từ thứ Tư 25/11/2026, "
        f"{THREE} – {LAW}.",
        "Received at 15:00:01 on Monday 23/11/2026, after 15:00, so counted from Wednesday "
        f"25/11/2026, {THREE_EN} – {LAW_EN}.",
    ),
    "a day of rest that is worked": (
        {"days_worked": ((date(2026, 11, 28), "Ngày làm bù"),)},
        f"{MORNING}, {THREE}, có làm việc ngày 28/11 (Ngày làm bù) – {LAW}.",
        f"{MORNING_EN}, {THREE_EN}, working on 28/11 (Ngày làm bù) – {LAW_EN}.",
    ),
    "on a rest day": (
        {
            "received": datetime(2026, 11, 21, 9, 5, tzinfo=VIETNAM),
            "moved": "rest-day",
        },
        "Nhận lúc 09:05 thứ Bảy 21/11/2026, vào ngày nghỉ nên tính từ thứ Hai 23/11/2026, "
        f"{THREE} – {LAW}.",
        "Received at 09:05 on Saturday 21/11/2026, a day off, so counted from Monday 23/11/2026, "
        f"{THREE_EN} – {LAW_EN}.",
    ),
    "the same day": (
        {"working_days": 0},
        f"{MORNING}, giải quyết trong ngày – {LAW}.",
        f"{MORNING_EN}, decided the same day – {LAW_EN}.",
    ),
    "two days off": (
        {"days_off": ((date(2027, 1, 1), "Tết Dương lịch"), (date(2027, 1, 2), "Nghỉ bù"))},
        f"{MORNING}, {THREE}, bỏ qua ngày nghỉ 01/01 (Tết Dương lịch), 02/01 (Nghỉ bù) – {LAW}.",
        f"{MORNING_EN}, {THREE_EN}, skipping the days off 01/01 (Tết Dương lịch), 02/01 (Nghỉ bù)"
        f" – {LAW_EN}.",
    ),
    "with an inquiry": (
        {"with_inquiry": 5},
        f"{MORNING}, {THREE}, nếu phải xác minh thì 5 ngày làm việc – {LAW}.",
        f"{MORNING_EN}, {THREE_EN}, 5 working days if the agency must verify – {LAW_EN}.",
    ),
    "no term": (
        {"working_days": None, "due": None, "verified": False},
        f"{MORNING}, chưa có văn bản nào định thời hạn – {LAW}; chưa xác minh.",
        f"{MORNING_EN}, no text sets a term yet – {LAW_EN}; not verified.",
    ),
    "unverified": (
        {"verified": False},
        f"{MORNING}, {THREE} – {LAW}; chưa xác minh.",
        f"{MORNING_EN}, {THREE_EN} – {LAW_EN}; not verified.",
    ),
    "a projected calendar": (
        {"certain": False},
        f"{MORNING}, {THREE} – {LAW}; lịch nghỉ lễ còn là dự kiến; chưa xác minh.",
        f"{MORNING_EN}, {THREE_EN} – {LAW_EN}; the holiday calendar is still a projection;"
        " not verified.",
    ),
}


@pytest.mark.parametrize(("changes", "vi", "en"), REASONS.values(), ids=REASONS)
def test_because(changes: dict[str, Any], vi: str, en: str) -> None:
    expected = msgspec.structs.replace(PLAIN, **changes)
    assert because(expected, "vi") == vi
    assert because(expected, "en") == en


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_that_is_not_settled_says_so(
    language: Language, certain: bool, verified: bool
) -> None:
    expected = msgspec.structs.replace(PLAIN, verified=verified, certain=certain)
    assert (tr(UNVERIFIED, language) in because(expected, language)) is not expected.settled


@pytest.fixture(scope="module")
def definition() -> Definition:
    return in_force("birth", date(2026, 11, 23)).definition


def of_rule(definition: Definition, *, verified: bool) -> Finding:
    rule = definition.rule[0]
    return Finding(rule.level, 2, rule.field, rule.id, law=rule.law, verified=verified)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_told_with_its_law_and_its_mark(
    definition: Definition, language: Language
) -> None:
    rule = definition.rule[0]
    told = pick(rule.message, language)
    settled = finding_sentence(of_rule(definition, verified=True), definition, language)
    open_still = finding_sentence(of_rule(definition, verified=False), definition, language)
    assert settled == f"{told} ({rule.law})"
    assert open_still == f"{told} ({rule.law}; {tr(UNVERIFIED, language)})"


@pytest.mark.parametrize(
    ("problem", "vi", "en"),
    [
        (
            Problem("required", field="child.birth_date"),
            "Chưa có “Ngày tháng năm sinh”. Hỏi người yêu cầu và ghi vào.",
            "“Date of birth” is missing. Ask the requester and write it down.",
        ),
        (
            Problem("component-absent", component="birth-certificate"),
            "“Bản chụp Giấy chứng sinh” không đính kèm, đã ghi lý do.",
            "“Copy of the birth proof” is not attached; the reason is noted.",
        ),
        (
            Problem("reason-missing", rule="mother-under-13", reasons=(COMPARED, WORDS)),
            "Cảnh báo “mother-under-13” cần một lý do mới hoàn thành được."
            ' Ghi trong tệp, dưới [reasons]: mother-under-13 = "…".'
            " Lý do hay gặp: “Đã đối chiếu, đúng”, “Nam”.",
            "The warning “mother-under-13” needs a reason before the filing can be completed."
            ' Write in the file, under [reasons]: mother-under-13 = "…".'
            " Frequent reasons: “Compared, right”, “Male”.",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Problem) else "",
)
def test_a_check_is_told_with_labels(
    definition: Definition, problem: Problem, vi: str, en: str
) -> None:
    finding = Finding("error", 2, "", problem.code, problem)
    assert finding_sentence(finding, definition, "vi") == vi
    assert finding_sentence(finding, definition, "en") == en


PARAMETERS = [
    # How a parameter is shown: the problem, then what the Vietnamese and the English hold.
    (
        Problem("received-future", received=datetime(2026, 11, 23, 2, 5, tzinfo=UTC)),
        "nhận 09:05 23/11/2026 ở",
        "reception, 09:05 23/11/2026, is",
    ),
    (Problem("group-not-in-force", group="birth", day=date(2026, 8, 31)), "31/08/2026", "31/08"),
    (Problem("case-large", size=2_000_000, most=1_000_000), "1,0 MB", "1.0 MB"),
    (Problem("answer-long", length=301, most=300), "nhiều nhất là 300.", "the most is 300."),
    (
        Problem("answer-option", given="ông", options=(Option("male", WORDS), Option("x", WORDS))),
        "“ông” không khớp một lựa chọn duy nhất. Ghi một trong: male (Nam), x (Nam).",
        "“ông” does not fit exactly one choice. Write one of: male (Male), x (Male).",
    ),
    (Problem("field-unknown", field="a", nearest=("b", "c")), "nhất: b, c.", "nearest: b, c."),
    (Problem("option-unknown", text="x", nearest=()), "Gần nhất: –.", "Nearest: –."),
    (Problem("paper-type", name="a.pdf", seems="program"), "chương trình", "a program"),
    (
        Problem("case-key-missing", path="attachments #2.component"),
        "“attachments #2.component”",
        "“attachments #2.component”",
    ),
    (Problem("expression-type", found="INT", expected="BOOL"), "cần BOOL", "BOOL is needed"),
    (
        Problem("journal-broken", stream="d1", seq=7, what="hash"),
        "sự kiện 7 (sự kiện đã bị sửa)",
        "event 7 (the event was changed)",
    ),
    (Problem("definition-shape", file="x.toml", item="", said="…"), "x.toml, cả tệp:", "whole"),
    (Problem("name-symbol", character="\u0085", position=3), "“U+0085”", "“U+0085”"),
    (Problem("name-symbol", character="@", position=3), "“@”", "“@”"),
    (
        Problem("commune-merged", code="0", old_name="xã Cũ", new_codes=("19639",)),
        "19639 Xã Nam Cửa Việt",
        "19639 Xã Nam Cửa Việt",
    ),
    (Problem("required"), "“(field)”", "“(field)”"),
]


@pytest.mark.parametrize(("problem", "vi", "en"), PARAMETERS, ids=lambda v: getattr(v, "code", ""))
def test_parameters_are_shown_for_people(problem: Problem, vi: str, en: str) -> None:
    assert vi in sentence(problem, "vi")
    assert en in sentence(problem, "en")


def test_a_code_without_a_sentence_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        told = sentence(Problem("never-heard-of", name="Nguyễn Văn Mẫu"), "vi")
    assert "never-heard-of" in told
    assert "never-heard-of" in caplog.text
    assert "Mẫu" not in told + caplog.text


@pytest.mark.parametrize(
    ("told", "vi", "en"),
    [
        (lambda language: state_label("drafting", language), "ĐANG KÊ KHAI", "BEING DECLARED"),
        (
            lambda language: state_label("completed", language),
            "KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG",
            "COMPLETED – NOT YET LODGED ON THE PORTAL",
        ),
        (
            lambda language: status_label("declared", language),
            "kê khai xong, chưa nộp lên Cổng",
            "completed, not yet lodged on the portal",
        ),
        (
            lambda language: status_label("awaiting", language),
            "chờ kết quả của thủ tục trước",
            "waiting for the result of the procedure before it",
        ),
        (lambda language: day(date(2026, 11, 29), language), "Chủ nhật 29/11/2026", "Sunday 29"),
    ],
    ids=["drafting", "completed", "declared", "awaiting", "a Sunday"],
)
def test_labels(told: Any, vi: str, en: str) -> None:
    assert told("vi") == vi
    assert told("en").startswith(en)
