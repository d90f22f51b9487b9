"""The commands about officers, key files and the recovery sheet, through the door they have."""

import json
import logging
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyotp
import pytest
from desk.sample import OFFICER_ID, OFFICER_NAME, PASSWORD, opened, signed_in
from office import Office

from lienthong_tui.access import codes
from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import founding, holders, officers, vault
from lienthong_tui.desk.session import session
from lienthong_tui.problems import Busy, DeskUnavailable, Refused
from lienthong_tui.store import journal
from lienthong_tui.store import keyring as keyrings

SECOND, SECOND_ID = "Hồ Thị Mẫu", "099190000018"
CHOSEN = "con mèo ngủ trưa"
STEP = timedelta(seconds=codes.STEP_SECONDS)
CODE = re.compile(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}")


def number_file(office: Office, number: str = SECOND_ID) -> Path:
    path = office.place / "number.txt"
    path.write_text(f"{number}\n", "utf-8")
    return path


def add_command(office: Office, *more: object, role: str = "officer") -> list[object]:
    given = ["--name", SECOND, "--id-number-file", number_file(office), "--role", role]
    return ["officer", "add", *given, *more]


def sheet(office: Office, name: str = "sheet.txt") -> list[str]:
    return ["--desk", f"{office.place}/desk", "--key-file", f"{office.place}/{name}"]


def added(office: Office) -> str:
    """The slot of a second officer, added in the store: it costs no code of the phone."""
    with signed_in(office.place, office.created, office.now) as desk:
        slot = officers.add(desk, SECOND, SECOND_ID, "officer").slot
    later(office)
    return slot


def later(office: Office) -> None:
    """The phone shows another code."""
    office.now += STEP


def standing(office: Office) -> list[tuple[str, str, str]]:
    code, answer = office.json("officer", "list", *sheet(office))
    assert code == 0
    return [(told["name"], told["role"], told["standing"]) for told in answer]


def first_sign_in(office: Office, password: str, code: str) -> str:
    """What the screens lead a new officer through; the secret of the phone."""
    folder, secret = office.place / "desk", codes.new_secret()
    unlocked = vault.open_with_password(folder, SECOND_ID, password, code, office.now)
    with session(unlocked, lambda: office.now) as desk:
        officers.change_password(desk, CHOSEN)
        pair = [pyotp.TOTP(secret).at(office.now + step) for step in (timedelta(), STEP)]
        officers.enrol_phone(desk, secret, *pair)
    later(office)
    later(office)
    return secret


# -- officers -------------------------------------------------------------------------------------


def test_the_officers_are_listed_with_slot_role_and_standing(office: Office) -> None:
    slot = added(office)
    code, answer = office.json("officer", "list", *office.sign_in())
    assert code == 0
    assert answer == [
        {
            "slot": office.created.officer_slot_id,
            "name": OFFICER_NAME,
            "role": "supervisor",
            "standing": "open",
        },
        {"slot": slot, "name": SECOND, "role": "officer", "standing": "first-sign-in"},
    ]
    later(office)
    code, out, err = office.run("officer", "list", *office.sign_in())
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{OFFICER_NAME} · người phụ trách quầy · {office.created.officer_slot_id}",
        f"{SECOND} · người tiếp nhận · chờ đăng nhập lần đầu · {slot}",
    ]


@pytest.mark.parametrize("key", ["desk.key", "sheet.txt"])
def test_a_key_may_see_the_list(office: Office, key: str) -> None:
    assert len(office.json("officer", "list", *sheet(office, key))[1]) == 1


def test_an_officer_is_added_with_a_password_and_a_code_for_one_sign_in(office: Office) -> None:
    code, answer = office.json(*add_command(office, *office.sign_in()))
    assert code == 0
    assert answer.keys() == {"slot", "password", "code"}
    assert CODE.fullmatch(answer["password"])
    assert CODE.fullmatch(answer["code"])
    assert standing(office)[1] == (SECOND, "officer", "first-sign-in")
    first_sign_in(office, answer["password"], answer["code"])
    assert standing(office)[1] == (SECOND, "officer", "open")


