"""Every command through the door it is called by, and what it answers."""

import hashlib
import json
import os
import re
import tomllib
from datetime import date
from pathlib import Path

import pyotp
import pytest
from desk.sample import DEATHS, LATE, MARRIED, OFFICER_ID, OFFICER_NAME, PASSWORD, SAMPLES
from office import Office, edited

from lienthong_tui.cli import run
from lienthong_tui.invocation import own_desk
from lienthong_tui.packets import packet
from lienthong_tui.resources import data_path
from lienthong_tui.sentences.wording import day
from lienthong_tui.store import schema
from lienthong_tui.store.sqlcipher import connect

FINDING = {"step", "field", "rule", "message"}


# -- init -----------------------------------------------------------------------------------------


def init(office: Office, *more: object, folder: str = "new", **changed: str) -> list[object]:
    (office.place / "password.txt").write_text(PASSWORD, "utf-8")
    options = {
        "--desk": f"{office.place}/{folder}",
        "--commune": "19639",
        "--officer-id": OFFICER_ID,
        "--officer-name": OFFICER_NAME,
        "--password-file": f"{office.place}/password.txt",
        "--recovery-file": f"{office.place}/new-sheet.txt",
    } | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return ["init", *(part for pair in options.items() for part in pair), *more]


def test_init_makes_a_desk_that_its_key_file_opens(office: Office) -> None:
    key = f"{office.place}/new.key"
    code, answer = office.json(*init(office, "--key-file", key, "--desk-number", 3))
    assert code == 0
    assert answer.keys() == {"otp_uri", "paper_codes", "desk", "slots"}
    assert answer["desk"] == f"{office.place}/new"
    assert [slot["kind"] for slot in answer["slots"]] == [
        "officer",
        "recovery",
        "unattended",
        "desk-intake",
    ]
    assert isinstance(pyotp.parse_uri(answer["otp_uri"]), pyotp.TOTP)
    unlocking = ["--desk", f"{office.place}/new", "--key-file", key]
    code, filed = office.json("file", MARRIED, *unlocking)
    assert code == 0
    assert filed["reference"].startswith("LT19639-261122-3001-")


def test_init_shows_the_code_for_the_phone_and_no_secret_of_the_officer(office: Office) -> None:
    code, out, _ = office.run(*init(office))
    assert code == 0
    assert "otpauth://totp/" in out
    assert sum("█" in line for line in out.splitlines()) > 10
    assert f"{office.place}/new-sheet.txt" in out
    assert PASSWORD not in out
    assert OFFICER_ID not in out


@pytest.mark.parametrize(
    ("changed", "code", "error"),
    [
        ({"commune": "00000"}, 2, "commune-unknown"),
        ({"desk_number": "10"}, 2, "desk-number"),
        ({"desk_number": "one"}, 2, "argument-value"),
        ({"officer_id": "09919000001"}, 2, "officer-id"),
        ({"officer_name": " "}, 2, "officer-name-empty"),
        ({"officer_name": "M\x1b[31mẫu"}, 2, "text-control"),
        ({"officer_name": "Mẫu\u202e"}, 2, "text-invisible"),
        ({"officer_name": os.fsdecode(b"M\xff")}, 2, "text-invisible"),
        ({"password_file": "/nowhere/password"}, 2, "password-file-missing"),
        ({"recovery_file": "/nowhere/sheet"}, 2, "folder-missing"),
        ({"folder": "desk"}, 2, "desk-exists"),
        ({"folder": "desk.key/new/desk"}, 4, "folder-unwritable"),
        ({"folder": "desk.key/desk"}, 4, "folder-unwritable"),
    ],
)
def test_init_that_cannot_be_says_why(
    office: Office, changed: dict[str, str], code: int, error: str
) -> None:
    before = sorted(path.name for path in office.place.rglob("*"))
    ended, answer = office.json(*init(office, **changed))
    assert (ended, answer["error"]) == (code, error)
    assert len(answer["message"]) > 20
    after = sorted(path.name for path in office.place.rglob("*"))
    assert [name for name in after if name != "password.txt"] == before


# -- check ----------------------------------------------------------------------------------------


