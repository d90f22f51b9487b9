import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.text.mask import mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("099188001234", "•••••••••234"),
        ("0912345678", "•••••••678"),
        ("1234567", "••••567"),
        ("123456", "••••••"),
        ("123", "•••"),
        ("", ""),
    ],
)
def test_mask(text: str, shown: str) -> None:
    assert mask(text) == shown


@given(st.text(alphabet="0123456789", max_size=20))
def test_most_of_a_number_stays_hidden(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.count("•") * 2 >= len(text)
    assert len(text) - masked.count("•") <= 3
