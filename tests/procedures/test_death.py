"""The death group as it is shipped: the portal's keys it carries, and what it claims to know.

What its rules come to is told by the table of cases (`cases/death.csv`).
"""

import csv
from pathlib import Path

import pytest

from lienthong_tui.procedures.loading import Group, shipped

PORTAL_KEYS = Path(__file__).with_name("portal_death_keys.csv")


@pytest.fixture(scope="module")
def death() -> Group:
    return next(group for group in shipped() if group.definition.group == "death")


def test_every_portal_key_that_is_known_is_carried_and_no_other(death: Group) -> None:
    with PORTAL_KEYS.open(encoding="utf-8") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    assert keys == {field.portal for field in death.fields.values() if field.portal}


def test_nothing_is_verified_but_what_the_answers_decide(death: Group) -> None:
    definition = death.definition
    assert not definition.verified
    for kind in ("code", "field", "agency", "component", "form", "procedure", "deadline"):
        assert [entry for entry in getattr(definition, kind) if entry.verified] == []
    assert {rule.law for rule in definition.rule if rule.verified} == {
        "Lô-gic của các câu trả lời, không viện dẫn điều luật"
    }


def test_only_the_civil_status_agency_is_told_the_cause_of_death(death: Group) -> None:
    told = [
        procedure.agency
        for procedure in death.definition.procedure
        if {"death.cause", "death.*"} & set(procedure.fields)
    ]
    assert told == ["civil-status"]


def test_every_scheme_names_every_procedure(death: Group) -> None:
    named = {(entry.scheme, entry.procedure) for entry in death.definition.deadline}
    assert named == {
        (scheme.id, procedure.id)
        for scheme in death.definition.scheme
        for procedure in death.definition.procedure
    }
