import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lienthong_tui.problems import Problem
from lienthong_tui.text.clean import clean

BLANK = {"\u034f", "\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"} | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("   ", ""),
        ("Nguyễn Thị Ngọc Ánh", "Nguyễn Thị Ngọc Ánh"),
        ("  Hồ   Thị \u00a0 Mai ", "Hồ Thị Mai"),
        ("Hồ\u00a0Thị\u2003Mai\u3000A", "Hồ Thị Mai A"),
        ("Que\u0302\u0301", "Quế"),
        ("K'Brôih, H’Hen Niê; Ƀlŏ", "K'Brôih, H’Hen Niê; Ƀlŏ"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("50 % · 1/2 – “ngoặc”", "50 % · 1/2 – “ngoặc”"),
    ],
)
def test_clean_normalises(given: str, expected: str) -> None:
    assert clean(given) == expected


@pytest.mark.parametrize(
    ("given", "position", "character"),
    [
        ("\x1b[31mA", 1, "U+001B"),
        ("An\tBình", 3, "U+0009"),
        ("An\nBình", 3, "U+000A"),
        ("An\r", 3, "U+000D"),
        ("A\x00B", 2, "U+0000"),
        ("\x07", 1, "U+0007"),
        ("A\x7f", 2, "U+007F"),
        ("AB\x9b1m", 3, "U+009B"),
        ("A\u2028B", 2, "U+2028"),
        ("A\u2029B", 2, "U+2029"),
    ],
)
def test_controls_are_refused_with_their_place(given: str, position: int, character: str) -> None:
    with pytest.raises(Problem) as caught:
        clean(given)
    assert caught.value == Problem("text-control", position=position, character=character)


@pytest.mark.parametrize(
    "character",
    list("\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\u061c\u00ad\ufeff")
    + list("\ufffe\uffff\ud800\udfff\ue000\u034f\u115f\u3164\ufe0f\u2800")
    + ["\U000e0041", "\U000e0100", "\U0001fffe"],
)
def test_invisible_characters_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(Problem) as caught:
        clean(f"Hà{character}")
    assert caught.value == Problem(
        "text-invisible", position=3, character=f"U+{ord(character):04X}"
    )


def test_the_position_counts_in_the_text_as_given() -> None:
    with pytest.raises(Problem) as caught:
        clean("  Que\u0302\u0301\x1b")
    assert caught.value.params["position"] == 8


@settings(max_examples=150)
@given(
    st.text(alphabet="aA \u00a0\u2003'ếđ\u0301\u0302\u0323")
    | st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]))
)
def test_cleaned_text_is_stable_and_shows_itself(text: str) -> None:
    assume(not set(text) & BLANK)
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.isprintable()
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()


@settings(max_examples=150)
@given(st.text(), st.characters(categories=["C", "Zl", "Zp"]))
def test_no_hidden_character_passes(text: str, hidden: str) -> None:
    dirty = text + hidden
    with pytest.raises(Problem) as caught:
        clean(dirty)
    culprit = dirty[caught.value.params["position"] - 1]
    assert caught.value.params["character"] == f"U+{ord(culprit):04X}"
