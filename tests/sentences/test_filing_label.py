"""The state line of a filing: nobody takes what is declared for what is lodged."""

import pytest

from lienthong_tui.filing.events import (
    Completed,
    Lodged,
    Started,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.sentences.wording import filing_label, state_label, status_label

STARTED = Started(group="birth", definition="", overlay="", commune="19639", received="")
COMPLETED = Completed(reference="LT", declarations=(), packets=(), expected=())
PORTAL, ONE_STOP = "G22.99.13-261122-0007", "H50.99.13-261122-0012"


@pytest.mark.parametrize(
    ("completed", "numbers", "told"),
    [
        (None, None, "ĐANG KÊ KHAI"),
        (COMPLETED, None, "KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG"),
        (COMPLETED, (None, None), "ĐÃ NỘP LÊN CỔNG (chưa có số)"),
        (COMPLETED, (PORTAL, None), f"ĐÃ NỘP LÊN CỔNG (số hồ sơ {PORTAL})"),
        (COMPLETED, (None, ONE_STOP), f"ĐÃ NỘP LÊN CỔNG (mã một cửa {ONE_STOP})"),
        (COMPLETED, (PORTAL, ONE_STOP), f"ĐÃ NỘP LÊN CỔNG (số hồ sơ {PORTAL})"),
    ],
)
def test_the_state_with_the_official_number(
    completed: Completed | None, numbers: tuple[str | None, str | None] | None, told: str
) -> None:
    lodged = Lodged(portal_number=numbers[0], one_stop_number=numbers[1]) if numbers else None
    filing = Filing("id", STARTED, completed=completed, lodged=lodged)
    assert filing_label(filing, "vi") == told
    assert len(told) <= 54  # beside a reference in 80 columns


def test_lodged_in_lists() -> None:
    assert state_label("lodged", "vi") == "ĐÃ NỘP LÊN CỔNG"
    assert status_label("lodged", "vi") == "đã nộp lên Cổng"
