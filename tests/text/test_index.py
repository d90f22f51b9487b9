import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.text.fold import fold
from lienthong_tui.text.index import WordIndex

LABELS = ["Xã Nam Cửa Việt, Tỉnh Quảng Trị", "Phường Nam Đông Hà, Tỉnh Quảng Trị", "Xã Cửa Tùng"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("  ", []),
        ("nam cua", [0]),
        ("NAM CỬA VIỆT", [0]),
        ("cua viet nam", [0]),  # in any order
        ("nam", [0, 1]),
        ("cua", [0, 2]),
        ("xa cua", [0, 2]),
        ("dong ha, quang tri", [1]),
        ("ua", []),
        ("phuong", [1]),
    ],
)
def test_find(typed: str, found: list[int]) -> None:
    assert list(WordIndex(LABELS).find(typed)) == found


def test_what_begins_as_typed_comes_first() -> None:
    assert list(WordIndex(["Xã Tân An", "An Bình"]).find("an")) == [1, 0]


_WORDS = st.sampled_from("nam cửa việt đông hà an lợi triệu tân".split())  # noqa: SIM905
_LABEL = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(_LABEL, max_size=12), st.lists(_WORDS.map(lambda w: w[:2]), min_size=1, max_size=3))
def test_an_index_finds_what_looking_through_all_would(labels: list[str], typed: list[str]) -> None:
    expected = {
        place
        for place, label in enumerate(labels)
        if all(any(w.startswith(fold(t)) for w in fold(label).split()) for t in typed)
    }
    assert set(WordIndex(labels).find(" ".join(typed))) == expected
