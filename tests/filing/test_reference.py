from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing.reference import (
    check_character,
    desk_of,
    make_reference,
    parse_reference,
)
from lienthong_tui.problems import Problem

DAY = date(2026, 11, 20)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

references = st.builds(
    make_reference,
    st.from_regex(r"[0-9]{5}", fullmatch=True),
    st.dates(date(2026, 9, 1), date(2099, 12, 31)),
    st.integers(1, 9),
    st.integers(1, 99_999),
)


def refused(text: str) -> bool:
    try:
        parse_reference(text)
    except Problem:
        return True
    return False


def swaps(reference: str) -> Iterator[tuple[str, str, str]]:
    """Each reference with two neighbours swapped, and the two."""
    for place in range(len(reference) - 1):
        one, other = reference[place], reference[place + 1]
        if one != other:
            yield reference[:place] + other + one + reference[place + 2 :], one, other


def test_the_published_vector() -> None:
    # The Global Release Identifier A1-2425G-ABC1234002-M, which uses ISO 7064 MOD 37,36.
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize(
    ("serial", "reference"),
    [
        (1, "LT19639-261120-1001-6"),
        (999, "LT19639-261120-1999-M"),
        (1000, "LT19639-261120-11000-L"),
        (12345, "LT19639-261120-112345-Y"),
    ],
)
def test_references(serial: int, reference: str) -> None:
    assert make_reference("19639", DAY, 1, serial) == reference
    assert desk_of(reference) == 1
    assert parse_reference(reference) == reference


@settings(max_examples=50)
@given(references)
def test_a_reference_is_read_as_it_was_made(reference: str) -> None:
    assert parse_reference(f" {reference.lower()}\n") == reference


@settings(max_examples=25)
@given(references)
def test_every_wrong_character_is_caught(reference: str) -> None:
    for place, right in enumerate(reference):
        for wrong in ALPHABET + "-":
            if wrong != right:
                assert refused(reference[:place] + wrong + reference[place + 1 :])


@settings(max_examples=50)
@given(references)
def test_swapped_neighbours_are_caught_unless_their_values_differ_by_one(reference: str) -> None:
    for swapped, one, other in swaps(reference):
        if not refused(swapped):
            step = abs(ALPHABET.index(one) - ALPHABET.index(other))
            assert step in (1, len(ALPHABET) - 1)


def test_few_swaps_are_missed() -> None:
    caught = [
        refused(swapped)
        for day, serial in product(range(20), range(1, 100))
        for swapped, _, _ in swaps(make_reference("19639", DAY + timedelta(day), 1, serial))
    ]
    assert caught.count(False) < len(caught) / 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LT",
        "LT19639-261120-1001",
        "LT19639-261120-1001-",
        "LT19639-261120-1001-66",
        "LT19639-261120-0001-6",
        "LT19639-261120-101-6",
        "LT1963-261120-1001-6",
        "LT19639 261120 1001 6",
        "19639-261120-1001-6",
        "XLT19639-261120-1001-6",
        "LT19639-261120-1001-6\n2",
        "LT1963٩-261120-1001-6",
        "LT19639-261120-1001-Đ",
        "H50.19639-261120-1001",
        "001196000011",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(Problem) as found:
        parse_reference(text)
    assert found.value == Problem("reference-form", text=text)


def test_a_mistyped_one_is_told_as_such() -> None:
    with pytest.raises(Problem) as found:
        parse_reference("lt19639-261120-1001-7")
    assert found.value == Problem("reference-check", text="lt19639-261120-1001-7")
