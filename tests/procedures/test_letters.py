"""The letters of the desk, as shipped: their names are the law's, what nobody knows is asked."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from lienthong_tui.procedures import letters
from lienthong_tui.procedures.letters import LetterForm
from lienthong_tui.resources import data_path

LETTERS = letters.shipped().letter
each_letter = pytest.mark.parametrize("form", LETTERS, ids=lambda form: form.id)


def test_they_are_the_six_of_the_circular() -> None:
    """desk.md §4.5; 07 is the register."""
    assert [(form.id, form.title.vi) for form in LETTERS] == [
        ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        ("03", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"),
        ("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
        ("05", "Thông báo dừng giải quyết hồ sơ"),
        ("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
    ]


@each_letter
def test_nobody_has_compared_them_with_their_law(form: LetterForm) -> None:
    assert not form.verified
    assert f"Mẫu số {form.id}, Thông tư 03/2025/TT-VPCP" in form.law


@each_letter
def test_each_has_its_layout_and_asks_a_thing_once(form: LetterForm) -> None:
    assert (data_path("forms") / f"{form.template}.typ").is_file()
    ids = [ask.id for ask in form.ask]
    assert len(ids) == len(set(ids))
    assert letters.shipped().form(form.id) is form


@each_letter
def test_a_layout_names_what_is_asked_and_nothing_else(form: LetterForm) -> None:
    source = (data_path("forms") / f"{form.template}.typ").read_text("utf-8")
    assert set(re.findall(r'"([a-z]+)"', source)) == {ask.id for ask in form.ask}


@each_letter
def test_only_a_date_lies_ahead_and_only_a_text_is_helped(form: LetterForm) -> None:
    for ask in form.ask:
        assert ask.kind == "date" or not ask.ahead
        assert ask.kind != "date" or not (ask.phrases or ask.offers)


def words(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "vi" in value:
            yield value
        for inner in value.values():
            yield from words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words(inner)


def test_they_are_whole_in_both_languages() -> None:
    said = list(words(msgspec.to_builtins(letters.shipped())))
    assert len(said) > 40
    assert [each for each in said if not each["vi"] or not each["en"]] == []
    assert [each for each in said if each["vi"] == each["en"]] == []
    assert all(unicodedata.is_normalized("NFC", each["vi"]) for each in said)


def test_they_use_the_words_of_a_desk() -> None:
    said = " ".join(each["vi"] for each in words(msgspec.to_builtins(letters.shipped()))).lower()
    for word in ("cán bộ", "phản hồi", "gói hồ sơ", "không hợp lệ"):
        assert word not in said


def test_another_letter_is_none_of_them() -> None:
    with pytest.raises(KeyError):
        letters.shipped().form("07")
