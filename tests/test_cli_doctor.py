"""`lienthong doctor`: with the desk and without, in a terminal and in a pipe."""

import shutil
from pathlib import Path

import pytest
from office import Office

from lienthong_tui.desk.sittings import sitting
from lienthong_tui.terminal.probe import colours, is_utf8


def checks(office: Office, *more: object) -> tuple[int, dict[str, str]]:
    code, answer = office.json("doctor", *more)
    assert all(len(each["message"]) > 5 for each in answer)
    return code, {each["check"]: each["state"] for each in answer}


def test_a_whole_desk(office: Office) -> None:
    code, found = checks(office, *office.key)
    assert code == 0
    assert found["store"] == found["chain"] == "whole"
    assert {"room", "clock", "calendar", "definitions", "keys", "backup", "printer"} <= set(found)
    assert "desk" not in found


def test_without_a_key_what_can_be_seen_is_told(office: Office) -> None:
    code, found = checks(office, "--desk", office.place / "desk")
    assert (code, found["desk"]) == (0, "locked")
    assert "store" not in found
    with sitting(office.place / "desk"):
        told = office.json("doctor", "--desk", office.place / "desk")[1]
        assert [each["state"] for each in told if each["check"] == "desk"] == ["in-use", "locked"]


def test_a_desk_that_does_not_open_says_why(office: Office) -> None:
    store = office.place / "desk/desk.db"
    store.write_bytes(store.read_bytes()[:-5000])
    code, found = checks(office, *office.key)
    assert (code, found["desk"]) == (1, "refused")
    shutil.rmtree(office.place / "desk")
    code, found = checks(office, "--desk", office.place / "desk")
    assert (code, found["desk"]) == (1, "missing")


def test_in_words(office: Office) -> None:
    code, out, _ = office.run("doctor", *office.key)
    assert code == 0
    assert "tốt      Kho dữ liệu: Mọi trang nguyên vẹn" in out
    _, out, _ = office.run("doctor", *office.key, "--lang", "en")
    assert "good     Store: Every page is whole" in out


@pytest.mark.parametrize(
    ("environment", "count"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 2**24),
        ({"TERM": "linux"}, 8),
        ({"TERM": "vt220"}, 16),
        ({"TERM": "dumb"}, 2),
        ({}, 2),
    ],
)
def test_colours(environment: dict[str, str], count: int) -> None:
    assert colours(environment) == count


def test_utf8() -> None:
    assert is_utf8("utf-8")
    assert is_utf8("UTF8")
    assert not is_utf8("cp1258")
    assert not is_utf8(None)
    assert not is_utf8("no such thing")


def test_the_probe_is_no_part_of_what_is_drawn() -> None:
    source = Path(__file__).parents[1] / "lienthong_tui/terminal/probe.py"
    assert "textual" not in source.read_text("utf-8")
