"""A register of invented filings, as long as asked for."""

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.packets.registers import Decided, Register, RegisterRow

AT = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)
HEAD = f"d_19639_1_0a1b2c3d 482:{'ab' * 32}"
BIRTH = Decided(
    "Đăng ký khai sinh",
    "Ủy ban nhân dân xã Nam Cửa Việt",
    date(2026, 11, 23),
    settled=True,
    delivery="Đến cơ quan giải quyết để nhận kết quả",
)
RESIDENCE = Decided(
    "Đăng ký thường trú", "Công an xã Nam Cửa Việt", date(2026, 11, 30), delivery="Qua cổng"
)
CARD = Decided("Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi", "Bảo hiểm xã hội cơ sở")
ROW = RegisterRow(
    number=1,
    reference="LT19639-261120-1001-Z",
    portal_number="G22.99.13-261120-0007",
    group="Khai sinh",
    subject="Trần Thị Mẫu Đơn",
    requester="Trần Văn Ví Dụ",
    address="Thôn An Lợi, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
    phone="0900000101",
    received=datetime(2026, 11, 20, 15, 20, tzinfo=VIETNAM),
    procedures=(BIRTH, RESIDENCE, CARD),
    note="ghi chú mẫu",
)


def register(count: int = 1, *, row: RegisterRow = ROW, **changed: Any) -> Register:
    """So many rows like `row`, for November 2026, made the day after."""
    rows = (
        replace(row, number=n, reference=f"LT19639-261120-1{n:03}-Z") for n in range(1, count + 1)
    )
    arguments: dict[str, Any] = {
        "commune": "19639",
        "desk_number": 1,
        "demo": False,
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 30),
        "made": AT,
        "rows": tuple(rows),
        "journal": HEAD,
    }
    return Register(**(arguments | changed))
