"""The width of letters, measured in a real terminal that answers, in one that does not."""

import os
import re
from pathlib import Path

from .rig import Terminal

COMMAND = Path(__file__).parent / "probes" / "command.py"


class Answering(Terminal):
    """Tells where its cursor stands, as terminals do; `wrong` columns more for each letter with
    two marks."""

    wrong = 0

    def _read(self, seconds: float) -> bool:
        before = len(self.raw)
        found = super()._read(seconds)
        for asked in re.finditer(rb"\r([^\r\x1b]+)\x1b\[6n", self.raw[before:]):
            word = asked[1].decode()
            column = 1 + len(word) + self.wrong * sum(letter in "ễồợ" for letter in word)
            os.write(self._fd, f"\x1b[1;{column}R".encode())
        return found


def test_a_good_terminal(tmp_path: Path) -> None:
    with Answering(COMMAND, "doctor", columns=100, rows=40) as terminal:
        terminal.wait("100 × 40, 256 màu, UTF-8, chữ Việt đúng độ rộng")
        assert terminal.finish() == 0
        assert "[6n" not in terminal.text()


def test_one_that_counts_marks_as_columns() -> None:
    with Answering(COMMAND, "doctor", columns=100, rows=40) as terminal:
        terminal.wrong = 1
        terminal.wait("Chữ Việt lệch độ rộng (Nguyễn Thị Hồng Phượng")
        assert terminal.finish() == 1


def test_one_that_does_not_answer() -> None:
    with Terminal(COMMAND, "doctor", columns=70, rows=40) as terminal:
        page = terminal.wait("│Nguyễn Thị Hồng Phượng│")
        assert "nhỏ hơn 80 × 24" in page
        assert terminal.finish() == 0
        assert terminal.echoes()