UNTIMED = {"survivors", "funeral-protection", "funeral-merit"}  # no text seen names a term


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_check_needs_no_desk(office: Office, path: Path) -> None:
    code, answer = office.json("check", path)
    assert code == 0
    assert answer["errors"] == []
    assert answer["group"] == ("death" if path in DEATHS else "birth")
    for warning in answer["warnings"]:
        assert warning.keys() == FINDING | {"reason"}
    for info in answer["infos"]:
        assert info.keys() == FINDING
        assert len(info["message"]) > 20


def test_check_of_a_case_with_errors_tells_them_all(office: Office) -> None:
    case = edited(MARRIED, office.place / "case.toml", '"099196000102"', '"09919600010"')
    code, answer = office.json("check", case)
    assert code == 1
    (error,) = answer["errors"]
    assert (error["step"], error["field"], error["rule"]) == (2, "mother.id_number", "id-length")
    assert "11" in error["message"]
    code, out, err = office.run("check", case)
    assert (code, err) == (1, "")
    assert error["message"] in out


def test_check_of_no_case_is_unusable(office: Office) -> None:
    code, answer = office.json("check", office.place / "none.toml")
    assert (code, answer["error"]) == (2, "case-missing")
    code, out, err = office.run("check", office.place / "none.toml")
    assert (code, out) == (2, "")
    assert "none.toml" in err


