from typing import Any

import pytest

from lienthong_tui.filing.display import shown_answer

from .test_answers import SEX, field


@pytest.mark.parametrize(
    ("kind", "parts", "kept", "shown"),
    [
        ("text", {}, "Thôn An Lợi", "Thôn An Lợi"),
        ("text", {}, None, ""),
        ("name", {}, "H’Hen Niê", "H’Hen Niê"),
        ("id_number", {}, "099196000011", "099196000011"),
        ("date", {}, "1996-03-05", "05/03/1996"),
        ("partial_date", {}, "1996-03", "03/1996"),
        ("partial_date", {}, "1996", "1996"),
        ("boolean", {}, True, "Có"),
        ("boolean", {}, False, "Không"),
        ("integer", {}, 0, "0"),
        ("integer", {}, 1, "1"),
        ("choice", {"options": SEX}, "female", "Nữ"),
        ("choice", {"options": SEX}, "other", "other"),
        ("choice", {"list": "ethnic_groups"}, "01", "Kinh"),
        ("choice", {"list": "ethnic_groups"}, "ZZ", "ZZ"),
        ("province", {}, "44", "Tỉnh Quảng Trị"),
        ("commune", {}, "19639", "Xã Nam Cửa Việt, Tỉnh Quảng Trị"),
        ("phone", {}, "0900000101", "0900000101"),
    ],
)
def test_an_answer_as_people_read_it(kind: Any, parts: Any, kept: Any, shown: str) -> None:
    assert shown_answer(field(kind, **parts), kept) == shown
