from datetime import UTC, date, datetime

from lienthong_tui.filing.public_status import ProcedureStatus, PublicStatus
from lienthong_tui.sentences.of_other_communes import told_elsewhere

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
REGISTERED = ProcedureStatus("birth-registration", "done", datetime(2026, 11, 19, 18, tzinfo=UTC))
RESIDENCE = ProcedureStatus("residence-registration", "processing", None, date(2026, 11, 27))


def test_a_filing_on_its_way() -> None:
    told = list(
        told_elsewhere(PublicStatus("birth", "received", AT, (REGISTERED, RESIDENCE)), "vi")
    )
    assert told[0] == "Khai sinh: Cơ quan đã tiếp nhận hồ sơ"
    assert told[1] == "- Đăng ký khai sinh: đã làm xong, từ thứ Sáu 20/11/2026"
    assert told[2].endswith("cơ quan đang làm; dự kiến thứ Sáu 27/11/2026")
    assert told[-1].startswith("Theo việc quầy ấy ghi gần nhất, lúc 17:00 22/11/2026.")


def test_of_one_that_is_not_lodged_no_day_is_told() -> None:
    told = " ".join(told_elsewhere(PublicStatus("birth", "completed", AT, (RESIDENCE,)), "vi"))
    assert "27/11" not in told
    assert "Ngày dự kiến tính từ khi Cổng tiếp nhận hồ sơ." in told


def test_what_a_later_version_tells_is_told_as_it_is() -> None:
    told = list(
        told_elsewhere(
            PublicStatus("adoption", "lodged", AT, (ProcedureStatus("a-b", "weighed"),)), "en"
        )
    )
    assert told[0].startswith("adoption: ")
    assert told[1].startswith("- a-b: ")
