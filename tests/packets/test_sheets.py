import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem

from . import printed

AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
ADDRESS = "Thôn Xuân Lộc, Xã Nam Cửa Việt, Tỉnh Quảng Trị; " * 6
SHEET = Sheet(
    title="TỜ KHAI ĐĂNG KÝ KHAI SINH",
    subtitle="Luật Hộ tịch 2014, Điều 15\nBản birth 2026-07-01 (chưa xác minh)",
    addressed_to="Ủy ban nhân dân xã Nam Cửa Việt, tỉnh Quảng Trị",
    intro="Đề nghị đăng ký khai sinh cho người dưới đây.",
    sections=(
        Section(
            "Trẻ",
            (
                Row("Họ, chữ đệm, tên", "NGUYỄN THỊ NGỌC ÁNH"),
                Row("Số định danh", "099326000123"),
                Row("Nơi sinh", ADDRESS.strip()),
                Row("Dân tộc"),
                Row("Cấp bản sao", "yes", "tick"),
                Row("Cấp thẻ căn cước", "", "tick"),
            ),
        ),
        Section("Mẹ", (Row("Họ, chữ đệm, tên", "Kpă Y Ƀlŏ H'Hen Niê".replace("Ƀ", "ƀ")),)),
    ),
    notes=("Tôi cam đoan nội dung khai là đúng sự thật.",),
    signatures=("Người yêu cầu", "Người tiếp nhận"),
    footer="Số phiếu tại quầy 0007 (không phải mã hồ sơ)",
    letterhead=True,
)
BLANK = Sheet(title="PHIẾU", sections=(Section("Người yêu cầu", (Row("Họ tên"),)),))


def with_value(value: str) -> Sheet:
    return msgspec.structs.replace(BLANK, sections=(Section("Mục", (Row("Giá trị", value),)),))


def checked(sheet: Sheet) -> bytes:
    return printed.checked(sheet, AT)


def text_of(sheet: Sheet) -> str:
    return printed.text_of(sheet, AT)


def test_a_tagged_archive_file() -> None:
    pdf = checked(SHEET)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid:part" in pdf
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", pdf, re.DOTALL)
    # The instant given and no other.
    assert b"D:20261123082000" in pdf
    assert b"LiberationSerif" in pdf


def test_the_text_layer_is_the_text() -> None:
    text = text_of(SHEET)
    assert text == unicodedata.normalize("NFC", text)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Điều 15 Bản birth 2026-07-01 (chưa xác minh)",
        "Kính gửi: Ủy ban nhân dân xã Nam Cửa Việt",
        "I. Trẻ Họ, chữ đệm, tên: NGUYỄN THỊ NGỌC ÁNH",
        f"Nơi sinh: {ADDRESS.strip()} Dân tộc: × Cấp bản sao Cấp thẻ căn cước II. Mẹ",
        "Kpă Y ƀlŏ H'Hen Niê",
        "Người yêu cầu (ký, ghi rõ họ tên) Người tiếp nhận (ký, ghi rõ họ tên)",
        "Số phiếu tại quầy 0007 (không phải mã hồ sơ)",
    ):
        assert expected in text


def test_decomposed_text_prints_composed() -> None:
    composed = "Nguyễn Thị Ngọc Ánh"
    decomposed = with_value(unicodedata.normalize("NFD", composed))
    assert composed in text_of(decomposed)
    assert checked(decomposed) == checked(with_value(composed))


@pytest.mark.parametrize(
    "value",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        "*b* _i_ $x^2$ `c`",
        "@ref <lab> [a] \\ // /* */",
        "{{7*7}} <b>x</b>",
        "-- ... \"q\" 'q' ~ = + 1.",
        '", "title": "y',
    ],
)
def test_values_print_verbatim(value: str) -> None:
    assert f"Giá trị: {value}" in text_of(with_value(value))


def test_nothing_of_the_letterhead_unless_asked() -> None:
    assert text_of(BLANK) == "PHIẾU I. Người yêu cầu Họ tên:"


def test_english_sheet() -> None:
    sheet = msgspec.structs.replace(
        BLANK, language="en", addressed_to="Commune office", signatures=("Requester",)
    )
    text = text_of(sheet)
    assert "To: Commune office" in text
    assert "Requester (signature and full name)" in text


def test_page_number_from_the_second_page_on() -> None:
    long = Section("Mục", tuple(Row(f"Dòng số {n}") for n in range(90)))
    text = text_of(msgspec.structs.replace(BLANK, sections=(long,)))
    assert re.findall(r"(?<!số )\b\d+\b(?!:)", text) == ["2", "3"]


def test_a_heading_stays_with_its_first_row() -> None:
    counts_of_pages = set()
    for count in range(30, 50):
        above = Section("Trên", tuple(Row("Dòng", "x") for _ in range(count)))
        sheet = Sheet(title="PHIẾU", sections=(above, Section("Dưới", (Row("Đầu", "y"),))))
        pages = printed.pages_of(sheet, AT)
        counts_of_pages.add(len(pages))
        assert any("II. Dưới\nĐầu: y" in page for page in pages)
    assert counts_of_pages == {1, 2}


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(title="Trống"),
        with_value("x" * 300),
        with_value("dòng một\n\ndòng hai"),
        with_value("từ " * 2000),
        *(
            msgspec.structs.replace(SHEET, watermark=mark, signatures=("Cha",) * n)
            for n, mark in enumerate(
                ("", "DỮ LIỆU MẪU", "DỮ LIỆU MẪU – BẢN XEM TRƯỚC", "x", "y" * 90)
            )
        ),
    ],
)
def test_typesets_without_a_warning(sheet: Sheet) -> None:
    assert checked(sheet).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        (with_value("Nguyễn 王"), "Giá trị"),
        (msgspec.structs.replace(BLANK, sections=(Section("Mục 王", ()),)), "Mục 王"),
        *(
            (msgspec.structs.replace(SHEET, **{field: "王"}), field)
            for field in ("title", "subtitle", "addressed_to", "intro", "watermark", "footer")
        ),
        (msgspec.structs.replace(SHEET, notes=("a", "王")), "notes"),
        (msgspec.structs.replace(SHEET, signatures=("a", "王")), "signatures"),
    ],
)
def test_a_letter_without_a_glyph_is_named(sheet: Sheet, field: str) -> None:
    with pytest.raises(Problem) as caught:
        render(sheet, at=AT)
    assert caught.value == Problem("letter-missing", character="王", field=field)


def test_same_sheet_and_instant_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from tests.packets.test_sheets import SHEET, AT, render;"
        "sys.stdout.buffer.write(render(SHEET, at=AT))"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert other.stdout == render(SHEET, at=AT)


def test_the_instant_counts_not_its_zone() -> None:
    there = AT.astimezone(timezone(timedelta(hours=7)))
    assert render(BLANK, at=there) == render(BLANK, at=AT)
    assert render(BLANK, at=AT + timedelta(seconds=1)) != render(BLANK, at=AT)


def test_many_threads_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: render(SHEET, at=AT), range(8)))) == 1


def test_typst_is_loaded_by_the_first_sheet_only() -> None:
    script = "import sys, lienthong_tui.packets.sheets; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