# -- file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_file_tells_reference_packets_and_dates(office: Office, path: Path) -> None:
    received = tomllib.loads(path.read_text("utf-8"))["received"]
    code, answer = office.json("file", path, *office.key, "--out", office.place / "out")
    assert code == 0
    assert answer.keys() == {
        *("reference", "state", "packets", "expected", "errors", "warnings", "infos"),
    }
    assert re.fullmatch(r"LT19639-261122-1001-[0-9A-Z]", answer["reference"])
    assert answer["state"] == "completed"
    assert answer["errors"] == []
    procedures = [name for sealed in answer["packets"] for name in sealed["procedures"]]
    assert [told["procedure"] for told in answer["expected"]] == procedures
    for sealed in answer["packets"]:
        assert sealed.keys() == {
            *("agency", "agency_name", "procedures", "path", "sha256", "awaits"),
        }
        data = Path(sealed["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sealed["sha256"]
        assert packet.read(data)[0].agency == sealed["agency"]
        awaited = "death.extract_number" if path in DEATHS else "child.id_number"
        assert sealed["awaits"] == ([] if sealed["agency"] == "civil-status" else [awaited])
    for told in answer["expected"]:
        assert told.keys() == {"procedure", "date", "because", "verified"}
        if told["procedure"] in UNTIMED:
            assert told["date"] is None
        else:
            assert re.fullmatch(r"2026-1[12]-\d\d", told["date"])
        assert told["verified"] is False
        assert told["because"].startswith(f"Nhận lúc {received:%H:%M} {day(received, 'vi')}, ")
        assert told["because"].endswith("; chưa xác minh.")


def test_file_without_out_leaves_the_packets_in_the_desk(office: Office) -> None:
    _, answer = office.json("file", MARRIED, *office.key)
    assert {sealed["path"] for sealed in answer["packets"]} == {None}


def test_file_tells_a_person_the_number_the_state_and_why(office: Office) -> None:
    code, out, err = office.run("file", LATE, *office.key)
    assert (code, err) == (0, "")
    assert "LT19639-261122-1001-" in out
    assert "không phải mã hồ sơ" in out
    assert "KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG" in out
    assert "Ủy ban nhân dân xã Nam Cửa Việt" in out
    assert "chưa xác minh" in out
    assert "Trẻ sinh tại nhà" in out  # the reason given for the warning
    _, answer = office.json("file", LATE, *office.key)
    assert answer["expected"]
    for expected in answer["expected"]:
        due = day(date.fromisoformat(expected["date"]), "vi")
        assert f"Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: {due}\n" in out
        assert expected["because"] in out


def test_file_of_a_case_with_errors_stores_nothing(office: Office) -> None:
    case = edited(MARRIED, office.place / "case.toml", 'how = "signature"', 'how = "portal"')
    text = case.read_text("utf-8").partition("[pledge]")[0]
    case.write_text(text, "utf-8")
    code, answer = office.json("file", case, *office.key)
    assert code == 1
    assert (answer["reference"], answer["state"], answer["packets"]) == (None, None, [])
    assert [error["rule"] for error in answer["errors"]] == ["pledge-missing"]
    assert office.json("lookup", "Trần", *office.key) == (0, [])
    code, out, _ = office.run("file", case, *office.key)
    assert code == 1
    assert "chưa lưu gì" in out


def test_file_is_done_even_where_the_export_fails(office: Office) -> None:
    out = office.place / "desk.key"  # a file, not a folder
    with pytest.raises(SystemExit) as ended:
        run([*map(str, ["file", MARRIED, *office.key, "--out", out, "--json"])])
    told = office.capture.readouterr()
    assert ended.value.code == 4
    answer = json.loads(told.out)
    assert answer["export_error"] in told.err
    again = f"lienthong export {answer['reference']} --out {out}"
    assert answer["export_error"].endswith(again)
    assert {sealed["path"] for sealed in answer["packets"]} == {None}
    code, found = office.json("lookup", answer["reference"], *office.key)
    assert (code, len(found)) == (0, 1)


def before(office: Office, path: Path) -> list[str]:
    """What `file` tells about filings of the same person."""
    code, answer = office.json("file", path, *office.key)
    assert code == 0
    return [info["message"] for info in answer["infos"] if info["rule"] == "filed-before"]


def test_a_birth_that_was_filed_before_is_told(office: Office) -> None:
    assert before(office, MARRIED) == []
    (told,) = before(office, MARRIED)
    assert "LT19639-261122-1001-G" in told
    assert "15:20 20/11/2026" in told
    (told,) = before(office, MARRIED)
    assert "LT19639-261122-1003-C" not in told
    assert "LT19639-261122-1002-E" in told
    _, checked = office.json("check", MARRIED)
    assert "filed-before" not in [info["rule"] for info in checked["infos"]]
    _, out, _ = office.run("file", MARRIED, *office.key)
    assert "1003" in out


def test_twins_and_children_of_one_name_are_not_the_same(office: Office) -> None:
    for path in SAMPLES:
        assert before(office, path) == []
    case = edited(MARRIED, office.place / "case.toml", "child.given = ", 'child.given = "An" # ')
    assert before(office, case) == []


def test_a_warning_without_its_reason_is_one_error_in_words(office: Office) -> None:
    text = LATE.read_text("utf-8")
    start = text.index("[reasons]")
    stop = text.index("[", start + 1)
    case = office.place / "case.toml"
    case.write_text(text[:start] + text[stop:], "utf-8")
    _, answer = office.json("check", case)
    (warning,) = answer["warnings"]
    assert warning["rule"] in [error["rule"] for error in answer["errors"]]
    _, out, _ = office.run("check", case)
    assert out.count(warning["message"]) == 1
    (line,) = [line for line in out.splitlines() if warning["message"] in line]
    assert line.startswith("LỖI · ")
    assert "Cảnh báo ·" not in out


# -- lookup, export, rebuild ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "LT19639-261122-1001",
        "1001",
        "1001-g",
        "099093000101",
        "0900 000 101",
        "tran van vi du",
        "KHÔI",
    ],
)
def test_lookup_finds_by_number_phone_and_name(office: Office, text: str) -> None:
    reference = office.filed()
    code, answer = office.json("lookup", text, *office.key)
    assert code == 0
    (found,) = answer
    assert found.keys() == {"reference", "state", "elsewhere", "procedures"}
    assert (found["reference"], found["state"]) == (reference, "completed")
    assert [procedure["id"] for procedure in found["procedures"]] == [
        *("birth-registration", "permanent-residence", "health-insurance", "identity-card"),
    ]
    for procedure in found["procedures"]:
        assert procedure.keys() == {"id", "agency", "status", "expected", "verified"}
    assert found["procedures"][0]["status"] == "declared"
    assert found["procedures"][1]["status"] == "awaiting"


