"""Keys typed faster than the program can act, through a real terminal."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from terminal.rig import KEYS, Terminal

FIELDS = Path(__file__).parent / "probes" / "fields.py"

# What is typed, and what the screen must say afterwards.
CASES = [
    pytest.param([*"Phuong", *["backspace"] * 4, *"ượng"], ["a=<Phượng>"], id="retyped syllable"),
    pytest.param(
        [*"Nguyen", *["backspace"] * 2, *"ên", *["\b"] * 2, *"ễn", *" Thi", "\b", "ị"],
        ["a=<Nguyễn Thị>"],
        id="retyped twice, both backspaces",
    ),
    pytest.param([*"abc", "tab", *"def"], ["a=<abc>", "b=<def>"], id="tab"),
    pytest.param(
        [*"scan1", "enter", *"scan2", "enter"], ["sent=['scan1', 'scan2']"], id="two scans"
    ),
    pytest.param(
        [*"scan1", "enter", "tab", *"scan2", "enter", *"x"],
        ["sent=['scan1', 'scan2']", "a=<>", "b=<x>"],
        id="two scans, two fields",
    ),
    pytest.param(
        [*"Vn", "left", "ă", "end", *" A", "home", "delete", "T"], ["a=<Tăn A>"], id="moving about"
    ),
    pytest.param(
        [*"ab", "f2", *"xyz", "enter", *"cd"],
        ["asked=['xyz']", "a=<abcd>"],
        id="a screen pushed by a key",
    ),
    pytest.param(
        [*"ab", "f3", *"xyz", "enter", *"cd", "f3", *"q", "enter"],
        ["asked=['xyz', 'q']", "a=<abcd>"],
        id="a screen pushed by a worker",
    ),
    pytest.param(
        ["tab", "tab", "2", "tab", " ", "tab", "enter", *"hỏi", "enter"],
        ["chosen=nu", "[x]", "(x) 2 Nữ", "( ) 1 Nam", "asked=['hỏi']"],
        id="choice, box, button",
    ),
]


class Holds:
    """A predicate on the screen that names what it looks for when it fails."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = wanted

    def __call__(self, text: str) -> bool:
        return all(part in text for part in self.wanted)

    def __repr__(self) -> str:
        return " and ".join(map(repr, self.wanted))


@pytest.mark.parametrize(("keys", "wanted"), CASES)
def test_burst(keys: list[str], wanted: list[str]) -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("".join(KEYS.get(key, key) for key in keys))
        terminal.wait(Holds(wanted))


@pytest.mark.parametrize(("keys", "wanted"), CASES[:2])
def test_key_by_key(keys: list[str], wanted: list[str]) -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.press(*keys)
        terminal.wait(Holds(wanted))


def test_decomposed_letters() -> None:
    """A combining mark joins its letter, in the middle of a word and when typed over the end."""
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("Nguyen" + KEYS["left"] + "\u0302\u0303" + KEYS["end"] + " A\u0301\x7f")
        terminal.wait("a=<Nguyễn >")


def test_the_environment_cannot_spy(tmp_path: Path) -> None:
    """No Kitty protocol, and none of Textual's ways to copy keys or the screen to a file."""
    spies = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DISABLE_KITTY_KEY": "0",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_PRESS": "x,x,x",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_FILENAME": "screen.svg",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
    }
    with Terminal(FIELDS, env=spies) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("abc\x11")
        assert terminal.finish() == 0
        assert "a=<xxx" not in terminal.text()
        assert b"\x1b[>" not in terminal.raw
    assert list(tmp_path.iterdir()) == []
