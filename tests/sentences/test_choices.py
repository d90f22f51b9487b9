"""What typing a part of a name finds, and in which order."""

from collections.abc import Sequence

import pytest

from lienthong_tui.people import places
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures.loading import shipped
from lienthong_tui.sentences.choices import communes_like, communes_near, finder

HOME = "19639"  # xã Nam Cửa Việt, tỉnh Quảng Trị


def test_the_own_commune_is_one_digit_away_before_anything_is_typed() -> None:
    assert [choice.value for choice in communes_near(HOME)("")] == [HOME]
    assert list(communes_like("")) == []


def test_near_ones_come_before_far_ones_of_the_same_name() -> None:
    far_first = [choice.value for choice in communes_like("cua")]
    near_first = [choice.value for choice in communes_near(HOME)("cua")]
    assert far_first[0] != HOME  # "Cửa Nam"
    assert near_first[0] == HOME
    assert sorted(near_first) == sorted(far_first)


def test_a_kind_of_unit_may_be_typed_before_the_name() -> None:
    assert communes_near(HOME)("xã nam cửa")[0].value == HOME
    assert any("Quán Toan" in label for label in labels("quan toan"))


def test_a_numbered_district_is_found_as_it_is_said() -> None:
    for typed in ("phường võ thị sáu quận 3", "phuong vo thi sau, quan 3", "võ thị sáu"):
        assert labels(typed)[0].endswith("← Phường Võ Thị Sáu, Quận 3"), typed
    assert labels("phuong 11 quan 10")[0].endswith("← Phường 11, Quận 10")
    near = labels("phường 5")[0]
    assert near == "Phường Nam Đông Hà, Tỉnh Quảng Trị ← Phường 5, Thành phố Đông Hà"


def test_of_those_called_so_the_own_province_comes_first() -> None:
    found = [c.label for c in communes_near(HOME)("cua") if "←" not in c.label]
    called_so = [label for label in found if "Cửa" in label.partition(",")[0]]
    assert found[0] == commune_label(HOME)
    own = [label.endswith("Tỉnh Quảng Trị") for label in called_so]
    assert own == sorted(own, reverse=True)
    assert 1 < sum(own) < len(own)


def labels(typed: str) -> list[str]:
    return [choice.label for choice in communes_near(HOME)(typed)]


def test_a_commune_is_found_by_what_it_was_called() -> None:
    first = communes_near(HOME)("trieu an")[0]
    assert first.value == HOME
    assert first.label == "Xã Nam Cửa Việt, Tỉnh Quảng Trị ← Xã Triệu An, Huyện Triệu Phong"


def test_of_a_split_commune_every_part_is_offered() -> None:
    assert labels("cong vi")[:2] == [
        "Phường Giảng Võ, Thành phố Hà Nội ← Phường Cống Vị, Quận Ba Đình",
        "Phường Ngọc Hà, Thành phố Hà Nội ← Phường Cống Vị, Quận Ba Đình",
    ]


def test_a_commune_called_so_today_comes_before_one_that_was() -> None:
    found = labels("vinh kim")
    assert found[0] == "Xã Vĩnh Kim, Tỉnh Đồng Tháp"
    assert "Xã Vĩnh Sơn, Tỉnh Gia Lai ← Xã Vĩnh Kim, Huyện Vĩnh Thạnh, Tỉnh Bình Định" in found


def test_every_commune_of_today_and_every_former_one_is_found_by_its_name() -> None:
    for commune in list(places.communes().values())[::50]:
        assert commune.code in {c.value for c in communes_like(places.commune_label(commune.code))}
    for former in places.former_communes()[::200]:
        assert set(former.successors) <= {c.value for c in communes_like(former.label)}


@pytest.mark.parametrize(
    ("value", "called"),
    [
        ("father", ("cha", "bố", "bo", "tía")),
        ("mother", ("mẹ", "má", "ma")),
        ("parent_in_law", ("bố vợ", "má chồng", "mẹ vợ")),
    ],
)
def test_a_parent_is_found_by_whatever_they_are_called(value: str, called: Sequence[str]) -> None:
    fields = [
        field
        for group in shipped()
        for field in group.definition.field
        if any(option.value == value for option in field.options)
    ]
    assert fields
    for field in fields:
        find = finder(field, "vi", home=HOME)
        assert find is not None
        for typed in called:
            assert find(typed)[0].value == value, (field.id, typed)
        assert value not in [choice.value for choice in find("ba")], "bà is not ba"
