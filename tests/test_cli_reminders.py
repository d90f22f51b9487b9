"""`lienthong remind`: listed, written to a file, given to the program, and what is in the way."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from desk.sample import DEATHS, MARRIED, NOW, file, opened
from desk.test_gateway import program
from office import Office

from lienthong_tui.desk import drafting
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.reminding import consent
from lienthong_tui.filing.desk_events import Equipped


@pytest.fixture(scope="module")
def filed(
    floor_desk: tuple[Path, Created], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[str, str]]:
    """A desk with two filings whose requesters agreed, and their references."""
    place = tmp_path_factory.mktemp("filed")
    shutil.copytree(floor_desk[0], place, dirs_exist_ok=True)
    with opened(place) as desk:
        filings = file(desk, MARRIED), file(desk, DEATHS[1])
        for filing in filings:
            drafting.record(desk, drafting.reopen(desk, filing.id), consent(True))
    return place, (str(filings[0].reference), str(filings[1].reference))


@pytest.fixture
def two(office: Office, filed: tuple[Path, tuple[str, str]]) -> tuple[str, str]:
    """The two three days later, and still not lodged."""
    place, references = filed
    shutil.copytree(place, office.place, dirs_exist_ok=True)
    with opened(office.place):
        pass  # the desk knows its new place, and need not tell of it
    office.now = NOW + timedelta(days=3)
    return references


def set_command(office: Office, *command: str) -> None:
    with opened(office.place) as desk:
        desk.append(None, [Equipped(reminder_command=command)])


def test_it_only_lists_and_says_that_nothing_is_connected(
    office: Office, two: tuple[str, str]
) -> None:
    for asked in ((), ("--dry-run",)):
        code, told, _ = office.run("remind", *asked, *office.key)
        assert code == 0
        assert "chưa kết nối" in told
        assert all(f"{reference} · Chưa nộp lên Cổng" in told for reference in two)
        assert "•••••••••101" in told
        assert "900000101" not in told
    code, answer = office.json("remind", *office.key)
    assert code == 0
    assert not answer["connected"]
    assert (answer["written"], answer["handed_over"], answer["failed"]) == (None, [], [])
    assert {each["reference"] for each in answer["due"]} == set(two)
    assert {each["about"] for each in answer["due"]} == {"unlodged"}
    assert "900000" not in json.dumps(answer)


def test_a_file_once(office: Office, two: tuple[str, str]) -> None:
    out = office.place / "tin.csv"
    code, told, _ = office.run("remind", "--out", out, *office.key)
    assert code == 0
    assert "Tin chưa được gửi" in told
    assert out.read_bytes().count(b"\r\n") == 3
    code, answer = office.json("remind", "--out", out, *office.key)
    assert (code, answer["error"]) == (2, "file-exists")
    again = office.place / "tin2.csv"
    code, answer = office.json("remind", "--out", again, *office.key)
    assert (code, answer["written"], answer["due"]) == (0, None, [])
    assert not again.exists()


def test_a_program_that_takes_one_and_refuses_the_other(
    office: Office, two: tuple[str, str], tmp_path: Path
) -> None:
    picky = program(tmp_path, f"sys.exit(7 if {two[1]!r} in sys.stdin.read() else 0)")
    set_command(office, str(picky))
    code, answer = office.json("remind", "--run", *office.key)
    assert code == 4
    assert answer["connected"]
    assert answer["handed_over"] == [two[0]]
    (failed,) = answer["failed"]
    assert failed["reference"] == two[1]
    assert "mã 7" in failed["message"]
    code, told, _ = office.run("remind", *office.key)
    assert two[0] not in told
    assert two[1] in told
    picky.write_text(picky.read_text().replace("sys.exit(7", "sys.exit(0"))
    code, told, _ = office.run("remind", "--run", *office.key)
    assert code == 0
    assert "Đã giao 1 trên 1 tin" in told
    assert "đã giao chưa phải đã nhận" in told


def test_what_left_stands_in_the_access_log_without_a_number(
    office: Office, two: tuple[str, str]
) -> None:
    assert office.run("remind", "--out", office.place / "tin.csv", *office.key)[0] == 0
    code, told, _ = office.run("access", "--from", "2026-11-01", *office.sign_in())
    assert code == 0
    assert f"ghi ra tệp tin nhắn: chưa nộp lên Cổng ({two[0]})" in told
    assert "900000" not in told


def test_a_program_that_is_gone_ends_the_run(office: Office, two: tuple[str, str]) -> None:
    set_command(office, "/khong/co/gui-tin")
    code, answer = office.json("remind", "--run", *office.key)
    assert code == 4
    (failed,) = answer["failed"]
    assert "Không thấy chương trình gửi tin" in failed["message"]


@pytest.mark.parametrize(
    ("asked", "code", "error"),
    [
        (("--run",), 2, "reminder-unconnected"),
        (("--run", "--dry-run"), 2, "remind-one"),
        (("--run", "--out", "x.csv"), 2, "remind-one"),
        (("--out", "{place}/desk.key/x.csv"), 4, "export-unwritable"),
        (("--out", "{place}"), 2, "file-exists"),
    ],
)
def test_what_is_in_the_way(
    office: Office, two: tuple[str, str], asked: tuple[str, ...], code: int, error: str
) -> None:
    given = [each.format(place=office.place) for each in asked]
    found, answer = office.json("remind", *given, *office.key)
    assert (found, answer["error"]) == (code, error)
    found, answer = office.json("remind", *office.key)
    assert len(answer["due"]) == 2
