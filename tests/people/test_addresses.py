"""The address printed on a card, read as communes of today."""

import pytest

from lienthong_tui.people import places
from lienthong_tui.people.addresses import Candidate, read_address

BEFORE, AFTER = "2021-04-25", "2026-10-06"


def found(text: str, issued: str | None = None) -> list[tuple[str, str, str]]:
    return [(c.commune, c.detail, c.former) for c in read_address(text, issued=issued)]


TRIEU_AN = "Xã Triệu An, Huyện Triệu Phong, Tỉnh Quảng Trị"


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        # Merged in 2024 and again in 2025; only the older names know it.
        ("Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị", [("19639", "Thôn An Lợi", TRIEU_AN)]),
        ("Thôn An Lợi, Nam Cửa Việt, Quảng Trị", [("19639", "Thôn An Lợi", "")]),
        ("Nam Cửa Việt, Quảng Trị", [("19639", "", "")]),
        (
            "Đồng Phú, Đồng Hới, Quảng Bình",
            [("18880", "", "Phường Đồng Phú, Thành phố Đồng Hới, Tỉnh Quảng Bình")],
        ),
        (
            "Số 5, Khu phố 2, 1, Đông Hà, Quảng Trị",
            [("19333", "Số 5, Khu phố 2", "Phường 1, Thành phố Đông Hà, Tỉnh Quảng Trị")],
        ),
        # A unit that was split lists every part of it.
        (
            "12 Đội Cấn, Cống Vị, Ba Đình, Hà Nội",
            [
                ("00025", "12 Đội Cấn", "Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội"),
                ("00008", "12 Đội Cấn", "Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội"),
            ],
        ),
        # Kinds of units do no harm, nor do the two places of a tone.
        (
            "Thôn An Lợi, xã Triệu An, huyện Triệu Phong, tỉnh Quảng Trị",
            [("19639", "Thôn An Lợi", TRIEU_AN)],
        ),
        ("Quảng Trị", []),
        ("", []),
        ("Some Street 5, Vientiane, Laos", []),
        (", , ,", []),
    ],
)
def test_candidates(text: str, candidates: list[tuple[str, str, str]]) -> None:
    # Without the day of issue nothing is lost, only more may be offered.
    assert set(candidates) <= set(found(text))
    assert found(text, AFTER if "Nam Cửa Việt" in text else BEFORE) == candidates


def test_a_name_that_is_a_district_and_a_commune_of_today_gives_both_readings() -> None:
    """ "Triệu Phong" was a district; a commune of today has its name."""
    text = "Thôn 1, Triệu Long, Triệu Phong, Quảng Trị"
    before = ("19669", "Thôn 1", "Xã Triệu Long, Huyện Triệu Phong, Tỉnh Quảng Trị")
    today = ("19624", "Thôn 1, Triệu Long", "")
    assert found(text) == [before, today]
    assert found(text, BEFORE) == [before]
    assert found(text, AFTER) == [today]


def test_units_of_another_day_are_not_tried() -> None:
    assert found("Nam Cửa Việt, Quảng Trị", BEFORE) == []
    assert found("Đồng Phú, Đồng Hới, Quảng Bình", AFTER) == []
    # What no unit of then was called is no commune that has the district's name by now.
    assert found("Thôn 1, Triệu Am, Triệu Phong, Quảng Trị", BEFORE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thôn 1, X. Triệu An, H. Triệu Phong, T. Quảng Trị",
        "Thôn 1, x.Triệu An, h.Triệu Phong, Quảng Trị",
    ],
)
def test_kinds_may_be_abbreviated(text: str) -> None:
    assert found(text, BEFORE) == [("19639", "Thôn 1", TRIEU_AN)]


@pytest.mark.long
def test_every_former_commune_is_found_by_its_address() -> None:
    for former in places.former_communes():
        text = ", ".join(("Thôn 1", former.name, former.district, former.province))
        codes = {c.commune for c in read_address(text) if c.detail == "Thôn 1"}
        assert set(former.successors) <= codes, text


def test_two_names_that_differ_by_a_mark_are_told_apart() -> None:
    assert {c.former.split(",")[0] for c in read_address("Minh Quán, Trấn Yên, Yên Bái")} == {
        "Xã Minh Quán"
    }


@pytest.mark.long
def test_every_commune_of_today_is_found_by_its_address() -> None:
    for commune in places.communes().values():
        text = f"Thôn 1, {commune.full_name}, {places.province(commune.province_code).name}"
        assert Candidate(commune.code, "Thôn 1", "") in read_address(text), text