def test_what_is_handed_over_is_said_in_words(office: Office) -> None:
    code, out, err = office.run(*add_command(office, *office.sign_in(), role="supervisor"))
    assert (code, err) == (0, "")
    assert out.startswith(f"GIAO CHO {SECOND}\nMật khẩu: ")
    assert len(set(CODE.findall(out))) == 2
    assert "giao tận tay" in out
    assert "lienthong open" in out
    assert standing(office)[1][1] == "supervisor"


def test_a_password_for_one_sign_in_leaves_the_phone(office: Office) -> None:
    code, answer = office.json("officer", "reset", "NGUYEN thi mau", *sheet(office))
    assert (code, answer["code"]) == (0, None)
    with pytest.raises(Refused):
        vault.open_with_password(
            office.place / "desk", OFFICER_ID, PASSWORD, office.code(), office.now
        )
    unlocked = vault.open_with_password(
        office.place / "desk", OFFICER_ID, answer["password"], office.code(), office.now
    )
    with session(unlocked, lambda: office.now) as desk:
        assert desk.account is not None
        assert (desk.account.password_due, desk.account.phone_due) == (True, False)
    _, out, _ = office.run("officer", "reset", office.created.officer_slot_id, *sheet(office))
    assert len(CODE.findall(out)) == 1
    assert "điện thoại đang dùng" in out


def test_a_code_for_one_sign_in_ends_the_phone(office: Office) -> None:
    code, answer = office.json("officer", "phone", OFFICER_NAME, *sheet(office))
    assert code == 0
    assert answer["password"] is None
    assert answer["slot"] == office.created.officer_slot_id
    with pytest.raises(Refused):
        vault.open_with_password(
            office.place / "desk", OFFICER_ID, PASSWORD, office.code(), office.now
        )
    vault.open_with_password(
        office.place / "desk", OFFICER_ID, PASSWORD, answer["code"], office.now
    )
    _, out, _ = office.run("officer", "phone", OFFICER_NAME, *sheet(office))
    assert len(CODE.findall(out)) == 1
    assert "Mật khẩu" not in out


def test_a_closed_account_is_opened_again_by_the_number(office: Office) -> None:
    slot = added(office)
    assert office.json("officer", "close", "ho thi mau", *office.sign_in()) == (0, {"slot": slot})
    assert standing(office)[1] == (SECOND, "officer", "closed")
    later(office)
    for command, error in (
        (["close", slot, *office.sign_in()], "officer-closed"),
        (["phone", slot, *sheet(office)], "officer-closed"),
        (["reset", slot, *sheet(office)], "officer-number-needed"),
    ):
        code, answer = office.json("officer", *command)
        assert (code, answer["error"]) == (2, error)
    by_number = ["--id-number-file", number_file(office)]
    code, answer = office.json("officer", "reset", slot, *by_number, *sheet(office))
    assert code == 0
    assert CODE.fullmatch(answer["code"])
    assert standing(office)[1] == (SECOND, "officer", "first-sign-in")


def test_what_has_been_done_is_said(office: Office) -> None:
    added(office)
    code, out, _ = office.run("officer", "role", SECOND, "supervisor", *office.sign_in())
    assert (code, out) == (0, f"{SECOND} nay là người phụ trách quầy.\n")
    assert standing(office)[1][1] == "supervisor"
    later(office)
    code, answer = office.json("officer", "role", SECOND, "officer", *office.sign_in())
    assert (code, answer["role"]) == (0, "officer")
    later(office)
    code, out, _ = office.run("officer", "close", SECOND, *office.sign_in())
    assert (code, out) == (0, f"Đã khóa tài khoản {SECOND}; khóa kho đã thay.\n")