@pytest.mark.parametrize("text", ["nobody", "LT19639-261122-1002-E", "\x1b[2J", "%", '"'])
def test_lookup_of_nothing_is_no_error(office: Office, text: str) -> None:
    office.filed()
    assert office.json("lookup", text, *office.key) == (0, [])
    code, out, err = office.run("lookup", text, *office.key)
    assert (code, out, err) == (0, "Không thấy hồ sơ nào.\n", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LT19639-261122-1002-Z", "chưa khớp ký tự kiểm tra"),
        ("LT19639-261122-1002", "Số phiếu"),
        ("LT26740-261122-1001-5", "lienthong hub ask"),
    ],
)
def test_what_is_read_off_a_slip_is_told_apart(office: Office, text: str, told: str) -> None:
    code, out, _ = office.run("lookup", text, *office.key)
    assert (code, told in out) == (0, True), out


def test_lookup_tells_filings_apart_and_shows_no_whole_name(office: Office) -> None:
    reference = office.filed()
    code, out, _ = office.run("lookup", "Khôi", *office.key)
    assert code == 0
    first, *below = out.splitlines()
    state = "KÊ KHAI XONG – CHƯA NỘP LÊN CỔNG"
    assert first == f"{reference} · T. M. Khôi · 20/11/2026 15:20 · {state}"
    assert below[:2] == [
        "    Đăng ký khai sinh – kê khai xong, chưa nộp lên Cổng."
        " Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: thứ Hai 23/11/2026 (chưa xác minh)",
        "    Đăng ký thường trú – chờ kết quả của thủ tục trước."
        " Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy: thứ Sáu 27/11/2026 (chưa xác minh)",
    ]
    assert len(below) == 4
    for word in ("Trần", "Minh", "Nguyễn"):
        assert word not in out


def test_export_and_verify(office: Office) -> None:
    reference = office.filed(LATE)
    code, answer = office.json("export", reference, "--out", office.place / "out", *office.key)
    assert code == 0
    assert answer["reference"] == reference
    assert list(answer["paths"]) == ["civil-status", "residence-police", "social-insurance"]
    paths = list(answer["paths"].values())
    code, told = office.json("packet", "verify", *paths)
    assert code == 1  # nobody said yet whose the key is
    assert {entry["error"] for entry in told["packets"]} == {"signer-unknown"}
    _, key = office.json("signing-key", "show", "--out", office.place / "key", *office.key)
    signers = office.place / "key" / "lienthong-19639-1.signers"
    assert str(signers) in key["paths"]
    for trust in (("--signers", signers), ("--fingerprint", key["fingerprint"])):
        code, told = office.json("packet", "verify", *trust, *paths)
        assert code == 0
        assert [entry["agency"] for entry in told["packets"]] == list(answer["paths"])
        assert {entry["reference"] for entry in told["packets"]} == {reference}
        assert all(entry["trusted"] for entry in told["packets"])
        assert told["rounds"] == [{"reference": reference, "round": 1, "count": 3, "missing": []}]
    code, out, err = office.run("packet", "verify", "--signers", signers, *paths[:2])
    assert (code, err) == (0, "")
    assert out.count("NGUYÊN VẸN, KHÓA ĐÃ BIẾT") == 2
    assert "ở đây có 2 trên 3 hồ sơ chuyển, không có số 3" in out
    code, answer = office.json(
        "export", f" {reference.lower()}", "--out", office.place / "2", *office.key
    )
    assert (code, answer["reference"]) == (0, reference)


@pytest.mark.parametrize(
    ("reference", "error"),
    [("LT19639-261122-1001-0", "reference-check"), ("G22.99.1", "reference-form")],
)
def test_export_of_no_reference_is_unusable(office: Office, reference: str, error: str) -> None:
    code, answer = office.json("export", reference, "--out", office.place / "out", *office.key)
    assert (code, answer["error"]) == (2, error)
    assert not (office.place / "out").exists()


def test_a_changed_packet_does_not_verify(office: Office) -> None:
    reference = office.filed()
    _, answer = office.json("export", reference, "--out", office.place / "out", *office.key)
    path = Path(answer["paths"]["civil-status"])
    path.write_bytes(path.read_bytes().replace(b'"Nam"', b'"Nu!"'))
    code, told = office.json("packet", "verify", path)
    (entry,) = told["packets"]
    assert (code, entry["error"], entry["trusted"]) == (1, "packet-file-changed", False)
    assert "packet.json" in entry["message"]
    code, out, _ = office.run("packet", "verify", path)
    assert (code, "KHÔNG DÙNG ĐƯỢC" in out, entry["message"] in " ".join(out.split())) == (
        1,
        True,
        True,
    )


