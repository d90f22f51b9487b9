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

import platformdirs
import pytest
from desk.sample import LATE, MARRIED, NOW, OFFICER_ID, OFFICER_NAME, SAMPLES, create_anew, opened
from office import Office, edited

from lienthong_tui.desk import reading
from lienthong_tui.desk.session import confirm_date
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.store import schema, sqlcipher

# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [OFFICER_ID, OFFICER_NAME, "nguyen thi MAU"])
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
    ("command", "error"),
    [
        (["file", "none.toml"], "case-missing"),
        (["file", "broken.toml"], "case-syntax"),
        (["file", "other.toml"], "group-unknown"),
        (["lookup", " "], "lookup-empty"),
        (["export", "LT19639-261122-1001-0", "--out", "out"], "reference-check"),
    ],
)
def test_what_cannot_be_meant_spends_no_code(
    office: Office, monkeypatch: pytest.MonkeyPatch, command: list[str], error: str
) -> None:
    monkeypatch.chdir(office.place)
    Path("broken.toml").write_text("case = [1")
    Path("other.toml").write_text('case = 1\ngroup = "wedding"\nreceived = 2026-11-20T08:00:00Z\n')
    otp = office.code()
    code, answer = office.json(*command, *office.sign_in(otp=otp))
    assert (code, answer["error"]) == (2, error)
    assert office.json("lookup", "x", *office.sign_in(otp=otp)) == (0, [])


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
        assert (code, answer["error"]) == (3, "not-permitted")
    # Nine, and that the sheet was used, four times.
    assert office.json("journal", "verify", *sheet)[1]["events"] == 9 + 4
    assert office.json("rebuild", *sheet) == (0, {"filings": 1})


def test_a_mistyped_recovery_sheet_is_told_and_counts_as_no_try(office: Office) -> None:
    sheet, keyring = office.place / "sheet.txt", office.place / "desk/keys.db"
    before, key = keyring.read_bytes(), office.created.recovery_key
    wrong = key[:-1] + ("Q" if key[-1] != "Q" else "P")
    edited(sheet, sheet, key, wrong)
    for _ in range(6):
        by_sheet = ["--desk", office.place / "desk", "--key-file", sheet]
        assert office.json("journal", "verify", *by_sheet)[1]["error"] == "key-mistyped"
    assert keyring.read_bytes() == before
    edited(sheet, sheet, wrong, key)
    assert office.json("journal", "verify", *by_sheet)[0] == 0


def test_a_key_of_another_desk_is_refused(office: Office, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("other")
    create_anew(other)
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
        (["lookup", "x", "--desk", "DESK", "--key-file", "k", "--otp", "1"], "unlocking-twofold"),
        (
            ["lookup", "x", "--desk", "DESK", "--key-file", "k", "--sign-in", "A"],
            "unlocking-twofold",
        ),
        (["lookup", ""], "lookup-empty"),
        (["lookup", " "], "lookup-empty"),
        (["lookup"], "argument-missing"),
        (["export", "LT"], "argument-missing"),
        (["lookup", "x", "--dsk", "y"], "argument-unknown"),
        (["init"], "argument-missing"),
        (["--lang", "xx", "check", "x"], "argument-value"),
        (["nothing"], "command-unknown"),
        (["packet", "verfy"], "command-unknown"),
        (["check", "a", "b"], "argument-extra"),
        (["lookup", "x", "--desk"], "option-empty"),
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
    assert " ".join(["lienthong", *arguments, "[TÙY_CHỌN] CÂU_LỆNH"]) in err


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["check"], "CASE"),
        (["packet", "verify"], "FILE"),
        (["export", "--out", "x"], "REFERENCE"),
        (["export", "LT"], "--out"),
        (["init", "--desk", "x"], "--commune"),
    ],
)
def test_what_is_missing_is_named_as_in_the_usage_line(
    office: Office, arguments: list[str], name: str
) -> None:
    assert office.run(*arguments)[2].startswith(f"Thiếu {name}. ")


