import pytest

from lienthong_tui.people import places
from lienthong_tui.people.places import Commune, Province
from lienthong_tui.problems import Problem


def test_the_tables_are_whole() -> None:
    assert len(places.provinces()) == 34
    assert len(places.communes()) == 3321
    assert {c.type for c in places.communes().values()} == {"xa", "phuong", "dac-khu"}
    assert all(c.province_code in places.provinces() for c in places.communes().values())


def test_records() -> None:
    assert places.province("44") == Province("44", "Quảng Trị", "Tỉnh Quảng Trị")
    assert places.commune("19639") == Commune("19639", "44", "xa", "Xã Nam Cửa Việt")


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("19639", "Xã Nam Cửa Việt, Tỉnh Quảng Trị"),
        ("19333", "Phường Đông Hà, Tỉnh Quảng Trị"),
        ("00070", "Phường Hoàn Kiếm, Thành phố Hà Nội"),
    ],
)
def test_commune_label(code: str, label: str) -> None:
    assert places.commune_label(code) == label


@pytest.mark.parametrize(
    ("code", "new_codes"),
    [
        ("19627", ("19639",)),
        ("19630", ("19639",)),
        ("00007", ("00025", "00008")),
        ("19639", ("19639",)),
        ("", ()),
        ("99999", ()),
    ],
)
def test_successors(code: str, new_codes: tuple[str, ...]) -> None:
    assert places.successors(code) == new_codes


@pytest.mark.parametrize(
    ("code", "old_name", "new_codes"),
    [
        ("19627", "Xã Triệu Tân", ("19639",)),
        # Merged in 2024 already, so only the older table knows it.
        ("19630", "Xã Triệu Vân", ("19639",)),
        ("00007", "Phường Cống Vị", ("00025", "00008")),
    ],
)
def test_a_former_commune_names_its_successors(
    code: str, old_name: str, new_codes: tuple[str, ...]
) -> None:
    with pytest.raises(Problem) as caught:
        places.commune(code)
    assert caught.value == Problem(
        "commune-merged", code=code, old_name=old_name, new_codes=new_codes
    )


def test_a_code_in_use_today_is_read_as_today_s() -> None:
    # 19639 was Xã Triệu Trạch until 30/06/2025.
    assert places.commune("19639").full_name == "Xã Nam Cửa Việt"


@pytest.mark.parametrize("code", ["", "99999", "1963", "Xã Nam Cửa Việt"])
def test_unknown_codes(code: str) -> None:
    with pytest.raises(Problem) as caught:
        places.commune_label(code)
    assert caught.value == Problem("commune-unknown", code=code)
    with pytest.raises(Problem) as caught:
        places.province(code)
    assert caught.value == Problem("province-unknown", code=code)