@pytest.mark.parametrize("kind", ["none", "folder", "pipe"])
@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["packet", "verify"], "packet-missing"),
        (["packet", "verify", "x", "--signers"], "signers-missing"),
        (["definitions", "check"], "definition-missing"),
    ],
)
def test_what_is_no_file_is_unusable(
    office: Office, kind: str, command: list[str], error: str
) -> None:
    path = office.place / kind
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    code, answer = office.json(*command, path)
    assert (code, answer["error"]) == (2, error)


def test_rebuild_counts_the_filings(office: Office) -> None:
    office.filed()
    office.filed(LATE)
    before = office.json("lookup", "LT19639", *office.key)
    assert office.json("rebuild", *office.key) == (0, {"filings": 2})
    assert office.json("lookup", "LT19639", *office.key) == before


# -- journal, definitions, demo -------------------------------------------------------------------


def test_journal_verify_tells_the_heads(office: Office) -> None:
    office.filed()
    code, answer = office.json("journal", "verify", *office.key)
    assert code == 0
    assert answer.keys() == {"events", "erased", "gaps", "heads"}
    (head,) = answer["heads"]
    assert (answer["events"], answer["erased"], head["seq"]) == (9, 0, 9)
    code, out, _ = office.run("journal", "verify", *office.key)
    assert code == 0
    assert head["hash"] in out


def test_journal_verify_against_a_head_on_paper(office: Office) -> None:
    _, head = office.json("journal", "head", *office.key)
    office.filed(MARRIED)
    line = f"{head['stream']} {head['seq']}:{head['hash']}"
    for typed in (line, line.replace(" ", "\n   "), line[: -64 + 16], line.upper()):
        code, out, _ = office.run("journal", "verify", "--head", typed, *office.key)
        assert code == 0
        assert "Khớp với sổ đã in: 1 dòng." in out
    wrong = f"{head['stream']} {head['seq']}:{head['hash'][::-1]}"
    later = f"{head['stream']} 99999:{head['hash']}"
    for typed in (wrong, later, f"d_00000_1_00000000 1:{head['hash']}"):
        heads = ("--head", line, "--head", typed)
        code, answer = office.json("journal", "verify", *heads, *office.key)
        assert (code, answer["error"]) == (1, "journal-head")
    for typed in ("", "80", line[:-50], f"{line}0"):
        code, answer = office.json("journal", "verify", "--head", typed, *office.key)
        assert (code, answer["error"]) == (2, "head-unreadable")


def test_journal_verify_finds_a_changed_payload(office: Office) -> None:
    office.filed()
    db = connect(office.place / "desk/desk.db", office.created.store_key)
    db.execute("DROP TRIGGER payload_no_update")
    db.execute(
        "UPDATE payload SET body = CAST(replace(body, 'male', 'fema') AS BLOB) WHERE seq = 6"
    )
    db.execute(schema.TRIGGERS["payload_no_update"])
    db.close()
    code, answer = office.json("journal", "verify", *office.key)
    assert (code, answer["error"]) == (1, "journal-broken")
    assert "6" in answer["message"]


def test_the_shipped_definitions_are_right(office: Office) -> None:
    assert office.json("definitions", "check") == (0, {"errors": []})
    code, out, _ = office.run("definitions", "check")
    assert code == 0
    assert "birth.toml" in out


def test_a_broken_definition_is_told_with_file_item_and_column(office: Office) -> None:
    source = data_path("procedures", "birth.toml")
    rule = tomllib.loads(source.read_text("utf-8"))["rule"][0]
    broken = edited(source, office.place / "mine.toml", rule["when"], f"{rule['when']} && nope")
    code, answer = office.json("definitions", "check", broken)
    assert code == 1
    error = answer["errors"][0]
    assert error.keys() == {"file", "item", "line", "column", "message"}
    assert error["file"] == "mine.toml"
    assert error["item"] == f"rule {rule['id']}"
    assert error["column"] == len(rule["when"]) + 5
    code, out, _ = office.run("definitions", "check", broken)
    assert code == 1
    assert error["message"] in out


