"""Official numbers are taken as they stand on any receipt; what is not one is told."""

import pytest

from lienthong_tui.filing.portal_number import parse_portal_number
from lienthong_tui.problems import Problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("G22.99.13-261122-0007", "G22.99.13-261122-0007"),
        (" g22.99.13-261122-0007 ", "G22.99.13-261122-0007"),
        ("G22.99.13 – 261122 – 0007", "G22.99.13-261122-0007"),
        ("H50.99-261122-0007", "H50.99-261122-0007"),
        ("H50.99.1-261122-000007", "H50.99.1-261122-000007"),
        ("000.00.99.H50-261122-0007", "000.00.99.H50-261122-0007"),
    ],
)
def test_what_is_on_a_receipt_is_read(text: str, number: str) -> None:
    assert parse_portal_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LT19639-261122-1001-Z",  # our own
        "261122-0007",
        "G22.99.13-261122",
        "G22.99.13-26112-0007",
        "G22.99.13-261122-007",
        "G22.99.13-261122-0007-1",
        "G22.99.13_261122_0007",
        "GG2.99.13-261122-0007",
        "G22.99.13-٢٦١١٢٢-0007",
        "G22.99.13-２６１１２２-0007",
        "099190000011",
    ],
)
def test_what_is_no_official_number_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_portal_number(text)
    assert caught.value == Problem("portal-number-form", text=text)
