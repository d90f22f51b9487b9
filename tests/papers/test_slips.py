"""The slip: what it says before and after lodging, what it must never say, text and PDF alike."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from screens.walk import NOW

from lienthong_tui.desk import completion, demo
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.events import (
    Answer,
    Answered,
    Lodged,
    Printed,
)
from lienthong_tui.filing.fees import charges
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply
from lienthong_tui.filing.lookup_code import grouped
from lienthong_tui.filing.outline import outline_of
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.packets.typesetting import render, typeset
from lienthong_tui.papers.slips import WIDTH, Place, Slip, as_text, blank_slip, file_names, slip
from lienthong_tui.procedures import overlay
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.sentences import Language

PLACE = Place(demo.COMMUNE, 1, demo=False, contact="0233 000 000")
NUMBER = "G22.99.13-261120-0007"


@pytest.fixture(scope="module")
def filed() -> tuple[Filing, Group]:
    """The sample whose father is not determined."""
    with demo.demo_desk(lambda: NOW) as desk:
        reading = read_case(demo.samples()[1], now=NOW, commune=demo.COMMUNE)
        return completion.file_case(desk, reading), reading.case.group


def sheet_of(
    filed: tuple[Filing, Group],
    *events: object,
    place: Place = PLACE,
    language: Language = "vi",
) -> Sheet:
    filing, group = filed
    for event in events:
        filing = apply(filing, event)
    fees = charges(outline_of(group, filing), overlay.decode(overlay.shipped()))
    return slip(filing, group, "Lê Bảo An", place, fees, language)


def test_it_says_who_decides_what_to_do_and_what_to_bring(filed: tuple[Filing, Group]) -> None:
    text = " ".join(as_text(sheet_of(filed)).split())
    assert text.startswith("PHIẾU HƯỚNG DẪN (không phải Giấy tiếp nhận hồ sơ)")
    assert f"Số phiếu tại quầy: {filed[0].reference} (không phải mã hồ sơ)" in text
    assert "Khai sinh: Lê Bảo An" in text
    assert "Quầy 1, Xã Nam Cửa Việt" in text
    assert "Đăng ký khai sinh (Ủy ban nhân dân xã Nam Cửa Việt): kê khai xong, chưa nộp" in text
    assert "Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: thứ Hai 16/11/2026" in text
    assert "chưa xác minh" in text
    assert "Nộp lên Cổng: người có tài khoản VNeID tự đăng nhập" in text
    assert "Bản chính: Giấy chứng sinh" in text
    assert text.endswith("Hồ sơ chỉ được coi là đã nộp khi có số hồ sơ trên Cổng: " + "_" * 24)


def test_the_look_up_code_stands_where_other_communes_can_be_asked(
    filed: tuple[Filing, Group],
) -> None:
    code = filed[0].lookup_code
    assert len(code) == 12
    assert grouped(code) not in as_text(sheet_of(filed))
    shared = " ".join(as_text(sheet_of(filed, place=replace(PLACE, shares=True))).split())
    assert f"Mã tra cứu: {grouped(code)} (cùng số phiếu này, hỏi được ở quầy của xã khác" in shared


@pytest.mark.parametrize("events", [(), (Lodged(portal_number=NUMBER, one_stop_number=None),)])
def test_what_it_never_says(filed: tuple[Filing, Group], events: tuple[object, ...]) -> None:
    sheet = sheet_of(filed, *events)
    text = as_text(sheet).lower()
    for word in ("hẹn", "cộng hòa", "độc lập", "cha ", "cháu", "chưa xác định"):
        assert word not in text, word
    assert not sheet.letterhead
    assert not sheet.signatures


def test_once_it_is_lodged_the_number_stands_there(filed: tuple[Filing, Group]) -> None:
    text = as_text(sheet_of(filed, Lodged(portal_number=NUMBER, one_stop_number=None)))
    assert f"Số hồ sơ trên Cổng: {NUMBER}" in text
    assert "____" not in text
    assert "Nộp lên Cổng:" not in text
    assert "Theo dõi hồ sơ" in text


def test_a_one_stop_number_is_not_the_portals(filed: tuple[Filing, Group]) -> None:
    lodged = Lodged(portal_number=None, one_stop_number="H50.99.13-261120-0007")
    text = as_text(sheet_of(filed, lodged))
    assert "Số hồ sơ trên Cổng: ____" in text
    assert "Mã hồ sơ một cửa: H50.99.13-261120-0007" in text


def test_a_second_print_is_marked(filed: tuple[Filing, Group]) -> None:
    printed = Printed(what="slip")
    assert "BẢN IN LẠI" not in as_text(sheet_of(filed))
    assert "BẢN IN LẠI" in as_text(sheet_of(filed, printed))
    assert "BẢN IN LẠI" in as_text(sheet_of(filed, printed, printed))


def test_a_sample_desk_says_so(filed: tuple[Filing, Group]) -> None:
    sheet = sheet_of(filed, place=Place(demo.COMMUNE, 1, demo=True))
    assert "DỮ LIỆU MẪU" in as_text(sheet)
    assert sheet.watermark == "DỮ LIỆU MẪU"
    assert not sheet_of(filed).watermark


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_line_is_too_long(filed: tuple[Filing, Group], language: Language) -> None:
    text = as_text(sheet_of(filed, language=language))
    assert max(len(line) for line in text.split("\n")) <= WIDTH


def test_english_has_its_own_words(filed: tuple[Filing, Group]) -> None:
    text = as_text(sheet_of(filed, language="en"))
    assert text.startswith("GUIDANCE SLIP\n(not an official receipt)")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
def test_the_pdf_says_the_same(filed: tuple[Filing, Group], tmp_path: Path) -> None:
    sheet = sheet_of(filed)
    _, name = file_names(str(filed[0].reference))
    (tmp_path / name).write_bytes(render(sheet, at=NOW))
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / name, "-"], capture_output=True, text=True, check=True
    ).stdout
    words = told.split()
    for section in sheet.sections:
        for row in section.rows:
            for word in f"{row.label} {row.value}".split():
                assert any(word in printed for printed in words), word
    assert "hẹn" not in told.lower()
    assert "cộng hòa" not in told.lower()


@pytest.mark.parametrize(
    ("copies", "late", "poor", "fees", "expected"),
    [
        (0, False, False, {}, "LỆ PHÍ (QUẦY KHÔNG LẬP BIÊN LAI) Không phải nộp lệ phí"),
        (1, False, False, {}, "Bản sao Trích lục khai sinh: 8.000 đ – Thông tư 281/2016/TT-BTC"),
        (3, False, False, {}, "Bản sao Trích lục khai sinh: 3 × 8.000 đ = 24.000 đ –"),
        (0, True, False, {}, "quá hạn: chưa có mức ở thiết lập của cơ quan: hỏi trước khi thu."),
        (0, True, False, {"birth-late": 5_000}, "quá hạn: 5.000 đ. Miễn cho gia đình có công"),
        (0, True, True, {"birth-late": 5_000}, "quá hạn: miễn. Miễn cho gia đình có công"),
        (2, True, False, {"birth-late": 5_000}, "Cộng: 21.000 đ"),
        (2, True, False, {}, "Cộng: 16.000 đ và khoản chưa có mức"),
    ],
)
def test_what_is_to_be_paid(
    filed: tuple[Filing, Group],
    copies: int,
    late: bool,
    poor: bool,
    fees: dict[str, int],
    expected: str,
) -> None:
    filing, group = filed
    answers: dict[str, Answer | None] = {
        "copies.wanted": copies > 0,
        "copies.count": copies or None,
    }
    answers["child.birth_date"] = "2026-01-01" if late else "2026-11-01"
    answers["health.poor_number"] = "12/2026" if poor else None
    filing = apply(filing, Answered(answers=answers, origin="typed"))
    office = Overlay(overlay=1, deadlines={}, fees=fees)
    due = charges(outline_of(group, filing), office)
    text = as_text(slip(filing, group, "Lê Bảo An", PLACE, due, "vi"))
    assert expected in " ".join(text.split())


def test_how_the_desk_is_reached(filed: tuple[Filing, Group]) -> None:
    nowhere = Place(demo.COMMUNE, 1, demo=False)
    assert "Liên hệ: ____" in as_text(sheet_of(filed, place=nowhere))
    place = Place(demo.COMMUNE, 1, demo=False, contact="0233 000 000, sáng 7:00 – 11:30")
    assert "Liên hệ: 0233 000 000, sáng 7:00 – 11:30" in as_text(sheet_of(filed, place=place))


def test_what_is_told_alike_is_told_once(filed: tuple[Filing, Group]) -> None:
    filing, _ = filed
    text = " ".join(as_text(sheet_of(filed)).split())
    assert filing.completed is not None
    alike = {(e.due, e.working_days) for e in filing.completed.expected}
    assert text.count("Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy") == len(alike)


def test_the_code_is_the_reference_and_nothing_else(filed: tuple[Filing, Group]) -> None:
    slip_ = sheet_of(filed)
    assert isinstance(slip_, Slip)
    picture = Image.new("L", (len(slip_.code), len(slip_.code)), 255)
    for y, row in enumerate(slip_.code):
        for x, dark in enumerate(row):
            picture.putpixel((x, y), 0 if dark == "1" else 255)
    large = picture.resize((picture.width * 6, picture.height * 6))
    (found,) = zxingcpp.read_barcodes(large)
    assert found.text == filed[0].reference


def test_the_blank_slip_has_the_number_and_room_for_the_rest(filed: tuple[Filing, Group]) -> None:
    blank = blank_slip("LT19639-261120-1001-6", filed[1], PLACE, "vi")
    text = as_text(blank)
    assert "LT19639-261120-1001-6 (không phải mã hồ sơ)" in text
    assert "kê khai trên giấy, chưa nhập máy, chưa nộp" in text
    assert text.count("____") >= 4
    _, warnings = typeset(blank, at=NOW)
    assert warnings == ()
