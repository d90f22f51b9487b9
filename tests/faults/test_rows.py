"""The table of faults (`rows.csv`): for every fault that was thought of, the tests that prove it.

`tests` are joined by ";". A fault of something that is not built yet has an `owner` instead: the
number of the issue that will build it.
"""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
with (HERE / "rows.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = {int(row["row"]): row for row in csv.DictReader(_file)}


@cache
def proving(path: Path) -> frozenset[str]:
    """The tests of a file, without those that are expected to fail."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(
        found.name
        for found in tree.body
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
        and found.name.startswith("test_")
        and not any("xfail" in ast.unparse(mark) for mark in found.decorator_list)
    )


def test_every_row_is_there_once() -> None:
    numbers = re.findall(r"^(\d+),", (HERE / "rows.csv").read_text("utf-8"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 66)]
    assert all(row["what"] for row in ROWS.values())


@pytest.mark.parametrize("number", sorted(ROWS))
def test_a_row_is_proved_or_somebodys(number: int) -> None:
    tests, owner = ROWS[number]["tests"], ROWS[number]["owner"]
    if owner:
        assert re.fullmatch("0[6-9]|1[0-2]", owner)
        assert not tests
        return
    for test in tests.split(";"):
        path, _, name = test.partition("::")
        assert name in proving(ROOT / path), test