def test_nobody_closes_themselves_or_gives_up_their_role(office: Office) -> None:
    for command in (["close", OFFICER_NAME], ["role", OFFICER_NAME, "officer"]):
        code, answer = office.json("officer", *command, *office.sign_in())
        assert (code, answer["error"]) == (2, "officer-own")
        later(office)


def test_who_cannot_be_told_apart_or_is_not_there_is_told(office: Office) -> None:
    slot = added(office)
    with signed_in(office.place, office.created, office.now) as desk:
        officers.add(desk, "Hồ Thị Mầu", "099190000026", "officer")
    code, _, err = office.run("officer", "reset", "ho thi mau", *sheet(office))
    assert (code, "2 tài khoản" in err, "officer list" in err) == (2, True, True)
    for text in ("Ai Đó", "", SECOND_ID):
        code, answer = office.json("officer", "reset", text, *sheet(office))
        assert (code, answer["error"]) == (2, "officer-unknown")
    assert office.json("officer", "reset", slot, *sheet(office))[1]["slot"] == slot


def test_a_number_that_somebody_has_is_told(office: Office) -> None:
    number_file(office, OFFICER_ID)
    given = ["--name", SECOND, "--id-number-file", office.place / "number.txt"]
    code, answer = office.json("officer", "add", *given, "--role", "officer", *office.sign_in())
    assert (code, answer["error"]) == (2, "officer-known")


# -- keys and the recovery sheet ------------------------------------------------------------------


def test_a_key_file_is_added_listed_and_ended(office: Office) -> None:
    path = office.place / "night.key"
    given = ["--purpose", "sao lưu  hằng đêm", "--out", path]
    code, answer = office.json("key", "add", *given, *office.sign_in())
    assert (code, answer) == (0, {"purpose": "sao lưu hằng đêm", "path": str(path)})
    assert office.json("lookup", "x", *sheet(office, "night.key")) == (0, [])
    later(office)
    code, listed = office.json("key", "list", *office.sign_in())
    assert code == 0
    assert [(key["kind"], key["purpose"]) for key in listed] == [
        ("recovery", None),
        ("unattended", "chạy không người"),
        ("unattended", "sao lưu hằng đêm"),
    ]
    later(office)
    slot = listed[2]["slot"]
    removed = office.json("key", "remove", "SAO LUU hang dem", *office.sign_in())
    assert removed == (0, {"slot": slot, "purpose": "sao lưu hằng đêm"})
    assert office.json("lookup", "x", *sheet(office, "night.key"))[1]["error"] == "key-unknown"
    assert office.json("lookup", "x", *office.key) == (0, [])


def test_the_keys_in_words(office: Office) -> None:
    path = office.place / "night.key"
    code, out, _ = office.run("key", "add", "--purpose", "đêm", "--out", path, *office.sign_in())
    assert (code, out.startswith("Đã ghi tệp khóa")) == (0, True)
    later(office)
    _, out, _ = office.run("key", "list", *office.sign_in())
    assert [line.rpartition(" · ")[0] for line in out.splitlines()] == [
        "giấy khôi phục",
        "tệp khóa · chạy không người",
        "tệp khóa · đêm",
    ]
    assert "AGE-SECRET-KEY" not in out
    later(office)
    slot = out.split()[-1]
    code, out, _ = office.run("key", "remove", slot, *office.sign_in())
    assert (code, out.startswith("Đã bỏ tệp khóa")) == (0, True)


def test_a_key_that_cannot_be_told_or_is_not_there(office: Office) -> None:
    for number in "12":
        path = office.place / f"{number}.key"
        given = ["--purpose", "đêm", "--out", path]
        assert office.json("key", "add", *given, *office.sign_in())[0] == 0
        later(office)
    with opened(office.place) as desk:
        recovery = next(key.id for key in officers.keys(desk) if key.kind == "recovery")
    # The recovery key is replaced, never only removed.
    for text, error in (
        ("dem", "key-alike"),
        ("x", "key-not-listed"),
        (recovery, "key-not-listed"),
    ):
        code, answer = office.json("key", "remove", text, *office.sign_in())
        assert (code, answer["error"]) == (2, error)
        later(office)


