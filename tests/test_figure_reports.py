"""The figures as text, JSON and a workbook: aligned, with their numbers, and naming nobody."""

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from filing.test_statistics import DUE, TODAY, filing, procedure, report
from packets.test_register_book import parts, read_cells

from lienthong_tui import __version__, figure_reports
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.statistics import Report
from lienthong_tui.packets.figures_book import book
from lienthong_tui.sentences.of_statistics import MEANS, TITLES, percent
from lienthong_tui.sentences.statistics_views import HIDDEN, View, views

ASKS = (("unknown",), ("component:birth-certificate", "field:child.birth_date"), ("words",))
OFFICER = "01998877-slot"
AT = datetime(2026, 11, 30, 3, tzinfo=UTC)


def made(**said: Any) -> Report:
    """Nine filings of births in every way there is."""
    return report(
        [
            *[
                filing(procedure(decided=DUE, status="done"), completed_by=OFFICER, declaring=90)
                for _ in range(5)
            ],
            filing(procedure(decided=TODAY, status="refused"), received=date(2026, 11, 3)),
            filing(procedure(due=TODAY), procedure(status="supplement", returned=ASKS)),
            filing(procedure(due=None), group="death", state="withdrawn", parked=True),
            filing(procedure(status="unknown", due=None), until=DUE, state="finished"),
        ],
        **said,
    )


def view(id_: str, **said: Any) -> View:
    return next(v for v in views(made(), said.pop("language", "vi"), **said) if v.id == id_)


def text(id_: str, width: int = 76, **said: Any) -> str:
    return "\n".join(figure_reports.drawn(view(id_, **said), width, "vi"))


def test_every_view_has_its_title_and_says_what_it_means() -> None:
    assert [v.id for v in views(made(), "vi")] == list(TITLES) == list(MEANS)
    assert all(v.means and v.parts for v in views(made(), "vi"))


def test_the_rate_is_told_with_what_it_is_of() -> None:
    told = text("on-time")
    assert "Tỷ lệ đúng hạn: 5/6 = 83,3%." in told
    assert re.search(r"^đúng hạn +5 █+$", told, re.MULTILINE)
    assert re.search(r"^còn trong hạn +1 █+▌?$", told, re.MULTILINE)
    assert re.search(r"^không rõ thời hạn +1 ", told, re.MULTILINE)
    assert re.search(r"^Đăng ký khai sinh +5 +6 +83,3% █+$", told, re.MULTILINE)
    assert "trong số đã quyết định: 5/6 = 83,3%" in " ".join(told.split())


def test_what_is_wanted_has_its_name() -> None:
    told = text("returns")
    assert re.search(r"^bằng lời +1 ", told, re.MULTILINE)
    assert re.search(r"^không rõ: đã xóa nội dung +1 ", told, re.MULTILINE)
    assert "birth-certificate" not in told
    assert "child.birth_date" not in told
    assert re.search(r"^Từ chối: bằng lời +1 ", told, re.MULTILINE)
    assert "thủ tục đã phải bổ sung: 1/9 = 11,1%" in told
    assert "1 thủ tục không rõ" in told


def test_how_long_it_took() -> None:
    told = text("times")
    assert re.search(r"^Khai sinh +2 +2 +5 +0 █+$", told, re.MULTILINE)
    assert "KÊ KHAI: PHÚT" in told


def test_the_weeks_of_a_period_also_those_without_filings() -> None:
    told = text("whole")
    assert re.search(r"^09/11 – 15/11 +0$", told, re.MULTILINE)
    assert re.search(r"^02/11 – 08/11 +1 ", told, re.MULTILINE)
    assert "9 hồ sơ, 10 thủ tục." in told
    assert "tạm gác: 1 · mở lại để sửa: 0 · đã xóa nội dung: 1" in told


def test_ones_own_count_is_told_to_oneself() -> None:
    assert "kê khai xong: 5 hồ sơ" in text("whole", own=OFFICER)
    assert "kê khai xong: 0 hồ sơ" in text("whole", own="somebody")
    assert "kê khai xong:" not in text("whole")


@pytest.mark.parametrize("width", [60, 76, 116])
@pytest.mark.parametrize("id_", list(TITLES))
def test_it_fits_and_numbers_stand_below_one_another(id_: str, width: int) -> None:
    lines = figure_reports.drawn(view(id_), width, "vi")
    assert max(map(len, lines)) <= width
    assert lines[0]
    assert lines[-1]
    assert not any(above == below == "" for above, below in pairwise(lines))
    bars = [line for line in lines if re.search(r"\d+%? █", line)]
    for above, below in pairwise(lines):
        if above in bars and below in bars:
            assert above.index("█") == below.index("█")


