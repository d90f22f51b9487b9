"""Commands about papers of the desk: the register, blank forms, the figures of a period."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from desk.sample import LATE, MARRIED, NOW
from office import Office

MONTH = ("--from", "2026-11-01", "--to", "2026-11-30")
STEM = "so-theo-doi-2026-11-01-2026-11-30"


def at(office: Office, monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """So many days later, by the clock of the commands."""
    office.now = NOW + timedelta(days=days)
    monkeypatch.setattr("lienthong_tui.invocation.Door.clock", lambda _: office.now)


def test_the_register_of_a_period_as_pdf_and_xlsx(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [office.filed(MARRIED), office.filed(LATE)]
    out = office.place / "sổ"
    code, answer = office.json("register", *MONTH, "--out", out, *office.sign_in())
    assert code == 0
    assert (answer["first"], answer["last"], answer["filings"]) == ("2026-11-01", "2026-11-30", 2)
    assert answer["paths"] == [str(out / f"{STEM}.pdf"), str(out / f"{STEM}.xlsx")]
    stream, _, head = answer["journal"].partition(" ")
    assert stream.startswith("d_19639_1_")
    assert head.partition(":")[0].isdigit()
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the text layer was NOT checked")
    run = subprocess.run(
        ["pdftotext", "-raw", answer["paths"][0], "-"], capture_output=True, check=True
    )
    text = run.stdout.decode()
    assert all(reference in text for reference in references)
    assert answer["journal"] in text
    at(office, monkeypatch, 0.01)
    code, told, _ = office.run("access", *office.sign_in())
    assert code == 0
    assert "Lập sổ theo dõi hồ sơ từ 01/11/2026 đến 30/11/2026: 2 hồ sơ" in told


def test_a_day_is_everyday_work_a_period_is_not(office: Office) -> None:
    office.filed(MARRIED)
    out = office.place / "out"
    day = ("--from", "2026-11-22", "--to", "2026-11-22")
    code, told, _ = office.run("register", *day, "--out", out, *office.key)
    assert code == 0
    assert "Sổ theo dõi có 1 hồ sơ." in told
    assert "Đã xuất: " in told
    assert sorted(path.name for path in out.iterdir()) == [
        "so-theo-doi-2026-11-22.pdf",
        "so-theo-doi-2026-11-22.xlsx",
    ]
    code, answer = office.json("register", *MONTH, "--out", out, *office.key)
    assert (code, answer["error"]) == (3, "not-permitted")
    assert len(list(out.iterdir())) == 2


def test_without_days_it_is_today(office: Office) -> None:
    code, answer = office.json("register", "--out", office.place / "out", *office.key)
    assert code == 0
    assert (answer["first"], answer["last"]) == ("2026-11-22", "2026-11-22")
    assert answer["filings"] == 0


@pytest.mark.parametrize(
    ("days", "error"),
    [
        (("--from", "2026-11-30", "--to", "2026-11-01"), "register-backwards"),
        (("--from", "2025-01-01", "--to", "2026-11-30"), "register-long"),
        (("--from", "30/11/2026"), "argument-value"),
        (("--from", "2026-11-23", "--to", "2026-11-30"), "register-ahead"),
    ],
)
def test_a_period_that_cannot_be_meant_spends_no_code(
    office: Office, days: tuple[str, ...], error: str
) -> None:
    out = office.place / "out"
    code, answer = office.json("register", *days, "--out", out, *office.sign_in())
    assert (code, answer["error"]) == (2, error)
    assert office.run("register", *MONTH, "--out", out, *office.sign_in())[0] == 0


def test_it_says_where_it_goes(office: Office) -> None:
    code, answer = office.json("register", *office.key)
    assert (code, answer["error"]) == (2, "argument-missing")
    blocked: Path = office.place / "file"
    blocked.write_text("x")
    code, answer = office.json("register", "--out", blocked, *office.key)
    assert (code, answer["error"]) == (4, "export-unwritable")


def test_numbers_that_were_spent_can_be_brought_out(office: Office) -> None:
    blocked: Path = office.place / "file"
    blocked.write_text("x")
    code, answer = office.json(
        "blank-forms", "birth", "--count", "2", "--out", blocked, *office.key
    )
    assert (code, answer["error"]) == (4, "export-unwritable")
    out = office.place / "out"
    code, answer = office.json("blank-forms", "birth", "--again", "--out", out, *office.key)
    assert code == 0
    assert [number.split("-")[2] for number in answer["references"]] == ["1001", "1002"]
    code, answer = office.json("blank-forms", "death", "--again", "--out", out, *office.key)
    assert (code, answer["error"]) == (2, "allotted-none")
    code, answer = office.json("blank-forms", "birth", "--count", "0", "--out", out, *office.key)
    assert (code, answer["error"]) == (2, "argument-value")


def test_the_figures_of_a_period_as_json_and_xlsx(office: Office) -> None:
    office.filed(MARRIED)
    office.filed(LATE)
    out = office.place / "số liệu"
    code, answer = office.json("report", *MONTH, "--out", out, *office.key)
    assert code == 0
    assert (answer["first"], answer["last"], answer["as_of"]) == (*MONTH[1::2], "2026-11-22")
    assert answer["filings"] == sum(answer["by_state"].values()) == 2
    assert answer["by_procedure"]["birth-registration"] == 2
    assert answer["procedures"] == sum(answer["by_timing"].values())
    assert answer["on_time"] == {"count": 0, "of": 0}
    assert answer["paths"] == [str(out / "so-lieu-2026-11-01-2026-11-30.xlsx")]
    assert (out / "so-lieu-2026-11-01-2026-11-30.xlsx").read_bytes().startswith(b"PK")
    code, told, _ = office.run("access", *office.sign_in())
    assert code == 0
    assert "Lấy số liệu của quầy từ 01/11/2026 đến 30/11/2026: 2 hồ sơ, che số nhỏ" in told


def test_the_figures_as_text_and_of_this_month_by_default(office: Office) -> None:
    office.filed(MARRIED)
    code, told, _ = office.run("report", *office.key)
    assert code == 0
    assert "Số liệu 01/11/2026 – 22/11/2026" in told
    assert "== Đúng hạn ==" in told
    assert "Đăng ký khai sinh" in told
    assert max(map(len, told.split("\n"))) < 80
    assert "Đã xuất" not in told
    code, told, _ = office.run("report", "--from", "2026-10-01", "--to", "2026-10-31", *office.key)
    assert code == 0
    assert "chưa nhận hồ sơ nào" in told


def test_small_numbers_may_be_asked_for(office: Office) -> None:
    office.filed(MARRIED)
    out = office.place / "out"
    assert office.run("report", "--small-numbers", "--out", out, *office.key)[0] == 0
    code, told, _ = office.run("access", *office.sign_in())
    assert code == 0
    assert "1 hồ sơ, ghi cả số nhỏ" in told


@pytest.mark.parametrize(
    ("days", "error"),
    [
        (("--from", "2026-11-30", "--to", "2026-11-01"), "report-backwards"),
        (("--from", "2025-01-01", "--to", "2026-11-30"), "report-long"),
        (("--from", "2026-11-23", "--to", "2026-11-30"), "report-ahead"),
    ],
)
def test_figures_that_cannot_be_meant(office: Office, days: tuple[str, ...], error: str) -> None:
    code, answer = office.json("report", *days, *office.key)
    assert (code, answer["error"]) == (2, error)
