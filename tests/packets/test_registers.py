"""The register as a sheet to sign."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from lienthong_tui.packets.registers import Register, RegisterSheet, sheet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem

from . import printed
from .register_sample import AT, BIRTH, HEAD, ROW, register

DRAFT = "DỰ THẢO – chỉ có giá trị khi phát hành trên Hệ thống thông tin giải quyết TTHC"


def checked(register: Register) -> bytes:
    return printed.checked(sheet(register), AT)


def pages_of(register: Register) -> list[str]:
    pages = printed.pages_of(sheet(register), AT)
    return [" ".join(page.split()) for page in pages]


def test_what_a_row_says() -> None:
    (page,) = pages_of(register())
    for said in (
        f"{DRAFT} SỔ THEO DÕI HỒ SƠ Quầy 1, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
        "Từ ngày 01/11/2026 đến hết ngày 30/11/2026",
        "Số phiếu tại quầy (không phải mã hồ sơ)",
        "LT19639-261120-1001-Z Cổng: G22.99.13-261120-0007 Một cửa:",
        "Khai sinh Trần Thị Mẫu Đơn Trần Văn Ví Dụ Thôn An Lợi, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
        "0900000101 1 15:20 20/11/2026 ghi chú mẫu",
        "Đăng ký khai sinh Ủy ban nhân dân xã Nam Cửa Việt 23/11/2026 Đến cơ quan",
        "Đăng ký thường trú Công an xã Nam Cửa Việt 30/11/2026 (*) Qua cổng",
        "Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi Bảo hiểm xã hội cơ sở",
        "Cộng: 1 hồ sơ.",
        "tính lại từ lúc Cổng tiếp nhận. (*) Thời hạn hoặc lịch nghỉ chưa xác minh.",
        f"Nhật ký của quầy đến hết ngày 30/11/2026: {HEAD}",
        "lienthong journal head --day 2026-11-30",
        "Sổ này gồm 1 trang.",
        "Người lập sổ (ký, ghi rõ họ tên) Lãnh đạo (ký, ghi rõ họ tên)",
        "Mẫu 07, Thông tư 03/2025/TT-VPCP (chưa xác minh)",
    ):
        assert said in page, said
    for never in ("CỘNG HÒA", "DỮ LIỆU MẪU", "Lập khi ngày cuối chưa hết"):
        assert never not in page


def test_a_day_that_is_not_over_says_so_and_names_no_head_of_its_day() -> None:
    day = date(2026, 11, 30)
    at = datetime(2026, 11, 30, 9, 45, tzinfo=UTC)
    (page,) = pages_of(register(first=day, last=day, made=at))
    assert "Tỉnh Quảng Trị Ngày 30/11/2026" in page
    assert "lập lúc 16:45 30/11/2026" in page
    assert "Lập khi ngày cuối chưa hết" in page
    assert f"Nhật ký của quầy đến lúc lập sổ: {HEAD}" in page
    assert "journal head" not in page


def test_the_day_is_over_at_midnight_here() -> None:
    day = date(2026, 11, 30)
    assert register(last=day, made=datetime(2026, 11, 30, 16, 59, tzinfo=UTC)).open
    assert not register(last=day, made=datetime(2026, 11, 30, 17, tzinfo=UTC)).open


def test_before_the_first_event_there_is_no_head() -> None:
    (page,) = pages_of(register(0, journal=""))
    assert "Cộng: 0 hồ sơ. Đến hết ngày 30/11/2026 nhật ký của quầy chưa có việc nào." in page


def test_what_is_purged_or_unknown_is_room_to_write() -> None:
    bare = replace(
        ROW,
        portal_number="",
        subject="",
        requester="",
        address="",
        phone="",
        procedures=(replace(BIRTH, expected=None, delivery=""),),
        note="đã xóa nội dung theo hạn",
    )
    (page,) = pages_of(register(row=bare))
    assert "LT19639-261120-1001-Z Cổng: Một cửa: Khai sinh 1 15:20" in page
    assert "đã xóa nội dung theo hạn" in page
    assert "(*)" not in page


def test_many_filings_have_the_head_on_each_page_and_none_is_torn() -> None:
    pages = pages_of(register(300))
    assert len(pages) > 30
    rows = [page for page in pages if "LT19639" in page]
    assert all("STT" in page and "Ký nhận" in page for page in rows)
    assert all(page.count("LT19639") == page.count("Cấp thẻ") for page in rows)
    assert "Cộng: 300 hồ sơ." in pages[-1]
    assert f"Sổ này gồm {len(pages)} trang." in pages[-1]


@pytest.mark.parametrize(
    "text", ["W" * 300, "Thôn Xuân Lộc, đường " * 14, "x", '#panic("x") *b* $x$ @a <b>']
)
def test_whatever_was_answered_typesets_without_a_warning(text: str) -> None:
    long = replace(
        ROW,
        subject=text[:120],
        requester=text[:120],
        address=text,
        phone=text[:20],
        procedures=(replace(BIRTH, delivery=text), *ROW.procedures),
    )
    pages = pages_of(register(3, row=long))
    if " " in text and len(text) < 120:
        assert text in " ".join(pages)


@pytest.mark.parametrize("count", [0, 1])
def test_a_demo_desk_says_so(count: int) -> None:
    made = sheet(register(count, demo=True))
    assert made.watermark == "DỮ LIỆU MẪU"
    assert checked(register(count, demo=True)) != checked(register(count))


def test_a_filing_without_procedures_still_has_its_row() -> None:
    (page,) = pages_of(register(row=replace(ROW, procedures=())))
    assert "Trần Văn Ví Dụ" in page


def test_it_is_an_archive_file_and_the_same_each_time() -> None:
    pdf = checked(register(2))
    assert b"pdfuaid:part" in pdf
    assert pdf == checked(register(2))


def test_a_letter_without_a_glyph_is_named_by_its_filing() -> None:
    with pytest.raises(Problem) as caught:
        render(sheet(register(row=replace(ROW, requester="王"))), at=AT)
    known = {"character": "王", "field": "LT19639-261120-1001-Z"}
    assert caught.value == Problem("letter-missing", **known)


def test_every_text_that_prints_is_looked_at() -> None:
    """Else a letter without a glyph would stop the typesetter, which names no place."""
    made = sheet(register(demo=True))
    looked = "".join(text for _, text in made.texts())
    for field in RegisterSheet.__struct_fields__:
        if field not in ("lines", "ending", "signatures", "language"):
            assert getattr(made, field) in looked
    for line in made.lines:
        procedures = [text for procedure in line.procedures for text in procedure]
        texts = [getattr(line, f) for f in line.__struct_fields__ if f != "procedures"]
        assert all(text in looked for text in (*texts, *procedures))


def test_once_a_decision_announces_it_it_is_no_draft() -> None:
    decided = register(decision="Quyết định số 7/QĐ-UBND ngày 05/10/2026")
    (page,) = pages_of(decided)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "công bố tại Quyết định số 7/QĐ-UBND ngày 05/10/2026" in page
    assert "DỰ THẢO" not in page
