"""Small windows and large pastes, through a real terminal."""

import re
from pathlib import Path

import pytest

from terminal.rig import Terminal

FIELDS = Path(__file__).parent / "probes" / "fields.py"


def test_resize_and_back() -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("80x24")
        terminal.send("Phượng")
        terminal.wait("a=<Phượng>")
        before = terminal.text()
        terminal.resize(20, 6)
        terminal.wait(lambda text: "a=<" not in text and "(x) 1 Nam" in text)
        terminal.send(" A")
        terminal.resize(80, 24)
        after = terminal.wait(lambda text: "80x24" in text and "a=<Phượng A>" in text)
        assert after == before.replace("Phượng", "Phượng A")


def test_cursor_follows_the_field() -> None:
    """An input method opens its window where the cursor is, hidden or not."""
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("abc\tde")
        terminal.wait("b=<de>")
        assert terminal.cursor()[1] == 1


def test_paste_of_a_megabyte() -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("\x1b[200~" + "đ" * 500_000 + "\x1b[201~" + "sau")
        terminal.wait("a=<sau>")


def test_paste_takes_the_first_line_with_text() -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        terminal.send("\x1b[200~\r\n \r\nNguye\u0302\u0303n\u200b\tA\r\nhai\x1b[201~")
        terminal.wait("a=<Nguyễn A>")


@pytest.mark.parametrize(
    "steering",
    ["\x1b[31m", "\x1b]52;c;aGFja2Vk\a", "\x9d52;c;aA\x9c", "\0"],
    ids=["colour", "clipboard", "clipboard in C1", "NUL"],
)
def test_what_steers_a_terminal_is_pasted_without_its_sting(steering: str) -> None:
    """Its letters may stay, where the officer sees them; what makes it act does not."""
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        shown = len(terminal.raw)
        terminal.send(f"\x1b[200~Mẫu{steering}Thử\x1b[201~")
        terminal.wait(lambda text: bool(re.search("a=<.*Mẫu.*>", text) and "Thử" in text))
        terminal.send("\tsau")
        terminal.wait("b=<sau>")
        assert steering.encode() not in terminal.raw[shown:]