def test_a_path_that_may_not_be_read_is_told_by_what_opens_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    code, answer = office.json("lookup", "x", *office.key)
    assert (code, answer["error"]) == (4, "store-forbidden")
    assert "keys.db" in answer["message"]


@pytest.mark.parametrize("path", [".", ""])
@pytest.mark.parametrize("command", ["check", "packet verify", "definitions check"])
def test_a_folder_that_has_no_name_is_shown_as_given(
    office: Office, command: str, path: str
) -> None:
    code, _, err = office.run(*command.split(), path)
    assert code == 2
    assert "“.”" in err


# -- the desk cannot be opened, or is busy --------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda place: shutil.rmtree(place / "desk"), "desk-not-here"),
        (lambda place: (place / "desk/keys.db").unlink(), "keyring-missing"),
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


def test_no_filing_gets_a_date_that_is_in_doubt(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.filed()
    later = office.now + timedelta(days=400)
    monkeypatch.setattr("lienthong_tui.invocation.Door.clock", lambda _: later)
    for _ in range(2):
        code, answer = office.json("file", MARRIED, *office.key)
        assert (code, answer["error"]) == (3, "date-doubted")
        assert "27/12/2027" in answer["message"]
        assert "22/11/2026" in answer["message"]
    assert len(office.json("lookup", "LT19639", *office.key)[1]) == 1


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


def test_no_word_of_clicks_own_is_left_in_vietnamese_help(office: Office) -> None:
    for arguments in ([], ["init"], ["file"], ["packet"], ["packet", "verify"], ["demo"]):
        _, vietnamese, _ = office.run(*arguments, "--help")
        assert vietnamese.startswith("Cách dùng: lienthong")
        for word in ("Usage", "Options", "OPTIONS", "Commands", "COMMAND", "required", "exit."):
            assert word not in vietnamese
        _, english, _ = office.run("--lang", "en", *arguments, "--help")
        assert english.startswith("Usage: lienthong")
        assert "Options:" in english


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "en", "packet", "verify", "none"],
        ["packet", "--lang", "en", "verify", "none"],
        ["packet", "verify", "none", "--lang", "en"],
        ["packet", "verify", "--lang=en", "none", "--json"],
        ["check", "--lang", "en", "none"],
        ["lookup", "--lang", "en"],
    ],
)
def test_the_language_may_stand_before_the_command_and_after_it(
    office: Office, arguments: list[str]
) -> None:
    code, out, err = office.run(*arguments)
    assert code == 2
    assert not re.search("[ạảấậếệộợữđ]", out + err)


def test_the_language_after_the_command_is_that_of_the_answer(office: Office) -> None:
    _, out, _ = office.run("check", MARRIED, "--lang", "en")
    assert "For information" in out
    _, out, _ = office.run("--lang", "en", "check", MARRIED, "--lang", "vi")
    assert "Cho biết" in out


def test_version(office: Office) -> None:
    code, out, _ = office.run("--version")
    assert (code, out) == (0, "lienthong, version 0.13.1\n")


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
    with opened(office.place, datetime.now(NOW.tzinfo)) as desk:
        confirm_date(desk)  # months may lie between the test's date and this PC's
    done = program("file", MARRIED, *office.key, "--out", office.place / "out", "--json")
    assert done.returncode == 0, done.stderr
    paths = [Path(sealed["path"]) for sealed in json.loads(done.stdout)["packets"]]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert (office.place / "out").stat().st_mode & 0o777 == 0o700


def test_a_reader_that_has_gone_is_no_crash() -> None:
    shell = f"{sys.executable} -m lienthong_tui definitions check | true"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (b"", b"")


# -- the answer cannot be written -----------------------------------------------------------------

full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")


@full
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("definitions check", 4),
        ("definitions check --json", 4),
        ("check none.toml --json", 2),
        ("--help", 4),
    ],
)
def test_an_answer_that_cannot_be_written_is_told(command: str, code: int) -> None:
    shell = f"{sys.executable} -m lienthong_tui {command} >/dev/full"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    (line,) = done.stderr.decode().splitlines()
    assert len(line) > 20


