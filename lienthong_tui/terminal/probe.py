"""What this terminal can do: colours, UTF-8, and how wide it draws Vietnamese letters.

Widths are measured: a word is written, and the terminal is asked where its cursor stands (CPR,
ECMA-48 §8.3.14). A terminal that counts a letter with two marks as two columns draws every frame
askew.
"""

import codecs
import os
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

WORDS = ("Nguyễn Thị Hồng Phượng", "Đỗ Quốc Khuyến", "─│▀▄●○✓→")
"""Names with two marks on a letter, and the signs that the screens draw with."""

_ANSWER = re.compile(rb"\x1b\[([0-9]+);([0-9]+)R")
_PATIENCE = 0.5  # seconds: one that does not answer by then does not at all


@dataclass(frozen=True)
class Abilities:
    """`colours` as the environment tells (2, 8, 16, 256 or 2**24); `utf8` of the output.

    `askew` are the words that came out with another width than they have; None: it did not answer,
    or nobody could ask.
    """

    colours: int
    utf8: bool
    columns: int
    rows: int
    askew: tuple[str, ...] | None


def probe() -> Abilities:
    """Ask the terminal that the program runs in; what it draws for that is wiped again."""
    columns, rows = os.get_terminal_size() if sys.stdout.isatty() else (0, 0)
    return Abilities(
        colours=colours(os.environ),
        utf8=is_utf8(sys.stdout.encoding),
        columns=columns,
        rows=rows,
        askew=_askew(),
    )


def colours(environment: Mapping[str, str]) -> int:
    """How many colours the terminal says that it has."""
    term = environment.get("TERM", "")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return 2**24
    if sys.platform == "win32":
        return 2**24
    if "256" in term:
        return 256
    if term in ("", "dumb"):
        return 2
    return 8 if term == "linux" else 16


def is_utf8(encoding: str | None) -> bool:
    """Whether what is printed goes out as UTF-8."""
    try:
        return encoding is not None and codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def _askew() -> tuple[str, ...] | None:
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        wrong = []
        for word in WORDS:
            width = _drawn(word)
            if width is None:
                return None
            if width != len(word):
                wrong.append(word)
        return tuple(wrong)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _drawn(word: str) -> int | None:
    """How many columns the terminal gave to `word`."""
    descriptor = sys.stdout.fileno()
    os.write(descriptor, f"\r{word}\x1b[6n".encode())
    answer = b""
    until = time.monotonic() + _PATIENCE
    try:
        while (found := _ANSWER.search(answer)) is None:
            answer += _read(until)
    except TimeoutError:
        return None
    finally:
        os.write(descriptor, b"\r\x1b[2K")
    return int(found[2]) - 1


def _read(until: float) -> bytes:
    import select

    left = until - time.monotonic()
    if left <= 0 or not select.select([sys.stdin], [], [], left)[0]:
        raise TimeoutError
    return os.read(sys.stdin.fileno(), 32)
