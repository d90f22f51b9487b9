"""The figures as a spreadsheet, read back as the XML it is."""

import re
from datetime import timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

import pytest

from lienthong_tui.packets.figures_book import Book, Sheet, Table, book

from .register_sample import AT
from .test_register_book import parts, read_cells

TABLE = Table(("Thủ tục", "Số", "Tỷ lệ"), (("Đăng ký khai sinh", 12, "85,7%"), ("=1+1", "1–2", "")))
SHEET = Sheet(name="Đúng hạn", says=("Tỷ lệ: 12/14.",), tables=(TABLE, TABLE), means=("Đúng là…",))
BOOK = Book(title="SỐ LIỆU", foot="Quầy 1 & 2", sheets=(Sheet(name="Về", says=("Quầy 1",)), SHEET))


def test_numbers_are_numbers_and_texts_are_texts() -> None:
    found = read_cells(book(BOOK, at=AT), 2)
    assert found == {
        "A1": "SỐ LIỆU",
        "A2": "Tỷ lệ: 12/14.",
        **{"A4": "Thủ tục", "B4": "Số", "C4": "Tỷ lệ"},
        **{"A5": "Đăng ký khai sinh", "B5": 12.0, "C5": "85,7%"},
        **{"A6": "=1+1", "B6": "1–2"},
        **{"A8": "Thủ tục", "B8": "Số", "C8": "Tỷ lệ"},
        **{"A9": "Đăng ký khai sinh", "B9": 12.0, "C9": "85,7%"},
        **{"A10": "=1+1", "B10": "1–2"},
        "A12": "Đúng là…",
    }
    assert read_cells(book(BOOK, at=AT), 1) == {"A1": "SỐ LIỆU", "A2": "Quầy 1"}


def test_the_sheets_have_their_names_and_print_on_paper() -> None:
    read = parts(book(BOOK, at=AT))
    assert re.findall(r'<sheet name="([^"]+)"', read["xl/workbook.xml"]) == ["Về", "Đúng hạn"]
    assert "Quầy 1 &amp;&amp; 2" in read["xl/worksheets/sheet1.xml"]
    assert 'paperSize="9"' in read["xl/worksheets/sheet2.xml"]


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_desk_says_so_on_every_sheet(demo: bool) -> None:
    made = book(Book(title="T", foot="", sheets=BOOK.sheets, demo=demo), at=AT)
    for number in (1, 2):
        assert ("DỮ LIỆU MẪU" in read_cells(made, number).values()) is demo


def test_same_figures_and_instant_same_bytes() -> None:
    first = book(BOOK, at=AT)
    with ZipFile(BytesIO(first)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert book(BOOK, at=AT.astimezone(timezone(timedelta(hours=7)))) == first
    assert book(BOOK, at=AT + timedelta(days=1)) != first
