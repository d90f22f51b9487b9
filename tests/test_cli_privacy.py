"""Commands about personal data: what is due, given, erased, and who looked."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.sample import LATE, MARRIED, NOW, OFFICER_NAME, opened
from office import Office

from lienthong_tui.desk import drafting
from lienthong_tui.filing.events import Answered

NAME, ID_NUMBER = "Nguyễn Thị Xóa Sạch", "099190000026"


@pytest.fixture
def citizen(office: Office) -> Path:
    """A draft of somebody, and the file with the ID number."""
    with opened(office.place) as desk:
        draft = drafting.start(desk, "birth")
        answers: dict[str, Any] = {"requester.name": NAME, "requester.id_number": ID_NUMBER}
        drafting.record(desk, draft, Answered(answers=answers, origin="typed"))
    path = office.place / "citizen.txt"
    path.write_text(ID_NUMBER + "\n", "utf-8")
    return path


def at(office: Office, monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """So many days later, by the clock of the commands."""
    office.now = NOW + timedelta(days=days)
    monkeypatch.setattr("lienthong_tui.invocation.Door.clock", lambda _: office.now)


def test_what_is_due_is_shown_and_then_purged(
    office: Office, citizen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(office, monkeypatch, 56)
    code, answer = office.json("data", "due", *office.key)
    assert (code, answer["due"], len(answer["soon"])) == (0, [], 1)
    at(office, monkeypatch, 61)
    code, out, _ = office.run("data", "due", *office.key)
    assert "HẾT HẠN LƯU" in out
    assert NAME not in out
    assert office.run("data", "purge", *office.key)[0] == 3, "a key file purges nothing"
    code, answer = office.json("data", "purge", *office.sign_in())
    assert (code, len(answer["due"])) == (0, 1)
    at(office, monkeypatch, 61.01)
    code, answer = office.json("data", "due", *office.key)
    assert answer == {"due": [], "inbox": [], "soon": []}


def test_a_citizen_is_found_given_their_data_and_erased(
    office: Office, citizen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(office, monkeypatch, 0.01)
    number = ["--id-number-file", citizen]
    code, out, _ = office.run("data", "find", *number, *office.sign_in())
    assert code == 0
    assert "Khai sinh · 22/11/2026 · ĐANG KÊ KHAI · người yêu cầu · 0" in out
    assert NAME not in out
    at(office, monkeypatch, 0.02)
    code, answer = office.json("data", "give", *number, "--out", office.place, *office.sign_in())
    assert code == 0
    (held,) = json.loads(Path(answer["paths"][1]).read_text("utf-8"))["filings"]
    assert held["roles"]["requester"]["requester.name"] == NAME
    at(office, monkeypatch, 0.03)
    code, (found,) = office.json("data", "find", *number, *office.sign_in())
    reason = ["--reason", "chính chủ yêu cầu"]
    at(office, monkeypatch, 0.04)
    code, answer = office.json("data", "erase", "x", *number, *reason, *office.sign_in())
    assert (code, answer["error"]) == (2, "filing-not-theirs")
    at(office, monkeypatch, 0.05)
    erase = ["data", "erase", found["filing"], *number, *reason]
    code, answer = office.json(*erase, *office.sign_in())
    assert (code, answer["erased"][0]["filing"]) == (0, found["filing"])
    at(office, monkeypatch, 0.06)
    assert office.json("data", "find", *number, *office.sign_in()) == (0, [])


def test_the_file_that_is_missing_is_named_as_what_it_is(office: Office) -> None:
    code, answer = office.json("data", "find", "--id-number-file", "nope.txt", *office.sign_in())
    assert (code, answer["error"]) == (2, "id-number-file")


@pytest.mark.parametrize("command", ["find", "give"])
def test_a_key_file_finds_no_citizen(office: Office, citizen: Path, command: str) -> None:
    more = ["--out", office.place] if command == "give" else []
    number = ["--id-number-file", citizen]
    assert office.run("data", command, *number, *more, *office.key)[0] == 3


def test_the_access_log_tells_who_did_what(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = office.filed(MARRIED)
    office.run("export", reference, "--out", office.place / "out", *office.key)
    office.run("file", LATE, *office.sign_in(password="sai rồi nhé"))
    at(office, monkeypatch, 0.01)
    code, out, _ = office.run("access", *office.sign_in())
    assert code == 0
    assert f"Xuất hồ sơ chuyển ({reference})" in out
    assert "Đăng nhập không được 1 lần" in out
    assert f"{OFFICER_NAME}: Đăng nhập" in out
    at(office, monkeypatch, 0.02)
    days = ["--from", "2026-11-01", "--to", "2026-11-02"]
    assert office.json("access", *days, *office.sign_in()) == (0, [])
    assert office.run("access", *office.key)[0] == 3


def test_the_head_of_a_day_is_that_of_its_last_event(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.filed(MARRIED)
    code, head = office.json("journal", "head", *office.key)
    _, report = office.json("journal", "verify", *office.key)
    assert code == 0
    assert {"stream": head["stream"], "seq": head["seq"], "hash": head["hash"]} in report["heads"]
    at(office, monkeypatch, 2)
    office.filed(LATE)
    assert office.json("journal", "head", "--day", head["day"], *office.key)[1] == head
    later = office.json("journal", "head", *office.key)[1]
    assert later["seq"] > head["seq"]
    code, out, _ = office.run("journal", "head", "--day", "2026-01-01", *office.key)
    assert (code, "chưa có sự kiện" in out) == (0, True)
