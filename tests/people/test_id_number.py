import pytest

from lienthong_tui.people.id_number import IdFacts, id_facts, parse_id_number
from lienthong_tui.problems import Problem


@pytest.mark.parametrize(
    "text",
    [
        "099188001234",
        " 099188001234 ",
        "099 188 001 234",
        "099.188.001.234",
        "０９９１８８００１２３４",
        "099\xa0188\xa0001234",
    ],
)
def test_a_number_is_twelve_digits(text: str) -> None:
    assert parse_id_number(text) == "099188001234"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem("id-length", digits=0)),
        ("09918800123", Problem("id-length", digits=11)),
        ("0991880012345", Problem("id-length", digits=13)),
        ("099188001", Problem("id-old-cmnd")),
        ("099 188 001", Problem("id-old-cmnd")),
        ("O99188001234", Problem("id-character", position=1, character="O")),
        ("0991880012l4", Problem("id-character", position=11, character="l")),
        ("099-188001234", Problem("id-character", position=4, character="-")),
        ("٠٩٩١٨٨٠٠١٢٣٤", Problem("id-character", position=1, character="٠")),
    ],
)
def test_other_numbers_are_refused(text: str, problem: Problem) -> None:
    with pytest.raises(Problem) as caught:
        parse_id_number(text)
    assert caught.value == problem


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("099188001234", IdFacts("099", None, "female", 1988, True)),
        ("099088001234", IdFacts("099", None, "male", 1988, True)),
        ("099326001234", IdFacts("099", None, "female", 2026, True)),
        ("099200001234", IdFacts("099", None, "male", 2000, True)),
        ("099599001234", IdFacts("099", None, "female", 2199, True)),
        ("099925001234", IdFacts("099", None, "female", 2325, True)),
        # Only the codes of the annex matter here; the rest of these numbers is zeros.
        ("044000000000", IdFacts("044", "Quảng Bình", "male", 1900, False)),
        ("045100000000", IdFacts("045", "Quảng Trị", "female", 1900, False)),
        ("097000000000", IdFacts("097", None, "male", 1900, False)),
    ],
)
def test_id_facts(number: str, facts: IdFacts) -> None:
    assert id_facts(number) == facts


def test_facts_of_a_bad_number_are_refused() -> None:
    with pytest.raises(Problem) as caught:
        id_facts("09918")
    assert caught.value == Problem("id-length", digits=5)
