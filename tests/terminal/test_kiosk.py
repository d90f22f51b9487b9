"""A relative at a real terminal in the hall, the officer at another one; and nobody gets out."""

import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from desk.sample import OFFICER_ID, PASSWORD
from kiosk.sample import GRANDSON, Hall
from kiosk.test_app import CASE_7, ESCAPES

from lienthong_tui.desk import intake
from lienthong_tui.text.fold import fold

from .rig import KEYS, ROOT, Terminal
from .test_whole_way import APPLICATION

HELD_DOWN = 0.65  # the same key sooner, on another question, is one that is held down
_MORE_KEYS = {"f4": "\x1bOS", "f9": "\x1b[20~", "ctrl+l": "\x0c"}


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall(tmp_path)
    hall.now = datetime.now(UTC)
    return hall


_LAST: dict[int, str] = {}  # what was sent to each terminal last


def kiosk(hall: Hall, *more: str, term: str = "xterm-256color") -> Terminal:
    program = ROOT / "lienthong_tui" / "__main__.py"
    folder = str(hall.place / "kiosk")
    env = {"TERM": term}
    return Terminal(program, "kiosk", "--kiosk", folder, *more, columns=60, rows=18, env=env)


def say(terminal: Terminal, *words: str) -> None:
    """A key as it is, a word with Enter; the turn after each is waited for."""
    for word in words:
        before = terminal.text()
        keys = KEYS | _MORE_KEYS
        sent = keys.get(word, word if len(word) == 1 else word.replace("_", " ") + "\r")
        if sent == _LAST.get(terminal.pid):
            time.sleep(HELD_DOWN)
        _LAST[terminal.pid] = sent
        terminal.send(sent)
        terminal.wait(lambda text, before=before: _turned(before, text))  # type: ignore[misc]


def _turned(before: str, now: str) -> bool:
    """Whether another question stands there; what was typed to the last one is not enough."""
    lines, other = before.splitlines(), now.splitlines()
    return lines[1:4] != other[1:4] and "Esc Lùi" in now


def seated(terminal: Terminal, hall: Hall) -> None:
    terminal.wait("Khai việc gì?")
    say(terminal, "2", GRANDSON, hall.code(), "2", "1", "1")


def seated_by_lines(terminal: Terminal, hall: Hall) -> None:
    terminal.wait("2. Khai tử")
    for line in ("2", GRANDSON, hall.code(), "2", "1", "1", "1"):
        terminal.send(f"{line}\r")
        time.sleep(0.2)
    terminal.wait("VNeID")


def test_a_grandson_files_and_the_officer_checks(hall: Hall) -> None:
    with kiosk(hall) as terminal:
        seated(terminal, hall)
        say(terminal, *CASE_7)
        terminal.wait("Đã hỏi hết")
        say(terminal, "1")
        terminal.wait("A01")
        say(terminal, "1")
        terminal.wait("Khai việc gì?")
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
        assert terminal.echoes()

    now = datetime.now(UTC)
    with Terminal(APPLICATION, str(hall.place / "desk"), now.isoformat()) as officer:
        officer.wait("ĐĂNG NHẬP QUẦY")
        phone = pyotp.parse_uri(hall.created.otp_uri)
        assert isinstance(phone, pyotp.TOTP)
        officer.send(f"{OFFICER_ID}\r{PASSWORD}\r{phone.at(now)}\r")
        officer.wait("Đúng, làm tiếp")  # the desk was made a while ago
        officer.send("1")
        officer.wait("CHỜ NGƯỜI TIẾP NHẬN KIỂM TRA (1)")
        officer.send("a")
        page = officer.wait("Gọi số A01")
        assert "còn 4 câu chưa biết" in page
        officer.send("1")
        officer.wait("Còn 4 câu chưa biết")
        officer.send("0\r")
        officer.wait("Đã ghi nhận kiểm tra")
        officer.kill(signal.SIGTERM)
        assert officer.finish() == 143


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt220"])
def test_nobody_gets_out_by_keys_or_sequences(hall: Hall, term: str) -> None:
    with kiosk(hall, term=term) as terminal:
        seated(terminal, hall)
        terminal.send("\x03\x04\x1a\x1c\x11\x13\x10\x0f\x17\x14\x0e")
        terminal.send("\x1b[200~/bin/sh\r\x1b[201~")
        terminal.send('\x1b]52;c;aGVsbG8=\x07\x1b]0;x\x07\x1bP$q"p\x1b\\\x1b[c\x1b[6n\x1b[21t')
        terminal.send("\x1b[<0;500;500M\x1b[<0;500;500m\x1b[<64;1;1M")
        terminal.send("\x1bOP\x1bOQ\x1bOR\x1b[15~\x1b[17~\x1b[18~\x1b[19~\x1b[21~\x1b[23~\x1b[24~")
        time.sleep(1)
        say(terminal, "1")
        terminal.wait("VNeID")
        assert terminal._status is None
        assert b"\x1b]52" not in terminal.raw, "nothing is put into the terminal's clipboard"
        terminal.kill(signal.SIGHUP)
        assert terminal.finish() == 129
    with hall.desk() as desk:
        assert any(came.filing for came in intake.collect(desk)), "what was begun is kept"


def test_nobody_gets_out_of_the_lines_either(hall: Hall) -> None:
    with kiosk(hall, "--plain") as terminal:
        seated_by_lines(terminal, hall)
        for key in "\x03\x04\x1a\x1c":
            terminal.send(key)
            time.sleep(0.2)
        assert terminal._status is None
        terminal.send("!\r")
        terminal.wait("Đã gọi người tiếp nhận")
        terminal.kill(signal.SIGTERM)
        assert terminal.finish() == 143
    with hall.desk() as desk:
        assert any(came.filing for came in intake.collect(desk)), "what was begun is kept"


def test_a_line_that_hung_up_keeps_what_was_begun(hall: Hall) -> None:
    with kiosk(hall, "--plain") as terminal:
        seated_by_lines(terminal, hall)
        terminal.hang_up()
        until = time.monotonic() + 10
        while not hall.files():
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_linux_console_shows_every_letter(hall: Hall) -> None:
    with kiosk(hall, term="linux") as terminal:
        seated(terminal, hall)
        say(terminal, "1", "1")
        shown = set(terminal.raw.decode("utf-8", "replace"))
        strange = {c for c in shown if not (c.isascii() or fold(c).isascii() or c == "·")}
        assert strange == set()
        colours = [part for part in terminal.raw.split(b"\x1b[") if b"m" in part[:24]]
        assert not any(b"38;2" in part or b"48;2" in part for part in colours), "16 colours only"


def test_escapes_are_the_same_that_the_application_is_asked_about() -> None:
    assert {"ctrl+c", "ctrl+z", "ctrl+q", "ctrl+p"} <= set(ESCAPES)