def test_nothing_counted_is_said_kindly() -> None:
    for each in views(report([]), "vi"):
        lines = figure_reports.drawn(each, 76, "vi")
        assert lines
        assert not any("█" in line for line in lines)
    assert "chưa nhận hồ sơ nào" in figure_reports.empty("vi")


def test_english_has_its_own_percent_and_names() -> None:
    assert percent(made().first_told, "en") == "83.3%"
    lines = figure_reports.drawn(view("procedures", language="en"), 76, "en")
    assert any(line.startswith("Birth registration") for line in lines)


def numbers(said: str) -> set[str]:
    return set(re.findall(r"(?<![\d–/,])[12](?![\d–/,])", said))


def test_small_numbers_are_hidden_and_what_would_tell_them() -> None:
    for each in views(made(), "vi", hidden=True, own=OFFICER):
        cells = [cell for part in each.parts for line in part.lines for cell in line.cells]
        if each.id == "times":  # minutes and days are no counts
            cells = [c for part in each.parts for line in part.lines for c in line.cells[2:]]
        assert 1 not in cells
        assert 2 not in cells
        said = " ".join(each.says)
        assert numbers(said) == set(), said
        assert "%" not in said
    hidden = view("on-time", hidden=True)
    assert HIDDEN in [cell for part in hidden.parts for line in part.lines for cell in line.cells]
    assert hidden.parts[1].lines[0].cells == (5, None, ""), "one late among six"
    assert "5/6" not in " ".join(hidden.says)
    assert view("times", hidden=True).parts[-1].lines[0].cells[2] == 6


def test_json_is_plain_and_sums_up() -> None:
    told = json.loads(json.dumps(figure_reports.plain(made())))
    assert told["filings"] == sum(told["by_state"].values()) == 9
    assert told["procedures"] == sum(told["by_timing"].values()) == 10
    assert told["on_time"] == {"count": 5, "of": 6}
    assert sum(each["count"] for each in told["procedure_counts"]) == 10
    assert told["declaring_minutes"]["birth"] == {
        "median": 2,
        "ninth_decile": 2,
        "known": 5,
        "unknown": 0,
    }
    assert OFFICER not in json.dumps(told)


class _Desk:
    """As much of a desk as the workbook is told about."""

    number, commune, demo = 1, "19639", False

    def clock(self) -> datetime:
        return AT


def workbook(*, hidden: bool) -> bytes:
    desk: Any = _Desk()
    typed: Desk = desk
    return book(figure_reports.workbook(typed, made(), hidden=hidden), at=AT)


def test_the_workbook_tells_what_it_is() -> None:
    read = parts(workbook(hidden=True))
    names = re.findall(r'<sheet name="([^"]+)"', read["xl/workbook.xml"])
    assert names == ["Về số liệu này", *TITLES.values(), "Số gốc"]
    about = "\n".join(str(cell) for cell in read_cells(workbook(hidden=True), 1).values())
    for told in (
        "Quầy 1, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
        "Kỳ: 01/11/2026 – 30/11/2026",
        f"Lập lúc 10:00 30/11/2026, lienthong-tui {__version__}",
        "Đúng hạn – Đúng hạn: có quyết định",
        "Số từ 1 đến 2 ghi là “1–2”",
    ):
        assert told in about
    assert "1–2" not in "\n".join(map(str, read_cells(workbook(hidden=False), 1).values()))


def test_the_raw_counts_are_those_of_the_report() -> None:
    last = len(TITLES) + 2
    found = read_cells(workbook(hidden=False), last)
    kinds = {cell[1:]: value for cell, value in found.items() if cell.startswith("A")}
    sums: dict[Any, float] = {}
    for line, kind in kinds.items():
        count = found.get(f"I{line}")
        if isinstance(count, float):
            sums[kind] = sums.get(kind, 0) + count
    assert sums == {"filing": 9, "procedure": 10, "supplement": 4, "refused": 1}
    hidden = read_cells(workbook(hidden=True), last)
    counts = [value for cell, value in hidden.items() if cell.startswith("I")]
    assert HIDDEN in counts
    assert 1.0 not in counts
    assert OFFICER not in str(hidden) + str(found)
