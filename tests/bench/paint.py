"""From a key to the letter on the screen: in one of the longest pages, against a bare field.

`make bench ONLY=paint`. Both programs run in terminals of 100 x 50 and take turns, a key each. The
time is that from writing the key into the terminal to reading the bytes that show the letter in its
field; what they show is worked out afterwards. The page is the second of a death's declaration:
seven rows, everything answered around the one that is typed into.

* `plain`: letters of an address; `telex`: the same words composed by the program's own
  Telex; `communes`: letters of a commune's name, the list below the rows following each;
* the baseline is Textual's `Input` on a page with a label and the keys (`probes/minimal.py`).
* `limit`: the p95 of ours against the 50 ms below which it is to stay.
"""

import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.line import tell
from bench.office import DEATH, Office
from bench.start import MINIMAL, environment
from bench.timing import Series, compare, p95
from bench.watched import Watched

SIZE = (100, 50)
GOAL, MOST = 1.3, 50.0  # ms
PAGE_DOWN, BACK = "\x1b[6~", "\x7f"
TELEX_ON = "\x07"  # Ctrl+G
# Each key with what the field shows behind it.
PLAIN = [(letter, "quanhkhucduongmau"[: n + 1]) for n, letter in enumerate("quanhkhucduongmau")]
TELEX = list(zip("vieejt dduwowngf", (
    *("v", "vi", "vie", "viê", "việ", "việt", "việt", "việt d", "việt đ", "việt đu", "việt đư"),
    *("việt đưo", "việt đươ", "việt đươn", "việt đương", "việt đường"),
), strict=True))  # fmt: skip
COMMUNE = [(letter, "nam cua viet"[: n + 1]) for n, letter in enumerate("nam cua viet")]
ROUNDS = 3


def key_by_key(
    program: Watched, least: Watched, keys: Sequence[tuple[str, str]]
) -> tuple[Series, Series]:
    """Milliseconds of each key in both, in turns; both fields are empty before and afterwards."""
    ours: Series = []
    bare: Series = []
    typed = ""
    for number, (key, shown) in enumerate(keys):
        typed += key
        both = [(program, ours, shown.rstrip()), (least, bare, typed.rstrip())]
        for each, series, wanted in both if number % 2 else reversed(both):
            series.append(each.took(key, partial(holds, wanted)))
    for each, behind in ((program, keys[-1][1]), (least, typed)):
        each.send(BACK * len(behind))
        each.settle()
    return ours, bare


def holds(shown: str, text: str) -> bool:
    """Whether a field of the screen ends with it."""
    return any(row.rstrip(" ▎").endswith(f" {shown}") for row in text.split("\n"))


def main() -> None:
    """Type into both, round after round, on a page where the field in question is still empty."""
    measure("plain", PLAIN, "requester.detail")
    measure("telex", TELEX, "requester.detail", before=TELEX_ON)
    measure("communes", COMMUNE, "requester.commune")


def measure(name: str, keys: Sequence[tuple[str, str]], empty: str, before: str = "") -> None:
    """Type these keys into the field `empty` of a draft, once something was done `before`."""
    ours: Series = []
    bare: Series = []
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.draft(DEATH, empty)
        least = Watched([sys.executable, MINIMAL], environment(office.place), *SIZE)
        with office.open(*SIZE) as program, least:
            least.wait("Số định danh hoặc tên")
            program.send("a")
            program.wait("1-6 mở bước")
            program.send(f"2{PAGE_DOWN}")
            program.wait("trang 2/")
            program.send(before)
            program.settle()
            for number in range(ROUNDS + 1):
                mine, other = key_by_key(program, least, keys)
                if number:  # the first round warms up
                    ours += mine
                    bare += other
    compare(f"paint/{name}", ours, bare, "ms", goal=GOAL)
    tell(f"paint/{name}/limit", round(p95(ours), 2), MOST, 1.0, "ms")


if __name__ == "__main__":
    main()