def test_a_new_recovery_sheet_ends_the_one_before(office: Office) -> None:
    path = office.place / "new-sheet.txt"
    code, answer = office.json("recovery", "replace", "--out", path, *office.sign_in())
    assert (code, answer) == (0, {"path": str(path)})
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"GIẤY KHÔI PHỤC – {office.place}/desk" in path.read_text("utf-8")
    assert office.json("officer", "list", *sheet(office))[1]["error"] == "key-unknown"
    assert office.json("officer", "list", *sheet(office, "new-sheet.txt"))[0] == 0
    later(office)
    again = office.place / "again.txt"
    code, out, _ = office.run("recovery", "replace", "--out", again, *office.sign_in())
    assert (code, "hủy giấy cũ" in out, str(again) in out) == (0, True, True)
    assert "AGE-SECRET-KEY" not in out


def test_the_stock_age_tool_opens_the_store_key_as_the_sheet_says(office: Office) -> None:
    if shutil.which("age") is None:
        pytest.skip("KHÔNG CÓ age: the stock tool is installed by .ci/run only")
    newest = "SELECT blob FROM store_key ORDER BY epoch DESC LIMIT 1"
    (blob,) = sqlite3.connect(office.place / "desk/keys.db").execute(newest).fetchone()
    (office.place / "store-key.age").write_bytes(blob)
    done = subprocess.run(
        ["age", "-d", "-i", "sheet.txt", "store-key.age"],
        cwd=office.place,
        capture_output=True,
        check=True,
    )
    assert done.stdout == office.created.store_key


def replacing(office: Office) -> tuple[int, str, Path]:
    """What `recovery replace` answers where something is in its way."""
    path = office.place / "new-sheet.txt"
    code, answer = office.json("recovery", "replace", "--out", path, *office.sign_in())
    return code, answer["error"], path


def test_no_sheet_is_written_while_another_program_has_the_desk(office: Office) -> None:
    with opened(office.place):
        code, error, path = replacing(office)
    assert (code, error, path.exists()) == (5, "desk-in-use", False)
    assert office.json("officer", "list", *sheet(office))[0] == 0


