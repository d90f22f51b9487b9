"""What a list says of a filing, in words."""

import pytest

from lienthong_tui.reports import of_procedures
from lienthong_tui.store.projections import Line, Procedure


@pytest.mark.parametrize(
    ("status", "expected", "verified", "when"),
    [
        ("declared", "2026-11-30", True, "Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: "),
        ("lodged", "2026-11-30", True, "Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: "),
        ("received", "2026-11-30", True, "Dự kiến: "),
        ("received", "2026-11-30", False, "Dự kiến: "),
        ("done", "2026-11-30", True, ""),
        ("awaiting", None, True, ""),
    ],
)
def test_a_day_is_expected_from_who_has_the_filing(
    status: str, expected: str | None, verified: bool, when: str
) -> None:
    procedure = Procedure("birth-registration", "civil-status", status, expected, verified)
    line = Line("f", None, "birth", "received", None, "", 1, "", {}, (procedure,))
    ((name, _, told),) = of_procedures(line, "vi")
    assert name == "Đăng ký khai sinh"
    assert told.startswith(when)
    assert bool(told) == bool(when)
    assert ("chưa xác minh" in told) == (not verified)
