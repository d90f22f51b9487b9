"""Bars of text are as long as what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.text.bars import bar


@pytest.mark.parametrize(
    ("count", "most", "width", "drawn"),
    [
        (0, 10, 10, ""),
        (10, 10, 4, "████"),
        (5, 10, 4, "██"),
        (6, 10, 4, "██▌"),
        (1, 1000, 4, "▌"),
        (3, 4, 2, "█▌"),
        (1, 0, 4, ""),
        (1, 1, 0, ""),
        (20, 10, 3, "███"),
    ],
)
def test_a_bar(count: int, most: int, width: int, drawn: str) -> None:
    assert bar(count, most, width) == drawn


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(1, 80))
def test_it_fits_shows_and_never_shrinks(count: int, most: int, width: int) -> None:
    drawn = bar(count, most, width)
    assert 1 <= len(drawn) <= width
    assert halves(bar(count + 1, most, width)) >= halves(drawn)


def halves(drawn: str) -> int:
    return 2 * drawn.count("█") + drawn.count("▌")
