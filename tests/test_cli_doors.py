"""Who may do what at a desk, what keeps it shut, and what never leaves through its commands."""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk.sample import (
    LATE,
    MARRIED,
    NOW,
    OFFICER_ID,
    OFFICER_NAME,
    SAMPLES,
    create,
    opened,
)
from office import Office

from lienthong_tui.store import schema, sqlcipher

# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [OFFICER_ID, OFFICER_NAME, OFFICER_NAME.upper()])
def test_an_officer_signs_in_by_number_or_name(office: Office, who: str) -> None:
    assert office.json("lookup", "x", *office.sign_in(who)) == (0, [])


def test_the_officer_and_not_the_key_stands_in_the_journal(office: Office) -> None:
    code, _ = office.json("file", MARRIED, *office.sign_in())
    assert code == 0
    with opened(office.place) as desk:
        officers = {row[0] for row in desk.db.execute("SELECT officer FROM event")}
    assert officers == {office.created.officer_slot_id}


def test_a_code_is_good_once(office: Office) -> None:
    otp = office.code()
    assert office.json("lookup", "x", *office.sign_in(otp=otp))[0] == 0
    code, answer = office.json("lookup", "x", *office.sign_in(otp=otp))
    assert (code, answer["error"]) == (3, "sign-in")


@pytest.mark.parametrize(
    "wrong",
    [{"password": "mưa rơi trên lá"}, {"who": "099190000018"}, {"who": "Ai Đó"}, {"otp": "000000"}],
)
def test_who_does_not_know_all_three_is_refused(office: Office, wrong: dict[str, str]) -> None:
    code, answer = office.json("lookup", "x", *office.sign_in(**wrong))
    assert (code, answer["error"]) == (3, "sign-in")
    assert wrong.get("password", "-") not in answer["message"]


def test_many_wrong_tries_must_wait(office: Office) -> None:
    wrong = office.sign_in(password="mưa rơi trên lá")
    errors = [office.json("lookup", "x", *wrong)[1]["error"] for _ in range(6)]
    assert errors == ["sign-in"] * 5 + ["sign-in-locked"]
    code, answer = office.json("lookup", "x", *office.sign_in())
    assert (code, answer["error"]) == (3, "sign-in-locked")
    assert "30" in answer["message"]


def test_a_phone_with_another_time_is_told_so(office: Office) -> None:
    code, answer = office.json("lookup", "x", *office.sign_in(otp=office.code(minutes=5)))
    assert (code, answer["error"]) == (3, "code-skew")
    assert "5" in answer["message"]


def test_the_recovery_sheet_is_not_for_daily_work(office: Office) -> None:
    reference = office.filed()
    sheet = ["--desk", office.place / "desk", "--key-file", office.place / "sheet.txt"]
    for daily in (
        ["lookup", "x"],
        ["file", MARRIED],
        ["export", reference, "--out", office.place / "out"],
    ):
        code, answer = office.json(*daily, *sheet)
        assert (code, answer["error"]) == (3, "recovery-not-for-work")
    assert office.json("journal", "verify", *sheet)[1]["events"] == 8
    assert office.json("rebuild", *sheet) == (0, {"filings": 1})


def test_a_key_of_another_desk_is_refused(office: Office, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("other")
    create(other)
    desk = ["--desk", office.place / "desk", "--key-file", other / "desk.key"]
    code, answer = office.json("lookup", "x", *desk)
    assert (code, answer["error"]) == (3, "key-unknown")


def test_the_desk_can_be_named_by_the_environment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIENTHONG_DESK", f"{office.place}/desk")
    assert office.json("lookup", "x", "--key-file", office.place / "desk.key") == (0, [])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["lookup", "x"], "desk-not-named"),
        (["lookup", "x", "--desk", "DESK"], "sign-in-incomplete"),
        (["lookup", "x", "--desk", "DESK", "--sign-in", "A", "--otp", "1"], "sign-in-incomplete"),
        (["lookup"], "argument-missing"),
        (["export", "LT"], "argument-missing"),
        (["lookup", "x", "--dsk", "y"], "argument-unknown"),
        (["init"], "argument-missing"),
        (["--lang", "fr", "check", "x"], "argument-value"),
        (["nothing"], "arguments"),
        (["check", "a", "b"], "arguments"),
        (["lookup", "x", "--desk"], "arguments"),
    ],
)
def test_a_command_line_that_cannot_be_used(
    office: Office, arguments: list[str], error: str
) -> None:
    named = [str(office.place / "desk") if part == "DESK" else part for part in arguments]
    code, out, err = office.run(*named)
    assert (code, out) == (2, "")
    assert len(err.strip()) > 15
    if named[-1] != "--desk":
        assert office.json(*named)[1]["error"] == error


@pytest.mark.parametrize("arguments", [[], ["packet"], ["journal"]])
def test_a_command_without_its_name_shows_the_help(office: Office, arguments: list[str]) -> None:
    code, out, err = office.run(*arguments)
    assert (code, out) == (2, "")
    assert " ".join(["lienthong", *arguments, "[OPTIONS] COMMAND"]) in err


