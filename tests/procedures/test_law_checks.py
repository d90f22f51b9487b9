"""The checks that the survey of the law lists, each with the rule that makes it, in a table.

`law_checks.csv` is for whoever knows the law: section, what is checked, how hard (E blocks, W asks
for a reason, I tells), the rules, or the test of what else does it.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lienthong_tui.procedures.loading import in_force

from .case_table import exercises

TESTS = Path(__file__).parents[1]
LEVELS = {"E": "error", "W": "warning", "I": "info"}
with Path(__file__).with_name("law_checks.csv").open(encoding="utf-8", newline="") as file:
    CHECKS = list(csv.DictReader(file))


@cache
def exercised(group: str) -> dict[str, tuple[str, ...]]:
    """The rules of a group with the rows of its table in which each applies."""
    return {entry.thing: entry.rows for entry in exercises(group) if entry.when == "applies"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check['mục']} {check['kiểm tra']}")
def test_it_is_made(check: dict[str, str]) -> None:
    names = check["quy tắc"].split()
    assert bool(names) != bool(check["chỗ khác"])
    for name in names:
        group, _, rule_id = name.partition(":")
        rules = {r.id: r for r in in_force(group, date(2026, 11, 20)).definition.rule}
        assert rules[rule_id].level == LEVELS[check["mức"]], name
        assert exercised(group)[f"rule {rule_id}"], f"{name} applies in no case"


@pytest.mark.parametrize(
    "place", [c["chỗ khác"] for c in CHECKS if ".py" in c["chỗ khác"]], ids=lambda place: place
)
def test_what_is_made_elsewhere_stands_there(place: str) -> None:
    path, _, test = place.partition("::")
    text = (TESTS / path).read_text("utf-8")
    assert test
    assert f"def {test}(" in text
