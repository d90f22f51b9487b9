"""What a later version changes is told item by item."""

import pytest

from lienthong_tui.procedures.differing import Change, differences

from .toys import Change as TextChange
from .toys import toy

FIELD = """
[[field]]
id = "holder.reason"
section = "holder"
type = "text"
label = { vi = "Lý do", en = "Reason" }
"""


def test_a_version_does_not_differ_from_itself() -> None:
    assert differences(toy().definition, toy().definition) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            ("holder.copies > 10", "holder.copies > 5"),
            Change(
                "changed", "rule many-copies", "when", "holder.copies > 10", "holder.copies > 5"
            ),
        ),
        (
            ("required = \"office.book == 'birth'\"", "required = true"),
            Change(
                "changed", "field holder.birth_date", "required", "office.book == 'birth'", "True"
            ),
        ),
        (
            ("working_days = 0", "working_days = 2"),
            Change("changed", "deadline law-2014/copy", "working_days", "0", "2"),
        ),
        (
            ('vi = "Bản sao cũ"', 'vi = "Bản sao trước"'),
            Change("changed", "component old-copy", "name", "Bản sao cũ", "Bản sao trước"),
        ),
        (
            ('value = "9.000001"', 'value = "9.000002"'),
            Change("added", "code 9.000002"),
        ),
        (
            ('version = "2026-01-01"', 'version = "2027-01-01"'),
            Change("changed", "definition", "version", "2026-01-01", "2027-01-01"),
        ),
    ],
)
def test_a_change(change: TextChange, expected: Change) -> None:
    found = differences(toy().definition, toy(change).definition)
    assert found[0] == expected
    assert {entry.item for entry in found} <= {expected.item, "code 9.000001"}


def test_what_came_and_went() -> None:
    plain, longer = toy().definition, toy(more=FIELD).definition
    assert differences(plain, longer) == (Change("added", "field holder.reason"),)
    assert differences(longer, plain) == (Change("removed", "field holder.reason"),)