def test_a_sheet_whose_key_does_not_come_to_count_is_taken_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DeskUnavailable("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(keyrings, "rewrap_store_key", full)
        code, error, path = replacing(office)
    assert (code, error, path.exists()) == (4, "disk-full", False)
    assert office.json("officer", "list", *sheet(office))[0] == 0
    later(office)
    # What the store was told of the key that nobody has ends with the next replacement.
    assert office.json("recovery", "replace", "--out", path, *office.sign_in())[0] == 0
    later(office)
    listed = office.json("key", "list", *office.sign_in())[1]
    assert [key["kind"] for key in listed] == ["unattended", "recovery"]


def test_a_sheet_that_counts_beside_the_one_before_is_kept_and_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy("desk-in-use")

    with monkeypatch.context() as patch:
        patch.setattr(holders, "release", busy)
        code, error, path = replacing(office)
    assert (code, error, path.exists()) == (4, "recovery-both", True)
    for name in ("sheet.txt", path.name):
        assert office.json("officer", "list", *sheet(office, name))[0] == 0
    later(office)
    last = office.place / "last.txt"
    assert office.json("recovery", "replace", "--out", last, *office.sign_in())[0] == 0
    for name in ("sheet.txt", path.name):
        assert office.json("officer", "list", *sheet(office, name))[1]["error"] == "key-unknown"
    assert office.json("officer", "list", *sheet(office, "last.txt"))[0] == 0


# -- who may --------------------------------------------------------------------------------------


def everything(office: Office) -> dict[str, list[object]]:
    """Every command that changes or tells something, without what opens the desk."""
    return {
        "add": add_command(office),
        "reset": ["officer", "reset", OFFICER_NAME],
        "phone": ["officer", "phone", OFFICER_NAME],
        "close": ["officer", "close", OFFICER_NAME],
        "role": ["officer", "role", OFFICER_NAME, "officer"],
        "keys": ["key", "list"],
        "key": ["key", "add", "--purpose", "đêm", "--out", office.place / "night.key"],
        "end": ["key", "remove", "chạy không người"],
        "sheet": ["recovery", "replace", "--out", office.place / "new-sheet.txt"],
    }


def refused(office: Office, commands: dict[str, list[object]], by: list[str]) -> None:
    before = sorted(path.name for path in office.place.iterdir())
    for command in commands.values():
        code, answer = office.json(*command, *by)
        assert (code, answer["error"]) == (3, "not-permitted")
    assert sorted(path.name for path in office.place.iterdir()) == before


def test_a_key_file_does_none_of_it(office: Office) -> None:
    refused(office, everything(office), office.key)


def test_the_recovery_sheet_lets_in_again_and_does_nothing_else(office: Office) -> None:
    commands = everything(office)
    by = sheet(office)
    for name in ("reset", "phone"):
        assert office.json(*commands.pop(name), *by)[0] == 0
    refused(office, commands, by)


def test_an_officer_is_no_supervisor(office: Office) -> None:
    with signed_in(office.place, office.created, office.now) as desk:
        handed = officers.add(desk, SECOND, SECOND_ID, "officer")
        assert handed.code is not None
    secret = first_sign_in(office, handed.password, handed.code)
    for command in everything(office).values():
        by = office.sign_in(SECOND_ID, CHOSEN, pyotp.TOTP(secret).at(office.now))
        refused(office, {"": command}, by)
        later(office)
    by = office.sign_in(SECOND_ID, CHOSEN, pyotp.TOTP(secret).at(office.now))
    assert office.json("officer", "list", *by)[0] == 0


# -- what cannot be meant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "changed", "error"),
    [
        ("add", {"--name": "  "}, "officer-name-empty"),
        ("add", {"--name": "M\x1b[31mẫu"}, "text-control"),
        ("add", {"--name": "Mẫu\u202e"}, "text-invisible"),
        ("add", {"--role": "boss"}, "argument-value"),
        ("add", {"--id-number-file": "none.txt"}, "id-number-file"),
        ("add", {"--id-number-file": "desk"}, "id-number-file"),
        ("add", {"--id-number-file": "empty.txt"}, "id-number-file"),
        ("add", {"--id-number-file": "short.txt"}, "id-length"),
        ("add", {"--id-number-file": "letters.txt"}, "id-character"),
        ("reset", {"--id-number-file": "short.txt"}, "id-length"),
        ("key", {"--purpose": " "}, "purpose-empty"),
        ("key", {"--purpose": "đêm\n"}, "text-control"),
        ("key", {"--out": "desk/night.key"}, "key-inside-desk"),
        ("key", {"--out": "desk.key"}, "file-exists"),
        ("key", {"--out": "none/night.key"}, "folder-missing"),
        ("sheet", {"--out": "desk/sheet.txt"}, "key-inside-desk"),
        ("sheet", {"--out": "sheet.txt"}, "file-exists"),
        ("sheet", {"--out": "none/sheet.txt"}, "folder-missing"),
    ],
)
def test_what_cannot_be_meant_spends_no_code(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    changed: dict[str, str],
    error: str,
) -> None:
    monkeypatch.chdir(office.place)
    Path("empty.txt").touch()
    Path("short.txt").write_text("09919000001", "utf-8")
    Path("letters.txt").write_text("so dinh danh", "utf-8")
    given = [*everything(office)[command], *(part for pair in changed.items() for part in pair)]
    code, answer = office.json(*given, *office.sign_in())
    assert (code, answer["error"]) == (2, error)
    with signed_in(office.place, office.created, office.now) as desk:
        assert len(desk.accounts) == 1