def answer_lost(office: Office, *arguments: object) -> tuple[int, str]:
    """The exit code and the words on stderr of `lienthong … >/dev/full`."""
    with pytest.MonkeyPatch.context() as patch, Path("/dev/full").open("w") as nowhere:
        patch.setattr(sys, "stdout", nowhere)
        code, _, err = office.run(*arguments)
    return code, err


@full
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_filing_whose_answer_is_lost_is_told_by_its_number(
    office: Office, form: list[str]
) -> None:
    code, err = answer_lost(office, "file", MARRIED, *office.key, *form)
    assert code == 4
    with opened(office.place) as desk:
        (line,) = desk.lookup("LT19639")
    assert str(line.reference) in err
    assert "đừng làm lại" in err


@full
def test_a_desk_whose_answer_is_lost_still_tells_the_code_for_the_phone(
    office: Office,
) -> None:
    (office.place / "password.txt").write_text("mưa rơi trên mái", "utf-8")
    where = [*("--desk", office.place / "new"), *("--recovery-file", office.place / "new-sheet")]
    who = [*("--commune", "19639"), *("--officer-id", OFFICER_ID), *("--officer-name", "Mẫu")]
    password = ["--password-file", office.place / "password.txt"]
    code, err = answer_lost(office, "init", *where, *who, *password)
    assert code == 4
    assert re.search(r"otpauth://totp/\S+secret=[A-Z2-7]{32}", err)
    assert (office.place / "new/desk.db").exists()


@full
def test_what_only_looks_is_said_to_be_tried_again(office: Office) -> None:
    code, err = answer_lost(office, "lookup", "x", *office.key)
    assert code == 4
    assert "chạy lại" in err


def test_the_help_of_file_says_what_exit_4_with_a_number_means(office: Office) -> None:
    _, out, _ = office.run("file", "--help")
    assert "Mã thoát 4" in out


# -- a defect of ours -----------------------------------------------------------------------------


class Secret(Exception):  # noqa: N818
    """A defect whose message repeats a name."""


def defects() -> list[Exception]:
    secret = Secret("Nguyễn Thị Mẫu")
    mixed = ExceptionGroup("Nguyễn Thị Mẫu", [Problem("sign-in"), secret])
    return [secret, ExceptionGroup("Nguyễn Thị Mẫu", [secret]), mixed]


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("defect", defects(), ids=["one", "group", "mixed group"])
def test_a_defect_is_one_sentence_and_one_entry_without_anyones_data(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    log_folder: Path,
    defect: Exception,
    form: list[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise defect

    monkeypatch.setattr(reading, "read_case", broken)
    code, out, err = office.run("check", MARRIED, *form)
    assert code == 4
    said = out + err
    assert (out == "") is (form == [])
    name = type(defect).__name__
    told = re.search(r"mã lỗi ([0-9A-Z]{6})\.", said)
    assert told is not None
    assert str(log_folder / "lienthong.log") in said
    assert "không bị ảnh hưởng" not in said
    logged = (log_folder / "lienthong.log").read_text("utf-8")
    assert "CRITICAL lienthong_tui.invocation:" in logged
    assert f"{told[1]} {name} at {__file__}:" in logged
    assert "Mẫu" not in said + logged


def test_where_there_is_no_log_none_is_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Nguyễn Thị Mẫu")

    monkeypatch.setattr(reading, "read_case", broken)
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: Path("/dev/null/log"))
    code, out, err = office.run("check", MARRIED)
    assert (code, out) == (4, "")
    assert "KeyError@test_cli_doors:" in err
    assert "Nhật ký lỗi ở" not in err


def test_a_group_of_problems_is_told_by_its_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        inner = ExceptionGroup("", [Unusable("case-missing", name="a"), Problem("sign-in")])
        raise ExceptionGroup("", [inner])

    monkeypatch.setattr(reading, "read_case", broken)
    code, answer = office.json("check", MARRIED)
    assert (code, answer["error"]) == (2, "case-missing")
