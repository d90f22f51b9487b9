"""The office's own texts: which a field offers, and how each is written."""

from typing import Any

import pytest

from lienthong_tui.procedures.overlay import Facility, Hamlet, Overlay
from lienthong_tui.procedures.suggestions import Offer, offers

from .toys import SUGGESTING, field, toy

HERE = "19639"
OFFICE = Overlay(
    overlay=1,
    deadlines={},
    facilities=(
        Facility("Trạm y tế xã", ("codes",), code="45111"),
        Facility("Bệnh viện tỉnh", ("houses", "codes"), "266 Hùng Vương", "45001"),
    ),
    hamlets=(
        Hamlet("Thôn 1", "19630"),
        Hamlet("Thôn 1", "19633"),
        Hamlet("Thôn Lệ Xuyên", "19639"),
        Hamlet("Khu phố mới"),
    ),
    phrases={"purposes": ("Đi học", "Đi làm")},
)


def offered(extra: str, values: dict[str, Any] | None = None) -> tuple[Offer, ...]:
    group = toy(more=SUGGESTING + field("a", extra=extra))
    return offers(group.definition, group.fields["a"], OFFICE, values or {}, HERE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("houses", [("Bệnh viện tỉnh, 266 Hùng Vương",) * 2]),
        (
            "codes",
            [
                ("45111", "45111 Trạm y tế xã"),
                ("45001", "45001 Bệnh viện tỉnh, 266 Hùng Vương"),
            ],
        ),
        (
            "hamlets",
            [
                ("Thôn 1 (xã Triệu Vân cũ)",) * 2,
                ("Thôn 1 (xã Triệu Phước cũ)",) * 2,
                ("Thôn Lệ Xuyên", "Thôn Lệ Xuyên (xã Triệu Trạch cũ)"),
                ("Khu phố mới",) * 2,
            ],
        ),
        ("purposes", [("Đi học",) * 2, ("Đi làm",) * 2]),
    ],
)
def test_a_field_offers_its_list(name: str, expected: list[tuple[str, str]]) -> None:
    assert offered(f'suggest = "{name}"') == tuple(Offer(*pair) for pair in expected)


def test_a_facility_may_be_offered_by_its_name_alone() -> None:
    more = SUGGESTING.replace('kind = "facilities"', 'kind = "facility-names"')
    group = toy(more=more + field("a", extra='suggest = "houses"'))
    (offer,) = offers(group.definition, group.fields["a"], OFFICE, {}, HERE)
    assert offer == Offer("Bệnh viện tỉnh", "Bệnh viện tỉnh, 266 Hùng Vương")


def test_a_field_without_a_list_offers_nothing() -> None:
    assert offered("") == ()


@pytest.mark.parametrize(("commune", "count"), [(HERE, 4), ("19588", 0), (None, 0)])
def test_hamlets_are_those_of_the_desks_commune(commune: str | None, count: int) -> None:
    values = {"office.commune": commune} if commune else {}
    extra = 'suggest = "hamlets"\nsuggest_in = "office.commune"'
    assert len(offered(extra, values)) == count
