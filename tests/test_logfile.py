"""The log: codes and places in a file of its owner, and never a word on the terminal."""

import logging
import os
import re
import sys
from pathlib import Path

import platformdirs
import pytest

from lienthong_tui import logfile
from lienthong_tui.logfile import logging_to_file

log = logging.getLogger("lienthong_tui.somewhere")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "state/log")
    return tmp_path / "state/log"


def test_an_entry_is_one_line_with_time_and_place(folder: Path) -> None:
    with logging_to_file() as path:
        log.warning("the head was not noted: %s", "store-busy")
        log.error("%s\nat %s", "KeyError", "cli:7")
    assert path == folder / "lienthong.log"
    first, second = path.read_text("utf-8").splitlines()
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 WARNING lienthong_tui.somewhere:\d+ "
    assert re.fullmatch(form + "the head was not noted: store-busy", first)
    assert second.endswith("KeyError at cli:7")


def test_an_exceptions_own_words_are_left_out(folder: Path) -> None:
    with logging_to_file() as path:
        try:
            raise ValueError("Nguyễn Thị Mẫu")
        except ValueError:
            log.exception("ValueError at %s", "cli:7", stack_info=True)
    assert path is not None
    assert "Mẫu" not in path.read_text("utf-8")
    assert "Traceback" not in path.read_text("utf-8")


def test_only_our_own_entries_are_kept(folder: Path) -> None:
    with logging_to_file() as path:
        logging.getLogger("asyncio").error("Nguyễn Thị Mẫu")
        logging.getLogger().error("Nguyễn Thị Mẫu")
    assert path is not None
    assert path.read_text("utf-8") == ""


def test_it_takes_turns_between_three_small_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (logfile.FILE_BYTES, logfile.FILES) == (1_000_000, 3)
    monkeypatch.setattr(logfile, "FILE_BYTES", 2000)
    for _ in range(2):
        with logging_to_file():
            for number in range(200):
                log.warning("entry %d", number)
    names = ["lienthong.log", "lienthong.log.1", "lienthong.log.2"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert max(path.stat().st_size for path in folder.iterdir()) <= 2000
    assert "entry 199" in (folder / "lienthong.log").read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_it_is_its_owners_alone_whatever_the_umask(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "FILE_BYTES", 300)
    before = os.umask(0)
    try:
        with logging_to_file():
            for number in range(20):
                log.warning("entry %d", number)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("in_the_way", ["state", "state/log", "state/log/lienthong.log"])
def test_where_it_cannot_be_there_is_none_and_no_word_of_it(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], in_the_way: str
) -> None:
    if in_the_way.endswith(".log"):
        (tmp_path / in_the_way).mkdir(parents=True)
    else:
        (tmp_path / in_the_way).parent.mkdir(exist_ok=True)
        (tmp_path / in_the_way).write_text("x")
    with logging_to_file() as path:
        log.error("unheard")
        logging.getLogger("asyncio").error("unheard")
    assert path is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_disk_full_for_the_log_is_no_word_either(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir(parents=True)
    (folder / "lienthong.log").symlink_to("/dev/full")
    with logging_to_file():
        log.error("unheard")
    assert capsys.readouterr() == ("", "")


def test_afterwards_logging_is_as_it_was(folder: Path) -> None:
    ours, root = logging.getLogger("lienthong_tui"), logging.getLogger()
    before = [*ours.handlers], [*root.handlers]
    with pytest.raises(SystemExit), logging_to_file():
        sys.exit(3)
    assert ([*ours.handlers], [*root.handlers]) == before
