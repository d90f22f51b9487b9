"""A newer version told by a file: good ones, bad ones, and those that have nothing new to say."""

import os
from datetime import date
from pathlib import Path

import pytest

from lienthong_tui import __version__
from lienthong_tui.desk import doctor, new_version
from lienthong_tui.desk.new_version import FILE, NewVersion, told
from lienthong_tui.problems import Problem

GOOD = """\
version = "1.10.0"
day = 2026-12-15
what = "thêm mẫu tờ khai mới."
where = 'ổ chung S:\\lienthong'
"""
NEW = NewVersion("1.10.0", date(2026, 12, 15), "thêm mẫu tờ khai mới", "ổ chung S:\\lienthong")


def put(folder: Path, text: str | bytes) -> Path:
    path = folder / FILE
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),  # as Notepad ends lines
        b"\xef\xbb\xbf" + GOOD.encode(),  # and begins a file
        GOOD + 'more = "of a later version"\n',
        GOOD.replace("thêm mẫu", "  thêm   mẫu"),
        GOOD.replace("ê", "e\u0302"),
    ],
    ids=["plain", "crlf", "bom", "more", "spaces", "decomposed"],
)
def test_good_files(tmp_path: Path, text: str | bytes) -> None:
    found = told([put(tmp_path, text)], "1.9.3")
    assert (found.newest, found.wrong) == (NEW, ())


@pytest.mark.parametrize(
    ("version", "present", "newer"),
    [
        ("1.10.0", "1.9.3", True),
        ("1.10", "1.9.3", True),
        ("2.0", "1.99.99", True),
        ("1.9.3.1", "1.9.3", True),
        ("1.9.3", "1.9.3", False),
        ("1.9", "1.9.0", False),
        ("1.9.0", "1.9", False),
        ("1.10.0", "1.10", False),
        ("0.9.9", "1.0.0", False),
    ],
)
def test_only_a_newer_one_is_told(tmp_path: Path, version: str, present: str, newer: bool) -> None:
    found = told([put(tmp_path, GOOD.replace("1.10.0", version))], present)
    assert (found.newest is not None, found.wrong) == (newer, ())


FIELDS = {
    "version": (
        *("", "version = 2", 'version = "hai"', 'version = "2"', 'version = "2.0-beta"'),
        *('version = "２.０"', 'version = "1.2.3.4.5"', 'version = ""', 'version = "2.0\\n"'),
    ),
    "day": ("", 'day = "2026-12-15"', "day = 2026-12-15T08:00:00", "day = 20261215"),
    "what": (
        *("", "what = 1", 'what = ""', 'what = "   "', 'what = ["a"]', f'what = "{"x" * 201}"'),
        *('what = "a\\nb"', 'what = "a\\u001b[2Jb"', 'what = "a\\u202Eb"'),
    ),
    "where": ("", 'where = ""', 'where = "a\\tb"', f'where = "{"x" * 201}"'),
}


@pytest.mark.parametrize(
    ("field", "line"), [(field, line) for field, lines in FIELDS.items() for line in lines]
)
def test_a_field_that_is_missing_or_wrong(tmp_path: Path, field: str, line: str) -> None:
    lines = [line if each.startswith(f"{field} ") else each for each in GOOD.splitlines()]
    path = put(tmp_path, "\n".join(lines))
    found = told([path], "1.0")
    assert found.newest is None
    assert found.wrong == (Problem("new-version-field", path=str(path), field=field),)


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("utf-16"),
        GOOD.replace("'", '"').encode(),  # \\l is no escape
        b"version = ",
        GOOD.encode() + b"version = '2.0'",  # twice
        b"[" * 9_999,
        b"x = " + b"[" * 9_000,
        GOOD.encode() + b"#" * 10_000,
        b"\xff\xfe\x00",
    ],
    ids=["utf-16", "escape", "cut", "twice", "nested", "deep", "large", "bytes"],
)
def test_no_file_of_this_kind(tmp_path: Path, data: bytes) -> None:
    path = put(tmp_path, data)
    found = told([path], "1.0")
    assert (found.newest, [each.code for each in found.wrong]) == (None, ["new-version-unreadable"])


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    paths = [tmp_path / name for name in ("a", "pipe", "link", "none", "none/none")]
    assert [problem.code for problem in told(paths).wrong] == ["new-version-unreadable"] * 3


def test_of_two_files_the_newer_and_a_bad_one_hides_no_good_one(tmp_path: Path) -> None:
    one, two, bad = (tmp_path / name for name in ("one", "two", "bad"))
    one.write_text(GOOD, "utf-8")
    two.write_text(GOOD.replace("1.10.0", "1.11.0"), "utf-8")
    bad.write_text("?", "utf-8")
    for order in ([one, two, bad], [bad, two, one]):
        found = told(order, "1.0")
        assert found.newest is not None
        assert found.newest.version == "1.11.0"
        assert len(found.wrong) == 1


def test_this_version_can_be_compared() -> None:
    assert new_version._order(__version__)
    assert new_version._VERSION.fullmatch(__version__)


def test_the_doctor_tells_new_and_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_version, "places", lambda desk: (desk / FILE, desk / "bad"))
    put(tmp_path, GOOD.replace("1.10.0", "99.0"))
    (tmp_path / "bad").write_text("?", "utf-8")
    found = [(each.state, each.grade) for each in doctor.of_program(tmp_path)]
    assert found == [("this", "fine"), ("bad-file", "look"), ("newer", "look")]
