"""The program that takes messages: a small one of our own, well and badly behaved."""

import json
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.desk.gateway import give, read_command
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts that name an interpreter")

MESSAGE = b'{"to": "+84912000123", "text": "Ho so cua ong/ba"}'


def program(place: Path, *lines: str, name: str = "gui-tin") -> Path:
    """A program of these lines of Python."""
    path = place / name
    path.write_text("\n".join([f"#!{sys.executable}", "import os, sys, time", *lines]), "utf-8")
    path.chmod(0o700)
    return path


def test_the_message_comes_by_standard_input_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIENTHONG_DESK", "/quay")
    monkeypatch.setenv("PROXY", "kept")
    took = program(
        tmp_path,
        "import json",
        f"out = open({str(tmp_path / 'took')!r}, 'w')",
        "json.dump([sys.argv[1:], dict(os.environ), sys.stdin.read()], out)",
    )
    give((str(took), "--sms", "$(id) `id` ; rm", "*"), MESSAGE)
    argv, environment, text = json.loads((tmp_path / "took").read_text())
    assert argv == ["--sms", "$(id) `id` ; rm", "*"], "no shell reads them"
    assert text == MESSAGE.decode()
    assert "912000123" not in str(environment)
    assert "LIENTHONG_DESK" not in environment
    assert environment["PROXY"] == "kept"


@pytest.mark.parametrize("line", ["sys.exit(3)", "raise ValueError('+84912000123')"])
def test_another_exit_code_means_not_taken(
    tmp_path: Path, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DeskUnavailable, match="reminder-refused") as refused:
        give((str(program(tmp_path, line)),), MESSAGE)
    assert refused.value.params["exit"] in (1, 3)
    assert capfd.readouterr() == ("", ""), "what it writes may repeat a number"


def test_one_that_ends_without_reading_is_judged_by_its_code(tmp_path: Path) -> None:
    give((str(program(tmp_path, "sys.exit(0)")),), MESSAGE * 100_000)
    with pytest.raises(DeskUnavailable, match="reminder-refused"):
        give((str(program(tmp_path, "os.close(0)", "sys.exit(1)")),), MESSAGE * 100_000)


def test_a_flood_is_not_kept(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    flood = program(tmp_path, "for _ in range(300): os.write(1, b'x' * 65536); os.write(2, b'y')")
    give((str(flood),), MESSAGE)
    assert capfd.readouterr() == ("", "")


def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    hangs = program(
        tmp_path,
        "child = os.fork()",
        f"open({str(note)!r}, 'a').write(f'{{os.getpid()}}\\n')",
        "time.sleep(60)",
    )
    began = time.monotonic()
    with pytest.raises(DeskUnavailable, match="reminder-silent"):
        give((str(hangs),), MESSAGE, seconds=1)
    assert time.monotonic() - began < 20
    pids = [int(line) for line in note.read_text().split()]
    assert len(pids) == 2
    for _ in range(200):
        if not any(map(alive, pids)):
            break
        time.sleep(0.02)
    assert not any(map(alive, pids))


def alive(pid: int) -> bool:
    """Whether it runs; one that ended and that nobody asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    path = program(tmp_path)
    path.chmod(0o600)
    with pytest.raises(Unusable, match="reminder-command-not-run"):
        give((str(path),), MESSAGE)
    path.write_text("no interpreter named", "utf-8")
    path.chmod(0o700)
    with pytest.raises(Unusable, match="reminder-command-not-run"):
        give((str(path),), MESSAGE)
    path.unlink()
    with pytest.raises(Unusable, match="reminder-command-missing"):
        give((str(path),), MESSAGE)


def test_a_command_as_it_is_typed(tmp_path: Path) -> None:
    folder = tmp_path / "có dấu cách"
    folder.mkdir()
    path = program(folder)
    assert read_command(f"'{path}' --kieu  'tin nhắn' \"\"") == (
        str(path),
        "--kieu",
        "tin nhắn",
        "",
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gui-tin", "reminder-command-relative"),
        ("./gui-tin --sms", "reminder-command-relative"),
        ("~/gui-tin", "reminder-command-relative"),
        ("/khong/co/gui-tin", "reminder-command-missing"),
        ("/tmp", "reminder-command-missing"),
        ("/dev/null", "reminder-command-missing"),
        ("/" + "x" * 5000, "reminder-command-missing"),
        ("'/bin/true", "reminder-command-unread"),
        ("''", "reminder-command-relative"),
        ("/bin/true " + "x " * 30, "reminder-command-unread"),
        ("   ", "reminder-command-unread"),
        ("# /bin/true", "reminder-command-relative"),
        ("/bin/true\x00", "text-control"),
        ("/bin/tr\u202eue", "text-invisible"),
    ],
)
def test_an_odd_command_is_refused_in_words(typed: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        read_command(typed)
    assert refused.value.code == code


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        command = read_command(typed)
    except Problem:
        return
    assert Path(command[0]).stat().st_mode & stat.S_IXUSR
