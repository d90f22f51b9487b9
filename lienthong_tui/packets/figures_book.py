"""The figures of a desk as a spreadsheet (XLSX): sheets of small tables, numbers as numbers.

Every text is written as text. The bytes depend only on what is given and the instant.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lienthong_tui.packets.declarations import SAMPLE
from lienthong_tui.text.clean import visible

if TYPE_CHECKING:
    import xlsxwriter

_TEXT = 49  # the spreadsheet's own format for what is no number
_FIRST, _OTHERS = 46, 18  # letters that a column holds
_WHOLE = 110

Cell = int | str | None


class Table(Struct, frozen=True):
    """A table of a sheet: its heads, and rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet: sentences, tables one below the other, what the figures mean."""

    name: str
    says: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    means: tuple[str, ...] = ()


class Book(Struct, frozen=True, kw_only=True):
    """A workbook; `foot` stands on every printed page."""

    title: str
    foot: str
    sheets: tuple[Sheet, ...]
    demo: bool = False


def book(told: Book, *, at: datetime) -> bytes:
    """The XLSX file made `at` (aware)."""
    import xlsxwriter  # only for who asks for a spreadsheet

    file = BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    made.set_properties(
        {"title": told.title, "created": at.astimezone(UTC).replace(tzinfo=None)},
    )
    formats = {
        "text": made.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top"}),
        "bold": made.add_format({"bold": True, "text_wrap": True}),
        "head": made.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"}),
        "cell": made.add_format(
            {"num_format": _TEXT, "border": 1, "text_wrap": True, "quote_prefix": True}
        ),
        "hidden": made.add_format({"num_format": _TEXT, "border": 1, "align": "right"}),
        "number": made.add_format({"border": 1}),
    }
    for sheet in told.sheets:
        _sheet(made, told, sheet, formats)
    made.close()
    return file.getvalue()


def _sheet(made: "xlsxwriter.Workbook", told: Book, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = made.add_worksheet(sheet.name)
    columns = max((len(table.heads) for table in sheet.tables), default=0)
    page.set_column(0, 0, _FIRST if columns else _WHOLE)
    page.set_column(1, max(1, columns - 1), _OTHERS)
    page.write_string(0, 0, told.title, formats["bold"])
    line = 1
    for said in _said(told, sheet):
        page.write_string(line, 0, visible(said), formats["text"])
        line += 1
    for table in sheet.tables:
        line += 1
        for column, head in enumerate(table.heads):
            page.write_string(line, column, visible(head), formats["head"])
        for row in table.rows:
            line += 1
            for column, value in enumerate(row):
                _write(page, line, column, value, formats)
        line += 1
    for said in sheet.means:
        line += 1
        page.write_string(line, 0, visible(said), formats["text"])
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    # "&" begins a command in a margin.
    page.set_footer(f"&L{visible(told.foot).replace('&', '&&')[:240]}&R&P/&N")


def _said(told: Book, sheet: Sheet) -> Iterator[str]:
    if told.demo:
        yield SAMPLE
    yield from sheet.says


def _write(page: Any, line: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    match value:
        case int():
            page.write_number(line, column, value, formats["number"])
        case str() if value:
            kind = "hidden" if column else "cell"
            page.write_string(line, column, visible(value), formats[kind])
        case _:
            page.write_blank(line, column, None, formats["cell"])
