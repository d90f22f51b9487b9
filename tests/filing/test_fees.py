"""Fees: which apply, how many, at whose amount."""

from datetime import date

import pytest
from procedures.toys import FEE, toy

from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.fees import charges
from lienthong_tui.filing.outline import outline
from lienthong_tui.procedures.overlay import Overlay

GROUP = toy(more=FEE)


@pytest.mark.parametrize(
    ("answers", "set_here", "expected"),
    [
        ({}, {}, [("copy", 8_000, 1, 8_000)]),
        ({"holder.copies": 3}, {}, [("copy", 8_000, 3, 24_000)]),
        ({"holder.copies": 3}, {"copy": 5_000}, [("copy", 5_000, 3, 15_000)]),
        ({"holder.copies": 3}, {"copy": 0}, [("copy", 0, 3, 0)]),
        ({"office.book": "death"}, {}, [("copy", 8_000, 1, 8_000), ("search", None, 1, None)]),
        (
            {"office.book": "death", "holder.copies": 2},
            {"search": 10_000},
            [("copy", 8_000, 2, 16_000), ("search", 10_000, 1, 10_000)],
        ),
        (
            {"office.book": "death", "holder.copies": 6},
            {"search": 10_000},
            [("copy", 8_000, 6, 48_000), ("search", 10_000, 1, 0)],
        ),
    ],
)
def test_what_is_due(
    answers: dict[str, Answer],
    set_here: dict[str, int],
    expected: list[tuple[str, int | None, int, int | None]],
) -> None:
    outlined = outline(GROUP, answers, today=date(2026, 11, 20), commune="19639")
    office = Overlay(overlay=1, deadlines={}, fees=set_here)
    found = [(c.fee.id, c.unit, c.count, c.total) for c in charges(outlined, office)]
    assert found == expected
