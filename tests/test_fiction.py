"""What benchmarks and tests are filled with reads as well as what it was made of."""

import random

import pytest
from desk.sample import COMMUNE, NOW, SAMPLES
from fiction import Sex, case, id_number

from lienthong_tui.desk.reading import judge
from lienthong_tui.filing.checks import blocks
from lienthong_tui.people.id_number import id_facts


@pytest.mark.parametrize("number", range(3 * len(SAMPLES)))
def test_nothing_is_missing_or_wrong(number: int) -> None:
    found = judge(case(number), now=NOW, commune=COMMUNE)
    assert not blocks(found.findings), found.findings


@pytest.mark.parametrize("sex", ["male", "female"])
def test_a_number_tells_of_its_person(sex: Sex) -> None:
    facts = id_facts(id_number(random.Random(1), sex, 1987))
    assert (facts.sex, facts.birth_year) == (sex, 1987)


def test_a_number_is_one_filing() -> None:
    assert case(7).file == case(7).file


def test_nobody_is_in_two() -> None:
    seen: dict[str, int] = {}
    for number in range(40 * len(SAMPLES)):
        answers = case(number).file.answers
        for key, value in answers.items():
            if key.endswith("id_number"):
                assert seen.setdefault(value, number) == number


def test_no_child_and_no_dead_has_the_name_of_another() -> None:
    seen = set()
    for number in range(10_000):
        told = case(number).file.answers
        of = "child" if any(key.startswith("child.") for key in told) else "deceased"
        name = " ".join(
            str(told.get(f"{of}.{part}", "")) for part in ("surname", "middle", "given")
        )
        assert (of, name) not in seen or name.startswith(("H’", "Y ")), (number, name)
        seen.add((of, name))
