from datetime import UTC, date, datetime, time
from typing import Any, get_args

import pytest

from lienthong_tui.filing.answers import LONGEST_NAME, LONGEST_TEXT, read_answer
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.questions import Field, FieldType, Option

TODAY = date(2026, 11, 20)
WORDS = Words(vi="Trường", en="Field")
SEX = (
    Option("male", Words(vi="Nam", en="Male")),
    Option("female", Words(vi="Nữ", en="Female"), portal="Nữ giới"),
)
# Alike without marks, and one entry of the portal for both.
ALIKE = (
    Option("uncle", Words(vi="Chú", en="Uncle"), portal="Nhập tay"),
    Option("owner", Words(vi="Chủ", en="Owner"), portal="Nhập tay"),
)


def field(kind: Any, **parts: Any) -> Field:
    return Field(id="x", section="s", type=kind, label=WORDS, **parts)


PATTERN: dict[str, Any] = {"pattern": r"\d+/\d{4}", "example": "12/2026"}
COPIES = {"least": 1, "most": 20}
ETHNIC = {"list": "ethnic_groups"}

GOOD: list[tuple[FieldType, dict[str, Any], Any, Any]] = [
    ("text", {}, "Thôn An Lợi", "Thôn An Lợi"),
    ("text", {}, "  Thôn \u00a0 An  Lợi ", "Thôn An Lợi"),
    ("text", {}, "Tho\u0302n An Lo\u031b\u0323i", "Thôn An Lợi"),
    ("text", {}, "a" * LONGEST_TEXT, "a" * LONGEST_TEXT),
    ("text", PATTERN, "7/2026", "7/2026"),
    ("name", {}, "Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
    ("name", {}, "H’Hen  Niê", "H’Hen Niê"),
    ("id_number", {}, "099 196 000 011", "099196000011"),
    ("id_document", {}, "099196000011", "099196000011"),
    ("id_document", {}, "c1234567", "C1234567"),
    ("date", {}, "05/03/1996", "1996-03-05"),
    ("date", {}, "5.3.96", "1996-03-05"),
    ("date", {}, "1996-03-05", "1996-03-05"),
    ("date", {}, date(1996, 3, 5), "1996-03-05"),
    ("partial_date", {}, "1996", "1996"),
    ("partial_date", {}, "03/1996", "1996-03"),
    ("partial_date", {}, "05/03/1996", "1996-03-05"),
    ("partial_date", {}, date(1996, 3, 5), "1996-03-05"),
    ("moment", {}, "11/11/2026 2h15", "2026-11-11T02:15"),
    ("moment", {}, "11/11/2026", "2026-11-11"),
    ("moment", {}, datetime(2026, 11, 11, 2, 15), "2026-11-11T02:15"),
    ("moment", {}, date(2026, 11, 11), "2026-11-11"),
    ("boolean", {}, True, True),
    ("boolean", {}, False, False),
    ("integer", {}, 0, 0),
    ("integer", {}, 10**12, 10**12),
    ("integer", COPIES, 1, 1),
    ("integer", COPIES, 20, 20),
    ("integer", {"least": -5}, -5, -5),
    ("choice", {"options": SEX}, "male", "male"),
    ("choice", {"options": SEX}, "Nam", "male"),
    ("choice", {"options": SEX}, "Female", "female"),
    ("choice", {"options": SEX}, "Nữ giới", "female"),
    ("choice", {"options": SEX}, "N\u01b0\u0303", "female"),
    ("choice", {"options": SEX}, "NAM", "male"),
    ("choice", {"options": SEX}, "nu", "female"),
    ("choice", {"options": SEX}, "FEMALE", "female"),
    ("choice", {"options": ALIKE}, "Chủ", "owner"),
    ("choice", ETHNIC, "Kinh", "01"),
    ("choice", ETHNIC, "01", "01"),
    ("choice", {"list": "countries"}, "Việt Nam", "VN"),
    ("phone", {}, "+84 900 000 101", "0900000101"),
    ("email", {}, " mau@vidu.vn ", "mau@vidu.vn"),
    ("province", {}, "44", "44"),
    ("commune", {}, "19639", "19639"),
]


@pytest.mark.parametrize(("kind", "parts", "given", "kept"), GOOD)
def test_an_answer_is_kept(kind: FieldType, parts: dict[str, Any], given: Any, kept: Any) -> None:
    answer = read_answer(field(kind, **parts), given, today=TODAY)
    assert (type(answer), answer) == (type(kept), kept)


@pytest.mark.parametrize(("kind", "parts", "given", "kept"), GOOD)
def test_a_kept_answer_is_kept_again(
    kind: FieldType, parts: dict[str, Any], given: Any, kept: Any
) -> None:
    assert read_answer(field(kind, **parts), kept, today=TODAY) == kept


BAD: list[tuple[FieldType, dict[str, Any], Any, Problem]] = [
    ("text", {}, "", Problem("answer-empty")),
    ("text", {}, " \u3000 ", Problem("answer-empty")),
    ("text", {}, "a\tb", Problem("text-control", position=2, character="U+0009")),
    ("text", {}, "a\x1b[2J", Problem("text-control", position=2, character="U+001B")),
    ("text", {}, "\u202eab", Problem("text-invisible", position=1, character="U+202E")),
    ("text", {}, "Thôn 王", Problem("letter-missing", character="王", field="Trường")),
    ("text", {}, "Lô ④", Problem("letter-missing", character="④", field="Trường")),
    ("name", {}, "Bun ນາງ", Problem("letter-missing", character="ນ", field="Trường")),
    ("text", {}, "a\ud800", Problem("text-invisible", position=2, character="U+D800")),
    ("text", {}, "a" * 301, Problem("answer-long", length=301, most=LONGEST_TEXT)),
    ("text", PATTERN, "7-2026", Problem("answer-pattern", example="12/2026")),
    ("text", {"pattern": r"\d+"}, "7a", Problem("answer-pattern", example=r"\d+")),
    ("text", {}, 5, Problem("answer-type-text")),
    ("text", {}, None, Problem("answer-type-text")),
    ("text", {}, {"a": 1}, Problem("answer-type-text")),
    ("name", {}, "", Problem("answer-empty")),
    ("name", {}, "a" * 121, Problem("answer-long", length=121, most=LONGEST_NAME)),
    ("name", {}, "Nguyễn 2", Problem("name-symbol", character="2", position=8)),
    ("name", {}, "[b]Mẫu", Problem("name-symbol", character="[", position=1)),
    ("name", {}, "chưa đặt tên", Problem("name-placeholder", text="chưa đặt tên")),
    ("id_number", {}, "09919600001", Problem("id-length", digits=11)),
    ("id_number", {}, "099196000", Problem("id-old-cmnd")),
    ("id_number", {}, "O99196000011", Problem("id-character", position=1, character="O")),
    ("id_number", {}, 99196000011, Problem("answer-type-text")),
    ("id_document", {}, "C12", Problem("id-character", position=1, character="C")),
    ("id_document", {}, "Đ1234567", Problem("id-character", position=1, character="Đ")),
    ("id_document", {}, "12345", Problem("id-length", digits=5)),
    ("date", {}, "31/02/2026", Problem("date-impossible", text="31/02/2026")),
    ("date", {}, "03/1996", Problem("date-incomplete", text="03/1996")),
    ("date", {}, "hôm qua", Problem("date-unreadable", text="hôm qua")),
    ("date", {}, "01/01/1700", Problem("date-year", year=1700, lowest=1850, highest=2200)),
    ("date", {}, "", Problem("answer-empty")),
    ("date", {}, 19960305, Problem("answer-type-text")),
    ("date", {}, datetime(1996, 3, 5, 7), Problem("answer-type-date")),
    ("date", {}, time(7), Problem("answer-type-text")),
    ("partial_date", {}, "13/1996", Problem("date-impossible", text="13/1996")),
    ("moment", {}, datetime(2026, 11, 11, 2, tzinfo=UTC), Problem("answer-type-date")),
    ("moment", {}, time(7), Problem("answer-type-text")),
    ("boolean", {}, "true", Problem("answer-type-boolean")),
    ("boolean", {}, 1, Problem("answer-type-boolean")),
    ("integer", {}, True, Problem("answer-type-integer")),
    ("integer", {}, "3", Problem("answer-type-integer")),
    ("integer", {}, 3.0, Problem("answer-type-integer")),
    ("integer", COPIES, 0, Problem("answer-range", least=1, most=20)),
    ("integer", COPIES, 21, Problem("answer-range", least=1, most=20)),
    ("integer", {}, -1, Problem("answer-range", least=0, most=10**12)),
    ("integer", {}, 10**30, Problem("answer-range", least=0, most=10**12)),
    ("choice", {"options": SEX}, "nam giới", Problem("answer-option", given="nam giới",
                                                     options=SEX)),
    ("choice", {"options": ALIKE}, "chu", Problem("answer-option", given="chu", options=ALIKE)),
    ("choice", {"options": ALIKE}, "Nhập tay", Problem("answer-option", given="Nhập tay",
                                                       options=ALIKE)),
    ("choice", {"options": SEX}, True, Problem("answer-type-text")),
    ("choice", ETHNIC, "???", Problem("option-unknown", list="ethnic_groups", text="???",
                                          nearest=())),
    ("phone", {}, "12345", Problem("phone-length", digits=5)),
    ("email", {}, "mau@", Problem("email-unreadable", text="mau@")),
    # Of every type, before it is looked through: this one took hours.
    ("email", {}, "a@" + "." * 900_000 + "@", Problem("answer-long", length=900_003, most=300)),
    ("moment", {}, "1 " * 200, Problem("answer-long", length=399, most=300)),
    ("choice", {"options": SEX}, "x" * 301, Problem("answer-long", length=301, most=300)),
    ("province", {}, "45", Problem("province-unknown", code="45")),
    ("commune", {}, "00000", Problem("commune-unknown", code="00000")),
    ("commune", {}, "19627", Problem("commune-merged", code="19627", old_name="Xã Triệu Tân",
                                     new_codes=("19639",))),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parts", "given", "problem"), BAD)
def test_an_answer_is_refused(
    kind: FieldType, parts: dict[str, Any], given: Any, problem: Problem
) -> None:
    with pytest.raises(Problem) as found:
        read_answer(field(kind, **parts), given, today=TODAY)
    assert (found.value.code, found.value.params) == (problem.code, problem.params)


def test_every_type_of_field_has_good_and_bad_answers() -> None:
    kinds = set(get_args(FieldType))
    assert {case[0] for case in GOOD} == kinds == {case[0] for case in BAD}


def test_a_derived_answer_is_not_given() -> None:
    with pytest.raises(Problem) as found:
        read_answer(field("name", derived="mother.full_name"), "Nguyễn Thị Mẫu", today=TODAY)
    assert found.value == Problem("answer-derived")


def test_a_two_digit_year_is_read_on_the_day_of_filing() -> None:
    with pytest.raises(Problem) as found:
        read_answer(field("date"), "05/03/20", today=TODAY)
    assert found.value == Problem("date-century", first=1920, second=2020)
