"""One short message: which letters it may have, and how many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.people.places import communes, unit_name
from lienthong_tui.text.fold import fold, unaccented
from lienthong_tui.text.sms import LONGEST, as_sms, fits, septets


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Hồ sơ của ông/bà ĐÃ có kết quả", "Ho so cua ong/ba DA co ket qua"),
        ("Ðặng Ɖức H’Hen Ƀlŏ", "Dang Duc H'Hen Blo"),
        ("“quầy 1” – 0233…", '"quay 1" - 0233...'),
        ("", ""),
    ],
)
def test_marks_go_and_case_stays(text: str, sent: str) -> None:
    assert as_sms(text) == sent


@pytest.mark.parametrize(
    ("text", "taken"),
    [("abc", 3), ("a{b}€", 8), ("ệ", None), ("è", 1), ("đ", None), ("\U0001f600", None)],
)
def test_what_it_takes(text: str, taken: int | None) -> None:
    assert septets(text) == taken


def test_one_message() -> None:
    assert fits("a" * LONGEST)
    assert not fits("a" * (LONGEST + 1))
    assert not fits("[" * (LONGEST // 2 + 1))
    assert not fits("ệ")


def test_the_name_of_every_commune_can_be_sent() -> None:
    assert [code for code in communes() if septets(as_sms(unit_name(code))) is None] == []


@given(st.text(alphabet="aàáảãạăằắâầấoòóôơờớuùúưừứyỳýeêềếiìíđĐÊƠƯbhnq '’-ŏƀ", max_size=30))
def test_it_is_the_search_key_but_for_case(text: str) -> None:
    assert " ".join(unaccented(text).lower().split()) == fold(text)
    assert unaccented(unaccented(text)) == unaccented(text)
