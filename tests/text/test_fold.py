import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.text.fold import fold, tone_key

VIETNAMESE = st.text(alphabet="aàáảãạăằắâầấoòóôơờớuùúưừứyỳýeêềếiìíđĐbhnqtgHNQT '’-ŏƀ", max_size=30)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đặng Thị Đào", "dang thi dao"),
        ("ĐƯỜNG ƯỚC", "duong uoc"),
        ("Nguyễn Thị Ngọc Ánh", "nguyen thi ngoc anh"),
        ("Ðinh Ɖức", "dinh duc"),
        ("Kpă Y Ƀlŏ ƀ", "kpa y blo b"),
        ("H’Hen ʼ ` ´", "h'hen ' ' '"),
        ("Y-Moan  Ênuôl ", "y-moan enuol"),
        ("", ""),
    ],
)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


@settings(max_examples=150)
@given(st.text())
def test_folding_twice_or_from_nfd_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hòa", "hoà"),
        ("Thúy", "thuý"),
        ("QUÝ", "Qúy"),
        ("Hoàng Thị Thủy", "hoàng  thị thuỷ "),
        ("khỏe", "khoẻ"),
        ("Nguyễn Huệ", unicodedata.normalize("NFD", "Nguyễn Huệ")),
        ("H'Hen Niê", "H’Hen Niê"),
        ("K`Brôih", "KʼBrôih"),
        ("Đinh", "Ðinh"),
        ("Hòa-Bình", "Hoà-Bình"),
        ("Kpă Y Ƀlŏ", "kpă y ƀlŏ"),
    ],
)
def test_same_name(a: str, b: str) -> None:
    assert tone_key(a) == tone_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ma", "mà"),
        ("hòa", "hóa"),
        ("thùy", "thủy"),
        ("ân", "an"),
        ("ăn", "ân"),
        ("Đinh", "Dinh"),
        ("Hòa Binh", "Hoa Bình"),
        ("Hòa-binh", "Hoa-bình"),
        ("an bình", "anbình"),
        ("Ƀlŏ", "Blo"),
    ],
)
def test_different_names(a: str, b: str) -> None:
    assert tone_key(a) != tone_key(b)


@settings(max_examples=150)
@given(VIETNAMESE)
def test_equal_names_are_found_by_the_same_search(text: str) -> None:
    assert tone_key(text.upper()) == tone_key(text)
    assert fold(tone_key(text)) == fold(text)
