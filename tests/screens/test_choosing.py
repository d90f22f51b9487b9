"""What typing a part of a name finds, and in which order."""

from lienthong_tui.people.places import commune_label
from lienthong_tui.screens.steps.choosing import communes_like, communes_near

HOME = "19639"  # xã Nam Cửa Việt, tỉnh Quảng Trị


def test_the_own_commune_is_one_digit_away_before_anything_is_typed() -> None:
    assert [choice.value for choice in communes_near(HOME)("")] == [HOME]
    assert communes_like("") == ()


def test_near_ones_come_before_far_ones_of_the_same_name() -> None:
    far_first = [choice.value for choice in communes_like("nam cua")]
    near_first = [choice.value for choice in communes_near(HOME)("nam cua")]
    assert far_first[0] != HOME
    assert near_first[0] == HOME
    assert sorted(near_first) == sorted(far_first)


def test_of_the_far_ones_the_own_province_comes_first() -> None:
    found = [choice.label for choice in communes_near(HOME)("cua")]
    own = [label.endswith("Tỉnh Quảng Trị") for label in found]
    assert found[0] == commune_label(HOME)
    assert own == sorted(own, reverse=True)
    assert 1 < sum(own) < len(own)