def test_a_number_on_the_command_line_is_not_taken(office: Office) -> None:
    given = ["--name", SECOND, "--id-number", SECOND_ID, "--role", "officer"]
    code, answer = office.json("officer", "add", *given, *office.sign_in())
    assert (code, answer["error"]) == (2, "argument-unknown")
    assert SECOND_ID not in answer["message"]


# -- nothing of a person, nothing that opens ------------------------------------------------------


def test_the_whole_story_and_no_secret_where_it_must_not_be(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    log_folder: Path,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(founding, "create", partial(founding.create, cost=FLOOR))
    shutil.rmtree(office.place / "desk")
    for name in ("sheet.txt", "desk.key"):
        (office.place / name).unlink()
    said: list[str] = []
    typed: list[str] = []

    def run(*command: object) -> Any:
        typed.extend(map(str, command))
        code, out, err = office.run(*command, "--json")
        assert (code, err) == (0, "")
        said.append(out)
        return json.loads(out)

    (office.place / "password.txt").write_text(PASSWORD, "utf-8")
    made = run(
        *("init", "--desk", office.place / "desk", "--commune", "19639"),
        *("--officer-id", OFFICER_ID, "--officer-name", OFFICER_NAME),
        *("--password-file", office.place / "password.txt"),
        *("--recovery-file", office.place / "sheet.txt", "--key-file", office.place / "desk.key"),
    )
    typed.clear()
    secret = pyotp.parse_uri(made["otp_uri"]).secret

    def supervisor() -> list[str]:
        later(office)
        return office.sign_in(OFFICER_NAME, PASSWORD, pyotp.TOTP(secret).at(office.now))

    handed = run(*add_command(office, *supervisor()))
    phone = first_sign_in(office, handed["password"], handed["code"])
    run("officer", "close", SECOND, *supervisor())
    by_number = ["--id-number-file", number_file(office)]
    again = run("officer", "reset", SECOND, *by_number, *sheet(office))
    first_sign_in(office, again["password"], again["code"])
    lost = run("officer", "phone", SECOND, *sheet(office))
    run("officer", "list", *sheet(office))
    run("key", "list", *supervisor())
    run("recovery", "replace", "--out", office.place / "new.txt", *supervisor())

    once = [handed["password"], handed["code"], again["password"], again["code"], lost["code"]]
    assert len(set(once)) == 5
    assert [sum(secret in out for out in said) for secret in once] == [1] * 5
    keys = ["AGE-SECRET-KEY", PASSWORD, CHOSEN, SECOND_ID, OFFICER_ID, phone]
    assert [hidden for hidden in keys if hidden in "".join(said)] == []
    elsewhere = " ".join(typed) + caplog.text
    elsewhere += "".join(path.read_text("utf-8") for path in log_folder.rglob("*.log"))
    with opened(office.place, office.now) as desk:
        elsewhere += str([recorded.payload for recorded in journal.desk_events(desk.db, "desk.")])
        assert desk.verify()
    for hidden in (*once, *keys, secret):
        assert hidden not in elsewhere


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_what_was_handed_over_is_not_lost_with_the_answer(office: Office) -> None:
    with pytest.MonkeyPatch.context() as patch, Path("/dev/full").open("w") as nowhere:
        patch.setattr(sys, "stdout", nowhere)
        code, _, err = office.run(*add_command(office, *office.sign_in()))
    assert code == 4
    password, handed = CODE.findall(err)
    first_sign_in(office, password, handed)


def test_in_english(office: Office) -> None:
    added(office)
    _, out, _ = office.run("officer", "list", *sheet(office), "--lang", "en")
    assert "first sign-in" in out
    for group in ("officer", "key", "recovery"):
        _, out, _ = office.run("--lang", "en", group, "--help")
        assert out.isascii()
        _, out, _ = office.run(group, "--help")
        assert "Usage" not in out
    _, out, _ = office.run("officer", "role", SECOND, "supervisor", *office.sign_in(), "--lang=en")
    assert out.startswith(f"{SECOND} is now ")
