"""The figures of a desk as they are answered: bars of text, plain JSON, a workbook taken out."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from lienthong_tui import __version__
from lienthong_tui.desk import statistics
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.statistics import Report, Spread, along, on_time
from lienthong_tui.packets.figures_book import Book, Cell, Sheet, Table, book
from lienthong_tui.people.places import commune_label
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_statistics import period
from lienthong_tui.sentences.statistics_views import HIDDEN, SMALL, Line, Part, View, views
from lienthong_tui.text.bars import bar

_LEAST, _MOST_NAME = 8, 44  # columns: of a bar, of a name

# Of the workbook, which is Vietnamese as every paper of the desk is.
TITLE, ABOUT, RAW = "SỐ LIỆU CỦA QUẦY", "Về số liệu này", "Số gốc"
SOURCE = "Là việc quầy này đã ghi; không phải số liệu của Cổng Dịch vụ công quốc gia."
HIDES = (
    "Số từ 1 đến 2 ghi là “1–2” để khó nhận ra một gia đình. Che từng ô: ai có tổng và mọi ô khác"
    " vẫn có thể tính ra."
)


def drawn(view: View, width: int, language: Language) -> list[str]:
    """A view as lines of at most `width` columns, every bar with its number."""
    blocks = [list(_part(part, width)) for part in view.parts]
    if not blocks:
        blocks = [_wrapped((tr(N_("Chưa có gì để đếm ở đây."), language),), width)]
    blocks = [_wrapped(view.says, width), *blocks, _wrapped(view.means, width)]
    return [line for block in blocks if block for line in ("", *block)][1:]


def empty(language: Language) -> str:
    """What is said of a period without filings."""
    text = N_("Trong kỳ này quầy chưa nhận hồ sơ nào. Chọn kỳ khác, hoặc nhận hồ sơ rồi xem lại.")
    return tr(text, language)


def _wrapped(said: Sequence[str], width: int) -> list[str]:
    return [line for text in said for line in textwrap.wrap(text, width, subsequent_indent="  ")]


def _part(part: Part, width: int) -> Iterator[str]:
    """A table: names, numbers at the right of their columns, the bar of one of them."""
    cells = [[_shown(cell) for cell in line.cells] for line in part.lines]
    alone = len(part.heads) == 1
    heads = [""] if alone else list(part.heads)
    columns = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    taken = sum(columns) + 2 * len(columns) + _LEAST + 1
    title = part.title.upper()
    longest = max([len(line.label) for line in part.lines] + ([] if alone else [len(title)]))
    name = max(12, min(longest, _MOST_NAME, width - taken))
    yield from textwrap.wrap(title, width) if alone else _rows(title, heads, name, columns, "")
    values = [line.cells[part.drawn] for line in part.lines]
    most = max((value for value in values if isinstance(value, int)), default=0)
    room = width - name - sum(columns) - 2 * len(columns) - 1
    for line, shown, value in zip(part.lines, cells, values, strict=True):
        length = bar(value, most, room) if isinstance(value, int) else ""
        yield from _rows(line.label, shown, name, columns, length)


def _rows(
    label: str, cells: Sequence[str], name: int, columns: Sequence[int], length: str
) -> Iterator[str]:
    """One line of a table, its name wrapped in its own column."""
    numbers = "".join(f"  {cell:>{size}}" for cell, size in zip(cells, columns, strict=True))
    for first, named in zip_longest([numbers], textwrap.wrap(label, name) or [""], fillvalue=""):
        yield f"{named:<{name}}{first}" + (f" {length}" if first else "").rstrip()


def _shown(cell: Cell) -> str:
    return "–" if cell is None else str(cell)


def plain(report: Report) -> dict[str, Any]:
    """The counts as plain JSON: codes and numbers, nothing hidden and nobody named."""
    rate = on_time(report.timings)
    return {
        "first": f"{report.first}",
        "last": f"{report.last}",
        "as_of": f"{report.as_of}",
        "step": report.step,
        "filings": report.total,
        "procedures": sum(report.procedures.values()),
        "by_group": along(report.filings, "group"),
        "by_state": along(report.filings, "state"),
        "by_procedure": along(report.procedures, "procedure"),
        "by_agency": along(report.procedures, "agency"),
        "by_status": along(report.procedures, "status"),
        "by_timing": dict(report.timings),
        "on_time": {"count": rate.part, "of": rate.whole},
        "first_told": {"count": report.first_told.part, "of": report.first_told.whole},
        "put_off": report.put_off,
        "supplements": report.asked,
        "procedures_returned": report.returned,
        "parked": report.parked,
        "reopened": report.reopened,
        "purged": report.purged,
        "declaring_minutes": _spreads(report.declaring),
        "lodging_hours": _spreads(report.lodging),
        "deciding_working_days": _spreads(report.deciding),
        "filing_counts": [_cell(cell, n) for cell, n in sorted(report.filings.items())],
        "procedure_counts": [_cell(cell, n) for cell, n in sorted(report.procedures.items())],
        "return_counts": [_cell(cell, n) for cell, n in sorted(report.returns.items())],
    }


def _cell(cell: Any, count: int) -> dict[str, Any]:
    told = {name: f"{value}" for name, value in cell._asdict().items()}
    return {**told, "count": count}


def _spreads(by: Any) -> dict[str, Any]:
    return {name: _spread(spread) for name, spread in sorted(by.items())}


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "median": spread.reached(50),
        "ninth_decile": spread.reached(90),
        "known": spread.known,
        "unknown": spread.unknown,
    }


def file_name(report: Report) -> str:
    """What the workbook is called."""
    days = dict.fromkeys((f"{report.first}", f"{report.last}"))
    return "-".join(("so-lieu", *days)) + ".xlsx"


def bring_out(desk: Desk, report: Report, put: Put, *, hidden: bool) -> str:
    """Bring the workbook out by `put`; the name of the file. It is Vietnamese and names nobody.

    Errors: those of `statistics.take_out`.
    """
    name = file_name(report)
    files = {name: book(workbook(desk, report, hidden=hidden), at=desk.clock())}
    statistics.take_out(desk, report, files, hidden=hidden, put=put)
    return name


def workbook(desk: Desk, report: Report, *, hidden: bool) -> Book:
    """The workbook of a report: about it, a sheet a view, the counts it all comes from."""
    place = f"Quầy {desk.number}, {commune_label(desk.commune)}"
    days = period(report.first, report.last)
    made = views(report, "vi", hidden=hidden)
    about = (
        place,
        f"Kỳ: {days}",
        f"Lập lúc {local_time(desk.clock())}, lienthong-tui {__version__}",
        SOURCE,
        *([HIDES] if hidden else []),
        *(f"{view.title} – {means}" for view in made for means in view.means),
    )
    return Book(
        title=TITLE,
        foot=f"{place} – {days}",
        demo=desk.demo,
        sheets=(
            Sheet(name=ABOUT, says=about),
            *(_sheet(view) for view in made),
            Sheet(name=RAW, tables=(_raw(report, hidden=hidden),)),
        ),
    )


def _sheet(view: View) -> Sheet:
    tables = (Table((part.title, *part.heads), tuple(map(_row, part.lines))) for part in view.parts)
    return Sheet(name=view.title, says=view.says, tables=tuple(tables), means=view.means)


def _row(line: Line) -> tuple[Cell, ...]:
    return (line.label, *line.cells)


def _raw(report: Report, *, hidden: bool) -> Table:
    """Every count by codes, to be summed up elsewhere."""
    rows: list[tuple[Cell, ...]] = []
    for filing, n in sorted(report.filings.items()):
        rows.append(("filing", f"{filing.since}", filing.group, "", "", filing.state, "", "", n))
    for cell, n in sorted(report.procedures.items()):
        since, *rest = cell
        rows.append(("procedure", f"{since}", *rest, "", n))
    for back, n in sorted(report.returns.items()):
        rows.append((back.kind, "", back.group, back.procedure, "", "", "", back.about, n))
    heads = ("what", "since", "group", "procedure", "agency", "status", "timing", "about", "count")
    return Table(
        heads,
        tuple((*codes, HIDDEN if hidden and count in SMALL else count) for *codes, count in rows),
    )
