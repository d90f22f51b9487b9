"""The register as a spreadsheet, read back as the XML it is."""

import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from lienthong_tui.packets.register_book import book
from lienthong_tui.packets.registers import Register

from .register_sample import AT, HEAD, ROW, register

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = datetime(1899, 12, 30)  # of the day numbers of a spreadsheet


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def cells(register: Register, sheet: int = 1) -> dict[str, str | float]:
    """What stands in the cells of a sheet of the register."""
    return read_cells(book(register, at=AT), sheet)


def read_cells(data: bytes, sheet: int) -> dict[str, str | float]:
    """What stands in the cells of a sheet: texts as str, numbers as float; empty ones are left
    out."""
    read = parts(data)
    shared = [
        # What looks like an escape of the format is itself escaped.
        "".join(text.text or "" for text in entry.iter(f"{MAIN}t")).replace("_x005F_", "_")
        for entry in ET.fromstring(read["xl/sharedStrings.xml"])
    ]
    found: dict[str, str | float] = {}
    for cell in ET.fromstring(read[f"xl/worksheets/sheet{sheet}.xml"]).iter(f"{MAIN}c"):
        assert cell.find(f"{MAIN}f") is None, "a formula"
        value = cell.findtext(f"{MAIN}v")
        if value is not None:
            text = cell.get("t") == "s"
            found[str(cell.get("r"))] = shared[int(value)] if text else float(value)
    return found


def row(found: dict[str, str | float], line: int) -> list[str | float | None]:
    return [found.get(f"{letter}{line}") for letter in "ABCDEFGHIJKLMNOPQR"]


def day(at: datetime | date) -> float:
    at = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)
    return (at - EPOCH) / timedelta(days=1)


def test_one_line_for_each_procedure() -> None:
    found = cells(register(2))
    assert row(found, 1)[:2] == ["STT", "Số phiếu tại quầy (không phải mã hồ sơ)"]
    assert None not in row(found, 1)
    at = day(datetime(2026, 11, 20, 15, 20))
    of_filing = [
        *(1.0, ROW.reference, ROW.portal_number, None, "Khai sinh", ROW.subject),
        *(ROW.requester, ROW.address, ROW.phone, 1.0, pytest.approx(at)),
    ]
    birth, residence, card = ROW.procedures
    for line, procedure in ((2, birth), (3, residence)):
        assert procedure.expected
        told = [procedure.name, procedure.agency, day(procedure.expected), None, procedure.delivery]
        assert row(found, line) == [*of_filing, *told, None, ROW.note]
    assert row(found, 4) == [*of_filing, card.name, card.agency, *[None] * 4, ROW.note]
    assert row(found, 5)[0] == 2.0
    assert set(row(found, 8)) == {None}


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "=cmd|' /C calc'!A0", "+84900000101", "-1", "@SUM(A1)", "\t=1", "{=1}"),
        *("http://example.org/x", "mailto:a@example.org", "internal:Sheet2!A1", "0900000101"),
        *("  hai  dấu cách ", "<b>&amp;</b>", "_x0041_", "'x", "20/11/2026", "TRUE", "1e5"),
    ],
)
def test_whatever_was_written_stays_text(text: str) -> None:
    written = replace(ROW, address=text, requester=text, note=text, portal_number=text)
    data = book(register(row=written), at=AT)
    found = cells(register(row=written))
    said = text.replace("\t", "?")  # what steers a terminal or a sheet becomes visible
    assert [found["C2"], found["G2"], found["H2"], found["R2"]] == [said] * 4
    read = parts(data)
    assert not any("hyperlink" in name or "<hyperlink" in part for name, part in read.items())
    assert not any("<f>" in part for part in read.values())


def test_texts_are_kept_from_being_read_as_formulas_when_they_are_edited() -> None:
    styles = parts(book(register(), at=AT))["xl/styles.xml"]
    assert 'quotePrefix="1"' in styles
    assert 'numFmtId="49"' in styles  # the format "text"


def test_controls_and_overlong_text_cannot_break_the_file() -> None:
    odd = replace(ROW, address="a\x00\x0b\x1b\ud800\ufffe\nb", note="x" * 40_000)
    found = cells(register(row=odd))
    assert found["H2"] == "a??????b"
    assert len(str(found["R2"])) == 32_767


def test_the_head_row_stays_and_columns_have_room() -> None:
    sheet = parts(book(register(), at=AT))["xl/worksheets/sheet1.xml"]
    assert re.search(r'<pane ySplit="1"[^>]*state="frozen"', sheet)
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([0-9.]+)"', sheet)
    assert [int(columns[0][0]), int(columns[-1][1])] == [1, 18]
    assert all(float(width) > 5 for *_, width in columns)


def test_a_date_that_is_not_verified_is_a_date_with_a_mark() -> None:
    styles = parts(book(register(), at=AT))["xl/styles.xml"]
    assert "dd/mm/yyyy &quot;(*)&quot;" in styles


def test_the_second_sheet_tells_of_the_register() -> None:
    said = list(cells(register(3), sheet=2).values())
    for expected in (
        "SỔ THEO DÕI HỒ SƠ",
        "Quầy 1, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
        "Từ ngày 01/11/2026 đến hết ngày 30/11/2026",
        "Lập lúc 09:30 01/12/2026",
        "Cộng: 3 hồ sơ.",
        f"Nhật ký của quầy đến hết ngày 30/11/2026: {HEAD}",
    ):
        assert expected in said
    assert any(str(text).startswith("DỰ THẢO") for text in said)
    assert "DỮ LIỆU MẪU" not in said


def test_a_demo_desk_says_so_on_every_page() -> None:
    read = parts(book(register(demo=True), at=AT))
    assert "DỮ LIỆU MẪU" in read["xl/workbook.xml"]
    for number in (1, 2):
        header = re.search("<oddHeader>(.*?)</oddHeader>", read[f"xl/worksheets/sheet{number}.xml"])
        assert header
        assert "DỮ LIỆU MẪU" in header[1]


def test_empty_and_without_procedures() -> None:
    assert row(cells(register(0)), 2) == [None] * 18
    found = cells(register(row=replace(ROW, procedures=())))
    assert row(found, 2)[:2] == [1.0, ROW.reference]
    assert "A3" not in found


def test_same_register_and_instant_same_bytes() -> None:
    first = book(register(5), at=AT)
    time.sleep(2.1)  # the finest time that a ZIP file notes
    assert book(register(5), at=AT) == first
    assert book(register(5), at=AT.astimezone(timezone(timedelta(hours=7)))) == first
    assert book(register(5), at=datetime(2026, 1, 1, tzinfo=UTC)) != first
    created = parts(first)["docProps/core.xml"]
    assert ">2026-12-01T02:30:00Z<" in created


def test_it_is_loaded_by_the_first_register_only() -> None:
    script = "import sys, lienthong_tui.desk.register; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_nothing_is_written_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("citizens' data in the folder for passing files")

    for name in ("mkdtemp", "mkstemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    assert book(register(3), at=AT)
