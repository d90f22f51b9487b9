"""From the command to the first thing on the screen, and to a sign-in that takes keys.

Every program runs in a terminal of 80 x 24, its byte code compiled. Ours is the installed
`lienthong` on a desk with one officer. The sign-in is usable when it has painted whom one may be
and a digit typed then stands in the field for the ID number; the minimal Textual application
(`probes/minimal.py`) when its label is painted and a digit stands in its field. Of the peers, which
ask nothing at first, it is asked only when what they are for is painted: their figure is too small
by the key. Bare Python is `python -c pass`, until it has ended.
"""

import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desk.sample import OFFICER_NAME, create

from bench.timing import Series, compare, interleaved
from bench.watched import Watched

ROOT = Path(__file__).parents[2]
LIENTHONG = str(Path(sys.executable).with_name("lienthong"))
VENVS = ROOT / ".venv-peers"
MINIMAL = str(Path(__file__).parent / "probes" / "minimal.py")
PEERS = {"posting": "Send", "harlequin": "Run Query"}  # what is painted when they can be used
ROUNDS, PEER_ROUNDS = 21, 7


def environment(place: Path) -> dict[str, str]:
    """A home of its own for every program, and the desk for ours."""
    return {
        "HOME": str(place / "home"),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LIENTHONG_DESK": str(place / "desk"),
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
    }


def bare(where: dict[str, str]) -> float:
    """Bare Python, from its start to its end, in ms."""
    with Watched([sys.executable, "-c", "pass"], where) as program:
        return program.end() * 1000


def starts(
    command: list[str],
    where: dict[str, str],
    mark: str,
    shown: Callable[[str], bool],
    typed: str,
    first: Series,
) -> float:
    """How long until it is usable, in ms; the time of the first thing painted goes into `first`."""
    with Watched(command, where) as program:
        program.read_until(mark.encode())
        sent = program.send(typed) if typed else 0.0
        program.settle()
    first.append(program.first(lambda text: bool(text.strip())) * 1000)
    return program.first(shown, sent) * 1000


def names(wanted: str, text: str) -> bool:
    """Whether it stands on the screen."""
    return wanted in text


def painted(wanted: str, text: str) -> bool:
    """Whether the field on the screen holds the digit, beside or below its label."""
    return wanted in text and re.search(r" 0( |$)", text, re.MULTILINE) is not None


def main() -> None:
    """Ours against bare Python and the least of Textual; then against each peer."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "home").mkdir()
        create(place)
        where = environment(place)
        first: dict[str, Series] = defaultdict(list)
        label = "Số định danh hoặc tên"
        in_field = partial(painted, label)
        ours = partial(starts, [LIENTHONG], where, OFFICER_NAME, in_field, "0", first["ours"])
        minimal = partial(
            starts, [sys.executable, MINIMAL], where, label, in_field, "0", first["minimal"]
        )
        ways = {"bare": partial(bare, where), "ours": ours, "minimal": minimal}
        found = interleaved(ROUNDS, ways)
        # The first of each was the round that warms up.
        compare("start/first-thing-painted", first["ours"][1:], found["bare"], "ms", goal=1.5)
        compare("start/first-thing-painted/minimal", first["minimal"][1:], found["bare"], "ms")
        compare("start/usable", found["ours"], found["minimal"], "ms", goal=1.25)
        for name, mark in PEERS.items():
            command = VENVS / name / "bin" / name
            if not command.exists():
                sys.stderr.write(f"{name} is not there: run `make bench`\n")
                continue
            peer = partial(
                starts,
                [str(command)],
                where,
                mark,
                partial(names, mark),
                "",
                first[name],
            )
            pair = interleaved(PEER_ROUNDS, {"ours": ours, name: peer})
            compare(f"start/usable/{name}", pair["ours"], pair[name], "ms", goal=1.0)


if __name__ == "__main__":
    main()