# -- the desk cannot be opened, or is busy --------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda place: shutil.rmtree(place / "desk"), "keyring-missing"),
        (lambda place: (place / "desk/desk.db").unlink(), "store-missing"),
        (lambda place: (place / "desk/desk.db").write_bytes(b""), "store-unreadable"),
        (lambda place: (place / "desk/keys.db").write_bytes(b"x" * 5000), "keyring-unreadable"),
        (lambda place: (place / "desk.key").unlink(), "key-file-missing"),
        (lambda place: (place / "desk.key").chmod(0o644), "key-file-mode"),
        (lambda place: (place / "desk.key").write_text("x"), "key-file-malformed"),
    ],
)
def test_a_desk_that_cannot_be_opened(office: Office, spoil: Any, error: str) -> None:
    spoil(office.place)
    for command in (["lookup", "x"], ["file", MARRIED], ["journal", "verify"], ["rebuild"]):
        code, answer = office.json(*command, *office.key)
        assert (code, answer["error"]) == (4, error)


def test_a_desk_someone_else_writes_to_is_busy(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    office.filed()
    other = schema.open(office.place / "desk/desk.db", office.created.store_key)
    other.execute("BEGIN IMMEDIATE")
    code, answer = office.json("file", MARRIED, *office.key)
    assert (code, answer["error"]) == (5, "store-busy")
    assert office.run("file", MARRIED, *office.key)[0] == 5
    assert len(office.json("lookup", "LT19639", *office.key)[1]) == 1
    other.execute("ROLLBACK")
    other.close()
    assert office.filed().startswith("LT19639-261122-1002-")


# -- two languages, and nothing of a person -------------------------------------------------------


def test_english_answers(office: Office) -> None:
    code, out, _ = office.run("--lang", "en", "file", LATE, *office.key)
    assert code == 0
    assert "not" in out
    assert "KÊ KHAI XONG" not in out
    code, out, err = office.run("--lang", "en", "lookup", "nobody", *office.key)
    assert (code, err) == (0, "")
    assert out != "Không thấy hồ sơ nào.\n"
    assert out.isascii()
    code, _, err = office.run("--lang=en", "check", office.place / "none.toml")
    assert code == 2
    assert "none.toml" in err
    assert "Không" not in err


def test_help_in_both_languages(office: Office) -> None:
    code, vietnamese, _ = office.run("--help")
    assert code == 0
    assert "Tra cứu" in vietnamese
    _, english, _ = office.run("--lang", "en", "--help")
    assert "Tra cứu" not in english
    assert "Look" in english
    assert office.run("--help")[1] == vietnamese


def test_version(office: Office) -> None:
    code, out, _ = office.run("--version")
    assert (code, out) == (0, "lienthong, version 0.1.0\n")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_number_of_a_person_is_shown_or_logged(
    office: Office, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text = path.read_text("utf-8")
    numbers = {*re.findall(r"\b099\d{9}\b", text), *re.findall(r"\b09000\d{5}\b", text)}
    assert len(numbers) > 2
    said = ""
    for form in ([], ["--json"]):
        for command in (
            ["check", path],
            ["file", path, *office.key],
            *(["lookup", number, *office.key] for number in sorted(numbers)),
            ["lookup", "LT19639", *office.key],
            ["journal", "verify", *office.key],
        ):
            code, out, err = office.run(*command, *form)
            assert code == 0
            said += out + err
    said += caplog.text
    assert [number for number in numbers if number in said] == []
    digits = [run for run in re.findall(r"\d{12,}", said) if run in "".join(numbers)]
    assert digits == []


# -- as its own process ---------------------------------------------------------------------------


def program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "lienthong_tui", *arguments],
        env=os.environ | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "Luật".encode()), ("ascii", "Luật".encode()), ("cp1258", rb"Lu\u1eadt")],
)
def test_it_answers_whatever_the_terminal_can_show(encoding: str, told: bytes) -> None:
    done = program("check", MARRIED, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert told in done.stdout


def test_a_name_no_terminal_can_write_is_no_crash(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff\x1b[31m.toml")
    done = program("check", tmp_path / odd)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr


def test_files_it_writes_are_the_owners_alone(office: Office) -> None:
    # This PC's clock, not the test's: the sample must lie in its past.
    if datetime.now(NOW.tzinfo) < NOW - timedelta(days=2):
        pytest.skip("the clock of this PC stands before the sample")
    done = program("file", MARRIED, *office.key, "--out", office.place / "out", "--json")
    assert done.returncode == 0
    paths = [Path(sealed["path"]) for sealed in json.loads(done.stdout)["packets"]]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert (office.place / "out").stat().st_mode & 0o777 == 0o700


def test_a_reader_that_has_gone_is_no_crash() -> None:
    shell = f"{sys.executable} -m lienthong_tui definitions check 2>&1 >/dev/full"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stdout
    assert done.returncode != 0
