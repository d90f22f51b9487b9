"""Bars of text: as long as what they count, in halves of a column, read without colour."""

_FULL, _HALF = "█", "▌"


def bar(count: int, most: int, width: int) -> str:
    """A bar for `count` where `most` fills `width` columns; what is not nothing shows."""
    if count <= 0 or most <= 0 or width <= 0:
        return ""
    halves = min(2 * width, max(1, (2 * 2 * width * count + most) // (2 * most)))
    return _FULL * (halves // 2) + _HALF * (halves % 2)
