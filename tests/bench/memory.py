"""How much memory the application holds (RSS, with what it began), against the least of Textual.

`make bench ONLY=memory`. The rules:

* `sign-in` is read off the installed program in a terminal of 80 x 24, `in-a-filing` off the same
  application with its clock set, three seconds after it was last typed into: by then what the next
  pages need has been imported. The baseline is `probes/minimal.py` in the same terminal;
* `after-100-filings`: the application without a terminal files a hundred filings of invented
  people, with declarations and packets, looks each up and opens it (`probes/hundred.py`). What
  invents them and presses the keys is in there too. The baseline is the minimal application without
  a terminal; `growth` is against the same program before the first filing;
* each figure is told a second time against the 110 MB that are the limit.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.line import tell
from bench.office import BIRTH, Office
from bench.start import LIENTHONG, MINIMAL, environment
from bench.watched import Watched, resident

HUNDRED = Path(__file__).parent / "probes" / "hundred.py"
LIMIT = 110.0  # MB
FILINGS = 100


def told(name: str, ours: float, least: float) -> None:
    """Against the least, and against the limit."""
    tell(f"memory/{name}", round(ours, 1), round(least, 1), None, "MB")
    tell(f"memory/{name}/limit", round(ours, 1), LIMIT, 1.0, "MB")


def after(*arguments: str) -> dict[str, float]:
    """What the probe prints."""
    run = subprocess.run(
        [sys.executable, str(HUNDRED), *arguments], stdout=subprocess.PIPE, check=True
    )
    return dict(json.loads(run.stdout))


def rested(program: Watched) -> float:
    """Its memory once it has rested."""
    until = program.now() + 3
    while program.now() < until:
        program.settle()
        time.sleep(0.1)
    return resident(program.process)


def main() -> None:
    """In a terminal, then without one."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.draft(BIRTH)
        where = environment(office.place)
        with Watched([sys.executable, MINIMAL], where) as program:
            program.wait("Số định danh hoặc tên")
            least = rested(program)
        with Watched([LIENTHONG], where) as program:
            program.wait("ĐĂNG NHẬP QUẦY")
            told("sign-in", rested(program), least)
        with office.open() as program:
            program.send("a")
            program.wait("1-6 mở bước")
            program.send("2")
            program.wait("trang 1/")
            told("in-a-filing", rested(program), least)
        who = office.account
        held = after(str(office.place), who.officer_id, who.password, who.secret, str(FILINGS))
        least = after()["minimal"]
    told("after-100-filings", held["after"], least)
    tell(
        "memory/growth-over-100-filings",
        round(held["after"], 1),
        round(held["signed-in"], 1),
        None,
        "MB",
    )


if __name__ == "__main__":
    main()
