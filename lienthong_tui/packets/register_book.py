"""The register as a spreadsheet (XLSX): one line for each procedure of a filing.

What the filing says is repeated on each of its lines, so that the lines can be sorted and filtered.
Every text is written as text: nothing a citizen wrote becomes a formula or a link. The bytes depend
only on the register and the instant given.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from lienthong_tui.filing.deadlines import VIETNAM, local_time
from lienthong_tui.packets.declarations import SAMPLE
from lienthong_tui.packets.registers import (
    UNSETTLED,
    Decided,
    Register,
    RegisterRow,
    ending,
)
from lienthong_tui.text.clean import visible

if TYPE_CHECKING:
    import xlsxwriter

_LONGEST = 32_767  # what a cell can hold: a longer text would be left out
_MARGIN = 240
_TEXT = 49  # the spreadsheet's own format for what is no number
_DAY, _MOMENT = "dd/mm/yyyy", "hh:mm dd/mm/yyyy"
_OPEN = Decided("", "")

Cell = str | int | date | datetime | None


class _Column(NamedTuple):
    """A column: its head, its width in letters, and what stands in it. None is room to write."""

    head: str
    width: float
    cell: Callable[[RegisterRow, Decided], Cell]


_COLUMNS = (
    _Column("STT", 5, lambda row, _: row.number),
    _Column("Số phiếu tại quầy (không phải mã hồ sơ)", 24, lambda row, _: row.reference),
    _Column("Số hồ sơ trên Cổng", 22, lambda row, _: row.portal_number),
    _Column("Mã hồ sơ một cửa", 22, lambda row, _: row.one_stop_number),
    _Column("Nhóm thủ tục", 12, lambda row, _: row.group),
    _Column("Của ai", 24, lambda row, _: row.subject),
    _Column("Người yêu cầu", 24, lambda row, _: row.requester),
    _Column("Địa chỉ", 40, lambda row, _: row.address),
    _Column("Điện thoại", 13, lambda row, _: row.phone),
    _Column("Số bộ", 6, lambda *_: 1),  # a filing is taken as one set: no source says otherwise
    _Column("Nhận lúc", 17, lambda row, _: row.received),
    _Column("Thủ tục", 30, lambda _, procedure: procedure.name),
    _Column("Cơ quan giải quyết", 34, lambda _, procedure: procedure.agency),
    _Column("Dự kiến trả", 15, lambda _, procedure: procedure.expected),
    _Column("Ngày trả", 12, lambda *_: None),
    _Column("Hình thức nhận", 30, lambda _, procedure: procedure.delivery),
    _Column("Ký nhận", 12, lambda *_: None),
    _Column("Ghi chú", 28, lambda row, _: row.note),
)


def book(register: Register, *, at: datetime) -> bytes:
    """The register as an XLSX file made `at` (aware): its lines, and a sheet about it."""
    import xlsxwriter  # only for who asks for a spreadsheet

    file = BytesIO()
    # In memory: its other way leaves parts with the citizens' data in the folder for passing files.
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    created = at.astimezone(UTC).replace(tzinfo=None)
    made.set_properties({"title": register.title, "created": created})
    _lines(made, register)
    _about(made, register)
    made.close()
    return file.getvalue()


def _lines(made: "xlsxwriter.Workbook", register: Register) -> None:
    page = made.add_worksheet(f"Sổ ({SAMPLE})" if register.demo else "Sổ")
    common = {"border": 1, "valign": "top", "text_wrap": True}
    text = made.add_format({**common, "num_format": _TEXT, "quote_prefix": True})
    plain = made.add_format(common)
    day = made.add_format({**common, "num_format": _DAY})
    unsettled = made.add_format({**common, "num_format": f'{_DAY} "{UNSETTLED}"'})
    hour = made.add_format({**common, "num_format": _MOMENT})
    head = made.add_format(
        {"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
    )

    def write(at: tuple[int, int], value: Cell, *, settled: bool) -> None:
        match value:
            case datetime():
                page.write_datetime(*at, value.astimezone(VIETNAM).replace(tzinfo=None), hour)
            case date():
                page.write_datetime(*at, value, day if settled else unsettled)
            case int():
                page.write_number(*at, value, plain)
            case str() if value:
                page.write_string(*at, visible(value)[:_LONGEST], text)
            case _:
                page.write_blank(*at, None, text)

    for place, column in enumerate(_COLUMNS):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.head, head)
    line = 0
    for row in register.rows:
        for procedure in row.procedures or (_OPEN,):
            line += 1
            for place, column in enumerate(_COLUMNS):
                write((line, place), column.cell(row, procedure), settled=procedure.settled)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, line, len(_COLUMNS) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:R{line + 1}"})
    _printed(page, register)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)


def _about(made: "xlsxwriter.Workbook", register: Register) -> None:
    page = made.add_worksheet("Về sổ này")
    wrapped = made.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top"})
    bold = made.add_format({"bold": True, "text_wrap": True})
    page.set_column(0, 0, 110)
    heading = [register.heading] if register.heading else []
    made_at = f"Lập lúc {local_time(register.made)}"
    told = [*heading, register.place, register.period, made_at, register.follows]
    told += [SAMPLE] if register.demo else []
    page.write_string(0, 0, register.title, bold)
    for line, said in enumerate((*told, *ending(register)), start=1):
        page.write_string(line, 0, said, wrapped)
    _printed(page, register)


def _printed(page: Any, register: Register) -> None:
    """How a sheet prints: every page of a demo desk says so."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    mark = f" – {SAMPLE}" if register.demo else ""
    page.set_header(f"&C{register.heading}{mark}", {"margin": 0.2})
    # A margin takes 255 characters, and "&" begins a command there.
    foot = f"{register.place} – {register.period} – {register.follows}".replace("&", "&&")
    page.set_footer(f"&L{foot[:_MARGIN]}&R&P/&N", {"margin": 0.2})
