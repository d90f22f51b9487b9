import unicodedata

import pytest

from lienthong_tui.text.glyphs import font_folder, missing_letters

BASES = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = "".join(unicodedata.normalize("NFC", b + t) for b in BASES for t in TONES) + "đ"


def test_the_fonts_and_their_licence_are_here() -> None:
    assert sorted(path.name for path in font_folder().iterdir()) == [
        "LICENSE",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-BoldItalic.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-Regular.ttf",
    ]


@pytest.mark.parametrize(
    "text", [VIETNAMESE, VIETNAMESE.upper(), "č ĕ ŏ ĭ ŭ ƀ ñ ₫ – … × “”", "a\nb"]
)
def test_every_vietnamese_letter_prints(text: str) -> None:
    assert missing_letters(text) == []


@pytest.mark.parametrize(
    "letter",
    ["王", "😀", "ລ", "☐", "\0", "\t", "\x1b", "\u202e", "\u200b", "\u00ad", "\ufeff", "\ud800"],
)
def test_letters_that_cannot_be_printed(letter: str) -> None:
    assert missing_letters(f"Đặng {letter}a{letter}") == [letter]


def test_in_order_of_appearance_each_once() -> None:
    assert missing_letters("b王a☐王") == ["王", "☐"]
