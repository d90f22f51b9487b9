"""From the command to the first thing on the screen, and to a sign-in that takes keys.

Every program runs in a terminal of 80 x 24, its byte code compiled. Ours is the installed
`lienthong` on a desk with one officer. The sign-in is usable when it has painted whom one may be
and a digit typed then stands in the field for the ID number; the minimal Textual application
(`probes/minimal.py`) when its label is painted and a digit stands in its field. Of the peers, which
ask nothing at first, it is asked only when what they are for is painted: their figure is too small
by the key. Bare Python is `python -c pass`, until it has ended. The first thing painted by ours is
one line of text, by the others a page.

`key-while-importing`: a second digit, typed 0.4 s after the page was painted, until it stands in
the field. By then ours imports what the next pages need.
"""

import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

from desk.sample import OFFICER_NAME, create

from bench.timing import Series, compare, interleaved
from bench.watched import Watched, first

ROOT = Path(__file__).parents[2]
LIENTHONG = str(Path(sys.executable).with_name("lienthong"))
VENVS = ROOT / ".venv-peers"
MINIMAL = str(Path(__file__).parent / "probes" / "minimal.py")
PEERS = {"posting": "Send", "harlequin": "Run Query"}  # what is painted when they can be used
ROUNDS, PEER_ROUNDS = 21, 7
FIELD = "Số định danh hoặc tên"
LATER = 0.4  # seconds after the page was painted


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
    command: list[str], where: dict[str, str], mark: str, field: str, notes: dict[str, Series]
) -> float:
    """How long until it is usable, in ms. When the first thing was painted, and how long a second
    key took, goes into `notes`. `field` is the label of a field; without one nothing is typed."""
    with Watched(command, where) as program:
        program.read_until(mark.encode())
        marked = program.now()
        sent = program.send("0") if field else 0.0
        program.settle()
        seen = program.seen()
        notes["first"].append(first(seen, lambda text: bool(text.strip())) * 1000)
        if not field:
            return first(seen, lambda text: mark in text) * 1000
        usable = first([each for each in seen if each[0] >= sent], partial(typed, field, "0"))
        time.sleep(max(0.0, marked + LATER - program.now()))
        notes["later"].append(program.took("0", partial(typed, field, "00")))
    return usable * 1000


def typed(field: str, digits: str, text: str) -> bool:
    """Whether the field on the screen holds the digits, beside or below its label."""
    return field in text and re.search(rf" {digits}( |$)", text, re.MULTILINE) is not None


def main() -> None:
    """Ours against bare Python and the least of Textual; then against each peer."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "home").mkdir()
        create(place)
        where = environment(place)
        our: dict[str, Series] = defaultdict(list)
        their: dict[str, Series] = defaultdict(list)
        ours = partial(starts, [LIENTHONG], where, OFFICER_NAME, FIELD, our)
        minimal = partial(starts, [sys.executable, MINIMAL], where, FIELD, FIELD, their)
        ways = {"bare": partial(bare, where), "ours": ours, "minimal": minimal}
        found = interleaved(ROUNDS, ways)
        # The first note of each is of the round that warms up.
        compare("start/first-thing-painted", our["first"][1:], found["bare"], "ms", goal=1.5)
        compare("start/first-thing-painted/minimal", their["first"][1:], found["bare"], "ms")
        compare("start/usable", found["ours"], found["minimal"], "ms", goal=1.25)
        compare("start/key-while-importing", our["later"][1:], their["later"][1:], "ms")
        for name, mark in PEERS.items():
            command = VENVS / name / "bin" / name
            if not command.exists():
                sys.stderr.write(f"{name} is not there: run `make peers`\n")
                continue
            peer = partial(starts, [str(command)], where, mark, "", defaultdict(list))
            pair = interleaved(PEER_ROUNDS, {"ours": ours, name: peer})
            compare(f"start/usable/{name}", pair["ours"], pair[name], "ms", goal=1.0)


if __name__ == "__main__":
    main()