def test_a_file_too_large_for_a_definition_is_not_read(office: Office) -> None:
    path = office.place / "mine.toml"
    with path.open("wb") as file:
        file.truncate(1_000_001)
    code, answer = office.json("definitions", "check", path)
    assert (code, answer["error"]) == (2, "definition-large")
    assert "1,0 MB" in answer["message"]
    with path.open("wb") as file:
        file.truncate(1_000_000)
    assert office.json("definitions", "check", path)[0] == 1
    (told,) = office.json("packet", "verify", path)[1]["packets"]
    assert told["error"] == "packet-not-zip"


def test_demo_files_every_sample_and_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(office.place / "tmp"))
    (office.place / "tmp").mkdir()
    code, out, err = office.run("demo")
    assert (code, err) == (0, "")
    assert len(re.findall(r"LT19639-261122-10\d\d-[0-9A-Z] ", out)) == len(SAMPLES)
    assert "DỮ LIỆU MẪU" in out
    assert list((office.place / "tmp").iterdir()) == []


def test_demo_prints_when_asked_wherever_it_runs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong_tui.invocation.at_a_terminal", lambda: True)
    code, out, err = office.run("demo", "--print")
    assert (code, err) == (0, "")
    assert "quầy mẫu đã xóa" in out


# -- open -----------------------------------------------------------------------------------------


def test_screens_need_a_terminal(office: Office) -> None:
    code, out, err = office.run("open", "--desk", office.place / "desk")
    assert (code, out) == (2, "")
    assert "cửa sổ dòng lệnh" in err


def test_without_a_terminal_the_bare_command_tells_its_help(office: Office) -> None:
    for arguments in ([], ["--lang", "en"]):
        code, out, err = office.run(*arguments)
        assert (code, out) == (2, "")
        assert "demo" in err


def test_the_desk_meant_is_named_or_the_users_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(office.place / "data"))
    assert own_desk() == office.place / "data" / "lienthong-tui" / "desk"
    assert not (office.place / "data").exists()
    monkeypatch.setenv("LIENTHONG_DESK", str(office.place / "desk"))
    assert own_desk() == office.place / "desk"


def test_an_amendment_is_read_with_the_file_beside_it(office: Office) -> None:
    later = office.place / "amended.toml"
    shipped = data_path("procedures", "birth_2027-03-01.toml")
    later.write_bytes(shipped.read_bytes())
    (office.place / "odd.toml").mkdir()
    (office.place / "long.toml").write_bytes(b"#" * 3_000_000)
    code, answer = office.json("definitions", "check", later)
    assert code == 1
    assert "2026-09-01" in answer["errors"][0]["message"]
    (office.place / "whole.toml").write_bytes(data_path("procedures", "birth.toml").read_bytes())
    assert office.json("definitions", "check", later) == (0, {"errors": []})


def test_definitions_diff_tells_changes_and_the_cases_they_decide_otherwise(
    office: Office,
) -> None:
    shipped = data_path("procedures", "birth.toml")
    later = office.place / "birth-2027.toml"
    text = shipped.read_text("utf-8")
    assert text.count("days_between(child.birth_date, today) > 60 &&") == 1
    later.write_text(
        text.replace(
            "days_between(child.birth_date, today) > 60 &&",
            "days_between(child.birth_date, today) > 14 &&",
        ),
        "utf-8",
    )
    code, answer = office.json("definitions", "diff", shipped, later)
    assert code == 0
    (change,) = answer["changes"]
    assert (change["what"], change["item"], change["part"]) == (
        "changed",
        "rule birth-registered-late",
        "when",
    )
    assert "01-cha-me-da-ket-hon.toml" in answer["cases"]
    before, after = answer["cases"]["01-cha-me-da-ket-hon.toml"]
    assert set(after) - set(before) == {
        "warning birth-registered-late",
        "error birth-registered-late",
    }
    code, out, err = office.run("definitions", "diff", shipped, later)
    assert (code, err) == (0, "")
    assert "Đổi rule birth-registered-late, when:" in out
    assert "  + warning birth-registered-late" in out
    assert office.json("definitions", "diff", shipped, shipped)[1] == {"changes": [], "cases": {}}
    later.write_text("group =", "utf-8")
    assert office.json("definitions", "diff", shipped, later)[0] == 1
