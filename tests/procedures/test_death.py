"""The death group as it is shipped: the portal's keys it carries, and what it claims to know.

What its rules come to is told by the table of cases (`cases/death.csv`).
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from lienthong_tui.filing.answers import read_answer
from lienthong_tui.problems import Problem
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


@pytest.mark.parametrize("text", ["0123456789", "  0123456789 ", "VN12ABC345"])
def test_an_account_number_is_taken(death: Group, text: str) -> None:
    field = death.fields["payment.account_number"]
    assert read_answer(field, text, today=date(2026, 11, 20)) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        *("0123 4567 89", "0123-456-789", "0123456789a", "0123456789Đ", "０１２３４５６７８９"),
        *("123", "1" * 26),
    ],
)
def test_an_account_number_is_never_guessed(death: Group, text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_answer(death.fields["payment.account_number"], text, today=date(2026, 11, 20))
    assert caught.value == Problem("answer-pattern", example="0123456789")


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
