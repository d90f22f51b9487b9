import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.problems import Problem
from lienthong_tui.text.numbers import date_in_words, number_in_words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (121, "một trăm hai mươi mốt"),
        (515, "năm trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_015_000, "một triệu không trăm mười lăm nghìn"),
        (14_040_000, "mười bốn triệu không trăm bốn mươi nghìn"),
        (10**9, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (21_105_000_000, "hai mươi mốt tỷ một trăm linh năm triệu"),
        (10**12, "một nghìn tỷ"),
        (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
        (
            999_999_999_999_999,
            "chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ "
            "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn "
            "chín trăm chín mươi chín",
        ),
    ],
)
def test_number_in_words(n: int, words: str) -> None:
    assert number_in_words(n) == words


@pytest.mark.parametrize("n", [-1, 10**15])
def test_numbers_out_of_range_are_refused(n: int) -> None:
    with pytest.raises(Problem) as caught:
        number_in_words(n)
    assert caught.value == Problem("number-range", number=n, lowest=0, highest=10**15 - 1)


UNITS = {
    **{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5},
    **{"sáu": 6, "bảy": 7, "tám": 8, "chín": 9},
}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def heard(words: str) -> int:
    """The number a listener writes down, group by group."""
    total = below_billion = group = digit = 0
    for word in [*words.split(), ""]:
        if word in UNITS:
            digit = UNITS[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in SCALES:
            below_billion, group, digit = below_billion + (group + digit) * SCALES[word], 0, 0
        elif word == "tỷ":
            total, below_billion, group, digit = (below_billion + group + digit) * 10**9, 0, 0, 0
    return total + below_billion + group + digit


@settings(max_examples=300)
@given(st.integers(0, 10**15 - 1) | st.integers(0, 10**4))
def test_a_listener_writes_the_same_number(n: int) -> None:
    assert heard(number_in_words(n)) == n


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (
            dt.date(2026, 3, 5),
            "Ngày năm, tháng ba, năm hai nghìn không trăm hai mươi sáu",
        ),
        (
            dt.date(1945, 4, 21),
            "Ngày hai mươi mốt, tháng tư, năm một nghìn chín trăm bốn mươi lăm",
        ),
        (dt.date(2000, 12, 10), "Ngày mười, tháng mười hai, năm hai nghìn"),
    ],
)
def test_date_in_words(date: dt.date, words: str) -> None:
    assert date_in_words(date) == words
